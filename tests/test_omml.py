"""Formulas as Office has them: every sign of KaTeX's, in the structure that Office has for it."""

from __future__ import annotations

import re
from functools import cache

import pytest
from lxml import etree

from instructdeck.powerpoint.extent import extent
from instructdeck.powerpoint.markup import NAMESPACES, element, named
from instructdeck.powerpoint.omml import NOTHING, Look, mathml_of, omml, spoken
from instructdeck.powerpoint.plainmath import plain
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.formula import Formula
from instructdeck.typeset.typeset import Typesetter

TYPESETTER = Typesetter(Templates((shipped(),)))


@cache
def set_by_katex(tex: str) -> str:
    """Give the MathML of a formula."""
    found = TYPESETTER.formula(tex, display=True)
    assert isinstance(found, Formula)
    return mathml_of(found.html)


def made(tex: str) -> etree._Element:
    """Give a formula as Office has it."""
    look = Look(2100, "en", lambda color: element("a:solidFill", None, element("a:schemeClr", {"val": color})))
    return omml(set_by_katex(tex), look)


def outline(node: etree._Element) -> str:
    """Give the structure of a formula: `f(num(1), den(2))`; what says how something looks is left out."""
    name = etree.QName(node).localname
    if name == "r":
        return "".join(each.text or "" for each in node.iter(named("m:t")))
    inner = [outline(each) for each in node if not etree.QName(each).localname.endswith("Pr")]
    signs = {named(name) for name in ("m:begChr", "m:endChr", "m:chr")}
    about = [str(each.get(named("m:val"))) for each in node.iterfind("*/*") if each.tag in signs]
    return f"{name}{''.join(about)}({' '.join(inner)})"


@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        ("a+b", "oMath(a + b)"),
        (r"\frac{1}{2}", "oMath(f(num(1) den(2)))"),
        ("x_i^2", "oMath(sSubSup(e(x) sub(i) sup(2)))"),
        ("x_{ij}", "oMath(sSub(e(x) sub(i j)))"),
        (r"\sqrt[3]{x}", "oMath(rad(deg(3) e(x)))"),
        (r"\sqrt{x}", "oMath(rad(deg() e(x)))"),
        (r"\binom{n}{k}", "oMath(d()(e(f(num(n) den(k)))))"),
        (r"\left[\frac{a}{b}\right]", "oMath(d[](e(f(num(a) den(b)))))"),
        (r"\sum_{i=1}^n x_i", "oMath(nary∑(sub(i = 1) sup(n) e(sSub(e(x) sub(i)))))"),
        (r"\int_0^1 f", "oMath(nary∫(sub(0) sup(1) e(f)))"),
        (r"\hat{x}", "oMath(acc\u0302(e(x)))"),
        (r"\operatorname{loss}(x)", "oMath(loss ( x ))"),
        (r"\log x", "oMath(log x)"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "oMath(eqArr(e(a = b) e(c = d)))"),
        (r"\begin{matrix} a & b \\ c & d \end{matrix}", "oMath(m(mr(e(a) e(b)) mr(e(c) e(d))))"),
        (r"\lim_{x \to 0}", "oMath(limLow(e(lim) lim(x → 0)))"),
        (r"\underbrace{x}_n", "oMath(limLow(e(groupChr⏟(e(x))) lim(n)))"),
        (r"\mathrm{RL}", "oMath(RL)"),
        ("{}_x", f"oMath(sSub(e({NOTHING}) sub(x)))"),
    ],
)  # fmt: skip
def test_structure(tex: str, wanted: str) -> None:
    """Each kind of formula is what Office has for it; lines of an aligned one stay lines, and rows are not boxed."""
    assert wanted == outline(made(tex))


FORMULAS = (
    r"\operatorname{loss}(\theta) = -\frac{1}{\binom{K}{2}}\, E_{(x, y_w)}\left[\log\left(\sigma(r)\right)\right]",
    r"\prod_p \frac{1}{1-p^{-s}} \le \overline{x} \iff \mathbb{R} \ni \vec{v} \begin{cases} 1 & x > 0 \\ 0 \end{cases}",
    r"\int\!\!\int_D \nabla \times F \, dA \quad \text{for } x \in \mathcal{C} \phantom{x} \boxed{y} \stackrel{!}{=} z",
    r"\begin{pmatrix} 1 & \cdots & n \\ \vdots & \ddots & \end{pmatrix}^{\!\top} \left.\frac{\partial f}{dx}\right|_0",
)


@pytest.mark.parametrize("tex", FORMULAS)
def test_no_sign_is_lost(tex: str) -> None:
    """All letters and digits of a formula are in its own order, and no place is empty."""
    formula = made(tex)
    letters = "".join(each.text or "" for each in formula.iter(named("m:t")))
    places = [named(f"m:{name}") for name in ("e", "num", "den", "lim", "fName")]

    assert re.findall(r"\w", spoken(set_by_katex(tex))) == re.findall(r"\w", letters)
    assert all(len(each) for place in places for each in formula.iter(place))


def test_looks_of_letters() -> None:
    """Single letters are slanted, numbers and names of functions are not, and colors are those of their parts."""
    formula = made(r"\textcolor{#000001}{x} + \log 2")
    runs = {"".join(map(str, each.itertext())): each for each in formula.iter(named("m:r"))}
    looks = {text: each.find(named("a:rPr")) for text, each in runs.items()}

    assert {"x": "1", "+": None, "log": None, "2": None} == {
        text: each.get("i") for text, each in looks.items() if each is not None
    }
    assert ["#000001", "ink", "ink", "ink"] == [each.get("val") for each in formula.iter(named("a:schemeClr"))]
    assert f"{{{NAMESPACES['m']}}}oMath" == formula.tag


@pytest.mark.parametrize("tex", FORMULAS)
def test_extent_is_sane(tex: str) -> None:
    """A formula is reckoned higher than a line where it has fractions, and as wide as its signs at the most."""
    wide, high = extent(set_by_katex(tex))

    assert 1.2 <= high < 8
    assert 4 < wide < 0.9 * len(tex)


@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        ("K = 4", (("K = 4", 0),)),
        (r"\pi^{\mathrm{SFT}}", (("π", 0), ("SFT", 1))),
        ("x_i^2", (("x", 0), ("i", -1), ("2", 1))),
        (r"\frac{a+b}{2}", (("(a + b)/2", 0),)),
        (r"\sqrt{x}", (("√(x)", 0),)),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", (("a = b\nc = d\n", 0),)),
    ],
)
def test_plain(tex: str, wanted: tuple[tuple[str, int], ...]) -> None:
    """For programs that know no formulas there are words, with indices below and powers above the line."""
    found = plain(set_by_katex(tex))

    assert wanted == tuple((re.sub("  +", " ", text), shift) for text, shift in found)


@pytest.mark.parametrize("tex", FORMULAS)
def test_plain_has_all_signs(tex: str) -> None:
    """No letter and no digit is lost in words."""
    found = "".join(text for text, _ in plain(set_by_katex(tex)))

    assert re.findall(r"\w", spoken(set_by_katex(tex))) == re.findall(r"\w", found)
