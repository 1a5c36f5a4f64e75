"""Sources, what is quoted of them, and what was found of it in their files."""

from __future__ import annotations

import enum
import re
from dataclasses import field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from instructdeck.values import dataclass

from .blocks import Blocks, Datum, plain_text

if TYPE_CHECKING:
    from collections.abc import Collection

    from .diagnostics import Location

DIGEST = 32
"""Hexadecimal digits of a quote's digest: enough that no two quotes share one."""

OUR_WORDS = re.compile(r"\[(?!@)[^\[\]]*\]")
"""Brackets in an elided quote: `[...]` for what is left out, `[they]` for words of whoever quotes."""
_LETTER = re.compile(r"\[(\w)\](?=\w)")


class QuoteKind(enum.Enum):
    """How near a quote is to the words of its source."""

    VERBATIM = "verbatim"
    ELIDED = "elided"
    PARAPHRASE = "paraphrase"
    TABLE = "table"
    """Numbers of a printed table, with the names of their rows and columns."""
    EQUATION = "equation"
    """A formula, written anew in LaTeX."""


class Rung(enum.Enum):
    """What was undone of a page's layout before a quote was found in it, from nothing to most."""

    EXACT = "exact"
    WHITE_SPACE = "white space"
    TYPOGRAPHY = "typography"
    """Ligatures, quotation marks, dashes, hyphens at the ends of lines."""
    CASE = "letter case"
    FURNITURE = "page furniture"
    """Running heads, page numbers, footnotes, columns."""
    CELLS = "cells"
    """A table's numbers, each on its row and in its column."""
    TRANSCRIBED = "transcribed"
    """A formula: its place is checked, its letters are not."""


class Standing(enum.Enum):
    """Whether a quote was found in its source."""

    VERIFIED = "verified"
    STALE = "stale"
    """It was found, and has been changed since, or its source has."""
    UNVERIFIED = "unverified"


class Verdict(enum.Enum):
    """How true a statement is to its source."""

    FAITHFUL = "faithful"
    IMPRECISE = "imprecise"
    WRONG = "wrong"
    UNSUPPORTED = "unsupported"


def unbracketed(words: str) -> str:
    """Give the words of an elided quote with whole words where a bracket holds a letter of one: `[T]he`."""
    return _LETTER.sub(r"\1", words)


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a source, or had another part in it."""

    family: str
    """Or the whole name of a group."""
    given: str = ""
    dropping: str = ""
    """What stands before the family name in full names alone, such as `von`."""
    particle: str = ""
    """What always stands there, such as `van der`."""
    suffix: str = ""
    """Such as `Jr.`"""
    whole: bool = False
    """Whether it is the name of a group, which has no parts."""

    @property
    def short(self) -> str:
        """The name as it stands before a year."""
        return f"{self.particle} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Source:
    """A paper that can be quoted; the names are those of CSL, and so are the keys of what has no field of its own."""

    id: str
    location: Location
    title: str = ""
    type: str = "article"
    author: tuple[Author, ...] = ()
    issued: str = ""
    """A date such as `2022-03-04` or `2022`, a range such as `2020/2021`, or words for one."""
    doi: str = ""
    url: str = ""
    note: str = ""
    people: dict[str, tuple[Author, ...]] = field(default_factory=dict)
    """Everybody but the authors, such as `editor`."""
    dates: dict[str, str] = field(default_factory=dict)
    """The dates but that of issue, such as `accessed`."""
    texts: dict[str, str] = field(default_factory=dict)
    """All other variables, such as `container-title`, `volume` and `page`."""
    pages: int | None = None
    """Number of pages of the file checked against."""
    sha256: str = ""
    """Of the file checked against; 64 hexadecimal digits or empty."""
    sha256_at: Location | None = None
    file: str = ""
    """Where that file lies, relative to the project's root; empty for its place in `papers/`."""
    file_at: Location | None = None

    @property
    def year(self) -> str:
        """Of its date, or the words that stand for one."""
        found = re.match(r"-?\d{4}", self.issued)
        return found[0].lstrip("-0") if found else self.issued

    @property
    def short(self) -> str:
        """The source as a mark names it, such as `Ouyang et al. 2022`."""
        match [author.short for author in self.author]:
            case []:
                who = self.title or self.id
            case [one]:
                who = one
            case [one, two]:
                who = f"{one} & {two}"
            case [one, *_]:
                who = f"{one} et al."
        return f"{who} {self.year}".strip()

    @property
    def page(self) -> str:
        """The pages it has in what it was printed in."""
        return self.texts.get("page", "")

    @property
    def address(self) -> str:
        """Where it can be read: by its DOI, or at its address; empty when neither is known."""
        return f"https://doi.org/{quote(self.doi, safe='/:;()')}" if self.doi else self.url


@dataclass(frozen=True)
class Quote:
    """Words of a source with their place, or a statement and the words it stands for."""

    id: str
    location: Location
    kind: QuoteKind
    source: str
    text: Blocks
    place: str = ""
    page: str = ""
    original: Blocks = ()
    """The source's own words; empty when `text` already has them."""
    from_brief: bool = False
    """Whether the statement was in the brief."""
    verdict: Verdict = Verdict.FAITHFUL
    note: Blocks = ()
    columns: tuple[str, ...] = ()
    """Of a table: the names of its columns of numbers."""
    rows: tuple[tuple[Datum, ...], ...] = ()
    """Of a table: each the name of a row and then a cell for each column."""
    text_at: Location | None = None
    """Where the words begin that are the source's own."""

    @property
    def words(self) -> Blocks:
        """What is claimed to stand in the source."""
        return self.original or self.text

    @property
    def is_broken(self) -> bool:
        """Whether it lacks the words or numbers that it would back with, which is told where it is read."""
        if self.kind is QuoteKind.TABLE:
            return not self.rows
        return not (self.original if self.kind is QuoteKind.PARAPHRASE else self.text)

    @cached_property
    def digest(self) -> str:
        """What changes when the quote has to be looked up again; `DIGEST` hexadecimal digits."""
        cells = [cell.text for row in self.rows for cell in row]
        said = [plain_text(self.words), *self.columns, *cells]
        parts = [self.kind.value, self.source, self.page, *(" ".join(each.split()) for each in said)]
        return sha256("\0".join(parts).encode()).hexdigest()[:DIGEST]

    @property
    def where(self) -> str:
        """Where it stands in its source, such as `Section 1, p. 3`; empty when nobody said."""
        return ", ".join(part for part in (self.place, f"p. {self.page}" if self.page else "") if part)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote was found: an entry in a section's `evidence.lock`."""

    id: str
    """Of the quote."""
    source: str
    page: str
    """As the source's file counts or names it: `3`, or `3-4`; empty where it has no pages."""
    rung: Rung
    digest: str
    """Of the quote as it was."""
    location: Location


@dataclass(frozen=True, slots=True)
class Lock:
    """What was found of a section's quotes."""

    sources: dict[str, str] = field(default_factory=dict)
    """The sha256 of the file that was read, by source."""
    found: dict[str, Found] = field(default_factory=dict)
    """By quote, in the order of their ids."""
    location: Location | None = None
    """Of its file; None when there is none."""

    def of_sources(self, names: Collection[str]) -> Lock:
        """Give the lock with the hashes of some sources alone."""
        kept = {name: value for name, value in self.sources.items() if name in names}
        return Lock(kept, self.found, self.location)

    def standing(self, quote: Quote, sha256: str = "") -> Standing:
        """Tell how a quote stands, of a source whose file has a sha256, or may have any when it is empty."""
        found = self.found.get(quote.id)
        if found is None:
            return Standing.UNVERIFIED
        same = found.digest == quote.digest and sha256 in ("", self.sources.get(found.source))
        return Standing.VERIFIED if same else Standing.STALE


@dataclass(frozen=True, slots=True)
class Unread:
    """The ids that may stand in lists of quotes and sources which could not be read."""

    ids: frozenset[str] = frozenset()
    anything: bool = False
    """Whether not even the text of a list is known, so that any id may stand there."""

    def __contains__(self, name: str) -> bool:
        """Tell whether an id may stand there."""
        return self.anything or name in self.ids

    def __bool__(self) -> bool:
        """Tell whether any id may stand there."""
        return self.anything or bool(self.ids)

    def __or__(self, other: Unread) -> Unread:
        """Give what may stand in either."""
        return Unread(self.ids | other.ids, self.anything or other.anything)


NO_LOCK = Lock()
"""Of a section whose quotes were never looked up."""
NO_UNREAD = Unread()
"""Of a deck whose lists could all be read."""
