"""What a new state of a deck changes for windows that show the one before: the least that they must be told."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from instructdeck.console.report import as_text
from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import Severity
from instructdeck.deck.rules import MERGE_CONFLICT, MISSING_FILE, UNREADABLE_FILE, YAML_SYNTAX
from instructdeck.load.finders import DATA_ENDINGS
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from instructdeck.deck.diagnostics import Diagnostic, Location
    from instructdeck.deck.model import Deck, Slide

DECK_FILES = ("content/deck.yml", "content/sources.yml")
"""Files that every slide depends on."""
UNREAD = (MERGE_CONFLICT, MISSING_FILE, UNREADABLE_FILE, YAML_SYNTAX)
"""What leaves out more than the line that it is about."""
ON_SLIDE = (MERGE_CONFLICT, YAML_SYNTAX)
"""Which of these concern only a slide where they are found on one."""
MAX_PROBLEMS = 50
"""Problems that a window is told of; the terminal has them all."""


@dataclass(frozen=True)
class Faults:
    """The errors of a deck, by where they are seen."""

    slides: frozenset[str] = frozenset()
    """Ids of the slides with an error on their lines, or in the data that they show."""
    files: frozenset[str] = frozenset()
    """Files that cannot be read as a whole."""

    def reach(self, path: str) -> bool:
        """Tell whether one of these may have changed the slides of a file: one of its section, or of the deck."""
        return any(each in DECK_FILES or each.rpartition("/")[0] == path.rpartition("/")[0] for each in self.files)


def faults(deck: Deck, diagnostics: Iterable[Diagnostic]) -> Faults:
    """Give where the errors of a deck are seen."""
    slides = slides_by_path(deck)
    wrong = [(each, slides_of(each, slides)) for each in errors(diagnostics)]
    files = (each.location.path for each, on in wrong if each.rule in UNREAD and not (on and each.rule in ON_SLIDE))
    return Faults(frozenset(name for _, on in wrong for name in on), frozenset(files))


@dataclass(frozen=True)
class Source:
    """Where a slide is written."""

    path: str
    text: str


@dataclass(eq=False)
class Shown:
    """The slides that windows show: as they were when last they could be read, where they cannot be now."""

    slides: dict[str, str] = field(default_factory=dict)
    """HTML by id, in order."""
    good: dict[str, str] = field(default_factory=dict)
    """Of each slide when it last could be read."""
    sources: dict[str, Source] = field(default_factory=dict)
    """What is written for each slide, by id."""
    held: frozenset[str] = frozenset()
    """Ids of the slides that are not shown as they are now."""
    changed: frozenset[str] = frozenset()
    """Ids of the slides that are shown differently since the last look."""
    kept: bool = False
    """Whether slides are shown that are not there now."""
    edited: str = ""
    """Id of the first slide whose Markdown was new or another one; empty for none."""
    divided: dict[str, tuple[str, dict[str, Source]]] = field(default_factory=dict)
    """The text of each file, and what of it is written for its slides."""

    def read(self, deck: Deck, texts: Mapping[str, str], slides: Mapping[str, str], wrong: Faults) -> dict[str, object]:
        """Show a deck that was just read; gives what windows must be told of that, empty for nothing."""
        sources = self._sources(deck, texts)
        before, self.sources = self.sources, self._gone(wrong, slides) | sources
        same = {name for name, source in sources.items() if before.get(name) == source}
        self.edited = next((name for name in sources if name not in before), "") if before else ""
        self.edited = self.edited or next((name for name in sources if before and name not in same), "")
        kept = self._loses(slides, wrong)
        # Without the slides that are missed, all others have other numbers.
        reached = {name for name in same if kept or wrong.reach(sources[name].path)}
        broken = (wrong.slides | reached) & slides.keys()
        held = frozenset(broken & self.good.keys())
        fresh = {name: self.good[name] if name in held else html for name, html in slides.items()}
        if not kept:
            self.good = {name: html for name, html in fresh.items() if name in held or name not in broken}
        return self._show(fresh, held, kept=kept)

    def checked(self, slides: Mapping[str, str], wrong: Faults) -> dict[str, object]:
        """Show the same deck once it is checked: what only a check finds is said beside a slide, not on it."""
        fresh = {
            name: self.good[name] if name in self.good and (name in self.held or name in wrong.slides) else html
            for name, html in slides.items()
        }
        return self._show(fresh, self.held, kept=self.kept)

    def since(self, before: Mapping[str, str]) -> dict[str, object]:
        """Give what a window must be told that shows other slides: HTML by id, in order."""
        changed = {name: html for name, html in self.slides.items() if before.get(name) != html}
        news: dict[str, object] = {"slides": changed} if changed else {}
        return news | ({"order": list(self.slides)} if list(self.slides) != list(before) else {})

    def _show(self, fresh: dict[str, str], held: frozenset[str], *, kept: bool) -> dict[str, object]:
        if kept:
            fresh = {name: fresh.get(name, html) for name, html in self.slides.items()}
        # A window that was opened meanwhile shows what was broken.
        released = self.held - held
        differ = frozenset(name for name, html in fresh.items() if self.slides.get(name) != html)
        before = {name: "" if name in released else html for name, html in self.slides.items()}
        again = self.kept and not kept
        self.slides, self.held, self.kept, self.changed = fresh, held, kept, differ
        return self.since(before) | ({"whole": True} if again else {})

    def _loses(self, slides: Mapping[str, str], wrong: Faults) -> bool:
        """Tell whether slides have come or gone most likely because something cannot be read."""
        if not wrong.files.isdisjoint(DECK_FILES):
            return bool(self.good) and list(slides) != list(self.good)
        lost = {self.sources[name].path for name in self.good.keys() - slides.keys() if name in self.sources}
        # Where a text cannot be read at all, one slide stands for it.
        stand_ins = {self.sources[name].path for name in wrong.slides - self.good.keys() if name in self.sources}
        return any(wrong.reach(path) or path in stand_ins for path in lost)

    def _sources(self, deck: Deck, texts: Mapping[str, str]) -> dict[str, Source]:
        """Give what is written for each slide; of a text that is as it was, as it was."""
        divided = {}
        for path, slides in slides_by_path(deck).items():
            text, found = self.divided.get(path, ("", {}))
            fresh = texts.get(path, "")
            same = fresh is text and list(found) == [each.id for each in slides]
            divided[path] = (text, found) if same else (fresh, _divided(path, fresh, slides))
        self.divided = divided
        return {name: source for _, found in divided.values() for name, source in found.items()}

    def _gone(self, wrong: Faults, slides: Mapping[str, str]) -> dict[str, Source]:
        """Give what was written for slides that have gone while something is wrong."""
        if not (wrong.slides or wrong.files):
            return {}
        return {name: source for name, source in self.sources.items() if name not in slides}


def _divided(path: str, text: str, slides: Sequence[Slide]) -> dict[str, Source]:
    lines = text.split("\n")
    return {each.id: Source(path, "\n".join(lines[each.location.line - 1 : each.last_line]).strip()) for each in slides}


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Give the errors alone."""
    return [each for each in diagnostics if each.rule.severity is Severity.ERROR]


def slides_by_path(deck: Deck) -> dict[str, list[Slide]]:
    """Give the slides of each file."""
    found: dict[str, list[Slide]] = {}
    for slide in deck.slides:
        found.setdefault(slide.location.path, []).append(slide)
    return found


def slides_of(problem: Diagnostic, slides: Mapping[str, Sequence[Slide]]) -> tuple[str, ...]:
    """Give the ids of the slides that a problem concerns: the one on whose lines it is, or those that show its file."""
    place = problem.location
    on = (each.id for each in slides.get(place.path, ()) if each.location.line <= place.line <= each.last_line)
    found = tuple(on)[:1]
    if found or not place.path.endswith(DATA_ENDINGS):
        return found
    return tuple(each.id for path, some in slides.items() for each in some if _may_show(each, path, place.path))


def _may_show(slide: Slide, path: str, data: str) -> bool:
    """Tell whether a slide shows the data of a file, or something that cannot be drawn and may be it."""
    near = data.startswith(f"{path.rpartition('/')[0]}/")
    return near and any(
        isinstance(node, b.Broken) or (isinstance(node, b.Datum) and node.location.path == data) for node in slide.nodes
    )


def section_of(problem: Diagnostic, deck: Deck) -> str:
    """Give the id of the section in whose folder a problem is; empty for none."""
    folders = {each.id: each.location.path.rpartition("/")[0] for each in deck.sections}
    path = problem.location.path
    return next((name for name, folder in folders.items() if folder and path.startswith(f"{folder}/")), "")


def problems(
    deck: Deck, diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], opener: Callable[[Location], str]
) -> list[dict[str, object]]:
    """Give the errors of a deck as windows show them; `opener` gives the address that opens a place in an editor."""
    slides = slides_by_path(deck)
    return [
        {
            "slides": slides_of(each, slides),
            "section": section_of(each, deck),
            "path": each.location.path,
            "line": each.location.line,
            "column": each.location.column,
            "editor": opener(each.location),
            "text": as_text([each], texts).rstrip(),
        }
        for each in errors(diagnostics)[:MAX_PROBLEMS]
    ]


def assets(changed: Iterable[str]) -> dict[str, list[str]]:
    """Give the paths of a site that have changed, by what a window does about them."""
    kinds: dict[str, list[str]] = {"pages": [], "styles": [], "scripts": [], "figures": []}
    for path in sorted(changed):
        kinds[_kind(path)].append(path)
    return {kind: paths for kind, paths in kinds.items() if paths}


def _kind(path: str) -> str:
    ending = path.rpartition(".")[2]
    return {"html": "pages", "css": "styles", "js": "scripts"}.get(ending, "figures")
