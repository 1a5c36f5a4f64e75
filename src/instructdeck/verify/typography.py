"""The same letters and signs by other codes: ligatures, kinds of quotation marks and dashes, raised digits."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from unicodedata import normalize

from .paper import HYPHEN, clean

_SAME = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
    **dict.fromkeys("‐‑‒–−⁃", "-"),
    **dict.fromkeys("―", "—"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u0640", ""),
    "…": "...",
}
_TYPOGRAPHY = str.maketrans(_SAME)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾", "0123456789+-()")
_RAISED_RUN = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾]+")
_BRACED = re.compile(r"\^(?:\{([^{}]*)\}|\(([^()]*)\))")
_LONG_DASH = re.compile(r"\s*(?:—|-{2,3})\s*|\s-(?=\s)\s")
_SPACE = re.compile(r"\s+")
_NO_LETTER = re.compile(r"[\W_]+")
HYPHENS = frozenset("-‐‑\u00ad" + HYPHEN)
BREAK = re.compile(rf"[-‐\u00ad]\s*\n\s*|{HYPHEN}\s*|\u00ad")
"""A hyphen at the end of a line."""


@cache
def _one_sign() -> dict[int, str]:
    """Give the letters behind signs that are drawn like them: ligatures, Arabic forms, the letters of formulas."""
    signs = chain(range(0xFB00, 0xFE00), range(0xFE70, 0xFEFD), range(0x1D400, 0x1D800), (0xB5,))
    found = {code: normalize("NFKC", chr(code)) for code in signs}
    # A bar above or a sign for nothing is no letter; the kashida makes an Arabic word longer, and no other.
    return {code: text for code, text in found.items() if text.isalnum()} | {0x640: ""}


def spelled(text: str) -> str:
    """Give a text with each letter by itself."""
    return text.translate(_one_sign())


def folded(text: str) -> str:
    """Give the letters and digits of a text alone, small."""
    return _NO_LETTER.sub("", spelled(text).lower().replace("ς", "σ").replace("ʼ", ""))


@cache
def letters_of(char: str) -> str:
    """Give the letters and digits that a sign stands for, small; nothing for all other signs."""
    return folded(char)


def typed(text: str) -> str:
    """Give a text as everybody types it: composed letters, and raised digits as `10^-6`."""
    raised = _RAISED_RUN.sub(lambda found: "^" + found[0].translate(_RAISED), clean(text))
    return _BRACED.sub(lambda found: f"^{found[1] or found[2] or ''}", raised) if "^" in raised else raised


def spaced(gap: str) -> str:
    """Give what stands between two letters with every white space as one blank."""
    return _SPACE.sub(" ", gap)


def unspaced(gap: str) -> str:
    """Give what stands between two letters without white space."""
    return _SPACE.sub("", gap)


def plain(gap: str) -> str:
    """Give what stands between two letters in the signs of a typewriter."""
    signs = gap.translate(_TYPOGRAPHY).replace("''", '"').replace(". . .", "...")
    return _LONG_DASH.sub("—", _SPACE.sub(" ", signs))
