"""A page that the browser prints, and prints again with what the first print has told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from instructdeck.browser.driver import run
from instructdeck.printed.press import Job, Revision, Site, printed
from pdfs import Read

PAGE = b"<!doctype html><html lang=en><title>A page</title><p>Words</p></html>"
HOLDS = "() => { window.held = new WeakRef({}) }"
TELLS = "pages => { document.body.textContent = `${pages} ${held.deref() ? 'held' : 'given back'}` }"


@pytest.mark.browser
def test_printed_again(chromium: str) -> None:
    """Before a page is printed again it gives back what the first print took, which else would be there twice."""
    assert chromium
    site = Site(lambda: {"a.html": PAGE}, "default-src 'none'")
    revision = Revision(TELLS, lambda content: len(Read(content).pages))
    told: list[tuple[int, int]] = []

    # In a thread of its own: where other tests use Playwright, a loop runs in this one already.
    with ThreadPoolExecutor(1) as thread:
        job = Job("a.html", [], HOLDS, None, 1, revision=revision)
        done = thread.submit(lambda: run(printed(site, job, lambda *steps: told.append(steps)))).result()

    assert ["1 given back"] == [page.strip() for page in Read(done.content).pages]
    assert (4, 4) == told[-1]
