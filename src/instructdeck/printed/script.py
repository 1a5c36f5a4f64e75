"""What the speakers say, as pages to be read at the desk: each slide small, its time, and its notes."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import FootnoteReference, walk
from instructdeck.deck.model import WORDS_PER_MINUTE
from instructdeck.export.exported import ExportError
from instructdeck.export.notes import spoken
from instructdeck.site.pages import Pages
from instructdeck.values import dataclass

from .booklet import Booklet, booklet_pdf, page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from instructdeck.deck.blocks import Footnote
    from instructdeck.deck.model import Slide
    from instructdeck.files.files import Project
    from instructdeck.render.page import Page
    from instructdeck.render.renderer import Renderer
    from instructdeck.site.views import SectionView, SlideView

A_PAGE = 2
"""Slides on one page, where their notes are long."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What is said to one slide."""

    view: SlideView
    begins: str
    """How long after the section's first slide, such as `1:12`."""
    ends: str
    footnotes: tuple[Footnote, ...]
    """Those that the notes name."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What one speaker says."""

    view: SectionView
    page: Page
    words: int
    lasts: str
    turns: tuple[Turn, ...]


def script_pdf(renderer: Renderer, project: Project, progress: Callable[[int, int], None]) -> bytes:
    """Give the notes of the slides that are shown as a PDF, each speaker's from a page of their own on.

    Times follow from the words, at `WORDS_PER_MINUTE`.

    Raises:
        BrowserError: there is no browser, or it ended.
        BuildError: a template is broken.
        ExportError: there is nothing to print.
    """
    deck = renderer.deck
    parts = tuple(_speeches(renderer))
    if not parts:
        raise ExportError("this deck has no slides to speak to", "write one: '## Title' in slides.md begins a slide")
    title = deck.title if len(parts) > 1 else f"{deck.title}: {parts[0].view.section.speaker.name}"
    values = {"parts": parts, "pace": WORDS_PER_MINUTE}
    booklet = Booklet("export/script.html", values, "export/script.css", title, 1 + len(deck.slides) // A_PAGE)
    return booklet_pdf(renderer, project, booklet, progress)


def _speeches(renderer: Renderer) -> Iterator[Speech]:
    pages = Pages(renderer)
    views = {view.section.id: view for view in pages.sections}
    for section, group in groupby(renderer.deck.slides, key=lambda each: each.section):
        slides = tuple(group)
        words = sum(slide.spoken_words for slide in slides)
        turns = tuple(_turns(slides, pages))
        yield Speech(views[section], page_of(renderer, section), words, spoken(words), turns)


def _turns(slides: Iterable[Slide], pages: Pages) -> Iterator[Turn]:
    before = 0
    for slide in slides:
        after = before + slide.spoken_words
        named = {node.number for node in walk(slide.notes) if isinstance(node, FootnoteReference)}
        footnotes = tuple(each for each in slide.footnotes if each.number in named)
        yield Turn(pages.slides[slide.id], spoken(before), spoken(after), footnotes)
        before = after
