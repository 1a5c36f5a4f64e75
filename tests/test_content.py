"""The flagship: content is code, and what the brief and the paper ask of it holds."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from instructdeck.blocks import Diagram, plain_text, walk
from instructdeck.brief import State, answers
from instructdeck.quotation import QuoteKind, Verdict
from sample import ROOT, loaded

if TYPE_CHECKING:
    from instructdeck.model import Deck, Slide


@cache
def flagship() -> tuple[Deck, list[str]]:
    """Give the flagship deck and what is wrong with it."""
    return loaded(ROOT)


def test_nothing_is_wrong() -> None:
    """The flagship has neither an error nor a warning."""
    assert [] == flagship()[1]


def test_shape() -> None:
    """Five speakers give 23 slides: five, four, four, five and five."""
    deck, _ = flagship()

    assert [5, 4, 4, 5, 5] == [len(section.slides) for section in deck.sections]
    assert [f"Student {number}" for number in range(1, 6)] == [section.speaker.name for section in deck.sections]
    assert list(range(1, 24)) == [slide.number for slide in deck.slides]


def test_the_brief_is_kept() -> None:
    """Every suggested slide is there, under its suggested title and in order."""
    deck, _ = flagship()

    states = [answer.state for section in deck.sections for answer in answers(section)]
    assert [State.KEPT] * 23 == states


@pytest.mark.parametrize("number", range(1, 24))
def test_notes_are_speakable(number: int) -> None:
    """Each slide has notes of 40 to 120 spoken words."""
    slide: Slide = flagship()[0].slides[number - 1]

    assert 40 <= slide.spoken_words <= 120


def test_syntheses_are_one_page() -> None:
    """Each synthesis has 350 to 500 words."""
    deck, _ = flagship()

    words = {section.id: section.synthesis.words for section in deck.sections if section.synthesis}
    assert 5 == len(words)
    assert {} == {name: count for name, count in words.items() if not 350 <= count <= 500}


def test_statements_of_the_brief() -> None:
    """All 28 statements the brief gave as quotes are there with an honest kind; four are verbatim and one is wrong."""
    deck, _ = flagship()
    statements = [quote for quote in deck.quotes.values() if quote.from_brief]

    assert 28 == len(statements)
    assert 4 == sum(quote.kind is QuoteKind.VERBATIM for quote in statements)
    assert ["brief-3-4"] == [quote.id for quote in statements if quote.verdict is Verdict.WRONG]


def test_every_quote_has_its_place() -> None:
    """Each quote names a page from 1 to 68 and the place on it."""
    deck, _ = flagship()

    for quote in deck.quotes.values():
        first, _, last = quote.page.partition("-")
        assert quote.place, quote.id
        assert 1 <= int(first) <= int(last or first) <= 68, quote.id


def test_sixteen_corrections() -> None:
    """The team page lists a correction for each point where the brief and the paper differ."""
    deck, _ = flagship()

    assert 16 == sum(len(section.corrections) for section in deck.sections)


def test_one_pipeline() -> None:
    """The three stages are one diagram, whole on slides 4 and 6, with the stage at hand lit on 7, 10 and 12."""
    found = {
        slide.number: [part.name for part in node.lit]
        for slide in flagship()[0].slides
        for node in walk(slide.blocks)
        if isinstance(node, Diagram) and "content/diagrams/pipeline.mmd" == node.places[0].path
    }

    assert {4: [], 6: [], 7: ["sft"], 10: ["rm"], 12: ["ppo"]} == found


def test_every_slide_shows_evidence() -> None:
    """Each slide cites the paper."""
    deck, _ = flagship()

    assert [] == [slide.id for slide in deck.slides if not slide.citations]


def test_quotation_marks_hold_words_of_a_source() -> None:
    """Whatever a slide shows in a block quote stands in a verbatim or elided quote."""
    deck, _ = flagship()
    words = [
        plain_text(quote.text).replace("\n", " ")
        for quote in deck.quotes.values()
        if quote.kind is not QuoteKind.PARAPHRASE
    ]

    for slide in deck.slides:
        for block in slide.blocks:
            if block.kind == "block_quote":
                shown = " ".join(plain_text(block).split())
                assert any(shown in each for each in words), shown
