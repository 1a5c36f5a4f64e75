"""Whether what a deck quotes was found in its sources, as its locks say; the sources themselves are not needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck.quotation import Standing
from instructdeck.deck.rules import SOURCE_CHANGED, STALE_QUOTE, UNVERIFIED_QUOTE
from instructdeck.load.lock import lock_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from instructdeck.deck.diagnostics import Findings
    from instructdeck.deck.model import Deck, Section
    from instructdeck.deck.quotation import Quote

_VERIFY = "run `instructdeck verify`"
_SEE = "run `instructdeck verify`, and mend what it shows"


def report_standings(deck: Deck, findings: Findings) -> None:
    """Report the quotes that are not as they were found, and those that should have been looked up and were not."""
    hashes = {each.id: each.sha256 for each in deck.sources}
    pinned = {name for name, value in hashes.items() if value}
    pinned.update(name for section in deck.sections for name in section.lock.sources)
    for section in deck.sections:
        changed = _changed(section, hashes, findings)
        stale = [each for each in section.quotes if _standing(deck, each) is Standing.STALE]
        for quote in stale:
            if quote.source not in changed and quote.source in hashes:
                message = f"quote '{quote.id}' was changed after it was looked up"
                findings.add(STALE_QUOTE, message, quote.location, _VERIFY, len(quote.id))
        _report_unverified(section, [each for each in _unverified(deck, section) if each.source in pinned], findings)


def _standing(deck: Deck, quote: Quote) -> Standing:
    return deck.standings.get(quote.id, Standing.UNVERIFIED)


def _changed(section: Section, hashes: dict[str, str], findings: Findings) -> set[str]:
    """Report the sources of a section whose file is no longer the one that was read; gives their ids."""
    changed = {
        name for name, value in section.lock.sources.items() if value and hashes.get(name) and hashes[name] != value
    }
    for name in sorted(changed):
        place = section.lock.location or section.location
        message = f"the quotes of '{name}' were looked up in another file than 'sha256' names now"
        findings.add(SOURCE_CHANGED, message, place, _VERIFY)
    return changed


def _unverified(deck: Deck, section: Section) -> Iterator[Quote]:
    return (each for each in section.quotes if _standing(deck, each) is Standing.UNVERIFIED)


def _report_unverified(section: Section, quotes: list[Quote], findings: Findings) -> None:
    if not section.lock.found and len(quotes) > 1:
        path = lock_path(section.location.path)
        message = f"none of the {len(quotes)} quotes of this section was looked up in its source: there is no {path}"
        findings.add(UNVERIFIED_QUOTE, message, quotes[0].location, _VERIFY, len(quotes[0].id))
        return
    for quote in quotes:
        message = f"quote '{quote.id}' was not found in its source yet"
        findings.add(UNVERIFIED_QUOTE, message, quote.location, _SEE, len(quote.id))
