"""Slides as pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from sample import two_sections

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import TinyProject

STEPS = """\
---
title: Steps
numbers: ours
---

## First {#first}

. . .

All of it.

## Second {#second layout=section}
"""


def colors(content: bytes) -> tuple[tuple[int, int], object]:
    """Give the size of a picture and the color of its upper left corner."""
    with Image.open(io.BytesIO(content)) as image:
        return image.size, image.convert("RGB").getpixel((1, image.height // 2))


@pytest.mark.browser
def test_every_slide(chromium: str, tmp_path: Path) -> None:
    """A folder gets a picture of each slide, as wide as it was asked for, and the same each time."""
    assert chromium
    project = two_sections(tmp_path / "two")
    done = [project.run("export", "png", "--width", "640", "-o", folder) for folder in ("a", "b")]
    taken = [{file.name: file.read_bytes() for file in (project.root / folder).iterdir()} for folder in ("a", "b")]

    assert [0, 0] == [each.returncode for each in done], done[0].stderr
    assert {"01.png", "02.png"} == set(taken[0])
    assert taken[0] == taken[1]
    assert [(640, 360)] * 2 == [colors(each)[0] for each in taken[0].values()]
    assert done[0].stdout.startswith("Exported 2 slides to a, ")


@pytest.mark.browser
def test_one_slide(chromium: str, project: TinyProject) -> None:
    """One slide goes into a file of any name, dark when it is asked for so, with all its steps shown."""
    assert chromium
    project.write("talk.md", STEPS)
    stepped = project.run("export", "png", "talk.md", "--slides", "1", "--width", "1920", "-o", "one.png")
    dark = project.run("export", "png", "talk.md", "--slides", "1", "--theme", "dark", "-o", "dark.png")
    project.write("talk.md", STEPS.replace(". . .\n\n", ""))
    whole = project.run("export", "png", "talk.md", "--slides", "1", "--width", "1920", "-o", "whole.png")
    taken = [(project.root / name).read_bytes() for name in ("one.png", "whole.png", "dark.png")]

    assert [0, 0, 0] == [each.returncode for each in (stepped, dark, whole)], dark.stderr
    assert taken[0] == taken[1]
    assert [((1920, 1080), (253, 252, 250)), ((1920, 1080), (17, 21, 26))] == [colors(taken[0]), colors(taken[2])]


LIT = r"""
---
title: Lit
numbers: ours
---

## A law {layout=equation}

$$
U = RI
$$

$R$
:   resistance

```explorable {name="ranking" alt="A ranking" caption="Fitted"}
answers: 4
```
"""


@pytest.mark.browser
def test_nothing_is_lit(chromium: str, project: TinyProject) -> None:
    """On a picture the parts of a formula are all alike, as on paper, and there is no button that nobody can press."""
    assert chromium
    project.write("talk.md", LIT.lstrip())
    done = project.run("export", "png", "talk.md", "--width", "1280", "-o", "lit.png")
    with Image.open(project.root / "lit.png") as taken:
        below = taken.convert("RGB").crop((0, 100, *taken.size))
        counts = {color: count for count, color in below.getcolors(1 << 16) or ()}
    accent, tint = (28, 91, 176), (222, 229, 240)

    assert 0 == done.returncode, done.stderr
    assert tint not in counts
    assert counts[accent] < 2_000, "the button alone has more"


@pytest.mark.browser
def test_one_sheet(chromium: str, tmp_path: Path) -> None:
    """All slides fit on one sheet, which stands beside the deck where nothing else is said."""
    assert chromium
    project = two_sections(tmp_path / "two")
    done = project.run("export", "png", "--sheet", "--width", "1000")
    size, _ = colors((project.root / "deck-sheet.png").read_bytes())

    assert 0 == done.returncode, done.stderr
    assert 1000 == size[0]
    assert size[1] in range(280, 340)


@pytest.mark.browser
def test_one_file_for_many(chromium: str, tmp_path: Path) -> None:
    """Several slides do not go into one file, which is said, and nothing is written."""
    assert chromium
    project = two_sections(tmp_path / "two")
    done = project.run("export", "png", "-o", "all.png")

    assert 2 == done.returncode
    assert "one file cannot hold 2 slides; name a folder, or choose a slide with --slides" in done.stderr
    assert not (project.root / "all.png").exists()


@pytest.mark.parametrize("name", ["two.jpg", "two.webp", "two.pdf"])
def test_no_picture_of_another_kind(project: TinyProject, name: str) -> None:
    """A file that is no PNG is refused, and no folder is called as if it were one."""
    done = project.run("export", "png", "--slides", "1", "-o", name)

    assert (2, True) == (done.returncode, f"'{name}' does not end in .png; name a folder" in done.stderr)
    assert not (project.root / name).exists()


@pytest.mark.parametrize("form", ["pdf", "png"])
def test_dark_is_a_theme(project: TinyProject, form: str) -> None:
    """Who writes --dark is told what the option is called."""
    done = project.run("export", form, "--dark")

    assert (2, True) == (done.returncode, "No such option '--dark'. Write '--theme dark'." in done.stderr)


def test_never_into_the_content(project: TinyProject) -> None:
    """Pictures are not written where the content is."""
    done = project.run("export", "png", "-o", "content/pictures")

    assert 2 == done.returncode
    assert "'content/pictures' lies in content/, which is not for what comes out" in done.stderr
