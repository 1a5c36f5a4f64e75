"""HTML that authors write where a deck allows it: the pairs of tags within a line, and the links in a block."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field
from html import unescape
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from markdown_it.token import Token

MAX_HTML = 20_000
"""Characters of one block of HTML; a longer one is shown as text: deep nesting takes quadratic time."""
PAIRED_TAGS = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em"),
        *("i", "ins", "kbd", "mark", "q", "rp", "rt", "rtc", "ruby", "s", "samp", "small"),
        *("span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
    }
)  # fmt: skip
"""Tags around a part of a line: those that the cleaner of blocks lets through as well."""
LONE_TAGS = frozenset({"br", "wbr"})
"""Tags that stand alone in a line."""
ATTRIBUTES = {"a": {"href", "title"}, "bdo": {"dir", "lang", "title"}}
"""What some tags take."""
COMMON_ATTRIBUTES = frozenset({"lang", "title"})
"""What all other tags take."""

_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)")
_VALUE = r"""\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<plain>[^\s"'=<>`]+))"""
_ATTRIBUTE = re.compile(rf"\s+(?P<name>[A-Za-z_:][\w:.-]*)(?:{_VALUE})?")
_LINK = re.compile(
    r"""
    <!--.*?(?:-->|\Z) | <(?P<closed>script|style)\b.*?(?:</(?P=closed)|\Z)
    | <a(?>(?:\s++[A-Za-z_:][\w:.-]*+(?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"'=<>`]++))?)*)\s*+/?>
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""A link, or what may look as if it held one. Every part is possessive: a block can be made to try each in vain."""


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag as it is written."""

    name: str
    """In small letters."""
    closes: bool
    attributes: dict[str, str]

    @property
    def known(self) -> Collection[str]:
        """Names of the attributes that it can have."""
        return ATTRIBUTES.get(self.name, COMMON_ATTRIBUTES)


def read_tag(html: str) -> Tag | None:
    """Give the tag that a token of HTML within a line is; None for a comment and the like."""
    found = _TAG.match(html)
    if found is None:
        return None
    attributes: dict[str, str] = {}
    for each in _ATTRIBUTE.finditer(html, found.end()):
        value = each["double"] or each["single"] or each["plain"] or ""
        attributes.setdefault(each["name"].lower(), unescape(value).strip())
    return Tag(found["name"].lower(), bool(found["slash"]), attributes)


@dataclass
class _Mark:
    """The tags that are open within one mark of Markdown."""

    tokens: list[tuple[str, Token]] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    """How many of each are open: to look for a name among them each time would take quadratic time."""

    def begin(self, name: str, token: Token) -> None:
        self.tokens.append((name, token))
        self.names[name] += 1

    def end(self, name: str) -> Token | None:
        """Give the tag that is closed; those opened behind it are never closed."""
        while self.names[name]:
            last, token = self.tokens.pop()
            self.names[last] -= 1
            if last == name:
                return token
        return None


def pair_tags(tokens: Iterable[Token]) -> None:
    """Make the tags of a line that belong together a mark like those of Markdown: an opening and a closing token."""
    marks = [_Mark()]
    for token in tokens:
        if token.type != "html_inline":
            if token.nesting > 0:
                marks.append(_Mark())
            elif token.nesting < 0:
                marks.pop()
        elif (tag := read_tag(token.content)) and tag.name in PAIRED_TAGS:
            if not tag.closes:
                marks[-1].begin(tag.name, token)
            elif opening := marks[-1].end(tag.name):
                opening.type, opening.nesting = "element_open", 1
                token.type, token.nesting = "element_close", -1


def links(html: str) -> list[tuple[str, int, int]]:
    """Give the address of each link in a block of HTML, with the 0-based line and column of its tag."""
    found = []
    for each in _LINK.finditer(html):
        tag = read_tag(each[0])
        if tag and tag.name == "a" and "href" in tag.attributes:
            begin = each.start()
            found.append((tag.attributes["href"], html.count("\n", 0, begin), begin - html.rfind("\n", 0, begin) - 1))
    return found
