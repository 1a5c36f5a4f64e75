"""A chart as Office has them: its data in a sheet of their own, its values beside the marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck.blocks import Chart, ChartType
from instructdeck.values import dataclass

from .bars import bars, legend
from .chartparts import title, words
from .dots import dots
from .linechart import lines
from .maker import Maker
from .markup import element

if TYPE_CHECKING:
    from .chartparts import Inks
    from .fonts import Fonts
    from .maker import Room
    from .markup import Element


@dataclass(frozen=True, slots=True)
class ChartWithData:
    """A chart, and the workbook with its data."""

    space: Element
    workbook: bytes


def charted(chart: Chart, room: Room, inks: Inks, fonts: Fonts) -> ChartWithData:
    """Give a chart with its data."""
    maker = Maker(chart, room, inks, fonts)
    match chart.type:
        case ChartType.DOT:
            plot, book = dots(maker)
        case ChartType.LINE | ChartType.SLOPE:
            plot, book = lines(maker), maker.sheet()
        case _:
            plot, book = bars(maker), maker.sheet()
    unit = "" if maker.unit else chart.unit
    inner = element(
        "c:chart", None, title(unit, room.size, inks) if unit else None,
        element("c:autoTitleDeleted", {"val": 0 if unit else 1}), plot, legend(maker) if maker.has_legend else None,
        element("c:plotVisOnly", {"val": 1}), element("c:dispBlanksAs", {"val": "gap"}),
    )  # fmt: skip
    space = element(
        "c:chartSpace", None, element("c:date1904", {"val": 0}), element("c:roundedCorners", {"val": 0}), inner,
        element("c:spPr", None, element("a:noFill"), element("a:ln", None, element("a:noFill"))),
        words(room.size, inks, "ink"),
    )  # fmt: skip
    return ChartWithData(space, book)
