"""The named parts of a formula: where they are found, and that marking them changes nothing that is seen."""

from __future__ import annotations

import re

import pytest

from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import Findings, Location
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.formula import Formula, FormulaError
from instructdeck.typeset.terms import MAX_TERMS, marked, named
from instructdeck.typeset.typeset import Typesetter
from sample import ROOT, loaded

TYPESETTER = Typesetter(Templates((shipped(),)))
HERE = Location("a.md")
LOSS = (
    r"\operatorname{loss}(\theta) = -\frac{1}{\binom{K}{2}}\, E_{(x, y_w, y_l)\sim D}"
    r"\left[\log\left(\sigma\left(r_\theta(x, y_w) - r_\theta(x, y_l)\right)\right)\right]"
)


def math(tex: str) -> b.InlineMath:
    """Give a formula within a line."""
    return b.InlineMath(HERE, tex, (HERE,))


def terms_of(tex: str, *parts: str) -> tuple[b.Terms, list[str]]:
    """Give a formula with its named parts, and what was wrong with them."""
    findings = Findings()
    listed = b.DefinitionList(HERE, tuple(b.Definition(HERE, (math(part),), ((),)) for part in parts))
    (found,) = named((b.MathBlock(HERE, tex, (HERE,)), listed), findings)
    assert isinstance(found, b.Terms)
    return found, [f"{each.message}; {each.hint}" for each in findings.items]


def places(tex: str, part: str) -> list[str]:
    """Give what a part is in a formula, as it is written there."""
    found, _ = terms_of(tex, part)
    return [tex[start:end] for start, end in found.items[0].spans]


@pytest.mark.parametrize(
    ("tex", "part", "expected"),
    [
        (LOSS, r"r_\theta(x,y_w)", [r"r_\theta(x, y_w)"]),
        (LOSS, r"r_\theta( x , y_w ) - r_\theta( x , y_l )", [r"r_\theta(x, y_w) - r_\theta(x, y_l)"]),
        (LOSS, r"y_w", ["y_w", "y_w"]),
        (LOSS, r"-\frac{1}{\binom{K}{2}}", [r"-\frac{1}{\binom{K}{2}}"]),
        (LOSS, r"\log(\sigma(r_\theta(x,y_w)-r_\theta(x,y_l)))", [LOSS[LOSS.index(r"\log") : -len(r"\right]")]]),
        (r"a\,b \quad a b", "ab", [r"a\,b", "a b"]),
        (r"y_x + x^2 + x", "x", ["x", "x"]),
        (r"\text{max} \max x", "x", ["x"]),
        (r"\alpha\, al", "al", ["al"]),
        (r"a & b", "a & b", []),
        (r"\{ a \}", r"\{ a \}", [r"\{ a \}"]),
        (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "= b", ["= b"]),
    ],
)
def test_places(tex: str, part: str, expected: list[str]) -> None:
    """A part is found by its tokens: blanks do not count, and it ends where its index, power and brackets end."""
    assert expected == places(tex, part)


@pytest.mark.parametrize(
    ("part", "message"),
    [
        (r"r_\theta(x, y_v)", r"'r_\theta(x, y_v)' is not in the formula above; did you mean '$r_\theta(x, y_w)$'?"),
        (r"E", "'E' is not in the formula above; in the formula it always has an index or a power"),
        (r"\left(\sigma", r"'\left(\sigma' is not in the formula above; in the formula it always has an index"),
        (r"\zeta + 9", r"'\zeta + 9' is not in the formula above; write a part of it as it stands there"),
    ],
)
def test_not_there(part: str, message: str) -> None:
    """A part that the formula does not have is told with what is nearest."""
    _, problems = terms_of(LOSS, part)

    assert 1 == len(problems)
    assert problems[0].startswith(message)


def test_named_twice_or_crossing() -> None:
    """A part has one name, and two parts do not overlap; one may lie within another."""
    assert ["'x' is named a second time; keep one"] == terms_of("x + y", "x", "x")[1]
    assert 1 == len(terms_of("a+b+c", "a+b", "b+c")[1])
    assert [] == terms_of("a+b+c", "a+b", "b")[1]


def test_too_many() -> None:
    """More parts than anybody could follow are an error, and cost no search."""
    found, problems = terms_of("x", *["x"] * (MAX_TERMS + 1))

    assert MAX_TERMS == len(found.items)
    assert problems[-1].endswith(f"name at most {MAX_TERMS}")


PARTS = [
    (LOSS, [r"r_\theta(x,y_w)-r_\theta(x,y_l)", r"r_\theta(x,y_w)", r"\sigma", r"\log", r"E_{(x,y_w,y_l)\sim D}"]),
    (LOSS, [r"-\frac{1}{\binom{K}{2}}", r"\binom{K}{2}", "D", "="]),
    (r"\begin{aligned} a &= b \\ &+ \gamma\, c^2 \end{aligned}", [r"\gamma\, c^2", "= b", "+"]),
    (r"\sum_{i=1}^n \left( x_i \middle| \mu \right) \le \sqrt{2\pi}", ["x_i", r"\sum_{i=1}^n", r"\pi", r"\mu", r"\le"]),
]


@pytest.mark.parametrize(("tex", "parts"), PARTS)
def test_marks_change_nothing(tex: str, parts: list[str]) -> None:
    """With the marks taken away, the marked formula is the plain one, tag for tag."""
    found, problems = terms_of(tex, *parts)
    plain, with_marks = TYPESETTER.formula(tex, display=True), TYPESETTER.terms(found)
    assert isinstance(plain, Formula)
    assert isinstance(with_marks, Formula)

    drawn = with_marks.html.partition('<span class="katex-html"')[2]
    assert [] == problems
    assert len(parts) == len(set(re.findall(r'data-term="(\d+)"', drawn)))
    assert _signs(plain.html.partition('<span class="katex-html"')[2]) == _signs(drawn)


SIDES = [
    ("a + b", "a", ""),
    (r"\frac{QK^T}{\sqrt{d_k}}", "Q", "above"),
    (r"\frac{QK^T}{\sqrt{d_k}}", r"\sqrt{d_k}", ""),
    (r"\frac{QK^T}{\sqrt{d_k}}", "d_k", ""),
    (r"\frac{QK^T}{\sqrt{d_k}}", "QK^T", "above"),
    (r"\frac{QK^T}{\sqrt{d_k}}", r"\frac{QK^T}{\sqrt{d_k}}", ""),
    (r"\frac{\frac{a}{b}}{c}", "a", "above"),
    (r"\frac{\frac{a}{b}}{c}", "b", "far"),
    (r"\frac{a}{\frac{b}{c}}", "b", "far"),
    (r"\binom{n}{k}", "n", "above"),
    (r"\sum_{i=1}^{n} x", "n", "above"),
    (r"\sum_{i=1}^{n} x", "i", ""),
    (r"e^{-E/k}", "E", "above"),
    (r"\frac{1}{n^s}", "s", ""),
    (r"\frac{n^s}{2}", "s", "above"),
    (r"x_{i}", "i", ""),
    (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "a", ""),
    (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "d", ""),
]


@pytest.mark.parametrize(("tex", "part", "side"), SIDES)
def test_sides(tex: str, part: str, side: str) -> None:
    """A number is below its part, above where the formula goes on below it, and below all of it where on both sides."""
    found, problems = terms_of(tex, part)
    drawn = TYPESETTER.terms(found)
    assert isinstance(drawn, Formula)
    classes = next(each for each in re.findall('class="([^"]*)"', drawn.html) if " term " in f" {each} ").split()

    assert [] == problems
    assert side == " ".join(each for each in classes if each in ("above", "far"))


def _signs(html: str) -> list[str]:
    """Give the tags and signs of a formula without its marks, and without the spans of what could stand on one line."""
    open_: list[bool] = []
    kept: list[str] = []
    for tag, text in re.findall(r"(<[^>]*>)|([^<]+)", html):
        if tag.startswith("</"):
            kept += [] if open_ and open_.pop() else [tag]
        elif tag:
            open_.append('data-term="' in tag or 'class="katex-base"' in tag)
            kept += [] if open_[-1] else [tag]
        else:
            kept.append(text)
    strut = '<span class="katex-strut'
    return [
        part
        for part, before in zip(kept, ["", *kept], strict=False)
        if not part.startswith(strut) and not (part == "</span>" and before.startswith(strut))
    ]


def test_an_author_cannot_write_marks() -> None:
    """KaTeX's extensions for HTML stay refused, those that look like our marks too."""
    for tex in (r"\htmlData{term=1}{x}", r"\htmlClass{a}{x}", r"\htmlData{term=1}{x} + y"):
        assert isinstance(TYPESETTER.formula(tex, display=True), FormulaError)
        assert isinstance(TYPESETTER.terms(terms_of(tex, "y")[0]), FormulaError)


def test_marked() -> None:
    """Marks are LaTeX around the parts, the outer before the inner, and in braces where one is an index."""
    found, _ = terms_of("a_x + x", "x", "+ x")

    assert r"a_{\htmlData{term=1}{x}} \htmlData{term=2}{+ \htmlData{term=1}{x}}" == marked(found)


@pytest.mark.parametrize("tex", ["x" * 2000, "{" * 1000, r"\left(" * 300, "_" * 900, "%", "\\", r"\text{" * 200])
@pytest.mark.parametrize("part", ["x" * 1000, "x", "{", "", r"\left", "%", "\\", "x" * 999 + "y"])
def test_any_text(tex: str, part: str) -> None:
    """Whatever a formula and a part are made of, the one is looked for in the other without an exception."""
    found, _ = terms_of(tex, part)
    TYPESETTER.terms(found)


def test_only_on_equation_slides() -> None:
    """The flagship names the parts of its formulas; elsewhere a definition list is only that."""
    deck, _ = loaded(ROOT)
    kinds = {slide.layout for slide in deck.slides if any(isinstance(node, b.Terms) for node in b.walk(slide.blocks))}

    assert {"equation"} == kinds


def test_mark_under_another_name() -> None:
    """No author can write a mark that is called only once the marks are in: its number would be a step of the slide."""
    found, _ = terms_of(r"\let\old\htmlData \def\htmlData#1#2{\old{term=4000000000}{#2}} x + y", "x")
    answer = TYPESETTER.terms(found)

    assert isinstance(answer, FormulaError)
    assert (r"\htmlData is off", 8, 9) == (answer.message, answer.position, answer.length)
