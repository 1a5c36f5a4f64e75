"""Formulas: what KaTeX gives, what is lifted out of it, and where a mistake is."""

from __future__ import annotations

import re

import pytest

from hangs import ended_after
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.formula import MAX_LENGTH, Formula, FormulaError
from instructdeck.typeset.typeset import Typesetter

TYPESETTER = Typesetter(Templates((shipped(),)))

FORMULAS = [
    r"x",
    r"\frac{a}{b} + \sqrt[3]{x^2_i}",
    r"\mathcal{L}(\theta) = -\frac{1}{N} \sum_{i=1}^{N} \log p_\theta(y_i \mid x_i)",
    r"\mathrm{softmax}\left(\frac{Q K^\top}{\sqrt{d_k}}\right) V",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    r"\underbrace{a+b}_{\text{two $n$}} \overbrace{c}^{d} \xrightarrow{f} \widehat{xyz}",
    r"\color{red} x \textcolor{#0af}{y} \colorbox{yellow}{z} \fcolorbox{red}{white}{w}",
    r"\rule{1em}{2pt} \raisebox{3pt}{a} \kern1.5em \hspace{-2em} \phantom{x} \cancel{y} \boxed{z}",
    r"\int_0^\infty \oint \prod \lim_{n\to\infty} \Big| \vec{v} \overline{z} \bar{a}",
    r"\mathbb{E}_{(x, y_w, y_l)} \left[ \log \sigma \left( r_\theta(x, y_w) - r_\theta(x, y_l) \right) \right]",
    r"\text{é 測試 😀 <b> \& \%}",
]


def formula(tex: str, *, display: bool = True) -> Formula:
    """Give a formula that must be right."""
    found = TYPESETTER.formula(tex, display=display)
    assert isinstance(found, Formula), found
    return found


def mistake(tex: str) -> FormulaError:
    """Give the mistake in a formula that must be wrong."""
    found = TYPESETTER.formula(tex, display=False)
    assert isinstance(found, FormulaError), found
    return found


@pytest.mark.parametrize("display", [True, False])
@pytest.mark.parametrize("tex", FORMULAS)
def test_styles_are_lifted(tex: str, display: bool) -> None:  # noqa: FBT001  a parameter of the test
    """No formula carries a style attribute or a handler, and each lifted class has its declaration."""
    found = formula(tex, display=display)
    used = {name for names in re.findall(r'class\s*="([^"]*)"', found.html) for name in names.split()}
    lifted = {name for name in used if name.startswith("k-")}
    assert not re.search(r"\s(?:style|on\w+|href|src)\s*=", found.html)
    assert "<script" not in found.html
    assert lifted == set(found.styles)
    for declaration in found.styles.values():
        assert re.fullmatch(r"[a-z-]+:[#\w.% -]+", declaration)


def test_a_class_says_one_thing() -> None:
    """The same class name stands for the same declaration in all formulas."""
    styles: dict[str, str] = {}
    for tex in FORMULAS:
        for name, declaration in formula(tex).styles.items():
            assert styles.setdefault(name, declaration) == declaration


@pytest.mark.parametrize("tex", FORMULAS)
def test_readable_by_machines(tex: str) -> None:
    """Beside what is seen stands MathML for what is spoken."""
    assert "<math" in formula(tex).html


def test_display() -> None:
    """A formula on lines of its own is marked as one, one within a line is not."""
    assert "katex-display" in formula("x").html
    assert "katex-display" not in formula("x", display=False).html


@pytest.mark.parametrize(
    ("tex", "position", "words"),
    [
        (r"a + \fraq{1}{2}", 4, "Undefined control sequence"),
        (r"\frac{1}{2", 8, "'}'"),
        (r"a_b_c", 3, "Double subscript"),
        (r"a & b", 2, "'EOF'"),
        (r"\left( a", 0, r"\right"),
        (r"\begin{matrx} a \end{matrx}", 6, "No such environment"),
        ("x\n+ \\nope", 4, "Undefined control sequence"),
        (r"é😀 \nope", 3, "Undefined control sequence"),
        ("", 0, "empty"),
        (" \n", 0, "empty"),
    ],
)
def test_mistakes(tex: str, position: int, words: str) -> None:
    """A mistake is told with the place in the formula, counted in characters."""
    found = mistake(tex)
    assert words in found.message
    assert abs(found.position - position) <= (found.position == max(len(tex) - 1, 0))
    assert found.length >= 1


@pytest.mark.parametrize(
    "tex",
    [
        r"\def\a{\a\a}\a",
        r"\def\a{xx}\def\b{\a\a\a\a}\def\c{\b\b\b\b}\def\d{\c\c\c\c}\def\e{\d\d\d\d}\def\f{\e\e\e\e}\f\f\f\f",
        "{" * 5000 + "}" * 5000,
        r"\sqrt{" * 1000 + "}" * 1000,
        "x" * (MAX_LENGTH + 1),
    ],
    ids=["endless", "doubling", "braces", "roots", "long"],
)
def test_bombs(tex: str) -> None:
    """A formula that is made to exhaust KaTeX is refused in good time, or set."""
    with ended_after(10):
        found = TYPESETTER.formula(tex, display=True)
    assert isinstance(found, (Formula, FormulaError))
    assert "katex" in formula("x + 1").html


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\url{https://example.org}",
        r"\includegraphics{https://example.org/x.png}",
        r"\htmlStyle{color:red}{x}",
        r"\htmlClass{k-x}{x}",
        r"\htmlId{top}{x}",
        r"\htmlData{a=b}{x}",
    ],
)
def test_nothing_is_trusted(tex: str) -> None:
    """A formula brings no link, picture, class or style of its own: that is a mistake, at its command."""
    command = tex.partition("{")[0]
    assert FormulaError(f"{command} is off", 4, len(command)) == mistake(f"é + {tex}")


def test_macros_do_not_leak() -> None:
    """What one formula defines the next one does not know."""
    formula(r"\gdef\mine{x}\mine")
    assert "Undefined control sequence" in mistake(r"\mine").message


def test_same_bytes() -> None:
    """Another typesetter gives the same formulas, in whatever order they are asked for."""
    other = Typesetter(Templates((shipped(),)))
    assert [other.formula(tex, display=True) for tex in reversed(FORMULAS)] == [
        formula(tex) for tex in reversed(FORMULAS)
    ]
