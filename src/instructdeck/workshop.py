"""A deck that is built again and again while its files change: what `serve` asks.

`sketch` gives the slides as soon as they can be had, for a browser to show; `finish` then checks the deck and
makes the whole site, the same as `build` would.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from .build import renderer_of, site_of, slides_of
from .checks import check
from .diagnostics import Findings
from .files import Project
from .load import load
from .report import to_show
from .templates import Templates
from .typeset import Typesetter
from .values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from .cache import Cache
    from .diagnostics import Diagnostic
    from .model import Deck
    from .renderer import Renderer


@dataclass(frozen=True)
class Sketch:
    """The slides of a deck, in their order, before or after they are checked."""

    slides: Mapping[str, str]
    """The HTML of each slide by its id: what stands in `deck/index.html`."""
    changed: tuple[str, ...]
    """Ids of the slides that are new, or differ from those of the sketch before."""
    css: str
    """The style sheet `assets/generated.css`, as far as the slides need it."""


@dataclass(frozen=True)
class Rebuilt:
    """A deck with its whole site, as `build` would write it, and what is wrong with it."""

    deck: Deck
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    """Every text that was read, by path: reports show lines of it."""
    files: Mapping[str, bytes | Path]
    """Every file of the site, or the file to copy, by its path in the site."""
    changed: frozenset[str]
    """Paths in the site that are new, or have another content than in the whole site before."""
    removed: frozenset[str]
    """Paths that were in the whole site before."""
    sketch: Sketch
    """The slides with what is wrong shown on them; `changed` names those that differ from the sketch before."""


@dataclass
class Workshop:
    """Builds one deck, and keeps what the next build of it can use."""

    root: Path
    """The folder of the project, or of the one file."""
    file: str = ""
    """The name of a deck of one file."""
    cache: Cache | None = None
    shown: dict[str, str] = field(default_factory=dict)
    """The slides of the last sketch."""
    built: dict[str, bytes | Path] = field(default_factory=dict)
    """The files of the last whole site."""
    again: set[Path] | None = None
    """The files that have changed since; None where that is not known."""
    project: Project = field(init=False)
    deck: Deck = field(init=False)
    templates: Templates = field(init=False)
    typesetter: Typesetter = field(init=False)

    def sketch(self, changed: Collection[str] | None = None) -> Sketch:
        """Give the slides, with the files at these paths below the root read again; with all of them for None.

        Raises:
            BuildError: a template is broken.
        """
        self._load(changed)
        renderer = self._renderer(to_show(self.project.findings))
        slides = {name: str(html) for name, html in slides_of(renderer).items()}
        return self._sketched(slides, renderer.gathered.styles.css)

    def finish(self) -> Rebuilt:
        """Give the whole site of what was sketched last, after a check.

        Raises:
            BuildError: a template is broken.
        """
        found = Findings([*self.project.findings.items, *check(self.deck, self.typesetter)])
        diagnostics = to_show(found)
        renderer = self._renderer(diagnostics)
        files = site_of(renderer, self.root)
        slides = {name: str(html) for name, html in slides_of(renderer).items()}
        before, self.built = self.built, files
        changed = {path for path, content in files.items() if before.get(path) != content or self._copied(content)}
        self.again = set()
        return Rebuilt(
            self.deck,
            diagnostics,
            self.project.texts,
            files,
            frozenset(changed),
            frozenset(before.keys() - files.keys()),
            self._sketched(slides, renderer.gathered.styles.css),
        )

    def _renderer(self, diagnostics: Sequence[Diagnostic]) -> Renderer:
        return renderer_of(self.deck, self.project, self.templates, self.typesetter, diagnostics)

    def _copied(self, content: bytes | Path) -> bool:
        """Tell whether a file of the site is the copy of one that has changed."""
        return not isinstance(content, bytes) and (self.again is None or content in self.again)

    def _load(self, changed: Collection[str] | None) -> None:
        again = None if changed is None else {self.root / path for path in changed}
        self.again = None if again is None or self.again is None else self.again | again
        self.project = Project(self.root)
        self.templates = Templates.of(self.root)
        self.typesetter = Typesetter(self.templates, self.cache)
        self.deck = load(self.project, self.templates.layouts, self.file)

    def _sketched(self, slides: dict[str, str], css: str) -> Sketch:
        before, self.shown = self.shown, slides
        changed = tuple(name for name, html in slides.items() if before.get(name) != html)
        return Sketch(slides, changed, css)
