"""Honest sentences about a paper, as speakers write them: what of their numbers is called unbacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sample import loaded

if TYPE_CHECKING:
    from pathlib import Path

TALK = """\
---
title: Evening coffee
speaker: {name: Ada}
sources:
  - {id: paper, title: Evening coffee and sleep, issued: 2021}
quotes:
  - {id: cited, kind: verbatim, page: 1, text: "{{QUOTE}}"}
  - {id: elsewhere, kind: verbatim, page: 1, text: "We used 14 nights in Figure 3."}
  - id: outcomes
    kind: table
    place: Table 1
    page: 2
    columns: [Placebo, Caffeine, Difference]
    rows:
      - [Onset (min), 23, 64, 41]
      - [Sleep (h), 7.1, 6.2, -0.9]
      - [Efficiency, 0.91, 0.84, -0.07]
      - [Share of good nights, 0.80, 0.65, -0.15]
      - [Awakenings, 2.4, 3.8, 1.4]
---

## Coffee {#coffee}

{{SAID}} [@{{CITED}}]

::: notes
Say it.
:::
"""


def unbacked(folder: Path, said: str, quote: str = "Nothing.") -> list[str]:
    """Give what is unbacked of a sentence that cites a quote, or the table where there is none."""
    cited = "outcomes" if quote == "Nothing." else "cited"
    (folder / "talk.md").write_text(
        TALK.replace("{{SAID}}", said).replace("{{QUOTE}}", quote).replace("{{CITED}}", cited), encoding="utf-8"
    )
    return [each for each in loaded(folder, "talk.md")[1] if "unbacked-number" in each]


@pytest.mark.parametrize(
    "said",
    [
        "Our 1st question, in the 21st century",
        "Ask us 24/7, before the 3D film",
        "Question 1: who sleeps less?",
        "Since COVID-19 we breathe more CO2",
    ],
)
def test_no_numbers(tmp_path: Path, said: str) -> None:
    """What has digits and claims nothing needs no evidence."""
    assert [] == unbacked(tmp_path, said)


@pytest.mark.parametrize(
    "said",
    [
        "They sleep 6.2 hours",
        "They wake 3.8 times a night",
        "Efficiency drops by 0.07, and sleep is down by 0.9 hours",
        "Good nights fall from 80% to 65%",
        "Onset: 23 min, then 64 min",
    ],
)
def test_table_in_a_sentence(tmp_path: Path, said: str) -> None:
    """What a table has is said in a sentence."""
    assert [] == unbacked(tmp_path, said)


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("Less than 5 dollars a head", "The capsules cost less than $5 each."),
        ("5h apart", "The visits were five hours apart."),
        ("A cup at 6pm is half gone by 4am", "A cup at 6 p.m. is half gone by 4 a.m."),
        ("Later by 41 minutes (± 6), 95% CI [35, 47]", "Later by 41 ± 6 minutes (95% CI 35 to 47)."),
        ("4 to 9 per prompt", "Between K = 4 and K = 9 for each prompt."),
    ],
)
def test_same_in_other_words(tmp_path: Path, said: str, quote: str) -> None:
    """A unit is a unit however it is written."""
    assert [] == unbacked(tmp_path, said, quote)


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("They wake 3.9 times a night", "Nothing."),
        ("Good nights fall from 80% to 64%", "Nothing."),
        ("They sleep 7.2 hours", "Nothing."),
        ("Efficiency grows by 0.07", "Nothing."),
        ("5 minutes apart", "The visits were five hours apart."),
        ("A cup at 6am", "A cup at 6 p.m."),
    ],
)
def test_another_number_is_still_unbacked(tmp_path: Path, said: str, quote: str) -> None:
    """Another number, direction or unit is not backed."""
    assert 1 == len(unbacked(tmp_path, said, quote))
