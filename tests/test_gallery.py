"""The gallery: every layout, each slide followed by the Markdown that makes it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from instructdeck.blocks import CodeBlock
from instructdeck.checks import check
from instructdeck.diagnostics import Severity
from instructdeck.files import Project
from instructdeck.gallery import GALLERY, with_markdown
from instructdeck.load import load
from instructdeck.templates import Templates, shipped
from instructdeck.typeset import Typesetter

if TYPE_CHECKING:
    from conftest import TinyProject
    from instructdeck.model import Deck, Slide

TEMPLATES = Templates((shipped(),))
FILE = TEMPLATES.path(GALLERY)


@cache
def loaded() -> tuple[Deck, str, list[str]]:
    """Give the gallery's deck, its text, and what is wrong with it."""
    project = Project(FILE.parent)
    deck = load(project, TEMPLATES.layouts, FILE.name)
    found = [*project.findings, *check(deck, Typesetter(TEMPLATES))]
    errors = [f"{each.location}: {each.message}" for each in found if each.rule.severity is Severity.ERROR]
    return deck, project.texts[FILE.name], errors


def pairs() -> list[tuple[Slide, Slide]]:
    """Give each slide with the one that follows it."""
    deck, text, _ = loaded()
    slides = with_markdown(deck, text).slides
    return list(zip(slides[::2], slides[1::2], strict=True))


def test_nothing_is_wrong() -> None:
    """The examples that people copy are right."""
    assert [] == loaded()[2]


def test_every_layout_is_shown() -> None:
    """No layout is left out."""
    assert set(TEMPLATES.layouts) == {slide.layout for slide, _ in pairs()}


def test_markdown_follows() -> None:
    """After each slide comes its Markdown, from its title to the next, in the order of the file."""
    listings = []
    for slide, listing in pairs():
        assert (slide.number + 1, f"{slide.id}-markdown") == (listing.number, listing.id)
        (block,) = listing.blocks
        assert isinstance(block, CodeBlock)
        assert block.text.startswith("## ")
        listings.append(block.text)
    text = loaded()[1]

    assert text[text.index("\n## ") :].split() == " ".join(listings).split()
    assert [*range(1, 2 * len(listings) + 1)] == [slide.number for pair in pairs() for slide in pair]


def test_command(project: TinyProject) -> None:
    """`instructdeck gallery` builds it, with the templates of the folder it is called in."""
    project.write(
        "templates/deck/layouts/statement.html", '{% extends "deck/slide.html" %}{% block head %}OURS{% endblock %}'
    )

    assert 0 == project.run("gallery", "-o", "shown").returncode

    deck = (project.root / "shown/deck/index.html").read_text(encoding="utf-8")
    assert "OURS" in deck
    assert "sieve.svg" in deck or "<svg" in deck
