"""How wide running words are, and on how many lines they stand, without a browser: by the letters' own widths."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.pictures.letters import OTHER, advances
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CODE = 0.6
"""Of the type size: a letter of JetBrains Mono."""
SPAN = 0.9
"""Of the type size around it: code within a line."""
FOREIGN = 0.58
"""Of the type size: a letter of an alphabet that Inter is not used for."""
MARK = "p. 12"
"""About as wide as the citation of a quote."""
STRONG = 1.03
"""How much wider words in bold are: half of what they are at the most."""
IDEOGRAPHS = "\u2e80"
"""From here on lines may end behind each letter."""
_WORDS = re.compile(r"\s+|[^\s-]*-+(?=[^\W\d])|\S[^\s-]*(?:-+(?![^\W\d])[^\s-]*)*")
"""Blanks, and what stands on one line: one may end behind a hyphen, but not before a digit."""
_PARTS = re.compile(r"\\[a-zA-Z]+|\\.|[a-zA-Z0-9]|\S")
_SPACED = {"=", "+", "-", "<", ">", r"\le", r"\ge", r"\to", r"\approx", r"\cdot", r"\times", r"\mid", r"\sim", r"\in"}
_UNSEEN = {
    "{",
    "}",
    "^",
    "_",
    "&",
    r"\left",
    r"\right",
    r"\frac",
    r"\begin",
    r"\end",
    r"\text",
    r"\mathrm",
    r"\mathcal",
}


@dataclass(frozen=True, slots=True)
class Type:
    """How words are set."""

    size: float
    line: float
    """Height of a line, in pixels as the size."""
    stretch: float = 1
    """How much wider the typeface is than Inter."""
    cite: float = 18
    """Size of the marks of citations."""


@lru_cache(65_536)
def _width(word: str) -> float:
    known = advances()
    return sum(known.get(letter) or (OTHER if letter >= IDEOGRAPHS else FOREIGN) for letter in word)


@lru_cache(1_024)
def formula_width(tex: str) -> float:
    """Give about how wide a formula is, of its type size: no sign is asked for its own width."""
    widest = max(tex.split(r"\\"), key=len) if r"\\" in tex else tex
    total, small = 0.0, 1.0
    for part in _PARTS.findall(widest):
        if part in {"^", "_"}:
            small = 0.7
        elif part == "}":
            small = 1.0
        elif part not in _UNSEEN:
            total += (1.3 if part in _SPACED else 0.52) * small
            small = small if "{" in widest else 1.0
    return total


@lru_cache(1_024)
def formula_height(tex: str) -> float:
    """Give about how high a formula is, of its type size: by what stands in each of its lines."""
    rows = re.split(r"\\\\(?:\[[^]]*\])?", tex)
    return sum(_row_height(row) for row in rows) + (0.3 * len(rows) if len(rows) > 1 else 0)


def _row_height(row: str) -> float:
    if re.search(r"\\(?:sum|prod|int|bigcup|lim)(?![a-zA-Z])", row):
        return 2.9
    if "frac" in row or "binom" in row:
        return 2.0
    return 1.25


@dataclass
class _Lines:
    """Words on lines, one after the other."""

    type: Type
    widths: list[list[float]]
    """Of the words of each line that ends by itself."""
    open: bool = False
    """Whether the next word belongs to the last one."""

    def add(self, width: float) -> None:
        """Take a word, or a part of one."""
        if self.open:
            self.widths[-1][-1] += width
        else:
            self.widths[-1].append(width)
        self.open = True

    def end_without_blank(self) -> None:
        """End a word behind which a line may end although no blank stands there, and takes no room."""
        self.widths[-1][-1] -= _width(" ") * self.type.size * self.type.stretch
        self.open = False

    def text(self, text: str, factor: float) -> None:
        """Take some words with what stands between them."""
        if text and text.isascii() and "-" not in text:
            self.plain(text, factor)
            return
        for word in _WORDS.findall(text):
            if word.isspace():
                self.open = False
            elif word[-1] == "-":
                self.add(_width(word) * factor)
                self.end_without_blank()
            elif word[0] >= IDEOGRAPHS or word[-1] >= IDEOGRAPHS:
                for letter in word:
                    self.add(_width(letter) * factor)
                    self.end_without_blank()
            else:
                self.add(_width(word) * factor)

    def plain(self, text: str, factor: float) -> None:
        """Take words between which a line ends only at a blank, as most do: the same in a third of the time."""
        widths = [_width(word) * factor for word in text.split()]
        if self.open and widths and not text[0].isspace():
            self.widths[-1][-1] += widths.pop(0)
        self.widths[-1] += widths
        self.open = not text[-1].isspace()

    def nodes(self, nodes: Iterable[object], factor: float) -> None:
        """Take the parts of a line."""
        for node in nodes:
            self.node(node, factor)

    def node(self, node: object, factor: float) -> None:
        """Take a part of a line; `factor` is the type size, stretched."""
        match node:
            case b.Text(text=text):
                self.text(text, factor)
            case b.CodeSpan(text=text):
                self.code(text)
            case b.InlineMath(tex=tex):
                self.add(formula_width(tex) * self.type.size)
            case b.LineBreak():
                self.widths.append([])
                self.open = False
            case b.Citation(cites=cites):
                self.cites(cites)
            case b.Image():
                self.add(self.type.size * 1.2)
            case b.Strong(children=children):
                self.nodes(children, factor * STRONG)
            case b.Emphasis() | b.Strikethrough() | b.Link() | b.Span() | b.Calculation() | b.Element():
                self.nodes(node.children, factor)
            case _:
                pass

    def code(self, text: str) -> None:
        """Take code within a line."""
        for part in _WORDS.findall(text):
            if part.isspace():
                self.open = False
            else:
                self.add(len(part) * CODE * SPAN * self.type.size)

    def cites(self, cites: Iterable[b.Cite]) -> None:
        """Take the marks of a citation."""
        for number, cite in enumerate(cites):
            self.open = self.open and not number
            self.add(_width(f"{', ' if number else ''}{cite.locator or MARK}") * self.type.cite)


def words(nodes: Iterable[object], type_: Type) -> list[list[float]]:
    """Give the widths of the words of a line, in pixels, for each line that the author ends."""
    lines = _Lines(type_, [[]])
    lines.nodes(nodes, type_.size * type_.stretch)
    return lines.widths


def code_lines(line: str, type_: Type, room: float) -> int:
    """Give on how many lines one of a listing stands where long ones are broken."""
    letter = CODE * type_.size
    indent = [0.0] if line[:1].isspace() else []
    return _filled([*indent, *(len(word) * letter for word in line.split())], letter, max(room, 1))


def line_count(nodes: Iterable[object], type_: Type, room: float) -> int:
    """Give on how many lines words stand that have so much room beside each other."""
    space = _width(" ") * type_.size * type_.stretch
    return sum(_filled(line, space, max(room, 1)) for line in words(nodes, type_))


def _filled(widths: list[float], space: float, room: float) -> int:
    lines, left = 1, room
    for width in widths:
        if width > left and left < room:
            lines, left = lines + 1, room
        if width > room:  # it is broken where the line ends
            more = int(width // room)
            lines, width = lines + more, width - more * room  # noqa: PLW2901
        left -= width + space
    return lines


def height(nodes: Iterable[object], type_: Type, room: float) -> float:
    """Give the height of running words."""
    return line_count(nodes, type_, room) * type_.line


def spans(nodes: Iterable[object], type_: Type) -> tuple[float, float]:
    """Give the widths of the longest word, and of all of them on as few lines as there can be."""
    space = _width(" ") * type_.size * type_.stretch
    lines = words(nodes, type_)
    least = max((width for line in lines for width in line), default=0.0)
    return least, max((sum(line) + space * (len(line) - 1) for line in lines if line), default=0.0)


def shared(spans_: list[tuple[float, float]], room: float) -> Iterator[float]:
    """Give the widths of columns of a table, each between its longest word and all of its words, as browsers do.

    A table that is hardly too wide has its words on as few lines as there can be: letters stand a little nearer in it.
    """
    least, most = sum(each for each, _ in spans_), sum(each for _, each in spans_)
    part = 1.0 if most <= room * 1.01 else max(room - least, 0) / max(most - least, 1)
    return (low + (high - low) * part for low, high in spans_)
