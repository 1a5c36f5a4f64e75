"""Nodes as Markdown again, plain enough for any reader of it: what only a slide has becomes words."""

from __future__ import annotations

import re
from textwrap import indent
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import BulletList, OrderedList
from instructdeck.deck.links import is_external

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from instructdeck.deck import blocks as b

_SIGNS = re.compile(r"[\\`*_\[\]<>$~|&^{}]")
_LINE_START = re.compile(r"^(\s*)([#+\-=:.]|[0-9]+(?=[.)]))", re.MULTILINE)
_BACKTICKS = re.compile(r"`+")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TOPMOST = 4
"""The highest level of a heading within notes; those above are for the talk, its sections and its slides."""


def escaped(text: str) -> str:
    """Give words so that no sign of them is read as a mark."""
    return _SIGNS.sub(r"\\\g<0>", text)


class Writer:
    """Writes nodes as Markdown: one method for each kind of node, named after it."""

    def __init__(self, cited: Callable[[b.Citation], str], prefix: str = "", footnotes: Collection[int] = ()) -> None:
        """Take what gives the words of a citation, the footnotes that will follow, and what their labels begin with."""
        self.cited, self.prefix, self.footnotes = cited, prefix, footnotes

    def show(self, blocks: Sequence[b.Node]) -> str:
        """Give blocks, with an empty line between them and none at the end."""
        parts: list[str] = []
        for before, block in zip((None, *blocks), blocks, strict=False):
            if type(block) is type(before) and isinstance(block, BulletList | OrderedList):
                parts.append("<!-- -->")  # else the two lists would be one
            parts.append(getattr(self, f"_{block.kind}")(block))
        return "\n\n".join(part for part in parts if part)

    def line(self, inlines: Sequence[b.Node]) -> str:
        """Give the parts of a line."""
        return "".join(getattr(self, f"_{each.kind}")(each) for each in inlines)

    def _begun(self, inlines: Sequence[b.Node]) -> str:
        return _LINE_START.sub(_protected, self.line(inlines).strip())

    # Inlines ------------------------------------------------------------------------------------------------

    def _text(self, node: b.Text) -> str:
        return escaped(node.text)

    def _emphasis(self, node: b.Emphasis) -> str:
        return _marked("*", self.line(node.children))

    def _strong(self, node: b.Strong) -> str:
        return _marked("**", self.line(node.children))

    def _strikethrough(self, node: b.Strikethrough) -> str:
        return _marked("~~", self.line(node.children))

    def _code_span(self, node: b.CodeSpan) -> str:
        fence = "`" * (_longest_run(node.text) + 1)
        space = " " if node.text.startswith("`") or node.text.endswith("`") or not node.text.strip() else ""
        return f"{fence}{space}{node.text}{space}{fence}"

    def _inline_math(self, node: b.InlineMath) -> str:
        return f"${node.tex}$"

    def _line_break(self, _node: b.LineBreak) -> str:
        return "\\\n"

    def _link(self, node: b.Link) -> str:
        words = self.line(node.children)
        return f"[{words}](<{node.href}>)" if is_external(node.href) and not set("<>\n") & set(node.href) else words

    def _image(self, node: b.Image) -> str:
        return f"*{escaped(node.alt)}*" if node.alt.strip() else ""

    def _citation(self, node: b.Citation) -> str:
        return f"({escaped(self.cited(node))})"

    def _footnote_reference(self, node: b.FootnoteReference) -> str:
        follows = node.number in self.footnotes
        return f"[^{self.prefix}{node.number}]" if follows else str(node.number).translate(_RAISED)

    def _span(self, node: b.Span | b.Calculation | b.Element) -> str:
        return self.line(node.children)

    _calculation = _element = _span

    # Blocks -------------------------------------------------------------------------------------------------

    def _paragraph(self, node: b.Paragraph) -> str:
        return self._begun(node.children)

    def _heading(self, node: b.Heading) -> str:
        return f"{'#' * max(node.level, _TOPMOST)} {self.line(node.children)}"

    def _bullet_list(self, node: b.BulletList) -> str:
        return self._items("-", node.items, tight=node.tight)

    def _ordered_list(self, node: b.OrderedList) -> str:
        return self._items(range(node.start, node.start + len(node.items)), node.items, tight=node.tight)

    def _items(self, marks: str | range, items: Sequence[b.ListItem], *, tight: bool) -> str:
        names = [f"{each}." for each in marks] if isinstance(marks, range) else [marks] * len(items)
        done = {True: "[x] ", False: "[ ] ", None: ""}
        texts = (
            f"{name} {_hung(done[item.checked] + self.show(item.blocks), len(name) + 1)}"
            for name, item in zip(names, items, strict=True)
        )
        return ("\n" if tight else "\n\n").join(texts)

    def _definition_list(self, node: b.DefinitionList) -> str:
        return "\n".join(self._meaning(item.term, item.meanings) for item in node.items)

    def _meaning(self, name: b.Inlines, meanings: Sequence[b.Blocks]) -> str:
        first = f"**{self.line(name)}**"
        return f"- {_hung(chr(10).join((first, '', *(self.show(each) for each in meanings))), 2)}\n"

    def _terms(self, node: b.Terms) -> str:
        return "\n\n".join(
            (self._math_block(node.formula), *(self._meaning(each.name, each.meanings) for each in node.items))
        )

    def _table(self, node: b.Table) -> str:
        rows = [[self.line(cell.children) for cell in row] for row in (node.head, *node.rows)]
        return _joined(self.line(node.caption), _table(rows))

    def _figure(self, node: b.Figure | b.Diagram | b.Explorable) -> str:
        return _joined(f"*{escaped(node.alt)}*" if node.alt.strip() else "", escaped(node.caption))

    _diagram = _explorable = _figure

    def _chart(self, node: b.Chart) -> str:
        return _joined(f"*{escaped(node.alt)}*", self.line(node.caption), _data(node), self.line(node.source))

    def _vega_lite(self, node: b.VegaLite) -> str:
        return _joined(f"*{escaped(node.alt)}*", escaped(node.caption), _data(node))

    def _code_block(self, node: b.CodeBlock) -> str:
        fence = "`" * max(_longest_run(node.text) + 1, 3)
        return f"{fence}{node.language}\n{node.text.rstrip(chr(10))}\n{fence}"

    def _math_block(self, node: b.MathBlock) -> str:
        return f"$$\n{node.tex.strip()}\n$$"

    def _block_quote(self, node: b.BlockQuote | b.Callout | b.Aside) -> str:
        return indent(self.show(node.blocks), "> ", lambda _: True)

    _callout = _aside = _block_quote

    def _columns(self, node: b.Columns) -> str:
        return "\n\n".join(self.show(each.blocks) for each in node.columns)

    def _fragment(self, node: b.Fragment) -> str:
        return self.show(node.blocks)

    def _rule(self, _node: b.HorizontalRule) -> str:
        return "* * *"

    def _raw_html(self, node: b.RawHtml) -> str:
        fence = "`" * max(_longest_run(node.html) + 1, 3)
        return f"{fence}html\n{node.html.rstrip(chr(10))}\n{fence}"

    def _broken(self, node: b.Broken) -> str:
        return escaped(node.message)

    def _footnote(self, node: b.Footnote) -> str:
        return f"[^{self.prefix}{node.number}]: {_hung(self.show(node.blocks), 4)}"


def _marked(mark: str, text: str) -> str:
    """Give words between marks, which must touch them."""
    inner = text.strip()
    if not inner:
        return text
    begin = text.index(inner)
    return f"{text[:begin]}{mark}{inner}{mark}{text[begin + len(inner) :]}"


def _protected(found: re.Match[str]) -> str:
    """Give the start of a line so that it begins no heading, list, quote or container."""
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"


def _longest_run(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)


def _hung(text: str, width: int) -> str:
    """Give a text of which all lines but the first are moved to the right."""
    first, sign, rest = text.partition("\n")
    return first + sign + indent(rest, " " * width)


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _data(node: b.Chart | b.VegaLite) -> str:
    rows = [
        tuple(escaped(name) for name in node.columns),
        *(tuple(escaped(each.text) for each in row) for row in node.rows),
    ]
    return _table(rows) if node.rows else ""


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(' '.join(cell.split()) for cell in row)} |" for row in rows]
    return "\n".join((lines[0], f"|{' --- |' * len(rows[0])}", *lines[1:]))
