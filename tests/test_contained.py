"""Files below a folder that somebody else changes at the worst moment: nothing from elsewhere is read or published."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from deep import DEPTH, deep
from instructdeck.contained import Contained, below
from instructdeck.deck.diagnostics import Location
from instructdeck.deck.rules import MISSING_FILE
from instructdeck.files.files import MAX_BYTES, Project
from instructdeck.publish.publish import PublishError, publish
from instructdeck.serve.served import Served
from instructdeck.serve.workshop import Workshop
from instructdeck.templating.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import TinyProject

CANARY = "canary-5f3a"
SLIDES = "content/scales/slides.md"
FIGURE = "content/scales/figures/a.png"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def secret(project: TinyProject) -> Path:
    """Give a file beside the project that nobody may read; the project's slide shows a picture."""
    (project.root / FIGURE).parent.mkdir()
    (project.root / FIGURE).write_bytes(PNG)
    project.write(SLIDES, "## A {#a}\n\n![A](figures/a.png)\n")
    (project.root.parent / "secret/figures").mkdir(parents=True)
    project.write("../secret/figures/slides.md", f"## {CANARY}\n")
    project.write("../secret/slides.md", f"## {CANARY}\n")
    (project.root.parent / "secret/figures/a.png").write_bytes(PNG + CANARY.encode())
    return project.root.parent / "secret"


def found(project: TinyProject, path: str) -> Contained:
    """Give a file of a project that was looked at."""
    file = Project(project.root).find(path, "", Location(path), MISSING_FILE)
    assert file is not None
    return file


def link(file: Path, secret: Path) -> None:
    """Put a link in the place of a file."""
    file.unlink()
    file.symlink_to(secret / "slides.md")


def link_folder(file: Path, secret: Path) -> None:
    """Put a link in the place of a file's folder."""
    file.parent.rename(file.parent.with_name("away"))
    file.parent.symlink_to(secret)


def link_above(file: Path, secret: Path) -> None:
    """Put a link in the place of the folder above."""
    home = file.parent.parent
    home.rename(home.with_name("away"))
    home.symlink_to(secret.parent)


def pipe(file: Path, _secret: Path) -> None:
    """Put a pipe in the place of a file, which would never end."""
    file.unlink()
    os.mkfifo(file)


def device(file: Path, _secret: Path) -> None:
    """Put a link to a device in the place of a file."""
    file.unlink()
    file.symlink_to("/dev/zero")


def grow(file: Path, _secret: Path) -> None:
    """Make a file larger than memory."""
    with file.open("r+b") as opened:
        opened.truncate(2**42)


def go(file: Path, _secret: Path) -> None:
    """Delete a file."""
    file.unlink()


SWAPS = [link, link_folder, link_above, pipe, device, grow, go]


@pytest.mark.parametrize("swap", SWAPS)
def test_a_text_that_changes(project: TinyProject, secret: Path, swap: Callable[[Path, Path], None]) -> None:
    """A text that has become something else since it was looked at is not read."""
    file = found(project, SLIDES)
    assert b"## A" in file.read()
    swap(project.root / SLIDES, secret)

    with pytest.raises(OSError, match=r".+"):
        file.read()


def test_the_secret_would_be_read(project: TinyProject, secret: Path) -> None:
    """Who opens the path that was looked at gets what the test above gets nothing of."""
    file = found(project, SLIDES)
    for swap in (link, link_folder):
        swap(project.root / SLIDES, secret)
        assert CANARY in file.path.read_text(encoding="utf-8")


@pytest.mark.parametrize("swap", SWAPS)
def test_a_picture_that_changes(project: TinyProject, secret: Path, swap: Callable[[Path, Path], None]) -> None:
    """A picture that has become something else since the deck was read is neither published nor served."""
    workshop = Workshop(project.root)
    workshop.sketch()
    files = workshop.finish().files
    served = Served(Templates.of(project.root))
    served.take(files)
    swap(project.root / FIGURE, secret)

    with pytest.raises(OSError, match=r".+"):
        served.take(files)
    with pytest.raises(PublishError, match="cannot read"):
        publish(files, project.root / "site")
    assert PNG == served.get(f"figures/{FIGURE}")
    assert not (project.root / "site").exists()


def test_an_svg_is_published_as_it_was_judged(project: TinyProject) -> None:
    """A drawing that gets a script after it was looked at is published without."""
    figure = "content/scales/figures/a.svg"
    project.write(figure, '<svg xmlns="http://www.w3.org/2000/svg"/>')
    project.write(SLIDES, "## A {#a}\n\n![A](figures/a.svg)\n")
    workshop = Workshop(project.root)
    workshop.sketch()
    files = workshop.finish().files
    project.write(figure, '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
    publish(files, project.root / "site")

    published = (project.root / f"site/figures/{figure}").read_text(encoding="utf-8")
    assert '<svg xmlns="http://www.w3.org/2000/svg"/>' == published


def test_a_text_that_grows(project: TinyProject) -> None:
    """A file is read up to its limit, whatever its size was before."""
    file = found(project, SLIDES)
    with file.open() as opened:
        project.write(SLIDES, "a" * (MAX_BYTES + 5))
        assert MAX_BYTES + 5 == len(opened.read())
    with pytest.raises(OSError, match="too large"):
        file.read()


def test_a_huge_picture(project: TinyProject) -> None:
    """A picture that fills memory or disk is an error; so is one more of many."""
    with project.write(FIGURE, "").open("wb") as picture:
        picture.write(PNG)
        picture.truncate(2**36)
    project.write(SLIDES, "## A {#a}\n\n![A](figures/a.png)\n")
    done = project.run("build")

    assert 1 == done.returncode
    assert "'figures/a.png' is larger than 64 MiB" in done.stderr
    assert not list((project.root / "site").rglob("a.png"))


def test_all_that_is_below(tmp_path: Path) -> None:
    """A tree is walked without recursion and without following a link, as deep as the system can name it."""
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "proc").symlink_to("/proc")
    with deep(tmp_path):
        entries = [os.path.relpath(each.path, tmp_path) for each in below(tmp_path)]

    assert ["d", "loop", "proc", "d/d"] == entries[:4]
    assert DEPTH + 2 == len(entries)
