"""What a deck says in words, line by line as it is read aloud, with the place of each character."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import Location
from instructdeck.values import dataclass

from .diagrams import diagram_words
from .formulas import formula
from .htmlwords import LONGEST, html_words
from .locators import said_by
from .mentions import MASK
from .specification import shown_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_UNIT = re.compile(
    r"\(\s*(?:in\s+)?(%|percent|[^\s()]*/[^\s()]*)\s*\)\s*$|\bin\s+(%|percent)\s*$|(%)\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A line of words, or a number of a chart."""

    text: str
    begins: tuple[int, ...]
    """Offset in the text of each part that has a place of its own."""
    places: tuple[Location | None, ...]
    """Where each of these parts begins; None for one that shows nothing of its own."""
    fixed: bool = False
    """Whether all of it has the one place, because it stands inside YAML."""
    unit: str = ""
    """Of each number in it that has none."""
    left: int = 1
    """Column at which the lines after the first one begin."""
    names: tuple[str, ...] = ()
    """Of a cell: those of its row and of its column."""

    def place(self, position: int) -> Location:
        """Give the place of an offset in the text."""
        index = bisect_right(self.begins, position) - 1
        place = self.places[index] or next(each for each in self.places if each)
        if self.fixed:
            return place
        # A text that opens with a line break has the place of what follows it.
        begin = self.begins[index] + self.text.startswith("\n", self.begins[index])
        lines = self.text.count("\n", begin, position)
        if not lines:
            return Location(place.path, place.line, place.column + max(position - begin, 0))
        return Location(
            place.path, place.line + lines, self.left + position - self.text.rfind("\n", begin, position) - 1
        )

    def span(self, start: int, end: int) -> tuple[Location, int]:
        """Give the place of a part of the text, and how many characters it has there on its first line."""
        place, last = self.place(start), self.place(end - 1)
        if self.fixed:
            return place, 1
        same = last.line == place.line and last.column >= place.column
        return place, last.column - place.column + 1 if same else len(self.text[start:end].split("\n")[0])


def line(
    nodes: b.Inlines, *, fixed: bool = False, unit: str = "", left: int = 1, names: tuple[str, ...] = ()
) -> Statement | None:
    """Give inlines as one statement; None when they say nothing. Numbers of our own are not in it."""
    return joined(
        [(text, place) for text, place in _parts(nodes) if text], fixed=fixed, unit=unit, left=left, names=names
    )


def joined(
    parts: Sequence[tuple[str, Location | None]],
    *,
    fixed: bool = False,
    unit: str = "",
    left: int = 1,
    names: tuple[str, ...] = (),
) -> Statement | None:
    """Give texts with their places as one statement; None when none has a place."""
    if not any(place for _, place in parts):
        return None
    begins, length = [], 0
    for text, _ in parts:
        begins.append(length)
        length += len(text)
    places = tuple(place for _, place in parts)
    return Statement("".join([text for text, _ in parts]), tuple(begins), places, fixed, unit, left, names)


def words(
    text: str, place: Location, *, fixed: bool = True, unit: str = "", names: tuple[str, ...] = ()
) -> Statement | None:
    """Give a text that is no Markdown as a statement."""
    return Statement(text, (0,), (place,), fixed, unit, names=names) if text.strip() else None


def statements(nodes: Iterable[b.Node]) -> Iterator[Statement]:
    """Give all that the nodes of a tree say, but for their charts' numbers."""
    for node in nodes:
        kind = type(node)
        if kind in _SAYING or kind in _ASIDE:
            for found in _said(node) if kind in _SAYING else _aside(node):
                if found:
                    yield found


_SAYING = frozenset(
    (
        *(b.Paragraph, b.Heading, b.Definition, b.Term, b.Table, b.Chart, b.Figure, b.Diagram, b.Explorable),
        *(b.VegaLite, b.Image),
    )
)
_ASIDE = frozenset((b.MathBlock, b.Link, b.Element, b.Citation, b.OrderedList, b.RawHtml))


def _said(node: b.Node) -> Iterator[Statement | None]:
    match node:
        case b.Paragraph(children=children) | b.Heading(children=children):
            yield line(children, left=node.location.column)
        case b.Definition(term=children) | b.Term(name=children) | b.Table(caption=children):
            yield line(children)
            if isinstance(node, b.Table):
                yield from _cells(node)
        case b.Chart():
            begins, places = zip(*node.alt_at, strict=True) if node.alt_at else ((0,), (node.location,))
            yield Statement(node.alt, begins, places, fixed=not node.alt_at) if node.alt.strip() else None
            yield line(node.caption, fixed=True)
            yield line(node.source, fixed=True)
            yield words(node.unit, node.location)
            yield words(_reference(node), node.location)
        case b.Figure() | b.Diagram() | b.Explorable() | b.VegaLite():
            yield words(node.alt, node.location)
            yield words(node.caption, node.location)
            if isinstance(node, b.Diagram):
                for text, place in diagram_words(node):
                    yield words(text, place, fixed=False)
            if isinstance(node, b.VegaLite):
                yield from (words(text, node.location) for text in shown_words(node.specification))
        case b.Image():
            yield words(node.alt, node.location)
            yield words(node.title, node.location)


def _aside(node: b.Node) -> Iterator[Statement | None]:
    """Give what else says something: displayed formulas, blocks of HTML, titles, locators, the number of a list."""
    match node:
        case b.MathBlock(tex=tex, places=places):
            for text, place in zip(formula(tex).split("\n"), places, strict=False):
                yield words(text, place, fixed=False)
        case b.Link(title=title):
            yield words(title, node.location)
        case b.Element(attributes=attributes):
            yield words(dict(attributes).get("title", ""), node.location)
        case b.Citation(cites=cites):
            for cite in cites:
                yield words(said_by(cite.locator), cite.location)
        case b.OrderedList(start=start) if start > LONGEST:
            yield words(str(start), node.location)
        case b.RawHtml():
            for parts in html_words(node):
                yield joined(parts)


def _reference(chart: b.Chart) -> str:
    """Give the words beside the value to compare with, without that value where it is a number of our own."""
    own = chart.reference.text if chart.reference and chart.reference_calc else ""
    return chart.reference_label.replace(own, MASK) if own else chart.reference_label


def _cells(table: b.Table) -> Iterator[Statement | None]:
    columns = [b.plain_text(cell.children) for cell in table.head]
    for cell in table.head:
        yield line(cell.children)
    for row in table.rows:
        name = b.plain_text(row[0].children) if row else ""
        for cell, column in zip(row, columns, strict=False):
            yield line(cell.children, unit=unit_of(column), names=(name, column))


def unit_of(name: str) -> str:
    """Give the unit that the name of a column ends with: `Accuracy (%)`; empty when there is none."""
    found = _UNIT.search(name)
    return next((group for group in found.groups() if group), "") if found else ""


def _parts(nodes: b.Inlines) -> Iterator[tuple[str, Location | None]]:
    for node in nodes:
        match node:
            case b.Text(text=text):
                yield text, node.location
            case b.LineBreak():
                yield "\n", None
            case b.InlineMath(tex=tex, places=places):
                yield from zip(formula(tex).split("\n"), places, strict=False)
            case b.Span(classes=classes) if "ours" in classes:
                yield MASK, None
            case b.Calculation() | b.CodeSpan() | b.Citation() | b.FootnoteReference() | b.Image():
                yield MASK, None
            case b.Emphasis() | b.Strong() | b.Strikethrough() | b.Link() | b.Span() | b.Element():
                yield from _parts(node.children)
            case _:
                yield " ", None
