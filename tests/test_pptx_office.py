"""The PowerPoint file as LibreOffice opens it: every slide, its words on it, and nothing beyond its edges."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from officefile import words_of
from test_pptx import DECKS, sample

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice"),
]
SLACK = 3.0
"""Points by which a letter may reach beyond the edge: there are other typefaces where ours are not installed."""


@pytest.fixture(scope="module", params=DECKS)
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """Give a deck's name, and its file as LibreOffice prints it."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "deck.pptx").write_bytes(sample(request.param).file.content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "deck.pptx")], check=True, capture_output=True, timeout=300)
    return request.param, folder / "deck.pdf"


def test_every_slide_opens(opened: tuple[str, Path]) -> None:
    """There is a page for each slide, and nearly all words of its boxes are on it.

    LibreOffice leaves out formulas within a line, and cuts words apart at the ends of lines.
    """
    name, pdf = opened
    file = sample(name).file
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]

    assert len(file.slides) == len(pages)
    for path, text in zip(file.slides, pages, strict=True):
        texts = [words_of(shape) for shape in file.shapes(path)]
        wanted = re.findall(r"\w{3,}", " ".join(texts))
        there = "".join(text.split())
        assert [] == [word for word in wanted if word not in there]


def test_no_words_beyond_the_edge(opened: tuple[str, Path]) -> None:
    """No letter stands outside of its slide."""
    _, pdf = opened
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            width, height = page.get_size()
            text = page.get_textpage()
            boxes = [text.get_charbox(index) for index in range(text.count_chars())]
            beyond = [max(-box[0], -box[1], box[2] - width, box[3] - height) for box in boxes]
            assert (number, []) == (number, [each for each in beyond if each > SLACK])
