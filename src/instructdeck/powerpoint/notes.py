"""The notes of a slide: what its speaker says, and then the words that back it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.quotation import QuoteKind, Standing
from instructdeck.render.cited import cited_on
from instructdeck.values import dataclass

from .text import Line, Run, Style

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from instructdeck.deck.model import Slide
    from instructdeck.deck.quotation import Quote
    from instructdeck.render.cited import CitedView

    from .words import Words

SIZE = 16.0
"""Pixels of type of notes, which are 12 points."""


@dataclass(frozen=True)
class Notes:
    """Gives the notes of the slides of one deck."""

    words: Words
    evidence: Mapping[str, str]
    """What the templates say of evidence."""

    def lines(self, slide: Slide) -> tuple[Line, ...]:
        """Give the notes of a slide; none where it has neither words nor evidence."""
        style = Style(SIZE)
        said = self.words.lines(slide.notes, style, lead=1.2, gap=6.0)
        backed = [*self._evidence(slide), *self._reckoned(slide)]
        head = [Line((Run(self.evidence["title"].partition(" ")[0], Style(SIZE, bold=True)),), before=14.0, lead=1.2)]
        return (*said, *(head if backed else ()), *backed)

    def _evidence(self, slide: Slide) -> Iterator[Line]:
        for view in cited_on(slide, self.words.page):
            yield Line((Run(self._about(view), Style(SIZE, bold=True)),), before=8.0, lead=1.2)
            if view.quote:
                yield from self._quoted(view.quote)

    def _about(self, view: CitedView) -> str:
        quote = view.quote
        parts = [view.short if view.short not in view.mark else "", view.mark]
        if quote:
            parts += [quote.place if quote.place != view.mark else "", self.evidence[quote.kind.value]]
            if view.standing:
                parts.append(self.evidence["verified" if view.standing is Standing.VERIFIED else view.standing.value])
            if view.judged:
                parts.append(self.evidence[quote.verdict.value])
        else:
            parts.append(self.evidence["whole"])
        return " · ".join(part for part in parts if part)

    def _quoted(self, quote: Quote) -> Iterator[Line]:
        style = Style(SIZE)
        marks = ("“", "”") if quote.kind in (QuoteKind.VERBATIM, QuoteKind.ELIDED) else ("", "")
        yield from _marked(self.words.lines(quote.text, style, lead=1.2, gap=4.0), marks)
        yield from _marked(self.words.lines(quote.original, style, lead=1.2, gap=4.0), ("“", "”"))
        for row in quote.rows:
            cells = ", ".join(f"{name} {cell.text}" for name, cell in zip(quote.columns, row[1:], strict=False))
            yield Line((Run(f"{row[0].text}: {cells}", style),), before=4.0, lead=1.2)
        yield from self.words.lines(quote.note, Style(SIZE, italic=True), lead=1.2, gap=4.0)

    def _reckoned(self, slide: Slide) -> Iterator[Line]:
        """Give how the numbers come about that are our own."""
        known: dict[str, None] = {}
        for node in b.walk((slide.title, slide.blocks, slide.footnotes)):
            if isinstance(node, b.Calculation):
                known.setdefault(f"{b.plain_text(node.children)} = {node.expression}")
        for each in known:
            said = f"{self.words.fixed['our_arithmetic'].capitalize()}: {each}"
            yield Line((Run(said, Style(SIZE)),), before=8.0, lead=1.2)


def _marked(lines: tuple[Line, ...], marks: tuple[str, str]) -> Iterator[Line]:
    """Give lines with quotation marks around them all."""
    from dataclasses import replace  # noqa: PLC0415

    for index, line in enumerate(lines):
        first = (Run(marks[0], Style(SIZE)),) if marks[0] and index == 0 else ()
        last = (Run(marks[1], Style(SIZE)),) if marks[1] and index == len(lines) - 1 else ()
        yield replace(line, parts=(*first, *line.parts, *last))
