"""Every rule against a deck that breaks it: the report is exactly the one that was looked at.

A folder in `checks/` is named for a rule and holds a project, or the one file `bad.md`, and `report.txt`.
When a message changes on purpose, write the reports and the manual's page anew, and read the difference:

    REWRITE=1 python -m pytest tests/test_checks.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from instructdeck.checks import check
from instructdeck.files import Project
from instructdeck.load import load
from instructdeck.report import as_text, manual
from instructdeck.rules import RULES
from instructdeck.templates import Templates, shipped
from instructdeck.typeset import Typesetter

FOLDERS = Path(__file__).parent / "checks"
ROOT = Path(__file__).parents[1]
TYPESETTER = Typesetter(Templates((shipped(),)))
NAMES = sorted(rule.name for rule in RULES)

GOOD_SECTION = {
    "section.yml": "title: One\nspeaker: {name: Ada}\nminutes: 5\nbrief:\n  slides: [The idea]\n",
    "quotes.yml": "- {id: bigger, kind: elided, page: 1, text: 'Bigger [...] is not better.'}\n",
    "slides.md": "## The idea {#idea}\n\nScale is not all [@bigger], and $a^2$.\n\n::: notes\nWhat to say.\n:::\n",
    "synthesis.md": "One page, see [the idea](#idea).\n",
}


def report(root: Path, file: str = "") -> str:
    """Give the report on a project, or on one of its files, as `instructdeck check` writes it."""
    project = Project(root)
    deck = load(project, Templates.of(root).layouts, file)
    project.findings.items.extend(check(deck, TYPESETTER))
    return as_text(tuple(project.findings), project.texts)


def golden(file: Path, text: str) -> str:
    """Give what a golden file holds, after writing it anew where that is asked for."""
    if os.environ.get("REWRITE"):
        file.write_text(text, encoding="utf-8")
    return file.read_text(encoding="utf-8")


def test_every_rule_has_a_folder() -> None:
    """A rule without an example is no rule, and an example without a rule is a left-over."""
    assert NAMES == sorted(folder.name for folder in FOLDERS.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_report(name: str) -> None:
    """The report on a broken deck is exact, and names the rule."""
    folder = FOLDERS / name
    written = report(folder, "bad.md" if (folder / "bad.md").exists() else "")
    assert golden(folder / "report.txt", written) == written
    assert f"[{name}]" in written


def test_good_deck(tmp_path: Path) -> None:
    """A deck that keeps all rules is passed in silence."""
    folder = tmp_path / "content" / "one"
    folder.mkdir(parents=True)
    for name, text in GOOD_SECTION.items():
        (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "content/deck.yml").write_text("title: A talk\nsections: [one]\n", encoding="utf-8")
    (tmp_path / "content/sources.yml").write_text("- {id: ouyang, title: A paper}\n", encoding="utf-8")
    assert report(tmp_path) == ""


def test_flagship() -> None:
    """The deck that is shipped keeps all rules, warnings too."""
    assert report(ROOT) == ""


def test_manual() -> None:
    """The manual's page on the rules is the one that `instructdeck rules` prints."""
    assert golden(ROOT / "docs/rules.md", manual()) == manual()
