"""Parts of a text to slides: their ids, each once in the deck, their layouts, and what must not stand on them."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import Location
from instructdeck.deck.ids import Ids, is_id
from instructdeck.deck.model import Slide
from instructdeck.deck.rules import DUPLICATE_ID, EMPTY_TITLE, STRAY_RULE, TEXT_BEFORE_SLIDE, UNKNOWN_LAYOUT
from instructdeck.markdown.passage import shift
from instructdeck.markdown.tree import slug
from instructdeck.typeset.terms import LAYOUT as NAMING
from instructdeck.typeset.terms import named
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection

    from instructdeck.deck.diagnostics import Findings
    from instructdeck.markdown.tree import Part


@dataclass
class Slides:
    """Makes the slides of one deck."""

    findings: Findings
    layouts: Collection[str]
    given: Collection[str]
    """Ids that authors wrote anywhere in the deck: none of those that are derived may be one of them."""
    ids: Ids = field(default_factory=Ids)
    places: dict[str, Location] = field(default_factory=dict)
    """Where the slide with an id is."""

    def slide(self, part: Part, section: str, number: int) -> Slide:
        """Give the slide that a part of a section's text is."""
        title = part.title
        ruled = all(isinstance(block, b.HorizontalRule) for block in part.blocks) and not part.notes
        if title is None and not ruled and not b.plain_text(part.blocks).startswith("##"):
            hint = "begin the slide with '## Title {#id}'"
            self.findings.add(TEXT_BEFORE_SLIDE, "this stands before the first slide", part.location, hint)
        elif title and not b.plain_text(title.children):
            self.findings.add(EMPTY_TITLE, "a slide without a title", part.location, "write '## Title {#id}'", 2)
        nodes = tuple(b.walk(part.blocks))
        for node in nodes:
            if isinstance(node, b.HorizontalRule):
                hint = "delete it; a new slide begins with '## Title'"
                self.findings.add(STRAY_RULE, "a line of '---' does not begin a slide here", node.location, hint, 3)
        explicit = title.attributes.id if title else None
        words = b.plain_text(title.children) if title else ""
        derived = _legal_id(slug(words) or f"{section}-{number}")
        wanted = explicit.value if explicit else derived
        name = self._id(wanted, part, explicit=explicit is not None)
        classes = tuple(each.value for each in title.attributes.classes) if title else ()
        shown = [
            node.label
            for node in (*b.walk(title.children if title else ()), *nodes)
            if isinstance(node, b.FootnoteReference)
        ]
        # What only the notes point to is for the speaker.
        spoken = [note for note in part.footnotes if note.label not in shown]
        layout = self._layout(part)
        return Slide(
            id=name,
            number=number,
            section=section,
            title=title.children if title else (),
            layout=layout,
            classes=classes,
            blocks=named(part.blocks, self.findings) if layout == NAMING else part.blocks,
            notes=(*_unstepped(part.notes), *(block for note in spoken for block in note.blocks)),
            footnotes=tuple(note for note in part.footnotes if note not in spoken),
            location=part.location,
            last_line=part.last_line,
            id_given=bool(title and (explicit or title.attributes.refused_id)),
        )

    def _id(self, wanted: str, part: Part, *, explicit: bool) -> str:
        name = self.ids.fresh(wanted, () if explicit else self.given)
        if explicit and part.title and part.title.attributes.id and name != wanted:
            first, mark = self.places[wanted], part.title.attributes.id
            message = f"a second slide with the id '{wanted}'"
            hint = f"the first is at {first.path}:{first.line}; rename one"
            self.findings.add(DUPLICATE_ID, message, shift(part.title.attributes_at, mark.start), hint, mark.length)
        self.places[name] = part.location
        return name

    def _layout(self, part: Part) -> str:
        wanted = part.title.attributes.pairs.get("layout") if part.title else None
        if wanted is None or part.title is None:
            return "content"
        if wanted.value in self.layouts:
            return wanted.value
        place = shift(part.title.attributes_at, wanted.start)
        hint = self.findings.did_you_mean(wanted.value, self.layouts, place.path)
        self.findings.add(UNKNOWN_LAYOUT, f"unknown layout '{wanted.value}'", place, hint, wanted.length)
        return "content"

    def placeholder(self, section: str, title: str, path: str, number: int) -> Slide:
        """Give the slide that stands for a section without any; `path` is where they should be."""
        place = Location(path)
        broken = b.Broken(place, f"{path} gives no slides", "")
        name = self.ids.fresh(_legal_id(section), self.given)
        return Slide(name, number, section, (b.Text(place, title),), "content", (), (broken,), (), (), place, 1)


def _legal_id(derived: str) -> str:
    """Give what was derived from a title or a name as an id: that of a title such as 2023 is no number."""
    return derived if is_id(derived) else f"slide-{derived}"


def _unstepped(blocks: b.Blocks) -> b.Blocks:
    """Give notes without fragments, which would be steps that nobody sees."""
    found: list[b.Block] = []
    for block in blocks:
        match block:
            case b.Fragment(blocks=inner):
                found += _unstepped(inner)
            case b.BulletList() | b.OrderedList():
                found.append(replace(block, incremental=False))
            case _:
                found.append(block)
    return tuple(found)
