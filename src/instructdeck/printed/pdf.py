"""The deck as a PDF: its print view, printed by the browser, a page for each slide or for each of its steps."""

from __future__ import annotations

import enum
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from instructdeck.browser.driver import run
from instructdeck.deck.diagnostics import counted
from instructdeck.deck.links import DECK_PAGE
from instructdeck.export.exported import ExportError
from instructdeck.site.build import deck_of
from instructdeck.templating.templates import read_asset
from instructdeck.values import dataclass

from .finish import About, be_ready, by_section, finished, page_count
from .press import Job, Parts, Site, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from instructdeck.deck.model import Deck
    from instructdeck.files.files import Project
    from instructdeck.render.renderer import Renderer

    from .press import Print

SCRIPT = Path(__file__).with_name("sheets.js")
PART_SCRIPT = Path(__file__).with_name("part.js")
WEIGH_SCRIPT = Path(__file__).with_name("weigh.js")
PART = 60
"""Sheets that are printed at once: the browser gives back nothing of what it takes for them before the last."""
HEAVY = 64 * 2**20
"""Bytes of pictures that are printed at once: what drives the browser takes a print as one text, of limited length."""
A4_SCALE = 277 / 25.4 * 96 / 1280
"""What makes a slide of 1280 pixels 277 mm wide: A4 across, with 10 mm on both sides; see `export/a4.css`."""


class Paper(enum.Enum):
    """What a slide is printed on."""

    WIDE = "16:9"
    """A page of its own shape: 13 1/3 x 7 1/2 inches."""
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class Style:
    """How a PDF looks."""

    theme: Literal["light", "dark"] = "light"
    paper: Paper = Paper.WIDE
    steps: bool = False
    """Whether each step of a slide has a page of its own."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The templates that are its style sheets."""
        named = {"dark": self.theme == "dark", "a4": self.paper is Paper.A4}
        return (
            "export/order.css",
            "export/sheets.css",
            *(f"export/{name}.css" for name, asked in named.items() if asked),
        )


def deck_pdf(renderer: Renderer, project: Project, style: Style, progress: Callable[[int, int], None]) -> bytes:
    """Give the slides of a deck as a PDF; `project` has its figures.

    `progress` is told how many of all steps are done.

    Raises:
        BrowserError: there is no browser, or it ended.
        BuildError: a template is broken.
        ExportError: there is nothing to print, or it was printed wrongly.
    """
    deck = renderer.deck
    if not deck.slides:
        raise ExportError("this deck has no slides to print", "write one: '## Title' in slides.md begins a slide")
    be_ready()
    site = Site(partial(deck_of, renderer, project), renderer.templates.policy)
    argument = {"theme": style.theme, "steps": style.steps, "site": deck.url, "sources": addresses(deck)}
    job = Job(
        f"{DECK_PAGE}?print-pdf",
        [read_asset(renderer.templates.path(name)) for name in style.sheets],
        read_asset(SCRIPT),
        argument,
        pages=len(deck.slides) * (5 if style.steps else 1),
        scale=A4_SCALE if style.paper is Paper.A4 else 1.0,
        parts=Parts(read_asset(PART_SCRIPT), read_asset(WEIGH_SCRIPT), _ranges),
    )
    return _bound(deck, run(printed(site, job, progress)))


def _ranges(weights: Sequence[int]) -> list[tuple[int, int]]:
    """Give the parts in which sheets of some weights are printed: each its first, and what comes behind its last."""
    sheets = len(weights)
    parts = max(-(-sheets // PART), 1)
    found = []
    for first, end in pairwise(sheets * part // parts for part in range(parts + 1)):
        begun, weight = first, 0
        for sheet in range(first, end):
            if sheet > begun and weight + weights[sheet] > HEAVY:
                found.append((begun, sheet))
                begun, weight = sheet, 0
            weight += weights[sheet]
        found.append((begun, end))
    return found


def _bound(deck: Deck, done: Print) -> bytes:
    """Give what was printed with its outline and metadata.

    Raises:
        ExportError: it does not have the pages that it should have.
    """
    counts: list[int] = done.said
    if len(counts) != len(deck.slides) or page_count(done.content) != sum(counts):
        message = f"the browser has printed {counted(page_count(done.content), 'page')} instead of {sum(counts)}"
        raise ExportError(message, "a template of the project may have changed how slides are printed")
    firsts = list(accumulate(counts, initial=0))[:-1]
    outline = by_section(deck, list(zip(deck.slides, firsts, strict=True)))
    return finished(done.content, About.of(deck), outline, _labels(deck, counts))


def _labels(deck: Deck, counts: Sequence[int]) -> list[str]:
    """Give the name of each page: the number of its slide, and behind it that of its step where there are some."""
    pairs = zip(deck.slides, counts, strict=True)
    return [
        f"{slide.number}.{step}" if count > 1 else str(slide.number)
        for slide, count in pairs
        for step in range(1, count + 1)
    ]


def addresses(deck: Deck) -> dict[str, str]:
    """Give where each source, and the source of each quote, can be read; nothing for those nobody knows of."""
    sources = {each.id: each.address for each in deck.sources}
    quotes = {each.id: sources.get(each.source, "") for each in deck.quotes.values()}
    return {name: address for name, address in (quotes | sources).items() if address}
