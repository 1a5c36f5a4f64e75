"""The handout: each section's synthesis, then its slides, three a page with room for notes and the quotes in full."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from instructdeck.export.exported import ExportError
from instructdeck.render.cited import cited_on
from instructdeck.render.render import problems_beside
from instructdeck.site.pages import Pages
from instructdeck.values import dataclass

from .booklet import Booklet, booklet_pdf, page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from instructdeck.deck.diagnostics import Diagnostic
    from instructdeck.files.files import Project
    from instructdeck.render.cited import CitedView
    from instructdeck.render.page import Page
    from instructdeck.render.renderer import Renderer
    from instructdeck.site.views import SectionView, SlideView

A_PAGE = 3
"""Slides on one page, unless what one of them cites takes more room."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A slide in the handout."""

    view: SlideView
    cited: tuple[CitedView, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section in the handout."""

    view: SectionView
    page: Page
    problems: list[Diagnostic]
    slides: tuple[Slot, ...]


def handout_pdf(renderer: Renderer, project: Project, progress: Callable[[int, int], None]) -> bytes:
    """Give the handout of a deck as a PDF, with a cover and contents when it is more than one section.

    Raises:
        BrowserError: there is no browser, or it ended.
        BuildError: a template is broken.
        ExportError: there is nothing to print.
    """
    deck = renderer.deck
    pages = Pages(renderer)
    parts = tuple(_parts(renderer, pages))
    if not parts:
        raise ExportError("this deck has no slides to hand out", "write one: '## Title' in slides.md begins a slide")
    whole = len(parts) > 1
    paper = deck.main_source
    values = {
        "whole": whole,
        "parts": parts,
        "total": len(deck.sections),
        "paper": pages.references[paper.id] if paper else None,
        "source": pages.references.get(deck.source),
    }
    title = deck.title if whole else f"{deck.title}: {parts[0].view.section.title}"
    count = 2 + sum(2 + len(part.slides) // A_PAGE for part in parts)
    booklet = Booklet("export/handout.html", values, "export/handout.css", title, count, numbered=whole)
    return booklet_pdf(renderer, project, booklet, progress)


def _parts(renderer: Renderer, pages: Pages) -> Iterator[Part]:
    """Give each section of which slides are shown."""
    views = {view.section.id: view for view in pages.sections}
    for section, slides in groupby(renderer.deck.slides, key=lambda each: each.section):
        page = page_of(renderer, section)
        slots = tuple(Slot(pages.slides[slide.id], cited_on(slide, page)) for slide in slides)
        view = views[section]
        yield Part(view, page, problems_beside(view.section, renderer.problems), slots)
