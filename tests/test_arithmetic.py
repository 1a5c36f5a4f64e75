"""Our own arithmetic: what expressions come to, and what is said of those that cannot be reckoned."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instructdeck.markdown.arithmetic import ArithmeticProblem, inputs, reckon


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("2 - 3 - 4", -5),
        ("-2 ^ 2", -4),
        ("2 ** 3", 8),
        ("2 ^ -1", Fraction(1, 2)),
        ("10 / 4 / 5", Fraction(1, 2)),
        ("4 × 3 ÷ 2", 6),
        ("5 − 2", 3),
        ("11,295 / 12,725", Fraction(11295, 12725)),
        ("175B / 1.3B", Fraction(1750, 13)),
        ("13k + 1M", 1_013_000),
        ("100% - 85%", Fraction(15, 100)),
        ("choose(9, 2)", 36),
        ("choose(4,2)", 6),
        ("min(3, 1, 2) + max(100,200)", 201),
        ("sum(1, 2, 3)", 6),
        ("round(2.345, 2)", Fraction(235, 100)),
        ("round(-0.5)", 0),
        (".5 + .25", Fraction(3, 4)),
        ("((((1))))", 1),
    ],
)
def test_reckoned(expression: str, expected: Fraction | int) -> None:
    """An expression is reckoned exactly, in the order of mathematics."""
    assert expected == reckon(expression).value


@pytest.mark.parametrize(
    ("expression", "position", "message"),
    [
        ("", 0, "something is missing at the end"),
        ("1 +", 3, "something is missing at the end"),
        ("1 2", 2, "'2' is not expected here"),
        ("1 / 0", 3, "this divides by zero"),
        ("1 / (2 - 2)", 3, "this divides by zero"),
        ("0 ^ -1", 3, "this is no power to reckon"),
        ("0 ^ (-1)", 3, "this is no power to reckon"),
        ("(1 + 2", 0, "this bracket is never closed"),
        ("1 + 2)", 5, "')' is not expected here"),
        ("sqrt(2)", 0, "'sqrt' cannot be reckoned"),
        ("__import__('os')", 0, "'_' is not expected here"),
        ("choose(2, 9)", 0, "choose(n, k) takes whole numbers, and no more from n than there are"),
        ("choose(2)", 0, "'choose' takes 2 numbers"),
        ("2 ^ 100", 3, "this is no power to reckon"),
        ("((9^64)^64)^64", 1, "this grows too large"),
        ("(" * 50, 20, "brackets are nested too deeply"),
        ("1" * 301, 0, "this is too long"),
        ("1; 2", 1, "'; 2' is not expected here"),
    ],
)
def test_problems(expression: str, position: int, message: str) -> None:
    """What cannot be reckoned is a problem with its place."""
    with pytest.raises(ArithmeticProblem) as found:
        reckon(expression)

    assert (message, position) == (found.value.message, found.value.position)


def test_inputs() -> None:
    """The numbers of an expression are known as they are written; small round ones need no evidence."""
    found = reckon("(27.53 - 13.08) / 27.53 * 100").inputs

    assert ["27.53", "13.08", "27.53", "100"] == [each.text for each in found]
    assert [False, False, False, True] == [each.is_constant for each in found]
    assert ("175B", "1.3B") == inputs("175B / 1.3B")
    assert () == inputs("175B /")


@given(st.text(st.sampled_from("0123456789.,+-*/^()%kMB chosemaxinrud "), max_size=60))
def test_any_expression(expression: str) -> None:
    """Nothing that is written can do more than give a number or a problem."""
    position, value = 0, Fraction()
    try:
        value = reckon(expression).value
    except ArithmeticProblem as problem:
        position = problem.position
    assert 0 <= position <= len(expression)
    assert isinstance(value, Fraction)


@given(st.integers(-99, 99), st.integers(-99, 99), st.integers(1, 99))
def test_as_python_reckons(first: int, second: int, third: int) -> None:
    """The result is the one that Python has for the same expression."""
    expression = f"{first} + {second} * ({first} - {second}) / {third}"

    assert first + Fraction(second * (first - second), third) == reckon(expression).value
