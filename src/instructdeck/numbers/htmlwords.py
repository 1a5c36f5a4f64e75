"""What a block of HTML says: its words, paragraph by paragraph, and the texts of its attributes."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import Location
from instructdeck.late import late
from instructdeck.markdown.elements import PAIRED_TAGS, read_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from instructdeck.deck.blocks import RawHtml
    from instructdeck.markdown.elements import Tag

_TOKEN = late(
    r"""(?isx) <!--.*?(?:-->|\Z) | <(?P<unread>script|style|pre|code|template)\b.*?(?:</(?P=unread)\s*+>|\Z)
    | (?P<tag></?[a-z][\w-]*+
        (?>(?:\s++[a-z_:][\w:.-]*+(?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"'=<>`]++))?)*)\s*+/?>)
    | (?P<words>[^<]++|<)"""
)
"""Every part is possessive: a block can be made to try each in vain. Code is no words, as in Markdown."""
_TEXTS = ("alt", "aria-label", "label", "summary", "title")
"""Attributes that are shown or read aloud."""
LONGEST = 30
"""Items of the longest list: one that begins with a higher number says that number."""


def html_words(block: RawHtml) -> Iterator[list[tuple[str, Location]]]:
    """Give each line of a block of HTML as its parts, each with its place."""
    line: list[tuple[str, Location]] = []
    for found in _TOKEN.finditer(block.html):
        place = _place(block, found.start())
        if words := found["words"]:
            line.append((unescape(words), place))
        elif tag := read_tag(found["tag"] or ""):
            if tag.name not in PAIRED_TAGS | {"wbr"}:
                yield line
                line = []
            for text in _texts(tag):
                yield [(text, place)]
    yield line


def _texts(tag: Tag) -> Iterator[str]:
    yield from (tag.attributes[name] for name in _TEXTS if tag.attributes.get(name))
    number = tag.attributes.get({"ol": "start", "li": "value"}.get(tag.name, ""), "")
    if re.fullmatch(r"[0-9]{1,18}", number) and int(number) > LONGEST:
        yield number


def _place(block: RawHtml, offset: int) -> Location:
    first, lines = block.location, block.html.count("\n", 0, offset)
    column = offset - block.html.rfind("\n", 0, offset)
    return Location(first.path, first.line + lines, column if lines else first.column + offset)
