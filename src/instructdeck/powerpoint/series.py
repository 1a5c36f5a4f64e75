"""The data of a chart as series of points, the way that spreadsheets and their charts have them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import Chart, ChartType
from instructdeck.markdown.sheet import Point, points
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

_PRINTED = re.compile(r"([-−]?)((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(.*)", re.DOTALL)  # noqa: RUF001  the sign of minus


@dataclass(frozen=True, slots=True)
class Series:
    """Points that go together."""

    name: str
    points: tuple[Point | None, ...]
    """One a label; None where there is no value."""


@dataclass(frozen=True, slots=True)
class Table:
    """Labels, and what each series has there."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """All points."""
        return tuple(point for each in self.series for point in each.points if point)


def table(chart: Chart) -> Table:
    """Give the points of a chart by label and series; each point of a dot chart is a series of its own."""
    found = points(chart)
    labels = tuple(dict.fromkeys(each.label for each in found))
    parts = tuple(dict.fromkeys(each.series for each in found))
    at = {(each.label, each.series): each for each in found}
    series = tuple(Series(part, tuple(at.get((label, part)) for label in labels)) for part in parts)
    return Table(labels, series)


def press_count(chart: Chart) -> int:
    """Give how many parts of a chart appear one by one: its series, or the rows of a single one."""
    found = table(chart)
    return len(found.labels) if len(found.series) == 1 else len(found.series)


def shows_reference(chart: Chart) -> bool:
    """Tell whether a chart can show what it is compared with: not beside bars that lie, nor beside a slope."""
    lying = chart.type is ChartType.BAR and not chart.vertical
    return not lying and chart.type not in (ChartType.STACK, ChartType.SHARE, ChartType.SLOPE)


def number_format(printed: str) -> str:
    """Give the number format in which a spreadsheet shows a value as it is printed, with its unit and its ±."""
    found = _PRINTED.fullmatch(printed)
    if not found:
        return _literal(printed)
    sign, number, rest = found.groups()
    whole, _, decimals = number.partition(".")
    form = ("#,##0" if "," in whole else "0") + (f".{'0' * len(decimals)}" if decimals else "") + _literal(rest)
    return f"{form};{_literal(sign)}{form}" if sign else form


def _literal(text: str) -> str:
    return '"' + text.replace('"', '"\\""') + '"' if text else ""


def interval(found: Sequence[Point]) -> bool:
    """Tell whether any of some points has an interval around it."""
    return any(each.low < each.high for each in found)


def is_dots(chart: Chart) -> bool:
    """Tell whether a chart shows points along one axis, for which it needs two columns of numbers."""
    return chart.type is ChartType.DOT
