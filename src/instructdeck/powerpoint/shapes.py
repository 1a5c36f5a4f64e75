"""What stands on a slide as the shapes of a file: words, pictures, tables, charts."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from instructdeck.values import dataclass

from .boxes import FOOTER, NUMBER, TITLE, Grid, Picture, Plot, Shape, TextBox
from .chart import charted
from .chartparts import Inks
from .maker import Room
from .markup import alternative, element, emu
from .motion import BY_CATEGORY, BY_SERIES, Build, Effect
from .series import is_dots, table
from .sizes import COLUMN_GAP

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .boxes import Box, Frame, Source
    from .chart import ChartWithData
    from .fonts import Fonts
    from .markup import Element
    from .runs import Writer

TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
DECORATIVE = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"
TYPES = {TITLE: "title", FOOTER: "ftr", NUMBER: "sldNum"}
"""The types of placeholders; all others hold text of the body."""
WITHIN = "a14 p14"
"""What a program must know that shows formulas within words.

LibreOffice would leave the formulas out. It knows both names, but not the two as one, so it shows words in their place.
"""


class Packing(Protocol):
    """Takes what is packed beside a slide."""

    def picture(self, source: Source, width: float) -> tuple[str, str]:
        """Pack a picture; gives its relationship, and that of its SVG where it has one; none where it cannot be had."""

    def chart(self, chart: ChartWithData) -> str:
        """Pack a chart; gives its relationship."""


@dataclass
class Shapes:
    """Makes the shapes of one slide, and notes what appears when."""

    writer: Writer
    fonts: Fonts
    packing: Packing
    next_id: int = 2
    effects: list[Effect] = field(default_factory=list)
    builds: list[Build] = field(default_factory=list)

    def all(self, boxes: Sequence[Box]) -> list[Element]:
        """Give the shapes of all boxes, in the order in which they are read."""
        return [shape for box in boxes for shape in self._of(box)]

    def _of(self, box: Box) -> Iterator[Element]:
        number = self.next_id
        self.next_id += 1
        match box:
            case TextBox():
                yield self._words(box, number)
            case Shape():
                yield self._form(box, number)
            case Picture():
                yield from self._picture(box, number)
            case Grid():
                yield self._table(box, number)
            case Plot():
                yield self._chart(box, number)

    def _appears(self, step: int, number: int, *, leaves: int = 0, builds: bool = False) -> None:
        if step:
            self.effects.append(Effect(step, number))
            self.builds += [Build(number)] if builds else []
        if leaves:
            self.effects.append(Effect(leaves, number, leaves=True))

    # --- words ------------------------------------------------------------------------------------------

    def _words(self, box: TextBox, number: int) -> Element:
        """Give a box of words; one with formulas twice, once for programs that do not know these."""
        if box.step:
            self._appears(box.step, number, builds=True)
        elif any(line.step for line in box.lines):
            self.effects += [Effect(line.step, number, index) for index, line in enumerate(box.lines) if line.step]
            self.builds.append(Build(number, "p"))
        if not any(line.has_math for line in box.lines):
            return self._text_shape(box, number)
        plain = self._text_shape(box, number, math=False)
        alone = all(line.is_math for line in box.lines)
        return alternative([self._text_shape(box, number)], [plain], "a14" if alone else WITHIN)

    def _text_shape(self, box: TextBox, number: int, *, math: bool = True) -> Element:
        held = box.holder is not None
        link = self.writer.link(box.link, "") if box.link else None
        about = element(
            "p:nvSpPr", None, element("p:cNvPr", {"id": number, "name": f"{box.name} {number}"}, link),
            element("p:cNvSpPr", {"txBox": None if held or box.fill else 1},
                    element("a:spLocks", {"noGrp": 1}) if held else None),
            element("p:nvPr", None, _placeholder(box.holder)),
        )  # fmt: skip
        fill = self.writer.fill(box.fill) if box.fill else None if held else element("a:noFill")
        place = box.frame if math or box.plain is None else box.plain
        looks = element("p:spPr", None, _frame(place), _form(box.shape), fill)
        side, above = (emu(each) for each in box.insets)
        many = box.columns > 1
        frame = element(
            "a:bodyPr",
            {"vert": "horz", "wrap": "square" if box.wraps or not math else "none", "lIns": side, "tIns": above,
             "rIns": side, "bIns": above, "numCol": box.columns if many else None,
             "spcCol": emu(COLUMN_GAP) if many else None, "rtlCol": 0, "anchor": box.anchor},
            element("a:normAutofit" if held else "a:noAutofit"),
        )  # fmt: skip
        lines = self.writer.paragraphs(box.lines, number=box.slide_number, math=math)
        return element("p:sp", None, about, looks, element("p:txBody", None, frame, element("a:lstStyle"), *lines))

    def _form(self, box: Shape, number: int) -> Element:
        self._appears(box.step, number, leaves=box.leaves, builds=True)
        fill = self.writer.soft(box.fill) if box.soft else self.writer.fill(box.fill)
        looks = element(
            "p:spPr", None, _frame(box.frame), _form(box.shape), fill, element("a:ln", None, element("a:noFill"))
        )
        about = element(
            "p:nvSpPr", None, _named(number, f"{box.name} {number}", ""), element("p:cNvSpPr"), element("p:nvPr")
        )
        empty = element("a:p", None, element("a:endParaRPr", {"lang": self.writer.language}))
        words = element(
            "p:txBody", None, element("a:bodyPr", {"rtlCol": 0, "anchor": "ctr"}), element("a:lstStyle"), empty
        )
        return element("p:sp", None, about, looks, words)

    # --- pictures ---------------------------------------------------------------------------------------

    def _picture(self, box: Picture, number: int) -> Iterator[Element]:
        raster, vector = self.packing.picture(box.source, box.frame.width)
        if not raster:
            return
        self._appears(box.step, number)
        extension = None
        if vector:
            extension = element(
                "a:extLst", None, element("a:ext", {"uri": SVG}, element("asvg:svgBlip", {"r:embed": vector}))
            )
        about = element(
            "p:nvPicPr", None, _named(number, f"{box.name} {number}", box.alt),
            element("p:cNvPicPr", None, element("a:picLocks", {"noChangeAspect": 1})), element("p:nvPr"),
        )  # fmt: skip
        blip = element("a:blip", {"r:embed": raster}, extension)
        fill = element("p:blipFill", None, blip, element("a:stretch", None, element("a:fillRect")))
        yield element("p:pic", None, about, fill, element("p:spPr", None, _frame(box.frame), _form("rect")))

    # --- tables -----------------------------------------------------------------------------------------

    def _table(self, box: Grid, number: int) -> Element:
        self._appears(box.step, number)
        if not any(line.has_math for row in box.rows for cell in row for line in cell):
            return self._grid(box, number, math=True)
        return alternative([self._grid(box, number, math=True)], [self._grid(box, number, math=False)], WITHIN)

    def _grid(self, box: Grid, number: int, *, math: bool) -> Element:
        columns = element("a:tblGrid", None, *(element("a:gridCol", {"w": emu(wide)}) for wide in box.widths))
        rows = []
        for index, (row, high) in enumerate(zip(box.rows, box.heights, strict=True)):
            cells = [self._cell(cell, box, index, math=math) for cell in row]
            rows.append(element("a:tr", {"h": emu(high)}, *cells))
        grid = element("a:tbl", None, element("a:tblPr", {"firstRow": 1}), columns, *rows)
        return _framed(box, number, "", element("a:graphicData", {"uri": TABLE}, grid))

    def _cell(self, lines: Sequence[object], box: Grid, row: int, *, math: bool) -> Element:
        words = self.writer.paragraphs(lines, math=math)  # type: ignore[arg-type]  # lines
        body = element("a:txBody", None, element("a:bodyPr"), element("a:lstStyle"), *words)
        below = ("ink", 2.0) if row == 0 else ("line", 1.0)
        edges = [element(f"a:ln{side}", {"w": 0}, element("a:noFill")) for side in ("L", "R", "T")]
        edges.append(element("a:lnB", {"w": emu(below[1])}, self.writer.fill(below[0])))
        pad = emu(box.pad)
        about = {"marL": 0, "marR": emu(box.gap), "marT": pad, "marB": pad, "anchor": "b" if row == 0 else "t"}
        return element("a:tc", None, body, element("a:tcPr", about, *edges, element("a:noFill")))

    # --- charts -----------------------------------------------------------------------------------------

    def _chart(self, box: Plot, number: int) -> Element:
        inks = Inks(self.writer.fill, self.writer.language)
        made = charted(box.chart, Room(box.frame.width, box.frame.height, box.size), inks, self.fonts)
        if box.steps:
            single = len(table(box.chart).series) == 1 and not is_dots(box.chart)
            by = BY_CATEGORY if single else BY_SERIES
            self.effects += [Effect(step, number, chart=(by, index)) for index, step in enumerate(box.steps)]
            self.builds.append(Build(number, by))
        else:
            self._appears(box.step, number)
        inner = element("c:chart", {"r:id": self.packing.chart(made)})
        return _framed(box, number, box.chart.alt, element("a:graphicData", {"uri": CHART}, inner))


def _framed(box: Grid | Plot, number: int, alt: str, data: Element) -> Element:
    """Give the frame of what is no shape."""
    about = element(
        "p:nvGraphicFramePr", None,
        element("p:cNvPr", {"id": number, "name": f"{box.name} {number}", "descr": alt or None}),
        element("p:cNvGraphicFramePr", None, element("a:graphicFrameLocks", {"noGrp": 1})), element("p:nvPr"),
    )  # fmt: skip
    frame = box.frame
    place = element(
        "p:xfrm", None, element("a:off", {"x": emu(frame.x), "y": emu(frame.y)}),
        element("a:ext", {"cx": emu(frame.width), "cy": emu(frame.height)}),
    )  # fmt: skip
    return element("p:graphicFrame", None, about, place, element("a:graphic", None, data))


def _placeholder(holder: int | None) -> Element | None:
    """Give the placeholder of a layout that words fill, by its number."""
    if holder is None:
        return None
    title = holder == TITLE
    return element(
        "p:ph", {"type": TYPES.get(holder, "body"), "sz": None if title else "quarter", "idx": holder or None}
    )


def _named(number: int, name: str, alt: str) -> Element:
    """Give the name of a picture and its words for who does not see it; without any it only adorns."""
    if alt:
        return element("p:cNvPr", {"id": number, "name": name, "descr": alt})
    adorns = element("a:ext", {"uri": DECORATIVE}, element("adec:decorative", {"val": 1}))
    return element("p:cNvPr", {"id": number, "name": name}, element("a:extLst", None, adorns))


def _frame(frame: Frame) -> Element:
    size = {"cx": emu(max(frame.width, 0)), "cy": emu(max(frame.height, 0))}
    return element("a:xfrm", None, element("a:off", {"x": emu(frame.x), "y": emu(frame.y)}), element("a:ext", size))


def _form(shape: str) -> Element:
    adjust = element("a:gd", {"name": "adj", "fmla": "val 8000"}) if shape == "roundRect" else None
    return element("a:prstGeom", {"prst": shape}, element("a:avLst", None, adjust))
