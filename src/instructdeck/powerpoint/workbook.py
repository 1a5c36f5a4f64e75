"""The sheet of data behind a chart, as the small workbook that Office embeds with it."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from .archive import packed
from .markup import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

SHEET = "Data"
BEGIN = datetime(1980, 1, 1, tzinfo=UTC)
"""The oldest date that an archive can hold: no clock may show in a file."""


def workbook(rows: Sequence[Sequence[str | float | None]], formats: Sequence[Sequence[str]]) -> bytes:
    """Give a workbook with one sheet; `formats` has the number format of each cell, empty for none."""
    from xlsxwriter import Workbook  # noqa: PLC0415  python-pptx brings it

    stream = BytesIO()
    book = Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": BEGIN.replace(tzinfo=None)})
    sheet = book.add_worksheet(SHEET)
    known = {each: book.add_format({"num_format": each}) for row in formats for each in row if each}
    for index, (row, forms) in enumerate(zip(rows, formats, strict=True)):
        for column, (value, form) in enumerate(zip(row, forms, strict=True)):
            if isinstance(value, str):
                sheet.write_string(index, column, clean(value))
            elif value is not None:
                sheet.write_number(index, column, value, known.get(form))
    sheet.set_column(0, 0, 28)
    book.close()
    return packed(stream.getvalue())


def cell(row: int, column: int) -> str:
    """Give the name of a cell, both 0-based, such as `$B$2`."""
    return f"${_letters(column)}${row + 1}"


def _letters(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def block(column: int, first: int, last: int) -> str:
    """Give the name of cells below each other, as formulas have it."""
    return f"{SHEET}!{cell(first, column)}:{cell(last, column)}"
