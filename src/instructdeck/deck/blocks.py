"""The tree of typed blocks that a slide, its notes, a synthesis or a quote consists of.

Blocks stand below each other, inlines within a line.
Every consumer (HTML, checks, search, exports) reads this one tree; none of it holds HTML, except
`RawHtml`, which exists only when the deck's owner allowed it.
"""

from __future__ import annotations

import enum
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .diagnostics import Location

_LEAVES = (
    "Location",
    "Location | None",
    "tuple[Location, ...]",
    "str",
    "int",
    "bool",
    "bool | None",
    "tuple[str, ...]",
    "tuple[tuple[str, str], ...]",
)
"""Types of fields, as written below, that hold no nodes: `walk` passes them by."""

Inlines: TypeAlias = "tuple[Inline, ...]"
Blocks: TypeAlias = "tuple[Block, ...]"


@dataclass(frozen=True, slots=True)
class Node:
    """Anything in the tree; `kind` names it for templates and for JSON."""

    kind: ClassVar[str]
    location: Location


@dataclass(frozen=True, slots=True)
class Inline(Node):
    """A part of a line."""


@dataclass(frozen=True, slots=True)
class Block(Node):
    """A part of a slide or page that stands on lines of its own."""


@dataclass(frozen=True, slots=True)
class Text(Inline):
    """Plain words."""

    kind: ClassVar[str] = "text"
    text: str


@dataclass(frozen=True, slots=True)
class Emphasis(Inline):
    """`*words*`."""

    kind: ClassVar[str] = "emphasis"
    children: Inlines


@dataclass(frozen=True, slots=True)
class Strong(Inline):
    """`**words**`."""

    kind: ClassVar[str] = "strong"
    children: Inlines


@dataclass(frozen=True, slots=True)
class Strikethrough(Inline):
    """`~~words~~`."""

    kind: ClassVar[str] = "strikethrough"
    children: Inlines


@dataclass(frozen=True, slots=True)
class CodeSpan(Inline):
    """Code within a line."""

    kind: ClassVar[str] = "code_span"
    text: str


@dataclass(frozen=True, slots=True)
class InlineMath(Inline):
    """`$tex$`: a formula within a line."""

    kind: ClassVar[str] = "inline_math"
    tex: str
    places: tuple[Location, ...]
    """Where each line of `tex` begins."""


@dataclass(frozen=True, slots=True)
class LineBreak(Inline):
    """A forced new line."""

    kind: ClassVar[str] = "line_break"


@dataclass(frozen=True, slots=True)
class Link(Inline):
    """`[words](href "title")`."""

    kind: ClassVar[str] = "link"
    href: str
    title: str
    children: Inlines
    places: tuple[Location, ...] = ()
    """Where its address begins and ends; without it, the address stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Image(Inline):
    """A picture within a line of text; one alone in its paragraph is a `Figure`."""

    kind: ClassVar[str] = "image"
    src: str
    """As written, relative to the section's folder."""
    file: str
    """Relative to the project's root; empty when the file was refused or is missing."""
    alt: str
    title: str
    width: str
    """A CSS length such as `60%` or `300px`; empty for the picture's own."""


@dataclass(frozen=True, slots=True)
class Cite:
    """One target of a citation."""

    id: str
    """Of a quote or of a source."""
    locator: str
    """Where in the source, such as `p. 3`; empty for a quote, which knows its place."""
    location: Location


@dataclass(frozen=True, slots=True)
class Citation(Inline):
    """`[@id]` or `[@a; @source, p. 3]`: evidence for what stands before it."""

    kind: ClassVar[str] = "citation"
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class FootnoteReference(Inline):
    """`[^label]`: the mark that points to a footnote of the same slide or page."""

    kind: ClassVar[str] = "footnote_reference"
    label: str
    number: int
    """1-based, in order of first use on the slide or page."""
    mark: int
    """1-based, among the marks of the same footnote there."""


@dataclass(frozen=True, slots=True)
class Span(Inline):
    """`[words]{.highlight}`; `.ours` is a count of our own, which no evidence has."""

    kind: ClassVar[str] = "span"
    classes: tuple[str, ...]
    children: Inlines


@dataclass(frozen=True, slots=True)
class Calculation(Inline):
    """`[134.6]{calc="175 / 1.3"}`: a number of our own, and how it comes about."""

    kind: ClassVar[str] = "calculation"
    expression: str
    """As written."""
    expression_at: Location
    inputs: tuple[str, ...]
    """The numbers in it, as written."""
    children: Inlines


@dataclass(frozen=True, slots=True)
class Element(Inline):
    """A pair of HTML tags within a line, in a deck whose owner allows them; a link is a `Link`."""

    kind: ClassVar[str] = "element"
    tag: str
    """One of those that the cleaner of HTML lets through."""
    attributes: tuple[tuple[str, str], ...]
    children: Inlines


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """Running text."""

    kind: ClassVar[str] = "paragraph"
    children: Inlines


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """A heading below the slide's or page's own title."""

    kind: ClassVar[str] = "heading"
    level: int
    """3 to 6 on a slide, 2 to 6 on a page."""
    id: str
    """Empty when the author gave none and none could be derived."""
    children: Inlines


@dataclass(frozen=True, slots=True)
class ListItem(Node):
    """One item of a list."""

    kind: ClassVar[str] = "list_item"
    blocks: Blocks
    checked: bool | None
    """Whether a task is done; None for an item that is no task."""


@dataclass(frozen=True, slots=True)
class BulletList(Block):
    """A list with bullets."""

    kind: ClassVar[str] = "bullet_list"
    items: tuple[ListItem, ...]
    tight: bool
    incremental: bool
    """Whether the items are fragments."""


@dataclass(frozen=True, slots=True)
class OrderedList(Block):
    """A list with numbers."""

    kind: ClassVar[str] = "ordered_list"
    items: tuple[ListItem, ...]
    start: int
    tight: bool
    incremental: bool
    """Whether the items are fragments."""


@dataclass(frozen=True, slots=True)
class Definition(Node):
    """A term and what it means."""

    kind: ClassVar[str] = "definition"
    term: Inlines
    meanings: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class DefinitionList(Block):
    """Terms with their meanings."""

    kind: ClassVar[str] = "definition_list"
    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """One cell of a table."""

    kind: ClassVar[str] = "cell"
    align: str
    """`left`, `center`, `right` or empty."""
    children: Inlines


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A GFM table: a head row and body rows of equal width."""

    kind: ClassVar[str] = "table"
    caption: Inlines
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure(Block):
    """A picture alone in its paragraph, with alt text and an optional caption."""

    kind: ClassVar[str] = "figure"
    src: str
    """As written, relative to the section's folder."""
    file: str
    """Relative to the project's root; empty when the file was refused or is missing."""
    alt: str
    caption: str
    width: str
    """A CSS length such as `60%`; empty for the picture's own width."""


@dataclass(frozen=True, slots=True)
class PartName:
    """A name of a part of a diagram, as the author wrote it in an attribute."""

    name: str
    location: Location


@dataclass(frozen=True, slots=True)
class Diagram(Block):
    """A diagram in Mermaid's language, with alt text and an optional caption."""

    kind: ClassVar[str] = "diagram"
    text: str
    places: tuple[Location, ...]
    """Where each line of `text` begins: in the fence, or in the file that it comes from."""
    alt: str
    caption: str
    width: str = ""
    """A CSS length such as `60%`; empty for the diagram's own width."""
    strip: bool = False
    """Whether each group is drawn as one box."""
    lit: tuple[PartName, ...] = ()
    """What is lit, while all else is dimmed; empty lights all."""
    steps: tuple[tuple[PartName, ...], ...] = ()
    """What appears at each press; all else is there from the start."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that an author gives an explorable."""

    name: str
    values: tuple[str, ...]
    """As written; a single one unless it is a list."""
    is_list: bool
    location: Location
    value_location: Location


@dataclass(frozen=True, slots=True)
class Explorable(Block):
    """An interactive figure, with alt text and an optional caption."""

    kind: ClassVar[str] = "explorable"
    name: str
    """Of its script in `templates/explorables/`; empty when the author gave none."""
    name_location: Location
    alt: str
    caption: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock(Block):
    """A listing."""

    kind: ClassVar[str] = "code_block"
    text: str
    language: str
    """A Pygments alias; empty for plain text."""
    steps: tuple[tuple[int, ...], ...]
    """Lines (1-based) lit at each step; an empty step lights all."""


@dataclass(frozen=True, slots=True)
class MathBlock(Block):
    """`$$tex$$`: a formula on lines of its own."""

    kind: ClassVar[str] = "math_block"
    tex: str
    places: tuple[Location, ...]
    """Where each line of `tex` begins."""


class ChartType(enum.Enum):
    """How a chart shows its data."""

    BAR = "bar"
    STACK = "stack"
    SHARE = "share"
    DOT = "dot"
    LINE = "line"
    SLOPE = "slope"


class Scale(enum.Enum):
    """How far apart numbers lie."""

    LINEAR = "linear"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Datum(Node):
    """One cell of the data behind a chart."""

    kind: ClassVar[str] = "datum"
    text: str
    """As written in the data."""
    number: float | None
    """None for words, and where there is no value."""


@dataclass(frozen=True, slots=True)
class Chart(Block):
    """Data, and how they are to be shown; several `values` and a `series` both part the marks into series."""

    kind: ClassVar[str] = "chart"
    type: ChartType
    alt: str
    caption: Inlines
    source: Inlines
    columns: tuple[str, ...]
    rows: tuple[tuple[Datum, ...], ...]
    """Each as long as `columns`."""
    label: str
    """The column that names what is shown; this and the next ones are empty when there is no such column."""
    values: tuple[str, ...]
    """The columns that are shown, at least one."""
    series: str
    error: str
    """The column with half the width of each interval."""
    low: str
    high: str
    unit: str
    scale: Scale
    vertical: bool
    """Whether bars stand upright."""
    highlight: tuple[str, ...]
    """Series or labels that are to be seen first."""
    reference: Datum | None
    """A value to compare with."""
    reference_label: str
    steps: bool
    """Whether the series, or the rows of a single one, appear one by one."""
    derived: tuple[str, ...] = ()
    """The columns with numbers of our own, which no evidence has."""
    reference_calc: Calculation | None = None
    """How the value to compare with comes about, when it is one of our own, such as what chance would give."""
    alt_at: tuple[tuple[int, Location], ...] = ()
    """Offset in the alt text of each of its words, and where that stands."""


@dataclass(frozen=True, slots=True)
class Term(Node):
    """A part of a formula, and what it means."""

    kind: ClassVar[str] = "term"
    name: Inlines
    """As the author wrote it: one formula or several."""
    spans: tuple[tuple[int, int], ...]
    """Where it stands in the formula, as offsets in its LaTeX; empty when it is not there."""
    step: int
    """1-based on the slide: which of its parts is lit when this one is."""
    meanings: tuple[Blocks, ...]


@dataclass(frozen=True, slots=True)
class Terms(Block):
    """A formula whose parts are named one by one."""

    kind: ClassVar[str] = "terms"
    formula: MathBlock
    items: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class VegaLite(Block):
    """A chart that says in Vega-Lite's own words how it is drawn."""

    kind: ClassVar[str] = "vega_lite"
    alt: str
    caption: str
    specification: str
    """JSON, with the rows of data files in place of their names."""
    columns: tuple[str, ...]
    rows: tuple[tuple[Datum, ...], ...]
    """Of the first data file; none when the data stand in the specification."""


@dataclass(frozen=True, slots=True)
class BlockQuote(Block):
    """`> words`."""

    kind: ClassVar[str] = "block_quote"
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Column(Node):
    """One of several columns."""

    kind: ClassVar[str] = "column"
    width: str
    """A percentage such as `40%`; empty for an equal share."""
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Columns(Block):
    """Columns side by side."""

    kind: ClassVar[str] = "columns"
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Fragment(Block):
    """Blocks that appear on the next press."""

    kind: ClassVar[str] = "fragment"
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Callout(Block):
    """A framed remark."""

    kind: ClassVar[str] = "callout"
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Aside(Block):
    """A small remark at the foot."""

    kind: ClassVar[str] = "aside"
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class HorizontalRule(Block):
    """A line of `---`; a page may hold one, a slide may not."""

    kind: ClassVar[str] = "rule"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a link in a block of HTML leads."""

    href: str
    location: Location


@dataclass(frozen=True, slots=True)
class RawHtml(Block):
    """A block of HTML, in a deck whose owner allows it; sanitised when rendered."""

    kind: ClassVar[str] = "raw_html"
    html: str
    links: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class Broken(Block):
    """Stands where a part could not be read, so that nobody overlooks the gap."""

    kind: ClassVar[str] = "broken"
    message: str
    source: str
    """What the author wrote there."""


@dataclass(frozen=True, slots=True)
class Footnote(Node):
    """The text of a footnote."""

    kind: ClassVar[str] = "footnote"
    label: str
    number: int
    blocks: Blocks


def walk(nodes: object) -> Iterator[Node]:
    """Give every node of a tree or of a tuple of trees, parents before children, in reading order."""
    # All checks go through here, node by node: what is cheap for one of them counts a million times in a large deck.
    stack = [nodes]
    pop, extend = stack.pop, stack.extend
    while stack:
        item = pop()
        if type(item) is tuple:
            extend(item[::-1])
        elif isinstance(item, Node):
            yield item
            # A comprehension would make a list even for the many nodes that have no branches.
            for name in _branches(type(item)):  # type: ignore[arg-type]  # a class
                if inner := getattr(item, name):
                    stack.append(inner)  # noqa: PERF401


@cache
def _branches(kind: type[Node]) -> tuple[str, ...]:
    """Give the fields of a kind of node that can hold nodes, last first."""
    return tuple(each.name for each in reversed(fields(kind)) if each.type not in _LEAVES)


def plain_text(nodes: object) -> str:
    """Give the words of a tree without marks, as a screen reader would speak them."""
    parts: list[str] = []
    for node in walk(nodes):
        match node:
            case Text(text=text) | CodeSpan(text=text) | InlineMath(tex=text):
                parts.append(text)
            case CodeBlock(text=text) | MathBlock(tex=text) | Datum(text=text):
                parts += ("\n", text)
            case LineBreak() | Block() | ListItem() | Cell() | Definition() | Term():
                parts.append("\n")
            case _:
                pass
    lines = (" ".join(line.split()) for line in "".join(parts).splitlines())
    return "\n".join(line for line in lines if line)
