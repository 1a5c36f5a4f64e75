"""The parts that all charts of Office have: axes, words, colors, and the cells that values come from."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from instructdeck.values import dataclass

from .markup import POINTS, element, emu, worded
from .series import number_format

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .markup import Element

FIELDS = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
"""The extension by which the words of a label can follow the data."""
FLAGS = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
"""What a label can show, in the order in which it is said."""
IDENTITIES = UUID("3b0c6a5e-58d5-5b53-9d0e-0c8a1d5a7a10")
"""What the ids of fields are made from, with their words: the same for the same chart."""


@dataclass(frozen=True, slots=True)
class Inks:
    """Gives colors by their names."""

    fill: Callable[[str], Element]
    """Gives what fills something in a color."""
    language: str


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of values."""

    low: float
    high: float
    step: float = 0.0
    form: str = "General"
    hidden: bool = False
    log: bool = False
    bounded: bool = False
    """Whether it begins and ends just there, and not only has to hold that."""
    number: int = 2
    crosses: int = 1
    """The number of the other axis."""
    between: str = "between"
    """Where that stands: between the marks, or in the middle of one."""
    backwards: bool = False


def part(value: float, axis: Axis) -> float:
    """Give where a value stands on an axis, from 0 to 1."""
    low, high = axis.low, axis.high
    if axis.log:
        low, high, value = log10(low), log10(high), log10(max(value, low))
    return (value - low) / ((high - low) or 1)


def words(size: float, inks: Inks, tone: str, *, bold: bool = False) -> Element:
    """Give how words look."""
    looks = element(
        "a:defRPr",
        {"sz": round(size * POINTS), "b": int(bold)},
        inks.fill(tone),
        element("a:latin", {"typeface": "+mn-lt"}),
    )
    paragraph = element("a:p", None, element("a:pPr", None, looks), element("a:endParaRPr", {"lang": inks.language}))
    return element("c:txPr", None, element("a:bodyPr", {"wrap": "none"}), element("a:lstStyle"), paragraph)


def lined(inks: Inks, tone: str, width: float) -> Element:
    """Give how a line looks; its width is in pixels."""
    return element("a:ln", {"w": emu(width), "cap": "rnd"}, inks.fill(tone), element("a:round"))


def dashed(inks: Inks) -> Element:
    """Give how the line looks that others are compared with."""
    return element(
        "a:ln",
        {"w": emu(2), "cap": "flat"},
        inks.fill("muted"),
        element("a:prstDash", {"val": "dash"}),
        element("a:round"),
    )


def filled(inks: Inks, tone: str, *, edged: bool = False) -> Element:
    """Give how a bar looks; an edge parts it from its neighbour."""
    edge = element("a:ln", {"w": emu(2)}, inks.fill("ground")) if edged else element("a:ln", None, element("a:noFill"))
    return element("c:spPr", None, inks.fill(tone), edge)


def texts(reference: str, values: Sequence[str]) -> Element:
    """Give words and the cells they come from."""
    points = [element("c:pt", {"idx": index}, worded("c:v", each)) for index, each in enumerate(values)]
    cache = element("c:strCache", None, element("c:ptCount", {"val": len(values)}), *points)
    return element("c:strRef", None, worded("c:f", reference), cache)


def numbers(reference: str, values: Sequence[float | None], form: str = "General") -> Element:
    """Give numbers and the cells they come from."""
    points = [
        element("c:pt", {"idx": index}, worded("c:v", repr(float(each)).removesuffix(".0")))
        for index, each in enumerate(values)
        if each is not None
    ]
    cache = element(
        "c:numCache", None, worded("c:formatCode", form), element("c:ptCount", {"val": len(values)}), *points
    )
    return element("c:numRef", None, worded("c:f", reference), cache)


def title(text: str, size: float, inks: Inks) -> Element:
    """Give words above a chart, at its left."""
    looks = {"lang": inks.language, "sz": round(size * POINTS), "b": 0}
    run = element("a:r", None, element("a:rPr", looks, inks.fill("muted")), worded("a:t", text))
    rich = element("c:rich", None, element("a:bodyPr"), element("a:lstStyle"), element("a:p", None, run))
    place = element("c:layout", None, element(
        "c:manualLayout", None, element("c:xMode", {"val": "edge"}), element("c:yMode", {"val": "edge"}),
        element("c:x", {"val": 0}), element("c:y", {"val": 0}),
    ))  # fmt: skip
    return element("c:title", None, element("c:tx", None, rich), place, element("c:overlay", {"val": 0}))


@dataclass(frozen=True, slots=True)
class Names:
    """An axis of names."""

    place: str
    """Where it is, by the names that charts have for it."""
    downwards: bool = False
    bold: bool = False
    high: bool = False
    """Whether its names stand above the marks."""
    grid: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """The words beside a mark."""

    row: int
    """0-based, in its series."""
    words: str
    """The value as it is printed."""
    tone: str
    place: str
    """Where they stand, by the names that charts have for it."""
    name: str = ""
    """The name of the series, where it stands there as well."""
    first: bool = True
    """Whether the name comes before the value."""
    field: str = "VALUE"
    bold: bool = False
    shift: float = 0.0
    """How far they are moved to the right, as a part of the chart's width."""
    drop: float = 0.0
    """And down, as a part of its height."""


def label(given: Label, size: float, inks: Inks) -> Element:
    """Give the words beside a mark: its value as it is printed, and the name of its series where that is asked for."""
    moved = (element("c:x", {"val": f"{given.shift:.4f}"}), element("c:y", {"val": f"{given.drop:.4f}"}))
    layout = element("c:layout", None, element("c:manualLayout", None, *moved)) if given.shift or given.drop else None
    bare = element("c:spPr", None, element("a:noFill"), element("a:ln", None, element("a:noFill")))
    rich, extension = (_rich(given, size, inks), _fields()) if given.name else (None, None)
    flags = {"Val": 1, "CatName": int(given.field == "XVALUE"), "SerName": int(bool(given.name))}
    shown = (element(f"c:show{name}", {"val": flags.get(name, 0)}) for name in FLAGS)
    return element(
        "c:dLbl", None, element("c:idx", {"val": given.row}), layout, rich,
        element("c:numFmt", {"formatCode": number_format(given.words), "sourceLinked": 0}), bare,
        None if given.name else words(size, inks, given.tone, bold=given.bold),
        element("c:dLblPos", {"val": given.place}), *shown, extension,
    )  # fmt: skip


def _rich(given: Label, size: float, inks: Inks) -> Element:
    """Give name and value as fields, which follow the data, with the words that they have now."""

    def looks(name: str) -> Element:
        return element(
            name, {"lang": inks.language, "sz": round(size * POINTS), "b": int(given.bold)}, inks.fill(given.tone)
        )

    def entry(kind: str, text: str) -> Element:
        identity = "{" + str(uuid5(IDENTITIES, f"{kind} {given.row} {given.name} {text}")).upper() + "}"
        return element("a:fld", {"id": identity, "type": kind}, looks("a:rPr"), worded("a:t", text))

    parts = [entry("SERIESNAME", given.name), entry(given.field, given.words)]
    gap = element("a:r", None, looks("a:rPr"), worded("a:t", "  "))
    first, last = parts if given.first else parts[::-1]
    body = element("a:bodyPr", {"wrap": "none"})
    rich = element("c:rich", None, body, element("a:lstStyle"), element("a:p", None, first, gap, last))
    return element("c:tx", None, rich)


def _fields() -> Element:
    """Give the sign that a label has fields."""
    return element("c:extLst", None, element("c:ext", {"uri": FIELDS}, element("c15:dlblFieldTable")))


def category_axis(axis: Names, size: float, inks: Inks) -> Element:
    """Give the axis of names."""
    return element(
        "c:catAx", None, element("c:axId", {"val": 1}),
        element("c:scaling", None, element("c:orientation", {"val": "maxMin" if axis.downwards else "minMax"})),
        element("c:delete", {"val": 0}), element("c:axPos", {"val": axis.place}),
        _grid(inks, 1.5) if axis.grid else None, element("c:numFmt", {"formatCode": "General", "sourceLinked": 0}),
        element("c:majorTickMark", {"val": "none"}), element("c:minorTickMark", {"val": "none"}),
        element("c:tickLblPos", {"val": "high" if axis.high else "low"}),
        element("c:spPr", None, element("a:ln", None, element("a:noFill"))),
        words(size, inks, "ink", bold=axis.bold), element("c:crossAx", {"val": 2}),
        element("c:crosses", {"val": "autoZero"}), element("c:auto", {"val": 0}), element("c:lblAlgn", {"val": "ctr"}),
        element("c:lblOffset", {"val": 60}), element("c:noMultiLvlLbl", {"val": 1}),
    )  # fmt: skip


def _grid(inks: Inks, width: float) -> Element:
    return element("c:majorGridlines", None, element("c:spPr", None, lined(inks, "line", width)))


def value_axis(axis: Axis, place: str, size: float, inks: Inks) -> Element:
    """Give an axis of values at a place, by the names that charts have for it."""
    low = element("c:min", {"val": f"{axis.low:.10g}"}) if axis.low > 0 or not axis.log else None
    scaling = element(
        "c:scaling", None, element("c:logBase", {"val": 10}) if axis.log else None,
        element("c:orientation", {"val": "minMax"}), element("c:max", {"val": f"{axis.high:.10g}"}), low,
    )  # fmt: skip
    crosses = "max" if axis.backwards else "min" if axis.bounded else "autoZero"
    return element(
        "c:valAx", None, element("c:axId", {"val": axis.number}), scaling,
        element("c:delete", {"val": int(axis.hidden)}), element("c:axPos", {"val": place}),
        None if axis.hidden else _grid(inks, 1),
        element("c:numFmt", {"formatCode": axis.form, "sourceLinked": 0}),
        element("c:majorTickMark", {"val": "none"}), element("c:minorTickMark", {"val": "none"}),
        element("c:tickLblPos", {"val": "low"}), element("c:spPr", None, element("a:ln", None, element("a:noFill"))),
        words(size, inks, "muted"), element("c:crossAx", {"val": axis.crosses}), element("c:crosses", {"val": crosses}),
        element("c:crossBetween", {"val": axis.between}),
        element("c:majorUnit", {"val": f"{axis.step:.10g}"}) if axis.step else None,
    )  # fmt: skip
