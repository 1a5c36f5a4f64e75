"""What a formula says in numbers: what it equals, what stands alone or with a percent sign, and its words."""

from __future__ import annotations

import re

from instructdeck.late import late

from .mentions import MASK

_RELATIONS = {
    "=": ("equiv", "doteq", "triangleq", "coloneqq"),
    "≈": ("approx", "approxeq", "simeq", "sim", "cong"),
    "≤": ("leq", "le", "leqslant", "lesssim"),
    "≥": ("geq", "ge", "geqslant", "gtrsim"),
    "<": ("lt", "ll"),
    ">": ("gt", "gg"),
    "→": ("to", "rightarrow", "longrightarrow", "Rightarrow", "mapsto", "nearrow", "searrow"),
    "≠": ("neq", "ne"),
    "±": ("pm", "mp"),
    "×": ("times",),
    "·": ("cdot",),
    ",": ("quad", "qquad"),
    " ": ("bf", "rm", "it", "tiny", "small", "large", "Large", "LARGE", "huge", "Huge", "displaystyle", "textstyle"),
}
_COMMANDS = {f"\\{name}": sign for sign, names in _RELATIONS.items() for name in names} | {r"\%": "%"}
_NAMES = "|".join(sorted((name[1:] for name in _COMMANDS if name != r"\%"), key=len, reverse=True))
_COMMAND = late(rf"\\\\(?:\[[^\]]*\])?|\\(?:{_NAMES})(?![A-Za-z])|\\%|\\[,;:! ]|~|&")
_COLOR = late(r"\\color\s?\{[^{}]*\}")
_NUMBER = r"(?:\d{1,3}(?:\{?,\}?\d{3})+|\d+)(?:\.\d+)?(?:/\d+)?(?:\s*[×·]\s*10)?(?:\^\{?[-\u2212]?\d+\}?)?"
_WORDS = "\x01"
"""Stands for each letter of words within a formula."""
_WHOLE = rf"{_NUMBER}(?:\s*±\s*{_NUMBER})?\s*%?"
_ALONE = late(rf"[\s{_WORDS}]*[≈<>≤≥±→]?\s*[-\u2212+]?{_WHOLE}[\s{_WORDS}.,;]*")
_RELATED = late(
    rf"[=≈<>≤≥→≠]\s*[-\u2212+]?(?P<number>{_WHOLE})"
    rf"(?=\s*(?:$|[,;.)\]=≈<>≤≥→≠{_WORDS}]|\\end\b))"
    rf"|(?<![\d.^_{{])(?P<share>{_NUMBER}\s*%)"
)
"""A number that something equals or is compared with, up to the end of that; or one with a percent sign, anywhere."""
_SYMBOL = re.compile(r"[01]\s*")
"""What stands in formulas for nothing, all, and the first."""
_FEW = re.compile(r"\d")
"""A number that something tends to, or is not, and that says little: `x → 0`."""
_LITTLE = re.compile(r"1?\d/1?\d\s*")
"""A fraction that is a factor rather than a share, where it stands alone."""
_TEXT = late(r"(?<![_^])(?<![_^]\{)\\(?:text(?:bf|it|rm|sf|tt|normal|up|md)?|mbox)\s?\{(?P<words>[^{}]*)\}")
_SET = late(
    r"(?<![_^])\\(?:math(?:bf|rm|it|sf|tt|normal)|boldsymbol|bm|boxed|underline|overline|textcolor\{[^{}]*\})\s?\{([^{}]*)\}"
    r"|(?<![\^_\w}\]\\])\{([^{}]*\d[^{}]*)\}"
)
"""What only changes how a number is set."""
_SHARE = late(r"\\[dt]?frac\s?\{(\d+)\}\s?\{(\d+)\}|\\[dt]?frac\s?(\d)\s?(\d)")
_SPLIT = late(r"\d+(?:(?:\\[!,]|\{,?\})+\d+)+")
_ROUND = late(r"(?<![\^_\w}\]])\{\d+\}(?:\{\d+\})+")
_DIGIT = re.compile(r"\d")
_SPACING = re.compile(r"\\\\\s*\[[^\]]*\]|\\[hv]space\*?\{[^}]*\}")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
DEEPEST = 8
"""Pairs of braces around a number that are taken off."""


def formula(tex: str) -> str:
    """Give LaTeX as words of the same length, in which only what it says in numbers is a number.

    Exponents, indices, factors and the numbers within a symbolic expression are none, nor are 0 and 1.
    """
    if not _DIGIT.search(tex):
        return tex
    words = [(found.start("words"), found["words"]) for found in _TEXT.finditer(tex)]
    plain = _plain(_TEXT.sub(lambda found: _WORDS * len(found[0]), tex))
    said = plain if _ALONE.fullmatch(plain) and not _little(plain) else _related(plain)
    for start, text in words:
        said = f"{said[:start]}{text}{said[start + len(text) :]}"
    return said.replace(_WORDS, " ")


def _little(plain: str) -> bool:
    """Tell whether what stands alone is a sign of symbols rather than a number."""
    bare = plain.strip(f" \n.,;{_WORDS}")
    return bool(_WORDS not in plain and (_LITTLE.fullmatch(bare) or _SYMBOL.fullmatch(bare)))


def _related(plain: str) -> str:
    parts: list[str] = []
    position = 0
    for found in _RELATED.finditer(plain):
        group = "number" if found["number"] else "share"
        number = found[group].strip()
        if _SYMBOL.fullmatch(number) or (found[0][0] in "→≠" and _FEW.fullmatch(number)):
            continue
        parts += (_DIGIT.sub(MASK, plain[position : found.start(group)]), found[group])
        position = found.end(group)
    return "".join((*parts, _DIGIT.sub(MASK, plain[position:])))


def _plain(tex: str) -> str:
    """Give LaTeX of the same length with signs for commands, and numbers without what only sets them."""
    plain = _COLOR.sub(lambda found: " " * len(found[0]), tex)
    plain = _ROUND.sub(_as_one, _SPLIT.sub(_as_one, plain))
    for _ in range(DEEPEST):
        before = plain
        plain = _SET.sub(_unset, plain)
        if plain == before:
            break
    plain = _SHARE.sub(lambda found: "/".join(filter(None, found.groups())).rjust(len(found[0])), plain)
    return _COMMAND.sub(lambda found: _COMMANDS.get(found[0], _space(found[0])).rjust(len(found[0])), plain)


def _space(command: str) -> str:
    return ";" if command.startswith("\\\\") else " "


def _as_one(found: re.Match[str]) -> str:
    return re.sub(r"\D", "", found[0]).rjust(len(found[0]))


def _unset(found: re.Match[str]) -> str:
    group = 1 if found[1] is not None else 2
    start, end = found.start(group) - found.start(), found.end() - found.end(group)
    return f"{' ' * start}{found[group]}{' ' * end}"


def digits(tex: str) -> list[str]:
    """Give the numbers in LaTeX, without those that only make room."""
    return sorted(_DIGITS.findall(_SPACING.sub("", tex)))


def skeleton(tex: str) -> str:
    """Give LaTeX without blanks and with one sign for every number, so that formulas can be laid on each other."""
    return _DIGITS.sub("#", closed(tex))


def closed(tex: str) -> str:
    """Give LaTeX without blanks."""
    return re.sub(r"\s+|\\[,;:! ]", "", tex)
