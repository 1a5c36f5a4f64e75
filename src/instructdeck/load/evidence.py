"""Quotes as they stand in YAML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import Datum, MathBlock
from instructdeck.deck.diagnostics import keys_at
from instructdeck.deck.quotation import OUR_WORDS, Quote, QuoteKind, Unread, Verdict
from instructdeck.deck.rules import ELISION, MISSING_KEY, MISSING_ORIGINAL, UNKNOWN_SOURCE, WRONG_VALUE
from instructdeck.files.forms import page_form
from instructdeck.files.yamlfile import Items, Record, Scalar, kind_of, records, rejoined
from instructdeck.markdown.data import number
from instructdeck.markdown.tree import parse_page
from instructdeck.references.sources import ID, entry_id
from instructdeck.values import dataclass

from .quotable import report_marks

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from instructdeck.deck.blocks import Blocks
    from instructdeck.deck.diagnostics import Findings
    from instructdeck.files.yamlfile import Node
    from instructdeck.markdown.passage import Markup

_WRITTEN_ID = re.compile(rf"\bid\b[\"'\s:=-]{{1,20}}({ID.pattern})", re.ASCII)
_PAGE = re.compile(r"(?!0+$)[0-9A-Za-z]*\d(?:\s*[-\u2013]\s*[0-9A-Za-z]*\d)?|[ivxlcdm]+(?:-[ivxlcdm]+)?", re.ASCII)
"""A number, perhaps with a letter, a Roman numeral, or a range."""
_BARE_DOTS = re.compile(r"(?<![\[.\\])(?:\.{3,4}|…)(?![\].])|[(\[]\s*(?:\.\.\.|…|\. \. \.)\s*[)\]]|(?<![.\\] )\. \. \.")
"""Dots that stand for words, but not in the way that says so."""
_ROW = "write [the row's name, 27.53, 13.08]"


@dataclass(frozen=True, slots=True)
class KnownSources:
    """What a quote can name as its source."""

    ids: Collection[str]
    main: str | None
    """Meant where a quote names none; empty when the deck has no main source, None when that cannot be known."""
    unread: Unread
    """What may be a source as well."""


def load_quotes(nodes: Collection[Node], sources: KnownSources, markup: Markup) -> tuple[Quote, ...]:
    """Give the quotes of a list, whose texts are read as `markup` says."""
    hint = "write '- id: …', and the other keys below it"
    whole = rejoined(nodes, markup.findings)
    found = [_quote(record, sources, markup) for record in records(whole, "a quote", markup.findings, hint)]
    quotes = tuple(quote for quote in found if quote)
    if sources.main == "":
        _report_nameless([quote for quote in quotes if not quote.source], markup.findings)
    return quotes


def _report_nameless(quotes: Sequence[Quote], findings: Findings) -> None:
    """Report once that quotes name no source, which most often the deck should do."""
    if quotes:
        first, more = quotes[0], len(quotes) - 1
        home = keys_at(first.location.path, "content/deck.yml")
        hint = f"add 'source:', or name the deck's main source in {home}"
        message = f"quote '{first.id}'{f' and {more} more of this file name' if more else ' names'} no source"
        findings.add(UNKNOWN_SOURCE, message, first.location, hint, len(first.id))


def unread(text: str | None) -> Unread:
    """Give the ids in a text that is no list of quotes or sources; any, when there is no text."""
    return Unread(anything=True) if text is None else Unread(frozenset(_WRITTEN_ID.findall(text)))


def _quote(record: Record, sources: KnownSources, markup: Markup) -> Quote | None:
    findings = markup.findings
    name = entry_id(record, findings)
    kind = record.choice("kind", QuoteKind)
    source = record.text("source")
    page = record.text("page")
    if source and source not in sources.ids and source not in sources.unread:
        place = record.location("source")
        hint = findings.did_you_mean(source, sources.ids, place.path)
        hint = hint or f"write it into {keys_at(place.path, 'content/sources.yml')}"
        findings.add(UNKNOWN_SOURCE, f"there is no source '{source}'", place, hint, len(source))
    if page and not _PAGE.fullmatch(page):
        place, length = record.location("page"), len(page.split("\n")[0])
        findings.add(WRONG_VALUE, f"'{page[:40]}' is no page", place, page_form(page), length)
        page = ""
    origin = record.text("from")
    if origin and origin != "brief":
        place = record.location("from")
        findings.add(WRONG_VALUE, f"'from' cannot be '{origin[:40]}'", place, "known: brief", len(origin))
    quote = Quote(
        id=name,
        location=record.location("id"),
        # A quote of unknown kind is kept, so that its citations are not reported as well.
        kind=kind or QuoteKind.VERBATIM,
        source=source or sources.main or "",
        place=record.text("place"),
        page=page,
        text=_text(record, "text", markup, required=kind is not QuoteKind.TABLE),
        text_at=record.location("original" if "original" in record.node.values else "text"),
        columns=tuple(each.value.strip() for each in record.texts("columns")),
        rows=_rows(record, findings),
        original=_text(record, "original", markup),
        from_brief=origin == "brief",
        verdict=record.choice("verdict", Verdict, Verdict.FAITHFUL) or Verdict.FAITHFUL,
        note=_text(record, "note", markup),
    )
    record.finish()
    if kind:
        _honest(quote, record, findings)
        _formed(quote, record, findings)
        report_marks(quote, findings)
    return quote if name else None


def _honest(quote: Quote, record: Record, findings: Findings) -> None:
    """Report a quote that is not of the kind it says."""
    words = record.text("text")
    marked = "[...]" in words or "[…]" in words
    ours = OUR_WORDS.search(words)
    bare = _BARE_DOTS.search(words)
    what, problem, hint = f"{quote.kind.value} quote '{quote.id}'", "", ""
    if quote.kind is QuoteKind.PARAPHRASE and not quote.original:
        what, problem = f"paraphrase '{quote.id}'", "has no 'original'"
        hint = "add 'original:' with the source's own words"
    elif quote.kind is QuoteKind.ELIDED and not (marked or ours):
        problem = "has no [...]"
        hint = f"write [...] for '{bare[0]}'" if bare else "mark what is left out with [...], or call it verbatim"
    elif quote.kind is QuoteKind.VERBATIM and marked:
        problem, hint = "has [...]", "write kind: elided"
    elif quote.kind is QuoteKind.VERBATIM and bare:
        problem = f"has '{bare[0]}'"
        hint = "write [...] and kind: elided where words are left out; dots of the source itself are written \\..."
    if problem:
        rule = MISSING_ORIGINAL if quote.kind is QuoteKind.PARAPHRASE else ELISION
        findings.add(rule, f"{what} {problem}", record.location("kind"), hint, len(quote.kind.value))


def _formed(quote: Quote, record: Record, findings: Findings) -> None:
    """Report a table or an equation that has not what makes it one."""
    name, place = quote.id, record.location("kind")
    if quote.kind is QuoteKind.TABLE:
        keys = record.node.values
        for key, there in (("columns", quote.columns), ("rows", keys.get("rows")), ("page", keys.get("page"))):
            if not there:
                form = {"columns": "columns: [GPT-3, PPO]", "rows": "rows: [[DROP, 27.53, 13.08]]", "page": "page: 56"}
                findings.add(MISSING_KEY, f"table '{name}' has no '{key}'", place, f"add {form[key]}", len("table"))
    elif quote.kind is QuoteKind.EQUATION and not any(isinstance(each, MathBlock) for each in quote.text):
        hint = "write it between two lines of $$"
        findings.add(WRONG_VALUE, f"equation '{name}' has no formula", place, hint, len("equation"))
    elif quote.columns or quote.rows:
        findings.add(WRONG_VALUE, f"'{name}' has a table", place, "write kind: table", len(quote.kind.value))


def _rows(record: Record, findings: Findings) -> tuple[tuple[Datum, ...], ...]:
    """Give the rows of a table: each the name of the row, and then a cell for each column; none if one is not so."""
    columns = len(record.texts("columns"))
    found, whole = [], True
    for node in record.items("rows", "rows: [[DROP, 27.53, 13.08]]"):
        cells = node.values if isinstance(node, Items) else ()
        row = tuple(Datum(each.location, each.value.strip(), number(each.value.strip())) for each in _scalars(cells))
        if len(row) == len(cells) == columns + 1:
            found.append(row)
            continue
        whole = False
        if columns:  # or their lack is all that there is to say
            wanted = f"the row's name and {columns} cell{'s' * (columns != 1)}, one for each of 'columns'"
            what = f"a list of {len(cells)}" if isinstance(node, Items) else kind_of(node)
            findings.add(WRONG_VALUE, f"a row is {what}, not {wanted}", node.location, _ROW)
    return tuple(found) if whole else ()


def _scalars(nodes: Collection[Node]) -> list[Scalar]:
    return [each for each in nodes if isinstance(each, Scalar)]


def _text(record: Record, key: str, markup: Markup, *, required: bool = False) -> Blocks:
    scalar = record.words(key, required=required)
    return parse_page(scalar.value, markup.inside(scalar)).blocks if scalar else ()
