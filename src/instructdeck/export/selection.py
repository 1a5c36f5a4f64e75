"""A part of a deck: what `--section` and `--slides` choose, for every export alike."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from instructdeck.deck.model import Deck

_RANGE = re.compile(r"\s*(?P<first>[0-9]{1,9})?\s*(?P<dash>[-\u2013])?\s*(?P<last>[0-9]{1,9})?\s*", re.ASCII)


class SelectionError(ValueError):
    """What was asked for is not in the deck; `option` says by which option it was."""

    def __init__(self, option: str, message: str) -> None:
        """Take the option and one line on what is wrong with it."""
        super().__init__(message)
        self.option = option


def select(deck: Deck, section: str = "", slides: str = "") -> Deck:
    """Give the deck with only some of its slides shown: those of a section, those with some numbers, or both.

    `slides` are numbers and ranges such as `4-9`, `4-`, `-3` or `1,4-9`. All else stays as it is: numbers, ids, what
    opens a section and what ends it, so that a slide is the same whether others are shown or not.

    Raises:
        SelectionError: there is no such section or slide, or nothing is left.
    """
    numbers = dict.fromkeys(each.number for each in deck.all_slides)
    if section:
        numbers = dict.fromkeys(_of_section(deck, section))
    if slides:
        wanted = set(_numbers(slides, len(deck.all_slides)))
        left = dict.fromkeys(each for each in numbers if each in wanted)
        if numbers and not left:
            first, last = min(numbers), max(numbers)
            there = f"slides {first}-{last}" if first < last else f"slide {first} only"
            raise SelectionError("--slides", f"none of '{slides}' is in section '{section}', which has {there}")
        numbers = left
    return replace(deck, chosen=tuple(numbers)) if section or slides else deck


def as_ranges(numbers: Iterable[int]) -> str:
    """Give numbers as `select` takes them, the same numbers always so: `1,4-9`."""
    groups = groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
    runs = ([number for _, number in group] for _, group in groups)
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _of_section(deck: Deck, name: str) -> Iterator[int]:
    found = next((each for each in deck.sections if each.id == name), None)
    if found is None:
        hint = did_you_mean(name, [each.id for each in deck.sections])
        raise SelectionError("--section", f"there is no section '{name}'{f'; {hint}' if hint else ''}")
    return (each.number for each in found.slides)


def _numbers(text: str, total: int) -> Iterator[int]:
    """Give the numbers that a text names, of slides 1 to `total`."""
    for part in text.split(","):
        found = _RANGE.fullmatch(part)
        if not found or not (found["first"] or found["last"]) or (found["last"] and not found["dash"]):
            message = f"'{part.strip()}' is neither the number of a slide nor a range such as 4-9"
            raise SelectionError("--slides", message)
        first = int(found["first"] or 1)
        last = int(found["last"] or (total if found["dash"] else first))
        for each in (first, last):
            if not 1 <= each <= total:
                there = f"the slides are 1 to {total}" if total else "the deck has no slides"
                raise SelectionError("--slides", f"there is no slide {each}: {there}")
        if first > last:
            raise SelectionError("--slides", f"'{part.strip()}' ends before it begins; write {last}-{first}")
        yield from range(first, last + 1)
