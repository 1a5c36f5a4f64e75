"""The evidence in a browser: the panel over a slide, by keys, mouse and finger, the lines on paper, the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from evidenced import evidenced
from measured import load, pale, said
from test_accessible import violations
from watched import READY, Watched, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of a deck that cites in every way."""
    root = tmp_path_factory.mktemp("evidenced")
    done = evidenced(root).run("build")
    assert 0 == done.returncode, done.stderr
    return root / "site"


@pytest.fixture(params=["http", "file"])
def talk(request: pytest.FixtureRequest, browser: Browser, built: Path) -> Iterator[Watched]:
    """Give that deck on stage, over HTTP and from a file."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    with served(built) as address:
        home = address if request.param == "http" else built.as_uri()
        watched = Watched(context.new_page(), home)
        watched.page.goto(f"{home}/deck/index.html#/all")
        watched.page.wait_for_function(READY)
        yield watched
        context.close()


def panel(page: Page) -> Locator:
    """Give the evidence that is open."""
    return page.locator("dialog.proof[open]")


def marks(page: Page) -> list[str]:
    """Give the marks of the quotes that the panel shows."""
    return panel(page).locator("li b").all_inner_texts()


def test_by_keys(talk: Watched) -> None:
    """`e` opens the evidence and closes it, as Escape does; no key turns a slide or leaves the panel meanwhile."""
    page = talk.page
    page.keyboard.press("e")
    assert "Evidence of slide 1" == panel(page).get_by_role("heading").inner_text()
    assert ["p. 3", "p. 4", "p. 1", "p. 5", "p. 6", "p. 9", "p. 12"] == marks(page)
    for key in ("ArrowRight", "End", "o", "s", "/", "?", "b"):
        page.keyboard.press(key)
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("!document.activeElement.closest('.reveal, .tools')")
    assert ("all", "all") == (page.evaluate("Reveal.getCurrentSlide().id"), page.evaluate("evidence.shown()"))
    page.keyboard.press("Escape")
    assert not page.evaluate("Reveal.isOverview() || document.querySelector('dialog[open]') || evidence.shown()")
    page.keyboard.press("E")
    page.keyboard.press("e")

    assert 0 == panel(page).count()
    assert ([], []) == (talk.complaints, talk.foreign)


def test_what_it_says(talk: Watched) -> None:
    """Words of the source stand in quotation marks, others beside the source's; all say how they were found."""
    page = talk.page
    page.keyboard.press("e")
    entries = panel(page).locator("li")
    said = [" ".join(entries.nth(index).inner_text().split()) for index in range(7)]
    mark = "(each, which) => getComputedStyle(each.firstElementChild, which).content"
    opened = panel(page).locator("blockquote").evaluate_all(f"all => all.map(each => ({mark})(each, '::before'))")

    assert "p. 3 Section 1 verbatim found on p. 3, exact Words of the paper. Doe 2020 On the evidence page" == said[0]
    assert "p. 4 elided found on p. 4, exact, across what parts the page" in said[1]
    assert (
        "found on p. 1, exact imprecise It was said otherwise. Doe 2020 It was said in this way. Not quite." in said[2]
    )
    assert "found on p. 5, cell by cell GPT-3 PPO DROP 27.53 13.08 SQuAD 64.30 43.68" in said[3]
    assert "equation written anew, its place checked on p. 6" in said[4]
    assert 1 == entries.nth(4).locator(".katex-display").count()
    assert "p. 9 verbatim not verified Nobody" in said[5]
    assert "p. 12 cited as a whole Doe 2020 On the evidence page" == said[6]
    # verbatim, elided, in other words, the source's, the formula, verbatim
    quoted = ["open-quote", "open-quote", "none", "open-quote", "none", "open-quote"]
    assert quoted == opened
    assert ([], []) == (talk.complaints, talk.foreign)


def test_by_mouse(talk: Watched) -> None:
    """A click on a mark opens the evidence at its quote, and closing it gives the focus back to the mark."""
    page = talk.page
    mark = page.locator("#all .cite").nth(3)
    mark.click()
    assert ["p. 5"] == panel(page).locator("li.asked b").all_inner_texts()
    assert panel(page).locator("li.asked").evaluate("each => each === document.activeElement")
    page.keyboard.press("Escape")
    assert mark.evaluate("each => each === document.activeElement")
    page.mouse.move(600, 300)
    page.mouse.move(640, 320)
    page.get_by_role("button", name="Evidence of this slide").click()
    assert 0 == panel(page).locator("li.asked").count()
    page.mouse.click(5, 5)
    assert 0 == panel(page).count()
    page.locator("#all .cite").first.click()
    panel(page).locator("li.asked a").click()

    page.wait_for_url("**/evidence.html#exactly")
    assert ([], []) == (talk.complaints, talk.foreign)


def test_a_mark_stays_a_link(talk: Watched) -> None:
    """With Ctrl held down a mark opens the evidence page in a window of its own."""
    page = talk.page
    with page.context.expect_page() as opening:
        page.locator("#all .cite").first.click(modifiers=["Control"])

    opening.value.wait_for_url("**/evidence.html#exactly")
    assert 0 == panel(page).count()


def test_what_is_still_to_come(talk: Watched) -> None:
    """The evidence of a step that was not taken yet is not told."""
    page = talk.page
    page.evaluate("location.hash = '#/steps'")
    page.wait_for_function("() => Reveal.getCurrentSlide().id === 'steps'")
    page.keyboard.press("e")
    before = marks(page)
    page.keyboard.press("e")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("e")

    assert (["p. 3"], ["p. 3", "p. 4"]) == (before, marks(page))


def test_nothing_cited(talk: Watched) -> None:
    """Where nothing is cited the panel says so, and leads to all evidence."""
    page = talk.page
    page.evaluate("location.hash = '#/nothing'")
    page.wait_for_function("() => Reveal.getCurrentSlide().id === 'nothing'")
    page.keyboard.press("e")

    assert panel(page).get_by_text("Nothing is cited here.").is_visible()
    panel(page).get_by_role("link", name="All evidence").click()
    page.wait_for_url("**/evidence.html")


def test_turning_the_slide_closes_it(talk: Watched) -> None:
    """When the presenter turns the slide, its evidence does not stay over the next one."""
    page = talk.page
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    window = popup.value
    window.locator('[data-slide="this"] .slide').wait_for()
    assert 0 == window.locator(".evidence").count()
    page.keyboard.press("e")
    assert 1 == panel(page).count()
    window.keyboard.press("ArrowRight")
    page.wait_for_function("() => Reveal.getCurrentSlide().id === 'steps'")

    panel(page).wait_for(state="detached")
    assert ([], []) == (talk.complaints, talk.foreign)


def test_in_the_overview(talk: Watched) -> None:
    """In the overview a click on a mark picks its slide, and `e` opens the evidence of the one that is picked."""
    page = talk.page
    page.keyboard.press("o")
    box = page.locator("#steps .cite").first.bounding_box()
    assert box
    page.keyboard.press("e")
    assert "all" == page.evaluate("evidence.shown()")
    page.keyboard.press("Escape")
    page.mouse.click(box["x"] + 2, box["y"] + 2)

    assert 0 == panel(page).count()
    assert "steps" == page.evaluate("Reveal.getCurrentSlide().id")


def test_on_a_phone(browser: Browser, built: Path) -> None:
    """A tap on a mark opens the evidence as wide as a phone, and the button that of the slide in sight."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    watched = Watched(context.new_page(), built.as_uri())
    page = watched.page
    page.goto(f"{built.as_uri()}/deck/index.html")
    page.locator("#all .cite").nth(2).tap()
    assert ["p. 1"] == panel(page).locator("li.asked b").all_inner_texts()
    wide = "() => Math.max(document.documentElement.scrollWidth, document.querySelector('dialog.proof').scrollWidth)"
    assert 390 >= page.evaluate(wide)
    assert [] == violations(page)
    panel(page).get_by_role("button").tap()
    page.locator("#steps").evaluate("each => each.scrollIntoView({block: 'center'})")
    page.get_by_role("button", name="Evidence of this slide").tap()

    assert "steps" == page.evaluate("evidence.shown()")
    assert [] == watched.complaints
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_for_everybody(browser: Browser, built: Path, scheme: str) -> None:
    """The panel holds to WCAG 2.2, also where it shows the quote that was asked for."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{built.as_uri()}/deck/index.html#/all")
    page.wait_for_function(READY)
    found = []
    for index in (2, 3, 5):
        page.locator("#all .cite").nth(index).click()
        found += violations(page)
        page.keyboard.press("Escape")
    context.close()

    assert [] == found


def test_on_paper(browser: Browser, built: Path, tmp_path: Path) -> None:
    """On paper each slide has a line for what it cites: mark, words, place; without a script as well."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{built.as_uri()}/deck/index.html")
    page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True, print_background=True)
    context.close()
    texts = [each.get_textpage().get_text_bounded() for each in pypdfium2.PdfDocument(tmp_path / "deck.pdf")]

    assert 4 == len(texts)
    assert "p. 3 “Words of the paper.” Section 1" in " ".join(texts[0].split())
    assert "p. 12 cited as a whole" in " ".join(texts[0].split())
    assert "p. 1 It was said otherwise. Abstract" in " ".join(texts[3].split())
    assert not any("not verified" in text or "It was said in this way" in text for text in texts)


@pytest.mark.parametrize("name", ["site", "built", "gallery", "layouts"])
def test_paper_has_room(request: pytest.FixtureRequest, browser: Browser, name: str) -> None:
    """On paper the lines of evidence stand over the foot of each slide, and nothing stands over them."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(f"{request.getfixturevalue(name).as_uri()}/deck/index.html?print-pdf")
    page.emulate_media(media="print")
    page.evaluate("document.fonts.ready.then(() => true)")
    load(page)
    heights = page.evaluate("[...document.querySelectorAll('.slide')].map(each => each.getBoundingClientRect().height)")
    found = said(page.evaluate("measured.sheets()"))
    context.close()

    assert {720} == set(heights)
    assert [] == found


def test_badge_on_the_last_slide(talk: Watched) -> None:
    """The closing slide says what all the evidence comes to, and leads to it."""
    page = talk.page
    page.keyboard.press("End")
    badge = page.locator("#end .badge")
    assert "7 quotes, 3 verbatim, checked against sha256 55555555…, 1 open" == badge.inner_text()
    badge.click()

    page.wait_for_url("**/evidence.html")
    assert ([], []) == (talk.complaints, talk.foreign)


@pytest.fixture(params=["http", "file"])
def evidence(request: pytest.FixtureRequest, browser: Browser, built: Path) -> Iterator[Watched]:
    """Give the evidence page, over HTTP and from a file."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    with served(built) as address:
        home = address if request.param == "http" else built.as_uri()
        watched = Watched(context.new_page(), home)
        watched.page.goto(f"{home}/evidence.html")
        yield watched
        context.close()


def rows(page: Page) -> list[str]:
    """Give the quotes that can be seen."""
    return page.locator(".row").evaluate_all("all => all.filter(each => each.checkVisibility()).map(each => each.id)")  # type: ignore[no-any-return]


def test_filter(evidence: Watched) -> None:
    """The quotes can be filtered; the address keeps the filter, and opens the same view again."""
    page = evidence.page
    everything = rows(page)
    page.get_by_label("Kind").select_option("verbatim")
    assert ["exactly", "nobody-looked", "in-the-notes"] == rows(page)
    page.get_by_label("Verified").select_option("unverified")
    assert ["nobody-looked"] == rows(page)
    assert "1 of 7 quotes shown" == page.get_by_role("status").last.inner_text()
    assert ["Page 9"] == page.locator(".source-page h3:visible").all_inner_texts()
    assert ["9"] == page.locator(".pages a:visible").all_inner_texts()
    assert page.url.endswith("/evidence.html?kind=verbatim&standing=unverified")
    page.reload()
    assert ["nobody-looked"] == rows(page)
    assert "unverified" == page.get_by_label("Verified").input_value()
    page.get_by_label("Kind").select_option("elided")
    assert page.get_by_text("No quote is like that.").is_visible()
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("() => !location.search")

    assert 7 == len(everything)
    assert everything == rows(page)
    assert ([], []) == (evidence.complaints, evidence.foreign)


def test_filter_by_keys(evidence: Watched) -> None:
    """The filter is reached and changed by keys alone."""
    page = evidence.page
    page.locator("select[name=section]").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("par")

    assert "kind" == page.evaluate("document.activeElement.name")
    assert ["other-words"] == rows(page)


def test_link_to_a_row(evidence: Watched) -> None:
    """Each row has a link of its own, seen when the pointer or the focus is on it; it wins over a filter."""
    page = evidence.page
    link = page.get_by_role("link", name="#numbers")
    seen = "each => getComputedStyle(each).opacity"
    assert "0" == link.evaluate(seen)
    link.focus()
    assert "1" == link.evaluate(seen)
    page.mouse.move(0, 0)
    page.goto(f"{evidence.home}/evidence.html?kind=elided&section=nowhere#numbers")
    page.wait_for_function("() => !location.search")

    assert page.url.endswith("/evidence.html#numbers")
    assert 7 == len(rows(page))
    assert page.locator("#numbers").evaluate("each => each.getBoundingClientRect().top >= 0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_for_everybody(browser: Browser, built: Path, scheme: str) -> None:
    """The evidence page, a row of it asked for and the rest filtered, holds to WCAG 2.2."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{built.as_uri()}/evidence.html?kind=paraphrase#other-words")
    page.get_by_role("status").last.wait_for(state="attached")
    found = violations(page) + pale(page)
    context.close()

    assert [] == found


def test_page_without_a_script(browser: Browser, built: Path) -> None:
    """Without a script every row is shown, and no filter that would not work."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{built.as_uri()}/evidence.html?kind=elided")
    shown = [page.locator(".row:visible").count(), page.locator(".filter:visible").count()]
    context.close()

    assert [7, 0] == shown


def test_page_on_paper(browser: Browser, site: Path, tmp_path: Path) -> None:
    """All quotes of the flagship are printed on a dozen sheets, without the filter."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.as_uri()}/evidence.html")
    page.pdf(path=tmp_path / "evidence.pdf", prefer_css_page_size=True)
    context.close()
    texts = [each.get_textpage().get_text_bounded() for each in pypdfium2.PdfDocument(tmp_path / "evidence.pdf")]

    assert 12 >= len(texts)
    assert not any("quotes shown" in text for text in texts)
