"""The gallery: a deck in which each slide is followed by the Markdown that makes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .blocks import CodeBlock, Text
from .model import Slide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .model import Deck

GALLERY = "gallery/gallery.md"
"""The template that is the gallery's deck."""


def with_markdown(deck: Deck, text: str) -> Deck:
    """Give a deck of one file with a listing of its Markdown after each slide; `text` is what the file holds."""
    lines = text.split("\n")
    sections = []
    number = 0
    for section in deck.sections:
        slides = list(_numbered(section.slides, lines, number))
        number += len(slides)
        sections.append(replace(section, slides=tuple(slides)))
    return replace(deck, sections=tuple(sections))


def _numbered(slides: Sequence[Slide], lines: Sequence[str], before: int) -> Iterator[Slide]:
    for position, slide in enumerate(slides):
        number = before + 2 * position + 1
        yield replace(slide, number=number)
        yield _listing(slide, "\n".join(lines[slide.location.line - 1 : slide.last_line]).strip(), number + 1)


def _listing(slide: Slide, markdown: str, number: int) -> Slide:
    return Slide(
        id=f"{slide.id}-markdown",
        number=number,
        section=slide.section,
        title=(Text(slide.location, f"{slide.title_text}: the Markdown"),),
        layout="code",
        classes=("wide", "wrap"),
        blocks=(CodeBlock(slide.location, markdown, "markdown", ()),),
        notes=(),
        footnotes=(),
        location=slide.location,
        last_line=slide.last_line,
    )
