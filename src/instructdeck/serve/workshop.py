"""A deck that is built again and again while its files change: what `serve` asks.

`sketch` gives the slides as soon as they can be had, for a browser to show; `finish` then checks the deck and
makes the whole site, the same as `build` would.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from instructdeck.check.checks import check
from instructdeck.console.report import to_show
from instructdeck.contained import Contained
from instructdeck.deck.diagnostics import Findings
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.overtaken import go_on
from instructdeck.render.renderer import Styles
from instructdeck.site.build import renderer_of, site_of, slide_of, slides_of
from instructdeck.templating.templates import Templates
from instructdeck.typeset.typeset import Typesetter
from instructdeck.values import dataclass

from .revision import Editor

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from instructdeck.cache import Cache
    from instructdeck.contained import Content
    from instructdeck.deck.diagnostics import Diagnostic
    from instructdeck.deck.model import Deck
    from instructdeck.render.renderer import Renderer


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
    files: Mapping[str, Content]
    """Every file of the site, or the file to copy, by its path in the site."""
    changed: frozenset[str]
    """Paths in the site that are new, or have another content than in the whole site before."""
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
    built: dict[str, Content] = field(default_factory=dict)
    """The files of the last whole site."""
    again: set[Path] | None = None
    """The files that have changed since; None where that is not known."""
    revised: bool = False
    """Whether a slide was read alone, so that places in its file are not as they were."""
    starts: dict[str, list[int]] = field(default_factory=dict)
    """The lines on which the slides of each file begin."""
    styles: Styles = field(default_factory=Styles)
    """What the slides of the last sketch ask of the style sheet."""
    found: Findings = field(default_factory=Findings)
    """What is known to be wrong."""
    project: Project = field(init=False)
    deck: Deck = field(init=False)
    templates: Templates = field(init=False)
    typesetter: Typesetter = field(init=False)

    def sketch(self, changed: Collection[str] | None = None) -> Sketch:
        """Give the slides, with the files at these paths below the root read again; with all of them for None.

        Raises:
            BuildError: a template is broken.
        """
        self._note(changed)
        if changed is not None and len(set(changed)) == 1 and (sketch := self._revise(next(iter(changed)))):
            return sketch
        before = () if changed is None else (each for each in self.found.items if each.location.path not in changed)
        self._take(*self._load())
        # What a check found in other files most likely still holds.
        self.found = Findings([*self.project.findings.items, *before])
        renderer = self._renderer(to_show(self.found))
        slides = {name: str(html) for name, html in slides_of(renderer).items()}
        return self._sketched(slides, renderer)

    def finish(self, pause: Callable[[], None] = go_on) -> Rebuilt:
        """Give the whole site of what was sketched last, after a check.

        It calls `pause` between files, checks and templates, which may end it by what it raises: nothing is kept before
        all is done. With 2,300 slides a check may take a second.

        Raises:
            BuildError: a template is broken.
        """
        project, deck = self._load(pause) if self.revised else (self.project, self.deck)
        found = Findings([*project.findings.items, *check(deck, self.typesetter, pause=pause)])
        diagnostics = to_show(found)
        renderer = renderer_of(deck, project, self.templates, self.typesetter, diagnostics)
        renderer.pause = pause
        files = site_of(renderer, project)
        slides = {name: str(html) for name, html in slides_of(renderer).items()}
        self._take(project, deck)
        self.found = found
        before, self.built = self.built, files
        changed = {path for path, content in files.items() if before.get(path) != content or self._copied(content)}
        self.again = set()
        return Rebuilt(
            self.deck,
            diagnostics,
            self.project.texts,
            files,
            frozenset(changed),
            self._sketched(slides, renderer),
        )

    def _renderer(self, diagnostics: Sequence[Diagnostic]) -> Renderer:
        return renderer_of(self.deck, self.project, self.templates, self.typesetter, diagnostics)

    def _copied(self, content: Content) -> bool:
        """Tell whether a file of the site is the copy of one that has changed."""
        if isinstance(content, bytes) or self.again is None:
            return not isinstance(content, bytes)
        return (content.path if isinstance(content, Contained) else content) in self.again

    def _note(self, changed: Collection[str] | None) -> None:
        """Forget what cannot be used any more once some files have changed."""
        again = None if changed is None else {self.root / path for path in changed}
        self.again = None if again is None or self.again is None else self.again | again
        if changed is None or any(path.startswith("templates/") for path in changed):
            self.templates = Templates.of(self.root)
            self.typesetter = Typesetter(self.templates, self.cache)

    def _load(self, pause: Callable[[], None] = go_on) -> tuple[Project, Deck]:
        """Read all of the deck."""
        project = Project(self.root, pause=pause)
        deck = load(project, self.templates.layouts, self.file)
        project.pause = go_on
        self.typesetter.begin()
        return project, deck

    def _take(self, project: Project, deck: Deck) -> None:
        """Keep a deck that was read: the next edit is one of its texts."""
        self.project, self.deck, self.revised = project, deck, False
        self.starts = {
            section.slides[0].location.path: [slide.location.line for slide in section.slides]
            for section in self.deck.sections
        }

    def _revise(self, path: str) -> Sketch | None:
        """Give the slides after an edit of one file; None where more than one slide must be read."""
        project = Project(self.root, drawings=self.project.drawings)
        old, new = self.project.texts.get(path), project.read(path) if path in self.starts else None
        if old is None or new is None or project.findings.items or not self.shown:
            return None
        if old == new:
            return Sketch(self.shown, (), self.styles.css)
        starts = self.starts[path]
        section = next(each for each in self.deck.sections if each.slides[0].location.path == path)
        found = Editor(self.deck, project, self.templates.layouts, section, starts).revise(old, new)
        if found is None or found.moves(self.found.items):
            return None
        self.deck, self.revised = found.deck, True
        self.starts[path] = [start + found.edit.more * (start >= found.lines.stop) for start in starts]
        self.project.texts[path] = new
        self.found = Findings([*found.edit.moved(self.found.items, path, found.lines), *found.findings])
        self.project.findings = self.found
        renderer = self._renderer(to_show(self.found))
        html = str(slide_of(renderer, found.slide))
        self.styles.known |= renderer.gathered.styles.known
        before, self.shown = self.shown, self.shown | {found.slide.id: html}
        return Sketch(self.shown, () if before[found.slide.id] == html else (found.slide.id,), self.styles.css)

    def _sketched(self, slides: dict[str, str], renderer: Renderer) -> Sketch:
        before, self.shown = self.shown, slides
        self.styles = renderer.gathered.styles
        changed = tuple(name for name, html in slides.items() if before.get(name) != html)
        return Sketch(slides, changed, self.styles.css)
