"""Ids of slides and headings: which there can be, and each only once."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection

_ID = re.compile(r"(?!_)(?=.*[^\W\d_])[\w-]+")
"""A number alone would be read as a position by reveal.js; other signs mean something in an address.

What begins with `_` is an id of a template.
"""


def is_id(name: str) -> bool:
    """Tell whether a slide or a heading can have an id."""
    return bool(_ID.fullmatch(name))


@dataclass
class Ids:
    """The ids of one page."""

    taken: set[str] = field(default_factory=set)
    doubled: Counter[str] = field(default_factory=Counter)
    """How often an id was wanted again: counting anew each time would take quadratic time."""

    def fresh(self, wanted: str, besides: Collection[str] = ()) -> str:
        """Give an id that is not taken yet, nor among those besides, and take it, if need be with a number."""
        name = wanted
        while name in self.taken or name in besides:
            self.doubled[wanted] += 1
            name = f"{wanted}-{self.doubled[wanted] + 1}"
        self.taken.add(name)
        return name
