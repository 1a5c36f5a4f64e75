"""Sets an article on pages, with all that stands between its words: columns, heads, numbers, notes, hyphens."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from printer import WIDTH, Piece, print_pdf

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MARK = re.compile(r"\^(\d+)")
"""The mark of a footnote in a text: `word^1`."""
SIZE = 10.0
SMALL = 7.0
LEADING = 12.0
LEFT, RIGHT, TOP, BOTTOM = 60.0, 540.0, 720.0, 90.0
GUTTER = 24.0


@dataclass(frozen=True)
class Style:
    """How an article is laid out."""

    columns: int = 1
    rows_first: bool = False
    """Whether a line of the left column is written right before that of the right column, not a column at once."""
    head: str = ""
    """The running head; `#` is the page's number."""
    first: int = 1
    """The number printed on the first page."""
    notes: Mapping[int, str] = field(default_factory=dict)
    """Of footnotes, by their number."""
    hyphens: bool = True
    """Whether words are broken between lines."""
    compounds: bool = False
    """Whether a hyphen of a word's own may stand at the end of a line."""
    lines: int = 48
    """Of a column."""

    @property
    def width(self) -> float:
        """Of a column."""
        return (RIGHT - LEFT - GUTTER * (self.columns - 1)) / self.columns


def set_lines(text: str, letters: int, *, hyphens: bool, compounds: bool = False) -> Iterator[str]:
    """Give the lines of a paragraph, no longer than some letters; a word that does not fit is broken."""
    line = ""
    for word in text.split():
        rest = word
        while len(line) + len(rest) + bool(line) > letters:
            cut = _break(rest, letters - len(line) - bool(line), compounds=compounds) if hyphens else 0
            head = rest[:cut] + ("" if rest[:cut].endswith("-") else "-") if cut else ""
            yield " ".join(part for part in (line, head) if part)
            line, rest = "", rest[cut:]
        line = " ".join(part for part in (line, rest) if part)
    if line:
        yield line


def _break(word: str, room: int, *, compounds: bool) -> int:
    """Give how many letters of a word stay in the line: up to a hyphen of its own, else at least three of each part."""
    own = [at + 1 for at, char in enumerate(word) if char == "-" and 2 <= at < room and word[at + 1 :][:1].isalpha()]
    if own:
        return own[-1] if compounds else 0
    cut = min(room - 1, len(word) - 3)
    fits = cut >= 3 and all(char.isalpha() and char.islower() for char in word[1 : cut + 3])
    return cut if fits and "^" not in word else 0


def print_article(text: str, style: Style = Style()) -> bytes:
    """Give the PDF of a text, whose paragraphs stand between empty lines."""
    letters = int(style.width / (WIDTH * SIZE))
    lines = [
        line
        for paragraph in text.strip().split("\n\n")
        for line in [*set_lines(paragraph, letters, hyphens=style.hyphens, compounds=style.compounds), ""]
    ]
    each = style.lines * style.columns
    parts = [lines[at : at + each] for at in range(0, len(lines), each)]
    return print_pdf([list(_page(part, style, number)) for number, part in enumerate(parts, style.first)])


def _page(lines: Sequence[str], style: Style, number: int) -> Iterator[Piece]:
    if style.head:
        yield Piece(LEFT, 760, style.head.replace("#", str(number)), 9.0)
    placed = [
        (row, column, line)
        for column in range(style.columns)
        for row, line in enumerate(lines[column * style.lines : (column + 1) * style.lines])
    ]
    for row, column, line in sorted(placed, key=lambda place: place[0]) if style.rows_first else placed:
        yield from _line(line, LEFT + column * (style.width + GUTTER), TOP - row * LEADING)
    marks = [int(mark) for line in lines for mark in MARK.findall(line)]
    for at, mark in enumerate(mark for mark in marks if mark in style.notes):
        yield Piece(LEFT, BOTTOM + 20 - at * 9, str(mark), 5.0)
        yield Piece(LEFT + 4, BOTTOM + 18 - at * 9, style.notes[mark], SMALL)
    if style.head:
        yield Piece(300, 40, str(number))


def _line(line: str, x: float, y: float) -> Iterator[Piece]:
    """Give the pieces of a line: the marks of footnotes are small and stand high."""
    at = x
    for part in re.split(r"(\^\d+)", line):
        if not part.strip():
            at += len(part) * WIDTH * SIZE
        elif MARK.fullmatch(part):
            piece = Piece(at, y + 4, part[1:], 6.0)
            yield piece
            at = piece.end
        else:
            piece = Piece(at + (len(part) - len(part.lstrip())) * WIDTH * SIZE, y, part.strip(), SIZE)
            yield piece
            at += len(part) * WIDTH * SIZE
