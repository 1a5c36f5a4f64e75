"""Where things stand on the slides of a PowerPoint file, by its own geometry: on the slide, and none over another."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from instructdeck.powerpoint.boxes import HEIGHT, WIDTH
from instructdeck.powerpoint.markup import element, emu, named, worded
from officefile import frame_of, name_of, words_of
from test_pptx import DECKS, sample

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

SLACK = 1.0
"""Pixels of a slide by which boxes may meet: nobody sees less."""
LAYERS = {"Diagram"}
"""What lies upon itself as it is meant to: the steps of a drawing, each over the one before."""


def beyond(shapes: Iterable[etree._Element]) -> Iterator[str]:
    """Give the names of what stands outside of the slide."""
    for each in shapes:
        frame = frame_of(each)
        if max(-frame.x, -frame.y, frame.x + frame.width - WIDTH, frame.bottom - HEIGHT) > SLACK:
            yield name_of(each)


def meeting(shapes: Iterable[etree._Element]) -> Iterator[tuple[str, str]]:
    """Give the names of each two of words, pictures, tables and charts of which one lies over the other.

    Forms without words are left out: bands, bars and lights stand behind words.
    """
    seen = [each for each in shapes if each.tag != named("p:sp") or words_of(each).strip() or _is_held(each)]
    for one, other in combinations(seen, 2):
        a, b = frame_of(one), frame_of(other)
        wide = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
        high = min(a.bottom, b.bottom) - max(a.y, b.y)
        kinds = {name_of(each).partition(", step")[0] for each in (one, other)}
        if min(wide, high) > SLACK and not (len(kinds) == 1 and kinds <= LAYERS):
            yield name_of(one), name_of(other)


@pytest.mark.parametrize("formulas", [True, False], ids=["with formulas", "with words in their place"])
@pytest.mark.parametrize("name", DECKS)
def test_all_has_its_place(name: str, *, formulas: bool) -> None:
    """Nothing stands outside of its slide, and no words, picture, table or chart lies over another."""
    file = sample(name).file
    slides = {path: list(file.shapes(path, known=formulas)) for path in file.slides}

    assert all(slides.values())
    assert [] == [(path, each) for path, shapes in slides.items() for each in beyond(shapes)]
    assert [] == [(path, each) for path, shapes in slides.items() for each in meeting(shapes)]


@pytest.mark.parametrize("name", DECKS)
def test_layouts(name: str) -> None:
    """So it is in the layouts, where a new slide gets its placeholders from."""
    file = sample(name).file
    layouts = [path for path in file.parts if path.startswith("ppt/slideLayouts/slideLayout")]
    held = {path: [each for each in file.shapes(path) if _is_held(each)] for path in layouts}

    assert all(held.values())
    assert [] == [(path, each) for path, shapes in held.items() for each in beyond(shapes)]
    assert [] == [(path, each) for path, shapes in held.items() for each in meeting(shapes)]


def _is_held(shape: etree._Element) -> bool:
    return next(shape.iter(named("p:ph")), None) is not None


def _box(name: str, words: str, *sides: float) -> etree._Element:
    about = element("p:nvSpPr", None, element("p:cNvPr", {"id": 2, "name": f"{name} 2"}))
    x, y, wide, high = map(emu, sides)
    place = element("a:xfrm", None, element("a:off", {"x": x, "y": y}), element("a:ext", {"cx": wide, "cy": high}))
    body = element("p:txBody", None, element("a:p", None, element("a:r", None, worded("a:t", words))))
    return element("p:sp", None, about, element("p:spPr", None, place), body)


def test_what_is_not_in_its_place() -> None:
    """These tests find a box beyond an edge, and words over words, but not words upon a band."""
    title, text = _box("Title", "A", 80, 40, 400, 60), _box("Text", "B", 80, 90, 400, 60)
    band, edge = _box("Band", "", 0, 0, 1280, 56), _box("Edge", "C", 80, 690, 400, 60)

    assert ["Edge"] == list(beyond((title, text, band, edge)))
    assert [("Title", "Text")] == list(meeting((title, text, band, edge)))
