"""A deck's own colors and logo: read from `deck.yml`, judged, and written as the hues of the style sheets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import Image
from instructdeck.deck.model import Theme
from instructdeck.deck.rules import LOW_CONTRAST, MISSING_ALT, WRONG_VALUE
from instructdeck.files.figures import find_picture

if TYPE_CHECKING:
    from collections.abc import Iterable

    from instructdeck.files.files import Project
    from instructdeck.files.yamlfile import Record, Scalar

FORM = '{colors: ["#1c5bb0", "#0a6a63"], logo: {file: figures/logo.svg, alt: Our group}}'
HUES = 6
"""How many hues the style sheets have; fewer colors start over."""
LIGHT, DARK = "#f4f1ec", "#1c2229"
"""The surfaces of tokens.css, on which a hue has less contrast than on the ground."""
ENOUGH = 4.5
"""WCAG 2.2, success criterion 1.4.3: contrast of text."""

LINEAR = 0.04045
"""Below this part of full strength, sRGB is linear."""

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def load_theme(record: Record | None, project: Project, folder: str) -> Theme:
    """Give what a deck says of its looks; the logo's file is relative to the folder."""
    if record is None:
        return Theme()
    colors = tuple(color for each in record.texts("colors") if (color := _color(each, project)))
    theme = Theme(colors, _logo(record.record("logo", "{file: figures/logo.svg, alt: Our group}"), project, folder))
    record.finish()
    return theme


def _color(node: Scalar, project: Project) -> str:
    color = node.value.strip().lower()
    length = len(node.value) if node.plain else len(node.value) + 2
    if not _COLOR.fullmatch(color):
        hint = 'write it as "#1c5bb0", in quotation marks'
        project.findings.add(WRONG_VALUE, f"'{node.value}' is not a color", node.location, hint, length)
        return ""
    if (ratio := contrast(color, LIGHT)) < ENOUGH:
        message = f"'{color}' has a contrast of {ratio:.1f} to 1 on the ground, not {ENOUGH}"
        hint = f"take a darker one, such as '{readable(color, LIGHT, '#000000')}'"
        project.findings.add(LOW_CONTRAST, message, node.location, hint, length)
    return color


def _logo(record: Record | None, project: Project, folder: str) -> tuple[Image, ...]:
    if record is None:
        return ()
    file, alt = record.scalar("file", "a text", required=True), record.text("alt")
    record.finish()
    if file is None:
        return ()
    if not alt:
        project.findings.add(MISSING_ALT, "the logo has no alt text", file.location, "add 'alt:' with whose mark it is")
    found = find_picture(project, file.value, folder, file.location, len(file.value))
    return (Image(file.location, file.value, found, alt, "", ""),) if found else ()


def on_dark(theme: Theme) -> tuple[str, ...]:
    """Give the hues for the dark theme; none when the deck has none of its own."""
    return tuple(readable(color, DARK, "#ffffff") for color in _hues(theme))


def _hues(theme: Theme) -> tuple[str, ...]:
    return tuple(theme.colors[position % len(theme.colors)] for position in range(HUES if theme.colors else 0))


def css(theme: Theme) -> str:
    """Give the hues as custom properties, each for the light and the dark theme; empty when the deck has none."""
    if not theme.colors:
        return ""
    pairs = zip((readable(color, LIGHT, "#000000") for color in _hues(theme)), on_dark(theme), strict=True)
    hues = "".join(f"--hue-{number}:light-dark({light},{dark});" for number, (light, dark) in enumerate(pairs, 1))
    return f":root{{{hues}}}\n"


def readable(color: str, ground: str, towards: str) -> str:
    """Give the nearest color on the way to black or white that can be read on a ground."""
    start, end = _channels(color), _channels(towards)
    for step in range(101):
        mixed = _hex(a + (z - a) * step / 100 for a, z in zip(start, end, strict=True))
        if contrast(mixed, ground) >= ENOUGH:
            return mixed
    return towards


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colors as WCAG 2.2 defines it: 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    linear = (part / 12.92 if part <= LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(color))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _channels(color: str) -> tuple[float, ...]:
    return tuple(int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in channels)
