"""What a Vega-Lite specification shows: its words, the data that stand in it, and the constants of its expressions."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from instructdeck.late import late

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = frozenset(("title", "subtitle", "description", "text", "tooltip"))
"""Keys of what is shown, or read aloud, as it is written."""
_EXPRESSIONS = frozenset(("calculate", "labelExpr", "expr"))
_TOKEN = late(
    r"(?P<literal>'[^']*'|\"[^\"]*\")|\[\s*(?:'[^']*'|\"[^\"]*\"|\d+)\s*\]"
    r"|(?<![\w.])(?P<number>\d+(?:\.\d+)?)(?!\w)|(?P<compared>[<>=!]=?=?\s*-?[\d.]+|-?[\d.]+\s*[<>=!]=?)"
)
"""A text, a field in brackets, a number; one that something is compared with is not shown."""
_FORMAT = re.compile(r"[ <>=^+($#,.~\d-]*[a-z%]?")
"""How numbers are written, as `format(datum.share, '.1%')` says."""
_FREE = frozenset(("0", "1", "2", "10", "100", "1000"))
"""What every calculation may have."""


def shown_words(specification: str) -> Iterator[str]:
    """Give the words that a specification shows, and the constants of its expressions."""
    for key, value in _walk(json.loads(specification)):
        if key in _EXPRESSIONS and isinstance(value, str):
            yield from _constants(value, sized=key == "expr")
        elif key in _WORDS or key == "datum":
            yield from (as_said(each) for each in (value if isinstance(value, list) else [value]) if _is_said(each))


def shown_rows(specification: str) -> Iterator[dict[str, str | float]]:
    """Give the rows of data that stand in a specification."""
    for key, value in _walk(json.loads(specification)):
        rows = value.get("values") if key == "data" and isinstance(value, dict) else None
        if key == "datasets" and isinstance(value, dict):
            rows = [row for each in value.values() if isinstance(each, list) for row in each]
        for row in rows if isinstance(rows, list) else ():
            cells = row if isinstance(row, dict) else {"data": row}
            yield {name: cell for name, cell in cells.items() if _is_said(cell)}


def _walk(value: object, channel: str = "") -> Iterator[tuple[str, object]]:
    """Give each key with its value, but for those within data; `value` in a channel of words is a text."""
    stack = [(value, channel)]
    while stack:
        node, within = stack.pop()
        if isinstance(node, list):
            stack += ((each, within) for each in reversed(node))
        elif isinstance(node, dict):
            for key, inner in node.items():
                yield ("text" if key == "value" and within in _WORDS else key), inner
                if key not in ("data", "datasets", "values"):
                    stack.append((inner, key if key in _WORDS else within if key == "condition" else ""))


def _constants(expression: str, *, sized: bool) -> Iterator[str]:
    for found in _TOKEN.finditer(expression):
        if literal := found["literal"]:
            if not _FORMAT.fullmatch(literal[1:-1]):
                yield literal[1:-1]
        elif (number := found["number"]) and not sized and number not in _FREE:
            yield number


def _is_said(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def as_said(value: object) -> str:
    """Give a value of JSON as it is shown: without the digits that only its binary form has."""
    return f"{value:.15g}" if isinstance(value, float) else str(value)
