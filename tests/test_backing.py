"""Whether evidence has what is said: the same number, in the same unit, meant as exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instructdeck.numbers.backing import backs
from instructdeck.numbers.quantities import read


def is_backed(evidence: str, said: str) -> bool:
    """Tell whether a quantity of one text is the one of another."""
    (quantity,) = read(said).quantities
    return any(backs(had, quantity) for had in read(evidence).quantities)


BACKED = [
    ("85 ± 3% of the time", "85%"),
    ("85 ± 3% of the time", "85 percent"),
    ("85 ± 3% of the time", "85 ± 3 %"),
    ("85 ± 3% of the time", "85 percent of the time, plus or minus 3"),
    ("71 ± 4% of the time", "drops to 71, plus or minus 4."),
    ("69.6 ± 0.9% accuracy", "about seventy percent"),
    ("about 13k training prompts", "about 13k SFT prompts"),
    ("about 13k training prompts", "13k"),
    ("about 13k training prompts", "about 13,000 prompts"),
    ("12,725 prompts", "about 13,000 prompts"),
    ("12,725 prompts", "13k prompts"),
    ("12725", "12,725"),
    ("33,207 prompts", "33k prompts"),
    ("1.3B parameters", "1.3 billion"),
    ("over 100x fewer parameters", "100x fewer"),
    ("over 100x fewer parameters", "over 100x fewer"),
    ("more so than a 100x model size increase", "a hundred times larger"),
    ("100 times of the default value", "100 times the default"),
    ("about half as often", "about half as often"),
    ("about half as often", "about 50%"),
    ("45.6% of prompts", "almost half"),
    ("33.4% of prompts", "about a third of them"),
    ("two thirds of them", "two-thirds"),
    ("the training time doubles", "twice"),
    ("three-fourths of an ounce", "three-fourths of an ounce"),
    ("4 to 9 responses", "four to nine responses"),
    ("ranging from 4 to 9", "4–9"),
    ("ranging from 4 to 9", "at most 9"),
    ("over 96% English", "over 96 percent English"),
    ("99 models", "over 90 models"),
    ("1.65% of it", "under two percent"),
    ("25% fewer toxic outputs", "25% fewer"),
    ("25% fewer toxic outputs", "25% of the outputs"),
    ("4.9 petaflops/s-days", "4.9 petaflop/s-days"),
    ("3,640 petaflops/s-days", "took 3,640, and"),
    ("100 ms", "100ms"),
    ("10^6 tokens", "1,000,000 tokens"),
    ("1e-4", "10^{-4}"),
    ("at 6 p.m. on fourteen evenings", "at 6pm"),
    ("41 minutes", "41min"),
    ("8 h of sleep", "8 hours"),
    ("a change of -0.9 hours", "down by 0.9 hours"),
    ("reduced by 0.3 hours", "−0.3 h"),
]
NOT_BACKED = [
    ("85 ± 3% of the time", "86%"),
    ("85 ± 3% of the time", "85 ± 4%"),
    ("85% of the time", "85 ± 3%"),
    ("85% of the time", "85 models"),
    ("85% of the time", "85x"),
    ("85 models", "85%"),
    ("85% of the time", "85 percentage points"),
    ("85% of the time", "-85%"),
    ("12,725 prompts", "13,000 prompts"),
    ("12,725 prompts", "about 12,000 prompts"),
    ("12,725 prompts", "12k prompts"),
    ("about 40 contractors", "40 contractors"),
    ("13k prompts", "13,000 prompts"),
    ("0.781", "0.78"),
    ("0.781", "78.1%"),
    ("0.781", "about 0.79"),
    ("25% fewer toxic outputs", "25% more"),
    ("100x fewer parameters", "100x more"),
    ("reduced by 25%", "25% higher"),
    ("96% English", "over 96% English"),
    ("85% English", "over 50% English"),
    ("over 96% English", "under 96%"),
    ("5%", "under 2%"),
    ("4 to 9 responses", "4 to 8 responses"),
    ("4 responses", "4 to 9 responses"),
    ("21%", "about a quarter"),
    ("8.4%", "almost a tenth of them"),
    ("about half as often", "half as often"),
    ("about half as often", "about a third"),
    ("about twice as often", "twice as often"),
    ("8 times more", "about 9 times more"),
    ("4.9 petaflops/s-days", "4.9 kilometers/hour"),
    ("60 petaflops/s-days", "60%"),
    ("1.3B parameters", "1.3M parameters"),
    ("175B parameters", "175 parameters"),
    ("0.5 points", "-0.5 points"),
    ("raised by 0.3 hours", "−0.3 h"),
    ("a change of -0.9 hours", "0.9 hours longer"),
    ("at 6 p.m.", "at 6 a.m."),
    ("41 minutes", "41s"),
]


@pytest.mark.parametrize(("evidence", "said"), BACKED)
def test_backed(evidence: str, said: str) -> None:
    """The same quantity is backed however it is written, and so is one that says how it is rounded."""
    assert is_backed(evidence, said)


@pytest.mark.parametrize(("evidence", "said"), NOT_BACKED)
def test_not_backed(evidence: str, said: str) -> None:
    """Another number, unit, sign, direction, ± or exactness is not backed."""
    assert not is_backed(evidence, said)


@given(st.decimals(0, 10**6, places=2), st.integers(1, 99), st.sampled_from(("", "%", "x", " models")))
def test_changed_number(number: object, change: int, unit: str) -> None:
    """A number backs itself, and no number that differs in its last digits."""
    text = f"{number:f}"
    other = f"{int(text.replace('.', '')) + change}"
    changed = f"{other[:-2] or '0'}.{other[-2:].zfill(2)}"

    assert is_backed(f"It was {text}{unit}.", f"It was {text}{unit}.")
    assert not is_backed(f"It was {text}{unit}.", f"It was {changed}{unit}.")
