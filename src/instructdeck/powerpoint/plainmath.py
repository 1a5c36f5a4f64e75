"""Formulas as words, for programs that know none: indices lowered, powers raised, fractions with a slash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .omml import SILENT, content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree as ET

SPACED = frozenset("=<>≤≥≠≈∼→∈+")
"""Signs with a blank on both sides."""


def plain(mathml: str) -> tuple[tuple[str, int], ...]:
    """Give the signs of a formula, each with 1 where it is raised, -1 where it is lowered, and 0 on the line."""
    found: list[tuple[str, int]] = []
    for text, shift in (each for node in content(mathml) for each in _signs(node, 0)):
        if found and found[-1][1] == shift:
            found[-1] = (found[-1][0] + text, shift)
        else:
            found.append((text, shift))
    return tuple(found)


def _signs(node: ET.Element, shift: int) -> Iterator[tuple[str, int]]:  # noqa: C901  one case a kind of node
    children = [child for child in node if child.tag != "annotation"]
    match node.tag:
        case "mi" | "mn" | "mo" | "mtext" | "ms":
            text = "".join(sign for sign in node.text or "" if sign not in SILENT)
            spaced = text in SPACED and not shift and node.get("stretchy") != "false"
            yield f" {text} " if spaced and text else text, shift
        case "msub" | "msup" | "msubsup" | "munder" | "mover" | "munderover":
            sides = (1,) if node.tag in ("msup", "mover") else (-1, 1)
            yield from _signs(children[0], shift)
            for side, child in zip(sides, children[1:], strict=False):
                yield from _signs(child, side)
        case "mfrac":
            yield from _bracketed(children[0], shift)
            yield ("/" if not node.get("linethickness", "").startswith("0") else ", "), shift
            yield from _bracketed(children[1], shift)
        case "msqrt" | "mroot":
            yield "√(", shift
            for child in children[:1] if node.tag == "mroot" else children:
                yield from _signs(child, shift)
            yield ")", shift
            for child in children[1:] if node.tag == "mroot" else ():
                yield from _signs(child, 1)
        case "mtr":
            for index, child in enumerate(children):
                yield from ((" ", shift),) if index else ()
                yield from _signs(child, shift)
            yield "\n", shift
        case "mspace":
            yield " ", shift
        case _:
            for child in children:
                yield from _signs(child, shift)


def _bracketed(node: ET.Element, shift: int) -> Iterator[tuple[str, int]]:
    """Give a part of a fraction, in brackets where it is more than one sign."""
    parts = list(_signs(node, shift))
    several = len([text for text, _ in parts if text.strip()]) > 1
    yield from ((("(", shift), *parts, (")", shift)) if several else parts)
