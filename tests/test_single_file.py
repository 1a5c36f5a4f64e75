"""The deck as one file, from a folder of its own and without a network: it does what the deck of the site does."""

from __future__ import annotations

import re
import time
from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest

from conftest import TinyProject
from marionette import RIGHT, driven
from sample import ROOT
from test_browser import TEXTS, walk
from watched import READY, Watched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from marionette import Firefox

pytestmark = pytest.mark.browser

PATIENCE = 30
"""Seconds until a window must show what it should."""
HOSTILE = """\
---
title: 'A talk </title><script>document.title = "acted"</script>'
---

## </script><script>document.title = "acted"</script> {#one}

</style><style>body { display: none }</style> --> ]]> <!-- <![CDATA[ </template> </section> &lt; \\u003c/script\\u003e

\u202eright to left\u202c, a\u0000b, \u2028 \u2029 \ufeff, \U0001f600, e\u0301, \u05d0, \\x3C/script> \"\"'' `</script>`

```js
</script><img src=x onerror="document.title = 'acted'"> ${0} <!--
```

$a < b$ and $\\text{</style>}$

[out](https://example.org/?a=</script>&b=%3C/style%3E "</style>")

::: notes
</script></template> --> <script>document.title = "acted"</script>
:::
"""
"""Text that would end a script, a style sheet, a template or a comment if it stood in a page as it is."""
LIVES = "() => document.querySelector('.explore-panel[open] svg')"


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the flagship as one file, with nothing beside it."""
    target = tmp_path_factory.mktemp("alone") / "talk.html"
    done = TinyProject(ROOT).run("export", "html", "-o", str(target))
    assert 0 == done.returncode, done.stderr
    return target


@pytest.fixture
def talk(browser: Browser, alone: Path) -> Iterator[Watched]:
    """Give that file on stage, with the network cut; it must ask for nothing and have nothing to say."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, offline=True)
    watched = Watched(context.new_page(), alone.as_uri())
    watched.page.goto(watched.home)
    watched.page.wait_for_function(READY)
    yield watched
    context.close()
    assert ([], []) == (watched.complaints, watched.foreign)
    assert {watched.home} == {url for url in watched.requests if not url.startswith("data:")}


def opened(browser: Browser, file: Path, ending: str = "", **options: object) -> Watched:
    """Open a file in a context of its own."""
    context = browser.new_context(offline=True, **options)  # type: ignore[arg-type]  # as Playwright's own
    watched = Watched(context.new_page(), file.as_uri())
    watched.page.goto(watched.home + ending)
    watched.page.wait_for_load_state("load")
    return watched


def presenter_of(talk: Watched) -> Watched:
    """Open the presenter window, and wait until it has heard of the deck."""
    with talk.page.expect_popup() as opening:
        talk.page.keyboard.press("s")
    window = Watched(opening.value, talk.home)
    window.page.wait_for_function("() => document.querySelector('[data-show=speaker]')?.textContent === 'Student 1'")
    return window


def test_every_slide_by_keyboard(talk: Watched) -> None:
    """The right arrow walks through all 23 slides; nothing stands over an edge."""
    seen, overflow = walk(talk.page)

    assert (23, []) == (len(seen), overflow)
    assert "alignment-tax" in seen


def test_presenter_window(talk: Watched) -> None:
    """`s` opens the same file as presenter window, which has notes, moves the deck and outlives a reload of either."""
    window = presenter_of(talk)
    presenter = window.page
    presenter.keyboard.press("ArrowRight")
    talk.page.wait_for_function("() => location.hash === '#/misalignment'")
    for page in (presenter, talk.page):
        page.reload()
    presenter.wait_for_function("() => document.querySelector('[data-show=number]').textContent === '2 / 23'")
    presenter.wait_for_function("() => document.querySelector('[data-when=lost]').hidden")

    assert "Presenter: Training" in presenter.title()
    assert "Let me begin with a mismatch." in presenter.locator(".script .words").inner_text()
    assert "The Problem" in presenter.locator("[data-slide=this]").inner_text()
    assert "Defining Alignment" in presenter.locator("[data-slide=next]").inner_text()
    assert 0 == presenter.locator(".reveal, dialog").count()
    assert ([], []) == (window.complaints, window.foreign)


def test_overview_search_and_help(talk: Watched) -> None:
    """Overview, search and help do what they do on the site."""
    page = talk.page
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


def test_evidence(talk: Watched) -> None:
    """A mark opens its quotes; what would lead to a page that is not there is gone."""
    page = talk.page
    page.evaluate("Reveal.slide(2)")
    page.locator("#alignment-criteria .slide-body .cite").first.click()
    panel = page.locator("dialog.proof[open]")

    assert "Evidence of slide 3" == panel.get_by_role("heading").inner_text()
    assert 1 <= panel.locator("li.asked").count() < panel.locator("li").count()
    assert "labeler preference ratings" in panel.inner_text()
    assert "Ouyang et al. 2022" == panel.locator(".from").first.inner_text()
    assert 0 == panel.locator("a[href]").count()


def test_explorable(talk: Watched) -> None:
    """An interactive figure opens over its slide, and its picture follows its controls."""
    page = talk.page
    slides = "[...document.querySelectorAll('.slide')]"
    page.evaluate(f"Reveal.slide({slides}.findIndex(each => each.querySelector('[data-explorable]')))")
    page.keyboard.press("x")
    page.wait_for_function(LIVES)
    before = page.locator(".explore-panel svg").inner_html()
    page.locator(".explore-panel .explore-count button:enabled").click()

    assert before != page.locator(".explore-panel svg").inner_html()


def test_both_themes(browser: Browser, alone: Path) -> None:
    """The deck follows the system's light or dark, and `d` switches."""
    grounds = []
    for scheme in ("light", "dark"):
        page = opened(browser, alone, "#/2", color_scheme=scheme).page
        page.wait_for_function(READY)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.keyboard.press("d")
        page.wait_for_timeout(300)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.context.close()

    assert grounds[0] != grounds[1]
    assert grounds[:2] == grounds[:1:-1]


def test_print(browser: Browser, alone: Path, tmp_path: Path) -> None:
    """`?print-pdf` prints 23 pages of one slide each, in order."""
    watched = opened(browser, alone, "?print-pdf")
    watched.page.pdf(path=tmp_path / "deck.pdf", prefer_css_page_size=True, print_background=True)
    watched.page.context.close()

    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(tmp_path / "deck.pdf")]
    assert 23 == len(pages)
    assert [] == [number for number, text in enumerate(pages, 1) if f"{number} / 23" not in text]
    assert [] == watched.complaints


@pytest.mark.parametrize("ending", ["", "?print-pdf"])
def test_print_tells_no_path(browser: Browser, alone: Path, ending: str) -> None:
    """No link of what is printed leads to where the file lies on the machine that prints; on stage all work again."""
    watched = opened(browser, alone, ending)
    hrefs = "[...document.querySelectorAll('a[href]')].map(each => each.getAttribute('href'))"
    before = watched.page.evaluate(hrefs)
    printed = watched.page.pdf(prefer_css_page_size=True, print_background=True)
    after = watched.page.evaluate(hrefs)
    watched.page.context.close()

    with pikepdf.open(BytesIO(printed)) as document:
        links = [link for page in document.pages for link in page.get("/Annots", [])]
        actions = [str(link.A.get("/URI", "")) for link in links if "/A" in link]
    assert len(before) > 100
    assert [] == [each for each in actions if not each.startswith("https://")]
    assert before == after


def test_phone(browser: Browser, alone: Path) -> None:
    """On a phone the slides are one page to read, with figures alive on it and nothing wider than the screen."""
    watched = opened(browser, alone, viewport={"width": 390, "height": 844})
    page = watched.page
    page.wait_for_function("() => document.querySelector('.explore-controls')")

    assert not page.evaluate("document.documentElement.classList.contains('live')")
    assert 390 == page.evaluate("document.documentElement.scrollWidth")
    assert ([], []) == (watched.complaints, watched.foreign)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_looks_as_on_the_site(browser: Browser, site: Path, alone: Path, scheme: str) -> None:
    """Every slide is the same picture as in the site's deck, to the last pixel."""
    pictures = []
    for address in (f"{site.as_uri()}/deck/index.html", alone.as_uri()):
        context = browser.new_context(viewport={"width": 640, "height": 360}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address)
        page.wait_for_function(READY)
        page.evaluate("Promise.all([...document.fonts].map(each => each.load())).then(() => true)")
        pictures.append(list(_pictures(page)))
        context.close()

    assert 23 == len(pictures[0])
    assert [] == [number for number, (one, other) in enumerate(zip(*pictures, strict=True), 1) if one != other]


def _pictures(page: Page) -> Iterator[bytes]:
    for number in range(page.evaluate("Reveal.getTotalSlides()")):
        page.evaluate("number => Reveal.slide(number, 0, 99)", number)
        yield page.screenshot(animations="disabled")


def test_firefox(firefox: str, alone: Path, tmp_path: Path) -> None:
    """Firefox shows each slide with its text, and the presenter window, which moves the deck; it has nothing to say."""
    with driven(firefox, tmp_path) as driver:
        driver.open(alone.as_uri())
        driver.press("s")
        deck, presenter = _windows(driver)
        driver.send("WebDriver:SwitchToWindow", handle=presenter)
        _wait(driver, "return document.querySelector('[data-show=number]').textContent", "1 / 23")
        notes = driver.run("return document.querySelector('.script .words').innerText")
        driver.press(RIGHT)
        _wait(driver, "return document.querySelector('[data-show=number]').textContent", "2 / 23")
        driver.send("WebDriver:SwitchToWindow", handle=deck)
        _wait(driver, "return Reveal.getCurrentSlide().id", "misalignment")
        texts = driver.run(TEXTS)
        errors = driver.errors(alone.as_uri())

    assert notes.startswith("Welcome")
    assert (23, []) == (len(texts), [text for text in texts if len(text) < 100])
    assert [] == errors


def _windows(driver: Firefox) -> tuple[str, str]:
    """Give the window that is shown, and the one it has opened."""
    here = driver.send("WebDriver:GetWindowHandle")["value"]
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if others := [each for each in driver.send("WebDriver:GetWindowHandles") if each != here]:
            return here, others[0]
        time.sleep(0.1)
    raise TimeoutError("no other window")


def _wait(driver: Firefox, script: str, expected: str) -> None:
    end = time.monotonic() + PATIENCE
    found = None
    while time.monotonic() < end and found != expected:
        found = driver.run(f"try {{ {script} }} catch {{ return '' }}")
        time.sleep(0.1)
    assert expected == found


def test_links_lead_somewhere(talk: Watched) -> None:
    """Without the address of a site, every link leads to a slide of the deck or to another host."""
    links = talk.page.evaluate("[...document.querySelectorAll('a[href]')].map(each => each.getAttribute('href'))")
    slides = talk.page.evaluate("[...document.querySelectorAll('.slides > .slide')].map(each => `#/${each.id}`)")

    assert len(links) > 100
    assert [] == [each for each in links if each.lstrip("?") not in slides and not each.startswith("https://")]


def test_links_to_the_site(browser: Browser, project: TinyProject) -> None:
    """With `url` in deck.yml, links to the other pages lead to where these stand."""
    project.write(
        "content/deck.yml", f"{project.root.joinpath('content/deck.yml').read_text()}url: https://example.org/t/\n"
    )
    assert 0 == project.run("export", "html", "-o", "talk.html").returncode
    watched = opened(browser, project.root / "talk.html")
    links = watched.page.evaluate("[...document.querySelectorAll('a[href]')].map(each => each.getAttribute('href'))")
    watched.page.locator(".slide-body .cite").click()

    assert {"https://example.org/t/evidence.html#three-fourths", "https://example.org/t/index.html"} < set(links)
    assert [] == [each for each in links if not each.startswith(("https://example.org/t/", "#/"))]
    assert "On the evidence page" in watched.page.locator("dialog.proof[open] .from").inner_text()
    assert ([], []) == (watched.complaints, watched.foreign)
    watched.page.context.close()


@pytest.mark.parametrize("name", ["deck", "presenter"])
def test_hostile_words_stay_words(browser: Browser, project: TinyProject, name: str) -> None:
    """Text that looks like the end of a script, a style sheet or a template is shown as the words that it is."""
    project.write("talk.md", HOSTILE)
    project.run("export", "html", "talk.md", "-o", "talk.html")
    watched = opened(browser, project.root / "talk.html", viewport={"width": 1280, "height": 720})
    watched.page.wait_for_function(READY)
    if name == "presenter":
        with watched.page.expect_popup() as opening:
            watched.page.keyboard.press("s")
        window = Watched(opening.value, watched.home)
        window.page.locator("[data-slide=this] h2").wait_for()
        text = window.page.locator("[data-slide=this]").inner_text() + window.page.locator(".words").inner_text()
        assert [] == window.complaints
    else:
        text = watched.page.locator("#one").inner_text()
        assert 'A talk </title><script>document.title = "acted"</script>' == watched.page.title()

    for each in ("</style>", "-->", "]]>", "</template>", '<script>document.title = "acted"</script>', "onerror"):
        assert each in text
    assert "acted" != watched.page.title()
    assert ([], []) == (watched.complaints, watched.foreign)
    watched.page.context.close()


@pytest.mark.parametrize(
    ("added", "refused"),
    [
        ("<script>document.title = 'acted'</script>", "script-src"),
        ("<style>body { display: none }</style>", "style-src"),
        ('<img src="https://example.org/x.png">', "img-src"),
        ('<img src="x.png">', "img-src"),
        ('<iframe src="https://example.org/"></iframe>', "default-src"),
        ('<script src="data:text/javascript,document.title=1"></script>', "script-src"),
        ('<p style="position: fixed; inset: 0">over all</p>', "style-src"),
        ("<img src=data:image/png,x onerror=\"document.title = 'acted'\">", "script-src"),
    ],
)
def test_nothing_else_runs_or_loads(browser: Browser, alone: Path, tmp_path: Path, added: str, refused: str) -> None:
    """What somebody adds to the file neither runs nor applies nor loads: the policy knows each part by its hash."""
    file = tmp_path / "changed.html"
    file.write_text(re.sub(r"<body[^>]*>", lambda body: body[0] + added, alone.read_text(encoding="utf-8"), count=1))
    watched = opened(browser, file)
    watched.page.wait_for_function(READY)

    assert "acted" != watched.page.title()
    assert "none" != watched.page.evaluate("getComputedStyle(document.body).display")
    assert watched.complaints
    assert [] == [each for each in watched.complaints if refused not in each]
    watched.page.context.close()


def test_a_part(browser: Browser, alone: Path, tmp_path: Path) -> None:
    """A part of the deck has its slides as they are in the whole, with their numbers, also for who presents."""
    file = tmp_path / "part.html"
    assert 0 == TinyProject(ROOT).run("export", "html", "--slides", "4-9", "-o", str(file)).returncode
    watched = opened(browser, file, viewport={"width": 1280, "height": 720})
    page = watched.page
    page.wait_for_function(READY)
    whole = opened(browser, alone, viewport={"width": 1280, "height": 720})
    slides = "[...document.querySelectorAll('.slides > .slide')].map(each => [each.id, each.textContent])"
    with page.expect_popup() as opening:
        page.keyboard.press("s")
    opening.value.wait_for_function("() => document.querySelector('[data-show=number]').textContent === '4 / 23'")

    assert 6 == page.evaluate("Reveal.getTotalSlides()")
    assert whole.page.evaluate(slides)[3:9] == page.evaluate(slides)
    assert [] == watched.complaints
    for each in (watched, whole):
        each.page.context.close()
