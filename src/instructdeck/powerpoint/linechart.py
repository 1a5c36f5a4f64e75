"""Lines: from label to label with an axis, or from column to column with words at their ends."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import ChartType, Scale
from instructdeck.markdown.sheet import LINE, STRONG, Point, round_values, shown_values

from .chartparts import Axis, Label, Names, category_axis, dashed, label, lined, numbers, part, texts, value_axis
from .maker import inner_place, labelled, plotted, shown
from .markup import element
from .workbook import block

if TYPE_CHECKING:
    from .maker import Maker
    from .markup import Element
    from .series import Series

THIN, THICK = 3.0, 5.0
"""Pixels of a line, and of one that is to be seen first."""
POINT = 8
"""Points of the marks on a line."""
MOST_POINTS = 12
"""Labels up to which each has a mark: more would be a string of beads."""
_TICKS_WIDTH = 90.0
"""Pixels that the numbers of an axis take at the most."""


def lines(maker: Maker) -> Element:
    """Give the plot of a chart of lines."""
    slope = maker.chart.type is ChartType.SLOPE
    drops = _drops(maker, _axis(maker, slope=slope), slope=slope)
    made = [_series(maker, index, each, drops, slope=slope) for index, each in enumerate(maker.table.series)]
    kind = _kind([*made, *([_reference(maker)] if maker.reference else [])])
    left, right = _sides(maker, slope=slope)
    top, bottom = _ends(slope=slope)
    size, inks = maker.room.size, maker.inks
    axes = (
        category_axis(Names("t" if slope else "b", bold=slope, high=slope, grid=slope), size, inks),
        value_axis(_axis(maker, slope=slope), "l", size, inks),
    )
    return plotted(inner_place(left, top, 1 - left - right, 1 - top - bottom), kind, *axes)


def constant(maker: Maker) -> Element:
    """Give the line at the value that standing bars are compared with."""
    return _kind([_reference(maker)])


def _kind(made: list[Element]) -> Element:
    return element(
        "c:lineChart", None, element("c:grouping", {"val": "standard"}), element("c:varyColors", {"val": 0}), *made,
        element("c:marker", {"val": 1}), element("c:axId", {"val": 1}), element("c:axId", {"val": 2}),
    )  # fmt: skip


def _axis(maker: Maker, *, slope: bool) -> Axis:
    log = maker.chart.scale is Scale.LOG
    if not slope:
        ticks = round_values(maker.chart, maker.table.points, 5)
        step = 0.0 if log else ticks[1] - ticks[0]
        return Axis(ticks[0], ticks[-1], step, maker.ticks_form, log=log, bounded=True, between="midCat")
    values = shown_values(maker.chart, maker.table.points)
    if log:
        return Axis(min(values) * 0.9, max(values) * 1.1, hidden=True, log=True, between="midCat")
    spread = (max(values) - min(values)) or 1
    return Axis(min(values) - spread * 0.1, max(values) + spread * 0.06, hidden=True, between="midCat")


def _ends(*, slope: bool) -> tuple[float, float]:
    """Give the parts of the height above and below the lines."""
    return (0.14, 0.04) if slope else (0.04, 0.14)


def _drops(maker: Maker, axis: Axis, *, slope: bool) -> dict[Point, float]:
    """Give how far the words at the ends of lines move down, as parts of the height, so that none covers another."""
    room = 1 - sum(_ends(slope=slope))
    least = maker.room.size * LINE / max(maker.room.height, 1)
    found: dict[Point, float] = {}
    ends = [(points[0], points[-1]) for each in maker.table.series if (points := [p for p in each.points if p])]
    for side in (0, 1) if slope else (1,):
        places = [((1 - part(end[side].value, axis)) * room, end[side]) for end in ends]
        places.sort(key=itemgetter(0))
        at = -least
        for place, point in places:
            at = max(place, at + least)
            found[point] = at - place
        over = max(at + least / 2 - room - (0 if slope else 0.1), 0.0)
        for _, point in places:
            found[point] -= over
    return found


def _sides(maker: Maker, *, slope: bool) -> tuple[float, float]:
    """Give the parts of the width that the names left and right of the lines take."""
    ends = [(found[0], found[-1]) for each in maker.table.series if (found := [p for p in each.points if p])]
    first = max((maker.wide(_words(start), bold=True) for start, _ in ends), default=0)
    last = max((maker.wide(end.words if slope else _words(end), bold=True) for _, end in ends), default=0)
    heads = max((maker.wide(each, bold=True) / 2 for each in maker.table.labels), default=0)
    left = max(first + 24, heads) if slope else _TICKS_WIDTH
    right = max(last + 24, heads)
    return min(left / maker.room.width, 0.4), min(right / maker.room.width, 0.35)


def _words(point: Point) -> str:
    return f"{point.series}  {point.words}"


def _series(maker: Maker, index: int, series: Series, drops: dict[Point, float], *, slope: bool) -> Element:
    found = [point for point in series.points if point]
    strong, tone = any(point.tone == STRONG for point in found), maker.series_tone(series)
    looks = element("c:spPr", None, lined(maker.inks, tone, THICK if strong else THIN))
    dots = POINT if slope or len(maker.table.labels) <= MOST_POINTS else 0
    return element(
        "c:ser", None, *maker.named(index, series), looks, maker.marker(tone, dots),
        labelled(_labels(maker, series, "ink" if strong else "muted", drops, slope=slope)),
        maker.error_bars(series, tone, "y"), *maker.data(index, series), element("c:smooth", {"val": 0}),
    )  # fmt: skip


def _labels(maker: Maker, series: Series, ink: str, drops: dict[Point, float], *, slope: bool) -> list[Element]:
    """Give the words at the ends of a line, and of a slope at each of its points."""
    rows = [row for row, point in enumerate(series.points) if point]
    made = []
    for row, point in enumerate(series.points):
        if point is None or not (slope or row == rows[-1]):
            continue
        named = row == rows[0] if slope else not maker.single
        place = "l" if slope and row == rows[0] else "r" if row == rows[-1] else "b"
        given = Label(
            row, point.words, ink, place, point.series if named else "", bold=point.strong, drop=drops.get(point, 0)
        )
        made.append(label(given, maker.room.size, maker.inks))
    return made


def _reference(maker: Maker) -> Element:
    """Give a line at the value that all others are compared with."""
    name, value = maker.reference or ("", 0.0)
    index, column, rows = len(maker.table.series), maker.reference_column, len(maker.table.labels)
    last = element(
        "c:dLbl", None, element("c:idx", {"val": rows - 1}), element("c:spPr", None, element("a:noFill")),
        maker.label_words("muted"), element("c:dLblPos", {"val": "t"}), *shown(name=True),
    )  # fmt: skip
    return element(
        "c:ser", None, element("c:idx", {"val": index}), element("c:order", {"val": index}),
        element("c:tx", None, texts(block(column, 0, 0).partition(":")[0], [name])),
        element("c:spPr", None, dashed(maker.inks)), maker.marker("muted", 0), labelled([last]),
        element("c:cat", None, texts(block(0, 1, rows), maker.table.labels)),
        element("c:val", None, numbers(block(column, 1, rows), [value] * rows)), element("c:smooth", {"val": 0}),
    )  # fmt: skip
