"""LaTeX formulas set by KaTeX at build time, so that a page ships no script for mathematics.

KaTeX's output carries `style` attributes, which a strict Content-Security-Policy forbids: they are lifted
off KaTeX's own tree (not off its text) into classes, one a declaration, named after what they say.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from instructdeck.late import late
from instructdeck.values import dataclass

from .engine import SURROGATE, EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instructdeck.cache import Cache

    from .engine import Engine

MAX_LENGTH = 2_000
"""Characters of one formula; longer ones are refused before they are read: no slide has room for them."""
MARK = r"\htmlData"
"""What marks a part of a formula; no author can write it, not even to give it another name that is called later."""
CODE = Path(__file__).with_name("formula.js")
"""What calls KaTeX; it follows KaTeX's own script."""

_HTML = late(
    r"""(?>(?: [^<>]++
      | </?(?:span|math|semantics|annotation|m[a-z]{1,12}|svg|path|line)
        (?:\ (?:aria-hidden|class|columnalign|columnspacing|columnlines|d|data-fragment-index|data-term|depth|display
              |displaystyle|encoding|fence|height|linethickness|lspace|mathcolor|mathvariant|maxsize|minsize|notation
              |preserveAspectRatio|rowlines|rowspacing|rspace|scriptlevel|separator|stretchy|stroke-width|viewBox
              |voffset|width|xmlns|x1|x2|y1|y2)="[^"<>]*")* /?>
    )*)""",
    re.VERBOSE,
)
"""What KaTeX writes: none of it acts, loads or leads anywhere."""
_AT_THE_END = ("got 'EOF'", "end of input", "or \\end")
"""What KaTeX says where something is not closed."""
_PAIRED = late(
    r"(?P<opens>\\begin\{\w+\*?\}|\\left(?![A-Za-z])|\{)|(?P<closes>\\end\{\w+\*?\}|\\right(?![A-Za-z])|\})|\\[A-Za-z]+|\\."
)
_NAME = re.compile(r"k-[\w-]+", re.ASCII)
_PROPERTY = re.compile(r"[a-z-]+")
_SAFE_VALUE = re.compile(r"[#\w.% -]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as HTML and MathML."""

    html: Markup
    styles: Mapping[str, str]
    """Class name to CSS declaration, for the stylesheet that goes with the HTML."""


@dataclass(frozen=True, slots=True)
class FormulaError:
    """Why a formula could not be set."""

    message: str
    position: int
    """0-based offset in the formula, in characters."""
    length: int
    """Characters concerned, at least 1."""


def set_formula(
    engine: Engine, tex: str, *, display: bool, marked: bool = False, cache: Cache | None = None
) -> Formula | FormulaError:
    """Give a formula as HTML, or why and where it is wrong; never raises for any text.

    `marked` says that it has marks around its parts (see `terms.marked`), and could be set without them.
    """
    if not marked and (problem := _refused(tex)):
        return problem
    made_from = ("formula", engine.digest, tex, f"{display} {marked}") if cache else ()
    if cache and (kept := _kept(cache.get(*made_from))):
        return kept
    try:
        answer = engine.call("formula", tex, display, marked)
    except EngineError as error:
        return FormulaError(f"the formula is too complex: {error}", 0, 1)
    if "error" in answer:
        return _error(tex, answer)
    if SURROGATE.search(answer["html"]):
        return FormulaError("the formula holds half of a character", 0, len(tex))
    styles = {
        name: f"{prop}:{value}"
        for name, (prop, value) in sorted(answer["lifted"].items())
        if _SAFE_VALUE.fullmatch(value)
    }
    if cache and _HTML.fullmatch(answer["html"]):
        cache.put(json.dumps([answer["html"], styles]), *made_from)
    return Formula(Markup(answer["html"]), styles)  # noqa: S704  KaTeX escapes what it is given and trusts nothing


def _kept(text: str | None) -> Formula | None:
    """Give a formula from the cache, if it holds nothing but what KaTeX writes."""
    try:
        match json.loads(text or "null"):
            case [str(html), dict(styles)] if _HTML.fullmatch(html) and all(map(_is_style, styles.items())):
                return Formula(Markup(html), styles)  # noqa: S704  the expression lets nothing through that acts
    except (ValueError, RecursionError):
        pass
    return None


def _is_style(style: tuple[object, object]) -> bool:
    match style:
        case str(name), str(declaration):
            prop, _, value = declaration.partition(":")
            return bool(_NAME.fullmatch(name) and _PROPERTY.fullmatch(prop) and _SAFE_VALUE.fullmatch(value))
    return False


def _refused(tex: str) -> FormulaError | None:
    """Give why a formula is not even tried; None when it is."""
    if not tex.strip():
        return FormulaError("the formula is empty", 0, 1)
    if len(tex) > MAX_LENGTH:
        return FormulaError(f"the formula is longer than {MAX_LENGTH:,} characters", 0, 1)
    if MARK in tex:
        return FormulaError(f"{MARK} is off", tex.index(MARK), len(MARK))
    return FormulaError("the formula holds half of a character", 0, 1) if SURROGATE.search(tex) else None


def _error(tex: str, answer: dict[str, Any]) -> FormulaError:
    position, length = (value if isinstance(value := answer.get(key), int) else 0 for key in ("position", "length"))
    start = min(_characters(tex, position), max(len(tex) - 1, 0))
    end = _characters(tex, position + length)
    message = SURROGATE.sub("\ufffd", str(answer["error"])).strip()
    if any(words in message for words in _AT_THE_END) and (opened := _never_closed(tex)):
        return FormulaError(message, opened.start(), len(opened[0]))
    return FormulaError(message, start, max(end - start, 1))


def _never_closed(tex: str) -> re.Match[str] | None:
    """Give what is opened last of all that is not closed: KaTeX says where it misses the end, an author looks here."""
    opened: list[re.Match[str]] = []
    for found in _PAIRED.finditer(tex):
        if found["opens"]:
            opened.append(found)
        elif found["closes"] and opened:
            opened.pop()
    return opened[-1] if opened else None


def _characters(text: str, units: int) -> int:
    """Give how many characters the first UTF-16 code units of a text are, in which JavaScript counts."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))
