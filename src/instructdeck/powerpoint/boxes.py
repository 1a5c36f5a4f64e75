"""What stands on a slide, each at its place: the values between the layout of a slide and the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from instructdeck.deck import blocks as b
    from instructdeck.deck.diagnostics import Location
    from instructdeck.deck.links import Target

    from .art import Art
    from .text import Line

WIDTH, HEIGHT = 1280, 720
"""Pixels of a slide."""
TITLE, CLAIM, BODY, SECOND, REMARK, REFERENCES, FOOTER, NUMBER = 0, 10, 11, 12, 13, 14, 15, 16
"""The numbers of the placeholders in the layouts."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle, in pixels of a slide."""

    x: float
    y: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class TextBox:
    """Lines of words."""

    frame: Frame
    lines: tuple[Line, ...]
    name: str = "Text"
    holder: int | None = None
    """The number of the placeholder that it fills."""
    anchor: str = "t"
    """Where its lines stand when it is higher than they are: `t`, `ctr` or `b`."""
    fill: str = ""
    step: int = 0
    """The press at which it appears as a whole."""
    columns: int = 1
    insets: tuple[float, float] = (0, 0)
    """Pixels at the sides, and above and below."""
    shape: str = "rect"
    slide_number: bool = False
    """Whether its first run is the number of the slide."""
    wraps: bool = True
    link: Target | None = None
    """Where all of it leads."""
    plain: Frame | None = None
    """Where its words stand when a program knows no formulas; None for the same place."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A form without words, which only adorns."""

    frame: Frame
    fill: str
    name: str = "Line"
    shape: str = "rect"
    step: int = 0
    leaves: int = 0
    """The press at which it goes again; 0 when it stays."""
    soft: bool = False
    """Whether it has the tint of its color."""


@dataclass(frozen=True, slots=True)
class File:
    """A picture that is a file of the project."""

    path: str
    """Relative to the project's root."""
    location: Location


Source: TypeAlias = "Art | File"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, from a file or drawn."""

    frame: Frame
    source: Source
    alt: str = ""
    """Empty for one that only adorns, or goes on with another."""
    name: str = "Picture"
    step: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    frame: Frame
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    """The lines of each cell; the first row is its head."""
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    gap: float
    """Pixels behind the words of a cell."""
    pad: float
    """And above and below them."""
    name: str = "Table"
    step: int = 0


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart with its data."""

    frame: Frame
    chart: b.Chart
    size: float
    """Pixels of its words."""
    name: str = "Chart"
    steps: tuple[int, ...] = ()
    """The press at which each of its series or rows appears; empty when it is all there from the start."""
    step: int = 0


Box: TypeAlias = "TextBox | Shape | Picture | Grid | Plot"


@dataclass(frozen=True, slots=True)
class Composed:
    """A slide with everything at its place."""

    boxes: tuple[Box, ...]
    """In the order in which they are read."""
    over: float = 0
    """Pixels by which it is too high."""
