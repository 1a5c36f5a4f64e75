"""The file of a source, read in the ways that a quote may stand in it."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from instructdeck.deck.quotation import Rung
from instructdeck.deck.rules import SOURCE_CHANGED, UNREADABLE_PAPER
from instructdeck.values import dataclass

from .furniture import without_furniture
from .papers import PaperError
from .typography import typed
from .wording import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from instructdeck.deck.diagnostics import Findings
    from instructdeck.deck.quotation import Source

    from .paper import Paper
    from .papers import File
    from .wording import Place

_NAME = re.compile(r"[^\s\-\u2013]+")
"""The name of the first of some pages."""
_FIRST = re.compile(r"[0-9]{1,9}(?![^\s\-\u2013])")
"""The number of an article's first page in its journal."""


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

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The ways to read it, the one that undoes least first."""
        return self.printed, self.plain

    def places(self, part: str, reading: Reading) -> list[Place]:
        """Give where words stand in a reading.

        What they leave outside may stand behind a page number or a footnote, where only a plainer reading sees it.
        """
        found = list(reading.find(part))
        if not found or reading is not self.printed:
            return found
        plain = list(self.plain.places(part))
        whole = {self.plain.page_at(each.start) for each in plain if not each.cut}
        cut = {self.plain.page_at(each.start) for each in plain if each.cut} - whole
        return [each for each in found if reading.page_at(each.start) not in cut]

    def denied(self, part: str, reading: Reading) -> list[Place]:
        """Give where words stand in a reading beside a *not* that they leave outside."""
        found = set(self.places(part, reading))
        others = (each for each in reading.places(part) if each not in found)
        return [each for each in others if not each.cut or reading.is_negated(each)]

    def expect(self, pages: Iterable[str]) -> None:
        """Read the places of words on pages that will be looked at for them, if they can be read."""
        names = (found[0] for found in map(_NAME.match, pages) if found)
        numbers = {index + 1 for index in map(self.page_of, names) if index is not None}
        with suppress(PaperError):
            self.file.with_words(numbers)

    def is_page(self, index: int, name: str) -> bool:
        """Tell whether a page (0-based) has a name: its number in the file, its label, or its number in the journal."""
        if not self.paper.paged:
            return True
        first = _FIRST.match(self.source.page)
        journal = str(int(first[0]) + index) if first else ""
        return name in (str(index + 1), self.paper.pages[index].label, journal)

    def page_of(self, name: str) -> int | None:
        """Give the page (0-based) of a name."""
        return next((index for index in range(len(self.paper.pages)) if self.is_page(index, name)), None)


def _reading(paper: Paper, floor: Rung) -> Reading:
    return Reading(tuple(typed("\n".join(line.text for line in page.lines)) for page in paper.pages), floor)


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
