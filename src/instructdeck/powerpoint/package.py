"""The file as a package of parts: the theme with its master and layouts first, then slides, notes, pictures, charts."""

from __future__ import annotations

import re
import uuid
from dataclasses import field
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.parts.chart import ChartPart

from instructdeck.deck.links import ExternalTarget, SlideTarget
from instructdeck.values import dataclass

from .archive import packed
from .boxes import File
from .layouts import shown
from .markup import element, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pptx.parts.slide import SlidePart
    from pptx.presentation import Presentation as Opened

    from instructdeck.deck.links import Target
    from instructdeck.deck.model import Section
    from instructdeck.export.losses import Losses

    from .art import Painter
    from .boxes import Source
    from .chart import ChartWithData
    from .images import Images
    from .markup import Element

SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
LINK_COLOR = "{A12FA001-AC4F-418D-AE19-62706E023703}"
"""The extension by which a link keeps the color of its words."""
IDENTITIES = uuid.UUID("6f6c9d0e-3c7e-5d0c-9a53-7e1f0b1b8a42")
"""What the ids of sections are made from, with their names: the same for the same deck."""
IMAGES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml"}
JUMP = "ppaction://hlinksldjump"
HOST = re.compile(r"[a-z0-9_.-]+|[0-9a-f:.]+")
"""The name of a host, or its number."""
MOST_LINK = 2_000
"""Characters of an address; programs refuse files with longer ones."""


@dataclass
class Package:
    """A file to which slides are added."""

    opened: Opened
    images: Images
    painter: Painter
    losses: Losses
    slides: dict[str, SlidePart] = field(default_factory=dict)
    """The part of each slide, by its id."""
    media: dict[str, Part] = field(default_factory=dict)
    """The pictures, by the hash of what is in them."""
    drawn: dict[object, tuple[bytes, bytes] | None] = field(default_factory=dict)
    """Drawings as SVG and PNG."""

    @classmethod
    def begun(cls, content: bytes, images: Images, painter: Painter, losses: Losses) -> Package:
        """Give a package that begins with a file without slides."""
        return cls(Presentation(BytesIO(content)), images, painter, losses)

    @property
    def _root(self) -> Any:  # noqa: ANN401  its methods come from a metaclass
        return self.opened.part._element  # noqa: SLF001  python-pptx has no public name for it

    def add(self, name: str, layout: str) -> None:
        """Add an empty slide; all are there before one can lead to another."""
        known = {each.name: each for each in self.opened.slide_layouts}
        relation, slide = self.opened.part.add_slide(known[shown(layout)])
        self._root.get_or_add_sldIdLst().add_sldId(relation)
        self.slides[name] = slide.part

    def section_list(self, sections: Sequence[Section], shown: Sequence[str]) -> None:
        """Part the slides into sections, as programs list them."""
        ids = dict(zip(shown, [each.get("id") for each in self._root.sldIdLst], strict=True))
        listed = element("p14:sectionLst")
        for section in sections:
            members = [ids[slide.id] for slide in section.slides if slide.id in ids]
            if members:
                identity = "{" + str(uuid.uuid5(IDENTITIES, section.id)).upper() + "}"
                inner = element("p14:sldIdLst", None, *(element("p14:sldId", {"id": each}) for each in members))
                listed.append(element("p14:section", {"name": section.title, "id": identity}, inner))
        self._root.append(element("p:extLst", None, element("p:ext", {"uri": SECTIONS}, listed)))

    def numbered_from(self, numbers: Sequence[int]) -> None:
        """Let the numbers of the slides begin as in the deck, where no slide between them is left out."""
        if numbers[0] != 1 and list(numbers) == list(range(numbers[0], numbers[0] + len(numbers))):
            self._root.set("firstSlideNum", str(numbers[0]))

    def fill(self, name: str, shapes: Sequence[Element], timing: Element | None) -> None:
        """Put the shapes on a slide, and say when they appear."""
        root: Any = self.slides[name]._element  # noqa: SLF001  as above
        root.find(f".//{named('p:spTree')}").extend(shapes)
        if timing is not None:
            root.append(timing)

    def note(self, name: str, paragraphs: Sequence[Element]) -> None:
        """Put the notes under a slide."""
        if not paragraphs:
            return
        holder: Any = self.slides[name].notes_slide.notes_placeholder
        body = holder._element.txBody  # noqa: SLF001  as above
        for old in body.findall(named("a:p")):
            body.remove(old)
        body.extend(paragraphs)

    def saved(self) -> bytes:
        """Give the file."""
        stream = BytesIO()
        self.opened.save(stream)
        return packed(stream.getvalue())

    def beside(self, name: str) -> SlidePacking:
        """Give what packs things beside a slide."""
        return SlidePacking(self, self.slides[name])

    def medium(self, content: bytes, ending: str) -> Part:
        """Give the part of a picture, which is packed once."""
        digest = sha256(content).hexdigest()
        if digest not in self.media:
            path = PackURI(f"/ppt/media/image{len(self.media) + 1}.{ending}")
            self.media[digest] = Part(path, IMAGES[ending], self.opened.part.package, content)
        return self.media[digest]


@dataclass(frozen=True, slots=True)
class SlidePacking:
    """Packs what stands on one slide and is a part of its own, or leads to one."""

    package: Package
    part: SlidePart

    def link(self, target: Target, tip: str) -> Element | None:
        """Give the element by which words of a slide lead somewhere; None where the file has nothing there."""
        match target:
            case SlideTarget(slide) if slide in self.package.slides:
                relation, action = self.part.relate_to(self.package.slides[slide], RELATIONSHIP_TYPE.SLIDE), JUMP
            case ExternalTarget(address) if is_address(address):
                relation, action = self.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True), ""
            case _:
                return None
        color = element("ahyp:hlinkClr", {"val": "tx"})
        kept = element("a:extLst", None, element("a:ext", {"uri": LINK_COLOR}, color))
        return element("a:hlinkClick", {"r:id": relation, "action": action or None, "tooltip": tip[:255] or None}, kept)

    def picture(self, source: Source, width: float) -> tuple[str, str]:
        """Pack a picture; gives its relationship, and that of its SVG; both empty when it cannot be had."""
        if isinstance(source, File):
            image = self.package.images.get(source.path)
            if image is None:
                return "", ""
            if image.ending != "svg":
                return self.part.relate_to(
                    self.package.medium(image.content, image.ending), RELATIONSHIP_TYPE.IMAGE
                ), ""
            svg = image.content
        else:
            svg = self.package.painter.svg(source)
        key = (sha256(svg).digest(), round(width))
        if key not in self.package.drawn:
            try:
                self.package.drawn[key] = (svg, self.package.painter.png(svg, width))
            except ValueError:
                self.package.drawn[key] = None
        found = self.package.drawn[key]
        if found is None:
            if isinstance(source, File):
                self.package.losses.add(f"'{source.path}' cannot be drawn; it is left out", source.location)
            return "", ""
        raster, vector = (self.package.medium(content, ending) for content, ending in ((found[1], "png"), (svg, "svg")))
        return self.part.relate_to(raster, RELATIONSHIP_TYPE.IMAGE), self.part.relate_to(
            vector, RELATIONSHIP_TYPE.IMAGE
        )

    def chart(self, made: ChartWithData) -> str:
        """Pack a chart with its workbook; gives its relationship."""
        from lxml import etree  # noqa: PLC0415

        package = self.package.opened.part.package
        path = package.next_partname(ChartPart.partname_template)
        packed_chart = ChartPart(path, CONTENT_TYPE.DML_CHART, package, parse_xml(etree.tostring(made.space)))
        packed_chart.chart_workbook.update_from_xlsx_blob(made.workbook)
        return self.part.relate_to(packed_chart, RELATIONSHIP_TYPE.CHART)


def is_address(address: str) -> bool:
    """Tell whether programs take an address: a file with one that they cannot read is broken to them."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return False
    plain = address.isascii() and address.isprintable() and not set(address) & set(' <>"{}|\\^`')
    if parts.scheme in ("http", "https"):
        return plain and bool(HOST.fullmatch(parts.hostname or "")) and len(address) <= MOST_LINK
    return plain and parts.scheme == "mailto" and "@" in parts.path and len(address) <= MOST_LINK
