"""A page with the picture of every slide and its problems drawn on it: what the gate saw, for who mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from instructdeck.browser.driver import run
from instructdeck.browser.session import session
from instructdeck.deck.links import DECK_PAGE
from instructdeck.values import dataclass

from .baseline import where
from .look import READY
from .measures import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from instructdeck.contained import Content
    from instructdeck.deck.diagnostics import Diagnostic
    from instructdeck.deck.model import Deck, Slide
    from instructdeck.templating.templates import Templates

    from .measures import Seen

INDEX = "index.html"
STYLE = "report.css"
TURN = "([number, theme]) => { Reveal.slide(number, 0, 1000); document.documentElement.dataset.theme = theme; }"
"""Shows a slide with all its steps in one of the themes."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A slide in the report."""

    slide: Slide
    file: str
    problems: Sequence[Diagnostic]
    boxes: Sequence[tuple[float, float, float, float]]
    """Left, top, width and height of each problem that has a place, in pixels of the slide."""


def album(
    deck: Deck, templates: Templates, files: Mapping[str, Content], seen: Seen, found: Sequence[Diagnostic]
) -> dict[str, bytes]:
    """Give the files of the report: its page, its style sheet and a picture of each slide with all its steps shown.

    Raises:
        BrowserError: there is no browser, or it ended.
    """
    taken = run(_pictures(files, templates, {slide.id: _theme(seen, slide.id) for slide in deck.slides}))
    on_slides: dict[str, list[Diagnostic]] = {}
    for each in found:
        on_slides.setdefault(where(each, deck), []).append(each)
    names = {slide.id: f"slides/{slide.number:03}.png" for slide in deck.slides}
    pictures = [
        Picture(slide, names[slide.id], on_slides.get(slide.id, ()), _boxes(seen, slide.id)) for slide in deck.slides
    ]
    known = {slide.id for slide in deck.slides}
    elsewhere = [each for name, problems in sorted(on_slides.items()) if name not in known for each in problems]
    template: Any = templates.environment.get_template("report/index.html")
    page = template.render(deck=deck, pictures=pictures, elsewhere=elsewhere, total=len(found), style=STYLE)
    return {
        INDEX: page.encode(),
        STYLE: templates.path("report/report.css").read_bytes(),
        **{names[slide]: picture for slide, picture in taken.items()},
    }


def _boxes(seen: Seen, slide: str) -> list[tuple[float, float, float, float]]:
    on_stage = (each for each in seen.measures if each.slide == slide and each.view in (View.STAGE, View.DARK))
    return list(dict.fromkeys(each.box for each in on_stage if not each.page))


def _theme(seen: Seen, slide: str) -> str:
    """Give the theme in which a slide's problems are to be seen: the dark one only where the light one has none."""
    views = {each.view for each in seen.measures if each.slide == slide and not each.page}
    return "dark" if views & {View.STAGE, View.DARK} == {View.DARK} else "light"


async def _pictures(files: Mapping[str, Content], templates: Templates, slides: Mapping[str, str]) -> dict[str, bytes]:
    async with session(lambda: files, templates.policy) as running, running.opened(DECK_PAGE) as window:
        await window.page.wait_for_function(READY)
        taken = {}
        for number, (name, theme) in enumerate(slides.items()):
            await window.ask(TURN, [number, theme])
            taken[name] = await window.page.screenshot()
        return taken
