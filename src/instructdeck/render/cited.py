"""What a slide cites, as its evidence shows it to the audience."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck.quotation import Verdict
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from instructdeck.deck.model import Slide
    from instructdeck.deck.quotation import Found, Quote, Source, Standing

    from .page import Page


@dataclass(frozen=True, slots=True)
class CitedView:
    """A quote, or a source as a whole, with the mark on the slide that stands for it."""

    id: str
    """Of the quote or the source."""
    mark: str
    """Such as `p. 3`."""
    href: str
    """Its row on the evidence page."""
    source: Source | None
    quote: Quote | None = None
    """None where a source is cited as a whole."""
    standing: Standing | None = None
    found: Found | None = None
    """Where, also of a quote that has changed since."""

    @property
    def short(self) -> str:
        """The source as author and year; empty when it is not known."""
        return self.source.short if self.source else ""

    @property
    def judged(self) -> bool:
        """Whether there is anything to judge."""
        return self.quote is not None and judged(self.quote)


def judged(quote: Quote) -> bool:
    """Tell whether a quote is in other words than the source's, or was in the brief, so that it may be wrong."""
    return quote.from_brief or bool(quote.original) or quote.verdict is not Verdict.FAITHFUL


def cited_on(slide: Slide, page: Page) -> tuple[CitedView, ...]:
    """Give what the audience sees cited on a slide, each once, in reading order; without what `check` reports."""
    cites = (cite for citation in slide.shown_citations for cite in citation.cites)
    each_once = dict.fromkeys((cite.id, cite.locator) for cite in cites)
    return tuple(view for each in each_once if (view := _cited(page, *each)))


def _cited(page: Page, name: str, locator: str) -> CitedView | None:
    mark = page.cite(name, locator)
    if mark is None:
        return None
    deck = page.renderer.deck
    quote = deck.quotes.get(name)
    source = page.renderer.sources.get(quote.source if quote else name)
    return CitedView(mark.id, mark.label, mark.href, source, quote, deck.standings.get(name), deck.found.get(name))
