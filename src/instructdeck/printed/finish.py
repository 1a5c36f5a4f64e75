"""A PDF as it comes from the browser, made into one to send: with an outline and metadata, and the same each time.

The browser writes the time of day and a random id into it, and knows nothing of sections and speakers.
"""

from __future__ import annotations

from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from instructdeck.browser.driver import EXTRA
from instructdeck.export.exported import ExportError
from instructdeck.extras import how_to_install
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pikepdf import Object, Pdf

    from instructdeck.deck.model import Deck, Slide

MAKER = "instructdeck"


@dataclass(frozen=True, slots=True)
class About:
    """What a PDF says of itself."""

    title: str
    speakers: tuple[str, ...]
    subject: str
    language: str

    @classmethod
    def of(cls, deck: Deck, title: str = "") -> About:
        """Give what holds for a deck: its speakers are those of the slides that are shown."""
        shown = {slide.section for slide in deck.slides}
        speakers = dict.fromkeys(each.speaker.name for each in deck.sections if each.id in shown)
        parts = (deck.subtitle, deck.event, deck.date)
        return cls(title or deck.title, tuple(speakers), ", ".join(part for part in parts if part), deck.language)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline."""

    title: str
    page: int
    """From 0."""
    inner: tuple[Bookmark, ...] = ()


def by_section(deck: Deck, pages: Sequence[tuple[Slide, int]]) -> tuple[Bookmark, ...]:
    """Give the outline of slides, each with its page: one line for each section, and in it one for each slide."""
    titles = {section.id: section.title for section in deck.sections}
    found: list[Bookmark] = []
    for section, group in groupby(pages, key=lambda each: each[0].section):
        slides = tuple(Bookmark(f"{slide.number} {slide.title_text}", page) for slide, page in group)
        found.append(Bookmark(titles[section], slides[0].page, slides))
    return tuple(found)


def pages_of_anchors(content: bytes) -> dict[str, int]:
    """Give the page, from 1, of each part of a PDF that a link of it leads to, by its id."""
    with _opened(content) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        places = pdf.Root.Dests.items() if "/Dests" in pdf.Root else ()
        return {name.removeprefix("/"): numbers[place[0].objgen] for name, place in places}


def page_count(content: bytes) -> int:
    """Give how many pages a PDF has."""
    with _opened(content) as pdf:
        return len(pdf.pages)


def finished(content: bytes, about: About, outline: Sequence[Bookmark] = (), labels: Sequence[str] = ()) -> bytes:
    """Give a PDF with its metadata and the names of its pages, the same bytes for the same pages.

    It keeps the outline that it has unless another one is given.
    """
    import pikepdf  # noqa: PLC0415  only where PDFs are made

    with _opened(content) as pdf:
        _describe(pdf, about)
        _mend_tags(pdf)
        if outline:
            _write_outline(pdf, outline)
        if "/Outlines" in pdf.Root:
            pdf.Root.PageMode = pikepdf.Name.UseOutlines
        if labels:
            names = [part for number, name in enumerate(labels) for part in (number, pikepdf.Dictionary(P=name))]
            pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array(names))
        if "/ID" in pdf.trailer:
            del pdf.trailer.ID  # half of it would be kept
        written = BytesIO()
        mode = pikepdf.ObjectStreamMode.generate
        pdf.save(written, deterministic_id=True, object_stream_mode=mode, min_version="1.7", linearize=False)
        return written.getvalue()


def be_ready() -> None:
    """See to it that PDFs can be finished, before one is printed.

    Raises:
        ExportError: the library for it is not installed.
    """
    try:
        import pikepdf  # noqa: PLC0415, F401
    except ImportError as error:
        raise ExportError(
            "this needs pikepdf, which finishes the PDF", f"install it: {how_to_install(EXTRA)}"
        ) from error


def _opened(content: bytes) -> Pdf:
    import pikepdf  # noqa: PLC0415

    return pikepdf.open(BytesIO(content))


def _describe(pdf: Pdf, about: About) -> None:
    """Write what the PDF is: once for readers of today, once for older ones."""
    import pikepdf  # noqa: PLC0415

    speakers = ", ".join(about.speakers)
    known = {"/Title": about.title, "/Author": speakers, "/Subject": about.subject, "/Creator": MAKER}
    producer = str(pdf.docinfo.get("/Producer", ""))
    pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary({}))
    for name, value in (known | {"/Producer": producer}).items():
        if value:
            pdf.docinfo[name] = pikepdf.String(value)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        said: dict[str, str | list[str] | set[str]] = {
            "dc:title": about.title,
            "dc:creator": list(about.speakers),
            "dc:description": about.subject,
            "dc:language": {about.language},
            "xmp:CreatorTool": MAKER,
            "pdf:Producer": producer,
        }
        for name, words in said.items():
            if words:
                metadata[name] = words
    pdf.Root.Lang = pikepdf.String(about.language)
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)


def _mend_tags(pdf: Pdf) -> None:
    """Let a picture be told once: Chromium tags what holds a picture and its caption as one more, without words."""
    import pikepdf  # noqa: PLC0415

    parts = [
        each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem"
    ]
    for each in parts:
        if each.get("/S") == "/Figure" and not str(each.get("/Alt", "")):
            each.S = pikepdf.Name.Div
    if "/StructTreeRoot" in pdf.Root:
        _number_tags(pdf, parts)
        # Known since PDF 2.0 alone.
        roles = dict.fromkeys(("/Strong", "/Em"), pikepdf.Name.Span)
        pdf.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(dict(pdf.Root.StructTreeRoot.get("/RoleMap", {})) | roles)


def _number_tags(pdf: Pdf, parts: Iterable[Object]) -> None:
    """Name anew the tags that have names, in their order: Chromium's own go on from whatever it has counted before."""
    import pikepdf  # noqa: PLC0415

    if "/IDTree" not in pdf.Root.StructTreeRoot:
        return
    tags = dict(pikepdf.NameTree(pdf.Root.StructTreeRoot.IDTree))
    names = {old: f"tag{number:06}" for number, old in enumerate(sorted(tags), 1)}
    tree = pikepdf.NameTree.new(pdf)
    for old, new in names.items():
        tags[old].ID = pikepdf.String(new)
        tree[new] = tags[old]
    pdf.Root.StructTreeRoot.IDTree = tree.obj
    for part in parts:
        for said in part.get("/A", ()):
            if "/Headers" in said:
                said.Headers = pikepdf.Array([pikepdf.String(names[str(each)]) for each in said.Headers])


def _write_outline(pdf: Pdf, outline: Sequence[Bookmark]) -> None:
    import pikepdf  # noqa: PLC0415

    def item(mark: Bookmark) -> pikepdf.OutlineItem:
        made = pikepdf.OutlineItem(mark.title, mark.page, "Fit")
        made.children.extend(item(each) for each in mark.inner)
        return made

    with pdf.open_outline() as written:
        written.root[:] = [item(each) for each in outline]
