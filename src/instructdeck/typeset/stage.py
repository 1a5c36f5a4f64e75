"""A slide as it is reckoned from the sizes in slide.css, without a browser: its room, and what its blocks take."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.values import dataclass

from .heights import FEW, QUOTED, SERIF, Cells, Looks, Reckoner
from .runs import STRONG, Type, height

if TYPE_CHECKING:
    from collections.abc import Iterator

    from instructdeck.deck.model import Slide

WIDTH = 1120
"""Pixels that the content of a slide has from left to right."""
FOOT = 672
"""Where the foot of a slide begins, from its top."""
ABOVE_FOOT = 16
GAP = 24
"""Between blocks."""
EDGE = 80
"""Beside the content of a slide: what stands out of it there can still be seen."""
_HEAD = 48
_OPENER = 32
"""What the band over the first slide of a section takes."""
_TITLE, _TOPIC = Type(40, 45.6, SERIF), Type(22, 28, STRONG)
_NOTE = Type(18, 24.3)
_TITLES = {"title": (Type(64, 66.6, SERIF), 960), "section": (Type(60, 64.8, SERIF), 1080)}
"""Titles of layouts that have their own, and how wide they are at the most."""
_LEADING = {
    ("statement", 1): (Type(64, 71.7, SERIF), 1088),
    ("big-number", 1): (Type(120, 120, SERIF), WIDTH),
    ("big-number", 2): (Type(34, 46.2), WIDTH),
}
"""The first paragraphs of a layout, and how wide they are at the most."""
_BESIDE_EXPLORABLE = 632
"""What an interactive figure leaves of the width beside a formula."""
_SECTION_NUMBER, _GIVER, _PROGRAMME = 200, 153, 130
"""What layouts have of their own above or below the content."""

SLIDE = Looks(
    text=Type(28, 38.1),
    nested=Type(26, 35.4),
    quote=Type(30, 40.2, QUOTED),
    callout=Type(24, 32.6),
    aside=Type(22, 29.9),
    caption=Type(22, 29.7),
    code=Type(22, 31.9),
    long_code=Type(18, 23.8),
    code_room=(32, 40),
    cells=Cells(Type(28, 35), Type(22, 27.5, STRONG), 21, 32, names=True),
    many_cells=Cells(Type(26, 32.5), Type(22, 27.5, STRONG), 13, 32, names=True),
    headings=dict.fromkeys(range(3, 7), Type(28, 35, STRONG)),
    columns=(Type(32, 41.6), Type(28, 36.4)),
    term=Type(24, 31.2),
    above_terms=48,
    items=(16, 10, 4),
    above_nested=6,
    inner=0,
    between=12,
    indent=(1.25, 1.7),
    remark=(17, 0),
    beside_quote=28,
    formula=(0.97, 1.12),
    around_formula=8,
    picture=0,
    definitions=(8, 32),
)
"""As slide.css has it."""
AIRY_WORDS = 55
"""A slide of plain text with at most so many words shows them larger."""
AIRY_LINES = 7
"""And with at most so many paragraphs and items."""
AIRY_LAYOUTS = ("content", "quote", "closing")
"""Other layouts have sizes of their own."""
PLAIN = (b.BlockQuote, b.Paragraph, b.BulletList, b.OrderedList, b.ListItem, b.Fragment, b.Callout, b.Aside, b.Heading)


def is_airy(slide: Slide) -> bool:
    """Tell whether a slide has so few words, and nothing but words, that they can be larger."""
    # What can be told at a glance comes first: each slide is asked several times.
    if slide.layout not in AIRY_LAYOUTS or not all(isinstance(block, PLAIN) for block in slide.blocks):
        return False
    if slide.words > AIRY_WORDS:
        return False
    nodes = [node for node in slide.nodes if not isinstance(node, b.Inline)]
    lines = sum(isinstance(node, b.Paragraph) for node in nodes)
    return lines <= AIRY_LINES and all(isinstance(node, PLAIN) for node in nodes)


@dataclass(frozen=True, slots=True)
class Excess:
    """By how much a slide is fuller than it can be, about."""

    node: b.Node
    """The first block, or item of a list, that has no room."""
    px: float
    share: float
    """The same, as a part of the room."""
    wide: bool
    """Whether it lacks width, and not height."""


@dataclass(frozen=True)
class Stage:
    """A slide as it is reckoned."""

    slide: Slide
    opens: bool
    """Whether it is the first one of its section."""

    @cached_property
    def width(self) -> float:
        """The width of its content."""
        return WIDTH + (EDGE if "wide" in self.slide.classes else 0)

    @cached_property
    def claims(self) -> bool:
        """Whether the point of the slide stands under its title."""
        first = self.slide.blocks[:1]
        return bool(first) and isinstance(first[0], b.Heading) and first[0].level == 3  # noqa: PLR2004

    @cached_property
    def top(self) -> float:
        """Where its content begins."""
        layout, title = self.slide.layout, self.slide.title
        if layout in _TITLES:
            type_, most = _TITLES[layout]
            head = height(title, type_, min(most, self.width)) + (_SECTION_NUMBER if layout == "section" else 0)
            return _HEAD + head + (ABOVE_FOOT if layout == "section" else GAP)
        head = height(title, _TOPIC if self.claims else _TITLE, self.width)
        return _HEAD + head + (_OPENER if self.opens else 0) + (6 if self.claims else GAP)

    @cached_property
    def bottom(self) -> float:
        """Where what stands at its foot begins: footnotes, or the foot itself."""
        notes = self.slide.footnotes
        heights = (Reckoner(SLIDE).stacked(each.blocks, self.width - 25, 0, _NOTE) for each in notes)
        return FOOT - (ABOVE_FOOT + sum(heights) if notes else 0)

    @property
    def room(self) -> float:
        """The height of what its content has."""
        own = {"section": _GIVER, "title": _PROGRAMME}.get(self.slide.layout, 0)
        return self.bottom - self.top - own

    @cached_property
    def reckoner(self) -> Reckoner:
        """What reckons its blocks."""
        kinds = set(map(type, self.slide.nodes))
        plain = kinds.isdisjoint((*FEW, b.CodeBlock, b.MathBlock, b.BlockQuote))
        return Reckoner(SLIDE, "wrap" in self.slide.classes, plain)

    @cached_property
    def _explores(self) -> bool:
        """Whether an interactive figure stands beside the parts of a formula."""
        kinds = {type(each) for each in self.slide.blocks}
        return self.slide.layout == "equation" and {b.Terms, b.Explorable} <= kinds

    def heights(self) -> Iterator[tuple[b.Block, float]]:
        """Give its blocks with the height of each, and of the gap below it."""
        reckoner, airy, paragraphs = self.reckoner, is_airy(self.slide), 0
        gap = 8 if self.slide.layout == "title" else GAP
        for block in self.slide.blocks:
            paragraphs += isinstance(block, b.Paragraph)
            own, room = self._own(block, paragraphs, airy=airy)
            if self._explores and isinstance(block, b.Explorable):
                yield block, 0
                continue
            extra = 32 if isinstance(block, b.Columns) and reckoner.plain else 0
            yield block, reckoner.height(block, min(room, self.width), own) + gap + extra

    def _own(self, block: b.Block, paragraphs: int, *, airy: bool) -> tuple[Type | None, float]:  # noqa: PLR0911
        """Give the type of a block where it is not the usual one, and how wide it can be."""
        layout = self.slide.layout
        if self.claims and block is self.slide.blocks[0]:
            match layout:
                case "title":
                    return Type(28, 36.4), WIDTH
                case "closing":
                    return Type(48, 54.7, SERIF), 864
            return Type(40, 45.6, SERIF), self.width
        if isinstance(block, b.Paragraph) and (layout, paragraphs) in _LEADING:
            return _LEADING[layout, paragraphs]
        if isinstance(block, b.BlockQuote) and layout == "quote":
            return (Type(48, 61.4, QUOTED) if airy else Type(40, 51.2, QUOTED)), self.width - 60
        if isinstance(block, b.Paragraph) and layout == "title":
            return Type(22, 29.9), self.width
        if self._explores and not isinstance(block, b.Heading):
            return None, _BESIDE_EXPLORABLE
        if airy and not isinstance(block, b.Callout | b.Aside):
            line = 45.6 if isinstance(block, b.BlockQuote) else 46.2
            return Type(34, line, QUOTED if isinstance(block, b.BlockQuote) else 1), self.width
        return None, self.width

    def excess(self) -> Excess | None:
        """Give by how much it is fuller than it can be; None where it has room left, by this estimate."""
        found = [*self._too_wide(), *self._too_high()]
        return max(found, key=lambda each: each.share, default=None)

    def _too_wide(self) -> Iterator[Excess]:
        spare = EDGE - (self.width - WIDTH) / 2
        for block in self.slide.blocks:
            if (px := self.reckoner.excess(block, self.width, spare)) > 0:
                yield Excess(block, px, px / self.width, wide=True)

    def _too_high(self) -> Iterator[Excess]:
        if self._flows:
            yield from self._too_long()
            return
        room, total = self.room, 8.0 if self.claims else 0.0
        beyond: b.Node | None = None
        for block, high in self.heights():
            if beyond is None and total + high - GAP > room:
                beyond = self._first_beyond(block, high, room - total)
            total += high
        if beyond:
            yield Excess(beyond, total - GAP - room, (total - GAP - room) / room, wide=False)

    def _first_beyond(self, block: b.Block, high: float, left: float) -> b.Node:
        """Give the item of a list with which it needs more than is left, each as high as the next; else the block."""
        if not isinstance(block, b.BulletList | b.OrderedList):
            return block
        first = int(max(left, 0) / high * len(block.items))
        return block.items[min(first, len(block.items) - 1)]

    @cached_property
    def _flows(self) -> bool:
        """Whether its text runs through two columns."""
        columns = any(isinstance(node, b.Columns) for node in self.slide.blocks)
        return self.slide.layout == "two-column" and not columns

    def _too_long(self) -> Iterator[Excess]:
        """Give what two columns of text have no room for."""
        room = (WIDTH - 48) / 2
        blocks = self.slide.blocks[1:] if self.claims else self.slide.blocks
        above = self.reckoner.height(self.slide.blocks[0], WIDTH, _TITLE) + 20 if self.claims else 0
        high = self.room - ABOVE_FOOT - above
        total, beyond = -14.0, None  # no gap above the first one
        for block in blocks:
            tall = 14 + self.reckoner.height(block, room)
            if beyond is None and total + tall > 2 * high:
                beyond = self._first_beyond(block, tall, 2 * high - total)
            total += tall
        if beyond:
            yield Excess(beyond, total - 2 * high, (total - 2 * high) / (2 * high), wide=False)
