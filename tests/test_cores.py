"""Work on several cores: the same result as on one, whatever becomes of the processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from instructdeck.check.checks import check
from instructdeck.cores import available, divided, each_made
from instructdeck.files.files import MAX_ALL_BYTES, Project
from instructdeck.load.load import load
from instructdeck.site.build import site_files
from instructdeck.templating.templates import Templates
from instructdeck.typeset.typeset import Typesetter
from sample import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from instructdeck.contained import Content
    from instructdeck.deck.model import Deck

pytestmark = pytest.mark.skipif(available() == 1, reason="work is divided on Linux with more than one core only")


@dataclass
class Built:
    """A deck with all that was read for it, found in it and made of it."""

    deck: Deck
    project: Project
    files: dict[str, Content] = field(default_factory=dict)


def built(root: Path, cores: int) -> Built:
    """Build a project with so many processes."""
    project, templates = Project(root), Templates.of(root)
    typesetter = Typesetter(templates)
    deck = load(project, templates.layouts, cores=cores)
    project.findings.items.extend(check(deck, typesetter, cores))
    found = tuple(project.findings)
    return Built(deck, project, site_files(deck, project, templates, typesetter, found, cores=cores))


def children() -> set[str]:
    """Give the processes that this one has started and not yet seen the end of."""
    return set(Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text(encoding="ascii").split())


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Divide the smallest work."""
    monkeypatch.setattr("instructdeck.load.load.SHARE", 1)
    monkeypatch.setattr("instructdeck.check.checks.SHARE", 1)
    monkeypatch.setattr("instructdeck.render.render.SHARE", 1)
    monkeypatch.setattr("instructdeck.site.site.SHARE", 1)


@pytest.mark.usefixtures("eager")
def test_the_site_of_several_processes_is_that_of_one(tmp_path: Path) -> None:
    """Deck, findings and every byte of the site are the same, also where all sections have mistakes."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    for number, slides in enumerate(sorted(tmp_path.glob("content/*/slides.md"))):
        with slides.open("a", encoding="utf-8") as text:
            text.write(f"\n## Late {{#late layout=none{number}}}\n\n![x](figures/none.svg) [@nobody] $\\x$ [a](#no)\n")

    alone, together = built(tmp_path, 1), built(tmp_path, 3)

    assert alone.deck == together.deck
    assert tuple(alone.project.findings) == tuple(together.project.findings)
    assert alone.project.texts == together.project.texts
    assert alone.project.drawings.keys() == together.project.drawings.keys()
    assert alone.project.size == together.project.size
    assert alone.files == together.files


@pytest.mark.usefixtures("eager")
def test_too_much_text_is_too_much_at_the_same_file(tmp_path: Path) -> None:
    """Which files are not read any more does not depend on who reads the others."""
    names = [f"s{number}" for number in range(4)]
    data = "x,y\n" + "a,1\n" * (MAX_ALL_BYTES // 4 // 4 // 4)
    for name in names:
        folder = tmp_path / "content" / name
        (folder / "data").mkdir(parents=True)
        (folder / "section.yml").write_text(f"title: {name}\nspeaker: {{name: Ada}}\n", encoding="utf-8")
        charts = ""
        for number in range(5):
            (folder / f"data/{number}.csv").write_text(data, encoding="utf-8")
            charts += f"\n```chart\ntype: bar\ndata: data/{number}.csv\nx: y\ny: x\nalt: none\n```\n"
        (folder / "slides.md").write_text(f"## Slide {{#{name}}}\n{charts}", encoding="utf-8")
        (folder / "synthesis.md").write_text("Words.\n", encoding="utf-8")
    listed = "".join(f"  - {name}\n" for name in names)
    (tmp_path / "content/deck.yml").write_text(f"title: T\nsections:\n{listed}", encoding="utf-8")
    projects = [Project(tmp_path), Project(tmp_path)]

    for project, cores in zip(projects, (1, 4), strict=True):
        load(project, {"content"}, cores=cores)

    alone, together = (tuple(each.findings) for each in projects)
    assert any("is not read: the texts before it" in each.message for each in alone)
    assert alone == together


def test_results_come_in_the_order_of_the_items() -> None:
    """Each item gives one result, in its place, made by several processes."""
    made = list(each_made(lambda item: (item, os.getpid()), range(7), 3))

    assert list(range(7)) == [item for item, _ in made]
    assert 3 == len({process for _, process in made})


def test_one_core_starts_no_process() -> None:
    """On one core, and for one item, all is done here."""
    assert [os.getpid()] * 2 == list(each_made(lambda _: os.getpid(), "ab", 1))
    assert [os.getpid()] == list(each_made(lambda _: os.getpid(), "a", 4))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_killed_process_owes_is_made_here(number: signal.Signals) -> None:
    """When the system ends a process, for want of memory for example, no result is missing."""
    here = os.getpid()

    def make(item: int) -> int:
        if os.getpid() != here and item > 2:
            os.kill(os.getpid(), number)
        return item * item

    assert [item * item for item in range(9)] == list(each_made(make, range(9), 3))


def test_an_error_of_a_process_is_raised_here() -> None:
    """An error is none of the process that it happened in alone, and no process is left behind."""

    def make(item: int) -> int:
        return 1 // (3 - item)

    before = children()
    with pytest.raises(ZeroDivisionError):
        list(each_made(make, range(6), 3))

    assert before == children()


def test_what_cannot_be_sent_is_made_here() -> None:
    """A result that only its own process could use is made again."""

    def make(item: int) -> Callable[[], int]:
        return lambda: item

    assert [1, 2] == [found() for found in each_made(make, (1, 2), 2)]


def test_processes_end_with_who_wanted_their_results() -> None:
    """Who stops to take results leaves no process at work."""
    before = children()
    taking = each_made(str, range(10_000), 2)
    next(taking)
    assert before < children()
    del taking

    assert before == children()


def test_one_process_needs_no_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where signals cannot be held back, as on Windows, all is made in one process."""
    monkeypatch.delattr(signal, "pthread_sigmask")

    assert ["1", "2"] == list(each_made(str, [1, 2], 1))


INTERRUPTED = """
import os, pathlib, signal
from instructdeck.cores import each_made
os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGINT))
try:
    each_made(str, range(10_000), 2)
except KeyboardInterrupt:
    print("stopped", pathlib.Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())
"""


def test_an_interrupt_while_processes_are_started_is_heard() -> None:
    """Ctrl+C is not lost while a process is forked, and leaves none at work."""
    ended = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, check=True)

    assert ("stopped []\n", "") == (ended.stdout, ended.stderr)


@pytest.mark.parametrize(
    ("sizes", "cores", "expected"),
    [
        ([1, 1, 1, 1], 2, [[0, 1], [2, 3]]),
        ([9, 1, 1, 1], 2, [[0], [1, 2, 3]]),
        ([1, 1, 1, 9], 2, [[0, 1, 2], [3]]),
        ([1, 1], 8, [[0], [1]]),
        ([1], 8, [[0]]),
        ([0, 0], 8, [[0, 1]]),
        ([], 8, [[]]),
    ],
)
def test_consecutive_parts_of_about_one_size(sizes: list[int], cores: int, expected: list[list[int]]) -> None:
    """Work is divided by its size, in order, and small work is not divided."""
    assert expected == divided(range(len(sizes)), sizes, 1, cores)
