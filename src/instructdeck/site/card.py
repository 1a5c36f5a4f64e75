"""The deck's card: the picture that stands where somebody links to it, in the looks of the title slide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.load.theme import on_dark
from instructdeck.pictures.typeface import read_typeface
from instructdeck.render.page import hue
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from instructdeck.deck.model import Deck, Section
    from instructdeck.pictures.typeface import Typeface
    from instructdeck.templating.templates import Templates

PATH = "card.png"
"""Where it stands in the site."""
WIDTH, HEIGHT = 1200, 630
"""What sites that show cards ask for; templates/site/card.svg has the same."""
TITLE = "vendor/source-serif-4-ttf/SourceSerif4_600SemiBold.ttf"
TEXT = "vendor/inter-ttf/Inter_400Regular.ttf"
"""resvg reads TrueType, not the WOFF2 of the pages."""
MAX_LETTERS = 300
"""Of a text; no more of it can be shown."""
EDGE, GAP = 72, 24
TITLE_SIZES = ((68, 3), (58, 4), (48, 5))
"""Sizes of the title, and how many lines there may be in each."""
TITLE_ROOM, SUBTITLE_ROOM = 730, 900
"""Beside the rings, and below them."""
MAX_SPEAKERS = 6
"""With more, none is named: their names could not be read."""


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """Who gives a section, as the card shows it."""

    hue: int
    x: float
    width: float
    name: str
    role: str


def draw_card(deck: Deck, templates: Templates) -> bytes | None:
    """Give the card as PNG; None when the title has letters that the typeface lacks.

    Raises:
        TemplateError: the template of the card is broken.
        ValueError: what it gives is no SVG.
    """
    from resvg_py import svg_to_bytes  # noqa: PLC0415  only for decks with an address

    paths = [templates.path(name) for name in (TITLE, TEXT)]
    serif, sans = (read_typeface(path.read_bytes()) for path in paths)
    title = _shown(deck.title, serif)
    if not title:
        return None
    size, lines = _title(title, serif)
    occasion = " · ".join(part for part in (_shown(deck.event, sans), _shown(deck.date, sans)) if part)
    svg = templates.environment.get_template("site/card.svg").render(
        title=lines,
        size=size,
        subtitle=sans.fitted(_shown(deck.subtitle, sans), 28, SUBTITLE_ROOM, 2),
        occasion=sans.fitted(occasion, 22, TITLE_ROOM, 1)[0],
        speakers=_speakers(deck.sections, sans),
        hues=on_dark(deck.theme),
        edge=EDGE,
    )
    # Fonts of the machine would make other cards on other machines.
    return svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[str(path) for path in paths])


def _shown(words: str, typeface: Typeface) -> str:
    """Give a text on one line; nothing when a letter of it is missing, which would be a box."""
    line = "".join(letter for letter in " ".join(words.split()) if letter.isprintable())[:MAX_LETTERS]
    return line if typeface.has(line) else ""


def _title(words: str, serif: Typeface) -> tuple[int, tuple[str, ...]]:
    """Give the largest size in which the title has room, with its lines; in the smallest one it is cut."""
    for size, most in TITLE_SIZES:
        lines = serif.wrap(words, size, TITLE_ROOM)
        if len(lines) <= most and all(serif.width(line, size) <= TITLE_ROOM for line in lines):
            return size, _balanced(words, serif, size, len(lines))
    return size, serif.fitted(words, size, TITLE_ROOM, most)


def _balanced(words: str, serif: Typeface, size: int, lines: int) -> tuple[str, ...]:
    """Give words on so many lines that are about as long as each other."""
    tried = (serif.wrap(words, size, room) for room in range(TITLE_ROOM // lines, TITLE_ROOM, 10))
    fits = (each for each in tried if len(each) == lines)
    return next(fits, serif.wrap(words, size, TITLE_ROOM))


def _speakers(sections: tuple[Section, ...], sans: Typeface) -> tuple[SpeakerView, ...]:
    if not 0 < len(sections) <= MAX_SPEAKERS:
        return ()
    width = (WIDTH - 2 * EDGE + GAP) / len(sections) - GAP
    return tuple(
        SpeakerView(
            hue(section),
            EDGE + position * (width + GAP),
            width,
            sans.fitted(_shown(section.speaker.name, sans), 22, width, 1)[0],
            sans.fitted(_shown(section.speaker.role, sans), 17, width, 1)[0],
        )
        for position, section in enumerate(sections)
    )
