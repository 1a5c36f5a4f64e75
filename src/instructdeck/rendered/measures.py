"""What the scripts of `measure/` say of a page, as values."""

from __future__ import annotations

import enum
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


class View(enum.Enum):
    """How the slides and pages are looked at; the value is how a message names it."""

    STAGE = ""
    DARK = "in the dark theme"
    PHONE = "on a phone"
    PHONE_DARK = "on a phone in the dark theme"
    PAPER = "in print"


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that somebody would complain about, with its figures.

    Lengths are pixels of a slide of 1280 x 720, on a page those of CSS.
    """

    rule: str
    slide: str
    """Id of the slide; empty on a page of the site."""
    at: int | None
    """Number of the block; None outside of all blocks."""
    kind: str
    box: tuple[float, float, float, float]
    """Left, top, width and height, from the upper left corner of the slide or page."""
    view: View
    page: str = ""
    """Path of the page in the site; empty for the deck."""
    step: int = 0
    """How many presses after the slide came up; 0 where it came up so."""
    words: str = ""
    """The first of the words that are meant."""
    px: float = 0
    """By how much."""
    percent: int = 0
    """The same, of the room that there is."""
    side: str = ""
    """`bottom`, `right`, `left` or `top`."""
    line: float = 0
    """Height of a line there."""
    narrow: bool = False
    """Whether the lines of the slide would fit columns."""
    what: str = ""
    """What has no room: `pre`, `table`, `math`, `figure`, empty for words; what is too small: `drawing` or `line`."""
    other: int | None = None
    """Number of the block that stands in the way."""
    over: str = ""
    """Words that stand in the way."""
    size: float = 0
    """Of type."""
    least: float = 0
    """What the size has to be."""
    ratio: float = 0
    """Contrast, as WCAG 2.2 reckons it."""
    needed: float = 0
    """What the contrast has to be."""
    color: tuple[float, ...] = ()
    """Red, green and blue to 255, and how much it covers to 1, of words that stand over a picture."""
    window: tuple[float, ...] = ()
    """Where these words stand, from the upper left corner of the window not scrolled: left, top, width, height."""
    mark: int = -1
    """By which their part is found again in the page; -1 where nobody has to."""
    width: int = 0
    """Pixels of a screen that a picture takes."""
    pixels: int = 0
    """Pixels that it has."""
    value: int = 0
    """Of the attribute `tabindex`."""
    html: str = ""
    cut: bool = False
    """Whether something may cut these words away."""

    @property
    def badness(self) -> float:
        """How bad it is among others of the same rule and kind."""
        return self.px + (100 / self.ratio if self.ratio else 0) + (100 / self.size if self.size else 0) + self.width


def measure(found: Mapping[str, Any], view: View, page: str = "") -> Measure:
    """Give what a script says as a value."""
    box, color, window = (tuple(found.get(name, ())) for name in ("box", "color", "window"))
    return Measure(**{**found, "box": box, "color": color, "window": window, "view": view, "page": page})


@dataclass(frozen=True, slots=True)
class Amount:
    """How much a slide says."""

    slide: str
    layout: str
    words: int
    lines: int
    blocks: int


@dataclass(frozen=True, slots=True)
class InnerLink:
    """A link to another place of the site."""

    page: str
    """Path of the page that it stands on."""
    slide: str
    at: int | None
    path: str
    """Where it leads, relative to the site's root."""
    hash: str
    words: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A synthesis on paper."""

    page: str
    pages: int
    """Of A4."""
    filled: float
    """How far down the last of them is filled, 0 to 1."""
    beyond: int | None
    """Number of the block with which the second one begins; None where there is none."""


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of SVG as it is shown: a drawing that is no part of the page."""

    path: str
    """Of the file in the site."""
    slide: str
    at: int | None
    box: tuple[float, float, float, float]
    """Left, top, width and height, as a `Measure` has them."""
    grounds: tuple[tuple[float, ...], ...]
    """What it stands on in the light theme and in the dark one: red, green, blue to 255, and 1 as it is opaque."""
    page: str = ""

    @property
    def shown(self) -> tuple[object, ...]:
        """All that makes a difference to what is seen of it."""
        return self.path, self.box[2:], self.grounds, bool(self.page)

    def put(self, seen: Measure) -> Measure:
        """Give what was measured in the file as what is seen where it is shown."""
        left, top, width, height = seen.box
        box = (left + self.box[0], top + self.box[1], width, height)
        return replace(seen, slide=self.slide, at=self.at, box=box, page=self.page, other=None)


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """What could not be looked at, and why."""

    what: str
    why: str
    page: str = ""
    slide: str = ""
    at: int | None = None


@dataclass(frozen=True)
class Seen:
    """All that was seen of a site."""

    measures: tuple[Measure, ...] = ()
    amounts: tuple[Amount, ...] = ()
    links: tuple[InnerLink, ...] = ()
    anchors: Mapping[str, frozenset[str]] | None = None
    """The ids on each page, by its path."""
    sheets: tuple[Sheet, ...] = ()
    complaints: tuple[tuple[str, str, str], ...] = ()
    """Page, kind (`console` or `request`) and what the browser said."""
    unmeasured: tuple[Unmeasured, ...] = ()
    files: tuple[ShownFile, ...] = ()
    """Files of SVG that are to be looked at by themselves."""
    steps: int = 0
    """How many states of slides were looked at on stage."""
