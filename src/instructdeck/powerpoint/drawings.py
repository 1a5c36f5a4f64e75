"""Figures, diagrams, interactive figures and charts as pieces of a slide."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from instructdeck.deck import blocks as b
from instructdeck.deck.blocks import ChartType
from instructdeck.markdown.sheet import SHORT_UNIT, Room, points
from instructdeck.markdown.vegalite import themed
from instructdeck.typeset.chart import ChartError
from instructdeck.typeset.diagram import DiagramError, labelled, marked

from . import sizes
from .art import Art, drawn_size, layer, steps_of
from .boxes import File
from .exhibits import Charted, Drawn
from .pieces import Worded
from .series import press_count, shows_reference
from .text import Line, Run

if TYPE_CHECKING:
    from instructdeck.pictures.svg import Element

    from .boxes import Source
    from .pieces import Piece
    from .setting import Setting

Layers: TypeAlias = "tuple[tuple[Source, int], ...]"
"""What is drawn over each other, each with the press at which it appears."""
Size: TypeAlias = "tuple[float, float]"
STRIP = 84.0
"""Pixels of height of a diagram that only shows where the talk is, as in diagram.css."""
EXPLORABLE = "figure explorable"
_ROW, _BARS, _AXIS = 54.0, 36.0, 36.0
"""Pixels of a row of a chart, of each further bar in it, and of what stands below."""


def figure(setting: Setting, block: b.Figure) -> list[Piece]:
    """Give an author's figure; its alt text where it is missing."""
    drawing = setting.words.page.renderer.drawing(block)
    source: Source = Art(drawing.root, (setting.slide, "figure")) if drawing else File(block.file, block.location)
    size = drawn_size(drawing.root) if drawing else setting.images.size(block.file) if block.file else None
    if size is None:
        why = "cannot be read" if block.file else "is missing"
        setting.words.losses.add(f"'{block.src}' {why}; the file has its alt text", block.location)
        return [_said(setting, block.alt or block.src)]
    if drawing and steps_of(drawing.root):
        setting.words.losses.add("all parts of this figure are there from the start", block.location)
    return [drawn(setting, block, ((source, 0),), size)]


def _said(setting: Setting, words: str) -> Worded:
    return Worded(setting.lined((Line((Run(words, setting.style(sizes.CAPTION, color="bad")),)),)), setting.fonts)


def drawn(
    setting: Setting, block: b.Figure | b.Diagram | b.Explorable | b.VegaLite, layers: Layers, size: Size
) -> Drawn:
    """Give a picture as wide as its author asks for, with its caption."""
    width = block.width if isinstance(block, b.Figure | b.Diagram) else ""
    part = float(width.removesuffix("%")) / 100 if width.endswith("%") else 0.0
    if width.endswith("px"):
        pixels = float(width.removesuffix("px"))
        size = (pixels, size[1] * pixels / max(size[0], 1))
    explored = isinstance(block, b.Explorable)
    caption = setting.caption(block.caption, sizes.MARK if explored else sizes.CAPTION)
    alone = "layout-figure" in setting.slide and isinstance(block, b.Figure)
    grows = explored or (alone and not width)
    most = STRIP if isinstance(block, b.Diagram) and block.strip else 0.0
    return Drawn(layers, size, block.alt, caption, setting.fonts, type(block).__name__, part, most, grows, alone)


def diagram(setting: Setting, block: b.Diagram) -> list[Piece]:
    """Give a diagram, in as many layers as it has steps."""
    found = setting.words.page.renderer.typesetter.diagram(block.text, strip=block.strip)
    if isinstance(found, DiagramError):
        setting.words.losses.add("this diagram cannot be drawn; the file has its alt text", block.location)
        return [_said(setting, block.alt)]
    lit = [each.name for each in block.lit]
    root = marked(found.wide, found, lit, [[each.name for each in step] for step in block.steps])
    root = labelled(root, "", "drawing wide")
    around = (setting.slide, f"figure diagram{' strip' if block.strip else ''}")
    return [drawn(setting, block, _layers(setting, root, around), drawn_size(root))]


def _layers(setting: Setting, root: Element, around: tuple[str, ...]) -> Layers:
    steps = steps_of(root)
    presses = {step: setting.words.presses.next() for step in steps}
    drawn = ((layer(root, step), presses.get(step, 0)) for step in (0, *steps))
    return tuple((Art(each, around), press) for each, press in drawn if each)


def explorable(setting: Setting, block: b.Explorable) -> list[Piece]:
    """Give the picture that an interactive figure begins with."""
    typesetter = setting.words.page.renderer.typesetter
    found = typesetter.explorable(block) if block.name in typesetter.explorables else ()
    if isinstance(found, tuple):
        setting.words.losses.add("this interactive figure cannot be drawn; the file has its alt text", block.location)
        return [_said(setting, block.alt)]
    setting.words.losses.add("an interactive figure is the picture that it begins with", block.location)
    root = found.narrow
    art = Art(root, (setting.slide, EXPLORABLE, "explore-pictures"))
    return [drawn(setting, block, ((art, 0),), drawn_size(root))]


def vega_lite(setting: Setting, block: b.VegaLite, room: float) -> list[Piece]:
    """Give a chart of an author's own specification as a picture."""
    found = setting.words.page.renderer.typesetter.vega_lite(themed(block, Room(round(room), 300)))
    if isinstance(found, ChartError):
        setting.words.losses.add("this chart cannot be drawn; the file has its alt text", block.location)
        return [_said(setting, block.alt)]
    setting.words.losses.add("a vega-lite chart is a picture; its data cannot be edited there", block.location)
    root = found.labelled("", "drawing wide", 22)
    art = Art(root, (setting.slide, "figure chart"))
    return [drawn(setting, block, ((art, 0),), drawn_size(root))]


def chart(setting: Setting, block: b.Chart, room: float) -> Charted:
    """Give a chart with its data."""
    caption = (*setting.caption(block.caption), *setting.caption(block.source, sizes.MARK))
    if block.reference and not shows_reference(block):
        setting.words.losses.add("the line that these bars are compared with is not in the file", block.location)
    count = press_count(block)
    steps = tuple(setting.words.presses.next() if index else 0 for index in range(count)) if block.steps else ()
    return Charted(block, _natural(block, room), caption, setting.fonts, steps=steps)


def _natural(chart: b.Chart, room: float) -> float:
    """Give the height that a chart would like."""
    found = points(chart)
    rows, series = len({each.row for each in found}) or 1, len({each.part for each in found}) or 1
    over = (
        40.0
        if chart.reference or len(chart.unit) > SHORT_UNIT or chart.type in (ChartType.STACK, ChartType.SHARE)
        else 0.0
    )
    match chart.type:
        case ChartType.LINE | ChartType.SLOPE:
            return min(400.0, room * 0.6)
        case ChartType.BAR if chart.vertical:
            return min(400.0, room * 0.6)
        case ChartType.BAR if series > 1:
            return rows * (series * _BARS + 18) + over
        case ChartType.DOT:
            return rows * _ROW + _AXIS + over
    return rows * (_ROW if rows < 7 else _BARS) + over  # noqa: PLR2004  many rows stand closer
