"""The evidence of a deck as it is asked for, each quote read once."""

from __future__ import annotations

import re
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

from .backing import Had, backs, quantities_of, same_count
from .names import Names
from .quoted import quoted

if TYPE_CHECKING:
    from instructdeck.deck.model import Deck

    from .conflicts import Stated
    from .quantities import Quantity


@dataclass(frozen=True)
class Book:
    """A deck's evidence."""

    deck: Deck
    read: dict[str, tuple[Had, ...]] = field(default_factory=dict)
    spoken: dict[str, str] = field(default_factory=dict)
    hints: list[Quantity] = field(default_factory=list)
    """The quantities for which something was looked for that has them."""
    stated: list[Stated] = field(default_factory=list)
    """The numbers that were said."""

    @cached_property
    def names(self) -> Names:
        """Give what it names."""
        return Names(self.deck)

    @cached_property
    def in_words(self) -> bool:
        """Whether numbers are read that the deck writes out in English."""
        return self.deck.language.lower().startswith("en")

    @cached_property
    def pages(self) -> frozenset[int]:
        """How many pages each source has."""
        return frozenset(source.pages for source in self.deck.sources if source.pages)

    def of(self, name: str) -> tuple[Had, ...]:
        """Give the quantities of a quote."""
        if name not in self.read:
            quote = self.deck.quotes.get(name)
            self.read[name] = quantities_of(quote) if quote else ()
        return self.read[name]

    def words(self, name: str) -> str:
        """Give the words of a quote, in small letters."""
        if name not in self.spoken:
            quote = self.deck.quotes[name]
            cells = (cell.text for row in quote.rows for cell in row)
            self.spoken[name] = " ".join((quoted(quote), *quote.columns, *cells)).casefold()
        return self.spoken[name]

    def backs(self, had: Had, quantity: Quantity) -> bool:
        """Tell whether a quote has a quantity."""
        return backs(had.quantity, quantity) and same_count(quantity, self.words(had.quote))

    def of_source(self, quantity: Quantity) -> bool:
        """Tell whether the fields of a source have a quantity: a year, or its number of pages."""
        if quantity.unit or quantity.tolerance is not None or quantity.high is not None:
            return False
        if quantity.noun in ("page", "pages"):
            return quantity.value in self.pages
        return re.fullmatch(r"\d{4}", quantity.text) is not None and int(quantity.value) in self.names.years
