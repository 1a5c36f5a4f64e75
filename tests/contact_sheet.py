"""Take pictures of every slide of a deck, and lay them out on one sheet for each set, for whoever changes the looks.

Writes `.contact-sheet/<set>.png`, and each slide by itself as `.contact-sheet/<set>/<number>.png`.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from playwright.async_api import async_playwright

from conftest import CHROMIUM
from sample import ROOT

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page

GAP = 16
"""Pixels between two pictures."""
LABEL = 26
"""Pixels over a picture for the number of its slide."""
PAPER, INK = "#808080", "#ffffff"
"""Light and dark slides are both seen on a middle grey."""
PAGES = 4
"""Pages of the browser that take pictures at the same time."""


@dataclass(frozen=True)
class Set:
    """One way to look at all slides."""

    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    view: Literal["stage", "reading", "sheets"] = "stage"
    columns: int = 5
    thumb: int = 480
    """Width of a picture on the sheet."""


SETS = {
    "light": Set(1280, 720),
    "dark": Set(1280, 720, scheme="dark"),
    "wide": Set(1920, 1080),
    "wide-dark": Set(1920, 1080, scheme="dark"),
    "phone": Set(390, 844, view="reading", columns=12, thumb=234),
    "phone-dark": Set(390, 844, scheme="dark", view="reading", columns=12, thumb=234),
    "print": Set(1280, 720, view="sheets"),
}


async def pictures(browser: Browser, chosen: Set, address: str) -> list[Image.Image]:
    """Give a picture of each slide, in order."""
    context = await browser.new_context(
        viewport={"width": chosen.width, "height": chosen.height},
        color_scheme=chosen.scheme,
        has_touch=chosen.view == "reading",
    )
    take = {"stage": _on_stage, "reading": _in_reading, "sheets": _on_sheets}[chosen.view]
    taken = await take(context, address)
    await context.close()
    return taken


async def _on_stage(context: BrowserContext, address: str) -> list[Image.Image]:
    pages = [await context.new_page() for _ in range(PAGES)]
    await asyncio.gather(*(_opened(page, address) for page in pages))
    total = await pages[0].evaluate("Reveal.getTotalSlides()")
    taken: dict[int, Image.Image] = {}

    async def work(page: Page, first: int) -> None:
        for index in range(first, total, PAGES):
            # The last state of a slide: every fragment is shown.
            await page.evaluate("index => Reveal.slide(index, 0, 1000)", index)
            taken[index] = _image(await page.screenshot(animations="disabled"))

    await asyncio.gather(*(work(page, first) for first, page in enumerate(pages)))
    return [taken[index] for index in sorted(taken)]


async def _opened(page: Page, address: str) -> None:
    await page.goto(address)
    await page.wait_for_function("() => window.Reveal && Reveal.isReady()")
    await page.evaluate("() => document.fonts.ready.then(() => true)")


async def _in_reading(context: BrowserContext, address: str) -> list[Image.Image]:
    page = await context.new_page()
    await page.goto(address)
    await page.evaluate("() => document.fonts.ready.then(() => true)")
    # The buttons float over whatever part of a slide is on the screen.
    await page.evaluate("document.querySelector('.tools').hidden = true")
    return [_image(await slide.screenshot()) for slide in await page.locator(".slides > .slide").all()]


async def _on_sheets(context: BrowserContext, address: str) -> list[Image.Image]:
    page = await context.new_page()
    await page.goto(f"{address}?print-pdf")
    printed = pypdfium2.PdfDocument(await page.pdf(prefer_css_page_size=True, print_background=True))
    return [sheet.render(scale=1280 / sheet.get_width()).to_pil() for sheet in printed]


def _image(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def sheet(taken: list[Image.Image], chosen: Set) -> Image.Image:
    """Give one picture with all of them in rows, each under its number."""
    small = [each.resize((chosen.thumb, round(each.height * chosen.thumb / each.width))) for each in taken]
    rows = [small[first : first + chosen.columns] for first in range(0, len(small), chosen.columns)]
    heights = [max(each.height for each in row) + LABEL + GAP for row in rows]
    paper = Image.new("RGB", (chosen.columns * (chosen.thumb + GAP) + GAP, sum(heights) + GAP), PAPER)
    draw = ImageDraw.Draw(paper)
    font = ImageFont.load_default(20)
    for number, image in enumerate(small):
        row, column = divmod(number, chosen.columns)
        left, top = GAP + column * (chosen.thumb + GAP), GAP // 2 + sum(heights[:row])
        draw.text((left, top), str(number + 1), fill=INK, font=font)
        paper.paste(image, (left, top + LABEL))
    return paper


def save(taken: list[Image.Image], name: str, folder: Path) -> Path:
    """Write the pictures of a set and its sheet; gives the sheet's file."""
    shutil.rmtree(folder / name, ignore_errors=True)
    (folder / name).mkdir(parents=True)
    for number, image in enumerate(taken, 1):
        image.save(folder / name / f"{number:02}.png", compress_level=1)
    file = folder / f"{name}.png"
    sheet(taken, SETS[name]).save(file, compress_level=1)
    return file


def built(deck: str, target: Path) -> str:
    """Build the flagship, or another deck; gives the address of its slides."""
    command = [sys.executable, "-m", "instructdeck", "build", *([deck] if deck else []), "-o", str(target)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, encoding="utf-8")
    if not (target / "deck/index.html").is_file():
        sys.exit(done.stderr)
    return f"{target.as_uri()}/deck/index.html"


async def take_all(names: list[str], address: str) -> None:
    """Take the pictures of some sets in one browser, and say where they are."""
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=arguments)
        for name in names:
            file = save(await pictures(browser, SETS[name], address), name, ROOT / ".contact-sheet")
            print(file, flush=True)
        await browser.close()


def main() -> None:
    """Build a deck and take its pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", metavar="set", help=f"some of {', '.join(SETS)} (default: all)")
    parser.add_argument("--deck", default="", help="a single-file deck (default: the flagship)")
    options = parser.parse_args()
    if unknown := [name for name in options.sets if name not in SETS]:
        parser.error(f"unknown set '{unknown[0]}'; there are {', '.join(SETS)}")
    with tempfile.TemporaryDirectory() as folder:
        address = built(options.deck, Path(folder) / "site")
        asyncio.run(take_all(options.sets or list(SETS), address))


if __name__ == "__main__":
    main()
