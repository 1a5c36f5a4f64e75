"""What a slide cites, as its evidence shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from evidenced import evidenced
from instructdeck.deck.quotation import Rung, Standing
from instructdeck.render.cited import cited_on, judged
from instructdeck.render.page import Page
from instructdeck.render.renderer import Renderer
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.typeset import Typesetter
from sample import loaded

if TYPE_CHECKING:
    from pathlib import Path

    from instructdeck.deck.model import Deck


@pytest.fixture
def deck(tmp_path: Path) -> Deck:
    """Give a deck that cites in every way, of which nothing is wrong but that a quote was not looked up."""
    evidenced(tmp_path)
    return loaded(tmp_path)[0]


def page(deck: Deck) -> Page:
    """Give the page of the deck."""
    templates = Templates((shipped(),))
    return Page(Renderer(deck, templates, Typesetter(templates)), "one", root="../", deck="")


def test_each_once_and_none_of_the_notes(deck: Deck) -> None:
    """A slide's evidence has what its title, its text and its remarks cite, in reading order; not the notes."""
    views = cited_on(deck.slides[0], page(deck))

    assert ["p. 3", "p. 4", "p. 1", "p. 5", "p. 6", "p. 9", "p. 12"] == [view.mark for view in views]
    assert "../evidence.html#exactly" == views[0].href
    assert {"Doe 2020"} == {view.short for view in views}
    assert [False, False, True, False, False, False, False] == [view.judged for view in views]


def test_a_source_as_a_whole(deck: Deck) -> None:
    """A citation of a source has no words that could be looked up."""
    view = cited_on(deck.slides[0], page(deck))[-1]

    assert (None, None, "paper") == (view.quote, view.standing, view.source.id if view.source else "")


def test_how_quotes_stand(deck: Deck) -> None:
    """A quote that was found says where and how; one that nobody looked up does not."""
    views = {view.quote.id: view for view in cited_on(deck.slides[0], page(deck)) if view.quote}
    there, missing = views["in-part"], views["nobody-looked"]

    assert (Standing.VERIFIED, Rung.FURNITURE) == (there.standing, there.found.rung if there.found else None)
    assert (Standing.UNVERIFIED, None) == (missing.standing, missing.found)


def test_what_can_be_wrong(deck: Deck) -> None:
    """Only other words than the source's can be false to it."""
    assert ["other-words"] == [name for name, quote in deck.quotes.items() if judged(quote)]
