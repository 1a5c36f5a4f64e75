"""The deck as a value: what `load` makes, `check` judges and `render` writes.

Everything is frozen, knows no files and no HTML, and carries its place.
Numbers are computed from the order in `deck.yml`; ids never change when a neighbour moves.
"""

from __future__ import annotations

import enum
from functools import cached_property
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

from .blocks import Blocks, Citation, Footnote, Image, Inlines, Node, plain_text, walk
from .quotation import NO_LOCK, NO_UNREAD, Found, Lock, Quote, Source, Standing, Unread

if TYPE_CHECKING:
    from .diagnostics import Location

WORDS_PER_MINUTE = 130
"""Speaking rate for timing notes: the calm end of the 130 to 150 words a minute usual for talks."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who gives a section."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """What a section was asked to be."""

    slides: tuple[tuple[str, Location], ...] = ()
    """Suggested slide titles in order, each with its place."""
    synthesis: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """Where the brief and the source differ."""

    location: Location
    brief: Inlines
    paper: Inlines
    quote: str = ""
    slides: tuple[str, ...] = ()
    quote_at: Location | None = None
    slides_at: tuple[Location, ...] = ()
    """The place of each of `slides`."""


def _citations(trees: object) -> tuple[Citation, ...]:
    return tuple(node for node in walk(trees) if isinstance(node, Citation))


@dataclass(frozen=True)
class Slide:
    """What is shown at one time: from one `##` to the next."""

    id: str
    number: int
    """1-based over the whole deck."""
    section: str
    """Id of the section it belongs to."""
    title: Inlines
    layout: str
    classes: tuple[str, ...]
    blocks: Blocks
    notes: Blocks
    footnotes: tuple[Footnote, ...]
    location: Location
    last_line: int
    """1-based, inclusive: where the slide ends in its file."""
    id_given: bool = True
    """Whether the author wrote the id; otherwise it was derived from the title."""

    @cached_property
    def title_text(self) -> str:
        """The title without marks."""
        return plain_text(self.title)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node of its blocks, parents before children, in reading order."""
        return tuple(walk(self.blocks))

    @cached_property
    def kinds(self) -> frozenset[type[Node]]:
        """The kinds of nodes in the slide and its notes: most slides have none of those that are looked for."""
        return frozenset(map(type, (*self.nodes, *walk((self.title, self.footnotes, self.notes)))))

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation of the slide and its notes, in reading order."""
        return _citations((self.title, self.blocks, self.footnotes, self.notes)) if Citation in self.kinds else ()

    @cached_property
    def shown_citations(self) -> tuple[Citation, ...]:
        """Those that the audience sees: none of the notes."""
        return _citations((self.title, self.blocks, self.footnotes)) if Citation in self.kinds else ()

    @cached_property
    def words(self) -> int:
        """Number of words shown, title included."""
        return len(plain_text((self.title, self.blocks, self.footnotes)).split())

    @cached_property
    def spoken_words(self) -> int:
        """Number of words in the notes."""
        return len(plain_text(self.notes).split())


@dataclass(frozen=True)
class Synthesis:
    """The one-page text of a section."""

    blocks: Blocks
    footnotes: tuple[Footnote, ...]
    location: Location

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation of the text, in reading order."""
        return _citations((self.blocks, self.footnotes))

    @cached_property
    def words(self) -> int:
        """Number of words."""
        return len(plain_text((self.blocks, self.footnotes)).split())


@dataclass(frozen=True)
class Section:
    """One speaker's part; one folder in `content/`."""

    id: str
    number: int
    """1-based, in the order of `deck.yml`."""
    title: str
    location: Location
    speaker: Speaker
    slides: tuple[Slide, ...]
    minutes: float | None = None
    focus: Inlines = ()
    brief: Brief = Brief()
    corrections: tuple[Correction, ...] = ()
    quotes: tuple[Quote, ...] = ()
    lock: Lock = NO_LOCK
    """What was found of its quotes."""
    synthesis: Synthesis | None = None
    minutes_at: Location | None = None

    @cached_property
    def trees(self) -> tuple[tuple[Node, ...], ...]:
        """Everything that was written as Markdown in the section, tree by tree."""
        slides = ((slide.title, slide.blocks, slide.notes, slide.footnotes) for slide in self.slides)
        synthesis = (self.synthesis.blocks, self.synthesis.footnotes) if self.synthesis else ()
        quotes = ((quote.text, quote.original, quote.note) for quote in self.quotes)
        corrections = ((correction.brief, correction.paper) for correction in self.corrections)
        return (*(tree for each in (*slides, synthesis, *quotes, *corrections) for tree in each), self.focus)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node of `trees`, parents before children, in reading order."""
        return tuple(walk(self.trees))

    @cached_property
    def spoken_minutes(self) -> float:
        """How long the notes take to say at `WORDS_PER_MINUTE`."""
        return sum(slide.spoken_words for slide in self.slides) / WORDS_PER_MINUTE


class CitationStyle(enum.Enum):
    """How references are written, by the names that the Citation Style Language has for its styles."""

    APA = "apa"
    CHICAGO = "chicago-author-date"
    HARVARD = "harvard-cite-them-right"
    IEEE = "ieee"
    MLA = "modern-language-association"
    NATURE = "nature"


class Numbers(enum.Enum):
    """Whose the numbers of a deck are."""

    CITED = "cited"
    """Those of its sources: each is held against the evidence that is cited beside it."""
    OURS = "ours"
    """Its own: none is held against anything."""


class Weight(enum.Enum):
    """How much a rule weighs in a deck whose owner has said so."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Theme:
    """What a deck has of its own looks."""

    colors: tuple[str, ...] = ()
    """One a section as `#rrggbb`, for light ground; empty for those of the templates."""
    logo: tuple[Image, ...] = ()
    """The mark of those who give the talk; none or one."""


@dataclass(frozen=True)
class Deck:
    """The whole talk."""

    title: str
    location: Location
    sections: tuple[Section, ...]
    sources: tuple[Source, ...] = ()
    subtitle: str = ""
    language: str = "en"
    """A BCP 47 tag."""
    event: str = ""
    date: str = ""
    """As written; never today's."""
    source: str = ""
    """Id of the main source: the paper that is presented."""
    url: str = ""
    """Where the site will stand, such as `https://example.org/talk/`; always ends with a slash."""
    numbers: Numbers = Numbers.CITED
    html: bool = False
    """Whether authors may write HTML, which is then sanitised."""
    theme: Theme = Theme()
    citation_style: CitationStyle = CitationStyle.APA
    rendered: tuple[tuple[str, Weight], ...] = ()
    """How much rules weigh that only a browser can judge, by name; those of others are as they are."""
    unread: Unread = NO_UNREAD
    """What may be quoted although it is not here; its citations are not reported as well."""
    chosen: tuple[int, ...] = ()
    """Numbers of the slides that are shown, where some are not: those still count, and keep their place."""

    @cached_property
    def slides(self) -> tuple[Slide, ...]:
        """The slides that are shown, in their order: all of them, unless some were chosen."""
        return tuple(each for each in self.all_slides if not self.chosen or each.number in self.chosen)

    @cached_property
    def all_slides(self) -> tuple[Slide, ...]:
        """Every slide in its order, shown or not."""
        return tuple(slide for section in self.sections for slide in section.slides)

    @cached_property
    def quotes(self) -> dict[str, Quote]:
        """Every quote by its id; the first one wins where an id is doubled."""
        found: dict[str, Quote] = {}
        for section in self.sections:
            for quote in section.quotes:
                found.setdefault(quote.id, quote)
        return found

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """How every quote stands, by its id."""
        hashes = {each.id: each.sha256 for each in self.sources}
        return {
            quote.id: section.lock.standing(quote, hashes.get(quote.source, ""))
            for section in reversed(self.sections)
            for quote in reversed(section.quotes)
        }

    @cached_property
    def found(self) -> dict[str, Found]:
        """Where each quote was found, by its id; also one that has changed since."""
        return {
            quote.id: section.lock.found[quote.id]
            for section in reversed(self.sections)
            for quote in section.quotes
            if quote.id in section.lock.found
        }

    @cached_property
    def main_source(self) -> Source | None:
        """The paper that is presented, if it is named."""
        return next((each for each in self.sources if each.id == self.source), None)

    @cached_property
    def minutes(self) -> float:
        """Sum of the sections' minutes, in minutes."""
        return sum(section.minutes or 0 for section in self.sections)
