"""The presenter window: what it shows of the deck, and what it tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sample import two_sections
from watched import READY, Watched

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_presenter_window(deck: Watched) -> None:
    """`s` opens a window with notes, next slide and time, whose keys move the deck, also from a file."""
    page = deck.page
    with page.expect_popup() as opening:
        page.keyboard.press("s")
    window = Watched(opening.value, deck.home)
    presenter = window.page
    presenter.wait_for_function("() => document.querySelector('[data-show=speaker]').textContent === 'Student 1'")
    presenter.keyboard.press("ArrowRight")
    page.wait_for_function("() => Reveal.getIndices().h === 1")
    presenter.wait_for_function("() => document.querySelector('[data-show=number]').textContent === '2 / 23'")

    assert "Let me begin with a mismatch." in presenter.locator(".script .words").inner_text()
    assert "/ 6:00" == presenter.locator("[data-show=limit]").inner_text()
    assert "The Problem" in presenter.locator("[data-slide=this]").inner_text()
    assert "Defining Alignment" in presenter.locator("[data-slide=next]").inner_text()
    assert ([], [], []) == (window.complaints, deck.complaints, deck.foreign)


def test_sections_with_the_names_of_javascript(browser: Browser, tmp_path: Path) -> None:
    """A section may be called "constructor": its clock starts at its limit, and stops when the section is left."""
    sample = two_sections(tmp_path)
    for old, new in (("one", "constructor"), ("two", "toString")):
        (tmp_path / "content" / old).rename(tmp_path / "content" / new)
    sample.write("content/deck.yml", "title: A talk\nsections: [constructor, toString]\n")
    sample.run("build")
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{tmp_path.as_uri()}/site/deck/index.html")
    page.wait_for_function(READY)
    with page.expect_popup() as opening:
        page.keyboard.press("s")
    presenter = opening.value
    presenter.wait_for_function("() => document.querySelector('[data-show=speaker]').textContent === 'Speaker one'")

    assert "3:00" == presenter.locator("[data-show=left]").inner_text()
    for key in ("ArrowRight", "ArrowLeft"):
        presenter.keyboard.press(key)
        presenter.wait_for_timeout(300)
    spent = page.evaluate("JSON.parse(sessionStorage.getItem(`instructdeck-clock:${location.pathname}`)).spent")
    assert {"toString": True} == {name: isinstance(value, int) for name, value in spent.items()}
    assert "NaN" not in presenter.locator(".time").inner_text()
    context.close()
