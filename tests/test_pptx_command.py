"""`instructdeck export pptx`, run as a user runs it: which slides, what it says, and what it needs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from instructdeck.extras import how_to_install
from officefile import OfficeFile, words_of
from sample import two_sections

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import TinyProject


@pytest.fixture
def project(tmp_path: Path) -> TinyProject:
    """Give a valid deck of two sections with one slide each."""
    return two_sections(tmp_path / "talk")


def test_says_what_it_made(project: TinyProject) -> None:
    """The last line says how many slides the file has."""
    done = project.run("export", "pptx")

    file = project.root / "deck.pptx"
    size = f"{file.stat().st_size / 1000:.1f} kB"

    assert (0, f"Exported 2 slides to deck.pptx, {size}.\n", "") == (done.returncode, done.stdout, done.stderr)
    assert 2 == len(OfficeFile(file.read_bytes()).slides)


def test_a_section_keeps_its_numbers(project: TinyProject) -> None:
    """The slide of the second section is the second of two, alone as well."""
    project.run("export", "pptx", "--section", "two")
    file = OfficeFile((project.root / "deck-two.pptx").read_bytes())
    (slide,) = file.slides

    assert any("2 / 2" == words_of(shape) for shape in file.shapes(slide))
    assert "2" == file.xml("ppt/presentation.xml").get("firstSlideNum")


def test_losses_are_shown(project: TinyProject) -> None:
    """What is otherwise in the file is shown like any problem, with file and line; it is no error."""
    listing = '```python {lines="1|2"}\na = 1\nb = 2\n```\n'
    project.write("content/one/slides.md", f"## Slide {{#slide-one}}\n\n{listing}\n[@quote-one]\n")
    done = project.run("export", "pptx")

    assert 0 == done.returncode
    assert "warning[not-carried]: all lines of this listing are lit at once\n" in done.stderr
    assert "  --> content/one/slides.md:3:1\n" in done.stderr
    assert done.stderr.endswith("1 part of the deck is otherwise in the file\n")


def _python(project: TinyProject, program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], cwd=project.root, capture_output=True, encoding="utf-8", check=False
    )


def test_without_the_extra(project: TinyProject) -> None:
    """Where python-pptx is not installed, the command says what to install."""
    program = "import sys; sys.modules['pptx'] = None; from instructdeck.cli import main; main(['export', 'pptx'])"
    done = _python(project, program)

    assert 1 == done.returncode
    assert f"error: 'pptx' is not installed\nhint: {how_to_install('pptx')}\n" == done.stderr


@pytest.mark.parametrize("command", ["check", "build", "model"])
def test_nothing_else_needs_it(project: TinyProject, command: str) -> None:
    """No other command loads python-pptx or what comes with it."""
    program = (
        "import sys; sys.modules['pptx'] = sys.modules['PIL'] = sys.modules['xlsxwriter'] = None;"
        f"from instructdeck.cli import main; main(['{command}'])"
    )

    assert 0 == _python(project, program).returncode
