"""What the deck has, as the pages of the site show and link it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import (
    Citation,
    Element,
    Emphasis,
    FootnoteReference,
    Image,
    Link,
    Span,
    Strikethrough,
    Strong,
)
from instructdeck.render.render import slide_picture
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from instructdeck.deck.blocks import Inline, Inlines
    from instructdeck.deck.brief import Answer
    from instructdeck.deck.ids import Ids
    from instructdeck.deck.model import Correction, Section, Slide
    from instructdeck.deck.quotation import Found, Quote, Source, Standing
    from instructdeck.render.page import Page
    from instructdeck.render.renderer import Renderer


@dataclass(frozen=True, slots=True)
class Reference:
    """A source as it stands in a list of references."""

    source: Source
    entry: Markup
    """In the deck's citation style."""

    @property
    def short(self) -> str:
        """Author and year."""
        return self.source.short


@dataclass(frozen=True)
class SlideView:
    """A slide as pages link to it."""

    slide: Slide
    href: str
    title: Markup
    """Without links and citations, because it stands within a link."""
    renderer: Renderer

    @cached_property
    def picture(self) -> Markup:
        """The slide's own HTML, to be shown small."""
        return slide_picture(self.renderer, self.slide)


@dataclass(frozen=True)
class QuoteView:
    """A quote with everything that leads to it and from it."""

    quote: Quote
    standing: Standing
    found: Found | None
    """Where in its source, also when it has changed since; None when nobody found it."""
    section: Section
    """That holds it."""
    page: Page
    """Shows the nodes of the section that holds the quote."""
    hue: int
    href: str
    place: str
    """Where in its source, such as `Section 1, p. 3`."""
    source: Reference | None
    slides: tuple[SlideView, ...]
    """Slides that cite it."""
    sections: tuple[Section, ...]
    """Sections whose synthesis cites it."""
    judged: bool
    """Whether there is anything to judge: it is in other words than the source's, or was in the brief."""

    @cached_property
    def html(self) -> Markup:
        """The quote as two pages show it; made once."""
        return self.page.renderer.text("site/quote.html", view=self)


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """Where the brief and the source differ, with the evidence."""

    correction: Correction
    quote: QuoteView | None
    slides: tuple[SlideView, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A suggested slide beside the one that answers it."""

    answer: Answer
    slide: SlideView | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as pages show it."""

    section: Section
    href: str
    hue: int
    minutes: str
    """Empty when none are given."""
    spoken: str
    """How many minutes the notes take."""
    page: Page
    slides: tuple[SlideView, ...]
    quotes: tuple[QuoteView, ...]
    places: tuple[str, ...]
    """Each place that the synthesis cites, in the order of pages."""
    answers: tuple[AnswerView, ...]
    corrections: tuple[CorrectionView, ...]


@dataclass(frozen=True, slots=True)
class QuotedPage:
    """The quotes of one page of a source."""

    number: str
    """As written; empty for quotes without a page."""
    anchor: str
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source with its quotes, page by page."""

    reference: Reference
    heading: str
    """Anchor of its heading: its id, which citations link to."""
    pages: tuple[QuotedPage, ...]


def by_page(source: str, quotes: Iterable[QuoteView], ids: Ids) -> tuple[QuotedPage, ...]:
    """Give the quotes of a source in the order of its pages; those without a page come last."""
    ordered = sorted(quotes, key=lambda view: page_number(view.quote.page))
    groups = groupby(ordered, key=lambda view: view.quote.page)
    # The first underscore keeps these anchors apart from ids of quotes, the second from those of the templates.
    return tuple(
        QuotedPage(page, ids.fresh(f"_{source}_{'_'.join(page.split())}"), tuple(group)) for page, group in groups
    )


def page_number(page: str) -> tuple[bool, int, str]:
    """Give what sorts pages such as `9` and `10-12`; no page comes last."""
    digits = re.search(r"[0-9]{1,9}", page)
    return (not page, int(digits[0]) if digits else 0, page)


def unlinked(inlines: Inlines) -> Inlines:
    """Give inlines without what cannot stand inside a link: other links, citations, footnote marks, pictures."""
    kept: list[Inline] = []
    for node in inlines:
        match node:
            case Citation() | FootnoteReference() | Image():
                pass
            case Link(children=children):
                kept += unlinked(children)
            case Emphasis() | Strong() | Strikethrough() | Span() | Element():
                kept.append(replace(node, children=unlinked(node.children)))
            case _:
                kept.append(node)
    return tuple(kept)
