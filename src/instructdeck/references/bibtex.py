"""Sources from BibTeX and BibLaTeX: entries read by bibtexparser, and put in the words of CSL."""

from __future__ import annotations

import logging
import re
from dataclasses import field
from typing import TYPE_CHECKING
from unicodedata import normalize

from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock

from instructdeck.deck.diagnostics import Location, Rule, Severity
from instructdeck.deck.quotation import Author, Source
from instructdeck.values import dataclass

from .bibwords import GENRES, INHERITED, MONTHS, ORDINALS, PEOPLE, TEXTS, TYPES
from .latex import address, braced, plain
from .sources import ID, is_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from instructdeck.deck.diagnostics import Findings

BROKEN_ENTRY = Rule("broken-entry", "An entry of a BibTeX file cannot be read.")
ODD_ENTRY = Rule("odd-entry", "Something in an entry of a BibTeX file means nothing here.", Severity.WARNING)

_PART = re.compile(r"""\s*(?:(?P<digits>\d+)|(?P<name>[^\s"#{}]+)|#|(?P<rest>.))""", re.DOTALL)
_ARXIV = re.compile(r"(?i)arxiv[:\s]*(?:preprint\s*)?(?:arxiv:)?\s*([a-z.-]+/\d{7}|\d{4}\.\d{4,5})(v\d+)?")


def read_bibtex(text: str, path: str, findings: Findings) -> tuple[Source, ...]:
    """Give the sources of a BibTeX file; what cannot be read is reported and left out."""
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    library = parse_string(text, parse_stack=[])
    strings = dict(zip(MONTHS, MONTHS, strict=True))
    for each in library.strings:
        strings[each.key.lower()] = _value(str(each.value), strings)
    for block in library.failed_blocks:
        place = Location(path, (block.start_line or 0) + 1)
        if isinstance(block, DuplicateFieldKeyBlock):
            names = ", ".join(sorted(block.duplicate_keys))
            findings.add(ODD_ENTRY, f"'{names}' stands in this entry a second time", place, "the first one is taken")
        elif isinstance(block, DuplicateBlockKeyBlock):
            findings.add(BROKEN_ENTRY, f"'{block.key}' stands here a second time", place, "the first one is taken")
        elif isinstance(block, ParsingFailedBlock):
            findings.add(BROKEN_ENTRY, "the entry is not closed", place, "count its braces and quotation marks")
    doubled = (each.ignore_error_block for each in library.failed_blocks if isinstance(each, DuplicateFieldKeyBlock))
    twice = [each for each in doubled if isinstance(each, Entry)]
    readable = sorted([*library.entries, *twice], key=lambda each: each.start_line or 0)
    entries = {each.key: _Entry(each, strings, Location(path, (each.start_line or 0) + 1)) for each in readable}
    found = (entry.source(entries, findings) for entry in entries.values())
    return tuple(source for source in found if source)


def _value(raw: str, strings: Mapping[str, str]) -> str:
    """Give a value whose parts are joined by `#`, with its names of strings replaced; braces within it stay."""
    found, position, text = [], 0, raw.strip()
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            break
        position = part.end()
        if part["digits"]:
            found.append(part["digits"])
        elif part["name"]:
            found.append(strings.get(part["name"].lower(), part["name"]))
        elif part["rest"] in ("{", '"'):
            inner = braced(text, position, "}" if part["rest"] == "{" else '"')
            found.append(inner)
            position += len(inner) + 1
    return "".join(found)


@dataclass
class _Entry:
    """An entry with its fields' values as they were written, but joined."""

    entry: Entry
    strings: Mapping[str, str]
    location: Location
    fields: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.kind = self.entry.entry_type.lower()
        self.fields = {}
        for each in self.entry.fields:
            self.fields.setdefault(each.key.lower(), _value(str(each.value), self.strings))

    def text(self, *names: str) -> str:
        """Give the first of some fields that says anything, as plain text."""
        return next((found for name in names if (found := plain(self.fields.get(name, "")))), "")

    def source(self, entries: Mapping[str, _Entry], findings: Findings) -> Source | None:
        """Give the entry as a source; None when it has no title."""
        self._inherit(entries)
        title = ": ".join(part for part in (self.text("title", "booktitle"), self.text("subtitle")) if part)
        if not title:
            hint = "a source needs a title; it is left out"
            findings.add(BROKEN_ENTRY, f"'{self.entry.key}' has no title", self.location, hint)
            return None
        arxiv = self._arxiv()
        return Source(
            id=self._id(findings),
            location=self.location,
            title=title,
            type=self._type(arxiv, findings),
            author=_people(self.fields.get("author", "")),
            issued=self._date("date") or self._issued(),
            doi=re.sub(r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", address(self.fields.get("doi", ""))),
            url=self._url(arxiv),
            note=self.text("note", "annote", "addendum"),
            people={role: found for name, role in PEOPLE.items() if (found := _people(self.fields.get(name, "")))},
            dates={"accessed": accessed} if (accessed := self._date("urldate")) else {},
            texts={name: value for name, value in self._texts(arxiv).items() if value},
        )

    def _inherit(self, entries: Mapping[str, _Entry]) -> None:
        named = plain(self.fields.get("crossref", ""))
        parent = entries.get(named) if named else None
        if parent is None or parent is self:
            return
        if "title" in parent.fields:
            self.fields.setdefault("booktitle", parent.fields["title"])
        for name in INHERITED:
            if name in parent.fields:
                self.fields.setdefault(name, parent.fields[name])

    def _id(self, findings: Findings) -> str:
        key = self.entry.key.strip()
        if ID.fullmatch(key):
            return key
        letters = normalize("NFKD", plain(key)).encode("ascii", "ignore").decode()
        name = re.sub(r"[^A-Za-z0-9:./+_-]+", "-", letters).strip("-:./+_") or f"line-{self.location.line}"
        findings.add(ODD_ENTRY, f"'{key[:40]}' cannot be an id", self.location, f"it becomes '{name}'")
        return name

    def _type(self, arxiv: str, findings: Findings) -> str:
        if arxiv and self.kind in ("misc", "article", "unpublished", "online", "techreport"):
            return "article"
        if self.kind == "misc" and self.fields.get("url"):
            return "webpage"
        if self.kind not in TYPES:
            findings.add(ODD_ENTRY, f"BibTeX has no type '{self.kind[:40]}'", self.location, "it becomes 'document'")
        kind = TYPES.get(self.kind, "document")
        if kind == "article-journal" and (special := self.text("entrysubtype")) in ("magazine", "newspaper"):
            return f"article-{special}"
        return kind

    def _arxiv(self) -> str:
        """Give the number on arXiv; empty when it is printed elsewhere, too, or nowhere."""
        archive = self.text("archiveprefix", "eprinttype").lower()
        printed = self.text("booktitle", "journal", "journaltitle")
        if printed and not re.match(r"(?i)(arxiv|corr|computing research repository)\b", printed):
            return ""
        number = address(self.fields.get("eprint", ""))
        if number and (archive == "arxiv" or (not archive and _ARXIV.fullmatch(f"arXiv:{number}"))):
            return re.sub(r"(?i)^arxiv:\s*", "", number)
        written = " ".join(address(self.fields.get(name, "")) for name in ("journal", "volume", "note", "howpublished"))
        found = _ARXIV.search(written.replace("abs/", "arXiv:"))
        return found[1] + (found[2] or "") if found else ""

    def _url(self, arxiv: str) -> str:
        url = address(self.fields.get("url", ""))
        if not url and (found := re.search(r"https?://[^\s{}]+", address(self.fields.get("howpublished", "")))):
            url = found[0]
        if not re.match(r"(?i)https?://\S", url):
            url = f"https://{url}" if url.startswith("www.") else ""
        return url or (f"https://arxiv.org/abs/{arxiv}" if arxiv else "")

    def _issued(self) -> str:
        year, month, day = self.text("year"), self.text("month").lower(), self.text("day")
        if not re.fullmatch(r"\d{4}", year):
            return year
        number = next((at for at, name in enumerate(MONTHS, 1) if month.startswith(name)), 0)
        number = int(month) if re.fullmatch(r"0?[1-9]|1[0-2]", month) else number
        day = day or next(iter(re.findall(r"\b\d{1,2}\b", month if number and not month.isdigit() else "")), "")
        whole = f"{year}-{number:02}" + (f"-{int(day):02}" if re.fullmatch(r"\d{1,2}", day) else "")
        return whole if number and is_date(whole) else year

    def _date(self, name: str) -> str:
        value = re.sub(r"[~?%]", "", self.text(name)).replace("\u2013", "-").strip().rstrip("/.")
        value = value.split("T")[0]
        return value if is_date(value) else ""

    def _texts(self, arxiv: str) -> dict[str, str]:
        found = {name: self.text(*fields) for name, fields in TEXTS.items()}
        kind = TYPES.get(self.kind, "document")
        number = self.text("number", "issue")
        if kind == "article-journal":
            found["issue"] = number
        elif kind in ("book", "chapter", "paper-conference"):
            found["collection-number"] = number if found["collection-title"] else ""
            found["issue"] = "" if found["collection-title"] else number
        else:
            found["number"] = number
        written = self.text("type")
        found["genre"] = GENRES.get(written.lower(), written) or GENRES.get(self.kind, "")
        found["page"] = re.sub(r"\s*[-\u2013\u2014]+\s*", "-", self.text("pages")) or self.text("eid")
        edition = re.sub(r"(?i)^(\d+)(st|nd|rd|th)\b.*", r"\1", found["edition"])
        word = edition.lower().removesuffix(" edition")
        found["edition"] = str(ORDINALS.index(word) + 1) if word in ORDINALS else edition
        if found["container-title"] == self.text("title", "booktitle"):
            found["container-title"] = ""
        if arxiv:
            dropped = ("container-title", "volume", "issue", "page", "genre")
            found |= {"publisher": "arXiv", "number": f"arXiv:{arxiv}", **dict.fromkeys(dropped, "")}
        return found


def _people(raw: str) -> tuple[Author, ...]:
    names = (name.strip() for name in split_multiple_persons_names(" ".join(raw.split())))
    people = (_person(name) for name in names if name and name.lower() != "others")
    return tuple(each for each in people if each.family)


def _person(name: str) -> Author:
    if name.startswith("{") and braced(name, 1, "}") == name[1:-1]:
        return Author(plain(name), whole=True)
    parts = parse_single_name_into_parts(name, strict=False)

    def joined(words: Sequence[str]) -> str:
        return plain(" ".join(words))

    family = joined(parts.last)
    if not family:
        return Author(joined([*parts.first, *parts.von]), whole=True)
    return Author(family, joined(parts.first), particle=joined(parts.von), suffix=joined(parts.jr))
