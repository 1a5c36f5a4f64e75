"""Text that looks like a mark but is none: what slide authors most often mean when words like these are left over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .rules import ATTRIBUTE_SYNTAX, BAD_MATH, HEADING_LEVEL, MISSING_FIGURE, TABLE_WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .diagnostics import Rule


@dataclass(frozen=True, slots=True)
class Slip:
    """A pattern in plain text, and what to say about it."""

    pattern: re.Pattern[str]
    rule: Rule
    message: str
    hint: str
    opens_line: bool = False
    """Whether it counts at the beginning of a line only."""


SLIPS = (
    Slip(
        re.compile(r"\$\$"),
        BAD_MATH,
        "'$$' is not closed",
        "a formula stands between two '$$'; the sign itself is written \\$",
    ),
    Slip(
        re.compile(r"(?<!\$)\$(?=[A-Za-z\\])"),
        BAD_MATH,
        "this '$' opens no formula",
        "close it with '$' right behind the formula; the sign itself is written \\$",
    ),
    Slip(
        re.compile(r"!\[[^\[\]]*\]\([^()]*\)?"),
        MISSING_FIGURE,
        "this figure cannot be read",
        "write %20 for a space in the name of its file",
    ),
    Slip(
        re.compile(r"\{(?:#[^\W\d]|\.[A-Za-z]|[A-Za-z]+=)[^{}]*\}?"),
        ATTRIBUTE_SYNTAX,
        "these braces belong to nothing",
        "attributes end with '}' and stand right behind a title, a figure or [words]; the sign itself is written \\{",
    ),
    Slip(
        re.compile(r"#{2,6}(?=[^#\s]|\u00a0)"),
        HEADING_LEVEL,
        "this is no heading",
        "write a space behind the '#'",
        opens_line=True,
    ),
    Slip(
        re.compile(r"\|.*\|\s*$"),
        TABLE_WIDTH,
        "this is no table",
        "under the head of a table stands a line like |---|---|, with as many cells",
        opens_line=True,
    ),
)


def slips(text: str, *, opens_line: bool) -> Iterator[tuple[Slip, int, int]]:
    """Give each kind of slip in a run of text once, with its offset and length."""
    for slip in SLIPS:
        found = slip.pattern.match(text) if slip.opens_line else slip.pattern.search(text)
        if found and (opens_line or not slip.opens_line):
            yield slip, found.start(), len(found[0])
