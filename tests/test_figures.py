"""Figures in Chromium: one drawing for light, dark and paper, and hostile ones that neither run nor load anything."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image as PngImage

from instructdeck.pictures.drawing import drawing
from instructdeck.pictures.picture import judge
from instructdeck.pictures.svg import SvgError, parse, placed
from test_picture import HOSTILE, SVG, XLINK
from test_security import RAN, Trap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from conftest import TinyProject

pytestmark = pytest.mark.browser

THEMED = f"""\
<svg {SVG} {XLINK} viewBox="0 0 90 60">
  <defs><linearGradient id="g"><stop offset="0" stop-color="var(--color-accent)"/></linearGradient></defs>
  <path d="M0 0h90v60" style="stroke:var(--color-ink);fill:none"/>
  <rect width="30" height="30" fill="url(#g)"/>
  <circle class="fragment" r="9" cx="50" cy="30" fill="currentColor"/>
</svg>
"""
PAINT = """() => {
  const ink = getComputedStyle(document.querySelector(".slides section")).color;
  return [...document.querySelectorAll(".drawing")].map(each => [
    getComputedStyle(each.querySelector("path")).stroke === ink,
    getComputedStyle(each.querySelector("circle")).fill === ink,
    getComputedStyle(each.querySelector("stop")).stopColor,
    each.getBoundingClientRect().width > 0,
  ]);
}"""


@pytest.fixture
def themed(project: TinyProject) -> Path:
    """Give the deck page of a project that shows one themed figure twice."""
    project.write("content/scales/figures/a.svg", THEMED)
    project.write("content/scales/slides.md", "## A {#a}\n\n![One](figures/a.svg)\n\n![Two](figures/a.svg)\n")
    project.run("build")
    return project.root / "site/deck/index.html"


def test_colors_follow_the_theme(browser: Browser, themed: Path) -> None:
    """A themed figure has the theme's colors in light, dark and print, and no complaint of the policy."""
    accents, complaints = {}, []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme="light" if scheme == "light" else "dark")
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(themed.as_uri())
        page.wait_for_function("() => window.Reveal && Reveal.isReady()")
        for media in ("screen", "print"):
            page.emulate_media(media="print" if media == "print" else "screen")
            page.wait_for_timeout(400)
            one, two = page.evaluate(PAINT)
            assert one == two
            assert [True, True, True] == [one[0], one[1], one[3]], (scheme, media)
            accents[scheme, media] = one[2]
        context.close()

    assert accents["light", "screen"] != accents["dark", "screen"]
    assert accents["light", "print"] == accents["dark", "print"] == accents["light", "screen"]
    assert [] == complaints


OWN = f"""\
<svg {SVG} width="90" height="60"><style>@media (prefers-color-scheme: dark) {{ path {{ stroke: #fff }} }}</style>
<path d="M0 30h90" stroke="#000" stroke-width="60"/></svg>
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_is_the_same_in_both_themes(browser: Browser, project: TinyProject, scheme: str) -> None:
    """A picture stands on light paper, and one that has other colors for dark shows those for light."""
    project.write("content/scales/figures/a.svg", OWN)
    project.write("content/scales/slides.md", "## A {#a}\n\n![One](figures/a.svg)\n")
    project.run("build")
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto((project.root / "site/deck/index.html").as_uri())
    page.wait_for_function("() => window.Reveal && Reveal.isReady()")
    image = page.locator(".figure img")
    ground = image.evaluate("each => getComputedStyle(each).backgroundColor")
    painted = PngImage.open(BytesIO(image.screenshot())).convert("RGB")
    page.close()

    assert {"light": "rgba(0, 0, 0, 0)", "dark": "rgb(253, 252, 250)"}[scheme] == ground
    assert (0, 0, 0) == painted.getpixel((painted.width // 2, painted.height // 2))


def with_picture(browser: Browser, project: TinyProject) -> Page:
    """Build a deck, and open it on stage with the picture of its first slide there."""
    project.run("build")
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto((project.root / "site/deck/index.html").as_uri())
    page.wait_for_function("() => window.Reveal && Reveal.isReady()")
    page.wait_for_function("() => document.querySelector('.figure img').complete")
    return page


@pytest.mark.parametrize("size", [(900, 100), (400, 300), (100, 900)])
@pytest.mark.parametrize(
    ("layout", "width"), [("figure", ""), ("figure", '{width="40%"}'), ("content", '{width="70%"}'), ("content", "")]
)
def test_the_box_of_a_picture_is_no_larger_than_it(
    browser: Browser, project: TinyProject, size: tuple[int, int], layout: str, width: str
) -> None:
    """A picture fills its figure or the height that is left, with no empty room beside it, and its caption below it."""
    PngImage.new("RGB", size).save(project.root / "content/scales/red.png")
    slide = f'## A {{#a layout={layout}}}\n\n![One](red.png "Its caption"){width}\n'
    project.write("content/scales/slides.md", f"{slide}\nWords below it.\n")
    page = with_picture(browser, project)
    box = "part => { const { x, y, width, height } = part.getBoundingClientRect(); return [x, y, width, height]; }"
    left, top, wide, high = page.locator(".present .figure img").evaluate(box)
    _, below, _, _ = page.locator(".present .figure figcaption").evaluate(box)
    page.close()

    assert size[0] / size[1] == pytest.approx(wide / high, rel=0.02)
    assert 10 == pytest.approx(below - top - high, abs=1)
    share = {"": 1, '{width="40%"}': 0.4, '{width="70%"}': 0.7}[width]
    if layout == "figure" or width:
        assert min(abs(wide - 1120 * share), abs(top + high - 600)) < 60
    else:
        assert wide <= size[0]
    assert left >= 80


@pytest.mark.parametrize("around", ["::: fragment\n{}\n:::", "::: callout\n{}\n:::", "> {}", "- An item\n\n  {}"])
def test_a_picture_stays_on_its_slide(browser: Browser, project: TinyProject, around: str) -> None:
    """Whatever a picture stands in, it gives way until it and its caption stand above the foot of the slide."""
    PngImage.new("RGB", (1600, 1200)).save(project.root / "content/scales/red.png")
    picture = around.format('![One](red.png "Its caption")')
    project.write("content/scales/slides.md", f"## A {{#a}}\n\nWords.\n\n{picture}\n")
    page = with_picture(browser, project)
    caption, foot = (page.locator(f".present {part}").bounding_box() for part in ("figcaption", ".slide-foot"))
    picture_box = page.locator(".present .figure img").bounding_box()
    page.close()

    assert caption
    assert foot
    assert picture_box
    assert caption["y"] + caption["height"] <= foot["y"] + 1
    assert 200 < picture_box["height"] < 560
    assert 4 / 3 == pytest.approx(picture_box["width"] / picture_box["height"], rel=0.01)


def test_a_part_of_a_drawing_is_a_step(browser: Browser, themed: Path) -> None:
    """What has the class `fragment` in a drawing appears on the next press."""
    page = browser.new_page()
    page.goto(themed.as_uri())
    page.wait_for_function("() => window.Reveal && Reveal.isReady()")
    before = page.evaluate("document.querySelectorAll('circle.visible').length")
    page.keyboard.press("ArrowRight")
    after = page.evaluate("document.querySelectorAll('circle.visible').length")
    page.close()

    assert (0, 1) == (before, after)


@pytest.fixture
def trap(browser: Browser) -> Iterator[Trap]:
    """Give a browser that notes what runs and what is asked of other hosts."""
    context = browser.new_context()
    yield Trap(context)
    context.close()


def test_nothing_hostile_is_published(project: TinyProject, trap: Trap) -> None:
    """Of figures by a hostile author no page runs or loads anything, and none of them is in the site."""
    slides = ["## A {#a}\n"]
    for number, text in enumerate(HOSTILE):
        name = f"figures/{number}.svg"
        project.write(f"content/scales/{name}", text.replace("<svg ", "<svg fill='currentColor' ", 1))
        slides.append(f"![A]({name})\n")
    project.write("content/scales/slides.md", "\n".join(slides))
    project.run("build")
    trap.open(project.root / "site/deck/index.html").wait_for_timeout(300)

    assert ([], []) == (trap.ran, trap.foreign)
    assert [] == list((project.root / "site/figures").rglob("*"))


def test_a_drawing_is_safe_by_itself(trap: Trap, tmp_path: Path) -> None:
    """What the lists let through of a hostile drawing runs and loads nothing, without check and without policy."""
    parts = ["<!doctype html>"]
    for text in HOSTILE:
        # Too many elements hold the browser up, which is another matter.
        if not any("elements" in flaw.message for flaw in judge(text).flaws):
            with suppress(SvgError):
                parts.append(placed(drawing(parse(text)).labelled("A", "drawing"), f"f{len(parts)}-").html)
    page = tmp_path / "page.html"
    page.write_text("\n".join(parts), encoding="utf-8")
    trap.open(page).wait_for_timeout(300)

    assert len(parts) > 70
    assert ([], []) == (trap.ran, trap.foreign)


def test_trap_works(trap: Trap, tmp_path: Path) -> None:
    """Opened by themselves, as they are, the same files do run and load."""
    for number, text in enumerate(HOSTILE[:40]):
        file = tmp_path / f"{number}.svg"
        file.write_text(text, encoding="utf-8")
        trap.open(file)

    assert trap.ran.count(RAN) >= 5
    assert any("javascript:" in each for each in trap.ran)
    assert trap.foreign
