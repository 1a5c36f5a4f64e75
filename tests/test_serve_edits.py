"""Any edits of a served deck: each window is what a new one would be."""

from __future__ import annotations

import random
import re
import zlib
from typing import TYPE_CHECKING

import pytest

from livedeck import ONE, TWO, Deck, live_deck
from watched import READY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from conftest import TinyProject

pytestmark = pytest.mark.browser


@pytest.fixture
def deck(project: TinyProject, browser: Browser) -> Iterator[Deck]:
    """Serve a deck of five slides, and open it."""
    with live_deck(project, browser) as found:
        yield found


STATE = """() => {
  const clean = document.querySelector(".slides").cloneNode(true);
  // Which steps a slide shows that is not on stage depends on where one has been.
  for (const slide of clean.querySelectorAll(".slide:not(.present)")) {
    slide.removeAttribute("data-fragment");
    for (const each of slide.querySelectorAll(".fragment, .line")) each.classList.remove("visible", "lit");
  }
  for (const slide of clean.querySelectorAll(".slide, .step")) {
    for (const name of ["style", "data-index-h", "data-index-v"]) slide.removeAttribute(name);
  }
  for (const each of clean.querySelectorAll("[class]")) {
    each.setAttribute("class", [...each.classList].sort().join(" "));
  }
  for (const image of clean.querySelectorAll("img")) {
    image.src = image.src.split("?")[0];
    // Of a picture that has not arrived nobody knows how wide it is.
    image.removeAttribute("style");
  }
  for (const each of clean.querySelectorAll("*")) {
    const pairs = [...each.attributes].map(pair => [pair.name, pair.value]).sort();
    pairs.forEach(([name]) => each.removeAttribute(name));
    pairs.forEach(([name, value]) => each.setAttribute(name, value));
  }
  const { h, f = -1 } = Reveal.getIndices();
  return [[...clean.children].map(each => each.outerHTML), document.title, h, f];
}"""
"""All that stands on the page, scripts' additions included, and the place."""


def fresh_state(deck: Deck) -> object:
    """Give the state of a window that opens the deck now, at the same place."""
    page = deck.context.new_page()
    slide, step = deck.place
    page.goto(f"{deck.home}deck/#/{slide}")
    page.wait_for_function(READY)
    if step != -1:
        page.evaluate("step => Reveal.navigateFragment(step)", step)
    state = page.evaluate(STATE)
    page.close()
    return state


def changed(rng: random.Random, parts: list[str], number: int) -> list[str]:
    """Give the slides of a section after one random edit."""
    at = rng.randrange(len(parts))
    kind = rng.choice(["word", "word", "word", "insert", "delete", "move", "rename", "steps", "title", "table"])
    fresh = list(parts)
    if kind == "insert" or len(parts) < 2:
        fresh.insert(
            at, f"## Slide {number} {{#made-{number}}}\n\nText {number}.\n\n::: incremental\n- a\n- b{number}\n:::\n\n"
        )
    elif kind == "delete":
        del fresh[at]
    elif kind == "move":
        fresh.insert(rng.randrange(len(fresh)), fresh.pop(at))
    elif kind == "rename":
        fresh[at] = re.sub(r"\{#[\w-]+\}", f"{{#renamed-{number}}}", fresh[at], count=1)
    elif kind == "steps":
        fresh[at] += f"::: incremental\n- step {number}\n- and another\n:::\n\n"
    elif kind == "title":
        fresh[at] = re.sub(r"## .*? \{", f"## Title *{number}* {{", fresh[at], count=1)
    elif kind == "table":
        fresh[at] += f"| a | b |\n|---|---|\n| {number} | $y_{number}$ |\n\n"
    else:
        fresh[at] += f"A word {number}, **bold**.\n\n"
    return fresh


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 12))])
def test_any_edits(deck: Deck, seed: int) -> None:
    """After any edit the window is what a new window would be at the same place, but for having stayed there."""
    rng = random.Random(seed)
    texts = {"one": ONE, "two": TWO}
    for number in range(25):
        name = rng.choice(["one", "two"])
        parts = re.split(r"^(?=## )", texts[name], flags=re.MULTILINE)[1:]
        if rng.random() < 0.3:
            total = deck.page.evaluate("Reveal.getTotalSlides()")
            deck.page.evaluate("place => { Reveal.slide(place); Reveal.next(); }", rng.randrange(total))
        texts[name] = "".join(changed(rng, parts, number))
        before = deck.place
        deck.write(f"content/{name}/slides.md", texts[name])
        settled(deck, texts)
        if before[0] in deck.ids:
            assert before[0] == deck.place[0]
        assert fresh_state(deck) == deck.page.evaluate(STATE), f"edit {number}"
    assert deck.stays


def settled(deck: Deck, texts: dict[str, str]) -> None:
    """Wait until the site that is served is that of some texts, and the window has heard of it."""
    sum_of_all = f"Sum {zlib.crc32(repr(texts).encode())}."
    deck.write("content/one/synthesis.md", f"{sum_of_all}\n")
    while sum_of_all not in deck.page.request.get(f"{deck.home}one.html").text():
        deck.page.wait_for_timeout(20)
    version = re.search(r'data-version="(\w+)"', deck.page.request.get(deck.home).text())
    assert version
    deck.until("version => document.documentElement.dataset.served === version", version[1])
