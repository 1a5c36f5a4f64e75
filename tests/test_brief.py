"""The brief against the deck: kept, renamed, moved and missing slides."""

from __future__ import annotations

import pytest

from instructdeck.deck.blocks import Text
from instructdeck.deck.brief import answers
from instructdeck.deck.diagnostics import Location
from instructdeck.deck.model import Brief, Section, Slide, Speaker

HERE = Location("content/one/section.yml")


def section(suggested: list[str], shown: list[str]) -> Section:
    """Give a section with the titles of its brief and of its slides."""
    slides = tuple(
        Slide(f"s{number}", number, "one", (Text(HERE, title),), "content", (), (), (), (), HERE, 1)
        for number, title in enumerate(shown, 1)
    )
    brief = Brief(tuple((title, HERE) for title in suggested))
    return Section("one", 1, "One", HERE, Speaker("Ada"), slides, brief=brief)


@pytest.mark.parametrize(
    ("suggested", "shown", "expected"),
    [
        (["A problem", "A way"], ["A problem", "A way"], "1 kept, 2 kept"),
        (["A problem", "A way"], ["A problem", "More", "A way"], "1 kept, 3 kept"),
        (["A  Problem"], ["a problem"], "1 kept"),
        (["The old problem"], ["The new problem"], "1 renamed"),
        (["A problem", "A way"], ["A way", "A problem"], "2 moved, 1 kept"),
        (["A", "B", "C"], ["C", "A", "B"], "2 kept, 3 kept, 1 moved"),
        (["Results in full"], ["Who we are"], "missing"),
        (["A problem", "A problem"], ["A problem"], "1 kept, missing"),
        (["A problem"], [], "missing"),
        ([], ["A problem"], ""),
    ],
)
def test_answers(suggested: list[str], shown: list[str], expected: str) -> None:
    """Each suggested title is answered by the slide of that title, else by the one of the likest, else by none."""
    found = answers(section(suggested, shown))

    assert suggested == [each.title for each in found]
    assert expected == ", ".join(
        f"{each.slide.number} {each.state.value}" if each.slide else each.state.value for each in found
    )


def test_a_brief_without_end() -> None:
    """A brief of thousands of titles that no slide has is answered without comparing each with each."""
    found = answers(
        section([f"Wish {number}" for number in range(5_000)], [f"Slide {number}" for number in range(500)])
    )

    assert {"missing"} == {each.state.value for each in found}
