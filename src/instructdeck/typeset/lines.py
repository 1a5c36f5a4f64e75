"""Charts of lines: from label to label with an axis, or from column to column with words beside them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import Chart, Scale
from instructdeck.markdown.sheet import (
    GRID,
    INK,
    MUTED,
    SHORT_UNIT,
    STRONG,
    Point,
    Room,
    Sheet,
    round_values,
    shown_values,
    step_of,
)
from instructdeck.pictures.letters import width, wrap
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

FAR = 1e100
"""Beyond this a label is a word: the distance between two such numbers may be no number."""


@dataclass(frozen=True, slots=True)
class _Tag:
    """Words that want to stand at a height."""

    lines: tuple[str, ...]
    y: float
    point: Point


def _apart(tags: Sequence[_Tag], line: float, low: float, high: float) -> list[tuple[_Tag, float]]:
    """Give the tags with heights at which none covers another, near to where they want to stand."""
    ordered = sorted(tags, key=lambda tag: tag.y)
    halves = [len(tag.lines) * line / 2 for tag in ordered]
    heights = [tag.y for tag in ordered]
    for index in range(1, len(ordered)):
        heights[index] = max(heights[index], heights[index - 1] + halves[index - 1] + halves[index])
    if heights and heights[-1] > high:
        heights[-1] = high
        for index in range(len(ordered) - 2, -1, -1):
            heights[index] = min(heights[index], heights[index + 1] - halves[index + 1] - halves[index])
    return list(zip(ordered, [max(each, low) for each in heights], strict=True))


def _write_tags(sheet: Sheet, tags: Sequence[_Tag], x: float, align: str) -> None:
    line = sheet.room.type * 1.15
    for tag, y in _apart(tags, line, 0, sheet.size[1] + sheet.edges["bottom"] / 2):
        point = tag.point
        for index, words in enumerate(tag.lines):
            height = y + (index - (len(tag.lines) - 1) / 2) * line
            step = step_of(sheet.chart, point, single=False)
            sheet.words(
                words,
                step,
                INK if point.strong or point.tone == STRONG else MUTED,
                bold=point.strong,
                align=align,
                x=x,
                y=height,
            )


def _draw_lines(sheet: Sheet, found: Sequence[Point], spots: dict[int, float], *, dots: bool) -> None:
    """Draw a line for each series, the strong ones over the others."""
    for each in sorted(found, key=lambda point: point.tone == STRONG):
        step, strong = step_of(sheet.chart, each, single=False), each.tone == STRONG
        looks = {"stroke": each.tone, "strokeWidth": 5 if strong else 3, "strokeJoin": "round", "strokeCap": "round"}
        sheet.mark("line", step, looks, v=each.value, x=spots[each.row], line=each.part)
        if each.low < each.high:
            sheet.mark(
                "rule", step, {"stroke": each.tone, "strokeWidth": 2}, v=each.low, v2=each.high, x=spots[each.row]
            )
        if dots:
            size = (sheet.room.type * (0.55 if strong else 0.45)) ** 2
            sheet.mark(
                "point",
                step,
                {"fill": each.tone, "filled": True, "opacity": 1, "size": size},
                v=each.value,
                x=spots[each.row],
            )


def lines(chart: Chart, found: Sequence[Point], room: Room) -> Sheet:
    """Lay out a line for each series, with its name at its end."""
    size = room.type
    ticks = round_values(chart, found, 3 if room.narrow else 5)
    height = max(room.tall - 3 * size, 6 * size)
    last = {each.part: each for each in found}
    limit = room.width * (0.34 if room.narrow else 0.3)
    tails = {part: wrap(f"{each.series} {each.words}".strip(), size, limit) for part, each in last.items()}
    sheet = Sheet(chart, room, "y", (ticks[0], ticks[-1]), ticks)
    labels = [f"{tick:,g}{chart.unit if len(chart.unit) <= SHORT_UNIT else ''}" for tick in ticks]
    sheet.edges["left"] = max(width(each, size) for each in labels) + 14
    sheet.edges["right"] = (
        max((width(words, size, bold=last[part].strong) for part, lines in tails.items() for words in lines), default=0)
        + 16
    )
    sheet.edges["top"] = size * 0.7
    sheet.size = (max(room.width - sheet.edges["left"] - sheet.edges["right"], 60), height)
    spots = _spots(found, sheet.size[0])
    _draw_lines(sheet, found, spots, dots=len(spots) <= 12)  # noqa: PLR2004  more would be a string of beads
    _write_tags(
        sheet,
        [_Tag(tails[part], sheet.pixel(each.value), each) for part, each in last.items()],
        sheet.size[0] + 14,
        "left",
    )
    _names_under_line(sheet, found, spots)
    return sheet


def _spots(found: Sequence[Point], inner: float) -> dict[int, float]:
    """Give where each label stands: as far apart as they are when all are numbers, else evenly."""
    labels = {each.row: each.label for each in found}
    numbers = [_as_number(label) for label in labels.values()]
    plain = [each for each in numbers if each is not None]
    if len(plain) == len(numbers) and len(plain) > 1 and plain == sorted(set(plain)):
        low, high = plain[0], plain[-1]
        return {row: (number - low) / (high - low) * inner for row, number in zip(labels, plain, strict=True)}
    return {row: index / max(len(labels) - 1, 1) * inner for index, row in enumerate(labels)}


def _as_number(label: str) -> float | None:
    try:
        found = float(label)
    except ValueError:
        return None
    return found if abs(found) < FAR else None  # which no NaN is


def _names_under_line(sheet: Sheet, found: Sequence[Point], spots: dict[int, float]) -> None:
    """Write as many labels under the lines as have room beside each other."""
    size = sheet.room.type
    labels = {each.row: each.label for each in found}
    least = min((after - before for before, after in pairwise(sorted(spots.values()))), default=sheet.size[0])
    room = least if least > 3 * size else max((width(label, size) for label in labels.values()), default=0) + 16
    names: dict[int, tuple[str, float, float]] = {}
    end = -room
    for row, label in labels.items():
        if spots[row] - end >= room - 1:
            names[row] = (label, spots[row], room)
            end = spots[row]
    sheet.names_below(names)


def slope(chart: Chart, found: Sequence[Point], room: Room) -> Sheet:
    """Lay out a line for each label from series to series, with names and values beside it instead of an axis."""
    size = room.type
    values = shown_values(chart, found)
    spread = (max(values) - min(values)) or 1
    low, high = min(values) - spread * 0.04, max(values) + spread * 0.04
    if chart.scale is Scale.LOG:
        low, high = min(values) * 0.9, max(values) * 1.1
    first = {each.part: each for each in reversed(found)}
    last = {each.part: each for each in found}
    limit = room.width * (0.38 if room.narrow else 0.34)
    heads = {part: wrap(f"{each.series} {each.words}", size, limit) for part, each in first.items()}
    sheet = Sheet(chart, room, "y", (low, high))
    sheet.edges["left"] = (
        max(
            (width(words, size, bold=first[part].strong) for part, lines in heads.items() for words in lines), default=0
        )
        + 16
    )
    columns = {each.row: each.label for each in found}
    ends = (columns[min(columns)], columns[max(columns)]) if columns else ("", "")
    sheet.edges["left"] = max(sheet.edges["left"], width(ends[0], size, bold=True) / 2)
    tail = max((width(each.words, size, bold=each.strong) for each in last.values()), default=0) + 16
    sheet.edges["right"] = max(tail, width(ends[1], size, bold=True) / 2)
    sheet.edges["top"] = size * 1.9
    sheet.edges["bottom"] = size
    sheet.size = (
        max(room.width - sheet.edges["left"] - sheet.edges["right"], 60),
        max(room.tall - 3 * size, 6 * size),
    )
    spots = {row: index / max(len(columns) - 1, 1) * sheet.size[0] for index, row in enumerate(sorted(columns))}
    for row, name in columns.items():
        sheet.mark("rule", 0, {"stroke": GRID, "strokeWidth": 2}, x=spots[row], y=0.0, y2=sheet.size[1])
        sheet.words(name, 0, bold=True, align="center", x=spots[row], y=-size)
    _draw_lines(sheet, found, spots, dots=True)
    _write_tags(sheet, [_Tag(heads[part], sheet.pixel(each.value), each) for part, each in first.items()], -14, "right")
    _write_tags(
        sheet,
        [_Tag((each.words,), sheet.pixel(each.value), each) for each in last.values()],
        sheet.size[0] + 14,
        "left",
    )
    for row, x in list(spots.items())[1:-1]:
        inner = [_Tag((each.words,), _beside_line(sheet, found, each), each) for each in found if each.row == row]
        _write_tags(sheet, inner, x, "center")
    return sheet


def _beside_line(sheet: Sheet, found: Sequence[Point], point: Point) -> float:
    """Give where a value stands over its line, or under it where the line comes down to it."""
    around = [each.value for each in found if each.part == point.part and abs(each.row - point.row) == 1]
    under = sum(around) > len(around) * point.value
    return sheet.pixel(point.value) + sheet.room.type * (0.95 if under else -0.85)
