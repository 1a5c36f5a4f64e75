"""How much room the words of a slide leave for its charts.

It need not be exact: a drawing that got a little too much is shown a little smaller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b

from .heights import Reckoner
from .stage import ABOVE_FOOT, GAP, SLIDE, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instructdeck.deck.model import Slide

LEAST = 120
"""What a chart gets in any case."""


def free_height(slide: Slide, *, opens: bool) -> float:
    """Give the height that a slide leaves for what holds its charts."""
    stage = Stage(slide, opens)
    claim = next(stage.heights())[1] + 8 if stage.claims else 0
    blocks = slide.blocks[1:] if stage.claims else slide.blocks
    return beside(blocks, stage.width, stage.room - ABOVE_FOOT - claim)


def beside(blocks: Sequence[b.Block], room: float, height: float) -> float:
    """Give what blocks without charts leave of a height to each of those with one."""
    reckoner = Reckoner(SLIDE)
    holders = [each for each in blocks if holds_chart(each)]
    others = sum(reckoner.height(each, room) for each in blocks if each not in holders)
    left = height - others - GAP * (len(blocks) - 1)
    return max(left / max(len(holders), 1), LEAST)


def holds_chart(block: b.Block) -> bool:
    """Tell whether a block is a chart or has one inside."""
    return any(isinstance(node, b.Chart | b.VegaLite) for node in b.walk(block))


def caption_height(chart: b.Chart, room: float) -> float:
    """Give the height of the lines below a chart."""
    return Reckoner(SLIDE).caption(chart, room)


def share(column: b.Column, columns: b.Columns, room: float) -> float:
    """Give the width of a column."""
    shares = Reckoner(SLIDE).shares(columns, room)
    return next(part for each, part in zip(columns.columns, shares, strict=True) if each is column)
