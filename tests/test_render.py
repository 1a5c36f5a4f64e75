"""The HTML of each layout and of each kind of block, whole, as it was looked at.

`layouts/talk.md` has a slide for each layout; the HTML that each gives stands beside it.
When a template changes on purpose, write them anew, and look at them in a browser:

    REWRITE=1 python -m pytest tests/test_render.py
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from instructdeck.deck import blocks
from instructdeck.deck.blocks import Node, walk
from instructdeck.deck.diagnostics import Diagnostic, Location
from instructdeck.deck.rules import EMPTY_SLIDE
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.markdown.highlight import Highlighter, Word
from instructdeck.render.render import render_deck
from instructdeck.render.renderer import Renderer, Styles
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.typeset import Typesetter
from sample import ROOT

if TYPE_CHECKING:
    from instructdeck.deck.model import Deck

FOLDER = Path(__file__).parent / "layouts"
TEMPLATES = Templates.of(FOLDER)


@cache
def talk() -> Deck:
    """Give the deck with a slide for each layout, of which nothing is wrong."""
    project = Project(FOLDER)
    deck = load(project, TEMPLATES.layouts, "talk.md")
    assert [] == list(project.findings)
    return deck


def rendered(*problems: Diagnostic) -> tuple[dict[str, str], Styles]:
    """Give the HTML of each slide by its id, and the styles that go with it."""
    renderer = Renderer(talk(), TEMPLATES, Typesetter(Templates((shipped(),))), problems)
    page = render_deck(renderer)["deck/index.html"].decode()
    found = re.findall(r'<section id="([^"]+)" class="slide.*?</section>', page, re.DOTALL)
    parts = re.findall(r'<section id="[^"]+" class="slide.*?</section>', page, re.DOTALL)
    return dict(zip(found, parts, strict=True)), renderer.gathered.styles


@pytest.mark.parametrize("layout", TEMPLATES.layouts)
def test_layout(layout: str) -> None:
    """Each shipped layout has a slide here, and gives exactly the HTML beside it."""
    html = rendered()[0][layout] + "\n"
    golden = FOLDER / f"{layout}.html"
    if os.environ.get("REWRITE"):
        golden.write_text(html, encoding="utf-8")

    assert golden.read_text(encoding="utf-8") == html


def test_every_kind_of_node_has_a_macro() -> None:
    """`blocks.html` knows each kind of node that a tree can hold."""
    kinds = {each.kind for each in vars(blocks).values() if isinstance(each, type) and hasattr(each, "kind")}
    macros = TEMPLATES.environment.get_template("blocks.html").module

    assert set() == {kind for kind in kinds if not hasattr(macros, kind)}


def test_layouts_in_the_manual() -> None:
    """The manual lists exactly the shipped layouts."""
    manual = (ROOT / "docs/markdown.md").read_text(encoding="utf-8")
    table = manual.partition("| layout | for |")[2].partition("\n\n")[0]

    assert sorted(TEMPLATES.layouts) == sorted(re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE))


def test_a_problem_is_shown_on_its_slide() -> None:
    """A diagnostic appears on the slide whose lines it lies in, and on no other."""
    problem = Diagnostic(EMPTY_SLIDE, "a message <b>", Location("talk.md", talk().slides[2].location.line + 1))

    slides, _ = rendered(problem)

    assert ["content"] == [name for name, html in slides.items() if "a message &lt;b&gt;" in html]


def test_lifted_styles_cover_every_class() -> None:
    """Each class that stands for a lifted style, or for a width, has its declaration."""
    slides, styles = rendered()
    used = {name for html in slides.values() for name in re.findall(r"\b(?:k-[\w-]+|w-\w+)", html)}

    assert used == set(styles.known)
    assert ".w-60pc{width:60%!important}\n" in styles.css


def test_last_line_of_a_listing() -> None:
    """A listing has no newline at its end, and its last line is no mistake for that."""
    lines = Highlighter().listing("-a\n+b", "diff").lines

    assert [[Word("gd", "-a")], [Word("gi", "+b")]] == [list(line.words) for line in lines]


def test_numbers_and_hand_over() -> None:
    """Slides carry their number and the total; every node of the deck has a place in its file."""
    slides, _ = rendered()

    assert "12 / 12" in slides["closing"]
    for slide in talk().slides:
        nodes: list[Node] = list(walk((slide.title, slide.blocks, slide.notes)))
        assert all(slide.location.line <= node.location.line <= slide.last_line for node in nodes)
