"""Tables: the cells of a row as they stand in their line, and captions."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.rules import STRAY_MARK, TABLE_WIDTH

from .passage import first_line, shift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from .passage import Passage

_CELL_BAR = re.compile(r"(?<!\\)\|")


def cell_sources(passage: Passage, row: Token, begin: int) -> list[tuple[int, str]]:
    """Give column and source of each cell of a row, divided as markdown-it does."""
    source = passage.line(first_line(row))[begin:].rstrip()
    starts = [0, *(bar.end() for bar in _CELL_BAR.finditer(source))]
    ends = [*(start - 1 for start in starts[1:]), len(source)]
    if len(starts) > 1 and starts[1] == 1:
        del starts[0], ends[0]
    if len(starts) > 1 and starts[-1] == len(source):
        del starts[-1], ends[-1]
    parts = ((start, source[start:end]) for start, end in zip(starts, ends, strict=True))
    return [(begin + start + len(part) - len(part.lstrip()), part.strip()) for start, part in parts]


def check_width(passage: Passage, row: Token, cells: int, wanted: int) -> None:
    """Report a row with more cells than the head, which markdown-it cuts off in silence."""
    if cells > wanted:
        message = f"this row has {cells} cells, the head has {wanted}"
        hint = "a bar within a cell is written \\|"
        length = len(passage.line(first_line(row)).strip())
        passage.add(TABLE_WIDTH, message, passage.start(row), hint, length)


def check_captions(passage: Passage, parts: Sequence[b.Blocks]) -> None:
    """Report captions that no table took."""
    pairs = ((above, block) for blocks in parts for above, block in pairwise((None, *blocks)))
    for above, block in pairs:
        if isinstance(block, b.Paragraph) and caption_of(block.children) and not _is_no_table(above):
            hint = "put it right below the table"
            passage.add(STRAY_MARK, "no table stands above this caption", block.location, hint, len("Table:"))


def _is_no_table(block: b.Block | None) -> bool:
    """Tell whether a block was to be a table, which is told."""
    return isinstance(block, b.Paragraph) and b.plain_text(block).startswith("|")


def with_captions(found: list[b.Block]) -> b.Blocks:
    """Move a paragraph that begins with `Table:` into the table before it."""
    kept: list[b.Block] = []
    for block in found:
        last = kept[-1] if kept else None
        caption = caption_of(block.children) if isinstance(block, b.Paragraph) else ()
        if caption and isinstance(last, b.Table) and not last.caption:
            kept[-1] = replace(last, caption=caption)
        else:
            kept.append(block)
    return tuple(kept)


def caption_of(children: b.Inlines) -> b.Inlines:
    """Give what follows `Table:` at the head of a line; nothing when it does not begin so."""
    match children:
        case (b.Text(place, text), *rest) if text.startswith("Table:"):
            words = text.removeprefix("Table:").lstrip()
            head = (b.Text(shift(place, len(text) - len(words)), words),) if words else ()
            return (*head, *rest)
    return ()
