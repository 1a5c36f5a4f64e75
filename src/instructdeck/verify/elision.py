"""Where the parts of a quote stand that leaves words out: one behind the other, and none turned around."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from instructdeck.deck.quotation import unbracketed
from instructdeck.values import dataclass

from .edges import turns
from .wording import RUNGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from instructdeck.deck.quotation import Rung

    from .edition import Edition
    from .wording import Place, Reading

SHORT = 3
"""Words below which a part must stand near its neighbor: `did [...] not` could stand anywhere."""
NEAR = 150
"""Characters that are near."""
PIECES = 2
"""Parts of a quote, one of which may be short."""
_SENTENCE = re.compile(r"[.!?][\"')\]\u201d\u2019]*\s+[^\W\d_a-z]")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a quote was found: its first and last page (0-based), and what was undone."""

    first: int
    last: int
    rung: Rung


def pieces(words: str, marks: re.Pattern[str]) -> Sequence[str]:
    """Give the parts of an elided quote between its brackets."""
    parts = (part.strip() for part in marks.split(unbracketed(words)))
    # The point behind a mark at the end is the quoter's.
    return [part for part in parts if part.strip(".,;:!?'\"\u201c\u201d\u2018\u2019")]


def spots(parts: Sequence[str], edition: Edition, reading: Reading) -> Iterator[Spot]:
    """Give where the parts of a quote stand one behind the other, each on the page of the one before or the next.

    Between two of them neither stands again beside a *not*: else the words nearest to each other are those that the
    quote leaves it out of, and the ones that were found say something else.
    """
    if not parts or is_pieced(parts):
        return
    places = [edition.places(part, reading) for part in parts]
    denied = [[each.end for each in edition.denied(part, reading)] for part in parts] if len(parts) > 1 else []
    chains = [(each, each, each.rung) for each in places[0]]
    for at in range(1, len(parts)):
        ends = {last: (first, rung) for first, last, rung in chains}
        short = any(_is_short(part) for part in parts[at - 1 : at + 1])
        nots = sorted((*denied[at - 1], *denied[at]))
        chains = [
            (ends[before][0], place, max(ends[before][1], place.rung, key=RUNGS.index))
            for place in places[at]
            if (before := _before(place, list(ends), reading, short=short))
            and bisect_right(nots, before.end) == bisect_right(nots, place.end)
        ]
    for first, last, rung in chains:
        yield Spot(reading.page_at(first.start), reading.page_at(last.end - 1), rung)


def _before(place: Place, ends: Sequence[Place], reading: Reading, *, short: bool) -> Place | None:
    """Give the nearest place that the part of an elided quote before this one may have."""
    at = bisect_right(ends, place.start, key=lambda each: each.end)
    if not at:
        return None
    before = ends[at - 1]
    left_out = reading.text[before.end : place.start]
    near = reading.page_at(place.start) <= reading.page_at(before.end - 1) + 1
    # A part of one or two words could stand anywhere: it belongs to a neighbor in the same sentence.
    within = not short or (len(left_out) <= NEAR and not _SENTENCE.search(left_out))
    return before if near and within and not turns(left_out) else None


def turned(parts: Sequence[str], part: str, reading: Reading) -> bool:
    """Tell whether a *not* stands between a part of an elided quote and the one before it."""
    at = parts.index(part)
    if not at:
        return False
    ends = [each.end for each in reading.places(parts[at - 1])]
    starts = [each.start for each in reading.places(part)]
    left_out = (reading.text[end:start] for end in ends for start in starts if 0 <= start - end <= NEAR)
    return any(map(turns, left_out))


def _is_short(part: str) -> bool:
    return len(part.split()) < SHORT


def is_pieced(parts: Sequence[str]) -> bool:
    """Tell whether parts of one or two words stand next to each other, or are as many as the longer ones."""
    short = [_is_short(part) for part in parts]
    return any(a and b for a, b in pairwise(short)) or (len(parts) > PIECES and sum(short) * 2 >= len(parts))
