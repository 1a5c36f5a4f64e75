"""The same quantity said in two ways: with its ± here and without it there, or as two numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from instructdeck.deck.rules import CONFLICTING_NUMBER
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from instructdeck.deck.diagnostics import Findings, Location

    from .backing import Had
    from .quantities import Quantity

ALIKE = 0.8
"""Part of the words of two sentences that must be the same for their numbers to be the same quantity's."""
LEAST = 4
"""Words that they must share: of fewer, nobody knows what they speak of."""
MAX_LIKE = 200
"""Numbers with one unit that are compared with each other: more are a table, not a slip."""

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-'\u2019][^\W_]+)*|\d+(?:\.\d+)?[A-Za-z]+")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")
_FUNCTION = re.compile(
    "a|about|an|and|are|as|at|be|been|but|by|can|for|from|had|has|have|if|in|into|is|its?|more|most|much|no|not|of|on|"
    "only|or|our|out|over|so|some|such|than|that|the|their|them|then|there|these|they|this|to|up|was|we|were|when|which|"
    "with"
)
"""Words that only join others."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that a deck states, where, in which words, and what backs it."""

    quantity: Quantity
    location: Location
    length: int
    sentence: str
    had: Had | None
    """None for one that evidence backs in another way: a field of a source, a range, a calculation."""
    row: tuple[str, ...] = ()
    """Of a cell: the names of its row and of its column."""


def report_conflicts(stated: Sequence[Stated], findings: Findings) -> None:
    """Report numbers that state the same quantity differently, each with the place of the other."""
    seen: set[tuple[Location, Location]] = set()
    for first, second, what in (*_tolerances(stated), *_cells(stated), *_sentences(stated)):
        if (first.location, second.location) in seen:
            continue
        seen.add((first.location, second.location))
        here, there = _text(first), f"{second.location.path}:{second.location.line}:{second.location.column}"
        message = f"'{here}' here is '{_text(second)}' at {there}"
        findings.add(CONFLICTING_NUMBER, message, first.location, what, first.length)


def _text(each: Stated) -> str:
    return " ".join(each.quantity.text.split())[:60]


def _tolerances(stated: Sequence[Stated]) -> Iterator[tuple[Stated, Stated, str]]:
    """Give numbers without the ± that the evidence has, and that another place says."""
    whole: dict[object, Stated] = {}
    for each in stated:
        if each.had and each.quantity.tolerance is not None:
            whole.setdefault(_evidence(each.had), each)
    for each in stated:
        exact = each.quantity.tolerance is None and not each.quantity.about
        other = whole.get(_evidence(each.had)) if each.had and exact else None
        if other and each.had and each.had.quantity.tolerance is not None:
            yield each, other, "say it with its ± in both places, or in neither"


def _evidence(had: Had) -> object:
    """Give what is one number in whatever quote it stands."""
    return had.quantity.value, had.quantity.tolerance, had.quantity.unit


def _cells(stated: Sequence[Stated]) -> Iterator[tuple[Stated, Stated, str]]:
    """Give cells of charts and tables with the same names of row and column, and other numbers."""
    first: dict[tuple[str, ...], Stated] = {}
    for each in stated:
        # Two measures may have the same rows and columns; one table has each cell once.
        key = (each.had.quote, *(" ".join(name.split()).casefold() for name in each.row)) if each.had else ()
        if each.row and key and (other := first.setdefault(key, each)) is not each:
            same = other.quantity.unit == each.quantity.unit
            if same and other.quantity.value != each.quantity.value:
                yield each, other, f"both are '{each.row[1]}' of '{each.row[0]}': which is right?"


def _sentences(stated: Sequence[Stated]) -> Iterator[tuple[Stated, Stated, str]]:
    """Give numbers of one unit in sentences that say the same about them."""
    groups: dict[tuple[str, str], list[Stated]] = {}
    for each in stated:
        if each.sentence and not each.row and (each.quantity.unit or each.quantity.noun):
            groups.setdefault((each.quantity.unit, each.quantity.noun), []).append(each)
    for group in groups.values():
        for at, each in enumerate(group[:MAX_LIKE]):
            for other in group[:at]:
                if _differ(each, other) and _same_subject(each.sentence, other.sentence):
                    yield each, other, "the sentences say the same: which number is right?"


def _differ(each: Stated, other: Stated) -> bool:
    """Tell whether two numbers are not the same, not even rounded, and do not stand in one sentence."""
    first, second = each.quantity, other.quantity
    if each.sentence == other.sentence or first.high != second.high or first.direction != second.direction:
        return False
    apart = abs(first.value - second.value)
    exact = max(
        first.quantum if first.about or first.scaled or first.bound.value else type(apart)(0),
        second.quantum if second.about or second.scaled or second.bound.value else type(apart)(0),
    )
    return apart > exact


def _same_subject(first: str, second: str) -> bool:
    mine, theirs = _terms(first), _terms(second)
    shared = mine & theirs
    return len(shared) >= LEAST and len(shared) >= ALIKE * max(len(mine), len(theirs))


@lru_cache(maxsize=2048)
def _terms(sentence: str) -> frozenset[str]:
    """Give what a sentence speaks of: its words, without those that only join others."""
    words = (word.casefold() for word in _WORD.findall(sentence))
    return frozenset(word.rstrip("s") for word in words if not _FUNCTION.fullmatch(word))


def sentence_at(text: str, offset: int) -> str:
    """Give the sentence of a text that a place stands in."""
    start = 0
    for found in _SENTENCE.finditer(text):
        if found.end() > offset:
            return text[start : found.start()]
        start = found.end()
    return text[start:]
