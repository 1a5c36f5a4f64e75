"""The blocks of a slide as pieces that know how much room they need, and what stands where in the room they get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from instructdeck.values import dataclass

from . import sizes
from .boxes import Frame, Shape, TextBox
from .fonts import DISPLAY
from .text import Line, Run, Style, height, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .boxes import Box
    from .fonts import Fonts


class Piece(Protocol):
    """A part of a slide that stands on lines of its own."""

    @property
    def rests(self) -> bool:
        """Whether it stands on the foot of the slide, whatever stands above it."""

    @property
    def floats(self) -> bool:
        """Whether it stands in the middle of the room that the others leave."""

    def extent(self, room: float) -> tuple[float, float]:
        """Give the height that it needs in a width, and the one that it would like."""

    def boxes(self, frame: Frame) -> Iterator[Box]:
        """Give what stands where in a frame."""


@dataclass(frozen=True, slots=True)
class Worded:
    """Lines of words."""

    lines: tuple[Line, ...]
    fonts: Fonts
    name: str = "Text"
    holder: int | None = None
    bar: str = ""
    """The color of the bar before a quote."""
    rule: str = ""
    """The color of the line above a remark."""
    fill: str = ""
    insets: tuple[float, float] = (0, 0)
    columns: int = 1
    step: int = 0
    rests: bool = False
    floats: bool = False
    sign: str = ""
    """A large sign before a quote, in place of the bar."""

    @property
    def _left(self) -> float:
        return sizes.QUOTE_SIGN if self.sign else sizes.GAP if self.bar else 0.0

    @property
    def _top(self) -> float:
        return 16.0 if self.rule else 0.0

    def extent(self, room: float) -> tuple[float, float]:
        """Give the height of its lines twice: words need what they need."""
        side, above = self.insets
        inner = room - self._left - 2 * side
        if self.columns > 1:
            inner = (inner - sizes.COLUMN_GAP * (self.columns - 1)) / self.columns
        high = height(self.lines, self.fonts, inner)
        if self.columns > 1:
            high = high / self.columns + max((line.size * line.lead for line in self.lines), default=0.0)
        return (high + self._top + 2 * above,) * 2

    def boxes(self, frame: Frame) -> Iterator[Box]:
        """Give a box with the lines, and the bar or the line beside it."""
        if self.sign:
            style = Style(sizes.QUOTE_SIZE, DISPLAY, "accent", bold=True)
            sign = Line((Run(self.sign, style),), lead=1.0)
            yield TextBox(Frame(frame.x - 6, frame.y - 10, sizes.QUOTE_SIGN, 120), (sign,), "Sign", step=self.step)
        elif self.bar:
            yield Shape(Frame(frame.x, frame.y, 4, frame.height), self.bar, "Bar", step=self.step)
        if self.rule:
            yield Shape(Frame(frame.x, frame.y, frame.width, 1), self.rule, "Line", step=self.step)
        inner = Frame(frame.x + self._left, frame.y + self._top, frame.width - self._left, frame.height - self._top)
        alone = len(self.lines) == 1 and self.lines[0].is_math and not self.holder
        if alone:
            # LibreOffice makes a formula as large as its box.
            wide = min(width(self.lines[0], self.fonts) * 1.1, inner.width)
            inner = Frame(inner.x, inner.y, wide, min(height(self.lines, self.fonts, inner.width), inner.height))
        yield TextBox(
            inner, self.lines, self.name, self.holder, fill=self.fill, step=self.step, columns=self.columns,
            insets=self.insets, wraps=not alone, plain=frame,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stack:
    """Pieces below each other."""

    pieces: tuple[Piece, ...]
    gap: float = sizes.GAP
    rests: bool = False
    floats: bool = False

    def extent(self, room: float) -> tuple[float, float]:
        """Give the height of all together."""
        found = [piece.extent(room) for piece in self.pieces]
        gaps = self.gap * max(len(found) - 1, 0)
        return sum(each[0] for each in found) + gaps, sum(each[1] for each in found) + gaps

    def boxes(self, frame: Frame) -> Iterator[Box]:
        """Give all of them: pictures share what the words leave, remarks rest on the foot."""
        for piece, place in self.placed(frame):
            yield from piece.boxes(place)

    def placed(self, frame: Frame) -> list[tuple[Piece, Frame]]:
        """Give each piece with its frame."""
        extents = [piece.extent(frame.width) for piece in self.pieces]
        gaps = self.gap * max(len(extents) - 1, 0)
        spare = frame.height - gaps - sum(each[0] for each in extents)
        wish = sum(each[1] - each[0] for each in extents)
        part = min(1.0, max(spare, 0.0) / wish) if wish else 0.0
        highs = [least + (most - least) * part for least, most in extents]
        left = max(frame.height - gaps - sum(highs), 0.0)
        floating = next((index for index, piece in enumerate(self.pieces) if piece.floats), None)
        resting = next((index for index in range(len(highs)) if all(each.rests for each in self.pieces[index:])), None)
        found: list[tuple[Piece, Frame]] = []
        y = frame.y
        for index, (piece, high) in enumerate(zip(self.pieces, highs, strict=True)):
            if floating is not None:
                y += left / 2 if index in (floating, floating + 1) else 0.0
            elif index == resting and index:
                y += left
            found.append((piece, Frame(frame.x, y, frame.width, high)))
            y += high + self.gap
        return found


@dataclass(frozen=True, slots=True)
class Beside:
    """Stacks beside each other, each perhaps under a line of its own."""

    stacks: tuple[Stack, ...]
    parts: tuple[float, ...]
    """The part of the width that each takes; the rest is between them."""
    headed: tuple[bool, ...]
    gap: float = sizes.COLUMN_GAP
    step: int = 0
    rests: bool = False
    floats: bool = False

    def _wide(self, room: float) -> list[float]:
        inner = room - self.gap * (len(self.stacks) - 1)
        return [inner * part for part in self.parts]

    def _over(self, index: int) -> float:
        return 20.0 if self.headed[index] else 0.0

    def extent(self, room: float) -> tuple[float, float]:
        """Give the height of the highest one."""
        found = [
            tuple(each + self._over(index) for each in stack.extent(wide))
            for index, (stack, wide) in enumerate(zip(self.stacks, self._wide(room), strict=True))
        ]
        return max(each[0] for each in found), max(each[1] for each in found)

    def boxes(self, frame: Frame) -> Iterator[Box]:
        """Give all of them, one after the other as they are read."""
        x = frame.x
        for index, (stack, wide) in enumerate(zip(self.stacks, self._wide(frame.width), strict=True)):
            over = self._over(index)
            if over:
                yield Shape(Frame(x, frame.y, wide, 4), "accent", "Line", step=self.step)
            yield from stack.boxes(Frame(x, frame.y + over, wide, frame.height - over))
            x += wide + self.gap
