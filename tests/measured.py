"""What somebody in a room would complain about, measured in the browser by the script of `check --rendered`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from instructdeck.rendered.contrast import TO_PICTURE
from instructdeck.rendered.look import script

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from playwright.sync_api import Page

OVER_THE_EDGE = ("places",)
"""Whether all has its place on the slide."""
ALL = (*OVER_THE_EDGE, "small", "pale")


def load(page: Page) -> None:
    """Load the script into a page."""
    if not page.evaluate("Boolean(globalThis.measured)"):
        page.evaluate(script())


def complaints(page: Page, kinds: Sequence[str] = ALL) -> list[str]:
    """Give what there is to complain about on the slide that is on stage."""
    load(page)
    return said(page.evaluate("kinds => kinds.flatMap(kind => measured[kind](Reveal.getCurrentSlide()))", kinds))


def pale(page: Page) -> list[str]:
    """Give the words of a page that have too little contrast, also over gradients, which axe-core leaves open."""
    load(page)
    return said(page.evaluate("measured.pale(document.body)"))


def on_phone(page: Page) -> list[str]:
    """Give what there is to complain about on all slides of the reading view."""
    load(page)
    return said(
        page.evaluate(
            "[...document.querySelectorAll('.slide')]"
            ".flatMap(each => [...measured.small(each, { least: 12, stage: false }), ...measured.collision(each)])"
        )
    )


def said(found: Iterable[Mapping[str, Any]]) -> list[str]:
    """Give complaints in words, without those that only pictures could decide."""
    names = ("side", "words", "over", "px", "size", "ratio")
    decided = [each for each in found if each["kind"] not in TO_PICTURE]
    figures = ({name: each[name] for name in names if each.get(name)} for each in decided)
    return [
        f"{each['slide']}: {each['kind'] or each['rule']} {line}" for each, line in zip(decided, figures, strict=True)
    ]
