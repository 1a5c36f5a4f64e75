"""A deck of two sections, which tests break; and any project loaded and checked in this process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from conftest import TinyProject
from instructdeck.check.checks import check
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.typeset import Typesetter

if TYPE_CHECKING:
    from instructdeck.deck.model import Deck

ROOT = Path(__file__).parents[1]
"""The checkout."""

DECK = """\
title: A small talk
sections:
  - one
  - two
"""
SECTION = """\
title: Section {name}
speaker: {{name: Speaker {name}, role: The First}}
minutes: 3
"""
SLIDES = """\
## Slide {name} {{#slide-{name}}}

Some words [@quote-{name}].

::: notes
What the speaker says.
:::
"""
QUOTES = """\
- id: quote-{name}
  kind: verbatim
  page: 1
  text: Words of the paper.
"""
SOURCES = """\
- id: paper
  title: A paper
  author: [{family: Doe, given: Jane}]
  issued: 2020-01-02
"""


def two_sections(root: Path) -> TinyProject:
    """Write a valid deck of two sections with one slide each."""
    sample = TinyProject(root)
    sample.write("content/deck.yml", DECK)
    sample.write("content/sources.yml", SOURCES)
    for name in ("one", "two"):
        sample.write(f"content/{name}/section.yml", SECTION.format(name=name))
        sample.write(f"content/{name}/slides.md", SLIDES.format(name=name))
        sample.write(f"content/{name}/synthesis.md", f"What section {name} says.\n")
        sample.write(f"content/{name}/quotes.yml", QUOTES.format(name=name))
    return sample


def loaded(root: Path, file: str = "") -> tuple[Deck, list[str]]:
    """Give the deck in a folder, and `rule path:line` of each diagnostic."""
    project = Project(root)
    deck = load(project, Templates.of(root).layouts, file)
    project.findings.items.extend(check(deck, Typesetter(Templates((shipped(),)))))
    return deck, [f"{each.rule.name} {each.location.path}:{each.location.line}" for each in project.findings]
