"""Numbers in other signs, read in plain ones: `¾`, `⑦③`, `⁷³ %`, `Ⅶ`, and words in look-alike letters."""

from __future__ import annotations

import re
from unicodedata import normalize

from instructdeck.late import late
from instructdeck.values import dataclass

from .numerals import WORDS, spelled_out

_ODD = late(
    "[\u00ad\u00b2\u00b3\u00b9\u00bc-\u00be\u0370-\u052f\u200b-\u200d\u2060\ufeff\u2070-\u2089\u2150-\u2188\u2460-\u249b"
    "\u24ea-\u24ff\u2776-\u2793\uff21-\uff5a\U0001d400-\U0001d7cb]"
)
"""What is told from other texts at once: most have none of it."""
_FRACTIONS = {
    "½": ("one-half", "1/2"),
    "⅓": ("one-third", "1/3"),
    "⅔": ("two-thirds", "2/3"),
    "¼": ("one-fourth", "1/4"),
    "¾": ("three-fourths", "3/4"),
    "⅕": ("one-fifth", "1/5"),
    "⅖": ("two-fifths", "2/5"),
    "⅗": ("three-fifths", "3/5"),
    "⅘": ("four-fifths", "4/5"),
    "⅒": ("one-tenth", "1/10"),
    "⅐": ("1/7", "1/7"),
    "⅑": ("1/9", "1/9"),
    "⅙": ("1/6", "1/6"),
    "⅚": ("5/6", "5/6"),
    "⅛": ("1/8", "1/8"),
    "⅜": ("3/8", "3/8"),
    "⅝": ("5/8", "5/8"),
    "⅞": ("7/8", "7/8"),
}
"""Each in English words and as a ratio."""
_LETTERS = str.maketrans("аеорсухіјѕһԁԛԝυνοαετικρχ", "aeopcyxijshdqwuvoaetikpx")
"""Letters of other scripts by the Latin ones that they look like, in small letters."""
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_RINGED = {0x24F5 + at: str(at + 1) for at in range(10)} | {0x24EB + at: str(at + 11) for at in range(10)}
_RINGED |= {0x2776 + at: str(at % 10 + 1) for at in range(30)} | {0x24FF: "0"}
"""White digits on black, which Unicode holds for no kind of digits."""
_KNOWN = frozenset((*WORDS, *spelled_out()))
"""Words by which numbers are read."""
_PARTS = re.compile(
    r"""(?P<unseen>[\u00ad\u200b-\u200d\u2060\ufeff]+)
      | (?P<mixed>\d{1,9})?(?P<fraction>[½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])
      | (?P<ringed>[\u2460-\u249b\u24ea\u24eb-\u24ff\u2776-\u2793]+)
      | (?<![\w)\]}\u207e])(?P<raised>[⁰¹²³⁴-⁹₀-₉]+)(?=\s?(?:[%\uff05]|percent\b|per\scent\b))
      | (?<=[^\S\n(])(?P<small>[⁰¹²³⁴-⁹₀-₉]+)(?![\w⁺-ⁿ₊-ₜ])
      | (?<=[^\W\d_])(?P<behind>[⁰¹²³⁴-⁹₀-₉]{2,})(?=\s?[%\uff05])
      | (?<!\w)(?P<name>(?:[A-Z]\w*|phase|type|class|stage|level|grade|part|step|chapter|section|volume)\s)?
        (?P<roman>[\u2160-\u2188]+)(?!\w)
      | (?P<word>[^\W\d_\u2070-\u209f²³¹]+)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in plain signs, and where each of them stands in the text that was written."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where a part of it was written."""
        return self.offsets[start], self.offsets[end - 1] + 1


def plainly(text: str, *, words: bool) -> Plain | None:
    """Give a text with its numbers in plain signs, fractions in English `words` if asked; None for a plain one."""
    if not _ODD.search(text):
        return None
    parts: list[str] = []
    offsets: list[int] = []
    position = 0
    for found in _PARTS.finditer(text):
        new = _read(found, words=words)
        if new == found[0]:
            continue
        kept = text[position : found.start()]
        parts += (kept, new)
        offsets += range(position, found.start())
        # What has more signs than were written stands, all of it, where those do.
        last = found.end() - found.start() - 1
        offsets += (found.start() + min(at, last) for at in range(len(new)))
        if new:
            offsets[-1] = found.end() - 1
        position = found.end()
    if not position:
        return None
    return Plain("".join((*parts, text[position:])), (*offsets, *range(position, len(text))))


def _read(found: re.Match[str], *, words: bool) -> str:
    match found.lastgroup:
        case "fraction":
            new = _fraction(found["mixed"] or "", *_FRACTIONS[found["fraction"]], words=words)
        case "ringed":
            new = _ringed(found["ringed"])
        case "roman":
            new = found[0] if found["name"] else _roman(found["roman"])
        case "word":
            new = found[0] if found[0].isascii() else _word(found[0])
        case "behind":
            new = f" {normalize('NFKC', found[0])}"
        case "unseen":
            new = ""
        case _:
            new = normalize("NFKC", found[0])
    return new


def _fraction(whole: str, spelled: str, ratio: str, *, words: bool) -> str:
    above, below = ratio.split("/")
    return f"{round(int(whole) + int(above) / int(below), 4)}" if whole else spelled if words else ratio


def _ringed(signs: str) -> str:
    digits = re.sub(r"\D", "", normalize("NFKC", signs.translate(_RINGED)))
    # One alone numbers a point, as `(1)` does.
    return f"({digits})" if len(signs) == 1 and digits else digits


def _roman(signs: str) -> str:
    values = [_ROMAN.get(each, 0) for each in normalize("NFKC", signs).upper()]
    pairs = zip(values, (*values[1:], 0), strict=True)
    return str(sum(-value if value < behind else value for value, behind in pairs)) if all(values) else signs


def _word(word: str) -> str:
    same = normalize("NFKC", word).lower().translate(_LETTERS)
    return same if same in _KNOWN and len(same) == len(word) else word
