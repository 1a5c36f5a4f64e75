"""Quotation marks and points as printed, where a citation style only says what stands beside what."""

from __future__ import annotations

import re

from .marks import END

_CLOSERS = f"[’”{END}]*"
_TWO_ENDS = re.compile(rf"(?<!\.)([.?!])({_CLOSERS})\.(?!\.)|([?!])({_CLOSERS}),")
_BEHIND_QUOTE = re.compile(rf"(.)([’{END}]*”{_CLOSERS})([,.])")


def punctuated(text: str, *, nested: bool, inside: bool) -> str:
    """Give a text with one point where two met.

    `nested` makes English quotation marks within others single ones;
    `inside` puts a point or a comma before the quotation mark that it follows, as is printed in America.
    """
    if nested:
        text = _nested(text)
    if inside:
        text = _BEHIND_QUOTE.sub(_inside, text)
    text = _TWO_ENDS.sub(lambda found: "".join(part for part in found.groups() if part), text)
    return " ".join(text.split())


def _nested(text: str) -> str:
    """Give a text in which quotation marks within others are single ones."""
    depth, found = 0, []
    for letter in text:
        if letter == "“":
            found.append("‘" if depth % 2 else letter)
            depth += 1
        elif letter == "”":
            depth = max(depth - 1, 0)
            found.append("’" if depth % 2 else letter)
        else:
            found.append(letter)
    return "".join(found)


def _inside(found: re.Match[str]) -> str:
    before, closers, point = found.groups()
    same = before in "?!" or before == point == "."
    return before + closers if same else before + point + closers
