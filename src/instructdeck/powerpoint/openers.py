"""The slides that open the talk and its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.links import SlideTarget
from instructdeck.render.page import hue

from . import sizes
from .boxes import BODY, CLAIM, TITLE, File, Frame, Shape, TextBox
from .exhibits import Drawn
from .fonts import DISPLAY
from .head import balanced, foot
from .pieces import Stack
from .text import Line, Run, Style, height

if TYPE_CHECKING:
    from .boxes import Box
    from .builder import Builder
    from .view import View


def title(view: View, builder: Builder) -> tuple[list[Box], float]:
    """Give the first slide of the talk: its title, the occasion, and who speaks about what."""
    fonts, deck = view.fonts, view.deck
    title = Line(builder.words.inlines(view.slide.title, Style(64 * view.factor, DISPLAY, bold=True)), lead=1.08)
    blocks = list(view.slide.blocks)
    lines: list[Line] = []
    lead = None
    if blocks and isinstance(blocks[0], b.Heading):
        lead = Line(builder.words.inlines(blocks.pop(0).children, Style(28 * view.factor)), lead=1.3)  # type: ignore[attr-defined]  # a heading
    lines += builder.words.lines(blocks, Style(22 * view.factor, color="muted"), gap=8.0)
    occasion = ", ".join(part for part in (deck.event, deck.date) if part)
    if occasion:
        lines.append(Line((Run(occasion, Style(22 * view.factor, color="muted")),), before=8.0))
    programme, deep = _programme(view)
    room = balanced(title, fonts, 900)
    high = height((title,), fonts, room)
    under = height((lead,), fonts, sizes.ROOM) if lead else 0.0
    rest = height(lines, fonts, sizes.ROOM)
    logo = _logo(view, builder)
    whole = high + 24 + under + 16 + rest + (88 if logo else 0)
    top = max((sizes.END - deep - whole) / 2, 40.0)
    boxes: list[Box] = []
    if logo:
        boxes += logo.boxes(Frame(sizes.EDGE, top, 400, 64))
        top += 88
    boxes.append(TextBox(Frame(sizes.EDGE, top, room, high + 2), (title,), "Title", TITLE))
    top += high + 24
    if lead:
        boxes.append(TextBox(Frame(sizes.EDGE, top, sizes.ROOM, under + 2), (lead,), "Claim", CLAIM))
        top += under + 16
    if lines:
        boxes.append(TextBox(Frame(sizes.EDGE, top, sizes.ROOM, rest + 2), tuple(lines), "Body", BODY))
    over = top + rest - (sizes.END - deep)
    return [*boxes, *programme, *foot(view)], over


def _logo(view: View, builder: Builder) -> Drawn | None:
    for image in view.deck.theme.logo:
        size = view.images.size(image.file)
        if size:
            return Drawn(
                ((File(image.file, image.location), 0),),
                (size[0] * 64 / size[1], 64),
                image.alt,
                (),
                builder.fonts,
                "Logo",
            )
    return None


def _programme(view: View) -> tuple[list[Box], float]:
    """Give the sections with their speakers beside each other, and how high they are."""
    sections, fonts = view.deck.sections, view.fonts
    if not sections:
        return [], 0.0
    gap = 24.0 if len(sections) <= 6 else 8.0  # noqa: PLR2004  many stand closer
    wide = (sizes.ROOM - gap * (len(sections) - 1)) / len(sections)
    found: list[tuple[str, SlideTarget | None, tuple[Line, ...]]] = []
    for section in sections:
        tone = f"hue-{hue(section)}"
        link = SlideTarget(section.slides[0].id) if section.slides else None
        lines = [Line((Run(section.speaker.name, Style(20, bold=True)),), lead=1.3)]
        if section.speaker.role:
            lines.append(Line((Run(section.speaker.role, Style(18, color=tone)),), lead=1.3))
        lines.append(Line((Run(section.title, Style(18, color="muted")),), before=6.0, lead=1.3))
        found.append((tone, link, tuple(lines)))
    high = max(height(words, fonts, wide) for _, _, words in found)
    y = sizes.END - high
    boxes: list[Box] = []
    for index, (tone, link, words) in enumerate(found):
        x = sizes.EDGE + index * (wide + gap)
        boxes.append(Shape(Frame(x, y - 20, wide, 4), tone, "Line"))
        boxes.append(TextBox(Frame(x, y, wide, high), words, f"Section {index + 1}", link=link))
    return boxes, high + 20


def section(view: View, builder: Builder) -> tuple[list[Box], float]:
    """Give the opener of a section: its number, its title, who gives it."""
    fonts, speaker = view.fonts, view.section.speaker
    number = Line((Run(str(view.section.number), Style(200, DISPLAY, "accent", bold=True)),), lead=1.05)
    title = Line(builder.words.inlines(view.slide.title, Style(60, DISPLAY, bold=True)), lead=1.1)
    giver = Line((Run(speaker.name, Style(30, bold=True)), Run(f"  {speaker.role}", Style(30, color="muted"))))
    high = height((title,), fonts, 1000)
    body = builder.pieces(view.slide.blocks, sizes.ROOM, holders=(BODY,))
    stack = Stack(tuple(body))
    deep = stack.extent(sizes.ROOM)[0]
    y = max(560 - high - deep - 210, 20.0)
    boxes: list[Box] = [
        Shape(Frame(0, 0, 16, 720), "accent", "Bar"),
        TextBox(Frame(sizes.EDGE, y, 600, 210), (number,), "Section number"),
        TextBox(Frame(sizes.EDGE, y + 210, 1000, high + 2), (title,), "Title", TITLE),
    ]
    top = y + 210 + high + 16
    boxes += stack.boxes(Frame(sizes.EDGE, top, sizes.ROOM, max(deep, 1)))
    boxes.append(TextBox(Frame(sizes.EDGE, top + deep + 16, sizes.ROOM, 42), (giver,), "Speaker"))
    return [*boxes, *foot(view)], top + deep + 58 - sizes.END
