"""Looks at every slide, in every step, at every page, and at files of SVG, and says what there is to be seen.

The places of a slide are the same in both themes, its colors are not: so the dark one is looked at for contrast alone.
Several pages are open at once, one for each core, each in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from dataclasses import replace
from functools import partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from instructdeck.browser.session import Look
from instructdeck.cores import usable
from instructdeck.deck.links import DECK_PAGE
from instructdeck.values import dataclass

from .contrast import TO_PICTURE, over_pictures
from .measures import Amount, InnerLink, Seen, Sheet, ShownFile, Unmeasured, View, measure
from .paper import filled

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager

    from instructdeck.browser.session import Session, Window

    from .measures import Measure

SCRIPTS = ("drawing", "scene", "sizes", "places", "contrast", "ways", "views")
"""What measures a page, in the order in which it runs: each takes from those before it."""
READY = "() => window.Reveal && Reveal.isReady()"
DESK = Look()
PHONE = Look(390, 844, touch=True)
THEMES = ("light", "dark")
SAME = 8
"""Of 255: grounds that are nearer to each other than this make no difference."""
PAGE_LEAST = 11
"""The smallest type on a page, in CSS pixels: what a footnote has."""
A4_WIDTH, A4_HEIGHT = 643, 1017
"""What an A4 page has between the margins of `site-print.css`, in CSS pixels: 170 x 269 mm."""
PAPER = Look(A4_WIDTH, A4_HEIGHT, media="print")
LOOKS = 4
"""How often a job may take all the time that a look at all slides may."""
AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")
AXE_OPTIONS = {
    "runOnly": list(AXE_RULES),
    "resultTypes": ["violations"],
    "preload": False,  # its own requests would meet the policy of the page
    "rules": {"color-contrast": {"enabled": False}},  # low-contrast looks at more
}


def script() -> str:
    """Give what measures a page."""
    here = Path(__file__).parent / "measure"
    return "\n".join((here / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS)


@dataclass(frozen=True)
class Eye:
    """What looks."""

    session: Session
    slides: int
    """How many the deck has."""
    axe: str
    """The script of axe-core."""

    @property
    def patience(self) -> float:
        """Seconds that a look at all slides may take: ten times what it does take."""
        return 30 + self.slides

    def window(self) -> AbstractAsyncContextManager[Window]:
        """Open a window in which every page can be measured."""
        return self.session.window(DESK, f"{script()}\n{self.axe}")

    async def stage(self, window: Window) -> Seen:
        """Look at the deck on stage."""
        await window.visit(DECK_PAGE, DESK)
        await window.page.wait_for_function(READY)
        while not (said := await window.ask("measured.stage()")):
            pass  # it says nothing until it has seen all, but now and then that it goes on
        found = await in_both_themes(window, said, (View.STAGE, View.DARK))
        seen = seen_on(window, DECK_PAGE, said)
        known, looked = max(self.slides, 1), len(said["amounts"])
        missed = Unmeasured("the slides on stage", f"{looked} of {known} came up")
        return replace(
            seen,
            measures=tuple(found),
            amounts=tuple(Amount(**each) for each in said["amounts"]),
            files=shown_files(said),
            steps=said["steps"],
            unmeasured=(missed,) if looked != known else (),
        )

    async def phone(self, window: Window) -> Seen:
        """Look at the deck as it is read on a phone, and ask axe-core about all of its slides."""
        await window.visit(DECK_PAGE, PHONE)
        said = await window.ask(f"measured.phone({json.dumps(AXE_OPTIONS)})", seconds=self.patience)
        found = await in_both_themes(window, said, (View.PHONE, View.PHONE_DARK))
        return Seen(tuple(found), complaints=complaints(window, DECK_PAGE))

    async def paper(self, window: Window) -> Seen:
        """Look at the deck as it is printed."""
        await window.visit(f"{DECK_PAGE}?print-pdf", replace(DESK, media="print"))
        found = [measure(each, View.PAPER) for each in await window.ask("measured.sheets()", seconds=self.patience)]
        return Seen(
            tuple(each for each in found if each.kind not in TO_PICTURE), complaints=complaints(window, DECK_PAGE)
        )

    async def page(self, window: Window, path: str, *, synthesis: bool) -> Seen:
        """Look at a page of the site, on a desk, on a phone and on paper, where a synthesis takes a page."""
        await window.visit(path, DESK)
        said = await window.ask(f"measured.page({PAGE_LEAST}, {json.dumps(AXE_OPTIONS)})", seconds=self.patience)
        found = await in_both_themes(window, said, (View.STAGE, View.DARK), path)
        seen = seen_on(window, path, said)
        for view, look in ((View.PHONE, PHONE), (View.PAPER, PAPER)):
            await window.turn(look)
            found += [measure(each, view, path) for each in await window.ask("measured.pageWidth()")]
        sheets = (await self.sheet(window, path),) if synthesis else ()
        return replace(seen, measures=tuple(found), sheets=sheets, files=shown_files(said, path))

    async def file(self, window: Window, alike: Sequence[ShownFile]) -> Seen:
        """Look at a file of SVG by itself, as it is shown in some places in the same way, in a window of its size."""
        first = alike[0]
        width, height = first.box[2:]
        least = PAGE_LEAST if first.page else None  # that of a slide
        await window.visit(quote(first.path), Look(ceil(width), ceil(height)))
        found: list[Measure] = []
        light, dark = first.grounds
        for view, ground in ((View.STAGE, light), (View.DARK, dark)):
            if view is View.DARK and all(abs(one - other) < SAME for one, other in zip(light, dark, strict=True)):
                continue
            said = await window.ask(
                "([size, ground, least]) => measured.file(size, ground, least)", [[width, height], ground, least]
            )
            # Until each is put where it is shown, what was seen belongs to the file as to a page.
            found += await over_pictures(window, [measure(each, view, first.path) for each in said])
        return Seen(tuple(picture.put(each) for picture in alike for each in found))

    async def sheet(self, window: Window, path: str) -> Sheet:
        """Print a synthesis, and see what it takes."""
        pages, share = filled(await window.page.pdf(prefer_css_page_size=True))
        if pages == 1:
            return Sheet(path, pages, share, None)
        blocks = await window.ask("measured.blocks()")
        beyond = [each["at"] for each in blocks if each["bottom"] > A4_HEIGHT] or [each["at"] for each in blocks[-1:]]
        return Sheet(path, pages, share, beyond[0] if beyond else None)


def seen_on(window: Window, path: str, said: Mapping[str, Any]) -> Seen:
    """Give where the links of a page lead, what can be led to on it, and what the browser complains about."""
    return Seen(
        links=tuple(InnerLink(path, **each) for each in said["links"]),
        anchors={path: frozenset(said["anchors"])},
        complaints=complaints(window, path),
    )


def shown_files(said: Mapping[str, Any], page: str = "") -> tuple[ShownFile, ...]:
    """Give the files of SVG that a page shows as pictures."""
    found = (
        {**each, "box": tuple(each["box"]), "grounds": tuple(map(tuple, each["grounds"]))} for each in said["files"]
    )
    return tuple(ShownFile(**each, page=page) for each in found)


async def in_both_themes(
    window: Window, said: Mapping[str, list[dict[str, Any]]], views: tuple[View, View], page: str = ""
) -> list[Measure]:
    """Give what a page says of itself in the light theme and in the dark one; the window may stay in the latter."""
    light, dark = (
        [measure(each, view, page) for each in said[theme]] for theme, view in zip(THEMES, views, strict=True)
    )
    found = await over_pictures(window, light)
    # The page has tried the dark theme by itself: only a picture of it needs a window that shows it.
    if any(each.kind in TO_PICTURE for each in dark):
        await window.turn(replace(window.look, scheme="dark"))
    return found + await over_pictures(window, dark)


def complaints(window: Window, path: str) -> tuple[tuple[str, str, str], ...]:
    """Give what the browser complained about, each once."""
    return tuple(dict.fromkeys((path, each.kind, each.text) for each in window.complaints))


@dataclass(eq=False)
class Desk:
    """Looks at one thing after another in one window, where scripts stay compiled."""

    eye: Eye
    free: AsyncExitStack
    window: Window | None = None

    async def use(self, look: Callable[[Window], Awaitable[Seen]]) -> Seen:
        """Look at something in its window."""
        window, self.window = self.window, None
        if window is None:
            window = await self.free.enter_async_context(self.eye.window())
        seen = await look(window)
        # One in which something went wrong is not used again.
        self.window = window
        return seen

    async def page(self, path: str, *, synthesis: bool) -> Seen:
        """Look at a page of the site."""
        return await self.use(partial(self.eye.page, path=path, synthesis=synthesis))

    async def file(self, alike: Sequence[ShownFile]) -> Seen:
        """Look at a file of SVG by itself."""
        return await self.use(partial(self.eye.file, alike=alike))

    async def work(self, jobs: list[Job], done: Callable[[], None]) -> list[Seen]:
        """Look at what is still to be looked at."""
        parts = []
        while jobs:
            job = jobs.pop(0)
            try:
                # Not all that is asked of a browser has a limit of its own: printing has none.
                parts.append(await asyncio.wait_for(job.look(self), self.eye.patience * LOOKS))
            except TimeoutError:
                parts.append(job.missed("the browser did not answer in time"))
            except self.eye.session.error as error:
                if not await self.eye.session.answers():
                    raise
                parts.append(job.missed(str(error).strip().split("\n")[0][:200]))
            done()
        return parts


@dataclass(frozen=True)
class Job:
    """Something to look at."""

    what: str
    page: str
    look: Callable[[Desk], Awaitable[Seen]]
    shown: Sequence[ShownFile] = ()
    """Where it is shown, if it is a picture."""

    def missed(self, why: str) -> Seen:
        """Give what is known when it could not be looked at."""
        places = [(each.page, each.slide, each.at) for each in self.shown] or [(self.page, "", None)]
        return Seen(unmeasured=tuple(Unmeasured(self.what, why, *place) for place in places))


async def together(desks: Sequence[Desk], jobs: list[Job], done: Callable[[], None]) -> list[Seen]:
    """Have all desks look at what is to be looked at; `done` is called after each."""
    found = await asyncio.gather(*(desk.work(jobs, done) for desk in desks))
    return [each for part in found for each in part]


def _alike(shown: Iterable[ShownFile]) -> list[list[ShownFile]]:
    """Give pictures, those together that are shown in the same way."""
    found: dict[tuple[object, ...], list[ShownFile]] = {}
    for each in shown:
        found.setdefault(each.shown, []).append(each)
    return list(found.values())


async def look(eye: Eye, pages: Sequence[str], syntheses: Sequence[str], progress: Callable[[int, int], None]) -> Seen:
    """Look at the deck, at the pages of the site by their paths, and at what they show of files of SVG.

    `progress` is told how many of all looks are done.

    Raises:
        BrowserError: the browser ended.
    """
    jobs = [
        Job("the slides on stage", "", lambda desk: desk.use(eye.stage)),
        Job("the slides on a phone", "", lambda desk: desk.use(eye.phone)),
        Job("the slides in print", "", lambda desk: desk.use(eye.paper)),
        *(Job("the page", path, partial(Desk.page, path=path, synthesis=path in syntheses)) for path in pages),
    ]
    done, total = 0, len(jobs)

    def count() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    async with AsyncExitStack() as free:
        desks = [Desk(eye, free) for _ in range(usable())]
        parts = await together(desks, jobs, count)
        files = [
            Job(f"the picture {alike[0].path.removeprefix('figures/')}", "", partial(Desk.file, alike=alike), alike)
            for alike in _alike(each for part in parts for each in part.files)
        ]
        total += len(files)
        parts += await together(desks, files, count)
    return Seen(
        measures=tuple(each for part in parts for each in part.measures),
        amounts=tuple(each for part in parts for each in part.amounts),
        links=tuple(each for part in parts for each in part.links),
        anchors={path: ids for part in parts for path, ids in (part.anchors or {}).items()},
        sheets=tuple(each for part in parts for each in part.sheets),
        complaints=tuple(dict.fromkeys(each for part in parts for each in part.complaints)),
        unmeasured=tuple(each for part in parts for each in part.unmeasured),
        steps=sum(part.steps for part in parts),
    )
