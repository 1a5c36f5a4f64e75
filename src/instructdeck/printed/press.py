"""A page of a site, opened and printed by the browser."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from instructdeck.browser.session import STEP_SECONDS, Look, session
from instructdeck.values import dataclass

from .join import joined
from .typefaces import at_single_weights

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from instructdeck.browser.session import Session, Window
    from instructdeck.contained import Content

PAGE_SECONDS = 1.0
"""What each page may take to be printed, beyond what anything may take: ten times what it takes on a slow machine."""

# A policy lets nobody write styles into a page, but sheets that a script has made are the script's own.
_DRESS = """sheets => {
  document.adoptedStyleSheets = sheets.map(text => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}"""


@dataclass(frozen=True, slots=True)
class Site:
    """What the browser is given, and what it may do there."""

    make: Callable[[], Mapping[str, Content]]
    """Gives the files, by their paths."""
    policy: str


@dataclass(frozen=True, slots=True)
class Revision:
    """What is written into a page that has been printed, before it is printed again."""

    script: str
    """A function that is called in the page."""
    reckon: Callable[[bytes], object]
    """Gives what that function is given, from the first print."""


@dataclass(frozen=True, slots=True)
class Parts:
    """How a page is printed part by part, so that it takes the same memory however long it is."""

    script: str
    """A function that is called in the page before each part, with what stands for that part."""
    weigh: str
    """A function that gives about how many bytes the pictures of each sheet take in the print."""
    of: Callable[[Sequence[int]], Sequence[object]]
    """Gives what stands for each part, from those bytes."""


@dataclass(frozen=True, slots=True)
class Job:
    """A page to print, and what is done to it before."""

    path: str
    """In the site; it may have a query."""
    sheets: Sequence[str]
    """Style sheets, as texts, that come after its own."""
    script: str
    """A function that is called in the page."""
    argument: object
    """What that function is given."""
    pages: int
    """About how many there will be, by which the time it may take is reckoned."""
    look: Look = Look()
    """How it is opened, so that what the function measures is what will be printed."""
    scale: float = 1.0
    outline: bool = False
    """Whether its headings are the outline."""
    revision: Revision | None = None
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class Print:
    """What was printed."""

    content: bytes
    """A PDF."""
    said: Any
    """What the function has given."""


async def printed(site: Site, job: Job, progress: Callable[[int, int], None]) -> Print:
    """Give a page as a tagged PDF, on paper of the size that its style sheets ask for.

    `progress` is told how many of all steps are done.

    Raises:
        BrowserError: there is no browser, or it ended, or took too long.
    """
    steps = 4 if job.revision else 3
    async with session(lambda: at_single_weights(site.make()), site.policy) as running:
        progress(1, steps)
        async with dressed(running, job.path, job.look, job.sheets) as window:
            said = await window.ask(job.script, job.argument, _seconds(job))
            parts = job.parts.of(await window.ask(job.parts.weigh)) if job.parts else ()
            steps += max(0, len(parts) - 1)
            progress(2, steps)
            if job.parts and len(parts) > 1:
                content = await _print_parts(
                    window, job, job.parts.script, parts, lambda done: progress(2 + done, steps)
                )
            else:
                content = await _print(window, job)
            if job.revision:
                progress(steps - 1, steps)
                await window.tidy()
                await window.ask(job.revision.script, job.revision.reckon(content))
                content = await _print(window, job)
            progress(steps, steps)
            return Print(content, said)


@asynccontextmanager
async def dressed(running: Session, path: str, how: Look, sheets: Sequence[str]) -> AsyncIterator[Window]:
    """Open a page with some more style sheets, given as texts."""
    async with running.opened(path, how) as window:
        await window.ask(_DRESS, list(sheets))
        yield window


async def _print_parts(
    window: Window, job: Job, script: str, parts: Sequence[object], progress: Callable[[int], None]
) -> bytes:
    """Give a page that is open as a PDF that is made of the prints of its parts."""
    prints: list[bytes] = []
    for part in parts:
        progress(len(prints))
        if prints:
            await window.tidy()
        await window.ask(script, part)
        prints.append(await _print(window, job))
    return joined(prints)


async def _print(window: Window, job: Job) -> bytes:
    """Give a page that is open as a PDF; Playwright alone would wait for it without end."""
    printing = window.page.pdf(
        prefer_css_page_size=True, print_background=True, tagged=True, outline=job.outline, scale=job.scale
    )
    return await asyncio.wait_for(printing, _seconds(job))


def _seconds(job: Job) -> float:
    return STEP_SECONDS + PAGE_SECONDS * job.pages
