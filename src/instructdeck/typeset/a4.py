"""About how much of an A4 page a synthesis takes, reckoned from the sizes in site-print.css, without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.values import dataclass

from .heights import SERIF, Cells, Looks, Reckoner
from .runs import STRONG, Type, height

if TYPE_CHECKING:
    from instructdeck.deck.model import Section

POINT = 96 / 72
WIDTH, HEIGHT = 643, 1017
"""Between the margins of the page, in CSS pixels: 170 x 269 mm."""
TEXT = 10 * POINT
_LINE = 1.42
_BODY = Type(TEXT, TEXT * _LINE, cite=10)
_SMALL = Type(TEXT * 11 / 14, TEXT * 11 / 14 * _LINE)
_HEADINGS = {
    2: Type(16, 18.4, SERIF),
    3: Type(14, 17.5, SERIF),
    4: Type(TEXT, TEXT * 1.4, STRONG),
    5: Type(TEXT, TEXT * 1.4, STRONG),
    6: Type(TEXT, TEXT * 1.4, STRONG),
}
_TITLE = Type(17 * POINT, 17 * POINT * 1.15, SERIF)
_HEAD = 8.5 * POINT * _LINE + 2 * POINT + 3 * POINT + TEXT * _LINE + 15.5 * POINT
"""What stands above and below the title."""
_NOTE = Type(8 * POINT, 8 * POINT * 1.35, cite=10)
_PLACES = Type(7.5 * POINT, 7.5 * POINT * 1.35)
_ABOVE = {2: 0.85 * 16, 3: 0.8 * 14, 4: 0.8 * TEXT, 5: 0.8 * TEXT, 6: 0.8 * TEXT}
"""Room above headings, by their level."""

PAPER = Looks(
    text=_BODY,
    nested=_BODY,
    quote=_BODY,
    callout=_BODY,
    aside=_SMALL,
    caption=_SMALL,
    code=Type(TEXT * 11 / 14, TEXT * 11 / 14 * 1.45),
    long_code=Type(TEXT * 11 / 14, TEXT * 11 / 14 * 1.45),
    code_room=(32, 40),
    cells=Cells(Type(12, 15.6, cite=10), Type(11.3, 14.7, STRONG), 6.3, 16),
    many_cells=Cells(Type(12, 15.6, cite=10), Type(11.3, 14.7, STRONG), 6.3, 16),
    headings=_HEADINGS,
    columns=(),
    term=_BODY,
    above_terms=0.55 * TEXT,
    items=(0.2 * TEXT,) * 3,
    above_nested=0.2 * TEXT,
    inner=0.8 * TEXT,
    between=0.8 * TEXT,
    indent=(1.4, 1.4),
    remark=(24, 39),
    beside_quote=19,
    formula=(1, 1),
    around_formula=2.4 * TEXT,
    picture=180,
    definitions=None,
    columns_gap=(24, 24),
)
"""As site-print.css has it."""


@dataclass(frozen=True, slots=True)
class Filled:
    """About how much of a page something takes."""

    pages: float
    beyond: b.Block | None
    """The first block that has no room on the first page."""


def filled(section: Section) -> Filled:
    """Give about how much the synthesis of a section takes."""
    synthesis = section.synthesis
    if synthesis is None:
        return Filled(0, None)
    reckoner, total, beyond = Reckoner(PAPER), _head(section), None
    before: b.Block | None = None
    for block in synthesis.blocks:
        total += _above(block, before) + reckoner.height(block, WIDTH)
        beyond = beyond or (block if total > HEIGHT else None)
        before = block
    if synthesis.footnotes:
        notes = (reckoner.stacked(each.blocks, WIDTH - 15, 0, _NOTE) for each in synthesis.footnotes)
        between = 0.2 * _NOTE.size * (len(synthesis.footnotes) - 1)
        total += 0.95 * _NOTE.size + 1 + between + sum(notes)
    total += _places(section)
    return Filled(total / HEIGHT, beyond or (before if total > HEIGHT else None))


def _head(section: Section) -> float:
    return _HEAD + height((b.Text(section.location, section.title),), _TITLE, WIDTH)


def _above(block: b.Block, before: b.Block | None) -> float:
    """Give the room above a block."""
    if before is None:
        return 0
    if isinstance(before, b.Heading):
        return 0.25 * TEXT
    return _ABOVE[block.level] if isinstance(block, b.Heading) else 0.55 * TEXT


def _places(section: Section) -> float:
    """Give the height of the line that says where the evidence stands: each place once."""
    found = section.synthesis.citations if section.synthesis else ()
    cites = {(cite.id, cite.locator) for each in found for cite in each.cites}
    if not cites:
        return 0
    places = {quote.page or quote.place for quote in section.quotes if quote.id in {name for name, _ in cites}}
    words = "; ".join(locator or "p. 33" for _, locator in [*cites][: max(len(places), 1)])
    line = (b.Text(section.location, f"Ouyang et al. 2022 {words}"),)
    return 13.7 * POINT + height(line, _PLACES, WIDTH)
