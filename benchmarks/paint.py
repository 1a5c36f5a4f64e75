"""Measure how long a browser takes to show the first slide of the same deck, as instructdeck and other tools built it.

Tools take turns, round by round. Each deck is served over HTTP/1.1 without compression, to a Chromium with an empty
cache and a window of 1280x720 that knows no other host; once as fast as the machine is, once over a slow link.
"""
# ruff: noqa: INP001, T201  a script that prints

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from deck import mark
from playwright.sync_api import sync_playwright
from run import build, prepared, tools, wait_for_quiet
from serve import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = ("--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 1_250_000, "uploadThroughput": 625_000}
"""10 Mbit/s and 40 ms."""
LINKS = {"local": None, "slow": SLOW}
WATCH = """(() => {
  const seen = window.__seen = { paint: null, visible: null };
  new PerformanceObserver(list => {
    for (const entry of list.getEntriesByName("first-contentful-paint")) seen.paint = entry.startTime;
  }).observe({ type: "paint", buffered: true });
  const inWindow = element => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0 && box.left < innerWidth
      && box.top < innerHeight && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const look = () => {
    const found = [...document.querySelectorAll("h1, h2, li")].find(each => each.textContent.includes(WORDS));
    if (found && inWindow(found)) seen.visible = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""
"""Notes the first paint of anything, and the frame in which the words of the first slide stand in the window."""


@dataclass
class Deck:
    """A built deck, and when its first slide was seen: milliseconds by link."""

    name: str
    address: str
    words: str
    paints: dict[str, list[float]] = field(default_factory=lambda: {link: [] for link in LINKS})
    visibles: dict[str, list[float]] = field(default_factory=lambda: {link: [] for link in LINKS})


def decks(names: list[str] | None, slides: int, folder: Path, stack: ExitStack) -> list[Deck]:
    """Build the deck with every tool, and serve what each built."""
    found = []
    for tool in tools(names):
        if tool.page:
            turns = prepared(tool, slides, folder / tool.name)
            build(turns, slides)
            host = stack.enter_context(served(turns.folder / tool.out))
            found.append(Deck(tool.name, f"{host}/{tool.page}", mark(1)))
    return found


def look(browser: Browser, deck: Deck, link: str) -> None:
    """Open a deck once, and keep when it was seen."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    if conditions := LINKS[link]:
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", conditions)
    page.add_init_script(WATCH.replace("WORDS", repr(deck.words)))
    page.goto(deck.address, wait_until="commit")
    page.wait_for_function("() => window.__seen.visible !== null && window.__seen.paint !== null")
    seen = page.evaluate("window.__seen")
    context.close()
    deck.paints[link].append(seen["paint"])
    deck.visibles[link].append(seen["visible"])


def table(all_decks: list[Deck]) -> str:
    """Give the medians as a Markdown table, with the least and the most."""
    lines = [
        "| deck | first paint ms | first slide ms | first paint, slow link | first slide, slow link |",
        "|---|---|---|---|---|",
    ]
    for deck in all_decks:
        cells = [_spread(times[link]) for link in LINKS for times in (deck.paints, deck.visibles)]
        lines.append(f"| {deck.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _spread(times: list[float]) -> str:
    return f"{median(times):.0f} ({min(times):.0f} to {max(times):.0f})"


def main() -> None:
    """Build the decks, look at each in turns, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slides", type=int, default=23, help="size of the deck (default: 23)")
    parser.add_argument("--rounds", type=int, default=9, help="counted looks at each deck (default: 9)")
    parser.add_argument("--tools", nargs="+", help="names from tools.toml (default: all that are installed)")
    parser.add_argument("--site", type=Path, help="a site that instructdeck built, as one more deck")
    parser.add_argument("--browser", help="path of a Chromium (default: Playwright's own)")
    options = parser.parse_args()
    if options.site and not (options.site / "deck/index.html").is_file():
        sys.exit(f"there is no deck in {options.site}; build the site first")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        all_decks = decks(options.tools, options.slides, folder, stack)
        if options.site:
            host = stack.enter_context(served(options.site))
            all_decks.append(Deck(str(options.site), f"{host}/deck/index.html", ""))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=options.browser, args=list(FLAGS))
        # The first round is not counted: it brings the files into the disk's cache.
        for number in range(options.rounds + 1):
            wait_for_quiet()
            for deck in all_decks:
                for link in LINKS:
                    look(browser, deck, link)
                    if number == 0:
                        deck.paints[link].clear()
                        deck.visibles[link].clear()
        browser.close()
        print(table(all_decks))


if __name__ == "__main__":
    main()
