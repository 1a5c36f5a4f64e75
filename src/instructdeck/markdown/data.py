"""The data behind a chart: a CSV file, or a list in YAML, as cells that know their place."""

from __future__ import annotations

import csv
import re
from math import isfinite
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import Datum
from instructdeck.deck.diagnostics import Location
from instructdeck.deck.rules import BAD_DATA
from instructdeck.files.yamlfile import Mapping, Scalar, kind_of
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instructdeck.deck.diagnostics import Findings
    from instructdeck.files.yamlfile import Node

MAX_ROWS = 200
"""Rows of a chart's data: more are no picture."""
MAX_COLUMNS = 30
NO_VALUE = ("-", "\u2013", "\u2014", "n/a", "NA")
"""What is written where there is no value: a cell that was left empty may have been forgotten."""

_NUMBER = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?|[+-]?\.\d{1,15}", re.ASCII
)
_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_UNIT = re.compile(r"([+-]?\d[\d.,]*)\s*(%|[^\W\d_]{1,12}|[€$£])", re.ASCII)
_CELL = re.compile(r'\s*"(?:[^"]|"")*"[^,]*|[^,]*')


@dataclass(frozen=True, slots=True)
class Data:
    """Rows of cells, each row as long as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Datum, ...], ...]

    def column(self, name: str) -> tuple[Datum, ...]:
        """Give the cells of a column."""
        index = self.columns.index(name)
        return tuple(row[index] for row in self.rows)


def number(text: str) -> float | None:
    """Give the number that a text is; None for words."""
    plain = text.strip().replace("\u2212", "-")
    found = float(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None
    return found if found is not None and isfinite(found) else None


def number_hint(text: str) -> str:
    """Give how to write what should be a number; empty when that cannot be seen."""
    plain = text.strip().replace("\u2212", "-")
    if not plain:
        return f"write the number, or '{NO_VALUE[0]}' where there is none"
    if _COMMA.fullmatch(plain):
        return f"write {plain.replace(',', '.')}, with a point"
    if (found := _UNIT.fullmatch(plain)) and number(found[1]) is not None:
        return f"write {found[1]}; the unit belongs to the chart: 'unit: \"{found[2]}\"'"
    return ""


def from_csv(text: str, path: str, findings: Findings, most: int = MAX_ROWS) -> Data | None:
    """Give the data of a CSV file; None, and diagnostics, when a row is not like the first."""
    before = len(findings.items)
    lines = text.split("\n")
    reader = csv.reader([f"{line}\n" for line in lines], strict=True)
    rows: list[tuple[Datum, ...]] = []
    first = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(cells, lines[first - 1], Location(path, first)))
            first = reader.line_num + 1
            if len(rows) > most + 1:
                break
    except csv.Error as error:
        hint = "close each quotation mark; one within a text is written twice"
        findings.add(BAD_DATA, f"this is not CSV: {error}", Location(path, min(first, len(lines))), hint)
        return None
    if not rows:
        findings.add(BAD_DATA, f"{path} is empty", Location(path), "write the names of the columns on the first line")
        return None
    _check(rows, lines, path, findings)
    _check_count(rows[1:], most, findings)
    names = tuple(cell.text for cell in rows[0])
    return Data(names, tuple(rows[1:])) if len(findings.items) == before else None


def _row(cells: Sequence[str], line: str, start: Location) -> tuple[Datum, ...]:
    columns, column = [], 0
    for found in _CELL.finditer(line):
        if found.start() >= column:
            columns.append(found.start() + len(found[0]) - len(found[0].lstrip(' "')))
            column = found.end() + 1
    places = [*columns, *[0] * len(cells)]
    return tuple(
        _datum(cell.strip(), Location(start.path, start.line, place + 1))
        for cell, place in zip(cells, places, strict=False)
    )


def _datum(text: str, location: Location) -> Datum:
    return Datum(location, text, number(text))


def _check(rows: Sequence[Sequence[Datum]], lines: Sequence[str], path: str, findings: Findings) -> None:
    """Report what cannot be a table."""
    head = rows[0]
    if len(head) == 1 and (sign := next((each for each in ";\t|" if each in head[0].text), "")):
        name = {";": "semicolons", "\t": "tabs", "|": "bars"}[sign]
        hint = "write commas, and points in numbers: 12.5"
        findings.add(BAD_DATA, f"the columns are parted by {name}", Location(path), hint, len(lines[0]))
        return
    if len(rows) == 1:
        findings.add(BAD_DATA, f"{path} has names of columns and no rows", Location(path), "write the rows below")
    if len(head) > MAX_COLUMNS:
        findings.add(BAD_DATA, f"more than {MAX_COLUMNS} columns", head[MAX_COLUMNS].location, "leave some out")
    _check_names(head, findings)
    for number_, row in enumerate(rows[1:], 1):
        if len(row) != len(head):
            place = row[0].location
            message = f"row {number_} has {len(row)} cell{'s' * (len(row) != 1)}, the first line has {len(head)}"
            hint = "put a cell with a comma in quotation marks" if len(row) > len(head) else "write all cells"
            whole = Location(place.path, place.line)
            findings.add(BAD_DATA, message, whole, hint, len(lines[place.line - 1].rstrip()))


def _check_count(rows: Sequence[Sequence[Datum]], most: int, findings: Findings) -> None:
    if len(rows) > most:
        place = rows[most][0].location
        findings.add(BAD_DATA, f"more than {most:,} rows", place, "show a part of them, or sum them up")


def _check_names(head: Sequence[Datum], findings: Findings) -> None:
    seen: set[str] = set()
    for cell in head:
        if not cell.text:
            findings.add(BAD_DATA, "a column without a name", cell.location, "write the name of each column first")
        elif cell.text in seen:
            message = f"a second column '{cell.text}'"
            findings.add(BAD_DATA, message, cell.location, "rename one", len(cell.text))
        seen.add(cell.text)


def from_values(nodes: Sequence[Node], findings: Findings, most: int = MAX_ROWS) -> Data | None:
    """Give the data of a list of mappings with the same keys; None, and diagnostics, when they differ."""
    before = len(findings.items)
    names: tuple[str, ...] = ()
    rows = []
    for node in nodes[: most + 1]:
        if not isinstance(node, Mapping):
            hint = "write {name: Ada, points: 3}, with the same keys in each row"
            findings.add(BAD_DATA, f"a row is {kind_of(node)}, not a mapping", node.location, hint)
            continue
        names = names or tuple(node.values)
        rows.append(tuple(_inline(name, node, findings) for name in names))
        for name, (place, _) in node.values.items():
            if name not in names:
                message, hint = f"the first row has no '{name}'", "give each row the same keys"
                findings.add(BAD_DATA, message, place, hint, len(name))
    if len(nodes) > most:
        findings.add(BAD_DATA, f"more than {most:,} rows", nodes[most].location, "show a part of them, or sum them up")
    if len(names) > MAX_COLUMNS:
        findings.add(BAD_DATA, f"more than {MAX_COLUMNS} keys in a row", nodes[0].location, "leave some out")
    return Data(names, tuple(rows)) if len(findings.items) == before else None


def _inline(name: str, row: Mapping, findings: Findings) -> Datum:
    if name not in row.values:
        findings.add(BAD_DATA, f"this row has no '{name}'", row.location, "give each row the same keys")
        return Datum(row.location, "", None)
    node = row.values[name][1]
    if isinstance(node, Scalar):
        return _datum(node.value.strip(), node.location)
    message = f"'{name}' is {kind_of(node)}, not a number or a text"
    findings.add(BAD_DATA, message, node.location, f"write {name}: and one value")
    return Datum(node.location, "", None)
