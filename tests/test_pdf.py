"""The deck as a PDF: what a reader, a screen reader and a printer find in it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from conftest import TinyProject
from instructdeck.browser.programs import CHOSEN
from instructdeck.deck.blocks import Citation, walk
from instructdeck.export.exported import ExportError
from instructdeck.extras import how_to_install
from instructdeck.printed.finish import be_ready
from instructdeck.printed.pdf import HEAVY, _ranges
from instructdeck.templating.templates import shipped
from pdfs import STEPS, Link, Read, exported, missing, slide_words
from sample import ROOT, loaded

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from instructdeck.deck.model import Deck


@pytest.fixture(scope="module")
def pdf(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Give the flagship as a PDF."""
    assert chromium
    target = tmp_path_factory.mktemp("pdf") / "flagship.pdf"
    done = TinyProject(ROOT).run("export", "pdf", "-o", str(target))
    assert 0 == done.returncode, done.stderr
    return Read.of(target)


@pytest.fixture(scope="module")
def deck() -> Deck:
    """Give the flagship."""
    return loaded(ROOT)[0]


# The flagship ---------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_one_page_for_each_slide(pdf: Read, deck: Deck) -> None:
    """There is a page for each slide, in their order and of their shape, and each is named by its slide's number."""
    assert len(deck.slides) == len(pdf.pages)
    assert {(960, 540)} == pdf.sizes
    assert [str(slide.number) for slide in deck.slides] == [page.label for page in pdf.pdf.pages]


@pytest.mark.browser
def test_every_word_in_reading_order(pdf: Read, deck: Deck) -> None:
    """Every word of every slide can be searched, copied and read aloud, in the order in which it is read."""
    lost = {slide.id: missing(slide_words(slide), text) for slide, text in zip(deck.slides, pdf.pages, strict=True)}

    assert {} == {name: words for name, words in lost.items() if words}


@pytest.mark.browser
def test_words_are_there_once(pdf: Read, deck: Deck) -> None:
    """What surrounds a chart's labels, so that they stand out from lines, is no second copy of their words."""
    page = next(text for slide, text in zip(deck.slides, pdf.pages, strict=True) if "SFT: 12,725" in text)

    assert 1 == page.count("Reward model: 33,207")


@pytest.mark.browser
def test_evidence_is_at_the_foot(pdf: Read, deck: Deck) -> None:
    """What a slide cites stands on its page, behind its own words."""
    slide = next(each for each in deck.slides if each.id == "alignment-tax")
    text = pdf.pages[slide.number - 1]

    assert text.index("Table 14") > text.index(slide.title_text)


@pytest.mark.browser
def test_outline(pdf: Read, deck: Deck) -> None:
    """The outline has each section with its first page, and below it each slide with its own."""
    expected = [
        (
            section.title,
            section.slides[0].number,
            [(f"{each.number} {each.title_text}", each.number) for each in section.slides],
        )
        for section in deck.sections
    ]

    assert expected == pdf.outline
    assert "/UseOutlines" == pdf.pdf.Root.PageMode


@pytest.mark.browser
def test_tags(pdf: Read, deck: Deck) -> None:
    """A screen reader is told what is a heading, a list, a table, a link and a picture, and what the picture shows."""
    tags = pdf.tags

    assert pdf.pdf.Root.MarkInfo.Marked
    assert "en" == pdf.pdf.Root.Lang
    assert len(deck.slides) == tags["/H2"]
    assert {"/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Link", "/Figure", "/BlockQuote"} <= set(tags)
    assert 0 == pdf.figures_without_alt


@pytest.mark.browser
def test_metadata(pdf: Read, deck: Deck) -> None:
    """Title, speakers and language are in the metadata, the clock and this machine nowhere."""
    speakers = [section.speaker.name for section in deck.sections]
    with pdf.pdf.open_metadata(update_docinfo=False) as metadata:
        said = {name: metadata[name] for name in ("dc:title", "dc:creator", "dc:language")}

    assert {"dc:title": deck.title, "dc:creator": speakers, "dc:language": {"en"}} == said
    assert [deck.title, ", ".join(speakers)] == [str(pdf.pdf.docinfo[name]) for name in ("/Title", "/Author")]
    assert {"/Title", "/Author", "/Subject", "/Creator", "/Producer"} == set(pdf.pdf.docinfo.keys())
    assert pdf.pdf.Root.ViewerPreferences.DisplayDocTitle
    assert [] == [each for each in (b"127.0.0.1", b"localhost", str(ROOT).encode()) if each in pdf.plain]


@pytest.mark.browser
def test_letters_are_letters(pdf: Read) -> None:
    """All typefaces are in the file, as outlines that a reader can hint and search, and no slide is a picture."""
    kinds, without = pdf.typefaces

    assert {"/Type0", "/CIDFontType2"} == kinds
    assert [] == without
    assert 0 == pdf.pictures


@pytest.mark.browser
def test_no_typeface_of_this_machine(pdf: Read, chromium: str, project: TinyProject) -> None:
    """Whatever signs are in the words, no typeface is this machine's own: all machines give the same PDF."""
    assert chromium
    signs = "\u2190 \u2192 \u2194 \u21d2 \u2191 \u2264 \u2265 \u2248 \u221e \u2208 \u221a \u00d7 \u2212 \u00b1 \u2713"
    slide = f"## A \u2192 b {{#a}}\n\n{signs}, **{signs}**, *{signs}*\n\n::: notes\nx\n:::\n"
    project.write("talk.md", f"---\ntitle: A\nspeaker: {{name: Ada}}\n---\n\n{slide}")

    assert {"Inter", "SourceSerif4", "KaTeX"} == pdf.families
    assert {"Inter", "SourceSerif4", "KaTeX"} == exported(project, "talk.md").families


@pytest.mark.browser
def test_links(pdf: Read, deck: Deck) -> None:
    """Each mark leads to the evidence on its page, which leads to the source; a link to a slide leads to its page."""
    paper = deck.main_source
    assert paper
    own = [link for link in pdf.links if link.to_page == link.page]
    marks = sum(len(node.cites) for slide in deck.slides for node in walk((slide.title, slide.blocks))
                if isinstance(node, Citation))  # fmt: skip
    programme = {link.to_page for link in pdf.links if link.page == 1} - {1, None}

    assert len(own) >= marks
    assert Link(2, None, paper.address) in pdf.links
    assert {section.slides[0].number for section in deck.sections[1:]} == programme
    assert all(link.to_page or link.address.startswith("https://") for link in pdf.links)


@pytest.mark.browser
def test_valid(pdf: Read, tmp_path: Path) -> None:
    """A program that knows the format finds nothing wrong with it."""
    file = tmp_path / "deck.pdf"
    file.write_bytes(pdf.content)

    assert [] == pdf.pdf.check_pdf_syntax()
    if qpdf := shutil.which("qpdf"):
        done = subprocess.run([qpdf, "--check", str(file)], capture_output=True, encoding="utf-8", check=False)
        assert 0 == done.returncode, done.stdout + done.stderr


# Large decks ----------------------------------------------------------------------------------------------------

IN_PARTS = """
import sys
from instructdeck.cli import main
from instructdeck.printed import pdf
pdf.PART = 4
main(sys.argv[1:])
"""
"""The program, with parts so small that a test need not wait for a large deck."""

SPECK = 2
"""Of 255: by how much a dot may differ where typefaces have other letters with them."""


def in_parts(root: Path, target: Path, *arguments: str, **environment: str) -> Read:
    """Export a deck as a PDF that is printed in parts; gives it read."""
    command = [sys.executable, "-W", "error", "-c", IN_PARTS, "export", "pdf", "-o", str(target), *arguments]
    done = subprocess.run(
        command, cwd=root, env=os.environ | environment, capture_output=True, encoding="utf-8", check=False
    )
    assert 0 == done.returncode, done.stderr
    return Read.of(target)


def test_heavy_pictures_make_more_parts() -> None:
    """Sheets are printed sixty at a time, and fewer where their pictures are heavy; one too heavy is alone."""
    assert [(0, 30), (30, 61)] == _ranges([0] * 61)
    assert [(0, 2), (2, 3), (3, 5)] == _ranges([HEAVY // 2, HEAVY // 2, 3 * HEAVY, 1, 1])
    assert [(0, 0)] == _ranges([])


@pytest.mark.browser
def test_a_large_deck_is_printed_in_parts(pdf: Read, tmp_path: Path) -> None:
    """What a reader finds in a deck that was printed in parts is what is in one that was printed as a whole."""
    parts = in_parts(ROOT, tmp_path / "parts.pdf")
    # Each part but the first is a group of its own below the one document.
    groups = "/NonStruct"

    assert pdf.pages == parts.pages
    assert [page.label for page in pdf.pdf.pages] == [page.label for page in parts.pdf.pages]
    assert pdf.outline == parts.outline
    assert pdf.links == parts.links
    assert pdf.tags - Counter({groups: pdf.tags[groups]}) == parts.tags - Counter({groups: parts.tags[groups]})
    assert 1 == parts.tags["/Document"]
    assert pdf.tags_of_pages == parts.tags_of_pages
    assert pdf.headers == parts.headers != []
    assert pdf.pdf.Root.Lang == parts.pdf.Root.Lang
    assert pdf.pdf.docinfo == parts.pdf.docinfo
    assert pdf.typefaces == parts.typefaces
    dots = zip(pdf.pixels(23).tobytes(), parts.pixels(23).tobytes(), strict=True)
    assert max(abs(one - other) for one, other in dots) <= SPECK
    assert [] == parts.pdf.check_pdf_syntax()


@pytest.mark.browser
def test_no_slide_has_a_perspective(browser: Browser, site: Path) -> None:
    """On paper no slide is in a space of its own: Chromium would paint all of them for every page."""
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto(f"{(site / 'deck/index.html').as_uri()}?print-pdf")
    found = page.evaluate(
        "[...document.querySelectorAll('.slides, .slide')].map(each => getComputedStyle(each).perspective)"
    )
    page.close()

    assert {"none"} == set(found)


@pytest.mark.browser
def test_parts_of_steps(chromium: str, project: TinyProject) -> None:
    """Links lead from one part to another where a slide is spread over both, and a picture of many slides is kept once.

    The bytes are the same in two runs.
    """
    assert chromium
    (project.root / "figures").mkdir()
    pytest.importorskip("PIL.Image").new("RGB", (90, 60), "red").save(project.root / "figures/red.png")
    picture = "\n![Red](figures/red.png)\n"
    steps = "".join(f"\n## Slide {number} {{#slide-{number}}}\n{picture}" for number in range(3, 9))
    project.write("talk.md", f"{STEPS}{steps}\nBack to [the second](#second), on to [a site](https://example.org/).\n")
    target = project.root.parent / "whole.pdf"
    done = project.run("export", "pdf", "talk.md", "--steps", "-o", str(target))
    assert 0 == done.returncode, done.stderr
    whole = Read.of(target)
    parts = in_parts(project.root, project.root.parent / "parts.pdf", "talk.md", "--steps")
    again = in_parts(project.root, target, "talk.md", "--steps", PYTHONHASHSEED="7", TZ="Asia/Tokyo")

    assert (11, whole.pages) == (len(parts.pages), parts.pages)
    assert Link(11, 4, "") in parts.links
    assert whole.links == parts.links
    assert 1 == parts.pictures
    assert parts.content == again.content


# What is hostile ------------------------------------------------------------------------------------------------


def hostile(host: str) -> str:
    """Give a talk that asks for too much, and for what is not its own."""
    wide = "|".join(["x"] * 500)
    return f"""\
---
title: "Hostile \u202e talk \U0001f389"
language: ar
numbers: ours
html: true
---

## مرحبا بالعالم {{#arabic}}

السلام عليكم

## Signs {{#signs}}

\U0001f389 \U0001f9d1\u200d\U0001f52c \U00013000 \ue000 {"long" * 200}

## Columns {{#columns}}

|{wide}|
|{"|".join(["-"] * 500)}|
|{wide}|

## Picture {{#picture}}

![Huge](figures/huge.png)

![Elsewhere](http://{host}/secret.png)

<img src="http://{host}/image" onerror="fetch('http://{host}/script')">
<iframe src="http://{host}/frame"></iframe>
<a href="http://{host}/link">a link</a>

![Drawn](figures/drawn.svg)

![Up](../secret.txt)
"""


@pytest.mark.browser
def test_a_hostile_deck(chromium: str, project: TinyProject, canary: tuple[str, list[str]]) -> None:
    """A deck that asks for too much is exported with its slides, and reaches no other server and no other file."""
    assert chromium
    host, asked = canary
    project.write("../secret.txt", "a canary in a file")
    (project.root / "figures").mkdir()
    huge = pytest.importorskip("PIL.Image").new("RGB", (12_000, 9_000), "red")
    huge.save(project.root / "figures/huge.png")
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="http://{host}/svg"/></svg>'
    project.write("figures/drawn.svg", drawn)
    project.write("talk.md", hostile(host))
    target = project.root.parent / "hostile.pdf"
    done = project.run("export", "pdf", "talk.md", "-o", str(target))
    pdf = Read.of(target)

    assert (1, True) == (done.returncode, "error[" in done.stderr)
    assert 4 == len(pdf.pages)
    assert "السلام" in pdf.pages[0] or "مالسلا" in pdf.pages[0]
    assert "ar" == pdf.pdf.Root.Lang
    assert [] == asked
    assert [] == [link for link in pdf.links if link.address and not link.address.endswith("/link")]
    assert b"a canary in a file" not in pdf.plain
    assert [] == pdf.pdf.check_pdf_syntax()


# What goes wrong ------------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("form", ["pdf", "handout", "png", "notes"])
def test_no_slides(chromium: str, project: TinyProject, form: str) -> None:
    """A deck without slides cannot be printed, which is said in a line, and nothing is written."""
    assert chromium
    project.write("content/deck.yml", "title: Nothing\nsections: []\n")
    before = set(project.root.rglob("*"))
    done = project.run("export", form, *(["-o", "notes.pdf"] if form == "notes" else []))

    assert 1 == done.returncode
    assert "error: this deck has no slides to" in done.stderr
    assert before == set(project.root.rglob("*"))


@pytest.mark.parametrize("form", ["pdf", "handout", "png"])
def test_no_browser(project: TinyProject, form: str) -> None:
    """Without a browser, what to do is said, and nothing is written."""
    before = set(project.root.rglob("*"))
    done = project.run("export", form, **{CHOSEN: "no-such-browser"})

    assert 1 == done.returncode
    assert f"error: {CHOSEN} names 'no-such-browser', which is no program\nhint: mend or unset {CHOSEN}" in done.stderr
    assert before == set(project.root.rglob("*"))


def test_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library that finishes a PDF, what to install is said before anything is printed."""
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    with pytest.raises(ExportError, match="this needs pikepdf") as caught:
        be_ready()

    assert f"install it: {how_to_install('browser')}" == caught.value.hint


@pytest.mark.browser
def test_a_killed_run(chromium: str, project: TinyProject) -> None:
    """A run that is killed as it writes leaves the PDF of the one before; the next removes what it has left."""
    assert chromium
    target = project.write("deck.pdf", "the one before")
    before = set(project.root.rglob("*"))
    # It ends there as hard as a program can.
    killed = (
        "import os, pathlib; pathlib.Path.replace = lambda *_: os.kill(os.getpid(), 9); import instructdeck.__main__"
    )
    command = [sys.executable, "-c", killed, "export", "pdf", "-o", "deck.pdf"]
    done = subprocess.run(command, cwd=project.root, capture_output=True, check=False)
    (left,) = set(project.root.rglob("*")) - before

    assert -signal.SIGKILL == done.returncode
    assert left.read_bytes().startswith(b"%PDF")
    assert "the one before" == target.read_text(encoding="utf-8")
    assert 0 == project.run("export", "pdf", "-o", "deck.pdf").returncode
    assert target.read_bytes().startswith(b"%PDF")
    assert before == set(project.root.rglob("*"))


@pytest.mark.browser
def test_a_template_of_ones_own(chromium: str, project: TinyProject) -> None:
    """A template that prints something else than the slides is told from one that only looks different."""
    assert chromium
    sheet = (shipped() / "assets/print.css").read_text(encoding="utf-8")
    project.write(
        "templates/assets/print.css", sheet.replace("height: 720px !important;", "height: 1500px !important;")
    )
    done = project.run("export", "pdf")

    assert 1 == done.returncode
    assert "error: the browser has printed 3 pages instead of 1" in done.stderr
    assert not (project.root / "deck.pdf").exists()
