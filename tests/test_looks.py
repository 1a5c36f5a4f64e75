"""The gallery, the home page and a phone look as they did: `REWRITE=1` keeps new looks, which are then looked at."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

import looks
from test_gallery import pairs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL import Image
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

DARK = ("content", "table", "bars", "code")
"""Slides of the gallery that are compared in the dark, too."""
SAMPLE = ("content", "columns", "statement", "code", "bars", "small-print")
"""Slides that are drawn in other ways."""
CHANGES = [
    ("content", ".callout { translate: 0 -24px }"),
    ("content", "ul { translate: 32px }"),
    ("content", ".callout { border: 0 !important; margin-top: 1px }"),
    ("content", ".slide { --color-accent: #6a44b3 }"),
    ("content", ".foot-progress { visibility: hidden }"),
    ("content", "li { font-size: 32px }"),
    ("columns", ".column { border-color: transparent !important }"),
    ("table", "tbody tr { border-color: transparent !important }"),
    ("table", "th { color: var(--color-ink) !important }"),
    ("bars", ".chart { --chart-quiet-1: #c3c5c8 !important }"),
    ("lines", ".chart { --chart-grid: transparent !important }"),
    ("code", "pre.code { background: none !important }"),
    ("quote", "blockquote::before { content: none !important }"),
    ("statement", ".slide p { font-weight: 400 !important }"),
]
"""What a change of the style sheets could do to a slide of the gallery."""
RASTERISERS = {
    "hinted": (["--font-render-hinting=full"], 1),
    "half hinted": (["--font-render-hinting=medium"], 1),
    "grey": (["--font-render-hinting=none", "--disable-lcd-text"], 1),
    "whole advances": (["--font-render-hinting=none", "--disable-font-subpixel-positioning"], 1),
    "fine screen": (["--font-render-hinting=none"], 2),
}


MOVED = {"whole advances": 21}
"""Cells that are no other look all the same: letters at whole pixels move words, by 20 cells on some processors."""


def launched(browser: Browser, chromium: str, arguments: list[str]) -> Browser:
    """Start another Chromium beside the one of all tests."""
    return browser.browser_type.launch(executable_path=chromium, args=arguments)


@pytest.fixture(scope="module")
def painter(browser: Browser, chromium: str) -> Iterator[Browser]:
    """Give the browser whose pictures are kept."""
    running = launched(browser, chromium, looks.arguments())
    yield running
    running.close()


@pytest.fixture(scope="module")
def stage(painter: Browser, gallery: Path) -> Iterator[Page]:
    """Give the gallery on stage."""
    context = looks.window(painter)
    yield looks.opened(context, f"{gallery.as_uri()}/deck/index.html")
    context.close()


def compared(name: str, image: Image.Image, folder: Path) -> list[str]:
    """Give what is to be said of a picture: nothing where it looks as it was kept."""
    if os.environ.get("REWRITE"):
        looks.keep(name, image)
    different = looks.difference(looks.kept(name), image) if looks.file(name).is_file() else None
    if different is not None and different < looks.CELLS:
        return []
    image.save(folder / f"{name}.png")
    return [f"{name}: {'is new' if different is None else f'{different} cells'}; see {folder / name}.png"]


def test_gallery(stage: Page, tmp_path: Path) -> None:
    """Each slide of the gallery looks as it did."""
    assert [] == [said for name, image in looks.slides(stage) for said in compared(name, image, tmp_path)]


def test_dark(painter: Browser, gallery: Path, tmp_path: Path) -> None:
    """Some slides look as they did in the dark."""
    context = looks.window(painter, scheme="dark")
    page = looks.opened(context, f"{gallery.as_uri()}/deck/index.html")
    found = []
    for name in DARK:
        page.evaluate(looks.LAST_STEP, name)
        found += compared(f"{name}-dark", looks.taken(page), tmp_path)
    context.close()

    assert [] == found


@pytest.mark.parametrize(
    ("name", "size", "address"),
    [("home", looks.DESK, "index.html"), ("phone", looks.PHONE, "deck/index.html?view=scroll#/two-column")],
)
def test_elsewhere(  # noqa: PLR0913, PLR0917  three fixtures and a row of the table
    painter: Browser, gallery: Path, tmp_path: Path, name: str, size: tuple[int, int], address: str
) -> None:
    """The top of the home page, and a slide on a phone, look as they did."""
    context = looks.window(painter, size)
    image = looks.taken(looks.opened(context, f"{gallery.as_uri()}/{address}"))
    context.close()

    assert [] == compared(name, image, tmp_path)


@pytest.mark.parametrize(("slide", "style"), CHANGES)
def test_changes_are_seen(stage: Page, slide: str, style: str) -> None:
    """A block that moved, another color or size, and a border that is gone are each a different look."""
    stage.evaluate(looks.LAST_STEP, slide)
    added = stage.add_style_tag(content=style)
    image = looks.taken(stage)
    added.evaluate("each => each.remove()")

    assert looks.CELLS <= looks.difference(looks.kept(slide), image)


@pytest.mark.parametrize("name", RASTERISERS)
def test_rasterisers_are_not(browser: Browser, chromium: str, gallery: Path, name: str) -> None:
    """The same slides drawn with other edges of their letters are the same look."""
    flags, scale = RASTERISERS[name]
    running = launched(browser, chromium, [*flags, *looks.arguments()[1:]])
    page = looks.opened(looks.window(running, scale=scale), f"{gallery.as_uri()}/deck/index.html")
    different = {}
    for slide in SAMPLE:
        page.evaluate(looks.LAST_STEP, slide)
        different[slide] = looks.difference(looks.kept(slide), looks.taken(page))
    running.close()

    assert {} == {slide: count for slide, count in different.items() if count >= MOVED.get(name, looks.CELLS)}, (
        different
    )


def test_no_look_is_left() -> None:
    """No look is kept of a slide that is gone."""
    expected = {slide.id for slide, _ in pairs()} | {f"{name}-dark" for name in DARK} | {"home", "phone"}
    if os.environ.get("REWRITE"):
        for path in looks.LOOKS.glob("*.webp"):
            path.unlink() if path.stem not in expected else None

    assert expected == {path.stem for path in looks.LOOKS.glob("*.webp")}


def test_looks_are_small() -> None:
    """All looks together have less than 400 kB, so that a clone stays quick."""
    assert 400_000 > sum(path.stat().st_size for path in looks.LOOKS.glob("*.webp"))
