"""Sources as they stand in YAML: the variables of CSL, and what is told of the source's own file."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from instructdeck.deck.links import is_external
from instructdeck.deck.quotation import Author, Source
from instructdeck.deck.rules import WRONG_VALUE
from instructdeck.files.forms import id_form
from instructdeck.files.yamlfile import Items, Scalar, records, rejoined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from instructdeck.deck.diagnostics import Findings
    from instructdeck.files.yamlfile import Node, Record

Value = TypeVar("Value")

ID = re.compile(r"[A-Za-z0-9](?:[\w:./+-]*\w)?", re.ASCII)
"""What a source or a quote can be called."""

TYPES = (
    *("article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast"),
    *("chapter", "classic", "collection", "dataset", "document", "entry", "entry-dictionary"),
    *("entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview", "legal_case", "legislation"),
    *("manuscript", "map", "motion_picture", "musical_score", "pamphlet", "paper-conference", "patent"),
    *("performance", "periodical", "personal_communication", "post", "post-weblog", "regulation", "report"),
    *("review", "review-book", "software", "song", "speech", "standard", "thesis", "treaty", "webpage"),
)  # fmt: skip
"""What a source can be, by CSL 1.0.2."""
PEOPLE = (
    *("chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator"),
    *("director", "editor", "editorial-director", "executive-producer", "guest", "host", "illustrator"),
    *("interviewer", "narrator", "organizer", "original-author", "performer", "producer", "recipient"),
    *("reviewed-author", "script-writer", "series-creator", "translator"),
)  # fmt: skip
"""Its variables whose values are names, but the authors."""
DATES = ("accessed", "available-date", "event-date", "original-date", "submitted")
"""Its dates, but that of issue."""
TEXTS = (
    *("abstract", "annote", "archive", "archive-place", "archive_collection", "archive_location", "authority"),
    *("call-number", "chapter-number", "citation-key", "citation-label", "collection-number", "collection-title"),
    *("container-title", "container-title-short", "dimensions", "division", "edition", "event", "event-place"),
    *("event-title", "genre", "ISBN", "ISSN", "issue", "jurisdiction", "keyword", "language", "license", "medium"),
    *("number", "number-of-pages", "number-of-volumes", "original-publisher", "original-publisher-place"),
    *("original-title", "page", "page-first", "part-number", "part-title", "PMCID", "PMID", "printing-number"),
    *("publisher", "publisher-place", "references", "reviewed-genre", "reviewed-title", "scale", "section"),
    *("source", "status", "supplement-number", "title-short", "version", "volume", "volume-title"),
)  # fmt: skip
"""Its variables of words and numbers, but those that a source has fields for."""

PERSON = "{family: Doe, given: Jane}"
GROUP = "{literal: World Health Organization}"

_OTHER_TYPES = {
    "conference": "paper-conference",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "journal": "article-journal",
    "magazine": "article-magazine",
    "mastersthesis": "thesis",
    "misc": "document",
    "newspaper": "article-newspaper",
    "online": "webpage",
    "paper": "paper-conference",
    "phdthesis": "thesis",
    "preprint": "article",
    "proceedings": "book",
    "techreport": "report",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "website": "webpage",
}
"""What BibTeX and authors say instead."""
_DAY = r"-?\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?"
_DATE = re.compile(rf"({_DAY})(?:/({_DAY}))?", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,4}", re.ASCII)
_DATE_FORM = "write a year, a month or a day: 2022, 2022-03 or 2022-03-04"
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def load_sources(nodes: Collection[Node], findings: Findings) -> tuple[Source, ...]:
    """Give the sources of a list; an entry without an id is reported and left out."""
    hint = "write '- id: …', and the other keys below it"
    found = [_source(record, findings) for record in records(rejoined(nodes, findings), "a source", findings, hint)]
    return tuple(source for source in found if source.id)


def entry_id(record: Record, findings: Findings) -> str:
    """Give the id of a source or a quote; empty, and a diagnostic, when it is none."""
    name = record.scalar("id", "a text", required=True)
    if name is None:
        return ""
    if not ID.fullmatch(name.value):
        message, length = f"'{name.value[:40]}' cannot be an id", len(name.value.split("\n")[0])
        findings.add(WRONG_VALUE, message, name.location, id_form(name.value), length)
        return ""
    return name.value


def _source(record: Record, findings: Findings) -> Source:
    pages = record.number("pages")
    source = Source(
        id=entry_id(record, findings),
        location=record.location("id"),
        title=record.text("title", required=True),
        type=_type(record, findings),
        author=_people(record, "author", findings),
        issued=_date(record, "issued", findings),
        doi=_doi(record, findings),
        url=_url(record, findings),
        note=record.text("note"),
        people=_there((role, _people(record, role, findings)) for role in PEOPLE),
        dates=_there((name, _date(record, name, findings)) for name in DATES),
        texts=_there((name, record.text(name)) for name in TEXTS),
        pages=int(pages) if pages else None,
        sha256=_sha256(record, findings),
        sha256_at=record.location("sha256"),
        file=record.text("file"),
        file_at=record.location("file"),
    )
    record.finish()
    return source


def _there(pairs: Iterator[tuple[str, Value]]) -> dict[str, Value]:
    return {name: value for name, value in pairs if value}


def _type(record: Record, findings: Findings) -> str:
    value = record.text("type")
    if not value or value in TYPES:
        return value or "article"
    place = record.location("type")
    meant = _OTHER_TYPES.get(value.lower())
    hint = f"write type: {meant}" if meant else findings.did_you_mean(value, TYPES, place.path)
    findings.add(WRONG_VALUE, f"CSL has no type '{value[:40]}'", place, hint, len(value.split("\n")[0]))
    return "article"


def _people(record: Record, role: str, findings: Findings) -> tuple[Author, ...]:
    record.asked.add(role)
    if role not in record.node.values:
        return ()
    what = f"an item of '{role}'"
    nodes = record.items(role, f"{role}: [{PERSON}]")
    found = []
    for inner in records(nodes, what, findings, f"write {PERSON}, or {GROUP} for a group"):
        literal = inner.text("literal")
        family = literal or inner.text("family", required=True)
        person = Author(
            family,
            inner.text("given"),
            inner.text("dropping-particle"),
            inner.text("non-dropping-particle"),
            inner.text("suffix"),
            whole=bool(literal),
        )
        found.append(person)
        inner.finish()
    return tuple(each for each in found if each.family)


def _date(record: Record, name: str, findings: Findings) -> str:
    """Give a date as `2022-03-04`, a range as `2020/2021`, or words for one as they are written."""
    node = record.node_of(name)
    if node is None or isinstance(node, Scalar):
        value = record.text(name) if node else ""
        if value and not is_date(value):
            place, length = record.location(name), len(value[:40])
            findings.add(WRONG_VALUE, f"'{value[:40]}' is no date", place, _DATE_FORM, length)
            return ""
        return value
    if isinstance(node, Items):
        record.wrong(name, node, "a date", _DATE_FORM)
        return ""
    inner = replace(record, node=node, asked=set())
    parts, words = inner.node_of("date-parts"), inner.text("literal") or inner.text("raw")
    inner.finish()
    if parts is None or words:
        return words
    value = _from_parts(parts)
    if not value:
        inner.wrong("date-parts", parts, "a date", f"write {name}: 2022-03-04, or date-parts: [[2022, 3, 4]]")
    return value


def is_date(value: str) -> bool:
    """Tell whether a text is a date, or a range of two, that there can be."""
    found = _DATE.fullmatch(value)
    return found is not None and all(_is_day(part) for part in found.groups() if part)


def _is_day(value: str) -> bool:
    parts = [int(part) for part in value.removeprefix("-").split("-")]
    return all(1 <= part <= most for part, most in zip(parts[1:], (12, 31), strict=False))


def _from_parts(node: Node) -> str:
    """Give the date of `[[2022, 3, 4]]`, or the range of two such parts; empty when it is none."""
    days = node.values if isinstance(node, Items) else ()
    if days and all(isinstance(each, Scalar) for each in days):
        days = (node,)
    found = []
    for day in days:
        parts = [each.value for each in day.values if isinstance(each, Scalar)] if isinstance(day, Items) else []
        if not all(_NUMBER.fullmatch(part) for part in parts):
            return ""
        marked = [(position == 0, part) for position, part in enumerate(parts)]
        found.append("-".join(f"{int(part):0{4 + part.startswith('-') if first else 2}}" for first, part in marked))
    value = "/".join(found)
    return value if is_date(value) else ""


def _doi(record: Record, findings: Findings) -> str:
    value = record.text("DOI")
    name = re.sub(r"(?i)^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", value)
    if name != value:
        hint = f"write DOI: {name}"
        findings.add(WRONG_VALUE, f"'{value[:60]}' is more than a DOI", record.location("DOI"), hint, len(value))
    return name


def _url(record: Record, findings: Findings) -> str:
    address = record.text("URL")
    if address and not is_external(address):
        place, hint = record.location("URL"), "it begins with https://"
        findings.add(WRONG_VALUE, f"'{address[:60]}' is no address", place, hint, len(address))
        return ""
    return address


def _sha256(record: Record, findings: Findings) -> str:
    value = record.text("sha256")
    if value and not _SHA256.fullmatch(value):
        findings.add(WRONG_VALUE, "'sha256' is not 64 hexadecimal digits", record.location("sha256"), length=len(value))
        return ""
    return value
