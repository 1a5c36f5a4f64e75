"""The deck and the site as people see them: in Chromium, over HTTP and from files, and once in Firefox."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from marionette import RIGHT, driven
from measured import OVER_THE_EDGE, complaints
from watched import READY, Watched

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from conftest import TinyProject

pytestmark = pytest.mark.browser

TEXTS = "return Reveal.getSlides().map((slide, index) => { Reveal.slide(index); return slide.innerText; })"
"""Shows each slide, and gives what can be read on it."""
PLACES = """() => {
  const slide = document.querySelector(".slides > .present");
  const parts = [...slide.querySelectorAll("h1, h2, .slide-body, .slide-foot")];
  const boxes = parts.map(each => each.getBoundingClientRect());
  const places = boxes.map(each => [each.x, each.y, each.width, each.height].map(Math.round));
  const ground = document.querySelector(".slide-background.present");
  const seen = ground.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  return [slide.id, places, getComputedStyle(ground).backgroundColor, seen];
}"""
"""The slide that is shown, where its parts stand, and its ground."""


def walk(page: Page) -> tuple[list[str], list[str]]:
    """Press the right arrow to the end; gives the ids of the slides, and what overflows with all fragments shown."""
    seen = [page.evaluate("Reveal.getCurrentSlide().id")]
    overflow = []
    for _ in range(200):
        overflow += complaints(page, OVER_THE_EDGE)
        if page.evaluate("Reveal.isLastSlide() && !Reveal.availableFragments().next"):
            break
        page.keyboard.press("ArrowRight")
        current = page.evaluate("Reveal.getCurrentSlide().id")
        seen += [current] if current != seen[-1] else []
    return seen, overflow


def test_every_slide_by_keyboard(deck: Watched) -> None:
    """The right arrow walks through all 23 slides without a complaint, a foreign request or an overflow."""
    seen, overflow = walk(deck.page)

    assert 23 == len(seen)
    assert ([], [], []) == (overflow, deck.complaints, deck.foreign)
    deck.page.wait_for_function("id => location.hash === `#/${id}`", arg=seen[-1])


def test_every_layout_by_keyboard(browser: Browser, layouts: Path) -> None:
    """Figures, stepped listings, fragments and footnotes stay within their slides, and nothing of them complains."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    watched = Watched(context.new_page(), layouts.as_uri())
    watched.page.goto(f"{layouts.as_uri()}/deck/index.html")
    watched.page.wait_for_function(READY)
    seen, overflow = walk(watched.page)
    figures = watched.page.evaluate("[...document.images].map(each => each.naturalWidth > 0)")
    context.close()

    assert 12 == len(seen)
    assert [True] == figures
    assert ([], [], []) == (overflow, watched.complaints, watched.foreign)


@pytest.mark.parametrize("name", ["alignment-tax", "17"])
def test_links(browser: Browser, address: str, name: str) -> None:
    """An address with a slide's id, or with its number, opens the deck on that slide."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/deck/index.html#/{name}")
    page.wait_for_function(READY)

    assert "alignment-tax" == page.evaluate("Reveal.getCurrentSlide().id")
    assert "17 / 23" in page.locator("#alignment-tax .slide-foot").inner_text()
    context.close()


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768), (900, 400)])
@pytest.mark.parametrize("name", ["", "#/alignment-tax"])
def test_first_slide_before_reveal(browser: Browser, site: Path, size: tuple[int, int], name: str) -> None:
    """The slide that is asked for stands in its place, on its ground, before reveal.js has started."""
    seen = []
    for blocked in ("deck.js", "nothing"):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        page = context.new_page()
        page.route(f"**/{blocked}", lambda route: route.abort())
        page.goto(f"{site.as_uri()}/deck/index.html{name}")
        assert ("nothing" == blocked) == page.evaluate("Boolean(window.Reveal && Reveal.isReady())")
        seen.append(page.evaluate(PLACES))
        context.close()

    assert seen[1] == seen[0]


def test_without_reveal(browser: Browser, site: Path) -> None:
    """Where reveal.js cannot be read, the slides stand below each other."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/reveal.js", lambda route: route.abort())
    page.goto(f"{site.as_uri()}/deck/index.html")
    tops = page.evaluate("[...document.querySelectorAll('.slide')].map(each => each.getBoundingClientRect().top)")
    height = page.evaluate("document.documentElement.scrollHeight")
    context.close()

    assert (23, sorted(set(tops))) == (len(tops), tops)
    assert tops[-1] < height


def test_zoom(browser: Browser, address: str) -> None:
    """A click with Alt, on Linux with Ctrl, zooms into the slide; Escape zooms out and opens no overview."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/deck/index.html#/alignment-tax")
    page.wait_for_function(READY)
    key = page.evaluate("/Linux/.test(navigator.platform) ? 'Control' : 'Alt'")
    page.locator("#alignment-tax h2").click(modifiers=[key])
    page.wait_for_function("() => document.body.style.transform.includes('scale(2)')")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.body.style.transform === ''")

    assert not page.evaluate("Reveal.isOverview()")
    page.keyboard.press("Escape")
    assert page.evaluate("Reveal.isOverview()")
    context.close()


def test_deck_without_slides(browser: Browser, project: TinyProject) -> None:
    """A deck that has no section yet says so, and is no blank page."""
    project.write("content/deck.yml", "title: Nothing yet\nsections: []\n")
    project.run("build")
    context = browser.new_context()
    watched = Watched(context.new_page(), project.root.as_uri())
    watched.page.goto(f"{project.root.as_uri()}/site/deck/index.html")
    watched.page.wait_for_function(READY)
    watched.page.keyboard.press("/")

    said = watched.page.locator(".slides > .slide").inner_text()
    assert ["Nothing yet", "This deck has no slides yet."] == said.split("\n\n")
    assert watched.page.locator("dialog.search").is_visible()
    assert [] == watched.complaints
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


def test_both_themes(browser: Browser, address: str) -> None:
    """The deck follows the system's light or dark, and `d` switches."""
    grounds = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{address}/deck/index.html#/2")  # the first slide is dark in both
        page.wait_for_function(READY)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.keyboard.press("d")
        page.wait_for_timeout(300)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()

    light, light_switched, dark, dark_switched = grounds
    assert light != dark
    assert (dark, light) == (light_switched, dark_switched)


def test_theme_of_the_site(browser: Browser, address: str) -> None:
    """The button of a page switches light and dark; the next page and the deck keep the choice."""
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(f"{address}/index.html")
    button = page.locator(".theme-toggle")
    pressed = [button.get_attribute("aria-pressed")]
    button.click()
    pressed.append(button.get_attribute("aria-pressed"))
    themes = []
    for path in ("index.html", "team.html", "deck/index.html"):
        page.goto(f"{address}/{path}")
        themes.append(page.evaluate("document.documentElement.dataset.theme"))
    context.close()

    assert ["false", "true"] == pressed
    assert ["dark"] * 3 == themes


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
    """Firefox opens the deck from a file, shows each slide with its text, walks by keyboard and has nothing to say."""
    with driven(firefox, tmp_path) as driver:
        driver.open(f"{site.as_uri()}/deck/index.html")
        shown = driver.run("return Reveal.getCurrentSlide().querySelector('h1').checkVisibility()")
        first = driver.run("return Reveal.getCurrentSlide().id")
        driver.press(RIGHT)
        second = driver.run("return Reveal.getCurrentSlide().id")
        texts = driver.run(TEXTS)
        complaints = driver.errors(site.as_uri())

    assert (True, "opening", "misalignment") == (shown, first, second)
    assert (23, []) == (len(texts), [text for text in texts if len(text) < 100])
    assert [] == complaints
