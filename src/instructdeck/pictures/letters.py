"""How wide words are in Inter, the font of the text: drawings leave as much room for them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LETTERS = (
    "24 ijlìíîïĩīĭįıĵĺļł|26 ‘’|27 I¦¸ÌÍÎÏĨĪĬĮİΙΪ|28 \xa0ίι |29 !,.:¡·|30 ';¹|31 ſ|32 `´|33 tţŧ|34 ľ"
    '|36 ()/[\\]ŀ|37 f|38 rŕŗřť|41 1|43 {}|44 ²“”|45 ª³|46 -_°|47 "^τ|48 ¯ºĳ|50 *–|51 ?¿ζ|52 ĸκ|53 sśŝşš|54 έε'
    "|55 kxz¥ķźżž|56 LavyàáâãäåýÿāăąĹĻĽĿŷγξ•|57 7Jc¢§çćĉċčĴςχ|58 e«»èéêëðēĕėęěΓδ|59 5Fhnu¨µñùúûüĥħńņňŋũūŭůűųήΰημνυ"
    "|60 Eo¶ÈÉÊËòóôõöøĒĔĖĘĚŁōŏőΕβοπ|61 2bdgpq£þđĝğġģρ™|62 3689ßθσ|63 #0ZŹŻŽΖ|64 $&PRSÞŔŖŘŚŜŞŠΡλ|65 4BTŢŤŦΒΤ"
    "|66 +<=>~¬±×÷Ξάα−|67 K®ĶΚ€|68 XYÝŶŸΔΥΧΫ|69 AVÀÁÂÃÄÅĀĂĄΑΛΣ|71 ď|72 D¤Ďφ|73 CÇĆĈĊČ|74 HUÐÙÚÛÜĐĤŨŪŬŮŰŲΗΠ"
    "|75 GNÑĜĞĠĢŃŅŇŊΝ|76 OQÒÓÔÕÖØŌŎŐΘΟ|77 Ω|78 Ħψ|80 ¼ω|82 wŵ|83 ↑↓|84 Ĳ|85 ½|86 …|88 m¾ΦΨ|90 MΜ|91 ©|92 æ|97 @"
    "|98 %WŴ|99 Æ|100 Œœ—"
)
"""Advance in hundredths of the type size, then the letters that have it: read off the files in `templates/vendor/inter`
(weight 400) with fontTools."""
OTHER = 1.0
"""Of the type size: other letters, of which those of East Asia are as wide as high."""
BOLD = 1.05
"""How much wider words are in weight 600, at the most of all words tried."""


@cache
def advances() -> dict[str, float]:
    """Give the width of each letter as a part of the type size."""
    groups = (group.partition(" ") for group in _LETTERS.split("|"))
    return {letter: int(width) / 100 for width, _, letters in groups for letter in letters} | {"|": 0.33}


def width(words: str, size: float, *, bold: bool = False) -> float:
    """Give how wide words on one line are, in the unit of the type size."""
    known = advances()
    return sum(known.get(letter, OTHER) for letter in words) * size * (BOLD if bold else 1)


def wrap(words: str, size: float, room: float) -> tuple[str, ...]:
    """Give words on as many lines as they need; a word that is wider than the room stands alone."""
    return wrapped(words, room, lambda line: width(line, size))


def wrapped(words: str, room: float, measure: Callable[[str], float]) -> tuple[str, ...]:
    """Give words on lines that are at most as wide as the room, as they are measured."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if measure(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)
