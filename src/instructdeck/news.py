"""What a new state of a deck changes for windows that show the one before: the least that they must be told."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from .diagnostics import Severity
from .report import as_text
from .values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .diagnostics import Diagnostic, Location
    from .model import Deck, Slide

MAX_PROBLEMS = 50
"""Problems that a window is told of; the terminal has them all."""


@dataclass(eq=False)
class Shown:
    """The slides that windows show, the last good ones where the present ones are broken."""

    slides: dict[str, str] = field(default_factory=dict)
    """HTML by id, in order."""
    good: dict[str, str] = field(default_factory=dict)
    """Of each slide as it was when it last had no error."""
    sources: dict[str, str] = field(default_factory=dict)
    """The Markdown of each slide, by id."""

    def take(self, slides: Mapping[str, str], faults: Faults) -> dict[str, object]:
        """Show other slides from now on; gives what windows must be told of that, empty for nothing."""
        fresh = self._held(slides, faults)
        changed = {name: html for name, html in fresh.items() if self.slides.get(name) != html}
        order = list(fresh)
        news: dict[str, object] = {"slides": changed} if changed else {}
        if order != list(self.slides):
            news["order"] = order
        self.slides = fresh
        return news

    def _held(self, slides: Mapping[str, str], faults: Faults) -> dict[str, str]:
        """Give the slides to show: broken ones stay as they were, and no slide goes because a file is broken."""
        fresh = {name: self.good.get(name, html) if name in faults.slides else html for name, html in slides.items()}
        if faults.elsewhere and self.good and not self.good.keys() <= slides.keys():
            return {name: fresh.get(name, html) for name, html in self.slides.items()}
        self.good = {name: html for name, html in fresh.items() if name not in faults.slides or name in self.good}
        return fresh

    def edited(self, deck: Deck, texts: Mapping[str, str]) -> str:
        """Give the id of the first slide whose Markdown is new or another one; empty for none."""
        lines = {path: texts[path].split("\n") for path in {each.location.path for each in deck.slides} & texts.keys()}
        now = {each.id: "\n".join(_lines_of(each, lines)).strip() for each in deck.slides}
        before, self.sources = self.sources, now
        if not before:
            return ""
        new = next((name for name in now if name not in before), "")
        return new or next((name for name, text in now.items() if before[name] != text), "")


def _lines_of(slide: Slide, lines: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return lines.get(slide.location.path, ())[slide.location.line - 1 : slide.last_line]


@dataclass(frozen=True)
class Faults:
    """The errors of a deck, by where they are seen."""

    slides: frozenset[str]
    """Ids of the slides with an error."""
    elsewhere: bool
    """Whether any error lies outside of all slides: then a whole part of the deck may be missing."""


def faults(deck: Deck, diagnostics: Iterable[Diagnostic]) -> Faults:
    """Give where the errors of a deck are seen."""
    places = [slide_of(each, deck) for each in errors(diagnostics)]
    return Faults(frozenset(places) - {""}, "" in places)


def errors(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Give the errors alone."""
    return [each for each in diagnostics if each.rule.severity is Severity.ERROR]


def slide_of(problem: Diagnostic, deck: Deck) -> str:
    """Give the id of the slide on whose lines a problem is; empty when it lies elsewhere."""
    place = problem.location
    on = (
        slide.id
        for slide in deck.slides
        if slide.location.path == place.path and slide.location.line <= place.line <= slide.last_line
    )
    return next(on, "")


def problems(
    deck: Deck, diagnostics: Iterable[Diagnostic], texts: Mapping[str, str], opener: Callable[[Location], str]
) -> list[dict[str, object]]:
    """Give the errors of a deck as windows show them; `opener` gives the address that opens a place in an editor."""
    return [
        {
            "slide": slide_of(each, deck),
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
