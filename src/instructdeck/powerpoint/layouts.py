"""The layouts of a file's slide master: one for each of the deck's, with its placeholders at their places."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

from . import sizes
from .boxes import BODY, CLAIM, FOOTER, NUMBER, REFERENCES, REMARK, SECOND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .palette import Palettes

KNOWN = ("title", "section", "content", "two-column", "figure", "quote", "statement", "big-number", "table", "code",
         "equation", "closing")  # fmt: skip
"""The order in which programs offer them; a project's own come after."""
DARK = ("title", "section", "closing")


@dataclass(frozen=True, slots=True)
class Looks:
    """How the words of a placeholder look, as the template takes it."""

    size: float
    color: str = "tx1"
    accent: str = "accent1"
    display: bool = False
    bold: bool = False
    line: int = 112_000
    """Thousandths of a percent of the typeface's own height of a line."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A place for words."""

    type: str
    index: int
    name: str
    prompt: str
    box: tuple[float, float, float, float]
    style: Looks
    anchor: str = "t"
    levels: int = 1
    bullets: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A form that every slide of a layout has."""

    box: tuple[float, float, float, float]
    shape: str = "ellipse"
    line: str = ""
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout."""

    name: str
    ground: str
    drawn: tuple[Drawn, ...]
    placeholders: tuple[Placeholder, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """The looks that the master has for text."""

    title: Looks = Looks(sizes.CLAIM, display=True, bold=True, line=85_000)
    body: Looks = Looks(sizes.BODY)
    deeper: Looks = Looks(26)
    other: Looks = Looks(sizes.REMARK)


def master(palettes: Palettes) -> tuple[Placeholder, ...]:
    """Give the placeholders of the master, which can have one of each type; layouts take their looks by type."""
    numbers = {"Title": 0, "Body": 1, "Footer": 3, "Slide number": 4}
    found = {each.name: each for each in _layout("content", palettes).placeholders}
    return tuple(replace(found[name], index=number) for name, number in numbers.items())


def layouts(names: Sequence[str], palettes: Palettes) -> tuple[Layout, ...]:
    """Give the layouts by their names, the known ones in their own order."""
    ordered = [name for name in KNOWN if name in names] + sorted(set(names) - set(KNOWN))
    return tuple(_layout(name, palettes) for name in ordered)


def shown(name: str) -> str:
    """Give the name of a layout as programs list it; LibreOffice loses the ground of one that is called `table`."""
    return name.replace("-", " ").capitalize()


def _layout(name: str, palettes: Palettes) -> Layout:
    dark = name in DARK
    colors = palettes.dark
    ink, muted = (colors["ink"], colors["muted"]) if dark else ("tx1", "tx2")
    accent = colors["hue-1"] if dark else "accent1"
    quote = colors["quote"] if dark else palettes.light["quote"]
    claim = Looks(48 if name == "closing" else sizes.CLAIM, ink, accent, display=True, bold=True, line=85_000)
    topic = Looks(sizes.CAPTION, accent, accent, bold=True, line=105_000)
    body = Looks(sizes.BODY, ink, accent)
    small = Looks(sizes.MARK, muted, accent, line=110_000)
    room = sizes.ROOM
    found = [
        Placeholder("title", 0, "Title", "Topic", (80, 48, room, 28), topic),
        Placeholder("body", CLAIM, "Claim", "The point of the slide", (80, 82, room, 50), claim),
    ]
    match name:
        case "title":
            found = [
                Placeholder(
                    "title",
                    0,
                    "Title",
                    "Title of the talk",
                    (80, 60, 820, 210),
                    Looks(64, ink, accent, display=True, bold=True, line=79_000),
                ),
                Placeholder(
                    "body", CLAIM, "Claim", "Its point", (80, 290, room, 40), Looks(28, ink, accent, line=107_000)
                ),
                Placeholder("body", BODY, "Body", "Who wrote it", (80, 345, room, 110), Looks(22, muted, accent)),
            ]
        case "section":
            found = [
                Placeholder(
                    "title",
                    0,
                    "Title",
                    "Title of the section",
                    (80, 300, 1000, 140),
                    Looks(60, ink, accent, display=True, bold=True, line=80_000),
                ),
                Placeholder("body", BODY, "Body", "Who speaks", (80, 470, room, 80), Looks(30, muted, accent)),
            ]
        case "two-column":
            found += [
                Placeholder("body", BODY, "Left", "Text", (80, 164, 536, 380), body, levels=5, bullets=True),
                Placeholder("body", SECOND, "Right", "Text", (664, 164, 536, 380), body, levels=5, bullets=True),
            ]
        case "quote":
            found.append(
                Placeholder(
                    "body",
                    BODY,
                    "Quote",
                    "The words of a source",
                    (104, 220, room - 24, 240),
                    Looks(40, quote, accent, display=True, line=97_000),
                    "ctr",
                )
            )
        case "statement":
            found.append(
                Placeholder(
                    "body",
                    BODY,
                    "Statement",
                    "One sentence",
                    (80, 200, room, 280),
                    Looks(64, ink, accent, display=True, bold=True, line=82_000),
                    "ctr",
                )
            )
        case "big-number":
            found.append(
                Placeholder(
                    "body",
                    BODY,
                    "Number",
                    "85%",
                    (80, 164, room, 150),
                    Looks(120, accent, accent, display=True, bold=True, line=77_000),
                )
            )
        case _:
            found.append(Placeholder("body", BODY, "Body", "Text", (80, 164, room, 380), body, levels=5, bullets=True))
    if name not in ("title", "section"):
        remark = Looks(sizes.REMARK, quote, accent)
        found += [
            Placeholder("body", REMARK, "Remark", "A remark", (80, 570, room, 66), remark, "b"),
            Placeholder(
                "body",
                REFERENCES,
                "References",
                "What is cited",
                (80, 640, room, 20),
                Looks(14, muted, accent, line=107_000),
                "b",
            ),
        ]
    if name != "title":
        found.append(
            Placeholder("ftr", FOOTER, "Footer", "Speaker and section", (192, sizes.FOOT, 900, 24), small, "ctr")
        )
    found.append(Placeholder("sldNum", NUMBER, "Slide number", "", (1110, sizes.FOOT, 90, 24), small, "ctr"))
    return Layout(shown(name), colors["ground"] if dark else "", _rings(name, palettes), tuple(found))


def _rings(name: str, palettes: Palettes) -> tuple[Drawn, ...]:
    """Give the rings of the first and the last slide: one for each of the first five hues, as tokens.css has them."""
    places = {"title": (1200.0, 40.0, 56.0), "closing": (1290.0, -120.0, 60.0)}
    if name not in places:
        return ()
    x, y, ring = places[name]
    return tuple(
        Drawn(
            (x - ring * (hue + 1), y - ring * (hue + 1), 2 * ring * (hue + 1), 2 * ring * (hue + 1)),
            line=palettes.dark[f"hue-{hue}"],
        )
        for hue in range(5, 0, -1)
    )
