"""The names, references and dates that a deck may say, because its evidence or the deck itself has them."""

from __future__ import annotations

import re
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

from .mentions import Mention, MentionKind, mentions
from .quantities import read
from .quoted import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from instructdeck.deck.model import Deck
    from instructdeck.deck.quotation import Quote, Source

_NUMBERED = re.compile(r"step|phase|stage|part|student|speaker|slide|chapter|algorithm|theorem|lemma|footnote")
"""What is numbered, but for the parts of a paper."""
_EVERYDAY = frozenset(("a4", "co2", "covid-19", "h2o", "mp3", "mp4", "o2"))
"""What everybody calls so, whatever the paper is about."""


@dataclass(frozen=True)
class Names:
    """What the evidence of a deck names, and what the deck calls its own parts."""

    deck: Deck
    read: dict[str, frozenset[str]] = field(default_factory=dict)
    """What each quote names, of those that were asked for."""
    had: dict[str, bool] = field(default_factory=dict)
    """Whether each name that was looked for stands somewhere."""

    @cached_property
    def keys(self) -> frozenset[str]:
        """All of them, in the form in which they are compared."""
        of_sources = _keys(text for source in self.deck.sources for text in _of_source(source))
        return self.own.union(of_sources, *(self.of(quote) for quote in self.deck.quotes.values()))

    def _has(self, name: str) -> bool:
        """Tell whether a name stands somewhere; looked for in the texts, which is sooner done than to read them all."""
        if name not in self.had:
            self.had[name] = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self._texts) is not None
        return self.had[name]

    @cached_property
    def _texts(self) -> str:
        quoted = (text for quote in self.deck.quotes.values() for text in _in_short(quote))
        sources = (text for source in self.deck.sources for text in _of_source(source))
        return "\n".join((*self._own(), *sources, *quoted)).casefold()

    @cached_property
    def numbered(self) -> frozenset[str]:
        """The steps, phases and the like that stand somewhere."""
        return self.own | _keys(line for line in self._texts.split("\n") if _NUMBERED.search(line))

    @cached_property
    def own(self) -> frozenset[str]:
        """What the deck calls itself, its sections, its speakers and its slides."""
        slides = (f"slide {number}" for number in range(1, len(self.deck.slides) + 1))
        return _keys(self._own()).union(slides)

    def _own(self) -> Iterator[str]:
        deck = self.deck
        yield from (deck.title, deck.subtitle, deck.event, deck.date)
        for section in deck.sections:
            yield from (section.title, section.speaker.name, section.speaker.role)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years of dates that the deck or a source has."""
        texts = [self.deck.date, self.deck.event, *(source.issued for source in self.deck.sources)]
        texts += [source.note for source in self.deck.sources]
        dated = {int(key[:4]) for key in self.keys if key[:4].isdigit() and key[4:5] == "-"}
        plain = {
            int(quantity.value)
            for text in texts
            for quantity in read(text).quantities
            if quantity.text.isdigit() and len(quantity.text) == 4  # noqa: PLR2004  a year
        }
        return frozenset(dated | plain)

    def of(self, quote: Quote) -> frozenset[str]:
        """Give what one quote names, in its words and with its place."""
        if quote.id not in self.read:
            self.read[quote.id] = _keys(_of_quote(quote))
        return self.read[quote.id]

    def missing(self, mention: Mention) -> bool:
        """Tell whether a mention says what nothing here has."""
        if mention.kind is MentionKind.NOTHING:
            return False
        if mention.kind is MentionKind.DATE:
            return not any(known.startswith(mention.keys[0]) for known in self.keys)
        if mention.kind is MentionKind.NAME:
            if _EVERYDAY.issuperset(mention.keys):
                return False
            return not any(self._has(each) for key in mention.keys for each in (key, *_heads(key)))
        return not self.numbered.issuperset(mention.keys)


def _keys(texts: Iterable[str]) -> frozenset[str]:
    """Give what some texts mention, and the shorter forms of it."""
    found = {key for text in texts for mention in mentions(text) for key in mention.keys}
    return frozenset((*found, *(part for key in found for part in _heads(key))))


def _heads(key: str) -> Iterator[str]:
    """Give the shorter forms of a name or reference: `gpt-3` of `gpt-3-like`, `section 4` of `section 4.2`."""
    sign = "." if " " in key else "-"
    while (cut := key.rpartition(sign)[0]) and any(each.isdigit() for each in cut):
        key = cut
        yield key


def _in_short(quote: Quote) -> Iterator[str]:
    yield from (quoted(quote), quote.place, *quote.columns)
    yield from (cell.text for row in quote.rows for cell in row)


def _of_quote(quote: Quote) -> Iterator[str]:
    yield from (quoted(quote), quote.place, f"page {quote.page}", *quote.columns)
    yield from (cell.text for row in quote.rows for cell in row)


def _of_source(source: Source) -> Iterator[str]:
    yield from (source.title, source.issued, source.note, source.doi, source.url)
    yield from (*source.texts.values(), *source.dates.values())
