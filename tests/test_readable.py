"""Every slide can be read from the last row: large enough, with contrast, and each part in its own place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from measured import ALL, complaints, on_phone
from watched import READY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LAST_STEP = "index => Reveal.slide(index, undefined, 1000)"
MISTAKES = [
    ("small", "content", "li:first-child { font-size: 27px }", "running"),
    ("small", "table", ".slide-foot { font-size: 17px }", "any"),
    ("small", "bars", ".chart .drawing { width: 60% !important }", "any"),
    ("pale", "content", "li { color: #909090 }", "low-contrast"),
    ("pale", "bars", ".chart .drawing text { fill: #b0b0b0 }", "low-contrast"),
    ("pale", "steps", "ol { opacity: 0.4 }", "low-contrast"),
    ("places", "content", "ul { margin-top: 400px !important }", "out"),
    ("places", "small-print", ".footnotes { translate: 0 -300px }", "out"),
    ("places", "quote", "blockquote { translate: 400px }", "out"),
    ("places", "code", "pre.code { width: 500px }", "cut"),
    ("places", "content", ".callout { translate: 0 -380px }", "overlap"),
    ("places", "columns", ".column:first-child { translate: 200px }", "overlap"),
    ("places", "slope", ".chart .drawing text { font-size: 44px }", "collision"),
    ("places", "content", "li:first-child { translate: 0 40px }", "collision"),
    ("places", "table", "h3 { margin-bottom: -90px !important }", "overlap"),
]
"""A kind of complaint, a slide of the gallery, how it is spoilt, and what is said then."""


def opened(page: Page, folder: Path) -> int:
    """Open a deck; gives how many slides it has."""
    page.goto(f"{folder.as_uri()}/deck/index.html")
    page.wait_for_function(READY)
    page.evaluate("document.fonts.ready.then(() => true)")
    total: int = page.evaluate("Reveal.getTotalSlides()")
    return total


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["site", "gallery", "layouts"])
def test_every_slide(request: pytest.FixtureRequest, browser: Browser, name: str, scheme: str) -> None:
    """Running text has 28 px of 720, all else 18; nothing is pale, cut off, or over something else."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    total = opened(page, request.getfixturevalue(name))
    found = []
    for index in range(total):
        page.evaluate(LAST_STEP, index)
        found += complaints(page, ALL)
    context.close()

    assert total
    assert [] == found


@pytest.mark.parametrize("name", ["site", "gallery"])
def test_phone(request: pytest.FixtureRequest, browser: Browser, name: str) -> None:
    """On a phone nothing is wider than the screen, nothing has less than 12 px, and no words stand over others."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{request.getfixturevalue(name).as_uri()}/deck/index.html")
    page.evaluate("document.fonts.ready.then(() => true)")
    found = on_phone(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert (390, []) == (width, found)


@pytest.fixture(scope="module")
def stage(browser: Browser, gallery: Path) -> Iterator[Page]:
    """Give the gallery on stage, where styles may be added."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    opened(page, gallery)
    yield page
    context.close()


@pytest.mark.parametrize(
    ("kind", "slide", "style", "said"), MISTAKES, ids=lambda value: value if len(value) < 9 else ""
)
def test_mistakes_are_seen(stage: Page, kind: str, slide: str, style: str, said: str) -> None:
    """A slide that was fine is complained about once it is spoilt."""
    stage.evaluate("id => Reveal.slide(Reveal.getSlides().findIndex(each => each.id === id), undefined, 1000)", slide)
    before = complaints(stage, [kind])
    added = stage.add_style_tag(content=style)
    after = complaints(stage, [kind])
    added.evaluate("each => each.remove()")

    assert [] == before
    assert any(each.startswith(f"{slide}: {said} ") for each in after), after
