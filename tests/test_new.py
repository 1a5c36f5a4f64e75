"""A talk to begin with: it is fine as it stands, and nothing that is there is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import TinyProject
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.templating.templates import Templates, shipped

if TYPE_CHECKING:
    from pathlib import Path

MARKS = (
    r"""A "talk" on 175B: *a* _b_ `c` {d} [e](f) [@g] ![h](i) <j> $k$ \(l\) ~~m~~ n^2^ ==o== &amp; | # 'p' ÄØ 漢字"""
)


@pytest.fixture
def empty(tmp_path: Path) -> TinyProject:
    """Give an empty folder to work in."""
    (tmp_path / "desk").mkdir()
    return TinyProject(tmp_path / "desk")


def test_it_is_fine_as_it_stands(empty: TinyProject) -> None:
    """What a talk begins with has no mistake and nothing to warn of, and can be built."""
    done = empty.run("new", "talk")

    assert (0, "") == (done.returncode, done.stderr)
    assert "instructdeck serve talk --open" in done.stdout
    checked = empty.run("check", "talk", "--strict")
    assert (0, "no problems in 4 slides") == (checked.returncode, checked.stdout[:23])
    assert 0 == empty.run("build", "talk").returncode
    assert (empty.root / "talk/site/deck/index.html").is_file()
    assert "/site/\n/papers/\n" == (empty.root / "talk/.gitignore").read_text()


@pytest.mark.browser
def test_it_is_fine_as_it_is_seen(empty: TinyProject, chromium: str) -> None:
    """Nothing of it stands out of its place, and each synthesis fills at least half a page."""
    assert chromium
    empty.run("new", "talk")

    done = empty.run("check", "talk", "--rendered", "--strict")

    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize("title", [MARKS, "x" * 300, "- a\n- b", "---", "a: b", "null", "## a {#b}"])
def test_any_title(empty: TinyProject, title: str) -> None:
    """A title and names are shown as they were given, whatever they would mean as YAML or Markdown."""
    done = empty.run("new", "talk", "--title", title, "--section", f"one={title}", "--section", "part-2=Ben")
    assert 0 == done.returncode, done.stderr

    project = Project(empty.root / "talk")
    deck = load(project, Templates((shipped(),)).layouts)

    assert [] == [str(each.message) for each in project.findings if each.rule.severity.value == "error"]
    shown = " ".join(title.split())
    assert (shown, shown, shown) == (deck.title, deck.slides[0].title_text, deck.sections[0].speaker.name)
    assert ["one", "part-2"] == [each.id for each in deck.sections]


def test_where_one_is(empty: TinyProject) -> None:
    """A talk can begin in the folder that one is in."""
    done = empty.run("new", ".")

    assert 0 == done.returncode
    assert "instructdeck serve . --open" in done.stdout
    assert 0 == empty.run("check", "--strict").returncode


@pytest.mark.parametrize("there", ["content/mine.md", "content/deck.yml", ".gitignore"])
def test_nothing_is_touched(empty: TinyProject, there: str) -> None:
    """Where there is a talk already, none is begun; a file beside it stays."""
    empty.write(f"talk/{there}", "mine")

    done = empty.run("new", "talk")

    assert "mine" == (empty.root / "talk" / there).read_text()
    assert (there == ".gitignore") == (done.returncode == 0)
    assert (empty.root / "talk/content/introduction").exists() == (done.returncode == 0)


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("one", "'one' names no speaker: write ID=SPEAKER"),
        ("one=", "names no speaker"),
        ("deck=Ada", "'deck' cannot name a section"),
        ("../one=Ada", "'../one' cannot name a section"),
        ("Introduction=Ada", "'Introduction' is named twice"),
    ],
)
def test_sections_that_cannot_be(empty: TinyProject, section: str, said: str) -> None:
    """What no section can be called is said, and nothing is made."""
    done = empty.run("new", "talk", "--section", "introduction=Ada", "--section", section)

    assert 2 == done.returncode
    assert said in done.stderr
    assert [] == list(empty.root.iterdir())


@pytest.mark.parametrize("arguments", [[""], [" "], ["talk", "--title", " "]])
def test_names_that_are_none(empty: TinyProject, arguments: list[str]) -> None:
    """A talk has a folder of its own and a title; a variable that is empty makes nothing."""
    done = empty.run("new", *arguments)

    assert 2 == done.returncode
    assert "Invalid value for" in done.stderr
    assert [] == list(empty.root.iterdir())


def test_a_place_where_nothing_can_be_written(empty: TinyProject) -> None:
    """Where a file stands in place of the folder, that is said."""
    empty.write("talk", "a file")

    done = empty.run("new", "talk/mine")

    assert 1 == done.returncode
    assert "error: cannot write" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_template_of_ones_own(empty: TinyProject) -> None:
    """What is wrong with a template that a group has in place of ours is said with its line, and nothing is made."""
    empty.write("templates/starter/synthesis.md", "Ours:\n{{ section.nobody }}\n")

    done = empty.run("new", "talk")

    assert (1, False) == (done.returncode, (empty.root / "talk").exists())
    assert "error: starter/synthesis.md:2: " in done.stderr
    assert "Traceback" not in done.stderr


def test_templates_of_ones_own(empty: TinyProject) -> None:
    """A group has slides of its own to begin with, in the `templates` of the folder one is in."""
    empty.write("templates/starter/synthesis.md", "Ours: {{ section.speaker }}.\n")

    empty.run("new", "talk", "--section", "one=Ada")

    assert "Ours: Ada.\n" == (empty.root / "talk/content/one/synthesis.md").read_text()
