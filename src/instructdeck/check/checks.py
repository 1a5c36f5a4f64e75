"""What must hold of a deck that could be read: functions from a deck to diagnostics."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from instructdeck.cores import each_made
from instructdeck.deck import blocks as b
from instructdeck.deck.brief import State, answers
from instructdeck.deck.diagnostics import Diagnostic, Findings, Location, Rule, counted, keys_at
from instructdeck.deck.links import PAGES, Links
from instructdeck.deck.model import WORDS_PER_MINUTE, Deck, Slide
from instructdeck.deck.quotation import Quote
from instructdeck.deck.rules import (
    BAD_CHART,
    BAD_DIAGRAM,
    BAD_EXPLORABLE,
    BAD_MATH,
    BAD_VEGA_LITE,
    BRIEF_MISSING,
    BRIEF_ORDER,
    BRIEF_RENAMED,
    BROKEN_LINK,
    CITATION_SYNTAX,
    DIAGRAM_EXTRAS,
    DUPLICATE_ID,
    EMPTY_SLIDE,
    HEADING_SKIP,
    MISSING_ID,
    MISSING_NOTES,
    OVER_TIME,
    PLAIN_LISTING,
    SMALL_DIAGRAM,
    UNKNOWN_CITATION,
    UNKNOWN_EXPLORABLE,
    UNKNOWN_PART,
    UNKNOWN_TERM,
)
from instructdeck.markdown.passage import shift
from instructdeck.markdown.sheet import PHONE
from instructdeck.markdown.vegalite import themed
from instructdeck.overtaken import go_on
from instructdeck.pictures.picture import PICTURES
from instructdeck.typeset.chart import ChartError, Drawing
from instructdeck.typeset.diagram import LEAST_TEXT, DiagramError
from instructdeck.typeset.formula import FormulaError
from instructdeck.typeset.plot import specification
from instructdeck.values import dataclass

from .likely import report_likely
from .standing import report_standings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from instructdeck.deck.model import Correction, Section
    from instructdeck.deck.quotation import Source
    from instructdeck.typeset.explorable import ExplorableError
    from instructdeck.typeset.typeset import Typesetter

NOTES_ELSEWHERE = ("Note:", "Notes:", "???")
"""How notes begin in other tools."""
BARE_LAYOUTS = frozenset({"title", "section", "closing"})
"""Layouts that say enough with a title alone."""


_OTHER = {"quote": "source", "source": "quote"}
_HOST = re.compile(r"www\.|(?:[\w-]+\.)+(?:com|org|net|edu|io|dev|ai|eu|uk|de|fr|ch|at)(?:/|$)", re.ASCII)
"""An address on the web without its beginning."""
_TEX_COMMENT = re.compile(r"(?<=\d)%|(?<!\\)%(?=.)(?![^\n]*\n)")
"""A sign that begins a comment in LaTeX, where it is most likely meant: behind a number, or on the last line."""
_MATH_HINTS = {
    "got '_'": "write \\_ for the sign itself",
    "got '^'": "write ^{} before it, or \\^{} for the sign itself",
    "got '&'": "'&' stands in an environment such as \\begin{aligned} … \\end{aligned}",
    "got '#'": "write \\# for the sign itself",
    "got '\\right'": "open it with \\left",
    "got '}'": "a '}' too many, or a '{' that is missing; write \\} for the sign itself",
    "Double superscript": "put the inner one in braces: x^{a^b}",
    "Double subscript": "put the inner one in braces: x_{a_b}",
    "Expected group": "write in braces what stands above or below: x_{a}",
    "Expected '\\right'": "close \\left( with \\right)",
    "or \\end": "close the environment with its \\end{…}",
    "No such environment": "KaTeX knows aligned, cases, matrix and the like",
    "EOF": "close the brace or the environment",
    "end of input": "close the brace or the environment",
}
"""What to do about a message of KaTeX, by words in it; the first that fit."""
_TEXT = re.compile(r"\\[A-Za-z]+\*?\s*\{[^{}]*\}")
"""A command with its text."""
_WORD = re.compile(
    r"(?<=\s)(?:and|or|if|for|all|with|where|otherwise|per|to|of|is|the|than|when|then|from|by|und|oder|wenn|et|ou|si)(?=\s)"
)
"""A word of a sentence: most often two dollar signs stand around it that were to be just that."""
Kind = TypeVar("Kind", bound=b.Node)
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Characters without width, which come with words that are pasted."""
_BARE_CITATION = re.compile(r"\[@[^\[\]]*\]|(?<![\w@.])@([A-Za-z0-9](?:[\w:./+-]*\w)?)")


@dataclass(frozen=True)
class Judged:
    """A deck under judgment, and what the checks share."""

    deck: Deck
    typesetter: Typesetter
    findings: Findings

    @cached_property
    def links(self) -> Links:
        """The deck's link targets."""
        return Links(self.deck)

    def add(self, rule: Rule, message: str, location: Location, hint: str = "", length: int = 1) -> None:
        """Report one problem."""
        self.findings.add(rule, message, location, hint, length)

    def of(self, *kinds: type[Kind]) -> Iterator[tuple[str, Kind]]:
        """Give every node of some kinds with the id of its section, kind by kind."""
        return chain.from_iterable(self._kinds.get(kind, ()) for kind in kinds)

    @cached_property
    def _kinds(self) -> dict[type[b.Node], list[tuple[str, Any]]]:
        found: dict[type[b.Node], list[tuple[str, Any]]] = {}
        for section in self.deck.sections:
            for node in section.nodes:
                found.setdefault(type(node), []).append((section.id, node))
        return found


def doubled_ids(judged: Judged) -> None:
    """Quotes and sources have one id each, which citations name; `load` sees to those of slides."""
    quotes = [quote for section in judged.deck.sections for quote in section.quotes]
    first: dict[str, Quote | Source] = {}
    entries: tuple[Quote | Source, ...] = (*judged.deck.sources, *quotes)
    for entry in entries:
        other = first.setdefault(entry.id, entry)
        if other is not entry:
            hint = f"the first is at {other.location.path}:{other.location.line}; rename one"
            what, same = "quote" if isinstance(entry, Quote) else "source", type(entry) is type(other)
            message = f"a second {what} with the id '{entry.id}'" if same else f"'{entry.id}' is a {_OTHER[what]}, too"
            judged.add(DUPLICATE_ID, message, entry.location, hint, len(entry.id))


def missing_ids(judged: Judged) -> None:
    """Slides that others may link to have ids of their own; in a deck of one section nobody else does."""
    if len(judged.deck.sections) < 2:  # noqa: PLR2004
        return
    for slide in judged.deck.slides:
        if not slide.id_given and slide.title and not _is_placeholder(slide):
            hint = f"write '{{#{slide.id}}}' behind the title"
            judged.add(MISSING_ID, f"'{slide.title_text[:60]}' has no id", slide.location, hint, 2)


def empty_slides(judged: Judged) -> None:
    """A slide says something."""
    for slide in judged.deck.slides:
        if _is_empty(slide) and slide.title_text:  # or its title is what is missing
            hint = "fill it, delete it, or use layout=section"
            judged.add(EMPTY_SLIDE, f"'{slide.title_text[:60]}' has nothing but a title", slide.location, hint, 2)


def missing_notes(judged: Judged) -> None:
    """A slide has notes."""
    for slide in judged.deck.slides:
        if slide.title and not slide.notes and not _is_placeholder(slide) and not _is_empty(slide):
            line = next((each for each in slide.blocks if b.plain_text(each).startswith(NOTES_ELSEWHERE)), None)
            hint = "add '::: notes' … ':::'"
            if line:
                hint = "what begins here is shown to everybody; put it into '::: notes' … ':::'"
            place = line.location if line else slide.location
            judged.add(MISSING_NOTES, f"'{slide.title_text[:60]}' has no notes", place, hint, 2)


def _is_empty(slide: Slide) -> bool:
    """Tell whether a slide has nothing but a title, and a layout for which that is not enough."""
    return not slide.blocks and slide.layout not in BARE_LAYOUTS


def _is_placeholder(slide: Slide) -> bool:
    """Tell whether a slide only says that something else is none, or has none."""
    only = slide.blocks[0] if len(slide.blocks) == 1 else None
    return isinstance(only, b.Broken) and not only.source and not slide.notes


def _has_no_slides(section: Section) -> bool:
    """Tell whether a section's slides could not be read, or there are none: what they would be, nobody knows."""
    return len(section.slides) == 1 and _is_placeholder(section.slides[0])


def over_time(judged: Judged) -> None:
    """The notes of a section can be said in its minutes."""
    for section in judged.deck.sections:
        if section.minutes and section.spoken_minutes > section.minutes:
            words = sum(slide.spoken_words for slide in section.slides)
            over = words - int(section.minutes * WORDS_PER_MINUTE)
            # Rounded up: nobody is told that 6.0 minutes are more than 6.
            spoken = f"{ceil(section.spoken_minutes * 10) / 10:g}"
            message = f"the notes take {spoken} minute{'' if spoken == '1' else 's'} to say, of {section.minutes:g}"
            said = f"{counted(words, 'word')} at {WORDS_PER_MINUTE} a minute"
            hint = f"{said}: cut {counted(over, 'word')}, or agree on more time"
            judged.add(OVER_TIME, message, section.minutes_at or section.location, hint, len(f"{section.minutes:g}"))


def bad_math(judged: Judged) -> None:
    """KaTeX can set every formula."""
    formulas: Iterator[tuple[str, b.InlineMath | b.MathBlock]] = chain(judged.of(b.InlineMath), judged.of(b.MathBlock))
    for _, node in formulas:
        answer = judged.typesetter.formula(node.tex, display=isinstance(node, b.MathBlock))
        if isinstance(answer, FormulaError):
            place = _in_formula(node, answer.position)
            judged.add(BAD_MATH, answer.message, place, _math_hint(answer.message), answer.length)
        elif found := _TEX_COMMENT.search(node.tex):
            message, hint = "'%' makes the rest of the line a comment", "write \\% for the sign itself"
            judged.add(BAD_MATH, message, _in_formula(node, found.start()), hint)
        elif found := _WORD.search(_TEXT.sub(lambda text: "x" * len(text[0]), node.tex)):
            message = f"'{found[0]}' in a formula is a product of letters"
            hint = f"write \\text{{ {found[0]} }}; a dollar sign itself is written \\$"
            judged.add(BAD_MATH, message, _in_formula(node, found.start()), hint, len(found[0]))


def bad_explorables(judged: Judged) -> None:
    """Every explorable is there, and can be drawn with the values that it is given."""
    for _, node in judged.of(b.Explorable):
        if not node.name:
            continue
        known = judged.typesetter.explorables
        if node.name not in known:
            hint = judged.findings.did_you_mean(node.name, known, node.location.path)
            message = f"there is no explorable '{node.name[:60]}'"
            judged.add(UNKNOWN_EXPLORABLE, message, node.name_location, hint, len('name=""') + len(node.name))
            continue
        found = judged.typesetter.explorable(node)
        for error in found if isinstance(found, tuple) else ():
            _in_explorable(judged, node, error)


def _in_explorable(judged: Judged, node: b.Explorable, error: ExplorableError) -> None:
    at, hint = error.parameter, error.hint
    if at and error.of_key:
        hint = judged.findings.did_you_mean(at.name, error.known, at.location.path)
        judged.add(BAD_EXPLORABLE, error.message, at.location, hint, len(at.name))
    elif at:
        length = 1 if at.is_list else len(at.values[0].split("\n")[0])
        judged.add(BAD_EXPLORABLE, error.message, at.value_location, hint, length)
    else:
        judged.add(BAD_EXPLORABLE, error.message, node.location, hint, 3)


def unmarkable_terms(judged: Judged) -> None:
    """Each named part of a formula can be marked in it."""
    for _, node in judged.of(b.Terms):
        if _fails_only_marked(judged, node):
            alone = (replace(node, items=(item,)) for item in node.items)
            for item in (each.items[0] for each in alone if _fails_only_marked(judged, each)):
                message = "this part cannot be marked where it stands in the formula"
                hint = "put braces around it there: '\\frac{x}{2}', not '\\frac x2'"
                judged.add(UNKNOWN_TERM, message, item.location, hint)


def _fails_only_marked(judged: Judged, terms: b.Terms) -> bool:
    plain = judged.typesetter.formula(terms.formula.tex, display=True)
    return not isinstance(plain, FormulaError) and isinstance(judged.typesetter.terms(terms), FormulaError)


def plain_listings(judged: Judged) -> None:
    """A listing in a language has its colors."""
    for _, node in judged.of(b.CodeBlock):
        if problem := judged.typesetter.listing(node).problem:
            message, hint = f"this listing has no colors: {problem}", "show the lines that matter"
            judged.add(PLAIN_LISTING, message, node.location, hint, 3)


def bad_charts(judged: Judged) -> None:
    """Vega-Lite can draw every chart."""
    for _, node in judged.of(b.Chart):
        answer = judged.typesetter.chart(specification(node, PHONE))
        if isinstance(answer, ChartError):
            judged.add(BAD_CHART, answer.message, node.location, "show less at a time", 3)
    for _, own in judged.of(b.VegaLite):
        answer = judged.typesetter.vega_lite(themed(own, PHONE))
        hint = "compare it with an example in Vega-Lite's manual"
        for message in answer.warnings if isinstance(answer, Drawing) else (answer.message,):
            judged.add(BAD_VEGA_LITE, f"Vega-Lite says: {message}", own.location, hint, 3)


def _in_formula(node: b.InlineMath | b.MathBlock, position: int) -> Location:
    line = min(node.tex.count("\n", 0, position), len(node.places) - 1)
    start = node.places[line]
    column = position - (node.tex.rfind("\n", 0, position) + 1)
    return Location(start.path, start.line, start.column + column)


def _math_hint(message: str) -> str:
    if "Undefined control sequence" in message:
        return "check the spelling; KaTeX knows LaTeX's mathematics, not its packages"
    return next((hint for words, hint in _MATH_HINTS.items() if words in message), "")


def bad_diagrams(judged: Judged) -> None:
    """Pele can draw every diagram, and what is lit or appears is in it."""
    for _, node in judged.of(b.Diagram):
        if node.places:
            answer = judged.typesetter.diagram(node.text, strip=node.strip)
            if isinstance(answer, DiagramError):
                _in_diagram(judged, node, BAD_DIAGRAM, answer)
                continue
            for flaw in answer.flaws:
                _in_diagram(judged, node, DIAGRAM_EXTRAS, flaw)
            if answer.text_size < LEAST_TEXT:
                message = f"the words of this diagram would be {answer.text_size:.0f} px high, too small for a room"
                hint = "fewer or shorter words, 'direction TB' in a subgraph, or two diagrams"
                judged.add(SMALL_DIAGRAM, message, node.location, hint, 3)
            _unknown_parts(judged, node, answer.parts.names)


def _unknown_parts(judged: Judged, node: b.Diagram, known: Collection[str]) -> None:
    for part in (*node.lit, *chain.from_iterable(node.steps)):
        if part.name not in known:
            hint = judged.findings.did_you_mean(part.name, known, part.location.path)
            message = f"the diagram has no '{part.name[:60]}'"
            judged.add(UNKNOWN_PART, message, part.location, hint, len(part.name))


def _in_diagram(judged: Judged, node: b.Diagram, rule: Rule, flaw: DiagramError) -> None:
    line = node.places[min(flaw.line, len(node.places)) - 1]
    judged.add(rule, flaw.message, shift(line, flaw.column - 1), flaw.hint, flaw.length)


def unknown_citations(judged: Judged) -> None:
    """Every citation names a quote, which knows its place, or a source."""
    sources = {source.id for source in judged.deck.sources}
    known = sources | judged.deck.quotes.keys()
    for _, node in judged.of(b.Text) if known else ():
        _uncited(judged, node, known)
    for _, citation in judged.of(b.Citation):
        for cite in citation.cites:
            if cite.locator and cite.id in judged.deck.quotes and cite.id not in sources:
                hint = f"write [@{cite.id}]; the page stands in {keys_at(cite.location.path, 'quotes.yml')}"
                judged.add(CITATION_SYNTAX, "a quote knows its own place", cite.location, hint, len(cite.id) + 1)
            if cite.id not in known and cite.id not in judged.deck.unread:
                hint = judged.findings.did_you_mean(cite.id, known, cite.location.path)
                hint = (
                    hint
                    if hint.startswith("did")
                    else f"write the quote into {keys_at(cite.location.path, 'quotes.yml')}"
                )
                judged.add(
                    UNKNOWN_CITATION, f"there is no quote or source '{cite.id}'", cite.location, hint, len(cite.id) + 1
                )


def _uncited(judged: Judged, node: b.Text, known: Collection[str]) -> None:
    """Report a known id that stands in plain text."""
    for found in _BARE_CITATION.finditer(node.text):
        if found[1] in known and "\n" not in node.text[: found.start()]:
            place = shift(node.location, found.start())
            message, hint = f"'@{found[1]}' is shown as it is", f"a citation stands alone in brackets: [@{found[1]}]"
            judged.add(CITATION_SYNTAX, message, place, hint, len(found[0]))


def unbacked_numbers(judged: Judged) -> None:
    """Every number is one that evidence cited there has, or one of our own that is marked and reckoned right."""
    if judged.deck.sources:
        from instructdeck.numbers.claims import judge  # noqa: PLC0415  the same

        judge(judged.deck, judged.findings)


def broken_links(judged: Judged) -> None:
    """Every link inside the site leads somewhere, also those from a correction to its slides and quote."""
    unread = [each.id for each in judged.deck.sections if _has_no_slides(each)]
    pages = [f"{each.id}.html" for each in judged.deck.sections]
    known = dict.fromkeys([*(f"#{name}" for name in judged.links.slides), *pages, *PAGES])
    in_html = ((section, link) for section, node in judged.of(b.RawHtml) for link in node.links)
    links: Iterator[tuple[str, b.Link | b.Address]] = chain(judged.of(b.Link), in_html)
    for section, link in links:
        if judged.links.resolve(link.href, section) is None and not (unread and "#" in link.href):
            start, end = (link.places if isinstance(link, b.Link) else ()) or (link.location, link.location)
            message, hint = f"'{unquote(link.href)[:60]}' leads nowhere", _link_hint(judged, link, known)
            message = message if link.href else "a link without an address"
            judged.add(BROKEN_LINK, message, start, hint, end.column - start.column)
    for each in judged.deck.sections:
        for correction in each.corrections:
            _broken_correction(judged, correction, may_be_unread=bool(unread))


def _link_hint(judged: Judged, link: b.Link | b.Address, known: Collection[str]) -> str:
    """Give what was most likely meant by an address that leads nowhere."""
    href = _UNSEEN.sub("", unquote(link.href))
    page, _, anchor = href.partition("#")
    parts = [part.rpartition(".")[0] or part for part in page.split("/")]
    likely = [f"#{anchor}", href, *(f"{part}.html" for part in reversed(parts))]
    near = next((each for each in likely if each in known), "")
    if near := near or judged.findings.nearest(href, known, link.location.path):
        return f"did you mean '{near}'?"
    if page.lower().endswith(PICTURES):
        return f"a figure begins with '!': ![what it shows]({href[:60]})"
    if _HOST.match(href):
        return f"write https://{href[:60]} for an address on the web"
    return "link to '#slide-id' or 'section-id.html'"


def _broken_correction(judged: Judged, correction: Correction, *, may_be_unread: bool) -> None:
    slides, quotes = judged.links.slides, judged.deck.quotes
    places = correction.slides_at or (correction.location,) * len(correction.slides)
    for name, place in zip(correction.slides, places, strict=True):
        if name not in slides and not may_be_unread:
            hint = judged.findings.did_you_mean(name.removeprefix("#"), slides, place.path)
            judged.add(BROKEN_LINK, f"there is no slide '{name}'", place, hint, len(name))
    name = correction.quote
    if name and name not in quotes and name not in judged.deck.unread:
        place = correction.quote_at or correction.location
        hint = judged.findings.did_you_mean(name.removeprefix("@"), quotes, place.path)
        judged.add(UNKNOWN_CITATION, f"there is no quote '{name}'", place, hint, len(name))


def skipped_headings(judged: Judged) -> None:
    """A heading is at most one level below the one before it."""
    for section in judged.deck.sections:
        for slide in section.slides:
            _skips(judged, slide.nodes, 2)
        if section.synthesis:
            _skips(judged, b.walk(section.synthesis.blocks), 1)


def _skips(judged: Judged, nodes: Iterable[b.Node], level: int) -> None:
    for node in nodes:
        if isinstance(node, b.Heading):
            if node.level > level + 1:
                message = f"from level {level} to level {node.level}"
                judged.add(HEADING_SKIP, message, node.location, f"write '{'#' * (level + 1)} '", node.level)
            level = node.level


def verified_quotes(judged: Judged) -> None:
    """Every quote of a source whose file is known was found in it, and is as it was then."""
    report_standings(judged.deck, judged.findings)


def honest_citations(judged: Judged) -> None:
    """A citation backs what stands before it, and quotation marks stand around words of a source and no others."""
    if judged.deck.quotes:
        from .citing import report_citing  # noqa: PLC0415  it takes 20 ms to load, and a deck without quotes needs none

        report_citing(judged.deck, judged.findings)


def brief_kept(judged: Judged) -> None:
    """The slides are the ones the brief suggests, by title and in order; more slides may stand between them."""
    for section in judged.deck.sections:
        for answer in () if _has_no_slides(section) else answers(section):
            if answer.slide is None:
                message, hint = f"the slide '{answer.title}' is missing", f"add '## {answer.title}'"
                judged.add(BRIEF_MISSING, message, answer.location, hint, len(answer.title))
            elif answer.state is State.RENAMED:
                message, hint = "the brief calls this slide differently", f"the brief says '{answer.title}'"
                judged.add(BRIEF_RENAMED, message, answer.slide.location, hint, 2)
            elif answer.state is State.MOVED:
                home = keys_at(answer.location.path, "section.yml")
                message = "the brief has this slide elsewhere"
                hint = f"follow the order of 'brief' in {home}, or change it"
                judged.add(BRIEF_ORDER, message, answer.slide.location, hint, 2)


SETTING: tuple[Callable[[Judged], None], ...] = (
    bad_math,
    unmarkable_terms,
    bad_explorables,
    bad_diagrams,
    plain_listings,
    bad_charts,
)
"""Checks that set what is set again when slides are rendered: the process that renders keeps it."""
READING: tuple[Callable[[Judged], None], ...] = (
    doubled_ids,
    missing_ids,
    empty_slides,
    missing_notes,
    over_time,
    unknown_citations,
    verified_quotes,
    honest_citations,
    unbacked_numbers,
    broken_links,
    skipped_headings,
    brief_kept,
)
"""Checks that only read."""
SHARE = 160
"""Slides for which the checks are worth two processes."""


def check(
    deck: Deck, typesetter: Typesetter, cores: int = 1, pause: Callable[[], None] = go_on
) -> tuple[Diagnostic, ...]:
    """Give everything that is wrong with a deck, sorted by place.

    Two processes judge a large deck where there are more cores than one. `pause` is called between the checks, and may
    end them by what it raises.
    """
    judged = Judged(deck, typesetter, Findings())
    several = cores > 1 and len(deck.slides) >= SHARE
    middle = len(deck.sections) // 2
    parts = (
        ((SETTING, deck.sections[:middle]), (READING, deck.sections[middle:]))
        if several
        else (((*SETTING, *READING), deck.sections),)
    )
    found = each_made(lambda part: _judge(judged, pause, *part), parts, cores)
    return tuple(Findings([each for items in found for each in items]))


def _judge(
    judged: Judged,
    pause: Callable[[], None],
    checks: Sequence[Callable[[Judged], None]],
    sections: Sequence[Section],
) -> list[Diagnostic]:
    """Give what some checks find, each as if it were alone, and what is too full in some sections by an estimate."""
    judged = replace(judged, findings=Findings())
    for each in checks:
        judged.findings.hints.clear()  # what one check may compare does not depend on who ran before it
        each(judged)
        pause()
    report_likely(judged.deck, sections, judged.findings)
    return judged.findings.items
