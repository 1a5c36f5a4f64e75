"""What stands around the body of a slide: band, title and claim above it, references and footer below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.render.cited import cited_on
from instructdeck.render.page import hue

from . import sizes
from .boxes import CLAIM, FOOTER, NUMBER, REFERENCES, TITLE, Frame, Shape, TextBox
from .fonts import DISPLAY
from .pieces import Worded
from .text import Line, Run, Style, height, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .boxes import Box
    from .builder import Builder
    from .fonts import Fonts
    from .view import View

QUIET = 14.0
"""Pixels of type of what is only looked up."""


def band(view: View) -> list[Box]:
    """Give the band over the first slide of a section: its number and title, and who gives it."""
    if not view.opens:
        return []
    on = Style(20, color="on-accent")
    number = Run(str(view.section.number), replace(on, size=36, font=DISPLAY, bold=True))
    name = Run(f"  {view.section.title}", replace(on, bold=True))
    speaker = view.section.speaker
    who = ", ".join(part for part in (speaker.name, speaker.role) if part)
    wide = min(view.fonts.width(who, 20) + 24, 460)
    left = Frame(sizes.EDGE, 0, sizes.ROOM - wide, sizes.BAND)
    right = Frame(sizes.EDGE + sizes.ROOM - wide, 0, wide, sizes.BAND)
    return [
        Shape(Frame(0, 0, 1280, sizes.BAND), "accent", "Band"),
        TextBox(left, (Line((number, name), lead=1.2),), "Section", anchor="ctr"),
        TextBox(right, (Line((Run(who, on),), align="right", lead=1.2),), "Speaker", anchor="ctr"),
    ]


def head(view: View, builder: Builder) -> tuple[list[Box], Sequence[b.Block], float]:
    """Give title and claim, the blocks that are left, and where the body begins."""
    blocks = view.slide.blocks
    y = 80.0 if view.opens else sizes.TOP
    boxes: list[Box] = []
    claims = bool(blocks) and isinstance(blocks[0], b.Heading) and blocks[0].level == 3  # noqa: PLR2004  ###
    large = 48.0 if view.slide.layout == "closing" else sizes.CLAIM
    if claims and isinstance(blocks[0], b.Heading):
        title = builder.words.inlines(view.slide.title, Style(sizes.CAPTION, bold=True, color="accent"))
        line = Line(title, lead=1.27)
        high = max(height((line,), view.fonts, sizes.ROOM), 28)
        boxes.append(TextBox(Frame(sizes.EDGE, y, sizes.ROOM, high), (line,), "Title", TITLE))
        y += high + 6
        claim = builder.words.inlines(blocks[0].children, Style(large, DISPLAY, bold=True))
        blocks, holder, name = blocks[1:], CLAIM, "Claim"
    else:
        claim = builder.words.inlines(view.slide.title, Style(large, DISPLAY, bold=True))
        holder, name = TITLE, "Title"
    line = Line(claim, lead=sizes.CLAIM_LEAD)
    room = balanced(line, view.fonts, _head_room(view))
    high = height((line,), view.fonts, room)
    boxes.append(TextBox(Frame(sizes.EDGE, y, room, high + 2), (line,), name, holder))
    return boxes, blocks, y + high + (32 if claims else 24)


def foot(view: View) -> list[Box]:
    """Give how far the section has come, who speaks, and the number of the slide."""
    total = len(view.deck.all_slides)
    muted = Style(sizes.MARK, color="muted")
    number = Line((Run(str(view.slide.number), muted), Run(f" / {total}", muted)), align="right", lead=1.33)
    right = sizes.EDGE + sizes.ROOM
    after = TextBox(Frame(right - 90, sizes.FOOT, 90, 24), (number,), "Slide number", NUMBER, "ctr", slide_number=True)
    if view.slide.layout == "title":
        return [after]
    done = (view.slide.number - view.section.slides[0].number + 1) / len(view.section.slides)
    y = sizes.FOOT + 10
    boxes: list[Box] = [
        Shape(Frame(sizes.EDGE, y, 96, 4), "line", "Progress"),
        Shape(Frame(sizes.EDGE, y, 96 * done, 4), "accent", "Progress"),
    ]
    following = _following(view)
    room = sizes.ROOM - 112 - 100
    if following:
        words = Line((Run(following, replace(muted, bold=True, color=_next_hue(view))),), align="right", lead=1.33)
        wide = min(width(words, view.fonts) + 12, room * 0.5)
        boxes.append(TextBox(Frame(right - 100 - wide, sizes.FOOT, wide, 24), (words,), "Next", anchor="ctr"))
        room -= wide + 16
    who = Run(view.section.speaker.name, replace(muted, bold=True, color="ink"))
    what = Run(f"   {view.badge or view.section.title}", replace(muted, size=16) if view.badge else muted)
    line = Line((who, what), lead=1.33)
    line = shortened(line, view.fonts, room)
    boxes.append(TextBox(Frame(sizes.EDGE + 112, sizes.FOOT, room, 24), (line,), "Footer", FOOTER, "ctr"))
    return [*boxes, after]


def references(view: View, builder: Builder) -> Worded | None:
    """Give the footnotes, and what is cited and where: small, above the foot."""
    quiet = Style(QUIET, color="muted")
    lines = []
    for note in view.slide.footnotes:
        inner = builder.words.lines(note.blocks, replace(quiet, size=sizes.MARK))
        mark = Run(f"{note.number} ", replace(quiet, size=sizes.MARK, color="accent"))
        lines += [
            replace(line, parts=(mark, *line.parts) if index == 0 else line.parts, before=2.0)
            for index, line in enumerate(inner)
        ]
    if cited := _cited(view):
        lines.append(Line((Run(cited, quiet),), before=4.0, lead=1.3))
    return Worded(tuple(lines), view.fonts, "References", REFERENCES) if lines else None


def _cited(view: View) -> str:
    """Give each source with the places that are cited of it."""
    places: dict[str, list[str]] = {}
    for each in cited_on(view.slide, view.page):
        where = each.mark.removeprefix(each.short).removeprefix(", ")
        found = places.setdefault(each.short or each.mark, [])
        if where and where not in found:
            found.append(where)
    return "; ".join(f"{source}, {', '.join(each)}" if each else source for source, each in places.items())


def _following(view: View) -> str:
    after = next(iter(view.deck.sections[view.section.number : view.section.number + 1]), None)
    if after is None or view.slide is not view.section.slides[-1]:
        return ""
    who = ", ".join(part for part in (after.speaker.name, after.speaker.role) if part)
    return f"→ {view.fixed['next']}: {who}"


def _next_hue(view: View) -> str:
    return f"hue-{hue(view.deck.sections[view.section.number])}"


def _head_room(view: View) -> float:
    return 900.0 if view.slide.layout == "closing" else sizes.ROOM


def balanced(line: Line, fonts: Fonts, room: float) -> float:
    """Give the width in which the lines of a heading are about as long as each other, with some room to spare."""
    high = height((line,), fonts, room)
    if high <= line.size * line.lead * 1.5:
        return room
    low, wide = room / 3, room
    while wide - low > 8:  # noqa: PLR2004  pixels: nobody sees less
        middle = (low + wide) / 2
        low, wide = (low, middle) if height((line,), fonts, middle) <= high else (middle, wide)
    return min(wide * 1.05, room)


def shortened(line: Line, fonts: Fonts, room: float) -> Line:
    """Give a line whose last words are cut where they have no room."""
    *first, last = line.parts
    if not isinstance(last, Run):
        return line
    text = last.text
    while len(text) > 1 and width(replace(line, parts=(*first, replace(last, text=f"{text.rstrip()}…"))), fonts) > room:
        if width(line, fonts) <= room:
            return line
        text = text[:-1]
    return line if text == last.text else replace(line, parts=(*first, replace(last, text=f"{text.rstrip()}…")))
