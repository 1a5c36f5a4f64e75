"""Whether citations stand behind what they back, and quotation marks around what is quoted."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import Location
from instructdeck.deck.quotation import OUR_WORDS, QuoteKind, unbracketed
from instructdeck.deck.rules import FALSE_QUOTATION_MARKS, IDLE_CITATION, MISSING_QUOTATION_MARKS
from instructdeck.values import dataclass
from instructdeck.verify.elision import pieces
from instructdeck.verify.wording import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from instructdeck.deck.diagnostics import Findings
    from instructdeck.deck.model import Deck, Section
    from instructdeck.deck.quotation import Quote

RUN = 8
"""Words in a row that nobody writes twice by chance: the usual bound of what needs quotation marks."""
LEAST = 2
"""Words in quotation marks from which on they are taken for a quotation; one alone is often only kept at a distance."""
STEM = 5
"""Letters by which words are held to be forms of one: `label`, `labeled`, `labelers`."""
FEW = 10
"""Citations below which it cannot be told whether a deck and its sources are in one language."""

_TERM = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W_]+(?:['\u2019.,-][^\W_]+)*")
_MARKED = re.compile(
    r"\u201c([^\u201c\u201d]+)\u201d|\"([^\"]+)\"|\u00ab([^\u00ab\u00bb]+)\u00bb"
    r"|\u201e([^\u201c\u201d\u201e]+)[\u201c\u201d]"
)
_CITED = "\x00"
"""Stands for a citation in the text of a line: no author can write it."""
_DOTS = re.compile(r"\[…\]|…")
_SENTENCE = re.compile(r"[.!?]\s")


@dataclass(frozen=True)
class _Line:
    """A paragraph, a heading, a cell or a caption: text that knows where it came from."""

    inlines: b.Inlines
    around: str
    """All that is said on the same slide, or in the same synthesis."""
    left: int
    """Column at which the lines after the first one begin; 0 where all of it has one place, inside YAML."""
    quoted: bool = False
    """Whether it stands in a block quote."""

    @cached_property
    def citations(self) -> tuple[b.Citation, ...]:
        """In the order of their signs in `text`."""
        return tuple(node for node in b.walk(self.inlines) if isinstance(node, b.Citation))

    @cached_property
    def _parts(self) -> tuple[tuple[str, Location], ...]:
        found = ((_shown(node), node.location) for node in b.walk(self.inlines))
        return tuple((text, location) for text, location in found if text)

    @cached_property
    def text(self) -> str:
        """The words, with a sign for each citation."""
        return "".join(text for text, _ in self._parts)

    @cached_property
    def marks(self) -> tuple[re.Match[str], ...]:
        """What stands in quotation marks."""
        return tuple(_MARKED.finditer(self.text))

    def place(self, offset: int) -> Location:
        """Give where a character of `text` stands."""
        start = 0
        for text, location in self._parts:
            if offset < start + len(text):
                return self._within(location, text[: offset - start])
            start += len(text)
        return self._parts[-1][1]

    def _within(self, location: Location, before: str) -> Location:
        """Give the place behind some words of a text that begins at a place."""
        if self.left == 0:
            return location
        # A text that opens with a line break has the place of what follows it.
        before = before.removeprefix("\n")
        lines = before.count("\n")
        column = self.left if lines else location.column
        return Location(location.path, location.line + lines, column + len(before) - (before.rfind("\n") + 1))


def _shown(node: b.Node) -> str:
    match node:
        case b.Text(text=text) | b.CodeSpan(text=text) | b.InlineMath(tex=text):
            return text
        case b.LineBreak():
            return "\n"
        case b.Citation():
            return _CITED
    return ""


def report_citing(deck: Deck, findings: Findings) -> None:
    """Report citations that back nothing, quotation marks around other words, and quoted words without them."""
    lines = [line for section in deck.sections for line in _section_lines(section)]
    readings = {quote.id: _reading(quote) for quote in deck.quotes.values()}
    _report_idle(lines, deck.quotes, findings)
    for line in lines:
        _report_marks(line, deck.quotes, readings, findings)
        _report_unmarked(line, deck.quotes, findings)


def _section_lines(section: Section) -> Iterator[_Line]:
    for slide in section.slides:
        parts = (slide.blocks, slide.notes, slide.footnotes)
        whole = b.plain_text((slide.title, *parts))
        yield _Line(slide.title, whole, slide.location.column)
        yield from _lines(parts, whole)
    if section.synthesis:
        page = (section.synthesis.blocks, section.synthesis.footnotes)
        yield from _lines(page, b.plain_text(page))


def _lines(nodes: object, around: str) -> Iterator[_Line]:
    quoted = {id(inner) for node in b.walk(nodes) if isinstance(node, b.BlockQuote) for inner in b.walk(node.blocks)}
    for node in b.walk(nodes):
        for inlines in _inlines(node):
            left = 0 if isinstance(node, b.Chart) else node.location.column
            yield _Line(inlines, around, left, quoted=id(node) in quoted)


def _inlines(node: b.Node) -> tuple[b.Inlines, ...]:
    match node:
        case b.Paragraph(children=line) | b.Heading(children=line) | b.Cell(children=line):
            return (line,)
        case b.Definition(term=line) | b.Term(name=line) | b.Table(caption=line):
            return (line,)
        case b.Chart(caption=caption, source=source):
            return (caption + source,)
    return ()


# --- what citations back ----------------------------------------------------------------------------


def _report_idle(lines: Sequence[_Line], quotes: Mapping[str, Quote], findings: Findings) -> None:
    cites = [(line, cite) for line in lines for each in line.citations for cite in each.cites if cite.id in quotes]
    idle = [cite for line, cite in cites if _is_idle(line, quotes[cite.id])]
    # Where most share no word with what they back, the deck speaks another language than its sources.
    if len(cites) >= FEW and 2 * len(idle) >= len(cites):
        return
    for cite in idle:
        message = f"nothing said here has a word or a number of '{cite.id}'"
        findings.add(IDLE_CITATION, message, cite.location, "is another quote meant?", len(cite.id) + 1)


def _is_idle(line: _Line, quote: Quote) -> bool:
    """Tell whether a line of some words shares none with a quote, and what stands around it no more than one."""
    if quote.kind in (QuoteKind.TABLE, QuoteKind.EQUATION) or quote.is_broken:
        return False
    said, backed = _terms(line.text), _terms(b.plain_text((quote.words, quote.text)))
    return len(said) > LEAST and not said & backed and len(_terms(line.around) & backed) < LEAST


def _terms(text: str) -> frozenset[str]:
    """Give the stems of a text's words, and its numbers."""
    words = {word.casefold()[:STEM] for word in _TERM.findall(text)}
    return frozenset(words | set(_NUMBER.findall(text)))


# --- quotation marks --------------------------------------------------------------------------------


def _reading(quote: Quote) -> Reading:
    words = b.plain_text(quote.words)
    elided = quote.kind is not QuoteKind.VERBATIM
    return Reading((OUR_WORDS.sub("[...]", unbracketed(words)) if elided else words,))


def _report_marks(
    line: _Line, quotes: Mapping[str, Quote], readings: Mapping[str, Reading], findings: Findings
) -> None:
    """Report words in quotation marks that the quote cited behind them does not have."""
    for found in line.marks:
        words = next(filter(None, found.groups()), "").replace(_CITED, "").strip(" .,;:!?")
        cites = [each for each in _cited_behind(line, found.end()) if each.id in quotes]
        if len(words.split()) < LEAST or not cites:
            continue
        if any(_stands(words, readings[cite.id]) for cite in cites):
            continue
        names = "', '".join(cite.id for cite in cites)
        message = f"these words in quotation marks do not stand in '{names}'"
        hint = "quote its words, or write your own without the marks"
        findings.add(FALSE_QUOTATION_MARKS, message, line.place(found.start()), hint, len(found[0]))


def _cited_behind(line: _Line, offset: int) -> tuple[b.Cite, ...]:
    """Give what is cited next behind a place in a line, in the same sentence."""
    at = line.text.find(_CITED, offset)
    if at < 0 or _SENTENCE.search(line.text, offset, at):
        return ()
    return line.citations[line.text.count(_CITED, 0, at)].cites


def _stands(words: str, reading: Reading) -> bool:
    """Tell whether words stand in a quote; `[...]` and `…` part them."""
    return all(next(reading.find(part), None) for part in pieces(_DOTS.sub("[...]", words), OUR_WORDS))


def _report_unmarked(line: _Line, quotes: Mapping[str, Quote], findings: Findings) -> None:
    """Report many words of a quote in a row, outside quotation marks, in a line that cites it."""
    if line.quoted:
        return
    words = [word for word in _WORD.finditer(line.text) if not _is_marked(line, word)]
    said = [word[0].casefold() for word in words]
    for cite in (cite for each in line.citations for cite in each.cites):
        quote = quotes.get(cite.id)
        if quote is None or quote.kind is QuoteKind.TABLE:
            continue
        theirs = [word[0].casefold() for word in _WORD.finditer(b.plain_text(quote.words))]
        runs = {tuple(theirs[at : at + RUN]) for at in range(len(theirs) - RUN + 1)}
        at = next((at for at in range(len(said) - RUN + 1) if tuple(said[at : at + RUN]) in runs), None)
        if at is not None:
            message = f"{RUN} or more words of '{cite.id}' in a row, without quotation marks"
            place, length = line.place(words[at].start()), len(words[at][0])
            findings.add(MISSING_QUOTATION_MARKS, message, place, "put them in quotation marks", length)


def _is_marked(line: _Line, word: re.Match[str]) -> bool:
    return any(found.start() < word.start() < found.end() for found in line.marks)
