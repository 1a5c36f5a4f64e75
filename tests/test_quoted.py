"""What a quote backs: the words of its source, never those of whoever quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claimed import unbacked

if TYPE_CHECKING:
    from pathlib import Path


def elided(text: str) -> str:
    """Give a quote that has words of our own."""
    return f"- id: fell\n  kind: elided\n  page: 1\n  text: |-\n    {text}\n"


OWN_WORDS = [
    "The drug reduced deaths by [99%] in the trial.",
    "The drug reduced deaths by [**99%**] in the trial.",
    "The drug reduced deaths by [`99%`] in the trial.",
    "The drug reduced deaths by [$99\\%$] in the trial.",
    "The drug reduced deaths by [99\n    percent] in the trial.",
    "The drug reduced deaths by [\n\n    99%\n\n    ] in the trial.",
    "The drug reduced deaths by [\n\n    $$\n    = 99\\%\n    $$\n\n    ] in the trial.",
]


@pytest.mark.parametrize("text", OWN_WORDS)
def test_own_words_back_no_number(tmp_path: Path, text: str) -> None:
    """A number in the brackets of an elided quote is the quoter's own, however it is set."""
    slide = "In the trial the drug reduced deaths by 99% [@fell]."

    assert ["99% fewer"] == unbacked(tmp_path, slide, elided(text))


def test_own_words_of_an_original(tmp_path: Path) -> None:
    """In the original of a paraphrase brackets are the quoter's too."""
    quote = (
        "- {id: fell, kind: paraphrase, page: 1, text: Fewer died., original: 'The drug reduced deaths by [99%] here.'}"
    )

    assert ["99% fewer"] == unbacked(tmp_path, "The drug reduced deaths by 99% [@fell].", quote)


UNSEEN = [
    "kind: table, page: 1, columns: [Deaths], rows: [[Trial, 3]], text: 'GPT-9 of Table 7, by 99%.'",
    'kind: equation, page: 1, text: "GPT-9 of Table 7, by 99%.\\n\\n$$\\nx = 3\\n$$"',
]


@pytest.mark.parametrize("entry", UNSEEN)
def test_words_beside_a_table_or_formula(tmp_path: Path, entry: str) -> None:
    """The words beside the cells of a table or a formula are not looked up, so they back nothing."""
    said = "The drug GPT-9 of Table 7 won by 99% [@fell]."

    assert ["GPT-9", "Table 7", "99%"] == unbacked(tmp_path, said, f"- {{id: fell, {entry}}}")


def test_brackets_of_the_source(tmp_path: Path) -> None:
    """In a verbatim quote brackets are the source's own."""
    quote = "- {id: fell, kind: verbatim, page: 1, text: 'Deaths fell by 12.5% [9, 15] in the trial.'}"

    assert [] == unbacked(tmp_path, "Fewer deaths, by 12.5% [9, 15], were seen [@fell].", quote)


def test_own_words_name_nothing(tmp_path: Path) -> None:
    """A name, a part of the paper or what is counted that stands in own words alone is backed by nothing."""
    quote = elided("The drug [GPT-9 of Table 7] reduced three [kinds of sources] in the trial.")

    said = "In Table 7 the drug of GPT-9 has three sources [@fell]."

    assert ["Table 7", "GPT-9", "three"] == unbacked(tmp_path, said, quote)


def test_words_around_brackets(tmp_path: Path) -> None:
    """What stands around own words is the source's; the two sides of a bracket are no one number."""
    quote = elided("[I]n 12 [of the] trials [...] deaths fell by 85% [...] percent.")

    assert [] == unbacked(tmp_path, "In 12 trials deaths fell by 85% [@fell].", quote)
    assert ["12 percent"] == unbacked(tmp_path, "In 12 percent of trials deaths fell [@fell].", quote)


def test_own_words_in_quotation_marks(tmp_path: Path) -> None:
    """Words of the quoter's own are none that quotation marks may stand around."""
    quote = elided("They [the many labelers] agree with [...] each other.")
    said = unbacked(tmp_path, 'There "the many labelers" agree with each other [@fell].', quote)

    assert ["false-quotation-marks: these words in quotation marks do not stand in 'fell'"] == said
    assert [] == unbacked(tmp_path, 'There "They [...] agree with" each other [@fell].', quote)
