"""Points along one axis, each a series of its own, so that its name stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck.blocks import Scale
from instructdeck.markdown.sheet import SHORT_UNIT, Point, round_values

from .chartparts import Axis, Label, dashed, label, lined, numbers, part, texts, value_axis
from .maker import bars_of_error, halves, inner_place, labelled, plotted, shown, value_form
from .markup import element
from .series import interval
from .workbook import SHEET, block, cell, workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .maker import Maker
    from .markup import Element

DOT = 11
"""Points of a mark."""
_LEFT = 0.03
"""The part of the width that the first number of the axis takes."""


def dots(maker: Maker) -> tuple[Element, bytes]:
    """Give the plot of a chart of points, and the sheet for it: a point needs a height as well."""
    found = sorted(maker.table.points, key=lambda point: (point.row, point.part))
    head: list[str | float | None] = [maker.chart.label or "", maker.value_name, "height", "below", "above"]
    rows, formats, made = [head], [[""] * len(head)], []
    for index, point in enumerate(found):
        name = point.label if maker.single else f"{point.label}, {point.series}"
        high = float(len(found) - index)
        rows.append([name, point.value, high, *halves(point)])
        formats.append(["", value_form(point), "", "", ""])
        made.append(_series(maker, index, point, name, high))
    if maker.reference:
        rows.append([*maker.reference, len(found) + 0.5, None, None])
        formats.append([""] * len(head))
        made.append(_reference(maker, len(found)))
    kind = element(
        "c:scatterChart", None, element("c:scatterStyle", {"val": "lineMarker"}), element("c:varyColors", {"val": 0}),
        *made, element("c:axId", {"val": 1}), element("c:axId", {"val": 2}),
    )  # fmt: skip
    return plotted(_place(maker, found), kind, *_axes(maker, found)), workbook(rows, formats)


def _axes(maker: Maker, found: Sequence[Point]) -> tuple[Element, Element]:
    ticks, log = round_values(maker.chart, found, 4), maker.chart.scale is Scale.LOG
    step = 0.0 if log else ticks[1] - ticks[0]
    across = Axis(
        ticks[0], ticks[-1], step, maker.ticks_form, log=log, bounded=True, number=1, crosses=2, between="midCat"
    )
    upwards = Axis(0.5, len(found) + 0.5, hidden=True, bounded=True, between="midCat")
    size, inks = maker.room.size, maker.inks
    return (
        value_axis(across, "b", size, inks),
        value_axis(upwards, "l", size, inks),
    )


def _place(maker: Maker, found: Sequence[Point]) -> Element:
    size, room = maker.room.size, max(maker.room.height, 1.0)
    top = min(size * 1.4 / room, 0.2) if maker.reference else 0.0
    top += min(size * 1.6 / room, 0.2) if len(maker.chart.unit) > SHORT_UNIT else 0.02
    bottom = min(size * 1.7 / room, 0.3)
    return inner_place(_LEFT, top, 1 - _LEFT - _behind(maker, found), 1 - top - bottom)


def _behind(maker: Maker, found: Sequence[Point]) -> float:
    """Give the part of the width that is left free for the words behind the last points."""
    if interval(found):
        return 0.06
    ticks = round_values(maker.chart, found, 4)
    need, axis = 0.05, Axis(ticks[0], ticks[-1], log=maker.chart.scale is Scale.LOG)
    for point in found:
        wide = maker.wide(f"{point.label}  {point.words}", bold=True) + 30
        need = max(need, wide / maker.room.width - (1 - part(point.value, axis)) * 0.9)
    return min(need, 0.4)


def _series(maker: Maker, index: int, point: Point, name: str, height: float) -> Element:
    row, tone = index + 1, maker.tone(point)
    place = "t" if point.low < point.high else "r"
    ink = "ink" if point.strong else "muted"
    words = Label(0, point.words, ink, place, name, field="XVALUE", bold=point.strong)
    return element(
        "c:ser", None, element("c:idx", {"val": index}), element("c:order", {"val": index}),
        element("c:tx", None, texts(f"{SHEET}!{cell(row, 0)}", [name])), _no_line(), maker.marker(tone, DOT),
        labelled([label(words, maker.room.size, maker.inks)]), _bars(maker, point, row),
        element("c:xVal", None, numbers(block(1, row, row), [point.value], value_form(point))),
        element("c:yVal", None, numbers(block(2, row, row), [height])), element("c:smooth", {"val": 0}),
    )  # fmt: skip


def _bars(maker: Maker, point: Point, row: int) -> Element | None:
    below, above = halves(point)
    if below is None:
        return None
    sides = [numbers(block(4, row, row), [above]), numbers(block(3, row, row), [below])]
    # LibreOffice shows no bars whose halves come from cells where a series has one point only.
    return bars_of_error(below if below == above else sides, lined(maker.inks, maker.tone(point), 4), "x")


def _no_line() -> Element:
    return element("c:spPr", None, element("a:ln", {"w": 19050}, element("a:noFill")))


def _reference(maker: Maker, index: int) -> Element:
    """Give the line that others are compared with: a point at its head, and a bar of error as high as the chart.

    With two points LibreOffice would show no series that has one.
    """
    name, value = maker.reference or ("", 0.0)
    row, high = index + 1, index
    words = element(
        "c:dLbl", None, element("c:idx", {"val": 0}), element("c:spPr", None, element("a:noFill")),
        maker.label_words("muted"), element("c:dLblPos", {"val": "t"}), *shown(name=True),
    )  # fmt: skip
    line = element(
        "c:errBars", None, element("c:errDir", {"val": "y"}), element("c:errBarType", {"val": "minus"}),
        element("c:errValType", {"val": "fixedVal"}), element("c:noEndCap", {"val": 1}),
        element("c:val", {"val": high}), element("c:spPr", None, dashed(maker.inks)),
    )  # fmt: skip
    return element(
        "c:ser", None, element("c:idx", {"val": index}), element("c:order", {"val": index}),
        element("c:tx", None, texts(f"{SHEET}!{cell(row, 0)}", [name])), _no_line(), maker.marker("muted", 0),
        labelled([words]), line, element("c:xVal", None, numbers(block(1, row, row), [value])),
        element("c:yVal", None, numbers(block(2, row, row), [high + 0.5])), element("c:smooth", {"val": 0}),
    )  # fmt: skip
