"""The same quantity said in two ways, and what only looks so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from instructdeck.numbers.conflicts import sentence_at
from sample import loaded

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
---
title: Weights
speaker: {{name: Ada}}
sources:
  - {{id: paper, title: On weights}}
quotes:
  - {{id: first, kind: verbatim, page: 1, text: "{0}"}}
  - {{id: second, kind: verbatim, page: 2, text: "{1}"}}
---

## One {{#one}}

{2} [@first].

::: notes
Say it.
:::

## Two {{#two}}

{3} [@second].

::: notes
Say it.
:::
"""
PAIRS = {
    "the same number": ("they lost 21 grams", "they lost 21 grams", "The patients lost 21 grams at their death", 0),
    "another number": ("they lost 21 grams", "they lost 19 grams", "The patients lost 19 grams at their death", 1),
    "another unit": ("they lost 21 grams", "they lost 19 hours", "The patients lost 19 hours at their death", 0),
    "another subject": ("they lost 21 grams", "they lost 19 grams", "Dogs in a colder room lost 19 grams at night", 0),
    "rounded": ("they lost 21 grams", "they lost about 20 grams", "The patients lost about 20 grams at their death", 0),
    "fewer and more": ("21% fewer", "19% more", "The patients lost 19% more at their death than others", 0),
}


@pytest.mark.parametrize("name", PAIRS)
def test_two_sentences(name: str, tmp_path: Path) -> None:
    """Two sentences that say the same of their subject have the same number, unless one is rounded."""
    first, second, said, conflicts = PAIRS[name]
    opening = (
        "The patients lost 21% fewer at their death than others"
        if "%" in first
        else "The patients lost 21 grams at their death"
    )
    (tmp_path / "talk.md").write_text(HEAD.format(first, second, opening, said), encoding="utf-8")

    assert conflicts == sum("conflicting-number" in each for each in loaded(tmp_path, "talk.md")[1])


@pytest.mark.parametrize(
    ("said", "conflicts"),
    [
        ("In 85 ± 3% of cases", 0),
        ("In 85% of cases", 1),
        ("In about 85% of cases", 0),
        ("In 85 percent of cases, plus or minus 3", 0),
    ],
)
def test_a_number_and_its_interval(said: str, conflicts: int, tmp_path: Path) -> None:
    """A number that one place says with its ± has it in the others, unless it is rounded."""
    words = "preferred 85 ± 3% of the time"
    text = HEAD.format(words, words, "The model is preferred 85 ± 3% of the time", said)
    (tmp_path / "talk.md").write_text(text, encoding="utf-8")

    assert conflicts == sum("conflicting-number" in each for each in loaded(tmp_path, "talk.md")[1])


def test_sentences() -> None:
    """A place in a text belongs to the sentence around it; a point within a number ends none."""
    text = "One is 1.3B. Two are 6B; the rest\nis 175B."

    assert "One is 1.3B." == sentence_at(text, 7)
    assert "Two are 6B;" == sentence_at(text, 21)
    assert "is 175B." == sentence_at(text, len(text) - 3)
