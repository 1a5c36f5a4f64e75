"""Bars, lying or standing, beside each other or behind each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck.blocks import ChartType, Scale
from instructdeck.markdown.sheet import STRONG, Point, shown_values

from .chartparts import Axis, Label, Names, category_axis, filled, label, value_axis, words
from .linechart import constant
from .maker import labelled, plotted
from .markup import element

if TYPE_CHECKING:
    from .maker import Maker
    from .markup import Element
    from .series import Series

EDGES = 40.0
"""Pixels of width of a chart that its names and bars leave free."""
_GROUPINGS = {ChartType.STACK: "stacked", ChartType.SHARE: "percentStacked"}


def bars(maker: Maker) -> Element:
    """Give the plot of a chart of bars."""
    chart, size, inks = maker.chart, maker.room.size, maker.inks
    standing = chart.vertical and not maker.stacked
    kind = element(
        "c:barChart", None, element("c:barDir", {"val": "col" if standing else "bar"}),
        element("c:grouping", {"val": _GROUPINGS.get(chart.type, "clustered")}), element("c:varyColors", {"val": 0}),
        *(_series(maker, index, each) for index, each in enumerate(maker.table.series)),
        element("c:gapWidth", {"val": 45}), element("c:overlap", {"val": 100 if maker.stacked else -8}),
        element("c:axId", {"val": 1}), element("c:axId", {"val": 2}),
    )  # fmt: skip
    low, high = _bounds(maker)
    high *= _headroom(maker, standing=standing)
    axis = Axis(low, high, hidden=True, log=chart.scale is Scale.LOG, backwards=not standing)
    extra = [constant(maker)] if standing and maker.reference else []
    axes = (
        category_axis(Names("b" if standing else "l", downwards=not standing), size, inks),
        value_axis(axis, "l" if standing else "t", size, inks),
    )
    return plotted(element("c:layout"), kind, *extra, *axes)


def legend(maker: Maker) -> Element:
    """Give the names of the series above the marks."""
    return element(
        "c:legend", None, element("c:legendPos", {"val": "t"}), element("c:overlay", {"val": 0}),
        words(maker.room.size, maker.inks, "ink"),
    )  # fmt: skip


def _bounds(maker: Maker) -> tuple[float, float]:
    if maker.stacked:
        return 0.0, 1.0 if maker.chart.type is ChartType.SHARE else max(_sums(maker), default=1.0) or 1.0
    values = shown_values(maker.chart, maker.table.points)
    return min(0.0, *values), max(0.0, *values) or 1.0


def _sums(maker: Maker) -> list[float]:
    """Give how long each row of parts is."""
    rows = range(len(maker.table.labels))
    return [sum(point.value for each in maker.table.series if (point := each.points[row])) for row in rows]


def _headroom(maker: Maker, *, standing: bool) -> float:
    """Give how much longer an axis is than its longest bar, so that the words behind that have room."""
    if maker.stacked:
        return 1.0
    if standing:
        return 1.0 + min(0.5, maker.room.size * 2.2 / max(maker.room.height, 1))
    inner = max(maker.room.width - maker.names_width - EDGES, maker.room.width * 0.3)
    tail = max((maker.wide(_tail(maker, each), bold=True) for each in maker.table.points), default=0)
    return 1.0 / max(1.0 - (tail + 20) / inner, 0.3)


def _is_named(maker: Maker, point: Point) -> bool:
    """Tell whether the name of a series stands beside a mark: it does in the first row."""
    return point.row == 0 and not maker.single and not maker.has_legend


def _tail(maker: Maker, point: Point) -> str:
    return f"{point.words}  {point.series}" if _is_named(maker, point) else point.words


def _series(maker: Maker, index: int, series: Series) -> Element:
    tone = maker.series_tone(series)
    found = [(row, point) for row, point in enumerate(series.points) if point]
    parts = [
        element("c:dPt", None, element("c:idx", {"val": row}), element("c:invertIfNegative", {"val": 0}),
                element("c:bubble3D", {"val": 0}), filled(maker.inks, maker.tone(point), edged=maker.stacked))
        for row, point in found if maker.tone(point) != tone
    ]  # fmt: skip
    labels = [label(_label(maker, row, point), maker.room.size, maker.inks) for row, point in found]
    return element(
        "c:ser", None, *maker.named(index, series), filled(maker.inks, tone, edged=maker.stacked),
        element("c:invertIfNegative", {"val": 0}), *parts, labelled(labels), maker.error_bars(series, "ink"),
        *maker.data(index, series),
    )  # fmt: skip


def _label(maker: Maker, row: int, point: Point) -> Label:
    if not maker.stacked:
        name = point.series if _is_named(maker, point) else ""
        return Label(row, point.words, "ink", "outEnd", name, first=False, bold=point.strong)
    shift = _shift(maker, row, point)
    tone = "ink" if shift else "on-accent" if point.tone == STRONG else "chart-on-quiet"
    return Label(row, point.words, tone, "ctr", bold=point.strong, shift=shift)


def _shift(maker: Maker, row: int, point: Point) -> float:
    """Give how far the words of a part go that has no room for them: behind the end of its row."""
    last = next(each.points[row] for each in reversed(maker.table.series) if each.points[row])
    sums = _sums(maker)
    longest = sums[row] if maker.chart.type is ChartType.SHARE else max(sums)
    room = max(maker.room.width - maker.names_width - EDGES, 80)
    scale = room / (longest or 1)
    wide, wanted = point.value * scale, maker.wide(point.words) + 12
    if wide >= wanted or point is not last or sums[row] * scale + wanted > room + EDGES:
        return 0.0
    return (wide / 2 + wanted / 2) / maker.room.width
