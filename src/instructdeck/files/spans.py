"""Where the words of a YAML text stand in its file, whatever its style: folded, indented, in quotation marks."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, TypeAlias

from instructdeck.deck.diagnostics import Location
from instructdeck.late import late

if TYPE_CHECKING:
    import re

    from .yamlfile import Scalar

Spans: TypeAlias = "tuple[tuple[int, Location], ...]"
"""Offset in a text, and the place of what stands there, for each of its words; in the order of the text."""

_WORD = late(r"\S+")
_ESCAPED = late(r"\\(.)")
_HEADER = late(r"[|>][-+0-9]*[ \t]*(?:#.*)?\n")
"""What stands before a text that is indented below its key."""


def spans(scalar: Scalar) -> Spans:
    """Give where each word of a text stands.

    YAML folds, indents and strips blanks only, so that the words of the file are those of the text, one by one.
    """
    source, begin = scalar.written, 0
    if header := _HEADER.match(source):
        begin = header.end()
    elif source[:1] in ("'", '"'):
        begin = 1
        source = _ESCAPED.sub(_blank, source) if source[0] == '"' else source
    places = _places(source, begin, scalar.location)
    offsets = [found.start() for found in _WORD.finditer(scalar.value)]
    return tuple(zip(offsets, places, strict=False))


def _blank(escaped: re.Match[str]) -> str:
    return "  " if escaped[1] in "nrt \t" else escaped[0]


def _places(source: str, begin: int, at: Location) -> list[Location]:
    """Give where each word of a part of a file stands, which begins at a place."""
    found, line, start = [], at.line, 1 - at.column
    position = 0
    for word in _WORD.finditer(source, begin):
        line += source.count("\n", position, word.start())
        start = source.rfind("\n", 0, word.start()) + 1 or start
        position = word.start()
        found.append(Location(at.path, line, position - start + 1))
    return found


def place_of(found: Spans, offset: int) -> Location | None:
    """Give the place of an offset in a text; None where nothing is known of it."""
    index = bisect_right(found, offset, key=lambda each: each[0]) - 1
    if index < 0:
        return found[0][1] if found else None
    begin, at = found[index]
    return Location(at.path, at.line, at.column + offset - begin)
