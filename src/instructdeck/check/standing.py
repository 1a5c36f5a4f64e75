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
    _report_changed(deck, hashes, findings)
    for section in deck.sections:
        changed = _changed(section, hashes)
        stale = [each for each in section.quotes if _standing(deck, each) is Standing.STALE]
        for quote in stale:
            if quote.source not in changed and quote.source in hashes and not quote.is_broken:
                message = f"quote '{quote.id}' was changed after it was looked up"
                findings.add(STALE_QUOTE, message, quote.location, _VERIFY, len(quote.id))
        _report_unverified(section, [each for each in _unverified(deck, section) if each.source in pinned], findings)


def _standing(deck: Deck, quote: Quote) -> Standing:
    return deck.standings.get(quote.id, Standing.UNVERIFIED)


def _changed(section: Section, hashes: dict[str, str]) -> set[str]:
    """Give the ids of the sources of a section whose file is no longer the one that was read."""
    known = {name: value for name, value in section.lock.sources.items() if hashes.get(name)}
    return {name for name, value in known.items() if hashes[name] != value}


def _report_changed(deck: Deck, hashes: dict[str, str], findings: Findings) -> None:
    """Report each source that was read in another file: at its hash, or at the locks that others do not agree with."""
    for source in deck.sources:
        read = [section for section in deck.sections if section.lock.sources.get(source.id)]
        changed = [section for section in read if source.id in _changed(section, hashes)]
        message = f"the quotes of '{source.id}' were looked up in another file than 'sha256' names now"
        if changed and changed == read and source.sha256_at:
            findings.add(SOURCE_CHANGED, message, source.sha256_at, _VERIFY, len(source.sha256))
            continue
        for section in changed:
            findings.add(SOURCE_CHANGED, message, section.lock.location or section.location, _VERIFY)


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
