"""A slide with everything at its place: head, body and foot, in the sizes of its layout."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import counted
from instructdeck.render.page import hue

from . import sizes
from .boxes import BODY, REMARK, Composed, Frame
from .builder import Builder
from .exhibits import Drawn, Parts
from .fonts import DISPLAY
from .head import band, foot, head, references
from .openers import section, title
from .pieces import Beside, Stack, Worded
from .text import Style
from .words import Presses, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .boxes import Box
    from .pieces import Piece
    from .view import View

DARK = frozenset({"title", "closing", "section"})
"""Layouts that are dark in every theme."""
EXPLORE = 440.0
"""Pixels of width of an interactive figure beside the parts of a formula."""
FOOT_NOTE = 8.0


def compose(view: View) -> Composed:
    """Give a slide with everything at its place, in the largest type in which it has room."""
    for factor in sizes.FACTORS:
        found = _composed(replace(view, factor=factor))
        if found.over <= 1:
            return found
    over = counted(round(found.over), "pixel")
    message = f"the words of this slide are {over} too high for its page, in the smallest type"
    view.losses.overfull(message, view.slide.location)
    return found


def _composed(view: View) -> Composed:
    words = Words(view.page, view.losses, Presses(), view.fixed)
    classes = f"slide layout-{view.slide.layout} hue-{hue(view.section)}"
    builder = Builder(words, view.fonts, view.images, classes, view.factor, view.body)
    match view.slide.layout:
        case "title":
            boxes, over = title(view, builder)
        case "section":
            boxes, over = section(view, builder)
        case _:
            boxes, over = _content(view, builder)
    return Composed(tuple(boxes), over)


def _content(view: View, builder: Builder) -> tuple[list[Box], float]:
    boxes, blocks, top = head(view, builder)
    below = references(view, builder)
    end = sizes.END
    last: list[Box] = []
    if below:
        high = below.extent(sizes.ROOM)[0]
        end -= high + FOOT_NOTE
        last = list(below.boxes(Frame(sizes.EDGE, sizes.END - high + 4, sizes.ROOM, high)))
    pieces = _bodies(view, builder, blocks)
    stack = Stack(tuple(pieces), min(sizes.GAP, sizes.GAP * view.factor))
    frame = Frame(sizes.EDGE, top, sizes.ROOM, end - top)
    over = stack.extent(sizes.ROOM)[0] - frame.height
    body = list(stack.boxes(replace(frame, height=max(frame.height, 60))))
    return [*band(view), *boxes, *body, *last, *foot(view)], over


def _bodies(view: View, builder: Builder, blocks: Sequence[b.Block]) -> list[Piece]:
    match view.slide.layout:
        case "big-number" | "statement":
            return _large(view, builder, blocks)
        case "quote":
            return _quoted(view, builder, blocks)
        case "equation":
            return _beside_terms(_remarked(builder.pieces(blocks, sizes.ROOM, holders=(BODY,))))
        case "two-column" if not any(isinstance(block, b.Columns) for block in blocks):
            pieces = builder.pieces(blocks, sizes.ROOM, holders=(BODY,))
            return _remarked(
                [
                    replace(piece, columns=2) if isinstance(piece, Worded) and not piece.rests else piece
                    for piece in pieces
                ]
            )
    holders = () if any(isinstance(block, b.Columns) for block in blocks) else (BODY,)
    return _remarked(builder.pieces(blocks, sizes.ROOM, holders=holders))


def _large(view: View, builder: Builder, blocks: Sequence[b.Block]) -> list[Piece]:
    """Give the first paragraph large, as a number or as a sentence."""
    first = next((index for index, block in enumerate(blocks) if isinstance(block, b.Paragraph)), None)
    if first is None:
        return _remarked(builder.pieces(blocks, sizes.ROOM, holders=(BODY,)))
    is_number = view.slide.layout == "big-number"
    size, color = (sizes.NUMBER, "accent") if is_number else (sizes.STATEMENT, "ink")
    style = Style(size, DISPLAY, color, bold=True)
    lines = builder.lined(builder.words.lines((blocks[first],), style, lead=1.05 if is_number else 1.12))
    large: Piece = Worded(lines, view.fonts, "Number" if is_number else "Statement", BODY, floats=not is_number)
    rest = list(blocks[first + 1 :])
    found: list[Piece] = [*builder.pieces(blocks[:first], sizes.ROOM), large]
    if is_number and rest and isinstance(rest[0], b.Paragraph):
        lead = builder.lined(builder.words.lines((rest.pop(0),), Style(sizes.LEAD)))
        found.append(Worded(lead, view.fonts, "Meaning"))
    return _remarked([*found, *builder.pieces(rest, sizes.ROOM)])


def _quoted(view: View, builder: Builder, blocks: Sequence[b.Block]) -> list[Piece]:
    """Give the quote large."""
    size = 48.0 if view.airy else 40.0
    found: list[Piece] = []
    for block in blocks:
        if isinstance(block, b.BlockQuote):
            quote = builder.quote(block.blocks, size)
            first = not any(isinstance(piece, Worded) and piece.sign for piece in found)
            found.append(replace(quote, holder=BODY if first else None, sign="“", floats=first))
        else:
            found += builder.pieces((block,), sizes.ROOM)
    return _remarked(found)


def _remarked(pieces: Sequence[Piece]) -> list[Piece]:
    """Give pieces of which the last remark fills the placeholder for it."""
    found = list(pieces)
    for index in range(len(found) - 1, -1, -1):
        piece = found[index]
        if isinstance(piece, Worded) and piece.rule:
            found[index] = replace(piece, holder=REMARK)
            break
    return found


def _beside_terms(pieces: list[Piece]) -> list[Piece]:
    """Give a formula's parts with the interactive figure beside them, where there are both."""
    parts = next((index for index, piece in enumerate(pieces) if isinstance(piece, Parts)), None)
    figure = next(
        (index for index, piece in enumerate(pieces) if isinstance(piece, Drawn) and piece.name == "Explorable"), None
    )
    if parts is None or figure is None:
        return pieces
    left = [piece for index, piece in enumerate(pieces) if index >= parts and index != figure]
    resting = [replace(piece, rests=False) if isinstance(piece, Worded) else piece for piece in left]
    share = (sizes.ROOM - sizes.COLUMN_GAP - EXPLORE) / (sizes.ROOM - sizes.COLUMN_GAP)
    both = Beside((Stack(tuple(resting), 16.0), Stack((pieces[figure],))), (share, 1 - share), (False, False))
    return [*pieces[:parts], both]
