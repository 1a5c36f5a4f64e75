"""What stands on a page and is no part of what it says: running heads, page numbers, footnotes, figures, columns.

A quote may run on behind them. Nothing here is looked at before the page as it is printed has been searched, and what
is found without the furniture is reported so.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from .paper import Line, Page, Paper

if TYPE_CHECKING:
    from collections.abc import Sequence

EDGE = 3
"""Lines at either end of a page among which running heads and page numbers are looked for."""
OFTEN = 3
"""Pages on which a line must stand to be a running head."""
GAP = 1.2
"""Width of the strip between two columns in sizes of a letter, at least."""
SMALL = 0.93
"""Part of the usual height of letters below which a block at the foot of a page is a footnote."""
_NUMBER = re.compile(r"[\[(]?(?:page|p\.)?\s*(?:\d{1,5}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,5})?[\])]?", re.IGNORECASE)
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡§¶])\s?\S")
_SYMBOL = re.compile(
    r"(?<=[^\W\d_]{2})[*\u2217\u2020\u2021\u00a7\u00b6]{1,2}(?=[\s.,;:)]|$)|(?<=[^\W\d_][.,;:)])[*\u2217\u2020\u2021\u00a7\u00b6]{1,2}(?=\s|$)"
)
"""The mark of a footnote that is no digit, behind a word."""
_CAPTION = re.compile(r"(?:Figure|Fig\.|Table|Algorithm|Listing|Scheme|Box)\s+[A-Z]?\.?\d+", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_DIGITS = re.compile(r"\d+")


def without_furniture(paper: Paper) -> Paper:
    """Give the pages without running heads, page numbers, footnotes and their marks, and what floats at their top."""
    heads, numbers, usual = _heads(paper), _numbers(paper), _usual_size(paper)
    return replace(paper, pages=tuple(_plain(page, heads, numbers, usual) for page in paper.pages))


def _shape(line: Line) -> str:
    """Give what is the same in a running head on every page: its words, whatever its numbers."""
    return _DIGITS.sub("#", " ".join(line.text.split())).casefold()


def _edges(page: Page) -> list[Line]:
    """Give the lines at the ends of a page, by where they stand where that is known."""
    lines = list(page.lines)
    if any(line.top for line in lines):
        lines.sort(key=lambda line: -line.top)
    return [*lines[:EDGE], *lines[max(EDGE, len(lines) - EDGE) :]]


def _heads(paper: Paper) -> frozenset[str]:
    counts = Counter(shape for page in paper.pages for shape in {_shape(line) for line in _edges(page)})
    # A line of numbers alone is none: rows of tables have the same shape.
    return frozenset(shape for shape, count in counts.items() if count >= OFTEN and any(map(str.isalpha, shape)))


def _numbers(paper: Paper) -> frozenset[int]:
    """Give the lines, by `id`, that are page numbers: those that count the pages, and no number that stands alone."""
    found = [
        (line, index, number)
        for index, page in enumerate(paper.pages)
        for line in _edges(page)
        if (number := _page_number(line.text.strip())) is not None
    ]
    counts = Counter(number - index for _, index, number in found)
    return frozenset(
        id(line) for line, index, number in found if number == index + 1 or counts[number - index] >= OFTEN - 1
    )


def _page_number(text: str) -> int | None:
    """Give the number that a line is; None where it is more."""
    if not _NUMBER.fullmatch(text):
        return None
    digits = _DIGITS.search(text)
    return int(digits[0]) if digits else _roman(text.strip("[]() ").casefold())


def _roman(text: str) -> int | None:
    values = [_ROMAN[char] for char in text if char in _ROMAN]
    total = sum(-each if each < after else each for each, after in zip(values, [*values[1:], 0], strict=True))
    return total if len(values) == len(text) else None


def _usual_size(paper: Paper) -> float:
    sizes: Counter[float] = Counter()
    for line in (line for page in paper.pages for line in page.lines):
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _plain(page: Page, heads: frozenset[str], numbers: frozenset[int], usual: float) -> Page:
    edges = {id(line) for line in _edges(page)}
    lines = [line for line in page.lines if not (id(line) in edges and (_shape(line) in heads or id(line) in numbers))]
    lines = _without_floats(_without_notes(lines, usual), usual)
    return replace(page, lines=tuple(_unmarked(line) for line in lines))


def _without_notes(lines: list[Line], usual: float) -> list[Line]:
    """Give the lines of a page down to its footnotes, which are small and stand last."""
    small = [bool(line.size) and line.size < SMALL * usual for line in lines]
    start = len(lines)
    while start and small[start - 1]:
        start -= 1
    if not start:
        return lines  # a whole page in small letters has no smaller ones
    begins = next((at for at in range(start, len(lines)) if _NOTE.match(lines[at].text)), len(lines))
    return lines[:begins]


def _without_floats(lines: list[Line], usual: float) -> list[Line]:
    """Give the lines of a page behind a figure or table at its top, together with its caption."""
    caption = next((at for at, line in enumerate(lines) if _CAPTION.match(line.text.strip())), None)
    if caption is None or any(_is_prose(line, usual) for line in lines[:caption]):
        return lines
    end = caption + 1
    while end < len(lines) and _goes_on(lines[end - 1], lines[end]):
        end += 1
    return lines[end:] if end < len(lines) else lines


def _is_prose(line: Line, usual: float) -> bool:
    """Tell whether a line is one of running text: of the usual size, and not a mere label."""
    words = line.text.split()
    small = sum(word.isalpha() and word.islower() for word in words)
    return line.size >= SMALL * usual and len(words) > OFTEN * 2 and small > OFTEN


def _goes_on(above: Line, below: Line) -> bool:
    """Tell whether a line belongs to the same caption as the one above it."""
    if not (above.size and below.size):
        return not above.text.rstrip().endswith(".")
    gap = above.bottom - below.top
    return gap < 0.6 * above.size and abs(above.size - below.size) < 0.5  # noqa: PLR2004  half a point


def _unmarked(line: Line) -> Line:
    text = line.text
    for start, end in reversed(line.marks):
        text = text[:start] + text[end:]
    text = _SYMBOL.sub("", text)
    return replace(line, text=text, marks=())


def by_column(page: Page) -> Page:
    """Give a page with its lines column by column, for a file that writes them row by row.

    Needs the places of words: a line of the file may run over two columns.
    """
    gutter = _gutter(page)
    if gutter is None:
        return page
    halves = [half for line in page.lines for half in _halves(line, gutter)]
    wide = [line for line in halves if line.left < gutter < line.right]
    left = [line for line in halves if line.right <= gutter]
    right = [line for line in halves if line.left >= gutter]
    above = [line for line in wide if not left or line.bottom > max(each.bottom for each in left)]
    below = [line for line in wide if line not in above]
    ordered = (sorted(part, key=lambda line: -line.top) for part in (above, left, right, below))
    return replace(page, lines=tuple(line for part in ordered for line in part))


def _gutter(page: Page) -> float | None:
    """Give where the empty strip between two columns stands; None where there is none."""
    gaps = []
    for line in page.lines:
        for before, after in zip(line.words, line.words[1:], strict=False):
            if after.left - before.right > GAP * line.size:
                gaps.append((before.right + after.left) / 2)
        if line.left > page.width / 2 - line.size:
            gaps.append(line.left - line.size / 2)
    middle = [gap for gap in gaps if 0.3 * page.width < gap < 0.7 * page.width]
    return median(middle) if len(middle) > OFTEN else None


def _halves(line: Line, gutter: float) -> Sequence[Line]:
    """Give the parts of a line on either side of a gutter; the line itself where it runs over it."""
    if not line.words or line.right <= gutter or line.left >= gutter:
        return (line,)
    before = [word.right for word in line.words if word.left < gutter]
    if min(word.left for word in line.words if word.right > gutter) - max(before) < GAP * line.size:
        return (line,)
    return [
        Line(
            " ".join(word.text for word in words),
            words[0].left,
            words[-1].right,
            line.bottom,
            line.top,
            line.size,
            words=tuple(words),
        )
        for words in (list(group) for _, group in groupby(line.words, key=lambda word: word.left >= gutter))
    ]
