"""Where a mistake in YAML's syntax is made, which is often lines above the place where a parser notices it."""

from __future__ import annotations

from typing import TypeAlias

from instructdeck.late import late

from .forms import odd_blank

Spot: TypeAlias = "tuple[int, int]"
"""A line and a column, from 0 on."""
LOOK_BACK = 40
"""Lines above an error that are looked at: an author's list or text is shorter."""

_LATE = ("expected ',' or", "expected ':'")
"""Problems that show only where the next line goes on: a bracket that is not closed, a line that has no colon."""
_VALUE = late(r"\s*(?:- +)*(?:[\w-]+:[ \t]+)?(?P<value>(?P<sign>[\"'\[{]).*)")
"""A line whose value begins with a quotation mark or a bracket."""
_KEY = late(r"\s*(?:- |-?$|[\w-]+:(?:\s|$)|#)")
"""A line that begins something of its own, and so belongs to no text or bracket above it."""
_QUOTED = late(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_COMMENT = late(r"(?:^|(?<=[\s\[{,]))#.*")


def spot(text: str, problem: str, opened: Spot | None, seen: Spot | None) -> Spot:
    """Give where a mistake is made that PyYAML saw at one place, within what was opened at another."""
    lines = text.split("\n")
    if seen and (found := _made_above(lines, seen[0], problem)):
        return found
    if opened and seen and opened[0] < seen[0] and any(each in problem for each in _LATE):
        return opened
    for line, column in (each for each in (seen, opened) if each):
        if "".join(lines[line:])[column:].strip():
            return line, column
    last = max((number for number, line in enumerate(lines) if line.strip()), default=0)
    return last, max(len(lines[last].rstrip()) - 1, 0)


def _made_above(lines: list[str], seen: int, problem: str) -> Spot | None:
    """Give where something begins that runs on to the line where an error shows, and was not meant to."""
    seen = min(seen, len(lines) - 1)
    for number in range(seen, max(seen - LOOK_BACK, -1), -1):
        line = lines[number]
        if (column := odd_blank(line)) >= 0 and seen - number <= 1:
            return number, column
        found = _VALUE.fullmatch(line) if number < seen else None
        if found is None:
            continue
        run_on = any(_KEY.match(each) for each in lines[number + 1 : seen + 1])
        if found["sign"] in "\"'" and run_on and _ends_at(lines, number, found["value"], seen):
            return number, found.start("value")
        if found["sign"] in "[{" and run_on and "node content" in problem and _is_open(found["value"]):
            return number, found.start("value")
    return None


def _ends_at(lines: list[str], number: int, value: str, seen: int) -> bool:
    """Tell whether a text in quotation marks that begins on one line ends on another."""
    sign, rest = value[0], _QUOTED.sub("", value)
    if not rest.startswith(sign):
        return False
    return next((each for each in range(number + 1, seen + 1) if sign in lines[each]), -1) == seen


def _is_open(value: str) -> bool:
    """Tell whether more brackets are opened on a line than are closed."""
    bare = _COMMENT.sub("", _QUOTED.sub("", value))
    return sum(bare.count(each) for each in "[{") > sum(bare.count(each) for each in "]}")
