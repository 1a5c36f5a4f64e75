"""Sources as entries of a list of references, in a style of the Citation Style Language."""

from __future__ import annotations

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from instructdeck.deck.blocks import Link, Text
from instructdeck.deck.links import is_external
from instructdeck.values import dataclass

from .marks import to_inlines
from .sources import is_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instructdeck.cache import Cache
    from instructdeck.deck.blocks import Inline, Inlines
    from instructdeck.deck.diagnostics import Location
    from instructdeck.deck.quotation import Author, Source

    from .csl import Style

FORM = "1"
"""Of what is kept: raised when `csl` writes something else for the same source."""
_DOI = re.compile(r"10\.\d{4,9}/\S+")


class CitationError(Exception):
    """A citation style is broken."""


@dataclass
class References:
    """Writes references in one style, in the words of one language."""

    style: str
    """The text of its file."""
    language: str
    cache: Cache | None = None

    def of(self, source: Source) -> Inlines:
        """Give a source as it stands in a list, with links to where it can be read.

        Raises:
            CitationError: the style is broken.
        """
        text = self._written(source)
        addresses = _addresses(source)
        return _linked(to_inlines(text, source.location, lambda part: _words(part, addresses, source.location)), source)

    def _written(self, source: Source) -> str:
        item = entry(source)
        made_from = ("reference", FORM, self.style, self.language, json.dumps(item, sort_keys=True))
        if self.cache and (kept := self.cache.get(*made_from)):
            return kept
        from .csl import StyleError, write  # noqa: PLC0415  lxml takes as long to load as most of a deck

        try:
            text = write(self._read, item)
        except StyleError:
            return " ".join(each for each in (source.short, source.title) if each)
        if self.cache:
            self.cache.put(text, *made_from)
        return text

    @cached_property
    def _read(self) -> Style:
        from .csl import StyleError, read_style  # noqa: PLC0415

        try:
            return read_style(self.style.encode(), self.language)
        except StyleError as error:
            raise CitationError(f"the citation style cannot be read: {error}") from error


def entry(source: Source) -> dict[str, Any]:
    """Give a source as CSL-JSON, without what has no value."""
    people = {"author": source.author, **source.people}
    dates = {"issued": source.issued, **source.dates}
    texts = {"title": source.title or source.id, "DOI": source.doi, "URL": source.url, **source.texts}
    return {
        "id": source.id,
        "type": source.type,
        **{role: [_person(each) for each in names] for role, names in people.items() if names},
        **{name: _date(value) for name, value in dates.items() if value},
        **{name: value for name, value in texts.items() if value},
    }


def _person(author: Author) -> dict[str, str]:
    if author.whole:
        return {"literal": author.family}
    parts = {
        "family": author.family,
        "given": author.given,
        "dropping-particle": author.dropping,
        "non-dropping-particle": author.particle,
        "suffix": author.suffix,
    }
    return {name: value for name, value in parts.items() if value}


def _date(value: str) -> dict[str, Any]:
    if not is_date(value):
        return {"literal": value}
    days = (re.findall(r"(?:^-)?\d+", day) for day in value.split("/"))
    return {"date-parts": [[int(part) for part in day] for day in days]}


def _addresses(source: Source) -> dict[str, str]:
    """Give where the words of a reference lead that stand for an address."""
    found = {source.url: source.url} if is_external(source.url) else {}
    if _DOI.fullmatch(source.doi):
        found |= {source.doi: source.address, f"https://doi.org/{source.doi}": source.address}
    return found


def _words(text: str, addresses: Mapping[str, str], place: Location) -> list[Inline]:
    longest = sorted(addresses, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, longest))})", text) if longest else [text]
    return [
        Link(place, addresses[part], "", (Text(place, part),)) if part in addresses else Text(place, part)
        for part in parts
        if part
    ]


def _linked(nodes: Inlines, source: Source) -> Inlines:
    """Give a reference with the source's address behind it, where its style shows none."""
    if any(isinstance(each, Link) for each in nodes) or not is_external(source.address):
        return nodes
    place = source.location
    return (*nodes, Text(place, " "), Link(place, source.address, "", (Text(place, source.address),)))
