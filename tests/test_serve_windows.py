"""Windows of a served deck that come, go, come late and miss something."""

from __future__ import annotations

import queue
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from instructdeck.serve.serve import Preview
from instructdeck.serve.workshop import Workshop
from livedeck import Deck, live_deck
from previewed import previewed
from watched import READY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from conftest import TinyProject

pytestmark = pytest.mark.browser


@pytest.fixture
def deck(project: TinyProject, browser: Browser) -> Iterator[Deck]:
    """Serve a deck of five slides, and open it."""
    with live_deck(project, browser) as found:
        yield found


def test_the_server_comes_back(project: TinyProject, browser: Browser) -> None:
    """A window says that the server is gone, finds it again, and shows what was saved meanwhile."""
    context = browser.new_context()
    page = context.new_page()
    with previewed(project.root) as first:
        page.goto(f"{first.home}deck/")
        page.wait_for_function(READY)
        first.end()
    page.wait_for_function("() => document.querySelector('.live-status').textContent.includes('Waiting')")
    text = (project.root / "content/scales/slides.md").read_text(encoding="utf-8")
    project.write("content/scales/slides.md", text.replace("at once", "while nobody served it"))
    with previewed(project.root, "--port", str(first.port)):
        page.wait_for_function("() => document.body.textContent.includes('while nobody served it')")
        page.wait_for_function("() => document.querySelector('.live-status').textContent === ''")
    context.close()


@contextmanager
def slow_site(project: TinyProject, browser: Browser) -> Iterator[tuple[Page, Callable[[str, str], None], Preview]]:
    """Serve a deck whose site is made only when the test says so; gives a window, and what edits the slides."""
    slides = project.root / "content/scales/slides.md"
    with Preview(Workshop(project.root), lambda _: None, lambda _, text: text) as preview:
        home = f"http://127.0.0.1:{preview.start('127.0.0.1', [0])}/deck/"
        page = browser.new_page(base_url=home)

        def edit(before: str, after: str) -> None:
            slides.write_text(slides.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
            preview.events.get(timeout=20)
            preview.rebuild({slides})

        yield page, edit, preview
        page.close()


def complete(preview: Preview) -> None:
    """Make the site, however often something is heard of meanwhile."""
    while preview.edits:
        preview.complete()
        with suppress(queue.Empty):
            preview.events.get_nowait()


def test_a_window_that_opens_between_an_edit_and_its_site(project: TinyProject, browser: Browser) -> None:
    """It sees at once what the windows see that were there before: other words, and a slide that has come."""
    with slow_site(project, browser) as (page, edit, preview):
        edit("lost weight", "gained it\n\n## A slide that came {#came}\n\nWords.")
        page.goto("")
        page.locator("#ounce", has_text="gained it").wait_for(state="attached")
        page.locator("#came").wait_for(state="attached")
        assert preview.edits
        complete(preview)
        page.wait_for_function(
            "now => document.documentElement.dataset.served === now", arg=preview.served.site.version
        )

        ids = page.locator(".slides > .slide").evaluate_all("all => all.map(each => each.id)")
        assert ids == list(preview.published)


def test_a_window_that_missed_that_an_edit_was_taken_back(project: TinyProject, browser: Browser) -> None:
    """It shows more than the last site has, and nobody tells it so: all of it is compared with the next site."""
    turn = """() => {
      Object.defineProperty(document, "hidden", { value: !document.hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    with slow_site(project, browser) as (page, edit, preview):
        page.goto("")
        page.wait_for_function(READY)
        edit("lost weight", "gained it")
        page.locator("#ounce", has_text="gained it").wait_for(state="attached")
        page.evaluate(turn)
        edit("gained it", "lost weight")
        with page.expect_response("**/-/events"):
            page.evaluate(turn)
        page.wait_for_timeout(200)
        complete(preview)

        page.locator("#ounce", has_text="lost weight").wait_for(state="attached")


def test_two_windows(deck: Deck, browser: Browser) -> None:
    """Two browsers see the same change, each at its own place."""
    context = browser.new_context()
    other = context.new_page()
    with other.expect_response("**/-/events"):
        other.goto(f"{deck.home}deck/#/fifth")
    other.wait_for_function(READY)
    deck.edit("content/two/slides.md", "was lost", "was seen twice")
    deck.shows("was seen twice")
    deck.shows("was seen twice", other)

    assert ("first", "fifth") == (deck.place[0], other.evaluate("Reveal.getCurrentSlide().id"))
    context.close()
