"""Typefaces for PDFs: each weight by itself, and what a print lost by one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from instructdeck.printed.typefaces import WEIGHTS, at_single_weights, taken_apart
from instructdeck.templating.templates import shipped
from pdfs import missing, words_of

if TYPE_CHECKING:
    from pathlib import Path


def test_a_typeface_is_taken_apart(tmp_path: Path) -> None:
    """A style sheet that asks for a typeface of all weights asks for one of each weight, where these are at hand."""
    face = (shipped() / "vendor/inter/inter-greek-wght-normal.woff2").read_bytes()
    made = taken_apart(face)
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    rule = (
        '@font-face { font-family: A; font-weight: 100 900; src: url("v/a.woff2") format("woff2"); }\np { color: red }'
    )
    files = {"assets/all.css": rule.encode(), "assets/v/a.woff2": face, "page.html": b"<p>"}
    found = at_single_weights(files, tmp_path)
    sheet = found["assets/all.css"]
    assert isinstance(sheet, bytes)

    assert len(WEIGHTS) == len(made) == sheet.count(b"@font-face") == len(set(made.values()))
    assert [f"font-weight: {weight};".encode() in sheet for weight in WEIGHTS] == [True] * len(WEIGHTS)
    assert sheet.endswith(b"p { color: red }")
    assert {f"assets/{name}" for name in made} == set(found) - set(files)


def test_a_typeface_of_ones_own(tmp_path: Path) -> None:
    """A typeface that nobody has taken apart is printed as it is."""
    rule = b'@font-face { font-weight: 100 900; src: url("a.woff2"); } @font-face { src: url("gone.woff2"); }'
    files = {"assets/all.css": rule, "assets/a.woff2": b"another typeface"}

    assert files == at_single_weights(files, tmp_path)


def test_words_that_are_lost() -> None:
    """The test of words finds one that is not there, and one that comes too early."""
    assert ["c"] == missing(["a", "b", "c"], "a b")
    assert ["a"] == missing(["b", "a"], "a b")
    assert [] == missing(words_of(()), "")
    assert pikepdf.__version__
