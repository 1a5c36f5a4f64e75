"""A build with nothing to do does nothing, and one with something to do gives what a build from nothing gives."""

from __future__ import annotations

import os
import shutil
from random import Random
from typing import TYPE_CHECKING

import pytest

from conftest import TinyProject
from deep import deep
from edits import edit, spoil, write_deck

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOTHING = "Nothing has changed"


@pytest.fixture
def built(project: TinyProject) -> TinyProject:
    """Give a project whose site was built, some time after its files were written."""
    age(project.root)
    assert NOTHING not in project.run("build").stdout
    return project


def age(root: Path) -> None:
    """Let all that is older than this second be from an hour ago, as if nobody had just written it."""
    for path in root.rglob("*"):
        if path.is_file() and "site" not in path.parts:
            os.utime(path, (path.stat().st_atime - 3600, path.stat().st_mtime - 3600))


def test_nothing_to_do(built: TinyProject) -> None:
    """A second build says that nothing has changed, says the same of the site, and leaves it alone."""
    page = built.root / "site/index.html"
    before = page.stat().st_ino

    done = built.run("build")

    assert NOTHING in done.stdout
    assert "1 slide in 1 section" in done.stdout
    assert before == page.stat().st_ino


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "content/scales/slides.md").write_text("## Another {#another}\n\nWords.\n"),
        lambda root: (root / "content/scales/figures").mkdir(),
        lambda root: (root / "content/notes.txt").write_text("a new file"),
        lambda root: (root / "content/scales/quotes.yml").unlink(),
        lambda root: (root / "templates").mkdir() or (root / "templates/policy.html").write_text(""),
        lambda root: (root / "site/team.html").unlink(),
        lambda root: (root / "site/team.html").write_text("changed"),
        lambda root: (root / "site/build.json").unlink(),
        lambda root: shutil.rmtree(root / "site"),
    ],
)
def test_something_to_do(built: TinyProject, change: Callable[[Path], object]) -> None:
    """Whatever goes into a site or comes out of it: when it is another, the site is built."""
    change(built.root)
    age(built.root)

    assert NOTHING not in built.run("build").stdout
    assert (built.root / "site/team.html").is_file()


def fill(root: Path) -> None:
    """Have a file that is larger than memory."""
    with (root / "content/large").open("wb") as file:
        file.truncate(2**42)


def test_what_is_too_much_to_look_at(built: TinyProject) -> None:
    """A file larger than memory, and a tree deeper than recursion can go, only make that nothing is skipped."""
    fill(built.root)
    with deep(built.root / "content"):
        for _ in range(2):
            done = built.run("build")
            assert (0, "") == (done.returncode, done.stderr)
            assert NOTHING not in done.stdout


@pytest.mark.parametrize("target", ["/proc/self/pagemap", "/dev/zero", "/proc/self/root", "../../precious", "."])
def test_links_are_not_followed(built: TinyProject, target: str) -> None:
    """What a link leads to is not looked at; the link is."""
    precious = built.write("../precious", "one")
    (built.root / "content/a").symlink_to(target)
    age(built.root)
    assert NOTHING not in built.run("build").stdout
    precious.write_text("another")

    assert NOTHING in built.run("build").stdout
    (built.root / "content/a").unlink()
    (built.root / "content/a").symlink_to("elsewhere")
    assert NOTHING not in built.run("build").stdout


def test_asked_to_do_all(built: TinyProject) -> None:
    """Without the cache, everything is made anew, and nothing is kept for later."""
    assert NOTHING not in built.run("build", "--no-cache").stdout
    assert NOTHING in built.run("build").stdout


def test_warnings_are_still_said(built: TinyProject) -> None:
    """A build that does nothing still says how many warnings there are, and fails where none are allowed."""
    built.write("content/scales/slides.md", "## A title {#title}\n\nWords without notes.\n")
    age(built.root)
    built.run("build")

    done = built.run("build", "--strict")

    assert 1 == done.returncode
    assert NOTHING in done.stdout
    assert "warning" in done.stderr


def test_errors_are_said_again(built: TinyProject) -> None:
    """A deck with errors is built each time, so that each time they are shown."""
    built.write("content/scales/slides.md", "## A title {#title}\n\n[no](#nowhere)\n")
    age(built.root)
    built.run("build")

    assert "broken-link" in built.run("build").stderr


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"inputs": 1}', "\x00", "[" * 100_000])
def test_a_broken_cache(built: TinyProject, content: str) -> None:
    """Whatever stands in the cache, a site is built."""
    for entry in (built.root.parent / "cache").rglob("*"):
        if entry.is_file():
            entry.write_text(content, encoding="utf-8")

    assert NOTHING not in built.run("build").stdout
    assert NOTHING in built.run("build").stdout


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 12))])
def test_each_build_is_that_from_nothing(tmp_path: Path, seed: int) -> None:
    """After any edits, with whatever cache, the site is byte for byte that of a build from nothing."""
    random = Random(seed)
    project = TinyProject(tmp_path / "project")
    write_deck(project.root)
    for number in range(6):
        if number:
            edit(project.root, random)
            age(project.root)
        if random.random() < 0.3:
            spoil(tmp_path / "cache", random)
        done = project.run("build")
        again = project.run("build")

        clean = tmp_path / f"clean-{number}"
        project.run("build", "--no-cache", "-o", str(clean))

        assert contents(clean) == contents(project.root / "site")
        assert (done.returncode == 0) == (NOTHING in again.stdout)


def contents(site: Path) -> dict[str, bytes]:
    """Give all that a site has."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
