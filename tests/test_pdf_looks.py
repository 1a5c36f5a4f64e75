"""How a PDF looks: steps, formulas, themes and shapes of paper, and which slides are in it."""

from __future__ import annotations

import shutil
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops

from conftest import TinyProject
from pdfs import STEPS, Link, exported
from sample import two_sections

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.browser
def test_steps(chromium: str, project: TinyProject) -> None:
    """With --steps each press is a page: words, marked lines and evidence come one by one; links lead to the first."""
    assert chromium
    project.write("talk.md", STEPS)
    pdf = exported(project, "talk.md", "--steps")
    # PDFium takes a page with little on it for one with columns of letters.
    pages = ["".join(text.split()) for text in pdf.pages]
    shown = [[word for word in ("alpha", "beta", "anounce", "apound") if word in text] for text in pages]

    assert [[], ["alpha", "anounce"], ["alpha", "beta", "anounce", "apound"], [], []] == shown
    assert ["1.1", "1.2", "1.3", "2.1", "2.2"] == [page.label for page in pdf.pdf.pages]
    assert [("Steps", 1, [("1 First", 1), ("2 Second", 4)])] == pdf.outline
    assert {Link(4, 1, ""), Link(5, 1, ""), Link(2, 2, ""), Link(3, None, "https://example.org/paper")} <= set(
        pdf.links
    )
    assert pdf.pixels(4).tobytes() != pdf.pixels(5).tobytes()


EQUATION = """\
---
title: Steps
numbers: ours
sources:
  - {id: paper, title: A paper, author: [{family: Doe}], issued: "1907"}
quotes:
  - {id: ounce, kind: verbatim, page: 3, text: an ounce}
---

## A law {layout=equation}

$$
U = RI
$$

$R$
:   resistance [@ounce]

$I$
:   current
"""


@pytest.mark.browser
def test_steps_of_a_formula(chromium: str, project: TinyProject) -> None:
    """With --steps a formula and its parts are there from the first page on, as on stage: a press only lights them."""
    assert chromium
    project.write("talk.md", EQUATION)
    pdf = exported(project, "talk.md", "--steps")
    pages = ["".join(text.split()) for text in pdf.pages]

    for text in pages:
        assert [] == [each for each in ("U=R", "resistance", "current", "anounce") if each not in text]
    assert 3 == len({pdf.pixels(page).tobytes() for page in (1, 2, 3)})


BADGES = r"""
---
title: Parts
numbers: ours
---

## Attention {layout=equation}

$$
\mathrm{Attention}(Q,K,V)=\mathrm{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V + \frac{\frac{a}{b}}{c}
$$

$Q$
:   query

$K^T$
:   keys

$\sqrt{d_k}$
:   root

$b$
:   between
"""


@pytest.mark.browser
def test_numbers_beside_a_formula(chromium: str, project: TinyProject) -> None:
    """The numbers of a formula's parts lie over none of its letters, neither in a numerator nor within a fraction."""
    assert chromium
    project.write("talk.md", BADGES.lstrip())
    letters = exported(project, "talk.md").letters(1)
    numbers = [box for letter, box in letters if letter in "1234"]
    others = [box for letter, box in letters if letter.strip() and letter not in "1234"]

    assert len(numbers) > 8
    assert [] == [(one, two) for one in numbers for two in others if _meet(one, two)]


def _meet(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


FORMULAS = r"""
---
title: Formulas
numbers: ours
sources:
  - {id: paper, title: A paper, author: [{family: Doe}], issued: "1907"}
quotes:
  - id: high
    kind: equation
    page: 3
    place: Eq. 1
    text: |
      $$
      f = \frac{\alpha}{\binom{K}{2}}
      $$
  - {id: low, kind: verbatim, page: 4, text: "so that $x_1^2$ holds"}
---

## A law

It holds [@high; @low].
"""


@pytest.mark.browser
def test_formulas_as_evidence(chromium: str, project: TinyProject) -> None:
    """A line of evidence names a formula that is higher than it, with its place, and shows one that has room."""
    assert chromium
    project.write("talk.md", FORMULAS.lstrip())
    (page,) = exported(project, "talk.md").pages
    text = "".join(page.split())

    assert "K" not in text
    assert "equationEq.1" in text
    assert "“sothatx" in text
    assert text.index("“sothatx") < text.index("holds”")


@pytest.mark.browser
def test_dark_on_a4(chromium: str, project: TinyProject) -> None:
    """A dark PDF is dark to the edges of the paper, and on A4 a slide stands in its middle."""
    assert chromium
    pdf = exported(project, "--theme", "dark", "--paper", "a4")
    taken = pdf.pixels(1)
    left, top, right, bottom = taken.convert("L").point(lambda light: 255 * (light > 90)).getbbox()

    assert {(842, 595)} == pdf.sizes
    assert (17, 21, 26) == taken.getpixel((2, 2))
    assert left in range(15, 18)
    assert right in range(taken.width - 18, taken.width - 14)
    assert top in range(42, 46)
    assert bottom < taken.height - 42


@pytest.mark.browser
def test_tall_picture_in_the_middle(chromium: str, project: TinyProject) -> None:
    """With layout=figure a picture that does not fill the width stands in the middle of its slide."""
    assert chromium
    project.write("talk.md", "---\ntitle: Tall\n---\n\n## Tall {layout=figure}\n\n![A tall picture](tall.png)\n")
    Image.new("RGB", (300, 900), (255, 0, 0)).save(project.root / "tall.png")
    red, green, _ = exported(project, "talk.md").pixels(1).split()
    box = ImageChops.subtract(red, green).point(lambda light: 255 * (light > 200)).getbbox()
    assert box
    left, _, right, _ = box

    assert 240 == pytest.approx((left + right) / 2, abs=2)
    assert right - left < 100


TITLE = """\
---
title: A talk
numbers: ours
sources:
  - {id: paper, title: A paper, author: [{family: Doe}], issued: "1907"}
quotes:
  - {id: ounce, kind: verbatim, page: 3, text: an ounce}
---

## A talk {layout=title}

About [@ounce].

## First

Words.

## Closing {layout=closing}

Words.
"""


@pytest.mark.browser
def test_rings_on_a4(chromium: str, project: TinyProject) -> None:
    """On A4 nothing of the first and the last slide ends at their edges, which nobody sees there."""
    assert chromium
    project.write("talk.md", TITLE)
    pdf = exported(project, "talk.md", "--paper", "a4")
    for page in (1, len(pdf.pages)):
        taken = pdf.pixels(page).convert("L")
        ground = taken.getpixel((2, 2))
        (right, top), (width, height) = (
            (round(taken.width * (287 / 297)), round(taken.height * 27.09 / 210)),
            taken.size,
        )
        edges = taken.crop((right - 2, 0, right + 2, height)), taken.crop((0, top - 2, width, top + 2))
        assert [(ground, ground)] * 2 == [each.getextrema() for each in edges]


@pytest.mark.browser
def test_evidence_apart_from_the_programme(chromium: str, project: TinyProject) -> None:
    """What the first slide cites stands apart from the columns of its speakers."""
    assert chromium
    project.write("talk.md", TITLE)
    taken = exported(project, "talk.md").pixels(1).convert("L")
    ground = taken.getpixel((2, 2))
    rows = [taken.crop((0, row, taken.width // 2, row + 1)).getextrema() for row in range(taken.height)]
    used = [row for row, found in enumerate(rows) if found != (ground, ground)]
    *_, gap = (below - above for above, below in pairwise(used) if below > above + 1)

    assert gap > 12


@pytest.mark.browser
def test_where_the_site_stands(chromium: str, project: TinyProject) -> None:
    """Where the deck says where its site stands, evidence leads to its page there."""
    assert chromium
    text = (project.root / "content/deck.yml").read_text(encoding="utf-8")
    project.write("content/deck.yml", f"{text}url: https://example.org/talk\n")
    pdf = exported(project)

    assert Link(1, None, "https://example.org/talk/evidence.html#three-fourths") in pdf.links


@pytest.mark.browser
def test_some_slides(chromium: str, tmp_path: Path) -> None:
    """A part of a deck has its own pages and outline, and keeps the numbers of its slides."""
    assert chromium
    pdf = exported(two_sections(tmp_path / "two"), "--section", "two")

    assert [("Section two", 1, [("2 Slide two", 1)])] == pdf.outline
    assert ["2"] == [page.label for page in pdf.pdf.pages]
    assert "Speaker two" == str(pdf.pdf.docinfo["/Author"])


@pytest.mark.browser
def test_same_input_same_bytes(chromium: str, project: TinyProject, tmp_path: Path) -> None:
    """Two runs in two places give the same bytes, and so do two time zones."""
    assert chromium
    copy = TinyProject(tmp_path / "elsewhere" / "copy")
    shutil.copytree(project.root, copy.root)

    assert exported(project).content == exported(copy, PYTHONHASHSEED="7", TZ="Asia/Tokyo").content
