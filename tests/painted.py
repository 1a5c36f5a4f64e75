"""Whether slides overflow, by the pixels that a browser paints; beside it, what the gate says of the same slides.

No box of the document is asked for and nothing of `rendered/measure/` is used. Each slide is painted dark on white, in
a window that is larger than it, in parts and with nothing cut off: what is painted beyond the slide or over its foot
stands out, what is not painted once parts may cut off is cut, and where the lines of two blocks cross, they overlap.

    python tests/painted.py [--every 12] [--no-fonts]        # prints one JSON object for each slide
"""

from __future__ import annotations

import argparse
import json
import tempfile
from base64 import b64decode
from dataclasses import asdict, dataclass, field
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from corpus import SEED, Sample, samples, write_corpus
from instructdeck.browser.driver import run
from instructdeck.browser.session import Look, session
from instructdeck.check.checks import check
from instructdeck.deck.diagnostics import Severity
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.rendered.look import Eye
from instructdeck.rendered.measures import View
from instructdeck.site.build import renderer_of, site_of
from instructdeck.templating.templates import Templates, read_asset
from instructdeck.typeset.stage import Stage
from instructdeck.typeset.typeset import Typesetter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.async_api import CDPSession

    from instructdeck.browser.session import Window
    from instructdeck.contained import Content

DECK = 150
"""Slides of one deck: a file has at most 256 KiB."""
WINDOW = Look(width=1680, height=1500)
WHITE = 235
"""What the darkest channel of a pixel has that is not painted; letters are grayer at their edges."""
SMEAR = 24
"""Pixels beside each other that are taken for one: letters become lines."""
SURE = 2
"""Pixels that are too many: one more than rounding can give."""

PAINT = """
html, body, .reveal, .reveal-viewport, .slides, .slide { background: #fff !important; color-scheme: light !important; }
.slide::before, .slide .opener { content: none !important; background: #fff !important; }
.slide, .slide :not(svg *) { color: #000 !important; box-shadow: none !important; }
.slide pre.code { background: #777 !important; }
.tools, .notice, .reveal .backgrounds { display: none !important; }
.slide * { visibility: hidden !important; }
.slide [data-paint], .slide [data-paint] * { visibility: visible !important; }
.slide.frame { background: #000 !important; }
.slide-foot.frame { background: #000 !important; visibility: visible !important; }
.whole .slide, .whole .slide :not(svg, svg *, .katex *, .unseen, .unseen *) { overflow: visible !important; }
"""
"""Dark on white, and only what is marked; KaTeX draws its roots far longer than they are, and cuts them."""

GO = """index => {
  Reveal.configure({ minScale: 1, maxScale: 1 });
  Reveal.slide(index, 0, 1000);
}"""
BEGIN = """css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}"""
MARK = """([selector, part, whole]) => {
  document.documentElement.classList.toggle("whole", whole);
  for (const each of document.querySelectorAll("[data-paint]")) delete each.dataset.paint;
  for (const each of document.querySelectorAll(".frame")) each.classList.remove("frame");
  const found = [...document.querySelectorAll(`.slide.present${selector}`)];
  for (const each of part === null ? found : found.slice(part, part + 1)) {
    if (selector.endsWith("slide-foot") || selector === "") each.classList.add("frame");
    else each.dataset.paint = "";
  }
  return found.length;
}"""
BODY = " > :is(.slide-head, .slide-body, .problem)"
BLOCKS = " > .slide-body > *"


@dataclass
class Painted:
    """How a slide looks, and what the gate says of it; lengths are its pixels."""

    id: str
    family: str
    out: dict[str, int] = field(default_factory=dict)
    """How far what is painted stands out of the room, by side; negative where there is room left."""
    cut: int = 0
    overlap: int = 0
    gate: list[tuple[str, str, float]] = field(default_factory=list)
    """Kind, side and pixels of each complaint of the gate."""
    estimate: float = 0
    """What it lacks by the estimate, as a part of its room."""

    @property
    def overflows(self) -> bool:
        """Whether anything is seen that should not be."""
        return max(*self.out.values(), self.cut, self.overlap) > SURE


def ink(png: bytes) -> Image.Image:
    """Give where anything is painted: 255, and 0 elsewhere."""
    red, green, blue = Image.open(BytesIO(png)).convert("RGB").split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    return darkest.point([255 if value < WHITE else 0 for value in range(256)])


def lines(painted: Image.Image) -> Image.Image:
    """Give the same with letters as lines."""
    size = (painted.width // SMEAR, painted.height)
    return painted.resize(size, Image.Resampling.BOX).point([255 if value else 0 for value in range(256)])


def both(one: Image.Image, other: Image.Image) -> Image.Image:
    """Give where two are painted."""
    return ImageChops.darker(one, other)


Box = tuple[int, int, int, int]


@dataclass
class Canvas:
    """A deck in a window that is larger than its slides."""

    window: Window
    chrome: CDPSession
    frame: Box = (0, 0, 0, 0)
    """Left, top, right and bottom of a slide."""

    async def begin(self) -> None:
        """Wait until the deck is there, and find a slide's frame."""
        await self.window.page.wait_for_function("() => window.Reveal && Reveal.isReady()")
        await self.window.ask(BEGIN, PAINT)
        await self.window.ask(GO, 0)
        self.frame = (await self.paint("")).getbbox() or self.frame

    async def paint(self, selector: str, part: int | None = None, *, whole: bool = True) -> Image.Image:
        """Give where some parts of the slide are painted."""
        await self.window.ask(MARK, [selector, part, whole])
        taken = await self.chrome.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
        return ink(b64decode(taken["data"]))

    async def count(self, selector: str) -> int:
        """Give how many parts there are."""
        found: int = await self.window.ask(MARK, [selector, None, True])
        return found

    async def look(self, index: int, sample: Sample) -> Painted:
        """Measure a slide."""
        await self.window.ask(GO, index)
        left, top, right, _ = self.frame
        foot = (await self.paint(" > .slide-foot")).getbbox() or self.frame
        notes = (await self.paint(" > .footnotes")).getbbox()
        body = await self.paint(BODY)
        box = body.getbbox() or self.frame
        bottoms = [box[3] - (notes[1] if notes else foot[1]), notes[3] - foot[1] if notes else -999]
        bottoms.append(foot[3] - self.frame[3])
        sides = {"bottom": max(bottoms), "right": box[2] - right, "left": left - box[0], "top": top - box[1]}
        lost = ImageChops.subtract(body, await self.paint(BODY, whole=False)).getbbox() or (0, 0, 0, 0)
        return Painted(sample.id, sample.family, sides, _least(lost), await self.overlap())

    async def overlap(self) -> int:
        """Give over how many lines of pixels two blocks are painted that should stand clear of each other."""
        found = [0]
        groups = [BLOCKS, *(f" .columns > .column:nth-child({column}) > *" for column in range(1, 5))]
        for group in groups:
            parts = [lines(await self.paint(group, part)) for part in range(await self.count(group))]
            if group is BLOCKS:
                parts.append(lines(await self.paint(" > .slide-head")))
            shared = (both(*pair).getbbox() for pair in combinations(parts, 2))
            found += [box[3] - box[1] for box in shared if box]
        return max(found)


def _least(box: Box) -> int:
    """Give how much is lost: what is cut off below is wide, and what is cut off beside is high."""
    return min(box[2] - box[0], box[3] - box[1])


async def look(
    files: Mapping[str, Content], templates: Templates, chosen: Sequence[Sample], *, paint: bool = True
) -> list[Painted]:
    """Give how the slides of a built deck look, and what the gate says of them."""
    async with session(lambda: files, templates.policy) as running:
        eye = Eye(running, len(chosen), "")
        async with eye.window() as window:
            seen = await eye.stage(window)
        assert not seen.unmeasured, seen.unmeasured
        found = [Painted(each.id, each.family) for each in chosen]
        if paint:
            async with running.opened("deck/index.html", WINDOW) as window:
                canvas = Canvas(window, await window.page.context.new_cdp_session(window.page))
                await canvas.begin()
                found = [await canvas.look(index, each) for index, each in enumerate(chosen)]
    by_id = {each.id: each for each in found}
    for each in seen.measures:
        if each.rule == "overflow" and each.view is View.STAGE:
            by_id[each.slide].gate.append((each.kind, each.side, each.px))
    return found


def painted(chosen: Sequence[Sample], *, fonts: bool = True, paint: bool = True) -> list[Painted]:
    """Build a deck of slides, and look at it."""
    with tempfile.TemporaryDirectory() as name:
        root, shipped = Path(name), Templates.of(Path(name))
        file = write_corpus(root, chosen, read_asset(shipped.path("assets/slide.css")))
        project, templates = Project(root), Templates.of(root)
        typesetter = Typesetter(templates)
        deck = load(project, templates.layouts, file.name)
        diagnostics = (*project.findings, *check(deck, typesetter))
        wrong = [each for each in diagnostics if each.rule.severity is Severity.ERROR]
        assert not wrong, wrong[:3]
        files = site_of(renderer_of(deck, project, templates, typesetter, ()), project)
        found = run(look(files if fonts else _without_fonts(files), templates, chosen, paint=paint))
        for each, seen in zip(deck.slides, found, strict=True):
            excess = Stage(each, each is deck.slides[0]).excess()
            seen.estimate = excess.share if excess else 0
        return found


def _without_fonts(files: Mapping[str, Content]) -> dict[str, Content]:
    return {path: each for path, each in files.items() if not path.endswith(".woff2")}


def corpus(every: int = 1, seed: int = SEED, *, fonts: bool = True, paint: bool = True) -> Iterator[Painted]:
    """Look at the slides of the corpus, or only at every so many of them."""
    chosen = samples(every, seed)
    decks = [chosen[start : start + DECK] for start in range(0, len(chosen), DECK)]
    for deck in decks:
        yield from painted(deck, fonts=fonts, paint=paint)


def main() -> None:
    """Print how each slide looks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="only every so many slides (default: 1)")
    parser.add_argument("--no-fonts", action="store_true", help="without the typefaces of the deck")
    options = parser.parse_args()
    for each in corpus(options.every, fonts=not options.no_fonts):
        print(json.dumps(asdict(each)), flush=True)


if __name__ == "__main__":
    main()
