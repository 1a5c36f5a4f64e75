"""Measure what a browser loads to show the first slide of a built deck: requests, bytes, hosts.

The site is served over plain HTTP without compression, to a Chromium with an empty cache and a window of 1280x720.
"""
# ruff: noqa: INP001, T201  a script that prints

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright
from serve import served

if TYPE_CHECKING:
    from playwright.sync_api import Request

SETTLE = 2_000
"""Milliseconds to wait, after the page has come to rest, for what a script still asks for."""


@dataclass(frozen=True)
class Loaded:
    """One file that the browser asked for."""

    address: str
    bytes: int
    """Body and headers of the answer."""
    status: int
    """0 where there was no answer."""


def load(address: str, browser_path: str | None) -> list[Loaded]:
    """Open a page, and give all it asked for."""
    ended: list[Request] = []

    def note(request: Request) -> None:
        ended.append(request)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.on("requestfinished", note)
        page.on("requestfailed", note)
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(SETTLE)
        loaded = [_loaded(request) for request in ended]
        browser.close()
    return loaded


def _loaded(request: Request) -> Loaded:
    if request.failure:
        return Loaded(request.url, 0, 0)
    sizes = request.sizes()
    response = request.response()
    size = sizes["responseBodySize"] + sizes["responseHeadersSize"]
    return Loaded(request.url, size, response.status if response else 0)


def main() -> None:
    """Load the deck and print what it weighs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"), help="a built site (default: site)")
    parser.add_argument("--page", default="deck/index.html", help="the page to open (default: deck/index.html)")
    parser.add_argument("--browser", help="path of a Chromium (default: Playwright's own)")
    options = parser.parse_args()
    if not (options.site / options.page).is_file():
        sys.exit(f"there is no {options.page} in {options.site}; build the site first")
    with served(options.site) as host:
        loaded = load(f"{host}/{options.page}", options.browser)
    web = [each for each in loaded if each.address.startswith("http")]
    for each in sorted(web, key=lambda each: -each.bytes):
        print(f"{each.bytes:>9,}  {each.status or 'none'}  {each.address.removeprefix(host)}")
    foreign = {str(urlsplit(each.address).hostname) for each in web if not each.address.startswith(f"{host}/")}
    total = sum(each.bytes for each in web)
    print(f"{total:>9,}  bytes in {len(web)} requests; other hosts: {', '.join(sorted(foreign)) or 'none'}")


if __name__ == "__main__":
    main()
