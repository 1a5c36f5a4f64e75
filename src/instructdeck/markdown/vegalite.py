"""A `vega-lite` block: a whole Vega-Lite specification, which loads nothing and gets the looks of the deck."""

from __future__ import annotations

import json
import re
from dataclasses import field
from typing import TYPE_CHECKING, Any

from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import did_you_mean
from instructdeck.deck.rules import BAD_DATA, BAD_VEGA_LITE, MISSING_ALT
from instructdeck.files.yamlfile import Items, Mapping, Scalar, parse
from instructdeck.values import dataclass

from .data import Data, from_csv, from_values, number

if TYPE_CHECKING:
    from collections.abc import Collection

    from instructdeck.deck.diagnostics import Findings, Location
    from instructdeck.files.yamlfile import Node

    from .passage import DataFinder
    from .sheet import Room

MAX_ROWS = 2_000
"""Rows of data: more dots than that are a cloud."""
OWN = ("alt", "caption")
"""Keys that are ours: they stand around the drawing."""
_KEYS = """
    $schema data mark encoding layer hconcat vconcat concat repeat facet spec transform params title width height
    config name description background padding autosize resolve datasets projection view usermeta bounds spacing
    align center columns
"""
_KNOWN = frozenset(_KEYS.split())
_MARK_TYPES = "arc area bar boxplot circle errorband errorbar geoshape line point rect rule square text tick trail"
_MARKS = frozenset(_MARK_TYPES.split())
_CHANNEL_NAMES = """
    x y x2 y2 xError yError xError2 yError2 xOffset yOffset theta theta2 radius radius2 longitude latitude longitude2
    latitude2 color fill stroke opacity fillOpacity strokeOpacity strokeWidth strokeDash size shape angle tooltip text
    detail key order href url description facet row column time
"""
_CHANNELS = frozenset(_CHANNEL_NAMES.split())
_DRAWING = frozenset({"mark", "layer", "hconcat", "vconcat", "concat", "spec"})
"""One of them says what is drawn."""
_MAKES_FIELDS = frozenset({"transform", "repeat", "datasets", "facet", "params"})
"""Keys beside which a field may be none of the data's columns."""
_PLAIN_FIELD = re.compile(r"[^.\[\]\\]+")
_TYPES = frozenset({"quantitative", "temporal", "ordinal", "nominal", "geojson"})
_COMPOSED = frozenset({"hconcat", "vconcat", "concat", "repeat", "facet"})
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_MUTED, _INK, _GRID = "var(--color-muted)", "var(--color-ink)", "var(--chart-grid)"


def read_vega_lite(  # noqa: PLR0913, PLR0917  what a reader of blocks has at hand
    yaml: str,
    place: Location,
    first_line: int,
    findings: Findings,
    find: DataFinder,
    misplaced: Collection[str] = (),
) -> b.VegaLite | None:
    """Give the chart of a block in YAML or JSON; None, and diagnostics, when it cannot be drawn.

    `misplaced` keys stood in the fence, which is reported.
    """
    before = len(findings.items)
    # Tabs may indent JSON, not YAML.
    node = parse(yaml.replace("\t", " "), place.path, findings, first_line)
    if not isinstance(node, Mapping):
        if len(findings.items) == before:
            hint = "write 'data:', 'mark:' and 'encoding:', in YAML or as JSON"
            findings.add(BAD_VEGA_LITE, "this is no Vega-Lite specification", place, hint, 3)
        return None
    reading = _Reading(findings, find)
    for key, (at, _) in node.values.items():
        if key not in _KNOWN | set(OWN):
            findings.add(BAD_VEGA_LITE, f"Vega-Lite knows no '{key}'", at, did_you_mean(key, _KNOWN), len(key))
    own = {key: node.values[key][1] for key in OWN if key in node.values}
    alt, caption = (each.value.strip() if isinstance(each := own.get(key), Scalar) else "" for key in OWN)
    if not alt and "alt" not in misplaced:
        findings.add(MISSING_ALT, "a chart without alt text", place, "say what it shows: 'alt: …'", 3)
    if not _DRAWING & node.values.keys():
        findings.add(BAD_VEGA_LITE, "'mark' is missing", place, "add 'mark: bar', 'mark: line' or another", 3)
    rest = Mapping({key: value for key, value in node.values.items() if key not in OWN}, node.location)
    found = reading.plain(rest)
    data = reading.data[0] if reading.data else Data((), ())
    reading.check_fields()
    if len(findings.items) > before or misplaced:
        return None
    return b.VegaLite(place, alt, caption, json.dumps(found, ensure_ascii=False), data.columns, data.rows)


@dataclass
class _Reading:
    """Nodes of YAML on their way to plain values."""

    findings: Findings
    find: DataFinder
    data: list[Data] = field(default_factory=list)
    """What was read from files."""
    fields: list[Scalar] = field(default_factory=list)
    """Names of columns that are drawn."""
    made: bool = False
    """Whether there may be fields beside the columns of the data."""

    def plain(self, node: Node, key: str = "") -> Any:  # noqa: ANN401  a specification holds anything that JSON does
        """Give a node as JSON holds it; `key` is the key that it stands under."""
        if isinstance(node, Items):
            return [self.plain(each, key) for each in node.values]
        if isinstance(node, Scalar):
            if key == "mark":
                self.one_of(node, _MARKS, "mark")
            return _value(node)
        if key == "data" and "url" in node.values:
            return self.file(node.values["url"][1])
        self.made = self.made or not _MAKES_FIELDS.isdisjoint(node.values)
        if key == "encoding":
            self.channels(node)
        kind = node.values["type"][1] if "type" in node.values else None
        if key == "mark" and isinstance(kind, Scalar):
            self.one_of(kind, _MARKS, "mark")
        if "field" in node.values and isinstance(kind, Scalar):
            self.one_of(kind, _TYPES, "type of field")
        for name in ("url", "href"):
            if name in node.values:
                self.refuse(name, node.values[name][0])
        return {name: self.plain(value, name) for name, (_, value) in node.values.items()}

    def channels(self, node: Mapping) -> None:
        """Report the channels that there are not, and keep the fields of the others."""
        for name, (at, inner) in node.values.items():
            if name not in _CHANNELS:
                message, hint = f"Vega-Lite knows no channel '{name[:40]}'", did_you_mean(name, _CHANNELS)
                self.findings.add(BAD_VEGA_LITE, message, at, hint, len(name))
            drawn = inner.values.get("field") if isinstance(inner, Mapping) else None
            if drawn and isinstance(drawn[1], Scalar) and _PLAIN_FIELD.fullmatch(drawn[1].value):
                self.fields.append(drawn[1])

    def check_fields(self) -> None:
        """Report the fields that the data do not have, of which Vega-Lite says that they are infinite."""
        columns = self.data[0].columns if len(self.data) == 1 and not self.made else ()
        for each in self.fields if columns else ():
            if each.value not in columns:
                message, hint = f"the data have no column '{each.value[:60]}'", did_you_mean(each.value, columns)
                self.findings.add(BAD_DATA, message, each.location, hint, len(each.value))

    def one_of(self, scalar: Scalar, known: frozenset[str], what: str) -> None:
        """Report a word that Vega-Lite does not know, of which it would say little."""
        if scalar.value == "image":
            self.refuse("image", scalar.location)
        elif scalar.value not in known:
            message, hint = f"Vega-Lite knows no {what} '{scalar.value[:40]}'", did_you_mean(scalar.value, known)
            self.findings.add(BAD_VEGA_LITE, message, scalar.location, hint, len(scalar.value))

    def refuse(self, name: str, at: Location) -> None:
        hint = "a picture is a figure, a link stands beside it; data come from 'data: {url: data/….csv}'"
        self.findings.add(
            BAD_VEGA_LITE, f"a chart loads nothing and leads nowhere, so it has no '{name}'", at, hint, len(name)
        )

    def file(self, node: Node) -> dict[str, Any]:
        """Give the values of a data file in place of its name."""
        if not isinstance(node, Scalar):
            self.refuse("url", node.location)
            return {}
        found = self.find(node.value.strip(), node.location, len(node.value))
        data = self.table(*found) if found else None
        if data is None:
            return {}
        self.data.append(data)
        rows = [
            {
                name: cell.text if cell.number is None else cell.number
                for name, cell in zip(data.columns, row, strict=True)
            }
            for row in data.rows
        ]
        return {"values": rows}

    def table(self, path: str, text: str) -> Data | None:
        if path.lower().endswith(".csv"):
            return from_csv(text, path, self.findings, MAX_ROWS)
        node = parse(text.replace("\t", " "), path, self.findings)
        if isinstance(node, Items):
            return from_values(node.values, self.findings, MAX_ROWS)
        if isinstance(node, Mapping | Scalar):
            self.findings.add(BAD_VEGA_LITE, f"{path} is no list of rows", node.location, 'write [{"name": "Ada"}, …]')
        return None


def _value(scalar: Scalar) -> str | float | bool | None:
    """Give what a text in YAML or JSON stands for."""
    text = scalar.value
    if not scalar.plain:
        return text
    if text in _WORDS:
        return _WORDS[text]
    found = number(text) if "," not in text else None
    return text if found is None else int(found) if found.is_integer() and abs(found) < 2**53 else found


def themed(chart: b.VegaLite, room: Room) -> dict[str, Any]:
    """Give a specification with the looks of the deck, as wide as the room where it does not say so itself."""
    found: dict[str, Any] = json.loads(chart.specification)
    own = found.get("config")
    found["config"] = _merged(_config(room), own if isinstance(own, dict) else {})
    found.setdefault("background", None)
    found.setdefault("padding", 2)
    if not _COMPOSED & found.keys():
        if found.get("width", "container") == "container":
            found["width"] = round(room.width)
            found.setdefault("autosize", {"type": "fit", "contains": "padding"})
        if found.get("height", "container") == "container":
            found["height"] = round(room.height or room.width * (0.7 if room.narrow else 0.4))
    return found


def _config(room: Room) -> dict[str, Any]:
    words = {"labelFontSize": room.type, "titleFontSize": room.type, "labelColor": _MUTED, "titleColor": _INK}
    plain = {**words, "titleFontWeight": 600, "labelLimit": 0, "titleLimit": 0}
    colors = ["var(--chart-strong)", "var(--chart-quiet-1)", "var(--chart-quiet-3)", "var(--chart-quiet-2)"]
    return {
        "axis": {
            **plain,
            "domainColor": _GRID,
            "gridColor": _GRID,
            "tickColor": _GRID,
            "labelPadding": 6,
            "tickCount": 5,
        },
        "legend": plain,
        "header": plain,
        "title": {"fontSize": room.type, "color": _INK, "anchor": "start"},
        "view": {"stroke": None},
        "text": {"fontSize": room.type, "color": _INK},
        "mark": {"color": "var(--chart-strong)"},
        "line": {"strokeWidth": 4},
        "point": {"size": 120, "filled": True},
        "range": {"category": colors},
    }


def _merged(one: dict[str, Any], two: dict[str, Any]) -> dict[str, Any]:
    """Give two trees as one; where both say something the second has the word."""
    found = dict(one)
    for key, value in two.items():
        inner = found.get(key)
        found[key] = _merged(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return found
