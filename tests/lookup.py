"""A file of a source in this process, and quotes looked up in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck.blocks import Datum, Paragraph, Text
from instructdeck.deck.diagnostics import Findings, Location
from instructdeck.deck.quotation import Quote, QuoteKind, Source
from instructdeck.verify.edition import Edition
from instructdeck.verify.papers import open_file
from instructdeck.verify.verify import Verifier

if TYPE_CHECKING:
    from pathlib import Path

    from instructdeck.deck.quotation import Found

HERE = Location("content/one/quotes.yml")


def opened(file: Path, data: bytes | str, page: str = "") -> Edition:
    """Give a source whose file holds some data; `page` is that of its article in a journal."""
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return Edition(Source("paper", HERE, texts={"page": page}), open_file(file))


def said(words: str, page: str = "", place: str = "") -> Quote:
    """Give a quote of some words, elided where it has a mark."""
    kind = QuoteKind.ELIDED if "[" in words else QuoteKind.VERBATIM
    return Quote("quote", HERE, kind, "paper", (Paragraph(HERE, (Text(HERE, words),)),), place=place, page=page)


def table(page: str, columns: str, *rows: str) -> Quote:
    """Give a table whose columns and cells stand between strokes: `DROP | 27.5 | 13.1`."""
    cells = tuple(tuple(Datum(HERE, cell.strip(), None) for cell in row.split("|")) for row in rows)
    names = tuple(column.strip() for column in columns.split("|"))
    return Quote("quote", HERE, QuoteKind.TABLE, "paper", (), page=page, columns=names, rows=cells)


def look_up(edition: Edition, quote: Quote | str) -> tuple[Found | None, list[str]]:
    """Look a quote up; gives what was found, and what is wrong."""
    verifier = Verifier({"paper": edition}, Findings(), {})
    found = verifier.quote(said(quote) if isinstance(quote, str) else quote, edition)
    return found, [each.message for each in verifier.findings]


def rung(edition: Edition, quote: Quote | str) -> str:
    """Give the rung that a quote is found on; nothing where it is not."""
    found, _ = look_up(edition, quote)
    return found.rung.value if found else ""
