"""A part of a deck: which slides `--section` and `--slides` choose, and that nothing else changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import TinyProject
from instructdeck.export.selection import SelectionError, as_ranges, select
from sample import loaded

if TYPE_CHECKING:
    from pathlib import Path

    from instructdeck.deck.model import Deck

SLIDES = {"one": 3, "two": 0, "three": 4}
"""How many slides the sections of the deck have whose parts are chosen."""


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    """Give a deck of three sections; a section without slides gets a placeholder for one."""
    project = TinyProject(tmp_path_factory.mktemp("selection"))
    project.write("content/deck.yml", f"title: A talk\nsections: [{', '.join(SLIDES)}]\n")
    for section, count in SLIDES.items():
        project.write(f"content/{section}/section.yml", f"title: {section}\n")
        slides = (f"## Slide {each} {{#{section}-{each}}}\n" for each in range(1, count + 1))
        project.write(f"content/{section}/slides.md", "\n".join(slides))
    return loaded(project.root)[0]


def numbers(deck: Deck, **asked: str) -> list[int]:
    """Give the numbers of the slides that are shown."""
    return [slide.number for slide in select(deck, **asked).slides]


@given(st.frozensets(st.integers(1, 8), min_size=1))
def test_as_ranges(deck: Deck, chosen: frozenset[int]) -> None:
    """Numbers have one name, by which they can be chosen again."""
    assert sorted(chosen) == numbers(deck, slides=as_ranges(chosen))
    assert "1,4-6,8" == as_ranges([8, 1, 4, 6, 5])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, [1, 2, 3, 4, 5, 6, 7, 8]),
        ({"section": "one"}, [1, 2, 3]),
        ({"section": "three"}, [5, 6, 7, 8]),
        ({"slides": "2"}, [2]),
        ({"slides": "2-4"}, [2, 3, 4]),
        ({"slides": "6-"}, [6, 7, 8]),
        ({"slides": "-2"}, [1, 2]),
        ({"slides": " 7 - 8 , 1"}, [1, 7, 8]),
        ({"slides": "2\u20133,3,2"}, [2, 3]),
        ({"slides": "1-8"}, [1, 2, 3, 4, 5, 6, 7, 8]),
        ({"section": "three", "slides": "1-6"}, [5, 6]),
    ],
)
def test_chosen(deck: Deck, asked: dict[str, str], expected: list[int]) -> None:
    """Sections and numbers choose slides, both together those that are in both, always in the deck's order."""
    assert expected == numbers(deck, **asked)


@pytest.mark.parametrize(
    ("asked", "option", "message"),
    [
        ({"section": "tree"}, "--section", "there is no section 'tree'; did you mean 'three'?"),
        ({"section": "x"}, "--section", "there is no section 'x'; known: one, three, two"),
        ({"slides": "4-9"}, "--slides", "there is no slide 9: the slides are 1 to 8"),
        ({"slides": "0"}, "--slides", "there is no slide 0: the slides are 1 to 8"),
        ({"slides": "5-3"}, "--slides", "'5-3' ends before it begins; write 3-5"),
        ({"slides": "x"}, "--slides", "'x' is neither the number of a slide nor a range such as 4-9"),
        ({"slides": "1,,2"}, "--slides", "'' is neither the number of a slide nor a range such as 4-9"),
        ({"slides": "-"}, "--slides", "'-' is neither the number of a slide nor a range such as 4-9"),
        ({"slides": "1 2"}, "--slides", "'1 2' is neither the number of a slide nor a range such as 4-9"),
        (
            {"slides": "9" * 5000},
            "--slides",
            f"'{'9' * 5000}' is neither the number of a slide nor a range such as 4-9",
        ),
        (
            {"section": "one", "slides": "7-8"},
            "--slides",
            "none of '7-8' is in section 'one', which has slides 1-3",
        ),
        ({"section": "two", "slides": "7"}, "--slides", "none of '7' is in section 'two', which has slide 4 only"),
    ],
)
def test_refused(deck: Deck, asked: dict[str, str], option: str, message: str) -> None:
    """What is not there is named, with the option it was asked for by and what there is."""
    with pytest.raises(SelectionError) as error:
        select(deck, **asked)

    assert (option, message) == (error.value.option, str(error.value))


def test_all_else_stays(deck: Deck) -> None:
    """Sections, numbers, ids and what all of them are counted by are those of the whole deck."""
    part = select(deck, slides="2,6")

    assert deck.sections == part.sections
    assert deck.all_slides == part.all_slides
    assert [("one-2", 2), ("three-2", 6)] == [(slide.id, slide.number) for slide in part.slides]


def test_deck_without_slides(tmp_path: Path) -> None:
    """A deck that has no slides has none to choose."""
    TinyProject(tmp_path).write("content/deck.yml", "title: Nothing yet\nsections: []\n")
    with pytest.raises(SelectionError, match="there is no slide 1: the deck has no slides"):
        select(loaded(tmp_path)[0], slides="1")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789-,\u2013 x\u0661", max_size=12))
def test_any_text(deck: Deck, text: str) -> None:
    """Any text chooses some slides, or is refused."""
    try:
        found = numbers(deck, slides=text)
    except SelectionError:
        return
    assert found == sorted(set(found) & set(range(1, 9)))
    assert found
