"""All the files of a site: the deck, the pages, the assets and the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import blocks as b
from . import theme
from .card import PATH as CARD
from .card import draw_card
from .diagnostics import Severity
from .explorable import FOLDER
from .page import figure_path
from .render import render_deck
from .renderer import Renderer
from .site import SiteError, render_site

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .diagnostics import Diagnostic
    from .files import Project
    from .model import Deck
    from .templates import Templates
    from .typeset import Typesetter

NOT_SHIPPED = (
    ".toml",
    ".ttf",
    "-ttf/LICENSE",
    "-ttf/LICENSE_FONT",
    "katex.min.js",
    "pele.global.js",
    "pele/LICENSE",
    "vega/LICENSE",
    "vega-lite/LICENSE",
    "vega.min.js",
    "vega-lite.min.js",
)
"""Ends of vendored names that the site does without: the manifest, and what drew formulas, figures and the card."""


class BuildError(Exception):
    """The site cannot be made; the fault is in a template, not in the content."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Take one line on the cause and one on what to do."""
        super().__init__(message)
        self.hint = hint


def site_files(
    deck: Deck, project: Project, templates: Templates, typesetter: Typesetter, diagnostics: Sequence[Diagnostic]
) -> dict[str, bytes | Path]:
    """Give the content of every file of the site, or the file to copy, by its path in the site.

    Raises:
        BuildError: a template is broken.
    """
    from jinja2 import TemplateError  # noqa: PLC0415  loaded with the templates

    errors = [each for each in diagnostics if each.rule.severity is Severity.ERROR]
    renderer = Renderer(deck, templates, typesetter, errors, project.drawings)
    try:
        card = _card(deck, templates) if deck.url else None
        renderer.card = CARD if card else ""
        pages = render_deck(renderer) | render_site(renderer)
    except TemplateError as error:
        where = f"{getattr(error, 'name', None) or 'a template'}:{getattr(error, 'lineno', 0)}"
        raise BuildError(f"{where}: {error}", "mend the template, or delete the project's own copy of it") from error
    except SiteError as error:
        raise BuildError(str(error)) from error
    return {
        **({CARD: card} if card else {}),
        **dict(sorted(_assets(renderer).items())),
        **dict(sorted(_figures(renderer, project.root).items())),
        **pages,
        "assets/generated.css": (theme.css(deck.theme) + renderer.styles.css).encode(),
    }


def _card(deck: Deck, templates: Templates) -> bytes | None:
    try:
        return draw_card(deck, templates)
    except ValueError as error:
        hint = "mend the template, or delete the project's own copy of it"
        raise BuildError(f"site/card.svg: {error}", hint) from error


def _assets(renderer: Renderer) -> dict[str, Path]:
    templates = renderer.templates
    own = {f"assets/{name}": path for name, path in templates.files("assets")}
    vendored = {
        f"assets/vendor/{name}": path for name, path in templates.files("vendor") if not name.endswith(NOT_SHIPPED)
    }
    scripts = {f"assets/{FOLDER}/{name}.js": renderer.typesetter.explorables[name] for name in renderer.explorables}
    return own | vendored | scripts


def _figures(renderer: Renderer, root: Path) -> dict[str, Path]:
    deck = renderer.deck
    nodes = (node for tree in (deck.theme.logo, *(each.trees for each in deck.sections)) for node in b.walk(tree))
    shown = (node for node in nodes if isinstance(node, b.Figure | b.Image) and node.file)
    files = {node.file for node in shown if renderer.drawing(node) is None}
    return {figure_path(file): root / file for file in files}
