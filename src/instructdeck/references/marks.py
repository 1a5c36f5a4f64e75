"""A line of text with marks for what is set in another way: how a citation style's words come, and are kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import Element, Emphasis, Strong, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from instructdeck.deck.blocks import Inline, Inlines
    from instructdeck.deck.diagnostics import Location

MARKS = {"italic": "\ue000", "bold": "\ue001", "small-caps": "\ue002", "sup": "\ue003", "sub": "\ue004"}
"""What begins with each mark; all of them are for private use, so that no text has one."""
END = "\ue00f"
"""What ends the last of them that is open."""

_KINDS = {mark: kind for kind, mark in MARKS.items()}
_ANY = re.compile(f"([{''.join(_KINDS)}{END}])")


def unmarked(text: str) -> str:
    """Give a text without marks."""
    return _ANY.sub("", text)


def to_inlines(text: str, place: Location, words: Callable[[str], Iterable[Inline]] | None = None) -> Inlines:
    """Give a text as nodes, and what stands between marks as `words` says; marks without an end do no harm."""
    stack: list[tuple[str, list[Inline]]] = [("", [])]
    for part in _ANY.split(text):
        if part in _KINDS:
            stack.append((_KINDS[part], []))
        elif part == END:
            _close(stack, place)
        elif part:
            stack[-1][1].extend(words(part) if words else (Text(place, part),))
    while len(stack) > 1:
        _close(stack, place)
    return tuple(stack[0][1])


def _close(stack: list[tuple[str, list[Inline]]], place: Location) -> None:
    if len(stack) == 1:
        return
    kind, found = stack.pop()
    children = tuple(found)
    match kind:
        case "italic":
            stack[-1][1].append(Emphasis(place, children))
        case "bold":
            stack[-1][1].append(Strong(place, children))
        case "sup" | "sub":
            stack[-1][1].append(Element(place, kind, (), children))
        case _:
            stack[-1][1].extend(children)
