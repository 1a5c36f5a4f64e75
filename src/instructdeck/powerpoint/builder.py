"""The blocks of a slide as pieces: what words can show, and what is a picture, a table, a chart or a formula."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.typeset.terms import colored
from instructdeck.values import dataclass

from . import sizes
from .boxes import BODY, SECOND
from .drawings import chart, diagram, explorable, figure, vega_lite
from .exhibits import Charted, Drawn, Named, Parts, Tabled
from .fonts import CODE, DISPLAY
from .pieces import Beside, Stack, Worded
from .setting import Setting
from .text import Line, Run, Style
from .tones import tone
from .words import stepped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .pieces import Piece

RUNNING = (b.Paragraph, b.Heading, b.BulletList, b.OrderedList, b.DefinitionList, b.RawHtml, b.Broken)
"""Blocks that stand below each other in one box of words."""
HUES = 6
LONG_CODE, SMALL_CODE = 15, 18.0
"""Lines of a listing from which on it is smaller, and how small, as in code.css."""


@dataclass(frozen=True)
class Builder(Setting):
    """Makes the pieces of one slide, in one size of its type."""

    def pieces(
        self, blocks: Sequence[b.Block], room: float, *, holders: tuple[int, ...] = (), gap: float = sizes.GAP
    ) -> list[Piece]:
        """Give blocks as pieces, with a gap between them; words fill the placeholders as long as there are some."""
        found: list[Piece] = []
        free = list(holders)
        for group in _grouped(blocks):
            if isinstance(group[0], RUNNING) or _only_words(group[0]):
                lines = self.lined(self.words.lines(group, self.style(), gap=gap))
                holder = free.pop(0) if free else None
                found.append(Worded(lines, self.fonts, "Body" if holder else "Text", holder))
            else:
                found += self.piece(group[0], room)
        return found

    def piece(self, block: b.Block, room: float) -> list[Piece]:  # noqa: C901, PLR0911, PLR0912  one case a kind of block
        """Give a block that stands by itself."""
        match block:
            case b.BlockQuote(blocks=inner):
                return [self.quote(inner, sizes.QUOTE)]
            case b.Callout(blocks=inner):
                lines = self.words.lines(inner, self.style(sizes.REMARK, color="quote"), gap=4.0)
                return [Worded(self.lined(lines), self.fonts, "Remark", rule="line", rests=True)]
            case b.Aside(blocks=inner):
                lines = self.words.lines(inner, self.style(sizes.CAPTION, color="muted"), gap=4.0)
                return [Worded(self.lined(lines), self.fonts, "Aside", rests=True)]
            case b.Table():
                return [self.table(block)]
            case b.Figure():
                return figure(self, block)
            case b.Diagram():
                return diagram(self, block)
            case b.Explorable():
                return explorable(self, block)
            case b.Chart():
                return [chart(self, block, room)]
            case b.VegaLite():
                return vega_lite(self, block, room)
            case b.CodeBlock():
                return [self.code(block)]
            case b.MathBlock():
                line = Line((self.words.math(block.tex, self.style(sizes.BODY), display=True),))
                return [Worded(self.lined((line,)), self.fonts, "Formula")]
            case b.Terms():
                return self.terms(block)
            case b.Columns():
                return [self.columns(block, room)]
            case b.Fragment(blocks=inner):
                step = self.words.presses.next()
                return [_at_press(piece, step) for piece in self.pieces(inner, room)]
        lines = self.words.lines((block,), self.style())
        return [Worded(self.lined(lines), self.fonts)]

    # --- words ------------------------------------------------------------------------------------

    def quote(self, inner: Sequence[b.Block], size: float) -> Worded:
        """Give the words of a quote behind a bar."""
        lines = self.words.lines(inner, self.style(size, font=DISPLAY, color="quote"), lead=1.34)
        return Worded(self.lined(lines), self.fonts, "Quote", bar="accent")

    def code(self, block: b.CodeBlock) -> Worded:
        """Give a listing in its colors."""
        found = self.words.page.renderer.typesetter.listing(block).lines
        size = SMALL_CODE if len(found) >= LONG_CODE else sizes.CODE
        if block.steps:
            self.words.losses.add("all lines of this listing are lit at once", block.location)
        lines = tuple(
            Line(
                tuple(
                    Run(word.text, Style(size, CODE, tone(word.css_class), bold=word.css_class in ("gh", "gu", "gs")))
                    for word in line.words
                )
                or (Run(" ", Style(size, CODE)),),
                lead=1.32,
            )
            for line in found
        )
        return Worded(self.lined(lines), self.fonts, "Listing", fill="surface", insets=(20, 14))

    def columns(self, block: b.Columns, room: float) -> Beside:
        """Give columns with all in them."""
        count = len(block.columns)
        gap = sizes.COLUMN_GAP if count < 4 else 32.0  # noqa: PLR2004  as in slide.css
        parts = _shares(block)
        stacks, headed = [], []
        for index, column in enumerate(block.columns):
            inner = (room - gap * (count - 1)) * parts[index]
            holder = (BODY, SECOND)[index : index + 1] if count == 2 else ()  # noqa: PLR2004  two placeholders
            pieces: list[Piece] = []
            blocks = column.blocks
            heads = bool(blocks) and isinstance(blocks[0], b.Heading) and blocks[0].level == 4  # noqa: PLR2004  ####
            if heads and isinstance(blocks[0], b.Heading):
                size = 32.0 if self.body <= sizes.BODY or count > 3 else sizes.CLAIM  # noqa: PLR2004  as in slide.css
                head = self.words.inlines(blocks[0].children, self.style(size, font=DISPLAY, bold=True))
                pieces.append(Worded(self.lined((Line(head, lead=1.2),)), self.fonts, "Heading"))
                blocks = blocks[1:]
            pieces += self.pieces(blocks, inner, holders=holder, gap=sizes.INNER_GAP)
            stacks.append(Stack(tuple(_unrested(piece) for piece in pieces), sizes.INNER_GAP))
            headed.append(heads)
        return Beside(tuple(stacks), tuple(parts), tuple(headed), gap)

    def terms(self, block: b.Terms) -> list[Piece]:
        """Give a formula and its named parts, each in its color."""
        hues = {item.step: f"hue-{(item.step - 1) % HUES + 1}" for item in block.items}
        shown = colored(block, {step: f"#{step:06x}" for step in hues})
        math = self.words.math(block.formula.tex, self.style(30.0), display=True, shown=shown)
        math = replace(math, hues=tuple((f"#{step:06x}", hue) for step, hue in hues.items()))
        formula = Worded(self.lined((Line((math,)),)), self.fonts, "Formula")
        named = []
        for item in block.items:
            name = Line(self.words.inlines(item.name, self.style(sizes.REMARK)), lead=1.3)
            meaning = [
                line for each in item.meanings for line in self.words.lines(each, self.style(sizes.REMARK), lead=1.3)
            ]
            press = self.words.presses.next()
            named.append(Named(item.step, self.lined((name,)), self.lined(meaning), hues[item.step], press))
        return [formula, Parts(tuple(named), self.fonts)]

    def table(self, block: b.Table) -> Tabled:
        """Give a table."""
        size = 26.0 if len(block.rows) > 5 else sizes.BODY  # noqa: PLR2004  as in slide.css
        head = tuple(self._cell(cell, self.style(sizes.CAPTION, color="muted", bold=True)) for cell in block.head)
        rows = tuple(
            tuple(self._cell(cell, self.style(size, bold=index == 0)) for index, cell in enumerate(row))
            for row in block.rows
        )
        return Tabled((head, *rows), self.caption(block.caption), self.fonts, full="layout-table" in self.slide)

    def _cell(self, cell: b.Cell, style: Style) -> tuple[Line, ...]:
        line = Line(self.words.inlines(cell.children, style), align=cell.align or "left", lead=1.25)
        return self.lined((line,))


def _grouped(blocks: Sequence[b.Block]) -> list[list[b.Block]]:
    """Give blocks in groups: what can stand in one box of words is together, all else alone."""
    found: list[list[b.Block]] = []
    for block in blocks:
        runs = isinstance(block, RUNNING) or _only_words(block)
        if runs and found and (isinstance(found[-1][0], RUNNING) or _only_words(found[-1][0])):
            found[-1].append(block)
        else:
            found.append([block])
    return found


def _only_words(block: b.Block) -> bool:
    return isinstance(block, b.Fragment) and all(
        isinstance(each, RUNNING) or _only_words(each) for each in block.blocks
    )


def _shares(block: b.Columns) -> list[float]:
    """Give the part of the width of each column."""
    given = [float(each.width.removesuffix("%")) / 100 if each.width.endswith("%") else 0.0 for each in block.columns]
    open_ = given.count(0.0)
    rest = max(1 - sum(given), 0.1 * open_) / open_ if open_ else 0.0
    found = [each or rest for each in given]
    total = sum(found)
    return [each / total for each in found] if total > 1 else found


def _at_press(piece: Piece, step: int) -> Piece:
    """Give a piece that appears at a press."""
    if isinstance(piece, Worded):
        return (
            replace(piece, lines=tuple(stepped(piece.lines, step)))
            if not (piece.bar or piece.rule or piece.fill)
            else replace(piece, step=step)
        )
    if isinstance(piece, Charted | Tabled):
        return replace(piece, step=step)
    if isinstance(piece, Drawn):
        return replace(piece, layers=tuple((source, own or step) for source, own in piece.layers))
    if isinstance(piece, Beside):
        return replace(
            piece,
            stacks=tuple(
                replace(stack, pieces=tuple(_at_press(each, step) for each in stack.pieces)) for stack in piece.stacks
            ),
            step=step,
        )
    return piece


def _unrested(piece: Piece) -> Piece:
    """Give a piece of a column, where nothing rests on the foot."""
    return replace(piece, rests=False) if isinstance(piece, Worded) else piece
