"""A typeface as a TrueType file: which letters it has, and how wide words are in it."""

from __future__ import annotations

from struct import iter_unpack, unpack_from
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

from .letters import wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

ALL_LETTERS = 12
"""Format of the table that leads from all letters of Unicode to their glyphs, in ranges."""


@dataclass(frozen=True)
class Typeface:
    """How wide each letter is, as a part of the type size."""

    advances: Mapping[str, float]

    def has(self, words: str) -> bool:
        """Tell whether it has all letters of some words."""
        return self.advances.keys() >= set(words)

    def width(self, words: str, size: float) -> float:
        """Give how wide words are that it has; without kerning, which brings letters nearer."""
        return sum(self.advances[letter] for letter in words) * size

    def wrap(self, words: str, size: float, room: float) -> tuple[str, ...]:
        """Give words on as many lines as they need; a word that is wider than the room stands alone."""
        return wrapped(words, room, lambda line: self.width(line, size))

    def fitted(self, words: str, size: float, room: float, lines: int) -> tuple[str, ...]:
        """Give words on at most so many lines, each as wide as the room; dots stand for what is left out."""
        wrapped = self.wrap(words, size, room)
        kept = (*wrapped[: lines - 1], " ".join(wrapped[lines - 1 :])) if len(wrapped) >= lines else wrapped
        return tuple(self._cut(line, size, room) for line in kept)

    def _cut(self, line: str, size: float, room: float) -> str:
        if self.width(line, size) <= room:
            return line
        while line and self.width(f"{line}…", size) > room:
            line = line[:-1]
        return f"{line.rstrip()}…"


def read_typeface(data: bytes) -> Typeface:
    """Give the typeface that a vendored TrueType file is."""
    (count,) = unpack_from(">H", data, 4)
    tables = {tag: start for tag, start, _ in iter_unpack(">4s4xII", data[12 : 12 + 16 * count])}
    (per_em,) = unpack_from(">H", data, tables[b"head"] + 18)
    (measured,) = unpack_from(">H", data, tables[b"hhea"] + 34)
    widths = unpack_from(f">{2 * measured}H", data, tables[b"hmtx"])[::2]
    glyphs = _glyphs(data, tables[b"cmap"])
    # Glyphs behind the last one that is measured are as wide as that one.
    return Typeface({chr(letter): widths[min(glyph, measured - 1)] / per_em for letter, glyph in glyphs.items()})


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Give the number of each letter's glyph."""
    (count,) = unpack_from(">H", data, cmap + 2)
    starts = [cmap + start for (start,) in iter_unpack(">4xI", data[cmap + 4 : cmap + 4 + 8 * count])]
    table = next(start for start in starts if unpack_from(">H", data, start) == (ALL_LETTERS,))
    (groups,) = unpack_from(">I", data, table + 12)
    ranges = iter_unpack(">III", data[table + 16 : table + 16 + 12 * groups])
    return {letter: glyph + letter - first for first, last, glyph in ranges for letter in range(first, last + 1)}
