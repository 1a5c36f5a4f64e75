"""Formulas as Office has them: KaTeX's MathML, read as a tree, as Office Math Markup (ECMA-376, part 1, 22.1)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from instructdeck.values import dataclass

from .markup import element, worded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .markup import Element

FONT = "Cambria Math"
_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_SPACE = re.compile(r' xmlns="[^"]*"')
SILENT = frozenset("\u2061\u2062\u2063\u2064")
"""Signs of MathML that are heard and not seen, such as that a function is applied."""
_LARGE = frozenset("∑∏∐∫∬∭∮∯∰⋀⋁⋂⋃⨀⨁⨂⨄⨆")
_VARIANTS = {
    "bold": ("b", ""), "italic": ("i", ""), "bold-italic": ("bi", ""), "normal": ("p", ""),
    "double-struck": ("p", "double-struck"), "script": ("p", "script"), "fraktur": ("p", "fraktur"),
    "sans-serif": ("p", "sans-serif"), "monospace": ("p", "monospace"), "bold-script": ("b", "script"),
    "bold-fraktur": ("b", "fraktur"), "bold-sans-serif": ("b", "sans-serif"), "sans-serif-italic": ("i", "sans-serif"),
}  # fmt: skip
"""The style and the script of each `mathvariant`."""
_ACCENTS = {"^": "\u0302", "~": "\u0303", "ˉ": "\u0305", "¯": "\u0305", "‾": "\u0305", "˙": "\u0307", "¨": "\u0308",
            "ˇ": "\u030c", "˘": "\u0306", "ˊ": "\u0301", "´": "\u0301", "ˋ": "\u0300", "`": "\u0300", "⃗": "\u20d7",
            "→": "\u20d7", "˚": "\u030a", "_": "\u0332"}  # fmt: skip
_BRACES = frozenset("⏞⏟⎴⎵")
NOTHING = "\u200b"
"""Stands where a formula has nothing: an empty place shows as a dotted box."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the letters of a formula look."""

    size: float
    """In hundredths of a point."""
    language: str
    paint: Callable[[str], Element]
    """Gives what fills letters of a color."""
    color: str = "ink"

    def with_color(self, color: str) -> Look:
        """Give it in another color."""
        return Look(self.size, self.language, self.paint, color) if color else self


def mathml_of(html: str) -> str:
    """Give the MathML in KaTeX's output; empty when there is none."""
    found = _MATH.search(html)
    return _SPACE.sub("", found[0]) if found else ""


def omml(mathml: str, look: Look) -> Element:
    """Give a formula as `m:oMath`."""
    nodes = content(mathml)
    return element("m:oMath", None, *(_fenced(nodes, look) or _row(nodes, look)))


@cache
def _root(mathml: str) -> ET.Element:
    return ET.fromstring(mathml)  # noqa: S314  KaTeX wrote it, without entities or declarations


def content(mathml: str) -> list[ET.Element]:
    """Give what a formula consists of, without what it was made from."""
    found = list(_root(mathml))
    while len(found) == 1 and found[0].tag in ("semantics", "mrow", "mstyle") and not found[0].get("mathcolor"):
        found = [each for each in found[0] if each.tag != "annotation"]
    return [each for each in found if each.tag != "annotation"]


def spoken(mathml: str) -> str:
    """Give the signs of a formula in their order."""
    return "".join(text for node in content(mathml) for text in node.itertext() if text not in SILENT)


def _row(nodes: Sequence[ET.Element], look: Look) -> list[Element]:
    """Give nodes that stand beside each other."""
    found: list[Element] = []
    left = list(nodes)
    while left:
        node = left.pop(0)
        if _is_nary(node):
            following = [left.pop(0)] if left else []
            found.append(_nary(node, following, look))
        elif node.tag in ("mi", "mo", "mn", "mtext"):
            found += _letters(node, left, look)
        else:
            found += _node(node, look)
    return found


def _letters(node: ET.Element, left: list[ET.Element], look: Look) -> list[Element]:
    """Give a sign; letters in one upright style, which MathML has one by one, as one run."""
    text, style = node.text or "", _style(node)
    while left and left[0].tag == node.tag == "mi" and _style(left[0]) == style and style[0] == "p":
        text += left.pop(0).text or ""
    text = "".join(sign for sign in text if sign not in SILENT)
    return [_run(text, style, look)] if text else []


def _style(node: ET.Element) -> tuple[str, str]:
    variant = node.get("mathvariant", "")
    if variant:
        return _VARIANTS.get(variant, ("p", ""))
    return ("i", "") if node.tag == "mi" and len(node.text or "") == 1 else ("p", "")


def _run(text: str, style: tuple[str, str], look: Look) -> Element:
    shape, script = style
    math = element(
        "m:rPr", None,
        element("m:nor") if script == "text" else None,
        element("m:scr", {"m:val": script}) if script not in ("", "text") else None,
        element("m:sty", {"m:val": shape}) if script != "text" and shape != "i" else None,
    )  # fmt: skip
    looks = element(
        "a:rPr",
        {
            "lang": look.language,
            "sz": round(look.size),
            "b": 1 if "b" in shape else None,
            "i": 1 if "i" in shape else None,
        },
        look.paint(look.color),
        element("a:latin", {"typeface": FONT, "panose": "02040503050406030204", "pitchFamily": "18", "charset": "0"}),
        element("a:ea", {"typeface": FONT, "panose": "02040503050406030204", "pitchFamily": "18", "charset": "0"}),
    )
    words = worded("m:t", text)
    if text != text.strip():
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element("m:r", None, math if len(math) else None, looks, words)


def _node(node: ET.Element, look: Look) -> list[Element]:  # noqa: PLR0911  one case a kind of node
    children = list(node)
    match node.tag:
        case "mrow" | "mstyle" | "mpadded" | "semantics" | "math":
            look = look.with_color(node.get("mathcolor", ""))
            return _fenced(children, look) or _row([each for each in children if each.tag != "annotation"], look)
        case "mspace":
            return [_run("\u2009", ("p", ""), look)] if node.get("width", "0").lstrip("-0.em") else []
        case "mfrac":
            bare = node.get("linethickness", "").startswith("0")
            kind = element("m:fPr", None, element("m:type", {"m:val": "noBar"})) if bare else None
            return [element("m:f", None, kind, _part("m:num", children[0], look), _part("m:den", children[1], look))]
        case "msqrt" | "mroot":
            return [_root_of(node, look)]
        case "msub" | "msup" | "msubsup":
            return [_scripts(node, look)]
        case "munder" | "mover" | "munderover":
            return [_around(node, look)]
        case "mtable":
            return [_table(node, look)]
        case "mphantom":
            hidden = element("m:phantPr", None, element("m:show", {"m:val": "0"}))
            return [element("m:phant", None, hidden, element("m:e", None, *_filled(children, look)))]
        case "menclose":
            return [element("m:borderBox", None, element("m:e", None, *_filled(children, look)))]
        case _:
            return _row(children, look) if children else _letters(node, [], look)


def _filled(nodes: Sequence[ET.Element], look: Look) -> list[Element]:
    return _row(nodes, look) or [_run(NOTHING, ("p", ""), look)]


def _part(name: str, node: ET.Element, look: Look) -> Element:
    return element(name, None, *_filled([node], look))


def _fenced(children: list[ET.Element], look: Look) -> list[Element]:
    """Give a row within brackets that grow with it; nothing where it has none."""
    if len(children) < 2 or not all(_is_fence(each) for each in (children[0], children[-1])):  # noqa: PLR2004  two brackets
        return []
    opened, closed = (each.text or "" for each in (children[0], children[-1]))
    about = element("m:dPr", None, element("m:begChr", {"m:val": opened}), element("m:endChr", {"m:val": closed}))
    return [element("m:d", None, about, element("m:e", None, *_filled(children[1:-1], look)))]


def _is_fence(node: ET.Element) -> bool:
    return node.tag == "mo" and node.get("fence") == "true"


def _root_of(node: ET.Element, look: Look) -> Element:
    children = list(node)
    if node.tag == "mroot":
        return element("m:rad", None, _part("m:deg", children[1], look), _part("m:e", children[0], look))
    hidden = element("m:radPr", None, element("m:degHide", {"m:val": "1"}))
    return element("m:rad", None, hidden, element("m:deg"), element("m:e", None, *_filled(children, look)))


def _scripts(node: ET.Element, look: Look) -> Element:
    base, *scripts = list(node)
    first = _part("m:e", base, look)
    names = {
        "msub": ("m:sSub", ("m:sub",)),
        "msup": ("m:sSup", ("m:sup",)),
        "msubsup": ("m:sSubSup", ("m:sub", "m:sup")),
    }
    name, parts = names[node.tag]
    return element(name, None, first, *(_part(part, each, look) for part, each in zip(parts, scripts, strict=False)))


def _is_nary(node: ET.Element) -> bool:
    """Tell whether a node is a large sign with limits, such as a sum."""
    if node.tag == "mo":
        return (node.text or "") in _LARGE
    return (
        node.tag in ("munder", "mover", "munderover", "msub", "msup", "msubsup") and len(node) > 1 and _is_nary(node[0])
    )


def _nary(node: ET.Element, following: list[ET.Element], look: Look) -> Element:
    sign = node if node.tag == "mo" else node[0]
    kinds = {"munder": "_", "mover": "^", "munderover": "_^", "msub": "_", "msup": "^", "msubsup": "_^", "mo": ""}
    limits = dict(zip(kinds[node.tag], list(node)[1:], strict=False))
    place = "undOvr" if node.tag.startswith("mu") or node.tag == "mover" else "subSup"
    about = element(
        "m:naryPr", None,
        element("m:chr", {"m:val": sign.text}),
        element("m:limLoc", {"m:val": place}),
        None if "_" in limits else element("m:subHide", {"m:val": "1"}),
        None if "^" in limits else element("m:supHide", {"m:val": "1"}),
    )  # fmt: skip
    below = _part("m:sub", limits["_"], look) if "_" in limits else element("m:sub")
    above = _part("m:sup", limits["^"], look) if "^" in limits else element("m:sup")
    return element("m:nary", None, about, below, above, element("m:e", None, *_filled(following, look)))


def _around(node: ET.Element, look: Look) -> Element:
    """Give something over or below something: an accent, a brace, a limit."""
    base, *others = list(node)
    sign = (others[0].text or "") if others[0].tag == "mo" else ""
    if node.tag == "mover" and (node.get("accent") == "true" or sign in _ACCENTS) and sign not in _BRACES:
        mark = element("m:accPr", None, element("m:chr", {"m:val": _ACCENTS.get(sign, sign) or "\u0302"}))
        return element("m:acc", None, mark, _part("m:e", base, look))
    if node.tag != "munderover" and sign:
        place = "top" if node.tag == "mover" else "bot"
        other = "bot" if place == "top" else "top"
        about = element(
            "m:groupChrPr", None, element("m:chr", {"m:val": sign}), element("m:pos", {"m:val": place}),
            element("m:vertJc", {"m:val": other}),
        )  # fmt: skip
        return element("m:groupChr", None, about, _part("m:e", base, look))
    if node.tag == "munderover":
        inner = element("m:limLow", None, _part("m:e", base, look), _part("m:lim", others[0], look))
        return element("m:limUpp", None, element("m:e", None, inner), _part("m:lim", others[1], look))
    name = "m:limUpp" if node.tag == "mover" else "m:limLow"
    return element(name, None, _part("m:e", base, look), _part("m:lim", others[0], look))


def _table(node: ET.Element, look: Look) -> Element:
    """Give rows below each other: lines of one formula, or a matrix."""
    rows = [list(row) for row in node if row.tag == "mtr"]
    aligned = node.get("columnalign", "").startswith("right left") and node.get("columnspacing", "").startswith("0em")
    if aligned:
        lines = ([child for cell in row for child in cell] for row in rows)
        return element("m:eqArr", None, *(element("m:e", None, *_filled(line, look)) for line in lines))
    columns = max((len(row) for row in rows), default=1)
    sides = {"l": "left", "r": "right"}
    align = (node.get("columnalign", "center").split() or ["center"]) * columns
    about = element("m:mPr", None, element("m:mcs", None, *(
        element("m:mc", None, element("m:mcPr", None, element("m:count", {"m:val": 1}),
                                      element("m:mcJc", {"m:val": sides.get(align[index][0], "center")})))
        for index in range(columns)
    )))  # fmt: skip
    made = [[_part("m:e", cell, look) for cell in row] for row in rows]
    empty = columns - min((len(row) for row in made), default=0)
    for row in made if empty else ():
        row += [element("m:e", None, _run(NOTHING, ("p", ""), look)) for _ in range(columns - len(row))]
    return element("m:m", None, about, *(element("m:mr", None, *row) for row in made))
