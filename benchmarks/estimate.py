"""Measure how often the estimate of `check` is right, with `check --rendered` as the judge: precision and recall.

The slides and syntheses are those of `tests/corpus.py`. A line for each threshold: of those that the estimate warns of,
how many a browser finds too full; and of those that are too full, how many the estimate warns of.

    .venv/bin/python benchmarks/estimate.py [--every 3]
"""
# ruff: noqa: INP001, T201  a script that prints

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from corpus import OTHER_SEED, OWN_STYLE, project
from instructdeck.browser.driver import run
from instructdeck.browser.session import session
from instructdeck.check.likely import SURE, SURE_PAGES
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.rendered.look import A4_HEIGHT, A4_WIDTH, Eye
from instructdeck.site.build import renderer_of, site_of
from instructdeck.templating.templates import Templates
from instructdeck.typeset.a4 import filled
from instructdeck.typeset.typeset import Typesetter
from painted import corpus

SLIDES = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15)
"""Parts of its room that a slide may lack before the estimate warns."""
PAGES = (1.0, 1.01, 1.02, 1.03, 1.05, 1.1)
"""Pages that a synthesis may take before the estimate warns."""

Judged = list[tuple[str, float, bool]]
"""Name, what the estimate says, and whether a browser finds it too full."""


def slides(every: int) -> Judged:
    """Give the slides of the corpus, but those that an owner's style sheet cuts off: no estimate knows of it."""
    found = (each for each in corpus(every, OTHER_SEED, paint=False) if each.family not in OWN_STYLE)
    return [(each.id, each.estimate, bool(each.gate)) for each in found]


def syntheses() -> Judged:
    """Give the syntheses of the corpus."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for path, text in project(OTHER_SEED).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        files, templates = Project(root), Templates.of(root)
        deck = load(files, templates.layouts, "")
        renderer = renderer_of(deck, files, templates, Typesetter(templates), ())
        site = site_of(renderer, files)

        async def look() -> list[int]:
            found = []
            async with session(site, templates.policy) as running:
                eye = Eye(running, 1, "")
                for section in deck.sections:
                    path = f"{section.id}.html"
                    async with running.opened(path) as window:
                        await eye.prepared(window)
                        await window.page.emulate_media(media="print")
                        await window.page.set_viewport_size({"width": A4_WIDTH, "height": A4_HEIGHT})
                        found.append((await eye.sheet(window, path)).pages)
            return found

        pages = run(look())
        return [(each.id, filled(each).pages, count > 1) for each, count in zip(deck.sections, pages, strict=True)]


def table(judged: Judged, thresholds: tuple[float, ...], own: float, what: str) -> None:
    """Print precision and recall for each threshold."""
    full = sum(found for _, _, found in judged)
    print(f"\n{len(judged)} {what}, {full} of them too full; `check` warns above {own:g}\n")
    print("| warns above | warnings | right | precision | recall |\n|---|---|---|---|---|")
    for threshold in sorted({*thresholds, own}):
        warned = [found for _, estimate, found in judged if estimate > threshold]
        right = sum(warned)
        precision, recall = 100 * right / max(len(warned), 1), 100 * right / max(full, 1)
        print(f"| {threshold:g} | {len(warned)} | {right} | {precision:.1f} % | {recall:.1f} % |")
    false = [name for name, estimate, found in judged if estimate > own and not found]
    missed = [name for name, estimate, found in judged if estimate <= own and found]
    print(f"\nfalse alarms: {', '.join(false) or 'none'}\n\nnot warned of: {', '.join(missed) or 'none'}")


def main() -> None:
    """Judge the estimate by the gate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="only every so many slides (default: 1)")
    options = parser.parse_args()
    table(slides(options.every), SLIDES, SURE, "slides")
    table(syntheses(), PAGES, SURE_PAGES, "syntheses")


if __name__ == "__main__":
    main()
