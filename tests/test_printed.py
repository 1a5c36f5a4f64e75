"""A table's cells stand on a printed page: each on its row, with its sign, under its column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lookup import look_up, opened, table
from printer import Piece, print_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from instructdeck.verify.edition import Edition

PLAIN = """\
name|GPT|SFT|PPO
DROP|27.5|−13.1|85 ± 3
QuAC|41.0|12.7|71 ± 4
QuAC (prompted)|43.9|17.2|60 ± 2
"""
GROUPED = """\
|    175B||    6B|
|GPT|PPO|GPT|PPO
SQuAD few-shot|61.1|62.2|51.3|52.4
 zero-shot|31.5|32.6|21.7|22.8
DROP few-shot|11.9|12.1|13.2|14.3
 zero-shot|15.4|16.5|17.6|18.7
"""


def rows(text: str, left: float = 60, top: float = 700, width: float = 90) -> list[Piece]:
    """Give the pieces of a table; the first column is wider."""
    places = [left, *(left + 120 + width * at for at in range(8))]
    return [
        Piece(places[at] + 10 * (len(cell) - len(cell.lstrip())), top - 14 * row, cell.strip())
        for row, line in enumerate(text.splitlines())
        for at, cell in enumerate(line.split("|"))
        if cell.strip()
    ]


@pytest.fixture
def paper(tmp_path: Path) -> Edition:
    """Give a paper with a plain table, a grouped one, and two side by side."""
    beside = [*rows("a|x|y\nred|1|2\nblue|3|4", width=50), *rows("a|x|y\nred|5|6\nblue|7|8", left=330, width=50)]
    return opened(tmp_path / "paper.pdf", print_pdf([rows(PLAIN), rows(GROUPED), beside]))


@pytest.mark.parametrize(
    ("page", "columns", "row"),
    [
        ("1", "GPT | SFT", "DROP | 27.5 | -13.1"),
        ("1", "GPT | SFT", "DROP | 27.5 | −13.1"),
        ("1", "PPO", "DROP | 85 ± 3"),
        ("1", "SFT | PPO", "QuAC (prompted) | 17.2 | 60 ± 2"),
        ("1", "SFT", "quac | 12.7"),
        ("2", "175B GPT | 6B GPT", "SQuAD few-shot | 61.1 | 51.3"),
        ("2", "175B PPO", "SQuAD zero-shot | 32.6"),
        ("2", "6B PPO", "DROP zero-shot | 18.7"),
        ("3", "x | y", "red | 1 | 2"),
        ("3", "x | y", "blue | 7 | 8"),
    ],
)
def test_true_cells(paper: Edition, page: str, columns: str, row: str) -> None:
    """Cells are found by the names of their row and column, alone or in a group."""
    assert look_up(paper, table(page, columns, row))[1] == []


@pytest.mark.parametrize(
    ("page", "columns", "row"),
    [
        ("1", "GPT | SFT", "DROP | 27.6 | -13.1"),
        ("1", "GPT | SFT", "DROP | 27.5 | 13.1"),
        ("1", "SFT | GPT", "DROP | -13.1 | 27.5"),
        ("1", "SFT", "DROP | 27.5"),
        ("1", "PPO", "DROP | 27.5"),
        ("1", "PPO", "DROP | 85 ± 4"),
        ("1", "PPO", "DROP | 3 ± 85"),
        ("1", "PPO", "DROP | 85"),
        ("1", "PPO", "DROP | 3"),
        ("1", "GPT", "QuAC | 43.9"),
        ("1", "GPT", "QuAC | 27.5"),
        ("1", "RLHF", "DROP | 27.5"),
        ("2", "6B GPT", "SQuAD few-shot | 61.1"),
        ("2", "175B PPO", "SQuAD few-shot | 32.6"),
        ("2", "175B PPO", "DROP few-shot | 62.2"),
        ("2", "175B PPO", "DROP zero-shot | 32.6"),
        ("2", "175B PPO", "SQuAD zero-shot | 16.5"),
        ("3", "x | y", "red | 3 | 4"),
        ("3", "x | y", "red | 1 | 6"),
        ("3", "y", "red | 1"),
        ("2", "GPT", "QuAC | 41.0"),
        ("9", "GPT", "QuAC | 41.0"),
    ],
)
def test_false_cells(paper: Edition, page: str, columns: str, row: str) -> None:
    """A cell of another value, sign, row, column, group or page is reported."""
    assert look_up(paper, table(page, columns, row))[1]
