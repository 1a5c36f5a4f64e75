"""What a team has agreed to let pass for now: so many problems of each rule on each slide or page, and never more.

An old deck can be put under the gate at once: what is there is written down, what is new is an error, and what is
mended is taken out, so that it cannot come back.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from instructdeck.contained import replace_file
from instructdeck.deck.diagnostics import DECK_FILE, Diagnostic
from instructdeck.deck.rules import RENDERED, STALE_BASELINE, UNMEASURED, WRONG_VALUE
from instructdeck.files.yamlfile import Mapping, Record, parse
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from instructdeck.deck.diagnostics import Findings, Location
    from instructdeck.deck.model import Deck

HEAD = """\
# What `instructdeck check --rendered` lets pass: how many problems of each rule each slide or page had.
# `instructdeck check --rendered --baseline` takes out what is mended; nothing is ever added.
"""
LOWER = "run `instructdeck check --rendered --baseline`"
_NUMBER = re.compile(r"[1-9]\d{0,3}", re.ASCII)


@dataclass(frozen=True)
class Baseline:
    """How many problems of a rule are allowed on a slide or page, each with its place in the file."""

    allowed: dict[tuple[str, str], tuple[int, Location]]


def baseline_path(deck: Deck) -> str:
    """Give where the baseline of a deck stands: beside `deck.yml`, or beside a deck of one file."""
    if deck.location.path == DECK_FILE:
        return "content/baseline.yml"
    return str(PurePosixPath(deck.location.path).with_suffix(".baseline.yml"))


def load_baseline(text: str, path: str, findings: Findings) -> Baseline:
    """Give the baseline that a text holds; what cannot be read of it is reported and left out."""
    node, allowed = parse(text, path, findings), {}
    if not isinstance(node, Mapping):
        return Baseline({})
    record = Record(node, findings)
    for rule in _allowing():
        inner = record.record(rule, "{slide-id: 1}")
        for name in inner.node.values if inner else ():
            number = inner.text(name) if inner else ""
            place = inner.key_location(name) if inner else node.location
            if _NUMBER.fullmatch(number):
                allowed[rule, name] = (int(number), place)
            else:
                hint = f"delete the line, and {LOWER}"
                findings.add(WRONG_VALUE, "this is not a number of problems", place, hint, len(name))
    record.finish()
    return Baseline(allowed)


def _allowing() -> tuple[str, ...]:
    """Give the rules that a baseline can let pass: not that nobody knows whether a slide is fine."""
    return tuple(rule.name for rule in RENDERED if rule is not UNMEASURED)


def where(found: Diagnostic, deck: Deck) -> str:
    """Give the slide that a problem is on, by its id, or else the file."""
    path, line = found.location.path, found.location.line
    slides = (each for each in deck.slides if each.location.path == path)
    on = next((each.id for each in slides if each.location.line <= line <= each.last_line), "")
    return on or path


def count(found: Iterable[Diagnostic], deck: Deck) -> Counter[tuple[str, str]]:
    """Give how many problems of each rule are on each slide or page."""
    allowing = _allowing()
    return Counter((each.rule.name, where(each, deck)) for each in found if each.rule.name in allowing)


def beyond(baseline: Baseline, found: Collection[Diagnostic], deck: Deck) -> list[Diagnostic]:
    """Give what the baseline does not let pass, and what it lets pass in vain."""
    counts = count(found, deck)
    most = {key: number for key, (number, _) in baseline.allowed.items()}
    new = [
        each
        for each in found
        if counts[each.rule.name, where(each, deck)] > most.get((each.rule.name, where(each, deck)), 0)
    ]
    for (rule, name), (number, place) in sorted(baseline.allowed.items()):
        if counts[rule, name] < number:
            there = f"{counts[rule, name]} of {number}" if counts[rule, name] else "none"
            message = f"'{name}' has {there} of its problems of '{rule}' now"
            new.append(Diagnostic(STALE_BASELINE, message, place, LOWER, len(name)))
    return sorted(new, key=lambda each: each.sort_key)


def lowered(before: Baseline | None, found: Collection[Diagnostic], deck: Deck) -> dict[tuple[str, str], int]:
    """Give what a baseline is to allow from now on: what there is, but no more than it allowed before."""
    counts = count(found, deck)
    if before is None:
        return dict(counts)
    least = {key: min(number, counts[key]) for key, (number, _) in before.allowed.items()}
    return {key: number for key, number in least.items() if number}


def baseline_text(allowed: dict[tuple[str, str], int]) -> str:
    """Give the text of a baseline: the same for the same one."""
    lines = [HEAD]
    for rule in _allowing():
        names = {name: number for (each, name), number in sorted(allowed.items()) if each == rule}
        if names:
            lines += [f"{rule}:\n", *(f'  "{name}": {number}\n' for name, number in names.items())]
    return "".join(lines) if len(lines) > 1 else f"{HEAD}{{}}\n"


def write_baseline(root: Path, path: str, text: str) -> None:
    """Write a baseline in one step, inside the project.

    Raises:
        OSError: it cannot be written.
    """
    file = root / path
    home = file.parent.resolve()
    if not home.is_relative_to(root.resolve()):
        message = "its folder is a link that leads out of the project"
        raise OSError(message)
    replace_file(home / file.name, text.encode())
