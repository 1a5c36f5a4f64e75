"""The tags of a page that we have written, each with its place in the text."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from itertools import accumulate

from instructdeck.values import dataclass


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, as it stands in the text of a page."""

    name: str
    attributes: dict[str, str]
    """Of a start tag, by their names in lower case."""
    text: str
    begin: int
    """Offset of its first character."""
    opens: bool
    """Whether it is a start tag."""

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.begin + len(self.text)

    def with_attribute(self, name: str, value: str | None) -> str:
        """Give the tag with another value of an attribute that it has, or without it."""
        pattern = rf"""\s{re.escape(name)}\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)"""
        new = "" if value is None else f' {name}="{escape(value)}"'
        return re.sub(pattern, lambda _: new, self.text, count=1, flags=re.IGNORECASE)


def tags(html: str) -> list[Tag]:
    """Give the tags of a page in their order."""
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    """Notes the tags of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.html = html
        self.lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.found: list[Tag] = []

    def _begin(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or ""
        values = {name: value or "" for name, value in reversed(attrs)}
        self.found.append(Tag(tag, values, text, self._begin(), opens=True))

    def handle_endtag(self, tag: str) -> None:
        begin = self._begin()
        end = self.html.find(">", begin) + 1
        self.found.append(Tag(tag, {}, self.html[begin:end], begin, opens=False))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
