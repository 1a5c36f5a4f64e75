"""Whether evidence has a quantity that is said: the same number, in the same unit, meant as exactly."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from instructdeck.deck.quotation import QuoteKind
from instructdeck.values import dataclass

from .quantities import PART, PERCENT, TIMES, Bound, Quantity, read
from .quoted import quoted
from .statements import Statement, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from instructdeck.deck.quotation import Quote

NEAR_PART = {True: Decimal("0.1"), False: Decimal("0.06")}
"""How much of itself a share may be away from the half or third that it almost is, and that it is about."""
SMALL = 12
"""Counts up to this are everywhere, so that what is counted has to agree as well."""
_FACTORS = {
    (PERCENT, PART): Decimal(100),
    (PART, PERCENT): Decimal("0.01"),
    (PERCENT, ""): Decimal(100),
    (PART, ""): Decimal(1),
    (PART, TIMES): Decimal(1),
    (TIMES, PART): Decimal(1),
}
"""By what a number in the second unit is multiplied in the first one."""
_MEASURES = {
    form: forms
    for forms in (
        ("ms", "millisecond", "milliseconds"),
        ("s", "sec", "secs", "second", "seconds"),
        ("min", "mins", "minute", "minutes"),
        ("h", "hr", "hrs", "hour", "hours"),
        ("d", "day", "days"),
        ("yr", "yrs", "year", "years"),
        ("mg", "milligram", "milligrams"),
        ("g", "gram", "grams"),
        ("kg", "kilogram", "kilograms", "kilos"),
        ("cm", "centimeter", "centimeters", "centimetre", "centimetres"),
        ("m", "meter", "meters", "metre", "metres"),
        ("km", "kilometer", "kilometers", "kilometre", "kilometres"),
        ("$", "usd", "dollar", "dollars"),
        ("€", "eur", "euro", "euros"),
    )
    for form in forms
}
"""The forms of each measure, by each of them."""
_RATE = re.compile(
    r"accura|\brate|share|fraction|proportion|probab|precision|recall|percent|frequen|likelihood|prevalence",
    re.IGNORECASE,
)
"""Names of columns and rows whose numbers from 0 to 1 are shares."""


@dataclass(frozen=True, slots=True)
class Had:
    """A quantity that a quote has."""

    quote: str
    """Its id."""
    quantity: Quantity


def quantities_of(quote: Quote) -> tuple[Had, ...]:
    """Give what stands in the source in numbers, as far as a quote says; its own words do not count."""
    found = _of_table(quote) if quote.kind is QuoteKind.TABLE else read(quoted(quote)).quantities
    return tuple(Had(quote.id, quantity) for quantity in found)


def said(statement: Statement, *, words: bool = True) -> Iterator[Quantity]:
    """Give the quantities of a statement, those without a unit in the statement's own."""
    for quantity in read(statement.text, words=words).quantities:
        yield in_unit(quantity, statement.unit)


def in_unit(quantity: Quantity, unit: str) -> Quantity:
    """Give a quantity in a unit that stands elsewhere, if it has none of its own."""
    if not unit or quantity.unit:
        return quantity
    one = read(f"1{'' if unit in ('%', 'x', '×') else ' '}{unit}").quantities
    return replace(quantity, unit=one[0].unit, noun=one[0].noun) if one else quantity


def backs(had: Quantity, quantity: Quantity) -> bool:
    """Tell whether a quantity of the evidence is the one that is said."""
    if {had.noun, quantity.noun} <= _MEASURES.keys() and not _same(had.noun, quantity.noun):
        return False
    had = _turned(had, quantity)
    value = _comparable(had, quantity)
    if value is None or had.direction * quantity.direction < 0:
        return False
    if quantity.tolerance is not None and quantity.tolerance != had.tolerance:
        return False
    if quantity.high is not None:
        return value == quantity.value and had.high == quantity.high
    exact = value == quantity.value or (
        had.high == quantity.value and had.unit == quantity.unit and quantity.bound in (Bound.NONE, Bound.AT_MOST)
    )
    if quantity.unit == PART and had.unit != PART and not _has_end(quantity.value) and not quantity.about:
        return False
    return _as_exact(had, quantity, value, exact=exact)


def _turned(had: Quantity, quantity: Quantity) -> Quantity:
    """Give a change in the form of the said one: `-0.9` is `0.9 fewer`."""
    if had.high is None and had.value < 0 < quantity.value and quantity.direction < 0:
        return replace(had, value=-had.value, direction=-1)
    if had.high is None and quantity.value < 0 < had.value and had.direction < 0:
        return replace(had, value=-had.value)
    return had


def _has_end(value: Decimal) -> bool:
    return len(value.as_tuple().digits) < 10  # noqa: PLR2004  a third has 28


def _as_exact(had: Quantity, quantity: Quantity, value: Decimal, *, exact: bool) -> bool:
    """Tell whether a number is meant as the evidence means its own."""
    over = quantity.bound is Bound.OVER
    if quantity.bound in (Bound.OVER, Bound.UNDER):
        if exact:
            return had.bound is quantity.bound or (quantity.about and had.about)
        beyond = value > quantity.value if over else value < quantity.value
        if quantity.unit == PART:
            return beyond and _near(quantity, value)
        return beyond and rounded(value, quantity, up=not over) == quantity.value
    if quantity.bound in (Bound.AT_LEAST, Bound.AT_MOST):
        lowest = quantity.bound is Bound.AT_LEAST
        return exact or rounded(value, quantity, up=not lowest) == quantity.value
    if exact:
        exactly = not (quantity.about or quantity.scaled)
        return not (exactly and (had.about or had.scaled))
    return (quantity.about or quantity.scaled) and (
        _near(quantity, value) or quantity.value in (rounded(value, quantity), rounded(value, quantity, even=True))
    )


def _near(quantity: Quantity, value: Decimal) -> bool:
    """Tell whether a share is almost the half or third that is said."""
    return (
        quantity.unit == PART
        and abs(value - quantity.value) <= quantity.value * NEAR_PART[quantity.bound is Bound.UNDER]
    )


def rounded(value: Decimal, to: Quantity, *, up: bool | None = None, even: bool = False) -> Decimal | None:
    """Give a number as exactly as another one is written; None when that one has no such exactness."""
    if not to.quantum:
        return None
    way = ROUND_HALF_EVEN if even else ROUND_HALF_UP
    if up is not None:
        way = ROUND_CEILING if up else ROUND_FLOOR
    return (value / to.quantum).to_integral_value(way) * to.quantum


def _comparable(had: Quantity, quantity: Quantity) -> Decimal | None:
    """Give the evidence's number in the unit of the said one; None when the units do not go together."""
    wanted, unit = quantity.unit, had.unit
    if wanted == unit or (wanted and _same(wanted, had.noun)) or (unit and _same(unit, quantity.noun)):
        return had.value
    if wanted and _same(wanted, unit):
        return had.value
    if wanted == TIMES and quantity.noun and had.bare:
        return had.value
    if not wanted or (not unit and had.bare and wanted not in (PERCENT, TIMES, PART)):
        # Where a number has no unit, as when it is spoken or in a table, the unit stands elsewhere.
        return had.value if quantity.bare or wanted else None
    factor = _FACTORS.get((wanted, unit))
    if factor and (unit or (_RATE.search(had.name) and 0 <= had.value <= 1)):
        return had.value * factor
    return None


def _same(first: str, second: str) -> bool:
    """Tell whether two words are forms of one measure."""
    return first == second or second in _MEASURES.get(first, ())


def same_count(quantity: Quantity, words: str) -> bool:
    """Tell whether a small count may be of what a quote counts: its words, in small letters, name what is counted."""
    if quantity.unit or not quantity.noun or not 1 < quantity.value <= SMALL or quantity.value % 1:
        return True
    if forms := _MEASURES.get(quantity.noun):
        return any(re.search(rf"(?<![^\W\d_]){re.escape(form)}(?![^\W\d_])", words) for form in forms)
    return any(
        form in words for form in (quantity.noun, quantity.noun.removesuffix("s"), quantity.noun.removesuffix("es"))
    )


def could_be_rounded(had: Quantity, quantity: Quantity) -> bool:
    """Tell whether a number would be backed if it said that it is rounded."""
    return not quantity.about and backs(had, replace(quantity, about=True))


def nearest(evidence: Iterable[Had], quantity: Quantity) -> Had | None:
    """Give what the evidence has that is most like a quantity; None when nothing is."""
    best: tuple[Decimal, int, Had] | None = None
    for order, had in enumerate(evidence):
        value = _comparable(had.quantity, quantity)
        if value is None or (had.quantity.unit and not quantity.unit):
            continue
        distance = abs(value - quantity.value) / max(abs(value), abs(quantity.value), Decimal(1))
        if distance <= Decimal("0.25") and (best is None or (distance, order) < best[:2]):
            best = (distance, order, had)
    return best[2] if best else None


def _of_table(quote: Quote) -> Iterator[Quantity]:
    for column in quote.columns:
        yield from read(column).quantities
    for name, *cells in quote.rows:
        yield from read(name.text).quantities
        for column, cell in zip(quote.columns, cells, strict=False):
            whole = f"{quote.place} {name.text} {column}"
            for quantity in read(cell.text).quantities:
                yield replace(in_unit(quantity, unit_of(column) or unit_of(name.text)), name=whole)
