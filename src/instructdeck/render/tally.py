"""How much of what a deck says was found in its sources: the figures of its badge."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from instructdeck.deck.quotation import QuoteKind, Standing
from instructdeck.deck.rules import UNBACKED_NUMBER
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from instructdeck.deck.diagnostics import Diagnostic
    from instructdeck.deck.model import Deck


@dataclass(frozen=True, slots=True)
class Tally:
    """What a deck quotes, and how much of it was found."""

    kinds: Mapping[QuoteKind, int]
    """How many quotes there are of each kind."""
    standings: Mapping[Standing, int]
    """How many stand in each way."""
    sha256: str = ""
    """Of the main source's file that was read; empty when none was, or two different ones."""
    backed: int | None = None
    """Numbers that evidence stands behind; None when nobody counted them."""
    unbacked: int = 0
    """Numbers that should have some and have none."""

    @property
    def quotes(self) -> int:
        """All quotes."""
        return sum(self.kinds.values())

    @property
    def verbatim(self) -> int:
        """Those in the very words of their source."""
        return self.kinds.get(QuoteKind.VERBATIM, 0)

    @property
    def verified(self) -> int:
        """Those that were found, and have not changed since."""
        return self.standings.get(Standing.VERIFIED, 0)

    @property
    def open(self) -> int:
        """What is left to be done: quotes to be looked up, numbers to be backed."""
        return self.quotes - self.verified + self.unbacked


def tally(deck: Deck, problems: Collection[Diagnostic]) -> Tally:
    """Count the quotes of a deck and its numbers, of which the problems say which are not backed."""
    kinds = Counter(quote.kind for quote in deck.quotes.values())
    unbacked = sum(each.rule == UNBACKED_NUMBER for each in problems)
    stated = _stated(deck) if deck.sources else 0
    backed = max(0, stated - unbacked) if stated else None
    return Tally(kinds, Counter(deck.standings.values()), _read(deck), backed, unbacked)


def _stated(deck: Deck) -> int:
    """Give how many numbers a deck states that are held against something."""
    from instructdeck.numbers.scopes import count, is_held  # noqa: PLC0415  what reads numbers takes 10 ms to load

    return count(deck) if is_held(deck) else 0


def _read(deck: Deck) -> str:
    """Give the hash of the main source's file as the locks have it, where they agree."""
    hashes = {section.lock.sources.get(deck.source, "") for section in deck.sections} - {""}
    return hashes.pop() if len(hashes) == 1 else ""
