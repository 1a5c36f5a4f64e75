"""The deck and the site as people see them: in Chromium, over HTTP and from files, and once in Firefox."""

from __future__ import annotations

import functools
import http.server
import os
import subprocess
import threading
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]
import pytest

from conftest import TinyProject
from sample import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

OVERFLOW = """() => {
  const slide = Reveal.getCurrentSlide();
  const scale = Reveal.getScale();
  const frame = slide.getBoundingClientRect();
  const foot = slide.querySelector(".slide-foot").getBoundingClientRect();
  const found = [];
  for (const each of slide.querySelectorAll(".slide-head *, .slide-body *, .footnotes *")) {
    if (each.closest(".katex-mathml")) continue;
    const box = each.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) continue;
    const out = Math.max(box.bottom - foot.top, box.right - frame.right, frame.left - box.left, frame.top - box.top);
    if (out > 1) found.push(`${slide.id}: ${each.tagName} by ${Math.round(out / scale)} px`);
  }
  return found;
}"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the flagship, built."""
    target = tmp_path_factory.mktemp("flagship") / "site"
    done = TinyProject(ROOT).run("build", "--strict", "-o", str(target))
    assert 0 == done.returncode, done.stderr
    return target


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Give the address of the flagship over HTTP."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


class Watched:
    """A page with everything that went wrong on it."""

    def __init__(self, page: Page, home: str) -> None:
        """Listen to a page that should ask `home` alone for anything."""
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on(
            "console",
            lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        self.home = home

    @property
    def foreign(self) -> list[str]:
        """Requests to any other place."""
        return [url for url in self.requests if not url.startswith((self.home, "data:"))]


@pytest.fixture(params=["http", "file"])
def deck(request: pytest.FixtureRequest, browser: Browser, site: Path, address: str) -> Iterator[Watched]:
    """Give the deck open in Chromium at 1280x720, over HTTP and from a file."""
    home = address if request.param == "http" else site.as_uri()
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    watched = Watched(context.new_page(), home)
    watched.page.goto(f"{home}/deck/index.html")
    watched.page.wait_for_function("() => window.Reveal && Reveal.isReady()")
    yield watched
    context.close()


def test_every_slide_by_keyboard(deck: Watched) -> None:
    """The right arrow walks through all 23 slides without a complaint, a foreign request or an overflow."""
    page = deck.page
    seen = [page.evaluate("Reveal.getCurrentSlide().id")]
    overflow = page.evaluate(OVERFLOW)
    for _ in range(200):
        page.keyboard.press("ArrowRight")
        current = page.evaluate("Reveal.getCurrentSlide().id")
        if current != seen[-1]:
            seen.append(current)
            overflow += page.evaluate(OVERFLOW)
        if page.evaluate("Reveal.isLastSlide() && !Reveal.availableFragments().next"):
            break

    assert 23 == len(seen)
    assert ([], [], []) == (overflow, deck.complaints, deck.foreign)
    page.wait_for_function("id => location.hash === `#/${id}`", arg=seen[-1])


def test_links_by_slide_id(browser: Browser, address: str) -> None:
    """An address with a slide's id opens the deck on that slide."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/deck/index.html#/alignment-tax")
    page.wait_for_function("() => window.Reveal && Reveal.isReady()")

    assert "alignment-tax" == page.evaluate("Reveal.getCurrentSlide().id")
    assert "17 / 23" in page.locator("#alignment-tax .slide-foot").inner_text()
    context.close()


def test_overview_search_and_help(deck: Watched) -> None:
    """Overview, search and help open and work under the policy."""
    page = deck.page
    page.keyboard.press("o")
    assert page.evaluate("Reveal.isOverview()")
    page.keyboard.press("o")
    page.keyboard.press("?")
    assert page.locator("dialog.help").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("TruthfulQA")
    page.locator("dialog.search .hits li").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_function("() => Reveal.getCurrentSlide().id === 'truthfulness-and-hallucination'")

    assert ([], []) == (deck.complaints, deck.foreign)


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


def test_print_gives_a_page_a_slide(browser: Browser, address: str, tmp_path: Path) -> None:
    """`?print-pdf` prints 23 pages of one slide each, in order."""
    context = browser.new_context()
    watched = Watched(context.new_page(), address)
    watched.page.goto(f"{address}/deck/index.html?print-pdf")
    watched.page.wait_for_load_state("load")
    watched.page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True, print_background=True)
    context.close()

    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / "deck.pdf")]
    assert 23 == len(pages)
    assert [] == [number for number, text in enumerate(pages, 1) if f"{number} / 23" not in text]
    assert [] == watched.complaints


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


def test_both_themes(browser: Browser, address: str) -> None:
    """The deck follows the system's light or dark, and `d` switches."""
    grounds = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{address}/deck/index.html")
        page.wait_for_function("() => window.Reveal && Reveal.isReady()")
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.keyboard.press("d")
        page.wait_for_timeout(300)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()

    light, light_switched, dark, dark_switched = grounds
    assert light != dark
    assert (dark, light) == (light_switched, dark_switched)


@pytest.mark.parametrize(
    "section", ["introduction", "supervised-fine-tuning", "reward-model-and-ppo", "results", "limitations"]
)
def test_synthesis_is_one_sheet(browser: Browser, address: str, tmp_path: Path, section: str) -> None:
    """A section's page prints on exactly one A4 page."""
    context = browser.new_context()
    watched = Watched(context.new_page(), address)
    watched.page.goto(f"{address}/{section}.html")
    watched.page.pdf(path=tmp_path / "page.pdf", format="A4", prefer_css_page_size=True)
    context.close()

    assert 1 == len(pypdfium2.PdfDocument(tmp_path / "page.pdf"))
    assert ([], []) == (watched.complaints, watched.foreign)


def test_site_search_finds_a_quote(browser: Browser, address: str) -> None:
    """The search of the site finds words of a quote and leads to them."""
    context = browser.new_context()
    watched = Watched(context.new_page(), address)
    watched.page.goto(f"{address}/index.html")
    field = watched.page.get_by_role("combobox")
    field.fill("panacea")
    watched.page.get_by_role("option").first.wait_for()

    assert "panacea" in watched.page.get_by_role("listbox").inner_text()
    assert ([], []) == (watched.complaints, watched.foreign)
    context.close()


def test_every_page_loads_clean(browser: Browser, site: Path, address: str) -> None:
    """No page of the site complains or asks another host for anything, on a desk or a phone."""
    for width in (1280, 390):
        context = browser.new_context(viewport={"width": width, "height": 800})
        watched = Watched(context.new_page(), address)
        for path in sorted(site.glob("*.html")):
            watched.page.goto(f"{address}/{path.name}")
            assert width >= watched.page.evaluate("document.documentElement.scrollWidth"), path.name
        assert ([], []) == (watched.complaints, watched.foreign)
        context.close()


def test_firefox_shows_the_deck(firefox: str, site: Path, tmp_path: Path) -> None:
    """Firefox opens the deck from a file and paints it."""
    picture = tmp_path / "deck.png"
    subprocess.run(
        [
            *(firefox, "--headless", "--no-remote", "--profile", str(tmp_path)),
            *("--window-size=1280,720", "--screenshot", str(picture)),
            f"{site.as_uri()}/deck/index.html#/alignment-tax",
        ],
        check=False,
        capture_output=True,
        timeout=90,
        env=os.environ | {"HOME": str(tmp_path)},
    )

    # An empty page of this size compresses to a few kilobytes; one with a table of text does not.
    assert picture.stat().st_size > 20_000
