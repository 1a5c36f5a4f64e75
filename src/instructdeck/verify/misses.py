"""What is wrong with words that do not stand in their source: where they differ, and from what."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import plain_text
from instructdeck.deck.diagnostics import Location
from instructdeck.deck.rules import FALSE_QUOTE
from instructdeck.values import dataclass

from .elision import is_pieced, turned
from .nearest import joined, nearest_passage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from instructdeck.deck.diagnostics import Findings
    from instructdeck.deck.quotation import Quote

    from .edition import Edition
    from .nearest import Passage
    from .wording import Place

AROUND = 30
"""Characters shown before and behind a passage that a quote cuts off."""
MAX_SHOWN = 400
"""Characters of a passage that a message shows."""


@dataclass(frozen=True)
class Miss:
    """A quote that was not found, and its file's text."""

    quote: Quote
    edition: Edition
    texts: Mapping[str, str]
    """Of the files that quotes stand in, by path: messages point at their words."""
    findings: Findings

    def report(self, parts: Sequence[str]) -> None:
        """Say what is wrong with the parts of the quote."""
        readings = self.edition.readings
        lost = next((part for part in parts if not any(self.edition.places(part, each) for each in readings)), None)
        if lost is None:
            self._apart(parts)
        elif cut := next((each for each in self.edition.plain.places(lost) if each.cut), None):
            self._cut(cut, self._index(lost))
        elif two := joined(lost, self.edition.printed):
            problem = f"joins two passages without a mark, before '{two[1].split()[0]}'"
            self._add(problem, self._index(lost) + len(two[0].split()), "write [...] between them, and kind: elided")
        elif passage := nearest_passage(lost, self.edition.plain if self.edition.paper.paged else self.edition.printed):
            self._differs(passage, self._index(lost))
        else:
            message = f"nothing in {self.quote.source} is like quote '{self.quote.id}'"
            hint = "does it come from another source, or is it a summary of your own?"
            self.findings.add(FALSE_QUOTE, message, self._at(0)[0], hint)

    def _add(self, problem: str, word: int, hint: str) -> None:
        """Report a problem with the quote, at one of its words."""
        place, length = self._at(word)
        self.findings.add(FALSE_QUOTE, f"quote '{self.quote.id}' {problem}", place, hint, length)

    def _apart(self, parts: Sequence[str]) -> None:
        """Say why parts that all stand in the source are no elided quote."""
        if not parts:
            self._add("quotes nothing", 0, "quote some words of the source")
        elif is_pieced(parts):
            hint = "quote whole parts of a sentence, or write a paraphrase"
            self._add("is pieced together from parts of one or two words", 0, hint)
        elif part := next((each for each in parts if self._turned(parts, each)), ""):
            self._add(f"leaves out a 'not' before '{_short(part)}'", self._index(part), "quote it as well")
        else:
            problem = f"the parts of quote '{self.quote.id}' stand in another order, or more than a page apart"
            self.findings.add(FALSE_QUOTE, problem, self._at(0)[0], "quote each part by itself")

    def _turned(self, parts: Sequence[str], part: str) -> bool:
        return any(turned(parts, part, reading) for reading in self.edition.readings)

    def _cut(self, place: Place, start: int) -> None:
        reading = self.edition.plain
        around = reading.text[max(0, place.start - AROUND) : min(place.end, place.start + MAX_SHOWN) + AROUND]
        whole = around.partition(" ")[2].rpartition(" ")[0]
        page = self._page(reading.page_at(place.start))
        self._add(f"cuts off a word, a number or a 'not' of {page}", start, f'{page} reads: "… {_short(whole)} …"')

    def _differs(self, passage: Passage, start: int) -> None:
        page, text = self._page(passage.page), _short(passage.text)
        if not passage.alike:
            message = f"these words of quote '{self.quote.id}' do not stand in {self.quote.source}"
            self.findings.add(FALSE_QUOTE, message, self._at(start)[0], f'the nearest passage is on {page}: "{text}"')
        elif not passage.changes:
            self._add(f"has other signs between its words than {page}", start, f'{page} reads: "{text}"')
        else:
            hint = f'it is a paraphrase of {page}: "{_short(passage.marked)}"'
            self._add(_change(passage, page), start + passage.changes[0].at, hint)

    def _page(self, index: int) -> str:
        return f"p. {index + 1}" if self.edition.paper.paged else self.quote.source

    @cached_property
    def _words(self) -> list[str]:
        return plain_text(self.quote.words).split()

    def _index(self, part: str) -> int:
        """Give which word of the quote a part of it begins with."""
        words = " ".join(self._words)
        at = f" {words} ".find(f" {' '.join(part.split())} ")
        return words.count(" ", 0, at) + bool(at) if at >= 0 else 0

    def _at(self, word: int) -> tuple[Location, int]:
        """Give where the nth word of the quote stands in its file, with its length."""
        start = self.quote.text_at or self.quote.location
        wanted = self._words[word] if word < len(self._words) else ""
        left = self._words[:word].count(wanted)
        lines = self.texts.get(start.path, "").split("\n")[start.line - 1 : start.line + len(self._words)]
        for number, line in enumerate(lines):
            skipped = 0 if number else start.column - 1
            for found in re.finditer(r"\S+", line[skipped:]):
                text = found[0] if number else found[0].strip("'\"")
                if text == wanted and not left:
                    return Location(start.path, start.line + number, skipped + found.start() + 1), len(found[0])
                left -= text == wanted
        return start, 1


def _change(passage: Passage, page: str) -> str:
    """Say what the first difference between a quote and a passage is."""
    change = passage.changes[0]
    more = f", and {len(passage.changes) - 1} more" if len(passage.changes) > 1 else ""
    if change.said and change.printed:
        return f"has '{_short(change.said, 60)}' where {page} has '{_short(change.printed, 60)}'{more}"
    if change.said:
        return f"adds '{_short(change.said, 60)}', which {page} has not{more}"
    return f"leaves out '{_short(change.printed, 60)}' of {page}{more}"


def _short(text: str, most: int = MAX_SHOWN) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
