"""The little LaTeX that stands in bibliographies, as plain text."""

from __future__ import annotations

import re

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalkerError

MAX_DEPTH = 30
"""Levels of braces; deeper ones are dropped before anything is read."""

_DECODER = LatexNodes2Text(math_mode="text", keep_comments=False, strict_latex_spaces=False)
_ESCAPED = re.compile(r"\\([_%&#$~{} ])")
_BARE = re.compile(r"(?<!\\)[%&#]")
"""What means something in LaTeX, but is meant as itself in a title."""
_LETTERS = {
    "AA": "Å",
    "aa": "å",
    "AE": "Æ",
    "ae": "æ",
    "OE": "Œ",
    "oe": "œ",
    "O": "Ø",
    "o": "ø",
    "L": "Ł",
    "l": "ł",
    "ss": "ß",
    "SS": "ẞ",
    "DH": "Ð",
    "dh": "ð",
    "TH": "Þ",
    "th": "þ",
    "DJ": "Đ",
    "dj": "đ",
    "NG": "Ŋ",
    "ng": "ŋ",
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "BibTeX": "BibTeX",
    "textasciitilde": "~",
    "textunderscore": "_",
}
_LETTER = re.compile(rf"\\({'|'.join(_LETTERS)})(?![A-Za-z])(?:\{{\}}|\s+)?")


def plain(text: str) -> str:
    """Give a text with its accents, marks and formulas as plain words on one line."""
    if "\\" not in text and not set(text) & set("{}$~%&#`'-"):
        return " ".join(_printable(text).split())
    text = _LETTER.sub(lambda found: _LETTERS[found[1]], text)
    if _depth(text) > MAX_DEPTH:
        text = text.replace("{", "").replace("}", "")
    try:
        found = _DECODER.latex_to_text(_BARE.sub(r"\\\g<0>", text), tolerant_parsing=True)
    except (LatexWalkerError, RecursionError, ValueError, LookupError, AttributeError, TypeError):
        found = re.sub(r"\\[A-Za-z]+\s*|[\\{}]", "", text)
    return " ".join(_printable(found).split())


def address(text: str) -> str:
    """Give an address or a number, in which `_` and `~` mean themselves."""
    text = re.sub(r"\\url\s*(?=\{)|\\href\s*(?=\{)|\\(?:text)?ascii(?=tilde)", "", text).replace("tilde{}", "~")
    text = _ESCAPED.sub(r"\1", text)
    return " ".join(_printable(re.sub(r"[{}]", "", text)).split())


def braced(text: str, start: int, end: str) -> str:
    """Give what stands from a position to the end mark that closes it, of all that is there when none does."""
    depth = 0
    for position in range(start, len(text)):
        letter = text[position]
        if letter == end and depth == 0:
            return text[start:position]
        escaped = text[position - 1] == "\\" and position > start
        depth += (letter == "{") - (letter == "}") if not escaped else 0
    return text[start:]


def _depth(text: str) -> int:
    deepest = depth = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        deepest = max(deepest, depth)
    return deepest


def _printable(text: str) -> str:
    """Give a text with spaces for what cannot be printed."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
