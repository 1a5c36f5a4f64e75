"""The pages of the site in a browser: their heads on paper, pictures of slides, the table of contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page of a browser that likes it dark and without motion."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme="dark", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def measured(part: Locator, what: str) -> float:
    """Give a measure of a part's box in the window, such as `top`."""
    found = part.evaluate("(each, what) => each.getBoundingClientRect()[what]", what)
    assert isinstance(found, int | float)
    return found


@pytest.mark.parametrize("name", ["index", "evidence", "team"])
def test_head_on_paper(page: Page, address: str, name: str) -> None:
    """On paper the dark head of a page is light and low, also in the dark theme."""
    page.goto(f"{address}/{name}.html")
    page.emulate_media(media="print")
    head = page.locator(".hero")

    colors = head.evaluate("each => [getComputedStyle(each).backgroundColor, getComputedStyle(each).color]")
    assert ["rgb(253, 252, 250)", "rgb(23, 25, 29)"] == colors
    assert measured(head, "height") < 140


def test_pictures_say_what_they_do(page: Page, address: str) -> None:
    """A picture of a slide says that it opens the slide: always to screen readers, to others when they are on it."""
    page.goto(f"{address}/results.html")
    picture = page.locator(".filmstrip .picture").first
    link = picture.get_by_role("link", name="Open this slide 14")
    words = picture.get_by_text("Open this slide")

    assert measured(words, "width") < 2
    picture.hover()
    assert measured(words, "width") > 60
    page.mouse.move(0, 0)
    assert measured(words, "width") < 2
    link.focus()
    assert measured(words, "width") > 60


def test_contents_stay_in_sight(page: Page, address: str) -> None:
    """Beside a synthesis its table of contents stays in the window, and hides no link that has the focus."""
    page.goto(f"{address}/results.html")
    contents, links = page.locator(".toc"), page.locator(".filmstrip .picture > a")
    for number in (4, 2):
        links.nth(number).focus()

        assert abs(measured(contents, "top")) < 1
        assert measured(links.nth(number), "top") > measured(contents, "bottom")
