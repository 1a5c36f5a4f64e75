"""Pictures, charts, tables and the parts of formulas as pieces of a slide."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

from . import sizes
from .boxes import Frame, Grid, Picture, Plot, Shape, TextBox
from .text import Line, Run, Style, height, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from instructdeck.deck import blocks as b

    from .boxes import Box, Source
    from .fonts import Fonts

LEAST_PICTURE = 100.0
"""Pixels of height below which a picture says nothing."""
CELL = 10.0
"""Pixels above and below the words of a cell."""
CELL_GAP = 32.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with the words below it."""

    layers: tuple[tuple[Source, int], ...]
    """What is drawn over each other, each with the press at which it appears."""
    size: tuple[float, float]
    """Of its own, in pixels."""
    alt: str
    caption: tuple[Line, ...]
    fonts: Fonts
    name: str = "Picture"
    part: float = 0.0
    """The part of the room that it takes; 0 for its own size."""
    most: float = 0.0
    """The height that it takes at the most; 0 for any."""
    grows: bool = False
    centered: bool = False
    """Whether it stands in the middle of the room, over its words."""
    rests: bool = False
    floats: bool = False

    def _below(self, room: float) -> float:
        return height(self.caption, self.fonts, room) + 10 if self.caption else 0.0

    def _wanted(self, room: float) -> tuple[float, float]:
        wide, high = max(self.size[0], 1.0), max(self.size[1], 1.0)
        target = room * self.part if self.part else room if self.grows else min(wide, room)
        factor = min(target / wide, self.most / high if self.most else target / wide)
        return wide * factor, high * factor

    def extent(self, room: float) -> tuple[float, float]:
        """Give the height of a picture that is still seen, and of one as large as it would be."""
        wanted = self._wanted(room)[1]
        below = self._below(room)
        return min(wanted, LEAST_PICTURE) + below, wanted + below

    def boxes(self, frame: Frame) -> Iterator[Box]:
        """Give the picture, in its proportions, and its caption."""
        below = self._below(frame.width)
        wide, high = self._wanted(frame.width)
        factor = min(1.0, max(frame.height - below, 1.0) / high)
        left = (frame.width - wide * factor) / 2 if self.centered else 0.0
        place = Frame(frame.x + left, frame.y, wide * factor, high * factor)
        for index, (source, step) in enumerate(self.layers):
            name = self.name if index == 0 else f"{self.name}, step {index}"
            yield Picture(place, source, self.alt if index == 0 else "", name, step)
        if self.caption:
            words = tuple(replace(each, align="center") for each in self.caption) if self.centered else self.caption
            yield TextBox(Frame(frame.x, place.bottom + 10, frame.width, below - 10), words, "Caption")


@dataclass(frozen=True, slots=True)
class Charted:
    """A chart with the words below it."""

    chart: b.Chart
    natural: float
    """Pixels of height that it would like."""
    caption: tuple[Line, ...]
    fonts: Fonts
    size: float = sizes.CAPTION
    steps: tuple[int, ...] = ()
    step: int = 0
    rests: bool = False
    floats: bool = False

    def extent(self, room: float) -> tuple[float, float]:
        """Give the height of a chart that can still be read, and the one that it would like."""
        below = height(self.caption, self.fonts, room) + 8 if self.caption else 0.0
        return min(self.natural, 140.0) + below, self.natural + below

    def boxes(self, frame: Frame) -> Iterator[Box]:
        """Give the chart and its caption."""
        below = height(self.caption, self.fonts, frame.width) + 8 if self.caption else 0.0
        place = Frame(frame.x, frame.y, frame.width, max(frame.height - below, 40.0))
        yield Plot(place, self.chart, self.size, steps=self.steps, step=self.step)
        if self.caption:
            yield TextBox(
                Frame(frame.x, place.bottom + 8, frame.width, below - 8), self.caption, "Caption", step=self.step
            )


@dataclass(frozen=True, slots=True)
class Tabled:
    """A table with the words below it."""

    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    caption: tuple[Line, ...]
    fonts: Fonts
    full: bool = False
    """Whether it takes the whole width."""
    step: int = 0
    rests: bool = False
    floats: bool = False

    def _widths(self, room: float) -> list[float]:
        """Give the width of each column: what its words want, or a fair part of the room."""
        count = max(len(row) for row in self.rows)
        gap = _gap(room, count)
        wanted = [
            max((width(line, self.fonts) for row in self.rows if index < len(row) for line in row[index]), default=0)
            + gap
            for index in range(count)
        ]
        total = sum(wanted)
        if total <= room:
            return [each + (room - total) / count for each in wanted] if self.full else wanted
        # The narrow ones keep what they want; the others share the rest.
        left, open_, found = room, set(range(count)), [0.0] * count
        while open_:
            share = left / len(open_)
            small = {index for index in open_ if wanted[index] <= share}
            for index in small or open_:
                found[index] = wanted[index] if small else left * wanted[index] / sum(wanted[each] for each in open_)
            if not small:
                break
            left -= sum(wanted[index] for index in small)
            open_ -= small
        return found

    def _heights(self, widths: Sequence[float]) -> list[float]:
        gap = _gap(sum(widths), len(widths))
        return [
            max(
                (height(cell, self.fonts, wide - gap) for cell, wide in zip(row, widths, strict=False)),
                default=0.0,
            )
            + 2 * self._pad
            for row in self.rows
        ]

    @property
    def _pad(self) -> float:
        return CELL if len(self.rows) < 7 else 6.0  # noqa: PLR2004  as slide.css has it

    def extent(self, room: float) -> tuple[float, float]:
        """Give the height of its rows and its caption."""
        below = height(self.caption, self.fonts, room) + 10 if self.caption else 0.0
        return (sum(self._heights(self._widths(room))) + below,) * 2

    def boxes(self, frame: Frame) -> Iterator[Box]:
        """Give the table and its caption."""
        widths = self._widths(frame.width)
        heights = self._heights(widths)
        place = Frame(frame.x, frame.y, sum(widths), sum(heights))
        gap = _gap(place.width, len(widths))
        yield Grid(place, self.rows, tuple(widths), tuple(heights), gap, self._pad, step=self.step)
        if self.caption:
            high = height(self.caption, self.fonts, frame.width)
            yield TextBox(Frame(frame.x, place.bottom + 10, frame.width, high), self.caption, "Caption", step=self.step)


def _gap(room: float, columns: int) -> float:
    """Give what lies between the words of two columns."""
    return min(CELL_GAP, room / columns * 0.3)


@dataclass(frozen=True, slots=True)
class Named:
    """A part of a formula: its number, its signs, what it means."""

    number: int
    name: tuple[Line, ...]
    meaning: tuple[Line, ...]
    hue: str
    step: int


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a formula below each other, each lit at a press of its own."""

    items: tuple[Named, ...]
    fonts: Fonts
    badge: float = 24.0
    gap: float = 10.0
    rests: bool = False
    floats: bool = False

    def _columns(self, room: float) -> tuple[float, float]:
        """Give the width of the names and of the meanings."""
        names = max((width(line, self.fonts) for item in self.items for line in item.name), default=0.0)
        names = min(names, room * 0.45)
        return names, room - self.badge - 12 - names - sizes.GAP

    def _heights(self, room: float) -> list[float]:
        names, meanings = self._columns(room)
        return [
            max(height(item.name, self.fonts, names + 1), height(item.meaning, self.fonts, meanings), self.badge)
            for item in self.items
        ]

    def extent(self, room: float) -> tuple[float, float]:
        """Give the height of all rows."""
        found = self._heights(room)
        return (sum(found) + self.gap * (len(found) - 1),) * 2

    def boxes(self, frame: Frame) -> Iterator[Box]:
        """Give the rows: what lights one stands behind it."""
        names, meanings = self._columns(frame.width)
        y = frame.y
        last = max((item.step for item in self.items), default=0)
        for item, high in zip(self.items, self._heights(frame.width), strict=True):
            leaves = item.step + 1 if item.step < last else 0
            light = Frame(frame.x - 8, y - 4, frame.width + 8, high + 8)
            yield Shape(light, item.hue, f"Light {item.number}", "roundRect", item.step, leaves, soft=True)
            badge = Frame(frame.x, y + 3, self.badge, self.badge)
            yield _badge(item, badge)
            x = frame.x + self.badge + 12
            wide = min(max(width(line, self.fonts) for line in item.name) + 2, names + 4)
            own = min(height(item.name, self.fonts, names + 4), high)
            yield TextBox(
                Frame(x, y, wide, own),
                item.name,
                f"Part {item.number}",
                wraps=False,
                plain=Frame(x, y, names + 4, high),
            )
            yield TextBox(Frame(x + names + sizes.GAP, y, meanings, high), item.meaning, f"Meaning {item.number}")
            y += high + self.gap


def _badge(item: Named, frame: Frame) -> TextBox:
    words = Run(str(item.number), Style(16, bold=True, color="on-accent"))
    return TextBox(
        frame,
        (Line((words,), align="center", lead=1.2),),
        f"Badge {item.number}",
        anchor="ctr",
        fill=item.hue,
        shape="ellipse",
        wraps=False,
    )
