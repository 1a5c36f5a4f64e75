"""Words as a slide of another program holds them: lines of runs, each in one style."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from instructdeck.values import dataclass

from .extent import extent
from .fonts import NATURAL, TEXT, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from instructdeck.deck.links import Target

    from .fonts import Fonts

LEAST = 18.0
"""Pixels of type that can be read from the last row."""
HALF_POINTS = 1.5
"""Half points in a pixel: programs name sizes by them."""
EMPTY = 28.0
"""Size of a line without words."""


@dataclass(frozen=True, slots=True)
class Style:
    """How words look; colors are names of a palette, or `accent`."""

    size: float = 28.0
    """In pixels of a slide."""
    font: str = TEXT
    color: str = "ink"
    bold: bool = False
    italic: bool = False
    strike: bool = False
    underline: str = ""
    """A name that DrawingML has for it, such as `sng` and `dotted`."""
    raised: bool = False
    lowered: bool = False
    marked: bool = False
    """Whether it has the tint of the accent behind it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style; a line break is a run of its own, with the text of one."""

    text: str
    style: Style
    link: Target | None = None
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Math:
    """A formula within a line, or as one."""

    tex: str
    mathml: str
    """Empty when it could not be set."""
    style: Style
    display: bool = False
    hues: tuple[tuple[str, str], ...] = ()
    """The colors in its MathML that stand for others, with those."""


Part: TypeAlias = "Run | Math"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph."""

    parts: tuple[Part, ...]
    bullet: str = ""
    """The sign before it; `1` for a number."""
    number: int = 0
    """Where the numbers of its list begin."""
    level: int = 0
    """How deep it stands in lists: numbers go on over deeper lines, and begin anew behind one that is not."""
    indent: float = 0.0
    """Pixels from the left edge to its words."""
    hang: float = 0.0
    """Pixels by which its bullet stands before them."""
    before: float = 0.0
    """Pixels above it, unless it is the first one."""
    align: str = "left"
    lead: float = 1.36
    """Height of a line of it, as a part of the type size."""
    step: int = 0
    """The press at which it appears; 0 when it is there from the start."""

    @property
    def size(self) -> float:
        """The size of its largest words."""
        return max((part.style.size for part in self.parts), default=EMPTY)

    @property
    def font(self) -> str:
        """The typeface of its first words."""
        return next((part.style.font for part in self.parts), TEXT)

    @property
    def has_math(self) -> bool:
        """Whether there is a formula in it."""
        return any(isinstance(part, Math) and part.mathml for part in self.parts)

    @property
    def is_math(self) -> bool:
        """Whether it is a formula and nothing else."""
        return self.has_math and len(self.parts) == 1

    @property
    def spacing(self) -> int:
        """Its height in thousandths of a percent of what its typeface has by itself."""
        return round(self.lead / NATURAL.get(self.font, 1.2) * 100) * 1000

    @property
    def plain(self) -> str:
        """Its words without marks."""
        return "".join(part.text if isinstance(part, Run) else part.tex for part in self.parts)


def scaled(lines: Iterable[Line], factor: float) -> tuple[Line, ...]:
    """Give lines in a smaller type, but none so small that it could not be read."""
    return tuple(_scaled(line, factor) for line in lines)


def _scaled(line: Line, factor: float) -> Line:
    parts = tuple(replace(part, style=_smaller(part.style, factor)) for part in line.parts)
    lengths = {name: getattr(line, name) * factor for name in ("indent", "hang", "before")}
    return replace(line, parts=parts, **lengths)


def _smaller(style: Style, factor: float) -> Style:
    size = round(style.size * factor * HALF_POINTS) / HALF_POINTS
    return replace(style, size=max(size, min(LEAST, style.size)))


def merged(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Give parts with neighbours of one style as one run."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, Run) and isinstance(last, Run) and _go_together(last, part):
            found[-1] = replace(last, text=last.text + part.text)
        elif not isinstance(part, Run) or part.text:
            found.append(part)
    return tuple(found)


def _go_together(one: Run, other: Run) -> bool:
    return "\n" not in (one.text, other.text) and (one.style, one.link, one.tip) == (other.style, other.link, other.tip)


def height(lines: Sequence[Line], fonts: Fonts, room: float) -> float:
    """Give how high lines are in a width, in pixels."""
    found = 0.0
    for index, line in enumerate(lines):
        rows = wrapped(list(_pieces(line, fonts)), max(room - line.indent, 1.0))
        tall = max(
            (extent(part.mathml)[1] * part.style.size for part in line.parts if isinstance(part, Math)), default=0.0
        )
        natural = line.size * line.lead
        found += rows * natural + max(tall - natural, 0.0) + (line.before if index else 0.0)
    return found


def width(line: Line, fonts: Fonts) -> float:
    """Give how wide a line is that is not wrapped, its indent included."""
    return sum(wide for _, wide in _pieces(line, fonts)) + line.indent


def _pieces(line: Line, fonts: Fonts) -> Iterator[tuple[str, float]]:
    """Give the words of a line with their widths; words without a blank between them are one."""
    held, wide = "", 0.0
    for part in line.parts:
        if isinstance(part, Math):
            held, wide = held + "x", wide + _math_width(part, fonts)
            continue
        for word in _words(part.text):
            if word == "\n":
                yield from [(held, wide)] if held else []
                yield "\n", 0.0
                held, wide = "", 0.0
                continue
            held += word
            wide += fonts.width(word, part.style.size, part.style.font, bold=part.style.bold)
            if word.endswith((" ", "-", "–", "—")):
                yield held, wide
                held, wide = "", 0.0
    if held:
        yield held, wide


def _math_width(part: Math, fonts: Fonts) -> float:
    if part.mathml:
        return extent(part.mathml)[0] * part.style.size
    return fonts.width(part.tex, part.style.size, part.style.font)


def _words(text: str) -> Iterator[str]:
    """Give the words of a text, each with the blank after it."""
    at = 0
    for index, letter in enumerate(text):
        # Scripts without blanks break between any two letters.
        if letter in {"\n", " "} or "⺀" < letter < "ﬀ":
            if letter == "\n":
                yield from [text[at:index]] if at < index else []
                yield "\n"
            else:
                yield text[at : index + 1]
            at = index + 1
    if at < len(text):
        yield text[at:]
