"""The PowerPoint file of a deck: nothing lost, all of it native, the same every time, and nothing to repair."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from conftest import CACHE
from instructdeck.cache import SEAL, Cache, sealed
from instructdeck.check.checks import check
from instructdeck.deck import blocks as b
from instructdeck.deck.gallery import GALLERY
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.markdown.sheet import points
from instructdeck.powerpoint.art import Painter
from instructdeck.powerpoint.markup import named
from instructdeck.powerpoint.omml import mathml_of, spoken
from instructdeck.powerpoint.pptx import pptx_file
from instructdeck.powerpoint.words import DASH
from instructdeck.render.page import Page
from instructdeck.render.renderer import Renderer
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.formula import Formula
from instructdeck.typeset.typeset import Typesetter
from officefile import OfficeFile, faults, frame_of, name_of, sheet_of, words_of
from sample import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from instructdeck.deck.diagnostics import Diagnostic
    from instructdeck.deck.model import Deck, Slide

AROUND = {"Footer", "Slide number", "Next", "Section", "Speaker", "References", "Sign", "Badge"}
"""Boxes with words that are not the slide's own; those that begin with them, too."""
DECKS = {
    "flagship": ("", ROOT),
    "layouts": ("talk.md", ROOT / "tests/layouts"),
    "gallery": (Path(GALLERY).name, shipped() / "gallery"),
}


@dataclass(frozen=True)
class Sample:
    """A deck and its file."""

    deck: Deck
    renderer: Renderer
    file: OfficeFile
    losses: tuple[Diagnostic, ...]


@cache
def sample(name: str) -> Sample:
    """Give a deck, exported."""
    file, root = DECKS[name]
    return exported(root, file)


def exported(root: Path, file: str = "") -> Sample:
    """Load, check and export a deck."""
    project, templates = Project(root), Templates.of(root)
    typesetter = Typesetter(templates)
    deck = load(project, templates.layouts, file)
    project.findings.items.extend(check(deck, typesetter))
    made = pptx_file(deck, project, templates, typesetter)
    renderer = Renderer(deck, templates, typesetter, (), project.drawings)
    return Sample(deck, renderer, OfficeFile(made.content), made.losses)


SLIDES = [(name, number) for name in DECKS for number in range(len(sample(name).deck.slides))]


def said(slide: Slide) -> Counter[str]:
    """Give the words of a slide, without formulas, data and alt texts."""
    parts: list[str] = []
    for node in b.walk((slide.title, slide.blocks, slide.footnotes)):
        match node:
            case b.Text(text=text) | b.CodeSpan(text=text):
                parts.append(text)
            case b.CodeBlock(text=text) | b.Figure(caption=text) | b.Diagram(caption=text):
                parts.append(f" {text} ")
            case b.Explorable(caption=text) | b.VegaLite(caption=text):
                parts.append(f" {text} ")
            case b.InlineMath() | b.Citation() | b.FootnoteReference() | b.LineBreak():
                parts.append(" ")
            case b.Block() | b.ListItem() | b.Cell() | b.Definition() | b.Term():
                parts.append("\n")
    references = [node.reference_calc for node in b.walk(slide.blocks) if isinstance(node, b.Chart)]
    unsaid = " ".join(b.plain_text(each.children) for each in references if each)
    return Counter(re.findall(r"\w+", "".join(parts))) - Counter(re.findall(r"\w+", unsaid))


def marks(slide: Slide, page: Page) -> Counter[str]:
    """Give the words of the marks of evidence on a slide."""
    labels = [view.label for citation in slide.shown_citations for view in page.cites(citation)]
    return Counter(word for label in labels for word in re.findall(r"\w+", label))


def shown(file: OfficeFile, path: str) -> Counter[str]:
    """Give the words of a slide of the file that are its own."""
    texts = [words_of(shape) for shape in file.shapes(path) if not name_of(shape).startswith(tuple(AROUND))]
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


@pytest.mark.parametrize("name", DECKS)
def test_nothing_to_repair(name: str) -> None:
    """Ids are unique, all that is asked for is there, and no clock shows."""
    assert [] == faults(sample(name).file.content)


@pytest.mark.parametrize("name", DECKS)
def test_schemas_of_office(name: str, tmp_path: Path) -> None:
    """An independent validator finds every part as the schemas have it, but for letters of formulas.

    PowerPoint itself gives these their looks in `a:rPr`, of which the validator does not know.
    """
    path = tmp_path / "deck.pptx"
    path.write_bytes(sample(name).file.content)

    result = OpenXmlValidator(FileFormat.MICROSOFT_365, max_errors=0).validate(path)

    assert [] == [str(each) for each in result.errors if "'rPr'" not in str(each)]


@pytest.mark.parametrize(("name", "number"), SLIDES)
def test_no_words_are_lost(name: str, number: int) -> None:
    """A slide of the file has the words of the slide, its marks of evidence, and no others."""
    found = sample(name)
    slide = found.deck.slides[number]
    if slide.layout in ("title", "section"):
        pytest.skip("it also says who speaks")
    page = Page(found.renderer, slide.section, root="", deck="")
    notes = Counter(str(each.number) for each in b.walk(slide.blocks) if isinstance(each, b.FootnoteReference))

    assert said(slide) + marks(slide, page) + notes == shown(found.file, found.file.slides[number]) + footnotes(
        found, number
    )


def footnotes(found: Sample, number: int) -> Counter[str]:
    """Give the words of the footnotes of a slide of the file, without their numbers and without what is cited."""
    slide = found.deck.slides[number]
    words: Counter[str] = Counter()
    for shape in found.file.shapes(found.file.slides[number]):
        if name_of(shape) == "References" and slide.footnotes:
            lines = words_of(shape).split("\n")[: len(slide.footnotes)]
            words += Counter(word for line in lines for word in re.findall(r"\w+", line)[1:])
    return words


@pytest.mark.parametrize("name", DECKS)
def test_titles_and_openers(name: str) -> None:
    """The first slide and those that open a section have all their words as well."""
    found = sample(name)
    for slide, path in zip(found.deck.slides, found.file.slides, strict=True):
        if slide.layout in ("title", "section"):
            assert not said(slide) - shown(found.file, path)


@pytest.mark.parametrize(("name", "number"), SLIDES)
def test_notes_begin_with_the_script(name: str, number: int) -> None:
    """The notes of a slide are the speaker's, word for word, before what backs them."""
    found = sample(name)
    slide, path = found.deck.slides[number], found.file.slides[number]
    page = Page(found.renderer, slide.section, root="", deck="")
    notes = found.file.related(path, "notesSlide")
    wanted = " ".join(re.findall(r"\w+", " ".join(_spoken(slide.notes, page))))
    body = (
        [each for each in found.file.xml(notes[0]).iter(named("p:sp")) if 'type="body"' in str(_xml(each))]
        if notes
        else []
    )
    text = " ".join(re.findall(r"\w+", words_of(body[0]))) if body else ""

    assert text.startswith(wanted)
    assert bool(slide.notes or slide.shown_citations) <= bool(body)


def _xml(element: etree._Element) -> bytes:
    return etree.tostring(element)


def _spoken(nodes: object, page: Page) -> Iterator[str]:
    for node in b.walk(nodes):
        match node:
            case b.Text(text=text) | b.CodeSpan(text=text) | b.InlineMath(tex=text):
                yield text
            case b.Citation():
                yield ", ".join(view.label for view in page.cites(node))
            case _:
                pass


def test_quotes_stand_in_the_notes_in_full() -> None:
    """The words of each verbatim quote that a slide cites are in its notes."""
    found = sample("flagship")
    for slide, path in zip(found.deck.slides, found.file.slides, strict=True):
        notes = " ".join(words_of(found.file.xml(found.file.related(path, "notesSlide")[0])).split())
        cited = (found.deck.quotes.get(cite.id) for citation in slide.shown_citations for cite in citation.cites)
        missing = [
            quote.id
            for quote in cited
            if quote and " ".join(b.plain_text(quote.text).split()) not in notes and not _has_math(quote.text)
        ]
        assert [] == missing


def _has_math(nodes: object) -> bool:
    return any(isinstance(node, b.InlineMath | b.MathBlock | b.Citation) for node in b.walk(nodes))


@pytest.mark.parametrize(("name", "number"), SLIDES)
def test_formulas_are_formulas(name: str, number: int) -> None:
    """Each formula of a slide is one of Office, once, and words stand in its place for programs that know none."""
    found = sample(name)
    slide, path = found.deck.slides[number], found.file.slides[number]
    wanted = [node for node in b.walk((slide.title, slide.blocks)) if isinstance(node, b.InlineMath | b.MathBlock)]
    made = [each for shape in found.file.shapes(path) for each in shape.iter(named("m:oMath"))]
    plain = "".join(words_of(each) for each in found.file.xml(path).iter(named("mc:Fallback")))

    assert len(wanted) == len(made)
    for node in wanted:
        found_formula = found.renderer.typesetter.formula(node.tex, display=isinstance(node, b.MathBlock))
        assert isinstance(found_formula, Formula)
        assert _letters(spoken(mathml_of(found_formula.html))) in _letters(plain)


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text))


@pytest.mark.parametrize(("name", "number"), SLIDES)
def test_charts_have_their_data(name: str, number: int) -> None:
    """Each chart is one of Office; label, series and value of each of its points stand in its sheet."""
    found = sample(name)
    slide, path = found.deck.slides[number], found.file.slides[number]
    wanted = [node for node in b.walk(slide.blocks) if isinstance(node, b.Chart)]
    charts = found.file.related(path, "chart")

    assert len(wanted) == len(charts)
    for chart, target in zip(wanted, charts, strict=True):
        head, *rows = sheet_of(found.file, target)
        for point in points(chart):
            row = next(row for row in rows if row[0] == point.label or row[0] == f"{point.label}, {point.series}")
            column = head.index(point.series) if point.series in head else 1
            assert point.value == float(row[column])


@pytest.mark.parametrize("name", DECKS)
def test_pictures_have_their_words(name: str) -> None:
    """What is seen is described for who does not see it, or only adorns."""
    found = sample(name)
    for slide, path in zip(found.deck.slides, found.file.slides, strict=True):
        seen = (b.Figure, b.Diagram, b.Chart, b.VegaLite, b.Explorable)
        wanted = [" ".join(node.alt.split()) for node in b.walk(slide.blocks) if isinstance(node, seen)]
        about = [each for shape in found.file.shapes(path) for each in shape.iter(named("p:cNvPr"))]
        described = [" ".join(each.get("descr", "").split()) for each in about if each.get("descr")]
        assert wanted == described
        for picture in (shape for shape in found.file.shapes(path) if shape.tag == named("p:pic")):
            assert 'descr="' in str(_xml(picture)) or list(picture.iter(named("adec:decorative")))


@pytest.mark.parametrize("name", DECKS)
def test_placeholders(name: str) -> None:
    """Every slide has its title and its number in the placeholders of the layout that has the name of its own."""
    found = sample(name)
    for slide, path in zip(found.deck.slides, found.file.slides, strict=True):
        held = {each.get("type"): shape for shape in found.file.shapes(path) for each in shape.iter(named("p:ph"))}
        layout = found.file.xml(found.file.related(path, "slideLayout")[0])
        assert not set(re.findall(r"\w+", b.plain_text(slide.title))) - set(re.findall(r"\w+", words_of(held["title"])))
        assert f"{slide.number} / {len(found.deck.slides)}" == words_of(held["sldNum"])
        assert slide.layout.replace("-", " ").capitalize() == next(layout.iter(named("p:cSld"))).get("name")


def test_fragments_wait_for_a_press() -> None:
    """Each step of a slide is a press: of paragraphs, of a diagram, of a chart, of the parts of a formula."""
    found = sample("flagship")
    presses = {
        slide.id: sum(each.get("nodeType") == "clickEffect" for each in found.file.xml(path).iter(named("p:cTn")))
        for slide, path in zip(found.deck.slides, found.file.slides, strict=True)
    }

    assert {
        "whose-preferences": 4,
        "three-steps": 2,
        "human-preference": 3,
        "reward-model-loss": 4,
        "ppo-objective": 4,
    } == {name: count for name, count in presses.items() if count}


LISTS = """\
---
title: Lists
numbers: ours
---

## Lists

1. one
   - a bullet
2. two

   More of two.
3. three
   > quoted
   >
   > - within

Between.

3. third
   1. inner
4. fourth
"""
LEVELS = [
    ("one", 0, "1."), ("a bullet", 1, DASH), ("two", 0, "1."), ("More of two.", 1, ""), ("three", 0, "1."),
    ("quoted", 1, ""), ("within", 1, DASH), ("Between.", 0, ""),
    ("third", 0, "3."), ("inner", 1, "1."), ("fourth", 0, "3."),
]  # fmt: skip
"""The lines of the lists, each with its level and its sign; a list has one number, from which programs count."""


def test_levels_of_lists(tmp_path: Path) -> None:
    """What stands within an item is on a deeper level than it: only then do its list's numbers go on behind it."""
    (tmp_path / "talk.md").write_text(LISTS, encoding="utf-8")
    made = exported(tmp_path, "talk.md").file
    lines = [line for shape in made.shapes(made.slides[0]) for line in shape.iter(named("a:p"))]
    found = [(words_of(line), int(line[0].get("lvl", 0)), _sign(line)) for line in lines]

    assert LEVELS == [each for each in found if each[0] in {words for words, _, _ in LEVELS}]


def test_tall_picture_in_the_middle(tmp_path: Path) -> None:
    """With layout=figure a picture that does not fill the width stands in the middle, over its caption."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 900"><rect width="300" height="900"/></svg>'
    (tmp_path / "tall.svg").write_text(drawing, encoding="utf-8")
    text = '---\ntitle: Tall\n---\n\n## Tall {layout=figure}\n\n![A tall picture](tall.svg "Its caption")\n'
    (tmp_path / "talk.md").write_text(text, encoding="utf-8")
    made = exported(tmp_path, "talk.md").file
    shapes = {name_of(shape): shape for shape in made.shapes(made.slides[0])}
    place = frame_of(shapes["Figure"])

    assert 640 == pytest.approx(place.x + place.width / 2, abs=1)
    assert "ctr" == next(shapes["Caption"].iter(named("a:pPr"))).get("algn")


def _sign(line: etree._Element) -> str:
    for number in line.iter(named("a:buAutoNum")):
        return f"{number.get('startAt', 1)}."
    return next((each.get("char", "") for each in line.iter(named("a:buChar"))), "")


def test_sections_and_core() -> None:
    """The file lists the sections of the deck, and says its title and who speaks, but no date."""
    found = sample("flagship")
    sections = [each.get("name") for each in found.file.xml("ppt/presentation.xml").iter(named("p14:section"))]
    core = found.file.parts["docProps/core.xml"].decode()

    assert [section.title for section in found.deck.sections] == sections
    assert found.deck.title in core
    assert "Student 1; Student 2" in core
    assert "created" not in core
    assert "modified" not in core


@pytest.mark.parametrize("spoiled", ["", "none", "bm9uZQ=="])
def test_a_drawing_is_kept(tmp_path: Path, spoiled: str) -> None:
    """What an earlier run has drawn is not drawn again; what is kept and is no picture is."""
    painter = Painter(Templates((shipped(),)), cache=Cache(tmp_path))
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">a</text></svg>'
    drawn = painter.png(svg, 90)
    (file,) = tmp_path.iterdir()
    other = painter.png(svg.replace(b">a<", b">b<"), 90)
    (second,) = set(tmp_path.iterdir()) - {file}
    data = spoiled.encode() or second.read_bytes()[SEAL:]
    file.write_bytes(sealed(file.name, data))
    again = painter.png(svg, 90)

    assert drawn.startswith(b"\x89PNG")
    assert drawn != other
    assert (drawn if spoiled else other) == again


def test_vectors_stand_beside_their_pngs() -> None:
    """A drawing is packed as SVG without variables, style sheets and classes, and as PNG."""
    parts = sample("flagship").file.parts
    drawings = [data.decode() for path, data in parts.items() if path.endswith(".svg")]

    assert 9 == len(drawings) == sum(path.endswith(".png") for path in parts)
    assert not [each for each in drawings if re.search(r"var\(|class=|style=|currentColor|light-dark", each)]


def test_losses_have_their_place() -> None:
    """What is otherwise in the file is said once, with its line."""
    found = sample("flagship")
    wanted = [
        node.location for node in b.walk(tuple(s.blocks for s in found.deck.slides)) if isinstance(node, b.Explorable)
    ]

    assert sorted(wanted) == [each.location for each in found.losses]


def test_same_bytes(tmp_path: Path) -> None:
    """Two runs give one file, whatever the order of their hashes."""
    made = []
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.pptx"
        subprocess.run(
            [sys.executable, "-m", "instructdeck", "export", "pptx", str(ROOT), "-o", str(target)],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}", CACHE: str(tmp_path / "cache")},
            check=True,
        )
        made.append(target.read_bytes())

    assert made[0] == made[1]
    assert sample("flagship").file.content == made[0]
