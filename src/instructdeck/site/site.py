"""The site of syntheses, built by MkDocs in this process; the only module that knows MkDocs.

MkDocs gets finished HTML, never Markdown: its own Markdown library is weak against hostile input.
It gives the navigation and the pages' frame (our theme, `templates/site/theme`); each of its warnings fails the build.
It reads and writes no file: pages come from memory and go back to it.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from instructdeck.cores import divided, each_made
from instructdeck.deck.links import DECK_PAGE
from instructdeck.render.page import Page
from instructdeck.render.render import styles_for
from instructdeck.values import dataclass

from .pages import Pages
from .search import search_index
from .spared import spared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment
    from markupsafe import Markup

    from instructdeck.render.renderer import Rendered, Renderer

    from .pages import SitePage

SEARCH_INDEX = "assets/search-index.js"
"""What can be found, for `site-search.js`."""
PICTURE = 'class="picture'
"""What a page with small pictures of slides has in it."""
SHARE = 50
"""Pages that are worth a process."""
THEME = "site/theme"
"""The folder of the frame around each page, below the template folders."""
NOWHERE = Path(__file__) / "nowhere"
"""A path that cannot exist, because it lies below a file: MkDocs has no folder to read, to clear or to write."""


UNUSED = (
    "pathspec",
    "pathspec.gitignore",
    "pathspec.util",
    "markdown",
    "markdown.extensions",
    "markdown.extensions.toc",
    "markdown.htmlparser",
    "markdown.postprocessors",
    "markdown.treeprocessors",
    "markdown.util",
    "importlib.metadata",
)
"""Modules that MkDocs imports and does not need for pages that are finished."""


class SiteError(Exception):
    """The site could not be built; the reason is a fault of a template or of this tool, not of the content."""


def render_site(renderer: Renderer) -> dict[str, bytes]:
    """Give the site's pages and its search index by their path in the site.

    Raises:
        SiteError: a template is broken, or MkDocs warns of anything.
    """
    pages, deck = Pages(renderer), renderer.deck
    shares = divided(pages.all, [1] * len(pages.all), SHARE, renderer.cores)

    def ahead(number: int) -> _Ahead:
        """Make a part of the pages; the first part is made here, page by page, as MkDocs asks for them."""
        contents = (
            {page.path: renderer.apart(page.template, **page.values) for page in shares[number]} if number else {}
        )
        return _Ahead(contents, search_index(deck) if number == len(shares) - 1 else b"")

    coming = each_made(ahead, range(len(shares)), renderer.cores)
    plugin = _Plugin(pages, frozenset(page.path for page in shares[0]), next(coming), coming)
    return _build(plugin) | {SEARCH_INDEX: plugin.ahead.index}


def _build(plugin: _Plugin) -> dict[str, bytes]:
    from jinja2 import TemplateError  # noqa: PLC0415  as costly as MkDocs, which brings it

    with spared(*UNUSED):
        from mkdocs.commands.build import build  # noqa: PLC0415  `check` needs none of it
        from mkdocs.config import defaults  # noqa: F401, PLC0415
        from mkdocs.exceptions import MkDocsException  # noqa: PLC0415

    with _complaints() as complaints:
        try:
            build(_config(plugin))
        # Abort is also a SystemExit: uncaught, it would end the program in silence.
        # A ValueError is a template that is not UTF-8, or a SOURCE_DATE_EPOCH that is no number.
        except (MkDocsException, TemplateError, ValueError) as error:
            raise SiteError("; ".join(complaints) or str(error)) from error
    if complaints:
        raise SiteError("; ".join(complaints))
    return plugin.built


def _config(plugin: _Plugin) -> Any:  # noqa: ANN401  a class made at run time
    from mkdocs.plugins import PluginCollection  # noqa: PLC0415
    from mkdocs.theme import Theme  # noqa: PLC0415

    theme = Theme()
    theme.static_templates.clear()  # MkDocs' own sitemap holds the date of the build
    theme.dirs = [str(folder / THEME) for folder in plugin.renderer.templates.folders]
    plugins = PluginCollection()
    plugins["instructdeck"] = plugin  # type: ignore[assignment]  # MkDocs looks for the methods only
    config = _config_class()()
    config.load_dict(
        {
            "site_name": plugin.renderer.deck.title,
            "docs_dir": str(NOWHERE / "docs"),
            "site_dir": str(NOWHERE / "site"),
            "use_directory_urls": False,
            "nav": [{page.title: _markdown_name(page)} for page in plugin.pages.all],
            "theme": theme,
            "plugins": plugins,
        }
    )
    errors, warnings = config.validate()
    if errors or warnings:
        raise SiteError("; ".join(f"{key}: {problem}" for key, problem in (*errors, *warnings)))
    return config


@cache
def _config_class() -> Any:  # noqa: ANN401
    """MkDocs' configuration with a theme and plugins that are given, so that it need not search for installed ones."""
    from mkdocs.config import config_options  # noqa: PLC0415
    from mkdocs.config.defaults import MkDocsConfig  # noqa: PLC0415
    from mkdocs.plugins import PluginCollection  # noqa: PLC0415
    from mkdocs.theme import Theme  # noqa: PLC0415

    class Config(MkDocsConfig):  # type: ignore[no-untyped-call]  # of its own `__init_subclass__`
        docs_dir = config_options.Type(str)
        theme = config_options.Type(Theme)
        plugins = config_options.Type(PluginCollection)
        markdown_extensions = config_options.Type(list, default=[])

    return Config


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Give the list that gathers what MkDocs warns of meanwhile; nothing of it is printed."""
    logger = logging.getLogger("mkdocs")
    before = logger.propagate, logger.level
    gathering = _Gathering()
    logger.addHandler(gathering)
    logger.propagate, logger.level = False, logging.WARNING
    try:
        yield gathering.messages
    finally:
        logger.propagate, logger.level = before
        logger.removeHandler(gathering)


class _Gathering(logging.Handler):
    """Keeps the messages of warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


@dataclass(frozen=True, slots=True)
class _Ahead:
    """What is there before MkDocs asks for it."""

    contents: dict[str, Rendered]
    """Of pages, by their path."""
    index: bytes
    """The search index; empty while it is not there."""


@dataclass(eq=False)
class _Plugin:
    """What MkDocs asks while it builds; it finds these methods by their names."""

    pages: Pages
    own: frozenset[str]
    """The paths of the pages that are made here."""
    ahead: _Ahead
    coming: Iterator[_Ahead]
    """What other processes make meanwhile, in the order of the pages."""
    built: dict[str, bytes] = field(default_factory=dict)

    @property
    def renderer(self) -> Renderer:
        return self.pages.renderer

    @cached_property
    def by_path(self) -> dict[str, SitePage]:
        return {page.path: page for page in self.pages.all}

    def on_files(self, files: Any, *, config: Any) -> Any:  # noqa: ANN401, ARG002  there are none
        """Give the pages as files without content."""
        from mkdocs.structure.files import File, Files, InclusionLevel  # noqa: PLC0415

        made = []
        for page in self.pages.all:
            file = File.generated(config, _markdown_name(page), content="", inclusion=InclusionLevel.INCLUDED)
            file.dest_uri = page.path
            made.append(file)
        return Files(made)

    def on_page_content(self, _html: str, *, page: Any, config: Any, files: Any) -> Markup:  # noqa: ANN401, ARG002
        """Give the content of a page."""
        found = self.content(self.by_path[page.file.dest_uri])
        self.renderer.gathered.styles.add(found.styles.items())
        return found.html

    def content(self, page: SitePage) -> Rendered:
        """Give the content of a page: as another process has made it, or made now."""
        if page.path in self.own:
            return self.renderer.apart(page.template, **page.values)
        while page.path not in self.ahead.contents:
            self.ahead = next(self.coming)
        return self.ahead.contents[page.path]

    def on_env(self, env: Environment, *, config: Any, files: Any) -> Environment:  # noqa: ANN401, ARG002
        """Give the theme the strictness and the shared parts of our other templates."""
        from jinja2 import ChoiceLoader  # noqa: PLC0415

        ours = self.renderer.templates.environment
        return ours.overlay(loader=ChoiceLoader([loader for loader in (env.loader, ours.loader) if loader]))

    def on_page_context(self, _context: Any, *, page: Any, config: Any, nav: Any) -> dict[str, Any]:  # noqa: ANN401, ARG002
        """Give the frame its values, and none of MkDocs' own that know the clock."""
        return {
            "deck": self.renderer.deck,
            "card": self.renderer.card,
            "frame": Page(self.renderer, section="", root="", deck=DECK_PAGE),
            "page": page,
            "site_page": self.by_path[page.file.dest_uri],
            "strip": self.pages.strip,
            "deck_page": DECK_PAGE,
            "explorables": [name for name in self.renderer.explorables if f'data-explorable="{name}"' in page.content],
            "styles": ["assets/slide.css"] * (PICTURE in page.content) + styles_for(page.content),
        }

    def on_post_page(self, output: str, *, page: Any, config: Any) -> str:  # noqa: ANN401, ARG002
        """Keep a finished page, and leave MkDocs nothing to write."""
        self.built[page.file.dest_uri] = output.encode()
        return ""


def _markdown_name(page: SitePage) -> str:
    return page.path.removesuffix(".html") + ".md"
