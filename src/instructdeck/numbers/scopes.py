"""The parts of a deck that stand together: what is said in one is backed by what is cited in it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.model import Numbers
from instructdeck.values import dataclass

from .quantities import read
from .statements import Statement, line, statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from instructdeck.deck.model import Deck, Section, Synthesis


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of a deck that stands together: what it says is backed by what is cited in it."""

    trees: tuple[object, ...]
    lines: tuple[Statement, ...] = ()
    """What it says outside of its blocks, such as a title."""
    quotes: tuple[str, ...] = ()
    """What it rests on besides its own citations."""


def scopes(deck: Deck) -> Iterator[Scope]:
    """Give the parts of a deck: each slide with its notes, each heading of a synthesis, each correction."""
    for section in deck.sections:
        for slide in section.slides:
            title = line(slide.title, left=slide.location.column)
            yield Scope((slide.title, slide.blocks, slide.footnotes, slide.notes), (title,) if title else ())
        if section.synthesis:
            yield from _under_headings(section.synthesis)
        yield from _corrections(section)


def _under_headings(synthesis: Synthesis) -> Iterator[Scope]:
    part: list[b.Block] = []
    for block in synthesis.blocks:
        if isinstance(block, b.Heading) and part:
            yield Scope((tuple(part),))
            part = []
        part.append(block)
    yield Scope((tuple(part),))
    if synthesis.footnotes:
        whole = tuple(cite.id for citation in synthesis.citations for cite in citation.cites)
        yield Scope((synthesis.footnotes,), quotes=whole)


def _corrections(section: Section) -> Iterator[Scope]:
    for correction in section.corrections:
        paper = line(correction.paper, fixed=True)
        yield Scope((correction.paper,), (paper,) if paper else (), (correction.quote,) if correction.quote else ())


def is_held(deck: Deck) -> bool:
    """Tell whether the numbers of a deck are held against anything."""
    return bool(deck.sources) and deck.numbers is Numbers.CITED and not deck.unread.anything


def count(deck: Deck) -> int:
    """Give how many numbers a deck states in words; those of its charts, and that go into its calculations, too."""
    in_words = deck.language.lower().startswith("en")
    total = 0
    for scope in scopes(deck):
        nodes = tuple(b.walk(scope.trees))
        said = chain(scope.lines, statements(nodes))
        total += sum(len(read(each.text, words=in_words).quantities) for each in said)
        for node in nodes:
            if isinstance(node, b.Chart | b.VegaLite):
                total += sum(cell.number is not None for row in node.rows for cell in row)
            total += isinstance(node, b.Calculation)
    return total
