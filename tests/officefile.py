"""An Office file as tests read it: its parts, what leads where, and what PowerPoint would want to repair in it."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from posixpath import dirname, normpath
from typing import TYPE_CHECKING

from lxml import etree

from instructdeck.powerpoint.boxes import Frame
from instructdeck.powerpoint.markup import NAMESPACES, PIXEL, named

if TYPE_CHECKING:
    from collections.abc import Iterator

TYPES = "[Content_Types].xml"
_RELATED = re.compile(r"\{" + re.escape(NAMESPACES["r"]) + r"\}(?:id|embed|link|pict)")
_AXIS = named("c:axId")
_ROOTS = {"slide": "p:sld", "slideLayout": "p:sldLayout", "slideMaster": "p:sldMaster", "notesSlide": "p:notes",
          "notesMaster": "p:notesMaster", "presentation.main": "p:presentation"}  # fmt: skip


@dataclass(frozen=True)
class OfficeFile:
    """A file, opened."""

    content: bytes

    @cached_property
    def parts(self) -> dict[str, bytes]:
        """The parts by their paths."""
        with zipfile.ZipFile(BytesIO(self.content)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def xml(self, path: str) -> etree._Element:
        """Give the root of a part."""
        return etree.fromstring(self.parts[path])

    def relations(self, path: str) -> dict[str, tuple[str, str]]:
        """Give where a part leads: kind and target by id; targets within the file by their paths."""
        found: dict[str, tuple[str, str]] = {}
        rels = f"{dirname(path)}/_rels/{path.rpartition('/')[2]}.rels".lstrip("/")
        for each in self.xml(rels) if rels in self.parts else ():
            target = each.get("Target", "")
            inner = each.get("TargetMode") != "External"
            where = normpath(f"{dirname(path)}/{target}").lstrip("/") if not target.startswith("/") else target[1:]
            found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], where if inner else target)
        return found

    def related(self, path: str, kind: str) -> list[str]:
        """Give what a part leads to, of one kind."""
        return [target for name, target in self.relations(path).values() if name == kind]

    @cached_property
    def slides(self) -> tuple[str, ...]:
        """The paths of the slides in their order."""
        known = self.relations("ppt/presentation.xml")
        listed = self.xml("ppt/presentation.xml").iterfind(f".//{named('p:sldId')}")
        return tuple(known[each.get(named("r:id"), "")][1] for each in listed)

    def shapes(self, path: str, *, known: bool = True) -> Iterator[etree._Element]:
        """Give the shapes of a slide, as programs see them that know everything, or no formulas."""
        for each in self.xml(path).iterfind(f".//{named('p:spTree')}/*"):
            if each.tag == named("mc:AlternateContent"):
                yield from each.iterfind(f"{named('mc:Choice' if known else 'mc:Fallback')}/*")
            elif each.tag in {named(name) for name in ("p:sp", "p:pic", "p:graphicFrame")}:
                yield each

    def types(self) -> dict[str, str]:
        """Give the content type of each part; empty for one that has none."""
        root = self.xml(TYPES)
        space = "{http://schemas.openxmlformats.org/package/2006/content-types}"
        by_ending = {
            each.get("Extension", ""): each.get("ContentType", "") for each in root.iterfind(f"{space}Default")
        }
        by_path = {
            each.get("PartName", "")[1:]: each.get("ContentType", "") for each in root.iterfind(f"{space}Override")
        }
        return {path: by_path.get(path) or by_ending.get(path.rpartition(".")[2], "") for path in self.parts}


def words_of(shape: etree._Element) -> str:
    """Give the words of a shape, a line a paragraph, without those of formulas."""
    wanted = (named("a:t"), named("a:br"))
    return "\n".join(
        "".join(each.text or "" if each.tag == wanted[0] else "\n" for each in paragraph.iter(*wanted))
        for paragraph in shape.iter(named("a:p"))
    )


def name_of(shape: etree._Element) -> str:
    """Give the name of a shape, without its number."""
    return (next(shape.iter(named("p:cNvPr"))).get("name") or "").rpartition(" ")[0]


def frame_of(shape: etree._Element) -> Frame:
    """Give the place of a shape."""
    off = next(shape.iter(named("a:off")))
    ext = next(each for each in off.itersiblings(named("a:ext")))
    x, y, wide, high = (
        int(each.get(key, "")) / PIXEL for each, key in ((off, "x"), (off, "y"), (ext, "cx"), (ext, "cy"))
    )
    return Frame(x, y, wide, high)


# --- what would be repaired -----------------------------------------------------------------------


def faults(content: bytes) -> list[str]:
    """Give what PowerPoint is known to want to repair in a file, or not to open it for."""
    file = OfficeFile(content)
    charts = [path for path in file.parts if "/charts/chart" in path and path.endswith(".xml")]
    return [
        *_of_archive(file),
        *_of_parts(file),
        *_of_presentation(file),
        *(f"{path}: {fault}" for path in file.slides for fault in (*_of_slide(file, path), *_of_timing(file, path))),
        *(f"{path}: {fault}" for path in charts for fault in _of_chart(file, path)),
    ]


def _of_archive(file: OfficeFile) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(file.content)) as archive:
        names = archive.namelist()
        dates = {entry.date_time for entry in archive.infolist()}
    if names[0] != TYPES:
        yield "the content types do not come first"
    yield from (f"{name} twice" for name, count in Counter(each.lower() for each in names).items() if count > 1)
    yield from (f"{name}: no path of a part" for name in names if not re.fullmatch(r"[\x21-\x7e]+", name))
    if dates != {(1980, 1, 1, 0, 0, 0)}:
        yield f"a clock shows: {dates}"


def _of_parts(file: OfficeFile) -> Iterator[str]:
    types = file.types()
    reached, left = {TYPES, "_rels/.rels"}, [""]
    while left:
        path = left.pop()
        for kind, target in file.relations(path).values():
            if target in file.parts and target not in reached:
                reached.add(target)
                left.append(target)
            if kind != "hyperlink" and target not in file.parts:
                yield f"{path}: leads to {target}, which is not there"
    for path, data in file.parts.items():
        if not types[path] and path != TYPES:
            yield f"{path}: no content type"
        if path not in reached and not path.endswith(".rels"):
            yield f"{path}: nothing leads to it"
        if path.endswith((".xml", ".rels")):
            yield from (f"{path}: {fault}" for fault in _of_xml(file, path, data, types[path]))


def _of_xml(file: OfficeFile, path: str, data: bytes, kind: str) -> Iterator[str]:
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError as error:
        yield f"no XML: {error}"
        return
    wanted = next((tag for name, tag in _ROOTS.items() if kind.endswith(f".{name}+xml")), None)
    if wanted and root.tag != named(wanted):
        yield f"its root is {root.tag}"
    known = file.relations(path) if not path.endswith(".rels") else {}
    for each in root.iter(etree.Element):
        for name, value in {str(key): str(text) for key, text in each.attrib.items()}.items():
            if _RELATED.fullmatch(name) and value and value not in known:
                yield f"{each.tag} asks for {value}, which leads nowhere"
        asked = each.get("Requires", "").split() if each.tag == named("mc:Choice") else []
        yield from (f"the prefix {prefix} is not known" for prefix in asked if prefix not in each.nsmap)
        if each.tag == named("a14:m") and not any(up.tag == named("mc:Choice") for up in each.iterancestors()):
            yield "a formula for programs that know none"


def _of_presentation(file: OfficeFile) -> Iterator[str]:
    path = "ppt/presentation.xml"
    root, kinds = file.xml(path), {kind for kind, _ in file.relations(path).values()}
    yield from (
        f"no {kind}" for kind in ("presProps", "viewProps", "tableStyles", "theme", "slideMaster") if kind not in kinds
    )
    for name in (name for name in file.parts if "slideMasters/slideMaster" in name and name.endswith(".xml")):
        types = Counter(each.get("type") for each in file.xml(name).iter(named("p:ph")))
        yield from (f"the master has {count} placeholders of {kind}" for kind, count in types.items() if count > 1)
    ids = [int(each.get("id", 0)) for each in root.iter(named("p:sldId"))]
    if len(set(ids)) != len(ids) or not all(256 <= each < 2**31 for each in ids):
        yield f"the ids of slides are {ids}"
    listed = [each.get("id") for each in root.iter(named("p14:sldId"))]
    if listed and sorted(map(str, ids)) != sorted(map(str, listed)):
        yield "the sections do not have all slides"
    masters = [each for name in file.parts if "slideMasters/slideMaster" in name and name.endswith(".xml")
               for each in file.xml(name).iter(named("p:sldLayoutId"))]  # fmt: skip
    large = [int(each.get("id", 0)) for each in (*masters, *root.iter(named("p:sldMasterId")))]
    if len(set(large)) != len(large) or min(large) < 2**31:
        yield f"the ids of master and layouts are {large}"


def _of_slide(file: OfficeFile, path: str) -> Iterator[str]:
    root = file.xml(path)
    for skipped in root.findall(f".//{named('mc:Fallback')}"):
        parent = skipped.getparent()
        if parent is not None:
            parent.remove(skipped)
    ids = Counter(each.get("id") for each in root.iter(named("p:cNvPr")))
    yield from (f"the id {each} is there {count} times" for each, count in ids.items() if count > 1)
    held = [(each.get("type", "obj"), each.get("idx", "0")) for each in root.iter(named("p:ph"))]
    layout = file.xml(file.related(path, "slideLayout")[0])
    known = {(each.get("type", "obj"), each.get("idx", "0")) for each in layout.iter(named("p:ph"))}
    yield from (f"the placeholder {each} is filled twice" for each, count in Counter(held).items() if count > 1)
    yield from (f"the layout has no placeholder {each}" for each in held if each not in known)
    for table in root.iter(named("a:tbl")):
        columns = len(table.findall(f"{named('a:tblGrid')}/{named('a:gridCol')}"))
        yield from (f"a row has {len(row.findall(named('a:tc')))} cells of {columns}"
                    for row in table.iter(named("a:tr")) if len(row.findall(named("a:tc"))) != columns)  # fmt: skip
    for each in root.iter(named("a:rPr"), named("a:defRPr")):
        if not 100 <= int(each.get("sz", "100")) <= 400_000:
            yield f"words of the size {each.get('sz')}"
    for each in root.iter(named("a:ext")):
        if each.get("cx") and min(int(each.get("cx", 0)), int(each.get("cy", 0))) < 0:
            yield "a shape is smaller than nothing"
    for body in root.iter(named("p:txBody"), named("a:txBody")):
        if body.find(named("a:p")) is None:
            yield "a box has no paragraph"


def _of_timing(file: OfficeFile, path: str) -> Iterator[str]:
    root = file.xml(path)
    timing = root.find(named("p:timing"))
    if timing is None:
        return
    shapes = {next(each.iter(named("p:cNvPr"))).get("id"): each for each in file.shapes(path)}
    ids = [each.get("id") for each in timing.iter(named("p:cTn"))]
    if len(set(ids)) != len(ids):
        yield "two effects have one id"
    built = {each.get("spid") for each in timing.iter(named("p:bldP"), named("p:bldGraphic"))}
    for effect in timing.iter(named("p:cTn")):
        grouped = effect.get("grpId") is not None
        for target in effect.iter(named("p:spTgt")) if effect.get("presetID") else ():
            shape = shapes.get(target.get("spid"))
            if shape is None:
                yield f"an effect of the shape {target.get('spid')}, which is not there"
                continue
            if grouped and target.get("spid") not in built:
                yield f"an effect of a group of {target.get('spid')}, which is not built"
            count = len(list(shape.iter(named("a:p"))))
            asked = [int(each.get("st", 0)) for each in target.iter(named("p:pRg"))]
            yield from (f"paragraph {each} of {count}" for each in asked if each >= count)
    yield from (f"{each} is built and not there" for each in built if each not in shapes)


def _of_chart(file: OfficeFile, path: str) -> Iterator[str]:
    root = file.xml(path)
    axes = {each.get("val") for axis in root.iter(named("c:catAx"), named("c:valAx")) for each in axis.findall(_AXIS)}
    kinds = [each for each in root.iter(etree.Element) if each.tag.endswith("Chart")]
    asked = {each.get("val") for kind in kinds for each in kind.findall(_AXIS)}
    if axes != asked or {each.get("val") for each in root.iter(named("c:crossAx"))} != axes:
        yield f"axes {axes}, asked for are {asked}"
    order = [each.get("val") for each in root.iter(named("c:order"))]
    if len(set(order)) != len(order):
        yield "two series have one place"
    for cache in root.iter(named("c:numCache"), named("c:strCache")):
        count = max(int(each.get("val", 0)) for each in cache.iter(named("c:ptCount")))
        points = [int(each.get("idx", 0)) for each in cache.iter(named("c:pt"))]
        yield from (f"point {each} of {count}" for each in points if each >= count)
    if len(file.related(path, "package")) != 1:
        yield "no sheet"


def sheet_of(file: OfficeFile, chart: str) -> list[list[str]]:
    """Give the cells of the sheet behind a chart, row by row; empty texts where there is nothing."""
    book = OfficeFile(file.parts[file.related(chart, "package")[0]])
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    strings = ["".join(map(str, each.itertext())) for each in book.xml("xl/sharedStrings.xml")]
    rows = []
    for row in book.xml("xl/worksheets/sheet1.xml").iter(f"{space}row"):
        cells: dict[int, str] = {}
        for each in row:
            letters = re.sub(r"\d", "", each.get("r", ""))
            column = sum((ord(sign) - 64) * 26**power for power, sign in enumerate(reversed(letters))) - 1
            value = "".join(map(str, each.itertext()))
            cells[column] = strings[int(value)] if each.get("t") == "s" else value
        rows.append([cells.get(column, "") for column in range(max(cells, default=-1) + 1)])
    return rows
