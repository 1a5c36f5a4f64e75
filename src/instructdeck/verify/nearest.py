"""The passage of a source nearest to words that do not stand in it, and how they differ."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from math import log
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

from .paper import HYPHEN
from .typography import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .wording import Reading

MAX_WORDS = 400
"""Words of a quote that are compared: a page."""
MAX_COMPARED = 200_000_000
"""Letters of a quote times those of a text that are compared: 0.05 seconds as a rule, and 5 at worst."""
LEAST = 60
"""Letters of a quote that must be compared to say anything."""
ALIKE = 75
"""Percent from which a passage is what the quote rewords."""
AROUND = 4
"""Words shown before and behind a passage whose ends are what is wrong."""
NEAR = 50
"""Percent below which no passage is worth showing."""
ROOM = 1.3
"""How much longer than a quote the passage may be that it is a summary of."""
_TERM = re.compile(r"[^\W_]+(?:[.,-][^\W_]+)*")
_SENTENCE = re.compile(r"[.!?](?=\s)\s+")
SENTENCE = 120
"""Characters by which a passage may grow at either end to hold whole sentences."""
_SIGNS = ",.;:"
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
    """As printed, on one line."""
    marked: str
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

    most = MAX_COMPARED // max(1, len(reading.text))
    said = words[: most if most >= LEAST else None].split()[:MAX_WORDS]
    quote = " ".join(said).casefold()
    text = reading.text.casefold() if len(reading.text.casefold()) == len(reading.text) else reading.text
    spaced = text.replace("\n", " ")
    found = fuzz.partial_ratio_alignment(quote, spaced, score_cutoff=NEAR) if most >= LEAST else None
    score = found.score if found else 0.0
    if found and score >= ALIKE:
        span = found.dest_start, found.dest_end
    elif near := _same_topic(quote, text):
        span = near
    else:
        return None
    start, end = _whole_words(reading.text, *span)
    if score < ALIKE:
        start, end = _whole_sentences(reading.text, start, end)
    printed = _BREAK.sub("", reading.text[start:end]).split()
    marked, changes = _compared(said, printed)
    before, after = (
        reading.text[max(0, start - AROUND * 40) : start].split()[-AROUND:],
        reading.text[end : end + AROUND * 40].split()[:AROUND],
    )
    around = " ".join(["…", *before, *printed, *after, "…"])
    return Passage(reading.page_at(start), score, " ".join(printed), marked, around, changes)


def _same_topic(quote: str, text: str) -> tuple[int, int] | None:
    """Give where a text speaks of what a quote speaks of: a span not much longer, with most of its rare words.

    Words weigh as much as their inverse document frequency, the usual measure of search.
    """
    wanted = set(_TERM.findall(quote))
    places = [found for found in _TERM.finditer(text) if found[0] in wanted]
    rarity = {word: log(len(text) / count) for word, count in Counter(found[0] for found in places).items()}
    best, span, first = 0.0, (0, 0), 0
    inside: Counter[str] = Counter()
    weight = 0.0
    for last, found in enumerate(places):
        inside[found[0]] += 1
        weight += rarity[found[0]] if inside[found[0]] == 1 else 0.0
        while found.end() - places[first].start() > len(quote) * ROOM:
            word = places[first][0]
            inside[word] -= 1
            weight -= 0.0 if inside[word] else rarity[word]
            first += 1
        if weight > best and last > first:
            best, span = weight, (places[first].start(), found.end())
    return span if best else None


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _whole_sentences(text: str, start: int, end: int) -> tuple[int, int]:
    """Give a span from the beginning of a sentence to the end of one, where these are near."""
    before, after = text[max(0, start - SENTENCE) : start], text[end : end + SENTENCE]
    begins = [found.end() for found in _SENTENCE.finditer(before)]
    ends = _SENTENCE.search(after)
    return start - (len(before) - begins[-1] if begins else 0), end + (ends.start() + 1 if ends else 0)


def _compared(said: list[str], printed: list[str]) -> tuple[str, tuple[Change, ...]]:
    """Give the printed words with a mark around each that differs, and the changes."""
    # A sign behind the last word belongs to what the source says next.
    if said and printed and plain(said[-1]).casefold() == plain(printed[-1]).casefold().rstrip(_SIGNS):
        printed = [*printed[:-1], printed[-1].rstrip(_SIGNS)]
    codes = _codes([plain(word).casefold() for word in said], [plain(word).casefold() for word in printed])
    if all(code[0] == "equal" for code in codes):
        codes = _codes([plain(word) for word in said], [plain(word) for word in printed])
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


def _codes(said: list[str], printed: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """Give what makes one list the other, as `difflib` has it."""
    return SequenceMatcher(None, said, printed, autojunk=False).get_opcodes()


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
