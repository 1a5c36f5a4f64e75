"""A chart as a Vega-Lite specification: where the marks of each type stand in the room that it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from instructdeck.deck.blocks import Chart, ChartType
from instructdeck.markdown.sheet import (
    INK,
    LINE,
    MUTED,
    ON_QUIET,
    ON_STRONG,
    SHORT_UNIT,
    STRONG,
    Point,
    Room,
    Sheet,
    points,
    round_values,
    shown_values,
    step_of,
)
from instructdeck.pictures.letters import width, wrap
from instructdeck.values import dataclass

from .lines import lines, slope

if TYPE_CHECKING:
    from collections.abc import Sequence


def specification(chart: Chart, room: Room) -> dict[str, Any]:
    """Give the Vega-Lite specification of a chart."""
    found = points(chart)
    match chart.type:
        case ChartType.LINE:
            sheet = lines(chart, found, room)
        case ChartType.SLOPE:
            sheet = slope(chart, found, room)
        case ChartType.STACK | ChartType.SHARE:
            sheet = _stack(chart, found, room)
        case ChartType.BAR if chart.vertical:
            sheet = _columns(chart, found, room)
        case _:
            sheet = _rows(chart, found, room)
    return sheet.specification()


# --- rows: bars and dots --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of a row, divided into lines."""

    lines: tuple[str, ...]
    strong: bool


def _names(found: Sequence[Point], room: Room) -> dict[int, _Name]:
    limit = room.width if room.narrow else room.width * 0.36
    single = len({each.part for each in found}) < 2  # noqa: PLR2004
    return {each.row: _Name(wrap(each.label, room.type, limit), single and each.strong) for each in reversed(found)}


def _left(names: dict[int, _Name], room: Room) -> float:
    """Give the room of the names beside the rows."""
    if room.narrow:
        return 0
    return (
        max((width(line, room.type, bold=name.strong) for name in names.values() for line in name.lines), default=0)
        + 16
    )


@dataclass
class _Slots:
    """Where rows and the marks in them stand."""

    tops: dict[int, float]
    """Of the first mark of each row."""
    pitch: float
    """From mark to mark."""
    thick: float
    height: float

    def middle(self, row: int, part: int = 0) -> float:
        return self.tops[row] + part * self.pitch + self.thick / 2


def _slots(names: dict[int, _Name], parts: int, room: Room, thick: float, gap: float) -> _Slots:
    """Divide the height; with room to spare marks and gaps grow, with less they shrink as far as words allow."""
    line = room.type * LINE
    above = {row: len(name.lines) * line + 2 if room.narrow else 0.0 for row, name in names.items()}
    between = 0.14 * thick if parts > 1 else 0.0
    wanted = len(names) * (parts * (thick + between) - between) + (len(names) - 1) * gap + sum(above.values())
    stretch = min(max(room.height / wanted, 0.55), 1.5) if room.height else 1.0
    thick, gap, between = thick * stretch, gap * stretch, between * stretch
    inner = parts * (thick + between) - between
    tops, end, y = {}, 0.0, 0.0
    for row, name in sorted(names.items()):
        words = 0 if room.narrow else len(name.lines) * line
        y = max(y + above[row], end + (words - inner) / 2)
        tops[row] = y
        end = y + max(inner, (inner + words) / 2) + 2
        y += inner + gap
    return _Slots(tops, thick + between, thick, max(end - 2, y - gap))


def _write_names(sheet: Sheet, names: dict[int, _Name], slots: _Slots, inner: float, *, single: bool) -> None:
    line = sheet.room.type * LINE
    for row, name in sorted(names.items()):
        count = len(name.lines)
        middle = slots.tops[row] + inner / 2 if not sheet.room.narrow else slots.tops[row] - 4 - count * line / 2
        for index, words in enumerate(name.lines):
            y = middle + (index - (count - 1) / 2) * line
            step = row if sheet.chart.steps and single else 0
            sheet.words(words, step, bold=name.strong, x=-sheet.edges["left"], y=y)


def _rows(chart: Chart, found: Sequence[Point], room: Room) -> Sheet:
    """Lay out a row for each label, in it a bar or a dot for each series."""
    size, parts = room.type, len({each.part for each in found}) or 1
    single, dots = parts == 1, chart.type is ChartType.DOT
    names = _names(found, room)
    slots = _slots(names, parts, room, size * (1.5 if single and not dots else 1.2), size * (0.85 if single else 0.95))
    ticks = round_values(chart, found, 3 if room.narrow else 6) if dots else ()
    values = ticks or (0, *shown_values(chart, found))
    sheet = Sheet(chart, room, "x", (min(values), max(values) or 1), ticks)
    gap = _gap(sheet)
    tails = {each: _tail(each, size, named=not single and each.row == 0) for each in found}
    before = (gap + tail for each, tail in tails.items() if not _goes_right(sheet, each))
    sheet.edges["left"] = left = _left(names, room) + max(before, default=0)
    sheet.size = (room.width - left, slots.height)
    sheet.size = (_inner_width(sheet, tails, room.width - left, gap), slots.height)
    sheet.edges["right"] = room.width - left - sheet.size[0]
    if ticks:
        _value_axis(sheet, slots.height)
    _write_names(sheet, names, slots, parts * slots.pitch - (slots.pitch - slots.thick), single=single)
    for each in found:
        step, y = step_of(chart, each, single=single), slots.middle(each.row, each.part)
        if dots:
            _dot(sheet, each, step, y)
        else:
            _bar(sheet, each, step, y, slots.thick)
        _label(sheet, each, step, y, named=not single and each.row == 0)
    return sheet


def _goes_right(sheet: Sheet, point: Point) -> bool:
    """Tell whether the words of a point stand to the right of it."""
    return bool(sheet.ticks) or point.value >= 0


def _bar(sheet: Sheet, point: Point, step: int, y: float, thick: float) -> None:
    sheet.mark("bar", step, {"fill": point.tone}, v=0, v2=point.value, y=y - thick / 2, y2=y + thick / 2)
    if point.low < point.high:
        sheet.mark("rule", step, {"stroke": INK, "strokeWidth": 2}, v=point.low, v2=point.high, y=y)


def _gap(sheet: Sheet) -> float:
    """Give the distance from a mark to its words: from the end of a bar, or from the middle of a dot."""
    return 10 + sheet.room.type * 0.4 if sheet.ticks else 12


def _label(sheet: Sheet, point: Point, step: int, y: float, *, named: bool) -> None:
    """Write the value of a point behind its mark, and the name of its series behind that."""
    right, gap = _goes_right(sheet, point), _gap(sheet)
    align, sign, end = ("left", 1, point.high) if right else ("right", -1, point.low)
    sheet.words(point.words, step, bold=point.strong, align=align, v=end, y=y, dx=sign * gap)
    if named:
        moved = sign * (gap + width(point.words, sheet.room.type, bold=point.strong) + 10)
        tone = INK if point.strong else MUTED
        sheet.words(point.series, step, tone, bold=point.strong, align=align, v=end, y=y, dx=moved)


def _tail(point: Point, size: float, *, named: bool) -> float:
    """Give how wide the words behind a mark are."""
    return width(point.words, size, bold=point.strong) + (
        10 + width(point.series, size, bold=point.strong) if named else 0
    )


def _inner_width(sheet: Sheet, tails: dict[Point, float], room: float, gap: float) -> float:
    """Give the width of the inner rectangle, so that the words behind each mark find room."""
    widths = [room - 2]
    for point, tail in tails.items():
        if not _goes_right(sheet, point):
            continue
        part = sheet.pixel(max(point.high, point.value)) / sheet.size[0]
        if part > 0.05:  # noqa: PLR2004  nearer to the axis anything has room
            widths.append((room - gap - tail - 2) / part)
    return max(min(widths), 40)


def _dot(sheet: Sheet, point: Point, step: int, y: float) -> None:
    if point.low < point.high:
        looks = {"stroke": point.tone, "strokeWidth": 4, "strokeCap": "round"}
        sheet.mark("rule", step, looks, v=point.low, v2=point.high, y=y)
    looks = {"fill": point.tone, "size": (sheet.room.type * 0.8) ** 2, "opacity": 1}
    sheet.mark("point", step, {**looks, "filled": True}, v=point.value, y=y)


def _value_axis(sheet: Sheet, height: float) -> None:
    """Draw lines for round values, with the numbers below; the axis itself is Vega's."""
    sheet.edges["bottom"] = 8 + sheet.room.type * LINE
    first = width(f"{sheet.ticks[0]:,g}{sheet.chart.unit[:SHORT_UNIT]}", sheet.room.type) / 2
    last = width(f"{sheet.ticks[-1]:,g}{sheet.chart.unit[:SHORT_UNIT]}", sheet.room.type) / 2
    sheet.edges["left"] = max(sheet.edges["left"], first)
    sheet.edges["right"] = max(sheet.edges["right"], last)
    sheet.size = (sheet.room.width - sheet.edges["left"] - sheet.edges["right"], height)


# --- upright bars ---------------------------------------------------------------------------------


def _columns(chart: Chart, found: Sequence[Point], room: Room) -> Sheet:
    """Lay out bars that stand side by side, with their names below; rows when the words have no room."""
    size, labels, parts = room.type, len({each.row for each in found}) or 1, len({each.part for each in found}) or 1
    band = room.width / labels
    thick = min(band * 0.62 / parts, 120)
    if any(width(each.words, size, bold=each.strong) > band * 0.9 / parts for each in found):
        return _rows(chart, found, room)
    values = shown_values(chart, found)
    sheet = Sheet(chart, room, "y", (min(0, *values), max(0, *values) or 1), size=(room.width, room.tall - 3 * size))
    sheet.edges["top"] = size * LINE + 4
    for each in found:
        left = each.row * band + (band - parts * thick) / 2 + each.part * thick
        step = step_of(chart, each, single=parts == 1)
        sheet.mark(
            "bar", step, {"fill": each.tone}, v=0, v2=each.value, x=left, x2=left + thick * (0.92 if parts > 1 else 1)
        )
        sheet.words(
            each.words, step, bold=each.strong, align="center", v=each.high, x=left + thick / 2, dy=-size * 0.75
        )
    sheet.names_below({each.row: (each.label, each.row * band + band / 2, band) for each in found})
    if parts > 1:
        _heading(sheet, {each.part: (each.series, each.tone) for each in found})
    return sheet


def _heading(sheet: Sheet, parts: dict[int, tuple[str, str]]) -> None:
    """Write the names of series above the marks, each behind a square of its tone."""
    size, x, y = sheet.room.type, 0.0, 0.0
    line, swatch = size * LINE, size * 0.8
    places = []
    for name, tone in parts.values():
        wide = swatch + 8 + width(name, size) + 24
        if x and x + wide - 24 > sheet.size[0]:
            x, y = 0.0, y + line
        places.append((name, tone, x, y))
        x += wide
    shift = sheet.edges["top"] + y + line + 10
    for name, tone, left, top in places:
        middle = top - shift + line / 2
        box = {"x": left, "x2": left + swatch, "y": middle - swatch / 2, "y2": middle + swatch / 2}
        sheet.mark("rect", 0, {"fill": tone}, **box)
        sheet.words(name, 0, x=left + swatch + 8, y=middle)
    sheet.edges["top"] = shift


# --- parts of a whole -----------------------------------------------------------------------------


def _stack(chart: Chart, found: Sequence[Point], room: Room) -> Sheet:
    """Lay out a row for each label, in it the series behind each other; as shares all rows are as long."""
    size = room.type
    names = _names(found, room)
    slots = _slots(names, 1, room, size * 1.9, size * 0.8)
    totals = {row: sum(each.value for each in found if each.row == row) or 1 for row in names}
    share = chart.type is ChartType.SHARE
    longest = 1 if share else max(totals.values(), default=1)
    left = _left(names, room)
    sheet = Sheet(chart, room, "x", (0, longest), size=(room.width - left, slots.height))
    sheet.edges["left"] = left
    ends = dict.fromkeys(names, 0.0)
    spans = {}
    for each in found:
        begin, part = ends[each.row], each.value / (totals[each.row] if share else 1)
        spans[each] = (begin, begin + part)
        ends[each.row] = begin + part
    behind = [each for each, (_, end) in spans.items() if end == ends[each.row] and not _fits(sheet, each, spans)]
    over = max((sheet.pixel(ends[each.row]) + _wide(each, size) - sheet.size[0] for each in behind), default=0)
    sheet.size = (sheet.size[0] - max(over, 0), slots.height)
    sheet.edges["right"] = max(over, 0)
    for each, (begin, end) in spans.items():
        step, y = step_of(chart, each, single=False), slots.middle(each.row)
        looks = {"fill": each.tone, "stroke": "var(--color-ground)", "strokeWidth": 2}
        if each.value:
            sheet.mark("bar", step, looks, v=begin, v2=end, y=y - slots.thick / 2, y2=y + slots.thick / 2)
        if _fits(sheet, each, spans):
            tone = ON_STRONG if each.tone == STRONG else ON_QUIET
            sheet.words(each.words, step, tone, bold=each.strong, v=begin, y=y, dx=10)
        elif each in behind:
            sheet.words(each.words, step, bold=each.strong, v=end, y=y, dx=10)
    _write_names(sheet, names, slots, slots.thick, single=False)
    _heading(sheet, {each.part: (each.series, each.tone) for each in found if each.series})
    return sheet


def _wide(point: Point, size: float) -> float:
    """Give the room that the value of a part needs."""
    return width(point.words, size, bold=point.strong) + 20


def _fits(sheet: Sheet, point: Point, spans: dict[Point, tuple[float, float]]) -> bool:
    begin, end = spans[point]
    return _wide(point, sheet.room.type) <= sheet.pixel(end) - sheet.pixel(begin)
