"""Reads PDFs: their words in order, outline, links, tags and typefaces."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2

from instructdeck.deck.blocks import Chart, CodeBlock, CodeSpan, Text, walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import TinyProject
    from instructdeck.deck.model import Slide

_WORD = re.compile(r"\w+")
STEPS = """\
---
title: Steps
numbers: ours
sources:
  - {id: paper, title: A paper, author: [{family: Doe}], issued: "1907", URL: "https://example.org/paper"}
quotes:
  - {id: ounce, kind: verbatim, page: 3, text: an ounce}
  - {id: pound, kind: verbatim, page: 4, text: a pound}
---

## First {#first}

::: incremental
- alpha [@ounce]
- beta [@pound]
:::

## Second {#second}

Back to [the first](#first), on to [a site](https://example.org/).

```python {lines="1|2"}
one = 1
two = 2
```
"""
"""Two slides, in five steps."""


@dataclass(frozen=True)
class Link:
    """A link: the page it stands on, and the page or the address where it leads; pages from 1."""

    page: int
    to_page: int | None
    address: str


@dataclass(frozen=True)
class Read:
    """A PDF."""

    content: bytes

    @classmethod
    def of(cls, path: Path) -> Read:
        """Read a file."""
        return cls(path.read_bytes())

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        """Its objects."""
        return pikepdf.open(io.BytesIO(self.content))

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The text of each page, in the order in which it is painted."""
        document = pypdfium2.PdfDocument(self.content)
        texts = tuple(document[index].get_textpage().get_text_range() for index in range(len(document)))
        document.close()
        return texts

    @property
    def sizes(self) -> set[tuple[int, int]]:
        """Widths and heights of its pages, in points."""
        return {(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in self.pdf.pages}

    def pixels(self, page: int) -> Any:  # noqa: ANN401
        """Give a page as a picture of 480 pixels across."""
        document = pypdfium2.PdfDocument(self.content)
        sheet = document[page - 1]
        taken = sheet.render(scale=480 / sheet.get_width()).to_pil()
        document.close()
        return taken

    def letters(self, page: int) -> list[tuple[str, tuple[float, float, float, float]]]:
        """Give the letters of a page, each with its left, bottom, right and top, in points."""
        document = pypdfium2.PdfDocument(self.content)
        text = document[page - 1].get_textpage()
        found = [(text.get_text_range(index, 1), text.get_charbox(index)) for index in range(text.count_chars())]
        document.close()
        return found

    def number_of(self, page: Any) -> int:  # noqa: ANN401
        """Give the number of a page, from 1."""
        return next(number for number, each in enumerate(self.pdf.pages, 1) if each.obj.objgen == page.objgen)

    @property
    def outline(self) -> list[tuple[str, int, list[tuple[str, int]]]]:
        """Titles and pages of its outline, and of what stands below each."""
        with self.pdf.open_outline() as outline:
            return [(*self._mark(each), [self._mark(inner) for inner in each.children]) for each in outline.root]

    def _mark(self, mark: pikepdf.OutlineItem) -> tuple[str, int]:
        assert isinstance(mark.destination, pikepdf.Array)
        return mark.title, self.number_of(mark.destination[0])

    @property
    def links(self) -> list[Link]:
        """Its links."""
        return [
            self._link(number, note)
            for number, page in enumerate(self.pdf.pages, 1)
            for note in page.obj.get("/Annots", [])
            if note.Subtype == "/Link"
        ]

    def _link(self, number: int, note: pikepdf.Object) -> Link:
        if "/A" in note:
            return Link(number, None, str(note.A.URI))
        place = note.Dest
        if isinstance(place, pikepdf.Name):
            place = self.pdf.Root.Dests[place]
        return Link(number, self.number_of(place[0]), "")

    @property
    def tags(self) -> Counter[str]:
        """How often each kind of tag is in it."""
        return Counter(str(each.S) for each in self.objects if each.get("/Type") == "/StructElem")

    @property
    def tags_of_pages(self) -> list[tuple[list[str], list[str]]]:
        """For each page the kinds of the tags of what is painted on it, where they mean something, and of its links."""
        tags = pikepdf.NumberTree(self.pdf.Root.StructTreeRoot.ParentTree)
        found = []
        for page in self.pdf.pages:
            painted = list(tags[int(page.obj.StructParents)])
            assert all(each.Pg.objgen == page.obj.objgen for each in painted if isinstance(each.get("/K"), int))
            links = [tags[int(note.StructParent)] for note in page.obj.get("/Annots", ())]
            found.append(([str(each.S) for each in painted if each.S != "/NonStruct"], [str(each.S) for each in links]))
        return found

    @property
    def headers(self) -> list[str]:
        """The kinds of the tags that cells of tables name as their headers, in the order of their names."""
        names = pikepdf.NameTree(self.pdf.Root.StructTreeRoot.IDTree)
        assert [name for name, _ in names.items()] == sorted({str(each.ID) for each in self.objects if "/ID" in each})
        cells = (said for each in self.objects if each.get("/S") == "/TD" for said in each.A)
        return [str(names[name].S) for name in sorted(str(each) for said in cells for each in said.get("/Headers", ()))]

    @property
    def figures_without_alt(self) -> int:
        """How many pictures are tagged as such and say nothing."""
        return sum(each.get("/S") == "/Figure" and not str(each.get("/Alt", "")) for each in self.objects)

    @property
    def objects(self) -> Iterator[pikepdf.Object]:
        """Every dictionary in it."""
        return (each for each in self.pdf.objects if isinstance(each, pikepdf.Dictionary))

    @property
    def typefaces(self) -> tuple[set[str], list[str]]:
        """The kinds of its typefaces, and the names of those that are not in it."""
        fonts = [each for each in self.objects if each.get("/Type") == "/FontDescriptor"]
        kinds = {str(each.Subtype) for each in self.objects if each.get("/Type") == "/Font"}
        return kinds, [str(each.FontName) for each in fonts if not {"/FontFile2", "/FontFile3"} & set(each.keys())]

    @property
    def families(self) -> set[str]:
        """The names of its typefaces, without their styles."""
        named = (str(each.BaseFont) for each in self.objects if "/BaseFont" in each)
        return {re.sub(r"^/(?:[A-Z]{6}\+)?|[-_][A-Za-z0-9-]*$", "", name) for name in named}

    @property
    def pictures(self) -> int:
        """How many pictures of pixels are in it."""
        streams = (each for each in self.pdf.objects if isinstance(each, pikepdf.Stream))
        return sum(each.get("/Subtype") == "/Image" for each in streams)

    @property
    def plain(self) -> bytes:
        """All of it with nothing packed."""
        written = io.BytesIO()
        mode = pikepdf.ObjectStreamMode.disable
        self.pdf.save(written, object_stream_mode=mode, stream_decode_level=pikepdf.StreamDecodeLevel.all)
        return written.getvalue()


def words_of(nodes: object) -> list[str]:
    """Give the words of nodes in reading order, without those of formulas and of what is drawn."""
    kinds = (Text, CodeSpan, CodeBlock)
    drawn = {id(inner) for node in walk(nodes) if isinstance(node, Chart) for inner in walk((node.reference_calc,))}
    told = (node for node in walk(nodes) if isinstance(node, kinds) and id(node) not in drawn)
    return [word for node in told for word in _WORD.findall(node.text)]


def slide_words(slide: Slide) -> list[str]:
    """Give the words of a slide, as `words_of`."""
    return words_of((slide.title, slide.blocks, slide.footnotes))


def missing(words: list[str], text: str) -> list[str]:
    """Give those of some words that a text does not have after the one before; it may break a word across lines."""
    letters, at, lost = "".join(_WORD.findall(text)), 0, []
    for word in words:
        found = letters.find(word, at)
        if found < 0:
            lost.append(word)
        else:
            at = found + len(word)
    return lost


def exported(project: TinyProject, *arguments: str, **environment: str) -> Read:
    """Export a deck as a PDF; gives it read."""
    target = project.root.parent / "deck.pdf"
    done = project.run("export", "pdf", "-o", str(target), *arguments, **environment)
    assert 0 == done.returncode, done.stderr
    return Read.of(target)
