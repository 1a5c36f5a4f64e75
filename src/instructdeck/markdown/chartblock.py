"""A `chart` block: YAML that says which data are shown, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import did_you_mean
from instructdeck.deck.rules import BAD_CHART, BAD_DATA, MISSING_ALT, MISSING_KEY
from instructdeck.files.spans import spans
from instructdeck.files.yamlfile import Items, Mapping, Record, Scalar, parse
from instructdeck.values import dataclass

from .arithmetic import inputs
from .data import NO_VALUE, Data, from_csv, from_values, number, number_hint

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from instructdeck.deck.diagnostics import Findings, Location

    from .passage import DataFinder

FORM = "write 'type: bar', 'alt: …' and 'data: data/….csv', each on a line of its own"
KEYS = frozenset(
    (
        *("type", "alt", "data", "values", "label", "value", "series", "error", "low", "high", "unit", "scale"),
        *("highlight", "reference", "caption", "source", "steps", "vertical", "derived"),
    )
)
"""What a chart can be told."""
MAX_LINES = 12
"""Series of a chart, beyond which nobody tells them apart."""


def read_chart(  # noqa: PLR0913, PLR0917  what a reader of blocks has at hand
    yaml: str,
    place: Location,
    first_line: int,
    findings: Findings,
    find: DataFinder,
    line: Callable[[Scalar], b.Inlines],
    misplaced: Collection[str] = (),
) -> b.Chart | None:
    """Give the chart of a block; None, and diagnostics, when it cannot be drawn.

    `yaml` is indented as in the file, where it begins on `first_line`; `line` reads a text as Markdown.
    What is `misplaced` is not reported as missing.
    """
    before = len(findings.items)
    node = parse(yaml, place.path, findings, first_line)
    if node is None or not isinstance(node, Mapping):
        if len(findings.items) == before:
            findings.add(BAD_CHART, "this chart says nothing", place, FORM, 3)
        return None
    record = Record(node, findings)
    chart = _Reader(record, place, findings, find, line, misplaced).chart()
    record.finish()
    return chart if len(findings.items) == before else None


@dataclass
class _Reader:
    record: Record
    place: Location
    findings: Findings
    find: DataFinder
    line: Callable[[Scalar], b.Inlines]
    misplaced: Collection[str]

    def chart(self) -> b.Chart | None:
        kind = self.record.choice("type", b.ChartType)
        scale = self.record.choice("scale", b.Scale, b.Scale.LINEAR)
        alt_as_written = self.record.words("alt")
        alt = alt_as_written.value.strip() if alt_as_written else ""
        if not alt and "alt" not in self.misplaced:
            hint = "say what it shows in a sentence: 'alt: …'"
            self.findings.add(MISSING_ALT, "a chart without alt text", self.place, hint, 3)
        caption, source = self.words("caption"), self.words("source")
        unit, steps, vertical = self.record.text("unit"), self.record.flag("steps"), self.record.flag("vertical")
        self.check_keys(kind)
        reference, reference_label, calculation = self.reference()
        data = self.data()
        roles = self.roles()
        highlight = self.record.texts("highlight")
        if data is None or kind is None or scale is None:
            return None
        chart = self.with_columns(data, roles)
        if chart is None:
            return None
        label, values, series, (error, low, high) = chart
        found = b.Chart(
            self.place,
            kind,
            alt,
            caption,
            source,
            data.columns,
            data.rows,
            label,
            values,
            series,
            error,
            low,
            high,
            unit,
            scale,
            vertical,
            tuple(each.value.strip() for each in highlight),
            reference,
            reference_label,
            steps,
            tuple(each.value.strip() for each in roles["derived"]),
            calculation,
            _behind_blanks(alt_as_written) if alt_as_written else (),
        )
        if scale is b.Scale.LOG and kind in (b.ChartType.BAR, b.ChartType.STACK, b.ChartType.SHARE):
            message = "a bar on a log scale has no length, because it has no zero to begin at"
            self.findings.add(BAD_CHART, message, self.record.location("scale"), "use 'type: dot'", len("log"))
        self.check_numbers(found, data)
        self.check_names(found, data, highlight)
        return found

    def check_keys(self, kind: b.ChartType | None) -> None:
        """Report keys that say nothing beside the others: none of them is passed over in silence."""
        keys = self.record.node.values
        if "vertical" in keys and kind not in (b.ChartType.BAR, None):
            self.clash("vertical", f"a chart of type '{kind.value}' has no bars to stand upright", "delete it")
        for key, other in (("low", "high"), ("high", "low")):
            if key in keys and "error" in keys:
                self.clash(key, "an interval is given twice", "keep 'error', or 'low' and 'high'")
                return
            if key in keys and other not in keys:
                self.clash(key, f"an interval with '{key}' and without '{other}'", f"add '{other}:' with its column")

    def clash(self, key: str, message: str, hint: str) -> None:
        self.findings.add(BAD_CHART, message, self.record.key_location(key), hint, len(key))

    def words(self, key: str) -> b.Inlines:
        scalar = self.record.words(key)
        return self.line(scalar) if scalar else ()

    def reference(self) -> tuple[b.Datum | None, str, b.Calculation | None]:
        """Give the value to compare with, its name, and how it comes about: a number alone, or a mapping."""
        node = self.record.node_of("reference")
        if node is None:
            return None, "", None
        inner = Record(node, self.findings) if isinstance(node, Mapping) else None
        label = inner.text("label") if inner else ""
        calc = inner.scalar("calc", "a text") if inner else None
        scalar = inner.scalar("value", "a number", required=True) if inner else node
        if inner:
            inner.finish()
        if isinstance(scalar, Scalar) and (value := number(scalar.value)) is not None:
            datum = b.Datum(scalar.location, scalar.value.strip(), value)
            return datum, label, _calculation(datum, calc) if calc else None
        if scalar is not None:
            self.record.wrong("reference", scalar, "a number", "write reference: {value: 50, label: half}")
        return None, "", None

    # --- data -----------------------------------------------------------------------------------

    def data(self) -> Data | None:
        """Give the data of the file that is named, or those in the block itself."""
        name = self.record.scalar("data", "a text")
        values = self.record.node_of("values")
        if name and values:
            message, hint = "a chart has either 'data' or 'values'", "delete one of them"
            self.findings.add(BAD_CHART, message, self.record.key_location("values"), hint, len("values"))
        elif name:
            found = self.find(name.value.strip(), name.location, len(name.value))
            if found and not found[0].lower().endswith(".csv"):
                self.record.wrong("data", name, "a CSV file", "save the rows as CSV, or write a 'vega-lite' block")
                return None
            return from_csv(found[1], found[0], self.findings) if found else None
        elif isinstance(values, Items) and values.values:
            return from_values(values.values, self.findings)
        elif values is not None:
            self.record.wrong("values", values, "a list of rows", "write '- {name: Ada, points: 3}' below it for each")
        else:
            self.findings.add(MISSING_KEY, "'data' is missing", self.place, "add 'data: data/….csv', or 'values:'", 3)
        return None

    def roles(self) -> dict[str, tuple[Scalar, ...]]:
        """Give the names of columns by what they are for."""
        found: dict[str, tuple[Scalar, ...]] = {}
        for key in ("label", "series", "error", "low", "high"):
            scalar = self.record.scalar(key, "a text")
            found[key] = (scalar,) if scalar and scalar.value.strip() else ()
        value = self.record.node_of("value")
        found["derived"] = self.record.texts("derived")
        found["value"] = (value,) if isinstance(value, Scalar) else self.record.texts("value")
        return found

    def with_columns(
        self, data: Data, roles: dict[str, tuple[Scalar, ...]]
    ) -> tuple[str, tuple[str, ...], str, tuple[str, str, str]] | None:
        """Give the columns for label, values, series and intervals; what is not named is seen from the data."""
        unknown = [each for each in sum(roles.values(), ()) if each.value.strip() not in data.columns]
        for each in unknown:
            message = f"the data have no column '{each.value}'"
            self.findings.add(BAD_DATA, message, each.location, did_you_mean(each.value, data.columns), len(each.value))
        if unknown:
            return None
        named = {key: tuple(each.value.strip() for each in found) for key, found in roles.items()}
        label, series, error, low, high = (
            named[key][0] if named[key] else "" for key in ("label", "series", "error", "low", "high")
        )
        taken = {label, series, error, low, high, *named["value"]}
        label = label or next((name for name in data.columns if name not in taken), "")
        free = [name for name in data.columns if name not in taken | {label}]
        values = named["value"] or tuple(name for name in free if _has_number(data.column(name)))
        if not label or not values:
            what = "value" if label else "label"
            message, hint = f"no column is left for '{what}'", f"name one: 'value: {data.columns[-1]}'"
            self.findings.add(BAD_DATA, message, self.place, hint, 3)
            return None
        if series and len(values) > 1:
            message = f"'series' parts the values of one column, not of {len(values)}"
            self.clash("series", message, f"keep one, such as 'value: {values[-1]}', or delete 'series'")
            return None
        return label, values, series, (error, low, high)

    # --- what must hold of them -----------------------------------------------------------------

    def check_numbers(self, chart: b.Chart, data: Data) -> None:
        """Report each cell that should be a number and is none."""
        log = chart.scale is b.Scale.LOG
        numeric = (*chart.values, *(name for name in (chart.error, chart.low, chart.high) if name))
        for name in dict.fromkeys(numeric):
            for row, cell in enumerate(data.column(name), 1):
                if cell.number is None and cell.text not in NO_VALUE:
                    message = f"row {row}, column '{name}': '{cell.text[:40]}' is no number"
                    message = message if cell.text else f"row {row}, column '{name}' is empty"
                    self.findings.add(BAD_DATA, message, cell.location, number_hint(cell.text), len(cell.text))
                elif log and cell.number is not None and cell.number <= 0 and name != chart.error:
                    message = f"row {row}, column '{name}': a log scale has no place for {cell.text}"
                    self.findings.add(BAD_DATA, message, cell.location, "leave the row out, or delete 'scale: log'")
                elif cell.number is not None and cell.number < 0 and name == chart.error:
                    message = f"row {row}, column '{name}': {cell.text} is no distance"
                    self.findings.add(BAD_DATA, message, cell.location, "write it without the sign", len(cell.text))
                elif (
                    cell.number is not None and cell.number < 0 and chart.type in (b.ChartType.SHARE, b.ChartType.STACK)
                ):
                    message = f"row {row}, column '{name}': a part of a whole cannot be {cell.text}"
                    self.findings.add(BAD_DATA, message, cell.location, "use 'type: bar'", len(cell.text))

    def check_names(self, chart: b.Chart, data: Data, highlight: tuple[Scalar, ...]) -> None:
        """Report what a chart names and does not show, and what it shows too often."""
        labels = [cell.text for cell in data.column(chart.label)]
        parts = [cell.text for cell in data.column(chart.series)] if chart.series else list(chart.values)
        for each in highlight:
            known = dict.fromkeys((*labels, *parts))
            if each.value.strip() not in known:
                message = f"the chart shows no '{each.value}'"
                self.findings.add(BAD_CHART, message, each.location, did_you_mean(each.value, known), len(each.value))
        if len(set(parts)) > MAX_LINES and chart.type is not b.ChartType.SLOPE:
            message = f"{len(set(parts))} series are too many to tell apart"
            self.findings.add(BAD_CHART, message, self.place, f"show at most {MAX_LINES}", 3)
        if chart.type is b.ChartType.SLOPE and len(set(parts)) < 2:  # noqa: PLR2004
            message, hint = "a slope leads from one column to another", "write 'value: [before, after]'"
            named = "value" in self.record.node.values
            place = self.record.location("value") if named else self.place
            self.findings.add(BAD_CHART, message, place, hint, len(chart.values[0]) if named else 3)
        seen: set[tuple[str, str]] = set()
        for cell, part in zip(data.column(chart.label), parts if chart.series else [""] * len(labels), strict=True):
            if (cell.text, part) in seen:
                message = f"a second row '{cell.text}'{f' in the series {part!r}' if part else ''}"
                self.findings.add(BAD_DATA, message, cell.location, "rename one, or name the series", len(cell.text))
            seen.add((cell.text, part))


def _behind_blanks(text: Scalar) -> tuple[tuple[int, Location], ...]:
    """Give where the words of a text stand, counted without the blanks before them."""
    blanks = len(text.value) - len(text.value.lstrip())
    return tuple((offset - blanks, place) for offset, place in spans(text))


def _has_number(cells: tuple[b.Datum, ...]) -> bool:
    return any(cell.number is not None for cell in cells)


def _calculation(datum: b.Datum, calc: Scalar) -> b.Calculation:
    shown = (b.Text(datum.location, datum.text),)
    return b.Calculation(datum.location, calc.value, calc.location, inputs(calc.value), shown)
