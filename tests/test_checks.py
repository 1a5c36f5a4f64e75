"""Every rule against a deck that breaks it: the report is exactly the one that was looked at.

A folder in `checks/` is named for a rule and holds a project, or the one file `bad.md`, and `report.txt`.
When a message changes on purpose, write the reports and the manual's page anew, and read the difference:

    REWRITE=1 python -m pytest tests/test_checks.py
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from instructdeck.check.checks import check
from instructdeck.console.report import as_text, manual, to_show
from instructdeck.deck.rules import LOW_CONTRAST, RENDERED, RULES, STALE_BASELINE
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.typeset import Typesetter
from instructdeck.verify.papers import PAPERS
from instructdeck.verify.proof import prove
from sample import loaded, two_sections

FOLDERS = Path(__file__).parent / "checks"
ROOT = Path(__file__).parents[1]
TYPESETTER = Typesetter(Templates((shipped(),)))
NAMES = sorted(rule.name for rule in RULES if rule not in {*RENDERED, STALE_BASELINE} - {LOW_CONTRAST})
"""Those that need no browser; `test_rendered.py` has the others."""

GOOD_SECTION = {
    "section.yml": "title: One\nspeaker: {name: Ada}\nminutes: 5\nbrief:\n  slides: [The idea]\n",
    "quotes.yml": "- {id: bigger, kind: elided, page: 1, text: 'Bigger [...] is not better.'}\n",
    "slides.md": "## The idea {#idea}\n\nScale is not all [@bigger], and $a^2$.\n\n::: notes\nWhat to say.\n:::\n",
    "synthesis.md": "One page, see [the idea](#idea).\n",
}


def report(root: Path, file: str = "") -> str:
    """Give the report on a project, or on one of its files, as `instructdeck check` writes it.

    Where a project has the files of its sources, what `instructdeck verify` says follows.
    """
    project = Project(root)
    deck = load(project, Templates.of(root).layouts, file)
    project.findings.items.extend(check(deck, TYPESETTER))
    if (root / PAPERS).is_dir():
        prove(deck, project, {}, deck.sections)
    return as_text(to_show(project.findings), project.texts)


def golden(file: Path, text: str) -> str:
    """Give what a golden file holds, after writing it anew where that is asked for."""
    if os.environ.get("REWRITE"):
        file.write_text(text, encoding="utf-8")
    return file.read_text(encoding="utf-8")


def test_every_rule_has_a_folder() -> None:
    """A rule without an example is no rule, and an example without a rule is a left-over."""
    assert NAMES == sorted(folder.name for folder in FOLDERS.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_report(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report on a broken deck is exact, and names the rule."""
    monkeypatch.setattr("instructdeck.console.report.MAX_SHOWN", 10)  # so that no report is endless
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


UNREAD = [
    ("quotes.yml", "- {id: bigger, text: a: b}\n- id: named\n", {"yaml-syntax"}),
    ("quotes.yml", "'id': bigger\nother: {\"id\": named}\n", {"wrong-value"}),
    ("quotes.yml", "- id: biger\n  text: @bigger\n", {"yaml-syntax", "unknown-citation"}),
    ("quotes.yml", "- id: bigger\n" + " " * 2**20, {"unreadable-file"}),
    ("../sources.yml", "- id: ouyang\n  title: a: b\n", {"yaml-syntax"}),
    ("../sources.yml", "- id: ouyangs\n  title: a: b\n", {"yaml-syntax", "unknown-citation", "unknown-source"}),
    ("../deck.yml", "title: a: b\n", {"yaml-syntax"}),
]
"""A file that cannot be read, what it is made to hold, and the rules that are broken then."""


@pytest.mark.parametrize(("name", "text", "rules"), UNREAD, ids=[f"{name} {text[:20]!r}" for name, text, _ in UNREAD])
def test_what_may_stand_in_an_unread_file(tmp_path: Path, name: str, text: str, rules: set[str]) -> None:
    """A list that cannot be read is one mistake; who cites from it makes no other."""
    named = "- {id: named, source: ouyang, kind: verbatim, page: 1, text: Words.}\n"
    cited = "One page [@bigger], [@ouyang, p. 3], [@named].\n"
    folder = tmp_path / "content" / "one"
    folder.mkdir(parents=True)
    for file, words in (GOOD_SECTION | {"synthesis.md": cited}).items():
        (folder / file).write_text(words, encoding="utf-8")
    (folder / "quotes.yml").write_text(GOOD_SECTION["quotes.yml"] + named, encoding="utf-8")
    (tmp_path / "content/deck.yml").write_text("title: A talk\nsections: [one]\n", encoding="utf-8")
    (tmp_path / "content/sources.yml").write_text("- {id: ouyang, title: A paper}\n", encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")

    found = report(tmp_path)

    assert rules == set(re.findall(r"^(?:error|warning)\[([\w-]+)\]", found, re.MULTILINE)), found


ONE_MISTAKE = [
    ("# The section\n\n## One {#one}\n\nWords.\n", "heading-level", 1),
    (
        "## One {#one}\n\n```chart\ntype: dot\nalt: x\nreference: {val: 5}\nvalues: [{a: b, c: 1}]\n```\n",
        "unknown-key",
        6,
    ),
    ('## One {#one}\n\n```mermaid {alt="x"}\nflowchart LR\n  a --> b\n', "unclosed-listing", 3),
    ("## One {#one}\n\n```chart\ntype: bar\nalt: x\nvalues: [{a: b, c: 1}]\n", "unclosed-listing", 3),
]
"""Slides with one mistake, which could also be taken for several."""


@pytest.mark.parametrize(("slides", "rule", "line"), ONE_MISTAKE, ids=[rule for _, rule, _ in ONE_MISTAKE])
def test_one_mistake_one_error(tmp_path: Path, slides: str, rule: str, line: int) -> None:
    """What follows from a mistake is not reported as another error."""
    two_sections(tmp_path).write("content/one/slides.md", f"{slides}\n::: notes\nWhat to say.\n:::\n")

    found = [each for each in loaded(tmp_path)[1] if not each.startswith("missing-notes")]

    assert [f"{rule} content/one/slides.md:{line}"] == found


def test_unread_front_matter(tmp_path: Path) -> None:
    """The quotes of a deck of one file may stand in its front matter, whether or not that can be read."""
    body = "\n---\n\n## A {#a}\n\nWords [@q].\n\n::: notes\nWords.\n:::\n"
    for head in ("title: a: b\nquotes: [{id: q}]", "title: A\nsources: [{id: s, title: A}]\nquotes: {id: q}"):
        (tmp_path / "talk.md").write_text(f"---\n{head}{body}", encoding="utf-8")
        assert 1 == report(tmp_path, "talk.md").count("error[")


def test_one_of_each(tmp_path: Path) -> None:
    """One minute and one word are not said to be several."""
    slide = f"## A {{#a}}\n\nWords.\n\n::: notes\n{'word ' * 124}\n:::\n"
    (tmp_path / "talk.md").write_text(f"---\ntitle: A\nminutes: 0.95\n---\n\n{slide}", encoding="utf-8")

    said = report(tmp_path, "talk.md")
    assert "the notes take 1 minute to say, of 0.95" in said
    assert "124 words at 130 a minute: cut 1 word, or agree on more time" in said


def test_flagship() -> None:
    """The deck that is shipped keeps all rules, warnings too."""
    assert report(ROOT) == ""


def test_manual() -> None:
    """The manual's page on the rules is the one that `instructdeck rules` prints."""
    assert golden(ROOT / "docs/rules.md", manual()) == manual()
