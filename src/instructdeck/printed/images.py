"""Slides as pictures: each by itself as on stage, or all of them small on one sheet."""

from __future__ import annotations

import asyncio
from functools import partial
from math import ceil, sqrt
from typing import TYPE_CHECKING, Literal

from instructdeck.browser.driver import run
from instructdeck.browser.session import Look, session
from instructdeck.deck.links import DECK_PAGE
from instructdeck.export.exported import ExportError
from instructdeck.render.page import hue
from instructdeck.site.build import deck_of
from instructdeck.site.pages import Pages
from instructdeck.templating.templates import read_asset
from instructdeck.values import dataclass

from .booklet import PAGE, booklet_site
from .press import Site, dressed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from instructdeck.browser.session import Session
    from instructdeck.deck.model import Slide
    from instructdeck.files.files import Project
    from instructdeck.render.renderer import Renderer
    from instructdeck.site.views import SlideView

WIDTH, HEIGHT = 1280, 720
"""Of a slide, in its own pixels."""
WINDOWS = 2
"""How many pictures are taken at the same time: one for each core of a small machine."""
LOW = 64
"""Height of the window in which the sheet is opened: a picture of all of a page is never lower than its window."""
SMALL, GAP = 308, 8
"""Width of a slide on the sheet and what lies between two, in CSS pixels; `export/contact.css` has them too."""

_READY = "() => new Promise(done => Reveal.isReady() ? done() : Reveal.on('ready', done))"
# A slide with all steps shown. As on paper no part of it is lit more than others, and there is no button to press.
_SHOW = """index => {
  Reveal.slide(index, 0, 1000);
  const slide = Reveal.getCurrentSlide();
  slide.querySelectorAll(".term.current-fragment").forEach(part => part.classList.remove("current-fragment"));
  slide.querySelectorAll("pre.stepping").forEach(listing => listing.classList.remove("stepping"));
  slide.querySelectorAll(".explore-open").forEach(button => button.remove());
}"""
_ARRANGE = """([columns, theme]) => {
  document.documentElement.style.setProperty("--columns", columns);
  document.documentElement.dataset.theme = theme;
}"""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a slide."""

    slide: Slide
    content: bytes
    """PNG."""


@dataclass(frozen=True, slots=True)
class Small:
    """A slide on the sheet."""

    view: SlideView
    hue: int


Theme = Literal["light", "dark"]


def slide_pictures(
    renderer: Renderer, project: Project, width: int, theme: Theme, progress: Callable[[int, int], None]
) -> tuple[Picture, ...]:
    """Give a picture of each slide, `width` pixels wide, as it stands on stage with all its steps.

    `progress` is told how many of them are done.

    Raises:
        BrowserError: there is no browser, or it ended.
        BuildError: a template is broken.
        ExportError: there is nothing to show.
    """
    slides = _shown(renderer)
    site = Site(partial(deck_of, renderer, project), renderer.templates.policy)
    contents = run(_take(site, len(slides), Look(WIDTH, HEIGHT, scheme=theme, scale=width / WIDTH), progress))
    return tuple(Picture(slide, content) for slide, content in zip(slides, contents, strict=True))


async def _take(site: Site, total: int, how: Look, progress: Callable[[int, int], None]) -> list[bytes]:
    taken: dict[int, bytes] = {}

    async def work(running: Session, first: int) -> None:
        async with running.opened(DECK_PAGE, how) as window:
            await window.ask(_READY)
            for index in range(first, total, WINDOWS):
                await window.ask(_SHOW, index)
                taken[index] = await window.page.screenshot(animations="disabled")
                progress(len(taken), total)

    async with session(site.make, site.policy) as running:
        await asyncio.gather(*(work(running, first) for first in range(min(WINDOWS, total))))
    return [taken[index] for index in range(total)]


def contact_sheet(
    renderer: Renderer, project: Project, width: int, theme: Theme, progress: Callable[[int, int], None]
) -> bytes:
    """Give one picture, `width` pixels wide, with all slides in rows; `progress` is told when it is done.

    Raises:
        BrowserError: there is no browser, or it ended.
        BuildError: a template is broken.
        ExportError: there is nothing to show.
    """
    slides, views, deck = _shown(renderer), Pages(renderer).slides, renderer.deck
    hues = {section.id: hue(section) for section in deck.sections}
    # Two columns for one row: slides are wide, and so are screens.
    columns = max(min(ceil(sqrt(len(slides))), 12), 1)
    values = {"slides": [Small(views[slide.id], hues[slide.section]) for slide in slides], "columns": columns}
    site = booklet_site(renderer, project, "export/contact.html", values, deck.title)
    sheet = read_asset(renderer.templates.path("export/contact.css"))
    across = columns * (SMALL + GAP) + GAP
    return run(_take_sheet(site, Look(across, LOW, scheme=theme, scale=width / across), sheet, columns, progress))


async def _take_sheet(site: Site, how: Look, sheet: str, columns: int, progress: Callable[[int, int], None]) -> bytes:
    async with session(site.make, site.policy) as running, dressed(running, PAGE, how, [sheet]) as window:
        await window.ask(_ARRANGE, [columns, how.scheme])
        taken = await window.page.screenshot(animations="disabled", full_page=True)
        progress(1, 1)
        return taken


def _shown(renderer: Renderer) -> Sequence[Slide]:
    if not renderer.deck.slides:
        raise ExportError("this deck has no slides to show", "write one: '## Title' in slides.md begins a slide")
    return renderer.deck.slides
