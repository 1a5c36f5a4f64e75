"""Measure how long a saved change takes until its text stands in the DOM of a browser, for every tool that serves.

Each tool serves the deck as its own manual says; a slide is open in Chromium. One bullet of that slide is rewritten in
place, at uneven intervals, and the page notes when the new text has come into its document, through a reload where the
tool reloads. Tools take their edits in turns, so that all of them meet the same machine.
"""
# ruff: noqa: INP001, S602, T201  a script that prints, and runs the commands of tools.toml in a shell

from __future__ import annotations

import argparse
import os
import random
import re
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

from deck import SECTION, mark
from playwright.sync_api import TimeoutError as LateError
from playwright.sync_api import sync_playwright
from run import prepared, tools, wait_for_quiet

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from run import Tool

FLAGS = ("--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost")
LATE = 20_000
"""Milliseconds after which an edit counts as missed."""
WATCH = r"""(() => {
  const seen = window.__edits = {};
  const now = () => (performance.timeOrigin + performance.now()) / 1000;
  const note = text => { for (const [, edit] of text.matchAll(/edit(\d+)x/g)) seen[edit] ??= now(); };
  new MutationObserver(records => {
    for (const record of records) {
      if (record.type === "characterData") note(record.target.data);
      else for (const node of record.addedNodes) note(node.textContent || "");
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
})()"""
"""Notes when the text of each edit came into the document, as seconds since 1970."""


@dataclass
class Serving:
    """A tool that serves its deck, and the page that shows it."""

    name: str
    edited: Path
    page: Page
    slide: int
    delays: list[float] = field(default_factory=list)
    missed: int = 0

    def edit(self, number: int) -> None:
        """Rewrite a bullet, and keep how long it took to be seen."""
        text = self.edited.read_text(encoding="utf-8")
        fresh, count = re.subn(rf"{mark(self.slide)}(edit\d+x)?", f"{mark(self.slide)}edit{number}x", text)
        if not count:
            raise SystemExit(f"{self.name}: slide {self.slide} is not in {self.edited}")
        self.edited.write_text(fresh, encoding="utf-8")
        saved = time.time()
        try:
            self.page.wait_for_function("number => window.__edits?.[number]", arg=number, timeout=LATE)
        except LateError:
            self.missed += 1
            return
        self.delays.append(self.page.evaluate("number => window.__edits[number]", number) - saved)


def free_port() -> int:
    """Give a port that nobody has."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port: int = line.getsockname()[1]
    return port


def serving(tool: Tool, slides: int, browser: Browser, stack: ExitStack) -> Serving:
    """Write the deck, serve it, and open a slide of it."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "deck"
    prepared(tool, slides, folder)
    port, slide = free_port(), min(7, slides)
    process = subprocess.Popen(
        tool.serve.format(port=port),
        shell=True,
        cwd=folder,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stack.callback(stop, process)
    view = f"http://localhost:{port}" + tool.view.format(n=slide, n0=slide - 1)
    wait_for_answer(view.partition("#")[0])
    context = browser.new_context(viewport={"width": 1280, "height": 720}, bypass_csp=True)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(view, wait_until="commit", timeout=120_000)
    page.wait_for_function("text => document.body?.textContent.includes(text)", arg=mark(slide), timeout=120_000)
    edited = folder / tool.edit.format(section=(slide - 1) // SECTION + 1)
    return Serving(tool.name, edited, page, slide)


def wait_for_answer(address: str) -> None:
    """Wait until a server answers, whatever it says."""
    for _ in range(1200):
        with suppress(OSError):
            urllib.request.urlopen(address).close()  # noqa: S310  of this machine
            return
        time.sleep(0.05)
    raise SystemExit(f"{address} does not answer")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a server and all that it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def table(all_tools: list[Serving]) -> str:
    """Give the medians as a Markdown table, with the 95th percentile, the least and the most."""
    lines = [
        "| tool | save to DOM, median ms | 95 % within | least to most | edits | missed |",
        "|---|---|---|---|---|---|",
    ]
    for each in all_tools:
        times = sorted(delay * 1000 for delay in each.delays)
        if len(times) > 1:
            within = quantiles(times, n=20, method="inclusive")[-1]
            cells = f"{median(times):.0f} | {within:.0f} | {times[0]:.0f} to {times[-1]:.0f}"
        else:
            cells = "- | - | -"
        lines.append(f"| {each.name} | {cells} | {len(times) + each.missed} | {each.missed} |")
    return "\n".join(lines)


def main() -> None:
    """Serve the deck with every tool, edit it in turns, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slides", type=int, default=23, help="size of the deck (default: 23)")
    parser.add_argument("--edits", type=int, default=20, help="counted edits of each tool (default: 20)")
    parser.add_argument("--tools", nargs="+", help="names from tools.toml (default: all that are installed)")
    parser.add_argument("--browser", help="path of a Chromium (default: Playwright's own)")
    options = parser.parse_args()
    uneven = random.Random(1)  # noqa: S311  the same each time
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=options.browser, args=list(FLAGS))
        found = [serving(each, options.slides, browser, stack) for each in tools(options.tools) if each.serve]
        time.sleep(3)  # what a server does after its first page
        # The first edit is not counted: it warms the servers up.
        for number in range(options.edits + 1):
            for each in found:
                wait_for_quiet()
                time.sleep(0.5 + uneven.random())  # never in step with somebody's clock
                each.edit(number)
                if number == 0:
                    each.delays.clear()
        print(table(found))
        browser.close()


if __name__ == "__main__":
    main()
