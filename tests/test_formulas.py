"""What a formula says in numbers, and what of it is symbols alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimed import QUOTE, told, unbacked
from instructdeck.numbers.formulas import formula
from instructdeck.numbers.quantities import read

if TYPE_CHECKING:
    from pathlib import Path

SAID = [
    (r"73", "73"),
    (r"73\%", "73%"),
    (r"x = 73", "73"),
    (r"x = 73\%", "73%"),
    (r"\mathbf{97.3}", "97.3"),
    (r"\mathbf{73\%}", "73%"),
    (r"\text{accuracy} = \mathbf{97.3}\%", "97.3%"),
    (r"x = {73}", "73"),
    (r"x = {{73}}", "73"),
    (r"{7}{3}", "73"),
    (r"x=7\!3", "73"),
    (r"x = 12\,725", "12725"),
    (r"x = 12{,}725", "12725"),
    (r"x = \textcolor{red}{73}", "73"),
    (r"x = \color{red}73", "73"),
    (r"\color{red}{73}", "73"),
    (r"x = \bf 73", "73"),
    (r"\boxed{x = 73}", "73"),
    (r"x = \text{73 percent}", "73%"),
    (r"\text{accuracy rises to 73 percent}", "73%"),
    (r"73\text{ points}", "73"),
    (r"x = 73\text{ points}", "73"),
    (r"x = \tfrac{73}{100}", "0.73"),
    (r"\frac{73}{100}", "0.73"),
    (r"x \doteq 73\%", "73%"),
    (r"x \to 73\%", "73%"),
    (r"\to 73\%", "73%"),
    (r"x \neq 73", "73"),
    (r"\begin{aligned} x &= 73 \\ y &= 74\% \end{aligned}", "73; 74%"),
    (r"x &= 73 \\[1em] y", "73"),
    (r"\beta = 0.02, \gamma = 27.8", "0.02; 27.8"),
    (r"x = 85 \pm 3\%", "85%"),
    (r"n \geq 33", "33"),
    (r"p < 0.05", "0.05"),
    (r"a + 73\% \cdot b", "73%"),
    (r"\eta = 3 \times 10^{-4}", "0.0003"),
]
SYMBOLS = [
    r"y = x^2",
    r"x_{73} + y^{73}",
    r"\sum_{i=1}^{73} x_i",
    r"L = \frac{1}{2} \sum_{i=1}^{N} (y_i - x_i)^2",
    r"\frac{1}{2}",
    r"\tfrac12 x",
    r"\operatorname{loss}(\theta) = -\frac{1}{\binom{K}{2}}\, E_{(x, y_w)\sim D}[\log(\sigma)] \\[0.8em] & + 3x",
    r"\lim_{x \to 0} f(x)",
    r"x \to 0",
    r"x \neq 0",
    r"y = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\sqrt[3]{73} + \binom{73}{2}",
    r"y = 2\pi r",
    r"W_{\text{layer 2}} x",
    r"x \in [0, 1]",
    r"\max(0, 1 - x)",
    r"y = 2x + 3z",
    r"\hspace{2em} x",
]


def numbers(tex: str) -> str:
    """Give the numbers that a formula says."""
    return "; ".join(f"{each.value:f}{each.unit}" for each in read(formula(tex)).quantities)


@pytest.mark.parametrize(("tex", "expected"), SAID)
def test_said_numbers(tex: str, expected: str) -> None:
    """What something equals is a number, however it is set; so is what stands alone, has a percent sign or is words."""
    assert expected == numbers(tex)


@pytest.mark.parametrize("tex", SYMBOLS)
def test_symbols(tex: str) -> None:
    """Exponents, indices, factors, bounds of sums and the numbers of an expression say nothing."""
    assert not numbers(tex)


@given(st.text(st.sampled_from("0123456789.,{}^_%\\=<>~&! \n/abtextmfrc")))
def test_any_formula(tex: str) -> None:
    """Any text can be read as a formula, and keeps its length, so that places stay right."""
    assert len(tex) == len(formula(tex))


def test_displayed_formula(tmp_path: Path) -> None:
    """A displayed formula needs evidence as one within a line does."""
    slide = "$$\nx = 73\\%, \\quad y = 85\\%\n$$\n\nThe model won $\\mathbf{74\\%}$ [@won]."

    assert ["73 %", "74 %"] == unbacked(tmp_path, slide)


def test_cited_equation(tmp_path: Path) -> None:
    """Beside an equation that is cited a formula is held against that."""
    quote = QUOTE + '- {id: loss, kind: equation, page: 1, text: "$$\\nx = 73\\n$$"}\n'
    same, other = "$$\nx = 73\n$$\n\nThe loss [@loss].", "$$\nx = 74\n$$\n\nThe loss [@loss]."

    assert [] == unbacked(tmp_path, same, quote)
    assert ["unbacked-number"] == [each.rule.name for each in told(tmp_path, other, quote)]
