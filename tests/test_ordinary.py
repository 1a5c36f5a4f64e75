"""Honest sentences about a paper, as speakers write them: what of their numbers is called unbacked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.numbers.claims import judge
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
  - {id: elsewhere, kind: verbatim, page: 1, text: "We used 14 nights and 2 bands in Figure 3."}
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


def write(folder: Path, said: str, quote: str) -> None:
    """Write a talk with a sentence that cites a quote, or the table where there is none."""
    cited = "outcomes" if quote == "Nothing." else "cited"
    (folder / "talk.md").write_text(
        TALK.replace("{{SAID}}", said).replace("{{QUOTE}}", quote).replace("{{CITED}}", cited), encoding="utf-8"
    )


def unbacked(folder: Path, said: str, quote: str = "Nothing.") -> list[str]:
    """Give where a sentence about a quote, or about the table, has what nothing backs."""
    write(folder, said, quote)
    return [each for each in loaded(folder, "talk.md")[1] if "unbacked-number" in each]


def hints(folder: Path, said: str, quote: str = "Nothing.") -> list[str]:
    """Give what an author of such a sentence is told to do."""
    write(folder, said, quote)
    project = Project(folder)
    judge(load(project, (), "talk.md"), project.findings)
    return [each.hint for each in project.findings]


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


MARKS = "quote what has it in the front matter and cite it here; "


@pytest.mark.parametrize(
    ("said", "quote", "hint"),
    [
        ("Two thirds noticed", "About two thirds noticed.", "write 'about two thirds', as cited has it"),
        ("3 rooms", "We had 3 kitchens.", "cited has 3, but no 'rooms': use its word for what is counted"),
        ("Efficiency is 84%", "Nothing.", 'outcomes has 0.84: write that, or [84%]{calc="0.84"}'),
        ("It took 14 nights", "It took long.", "[@elsewhere] has it: cite it here"),
        ("See Figure 3", "It took long.", "[@elsewhere] has it: cite it here"),
        (
            "The other two",
            "It took long.",
            MARKS + '[two]{calc="…"} is our own arithmetic, [two]{.ours} a count of our own',
        ),
        ("From 5 to 6", "It took long.", MARKS + "[5 to 6]{.ours} is a count of our own"),
    ],
)
def test_hint(tmp_path: Path, said: str, quote: str, hint: str) -> None:
    """The hint says what to do about this very number."""
    assert [hint] == hints(tmp_path, said, quote)


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("[@cited]", "[@cited, @outcomes]", "citation-syntax"),
        ('kind: verbatim, page: 1, text: "It', 'kind: paraphrase, page: 1, text: "It', "missing-original"),
        ("[@cited]", "[@citd]", "unknown-citation"),
    ],
)
def test_one_mistake_one_message(tmp_path: Path, right: str, wrong: str, rule: str) -> None:
    """Where evidence is missing because of another mistake, its numbers are not reported as well."""
    write(tmp_path, "It took 9 nights", "It took 9 nights.")
    file = tmp_path / "talk.md"
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong), encoding="utf-8")

    found = {each.split()[0] for each in loaded(tmp_path, "talk.md")[1]}

    assert rule in found
    assert "unbacked-number" not in found


def test_short_row_is_one_message(tmp_path: Path) -> None:
    """A row that lacks a cell is one mistake, whatever of its table is shown."""
    write(tmp_path, "Onset: 23 min, then 64 min", "Nothing.")
    file = tmp_path / "talk.md"
    file.write_text(file.read_text(encoding="utf-8").replace("23, 64, 41]", "23, 64]"), encoding="utf-8")

    found = [each.split()[0] for each in loaded(tmp_path, "talk.md")[1]]

    assert "wrong-value" in found
    assert "unbacked-number" not in found
