"""Diagrams: what Pele draws, what is kept of it, what is lit, and where a mistake is."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

import pytest

from instructdeck.pictures.svg import Element, serialize, walk
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.diagram import MAX_LENGTH, Diagram, DiagramError, labelled, marked
from instructdeck.typeset.typeset import Typesetter

if TYPE_CHECKING:
    from conftest import TinyProject

TYPESETTER = Typesetter(Templates((shipped(),)))

STAGES = """\
flowchart LR
  subgraph one [First]
    a(Ask) --> b[Answer]
  end
  subgraph two [Second]
    c --> d
  end
  one --> two
  two --> e
"""
KINDS = [
    STAGES,
    "sequenceDiagram\n  actor U\n  U->>M: ask\n  M-->>U: answer\n  Note over U: good",
    "stateDiagram-v2\n  [*] --> A\n  A --> B: go",
    "classDiagram\n  A <|-- B\n  A : +int x",
    'pie\n  "a" : 3\n  "b" : 4',
    "timeline\n  2020 : GPT-3\n  2022 : InstructGPT",
    "mindmap\n  root((a))\n    b\n    c",
    "erDiagram\n  A ||--o{ B : has",
    "gantt\n  section A\n  a: 2020-01-01, 3d",
    "quadrantChart\n  x-axis low --> high\n  a: [0.3, 0.6]",
    "gitGraph\n  commit\n  branch b\n  commit",
]
HOSTILE = [
    'flowchart LR\n  a["<script>alert(1)</script>"] --> b["<img src=x onerror=alert(1)>"]',
    'flowchart LR\n  a["</text></svg><script>alert(1)</script>"]',
    'flowchart LR\n  a["&lt;script&gt;"]:::x" onload="alert(1)',
    'flowchart LR\n  a --> b\n  click a href "javascript:alert(1)"',
    "flowchart LR\n  a --> b\n  click a call alert()",
    "flowchart LR\n  a@{ img: 'https://example.org/a.png' }",
    "flowchart LR\n  a --> b\n  style a fill:url(https://example.org/a),stroke:red",
    '%%{init: {"themeCSS": "@import url(https://example.org/a)"}}%%\nflowchart LR\n  a --> b',
    "sequenceDiagram\n  A->>B: x\n  link A: Home @ https://example.org",
    "flowchart LR\n  a[$$\\href{javascript:alert(1)}{x}$$]",
    'classDiagram\n  class A\n  link A "javascript:alert(1)"',
]
BOMBS = [
    "flowchart LR\n" + "\n".join(f"a{i} --> a{i + 1}" for i in range(500)),
    "flowchart LR\n" + "\n".join(f"a{i % 20} --> a{i * 7 % 20}" for i in range(190)),
    "flowchart LR\n" + " & ".join("abcdefghijklmn") + " --> " + " & ".join("opqrstuvwxyz"),
    "flowchart LR\n" + "subgraph x\n" * 900,
    "flowchart LR\n" + "".join(f"subgraph s{i}\n" for i in range(300)) + "a\n" + "end\n" * 300,
    "flowchart LR\na[" + "(" * 9000,
    "flowchart LR\n" + "a" * 9000,
    "flowchart LR\n" + "@{" * 4000,
    "flowchart LR\n" + "click " * 1500,
    "mindmap\n" + "".join(" " * i + "a\n" for i in range(130)),
    "sequenceDiagram\n" + "A->>B: x\n" * 1000,
    "x" * (MAX_LENGTH + 1),
    "---\n" + "a: &a [*a]\n" * 500 + "---\nflowchart LR\na-->b",
]


def diagram(text: str, *, strip: bool = False) -> Diagram:
    """Give a diagram that must be right."""
    found = TYPESETTER.diagram(text, strip=strip)
    assert isinstance(found, Diagram), found
    return found


def mistake(text: str) -> DiagramError:
    """Give the mistake in a diagram that must be wrong."""
    found = TYPESETTER.diagram(text, strip=False)
    assert isinstance(found, DiagramError), found
    return found


def shown(text: str, lit: str = "", steps: str = "", *, strip: bool = False) -> dict[str, str]:
    """Give light and step of each part of a drawing by the words in it, or by its kind."""
    drawing = diagram(text, strip=strip)
    root = marked(drawing.wide, drawing, lit.split(), [step.split() for step in steps.split("|")] if steps else [])
    parts = (each for each in walk(root) if {"pele-node", "pele-cluster"} & set(classes(each)))
    return {"".join(words(each)): light(each) for each in parts}


def stepped(text: str, steps: str) -> Element:
    """Give a drawing with steps."""
    drawing = diagram(text)
    return marked(drawing.wide, drawing, (), [step.split() for step in steps.split("|")])


def arrows(text: str, lit: str = "", steps: str = "") -> list[str]:
    """Give light and step of each arrow of a drawing, in the order they are written."""
    drawing = diagram(text)
    root = marked(drawing.wide, drawing, lit.split(), [step.split() for step in steps.split("|")] if steps else [])
    return [light(each) for each in walk(root) if "pele-edge" in classes(each)]


def classes(element: Element) -> list[str]:
    """Give the classes of an element."""
    return element.attributes.get("class", "").split()


def words(element: Element) -> list[str]:
    """Give the words in an element."""
    return [child for each in walk(element) for child in each.children if isinstance(child, str)]


def light(element: Element) -> str:
    """Give what a part's classes say, and its step."""
    said = [each for each in classes(element) if each in {"lit", "dim", "fragment"}]
    return " ".join([*said, element.attributes.get("data-fragment-index", "")]).strip()


@pytest.mark.parametrize("text", KINDS, ids=[text.split()[0] for text in KINDS])
def test_only_what_draws_is_left(text: str) -> None:
    """No drawing carries styles, handlers or addresses, and all its colors are those of the theme."""
    found = diagram(text)
    for root in (found.wide, found.narrow):
        html = serialize(root) if root else ""
        assert not re.search(r'\s(?:style|on\w+|href|src|id)="', html)
        assert not re.search(r'\s(?:fill|stroke)="(?!none|var\(--|currentColor)', html)
        assert "<script" not in html
    assert () == found.flaws


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_acts(text: str) -> None:
    """Whatever an author writes, nothing in the drawing acts or leads elsewhere."""
    found = TYPESETTER.diagram(text, strip=False)
    roots = (found.wide, found.narrow) if isinstance(found, Diagram) else ()
    elements = [each for root in roots if root for each in walk(root)]

    assert {each.name for each in elements} <= {
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "polygon",
        "text",
        "tspan",
        "line",
    }
    assert not {"href", "style", "onload", "onerror", "onclick"} & {
        name for each in elements for name in each.attributes
    }
    assert not any("example.org" in value for each in elements for value in each.attributes.values())


@pytest.mark.parametrize(
    "text",
    [
        "flowchart LR\n  a:::fragment --> b:::notes\n  class a present,visible",
        "stateDiagram-v2\n  a:::fragment --> b",
        "classDiagram\n  class A:::slide",
        "erDiagram\n  A:::notes ||--o{ B : has",
        "mindmap\n  a\n    b\n    :::notes fragment",
    ],
)
def test_classes_get_a_prefix(text: str) -> None:
    """No class of an author is one of the page, where it would hide a part or become a step."""
    drawn = diagram(text)
    found = {name for each in walk(drawn.wide) for name in each.attributes.get("class", "").split()}

    assert {"pele", "c-"} == {name[: 4 if name.startswith("pele") else 2] for name in found}


@pytest.mark.parametrize("text", BOMBS, ids=[text[:30].replace("\n", " ") for text in BOMBS])
def test_bombs(text: str) -> None:
    """A diagram that is far too much is drawn or refused."""
    assert isinstance(TYPESETTER.diagram(text, strip=True), Diagram | DiagramError)


def test_small() -> None:
    """The drawing of a dozen parts, for slide and phone, has less than 10 kB."""
    found = diagram(STAGES)

    assert found.narrow
    assert 10_000 > sum(len(serialize(labelled(root, "", ""))) for root in (found.wide, found.narrow))


def test_narrow() -> None:
    """What is wider than a phone is drawn a second time from top to bottom; what is not, is not."""
    found = diagram(STAGES)

    assert found.narrow
    assert 400 < float(found.wide.attributes["width"])
    assert 345 >= float(found.narrow.attributes["width"])
    assert diagram("flowchart LR\n  a --> b").narrow is None


def test_narrow_strip() -> None:
    """A strip of three boxes stays a line on a phone."""
    found = diagram("flowchart LR\n  one[1 First step] --> two[2 Second step] --> three[3 Third]")

    assert found.narrow
    assert 400 < float(found.wide.attributes["width"])
    assert 80 > float(found.narrow.attributes["height"])


def test_label() -> None:
    """A drawing is one picture with a name, and shows no title of its own to a pointer."""
    root = labelled(diagram("flowchart LR\n  accTitle: other\n  a --> b").wide, 'a "name"', "drawing")

    assert 'role="img" aria-label="a &#34;name&#34;"' in serialize(root)
    assert "<title" not in serialize(root)


def test_names() -> None:
    """Nodes, groups and arrows have names; other diagrams have those that their drawing tells."""
    assert ("a", "b", "c", "d", "e", "one", "two") == diagram(STAGES).parts.names[:7]
    assert ("a-->b", "c-->d", "one-->two", "two-->e") == diagram(STAGES).parts.names[7:]
    assert {"U", "M"} <= set(diagram(KINDS[1]).parts.names)


def test_all_is_plain_without_light() -> None:
    """Where nothing is lit, nothing is dimmed."""
    assert {""} == set(chain(shown(STAGES).values(), arrows(STAGES)))


def test_light() -> None:
    """A group lights all in it and the arrows within; the rest is dimmed."""
    assert {
        "First": "dim",
        "Second": "lit",
        "Ask": "dim",
        "Answer": "dim",
        "c": "lit",
        "d": "lit",
        "e": "dim",
    } == shown(STAGES, "two")
    assert ["dim", "lit", "dim", "dim"] == arrows(STAGES, "two")


def test_light_of_a_node() -> None:
    """A group that holds a lit node steps back no further than it."""
    assert {"First": "", "Second": "dim", "Ask": "lit", "Answer": "dim", "c": "dim", "d": "dim", "e": "dim"} == shown(
        STAGES, "a"
    )


def test_light_of_an_arrow() -> None:
    """An arrow can be lit alone, or is lit with both its ends."""
    assert ["dim", "dim", "lit", "dim"] == arrows(STAGES, "one-->two")
    assert ["lit", "lit", "lit", "dim"] == arrows(STAGES, "one two")


def test_steps() -> None:
    """Parts wait for their step, arrows for both their ends; all else is there from the start."""
    assert {"First": "", "Ask": "", "Answer": ""} | {
        "Second": "fragment 0",
        "c": "fragment 0",
        "d": "fragment 0",
        "e": "fragment 1",
    } == shown(STAGES, steps="two|e")
    assert ["", "fragment 0", "fragment 0", "fragment 1"] == arrows(STAGES, steps="two|e")
    assert ["", "", "fragment 0", ""] == arrows(STAGES, steps="one-->two")


def test_messages_one_by_one() -> None:
    """The messages and notes of a sequence diagram are named by their number."""
    assert ["fragment 0", "fragment 1"] * 2 == [
        light(each)
        for each in walk(stepped(KINDS[1], "1|2|3"))
        if {"pele-message", "pele-edge-label"} & set(classes(each))
    ]
    assert ["fragment 2"] == [light(each) for each in walk(stepped(KINDS[1], "1|2|3")) if "pele-note" in classes(each)]


def test_states() -> None:
    """A state that holds others stands for them, and arrows between states have names."""
    text = "stateDiagram-v2\n  [*] --> A\n  state B {\n    C --> D\n  }\n  A --> B"

    assert {"A", "B", "C", "D", "A-->B", "C-->D"} <= set(diagram(text).parts.names)
    assert {"A": "dim", "B": "lit", "C": "lit", "D": "lit", "": "dim"} == shown(text, "B")


def test_strip() -> None:
    """In a strip each group is one box, lit where anything in it is."""
    assert {"First": "dim", "Second": "lit", "e": "dim"} == shown(STAGES, "two", strip=True)
    assert {"First": "lit", "Second": "dim", "e": "dim"} == shown(STAGES, "a", strip=True)
    assert {"First": "", "Second": "fragment 0", "e": "fragment 1"} == shown(STAGES, steps="two|e", strip=True)


def test_strip_without_groups() -> None:
    """A diagram without groups is its own strip."""
    assert {"a": "", "b": ""} == shown("flowchart LR\n  a --> b", strip=True)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "the diagram is empty"),
        ("people", 1, 1, "the first line names no kind of diagram"),
        ("flowchart LR\n a --> \n b[", 3, 4, "the diagram ends too early"),
        ("flowchart LR\n a -->\n\n b --> --> c", 4, 8, "'-->' cannot stand here"),
        ("sequenceDiagram\n A->>B\n A->>B: x", 2, 7, "the line ends too early"),
        (BOMBS[0], 1, 1, "the diagram has more in it than a slide can hold"),
        ("sequenceDiagram\n" + "A->>B: x\n" * 1000, 1, 1, "the diagram has more in it than a slide can hold"),
        ("flowchart LR\n a[\ud800]", 1, 1, "the diagram holds half of a character"),
    ],
)
def test_mistakes(text: str, line: int, column: int, message: str) -> None:
    """A mistake has its line and column, and says what is wrong there."""
    found = mistake(text)

    assert (line, column, message) == (found.line, found.column, found.message)


@pytest.mark.parametrize(
    ("src", "rule"),
    [
        ("../diagrams/stages.mmd", ""),
        ("figures/own.mmd", ""),
        ("../diagrams/stage.mmd", "missing-file"),
        ("../diagrams/../../secret.mmd", "outside-path"),
        ("../../secret.mmd", "outside-path"),
        ("../scales/own.mmd", "outside-path"),
        ("../diagrams/link.mmd", "outside-path"),
        ("../diagrams/folder.mmd", "missing-file"),
        ("%2e%2e/%2e%2e/secret.mmd", "outside-path"),
        ("/etc/secret.mmd", "outside-path"),
        ("https://example.org/a.mmd", "remote-figure"),
    ],
)
def test_files(project: TinyProject, src: str, rule: str) -> None:
    """A diagram comes from the section's folder or from the one that all sections share, and from nowhere else."""
    project.write("secret.mmd", "flowchart LR\n  secret --> words")
    project.write("content/diagrams/stages.mmd", STAGES)
    project.write("content/scales/figures/own.mmd", STAGES)
    (project.root / "content/diagrams/link.mmd").symlink_to(project.root / "secret.mmd")
    (project.root / "content/diagrams/folder.mmd").mkdir()
    project.write("content/scales/slides.md", f"## A {{#a}}\n\n![Stages]({src})\n\n::: notes\nWords.\n:::\n")

    done = project.run("check", "--strict")

    assert int(bool(rule)) == done.returncode, done.stdout
    assert not rule or f"error[{rule}]" in done.stdout
    assert "words" not in done.stdout.replace("1 slide, 1 word", "")


def test_shared_file_without_its_folder(project: TinyProject) -> None:
    """Who leaves out the `../` of a shared diagram is told where it is."""
    project.write("content/diagrams/stages.mmd", STAGES)
    project.write("content/scales/slides.md", "## A {#a}\n\n![Stages](diagrams/stages.mmd)\n\n::: notes\nWords.\n:::\n")

    assert "did you mean '../diagrams/stages.mmd'?" in project.run("check").stdout


def test_file_of_a_lightning_talk(project: TinyProject) -> None:
    """A deck of one file has its diagrams beside it."""
    project.write("talk.md", "---\ntitle: A\n---\n\n## A {#a}\n\n![Stages](stages.mmd)\n\n::: notes\nWords.\n:::\n")
    project.write("stages.mmd", STAGES)

    done = project.run("check", "--strict", "talk.md")

    assert 0 == done.returncode, done.stdout


def test_nodes_with_telling_names() -> None:
    """A node may be called like a statement."""
    text = "flowchart LR\n  rect --> link\n  link --> classes"

    assert () == diagram(text).flaws


def test_same_text_same_drawing() -> None:
    """A diagram is drawn once, and always alike."""
    assert diagram(STAGES) is diagram(STAGES)
    assert serialize(diagram(STAGES).wide) == serialize(
        Typesetter(Templates((shipped(),))).diagram(STAGES, strip=False).wide  # type: ignore[union-attr]  # it is right
    )
