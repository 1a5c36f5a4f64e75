"""Whether a calculation comes to the number that is shown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from .backing import rounded
from .quantities import Bound

if TYPE_CHECKING:
    from .quantities import Quantity

MAX_DIGITS = 4
"""Digits of a result that a message shows."""


def comes_to(value: Decimal, quantity: Quantity) -> bool:
    """Tell whether a result is what is shown, rounded to the digits that are shown."""
    if quantity.bound is not Bound.NONE:
        over = quantity.bound in (Bound.OVER, Bound.AT_LEAST)
        beyond = value > quantity.value if over else value < quantity.value
        steps = (quantity.quantum, quantity.quantum / 10)
        near = (rounded(value, replace(quantity, quantum=step), up=not over) for step in steps)
        reached = value == quantity.value and quantity.bound in (Bound.AT_LEAST, Bound.AT_MOST)
        return reached or (beyond and quantity.value in near)
    exponent = quantity.value.as_tuple().exponent
    shown = Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
    step = quantity.quantum if quantity.about or quantity.scaled else shown
    return abs(value - quantity.value) <= step / 2


def shown_result(value: Decimal, quantity: Quantity) -> str:
    """Give a result with as many digits as the number that stands for it."""
    exponent = quantity.value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    near = round(value, places)
    return f"{near:,}" if near not in (0, quantity.value) else f"{value:.{MAX_DIGITS}g}"
