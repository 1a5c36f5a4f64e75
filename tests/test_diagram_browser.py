"""Diagrams as people see them: their size, colors and steps on stage, on a phone and in print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from watched import READY

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from conftest import TinyProject
    from watched import Watched

pytestmark = pytest.mark.browser

SHOWN = """id => [...document.querySelectorAll(`[id="${id}"] .diagram svg`)]
  .filter(each => each.checkVisibility()).map(each => each.classList[1])"""
"""Which of the drawings of a slide are shown."""
TEXT_SIZE = """id => {
  const svg = document.querySelector(`[id="${id}"] .diagram svg`);
  const scale = svg.getScreenCTM().a / Reveal.getScale();
  const sizes = [...svg.querySelectorAll("text")].map(each => parseFloat(getComputedStyle(each).fontSize));
  return Math.min(...sizes) * scale;
}"""
"""Pixels of the smallest words of a slide's diagram, on a slide of 1280 px."""
CONTRASTS = """id => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = color => {
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(each => each / 255)
      .map(each => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const slide = document.querySelector(`[id="${id}"]`);
  return [...slide.querySelectorAll(".diagram svg.wide .pele-node, .diagram svg.wide .pele-cluster")].map(each => {
    const words = light(getComputedStyle(each.querySelector("text")).fill);
    const ground = light(getComputedStyle(each.querySelector("rect")).fill);
    return (Math.max(words, ground) + 0.05) / (Math.min(words, ground) + 0.05);
  });
}"""
"""Contrast between words and box of each part of a slide's diagram."""
LABELS = """id => {
  const found = [];
  for (const each of document.querySelectorAll(`[id="${id}"] .diagram svg.wide .pele-node`)) {
    const [words, box] = ["text", "rect"].map(name => each.querySelector(name).getBoundingClientRect());
    if (words.left < box.left || words.right > box.right) found.push(each.textContent);
  }
  return found;
}"""
"""Words that stand out of their boxes."""
SLIDES = ("rlhf-overview", "three-steps", "sft", "reward-model-ranking", "ppo-training")
"""The slides of the flagship that have a diagram."""


def test_words_fit_and_can_be_read(deck: Watched) -> None:
    """The words of each diagram are at least 20 px high on the slide, and stay within their boxes."""
    for name in SLIDES:
        deck.page.evaluate("id => { location.hash = `#/${id}`; }", name)
        deck.page.wait_for_function("id => Reveal.getCurrentSlide().id === id", arg=name)

        assert 20 <= deck.page.evaluate(TEXT_SIZE, name), name
        assert [] == deck.page.evaluate(LABELS, name)
        assert ["wide"] == deck.page.evaluate(SHOWN, name)
    assert ([], []) == (deck.complaints, deck.foreign)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(browser: Browser, address: str, scheme: str) -> None:
    """What is lit and what is dimmed can be read, in light and dark."""
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/deck/index.html")
    page.wait_for_function(READY)
    contrasts = [contrast for name in SLIDES for contrast in page.evaluate(CONTRASTS, name)]
    context.close()

    assert 27 == len(contrasts)
    assert 4.5 <= min(contrasts)


def test_steps(browser: Browser, address: str) -> None:
    """Each press brings the next stage, and print shows them all."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(f"{address}/deck/index.html#/three-steps")
    page.wait_for_function(READY)
    titles = page.locator("#three-steps svg.wide .pele-cluster-label")
    seen = []
    for _ in range(3):
        page.wait_for_timeout(300)
        seen.append(sorted(each.text_content() or "" for each in titles.all() if each.is_visible()))
        page.keyboard.press("ArrowRight")
    page.goto(f"{address}/deck/index.html?print-pdf#/three-steps")
    page.emulate_media(media="print")
    printed = [each.is_visible() for each in titles.all()]
    context.close()

    stages = ["Step 1: SFT", "Step 2: RM", "Step 3: PPO"]
    assert [stages[:1], stages[:2], stages] == seen
    assert [True] * 3 == printed


def test_phone(browser: Browser, address: str) -> None:
    """On a phone the narrow drawing is shown, no wider than the screen, with all its steps."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/deck/index.html")
    page.wait_for_timeout(500)
    shown = [page.evaluate(SHOWN, name) for name in SLIDES]
    parts = page.locator("#three-steps svg.narrow .pele-node")
    visible = [each.is_visible() for each in parts.all()]
    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert [["narrow"]] * 5 == shown
    assert [True] * 6 == visible
    assert 390 >= width


def test_open_arrowheads(browser: Browser, project: TinyProject) -> None:
    """An arrowhead that is only an outline, as of an inheritance, can be seen."""
    fence = '```mermaid {alt="A kind of block"}\nclassDiagram\n  Block <|-- Figure\n```'
    project.write("talk.md", f"---\ntitle: A\n---\n\n## A {{#a}}\n\n{fence}\n\n::: notes\nWords.\n:::\n")
    done = project.run("build", "talk.md")
    page = browser.new_page()
    page.goto(f"{(project.root / 'site').as_uri()}/deck/index.html")
    page.wait_for_function(READY)
    width = page.evaluate("getComputedStyle(document.querySelector('.pele-marker:not([stroke=none])')).strokeWidth")
    page.close()

    assert 0 == done.returncode, done.stderr
    assert "2px" == width
