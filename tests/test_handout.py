"""The handout and the speakers' notes on A4."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from conftest import TinyProject
from instructdeck.deck.blocks import plain_text
from instructdeck.deck.quotation import QuoteKind
from instructdeck.export.notes import spoken
from pdfs import Link, Read, missing, words_of
from sample import ROOT, loaded

if TYPE_CHECKING:
    from pathlib import Path

    from instructdeck.deck.model import Deck


@pytest.fixture(scope="module")
def deck() -> Deck:
    """Give the flagship."""
    return loaded(ROOT)[0]


def exported(folder: Path, *arguments: str, root: Path = ROOT) -> Read:
    """Export a deck as pages to print; gives them read."""
    target = folder / "printed.pdf"
    done = TinyProject(root).run("export", *arguments, "-o", str(target))
    assert 0 == done.returncode, done.stderr
    return Read.of(target)


@pytest.fixture(scope="module")
def handout(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Give the handout of the flagship."""
    assert chromium
    return exported(tmp_path_factory.mktemp("handout"), "handout")


@pytest.fixture(scope="module")
def script(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Give the speakers' notes of the flagship."""
    assert chromium
    return exported(tmp_path_factory.mktemp("script"), "notes")


def first_page(pdf: Read, deck: Deck) -> dict[str, int]:
    """Give the page of each section's synthesis, by the section's id."""
    heads = [number for number, text in enumerate(pdf.pages, 1) if re.search(r"Section \d of \d", text)]
    return dict(zip((section.id for section in deck.sections), heads, strict=True))


@pytest.mark.browser
def test_cover_and_contents(handout: Read, deck: Deck) -> None:
    """The booklet begins with a cover, then says on which page each section and each slide is."""
    contents = handout.pages[1]
    pages = [int(number) for number in re.findall(r"(\d+)\s*$", contents, re.MULTILINE)]
    pages.remove(2)  # its own

    assert {(595, 842)} == handout.sizes
    assert all(section.speaker.name in handout.pages[0] for section in deck.sections)
    assert deck.title in " ".join(handout.pages[0].split())
    assert [] == missing([word for slide in deck.slides for word in words_of(slide.title)], contents)
    assert len(deck.slides) + len(deck.sections) == len(pages)
    assert [link.to_page for link in handout.links if link.page == 2] == pages
    assert set(first_page(handout, deck).values()) < set(pages)


@pytest.mark.browser
def test_each_synthesis_on_its_page(handout: Read, deck: Deck) -> None:
    """Each section's synthesis has a page to itself, with all its words in their order."""
    for section, page in first_page(handout, deck).items():
        synthesis = next(each.synthesis for each in deck.sections if each.id == section)
        assert synthesis
        assert [] == missing(words_of(synthesis.blocks), handout.pages[page - 1])


@pytest.mark.browser
def test_quotes_in_full(handout: Read, deck: Deck) -> None:
    """Beside each slide stands every quote that it cites, from its first word to its last."""
    text = "".join(re.findall(r"\w+", "".join(handout.pages)))
    cited = {cite.id for slide in deck.slides for node in slide.shown_citations for cite in node.cites}
    words = {
        name: "".join(re.findall(r"\w+", plain_text(quote.text)))
        for name, quote in deck.quotes.items()
        if name in cited and quote.kind in (QuoteKind.VERBATIM, QuoteKind.ELIDED)
    }

    assert len(words) > 50
    assert {} == {name: said for name, said in words.items() if "$" not in said and said not in text}


@pytest.mark.browser
def test_three_slides_a_page(handout: Read, deck: Deck) -> None:
    """Three slides stand on a page, unless the quotes of one of them take more room, and none is left out."""
    total = len(deck.slides)
    numbers = [re.findall(rf"\b(\d+) / {total}\b", text) for text in handout.pages]
    found = [int(number) for page in numbers for number in page]

    assert [slide.number for slide in deck.slides] == found
    assert 3 == max(map(len, numbers))
    assert len(handout.pages) <= 2 + len(deck.sections) * 3


@pytest.mark.browser
def test_it_is_tagged_and_its_letters_are_letters(handout: Read, script: Read, deck: Deck) -> None:
    """Both are tagged and have an outline, a title and their typefaces."""
    for pdf in (handout, script):
        assert pdf.pdf.Root.MarkInfo.Marked
        assert deck.title == str(pdf.pdf.docinfo["/Title"])
        assert ({"/Type0", "/CIDFontType2"}, []) == pdf.typefaces
        assert pdf.outline
        assert [] == [each for each in (b"127.0.0.1", str(ROOT).encode()) if each in pdf.plain]
        assert [] == pdf.pdf.check_pdf_syntax()


@pytest.mark.browser
def test_one_section(chromium: str, tmp_path: Path) -> None:
    """The handout of one section is its synthesis and its slides, without a cover."""
    assert chromium
    pdf = exported(tmp_path, "handout", "--section", "results", "--slides", "14-15")

    assert 2 == len(pdf.pages)
    assert pdf.pages[0].startswith("Section 4 of 5")
    assert ["14", "15"] == re.findall(r"\b(\d+) / 23\b", pdf.pages[1])
    assert Link(1, None, "https://arxiv.org/abs/2203.02155v1") in pdf.links


@pytest.mark.browser
def test_every_word_of_the_notes(script: Read, deck: Deck) -> None:
    """Each speaker's notes are there with all their words, in the order in which they are said."""
    text = "".join(script.pages)

    assert [] == missing([word for slide in deck.slides for word in words_of(slide.notes)], text)


@pytest.mark.browser
def test_times_of_the_notes(script: Read, deck: Deck) -> None:
    """Beside each slide stands when its notes are said, and over each section how long all of them take."""
    text = " ".join("".join(script.pages).split())
    for section in deck.sections:
        said = 0
        for slide in section.slides:
            assert f"{spoken(said)} \N{EN DASH} {spoken(said + slide.spoken_words)}" in text
            said += slide.spoken_words
        assert f"{spoken(said)} of {section.minutes:g} min" in text


@pytest.mark.browser
def test_same_input_same_bytes(chromium: str, tmp_path: Path, project: TinyProject) -> None:
    """Two runs give the same bytes."""
    assert chromium
    runs = [exported(tmp_path, form, root=project.root).content for form in ("handout", "notes") * 2]

    assert runs[:2] == runs[2:]
