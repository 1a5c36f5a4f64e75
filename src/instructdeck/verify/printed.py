"""Whether the cells of a table stand on a printed page, each on its row and in its column."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from instructdeck.deck.blocks import Datum
    from instructdeck.deck.quotation import Quote

    from .paper import Line, Page, Word

_TOKEN = re.compile(r"[^\s|]+")
_DIGIT = re.compile(r"\d")
_MINUS = str.maketrans("−–", "--")  # noqa: RUF001  a minus by any name
HEAD = 4
"""Lines above a row among which the names of its columns are looked for, to tell whether they stand there twice."""
LEVEL = 0.4
"""Sizes of a letter by which what stands on the same height may differ."""
_APART = 1.2
"""Sizes of a letter between two words from which on they stand in different columns of a head."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell, or the name of a row or a column, that is not where the table says."""

    message: str
    datum: Datum | None
    """None for the name of a column."""
    column: str = ""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    middle: float
    """Where it stands, in points from the left; 0 where no places are known."""


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    """Of its line on the page, 0-based."""
    cells: tuple[_Token, ...]


def table_flaws(quote: Quote, page: Page) -> tuple[Flaw, ...]:
    """Give all that is not as a table says on a page; nothing where it all is."""
    # A file may hold each cell by itself: then what stands side by side is one line.
    flaws = _flaws(quote, page)
    placed = any(line.words for line in page.lines)
    return () if flaws and placed and not _flaws(quote, _in_rows(page)) else flaws


def _in_rows(page: Page) -> Page:
    """Give a page with all that stands on the same height as one line, from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(page.lines, key=lambda each: -each.bottom):
        if rows and abs(rows[-1][0].bottom - line.bottom) < LEVEL * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return replace(page, lines=tuple(map(_row, rows)))


def _row(lines: Sequence[Line]) -> Line:
    words = tuple(sorted((word for line in lines for word in line.words), key=lambda word: word.left))
    text = " ".join(word.text for word in words)
    return replace(lines[0], text=text, left=words[0].left if words else 0.0, words=words, marks=())


def _flaws(quote: Quote, page: Page) -> tuple[Flaw, ...]:
    lines = [_tokens(line) for line in page.lines]
    rows: list[_Row] = []
    flaws: list[Flaw] = []
    for row in quote.rows:
        name, *cells = row
        found = _best(name, cells, lines, quote.columns)
        if isinstance(found, _Row):
            rows.append(found)
        else:
            flaws.append(found)
    if rows:
        flaws += _column_flaws(quote, rows, page)
    return tuple(flaws)


def _tokens(line: Line) -> tuple[_Token, ...]:
    if line.words:
        return tuple(_token(word) for word in line.words)
    return tuple(_Token(text.translate(_MINUS), 0.0) for text in _TOKEN.findall(line.text))


def _token(word: Word) -> _Token:
    return _Token(word.text.translate(_MINUS), (word.left + word.right) / 2)


def _best(
    name: Datum, cells: Sequence[Datum], lines: Sequence[tuple[_Token, ...]], columns: Sequence[str]
) -> _Row | Flaw:
    """Give the line that has a row's name and cells, in order; else what is wrong."""
    named = [(at, start) for at in range(len(lines)) for start in _named(name.text, at, lines)]
    if not named:
        return Flaw(f"no row '{name.text}' stands on the page", name)
    # A longer name is another row's: `QuAC` is not `QuAC (prompted)`.
    whole = [(at, start) for at, start in named if not _goes_on(lines[at][start:], cells)]
    if not whole:
        other = " ".join(token.text for token in lines[named[0][0]])[:160]
        return Flaw(f"no row '{name.text}' stands on the page, but '{other}'", name)
    for at, start in whole:
        again = [each for line, each in whole if line == at and each > start and _is_twice(columns, lines[:at])]
        if found := _in_order(cells, lines[at][start : min(again, default=None)]):
            return _Row(at, found)
    printed = [token.text for token in lines[named[0][0]]]
    lost = next((each for each in cells if not set(_parts(each)) <= set(printed)), None)
    problem = f"has no {lost.text}" if lost else "has these cells in another order"
    return Flaw(f"the row '{name.text}' {problem}; it reads '{' '.join(printed)[:160]}'", lost or name)


def _is_twice(columns: Sequence[str], head: Sequence[tuple[_Token, ...]]) -> bool:
    """Tell whether two tables with the same columns stand side by side: cells of both are no row."""
    texts = [f" {' '.join(map(_bare, line))} " for line in head[-HEAD:]]
    return any(text.count(f" {column.casefold()} ") > 1 for text in texts for column in columns)


def _goes_on(rest: Sequence[_Token], cells: Sequence[Datum]) -> bool:
    """Tell whether what stands behind a row's name is more of it, and no cell."""
    if not rest or _DIGIT.search(rest[0].text) or not any(map(str.isalpha, rest[0].text)):
        return False
    return rest[0].text not in {part for cell in cells for part in _parts(cell)}


def _parts(cell: Datum) -> list[str]:
    return cell.text.translate(_MINUS).split()


def _in_order(cells: Sequence[Datum], tokens: Sequence[_Token]) -> tuple[_Token, ...]:
    """Give the words that begin a row's cells, one cell behind the other; none where one is missing."""
    found = []
    at = 0
    for cell in cells:
        parts = _parts(cell)
        starts = range(at, len(tokens) - len(parts) + 1)
        start = next((each for each in starts if _is_cell(parts, each, tokens)), None)
        if start is None or not parts:
            return ()
        found.append(tokens[start])
        at = start + len(parts)
    return tuple(found)


def _is_cell(parts: Sequence[str], at: int, tokens: Sequence[_Token]) -> bool:
    """Tell whether a cell stands at a word of its row, and not a half of `85 ± 3`."""
    end = at + len(parts)
    sides = [token.text for token in (*tokens[max(0, at - 1) : at], *tokens[end : end + 1])]
    return parts == [token.text for token in tokens[at:end]] and not any("±" in side for side in sides)


def _named(name: str, at: int, lines: Sequence[tuple[_Token, ...]]) -> Iterator[int]:
    """Give where in a line the cells of a row of that name begin: behind the name, wherever it stands in the line.

    A part of the name may stand once above a group of rows.
    """
    words, texts = name.casefold().split(), [_bare(token) for token in lines[at]]
    for start in range(len(texts) - len(words) + 1):
        if texts[start : start + len(words)] == words:
            yield start + len(words)
    label = _label(lines[at])
    missing = [word for word in words if word not in label]
    if missing and len(missing) < len(words) and _in_group(missing, at, lines):
        yield len(label)


def _in_group(missing: Sequence[str], at: int, lines: Sequence[tuple[_Token, ...]]) -> bool:
    """Tell whether words stand at the head of the group of rows that a line belongs to."""
    start = next((up for up in range(at - 1, -1, -1) if missing[0] in _label(lines[up])), None)
    if start is None or any(word not in _label(lines[start]) for word in missing):
        return False
    # A line in between that begins a group of its own has as long a name as the one that was found.
    return all(len(_label(lines[up])) < len(_label(lines[start])) for up in range(start + 1, at + 1))


def _bare(token: _Token) -> str:
    return token.text.casefold().strip(",:")


def _label(tokens: Sequence[_Token]) -> list[str]:
    """Give the words at the head of a line, small, up to its first number."""
    words: list[str] = []
    for token in tokens:
        if _DIGIT.match(token.text.lstrip("-+(")) and words:
            break
        words.append(_bare(token))
    return words


def _column_flaws(quote: Quote, rows: Sequence[_Row], page: Page) -> Iterator[Flaw]:
    """Give what is wrong with the columns: their names stand above their cells, which stand above each other."""
    top = min(row.number for row in rows)
    head = page.lines[:top] or page.lines[: top + 1]
    for at, column in enumerate(quote.columns):
        cells = [row.cells[at] for row in rows]
        middle = cells[0].middle
        words = column.split()
        lost = next((word for word in words if not _over(word, middle, head)), "")
        if lost:
            yield Flaw(f"no '{lost}' stands over the cells of column '{column}'", None, column)
        elif middle and any(abs(cell.middle - middle) > _width(head) for cell in cells):
            yield Flaw(f"the cells of column '{column}' do not stand above each other", None, column)


def _width(lines: Sequence[Line]) -> float:
    """Give how far the cells of a column may stand apart: three letters."""
    return 3 * max((line.size for line in lines), default=10.0)


def _over(word: str, middle: float, head: Sequence[Line]) -> bool:
    """Tell whether a word of a column's name stands over the column, or over the group of columns it is one of."""
    for line in reversed(head):
        chunks = _chunks(line)
        if not any(word.casefold() in chunk.text.casefold().split() for chunk in chunks):
            continue
        if not middle:
            return True
        nearest = min(chunks, key=lambda chunk: abs(chunk.middle - middle))
        if word.casefold() in nearest.text.casefold().split():
            return True
    return False


def _chunks(line: Line) -> list[_Token]:
    """Give the parts of a line that stand apart from each other: the names in a table's head."""
    if not line.words:
        return [_Token(line.text, 0.0)]
    groups: list[list[Word]] = [[line.words[0]]]
    for word in line.words[1:]:
        if word.left - groups[-1][-1].right > _APART * line.size:
            groups.append([word])
        else:
            groups[-1].append(word)
    return [_Token(" ".join(each.text for each in group), (group[0].left + group[-1].right) / 2) for group in groups]
