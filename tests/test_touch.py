"""The deck under fingers: one slide at a time on a tablet, one long page on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from watched import READY, Watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, CDPSession, Page

pytestmark = pytest.mark.browser

STEPS = 8
"""Movements of a swipe."""


class Tablet:
    """A tablet, lying, with the deck on it."""

    def __init__(self, page: Page, fingers: CDPSession) -> None:
        """Touch a page."""
        self.page = page
        self.fingers = fingers

    @property
    def slide(self) -> int:
        """The number of the slide on stage."""
        number: int = self.page.evaluate("Reveal.getIndices().h + 1")
        return number

    def swipe(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Draw a finger over the glass."""
        (x, y), (to_x, to_y) = start, end
        shifts = [(step * (to_x - x) // STEPS, step * (to_y - y) // STEPS) for step in range(STEPS + 1)]
        self._draw([[(x + by_x, y + by_y)] for by_x, by_y in shifts])

    def pinch(self, start: int, end: int) -> None:
        """Put two fingers down, some pixels to the left and right of the middle, and move them to another distance."""
        distances = [start + (end - start) * step // STEPS for step in range(STEPS + 1)]
        self._draw([[(512 - each, 384), (512 + each, 384)] for each in distances])

    def _draw(self, places: list[list[tuple[int, int]]]) -> None:
        for number, place in enumerate(places):
            points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(place)]
            kind = "touchMove" if number else "touchStart"
            self.fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        self.fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.fixture
def tablet(browser: Browser, address: str) -> Iterator[Tablet]:
    """Give a tablet that shows the first slide."""
    context = browser.new_context(viewport={"width": 1024, "height": 768}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/deck/index.html")
    page.wait_for_function(READY)
    yield Tablet(page, context.new_cdp_session(page))
    context.close()


def test_swipes(tablet: Tablet) -> None:
    """A finger to the left brings the next slide, to the right the one before; up, down and a tap bring none."""
    seen = [tablet.slide]
    for start, end in (
        ((800, 400), (300, 400)),
        ((800, 400), (300, 400)),
        ((300, 400), (800, 400)),
        ((500, 600), (500, 200)),
    ):
        tablet.swipe(start, end)
        seen.append(tablet.slide)
    tablet.page.touchscreen.tap(900, 400)

    assert [1, 2, 3, 2, 2, 2] == [*seen, tablet.slide]


def test_pinch(tablet: Tablet) -> None:
    """Two fingers zoom in; a finger then moves over the slide and turns none, until two fingers zoom out again."""
    tablet.pinch(100, 300)
    tablet.page.wait_for_function("() => visualViewport.scale > 1.5")
    tablet.swipe((800, 400), (300, 400))
    slide = tablet.slide
    tablet.pinch(400, 100)
    tablet.page.wait_for_function("() => visualViewport.scale === 1")

    assert (1, 1) == (slide, tablet.slide)


def test_phone_reads_without_zoom(browser: Browser, address: str) -> None:
    """On a phone the slides stand below each other, no wider than the screen."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, device_scale_factor=2
    )
    watched = Watched(context.new_page(), address)
    watched.page.goto(f"{address}/deck/index.html")
    watched.page.wait_for_timeout(500)

    tops = watched.page.evaluate(
        "[...document.querySelectorAll('.slides > section')].map(each => each.getBoundingClientRect().top)"
    )
    assert 390 >= watched.page.evaluate("document.documentElement.scrollWidth")
    assert (23, sorted(tops)) == (len(tops), tops)
    assert tops[0] < tops[1]
    assert [] == watched.complaints
    context.close()


def test_phone_keeps_the_address_of_a_link(browser: Browser, address: str) -> None:
    """A link to a slide keeps its address on a phone, until the reader scrolls."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/deck/index.html#/sft")
    page.wait_for_timeout(400)

    assert page.url.endswith("#/sft")
    context.close()


def test_phone_opens_a_number(browser: Browser, address: str) -> None:
    """A link with a number opens the slide of that number on a phone, too."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/deck/index.html#/17")

    at = "() => Math.abs(document.querySelector('#alignment-tax').getBoundingClientRect().top) < 2"
    page.wait_for_function(at)
    context.close()


def test_phone_follows_links(browser: Browser, address: str) -> None:
    """On a phone the marks of a slide can be tapped: reveal.js would let fingers through every slide."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}/deck/index.html#/17")
    page.locator("#alignment-tax .cite").first.tap()
    page.locator("dialog.proof .asked a").tap()

    page.wait_for_url("**/evidence.html#*")
    context.close()
