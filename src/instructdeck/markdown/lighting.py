"""The attributes of a diagram: which of its parts are lit, and which appear at each step, by their names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.rules import UNKNOWN_ATTRIBUTE

from .passage import shift

if TYPE_CHECKING:
    from instructdeck.deck.diagnostics import Location

    from .attributes import Attribute, Attributes
    from .passage import Passage

ATTRIBUTES = ("lit", "steps", "width")
"""What a diagram takes, wherever its text stands."""
STRIP = "strip"
"""The class of a diagram of which each group is one box."""
MAX_NAMES = 200
"""Names in one attribute."""

_NAME = re.compile(r"[^\s,|]+")


def read_diagram(passage: Passage, attributes: Attributes, at: Location, bare: b.Diagram) -> b.Diagram:
    """Give a diagram with what its attributes say; `at` is where the text between the braces begins."""
    strip = any(each.value == STRIP for each in attributes.classes)
    attributes.classes[:] = [each for each in attributes.classes if each.value != STRIP]
    lit = [name for step in _names(passage, attributes.pairs.get("lit"), at) for name in step]
    steps = _names(passage, attributes.pairs.get("steps"), at)
    width = passage.width(attributes, at)
    return replace(bare, width=width, strip=strip, lit=tuple(lit), steps=tuple(step for step in steps if step))


def _names(passage: Passage, found: Attribute | None, at: Location) -> list[tuple[b.PartName, ...]]:
    """Give the names between the bars of an attribute."""
    if found is None:
        return []
    begin = found.value_start
    steps: list[list[b.PartName]] = [[]]
    for index, match in enumerate(re.finditer(rf"\||{_NAME.pattern}", found.value)):
        if index == MAX_NAMES:
            hint = "name a group for all that stands in it"
            passage.add(UNKNOWN_ATTRIBUTE, f"more than {MAX_NAMES} names", shift(at, begin), hint, found.length)
            return []
        if match[0] == "|":
            steps.append([])
        else:
            steps[-1].append(b.PartName(match[0], shift(at, begin + match.start())))
    return [tuple(step) for step in steps]
