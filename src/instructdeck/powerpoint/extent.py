"""How much room formulas take, reckoned from their MathML: enough to know where the next words stand."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from .omml import SILENT, content

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree import ElementTree as ET


@cache
def extent(mathml: str) -> tuple[float, float]:
    """Give about how wide and how high a formula is, as parts of its type size."""
    return _beside([_extent(node) for node in content(mathml)]) if mathml else (0.0, 0.0)


def _beside(parts: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(each[0] for each in parts), max((each[1] for each in parts), default=1.2)


def _extent(node: ET.Element) -> tuple[float, float]:  # noqa: C901, PLR0911  one case a kind of node
    parts = [_extent(child) for child in node if child.tag != "annotation"]
    match node.tag:
        case "mi" | "mn" | "mtext":
            return 0.52 * len(node.text or ""), 1.2
        case "mo":
            text = "".join(sign for sign in node.text or "" if sign not in SILENT)
            return (1.0 if text in "=+−∼<>→∣" else 0.42) * len(text), 1.2
        case "mfrac":
            return max(part[0] for part in parts) + 0.2, sum(part[1] for part in parts) + 0.1
        case "msub" | "msup":
            return parts[0][0] + 0.7 * parts[1][0], parts[0][1] + 0.3 * parts[1][1]
        case "msubsup":
            return parts[0][0] + 0.7 * max(parts[1][0], parts[2][0]), parts[0][1] + 0.35 * (parts[1][1] + parts[2][1])
        case "munder" | "mover" | "munderover":
            wide = max([parts[0][0], *(0.7 * part[0] for part in parts[1:])])
            return wide, parts[0][1] + sum(0.7 * part[1] for part in parts[1:])
        case "msqrt" | "mroot":
            wide, high = _beside(parts)
            return wide + 0.7, high + 0.2
        case "mtr":
            return _beside(parts)
        case "mtable":
            return max((part[0] for part in parts), default=0.0), sum(part[1] + 0.4 for part in parts)
        case "mspace":
            return 0.2, 1.0
    return _beside(parts)
