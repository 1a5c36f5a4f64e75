"""The passage of a source nearest to words that do not stand in it, and how they differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from .paper import HYPHEN

if TYPE_CHECKING:
    from .wording import Reading

MAX_WORDS = 400
"""Words of a quote that are compared: a page."""
ALIKE = 75
"""Percent from which a passage is what the quote rewords."""
AROUND = 4
"""Words shown before and behind a passage whose ends are what is wrong."""
NEAR = 50
"""Percent below which no passage is worth showing."""
_BREAK = re.compile(rf"[{HYPHEN}\u00ad]\s*")


@dataclass(frozen=True, slots=True)
class Change:
    """Words of a quote, and those that its source has in their place."""

    said: str
    """Empty where the quote leaves words out."""
    printed: str
    """Empty where the quote adds words."""
    at: int
    """Which word of the quote (0-based) the change begins at."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a source that are much like a quote."""

    page: int
    """0-based, in the reading."""
    likeness: float
    """Percent, by the letters that would have to be changed."""
    text: str
    """With `*` around what differs."""
    around: str
    """With the words before and behind it."""
    changes: tuple[Change, ...]

    @property
    def alike(self) -> bool:
        """Whether the quote says the same in other words, as far as letters can tell."""
        return self.likeness >= ALIKE


def nearest_passage(words: str, reading: Reading) -> Passage | None:
    """Give the passage of a reading nearest to words; None where nothing is near.

    Likeness is the normalized indel distance of the best part of the text, as rapidfuzz's `partial_ratio` has it.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415  only for quotes that are not found

    said = words.split()[:MAX_WORDS]
    quote = " ".join(said).casefold()
    text = reading.text.casefold() if len(reading.text.casefold()) == len(reading.text) else reading.text
    found = fuzz.partial_ratio_alignment(quote, text.replace("\n", " "), score_cutoff=NEAR)
    if found is None:
        return None
    start, end = _whole_words(reading.text, found.dest_start, found.dest_end)
    printed = _BREAK.sub("", reading.text[start:end]).split()
    marked, changes = _compared(said, printed)
    before, after = (
        reading.text[max(0, start - AROUND * 40) : start].split()[-AROUND:],
        reading.text[end : end + AROUND * 40].split()[:AROUND],
    )
    around = " ".join(["…", *before, *printed, *after, "…"])
    return Passage(reading.page_at(start), found.score, marked, around, changes)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _compared(said: list[str], printed: list[str]) -> tuple[str, tuple[Change, ...]]:
    """Give the printed words with a mark around each that differs, and the changes."""
    matcher = SequenceMatcher(None, [word.casefold() for word in said], [word.casefold() for word in printed], False)  # noqa: FBT003
    codes = matcher.get_opcodes()
    # What the source has before the first and behind the last word in common is not the quote's business.
    if codes and codes[0][0] == "insert":
        codes = codes[1:]
    if codes and codes[-1][0] == "insert":
        codes = codes[:-1]
    marked, changes = [], []
    for tag, said_from, said_to, from_, to in codes:
        theirs = " ".join(printed[from_:to])
        marked.append(theirs if tag == "equal" else f"*{theirs}*" if theirs else "*…*")
        if tag != "equal":
            changes.append(Change(" ".join(said[said_from:said_to]), theirs, said_from))
    return " ".join(marked), tuple(changes)


def joined(words: str, reading: Reading, least: int = 3) -> tuple[str, str] | None:
    """Give the two passages that words are joined from without a mark; None where they are not.

    Each has at least `least` words.
    """
    said = words.split()
    low, high = least, len(said) - least
    if high < low or not _stands(said[:low], reading):
        return None
    while low < high:
        middle = (low + high + 1) // 2
        if _stands(said[:middle], reading):
            low = middle
        else:
            high = middle - 1
    first, second = said[:low], said[low:]
    return (" ".join(first), " ".join(second)) if _stands(second, reading) else None


def _stands(words: list[str], reading: Reading) -> bool:
    return next(reading.find(" ".join(words).strip(",;:")), None) is not None
