"""The parts of a deck that stand together: what is said in one is backed by what is cited in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import blocks as b
from .statements import Statement, line
from .values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import Deck, Section, Synthesis


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
