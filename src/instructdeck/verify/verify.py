"""Whether what is quoted stands in its source: deck and files to diagnostics and locks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import plain_text
from instructdeck.deck.diagnostics import counted
from instructdeck.deck.quotation import OUR_WORDS, Found, Lock, QuoteKind, Rung
from instructdeck.deck.rules import FALSE_TABLE, UNREADABLE_PAPER, WRONG_PAGE
from instructdeck.values import dataclass

from .elision import Spot, pieces, spots
from .misses import Miss
from .papers import PaperError
from .printed import table_flaws
from .wording import RUNGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from instructdeck.deck.diagnostics import Findings
    from instructdeck.deck.model import Section
    from instructdeck.deck.quotation import Quote

    from .edition import Edition

_PAGE = re.compile(r"[^\s\-\u2013]+")
_LABEL = re.compile(r"\b(Table|Figure|Fig\.|Algorithm|Equation|Eq\.)\s*\(?([A-Z]?\.?\d+(?:\.\d+)*)", re.IGNORECASE)


@dataclass
class Verifier:
    """One run over the quotes of a deck."""

    editions: Mapping[str, Edition]
    """The sources whose files are at hand."""
    findings: Findings
    texts: Mapping[str, str]
    """Of the files that quotes stand in, by path: messages point at their words."""

    def section(self, section: Section) -> Lock:
        """Give what was found of a section's quotes; what could not be looked up now keeps what is known of it."""
        found = {}
        for quote in section.quotes:
            edition = self.editions.get(quote.source)
            old = section.lock.found.get(quote.id)
            entry = self.quote(quote, edition) if edition else old
            if entry:
                found[quote.id] = entry
        named = {each.source for each in found.values()}
        hashes = {name: each.file.sha256 for name, each in self.editions.items()}
        return Lock({**section.lock.sources, **hashes}, found, section.lock.location).of_sources(named)

    def quote(self, quote: Quote, edition: Edition) -> Found | None:
        """Look one quote up; None, and a diagnostic, where it is not as it says."""
        match quote.kind:
            case QuoteKind.TABLE:
                spot = self._table(quote, edition)
            case QuoteKind.EQUATION:
                spot = self._place(quote, edition, Rung.TRANSCRIBED)
            case _:
                spot = self._words(quote, edition)
        if spot is None:
            return None
        page = quote.page or (_pages(spot) if edition.paper.paged else "")
        return Found(quote.id, quote.source, page, spot.rung, quote.digest, quote.location)

    # --- words ----------------------------------------------------------------------------------

    def _words(self, quote: Quote, edition: Edition) -> Spot | None:
        words = plain_text(quote.words)
        elided = quote.kind is not QuoteKind.VERBATIM and OUR_WORDS.search(words)
        parts = pieces(words, OUR_WORDS) if elided else [words]
        found: list[Spot] = []
        # Brackets may be the source's own.
        for each in [parts, [words]] if elided else [parts]:
            for reading in edition.readings:
                here = list(spots(each, edition, reading))
                if right := [spot for spot in here if _on_page(quote, edition, spot)]:
                    return min(right, key=lambda spot: RUNGS.index(spot.rung))
                found += here
        if found:
            self._wrong_page(quote, found)
        else:
            Miss(quote, edition, self.texts, self.findings).report(parts)
        return None

    def _wrong_page(self, quote: Quote, spots: Sequence[Spot]) -> None:
        pages = " and ".join(dict.fromkeys(map(_pages, spots[:3])))
        message = f"quote '{quote.id}' stands on p. {pages} of {quote.source}, not on p. {quote.page}"
        self.findings.add(WRONG_PAGE, message, quote.location, f'write page: "{pages}"', len(quote.id))

    # --- tables and formulas --------------------------------------------------------------------

    def _table(self, quote: Quote, edition: Edition) -> Spot | None:
        spot = self._place(quote, edition, Rung.CELLS)
        if spot is None:
            return None
        try:
            page = edition.file.with_words([spot.first + 1]).get(spot.first + 1)
        except PaperError as error:
            self.findings.add(UNREADABLE_PAPER, str(error), quote.location, error.hint, len(quote.id))
            return None
        flaws = table_flaws(quote, page) if page else ()
        for flaw in flaws:
            place = flaw.datum.location if flaw.datum else quote.location
            length = len(flaw.datum.text) if flaw.datum else len(quote.id)
            message = f"{flaw.message} ({quote.source}, p. {quote.page})"
            self.findings.add(FALSE_TABLE, message, place, "write it as it is printed", length)
        return None if flaws else spot

    def _place(self, quote: Quote, edition: Edition, rung: Rung) -> Spot | None:
        """Give the page that a quote says, if the source has it and what `place` names stands there."""
        name = next(iter(_PAGE.findall(quote.page)), "")
        index = edition.page_of(name) if name or not edition.paper.paged else None
        if index is None:
            message = f"{quote.source} has no page '{quote.page}'"
            hint = f"it has {counted(len(edition.paper.pages), 'page')}"
            self.findings.add(WRONG_PAGE, message, quote.location, hint, len(quote.id))
            return None
        label = _LABEL.search(quote.place)
        if label and not _is_labelled(label, edition.printed.pages[index]):
            where = [str(at + 1) for at, text in enumerate(edition.printed.pages) if _is_labelled(label, text)]
            message = f"{label[0]} does not stand on p. {quote.page} of {quote.source}"
            hint = f"it is named on p. {', '.join(where[:5])}" if where else ""
            self.findings.add(WRONG_PAGE, message, quote.location, hint, len(quote.id))
            return None
        return Spot(index, index, rung)


def _is_labelled(label: re.Match[str], text: str) -> bool:
    number = re.escape(label[2])
    kind = label[1].casefold()
    if kind.startswith("eq"):
        return bool(re.search(rf"\({number}\)", text))
    word = r"fig(?:ure|\.)" if kind.startswith("fig") else re.escape(kind)
    return bool(re.search(rf"(?i){word}\s*{number}(?![\d.]*\d)", text))


def _on_page(quote: Quote, edition: Edition, spot: Spot) -> bool:
    """Tell whether a quote stands on the pages that it says."""
    named = _PAGE.findall(quote.page)
    if not named or not edition.paper.paged:
        return True
    ends = (spot.first, named[0]), (spot.last, named[-1])
    return all(edition.is_page(index, name) for index, name in ends)


def _pages(spot: Spot) -> str:
    return "-".join(str(each + 1) for each in dict.fromkeys((spot.first, spot.last)))
