"""How wide and how high words are on a slide, in the typefaces that it asks for."""

from __future__ import annotations

from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from instructdeck.pictures.letters import BOLD, OTHER
from instructdeck.pictures.typeface import read_typeface
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from instructdeck.templating.templates import Templates

TEXT, DISPLAY, CODE = "Inter", "Source Serif 4", "JetBrains Mono"
"""What a file asks for by name."""
FILES = {
    TEXT: "vendor/inter-ttf/Inter_400Regular.ttf",
    DISPLAY: "vendor/source-serif-4-ttf/SourceSerif4_600SemiBold.ttf",
}
MONO = 0.6
"""Width of each letter of the typeface for code, as a part of its size."""
NATURAL = {TEXT: 1.21, DISPLAY: 1.371, CODE: 1.32}
"""Height of a line that is set without lead, as a part of the type size: read off the tables `hhea` of the files."""
SLACK = 1.02
"""How much wider words may turn out: other programs round widths, and bold letters are made wider."""


def digest(templates: Templates) -> str:
    """Give a hash of the typefaces' files: words that are drawn in others look otherwise."""
    return sha256(b"".join(templates.path(file).read_bytes() for file in FILES.values())).hexdigest()


@dataclass(frozen=True)
class Fonts:
    """The widths of letters in the typefaces of a deck."""

    templates: Templates

    @cached_property
    def advances(self) -> Mapping[str, Mapping[str, float]]:
        """The width of each letter by typeface, as a part of the type size."""
        return {name: read_typeface(self.templates.path(file).read_bytes()).advances for name, file in FILES.items()}

    def width(self, words: str, size: float, font: str = TEXT, *, bold: bool = False) -> float:
        """Give how wide words on one line are, in pixels; letters that a typeface lacks are as wide as high."""
        if font == CODE:
            return sum(MONO if letter.isascii() else OTHER for letter in words) * size
        known = self.advances[font]
        wide = sum(known.get(letter, OTHER) for letter in words) * size * SLACK
        return wide * BOLD if bold and font == TEXT else wide


def wrapped(pieces: Sequence[tuple[str, float]], room: float) -> int:
    """Give the number of lines that words need: each with its width, the blank after it counted where it has one."""
    lines, at = 1, 0.0
    for word, wide in pieces:
        bare = wide if not word.endswith(" ") else wide * (1 - 1 / (2 * len(word)))
        if word == "\n":
            lines, at = lines + 1, 0.0
        elif at and at + bare > room:
            lines, at = lines + 1, wide
        else:
            at += wide
        while at > room and not word.isspace() and wide > room:
            # A word that is wider than the room is broken.
            lines, at = lines + 1, at - room
    return lines
