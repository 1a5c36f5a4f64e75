"""No slide and no page breaks a rule of WCAG 2.2, or what axe-core recommends beyond it, in light or dark."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from instructdeck.rendered.look import AXE_OPTIONS, DESK, PHONE, script
from measured import pale
from watched import READY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from instructdeck.browser.session import Look

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "templates/vendor/axe/axe.min.js"
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    # Its own requests for stylesheets would meet the policy of the page.
    "preload": False,
    # Behind words stand lines and rings, nothing that they could not be read on.
    "checks": {"color-contrast": {"options": {"ignorePseudo": True}}},
}
IN_DARK = {**OPTIONS, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""The rules that ask for colors: all else on a page is the same in both themes."""
STAGES = {"flagship": ("opening", "rlhf-overview", "ppo-objective"), "gallery": ("title", "table", "bars", "code")}
"""Slides that are also looked at on stage, where only one is shown; all are in the reading view."""
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


@cache
def axe() -> str:
    """Give axe-core."""
    return AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Give what axe-core finds: the rule, and the part that breaks it."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(axe())
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", IN_DARK if dark else OPTIONS)
    assert found["passes"] or found["incomplete"]
    return [
        f"{page.url.rpartition('/')[2]}: {rule['id']}: {node['html'][:120]} ({node['failureSummary']})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.fixture
def desk(browser: Browser, scheme: str) -> Iterator[BrowserContext]:
    """Give a window in one of the two themes."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=scheme)  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture(params=["flagship", "gallery"])
def home(request: pytest.FixtureRequest) -> tuple[str, Path]:
    """Give the name and the folder of a site."""
    return request.param, request.getfixturevalue({"flagship": "site", "gallery": "gallery"}[request.param])


@SCHEMES
def test_all_slides(desk: BrowserContext, home: tuple[str, Path]) -> None:
    """All slides below each other, with all that comes step by step."""
    page = desk.new_page()
    page.goto(f"{home[1].as_uri()}/deck/index.html?view=scroll")

    assert [] == violations(page)


@SCHEMES
def test_slides_on_stage(desk: BrowserContext, home: tuple[str, Path]) -> None:
    """Slides on stage in their last step, and the help and the search over one."""
    page = desk.new_page()
    page.goto(f"{home[1].as_uri()}/deck/index.html")
    page.wait_for_function(READY)
    found = []
    for name in STAGES[home[0]]:
        page.evaluate(
            "id => Reveal.slide(Reveal.getSlides().indexOf(document.getElementById(id)), undefined, 1000)", name
        )
        assert name == page.evaluate("Reveal.getCurrentSlide().id")
        found += violations(page)
    for key in "?/":
        page.keyboard.press(key)
        page.locator("dialog[open]").wait_for()
        found += violations(page)
        page.keyboard.press("Escape")

    assert [] == found


@SCHEMES
def test_all_pages(desk: BrowserContext, home: tuple[str, Path]) -> None:
    """Every page of the site."""
    page = desk.new_page()
    found = []
    for path in sorted(home[1].glob("*.html")):
        page.goto(path.as_uri())
        found += violations(page) + pale(page)

    assert [] == found


@SCHEMES
def test_presenter_window(desk: BrowserContext, site: Path) -> None:
    """The presenter window, with a slide and its notes."""
    page = desk.new_page()
    page.goto(f"{site.as_uri()}/deck/index.html#/2")
    page.wait_for_function(READY)
    with page.expect_popup() as opening:
        page.keyboard.press("s")
    window = opening.value
    window.wait_for_function("() => document.querySelector('[data-show=number]').textContent === '2 / 23'")

    assert [] == violations(window)


@pytest.mark.parametrize("name", ["deck/index.html", "index.html", "results.html"])
def test_phone(browser: Browser, site: Path, name: str) -> None:
    """On a phone, where targets for fingers and tables that scroll sideways count."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{name}")

    assert [] == violations(page)
    context.close()


def test_what_is_wrong_is_found(browser: Browser, site: Path) -> None:
    """Pale words, a picture without words and a skipped heading are found: the tests above see what they look for."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.as_uri()}/results.html")
    page.evaluate(
        """() => {
      document.querySelector("main p").style.color = "#bbb";
      const deep = document.createElement("h6");
      deep.append("Too deep");
      document.querySelector("main h2").after(deep, document.createElement("img"));
    }"""
    )
    rules = {each.split(": ")[1] for each in violations(page)}
    context.close()

    assert {"color-contrast", "heading-order", "image-alt"} == rules


@SCHEMES
@pytest.mark.parametrize("name", ["reward-model-loss", "ppo-objective"])
def test_explorables(desk: BrowserContext, site: Path, name: str) -> None:
    """A slide with a part of its formula lit, and the interactive figure open over it."""
    page = desk.new_page()
    page.goto(f"{site.as_uri()}/deck/index.html#/{name}")
    page.wait_for_function(READY)
    page.keyboard.press("ArrowRight")
    page.locator(f"#{name} .terms .current-fragment").wait_for()
    found = violations(page)
    page.keyboard.press("x")
    page.locator("dialog.explore-panel").wait_for()

    assert [] == found + violations(page)


LOST = '<p>Read the <a href="#a" style="text-decoration: none">paper</a> first, it is short.</p>'
LARGE = "<button style='width: 40px; height: 40px'>"
OVER = LARGE.replace("40px'", "40px; position: absolute; left: 4px; top: 4px'")
SMALL = "<style>button { width: 12px; height: 12px; padding: 0 }</style>"


@pytest.mark.parametrize(
    "body",
    [
        "<p>Read the <a href='#a'>paper</a> first, it is short.</p>",
        LOST,
        LOST.replace("<p", "<p style='text-decoration: underline'"),
        LOST.replace("none", "none; font-weight: bold"),
        LOST.replace("none", "none; display: block"),
        LOST.replace("Read the", "").replace(" first, it is short.", ""),
        "<p style='letter-spacing: 0.05em'>wide</p>",
        "<p style='letter-spacing: 0.05em !IMPORTANT'>wide</p>",
        "<p style='line-height: 1 ! \\69mportant; color: black'>narrow</p>",
        "<p style='color: black !important'>black</p>",
        "<p><button style='width: 30px; height: 30px'>a</button></p>",
        f"{SMALL}<p><button>a</button></p>",
        f"{SMALL}<p><button>a</button><button>b</button></p>",
        f"{SMALL}<p>a<br><button>b</button><button>c</button></p>",
        f"{SMALL}<div tabindex='0' role='group' aria-label='rows'>a</div>",
        "<p><a href='#a' style='font-size: 12px'>a</a><a href='#b' style='font-size: 12px'>b</a></p>",
        "<p>As it says <a href='#a' style='font-size: 12px'>a</a><a href='#b' style='font-size: 12px'>b</a>.</p>",
        f"<p style='position: relative'>{LARGE}a</button>{OVER}b</button></p>",
    ],
)
def test_what_the_gate_passes_by(browser: Browser, body: str) -> None:
    """Where `check --rendered` does not ask for three slow rules, they would have found nothing."""
    page = browser.new_page()
    page.set_content(f"<!doctype html><html lang='en'><title>A page</title><main><h1>A page</h1>{body}</main>")
    page.evaluate(script())
    page.evaluate(axe())
    slow = ["avoid-inline-spacing", "link-in-text-block", "target-size"]
    wanted = page.evaluate("options => axe.run(document, options)", {"runOnly": slow, "preload": False})["violations"]
    found = page.evaluate("options => measured.accessible(options)", AXE_OPTIONS)

    assert sorted((rule["id"], node["html"][:120]) for rule in wanted for node in rule["nodes"]) == sorted(
        (each["kind"], each["html"]) for each in found if each["kind"] in slow
    )
    page.close()


@pytest.mark.parametrize("look", [DESK, PHONE])
def test_small_pictures_hold_no_place(browser: Browser, site: Path, look: Look) -> None:
    """Pages are looked at without the small pictures of slides; each of their parts stands where it does with them."""
    boxes = """[...document.querySelectorAll("body *")].filter(each => !each.closest(".picture .slide"))
      .map(each => { const box = each.getBoundingClientRect(); return [box.left, box.top, box.width, box.height]; })"""

    def places(*, without: bool) -> tuple[int, list[list[float]]]:
        context = browser.new_context(viewport={"width": look.width, "height": look.height}, has_touch=look.touch)
        if without:
            context.add_init_script(script())
        page = context.new_page()
        page.goto(f"{site.as_uri()}/results.html")
        page.evaluate("document.fonts.ready.then(() => true)")
        found = page.locator(".picture .slide").count(), page.evaluate(boxes)
        context.close()
        return found

    full, bare = places(without=False), places(without=True)
    assert (full[0] > 0, bare[0]) == (True, 0)
    assert full[1] == bare[1]
