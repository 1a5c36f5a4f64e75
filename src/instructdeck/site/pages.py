"""What the pages of the site show, as values that their templates only have to write down."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import (
    Citation,
    Heading,
    plain_text,
)
from instructdeck.deck.brief import State, answers
from instructdeck.deck.ids import Ids
from instructdeck.deck.links import DECK_PAGE, PAGES
from instructdeck.deck.model import WORDS_PER_MINUTE
from instructdeck.deck.quotation import QuoteKind, Standing, Verdict
from instructdeck.render.cited import judged
from instructdeck.render.page import Page, hue
from instructdeck.render.render import problems_beside
from instructdeck.values import dataclass

from .views import (
    AnswerView,
    CorrectionView,
    QuoteView,
    Reference,
    SectionView,
    SlideView,
    SourceView,
    by_page,
    page_number,
    unlinked,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from instructdeck.deck.model import Correction, Deck, Section
    from instructdeck.deck.quotation import Quote
    from instructdeck.render.renderer import Renderer

STRIP = 9
"""With more sections, a page links to its neighbors only: a site grows with its sections, not with their square."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page of the site, before it is written."""

    path: str
    """Relative to the site's root."""
    title: str
    template: str
    values: Mapping[str, object]
    """What the template shows."""
    description: str = ""
    hue: int = 1


@dataclass
class Pages:
    """Makes the pages of one deck's site; holds what they share."""

    renderer: Renderer

    @property
    def deck(self) -> Deck:
        """The deck."""
        return self.renderer.deck

    @cached_property
    def words(self) -> dict[str, str]:
        """The fixed words of the pages."""
        words: dict[str, str] = self.renderer.templates.environment.get_template("site/words.html").module.words  # type: ignore[attr-defined]
        return words

    @cached_property
    def all(self) -> tuple[SitePage, ...]:
        """Every page in reading order, each path once."""
        sections = {view.href: self._section(view) for view in self.sections if view.href not in PAGES}
        return (self._home, *sections.values(), self._evidence, self._team)

    @cached_property
    def sections(self) -> tuple[SectionView, ...]:
        """Every section as pages show it."""
        return tuple(self._section_view(section) for section in self.deck.sections)

    @cached_property
    def strip(self) -> tuple[SectionView, ...]:
        """The sections that every page links to: all of them, or none when there are many."""
        return self.sections if len(self.sections) <= STRIP else ()

    @cached_property
    def slides(self) -> dict[str, SlideView]:
        """Every slide by its id."""
        views = ((slide, self._page(slide.section)) for slide in self.deck.all_slides)
        return {
            slide.id: SlideView(slide, page.slide_href(slide), page.show(unlinked(slide.title)), self.renderer)
            for slide, page in views
        }

    @cached_property
    def references(self) -> dict[str, Reference]:
        """Every source by its id."""
        page, write, style = self._page(""), self.renderer.typesetter.reference, self.deck.citation_style.value
        return {
            source.id: Reference(source, page.show(write(source, style, self.deck.language)))
            for source in self.deck.sources
        }

    @cached_property
    def quotes(self) -> dict[str, QuoteView]:
        """Every quote by its id."""
        found: dict[str, QuoteView] = {}
        for section in self.deck.sections:
            for quote in section.quotes:
                if quote.id not in found:
                    found[quote.id] = self._quote_view(quote, section)
        return found

    @cached_property
    def _citing_slides(self) -> dict[str, dict[str, SlideView]]:
        found: dict[str, dict[str, SlideView]] = {}
        for slide in self.deck.all_slides:
            for name in _cited(slide.citations):
                found.setdefault(name, {})[slide.id] = self.slides[slide.id]
        return found

    @cached_property
    def _citing_sections(self) -> dict[str, dict[str, Section]]:
        found: dict[str, dict[str, Section]] = {}
        for section in self.deck.sections:
            for name in _cited(section.synthesis.citations if section.synthesis else ()):
                found.setdefault(name, {})[section.id] = section
        return found

    def _quote_view(self, quote: Quote, section: Section) -> QuoteView:
        return QuoteView(
            quote=quote,
            standing=self.deck.standings[quote.id],
            found=self.deck.found.get(quote.id),
            section=section,
            page=self._page(section.id),
            hue=hue(section),
            href=f"evidence.html#{quote.id}",
            place=quote.where,
            source=self.references.get(quote.source),
            slides=tuple(self._citing_slides.get(quote.id, {}).values()),
            sections=tuple(self._citing_sections.get(quote.id, {}).values()),
            judged=judged(quote),
        )

    def _section_view(self, section: Section) -> SectionView:
        page = self._page(section.id)
        citations = section.synthesis.citations if section.synthesis else ()
        places = {view.label for citation in citations for view in page.cites(citation) if view.href}
        return SectionView(
            section=section,
            href=f"{section.id}.html",
            hue=hue(section),
            minutes="" if section.minutes is None else f"{section.minutes:g}",
            spoken=f"{section.spoken_minutes:.1f}",
            page=page,
            slides=tuple(self.slides[slide.id] for slide in section.slides),
            quotes=tuple(self.quotes[name] for name in dict.fromkeys(quote.id for quote in section.quotes)),
            places=tuple(sorted(places, key=_place_order)),
            answers=tuple(
                AnswerView(each, self.slides[each.slide.id] if each.slide else None) for each in answers(section)
            ),
            corrections=tuple(self._correction_view(each) for each in section.corrections),
        )

    def _correction_view(self, correction: Correction) -> CorrectionView:
        slides = (self.slides.get(name) for name in correction.slides)
        return CorrectionView(correction, self.quotes.get(correction.quote), tuple(slide for slide in slides if slide))

    def _page(self, section: str) -> Page:
        return Page(self.renderer, section, root="", deck=DECK_PAGE)

    @cached_property
    def _home(self) -> SitePage:
        paper = self.deck.main_source
        values = {
            "deck": self.deck,
            "tally": self.renderer.tally,
            "paper": self.references[paper.id] if paper else None,
            "sections": self.sections,
            "slides": len(self.deck.all_slides),
            "minutes": f"{self.deck.minutes:g}" if self.deck.minutes else "",
            "deck_page": DECK_PAGE,
            "downloads": self.renderer.downloads,
        }
        return SitePage("index.html", self.deck.title, "site/home.html", values, self.deck.subtitle)

    def _section(self, view: SectionView) -> SitePage:
        synthesis = view.section.synthesis
        headings = [
            (node.id, plain_text(node.children))
            for node in (synthesis.blocks if synthesis else ())
            if isinstance(node, Heading) and node.id and node.level == 2  # noqa: PLR2004  `##`, the topmost on a page
        ]
        values = {
            "view": view,
            "synthesis": synthesis,
            "page": view.page,
            "headings": headings,
            "total": len(self.sections),
            "problems": problems_beside(view.section, self.renderer.problems),
            "source": self.references.get(self.deck.source),
        }
        focus = plain_text(view.section.focus)
        return SitePage(view.href, view.section.title, "site/section.html", values, focus, view.hue)

    @cached_property
    def _evidence(self) -> SitePage:
        quotes = tuple(self.quotes.values())
        tally = self.renderer.tally
        verdicts = Counter(view.quote.verdict for view in quotes if view.quote.from_brief)
        values = {
            "tally": tally,
            "kinds": [(kind.value, tally.kinds[kind]) for kind in QuoteKind if tally.kinds.get(kind)],
            "standings": [(each.value, tally.standings[each]) for each in Standing if tally.standings.get(each)],
            "sections": [view for view in self.sections if view.quotes],
            "corrected": [view for view in self.sections if view.corrections],
            "corrections": self._corrections,
            "verdicts": [(verdict.value, verdicts[verdict]) for verdict in Verdict],
            "from_brief": verdicts.total(),
            "sources": self._sources,
            "unknown": tuple(view for view in quotes if view.source is None),
        }
        return SitePage(
            "evidence.html", self.words["evidence"], "site/evidence.html", values, self.words["evidence_lead"]
        )

    @property
    def _corrections(self) -> int:
        return sum(len(view.corrections) for view in self.sections)

    @cached_property
    def _sources(self) -> tuple[SourceView, ...]:
        """The main source first, then the others as they are listed."""
        by_source: dict[str, list[QuoteView]] = {}
        for view in self.quotes.values():
            by_source.setdefault(view.quote.source, []).append(view)
        names = sorted(self.references, key=lambda name: name != self.deck.source)
        # Where a quote has the same name, which `check` reports, it has the anchor.
        ids = Ids()
        anchors = {name: ids.fresh(f"_source_{name}" if name in self.quotes else name) for name in names}
        return tuple(
            SourceView(self.references[name], anchors[name], by_page(name, by_source.get(name, ()), ids))
            for name in names
        )

    @cached_property
    def _team(self) -> SitePage:
        given = [each for view in self.sections for each in view.answers]
        states = Counter(each.answer.state for each in given)
        values = {
            "sections": self.sections,
            "minutes": f"{self.deck.minutes:g}",
            "spoken": f"{sum(view.section.spoken_minutes for view in self.sections):.1f}",
            "slides": len(self.deck.all_slides),
            "pace": WORDS_PER_MINUTE,
            "suggested": len(given),
            "states": [(state.value, states[state]) for state in State if states[state]],
            "corrections": self._corrections,
        }
        return SitePage("team.html", self.words["team"], "site/team.html", values, self.words["team_lead"])


def _place_order(label: str) -> tuple[bool, int, str, str]:
    """Give what sorts `p. 3` before `Table 14, p. 56`, and other sources, which begin with a name, among them."""
    before, _, page = label.rpartition("p. ")
    # The label itself comes last, so that no two are equal: `p. 3` and `p. 3-4` come from a set, in any order.
    return (not page, page_number(page)[1], before, label)


def _cited(citations: Sequence[Citation]) -> Iterable[str]:
    return (cite.id for citation in citations for cite in citation.cites)
