"""How high blocks are, and whether they are too wide, reckoned from the sizes in the style sheets, without a browser.

It is an estimate: letters have their own widths, formulas and pictures do not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.values import dataclass

from .runs import CODE, STRONG, Type, code_lines, formula_height, formula_width, height, shared, spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SERIF = 0.99
"""How wide the typeface of titles is, with its narrower spaces between letters, beside Inter."""
QUOTED = 0.96
"""The same of quotes, which are lighter."""
MANY_ITEMS, MANY_ROWS, MANY_LINES, MANY_COLUMNS = 5, 6, 15, 4
"""From so many on, items stand closer, and tables, listings and columns are smaller."""
FEW = (b.BulletList, b.OrderedList, b.DefinitionList, b.Table, b.Figure, b.Chart, b.VegaLite, b.Diagram, b.Explorable)


@dataclass(frozen=True, slots=True)
class Cells:
    """How a table is set."""

    text: Type
    head: Type
    above: float
    """Room above and below the words of a cell, with the line below it."""
    beside: float
    """Room behind each cell but the last."""
    names: bool = False
    """Whether the first column is bold."""

    def of(self, column: int) -> Type:
        """Give how the words of a column are set."""
        return replace(self.text, stretch=STRONG) if self.names and not column else self.text


@dataclass(frozen=True, slots=True)
class Looks:
    """The sizes of one medium, in its pixels."""

    text: Type
    nested: Type
    """Lists in lists."""
    quote: Type
    callout: Type
    aside: Type
    caption: Type
    code: Type
    long_code: Type
    code_room: tuple[float, float]
    """Above and below, and on both sides of a listing together."""
    cells: Cells
    many_cells: Cells
    headings: Mapping[int, Type]
    columns: tuple[Type, ...]
    """Columns of plain words, which may be larger: a few, four or more."""
    term: Type
    """What the parts of a formula mean."""
    above_terms: float
    items: tuple[float, float, float]
    """Between a few items, between many, between those of a list in a list."""
    above_nested: float
    inner: float
    """Between the blocks of an item, a quote or a remark."""
    between: float
    """Between the blocks of a column."""
    indent: tuple[float, float]
    """Of bullets and of numbers, as a part of the type size."""
    remark: tuple[float, float]
    """Above a remark with its line, and beside it."""
    beside_quote: float
    formula: tuple[float, float]
    """Of the type size: one line, and several."""
    around_formula: float
    picture: float
    """The least height of a picture."""
    definitions: tuple[float, float] | None
    """Between terms and between a term and its meaning; None where meanings stand below their terms."""
    columns_gap: tuple[float, float] = (48, 32)
    """Between columns; between four or more."""


@dataclass(frozen=True, slots=True)
class Reckoner:
    """Reckons blocks of one medium."""

    looks: Looks
    wraps: bool = False
    """Whether long lines of listings are broken."""
    plain: bool = False
    """Whether there is nothing but words in columns."""

    def height(self, block: b.Node, room: float, type_: Type | None = None) -> float:  # noqa: C901, PLR0911, PLR0912
        """Give the height of a block that has so much room beside it."""
        looks = self.looks
        text = type_ or looks.text
        match block:
            case b.Paragraph(children=children):
                return height(children, text, room) + self._tall_math(children, text)
            case b.Heading(level=level, children=children):
                return height(children, type_ or looks.headings[level], room)
            case b.BulletList(items=items) | b.OrderedList(items=items):
                return self._list(block, items, room, text)
            case b.BlockQuote(blocks=inner):
                return self.stacked(inner, room - looks.beside_quote, looks.inner, type_ or looks.quote)
            case b.Callout(blocks=inner):
                above, beside = looks.remark
                return above + self.stacked(inner, room - beside, looks.inner, looks.callout)
            case b.Aside(blocks=inner):
                return self.stacked(inner, room, looks.inner, looks.aside)
            case b.Fragment(blocks=inner):
                return self.stacked(inner, room, 0, text)
            case b.CodeBlock():
                return self._listing(block, room)
            case b.MathBlock(tex=tex):
                return self._formula(tex)
            case b.Terms(formula=formula, items=named):
                rows = (self._term(each, room) + 10 for each in named)
                return self._formula(formula.tex) + looks.above_terms + sum(rows) - 10
            case b.Table():
                return self._table(block, room)
            case b.DefinitionList(items=defined):
                return self._definitions(defined, room, text)
            case b.Columns(columns=columns):
                type_ = looks.columns[len(columns) >= MANY_COLUMNS] if self.plain and looks.columns else None
                parts = zip(columns, self.shares(block, room), strict=True)
                return max((self._column(each.blocks, part, type_) for each, part in parts), default=0)
            case b.Figure() | b.Diagram() | b.Chart() | b.VegaLite() | b.Explorable():
                return looks.picture + self.caption(block, room)
            case _:
                return text.line

    def stacked(self, blocks: Sequence[b.Node], room: float, gap: float, type_: Type | None = None) -> float:
        """Give the height of blocks below each other."""
        nested = (b.BulletList, b.OrderedList)
        heights = (self.height(each, room, type_) for each in blocks)
        return sum(heights) + sum(0 if isinstance(each, nested) else gap for each in blocks[1:])

    def caption(self, block: b.Node, room: float) -> float:
        """Give the height of what stands below a picture."""
        captions = (getattr(block, name, ()) for name in ("caption", "source"))
        parts = [(b.Text(block.location, each),) if isinstance(each, str) else each for each in captions if each]
        return sum(10 + height(each, self.looks.caption, room) for each in parts)

    def shares(self, columns: b.Columns, room: float) -> list[float]:
        """Give the widths of columns: percentages, and equal parts of what these leave."""
        count = len(columns.columns)
        gap = self.looks.columns_gap[count >= MANY_COLUMNS]
        whole = room - gap * (count - 1)
        given = [
            room * float(each.width.removesuffix("%")) / 100 if each.width.endswith("%") else 0
            for each in columns.columns
        ]
        rest = given.count(0)
        if sum(given) > whole and not rest:
            return [each * whole / sum(given) for each in given]
        left = max((whole - sum(given)) / max(rest, 1), 0.1 * room)
        return [each or left for each in given]

    def excess(self, block: b.Node, room: float, spare: float) -> float:
        """Give how much wider a block is than its room, with what it may stand out of it unseen."""
        if isinstance(block, b.CodeBlock):
            type_, _ = self._code(block)
            longest = max((len(line.expandtabs(4)) for line in block.text.split("\n")), default=0)
            return 0 if self.wraps else longest * CODE * type_.size + self.looks.code_room[1] - room
        if isinstance(block, b.Table):
            cells = self._cells(block)
            least = sum(each for each, _ in self._spans(block, cells))
            return least + cells.beside * (len(block.head) - 1) - room - spare
        if isinstance(block, b.MathBlock):
            return formula_width(block.tex) * self.looks.text.size * self._scale(block.tex) - room - spare
        if isinstance(block, b.Columns):
            parts = zip(block.columns, self.shares(block, room), strict=True)
            return max((self.excess(each, part, 0) for column, part in parts for each in column.blocks), default=0)
        return 0

    def _list(self, block: b.Node, items: Sequence[b.ListItem], room: float, type_: Type) -> float:
        looks = self.looks
        few, many, nested = looks.items
        gap = nested if type_ == looks.nested else many if len(items) >= MANY_ITEMS else few
        bullets, numbers = looks.indent
        indent = (numbers if isinstance(block, b.OrderedList) else bullets) * type_.size
        return sum(self._item(each, room - indent, type_) + gap for each in items) - gap

    def _item(self, item: b.ListItem, room: float, type_: Type) -> float:
        total = 0.0
        for each in item.blocks:
            if isinstance(each, b.BulletList | b.OrderedList):
                total += self.looks.above_nested + self.height(each, room, self.looks.nested)
            else:
                total += self.height(each, room, type_)
        return total

    def _tall_math(self, children: Sequence[b.Node], type_: Type) -> float:
        """Give what formulas within lines add to their height."""
        tall = [formula_height(each.tex) for each in b.walk(tuple(children)) if isinstance(each, b.InlineMath)]
        return max(0.0, min(max(tall, default=0), 1.42) * type_.size * 1.06 - type_.line) if tall else 0

    def _code(self, block: b.CodeBlock) -> tuple[Type, float]:
        looks = self.looks
        long = block.text.rstrip("\n").count("\n") + 1 >= MANY_LINES
        above = looks.code_room[0]
        return (looks.long_code, above * 0.75) if long else (looks.code, above)

    def _listing(self, block: b.CodeBlock, room: float) -> float:
        type_, above = self._code(block)
        lines = block.text.rstrip("\n").split("\n")
        wide = room - self.looks.code_room[1]
        many = sum(code_lines(line, type_, wide) for line in lines) if self.wraps else len(lines)
        return above + many * type_.line

    def _scale(self, tex: str) -> float:
        return self.looks.formula["\\begin" in tex]

    def _formula(self, tex: str) -> float:
        looks = self.looks
        return looks.around_formula + formula_height(tex) * self._scale(tex) * looks.text.size

    def _term(self, term: b.Term, room: float) -> float:
        left = room - 60 - formula_width(b.plain_text(term.name)) * self.looks.term.size
        return sum(self.stacked(each, left, 0, self.looks.term) for each in term.meanings)

    def _cells(self, table: b.Table) -> Cells:
        return self.looks.many_cells if len(table.rows) >= MANY_ROWS else self.looks.cells

    def _spans(self, table: b.Table, cells: Cells) -> list[tuple[float, float]]:
        found = []
        for column, head in enumerate(table.head):
            rows = (row[column].children for row in table.rows if column < len(row))
            parts = [spans(head.children, cells.head), *(spans(each, cells.of(column)) for each in rows)]
            found.append((max(least for least, _ in parts), max(most for _, most in parts)))
        return found

    def _table(self, table: b.Table, room: float) -> float:
        cells = self._cells(table)
        left = room - cells.beside * (len(table.head) - 1)
        widths = [each + 1 for each in shared(self._spans(table, cells), left)]

        def row(parts: Sequence[b.Cell], *types: Type) -> float:
            given = zip(parts, types, widths, strict=False)
            return max((height(each.children, type_, wide) for each, type_, wide in given), default=0) + cells.above

        body = [cells.of(column) for column in range(len(widths))]
        total = row(table.head, *[cells.head] * len(widths)) + sum(row(each, *body) for each in table.rows)
        return total + (10 + height(table.caption, self.looks.caption, room) if table.caption else 0)

    def _definitions(self, items: Sequence[b.Definition], room: float, type_: Type) -> float:
        if self.looks.definitions is None:
            indent = 1.4 * type_.size
            return sum(
                height(each.term, type_, room) + sum(self._meanings(each, room - indent, type_)) for each in items
            )
        between, gap = self.looks.definitions
        terms = max((spans(each.term, type_)[1] for each in items), default=0) * STRONG
        left = max(room - terms - gap, 60)
        rows = ((height(each.term, type_, terms + 1), self._meanings(each, left, type_)) for each in items)
        heights = [max(term, meanings[0]) + sum(each + between for each in meanings[1:]) for term, meanings in rows]
        return sum(heights) + between * (len(heights) - 1)

    def _meanings(self, item: b.Definition, room: float, type_: Type) -> list[float]:
        return [self.stacked(each, room, self.looks.inner, type_) for each in item.meanings] or [0.0]

    def _column(self, blocks: Sequence[b.Block], room: float, type_: Type | None) -> float:
        headed = bool(blocks) and isinstance(blocks[0], b.Heading) and blocks[0].level == 4  # noqa: PLR2004
        total = 20.0 if headed else 0.0
        large = type_ is not None and type_ == (self.looks.columns or (None,))[0]
        title = Type(40, 48, SERIF) if large else Type(32, 38.4, SERIF)
        for each in blocks:
            total += self.height(each, room, title if headed and each is blocks[0] else type_)
        return total + self.looks.between * max(len(blocks) - 1, 0)
