"""Deck to text: every HTML page of the deck, through the Jinja2 templates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from instructdeck.cores import divided, each_made
from instructdeck.deck import blocks as b
from instructdeck.deck.links import DECK_PAGE, PRESENTER_PAGE
from instructdeck.markdown.sheet import Room
from instructdeck.typeset.rooms import free_height
from instructdeck.typeset.stage import WIDTH, is_airy

from .cited import cited_on
from .page import Page
from .renderer import Gathered, Rendered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instructdeck.deck.diagnostics import Diagnostic
    from instructdeck.deck.model import Deck, Section, Slide

    from .renderer import Renderer


SLIDE = Room(WIDTH)
"""What a slide has for its content, in its own pixels; its words are as large as captions."""


SHARE = 80
"""Slides that are worth a process: they take 50 ms, and it 10."""


def render_deck(renderer: Renderer) -> dict[str, bytes]:
    """Give the deck's pages by their path in the site."""
    deck, slides = renderer.deck, list(render_slides(renderer).values())
    styles = styles_for(Markup().join(slides))
    index = renderer.text(
        "deck/index.html",
        deck=deck,
        slides=slides,
        root="../",
        path=DECK_PAGE,
        card=renderer.card,
        total=len(deck.all_slides),
        styles=styles,
        explorables=renderer.explorables,
        join=renderer.join,
    )
    presenter = renderer.text(PRESENTER_PAGE, deck=deck, styles=styles, root="../", join=renderer.join)
    return {DECK_PAGE: index.encode(), PRESENTER_PAGE: presenter.encode()}


def render_slides(renderer: Renderer) -> dict[str, Markup]:
    """Give the HTML of each slide of the deck, in their order, by its id."""
    return {slide.id: render_slide(renderer, slide) for slide in renderer.deck.slides}


def render_slide(renderer: Renderer, slide: Slide) -> Markup:
    """Give the HTML of one slide of the deck."""
    return _rendered(Page(renderer, slide.section, root="../", deck=""), slide)


def slide_picture(renderer: Renderer, slide: Slide) -> Markup:
    """Give a slide as a small picture on a page of the site: the slide's own HTML."""
    return _rendered(Page(renderer, slide.section, root="", deck=DECK_PAGE, picture=True), slide)


def render_many(renderer: Renderer) -> None:
    """Render all slides and small pictures of a large deck ahead, in several processes where there are more cores."""
    slides = renderer.deck.slides
    shares = divided(slides, [1] * len(slides), SHARE, renderer.cores)
    if len(shares) > 1:
        for rendered in each_made(lambda share: _both(renderer, share), shares, renderer.cores):
            renderer.slides |= rendered


def _both(renderer: Renderer, slides: Sequence[Slide]) -> dict[tuple[str, bool], Rendered]:
    """Give some slides with their small pictures."""
    for slide in slides:
        render_slide(renderer, slide)
        slide_picture(renderer, slide)
    return {key: renderer.slides[key] for slide in slides for key in ((slide.id, False), (slide.id, True))}


def _rendered(page: Page, slide: Slide) -> Markup:
    """Give the HTML of a slide, rendered once, and note the styles that go with it."""
    renderer, key = page.renderer, (slide.id, page.picture)
    if key not in renderer.slides:
        own = Gathered(f"s{slide.number}")
        html = _render_slide(replace(page, own=own), slide, renderer.sections[slide.section])
        renderer.slides[key] = Rendered(html, own.styles.known)
    found = renderer.slides[key]
    renderer.gathered.styles.add(found.styles.items())
    return found.html


STYLES = (
    ('class="katex', "assets/vendor/katex/katex.min.css"),
    ('<pre class="code', "assets/code.css"),
    ('<figure class="figure diagram', "assets/diagram.css"),
    ('<figure class="figure chart', "assets/chart.css"),
    ('<figure class="figure explorable', "assets/explorable.css"),
)
"""Stylesheets that only some pages need, and what these have in them."""


def styles_for(html: str) -> list[str]:
    """Give the stylesheets that some pages need and this one does."""
    return [path for mark, path in STYLES if mark in html]


def _render_slide(page: Page, slide: Slide, section: Section) -> Markup:
    deck = page.renderer.deck
    opens = slide is section.slides[0]
    return page.renderer.text(
        f"deck/layouts/{slide.layout}.html",
        deck=deck,
        section=section,
        following=next(iter(deck.sections[section.number : section.number + 1]), None),
        slide=slide,
        page=replace(page, room=_room(slide, opens=opens)),
        tally=page.renderer.tally if _closes(slide, deck) and page.renderer.tally.quotes else None,
        cited=() if page.picture else cited_on(slide, page),
        # What is looked at is the slide as it will be: without what the author has yet to mend.
        problems=()
        if page.picture or page.renderer.places is not None
        else _problems_of(slide, section, page.renderer.problems),
        opens=opens,
        airy=is_airy(slide),
        hands_over=slide is section.slides[-1],
        total=len(deck.all_slides),
    )


def _room(slide: Slide, *, opens: bool) -> Room:
    """Give the room for a slide's charts; its words are measured only when there are some."""
    charted = not slide.kinds.isdisjoint((b.Chart, b.VegaLite))
    return replace(SLIDE, height=free_height(slide, opens=opens)) if charted else SLIDE


def _closes(slide: Slide, deck: Deck) -> bool:
    """Tell whether a slide ends the talk, and says so."""
    return slide is deck.all_slides[-1] and slide.layout == "closing"


def _problems_of(slide: Slide, section: Section, problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Give the problems on a slide's lines, and on a section's first slide those of its other files."""
    first, last, path = slide.location.line, slide.last_line, slide.location.path
    folder = section.location.path.rpartition("/")[0]
    opens = slide is section.slides[0]
    return [
        each
        for each in problems
        if (first <= each.location.line <= last if each.location.path == path else opens and _in(folder, each))
        or (opens and section.number == 1 and each.location.path in ("content/deck.yml", "content/sources.yml"))
    ]


def problems_beside(section: Section, problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Give the problems of a section's files but those of its slides, for its page."""
    folder = section.location.path.rpartition("/")[0]
    return [each for each in problems if _in(folder, each) and each.location.path != section.slides[0].location.path]


def _in(folder: str, problem: Diagnostic) -> bool:
    return bool(folder) and problem.location.path.startswith(f"{folder}/")
