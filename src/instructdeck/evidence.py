"""Sources and quotes as they stand in YAML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .links import is_external
from .model import Author, Quote, QuoteKind, Source, Verdict
from .passage import Markup
from .rules import DUPLICATE_ID, WRONG_VALUE
from .tree import parse_page
from .yamlfile import Record, records

if TYPE_CHECKING:
    from collections.abc import Collection

    from .blocks import Blocks
    from .diagnostics import Findings
    from .yamlfile import Node

_ID = re.compile(r"[A-Za-z0-9](?:[\w:./+-]*\w)?", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def load_sources(nodes: Collection[Node], findings: Findings) -> tuple[Source, ...]:
    """Give the sources of a list; an entry without an id is reported and left out."""
    found = [_source(record, findings) for record in records(nodes, "a source", findings)]
    return tuple(source for source in found if source.id)


def load_quotes(nodes: Collection[Node], main_source: str, findings: Findings) -> tuple[Quote, ...]:
    """Give the quotes of a list; `main_source` is meant where a quote names none."""
    found = [_quote(record, main_source, findings) for record in records(nodes, "a quote", findings)]
    return tuple(quote for quote in found if quote)


def _id(record: Record, findings: Findings) -> str:
    name = record.scalar("id", "a text", required=True)
    if name is None:
        return ""
    if not _ID.fullmatch(name.value):
        hint = "use letters, digits and hyphens"
        findings.add(
            WRONG_VALUE, f"'{name.value[:40]}' cannot be an id", name.location, hint, len(name.value.split("\n")[0])
        )
        return ""
    return name.value


def _source(record: Record, findings: Findings) -> Source:
    pages = record.number("pages")
    source = Source(
        id=_id(record, findings),
        location=record.node.location,
        title=record.text("title", required=True),
        type=record.text("type") or "article",
        author=tuple(_authors(record, findings)),
        issued=record.text("issued"),
        publisher=record.text("publisher"),
        container_title=record.text("container-title"),
        number=record.text("number"),
        volume=record.text("volume"),
        issue=record.text("issue"),
        page=record.text("page"),
        doi=record.text("DOI"),
        url=_url(record, findings),
        note=record.text("note"),
        pages=int(pages) if pages else None,
        sha256=_sha256(record, findings),
    )
    record.finish()
    return source


def _authors(record: Record, findings: Findings) -> list[Author]:
    found = []
    for inner in records(record.items("author"), "an author", findings):
        found.append(Author(inner.text("family", required=True), inner.text("given")))
        inner.finish()
    return found


def _url(record: Record, findings: Findings) -> str:
    address = record.text("URL")
    if address and not is_external(address):
        findings.add(WRONG_VALUE, f"'{address[:60]}' is no address", record.location("URL"), "it begins with https://")
        return ""
    return address


def _sha256(record: Record, findings: Findings) -> str:
    value = record.text("sha256")
    if value and not _SHA256.fullmatch(value):
        findings.add(WRONG_VALUE, "'sha256' is not 64 hexadecimal digits", record.location("sha256"))
        return ""
    return value


def _quote(record: Record, main_source: str, findings: Findings) -> Quote | None:
    name = _id(record, findings)
    kind = record.choice("kind", QuoteKind)
    origin = record.text("from")
    if origin and origin != "brief":
        findings.add(WRONG_VALUE, f"'from' cannot be '{origin[:40]}'", record.location("from"), "known: brief")
    quote = Quote(
        id=name,
        location=record.node.location,
        kind=kind or QuoteKind.PARAPHRASE,
        source=record.text("source") or main_source,
        place=record.text("place"),
        page=record.text("page"),
        text=_text(record, "text", findings, required=True),
        original=_text(record, "original", findings),
        from_brief=origin == "brief",
        verdict=record.choice("verdict", Verdict, Verdict.FAITHFUL) or Verdict.FAITHFUL,
        note=_text(record, "note", findings),
    )
    record.finish()
    return quote if name and kind else None


def _text(record: Record, key: str, findings: Findings, *, required: bool = False) -> Blocks:
    scalar = record.scalar(key, "a text", required=required)
    if scalar is None:
        return ()
    return parse_page(scalar.value, Markup(scalar.location.path, findings, at=scalar.location)).blocks


def report_doubled(entries: Collection[Quote | Source], what: str, findings: Findings) -> None:
    """Report every entry whose id another one had before."""
    first: dict[str, Quote | Source] = {}
    for entry in entries:
        other = first.setdefault(entry.id, entry)
        if other is not entry:
            hint = f"the first is at {other.location.path}:{other.location.line}; rename one"
            findings.add(DUPLICATE_ID, f"a second {what} with the id '{entry.id}'", entry.location, hint)
