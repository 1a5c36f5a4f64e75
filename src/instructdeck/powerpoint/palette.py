"""The colors of `tokens.css` as plain values, for files that know no style sheets."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from instructdeck.load.theme import css
from instructdeck.templating.templates import read_asset
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instructdeck.deck.model import Theme
    from instructdeck.templating.templates import Templates

TOKENS = "assets/tokens.css"
CHARTS = "assets/chart.css"
SOFT = 0.14
"""How much of the accent is in its tint, as in `tokens.css`."""
_PAIR = re.compile(r"--(?:color-)?([\w-]+)\s*:\s*light-dark\(\s*(#[0-9a-fA-F]{6})\s*,\s*(#[0-9a-fA-F]{6})\s*\)")
_NEEDED = """
    chart-quiet-1 chart-quiet-2 chart-quiet-3 chart-on-quiet ground surface ink muted line on-accent good bad quote
    hue-1 hue-2 hue-3 hue-4 hue-5 hue-6
"""


class PaletteError(Exception):
    """The style sheet does not say what a color is."""


@dataclass(frozen=True)
class Palette:
    """The colors of one theme by their names, such as `ink` and `hue-2`, as `#rrggbb`."""

    colors: Mapping[str, str]
    dark: bool = False

    def __getitem__(self, name: str) -> str:
        """Give a color by its name; one that is given as `#rrggbb` is itself."""
        return name if name.startswith("#") else self.colors[name]

    def soft(self, accent: str) -> str:
        """Give the tint of an accent."""
        return mixed(self[accent], self["ground"], SOFT)


@dataclass(frozen=True)
class Palettes:
    """The colors of both themes."""

    pairs: Mapping[str, tuple[str, str]]

    @cached_property
    def light(self) -> Palette:
        """What stands on light ground."""
        return Palette({name: pair[0] for name, pair in self.pairs.items()})

    @cached_property
    def dark(self) -> Palette:
        """What stands on dark ground."""
        return Palette({name: pair[1] for name, pair in self.pairs.items()}, dark=True)


def palettes(templates: Templates, theme: Theme) -> Palettes:
    """Give the colors of a deck: those of the templates, with hues of its own where it has some.

    Raises:
        PaletteError: the style sheet leaves a color out, or writes it in another way.
    """
    try:
        sheet = "".join(read_asset(templates.path(name)) for name in (TOKENS, CHARTS))
    except ValueError as error:
        raise PaletteError(str(error)) from error
    pairs: dict[str, tuple[str, str]] = {}
    for name, light, dark in _PAIR.findall(sheet):
        # What comes later is for who asks for more contrast.
        pairs.setdefault(name, (light, dark))
    pairs |= {name: (light, dark) for name, light, dark in _PAIR.findall(css(theme))}
    if missing := [name for name in _NEEDED.split() if name not in pairs]:
        named = CHARTS if missing[0].startswith("chart") else TOKENS
        raise PaletteError(f"{named} has no '{missing[0]}' as light-dark(#rrggbb, #rrggbb)")
    return Palettes(pairs)


def mixed(one: str, other: str, part: float) -> str:
    """Give a color of which one part is the first, and the rest the other, mixed as `color-mix(in srgb, …)` does."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a * part + b * (1 - part)):02x}" for a, b in pairs)


def channels(color: str) -> tuple[int, int, int]:
    """Give the three channels of `#rrggbb`, 0 to 255."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
