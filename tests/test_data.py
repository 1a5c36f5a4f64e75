"""The data behind a chart: cells with places, and what is said about those that cannot be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instructdeck.deck.diagnostics import Findings, Location
from instructdeck.markdown.data import Data, from_csv, number, number_hint


def read(text: str) -> tuple[Data | None, list[str]]:
    """Give the data of a CSV text, and what is wrong with it."""
    findings = Findings()
    return from_csv(text, "data/x.csv", findings), [each.message for each in findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12,725", 12725),
        ("1,234,567.5", 1234567.5),
        ("-0.5", -0.5),
        ("\u22124", -4),
        ("+3", 3),
        ("1e3", 1000),
        (".5", 0.5),
        (" 7 ", 7),
        ("12,5", None),
        ("1,23", None),
        ("85 %", None),
        ("nan", None),
        ("inf", None),
        ("1_000", None),
        ("٣", None),
        ("", None),
        ("9" * 400, None),
    ],
)
def test_number(text: str, expected: float | None) -> None:
    """Numbers are taken as papers print them, and nothing else is."""
    assert expected == number(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12,5", "write 12.5, with a point"),
        ("85%", "write 85; the unit belongs to the chart: 'unit: \"%\"'"),
        ("", "write the number, or '-' where there is none"),
        ("many", ""),
    ],
)
def test_number_hint(text: str, expected: str) -> None:
    """A hint says how to write what was meant."""
    assert expected == number_hint(text)


def test_cells_know_their_place() -> None:
    """A cell stands where its words begin, also within quotation marks and behind them."""
    data, problems = read('name,rate\n"T0, fine-tuned", 79\nFLAN,"7,800"\n')

    assert [] == problems
    assert data
    assert [Location("data/x.csv", 2, 2), Location("data/x.csv", 2, 19)] == [cell.location for cell in data.rows[0]]
    assert ["T0, fine-tuned", "79"] == [cell.text for cell in data.rows[0]]
    assert 7800 == data.rows[1][1].number
    assert Location("data/x.csv", 3, 7) == data.rows[1][1].location


def test_empty_lines_are_passed_by() -> None:
    """A line without cells is no row, and the rows behind it keep their place."""
    data, problems = read("name,rate\n\nFLAN,78\n\n\n")

    assert [] == problems
    assert data
    assert [3] == [row[0].location.line for row in data.rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name,name\na,1\n", ["a second column 'name'"]),
        ("name,\na,1\n", ["a column without a name"]),
        ("name,rate\n", ["data/x.csv has names of columns and no rows"]),
        ("name\trate\na\t1\n", ["the columns are parted by tabs"]),
        ("a,b\n" + "x,1\n" * 201, ["more than 200 rows"]),
        (",".join(f"c{number}" for number in range(31)) + "\n" + ",".join("1" * 31) + "\n", ["more than 30 columns"]),
        ("a,b\n" + '"' + "x" * 200_000 + '",1\n', ["this is not CSV: field larger than field limit (131072)"]),
    ],
)
def test_what_is_no_table(text: str, expected: list[str]) -> None:
    """What cannot be a table is said in one message."""
    assert (None, expected) == read(text)


@given(st.text(alphabet='ab1,";\t\n\r .-%\x00\u2212', max_size=80))
def test_any_text(text: str) -> None:
    """Any text gives data of even rows, or says why not."""
    data, problems = read(text)

    assert (data is None) == bool(problems)
    assert data is None or {len(data.columns)} >= {len(row) for row in data.rows}
