"""What all the evidence of a deck comes to, in figures and on its badge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from evidenced import HASH, evidenced
from instructdeck.deck.quotation import NO_LOCK, Lock, QuoteKind, Standing
from instructdeck.render.renderer import Renderer
from instructdeck.render.tally import Tally, tally
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.typeset import Typesetter
from sample import loaded

if TYPE_CHECKING:
    from pathlib import Path

    from instructdeck.deck.model import Deck

BADGES = {
    "162 quotes, 137 verbatim, checked against sha256 c1984bb5…, 0 open": Tally(
        {QuoteKind.VERBATIM: 137, QuoteKind.TABLE: 25}, {Standing.VERIFIED: 162}, f"c1984bb5{'0' * 56}"
    ),
    "20 quotes, none verified yet": Tally({QuoteKind.VERBATIM: 20}, {Standing.UNVERIFIED: 20}),
    "1 quote, 0 verbatim, 1 verified, 0 open": Tally({QuoteKind.ELIDED: 1}, {Standing.VERIFIED: 1}),
    "3 quotes, 3 verbatim, 1 verified, 40 numbers backed, 4 open": Tally(
        {QuoteKind.VERBATIM: 3}, {Standing.VERIFIED: 1, Standing.STALE: 1, Standing.UNVERIFIED: 1}, "", 40, 2
    ),
}


@pytest.fixture
def deck(tmp_path: Path) -> Deck:
    """Give a deck of seven quotes, of which six were found."""
    evidenced(tmp_path)
    return loaded(tmp_path)[0]


def test_figures(deck: Deck) -> None:
    """Quotes are counted by kind and by how they stand; what was not found is open."""
    found = tally(deck, ())

    assert (7, 3, 6, 1) == (found.quotes, found.verbatim, found.verified, found.open)
    assert (HASH, None) == (found.sha256, found.backed)


def test_two_files(deck: Deck) -> None:
    """Where sections were checked against different files, or none was, no hash is named."""
    (one,) = deck.sections
    other = replace(one, id="two", quotes=(), lock=Lock({"paper": "6" * 64}))

    assert "" == tally(replace(deck, sections=(one, other)), ()).sha256
    assert "" == tally(replace(deck, sections=(replace(one, lock=NO_LOCK),)), ()).sha256


@pytest.mark.parametrize("said", BADGES)
def test_badge(said: str, deck: Deck) -> None:
    """The badge says what was found, and says so where nothing was."""
    templates = Templates((shipped(),))
    macros = templates.environment.get_template("evidence.html").module
    html = macros.badge(BADGES[said], "evidence.html")  # type: ignore[attr-defined]
    whole = 'class="badge whole"' in html

    assert said == " ".join(html.striptags().split())
    assert whole == (BADGES[said].open == 0)
    assert tally(deck, ()) == Renderer(deck, templates, Typesetter(templates)).tally
