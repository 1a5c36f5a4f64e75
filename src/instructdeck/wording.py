"""Whether words stand in a text, and what of its layout was undone to find them.

Letters and digits are searched for alone, regardless of all between them; then what stands between them is compared,
gap by gap. So each difference is named where it is, and no step can pass over a changed word, number, sign or negation:
the letters are the same, and a gap may differ only in ways that layout explains.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from .paper import HYPHEN, clean
from .quotation import Rung

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RUNGS = tuple(Rung)
"""From nothing undone to most."""
MAX_PLACES = 400
"""Places of one text that are compared: the letters of a short quote may stand anywhere."""

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_NO_LETTER = re.compile(r"[\W_]+")
_SAME = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´", "'"),  # noqa: RUF001
    **dict.fromkeys("‐‑‒–−⁃", "-"),  # noqa: RUF001
    **dict.fromkeys("―", "—"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "…": "...",
}
_TYPOGRAPHY = str.maketrans(_SAME)
_HYPHENS = frozenset("-‐‑\u00ad" + HYPHEN)  # noqa: RUF001
_BREAK = re.compile(rf"[-‐\u00ad]\s*\n\s*|{HYPHEN}\s*|\u00ad")  # noqa: RUF001
"""A hyphen at the end of a line."""
_LONG_DASH = re.compile(r"-{2,3}|(?<=\s)-(?=\s)|\s*—\s*")
_SPACE = re.compile(r"\s+")
_NEGATION_BEFORE = re.compile(r"(?i)(?:\b(?:not|no|never|cannot|without|neither|nor|non|hardly|barely|less)|n't)\s+$")
_NEGATION_AFTER = re.compile(r"(?i)\s+(?:not|never|no)\b|n['\u2019]t\b")
_SIGN_BEFORE = re.compile(r"[-−±+<>≤≥≈~$€£#]\s?$|\d[.,]$")  # noqa: RUF001
_JOINED_BEFORE = re.compile(rf"[^\W_][-‐‑–'’{HYPHEN}\u00ad]\n?$|_$")  # noqa: RUF001
_JOINED_AFTER = re.compile(rf"[-‐‑–'’{HYPHEN}\u00ad]\n?[^\W_]|_")  # noqa: RUF001
_UNIT_AFTER = re.compile(
    r"\s?(?:[%‰°±×]|percent\b|per cent\b|million\b|billion\b|thousand\b|hundred\b|[kKMB]\b)|[.,]\d|[-–]\d"  # noqa: RUF001
)
_CONTEXT = 40
"""Characters before and behind a place that its edges are judged by."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in a reading: offsets in its text, and what was undone to find them."""

    start: int
    end: int
    rung: Rung


def _folded(text: str) -> str:
    """Give the letters and digits of a text alone, small."""
    return _NO_LETTER.sub("", text.translate(_LIGATURES).lower().replace("ς", "σ"))  # noqa: RUF001


@cache
def _letters_of(char: str) -> str:
    return _folded(char)


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
    def _starts(self) -> list[int]:
        """Where each page begins in `text`."""
        starts = [0]
        for page in self.pages:
            starts.append(starts[-1] + len(page) + 1)
        return starts

    @cached_property
    def _letters(self) -> tuple[str, ...]:
        return tuple(map(_folded, self.pages))

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
    def _maps(self) -> dict[int, list[int]]:
        return {}

    def page_at(self, offset: int) -> int:
        """Give the page (0-based) on which a character of `text` stands."""
        return min(bisect_right(self._starts, offset), len(self.pages)) - 1

    def _offset(self, letter: int) -> int:
        """Give where in `text` a letter of all letters stands."""
        page = bisect_right(self._letter_starts, letter) - 1
        if page not in self._maps:
            # Only pages on which something was found are mapped: few of many.
            self._maps[page] = [at for at, char in enumerate(self.pages[page]) for _ in _letters_of(char)]
        return self._starts[page] + self._maps[page][letter - self._letter_starts[page]]

    def find(self, words: str) -> Iterator[Place]:
        """Give every place where words stand, in the order of the text."""
        quote = clean(words).strip()
        letters = _folded(quote)
        at = self._all_letters.find(letters) if letters else -1
        for _ in range(MAX_PLACES):
            if at < 0:
                return
            start, end = self._offset(at), self._offset(at + len(letters) - 1) + 1
            if rung := self._rung(quote, start, end):
                yield Place(start, end, max(rung, self.floor, key=RUNGS.index))
            at = self._all_letters.find(letters, at + 1)

    def _rung(self, quote: str, start: int, end: int) -> Rung | None:
        """Give what was undone for a quote to be what stands from `start` to `end`; None where it is not."""
        said, printed = _taken_apart(quote), _taken_apart(self.text[start:end])
        if len(said.letters) != len(printed.letters):
            return None  # the place begins or ends within a ligature
        before, after = self.text[max(0, start - _CONTEXT) : start], self.text[end : end + _CONTEXT]
        ends = (
            _edge(said.gaps[0], before, said.letters[0], behind=False),
            _edge(said.tail, after, said.letters[-1], behind=True),
        )
        if None in ends:
            return None
        rungs = [*(each for each in ends if each), Rung.EXACT]
        for at in range(1, len(said.gaps)):
            if said.gaps[at] != printed.gaps[at]:
                sides = said.letters[at - 1], said.letters[at]
                rung = _gap(said.gaps[at], printed.gaps[at], sides)
                if rung is None:
                    return None
                rungs.append(rung)
        if said.letters != printed.letters:
            rung = _case(said, printed)
            if rung is None:
                return None
            rungs.append(rung)
        return max(rungs, key=RUNGS.index)


@dataclass(frozen=True, slots=True)
class _Apart:
    """A text as letters and what stands before each."""

    letters: tuple[str, ...]
    """As written; of a ligature, its first place holds the sign and the others nothing."""
    gaps: tuple[str, ...]
    tail: str

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
    start = 0
    for at, char in enumerate(text):
        if folded := _letters_of(char):
            gaps += [text[start:at], *[""] * (len(folded) - 1)]
            letters += [char, *[""] * (len(folded) - 1)]
            start = at + 1
    return _Apart(tuple(letters), tuple(gaps), text[start:])


def _typographic(gap: str) -> str:
    plain = gap.translate(_TYPOGRAPHY).replace("''", '"').replace(". . .", "...")
    return _LONG_DASH.sub("—", _SPACE.sub(" ", plain))


def _gap(said: str, printed: str, sides: tuple[str, str]) -> Rung | None:
    """Give what makes one gap the other; None where it is more than layout."""
    digits = sides[0].isdigit() and sides[1].isdigit()
    if _SPACE.sub(" ", said) == _SPACE.sub(" ", printed):
        return Rung.WHITE_SPACE
    if _broken(said, printed, sides):
        return Rung.TYPOGRAPHY
    left, right = _typographic(said), _typographic(printed)
    if left == right:
        return Rung.TYPOGRAPHY
    bare = left.replace(" ", "")
    if bare and bare == right.replace(" ", "") and not digits:
        return Rung.TYPOGRAPHY if bare != _SPACE.sub("", said) or bare != _SPACE.sub("", printed) else Rung.WHITE_SPACE
    return None


def _broken(said: str, printed: str, sides: tuple[str, str]) -> bool:
    """Tell whether the source breaks a word here between two lines."""
    if not _BREAK.fullmatch(printed):
        return False
    if said == "":
        # Between digits, or a name and its number, the hyphen is part of what it says.
        return sides[0].isalpha() and sides[1].isalpha()
    return len(said) == 1 and (said in _HYPHENS or said == "–")  # noqa: RUF001


def _edge(gap: str, context: str, letter: str, *, behind: bool) -> Rung | None:
    """Give what was undone at an end of a quote; None where it cuts a word, a number or a negation.

    `gap` is what the quote has there, `context` what the source has.
    """
    plain = _typographic(context)
    mine = _typographic(gap).strip()
    plain = plain.lstrip() if behind and mine else plain if behind or not mine else plain.rstrip()
    fits = plain.startswith(mine) if behind else plain.endswith(mine)
    if not fits:
        return None
    rest = plain[len(mine) :] if behind else plain[: len(plain) - len(mine)]
    rest = rest if mine else context
    if _cuts(rest, letter, behind=behind, bare=not mine):
        return None
    verbatim = context.startswith(gap.rstrip()) if behind else context.endswith(gap.lstrip())
    return Rung.EXACT if verbatim else Rung.TYPOGRAPHY


def _cuts(rest: str, letter: str, *, behind: bool, bare: bool) -> bool:
    """Tell whether what stands next to a quote belongs to its last word or turns its meaning around."""
    if (_NEGATION_AFTER.match(rest) if behind else _NEGATION_BEFORE.search(rest)) is not None:
        return True
    if not bare:
        return False
    if behind:
        joined = rest[:1].isalnum() or _JOINED_AFTER.match(rest)
        return bool(joined or (letter.isdigit() and _UNIT_AFTER.match(rest)))
    joined = rest[-1:].isalnum() or _JOINED_BEFORE.search(rest)
    return bool(joined or (letter.isdigit() and _SIGN_BEFORE.search(rest)))


def _case(said: _Apart, printed: _Apart) -> Rung | None:
    """Give the rung for letters that differ: as ligatures, or in case where no name or acronym changes."""
    rung = Rung.TYPOGRAPHY
    # A heading in capitals has lost its case, and any will do.
    heading = "".join(printed.letters).isupper() and sum(map(bool, printed.gaps)) > 1
    for at, (mine, theirs) in enumerate(zip(said.letters, printed.letters, strict=True)):
        if mine == theirs or _letters_of(mine or "") != _letters_of(theirs or ""):
            continue  # the same, or a ligature on one side
        if not heading and not _may_change_case(said, printed, at):
            return None
        rung = Rung.CASE
    return rung


def _may_change_case(said: _Apart, printed: _Apart, at: int) -> bool:
    """Tell whether a letter is the first of a word without another capital: `The` and `the`, not `US` and `us`."""
    if at and not said.gaps[at]:
        return False
    words = said.word(at), printed.word(at)
    return all(word[1:].islower() or word in ("a", "A") for word in words)


def pieces(words: str, marks: re.Pattern[str]) -> Sequence[str]:
    """Give the parts of an elided quote between its brackets."""
    # In `[T]he` the bracket holds a letter of the word itself.
    whole = re.sub(r"\[(\w)\](?=\w)", r"\1", words)
    return [part for each in marks.split(whole) if (part := each.strip())]
