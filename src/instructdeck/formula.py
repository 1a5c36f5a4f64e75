"""LaTeX formulas set by KaTeX at build time, so that a page ships no script for mathematics.

KaTeX's output carries `style` attributes, which a strict Content-Security-Policy forbids: they are lifted
off KaTeX's own tree (not off its text) into classes, one a declaration, named after what they say.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from .engine import SURROGATE, EngineError
from .values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .engine import Engine

MAX_LENGTH = 2_000
"""Characters of one formula; longer ones are refused before they are read: no slide has room for them."""
MARK = r"\htmlData"
"""What marks a part of a formula; no author can write it, not even to give it another name that is called later."""
CODE = Path(__file__).with_name("formula.js")
"""What calls KaTeX; it follows KaTeX's own script."""

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


def set_formula(engine: Engine, tex: str, *, display: bool, marked: bool = False) -> Formula | FormulaError:
    """Give a formula as HTML, or why and where it is wrong; never raises for any text.

    `marked` says that it has marks around its parts (see `terms.marked`), and could be set without them.
    """
    if not marked and (problem := _refused(tex)):
        return problem
    try:
        answer = engine.call("formula", tex, display, marked)
    except EngineError as error:
        return FormulaError(f"the formula is too complex: {error}", 0, 1)
    if "error" in answer:
        return _error(tex, answer)
    if SURROGATE.search(answer["html"]):
        return FormulaError("the formula holds half of a character", 0, len(tex))
    return Formula(
        Markup(answer["html"]),  # noqa: S704  KaTeX escapes what it is given and trusts nothing
        {
            name: f"{prop}:{value}"
            for name, (prop, value) in sorted(answer["lifted"].items())
            if _SAFE_VALUE.fullmatch(value)
        },
    )


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
    return FormulaError(SURROGATE.sub("\ufffd", str(answer["error"])).strip(), start, max(end - start, 1))


def _characters(text: str, units: int) -> int:
    """Give how many characters the first UTF-16 code units of a text are, in which JavaScript counts."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))
