"""Inline tokens to the nodes of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import blocks as b
from .attributes import Attributes, parse_attributes
from .diagnostics import Location, did_you_mean
from .links import SAFE_SCHEMES
from .passage import Passage, shift
from .rules import BAD_MATH, CITATION_SYNTAX, MISSING_ALT, UNKNOWN_ATTRIBUTE, UNKNOWN_FOOTNOTE, UNSAFE_LINK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token

SPAN_CLASSES = ("highlight", "muted", "small")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
_FOOTNOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_WORDS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class DisplayMath(b.Inline):
    """`$$tex$$` within a paragraph, until `tree` divides the paragraph around it."""

    tex: str
    places: tuple[Location, ...]


@dataclass
class InlineReader:
    """Reads the children of inline tokens; footnotes are numbered in the order they are met."""

    passage: Passage
    footnotes: dict[str, int] = field(default_factory=dict)
    """Number by label, on the slide or page at hand."""

    def read(self, inline: Token, column: int = 0) -> b.Inlines:
        """Give the nodes of an inline token, whose content begins at or behind `column`."""
        return _Line(self, inline, column, inline.children or []).run()


@dataclass
class _Line:
    reader: InlineReader
    inline: Token
    column: int
    tokens: Sequence[Token]
    index: int = 0

    @property
    def passage(self) -> Passage:
        return self.reader.passage

    def place(self, position: int) -> Location:
        return self.passage.inside(self.inline, position, self.column)

    def run(self, end: str = "") -> b.Inlines:
        """Give the nodes up to a closing token or the end."""
        found: list[b.Inline] = []
        while self.index < len(self.tokens):
            token = self.tokens[self.index]
            self.index += 1
            if token.type == end:
                break
            found += _READERS.get(token.type, _nothing)(self, token, token.meta.get("pos", 0))
        nodes = _joined(found)
        for node in nodes:
            if isinstance(node, b.Text):
                self.check_text(node)
        return tuple(nodes)

    def check_text(self, node: b.Text) -> None:
        """Report what looks like a mark but stayed text."""
        if "$$" in node.text:
            hint = "a formula stands between two '$$'; the sign itself is written \\$"
            self.passage.add(BAD_MATH, "'$$' is not closed", _within(node, node.text.index("$$")), hint, 2)
        for mark in _FOOTNOTE_MARK.finditer(node.text):
            message, hint = f"there is no footnote '{mark[1]}'", f"write '[^{mark[1]}]: the note' below"
            self.passage.add(UNKNOWN_FOOTNOTE, message, _within(node, mark.start()), hint, len(mark[0]))

    def text(self, token: Token, position: int) -> list[b.Inline]:
        return [b.Text(self.place(position), token.content)] if token.content else []

    def softbreak(self, _token: Token, position: int) -> list[b.Inline]:
        return [b.Text(self.place(position), "\n")]

    def hardbreak(self, _token: Token, position: int) -> list[b.Inline]:
        return [b.LineBreak(self.place(position))]

    def emphasis(self, _token: Token, position: int) -> list[b.Inline]:
        return [b.Emphasis(self.place(position), self.run("em_close"))]

    def strong(self, _token: Token, position: int) -> list[b.Inline]:
        return [b.Strong(self.place(position), self.run("strong_close"))]

    def strikethrough(self, _token: Token, position: int) -> list[b.Inline]:
        return [b.Strikethrough(self.place(position), self.run("s_close"))]

    def code(self, token: Token, position: int) -> list[b.Inline]:
        return [b.CodeSpan(self.place(position), token.content)]

    def math(self, token: Token, position: int) -> list[b.Inline]:
        return [b.InlineMath(self.place(position), token.content, self.math_places(token, position + 1))]

    def display_math(self, token: Token, position: int) -> list[b.Inline]:
        return [DisplayMath(self.place(position), token.content, self.math_places(token, position + 2))]

    def math_places(self, token: Token, position: int) -> tuple[Location, ...]:
        found = []
        for part in token.content.split("\n"):
            found.append(self.place(position))
            position += len(part) + 1
        return tuple(found)

    def link(self, token: Token, position: int) -> list[b.Inline]:
        place = self.place(max(position - 1, 0))
        href = str(token.attrs.get("href", ""))
        children = self.run("link_close")
        if _SCHEME.match(href) and not href.lower().startswith(SAFE_SCHEMES):
            hint = "link to a slide, a page of the site or an https: address"
            self.passage.add(UNSAFE_LINK, f"a link to '{href[:60]}'", place, hint)
            return list(children)
        return [b.Link(place, href, str(token.attrs.get("title", "")), children)]

    def image(self, token: Token, position: int) -> list[b.Inline]:
        place = self.place(position)
        src = str(token.attrs.get("src", ""))
        alt = _WORDS.sub(" ", "".join(child.content or " " for child in token.children or [])).strip()
        attributes, at = self.attributes(token, place)
        self.passage.refuse(attributes, at, "a figure", ("width",))
        if not alt:
            hint = f"say what it shows: ![what it shows]({src})"
            self.passage.add(MISSING_ALT, "a figure without alt text", place, hint, 3)
        file = self.passage.markup.figure(src, shift(place, self.inline.content[position:].find(src)), len(src))
        width = self.passage.width(attributes, at)
        return [b.Image(place, src, file, alt, str(token.attrs.get("title", "")), width)]

    def span(self, token: Token, position: int) -> list[b.Inline]:
        place = self.place(position)
        attributes, at = self.attributes(token, place)
        known = tuple(each.value for each in attributes.classes if each.value in SPAN_CLASSES)
        for each in attributes.classes:
            if each.value not in SPAN_CLASSES:
                message, hint = f"unknown class '.{each.value}'", did_you_mean(each.value, SPAN_CLASSES)
                self.passage.add(UNKNOWN_ATTRIBUTE, message, shift(at, each.start - 1), hint, each.length + 1)
        attributes.classes.clear()
        self.passage.refuse(attributes, at, "a span")
        return [b.Span(place, known, self.run("span_close"))]

    def attributes(self, token: Token, place: Location) -> tuple[Attributes, Location]:
        """Give the attributes behind an image or a span, and where the text between the braces begins."""
        if "attributes" not in token.meta:
            return Attributes(), place
        text, offset = token.meta["attributes"]
        return parse_attributes(text), self.place(offset)

    def citation(self, token: Token, position: int) -> list[b.Inline]:
        place = self.place(position)
        cites = token.meta["cites"]
        if cites is None:
            hint = "write [@quote-id], [@a; @b] or [@source, p. 3]"
            self.passage.add(CITATION_SYNTAX, f"'{token.content}' is no citation", place, hint, len(token.content))
            return [b.Text(place, token.content)]
        return [
            b.Citation(
                place, tuple(b.Cite(name, locator, self.place(position + start)) for name, locator, start in cites)
            )
        ]

    def footnote(self, token: Token, position: int) -> list[b.Inline]:
        label = str(token.meta["label"])
        number = self.reader.footnotes.setdefault(label, len(self.reader.footnotes) + 1)
        return [b.FootnoteReference(self.place(position), label, number)]

    def html(self, token: Token, position: int) -> list[b.Inline]:
        place = self.place(position)
        if token.content.startswith("<!--"):
            return []
        if self.passage.markup.html:
            return [b.RawInline(place, token.content)]
        self.passage.refuse_html(token.content, place)
        return [b.Text(place, token.content)]


def _nothing(_line: _Line, _token: Token, _position: int) -> list[b.Inline]:
    return []


_READERS: dict[str, Callable[[_Line, Token, int], list[b.Inline]]] = {
    "text": _Line.text,
    "text_special": _Line.text,
    "softbreak": _Line.softbreak,
    "hardbreak": _Line.hardbreak,
    "em_open": _Line.emphasis,
    "strong_open": _Line.strong,
    "s_open": _Line.strikethrough,
    "code_inline": _Line.code,
    "math_inline": _Line.math,
    "math_inline_double": _Line.display_math,
    "link_open": _Line.link,
    "image": _Line.image,
    "span_open": _Line.span,
    "citation": _Line.citation,
    "footnote_ref": _Line.footnote,
    "html_inline": _Line.html,
}


def _joined(found: list[b.Inline]) -> list[b.Inline]:
    """Merge neighboring texts, keeping the place of the first."""
    joined: list[b.Inline] = []
    for node in found:
        last = joined[-1] if joined else None
        if isinstance(node, b.Text) and isinstance(last, b.Text):
            joined[-1] = b.Text(last.location, last.text + node.text)
        else:
            joined.append(node)
    return joined


def _within(node: b.Text, offset: int) -> Location:
    """Give the place of an offset in a text; the text's own where a line break hides the column."""
    lines = node.text.count("\n", 0, offset)
    if not lines:
        return shift(node.location, offset)
    return Location(node.location.path, node.location.line + lines, 1)
