"""Pictures that have lines of a paragraph for themselves: figures, side by side where there are several.

Nobody who writes a picture into a line of its own wants a sign within the words of the next one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b

from .inlines import DiagramFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PICTURES = (b.Image, DiagramFile)


def parted(children: Sequence[b.Inline]) -> Iterator[tuple[bool, Sequence[b.Inline]]]:
    """Give the lines of a paragraph that are nothing but pictures, each run with True, and its words between them."""
    begun, index, fresh = 0, 0, True
    while index < len(children):
        each = children[index]
        if fresh and isinstance(each, _PICTURES) and (end := _end_of_pictures(children, index)):
            broken = index > begun and isinstance(children[index - 1], b.LineBreak)
            yield False, children[begun : index - broken]
            yield True, children[index:end]
            begun = index = end
            continue
        fresh = _ends_line(each, fresh=fresh)
        index += 1
    yield False, children[begun:]


def _ends_line(node: b.Inline, *, fresh: bool) -> bool:
    """Tell whether a line begins behind a node; `fresh` where one began before it."""
    if not isinstance(node, b.Text):
        return isinstance(node, b.LineBreak)
    words = node.text.rstrip()
    return "\n" in node.text[len(words) :] or (fresh and not words)


def _end_of_pictures(children: Sequence[b.Inline], index: int) -> int:
    """Give where the lines end that are nothing but pictures; 0 where words follow in the first of them."""
    end = 0
    while index < len(children):
        match children[index]:
            case b.LineBreak():
                end = index + 1
            case b.Text(text=text):
                if "\n" in text[: len(text) - len(text.lstrip())]:
                    end = index
                if text.strip():
                    return end
            case b.Image() | DiagramFile():
                pass
            case _:
                return end
        index += 1
    return index


def row(line: Sequence[b.Inline]) -> list[b.Block]:
    """Give a line of pictures as figures, of which several are columns, each as wide as it asks to be."""
    figures = [*_figures(line)]
    return [b.Columns(figures[0].location, tuple(map(_column, figures)))] if figures[1:] else [*figures]


def _figures(line: Sequence[b.Inline]) -> Iterator[b.Figure | b.Diagram]:
    for each in line:
        match each:
            case DiagramFile():
                yield each.diagram
            case b.Image():
                yield b.Figure(each.location, each.src, each.file, each.alt, each.title, each.width)


def _column(figure: b.Figure | b.Diagram) -> b.Column:
    if isinstance(figure, b.Figure) and figure.width.endswith("%"):
        return b.Column(figure.location, figure.width, (replace(figure, width=""),))
    return b.Column(figure.location, "", (figure,))
