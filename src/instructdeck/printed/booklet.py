"""What is printed on A4 from a deck: a page of its own, made of the same parts as the site, then printed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from instructdeck.browser.driver import run
from instructdeck.browser.session import Look
from instructdeck.deck.links import DECK_PAGE
from instructdeck.render.page import Page
from instructdeck.render.render import styles_for
from instructdeck.site.build import pages_of
from instructdeck.templating.templates import read_asset
from instructdeck.values import dataclass

from .finish import About, be_ready, finished, pages_of_anchors
from .pdf import addresses
from .press import Job, Revision, Site, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from instructdeck.files.files import Project
    from instructdeck.render.renderer import Renderer

SCRIPT = Path(__file__).with_name("booklet.js")
PAGE = "booklet.html"
A4 = Look(643, 1017, media="print")
"""What an A4 page has between the margins of `export/booklet.css`, in CSS pixels: 170 x 269 mm."""
# Numbers of pages take the room that is kept for them, so that no page changes by them.
_FILL = """pages => {
  for (const each of document.querySelectorAll("[data-page-of]")) each.textContent = pages[each.dataset.pageOf] ?? "";
}"""


@dataclass(frozen=True, slots=True)
class Booklet:
    """What is to be printed."""

    template: str
    values: Mapping[str, object]
    """What the template shows."""
    sheet: str
    """The template that is its style sheet, beside `export/booklet.css`."""
    title: str
    """Of the document; it also runs at the foot of each page."""
    pages: int
    """About how many there will be."""
    numbered: bool = False
    """Whether it says on which page its parts are."""


def booklet_site(renderer: Renderer, project: Project, template: str, values: Mapping[str, object], title: str) -> Site:
    """Give the site of a page that shows a template of `export/`; to make it raises BuildError if that is broken."""

    def render() -> dict[str, bytes]:
        body = renderer.text(template, deck=renderer.deck, **values)
        frame = renderer.text(
            "export/booklet.html",
            deck=renderer.deck,
            title=title,
            body=body,
            styles=styles_for(body),
            join=renderer.join,
        )
        return {PAGE: frame.encode()}

    return Site(partial(pages_of, renderer, project, render), renderer.templates.policy)


def booklet_pdf(renderer: Renderer, project: Project, booklet: Booklet, progress: Callable[[int, int], None]) -> bytes:
    """Give a booklet as a PDF; `progress` is told how many of all steps are done.

    Raises:
        BrowserError: there is no browser, or it ended.
        BuildError: a template is broken.
        ExportError: the PDF cannot be finished.
    """
    be_ready()
    deck = renderer.deck
    site = booklet_site(renderer, project, booklet.template, booklet.values, booklet.title)
    argument = {
        "title": booklet.title,
        "site": deck.url,
        "sources": addresses(deck),
        "slides": {slide.id: slide.number for slide in deck.slides},
    }
    job = Job(
        PAGE,
        [
            read_asset(renderer.templates.path(name))
            for name in ("export/order.css", "export/booklet.css", booklet.sheet)
        ],
        read_asset(SCRIPT),
        argument,
        booklet.pages,
        look=A4,
        outline=True,
        revision=Revision(_FILL, pages_of_anchors) if booklet.numbered else None,
    )
    return finished(run(printed(site, job, progress)).content, About.of(deck, booklet.title))


def page_of(renderer: Renderer, section: str) -> Page:
    """Give what shows the nodes of a section in a booklet."""
    return Page(renderer, section, root="", deck=DECK_PAGE)
