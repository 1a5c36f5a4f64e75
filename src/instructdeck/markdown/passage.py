"""A text that is being read: its lines, where they stand, and what is wrong with them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import field, replace
from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import Findings, Location, Rule, did_you_mean, keys_at
from instructdeck.deck.ids import is_id
from instructdeck.deck.rules import ATTRIBUTE_SYNTAX, RAW_HTML, UNKNOWN_ATTRIBUTE
from instructdeck.files.spans import Spans, place_of, spans
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection

    from markdown_it.token import Token

    from instructdeck.files.yamlfile import Scalar

    from .attributes import Attributes

FigureFinder = Callable[[str, Location, int], str]
"""Gives a figure's path relative to the project's root, or nothing and a diagnostic: source, place, length."""

DataFinder = Callable[[str, Location, int], tuple[str, str] | None]
"""Gives path and text of a data file, or None and a diagnostic: its name, place, length."""
DiagramFinder = Callable[[str, Location, int], tuple[str, str] | None]
"""Gives the path and the text of a diagram's file, or None and a diagnostic: source, place, length."""
DIAGRAM_FILE = ".mmd"
"""Ending of a file with a diagram in Mermaid's language."""

_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_INSTEAD = {
    **dict.fromkeys(("b", "strong"), "**words**"),
    **dict.fromkeys(("i", "em"), "*words*"),
    **dict.fromkeys(("s", "del", "strike"), "~~words~~"),
    **dict.fromkeys(("mark", "u", "font", "span"), "[words]{.highlight}"),
    **dict.fromkeys(("sub", "sup"), "$H_2$ or $a^2$"),
    **dict.fromkeys(("code", "tt", "kbd"), "`code`"),
    **dict.fromkeys(("pre",), "a fence of ```"),
    **dict.fromkeys(("ul", "ol", "li"), "'- item' or '1. item'"),
    **dict.fromkeys(("img", "svg", "figure"), "![what it shows](figures/plot.svg)"),
    **dict.fromkeys(("table", "tr", "td"), "a table with bars"),
    "a": "[words](address)",
    "br": "a backslash at the end of the line",
    "hr": "a new slide with '## Title'",
    "aside": "'::: notes' … ':::'",
    "blockquote": "'> words'",
    "v-click": "'::: fragment' … ':::'",
}
"""What is written in place of a tag."""
_MARGIN = re.compile(r"[ \t>]*")
"""What stands before a block that does not begin on the first line of the list or quote around it."""
_LINE_END = re.compile(r"\r\n?|\n")
_ESCAPED_BAR = re.compile(r"\\\|")
_WIDTH = re.compile(r"(?:100|[1-9]?\d(?:\.\d+)?)%|[1-9]\d{0,3}px", re.ASCII)


@dataclass(frozen=True, slots=True)
class Markup:
    """How a text is to be read."""

    path: str
    findings: Findings
    first_line: int = 1
    """Line of the file on which the text begins."""
    at: Location | None = None
    """Where it begins, for a text that stands inside a YAML file."""
    spans: Spans = ()
    """Where the words of such a text stand."""
    html: bool = False
    """Whether HTML is allowed."""
    figure: FigureFinder = lambda _src, _location, _length: ""
    diagram: DiagramFinder = lambda _src, _location, _length: None
    data: DataFinder = lambda _src, _location, _length: None
    slides: bool = False
    """Whether headings of level 2 open slides."""

    def inside(self, text: Scalar) -> Markup:
        """Give how a text of a YAML file is read."""
        return replace(self, at=text.location, spans=spans(text))

    @property
    def is_page(self) -> bool:
        """Whether it becomes a page of its own, with footnotes and with headings that can be linked to."""
        return self.at is None and not self.slides


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the content of an inline token stands, which markdown-it hands on without the marks around it."""

    passage: Passage
    line: int
    """0-based number of the first line."""
    begins: tuple[int, ...]
    """Offset in the content of each of its lines."""
    columns: tuple[int, ...]
    """0-based column in the file of each of its lines."""
    bars: tuple[int, ...] = ()
    """Offsets of bars before which the file has a backslash, in a cell of a table."""

    def place(self, position: int) -> Location:
        """Give the place of an offset in the content."""
        index = bisect_right(self.begins, position) - 1
        column = self.columns[index] + position - self.begins[index] + bisect_left(self.bars, position)
        return self.passage.place(self.line + index, max(column, 0))


@dataclass
class Passage:
    """The lines of a text, which turn offsets of tokens into places, and the reports about them."""

    text: str
    markup: Markup
    lines: list[str] = field(init=False)
    begins: list[int] = field(init=False)
    """Offset in the text of each line."""
    refused: set[str] = field(default_factory=set)
    """HTML's tags that were reported; the ones that close them are no further mistakes."""

    def __post_init__(self) -> None:
        """Divide the text into lines as markdown-it does."""
        self.lines = _LINE_END.split(self.text)
        self.begins = [0, *(found.end() for found in _LINE_END.finditer(self.text))] if self.markup.at else []

    def add(self, rule: Rule, message: str, location: Location, hint: str = "", length: int = 1) -> None:
        """Report one problem."""
        self.markup.findings.add(rule, message, location, hint, length)

    def line(self, number: int) -> str:
        """Give a line by its 0-based number; empty behind the last."""
        return self.lines[number] if number < len(self.lines) else ""

    def place(self, line: int, column: int = 0) -> Location:
        """Give the location of a 0-based line and column."""
        if self.markup.at:
            begin = self.begins[min(line, len(self.begins) - 1)]
            return place_of(self.markup.spans, begin + column) or self.markup.at
        return Location(self.markup.path, line + self.markup.first_line, column + 1)

    def column(self, token: Token) -> int:
        """Give the 0-based column on which a block begins."""
        if "column" in token.meta:
            return int(token.meta["column"])
        margin = _MARGIN.match(self.line(first_line(token)))
        return margin.end() if margin else 0

    def start(self, token: Token) -> Location:
        """Give where a block begins."""
        return self.place(first_line(token), self.column(token))

    def origin(self, inline: Token) -> Origin:
        """Give where the words of a block stand: they are what its lines end with, up to `cut` characters."""
        number = first_line(inline)
        # markdown-it drops lines of other blanks, such as U+2028, before the words of a paragraph.
        words = inline.content.partition("\n")[0].rstrip()
        while (line := self.line(number)).rstrip() != line.rstrip(" \t") and not line.rstrip().endswith(words):
            number += 1
        begins, columns, begin = [], [], 0
        for index, part in enumerate(inline.content.split("\n")):
            begins.append(begin)
            columns.append(len(self.line(number + index).rstrip()) - len(part.rstrip()))
            begin += len(part) + 1
        columns[-1] -= inline.meta.get("cut", 0)
        return Origin(self, number, tuple(begins), tuple(columns))

    def origin_at(self, inline: Token, column: int, source: str = "") -> Origin:
        """Give where the words of one line stand, from `column` on, as `source` when they hold escaped bars."""
        bars = tuple(found.start() - index for index, found in enumerate(_ESCAPED_BAR.finditer(source)))
        return Origin(self, first_line(inline), (0,), (column,), bars)

    # --- attributes -----------------------------------------------------------------------------

    def report(self, attributes: Attributes, at: Location) -> None:
        """Report the attributes that could not be read; `at` is where the text between the braces begins."""
        for problem in attributes.problems:
            self.add(ATTRIBUTE_SYNTAX, problem.message, shift(at, problem.start), problem.hint, problem.length)

    def refuse(  # noqa: PLR0913  each is a plain fact about what carries the attributes
        self,
        attributes: Attributes,
        at: Location,
        what: str,
        known: tuple[str, ...] = (),
        *,
        takes_id: bool = False,
        takes_classes: bool = False,
        inside: Collection[str] = (),
    ) -> None:
        """Report every attribute that means nothing on `what`; `inside` are keys for which it has lines of its own."""
        self.report(attributes, at)
        if attributes.id and takes_id and not is_id(attributes.id.value):
            place = shift(at, attributes.id.start)
            hint = "use letters, digits and hyphens, and at least one letter"
            self.add(ATTRIBUTE_SYNTAX, f"'{attributes.id.value}' cannot be an id", place, hint, attributes.id.length)
            attributes.refused_id, attributes.id = attributes.id, None
        if attributes.id and not takes_id:
            place = shift(at, attributes.id.start - 1)
            self.add(UNKNOWN_ATTRIBUTE, f"{what} takes no id", place, "delete it", attributes.id.length + 1)
        for each in () if takes_classes else attributes.classes:
            message = f"{what} takes no class '.{each.value}'"
            self.add(UNKNOWN_ATTRIBUTE, message, shift(at, each.start - 1), "delete it", each.length + 1)
        for key, each in attributes.pairs.items():
            if key not in known:
                hint = did_you_mean(key, known) if known else "delete it"
                hint = f"write it on a line below, without braces: '{key}: …'" if key in inside else hint
                self.add(UNKNOWN_ATTRIBUTE, f"{what} takes no '{key}'", shift(at, each.start), hint, len(key))

    def width(self, attributes: Attributes, at: Location) -> str:
        """Give the width among attributes, or nothing."""
        found = attributes.pairs.get("width")
        if found is None:
            return ""
        if not _WIDTH.fullmatch(found.value):
            message = f"'{found.value}' is no width"
            self.add(
                UNKNOWN_ATTRIBUTE, message, shift(at, found.start), 'write width="60%" or width="300px"', found.length
            )
            return ""
        return found.value

    def refuse_html(self, html: str, place: Location) -> None:
        """Report HTML in a deck that does not allow it."""
        if html.startswith("<!--"):
            self.add(RAW_HTML, "a comment that is never closed", place, "end it with '-->'", 4)
            return
        found = _TAG.match(html)
        name = found[2].lower() if found else ""
        if found and found[1] and name in self.refused:
            return
        self.refused.add(name)
        first = html.split("\n", maxsplit=1)[0]
        home = keys_at(place.path, "content/deck.yml")
        instead = _INSTEAD.get(name, "Markdown")
        hint = f"write {instead}, '\\<' for the sign itself, or set 'html: true' in {home}"
        self.add(RAW_HTML, f"HTML is off: {first[:40]}", place, hint, len(first))


def first_line(token: Token) -> int:
    """Give the 0-based line on which a block begins."""
    return token.map[0] if token.map else 0


def shift(location: Location, columns: int) -> Location:
    """Give a place further right on the same line."""
    return Location(location.path, location.line, location.column + max(columns, 0))
