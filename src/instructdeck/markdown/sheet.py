"""What a chart is drawn on: its values as points, and marks that become a Vega-Lite specification.

Vega's scales place what is a value; the other direction is in pixels.
Colors are CSS variables, so that one drawing serves light, dark and paper.
"""

from __future__ import annotations

from dataclasses import field
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Any

from instructdeck.deck.blocks import Chart, ChartType, Datum, Scale
from instructdeck.pictures.letters import width, wrap
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INK, MUTED, GRID = "var(--color-ink)", "var(--color-muted)", "var(--chart-grid)"
STRONG = "var(--chart-strong)"
QUIET = ("var(--chart-quiet-1)", "var(--chart-quiet-2)", "var(--chart-quiet-3)")
ON_STRONG, ON_QUIET = "var(--chart-on-strong)", "var(--chart-on-quiet)"
NARROW = 480
"""Pixels of room, below which names stand above their marks."""
LINE = 1.25
"""Height of a line of words, as a part of the type size."""
_CLOSE = ("%", "°", "×")  # noqa: RUF001  the sign of times
"""Units that follow a number without a space."""
SHORT_UNIT = 2
"""Letters of a unit that follows each number; a longer one is said once, above."""


@dataclass(frozen=True, slots=True)
class Room:
    """The place a chart gets, in pixels."""

    width: float
    height: float = 0
    """0 for as high as it needs."""
    type: float = 22
    """Size of its words."""

    @property
    def narrow(self) -> bool:
        """Whether names stand above their marks."""
        return self.width < NARROW

    @property
    def tall(self) -> float:
        """The height of what can be as high as one likes."""
        return min(self.height or 400 * self.type / 22, self.width * 0.6 if not self.narrow else 300)


PHONE = Room(350, type=15)
"""What a chart gets on a phone."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value that is shown."""

    label: str
    series: str
    value: float
    words: str
    """The value as printed."""
    low: float
    high: float
    row: int
    part: int
    """0-based number of its series."""
    strong: bool
    tone: str


def points(chart: Chart) -> tuple[Point, ...]:
    """Give the values of a chart in the order of its data; a slope leads from series to series, a line a label."""
    at = {name: index for index, name in enumerate(chart.columns)}
    found: list[tuple[str, str, tuple[Datum, ...], Datum]] = []
    for row in chart.rows:
        for name in chart.values:
            cell = row[at[name]]
            part = row[at[chart.series]].text if chart.series else name if len(chart.values) > 1 else ""
            names = (row[at[chart.label]].text, part)
            label, part = names[::-1] if chart.type is ChartType.SLOPE else names
            found += [(label, part, row, cell)] if cell.number is not None else []
    labels, parts = list(dict.fromkeys(each[0] for each in found)), list(dict.fromkeys(each[1] for each in found))
    return tuple(
        Point(
            label,
            part,
            cell.number or 0,
            _printed(chart, cell.text, row[at[chart.error]].text if chart.error else ""),
            *_interval(chart, at, row, cell.number or 0),
            labels.index(label),
            parts.index(part),
            strong := bool({label, part} & set(chart.highlight)),
            _tone(chart, parts, part, strong=strong),
        )
        for label, part, row, cell in found
    )


def _printed(chart: Chart, text: str, error: str) -> str:
    unit = chart.unit if len(chart.unit) <= SHORT_UNIT else ""
    gap = "" if unit in ("", *_CLOSE) else "\u00a0"
    return f"{text}{f' ± {error}' if error else ''}{gap}{unit}"


def _interval(chart: Chart, at: dict[str, int], row: Sequence[Any], value: float) -> tuple[float, float]:
    def of(name: str, default: float) -> float:
        found = row[at[name]].number if name else None
        return default if found is None else found

    half = of(chart.error, 0)
    return of(chart.low, value - half), of(chart.high, value + half)


def _tone(chart: Chart, parts: Sequence[str], part: str, *, strong: bool) -> str:
    index = parts.index(part)
    if strong or (not chart.highlight and index == 0):
        return STRONG
    others = [each for each in parts if each not in chart.highlight] if chart.highlight else parts[1:]
    return QUIET[(others.index(part) if part in others else 0) % len(QUIET)]


# --- what is drawn on -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Looks:
    """What the marks of a layer have in common."""

    kind: str
    step: int
    """Number of the press at which they appear; 0 for those that are there from the start."""
    looks: tuple[tuple[str, Any], ...]
    fields: tuple[str, ...]


@dataclass
class Sheet:
    """Marks by their looks, in the order in which they are drawn."""

    chart: Chart
    room: Room
    along: str
    """`x` or `y`: the direction of values."""
    domain: tuple[float, float]
    ticks: tuple[float, ...] = ()
    size: tuple[float, float] = (0, 0)
    """Of the inner rectangle, in which values stand."""
    edges: dict[str, float] = field(default_factory=lambda: dict.fromkeys(("left", "right", "top", "bottom"), 0.0))
    layers: dict[_Looks, list[dict[str, Any]]] = field(default_factory=dict)

    def mark(self, kind: str, step: int, looks: dict[str, Any], **at: object) -> None:
        """Draw a mark: `x`, `y`, `x2`, `y2` are pixels, `v` and `v2` are values."""
        self.layers.setdefault(_Looks(kind, step, tuple(looks.items()), tuple(at)), []).append(at)

    def words(
        self, words: str, step: int, tone: str = INK, *, bold: bool = False, align: str = "left", **at: float
    ) -> None:
        """Write one line of words; `dx` moves it sideways from its place."""
        moved = {name: at.pop(name) for name in ("dx", "dy") if name in at}
        looks: dict[str, Any] = {"align": align, "fill": tone, "fontWeight": 600 if bold else 400, "baseline": "middle"}
        places: dict[str, object] = {**at, "text": words}
        self.mark("text", step, looks | moved, **places)

    def names_below(self, names: dict[int, tuple[str, float, float]]) -> None:
        """Write names under the inner rectangle, each centred in its room."""
        size, most = self.room.type, 0
        for name, middle, room in names.values():
            lines = wrap(name, size, room - 8)
            most = max(most, len(lines))
            for index, words in enumerate(lines):
                y = self.size[1] + 8 + (index + 0.5) * size * LINE
                self.words(words, 0, align="center", x=middle, y=y)
        self.edges["bottom"] = 10 + most * size * LINE

    def pixel(self, value: float) -> float:
        """Give where a value stands."""
        low, high = self.domain
        if self.chart.scale is Scale.LOG:
            low, high, value = log10(low), log10(high), log10(max(value, 1e-300))
        part = (value - low) / ((high - low) or 1)
        return part * self.size[0] if self.along == "x" else (1 - part) * self.size[1]

    def specification(self) -> dict[str, Any]:
        """Give all marks as Vega-Lite takes them."""
        if self.chart.reference and self.chart.reference.number is not None:
            self._reference(self.chart.reference.number)
        if len(self.chart.unit) > SHORT_UNIT:
            size = self.room.type
            self.words(self.chart.unit, 0, MUTED, x=-self.edges["left"], y=-self.edges["top"] - LINE * size / 2 - 10)
            self.edges["top"] += LINE * size + 12
        # No line is drawn through a word, not even that of a reference through the names on a phone.
        layers = sorted(self.layers.items(), key=lambda layer: layer[0].kind == "text")
        return {
            "width": round(self.size[0]),
            "height": round(self.size[1]),
            "padding": {side: ceil(edge) for side, edge in self.edges.items()},
            "autosize": "none",
            "layer": [self._layer(number, looks, rows) for number, (looks, rows) in enumerate(layers)],
            "config": {
                "view": {"stroke": None},
                "text": {"fontSize": self.room.type},
                "axis": {"domain": False, "ticks": False, "title": None, "gridColor": GRID, "labelColor": MUTED,
                         "labelFontSize": self.room.type, "labelPadding": 8, "labelLimit": 0,
                         "labelFlush": False, "labelBound": False},
            },
        }  # fmt: skip

    def _reference(self, value: float) -> None:
        size, words = self.room.type, self.chart.reference_label
        rule = {"stroke": MUTED, "strokeWidth": 2, "strokeDash": (6, 5)}
        if self.along == "x":
            self.mark("rule", 0, rule, v=value, y=-4, y2=self.size[1])
            over = self.pixel(value) + width(words, size) > self.size[0] + self.edges["right"]
            self.words(words, 0, MUTED, align="right" if over else "left", v=value, y=-4 - size * LINE / 2, dx=0)
            self.edges["top"] = max(self.edges["top"], 4 + size * LINE)
        else:
            self.mark("rule", 0, rule, v=value, x=0, x2=self.size[0])
            self.words(words, 0, MUTED, v=value, x=0, dy=-size * 0.7)

    def _layer(self, number: int, looks: _Looks, rows: list[dict[str, Any]]) -> dict[str, Any]:
        encoding: dict[str, Any] = {}
        for name in looks.fields:
            if name in ("v", "v2"):
                encoding[self.along + name[1:]] = {"field": name, **({} if name == "v2" else self._scale())}
            elif name in ("x", "y"):
                encoding[name] = {"field": name, "type": "quantitative", "scale": None, "axis": None}
            elif name in ("x2", "y2"):
                encoding[name] = {"field": name}
            elif name == "text":
                encoding[name] = {"field": name, "type": "nominal"}
        if looks.kind == "line":
            encoding |= {"order": {"field": "x"}, "detail": {"field": "line"}}
        values = [
            {
                key: round(each, 2) if isinstance(each, float) and key not in ("v", "v2") else each
                for key, each in row.items()
            }
            for row in rows
        ]
        return {
            "name": f"{f'step_{looks.step}' if looks.step else 'always'}_{number}",
            "data": {"values": values},
            "mark": {"type": looks.kind, **dict(looks.looks)},
            "encoding": encoding,
        }

    def _scale(self) -> dict[str, Any]:
        scale = {"type": self.chart.scale.value, "domain": list(self.domain), "nice": False}
        if self.chart.scale is Scale.LINEAR:
            scale["zero"] = False
        unit = self.chart.unit if 0 < len(self.chart.unit) <= SHORT_UNIT else ""
        label = {"labelExpr": f"datum.label + '{unit}'"} if unit.isalnum() or unit in _CLOSE else {}
        axis = {"values": list(self.ticks), "format": ",~f", **label} if self.ticks else None
        return {"type": "quantitative", "scale": scale, "axis": axis}


def step_of(chart: Chart, point: Point, *, single: bool) -> int:
    """Give the number of the press at which a point appears; what comes first is there from the start."""
    return (point.row if single else point.part) if chart.steps else 0


# --- scales ---------------------------------------------------------------------------------------


def _nice(values: Iterable[float], count: int) -> tuple[float, ...]:
    """Give round numbers around some values."""
    found = list(values)
    low, high = min(found), max(found)
    rough = ((high - low) or abs(high) or 1) / count
    power = 10 ** floor(log10(rough))
    step = next(power * each for each in (1, 2, 2.5, 5, 10) if power * each >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(round(number * step, 10) for number in range(first, max(last, first + 1) + 1))


def _decades(values: Iterable[float], count: int) -> tuple[float, ...]:
    """Give the powers of ten around some values, or some of these."""
    found = [max(value, 1e-12) for value in values]
    first, last = floor(log10(min(found)) + 1e-9), ceil(log10(max(found)) - 1e-9)
    powers = range(first, max(last, first + 1) + 1)
    return tuple(10.0**each for each in powers[:: max(1, ceil(len(powers) / (count + 1)))])


def shown_values(chart: Chart, found: Sequence[Point]) -> list[float]:
    """Give all numbers that must have a place."""
    reference = [] if chart.reference is None or chart.reference.number is None else [chart.reference.number]
    every = [value for each in found for value in (each.value, each.low, each.high)] + reference
    if chart.scale is Scale.LOG:
        every = [each for each in every if each > 0]
    return every or [0, 1]


def round_values(chart: Chart, found: Sequence[Point], count: int) -> tuple[float, ...]:
    """Give about as many round numbers, between which all values of a chart lie."""
    if chart.scale is Scale.LOG:
        return _decades(shown_values(chart, found), count)
    return _nice(shown_values(chart, found), count)
