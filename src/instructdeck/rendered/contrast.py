"""Judges words whose contrast only pictures tell: over pixels, or with something over them or done to them."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from itertools import groupby
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from .measures import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instructdeck.browser.session import Window

    from .measures import Measure

PICTURE = 600
"""Height of the part of a page of which one picture is taken, in CSS pixels: it and a line more fit a window."""
TO_PICTURE = ("painted", "unsure")
"""Kinds of measures that only pictures can judge: words that something is over or done to, and words over pixels."""


async def over_pictures(window: Window, found: Sequence[Measure]) -> list[Measure]:
    """Give the same with those words judged whose contrast only pictures tell."""
    judged = [each for each in found if each.kind not in TO_PICTURE]
    for kind, look in (("unsure", _over_picture), ("painted", _as_painted)):
        unsure = sorted((each for each in found if each.kind == kind), key=_beside)
        said = "picture" if kind == "unsure" else kind
        for _, group in groupby(unsure, _beside):
            words = list(group)
            pairs = zip(words, await look(window, words), strict=True)
            judged += [replace(each, kind=said, ratio=ratio) for each, ratio in pairs if ratio < each.needed]
    return judged


def _beside(each: Measure) -> tuple[str, int, int]:
    """Give what words have in common that can be seen in one picture: a slide in one of its steps, a part of a page."""
    return each.slide, each.step, int(each.window[1] // PICTURE)


async def _over_picture(window: Window, words: Sequence[Measure]) -> list[float]:
    """Give the contrast of words that stand beside each other with the picture behind them."""
    corner, [picture] = await _screenshots(window, words, ("measured.hideWords(true)",))
    asked = [{"window": each.window, "color": each.color} for each in words]
    reckon = "([png, corner, words]) => measured.overPicture(png, corner, words)"
    found: list[float] = await window.ask(reckon, [picture, corner, asked])
    return found


async def _as_painted(window: Window, words: Sequence[Measure]) -> list[float]:
    """Give the contrast with which words that stand beside each other are seen."""
    marks = json.dumps([each.mark for each in words])
    ways = ("measured.hideWords(false)", "measured.hideWords(true)", f"measured.showAlone({marks})")
    corner, pictures = await _screenshots(window, words, ways)
    asked = [{"window": each.window, "cut": each.cut} for each in words]
    reckon = "([pngs, corner, words]) => measured.asPainted(pngs, corner, words)"
    found: list[float] = await window.ask(reckon, [pictures, corner, asked])
    return found


async def _screenshots(
    window: Window, words: Sequence[Measure], ways: Sequence[str]
) -> tuple[tuple[int, int], list[str]]:
    """Give pictures of where words stand, made in several ways, as PNG in base 64, and where their corner is."""
    first = words[0]
    on_stage = first.view in (View.STAGE, View.DARK) and not first.page
    if on_stage:
        await window.ask("([id, step]) => measured.stand(id, step)", [first.slide, first.step])
    left, top = (max(floor(min(each.window[side] for each in words)), 0) for side in (0, 1))
    right, bottom = (max(each.window[side] + each.window[side + 2] for each in words) for side in (0, 1))
    # A picture of a whole page would be taken in a window of its height, in which other parts are higher, too.
    scroll = "top => { scrollTo({ top, behavior: 'instant' }); return scrollY; }"
    above = 0 if on_stage else await window.ask(scroll, top)
    clip: Any = {"x": left, "y": top - above, "width": ceil(right - left) + 1, "height": ceil(bottom - top) + 1}
    pictures = []
    for way in ways:
        await window.ask(way)
        pictures.append(base64.b64encode(await window.page.screenshot(clip=clip)).decode("ascii"))
    await window.ask("measured.showAlone([])")
    if not on_stage:
        await window.ask(scroll, 0)
    return (left, top), pictures
