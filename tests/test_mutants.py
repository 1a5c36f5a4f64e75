"""No changed quote passes as the source's own words, and every true one does, however its page is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from lookup import look_up, opened
from mutants import MUTATIONS, Text, false_quotes, text_of, true_quotes
from typesetting import Style, print_article

if TYPE_CHECKING:
    from collections.abc import Callable

    from instructdeck.verify.edition import Edition

ARTICLE = (Path(__file__).parent / "proving" / "kettle.txt").read_text(encoding="utf-8")
LAYOUTS = {
    "page.pdf": Style(head="K. Watcher and others: On kettles     #", first=113, lines=30),
    "narrow.pdf": Style(columns=2, head="Proceedings of the Kettle Society", lines=30),
    "rows.pdf": Style(columns=2, rows_first=True, hyphens=False, lines=40),
}


@dataclass(frozen=True)
class Proving:
    """The article in one layout, and its words."""

    edition: Edition
    text: Text


@pytest.fixture(scope="session", params=[*LAYOUTS, "plain.txt"])
def proving(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Proving:
    """Give the article in each layout."""
    file = tmp_path_factory.mktemp("proving") / request.param
    style = LAYOUTS.get(request.param)
    return Proving(opened(file, print_article(ARTICLE, style) if style else ARTICLE), text_of(ARTICLE))


def survivors(proving: Proving, mutate: Callable[[str, Text, Random], str], count: int) -> list[str]:
    """Give the false quotes that pass."""
    random = Random(f"{mutate.__name__} {proving.edition.file.path.name}")
    return [false for false in false_quotes(proving.text, mutate, count, random) if look_up(proving.edition, false)[0]]


def refused(proving: Proving, count: int) -> list[tuple[str, str, list[str]]]:
    """Give the true quotes that do not pass."""
    random = Random(proving.edition.file.path.name)
    looked_up = (
        (done, quote, *look_up(proving.edition, quote)) for done, quote in true_quotes(proving.text, count, random)
    )
    return [(done, quote, message) for done, quote, found, message in looked_up if not found]


@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_no_changed_quote_passes(proving: Proving, mutate: Callable[[str, Text, Random], str]) -> None:
    """A changed quote is found in no layout of the text it was made from."""
    assert [] == survivors(proving, mutate, 8)


def test_true_quotes_pass(proving: Proving) -> None:
    """A true quote is found, whatever its typography and the layout of the page."""
    assert [] == refused(proving, 8 * len(MUTATIONS))


@pytest.mark.soak
@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda mutate: mutate.__name__)
def test_no_changed_quote_of_many_passes(proving: Proving, mutate: Callable[[str, Text, Random], str]) -> None:
    """A changed quote is found in no layout of the text it was made from, out of ten times as many."""
    assert [] == survivors(proving, mutate, 80)


@pytest.mark.soak
def test_many_true_quotes_pass(proving: Proving) -> None:
    """A true quote is found, whatever its typography and the layout of the page, out of ten times as many."""
    assert [] == refused(proving, 80 * len(MUTATIONS))
