"""What charts of all types are made from: the points, their colors, the sheet behind them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import Chart, ChartType
from instructdeck.markdown.sheet import QUIET, SHORT_UNIT, STRONG, Point
from instructdeck.values import dataclass

from .chartparts import FIELDS, FLAGS, Inks, lined, numbers, texts, words
from .markup import element
from .series import interval, number_format, shows_reference, table
from .workbook import block, workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .fonts import Fonts
    from .markup import Element
    from .series import Series, Table

PAIR = 2
"""Columns of the halves of an interval: below and above."""


@dataclass(frozen=True, slots=True)
class Room:
    """The place a chart gets, in pixels, and the size of its words."""

    width: float
    height: float
    size: float


@dataclass(frozen=True)
class Maker:
    """Makes the parts of one chart."""

    chart: Chart
    room: Room
    inks: Inks
    fonts: Fonts

    @cached_property
    def table(self) -> Table:
        """The points by label and series."""
        return table(self.chart)

    @property
    def single(self) -> bool:
        """Whether there is one series only."""
        return len(self.table.series) == 1

    @property
    def stacked(self) -> bool:
        """Whether the series stand behind each other."""
        return self.chart.type in (ChartType.STACK, ChartType.SHARE)

    @property
    def has_legend(self) -> bool:
        """Whether names of series cannot stand beside their marks."""
        return not self.single and (self.stacked or (self.chart.type is ChartType.BAR and self.chart.vertical))

    @property
    def unit(self) -> str:
        """The unit that follows each number on an axis; a longer one stands above the chart."""
        return self.chart.unit if len(self.chart.unit) <= SHORT_UNIT else ""

    @property
    def ticks_form(self) -> str:
        """The number format of an axis."""
        return "#,##0.###" + (number_format(f"1{self.unit}")[1:] if self.unit else "")

    @property
    def value_name(self) -> str:
        """The name of the column that is shown, for a chart of one series."""
        return ", ".join(self.chart.values)

    def wide(self, text: str, *, bold: bool = False) -> float:
        """Give how wide words beside a mark are."""
        return self.fonts.width(text, self.room.size, bold=bold)

    @cached_property
    def names_width(self) -> float:
        """How wide the widest name beside a row is."""
        return max((self.wide(each) for each in self.table.labels), default=0.0)

    # --- colors -------------------------------------------------------------------------------------

    def tone(self, point: Point) -> str:
        """Give the color of a mark."""
        known = {STRONG: "accent", **{quiet: f"chart-quiet-{number}" for number, quiet in enumerate(QUIET, 1)}}
        return known.get(point.tone, "chart-quiet-1")

    def series_tone(self, series: Series) -> str:
        """Give the color that most of a series has."""
        found = [self.tone(point) for point in series.points if point]
        return max(dict.fromkeys(found), key=found.count) if found else "accent"

    def marker(self, tone: str, size: int) -> Element:
        """Give the sign of a point; none for a size of 0."""
        if not size:
            return element("c:marker", None, element("c:symbol", {"val": "none"}))
        looks = element("c:spPr", None, self.inks.fill(tone), element("a:ln", None, element("a:noFill")))
        return element(
            "c:marker", None, element("c:symbol", {"val": "circle"}), element("c:size", {"val": size}), looks
        )

    def label_words(self, tone: str) -> Element:
        """Give how words beside a mark look."""
        return words(self.room.size, self.inks, tone)

    # --- the sheet ----------------------------------------------------------------------------------

    @property
    def reference(self) -> tuple[str, float] | None:
        """What is compared with, where the chart can show it."""
        given = self.chart.reference
        if given is None or given.number is None or not shows_reference(self.chart):
            return None
        return self.chart.reference_label or given.text, given.number

    @property
    def intervals(self) -> tuple[Series, ...]:
        """The series with an interval around a point."""
        return tuple(each for each in self.table.series if interval([point for point in each.points if point]))

    @property
    def reference_column(self) -> int:
        """The column of what is compared with, 0-based."""
        return 1 + len(self.table.series) + PAIR * len(self.intervals)

    def sheet(self) -> bytes:
        """Give the data: a row for each label, a column for each series, and then the halves of the intervals."""
        names = [each.name or self.value_name for each in self.table.series]
        head: list[str | float | None] = [self.chart.label or "", *names]
        for each in self.intervals:
            head += [f"{each.name or self.value_name}: {side}" for side in ("below", "above")]
        head += [self.reference[0]] if self.reference else []
        rows, formats = [head], [[""] * len(head)]
        for index, name in enumerate(self.table.labels):
            found = [series.points[index] for series in self.table.series]
            rest = [half for series in self.intervals for half in halves(series.points[index])]
            rest += [self.reference[1]] if self.reference else []
            rows.append([name, *(each.value if each else None for each in found), *rest])
            forms = [value_form(each) if each else "" for each in found]
            formats.append(["", *forms, *([""] * len(rest))])
        return workbook(rows, formats)

    def named(self, index: int, series: Series) -> list[Element]:
        """Give the number and the name of a series, with the cell that has it."""
        at = block(index + 1, 0, 0).partition(":")[0]
        return [
            element("c:idx", {"val": index}), element("c:order", {"val": index}),
            element("c:tx", None, texts(at, [series.name or self.value_name])),
        ]  # fmt: skip

    def data(self, index: int, series: Series) -> list[Element]:
        """Give the labels and the values of a series, with the cells that have them."""
        rows = len(self.table.labels)
        found = [point.value if point else None for point in series.points]
        forms = [value_form(point) for point in series.points if point]
        return [
            element("c:cat", None, texts(block(0, 1, rows), self.table.labels)),
            element("c:val", None, numbers(block(index + 1, 1, rows), found, forms[0] if forms else "General")),
        ]

    def error_bars(self, series: Series, tone: str, direction: str = "") -> Element | None:
        """Give the intervals of a series; None when it has none."""
        if series not in self.intervals:
            return None
        column = 1 + len(self.table.series) + PAIR * self.intervals.index(series)
        rows, found = len(self.table.labels), [halves(point) for point in series.points]
        sides = [numbers(block(column + side, 1, rows), [half[side] for half in found]) for side in (1, 0)]
        return bars_of_error(sides, lined(self.inks, tone, 2), direction)


def value_form(point: Point) -> str:
    """Give the number format of a value, without its interval."""
    return number_format(point.words.partition(" ±")[0])


def halves(point: Point | None) -> tuple[float | None, float | None]:
    """Give how far an interval reaches below and above a value, without the dust of reckoning."""
    if point is None or point.low >= point.high:
        return None, None
    return round(point.value - point.low, 10), round(point.high - point.value, 10)


def bars_of_error(length: float | list[Element], looks: Element, direction: str) -> Element:
    """Give bars of error: of one length to both sides, or of those in the cells for above and below."""
    if isinstance(length, list):
        parts = [element(name, None, each) for name, each in zip(("c:plus", "c:minus"), length, strict=True)]
        kind = "cust"
    else:
        parts, kind = [element("c:val", {"val": f"{length:.10g}"})], "fixedVal"
    return element(
        "c:errBars", None, element("c:errDir", {"val": direction}) if direction else None,
        element("c:errBarType", {"val": "both"}), element("c:errValType", {"val": kind}),
        element("c:noEndCap", {"val": 1}), *parts, element("c:spPr", None, looks),
    )  # fmt: skip


def inner_place(x: float, y: float, wide: float, high: float) -> Element:
    """Give the place of the inner rectangle, as parts of the chart."""
    sides = (("x", x), ("y", y), ("w", wide), ("h", high))
    return element("c:layout", None, element(
        "c:manualLayout", None, element("c:layoutTarget", {"val": "inner"}), element("c:xMode", {"val": "edge"}),
        element("c:yMode", {"val": "edge"}), *(element(f"c:{name}", {"val": f"{value:.4f}"}) for name, value in sides),
    ))  # fmt: skip


def shown(*, name: bool = False) -> list[Element]:
    """Give what a label shows: nothing, or the name of its series."""
    return [element(f"c:show{key}", {"val": int(name and key == "SerName")}) for key in FLAGS]


def labelled(labels: Sequence[Element]) -> Element:
    """Give the words beside marks: those that are given, and no others."""
    # A line to words that were moved looks like a minus before them.
    lines = element("c:ext", {"uri": FIELDS}, element("c15:showLeaderLines", {"val": 0}))
    ground = element("c:spPr", None, element("a:noFill"))
    return element("c:dLbls", None, *labels, ground, *shown(), element("c:extLst", None, lines))


def plotted(*parts: Element) -> Element:
    """Give the plot area with its parts in their order."""
    return element("c:plotArea", None, *parts, element("c:spPr", None, element("a:noFill")))
