"""The PowerPoint file in LibreOffice: every slide opens, its words on it; and what is changed there can be saved."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from lxml import etree

from instructdeck.powerpoint.fonts import FILES
from instructdeck.powerpoint.markup import named
from instructdeck.templating.templates import shipped
from officefile import OfficeFile, frame_of, name_of, words_of
from test_pptx import DECKS, LISTS, exported, sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice"),
]
SLACK = 3.0
"""Points by which a letter may reach beyond the edge: letters for code are others here."""
MOVED = 2.0
"""Pixels of a slide by which a box may be elsewhere after it was saved."""
NEW = "Said otherwise, and saved"
"""What is written in place of a title."""
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_PAGE, _FRAME, _SPAN = (f"{{{_OFFICE}:{name}}}{local}" for name, local in
                        (("drawing:1.0", "page"), ("drawing:1.0", "frame"), ("text:1.0", "span")))  # fmt: skip
_CLASS = f"{{{_OFFICE}:presentation:1.0}}class"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder for what LibreOffice makes, in which it knows our typefaces."""
    made = tmp_path_factory.mktemp("office")
    folders = "".join(f"<dir>{place}</dir>" for place in {(shipped() / file).parent for file in FILES.values()})
    known = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
    (made / "fonts.conf").write_text(f"<fontconfig>{known}{folders}</fontconfig>", encoding="utf-8")
    return made


def converted(file: Path, form: str) -> Path:
    """Give a file as LibreOffice saves it in another form, in the folder `saved` beside it."""
    home, made = file.parent, file.parent / "saved" / f"{file.stem}.{form}"
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(made.parent), str(file)]
    environment = {**os.environ, "FONTCONFIG_FILE": str(home / "fonts.conf")}
    subprocess.run(command, check=True, capture_output=True, timeout=300, env=environment)
    return made


@pytest.fixture(scope="module", params=DECKS)
def file(request: pytest.FixtureRequest, folder: Path) -> Path:
    """Give the file of a deck, which bears its name."""
    made = folder / f"{request.param}.pptx"
    made.write_bytes(sample(request.param).file.content)
    return made


@pytest.fixture(scope="module")
def pages(file: Path) -> Path:
    """Give the file as LibreOffice prints it."""
    return converted(file, "pdf")


def test_every_slide_opens(file: Path, pages: Path) -> None:
    """There is a page for each slide, and nearly all words of its boxes are on it.

    LibreOffice leaves out formulas within a line, and cuts words apart at the ends of lines.
    """
    given = sample(file.stem).file
    with pypdfium2.PdfDocument(pages) as document:
        printed = [page.get_textpage().get_text_bounded() for page in document]

    assert len(given.slides) == len(printed)
    for path, text in zip(given.slides, printed, strict=True):
        texts = [words_of(shape) for shape in given.shapes(path)]
        wanted = re.findall(r"\w{3,}", " ".join(texts))
        there = "".join(text.split())
        assert [] == [word for word in wanted if word not in there]


def test_no_words_beyond_the_edge(pages: Path) -> None:
    """No letter stands outside of its slide."""
    with pypdfium2.PdfDocument(pages) as document:
        for number, page in enumerate(document, 1):
            width, height = page.get_size()
            text = page.get_textpage()
            boxes = [text.get_charbox(index) for index in range(text.count_chars())]
            beyond = [max(-box[0], -box[1], box[2] - width, box[3] - height) for box in boxes]
            assert (number, []) == (number, [each for each in beyond if each > SLACK])


def test_numbers_go_on(folder: Path, tmp_path: Path) -> None:
    """The numbers of a list go on behind what stands within its items."""
    (tmp_path / "talk.md").write_text(LISTS, encoding="utf-8")
    given = folder / "lists.pptx"
    given.write_bytes(exported(tmp_path, "talk.md").file.content)
    with pypdfium2.PdfDocument(converted(given, "pdf")) as document:
        text = document[0].get_textpage().get_text_range()

    assert ["1one", "2two", "3three", "3third", "1inner", "4fourth"] == [
        f"{number}{word}" for number, word in re.findall(r"(\d)\.\s*(\w+)", text)
    ]


# What is changed there, and saved ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def saved(file: Path) -> OfficeFile:
    """Give the file after the title of its second slide was changed in LibreOffice's own form, and saved again."""
    return OfficeFile(converted(_retitled(converted(file, "odp")), "pptx").read_bytes())


def _retitled(file: Path) -> Path:
    """Write another title on the second page of an OpenDocument file; gives the new file."""
    made = file.parents[1] / file.name
    with zipfile.ZipFile(file) as given, zipfile.ZipFile(made, "w") as changed:
        for entry in given.infolist():
            content = given.read(entry)
            changed.writestr(entry, _with_title(content) if entry.filename == "content.xml" else content)
    return made


def _with_title(content: bytes) -> bytes:
    document = etree.parse(BytesIO(content))
    page = [*document.iter(_PAGE)][1]
    title = next(each for each in page.iter(_FRAME) if each.get(_CLASS) == "title")
    first, *others = title.iter(_SPAN)
    first.text = NEW
    for each in (*first, *others):
        each.text = ""
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8")


def _both(file: Path, saved: OfficeFile) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Give each shape as it was given and as it was saved."""
    given = sample(file.stem).file
    for before, after in zip(given.slides, saved.slides, strict=True):
        yield from zip(given.shapes(before), saved.shapes(after), strict=True)


def test_the_change_is_saved(file: Path, saved: OfficeFile) -> None:
    """The title that was changed is the new one; all other words are as they were given.

    LibreOffice saves the number of a slide without what it comes to, and words in place of formulas within a line.
    """
    given = sample(file.stem).file
    assert NEW in [words_of(each) for each in saved.shapes(saved.slides[1])]
    for number, (before, after) in enumerate(zip(given.slides, saved.slides, strict=True), 1):
        known, plain = given.shapes(before), given.shapes(before, known=False)
        for one, words, other in zip(known, plain, saved.shapes(after), strict=True):
            wanted = words_of(one if _is_formula(one) else words)
            if number == 2 and name_of(one) == "Title":
                wanted = NEW
            if name_of(one) != "Slide number":
                assert (number, wanted) == (number, words_of(other))


def _is_formula(shape: etree._Element) -> bool:
    """Tell whether there are formulas and no words in a shape."""
    return next(shape.iter(named("m:oMath")), None) is not None and not words_of(shape).strip()


def test_all_else_is_as_it_was(file: Path, saved: OfficeFile) -> None:
    """Shapes are what they were and where they were; links, animations, charts and formulas are all there."""
    given = sample(file.stem).file
    for one, other in _both(file, saved):
        a, b = frame_of(one), frame_of(other)
        sides = (a.x - b.x, a.y - b.y, a.width - b.width, a.height - b.height)
        assert (name_of(one), one.tag) == (name_of(one), other.tag)
        assert (name_of(one), True) == (name_of(one), max(map(abs, sides)) <= MOVED)
        assert (name_of(one), _is_formula(one)) == (name_of(one), _is_formula(other))
    for name in ("a:hlinkClick", "p:animEffect", "a:tbl", "c:chart"):
        assert (name, _count(given, name)) == (name, _count(saved, name))


def _count(file: OfficeFile, name: str) -> list[int]:
    """Give how many elements of a name each slide has, as programs see it that know no formulas."""
    timings = ([*file.xml(path).iter(named("p:timing"))] for path in file.slides)
    shapes = (file.shapes(path, known=False) for path in file.slides)
    return [sum(1 for part in (*each, *timing) for _ in part.iter(named(name)))
            for each, timing in zip(shapes, timings, strict=True)]  # fmt: skip


def test_notes_and_data_are_as_they_were(file: Path, saved: OfficeFile) -> None:
    """The notes of each slide have the same words, and each chart the same numbers."""
    given = sample(file.stem).file
    for before, after in zip(given.slides, saved.slides, strict=True):
        assert _notes(given, before) == _notes(saved, after)
        assert _numbers(given, before) == _numbers(saved, after)


def _notes(file: OfficeFile, path: str) -> str:
    texts = [
        " ".join(words_of(each).split()) for part in file.related(path, "notesSlide") for each in file.shapes(part)
    ]
    return max(texts, key=len, default="")


@cache
def _number(text: str) -> float:
    return round(float(text), 6)


def _numbers(file: OfficeFile, path: str) -> list[list[float]]:
    """Give the values that the charts of a slide show, in their order."""
    values = [
        [*file.xml(part).iter(named("c:val"), named("c:yVal"), named("c:xVal"))] for part in file.related(path, "chart")
    ]
    return [
        sorted(_number(each.text or "") for value in chart for each in value.iter(named("c:v"))) for chart in values
    ]
