"""Pictures of slides and pages, and where two of them differ to the eye.

Another machine draws the same letters with other edges, and a word may end some pixels further left or right.
Therefore pictures are compared in cells of 8 x 4 pixels, and each cell with its surroundings in the other picture (40 x
20 pixels): what matters is how far its color lies outside of the colors there. Where the surroundings are full of
letters, a part of their contrast is forgiven; on a plain ground nothing is, so that a missing hairline counts.

Measured on the gallery: letters with another hinting, with rounded advances or drawn at twice the size make at most 11
cells different; a table's head in another grey makes 16, a title in another hue 17, a missing border 130. A block that
moves by less than 16 pixels across or 8 down is not seen, and a line that breaks at another word is.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter

from watched import READY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

LOOKS = Path(__file__).parent / "looks"
"""One small picture of each look."""
SMALLER = 2
"""A picture is kept at half of the size on the screen."""
CELL = (8 // SMALLER, 4 // SMALLER)
AROUND = 5
"""Cells, this one in the middle, whose colors are not outside."""
FORGIVEN = 0.3
STEP = 6
"""Least difference of a color from 0 to 255: a hairline in a cell makes 11."""
CELLS = 14
"""So many different cells are a different look."""
LAST_STEP = "id => Reveal.slide(Reveal.getSlides().findIndex(each => each.id === id), undefined, 1000)"
DESK = (1280, 720)
PHONE = (390, 844)


def arguments() -> list[str]:
    """Give how Chromium is started: letters without hinting stand where they stand on every machine."""
    return ["--font-render-hinting=none", *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def window(browser: Browser, size: tuple[int, int] = DESK, scheme: str = "light", scale: float = 1) -> BrowserContext:
    """Give a window without motion, in which styles may be added."""
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
        device_scale_factor=scale,
        reduced_motion="reduce",
        bypass_csp=True,
    )


def opened(context: BrowserContext, address: str) -> Page:
    """Give a page with its typefaces; a deck is on stage then."""
    page = context.new_page()
    page.goto(address)
    if "/deck/index.html" in address and "view=" not in address:
        page.wait_for_function(READY)
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


def slides(page: Page) -> Iterator[tuple[str, Image.Image]]:
    """Give the id and the picture of each slide on stage, but not of the Markdown that follows it in the gallery."""
    for name in page.evaluate("Reveal.getSlides().map(each => each.id)"):
        if not name.endswith("-markdown"):
            page.evaluate(LAST_STEP, name)
            yield name, taken(page)


def taken(page: Page) -> Image.Image:
    """Give a picture of the window at half its size, whatever the pixels of the screen."""
    image = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    size = page.viewport_size
    assert size
    return image.resize((size["width"] // SMALLER, size["height"] // SMALLER), Image.Resampling.BOX)


def cells(image: Image.Image) -> Image.Image:
    """Give a picture with one pixel for each cell."""
    return image.resize((image.width // CELL[0], image.height // CELL[1]), Image.Resampling.BOX)


def difference(expected: Image.Image, actual: Image.Image) -> int:
    """Give how many cells look different."""
    if expected.size != actual.size:
        return expected.width * expected.height
    one, other = cells(expected), cells(actual)
    red, green, blue = ImageChops.lighter(_outside(one, other), _outside(other, one)).split()
    return sum(ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()[STEP:])


def _outside(one: Image.Image, other: Image.Image) -> Image.Image:
    """Give how far each cell of one picture is outside of what the other has around it."""
    high, low = other.filter(ImageFilter.MaxFilter(AROUND)), other.filter(ImageFilter.MinFilter(AROUND))
    forgiven = ImageChops.subtract(high, low).point(lambda contrast: int(contrast * FORGIVEN))
    beyond = ImageChops.lighter(ImageChops.subtract(one, high), ImageChops.subtract(low, one))
    return ImageChops.subtract(beyond, forgiven)


def file(name: str) -> Path:
    """Give where a look is kept."""
    return LOOKS / f"{name}.webp"


def keep(name: str, image: Image.Image) -> None:
    """Write a look anew, unless it is still the same to the eye: git should not change for nothing."""
    if not file(name).is_file() or difference(kept(name), image) >= CELLS:
        LOOKS.mkdir(exist_ok=True)
        image.save(file(name), lossless=True)


def kept(name: str) -> Image.Image:
    """Give a look as it was kept."""
    return Image.open(file(name)).convert("RGB")
