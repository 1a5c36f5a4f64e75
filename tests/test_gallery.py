"""The gallery: every layout, each slide followed by the Markdown that makes it."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from instructdeck.check.checks import check
from instructdeck.deck.blocks import CodeBlock
from instructdeck.deck.diagnostics import Severity
from instructdeck.deck.gallery import GALLERY, with_markdown
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.typeset import Typesetter

if TYPE_CHECKING:
    from conftest import TinyProject
    from instructdeck.deck.model import Deck, Slide

PAGE = Path(__file__).parents[1] / "docs/gallery.md"
HEAD = """\
<!-- Made by `make gallery-docs`. Do not edit: the slides are in templates/gallery/gallery.md. -->

# What a slide can be

Each layout and block, as it looks and as it is written; [markdown.md](markdown.md) explains the parts.
`instructdeck gallery` builds the same as a deck, with the templates of the folder you are in.
"""
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


def page_of_the_manual() -> str:
    """Give docs/gallery.md: each slide with its picture and its Markdown."""
    parts = [HEAD]
    for slide, listing in pairs():
        (block,) = listing.blocks
        assert isinstance(block, CodeBlock)
        kept = f"![The slide that this Markdown makes](../tests/looks/{slide.id}.webp)"
        parts.append(f"## {slide.title_text}\n\n{kept}\n\n````markdown\n{block.text}\n````\n")
    return "\n".join(parts)


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


def test_page_of_the_manual() -> None:
    """docs/gallery.md shows the gallery's slides with their own Markdown; `REWRITE=1` writes it anew."""
    if os.environ.get("REWRITE"):
        PAGE.write_text(page_of_the_manual(), encoding="utf-8")

    assert page_of_the_manual() == PAGE.read_text(encoding="utf-8")


def test_command(project: TinyProject) -> None:
    """`instructdeck gallery` builds it, with the templates of the folder it is called in."""
    project.write(
        "templates/deck/layouts/statement.html", '{% extends "deck/slide.html" %}{% block head %}OURS{% endblock %}'
    )

    assert 0 == project.run("gallery", "-o", "shown").returncode

    deck = (project.root / "shown/deck/index.html").read_text(encoding="utf-8")
    assert "OURS" in deck
    assert "sieve.svg" in deck or "<svg" in deck
