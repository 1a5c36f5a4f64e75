"""Explorables and the parts of formulas as people use them: in Chromium, by mouse, keys and finger, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from measured import OVER_THE_EDGE, complaints
from watched import READY, Watched

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from conftest import TinyProject

pytestmark = pytest.mark.browser

RANKING = "reward-model-loss"
POLICY = "ppo-objective"


def opened(deck: Watched, slide: str) -> Page:
    """Go to a slide and open its explorable with the keyboard."""
    page = deck.page
    page.evaluate("id => { location.hash = `#/${id}`; }", slide)
    page.wait_for_function("id => Reveal.getCurrentSlide().id === id", arg=slide)
    page.locator(f"#{slide} .explore-open").focus()
    page.keyboard.press("Enter")
    page.locator("dialog.explore-panel").wait_for()
    return page


def order(page: Page) -> str:
    """Give the letters of a ranking, the best first."""
    return "".join(page.locator(".explore-order b").all_inner_texts())


def said(page: Page) -> str:
    """Give what is said about the picture to those who hear it."""
    return page.locator("dialog .explore-status").inner_text()


def test_parts_are_lit_with_their_meaning(deck: Watched) -> None:
    """Each press lights one part of the formula, wherever it occurs, and its meaning; all stay readable."""
    page = deck.page
    page.evaluate("id => { location.hash = `#/${id}`; }", POLICY)
    page.wait_for_function("id => Reveal.getCurrentSlide().id === id", arg=POLICY)
    lit = "slide => [...document.getElementById(slide).querySelectorAll('.current-fragment')].map(e => e.dataset.term)"
    seen = []
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        seen.append(page.evaluate(lit, POLICY))

    assert [["1"] * 2, ["2"] * 4, ["3"] * 2, ["4"] * 2] == seen
    assert page.locator(f"#{POLICY} .terms dd").evaluate_all("all => all.every(e => e.checkVisibility())")
    assert [] == complaints(page, OVER_THE_EDGE)
    assert ([], []) == (deck.complaints, deck.foreign)


def test_ranking_by_keys(deck: Watched) -> None:
    """The panel opens and closes by keys, its buttons move answers and keep the focus, and no slide is turned."""
    page = opened(deck, RANKING)
    assert "ABCD" == order(page)
    page.get_by_role("button", name="Move B up").focus()
    page.keyboard.press("Enter")
    assert "BACD" == order(page)
    assert "Move B down" == page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert said(page).startswith("B > A > C > D: 6 pairs, loss 0.43")
    assert said(page).endswith("after 0 steps")
    for key in ("ArrowRight", "ArrowLeft", "Home", "End", "n", "o", "b", "s", "/", " "):
        page.keyboard.press(key)
    assert RANKING == page.evaluate("Reveal.getCurrentSlide().id")
    page.keyboard.press("Escape")

    page.locator("dialog.explore-panel").wait_for(state="detached")
    assert not page.evaluate("Reveal.isOverview()")
    assert page.locator(f"#{RANKING} .explore-open").evaluate("button => button === document.activeElement")
    page.keyboard.press("x")
    assert "ABCD" == order(page)
    assert ([], []) == (deck.complaints, deck.foreign)


def test_ranking_by_dragging(deck: Watched) -> None:
    """An answer is dragged to another rank; more answers make more pairs; the fit makes every pair right again."""
    page = opened(deck, RANKING)
    for _ in range(5):
        page.get_by_role("button", name="Answers K +").click()
    assert page.get_by_role("button", name="Answers K +").is_disabled()
    first, fourth = (page.locator(".explore-order li").nth(index).bounding_box() for index in (0, 3))
    assert first
    assert fourth
    page.mouse.move(first["x"] + 20, first["y"] + 10)
    page.mouse.down()
    for part in (1, 2, 3, 4):
        page.mouse.move(first["x"] + 20, first["y"] + 10 + (fourth["y"] - first["y"]) * part / 4)
    page.mouse.up()

    assert "BCDAEFGHI" == order(page)
    assert 36 == page.locator("dialog g.right, dialog g.wrong").count()
    assert 3 == page.locator("dialog g.wrong").count()
    page.locator("dialog input[type=range]").fill("60")
    assert 0 == page.locator("dialog g.wrong").count()
    assert not page.evaluate(
        "() => [...document.querySelectorAll('dialog .explore')].some(e => e.scrollHeight > e.clientHeight + 1)"
    )
    assert ([], []) == (deck.complaints, deck.foreign)


def test_policy_by_slider(deck: Watched) -> None:
    """The slider and the buttons set the strength of the penalty; picture and words follow."""
    page = opened(deck, POLICY)
    page.get_by_role("button", name="0.02, as for InstructGPT").click()
    assert "Flattering >99 %" in said(page)
    page.locator("dialog input[type=range]").focus()
    page.keyboard.press("End")
    assert said(page).startswith("beta 10: expected reward")
    assert (page.locator("dialog svg").text_content() or "").startswith("β = 10: almost the SFT model")
    page.get_by_role("button", name="Start over").click()

    assert said(page).startswith("beta 0.5:")
    assert ([], []) == (deck.complaints, deck.foreign)


def test_words_can_be_read_from_afar(browser: Browser, address: str) -> None:
    """At 1280x720 the words of the figures are 20 pixels high, on the slide and in the panel."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    watched = Watched(context.new_page(), address)
    watched.page.goto(f"{address}/deck/index.html")
    watched.page.wait_for_function(READY)
    for slide in (RANKING, POLICY):
        page = opened(watched, slide)
        for shown in (f"#{slide} svg.shape-narrow", "dialog svg"):
            assert page.locator(shown).evaluate("svg => 20 * svg.getScreenCTM().a") > 19.5
        page.keyboard.press("Escape")
    context.close()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_playing(browser: Browser, address: str, motion: str) -> None:
    """The fit is played step by step, or at once for who wants no motion."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion=motion)  # type: ignore[arg-type]
    watched = Watched(context.new_page(), address)
    watched.page.goto(f"{address}/deck/index.html")
    watched.page.wait_for_function(READY)
    page = opened(watched, RANKING)
    slider = page.locator("dialog input[type=range]")
    slider.fill("0")
    page.get_by_role("button", name="Fit the rewards").click()
    at_once = slider.input_value()
    page.wait_for_function("() => document.querySelector('dialog input[type=range]').value === '60'")

    assert (motion == "reduce") == (at_once == "60")
    page.get_by_role("button", name="Fit the rewards").wait_for()
    assert [] == watched.complaints
    context.close()


def test_presenter_window(deck: Watched) -> None:
    """The presenter sees the parts of a formula, the one that comes next lit, and the figure as a picture."""
    page = deck.page
    page.evaluate("id => { location.hash = `#/${id}`; }", POLICY)
    page.wait_for_function("id => Reveal.getCurrentSlide().id === id", arg=POLICY)
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    window = popup.value
    now, coming = (window.locator(f'[data-slide="{name}"]') for name in ("this", "next"))
    coming.locator(".terms .current-fragment").wait_for()
    readable = "all => all.every(each => each.checkVisibility({visibilityProperty: true}))"

    assert now.locator(".term").evaluate_all(readable)
    assert 0 == now.locator(".current-fragment").count()
    assert ["1"] * 2 == coming.locator(".current-fragment").evaluate_all("all => all.map(each => each.dataset.term)")
    assert "KL 0.72" in (now.locator("svg.shape-narrow").text_content() or "")
    assert not now.locator(".explore-open").is_visible()
    assert [] == deck.complaints


def test_leaving_the_slide_closes_the_panel(deck: Watched) -> None:
    """When another window turns the slide, the panel does not stay over the next one."""
    page = opened(deck, RANKING)
    page.evaluate("Reveal.next(); Reveal.right(); Reveal.slide(0)")

    page.locator("dialog.explore-panel").wait_for(state="detached")


def test_on_a_phone(browser: Browser, address: str) -> None:
    """On a phone the controls stand below the figure, a finger drags an answer, and nothing is too wide."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    watched = Watched(context.new_page(), address)
    page = watched.page
    page.goto(f"{address}/deck/index.html#/{RANKING}")
    figure = page.locator(f"#{RANKING} .explorable")
    figure.locator(".explore-order").wait_for()
    figure.scroll_into_view_if_needed()
    list_ = figure.locator(".explore-order")
    list_.evaluate("e => e.scrollIntoView({block: 'center'})")
    boxes = [figure.locator(".explore-order li").nth(index).bounding_box() for index in (0, 2)]
    assert boxes[0]
    assert boxes[1]
    finger = context.new_cdp_session(page)
    at = {"x": boxes[0]["x"] + 30, "y": boxes[0]["y"] + 20}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    for part in (1, 2, 3):
        moved = {"x": at["x"], "y": at["y"] + (boxes[1]["y"] - boxes[0]["y"]) * part / 3}
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [moved]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("() => document.querySelector('.explore-order b').textContent === 'B'")

    assert "BCAD" == order(page)
    assert figure.locator("svg.shape-narrow").is_visible()
    assert not figure.locator("svg.shape-wide").is_visible()
    assert 390 == page.evaluate("document.documentElement.scrollWidth")
    small = figure.locator("button").evaluate_all(
        "all => all.filter(e => e.getBoundingClientRect().height < 24).length"
    )
    assert 0 == small
    assert [] == watched.complaints
    context.close()


def test_on_paper(browser: Browser, site: Path, tmp_path: Path) -> None:
    """Printed, and without a script, the figure is its first picture, and no control is left."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/deck/index.html")
    page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True, print_background=True)
    context.close()
    texts = [each.get_textpage().get_text_bounded() for each in pypdfium2.PdfDocument(tmp_path / "deck.pdf")]

    assert "6 pairs" in texts[10]
    assert "loss 0.06" in texts[10]
    assert "KL 0.72" in texts[12]
    assert not any("Try it" in text for text in texts)


def test_on_a_page(browser: Browser, project: TinyProject) -> None:
    """In a synthesis the figure is alive, wide, and without a complaint under the policy."""
    fence = '```explorable {name="ranking" alt="A ranking."}\nanswers: 5\n```\n'
    project.write("content/scales/synthesis.md", f"One patient lost weight [@three-fourths].\n\n{fence}")
    assert 0 == project.run("build").returncode
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    watched = Watched(context.new_page(), project.root.as_uri())
    page = watched.page
    page.goto(f"{project.root.as_uri()}/site/scales.html")
    page.get_by_role("button", name="Move B up").click()

    assert "BACDE" == order(page)
    assert "10 pairs" in (page.locator("figure.explorable svg:visible").first.text_content() or "")
    assert [] == watched.complaints
    assert not (project.root / "site/assets/explorables/policy.js").exists()
    context.close()
