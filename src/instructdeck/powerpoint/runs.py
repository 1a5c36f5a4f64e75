"""Lines of words as paragraphs of DrawingML."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

from .fonts import CODE, DISPLAY, TEXT
from .markup import POINTS, element, emu, worded
from .omml import Look, omml
from .plainmath import plain
from .text import Math, Run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from instructdeck.deck.links import Target

    from .markup import Element
    from .palette import Palette
    from .text import Line, Style

NUMBERED = "arabicPeriod"
DEEPEST = 8
"""The last level of text that there is, from 0."""
SCHEME = {"ink": "tx1", "muted": "tx2", "ground": "bg1", "surface": "bg2"}
"""Colors of the light theme that the file's theme has under a name of its own."""
_FACES = {
    TEXT: ("+mn-lt", "+mn-ea", "+mn-cs"),
    DISPLAY: ("+mj-lt", "+mj-ea", "+mj-cs"),
}
_PANOSE = "02000009000000000000"
"""What the typeface for code is like, for programs that have to take another: all letters as wide."""


@dataclass(frozen=True)
class Writer:
    """Writes the words of one slide."""

    palette: Palette
    hue: int
    """Number of the section's hue."""
    language: str
    link: Callable[[Target, str], Element | None]
    """Gives the element by which words lead somewhere."""

    # --- colors ---------------------------------------------------------------------------------------

    def color(self, name: str) -> Element:
        """Give a color by its name: one of the theme's where it can be, so that a new theme reaches it."""
        if name == "accent":
            name = f"hue-{self.hue}"
        if not self.palette.dark:
            if name in SCHEME:
                return element("a:schemeClr", {"val": SCHEME[name]})
            if name.startswith("hue-"):
                return element("a:schemeClr", {"val": f"accent{name[4:]}"})
        return element("a:srgbClr", {"val": self.palette[name][1:].upper()})

    def fill(self, name: str) -> Element:
        """Give what fills something in a color."""
        return element("a:solidFill", None, self.color(name))

    def soft(self, name: str) -> Element:
        """Give what fills something in the tint of a color."""
        accent = f"hue-{self.hue}" if name == "accent" else name
        return element("a:solidFill", None, element("a:srgbClr", {"val": self.palette.soft(accent)[1:].upper()}))

    # --- paragraphs -----------------------------------------------------------------------------------

    def paragraphs(self, lines: Sequence[Line], *, number: bool = False, math: bool = True) -> list[Element]:
        """Give lines as paragraphs; at least one, because a box must have one.

        `number` makes the first run the number of the slide; without `math` formulas are words.
        """
        made = [
            self.paragraph(line, first=index == 0, number=number and index == 0, math=math)
            for index, line in enumerate(lines)
        ]
        return made or [element("a:p", None, element("a:endParaRPr", {"lang": self.language}))]

    def paragraph(self, line: Line, *, first: bool, number: bool = False, math: bool = True) -> Element:
        """Give a line as a paragraph."""
        made = element("a:p", None, self._properties(line, first=first))
        for index, part in enumerate(line.parts):
            if isinstance(part, Math):
                made.extend([self.formula(part)] if math and part.mathml else self._math_text(part))
            elif part.text == "\n":
                made.append(element("a:br", None, self.looks(part)))
            elif number and index == 0:
                identity = {"id": "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", "type": "slidenum"}
                made.append(element("a:fld", identity, self.looks(part), worded("a:t", part.text)))
            else:
                made.append(element("a:r", None, self.looks(part), worded("a:t", part.text)))
        return made

    def _math_text(self, part: Math) -> Iterator[Element]:
        """Give a formula as words, and its LaTeX where it could not be set."""
        for text, shift in plain(part.mathml) if part.mathml else ((part.tex, 0),):
            style = replace(part.style, raised=shift > 0, lowered=shift < 0)
            for index, line in enumerate(text.split("\n")):
                if index:
                    yield element("a:br", None, self.looks(Run("\n", part.style)))
                if line:
                    yield element("a:r", None, self.looks(Run(line, style)), worded("a:t", line))

    def _properties(self, line: Line, *, first: bool) -> Element:
        backwards = _is_backwards(line.plain)
        sides = {"left": "r" if backwards else "l", "right": "l" if backwards else "r", "center": "ctr"}
        hang = -line.hang if line.bullet else 0
        attributes = {
            "marL": emu(line.indent),
            "lvl": min(line.level, DEEPEST) or None,
            "indent": emu(hang),
            "algn": sides[line.align],
            "rtl": 1 if backwards else None,
        }
        if backwards and line.indent:
            attributes = {"marL": 0, "marR": emu(line.indent), **{k: v for k, v in attributes.items() if k != "marL"}}
        spacing = 100_000 if line.has_math else line.spacing
        made = element(
            "a:pPr", attributes,
            element("a:lnSpc", None, element("a:spcPct", {"val": spacing})),
            element("a:spcBef", None, element("a:spcPts", {"val": 0 if first else round(line.before * POINTS)})),
        )  # fmt: skip
        if line.bullet:
            made.append(element("a:buClr", None, self.color("accent" if line.bullet != "☐" else "muted")))
            made.append(element("a:buFont", {"typeface": "+mj-lt" if line.bullet == "1" else "Arial"}))
            made.append(
                element("a:buAutoNum", {"type": NUMBERED, "startAt": line.number if line.number > 1 else None})
                if line.bullet == "1"
                else element("a:buChar", {"char": line.bullet})
            )
        else:
            made.append(element("a:buNone"))
        return made

    def looks(self, run: Run) -> Element:
        """Give how a run looks."""
        style = run.style
        attributes = {
            "lang": self.language,
            "sz": round(style.size * POINTS),
            "b": int(style.bold),
            "i": 1 if style.italic else None,
            "u": {"dotted": "dotted"}.get(style.underline, style.underline) or None,
            "strike": "sngStrike" if style.strike else None,
            "baseline": 30_000 if style.raised else -25_000 if style.lowered else None,
            "noProof": 1 if style.font == CODE else None,
            "dirty": 0,
        }
        highlight = element("a:highlight", None, self.soft("accent")[0]) if style.marked else None
        link = self.link(run.link, run.tip) if run.link else None
        return element("a:rPr", dict(_ordered(attributes)), self.fill(style.color), highlight, *_faces(style), link)

    def formula(self, part: Math) -> Element:
        """Give a formula that can be edited."""
        hues = dict(part.hues)
        look = Look(
            part.style.size * POINTS, self.language, lambda color: self.fill(hues.get(color, color)), part.style.color
        )
        math = omml(part.mathml, look)
        if part.display:
            left = element("m:oMathParaPr", None, element("m:jc", {"m:val": "left"}))
            math = element("m:oMathPara", None, left, math)
        return element("a14:m", None, math)


def _ordered(attributes: dict[str, object]) -> list[tuple[str, object]]:
    return [(name, value) for name, value in attributes.items() if value is not None]


def _faces(style: Style) -> list[Element]:
    if style.font == CODE:
        return [
            element("a:latin", {"typeface": CODE, "panose": _PANOSE, "pitchFamily": "49", "charset": "0"}),
            element("a:cs", {"typeface": CODE, "panose": _PANOSE, "pitchFamily": "49", "charset": "0"}),
        ]
    latin, asian, complex_ = _FACES[style.font]
    return [
        element("a:latin", {"typeface": latin}),
        element("a:ea", {"typeface": asian}),
        element("a:cs", {"typeface": complex_}),
    ]


def _is_backwards(text: str) -> bool:
    """Tell whether words are written from right to left, by their first letter that has a direction."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
