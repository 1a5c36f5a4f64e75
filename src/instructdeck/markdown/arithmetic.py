"""Our own arithmetic: an expression such as `(27.53 - 15.23) / 27.53`, read and reckoned exactly."""

from __future__ import annotations

import re
from dataclasses import field
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LENGTH = 300
"""Characters of an expression."""
MAX_DEPTH = 20
"""Brackets within each other."""
MAX_POWER = 64
MAX_CHOICE = 1_000
MAX_BITS = 4_096
"""Size of a number on the way: what grows beyond it is no arithmetic of a talk."""

_SUFFIXES = {"%": Fraction(1, 100), "": Fraction(1)} | {
    sign: Fraction(10**power) for sign, power in zip("kKMBT", (3, 3, 6, 9, 12), strict=True)
}
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(\s?%|[kKMBT](?![A-Za-z])|)")
_IN_CALL = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(\s?%|[kKMBT](?![A-Za-z])|)")
"""Between the brackets of a function, a comma always parts two arguments."""
_WORD = re.compile(r"[A-Za-z]+")
_BLANK = re.compile(r"\s*")
_SIGNS = str.maketrans({"×": "*", "·": "*", "÷": "/", "\u2212": "-", "\u2013": "-"})
CONSTANTS = frozenset((1, 2, 10, 100, 1000))
"""What needs no evidence: to double, to halve, to make a percentage."""


@dataclass(frozen=True, slots=True)
class Input:
    """A number in an expression."""

    text: str
    start: int
    """0-based offset in the expression."""

    @property
    def is_constant(self) -> bool:
        """Whether it needs no evidence."""
        return self.text.isdigit() and int(self.text) in CONSTANTS


@dataclass(frozen=True, slots=True)
class Result:
    """What an expression comes to."""

    value: Fraction
    inputs: tuple[Input, ...]


class ArithmeticProblem(Exception):  # noqa: N818  what an author wrote, not an error of ours
    """An expression that cannot be reckoned."""

    def __init__(self, message: str, position: int, hint: str = "") -> None:
        """Take what is wrong, its 0-based offset in the expression, and what to do."""
        super().__init__(message)
        self.message = message
        self.position = position
        self.hint = hint


def reckon(expression: str) -> Result:
    """Give what an expression comes to.

    Raises:
        ArithmeticProblem: It cannot be read or reckoned.
    """
    if len(expression) > MAX_LENGTH:
        raise ArithmeticProblem("this is too long", 0, f"at most {MAX_LENGTH} characters")
    reader = _Reader(expression.translate(_SIGNS).replace("**", "^ "))
    value = reader.sum(0)
    if reader.rest():
        raise ArithmeticProblem(f"'{reader.rest()[:20]}' is not expected here", reader.position, KNOWN)
    return Result(value, tuple(reader.inputs))


def inputs(expression: str) -> tuple[str, ...]:
    """Give the numbers in an expression as they are written; none when it cannot be read."""
    try:
        return tuple(each.text for each in reckon(expression).inputs)
    except ArithmeticProblem:
        return ()


def _choose(values: list[Fraction]) -> Fraction:
    above, below = values
    if above.denominator != 1 or below.denominator != 1 or not 0 <= below <= above <= MAX_CHOICE:
        raise ValueError("choose(n, k) takes whole numbers, and no more from n than there are")
    return Fraction(comb(int(above), int(below)))


def _round(values: list[Fraction]) -> Fraction:
    digits = int(values[1]) if len(values) > 1 else 0
    if abs(digits) > MAX_POWER:
        raise ValueError("round(x, digits) takes few digits")
    factor = Fraction(10) ** digits
    return Fraction((values[0] * factor + Fraction(1, 2)).__floor__()) / factor


_FUNCTIONS: dict[str, tuple[Callable[[list[Fraction]], Fraction], tuple[int, int]]] = {
    "choose": (_choose, (2, 2)),
    "round": (_round, (1, 2)),
    "min": (min, (1, 50)),
    "max": (max, (1, 50)),
    "sum": (lambda values: sum(values, Fraction(0)), (1, 50)),
}
"""What can be called, with the least and the greatest number of arguments."""
KNOWN = f"known: numbers with %, k, M, B; + - * / ^ ( ); {', '.join(sorted(_FUNCTIONS))}"


@dataclass
class _Reader:
    text: str
    position: int = 0
    depth: int = 0
    in_call: bool = False
    inputs: list[Input] = field(default_factory=list)

    def rest(self) -> str:
        blank = _BLANK.match(self.text, self.position)
        self.position = blank.end() if blank else self.position
        return self.text[self.position :]

    def take(self, signs: str) -> str:
        """Give the next sign if it is one of these, and go behind it."""
        rest = self.rest()
        if not rest or rest[0] not in signs:
            return ""
        self.position += 1
        return rest[0]

    def sum(self, start: int) -> Fraction:
        value = self.product()
        while sign := self.take("+-"):
            other = self.product()
            value = self.bounded(value + other if sign == "+" else value - other, start)
        return value

    def product(self) -> Fraction:
        start, value = self.position, self.signed()
        while sign := self.take("*/"):
            at, other = self.position, self.signed()
            if sign == "/" and not other:
                raise ArithmeticProblem("this divides by zero", at)
            value = self.bounded(value * other if sign == "*" else value / other, start)
        return value

    def signed(self) -> Fraction:
        negative = False
        while sign := self.take("+-"):
            negative ^= sign == "-"
        value = self.power()
        return -value if negative else value

    def power(self) -> Fraction:
        start, value = self.position, self.atom()
        if not self.take("^"):
            return value
        at, sign = self.position, -1 if self.take("-") else 1
        exponent = self.atom() * sign
        if exponent.denominator != 1 or abs(exponent) > MAX_POWER or (exponent < 0 and not value):
            raise ArithmeticProblem("this is no power to reckon", at, f"a whole number up to {MAX_POWER}")
        return self.bounded(Fraction(value ** int(exponent)), start)

    def atom(self) -> Fraction:
        rest = self.rest()
        if number := (_IN_CALL if self.in_call else _NUMBER).match(rest):
            self.inputs.append(Input(number[0].strip(), self.position))
            self.position += number.end()
            return Fraction(number[1].replace(",", "")) * _SUFFIXES[number[2].strip()]
        if word := _WORD.match(rest):
            return self.call(word[0])
        if self.take("("):
            values = self.within(in_call=False)
            return values[0]
        what = f"'{rest[0]}' is not expected here" if rest else "something is missing at the end"
        raise ArithmeticProblem(what, self.position, KNOWN)

    def call(self, name: str) -> Fraction:
        start = self.position
        self.position += len(name)
        if name not in _FUNCTIONS or not self.take("("):
            raise ArithmeticProblem(f"'{name[:20]}' cannot be reckoned", start, KNOWN)
        function, (least, most) = _FUNCTIONS[name]
        values = self.within(in_call=True)
        if not least <= len(values) <= most:
            raise ArithmeticProblem(f"'{name}' takes {least if least == most else f'{least} to {most}'} numbers", start)
        try:
            return self.bounded(function(values), start)
        except ValueError as error:
            raise ArithmeticProblem(str(error), start) from None

    def within(self, *, in_call: bool) -> list[Fraction]:
        """Give what stands between two brackets, behind the first of them."""
        opened, outer = self.position - 1, self.in_call
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ArithmeticProblem("brackets are nested too deeply", opened)
        self.in_call = in_call
        values = [self.sum(self.position)]
        while in_call and self.take(","):
            values.append(self.sum(self.position))
        self.in_call = outer
        if not self.take(")"):
            raise ArithmeticProblem("this bracket is never closed", opened)
        self.depth -= 1
        return values

    def bounded(self, value: Fraction, start: int) -> Fraction:
        if max(abs(value.numerator).bit_length(), value.denominator.bit_length()) > MAX_BITS:
            raise ArithmeticProblem("this grows too large", start)
        return value
