"""What a slide says in numbers, wherever it says it: each is held against the evidence beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claimed import unbacked

if TYPE_CHECKING:
    from pathlib import Path

FENCE = "```"
CITED = "\n\nThe model won [@won]."


def fenced(language: str, text: str) -> str:
    """Give a block of a language."""
    return f"{FENCE}{language}\n{text}\n{FENCE}"


LOCATORS = [
    ("p. 3", []),
    ("pp. 73-75", []),
    ("73", []),
    ("Section 4.2, Table 6", []),
    ("Tables 6 and 9, fig. 2", []),
    ("Appendix C.4, p. 12f.", []),
    ("vol. 2, no. 73", []),
    ("S. 12, Abb. 3", []),
    ("§ 3, line 73 of p. 4", []),
    ("a gain of 73 percent", ["73 percent more"]),
    ("p. 73 percent better", ["73 percent more"]),
    ("with 4,521 games", ["4,521"]),
    ("p. 3, 85 percent", []),
]


@pytest.mark.parametrize(("locator", "expected"), LOCATORS)
def test_locators(tmp_path: Path, locator: str, expected: list[str]) -> None:
    """A locator names a place in its source; a number that it claims needs evidence."""
    assert expected == unbacked(tmp_path, f"The model won [@paper, {locator}], see [@won].")


def test_titles(tmp_path: Path) -> None:
    """The title of a link is shown to whoever points at it."""
    assert ["73"] == unbacked(tmp_path, f'See [the model](https://example.org "won 73 games").{CITED}')


CHARTS = [
    ('unit: " of 4,521 games"', ["4,521"]),
    ("reference: {value: 85, label: humans won 73 percent}", ["73 percent"]),
    ("reference: {value: 50, label: chance of 50, calc: 100 / 2}", []),
    ('unit: "%"\nreference: {value: 85, label: humans}', []),
]


@pytest.mark.parametrize(("keys", "expected"), CHARTS)
def test_words_of_charts(tmp_path: Path, keys: str, expected: list[str]) -> None:
    """What a chart says in words, its unit and its reference included, needs evidence."""
    chart = fenced("chart", f"type: bar\nalt: Games won.\nlabel: who\n{keys}\nvalues: [{{who: model, won: 85}}]")

    assert expected == unbacked(tmp_path, chart + CITED)


BLOCKS = [
    ("<p>It won 73 games.</p>", ["73"]),
    ("<p>It won <b>7</b>3 games, and &#55;&#52; more.</p>", ["73", "74"]),
    ("<table><tr><th>won</th></tr><tr><td>73</td><td>85</td></tr></table>", ["73"]),
    ("<details><summary>73 games</summary>74 games</details>", ["73", "74"]),
    ('<p><img src="a.png" alt="73 games" title="74 games"></p>', ["73", "74"]),
    ('<ol start="73"><li>percent better</li></ol>', ["73"]),
    ('<ol><li value="73">percent better</li></ol>', ["73"]),
    ('<ol start="3"><li>the third</li></ol>', []),
    ("<pre>73 games</pre>", []),
    ("<p>It won 85 percent.</p>", []),
    ('<p class="x73" id="a73" style="width: 73%">It won.</p>', []),
]


@pytest.mark.parametrize(("html", "expected"), BLOCKS)
def test_blocks_of_html(tmp_path: Path, html: str, expected: list[str]) -> None:
    """A block of HTML says what its words, its texts of attributes and the numbers of its lists say."""
    found = unbacked(tmp_path, html + CITED, html=True)

    assert expected == [each for each in found if not each.startswith("raw-html")]


def test_long_lists(tmp_path: Path) -> None:
    """A list goes on where another one ended; the number that no list reaches is a number."""
    assert [] == unbacked(tmp_path, f"4. points\n{CITED}")
    assert ["73"] == unbacked(tmp_path, f"73. percent better\n{CITED}")


DIAGRAMS = [
    ("flowchart LR\n  a -- rose 73 percent --> b", ["73 percent"]),
    ("flowchart LR\n  a --rose 73 percent--> b", ["73 percent"]),
    ("flowchart LR\n  a == rose 73 percent ==> b", ["73 percent"]),
    ("flowchart LR\n  a -. rose 73 percent .-> b", ["73 percent"]),
    ("flowchart LR\n  a -->|rose 73 percent| b", ["73 percent"]),
    ("flowchart LR\n  subgraph rose 73 percent\n  a --> b\n  end", ["73 percent"]),
    ('flowchart LR\n  subgraph s1 ["rose 73 percent"]\n  a --> b\n  end', ["73 percent"]),
    ("flowchart LR\n  73percent --> b", ["73percent"]),
    ("flowchart LR\n  a[/rose 73 percent/] --> b([won 74 games])", ["73 percent", "74"]),
    ("flowchart LR\n  s1 --> s2[it won]\n  s2 --> b12 & c7", []),
    ("flowchart LR\n  subgraph s1\n  a1 ---> b2\n  end\n  %% 73 percent", []),
    ("sequenceDiagram\n  A->>B: rose 73 percent", ["73 percent"]),
    ("sequenceDiagram\n  A->>B: ok\n  Note over A,B: won 73 games", ["73"]),
    ("sequenceDiagram\n  participant p1 as Won 73 games\n  p1->>b2: ok", ["73"]),
    ("sequenceDiagram\n  A->>B: ok\n  loop 73 games\n  A->>B: ok\n  end", ["73"]),
    ("sequenceDiagram\n  autonumber\n  p1->>b2: ok", []),
    ("stateDiagram-v2\n  s1 --> s2 : rose 73 percent", ["73 percent"]),
    ("stateDiagram-v2\n  s1 : won 73 games", ["73"]),
    ('stateDiagram-v2\n  state "won 73 games" as s1\n  s1 --> s2', ["73"]),
    ("stateDiagram-v2\n  s1 --> s2\n  note right of s1\n    won 73 games\n  end note", ["73"]),
    ('pie title Won 73 percent\n  "dogs" : 85\n  "cats" : 15', ["73 percent", "15"]),
    ('pie showData title Won 73 percent\n  "74 dogs" : 85', ["73 percent", "74"]),
    (
        "timeline\n  title rose 73 percent\n  start : 74 percent : 76 percent",
        ["73 percent", "74 percent", "76 percent"],
    ),
    (
        "gantt\n  title Won 73 games\n  dateFormat YYYY-MM-DD\n  section 74 games\n  Play 76 games :a1, 2014-01-01, 3d",
        ["73", "74", "76"],
    ),
    ("quadrantChart\n  title Won 73 games\n  x-axis Few --> Many\n  quadrant-1 won 74 games", ["73", "74"]),
    ("journey\n  title Won 73 games\n  section Play\n  Make tea: 5: Me", ["73"]),
    ("mindmap\n  root((games))\n    won 73 games", ["73"]),
    ("erDiagram\n  A1 ||--o{ B2 : won 73 games", ["73"]),
]


@pytest.mark.parametrize(("text", "expected"), DIAGRAMS)
def test_diagrams(tmp_path: Path, text: str, expected: list[str]) -> None:
    """What a diagram shows as words needs evidence; the ids of its parts say nothing."""
    found = unbacked(tmp_path, fenced('mermaid {alt="Games."}', text) + CITED)

    assert expected == [each for each in found if "-diagram" not in each]


DATA = "alt: Games.\ndata: {values: [{who: model, won: 85}]}\n"
AXES = "mark: bar\nencoding:\n  x: {field: who, type: nominal}\n  y: {field: won, type: quantitative}"
SPECIFICATIONS = [
    (f"{DATA}{AXES}", []),
    (f"{DATA}{AXES.replace('bar', '{type: bar, size: 73, opacity: 0.7}')}\nwidth: 400\nheight: 300", []),
    (f"{DATA}{AXES[:-1]}, scale: {{domain: [0, 730]}}, axis: {{values: [0, 73], titleFontSize: 21}}}}", []),
    (f"{DATA}title: Won 73 games\n{AXES}", ["73"]),
    (f"{DATA}title: {{text: [Won 73, games], subtitle: of 74}}\n{AXES}", ["73", "74"]),
    (f"{DATA}{AXES[:-1]}, title: won of 73}}", ["73"]),
    (f"{DATA}{AXES[:-1]}, axis: {{title: won of 73}}}}", ["73"]),
    (f"{DATA}{AXES[:-1]}, axis: {{labelExpr: \"datum.label + ' of 73'\"}}}}", ["73"]),
    (f"{DATA}mark: {{type: text, text: Won 73}}\nencoding:\n  x: {{field: who, type: nominal}}", ["73"]),
    (f"{DATA}mark: text\nencoding:\n  text: {{value: Won 73}}", ["73"]),
    (f"{DATA}mark: rule\nencoding:\n  y: {{datum: 73}}", ["73"]),
    (f"{DATA}transform: [{{calculate: '70 + 3', as: z}}]\n{AXES}", ["70", "3"]),
    (f"{DATA}transform: [{{calculate: \"datum.won > 73 ? 'won 74 games' : ''\", as: z}}]\n{AXES}", ["74"]),
    (f"{DATA}transform: [{{calculate: \"format(datum.won / 100, '.1%')\", as: z}}]\n{AXES}", []),
    (f"{DATA}transform: [{{filter: datum.won > 73}}]\n{AXES}", []),
    ("alt: Games.\ndata: {values: [{who: model, won: 73}, {who: 74 humans, won: 85}]}\n" + AXES, ["73", "74"]),
]


@pytest.mark.parametrize(("text", "expected"), SPECIFICATIONS)
def test_specifications(tmp_path: Path, text: str, expected: list[str]) -> None:
    """What a Vega-Lite specification shows needs evidence, its data included; how it is drawn says nothing."""
    found = unbacked(tmp_path, fenced("vega-lite", text) + CITED)

    assert sorted(expected) == sorted(each for each in found if not each.startswith("bad-vega-lite"))


def test_data_files_of_specifications(tmp_path: Path) -> None:
    """Each data file of a specification is held against the evidence, and each of its cells once."""
    for name, won in (("a", 73), ("b", 74)):
        file = tmp_path / f"content/one/data/{name}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"who,won\nmodel,{won}\n", encoding="utf-8")
    layers = ", ".join(f"{{data: {{url: data/{name}.csv}}, mark: bar}}" for name in "ab")

    assert ["73", "74"] == sorted(unbacked(tmp_path, fenced("vega-lite", f"alt: Games.\nlayer: [{layers}]") + CITED))
