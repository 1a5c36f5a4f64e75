"""What an author can do about a number or a name that nothing backs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import keys_at

from .backing import SMALL, backs, could_be_rounded, nearest, same_count
from .quantities import PERCENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instructdeck.deck.blocks import Cite
    from instructdeck.deck.diagnostics import Location

    from .backing import Had
    from .book import Book
    from .mentions import Mention
    from .quantities import Quantity

CHANGES = {-1: " fewer", 1: " more"}
"""The word for a direction."""
MAX_SHOWN = 60
"""Characters of a number that a message repeats."""


def short(quantity: Quantity) -> str:
    """Give a quantity as it is written, if that is not too long."""
    return " ".join(quantity.text.split())[:MAX_SHOWN]


def mention_hint(book: Book, mention: Mention, place: Location) -> str:
    """Give what to do about a name or reference; a part of the paper may have a quote that is not cited here."""
    quotes = book.deck.quotes.values() if mention.of_paper else ()
    name = next((quote.id for quote in quotes if book.names.of(quote).issuperset(mention.keys)), "")
    if name:
        return f"[@{name}] has it: cite it here"
    home, own = keys_at(place.path, "quotes.yml"), f"[{mention.text[:MAX_SHOWN]}]{{.ours}}"
    return f"check it, or quote what has it in {home}; one of our own is written {own}"


def number_hint(  # noqa: PLR0913  all that stands around a number
    book: Book, evidence: Sequence[Had], quantity: Quantity, place: Location, bare: Cite | None, *, within: bool
) -> str:
    """Give what to do about a number, which may stand within a calculation.

    `evidence` is cited beside it, and so is `bare`, a source without words.
    """
    return (
        _of_rounding(book, evidence, quantity)
        or _of_another_word(evidence, quantity)
        or _of_share(evidence, quantity)
        or _of_another_quote(book, quantity)
        or _of_near_number(evidence, quantity)
        or _of_bare_source(bare, place)
        or _of_marks(quantity, place, within=within)
    )


def _of_rounding(book: Book, evidence: Sequence[Had], quantity: Quantity) -> str:
    for had in evidence:
        if could_be_rounded(had.quantity, quantity) and same_count(quantity, book.words(had.quote)):
            exact, text = "" if had.quantity.about else f" or {had.quantity.text}", short(quantity)
            return f"write 'about {text[0].lower()}{text[1:]}'{exact}, as {had.quote} has it"
    return ""


def _of_another_word(evidence: Sequence[Had], quantity: Quantity) -> str:
    had = next((had for had in evidence if backs(had.quantity, quantity)), None)
    what = f"{had.quote} has {short(had.quantity)}, but no '{quantity.noun}'" if had else ""
    return f"{what}: use its word for what is counted" if what else ""


def _of_share(evidence: Sequence[Had], quantity: Quantity) -> str:
    """Give how to write a percentage of which the evidence has the share: 91% of 0.91."""
    for had in evidence if quantity.unit == PERCENT and quantity.high is None else ():
        if had.quantity.bare and 0 < had.quantity.value <= 1 and had.quantity.value * 100 == quantity.value:
            share = short(had.quantity)
            return f'{had.quote} has {share}: write that, or [{short(quantity)}]{{calc="{share}"}}'
    return ""


def _of_another_quote(book: Book, quantity: Quantity) -> str:
    if quantity.bare and quantity.value <= SMALL:
        return ""  # a small number alone stands in many quotes, of something else
    found = (name for name in book.deck.quotes for had in book.of(name) if book.backs(had, quantity))
    name = next(found, "")
    return f"[@{name}] has it: cite it here" if name else ""


def _of_near_number(evidence: Sequence[Had], quantity: Quantity) -> str:
    near = nearest(evidence, quantity)
    return f"the cited evidence has {_shown(near, quantity)}" if near else ""


def _shown(had: Had, said: Quantity) -> str:
    """Give what evidence has, with the word that makes the difference."""
    about = "about " if had.quantity.about and not said.about else ""
    change = CHANGES[had.quantity.direction] if had.quantity.direction * said.direction < 0 else ""
    same = had.quantity.text == said.text and had.quantity.noun != said.noun
    noun = f" {had.quantity.noun}" if same and had.quantity.noun else ""
    return f"{about}{had.quantity.text}{noun}{change} ({had.quote})"


def _of_bare_source(bare: Cite | None, place: Location) -> str:
    what = f"[@{bare.id}, {bare.locator}] shows no words" if bare else ""
    home = keys_at(place.path, "quotes.yml")
    return f"{what}: write the passage or table into {home}, and cite that" if what else ""


def _of_marks(quantity: Quantity, place: Location, *, within: bool) -> str:
    if place.path.endswith(".csv"):
        return "cite what has it in the chart's 'caption' or 'source'; 'derived: [column]' is for numbers of our own"
    home, text = keys_at(place.path, "quotes.yml"), short(quantity)
    what = f"quote what has it in {home} and cite it here"
    if within:
        return what
    ours = f"[{text}]{{.ours}} is a count of our own"
    if quantity.high is None and quantity.tolerance is None:
        ours = f'[{text}]{{calc="…"}} is our own arithmetic, [{text}]{{.ours}} a count of our own'
    return f"{what}; {ours}"
