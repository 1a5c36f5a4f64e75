"""What a deck claims in numbers, place by place, held against the evidence that is cited there."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.quotation import QuoteKind
from instructdeck.deck.rules import UNBACKED_NUMBER, WRONG_CALCULATION
from instructdeck.markdown.arithmetic import ArithmeticProblem, Input, reckon
from instructdeck.values import dataclass

from .backing import Had, backs, in_unit
from .book import Book
from .conflicts import Stated, report_conflicts, sentence_at
from .formulas import closed, digits, skeleton
from .hints import CHANGES, MAX_SHOWN, mention_hint, number_hint, short
from .quantities import PERCENT, Quantity, read
from .results import comes_to, shown_result
from .scopes import is_held, scopes
from .specification import as_said, shown_rows
from .statements import Statement, line, statements, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from instructdeck.deck.diagnostics import Findings, Location
    from instructdeck.deck.model import Deck
    from instructdeck.deck.quotation import Quote

    from .mentions import Mention
    from .scopes import Scope

_COMMA = re.compile(r"\[@[^\s,\]]+\s*,\s*@")
MAX_HINTS = 1_000
"""Numbers that are compared with all that is quoted: more are no slip, and would take minutes."""


def judge(deck: Deck, findings: Findings) -> None:
    """Report each number that nothing cited there has or another place says otherwise, and each wrong calculation."""
    if is_held(deck):
        book = Book(deck)
        for scope in scopes(deck):
            _Judge(book, scope, findings).run()
        report_conflicts(book.stated, findings)


@dataclass
class _Judge:
    book: Book
    scope: Scope
    findings: Findings

    @cached_property
    def nodes(self) -> tuple[b.Node, ...]:
        return tuple(b.walk(self.scope.trees))

    @property
    def said(self) -> Iterator[b.Node]:
        """All that states something; beside an equation a displayed formula is held against that, as a whole."""
        return (node for node in self.nodes if not (self.equations and isinstance(node, b.MathBlock)))

    @cached_property
    def cited(self) -> tuple[Quote, ...]:
        """The quotes that are cited here."""
        names = (cite.id for node in self.nodes if isinstance(node, b.Citation) for cite in node.cites)
        quotes = self.book.deck.quotes
        return tuple(quotes[name] for name in dict.fromkeys((*names, *self.scope.quotes)) if name in quotes)

    @cached_property
    def has_gaps(self) -> bool:
        """Whether something is cited that is not there: another rule has told, and nobody knows what it would have."""
        names = {cite.id for node in self.nodes if isinstance(node, b.Citation) for cite in node.cites}
        known = self.book.deck.quotes.keys() | {source.id for source in self.book.deck.sources}
        told = any(quote.is_broken for quote in self.cited) or self.has_broken_cite or self.has_broken_block
        return told or not known >= names.union(self.scope.quotes)

    @cached_property
    def has_broken_cite(self) -> bool:
        """Whether something is cited as `[@a, @b]`, which another rule has told."""
        return any(isinstance(node, b.Text) and _COMMA.search(node.text) for node in self.nodes)

    @cached_property
    def has_broken_block(self) -> bool:
        """Whether something is cited in a part that could not be read, such as a chart."""
        return any(isinstance(node, b.Broken) and "[@" in node.source for node in self.nodes)

    @cached_property
    def evidence(self) -> tuple[Had, ...]:
        return tuple(chain.from_iterable(self.book.of(quote.id) for quote in self.cited))

    @cached_property
    def equations(self) -> tuple[str, ...]:
        """The formulas of the equations that are cited here."""
        trees = (quote.words for quote in self.cited if quote.kind is QuoteKind.EQUATION)
        return tuple(node.tex for tree in trees for node in b.walk(tree) if isinstance(node, b.MathBlock))

    @cached_property
    def outlines(self) -> tuple[tuple[str, str], ...]:
        """The same without blanks, and with one sign for every number."""
        return tuple((closed(tex), skeleton(tex)) for tex in self.equations)

    def run(self) -> None:
        if self.has_gaps:
            return
        for statement in chain(self.scope.lines, statements(self.said)):
            self.statement(statement)
        for node in self.nodes:
            match node:
                case b.Calculation():
                    self.calculation(node)
                case b.Chart() | b.VegaLite():
                    self.chart(node)
                case b.MathBlock() | b.InlineMath():
                    self.formula(node)

    # --- words ----------------------------------------------------------------------------------

    def statement(self, statement: Statement) -> None:
        found = read(statement.text, words=self.book.in_words)
        for mention in found.mentions:
            if self.is_missing(mention):
                hint = mention_hint(self.book, mention, statement.place(0))
                here = "is in no evidence cited here" if mention.of_paper else "stands in no evidence of this deck"
                message = f"'{mention.text[:MAX_SHOWN]}' {here}"
                place, length = statement.span(mention.start, mention.end)
                self.findings.add(UNBACKED_NUMBER, message, place, hint, length)
        for quantity in found.quantities:
            place, length = statement.span(quantity.start, quantity.end)
            self.quantity(in_unit(quantity, statement.unit), place, length)
            self.state(in_unit(quantity, statement.unit), statement, place, length)

    def state(self, quantity: Quantity, statement: Statement, place: Location, length: int) -> None:
        """Keep a number that is backed, to compare it with what other places say."""
        had = next((had for had in self.evidence if self.book.backs(had, quantity)), None)
        sentence = sentence_at(statement.text, quantity.start)
        names = statement.names if quantity.text == statement.text.strip() else ()
        self.book.stated.append(Stated(quantity, place, length, sentence, had, names))

    def is_missing(self, mention: Mention) -> bool:
        """Tell whether nothing has what is mentioned; a part of the paper has to be cited on the spot."""
        names = self.book.names
        if not mention.of_paper:
            return names.missing(mention)
        return not all(key in names.own or any(key in names.of(quote) for quote in self.cited) for key in mention.keys)

    def quantity(self, quantity: Quantity, place: Location, length: int) -> None:
        if not self.is_backed(quantity):
            text = f"{short(quantity)}{CHANGES.get(quantity.direction, '')}"
            message = f"nothing cited here has '{text}'"
            self.findings.add(UNBACKED_NUMBER, message, place, self.hint(quantity, place), length)

    def is_backed(self, quantity: Quantity) -> bool:
        if any(self.book.backs(had, quantity) for had in self.evidence) or self.book.of_source(quantity):
            return True
        return quantity.high is not None and any(self.has_both_ends(quote, quantity) for quote in self.cited)

    def has_both_ends(self, quote: Quote, quantity: Quantity) -> bool:
        """Tell whether a quote has the ends of a range one by one: `K = 4 and K = 9`."""
        has = [had.quantity for had in self.book.of(quote.id)]
        ends = (replace(quantity, high=None), replace(quantity, value=quantity.high or quantity.value, high=None))
        return all(any(backs(had, end) for had in has) for end in ends)

    def hint(self, quantity: Quantity, place: Location, *, within: bool = False) -> str:
        self.book.hints.append(quantity)
        if len(self.book.hints) > MAX_HINTS:
            return ""
        cites = (cite for node in self.nodes if isinstance(node, b.Citation) for cite in node.cites)
        bare = next((cite for cite in cites if cite.locator and cite.id not in self.book.deck.quotes), None)
        return number_hint(self.book, self.evidence, quantity, place, bare, within=within)

    # --- formulas -------------------------------------------------------------------------------

    def formula(self, node: b.MathBlock | b.InlineMath) -> None:
        """Hold a formula against the equations that are cited here, if any is."""
        if isinstance(node, b.MathBlock):
            wrong = bool(self.equations) and digits(node.tex) not in [digits(tex) for tex in self.equations]
        else:
            shape = skeleton(node.tex)
            like = [bare for bare, outline in self.outlines if "#" in shape and shape in outline]
            wrong = bool(like) and not any(closed(node.tex) in bare for bare in like)
        if wrong:
            has = ", ".join(dict.fromkeys(chain.from_iterable(digits(tex) for tex in self.equations)))
            message = "this formula has other numbers than the equation that is cited here"
            self.findings.add(UNBACKED_NUMBER, message, node.location, f"the equation has {has or 'no number'}")

    # --- charts ---------------------------------------------------------------------------------

    def chart(self, node: b.Chart | b.VegaLite) -> None:
        """Hold each cell of a chart's data against the evidence, one with an interval together with its ±."""
        for name in node.columns:
            self.cell(name, node.location)
        if isinstance(node, b.VegaLite):
            self.rows(node)
        for row in node.rows:
            cells = dict(zip(node.columns, row, strict=False))
            if isinstance(node, b.Chart):
                cells = {name: cell for name, cell in cells.items() if name not in node.derived}
                self.interval(node, cells, row[0].text)
            label = row[0].text if row else ""
            for name, cell in cells.items():
                measured = isinstance(node, b.Chart) and name in (*node.values, node.low, node.high)
                unit = node.unit if isinstance(node, b.Chart) and measured else ""
                self.cell(cell.text, cell.location, unit, (label, name))
        if isinstance(node, b.Chart) and node.reference and not node.reference_calc:
            self.cell(node.reference.text, node.reference.location, node.unit)

    def rows(self, chart: b.VegaLite) -> None:
        """Hold the data that stand in a specification against the evidence: the names of its columns, and each cell.

        The first data file is held cell by cell, at its own places.
        """
        read = {
            tuple(str(each.text if each.number is None else float(each.number)) for each in row) for row in chart.rows
        }
        rows = [
            row
            for row in shown_rows(chart.specification)
            if tuple(str(each if isinstance(each, str) else float(each)) for each in row.values()) not in read
        ]
        for name in dict.fromkeys(name for row in rows for name in row):
            self.cell(name, chart.location)
        for row in rows:
            label = as_said(next(iter(row.values()), ""))
            for name, text in row.items():
                if statement := words(as_said(text), chart.location, names=(label, name)):
                    self.statement(statement)

    def cell(self, text: str, place: Location, unit: str = "", names: tuple[str, ...] = ()) -> None:
        if statement := words(text, place, fixed=False, unit=unit, names=names):
            self.statement(statement)

    def interval(self, node: b.Chart, cells: dict[str, b.Datum], label: str) -> None:
        """Hold a ± against the evidence, which has it behind the same number; takes a backed one out."""
        error = cells.pop(node.error, None)
        value = cells.get(node.values[0])
        if error is None or error.number is None or value is None:
            return
        whole = read(f"{value.text} ± {error.text}").quantities
        found = in_unit(whole[0], node.unit) if whole else None
        if found and self.is_backed(found):
            had = next((had for had in self.evidence if self.book.backs(had, found)), None)
            names = (label, node.values[0])
            self.book.stated.append(Stated(found, value.location, len(value.text), "", had, names))
            del cells[node.values[0]]
        elif found:
            message = f"nothing cited here has '{found.text}'"
            self.findings.add(
                UNBACKED_NUMBER, message, error.location, self.hint(found, error.location), len(error.text)
            )

    # --- our own arithmetic ---------------------------------------------------------------------

    def calculation(self, node: b.Calculation) -> None:
        try:
            result = reckon(node.expression)
        except ArithmeticProblem as problem:
            place = _moved(node.expression_at, problem.position)
            self.findings.add(WRONG_CALCULATION, problem.message, place, problem.hint)
            return
        self.result(node, Decimal(result.value.numerator) / Decimal(result.value.denominator))
        for each in result.inputs:
            self.input(each, _moved(node.expression_at, each.start))

    def result(self, node: b.Calculation, result: Decimal) -> None:
        shown = line(node.children)
        found = read(shown.text, words=self.book.in_words).quantities if shown else ()
        if shown is None or len(found) != 1:
            message = f"a calculation shows one number, this one shows {len(found)}"
            hint = 'write [134.6]{calc="175B / 1.3B"}'
            self.findings.add(WRONG_CALCULATION, message, node.location, hint)
            return
        (quantity,) = found
        if quantity.high is not None or quantity.tolerance is not None:
            message = f"a calculation shows one number, not '{short(quantity)}'"
            place, length = shown.span(quantity.start, quantity.end)
            self.findings.add(WRONG_CALCULATION, message, place, "reckon each number by itself", length)
            return
        value = result * 100 if quantity.unit == PERCENT else result
        if not comes_to(value, quantity):
            message = f"'{node.expression}' does not come to '{short(quantity)}'"
            right = f"{shown_result(value, quantity)}{'%' if quantity.unit == PERCENT else ''}"
            place, length = shown.span(quantity.start, quantity.end)
            self.findings.add(WRONG_CALCULATION, message, place, f"it comes to {right}", length)

    def input(self, number: Input, place: Location) -> None:
        if number.is_constant:
            return
        (quantity, *_) = read(number.text).quantities or (None,)
        if quantity is None or self.is_backed(quantity) or self.is_printed(quantity):
            return
        message = f"nothing cited here has '{number.text}', which goes into this calculation"
        self.findings.add(UNBACKED_NUMBER, message, place, self.hint(quantity, place, within=True), len(number.text))

    def is_printed(self, quantity: Quantity) -> bool:
        """Tell whether the evidence has a number in front of a letter such as B: 175 of 175B."""
        return quantity.bare and any(had.quantity.printed == quantity.value for had in self.evidence)


def _moved(place: Location, columns: int) -> Location:
    return type(place)(place.path, place.line, place.column + columns)
