"""One slide that was edited, read alone: what else a file says is not read again.

That is only right while the edit stays within the slide. Whatever could reach further (a fence that is left open,
a heading, a footnote that other slides share) gives None, and the whole deck is read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import plain_text
from instructdeck.deck.diagnostics import Diagnostic, Location, Severity
from instructdeck.load.load import slide_parts
from instructdeck.load.slides import Slides
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from instructdeck.deck.model import Deck, Section, Slide
    from instructdeck.files.files import Project

_SHARED = re.compile(r"^[ \t>]*\[[^\]]+\]:", re.MULTILINE)
"""The address of a link, or the text of a footnote, which all slides of a file can name."""
_END = "end-of-the-slide"
"""Title of a slide that is put behind the edited one: it is found there only if nothing was left open."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines of a text in the place of others."""

    first: int
    """0-based: the first line that differs."""
    end: int
    """Of the old text: behind the last line that differs."""
    more: int
    """How many lines the new text has more, or fewer, than the old one."""

    def moved(self, diagnostics: Iterable[Diagnostic], path: str, slide: range) -> list[Diagnostic]:
        """Give diagnostics with the lines they have now, without those of the slide that was edited."""
        found = []
        for each in diagnostics:
            place = each.location
            if place.path != path or place.line < slide.start:
                found.append(each)
            elif place.line >= slide.stop:
                found.append(replace(each, location=Location(path, place.line + self.more, place.column)))
        return found


def edit_of(old: Sequence[str], new: Sequence[str]) -> Edit:
    """Give what makes one text of another."""
    limit = min(len(old), len(new))
    first = next((at for at in range(limit) if old[at] != new[at]), limit)
    limit -= first
    same = 0
    while same < limit and old[-1 - same] == new[-1 - same]:
        same += 1
    return Edit(first, len(old) - same, len(new) - len(old))


@dataclass(frozen=True)
class Revision:
    """A deck with one slide that is not as it was."""

    deck: Deck
    slide: Slide
    edit: Edit
    lines: range
    """1-based lines that the slide had."""
    findings: tuple[Diagnostic, ...]
    """What is wrong with the slide as it stands now."""

    def moves(self, diagnostics: Iterable[Diagnostic]) -> bool:
        """Tell whether there are errors behind it that are now on other lines: their slides show these."""
        errors = (
            [each.location for each in diagnostics if each.rule.severity is Severity.ERROR] if self.edit.more else []
        )
        return any(each.path == self.slide.location.path and each.line >= self.lines.stop for each in errors)


@dataclass(frozen=True)
class Editor:
    """Reads one slide of a file again."""

    deck: Deck
    project: Project
    layouts: Collection[str]
    section: Section
    """Whose slides stand in the file."""
    starts: Sequence[int]
    """The 1-based lines on which its slides began."""

    def revise(self, before: str, after: str) -> Revision | None:
        """Give the deck after an edit of the file, or None where more than one slide must be read."""
        old, new = before.split("\n"), after.split("\n")
        edit = edit_of(old, new)
        starts = self.starts
        at = sum(start <= edit.first for start in starts) - 1
        if at < 0 or len(starts) != len(self.section.slides) or _SHARED.search(before) or _SHARED.search(after):
            return None
        end = starts[at + 1] - 1 if at + 1 < len(starts) else len(old)
        text = "\n".join(new[starts[at] - 1 : end + edit.more])
        slide = self._read(self.section.slides[at], text, starts[at]) if edit.end <= end else None
        if slide is None:
            return None
        slides = (*self.section.slides[:at], slide, *self.section.slides[at + 1 :])
        section = replace(self.section, slides=slides)
        sections = tuple(section if each is self.section else each for each in self.deck.sections)
        lines = range(starts[at], end + 1)
        return Revision(replace(self.deck, sections=sections), slide, edit, lines, tuple(self.project.findings))

    def _read(self, before: Slide, text: str, first_line: int) -> Slide | None:
        ended = f"{text}\n\n## {_END}\n"
        parts = slide_parts(ended, self.project, self.section, html=self.deck.html, first_line=first_line)
        if len(parts) != 2:  # noqa: PLR2004  the slide and the one behind it
            return None
        part, last = parts
        closed = last.title is not None and plain_text(last.title.children) == _END and not last.notes
        if part.title is None or part.title.level != 2 or not closed:  # noqa: PLR2004
            return None
        found = Slides(self.project.findings, self.layouts, ()).slide(part, self.section.id, before.number)
        same = found.title_text == before.title_text
        # Where other slides have the same title, its id has a number.
        return replace(found, id=before.id, id_given=before.id_given) if same else None
