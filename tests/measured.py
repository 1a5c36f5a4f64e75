"""What somebody in a room would complain about, measured in the browser: small, pale, cut off or hidden words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

SCRIPT = Path(__file__).with_suffix(".js")
OVER_THE_EDGE = ("overflow", "overlap", "collision")
"""Whether all has its place on the slide."""
ALL = (*OVER_THE_EDGE, "small", "pale")


def complaints(page: Page, kinds: Sequence[str] = ALL) -> list[str]:
    """Give what there is to complain about on the slide that is on stage."""
    if not page.evaluate("Boolean(globalThis.measured)"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate("kinds => kinds.flatMap(kind => measured[kind](Reveal.getCurrentSlide()))", kinds)
    return found


def pale(page: Page) -> list[str]:
    """Give the words of a page that have too little contrast, also over gradients, which axe-core leaves open."""
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate("measured.pale(document.body)")
    return found


def on_phone(page: Page) -> list[str]:
    """Give what there is to complain about on all slides of the reading view."""
    page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('.slide')]"
        ".flatMap(each => [...measured.small(each, 12), ...measured.collision(each)])"
    )
    return found
