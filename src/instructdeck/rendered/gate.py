"""The gate: a deck rendered, looked at in a browser, and judged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from instructdeck.browser.driver import run
from instructdeck.browser.session import session
from instructdeck.contained import content_of
from instructdeck.site.build import site_of
from instructdeck.values import dataclass

from .judge import Judge, as_owner_wants
from .look import Eye, look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from instructdeck.contained import Content
    from instructdeck.deck.diagnostics import Diagnostic
    from instructdeck.files.files import Project
    from instructdeck.render.renderer import Renderer

    from .measures import Seen

AXE = "vendor/axe/axe.min.js"
"""The template that is axe-core."""


@dataclass(frozen=True)
class Looked:
    """What came of a look at a deck."""

    diagnostics: tuple[Diagnostic, ...]
    seen: Seen
    pages: int
    """How many pages of the site were looked at, beside the deck."""
    files: Mapping[str, Content]
    """The site that was looked at."""


def look_at(renderer: Renderer, project: Project, progress: Callable[[int, int], None]) -> Looked:
    """Give what is wrong with a deck as a browser paints it; `progress` is told how many of all looks are done.

    The pages are those that `build` writes, but for the comments by which each block's place is found again.

    Raises:
        BrowserError: there is no browser, or it ended.
        BuildError: a template is broken.
    """
    renderer.places = []
    deck = renderer.deck
    seen, files = run(_look(renderer, project, progress))
    judge = Judge(deck, renderer.places, files.keys(), project.texts)
    judged = as_owner_wants(tuple(judge.diagnostics(seen)), deck)
    diagnostics = tuple(sorted(set(judged), key=lambda each: each.sort_key))
    return Looked(diagnostics, seen, len(_pages(files)), files)


def _pages(files: Mapping[str, Content]) -> list[str]:
    """Give the pages of a site beside the deck, the longest first, so that none keeps all others waiting at the end."""
    pages = [path for path in files if path.endswith(".html") and "/" not in path]
    return sorted(pages, key=lambda path: len(content_of(files[path])), reverse=True)


async def _look(
    renderer: Renderer, project: Project, progress: Callable[[int, int], None]
) -> tuple[Seen, Mapping[str, Content]]:
    deck = renderer.deck
    axe = renderer.templates.path(AXE).read_text(encoding="utf-8")
    syntheses = [f"{section.id}.html" for section in deck.sections if section.synthesis]

    async with session(partial(site_of, renderer, project), renderer.templates.policy) as running:
        pages = _pages(running.files)
        return await look(Eye(running, len(deck.slides), axe), pages, syntheses, progress), running.files
