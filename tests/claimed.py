"""A slide beside its evidence, and what of it nothing backs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.check.checks import check
from instructdeck.deck.rules import UNBACKED_NUMBER
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.typeset import Typesetter
from sample import SOURCES

if TYPE_CHECKING:
    from pathlib import Path

    from instructdeck.deck.diagnostics import Diagnostic

QUOTE = "- {id: won, kind: verbatim, page: 1, text: The model won 85 percent of the games.}\n"
TYPESETTER = Typesetter(Templates((shipped(),)))


def told(root: Path, slide: str, quotes: str = QUOTE, *, html: bool = False) -> list[Diagnostic]:
    """Give all that `check` says of a deck of one slide."""
    files = {
        "content/deck.yml": f"title: A talk\nsource: paper\nhtml: {str(html).lower()}\nsections: [one]\n",
        "content/sources.yml": SOURCES,
        "content/one/section.yml": "title: One\nspeaker: {name: Ada}\nminutes: 5\n",
        "content/one/quotes.yml": quotes,
        "content/one/synthesis.md": "One page.\n",
        "content/one/slides.md": f"## A slide {{#a}}\n\n{slide}\n\n::: notes\nWhat to say.\n:::\n",
    }
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    project = Project(root)
    deck = load(project, Templates.of(root).layouts)
    return [*project.findings.items, *check(deck, TYPESETTER)]


def unbacked(root: Path, slide: str, quotes: str = QUOTE, *, html: bool = False) -> list[str]:
    """Give what nothing backs of a slide, as its messages name it; other problems are told whole."""
    found = [each for each in told(root, slide, quotes, html=html) if each.rule.name != "idle-citation"]
    return [
        each.message.split("'")[1] if each.rule is UNBACKED_NUMBER else f"{each.rule.name}: {each.message}"
        for each in found
    ]
