"""All the files of a site: the deck, the pages, the assets and the figures."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import Severity
from instructdeck.load import theme
from instructdeck.references.references import CitationError
from instructdeck.render.page import figure_path
from instructdeck.render.render import render_deck, render_many, render_slide, render_slides
from instructdeck.render.renderer import Renderer
from instructdeck.templating.join import JoinError, join
from instructdeck.templating.templates import MISHAPS, read_asset
from instructdeck.typeset.explorable import FOLDER

from .card import PATH as CARD
from .card import draw_card
from .site import SiteError, render_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from markupsafe import Markup

    from instructdeck.contained import Content
    from instructdeck.deck.diagnostics import Diagnostic
    from instructdeck.deck.model import Deck, Slide
    from instructdeck.files.files import Project
    from instructdeck.templating.templates import Templates
    from instructdeck.typeset.typeset import Typesetter

NOT_SHIPPED = (
    ".toml",
    ".csl",
    "csl-styles/LICENSE",
    ".ttf",
    "-ttf/LICENSE",
    "-ttf/LICENSE_FONT",
    "katex.min.js",
    "pele.global.js",
    "pele/LICENSE",
    "axe.min.js",
    "axe/LICENSE",
    "axe/LICENSE-3RD-PARTY.txt",
    "vega/LICENSE",
    "vega-lite/LICENSE",
    "vega.min.js",
    "vega-lite.min.js",
)
"""Ends of vendored names that the site does without: the manifest, and what made figures, card
and references or looks at finished pages."""
MEND_TEMPLATE = "mend the template, or delete the project's own copy of it"
GENERATED = "assets/generated.css"
"""What the deck's content asks of the style sheets: its own colors, widths, the styles of its formulas."""


class BuildError(Exception):
    """The site cannot be made; the fault is in a template, not in the content."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Take one line on the cause and one on what to do."""
        super().__init__(message)
        self.hint = hint


def site_files(  # noqa: PLR0913  what a deck is made from
    deck: Deck,
    project: Project,
    templates: Templates,
    typesetter: Typesetter,
    diagnostics: Sequence[Diagnostic],
    *,
    cores: int = 1,
) -> dict[str, Content]:
    """Give the content of every file of the site, or the file to copy, by its path in the site.

    More than one process renders a large deck where there are more cores.

    Raises:
        BuildError: a template is broken.
    """
    return site_of(renderer_of(deck, project, templates, typesetter, diagnostics, cores=cores), project)


def renderer_of(  # noqa: PLR0913  the same
    deck: Deck,
    project: Project,
    templates: Templates,
    typesetter: Typesetter,
    diagnostics: Sequence[Diagnostic],
    *,
    cores: int = 1,
) -> Renderer:
    """Give what renders a deck; its errors are shown where they are."""
    errors = [each for each in diagnostics if each.rule.severity is Severity.ERROR]
    return Renderer(deck, templates, typesetter, errors, project.drawings, cores=cores)


def slides_of(renderer: Renderer) -> dict[str, Markup]:
    """Give the HTML of each slide of the deck, in their order, by its id.

    Raises:
        BuildError: a template is broken.
    """
    with faults_of_templates(renderer.templates):
        return render_slides(renderer)


def slide_of(renderer: Renderer, slide: Slide) -> Markup:
    """Give the HTML of one slide.

    Raises:
        BuildError: a template is broken.
    """
    with faults_of_templates(renderer.templates):
        return render_slide(renderer, slide)


def site_of(renderer: Renderer, project: Project) -> dict[str, Content]:
    """Give the content of every file of the site, or the file to copy, by its path in the site.

    Raises:
        BuildError: a template is broken.
    """
    with faults_of_templates(renderer.templates):
        card = _card(renderer.deck, renderer.templates) if renderer.deck.url else None
        renderer.card = CARD if card else ""
        render_many(renderer)
        pages = render_deck(renderer) | render_site(renderer)
    return {
        **({CARD: card} if card else {}),
        **_assets(renderer, pages),
        **dict(sorted(_figures(renderer, project).items())),
        **pages,
    }


def deck_of(renderer: Renderer, project: Project) -> dict[str, Content]:
    """Give the files of the deck alone, as it stands in a site, without the pages around it.

    Raises:
        BuildError: a template is broken.
    """
    return pages_of(renderer, project, lambda: render_deck(renderer))


def pages_of(renderer: Renderer, project: Project, render: Callable[[], dict[str, bytes]]) -> dict[str, Content]:
    """Give the files of the pages that `render` makes, by their paths, and of what these ask for.

    Raises:
        BuildError: a template is broken.
    """
    with faults_of_templates(renderer.templates):
        pages = render()
    return {**_assets(renderer, pages), **_figures(renderer, project), **pages}


@contextmanager
def faults_of_templates(templates: Templates) -> Iterator[None]:
    """Raise a BuildError for what a template does wrong."""
    from jinja2 import TemplateError, TemplateNotFound  # noqa: PLC0415  loaded with the templates

    try:
        yield
    except TemplateNotFound as error:
        where = templates.place_of(error)
        raise BuildError(f"{where}{': ' * bool(where)}there is no template '{error.name}'", MEND_TEMPLATE) from error
    except TemplateError as error:
        name, line = getattr(error, "name", None), getattr(error, "lineno", None)
        where = f"{name}:{line}" if name and line else templates.place_of(error) or "a template"
        raise BuildError(f"{where}: {getattr(error, 'message', error)}", MEND_TEMPLATE) from error
    except (SiteError, JoinError, CitationError) as error:
        where = templates.place_of(error.__cause__) if error.__cause__ else ""
        raise BuildError(f"{where}: {error}" if where else str(error), MEND_TEMPLATE if where else "") from error
    except MISHAPS as error:
        where = templates.place_of(error)
        # Without a template that is not ours, the fault is our own.
        if not (where and templates.own):
            raise
        raise BuildError(f"{where}: {error}", MEND_TEMPLATE) from error


def _card(deck: Deck, templates: Templates) -> bytes | None:
    try:
        return draw_card(deck, templates)
    except ValueError as error:
        raise BuildError(f"site/card.svg: {error}", MEND_TEMPLATE) from error


def _assets(renderer: Renderer, pages: Mapping[str, bytes]) -> dict[str, bytes | Path]:
    """Give what the pages ask for; a file that they only ask for as a part of another one is not published."""
    files, generated = _files(renderer), theme.css(renderer.deck.theme) + renderer.gathered.styles.css
    parts = {part.path for joined in renderer.joins.values() for part in joined}
    try:
        texts = {path: read_asset(files[path]) for path in parts & files.keys()} | {GENERATED: generated}
        joined = {path: join(path, parts, texts).encode() for path, parts in renderer.joins.items()}
    except ValueError as error:
        raise BuildError(str(error), "mend the file in templates/, or delete the project's own copy of it") from error
    found = files | {GENERATED: generated.encode()} | joined
    unasked = {path for path in parts if not any(f'{path}"'.encode() in page for page in pages.values())}
    return {path: content for path, content in sorted(found.items()) if path not in unasked}


def _files(renderer: Renderer) -> dict[str, Path]:
    templates = renderer.templates
    own = {f"assets/{name}": path for name, path in templates.files("assets")}
    vendored = {
        f"assets/vendor/{name}": path for name, path in templates.files("vendor") if not name.endswith(NOT_SHIPPED)
    }
    scripts = {f"assets/{FOLDER}/{name}.js": renderer.typesetter.explorables[name] for name in renderer.explorables}
    return own | vendored | scripts


def _figures(renderer: Renderer, project: Project) -> dict[str, Content]:
    deck = renderer.deck
    nodes = chain(deck.theme.logo, *(each.nodes for each in deck.sections))
    shown = (node for node in nodes if isinstance(node, b.Figure | b.Image) and node.file)
    files = {node.file for node in shown if renderer.drawing(node) is None}
    return {figure_path(file): content for file in files if (content := project.pictures[file])}
