"""The deck as a value: what is computed of it, and how it is printed."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, fields, is_dataclass
from typing import TYPE_CHECKING

import pytest

from instructdeck.console.outline import VERSION, model_json, outline
from instructdeck.deck import blocks, model
from instructdeck.deck.blocks import Inline, Inlines, LineBreak, Node, Text, plain_text, walk
from instructdeck.deck.diagnostics import Findings, Location
from instructdeck.deck.model import WORDS_PER_MINUTE
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.markdown.passage import Markup
from instructdeck.markdown.tree import parse_inlines, parse_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from instructdeck.deck.model import Deck

TALK = """\
---
title: A talk
speaker: {name: Ada, role: The First}
minutes: 2.5
sources: [{id: paper, title: A paper}]
quotes: [{id: q, kind: elided, text: "Words [...] of it."}]
---

## *One* point {#one .wide}

Four words [@q] stand here[^1] $x$.

- `code` too [@paper, p. 3]

[^1]: A note [@q].

::: notes
Six words that the speaker says.
:::

## Two {#two}

::: notes
And two.
:::
"""


@pytest.fixture
def deck(tmp_path: Path) -> Deck:
    """Give a deck of one file."""
    (tmp_path / "talk.md").write_text(TALK, encoding="utf-8")
    project = Project(tmp_path)
    deck = load(project, ("content",), "talk.md")
    assert list(project.findings) == []
    return deck


def test_slide(deck: Deck) -> None:
    """A slide knows its words, shown and spoken, and its citations in reading order, notes last."""
    slide = deck.slides[0]
    assert slide.title_text == "One point"
    assert slide.words == len(["One", "point", "Four", "words", "stand", "here", "x.", "code", "too", "A", "note", "."])
    assert slide.spoken_words == 6
    assert [cite.id for citation in slide.citations for cite in citation.cites] == ["q", "paper", "q"]


def test_deck(deck: Deck) -> None:
    """A deck sums up its sections."""
    assert deck.minutes == 2.5
    assert deck.sections[0].spoken_minutes == 8 / WORDS_PER_MINUTE
    assert list(deck.quotes) == ["q"]
    assert deck.main_source == deck.sources[0]
    assert [slide.number for slide in deck.slides] == [1, 2]


def test_frozen(deck: Deck) -> None:
    """Nothing of a deck can be changed."""
    for value in (deck, deck.sections[0], deck.slides[0], deck.slides[0].title[0], deck.sources[0]):
        with pytest.raises(FrozenInstanceError):
            setattr(value, fields(value)[0].name, "other")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a *b* **c** ~~d~~ [e](#f) [g]{.small}", "a b c d e g"),
        ("a\nb  \nc", "a\nb\nc"),
        ("un*believ*able", "unbelievable"),
        ("`x` and $y$", "x and y"),
        ("- a\n- b\n\n  c\n", "a\nb\nc"),
        ("| a | b |\n|---|---|\n| c | d |\n\nTable: e\n", "e\na\nb\nc\nd"),
        ("a\n:   b\n:   c\n", "a\nb\nc"),
        ("a[^1] [@q]\n\n[^1]: n", "a"),
        ("> a\n\n```\nb\n```\n\n$$c$$\n", "a\nb\nc"),
        ("", ""),
    ],
)
def test_plain_text(text: str, words: str) -> None:
    """The words of a tree come without marks, each block on a line of its own."""
    expected = words.splitlines()
    assert plain_text(parse_page(text, Markup("a.md", Findings())).blocks).splitlines() == expected


def test_walk_meets_every_node() -> None:
    """No node is passed over, whatever field of its parent it stands in, and parents come first."""
    source = TALK.partition("\n## Two")[0].partition("---\n\n")[2]
    tables = (
        "\n| a | b |\n|---|---|\n| c | d |\n\nTable: *e*\n\nf\n:   g\n\n:::: columns\n::: column\n> 1. h\n:::\n::::\n"
    )
    part = parse_page(source + tables, Markup("a.md", Findings()))
    expected = list(every_node(part.blocks))
    assert expected == list(walk(part.blocks))
    assert {"definition", "cell", "column", "list_item", "citation"} <= {node.kind for node in expected}


def every_node(value: object) -> Iterator[Node]:
    """Give the nodes of a tree by looking into every field."""
    if isinstance(value, tuple):
        for each in value:
            yield from every_node(each)
    elif isinstance(value, Node):
        yield value
        for each in fields(value):
            yield from every_node(getattr(value, each.name))


def test_inlines_of_blocks() -> None:
    """A text of one paragraph is inlines; what follows it comes as lines, and keeps its marks."""
    place = Location("a.yml", 7, 3)
    text = "a *b*\n\n- c [@d]\n\n![e](f.svg)\n\n$$g$$\n\n```\nh\n```\n\n|i|\n|-|\n|j|\n\nk\n:   l\n"
    found = parse_inlines(text, Markup("a.yml", Findings(), at=place))
    lines = [[node.kind for node in line] for line in divided(found)]
    assert lines[:4] == [["text", "emphasis"], ["text", "citation"], ["image"], ["inline_math"]]
    assert lines[4:] == [["code_span"], *[["text"]] * 4]
    assert found[0] == Text(place, "a ")


def divided(inlines: Inlines) -> list[list[Inline]]:
    """Give inlines line by line."""
    lines: list[list[Inline]] = [[]]
    for node in inlines:
        if isinstance(node, LineBreak):
            lines.append([])
        else:
            lines[-1].append(node)
    return lines


def test_outline(deck: Deck) -> None:
    """The outline names sections, speakers and slides."""
    assert outline(deck) == (
        "A talk\n\n1. A talk\n   talk: Ada (The First), 2.5 min\n"
        "      1  One point  #one [content], 12 words shown, 6 spoken\n"
        "      2  Two  #two [content], 1 word shown, 2 spoken"
    )


def test_json(deck: Deck) -> None:
    """The JSON of a deck says its version, and of each node what it is and where."""
    found = json.loads(model_json(deck))
    slide = found["deck"]["sections"][0]["slides"][0]
    assert found["version"] == VERSION
    assert slide["citations"] == ["q", "paper", "q"]
    assert slide["title"][0] == {
        "kind": "emphasis",
        "location": {"path": "talk.md", "line": 9, "column": 4},
        "children": [{"kind": "text", "location": {"path": "talk.md", "line": 9, "column": 5}, "text": "One"}],
    }
    assert (slide["title_text"], slide["classes"], slide["last_line"]) == ("One point", ["wide"], 19)
    assert [block["kind"] for block in slide["blocks"]] == ["paragraph", "bullet_list"]
    assert model_json(deck) == model_json(deck)


def test_every_class_is_frozen() -> None:
    """Every class of the model and of the tree is a frozen dataclass."""
    for module in (model, blocks):
        for value in vars(module).values():
            if isinstance(value, type) and is_dataclass(value):
                assert value.__dataclass_params__.frozen, value  # type: ignore[attr-defined]


def test_kinds_are_unique() -> None:
    """No two kinds of node have the same name."""
    kinds = [each.kind for each in vars(blocks).values() if isinstance(each, type) and hasattr(each, "kind")]
    named = [kind for kind in kinds if isinstance(kind, str)]
    assert len(named) == len(set(named))
