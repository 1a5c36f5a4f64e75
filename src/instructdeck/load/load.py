"""Files to Deck: every file of a project, with all its problems gathered and none of them fatal."""

from __future__ import annotations

import re
from dataclasses import field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from instructdeck.cores import divided, each_made
from instructdeck.deck.diagnostics import DECK_FILE, Location, did_you_mean, keys_at
from instructdeck.deck.model import (
    CitationStyle,
    Deck,
    Numbers,
    Section,
    Slide,
    Speaker,
    Synthesis,
)
from instructdeck.deck.quotation import NO_LOCK, Unread
from instructdeck.deck.rules import (
    EMPTY_SECTION,
    MISSING_FILE,
    MISSING_KEY,
    MISSING_SYNTHESIS,
    STRAY_RULE,
    UNKNOWN_KEY,
    UNKNOWN_SOURCE,
    WRONG_VALUE,
    YAML_SYNTAX,
)
from instructdeck.files.figures import MAX_PICTURES
from instructdeck.files.files import CONTENT, MAX_ALL_BYTES
from instructdeck.files.forms import blank_form, language_form
from instructdeck.files.frontmatter import front_matter, without_head
from instructdeck.files.yamlfile import Items, Mapping, Record, Scalar, parse
from instructdeck.markdown.passage import Markup
from instructdeck.markdown.tree import Part, parse_page, parse_slides, slug
from instructdeck.references.sources import load_sources
from instructdeck.values import dataclass

from .deckfile import RENDERED_FORM, rendered, url
from .evidence import KnownSources, load_quotes, unread
from .finders import data_finder, diagram_finder, figure_finder
from .listing import RESERVED, section_names
from .lock import load_lock, lock_path
from .sectionfile import brief, corrections, speaker, words
from .slides import Slides
from .theme import FORM as THEME_FORM
from .theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from instructdeck.deck.diagnostics import Findings
    from instructdeck.deck.quotation import Lock, Quote, Source
    from instructdeck.files.files import Project


SHARE = 60_000
"""Characters of Markdown that are worth a process: they take 90 ms, and it 10."""
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", re.ASCII)


@dataclass
class _Draft:
    """A section before its slides are numbered."""

    id: str
    location: Location
    record: Record | None
    title: str
    slides_path: str
    folder: str = ""
    """Where its figures are, relative to the project's root."""
    parts: tuple[Part, ...] = ()
    quotes: tuple[Quote, ...] = ()
    lock: Lock = NO_LOCK
    synthesis: Synthesis | None = None


@dataclass(frozen=True, slots=True)
class _Texts:
    """The Markdown of a section; None for what cannot be had."""

    folder: str
    slides: str | None = None
    synthesis: str | None = None

    @property
    def slides_path(self) -> str:
        return f"{self.folder}/slides.md"

    @property
    def synthesis_path(self) -> str:
        return f"{self.folder}/synthesis.md"

    @property
    def size(self) -> int:
        """All characters."""
        return len(self.slides or "") + len(self.synthesis or "")


@dataclass(frozen=True, slots=True)
class _Pages:
    """What the Markdown of a section says."""

    slides: tuple[Part, ...]
    synthesis: Synthesis | None


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of some sections' Markdown."""

    pages: list[_Pages]
    project: Project
    size: int
    """Bytes of the texts that were read for it."""
    weight: int
    """Bytes of the pictures that were found."""


@dataclass
class _Loader:
    project: Project
    layouts: Collection[str]
    html: bool = False
    cores: int = 1
    """How many processes may read at once."""
    unread: Unread = field(default_factory=Unread)
    """What stands in lists of quotes and sources that could not be read."""
    drafts: list[_Draft] = field(default_factory=list)

    @property
    def findings(self) -> Findings:
        return self.project.findings

    # --- a project of section folders -----------------------------------------------------------

    def project_deck(self) -> Deck:
        text = self.project.read(DECK_FILE)
        record = self.record(text, DECK_FILE)
        names = section_names(self.project, record)
        self.html = record.flag("html") if record else False
        path = f"{CONTENT}/sources.yml"
        sources = self.sources(self.items(path)) if self.exists(path) else self.misnamed(path)
        known = self.known_sources(record, sources)
        texts = [self.texts(name) for name, _ in names]
        shares = divided(texts, [each.size for each in texts], SHARE, self.cores)
        # Other processes read their part of the Markdown while this one reads the YAML of all sections.
        reading = each_made(self.read, shares, self.cores)
        drafts = [self.draft(name, place, known, text) for (name, place), text in zip(names, texts, strict=True)]
        read = zip(drafts, texts, self.pages(reading, texts), strict=True)
        self.drafts = [self.filled(*each) for each in read]
        deck = self.deck(record, sources, known, Location(DECK_FILE))
        if record:
            record.finish()
        return deck

    def texts(self, name: str) -> _Texts:
        """Read the Markdown of a section."""
        texts = _Texts(f"{CONTENT}/{name}")
        slides = self.project.read(texts.slides_path)
        there = self.exists(texts.synthesis_path)
        return replace(texts, slides=slides, synthesis=self.project.read(texts.synthesis_path) if there else None)

    def pages(self, reading: Iterable[_Read], texts: Sequence[_Texts]) -> list[_Pages]:
        """Give what the Markdown of each section says, as it is read in parts."""
        read = list(reading)
        size = self.project.size + sum(each.size for each in read)
        weight = self.project.weight + sum(each.weight for each in read)
        if (size > MAX_ALL_BYTES or weight > MAX_PICTURES) and len(read) > 1:
            # What is too much depends on all that was read before it.
            read = [self.read(texts)]
        for each in read:
            self.project.take(each.project)
        self.project.size = max(size, self.project.size)
        self.project.weight = max(weight, self.project.weight)
        return [page for each in read for page in each.pages]

    def read(self, share: Sequence[_Texts]) -> _Read:
        """Give what the Markdown of some sections says, and all else that was read for it and found on the way."""
        size, weight = self.project.size, self.project.weight
        inner = _Loader(self.project.begun(), self.layouts, self.html)
        pages = [
            _Pages(
                inner.parts(each.slides, each.slides_path, each.folder),
                inner.synthesis(each.synthesis, each.synthesis_path, each.folder),
            )
            for each in share
        ]
        return _Read(pages, inner.project, inner.project.size - size, inner.project.weight - weight)

    def draft(self, name: str, place: Location, sources: KnownSources, texts: _Texts) -> _Draft:
        """Give a section with all that does not stand in its Markdown."""
        folder = texts.folder
        path, quotes_path = f"{folder}/section.yml", f"{folder}/quotes.yml"
        record = self.record(self.project.read(path), path)
        title = record.text("title", required=True) if record else ""
        draft = _Draft(name, Location(path), record, title or name, texts.slides_path, folder)
        items = self.items(quotes_path) if self.exists(quotes_path) else self.misnamed(quotes_path)
        draft.quotes = load_quotes(items, sources, self.markup(quotes_path, folder))
        draft.lock = self.lock(lock_path(path))
        if not self.exists(texts.synthesis_path):
            near = self.project.misnamed(texts.synthesis_path)
            hint = f"rename {near}" if near else f"write {texts.synthesis_path}"
            self.findings.add(MISSING_SYNTHESIS, f"section '{name}' has no synthesis.md", place, hint, len(name))
        return draft

    def filled(self, draft: _Draft, texts: _Texts, pages: _Pages) -> _Draft:
        """Give a section with its slides and its synthesis."""
        if texts.slides is not None and not pages.slides:
            hint = "begin a slide with '## Title {#id}'"
            self.findings.add(EMPTY_SECTION, "this section has no slides", Location(texts.slides_path), hint)
        return replace(draft, parts=pages.slides, synthesis=pages.synthesis)

    def misnamed(self, path: str) -> tuple[()]:
        """Report an optional file that stands there by another name: what is in it is cited, and not known."""
        if near := self.project.misnamed(path):
            self.findings.add(MISSING_FILE, f"'{path}' does not exist", Location(path), f"did you mean '{near}'?")
            self.unread |= unread(None)
        return ()

    def sources(self, nodes: Collection[Items | Mapping | Scalar]) -> tuple[Source, ...]:
        """Give the sources of a list; one whose id is missing may be any that is named."""
        before = len(self.findings.items)
        found = load_sources(nodes, self.findings)
        if any(each.rule is MISSING_KEY and "'id'" in each.message for each in self.findings.items[before:]):
            self.unread |= unread(None)
        return found

    def lock(self, path: str) -> Lock:
        """Give what was found of a section's quotes; nothing where they were never looked up."""
        text = self.project.read(path) if self.exists(path) else None
        return load_lock(text, path, self.findings) if text else NO_LOCK

    def synthesis(self, text: str | None, path: str, folder: str) -> Synthesis | None:
        if text is None:
            return None
        part = parse_page(text, self.markup(path, folder))
        if not part.blocks:
            self.findings.add(MISSING_SYNTHESIS, f"{path} is empty", Location(path), "write the one page")
        return Synthesis(part.blocks, part.footnotes, part.location)

    # --- a single file --------------------------------------------------------------------------

    def single_deck(self, path: str) -> Deck:
        text = self.project.read(path)
        head = front_matter(text or "")
        if text is not None and head.problem:
            self.findings.add(YAML_SYNTAX, head.problem, Location(path), head.hint, 3)
        record = self.record(head.yaml, path, head.first_line) if head.yaml is not None else None
        self.html = record.flag("html") if record else False
        yaml = text if head.yaml is None else head.yaml
        sources = self.sources(self.entries(record, "sources", yaml))
        known = self.known_sources(record, sources)
        name = slug(PurePosixPath(path).stem) or "talk"
        name = f"{name}-talk" if name in RESERVED else name
        title = record.text("title", required=True) if record else PurePosixPath(path).stem
        parts = self.parts(head.body, path, "", head.body_line)
        draft = _Draft(name, Location(path), record, title, path, parts=parts)
        if not draft.parts and (text or "").strip():
            self.findings.add(
                EMPTY_SECTION, "this deck has no slides", Location(path), "begin a slide with '## Title {#id}'"
            )
        draft.quotes = load_quotes(self.entries(record, "quotes", yaml), known, self.markup(path, ""))
        draft.lock = self.lock(lock_path(path))
        self.drafts = [draft]
        if record and record.node_of("sections"):
            hint = "delete it; each slide begins with '## Title'"
            place, message = record.key_location("sections"), "a deck of one file has no 'sections'"
            self.findings.add(UNKNOWN_KEY, message, place, hint, len("sections"))
        deck = self.deck(record, sources, known, Location(path))
        if record:
            record.finish()
        return deck

    # --- what both share ------------------------------------------------------------------------

    def deck(self, record: Record | None, sources: tuple[Source, ...], known: KnownSources, place: Location) -> Deck:
        sections, main = self.sections(), known.main or ""
        if record is None:
            return Deck("Untitled deck", place, sections, sources, source=main, unread=self.unread)
        language = record.scalar("language", "a text")
        if language and not _LANGUAGE.fullmatch(language.value):
            record.wrong("language", language, "a language tag", language_form(language.value))
            language = None
        return Deck(
            record.text("title", required=True) or "Untitled deck",
            place,
            sections,
            sources,
            subtitle=record.text("subtitle"),
            language=language.value if language else "en",
            event=record.text("event"),
            date=record.text("date"),
            source=main,
            url=url(record),
            numbers=record.choice("numbers", Numbers, Numbers.CITED) or Numbers.CITED,
            html=self.html,
            theme=load_theme(record.record("theme", THEME_FORM), self.project, str(PurePosixPath(place.path).parent)),
            citation_style=record.choice("citation-style", CitationStyle, CitationStyle.APA) or CitationStyle.APA,
            rendered=rendered(record.record("rendered", RENDERED_FORM)),
            unread=self.unread,
        )

    def known_sources(self, record: Record | None, sources: tuple[Source, ...]) -> KnownSources:
        """Give what quotes can name; a deck's only source is its main one when none is named."""
        named = record.text("source") if record else ""
        known = [source.id for source in sources]
        if record and named and named not in known and named not in self.unread:
            place, hint = record.location("source"), did_you_mean(named, known)
            message = f"there is no source '{named}'"
            hint = hint or f"write it into {keys_at(place.path, 'content/sources.yml')}"
            self.findings.add(UNKNOWN_SOURCE, message, place, hint, len(named))
        main = named or (known[0] if len(known) == 1 else "")
        return KnownSources(frozenset(known), main or (None if self.unread or not record else ""), self.unread)

    def sections(self) -> tuple[Section, ...]:
        given = {
            part.title.attributes.id.value
            for draft in self.drafts
            for part in draft.parts
            if part.title and part.title.attributes.id
        }
        made = Slides(self.findings, self.layouts, given)
        found: list[Section] = []
        number = 0
        for position, draft in enumerate(self.drafts, 1):
            slides = tuple(made.slide(part, draft.id, at) for at, part in enumerate(draft.parts, number + 1))
            slides = slides or (made.placeholder(draft.id, draft.title, draft.slides_path, number + 1),)
            number += len(slides)
            found.append(self.section(draft, position, slides))
        return tuple(found)

    def section(self, draft: _Draft, number: int, slides: tuple[Slide, ...]) -> Section:
        section = Section(
            draft.id,
            number,
            draft.title,
            draft.location,
            Speaker(""),
            slides,
            quotes=draft.quotes,
            lock=draft.lock,
            synthesis=draft.synthesis,
        )
        record = draft.record
        if record is None:
            return section
        markup = self.markup(record.node.location.path, draft.folder)
        section = replace(
            section,
            speaker=speaker(record),
            minutes=record.number("minutes"),
            minutes_at=record.location("minutes"),
            focus=words(record, "focus", markup),
            brief=brief(record),
            corrections=corrections(record, markup),
        )
        if draft.slides_path != draft.location.path:
            record.finish()
        return section

    def markup(self, path: str, folder: str) -> Markup:
        """Give how a text of a file is read, whose figures are in a folder."""
        self.project.pause()
        return Markup(
            path,
            self.findings,
            html=self.html,
            figure=figure_finder(self.project, folder),
            diagram=diagram_finder(self.project, folder),
            data=data_finder(self.project, folder),
        )

    # --- slides ---------------------------------------------------------------------------------

    def parts(self, text: str | None, path: str, folder: str, first_line: int = 1) -> tuple[Part, ...]:
        if text is None:
            return ()
        if first_line == 1:
            text, had_head = without_head(text)
            if had_head:
                hint = "delete it; the section's title and speaker stand in section.yml"
                self.findings.add(STRAY_RULE, "slides.md has no front matter", Location(path), hint, 3)
        found = parse_slides(text, replace(self.markup(path, folder), first_line=first_line, slides=True))
        return tuple(part for part in found if part.title or part.blocks or part.notes)

    # --- YAML -----------------------------------------------------------------------------------

    def exists(self, path: str) -> bool:
        """Tell whether an optional file is there; a broken link counts, so that reading it reports it."""
        file = self.project.root / path
        return file.exists() or file.is_symlink()

    def record(self, text: str | None, path: str, first_line: int = 1) -> Record | None:
        """Give the mapping that a YAML text is."""
        if text is None:
            return None
        node = parse(text, path, self.findings, first_line)
        if isinstance(node, Mapping):
            return Record(node, self.findings)
        if node is not None or not any(each.location.path == path for each in self.findings.items):
            place = node.location if node else Location(path, first_line)
            hint = blank_form(text.lstrip().split("\n")[0]) or "write 'title: …' on the first line"
            self.findings.add(WRONG_VALUE, f"{path} does not hold keys and values", place, hint)
        return None

    def items(self, path: str) -> tuple[Items | Mapping | Scalar, ...]:
        """Give the list that a YAML file is; an empty file is an empty list."""
        before = len(self.findings.items)
        text = self.project.read(path)
        node = parse(text, path, self.findings) if text else None
        if isinstance(node, Items):
            return node.values
        if node is not None:
            hint = "begin each entry with '- id: …'"
            self.findings.add(WRONG_VALUE, f"{path} is not a list", node.location, hint)
        if len(self.findings.items) > before:
            # Entries of another form than a list may be named in any way.
            self.unread |= unread(text if node is None else None)
        return ()

    def entries(self, record: Record | None, key: str, text: str | None) -> tuple[Items | Mapping | Scalar, ...]:
        """Give the list of quotes or sources in the front matter of a deck of one file."""
        before = len(self.findings.items)
        found = record.items(key) if record else ()
        if record is None or len(self.findings.items) > before:
            self.unread |= unread(text)
        return found


def load(project: Project, layouts: Collection[str], file: str = "", cores: int = 1) -> Deck:
    """Give the deck of a project, or of one of its Markdown files when `file` names one.

    More than one process reads a large project where there are more cores.
    Never raises for anything an author can write: what is wrong is in `project.findings`, and a part that
    could not be read is a placeholder in the deck.
    """
    loader = _Loader(project, layouts, cores=cores)
    return loader.single_deck(file) if file else loader.project_deck()


def slide_parts(text: str, project: Project, section: Section, *, html: bool, first_line: int) -> tuple[Part, ...]:
    """Give the parts of a piece of a section's slides, which begins on a line of its file."""
    folder = section.location.path.rpartition("/")[0]
    path = section.slides[0].location.path
    markup = _Loader(project, (), html).markup(path, folder if section.location.path != path else "")
    return parse_slides(text, replace(markup, first_line=first_line, slides=True))
