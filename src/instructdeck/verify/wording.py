"""Whether words stand in a text, and what of its layout was undone to find them.

Letters and digits are searched for alone, regardless of all between them; then what stands between them is compared,
gap by gap. So each difference is named where it is, and no step can pass over a changed word, number, sign or negation:
the letters are the same, and a gap may differ only in ways that layout explains.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from instructdeck.deck.quotation import Rung
from instructdeck.values import dataclass

from .edges import CONTEXT, closes, negated, opens
from .typography import BREAK, HYPHENS, folded, letters_of, plain, spaced, spelled, typed, unspaced

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNGS = tuple(Rung)
"""From nothing undone to most."""
MAX_TRIES = 50_000
"""Places of one text that are looked at: the letters of a short quote may stand anywhere."""
MAX_COMPARED = 1_000_000
"""Letters of them that are compared one by one, which takes about a second."""

_LINE_END = re.compile(r"(?<=[-‐‑–—/])\s*\n\s*")
"""The end of a line behind a dash or a stroke, which is no blank."""
_KEPT = re.compile(r"[.,:/^-]")
"""Signs between two digits whose blanks matter: `1, 5` is not `1,5`."""
_HEADING = 6
"""Letters of the longest word of a heading in capitals, at least: acronyms are shorter."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in a reading: offsets in its text, and what was undone to find them."""

    start: int
    end: int
    rung: Rung
    cut: bool = False
    """Whether words stand there that end within a word or a number, or leave a *not* outside."""


@dataclass(frozen=True)
class Reading:
    """One way to read a paper: the text of its pages, each behind the other."""

    pages: tuple[str, ...]
    floor: Rung = Rung.EXACT
    """What was undone before: no place is found on a lower rung."""

    @cached_property
    def text(self) -> str:
        """All pages, a line end between them."""
        return "\n".join(self.pages)

    @cached_property
    def _small(self) -> str:
        return self.text.lower()

    @cached_property
    def _starts(self) -> list[int]:
        """Where each page begins in `text`."""
        starts = [0]
        for page in self.pages:
            starts.append(starts[-1] + len(page) + 1)
        return starts

    @cached_property
    def _letters(self) -> tuple[str, ...]:
        return tuple(map(folded, self.pages))

    @cached_property
    def _all_letters(self) -> str:
        return "".join(self._letters)

    @cached_property
    def _letter_starts(self) -> list[int]:
        starts = [0]
        for letters in self._letters:
            starts.append(starts[-1] + len(letters))
        return starts

    @cached_property
    def _maps(self) -> dict[int, array[int]]:
        return {}

    def page_at(self, offset: int) -> int:
        """Give the page (0-based) on which a character of `text` stands."""
        return min(bisect_right(self._starts, offset), len(self.pages)) - 1

    def _offset(self, letter: int) -> int:
        """Give where in `text` a letter of all letters stands."""
        page = bisect_right(self._letter_starts, letter) - 1
        if page not in self._maps:
            # Only pages on which something was found are mapped: few of many.
            places = (at for at, char in enumerate(self.pages[page]) for _ in letters_of(char))
            self._maps[page] = array("L", places)
        return self._starts[page] + self._maps[page][letter - self._letter_starts[page]]

    def find(self, words: str) -> Iterator[Place]:
        """Give every place where words stand, in the order of the text."""
        return (place for place in self.places(words) if not place.cut)

    def places(self, words: str) -> Iterator[Place]:
        """Give every place where words stand, and those where they are cut off."""
        said = _taken_apart(typed(words).strip())
        letters = folded("".join(said.letters))
        left = MAX_COMPARED
        at = self._all_letters.find(letters) if letters else -1
        for _ in range(MAX_TRIES):
            if at < 0 or left < 0:
                return
            start, end = self._offset(at), self._offset(at + len(letters) - 1) + 1
            left -= len(letters) // 20
            if not self._within_word(start):
                left -= len(letters) + 2 * CONTEXT
                if place := self._place(said, start, end):
                    yield place
            at = self._all_letters.find(letters, at + 1)

    def is_negated(self, place: Place) -> bool:
        """Tell whether a *not* stands right before or behind a place."""
        return negated(
            self.text[max(0, place.start - CONTEXT) : place.start], self.text[place.end : place.end + CONTEXT]
        )

    def _within_word(self, start: int) -> bool:
        """Tell at once that a place begins within a word: most places of a short one do."""
        sides = self.text[max(0, start - 1) : start + 1]
        return len(sides) > 1 and sides.isascii() and sides.isalnum()

    def _place(self, said: _Apart, start: int, end: int) -> Place | None:
        """Give the place of a quote, if it is what stands from `start` to `end`."""
        printed = _taken_apart(self.text[start:end])
        if len(said.letters) != len(printed.letters):
            return None  # it begins or ends within a ligature
        inner = self._undone(said, printed)
        if inner is None:
            return None
        before, after = self.text[max(0, start - CONTEXT) : start], self.text[end : end + CONTEXT]
        first = opens(said.gaps[0], before, said.letters[0], self.text[start : start + 5])
        last = closes(said.tail, after, said.letters[-1])
        rungs = [each for each in (first, last, inner, self.floor) if each]
        return Place(start, end, max(rungs, key=RUNGS.index), first is None or last is None)

    def _undone(self, said: _Apart, printed: _Apart) -> Rung | None:
        """Give what was undone between the first and the last letter; None where that is more than layout."""
        rungs = [_spelling(said, printed)]
        for at in range(1, len(said.gaps)):
            if rungs[-1] is None:
                return None
            if said.gaps[at] != printed.gaps[at]:
                rungs.append(self._gap(said, printed, at))
        return None if None in rungs else max((each for each in rungs if each), key=RUNGS.index)

    def _gap(self, said: _Apart, printed: _Apart, at: int) -> Rung | None:
        """Give what makes what stands before a letter in one text what stands there in the other."""
        mine, theirs = said.gaps[at], printed.gaps[at]
        sides = said.letters[at - 1], said.letters[at]
        if BREAK.fullmatch(theirs):
            if mine == "":
                joins = _may_join(sides) and not self._has_hyphen(said.word(at), printed, at)
                return Rung.TYPOGRAPHY if joins else None
            if mine in HYPHENS or mine == "–":
                return Rung.TYPOGRAPHY
        return _gap(mine, theirs, sides)

    def _has_hyphen(self, word: str, printed: _Apart, at: int) -> bool:
        """Tell whether a word that a line breaks is written with a hyphen elsewhere, and never without."""
        parts = printed.word(at - 1), printed.word(at)
        return "-".join(parts).lower() in self._small and word.lower() not in self._small


@dataclass(frozen=True, slots=True)
class _Apart:
    """A text as letters and what stands before each."""

    letters: tuple[str, ...]
    """As written, of a ligature each by itself."""
    gaps: tuple[str, ...]
    tail: str
    signs: str
    """The letters and ligatures as written."""

    def word(self, at: int) -> str:
        """Give the word that a letter stands in."""
        start = at
        while start and not self.gaps[start]:
            start -= 1
        end = at + 1
        while end < len(self.letters) and not self.gaps[end]:
            end += 1
        return "".join(self.letters[start:end])


def _taken_apart(text: str) -> _Apart:
    letters: list[str] = []
    gaps: list[str] = []
    signs: list[str] = []
    start = 0
    for at, char in enumerate(text):
        if letters_of(char):
            signs.append(char)
            each = spelled(char)
            gaps += [text[start:at], *[""] * (len(each) - 1)]
            letters += each
            start = at + 1
    return _Apart(tuple(letters), tuple(gaps), text[start:], "".join(signs))


def _gap(said: str, printed: str, sides: tuple[str, str]) -> Rung | None:
    """Give what makes one gap the other; None where it is more than layout."""
    if spaced(said) == spaced(printed):
        return Rung.WHITE_SPACE
    mine, theirs = plain(said), (plain(printed), plain(_LINE_END.sub("", printed)))
    if mine in theirs:
        return Rung.TYPOGRAPHY
    # Quotation marks within quotation marks are the single ones; between two letters that is an apostrophe.
    if len(mine) > 1 and mine.replace('"', "'") == theirs[0].replace('"', "'"):
        return Rung.TYPOGRAPHY
    bare = mine.replace(" ", "")
    digits = sides[0].isdigit() and sides[1].isdigit()
    if not bare or bare != theirs[0].replace(" ", "") or "-" in bare or (digits and _KEPT.search(bare)):
        return None
    return Rung.WHITE_SPACE if unspaced(said) == unspaced(printed) else Rung.TYPOGRAPHY


def _may_join(sides: tuple[str, str]) -> bool:
    """Tell whether a hyphen at the end of a line may be one that stands there only: not in `GPT-3` and `US-led`."""
    return all(side.isalpha() and not side.isupper() for side in sides)


def _spelling(said: _Apart, printed: _Apart) -> Rung | None:
    """Give the rung for letters that differ: by ligatures, or in case where no name, acronym or unit changes."""
    if said.letters == printed.letters:
        return Rung.EXACT if said.signs == printed.signs else Rung.TYPOGRAPHY
    if _is_heading(printed):
        return Rung.CASE
    # A quote may begin with a capital of its own, or without the one that began a sentence.
    words = said.word(0), printed.word(0)
    first = all(word[1:].islower() or word in ("a", "A") for word in words)
    return Rung.CASE if first and said.letters[1:] == printed.letters[1:] else None


def _is_heading(printed: _Apart) -> bool:
    """Tell whether words are a heading in capitals, which lost its case."""
    starts = [at for at, gap in enumerate(printed.gaps) if gap or not at]
    words = [printed.word(at) for at in starts]
    return "".join(words).isupper() and len(words) > 1 and max(map(len, words)) >= _HEADING
