"""How much room the words of a slide leave for its charts, reckoned from the sizes in slide.css.

It need not be exact: a drawing that got a little too much is shown a little smaller.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.pictures.letters import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instructdeck.deck.model import Slide

WIDTH = 1120
"""Pixels that the content of a slide has from left to right."""
BODY = 574
"""Pixels from a title of one small line to the foot."""
GAP = 24
"""Between blocks."""
COLUMN_GAP = 48
LEAST = 120
"""What a chart gets in any case."""
_TEXT, _REMARK, _CLAIM = (28, 38), (24, 33), (40, 46)
"""Type size and height of a line."""
_OPENER = 80
"""The band over the first slide of a section."""


def free_height(slide: Slide, *, opens: bool) -> float:
    """Give the height that a slide leaves for what holds its charts."""
    claims = bool(slide.blocks) and isinstance(slide.blocks[0], b.Heading)
    title = 0 if claims else _lines(slide.title, _CLAIM, WIDTH) - 10
    return beside(slide.blocks, WIDTH, BODY - title - (_OPENER if opens else 0))


def beside(blocks: Sequence[b.Block], room: float, height: float) -> float:
    """Give what blocks without charts leave of a height to each of those with one."""
    holders = [each for each in blocks if holds_chart(each)]
    others = sum(_height(each, room, first=each is blocks[0]) for each in blocks if each not in holders)
    left = height - others - GAP * (len(blocks) - 1)
    return max(left / max(len(holders), 1), LEAST)


def holds_chart(block: b.Block) -> bool:
    """Tell whether a block is a chart or has one inside."""
    return any(isinstance(node, b.Chart | b.VegaLite) for node in b.walk(block))


def caption_height(chart: b.Chart, room: float) -> float:
    """Give the height of the lines below a chart."""
    return sum(8 + _lines(each, (22, 30), room) for each in (chart.caption, chart.source) if each)


def share(column: b.Column, columns: b.Columns, room: float) -> float:
    """Give the width of a column, which is a percentage, or an equal part of what the others leave."""
    given = [float(each.width.removesuffix("%")) / 100 for each in columns.columns if each.width.endswith("%")]
    whole = room - COLUMN_GAP * (len(columns.columns) - 1)
    if column.width.endswith("%"):
        return whole * float(column.width.removesuffix("%")) / 100 / max(sum(given), 1)
    return whole * max(1 - sum(given), 0.2) / max(len(columns.columns) - len(given), 1)


def _height(block: b.Block, room: float, *, first: bool = False) -> float:  # noqa: PLR0911  one case a kind of block
    match block:
        case b.Heading():
            return _lines(block.children, _CLAIM if first else _TEXT, room) + (8 - GAP / 2 if first else 0)
        case b.BulletList(items=items) | b.OrderedList(items=items):
            return sum(_lines(each, _TEXT, room - 35) + 14 for each in items) - 14
        case b.Callout(blocks=inner) | b.Aside(blocks=inner):
            return 17 + sum(_lines(each, _REMARK, room) for each in inner)
        case b.Table(rows=rows):
            return 50.0 * (len(rows) + 1)
        case b.Columns(columns=columns):
            return max((_stacked(each.blocks, share(each, block, room)) for each in columns), default=0)
        case b.Fragment(blocks=inner) | b.BlockQuote(blocks=inner):
            return _stacked(inner, room)
    return _lines(block, _TEXT, room)


def _stacked(blocks: Sequence[b.Block], room: float) -> float:
    return sum(_height(each, room) for each in blocks) + 12 * max(len(blocks) - 1, 0)


def _lines(nodes: object, sizes: tuple[float, float], room: float) -> float:
    """Give the height of running words; a citation of a quote is about as wide as `p. 33`."""
    size, line = sizes
    found = (cite.locator for node in b.walk(nodes) if isinstance(node, b.Citation) for cite in node.cites)
    cites = sum(width(f"{locator or 'p. 33'}, ", 18) for locator in found)
    words = b.plain_text(nodes).splitlines() or [""]
    return line * sum(max(ceil((width(each, size) + (cites if each is words[-1] else 0)) / room), 1) for each in words)
