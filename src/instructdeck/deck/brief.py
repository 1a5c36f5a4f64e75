"""The brief against the deck: which slide answers which suggested title."""

from __future__ import annotations

import enum
from bisect import bisect_left
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .diagnostics import Location
    from .model import Section, Slide

LIKENESS = 0.5
"""From which share of equal characters on one title counts as a new wording of another."""
MAX_COMPARISONS = 1_000
"""Comparing each title with each slide takes quadratic time; a brief that needs more is none for this section."""
MAX_LENGTH = 200
"""Characters of a title that are compared, for the same reason."""


class State(enum.Enum):
    """What became of a suggested slide."""

    KEPT = "kept"
    RENAMED = "renamed"
    MOVED = "moved"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Answer:
    """A suggested title and the slide that answers it."""

    title: str
    location: Location
    """Of the suggested title."""
    state: State
    slide: Slide | None
    """None when it is missing."""


def answers(section: Section) -> tuple[Answer, ...]:
    """Give what became of each slide that a section's brief suggests, in the brief's order."""
    titles = [title for title, _ in section.brief.slides]
    same = _same(titles, section.slides)
    renamed = _renamed(titles, section.slides, same)
    found = same | renamed
    in_order = _longest_increasing([found[index] for index in sorted(found)])
    answered = []
    for index, (title, location) in enumerate(section.brief.slides):
        at = found.get(index)
        slide = None if at is None else section.slides[at]
        answered.append(Answer(title, location, _state(at, index in renamed, at in in_order), slide))
    return tuple(answered)


def _state(at: int | None, renamed: bool, in_order: bool) -> State:  # noqa: FBT001  three facts, named by the caller
    if at is None:
        return State.MISSING
    if renamed:
        return State.RENAMED
    return State.KEPT if in_order else State.MOVED


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()


def _start(title: str) -> str:
    return _plain(title)[:MAX_LENGTH]


def _same(titles: Sequence[str], slides: Sequence[Slide]) -> dict[int, int]:
    """Give the slide's index for each title that is a slide's own."""
    places: dict[str, list[int]] = {}
    for index, slide in enumerate(slides):
        places.setdefault(_plain(slide.title_text), []).append(index)
    found = {}
    for index, title in enumerate(titles):
        if left := places.get(_plain(title)):
            found[index] = left.pop(0)
    return found


def _renamed(titles: Sequence[str], slides: Sequence[Slide], same: dict[int, int]) -> dict[int, int]:
    """Give the likest of the slides that are left for each title that is left."""
    taken = set(same.values())
    open_titles = [index for index in range(len(titles)) if index not in same]
    open_slides = [index for index in range(len(slides)) if index not in taken]
    if len(open_titles) * len(open_slides) > MAX_COMPARISONS:
        return {}
    found: dict[int, int] = {}
    matcher = SequenceMatcher(autojunk=False)
    for index in open_titles:
        matcher.set_seq2(_start(titles[index]))
        likeness = {}
        for at in open_slides:
            matcher.set_seq1(_start(slides[at].title_text))
            likeness[at] = matcher.ratio() if matcher.real_quick_ratio() >= LIKENESS else 0.0
        best = max(likeness, key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] >= LIKENESS:
            found[index] = best
            open_slides.remove(best)
    return found


def _longest_increasing(numbers: Sequence[int]) -> frozenset[int]:
    """Give the numbers of a longest increasing subsequence: those that stay while the others move."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    stay = set()
    last = tails[-1] if tails else None
    while last is not None:
        stay.add(last)
        last = before[last]
    return frozenset(stay)
