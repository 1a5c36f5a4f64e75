"""Whether what is quoted stands in its source: deck and files to diagnostics and locks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from .blocks import plain_text
from .diagnostics import Location
from .furniture import in_columns, without_furniture
from .nearest import joined, nearest_passage
from .papers import PaperError
from .printed import table_flaws
from .quotation import OUR_WORDS, Found, Lock, QuoteKind, Rung
from .rules import FALSE_QUOTE, FALSE_TABLE, SOURCE_CHANGED, UNREADABLE_PAPER, WRONG_PAGE
from .wording import RUNGS, Reading, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .diagnostics import Findings
    from .model import Section
    from .nearest import Passage
    from .paper import Paper
    from .papers import File
    from .quotation import Quote, Source
    from .wording import Place

SHORT = 3
"""Words below which a part of an elided quote must stand near its neighbor: `did [...] not` could stand anywhere."""
NEAR = 300
"""Characters that are near."""
_PAGE = re.compile(r"[^\s\-\u2013]+")
_LABEL = re.compile(r"\b(Table|Figure|Fig\.|Algorithm|Equation|Eq\.)\s*\(?([A-Z]?\.?\d+(?:\.\d+)*)", re.IGNORECASE)


@dataclass(frozen=True)
class Edition:
    """The file of a source, read in the ways that a quote may stand in it."""

    source: Source
    file: File

    @cached_property
    def paper(self) -> Paper:
        """Its pages. Raises `PaperError`."""
        return self.file.paper()

    @cached_property
    def printed(self) -> Reading:
        """As it is printed."""
        return _reading(self.paper, Rung.EXACT)

    @cached_property
    def plain(self) -> Reading:
        """Without what is no part of its text."""
        return _reading(without_furniture(self.paper), Rung.FURNITURE)

    @cached_property
    def columns(self) -> Reading:
        """Column by column."""
        pages = self.file.with_words(range(1, len(self.paper.pages) + 1))
        paper = replace(self.paper, pages=tuple(pages[number] for number in sorted(pages)))
        return _reading(without_furniture(in_columns(paper)), Rung.FURNITURE)

    def readings(self) -> Iterator[Reading]:
        """Give the ways to read it, the one that undoes least first; each is made when it is asked for."""
        yield self.printed
        yield self.plain
        yield self.columns

    def is_page(self, index: int, name: str) -> bool:
        """Tell whether a page (0-based) has a name: its number in the file, its label, or its number in the journal."""
        if not self.paper.paged:
            return True
        first = _PAGE.match(self.source.page)
        journal = str(int(first[0]) + index) if first and first[0].isdigit() else ""
        return name in (str(index + 1), self.paper.pages[index].label, journal)

    def page_of(self, name: str) -> int | None:
        """Give the page (0-based) of a name."""
        return next((index for index in range(len(self.paper.pages)) if self.is_page(index, name)), None)


def _reading(paper: Paper, floor: Rung) -> Reading:
    return Reading(tuple("\n".join(line.text for line in page.lines) for page in paper.pages), floor)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a quote was found: its first and last page (0-based), and what was undone."""

    first: int
    last: int
    rung: Rung


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
        spots = list(chain.from_iterable(_spots(parts, reading) for reading in _useful(edition, parts)))
        if not spots and elided:
            # Brackets may be the source's own.
            spots = list(chain.from_iterable(_spots([words], reading) for reading in _useful(edition, [words])))
        right = [spot for spot in spots if _on_page(quote, edition, spot)]
        if right:
            return min(right, key=lambda spot: RUNGS.index(spot.rung))
        if spots:
            self._wrong_page(quote, spots)
        else:
            self._missing(quote, edition, parts)
        return None

    def _wrong_page(self, quote: Quote, spots: Sequence[Spot]) -> None:
        pages = " and ".join(dict.fromkeys(map(_pages, spots[:3])))
        message = f"quote '{quote.id}' stands on p. {pages} of {quote.source}, not on p. {quote.page}"
        self.findings.add(WRONG_PAGE, message, quote.location, f'write page: "{pages}"', len(quote.id))

    def _missing(self, quote: Quote, edition: Edition, parts: Sequence[str]) -> None:
        """Say what is wrong with words that are not found."""
        reading = edition.plain if edition.paper.paged else edition.printed
        lost = next((part for part in parts if not any(next(each.find(part), None) for each in edition.readings())), "")
        if not lost:
            message = f"the parts of quote '{quote.id}' stand in another order, or more than a page apart"
            self.findings.add(FALSE_QUOTE, message, self._at(quote, 0)[0], "quote each part by itself")
            return
        if two := joined(lost, edition.printed):
            place, length = self._at(quote, _index(quote, lost) + len(two[0].split()))
            message = f"quote '{quote.id}' joins two passages without a mark, before '{two[1].split()[0]}'"
            self.findings.add(FALSE_QUOTE, message, place, "write [...] between them, and kind: elided", length)
            return
        passage = nearest_passage(lost, reading)
        if passage is None:
            message = f"nothing in {quote.source} is like quote '{quote.id}'"
            hint = "does it come from another source, or is it a summary of your own?"
            self.findings.add(FALSE_QUOTE, message, self._at(quote, 0)[0], hint)
            return
        self._differs(quote, edition, passage, _index(quote, lost))

    def _differs(self, quote: Quote, edition: Edition, passage: Passage, start: int) -> None:
        page = f"p. {passage.page + 1}" if edition.paper.paged else quote.source
        if not passage.changes:
            message = f"quote '{quote.id}' cuts off a word, a number or a 'not' of {page}"
            hint = f'{page} reads: "{_short(passage.around, 400)}"'
            self.findings.add(FALSE_QUOTE, message, self._at(quote, start)[0], hint)
            return
        if not passage.alike:
            message = f"these words of quote '{quote.id}' do not stand in {quote.source}"
            hint = f'the nearest passage is on {page}: "{_short(passage.text, 400)}"'
            self.findings.add(FALSE_QUOTE, message, self._at(quote, start)[0], hint)
            return
        change = passage.changes[0]
        more = f", and {len(passage.changes) - 1} more" if len(passage.changes) > 1 else ""
        if change.said and change.printed:
            problem = f"has '{_short(change.said)}' where {page} has '{_short(change.printed)}'{more}"
        elif change.said:
            problem = f"adds '{_short(change.said)}', which {page} has not{more}"
        else:
            problem = f"leaves out '{_short(change.printed)}' of {page}{more}"
        hint = f'it is a paraphrase of {page}: "{_short(passage.marked, 400)}"'
        place, length = self._at(quote, start + change.at)
        self.findings.add(FALSE_QUOTE, f"quote '{quote.id}' {problem}", place, hint, length)

    def _at(self, quote: Quote, word: int) -> tuple[Location, int]:
        """Give where the nth word of a quote stands in its file, with its length."""
        start = quote.text_at or quote.location
        words = plain_text(quote.words).split()
        wanted = words[word] if word < len(words) else ""
        lines = self.texts.get(start.path, "").split("\n")[start.line - 1 :]
        seen = 0
        for number, line in enumerate(lines):
            for found in re.finditer(r"\S+", line[start.column - 1 :] if number == 0 else line):
                text = found[0].strip("'\"") if number == 0 else found[0]
                seen += text == wanted
                if text == wanted and seen > words[:word].count(wanted):
                    column = found.start() + 1 + (start.column - 1 if number == 0 else 0)
                    return Location(start.path, start.line + number, column), len(found[0])
            if number and number > len(words):
                break
        return start, 1

    # --- tables and formulas --------------------------------------------------------------------

    def _table(self, quote: Quote, edition: Edition) -> Spot | None:
        spot = self._place(quote, edition, Rung.CELLS)
        if spot is None:
            return None
        page = edition.file.with_words([spot.first + 1]).get(spot.first + 1)
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
            hint = f"it has {len(edition.paper.pages)} pages"
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


def _useful(edition: Edition, parts: Sequence[str]) -> Iterator[Reading]:
    """Give the first reading that has all parts."""
    for reading in edition.readings():
        if all(next(reading.find(part), None) for part in parts):
            yield reading
            return


def _spots(parts: Sequence[str], reading: Reading) -> Iterator[Spot]:
    """Give where the parts of a quote stand one behind the other, each on the page of the one before or the next."""
    first, *rest = parts
    for start in reading.find(first):
        chain_ = [start]
        for part, before in zip(rest, parts, strict=False):
            near = (each for each in reading.find(part) if _follows(each, chain_[-1], (before, part), reading))
            if (after := next(near, None)) is None:
                break
            chain_.append(after)
        if len(chain_) == len(parts):
            rung = max((each.rung for each in chain_), key=RUNGS.index)
            yield Spot(reading.page_at(start.start), reading.page_at(chain_[-1].end - 1), rung)


def _follows(place: Place, before: Place, words: tuple[str, str], reading: Reading) -> bool:
    if place.start < before.end or reading.page_at(place.start) > reading.page_at(before.end - 1) + 1:
        return False
    short = any(len(each.split()) < SHORT for each in words)
    return not short or place.start - before.end <= NEAR


def _on_page(quote: Quote, edition: Edition, spot: Spot) -> bool:
    """Tell whether a quote stands on the pages that it says."""
    named = _PAGE.findall(quote.page)
    if not named or not edition.paper.paged:
        return True
    ends = (spot.first, named[0]), (spot.last, named[-1])
    return all(edition.is_page(index, name) for index, name in ends)


def _pages(spot: Spot) -> str:
    return "-".join(str(each + 1) for each in dict.fromkeys((spot.first, spot.last)))


def _index(quote: Quote, part: str) -> int:
    """Give which word of a quote a part of it begins with."""
    words, wanted = plain_text(quote.words).split(), part.split()
    starts = range(len(words) - len(wanted) + 1)
    return next((at for at in starts if words[at : at + len(wanted)] == wanted), 0)


def _short(text: str, most: int = 60) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def open_editions(sources: Sequence[Source], files: Mapping[str, File], findings: Findings) -> dict[str, Edition]:
    """Give the sources that can be read and are the ones that were quoted; the others are reported."""
    found = {}
    for source, file in ((source, files[source.id]) for source in sources if source.id in files):
        if source.sha256 and source.sha256 != file.sha256:
            message = f"{file.path.name} has sha256 {file.sha256[:12]}…, not {source.sha256[:12]}…"
            hint = f"find the file that was quoted; or for this one write sha256: {file.sha256}"
            findings.add(SOURCE_CHANGED, message, source.location, hint, len(source.id))
            continue
        edition = Edition(source, file)
        try:
            edition.paper  # noqa: B018  read now, so that it is known whether it can be
        except PaperError as error:
            findings.add(UNREADABLE_PAPER, str(error), source.location, error.hint, len(source.id))
            continue
        found[source.id] = edition
    return found
