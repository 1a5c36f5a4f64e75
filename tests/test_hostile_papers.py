"""Files of sources that are broken, endless or no papers at all: a clear message, no crash, and never for long."""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

import pytest

from instructdeck.verify.papers import MAX_MARKED, PaperError, open_file
from lookup import look_up, opened
from printer import Piece, as_file, print_pdf

if TYPE_CHECKING:
    from pathlib import Path

SMALL = print_pdf([[Piece(60, 700, "The kettle was filled."), Piece(60, 688, "It boiled.")]])
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"""<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R
/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"""
LOCK = b"<< /Filter /Standard /V 1 /R 2 /P -44 /O <%b> /U <%b> >>" % (b"41" * 32, b"42" * 32)


def packed(data: bytes, times: int = 1) -> bytes:
    """Give a stream that is packed some times over."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    filters = b" /FlateDecode" * times
    return b"<< /Length %d /Filter [%b] >>\nstream\n%b\nendstream" % (len(data), filters, data)


FILES = {
    "empty.pdf": (b"", "is no PDF"),
    "junk.pdf": (b"hello" * 100, "is no PDF"),
    "cut.pdf": (SMALL[: len(SMALL) // 2], "is no PDF"),
    "no-pages.pdf": (as_file([CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"]), "is no PDF"),
    "loop.pdf": (as_file([CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2000000 >>"]), "is no PDF"),
    "deep.pdf": (
        as_file([CATALOG, *(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (at + 3) for at in range(5000)), PAGE]),
        "is no PDF",
    ),
    "scanned.pdf": (as_file([CATALOG, PAGES, PAGE, packed(b"q Q")]), "has no text"),
    "bomb.pdf": (as_file([CATALOG, PAGES, PAGE, packed(b"\0" * 50_000_000, 2)]), "has no text"),
    "locked.pdf": (
        as_file([CATALOG, PAGES, PAGE, packed(b"q Q"), LOCK], b"/Root 1 0 R /Encrypt 5 0 R /ID [<00><00>]"),
        "needs a password",
    ),
    "many.pdf": (print_pdf([[]] * 3001), "3,001 pages"),
    "empty.txt": (b"", "has no text"),
    "blank.md": (b"\n \n", "has no text"),
    "latin.txt": ("Café".encode("latin-1"), "is not UTF-8"),
    "large.html": (b" " * (MAX_MARKED + 1), "MiB"),
    "paper.docx": (b"PK", "no file that can be read"),
}


@pytest.mark.parametrize("name", FILES)
def test_broken_files(tmp_path: Path, name: str) -> None:
    """A file that cannot be read says why, in one line."""
    data, expected = FILES[name]
    with pytest.raises(PaperError) as caught:
        opened(tmp_path / name, data).paper  # noqa: B018  read now

    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_files(tmp_path: Path) -> None:
    """A folder, a pipe, a lost link and nothing at all are no files, and nobody waits for them."""
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "link.pdf").symlink_to("nowhere")
    for name in ("pipe.pdf", "folder.pdf", "link.pdf", "nothing.pdf"):
        with pytest.raises(PaperError):
            open_file(tmp_path / name)


def fuzzed(tmp_path: Path, count: int, seed: int) -> None:
    """Read a small PDF with some bytes changed, some times over."""
    random = Random(seed)
    for _ in range(count):
        data = bytearray(SMALL)
        for _ in range(random.randint(1, 30)):
            data[random.randrange(len(data))] = random.randrange(256)
        with suppress(PaperError):
            look_up(opened(tmp_path / "paper.pdf", bytes(data)), "The kettle was filled.")


def test_changed_bytes(tmp_path: Path) -> None:
    """A PDF with some wrong bytes is read, or reported."""
    fuzzed(tmp_path, 12, 1)


@pytest.mark.soak
def test_many_changed_bytes(tmp_path: Path) -> None:
    """A PDF with some wrong bytes is read, or reported, 300 times."""
    fuzzed(tmp_path, 300, 2)


def test_two_thousand_pages(tmp_path: Path) -> None:
    """A book is read to its end."""
    book = opened(tmp_path / "book.pdf", print_pdf([[Piece(60, 700, f"This is page {at}.")] for at in range(2000)]))

    assert look_up(book, "This is page 1999.")[0]


@pytest.mark.parametrize(
    "words",
    ["a", "a " * 120_000, "a b " * 60_000, "...,,;", "(a+)+$", r"[\s\S]*", "a [...] b [...] a b a [...] b", "[...]"],
)
def test_hostile_quotes(tmp_path: Path, words: str) -> None:
    """Quotes that stand everywhere or nowhere get an answer."""
    paper = opened(tmp_path / "paper.txt", "a b " * 100_000)
    found, messages = look_up(paper, words)

    assert bool(found) != bool(messages)
