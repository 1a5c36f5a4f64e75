"""Charts as they are drawn: small, in the theme's colors, with the numbers as printed and words that find room."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache as once
from textwrap import dedent, indent
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instructdeck.cache import Cache, sealed
from instructdeck.deck.diagnostics import Findings, Location
from instructdeck.markdown.chartblock import read_chart
from instructdeck.markdown.sheet import PHONE, Room, points
from instructdeck.markdown.vegalite import read_vega_lite, themed
from instructdeck.pictures.letters import width, wrap
from instructdeck.pictures.svg import Element, serialize, walk
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.chart import ChartError, Drawing, cleaned
from instructdeck.typeset.plot import specification
from instructdeck.typeset.typeset import Typesetter

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import TinyProject
    from instructdeck.deck.blocks import Chart, VegaLite

TYPESETTER = Typesetter(Templates((shipped(),)))
SLIDE = Room(1120, 360)
ROOMS = (SLIDE, Room(536, 260), PHONE)

CHARTS = {
    "bar": """
        type: bar
        unit: "%"
        values:
          - {model: GPT-3, rate: 41}
          - {model: InstructGPT with a long name, rate: 21}
        highlight: [GPT-3]
    """,
    "grouped": """
        type: bar
        values:
          - {task: SQuADv2, GPT-3: 64.30, PPO: 43.68, PPO-ptx: 59.85}
          - {task: DROP, GPT-3: 27.53, PPO: 13.08, PPO-ptx: "-"}
        highlight: [PPO-ptx]
        steps: true
    """,
    "negative": """
        type: bar
        values:
          - {task: SQuADv2, change: -20.62}
          - {task: HellaSwag, change: 2.6}
    """,
    "upright": """
        type: bar
        vertical: true
        unit: "%"
        values:
          - {model: GPT-3, rate: 41}
          - {model: InstructGPT, rate: 21}
    """,
    "stack": """
        type: stack
        values:
          - {set: SFT, labelers: "11,295", customers: "1,430"}
          - {set: Reward model, labelers: "6,623", customers: "26,584"}
    """,
    "share": """
        type: share
        values:
          - {set: SFT, labelers: "11,295", customers: "1,430"}
          - {set: PPO, labelers: 0, customers: "31,144"}
    """,
    "dot": """
        type: dot
        error: ci
        unit: "%"
        reference: {value: 50, label: no preference}
        values:
          - {against: GPT-3, rate: 85, ci: 3}
          - {against: FLAN, rate: 78, ci: 4}
        steps: true
    """,
    "log": """
        type: dot
        scale: log
        unit: petaflops/s-days
        values:
          - {run: SFT, compute: 4.9}
          - {run: GPT-3, compute: "3,640"}
    """,
    "line": """
        type: line
        label: size
        series: model
        value: accuracy
        values:
          - {model: GPT-3, size: 1.3B, accuracy: 0.549}
          - {model: GPT-3, size: 175B, accuracy: 0.781}
          - {model: PPO-ptx, size: 1.3B, accuracy: 0.552}
          - {model: PPO-ptx, size: 175B, accuracy: 0.785}
        highlight: [PPO-ptx]
    """,
    "slope": """
        type: slope
        values:
          - {task: SQuADv2, GPT-3: 64.30, PPO: 43.68, PPO-ptx: 59.85}
          - {task: DROP, GPT-3: 27.53, PPO: 13.08, PPO-ptx: 15.23}
        highlight: [DROP]
    """,
}


def read(yaml: str) -> tuple[Chart | None, list[str]]:
    """Give the chart of a block, and what is wrong with it."""
    findings = Findings()
    lines = [line.removeprefix("        ") for line in yaml.strip("\n").split("\n")]
    text = "\n".join(["alt: What it shows.", *lines])
    chart = read_chart(text, Location("talk.md", 4), 5, findings, lambda *_: None, lambda _: ())
    return chart, [each.message for each in findings]


@once
def chart(name: str) -> Chart:
    """Give one of the charts above, of which nothing is wrong."""
    found, problems = read(CHARTS[name])
    assert [] == problems
    assert found
    return found


@once
def drawn(name: str, room: Room) -> Element:
    """Give the drawing of one of the charts above."""
    found = TYPESETTER.chart(specification(chart(name), room))
    assert isinstance(found, Drawing)
    return found.root


def texts(root: Element) -> list[str]:
    """Give the words of a drawing."""
    return ["".join(map(str, each.children)) for each in walk(root) if each.name == "text"]


def boxes(root: Element, size: float) -> list[tuple[str, float, float, float, float]]:
    """Give where the words of a drawing stand: left, right, top and bottom."""
    found = []

    def visit(element: Element, x: float, y: float) -> None:
        move = re.match(r"translate\(([-\d.]+),([-\d.]+)\)", element.attributes.get("transform", ""))
        x, y = (x + float(move[1]), y + float(move[2])) if move else (x, y)
        if element.name == "text":
            words = "".join(map(str, element.children))
            wide = width(words, size, bold=element.attributes.get("font-weight") == "600")
            left = x - wide * {"end": 1, "middle": 0.5}.get(element.attributes.get("text-anchor", ""), 0)
            found.append((words, left, left + wide, y - 0.75 * size, y + 0.05 * size))
        for child in element.children:
            if isinstance(child, Element):
                visit(child, x, y)

    visit(root, 0, 0)
    return found


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("name", CHARTS)
def test_small_and_plain(name: str, room: Room) -> None:
    """A drawing is small, has no ids, and says neither colors nor fonts of its own."""
    root = drawn(name, room)
    written = str(serialize(root))

    assert len(written) < 8_000
    assert not re.findall(r"\bid=|font-family|aria-|\brole=|style=|#[0-9a-f]{3}", written)
    assert {"none"} >= {
        value
        for each in walk(root)
        for key, value in each.attributes.items()
        if key in ("fill", "stroke") and not value.startswith("var(--")
    }


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("name", CHARTS)
def test_numbers_as_printed(name: str, room: Room) -> None:
    """The numbers stand in the drawing as in the data, and so do the names."""
    written = " ".join(texts(drawn(name, room)))
    last = {(each.row, each.part): each for each in points(chart(name))}

    for point in points(chart(name)):
        assert all(word in written for word in point.label.split())
        ends = point.row == max(row for row, part in last if part == point.part)
        # A line is named at its end; a part that is too small for its number leaves it to the table.
        if name in ("bar", "grouped", "negative", "upright", "dot", "log", "slope") or (name == "line" and ends):
            assert point.words in written


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("name", CHARTS)
def test_words_find_room(name: str, room: Room) -> None:
    """No words stand outside of the drawing, and none on others."""
    root = drawn(name, room)
    wide, high = map(float, root.attributes["viewBox"].split()[2:])
    found = boxes(root, room.type)

    assert wide <= room.width + 2
    assert [] == [box for box in found if box[1] < -2 or box[2] > wide + 2 or box[3] < -2 or box[4] > high + 2]
    assert [] == [
        (one[0], two[0])
        for index, one in enumerate(found)
        for two in found[:index]
        if one[1] + 1 < two[2] and two[1] + 1 < one[2] and one[3] + 2 < two[4] and two[3] + 2 < one[4]
    ]


@pytest.mark.parametrize(("name", "expected"), [("grouped", {"1", "2"}), ("dot", {"1"}), ("bar", set())])
def test_steps(name: str, expected: set[str]) -> None:
    """Series, or the rows of a single one, appear one by one; the first is there from the start."""
    for room in ROOMS:
        steps = [each.attributes for each in walk(drawn(name, room)) if each.attributes.get("class") == "fragment"]
        assert expected == {each["data-fragment-index"] for each in steps}


def test_words_stand_before_lines() -> None:
    """The line of a reference is drawn behind all words, so that it strikes none out."""
    layers = specification(chart("dot"), PHONE)["layer"]
    kinds = [each["mark"]["type"] for each in layers]

    assert "rule" in kinds
    assert ["text"] * kinds.count("text") == kinds[kinds.index("text") :]


def test_highlight() -> None:
    """What is highlighted has the strong tone and bold words, the rest has others."""
    tones = {each.series: each.tone for each in points(chart("grouped"))}

    assert "var(--chart-strong)" == tones.pop("PPO-ptx")
    assert {"var(--chart-quiet-1)", "var(--chart-quiet-2)"} == set(tones.values())


def test_intervals() -> None:
    """An interval is as wide as twice the error, or from low to high."""
    low = replace(chart("dot"), error="", low="ci")

    assert [(82, 88), (74, 82)] == [(each.low, each.high) for each in points(chart("dot"))]
    assert [(3, 85), (4, 78)] == [(each.low, each.high) for each in points(low)]


@pytest.mark.parametrize(
    ("name", "more", "message"),
    [
        ("dot", "vertical: true", "a chart of type 'dot' has no bars to stand upright"),
        ("bar", "value: rate\nlow: rate", "an interval with 'low' and without 'high'"),
        ("bar", "value: rate\nhigh: rate", "an interval with 'high' and without 'low'"),
        ("dot", "low: ci\nhigh: ci", "an interval is given twice"),
        ("grouped", "series: task", "'series' parts the values of one column, not of 2"),
        ("grouped", "series: task\nvalue: [GPT-3, PPO]", "'series' parts the values of one column, not of 2"),
    ],
)
def test_keys_that_say_nothing(name: str, more: str, message: str) -> None:
    """A key that has no effect beside the others is reported, once."""
    found, problems = read(f"{dedent(CHARTS[name])}\n{more}\n")

    assert found is None
    assert [message] == problems


def test_keys_in_braces(project: TinyProject) -> None:
    """Who writes the keys of a chart in braces, as those of a diagram, is told once where they belong."""
    fence = '```chart {alt="Two rates" colour="red"}\ntype: bar\nvalues:\n  - {model: GPT-3, rate: 41}\n```\n'
    project.write("content/scales/slides.md", f"## A {{#a}}\n\n{fence}\n::: notes\nWords.\n:::\n")

    report = project.run("check").stdout

    assert "write it on a line below, without braces: 'alt: …'" in report
    assert "delete it" in report
    assert "missing-alt" not in report


def test_a_value_that_is_not_there() -> None:
    """Where the data have no value nothing is drawn."""
    assert [("SQuADv2", 3), ("DROP", 2)] == [
        (name, sum(each.label == name for each in points(chart("grouped")))) for name in ("SQuADv2", "DROP")
    ]


def test_place_within_a_list() -> None:
    """A mistake in a block that is indented is shown where it stands in the file."""
    findings = Findings()
    yaml = indent("type: bar\nalt: A\nvalues:\n  - {a: x, b: many, c: 1}\nvalue: b", "    ")
    read_chart(yaml, Location("talk.md", 4), 5, findings, lambda *_: None, lambda _: ())

    assert [Location("talk.md", 8, 19)] == [each.location for each in findings]


@pytest.mark.parametrize(
    ("words", "size", "expected"), [("", 20, 0), ("iii", 100, 72), ("W", 10, 9.8), ("\u4e2d\u6587", 10, 20)]
)
def test_width(words: str, size: float, expected: float) -> None:
    """Words are as wide as in Inter; letters that it does not have are as wide as high."""
    assert expected == pytest.approx(width(words, size))


def test_wrap() -> None:
    """Words go on as many lines as they need; one that is too wide stands alone."""
    assert ("French to", "English", "(BLEU)") == wrap("French to English (BLEU)", 20, 100)
    assert ("",) == wrap("", 20, 90)


def test_drawn_once(tmp_path: Path) -> None:
    """What an earlier run has drawn is not drawn again, and what was changed since is."""
    folder = tmp_path / "cache"
    wanted = specification(chart("bar"), SLIDE)
    first = Typesetter(Templates((shipped(),)), Cache(folder)).chart(wanted)
    (kept,) = folder.iterdir()
    svg = kept.read_bytes().partition(b"\n")[2]
    kept.write_bytes(sealed(kept.name, svg.replace(b">41%<", b">42%<")))
    again = Typesetter(Templates((shipped(),)), Cache(folder)).chart(wanted)
    assert isinstance(again, Drawing)
    assert "42%" in texts(again.root)

    kept.write_bytes(sealed(kept.name, b"<svg"))
    assert first == Typesetter(Templates((shipped(),)), Cache(folder)).chart(wanted)


def test_what_is_kept_cannot_act() -> None:
    """Of a drawing only what draws is taken, wherever it comes from."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" onload="x()"><script>x()</script>'
        '<a href="javascript:x()"><text>A</text></a><image href="//host/x.png"/><g onclick="x()"><text>B</text></g>'
        "<foreignObject>C</foreignObject></svg>"
    )
    found = cleaned(svg)

    assert isinstance(found, Drawing)
    assert '<svg viewBox="0 0 1 1"><text>B</text></svg>' == str(serialize(found.root))


VEGA_LITE = """
data: {values: [{a: 1, b: x}, {a: 2, b: "3"}, {a: null, b: true}]}
mark: {type: point, tooltip: true}
encoding:
  x: {field: a, type: quantitative}
  color: {field: b, type: nominal, legend: {labelLimit: 90}}
config: {axis: {grid: false}}
"""


def vega_lite(text: str) -> tuple[VegaLite | None, list[str]]:
    """Give the chart of a Vega-Lite block, and what is wrong with it."""
    findings = Findings()

    def find(name: str, _place: Location, _length: int) -> tuple[str, str]:
        return name, "a,b\n1,x\n2,y\n" if name.endswith("csv") else '[{"a": 1, "b": "x"}]'

    chart = read_vega_lite(f"alt: What it shows.\n{text}", Location("talk.md", 4), 5, findings, find)
    return chart, [each.message for each in findings]


def test_vega_lite() -> None:
    """A specification keeps what it says, and gets the looks and the width of the deck for the rest."""
    found, problems = vega_lite(VEGA_LITE)
    assert found
    spec = themed(found, SLIDE)

    assert [] == problems
    assert [{"a": 1, "b": "x"}, {"a": 2, "b": "3"}, {"a": None, "b": True}] == spec["data"]["values"]
    assert (1120, 360, 22) == (spec["width"], spec["height"], spec["config"]["axis"]["labelFontSize"])
    assert False is spec["config"]["axis"]["grid"]
    drawing = TYPESETTER.vega_lite(spec)
    assert isinstance(drawing, Drawing)
    assert () == drawing.warnings
    assert not re.findall("aria-|style=|font-family", str(serialize(drawing.root)))


@pytest.mark.parametrize("name", ["data/x.csv", "data/x.json"])
def test_vega_lite_data(name: str) -> None:
    """The rows of a data file take the place of its name, and are there for a screen reader."""
    found, problems = vega_lite(f"data: {{url: {name}}}\nmark: point")

    assert [] == problems
    assert found
    assert {"a": 1, "b": "x"} == themed(found, SLIDE)["data"]["values"][0]
    assert ("a", "b") == found.columns


@pytest.mark.parametrize(
    "text",
    [
        "data: {values: []}\nmark: bar\nconfig: 3",
        "mark: bar",
        "mark: 3",
        "layer: []",
        "layer: [[]]",
        "hconcat: [{mark: bar}, 3]",
        "data: 3\nmark: []",
        "facet: {}\nspec: {}",
        "data: {values: [{a: 1}]}\nmark: point\ntransform: [{calculate: 'while(1){}', as: b}]",
        "data: {values: [{a: 1}]}\nmark: point\ntransform: [{calculate: 'datum.constructor.constructor(1)()', as: b}]",
        "data: {values: [{a: 1}]}\nmark: text\nencoding: {text: {value: '</svg><script>'}}",
        "data: {name: x}\nmark: arc\nwidth: 1e300\nheight: -5",
        "mark: {type: bar, __proto__: {a: 1}}",
        "'\\ud83d': 1",
    ],
)
def test_any_vega_lite(text: str) -> None:
    """Whatever Vega-Lite makes of a specification is a drawing without scripts, or an error in words."""
    found, problems = vega_lite(text)
    assert found or problems
    if found:
        answer = TYPESETTER.vega_lite(themed(found, PHONE))
        assert not isinstance(answer, Drawing) or "<script" not in serialize(answer.root)
        assert isinstance(answer, Drawing) or answer.message


def test_a_part_that_fails() -> None:
    """Where Vega would go on with what is left, the chart is refused."""
    found, _ = vega_lite("data: {sequence: {start: 0, stop: 1e9}}\nmark: point")
    assert found

    assert ChartError("out of memory") == TYPESETTER.vega_lite(themed(found, PHONE))


NUMBER = st.floats(allow_nan=False, allow_infinity=False).map(lambda value: f"{value:.15g}")
NAME = st.text(alphabet="abAB%\"'<&\\ \u202e\u0301中1.5-", max_size=30)


@given(
    st.sampled_from(["bar", "stack", "share", "dot", "line", "slope"]),
    st.lists(st.tuples(NAME, NUMBER, NUMBER), min_size=1, max_size=6, unique_by=lambda row: row[0].strip()),
    st.booleans(),
    st.sampled_from(["linear", "log"]),
    NAME,
)
@settings(max_examples=60, deadline=None)
def test_any_values(kind: str, rows: list[tuple[str, str, str]], steps: bool, scale: str, unit: str) -> None:  # noqa: FBT001
    """Any numbers and names are drawn, or refused in words; nothing raises."""
    import json  # noqa: PLC0415

    values = [{"name": name, "one": one, "two": two} for name, one, two in rows]
    keys = {"type": kind, "scale": scale, "steps": steps, "unit": unit, "values": values}
    found, problems = read("\n".join(f"{key}: {json.dumps(value)}" for key, value in keys.items()))
    assert (found is None) == bool(problems)
    for room in ROOMS if found else ():
        assert found
        assert isinstance(TYPESETTER.chart(specification(found, room)), Drawing)
