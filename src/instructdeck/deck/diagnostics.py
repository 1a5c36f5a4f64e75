"""One problem with its place: the value every step reports and only `report` shows."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import field
from difflib import get_close_matches
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


DECK_FILE = "content/deck.yml"
"""The file by which a project is known."""
MAX_KNOWN = 1_000
"""Known words that a wrong one is compared with: as many as there are languages. More would take minutes."""
MAX_LENGTH = 100
"""Characters of a wrong word that are compared, for the same reason."""
MAX_LISTED = 20
"""Known words that a hint lists."""
MAX_HINTS = 1_000
"""Wrong words of one file that are compared with known ones: each takes some milliseconds."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file of the project."""

    path: str
    """Relative to the project's root, with forward slashes."""
    line: int = 1
    """1-based."""
    column: int = 1
    """1-based, in characters."""


class Severity(enum.Enum):
    """How much a diagnostic weighs: an error always fails a check, a warning only a strict one."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold, with its text in the manual."""

    name: str
    """Stable, in kebab case; shown in brackets behind the severity."""
    text: str
    """Markdown: what is found, why it matters, how to mend it."""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One broken rule at one place."""

    rule: Rule
    message: str
    """What is wrong, in the author's words."""
    location: Location
    hint: str = ""
    """What to do about it; may be empty."""
    length: int = 1
    """How many characters from the location on are meant."""

    @property
    def sort_key(self) -> tuple[Location, str, str]:
        """Order by place, then by rule and message, so that a report never depends on file order."""
        return (self.location, self.rule.name, self.message)


@dataclass(slots=True)
class Findings:
    """The diagnostics gathered so far; every step appends to the one list of its run."""

    items: list[Diagnostic] = field(default_factory=list)
    hints: Counter[str] = field(default_factory=Counter)
    """How many wrong words of each file have been compared with the known ones."""

    def add(self, rule: Rule, message: str, location: Location, hint: str = "", length: int = 1) -> None:
        """Append one diagnostic."""
        self.items.append(Diagnostic(rule, utf8(message), location, utf8(hint), max(1, length)))

    def did_you_mean(self, word: str, known: Collection[str], path: str) -> str:
        """Give a hint as `did_you_mean` does; nothing when a file has had many."""
        return did_you_mean(word, known) if self._may_compare(path) else ""

    def nearest(self, word: str, known: Collection[str], path: str) -> str:
        """Give the known word nearest to a wrong one, as `nearest` does; nothing when a file has had many."""
        return nearest(word, known) if self._may_compare(path) else ""

    def _may_compare(self, path: str) -> bool:
        self.hints[path] += 1
        return self.hints[path] <= MAX_HINTS

    def __iter__(self) -> Iterator[Diagnostic]:
        """Give the diagnostics sorted by place, each once."""
        return iter(sorted(set(self.items), key=lambda item: item.sort_key))


def utf8(text: str) -> str:
    """Give a text that can be written: the name of a file may hold bytes that are no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def counted(count: int, noun: str) -> str:
    """Give a number of things in words, such as `1 slide` or `1,200 slides`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def keys_at(path: str, file: str) -> str:
    """Give where a deck has the keys of `file`, in words: a deck of one file has them all in its front matter."""
    return file if path.startswith("content/") else "the front matter"


def nearest(word: str, known: Iterable[str]) -> str:
    """Give the known word nearest to `word`; empty when none is near."""
    words = {each.lower(): each for each in sorted(known)}
    near = get_close_matches(word.lower()[:MAX_LENGTH], words, n=1, cutoff=0.6) if len(words) <= MAX_KNOWN else []
    return words[near[0]] if near else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give a hint that names the known word nearest to `word`, or lists the known words when none is near."""
    words = sorted(known)
    if near := nearest(word, words):
        return f"did you mean '{near}'?"
    more = ", …" if len(words) > MAX_LISTED else ""
    return f"known: {', '.join(words[:MAX_LISTED])}{more}" if words else ""
