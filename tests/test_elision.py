"""Quotes that leave words out: found where their parts stand, and never around a *not* that they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lookup import look_up, opened

if TYPE_CHECKING:
    from pathlib import Path


def problem(folder: Path, paper: str, words: str) -> str:
    """Give what is wrong with an elided quote of a paper; nothing where it is found."""
    found, messages = look_up(opened(folder / "paper.txt", paper), words)
    return "" if found else messages[0]


LEFT_OUT = [
    # The right place of the first part has a 'not' behind it, and another sentence has the same words.
    (
        "We cannot conclude that the model is safe. The model is not, in our view, safe for release.",
        "The model is [...] safe for release.",
    ),
    ("Say that the model is old. The model is never quite safe for release.", "The model is [...] safe for release."),
    # Whole sentences are left out, and a 'not' of the one in which the quote goes on.
    ("The drug was tested. It is not, in our view, safe for release.", "The drug was tested [...] safe for release."),
    ("The drug works in no dose. It was found safe by all.", "The drug works [...] was found safe by all."),
    # A point within a number ends no sentence that matters.
    ("The model is not, by 3.5 points, safe for release.", "The model is [...] safe for release."),
    # The second part stands beside a 'not' first.
    (
        "The new drug was sold. It was never found safe by all. Sugar was found safe by all.",
        "The new drug was sold [...] found safe by all.",
    ),
]
KEPT = [
    ("The model, which is large, is safe for release.", "The model [...] is safe for release."),
    (
        "The model is not new. In our view it is safe for release.",
        "The model is not new. [...] it is safe for release.",
    ),
    ("The drug was tested, not sold. It is safe for release.", "The drug was tested [...] It is safe for release."),
    ("It is safe. Nobody knew. We found it safe for release.", "It is safe. [...] We found it safe for release."),
    ("The model is not old. Here the model is large, and so is safe for all.", "the model is [...] is safe for all."),
]


@pytest.mark.parametrize(("paper", "text"), LEFT_OUT)
def test_left_out_not(tmp_path: Path, paper: str, text: str) -> None:
    """A quote whose parts are joined around a *not* is refused, and its message says so."""
    assert "a 'not'" in problem(tmp_path, paper, text)


@pytest.mark.parametrize(("paper", "text"), KEPT)
def test_left_out_words(tmp_path: Path, paper: str, text: str) -> None:
    """What is left out may have a *not* of its own sentence, before, behind or between those that are quoted."""
    assert not problem(tmp_path, paper, text)
