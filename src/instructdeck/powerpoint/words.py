"""The words of a deck as lines of runs: what a slide's tree says, in the styles of its theme."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING, Any

from instructdeck.deck import blocks as b
from instructdeck.deck.links import ExternalTarget, PageTarget
from instructdeck.typeset.formula import FormulaError
from instructdeck.values import dataclass

from . import sizes
from .fonts import CODE
from .omml import mathml_of
from .text import Line, Math, Run, Style, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from instructdeck.deck.links import Target
    from instructdeck.export.losses import Losses
    from instructdeck.render.page import Page

    from .text import Part

ITEM_GAP, DENSE_GAP, INNER_GAP = 16.0, 10.0, 6.0
"""Pixels between the items of a list, of one with five items or more, and between its inner items."""
DENSE = 5
HANG = 35.0
"""Pixels from a bullet to its words."""
INNER_SIZE = 26.0
"""Pixels of type of a list within a list."""
DASH, OPEN, DONE = "–", "☐", "☑"
_TAGS: dict[str, dict[str, Any]] = {
    **{tag: {"bold": True} for tag in ("b", "strong")},
    **{tag: {"italic": True} for tag in ("i", "em", "var", "cite")},
    **{tag: {"underline": "sng"} for tag in ("u", "ins")},
    **{tag: {"strike": True} for tag in ("s", "del")},
    **{tag: {"font": CODE} for tag in ("kbd", "code", "samp")},
    **{tag: {} for tag in ("span", "abbr", "a", "q")},
    "sub": {"lowered": True},
    "sup": {"raised": True},
    "mark": {"marked": True},
    "small": {"size": sizes.CAPTION},
}
"""How the words of HTML's tags look."""


@dataclass
class Presses:
    """Counts the presses of a slide, at each of which something appears."""

    count: int = 0

    def next(self) -> int:
        """Give the number of the next one."""
        self.count += 1
        return self.count


@dataclass(frozen=True)
class Words:
    """Gives the nodes of one slide as lines."""

    page: Page
    losses: Losses
    presses: Presses
    fixed: Mapping[str, str]
    """The words that come with the templates."""

    # --- within a line --------------------------------------------------------------------------

    def inlines(self, nodes: Sequence[b.Node], style: Style, link: Target | None = None) -> tuple[Part, ...]:
        """Give the parts of a line."""
        return merged(part for node in nodes for part in self._inline(node, style, link))

    def _inline(self, node: b.Node, style: Style, link: Target | None) -> Iterator[Part]:  # noqa: C901, PLR0912  one case a kind of node
        match node:
            case b.Text(text=text):
                yield Run(text.replace("\n", " "), style, link)
            case b.Emphasis(children=children):
                yield from self.inlines(children, replace(style, italic=True), link)
            case b.Strong(children=children):
                yield from self.inlines(children, replace(style, bold=True), link)
            case b.Strikethrough(children=children):
                yield from self.inlines(children, replace(style, strike=True, color="muted"), link)
            case b.CodeSpan(text=text):
                yield Run(text, replace(style, font=CODE, size=round(style.size * 0.9)), link)
            case b.InlineMath(tex=tex):
                yield self.math(tex, style, display=False)
            case b.LineBreak():
                yield Run("\n", style)
            case b.Link():
                yield from self._link(node, style)
            case b.Image(alt=alt):
                self.losses.add(f"'{node.src}' stands in a line of text; the file has its alt text", node.location)
                yield Run(alt or node.src, replace(style, italic=True, color="muted"), link)
            case b.Citation():
                yield from self._citation(node, style)
            case b.FootnoteReference(number=number):
                yield Run(str(number), replace(style, raised=True, color="accent"), link)
            case b.Span(classes=classes, children=children):
                yield from self.inlines(children, _classed(style, classes), link)
            case b.Calculation(children=children):
                yield from self.inlines(children, replace(style, underline="dotted"), link)
            case b.Element(tag=tag, children=children):
                if tag not in _TAGS:
                    self.losses.add(f"the file has the words of <{tag}> without its looks", node.location)
                yield from self.inlines(children, replace(style, **_TAGS.get(tag, {})), link)
            case _:
                yield Run(b.plain_text(node), style, link)

    def math(self, tex: str, style: Style, *, display: bool, shown: str = "") -> Math:
        """Give a formula; `shown` is the same with colors."""
        found = self.page.renderer.typesetter.formula(shown or tex, display=display)
        mathml = "" if isinstance(found, FormulaError) else mathml_of(found.html)
        return Math(tex, mathml, style, display)

    def _link(self, node: b.Link, style: Style) -> Iterator[Part]:
        target = self.page.renderer.links.resolve(node.href, self.page.section)
        looks = replace(style, color="accent", underline="sng") if target else style
        yield from self.inlines(node.children, looks, self.reached(target, node))

    def reached(self, target: Target | None, node: b.Node) -> Target | None:
        """Give where a link leads from a file that stands alone: a page of the site has an address of its own there."""
        if not isinstance(target, PageTarget):
            return target
        url = self.page.renderer.deck.url
        if not url:
            message = "this link leads to a page of the site, whose address is not known"
            self.losses.add(message, node.location, "give the deck its `url`")
            return None
        return ExternalTarget(url + target.page + (f"#{target.anchor}" if target.anchor else ""))

    def _citation(self, node: b.Citation, style: Style) -> Iterator[Part]:
        looks = replace(
            style,
            size=min(sizes.MARK, style.size),
            color="muted",
            bold=False,
            italic=False,
            underline="",
            font=Style().font,
        )
        url = self.page.renderer.deck.url
        for index, view in enumerate(self.page.cites(node)):
            if index:
                yield Run(", ", looks)
            link = ExternalTarget(url + view.href) if url and view.href else None
            yield Run(view.label.replace("p. ", "p.\u00a0"), replace(looks, underline="dotted"), link, view.title)

    # --- lines ------------------------------------------------------------------------------------

    def lines(
        self, blocks: Sequence[b.Node], style: Style, *, lead: float = 1.36, gap: float = 10.0
    ) -> tuple[Line, ...]:
        """Give blocks of text, one paragraph or item a line."""
        return tuple(line for block in blocks for line in self._apart(block, style, lead, gap))

    def _apart(self, block: b.Node, style: Style, lead: float, gap: float) -> Iterator[Line]:
        """Give a block whose first line stands apart from what is above it."""
        for index, line in enumerate(self._block(block, style, lead, gap)):
            yield replace(line, before=gap) if index == 0 else line

    def _block(self, block: b.Node, style: Style, lead: float, gap: float) -> Iterator[Line]:  # noqa: C901, PLR0912  one case a kind of block
        match block:
            case b.Paragraph(children=children):
                yield Line(self.inlines(children, style), before=gap, lead=lead)
            case b.Heading(children=children):
                yield Line(self.inlines(children, replace(style, bold=True)), before=gap * 1.4, lead=1.25)
            case b.BulletList() | b.OrderedList():
                yield from self._items(block, style, lead, depth=1)
            case b.DefinitionList(items=items):
                for item in items:
                    yield Line(self.inlines(item.term, replace(style, bold=True)), before=gap, lead=lead)
                    for meaning in item.meanings:
                        for line in self.lines(meaning, style, lead=lead, gap=4.0):
                            yield replace(line, indent=line.indent + HANG, level=line.level + 1)
            case b.MathBlock(tex=tex):
                yield Line((self.math(tex, style, display=True),), before=gap, lead=lead)
            case b.Fragment(blocks=inner):
                step = self.presses.next()
                yield from stepped(self.lines(inner, style, lead=lead, gap=gap), step)
            case b.BlockQuote(blocks=inner) | b.Callout(blocks=inner) | b.Aside(blocks=inner):
                yield from self.lines(inner, style, lead=lead, gap=gap)
            case b.CodeBlock(text=text):
                for row in text.rstrip("\n").split("\n"):
                    yield Line((Run(row or " ", replace(style, font=CODE)),), lead=1.3)
            case b.RawHtml(html=html):
                yield from self._html(html, block, style, lead, gap)
            case b.Broken(message=message, source=source):
                bad = replace(style, color="bad", size=sizes.CAPTION)
                yield from (Line((Run(each, bad),), before=4.0) for each in (message, *source.splitlines()) if each)
            case _:
                yield from (
                    Line((Run(each, style),), before=gap, lead=lead) for each in b.plain_text(block).splitlines()
                )

    def _html(self, html: str, block: b.RawHtml, style: Style, lead: float, gap: float) -> Iterator[Line]:
        import nh3  # noqa: PLC0415  only for decks that allow HTML

        self.losses.add("the file has the words of this HTML without its looks", block.location)
        parted = html.replace("</p>", "</p>\n").replace("</li>", "</li>\n").replace("<br>", "\n")
        text = unescape(nh3.clean(parted, tags=set()))
        words = (" ".join(each.split()) for each in text.splitlines())
        yield from (Line((Run(each, style),), before=gap, lead=lead) for each in words if each)

    def _items(self, block: b.BulletList | b.OrderedList, style: Style, lead: float, depth: int) -> Iterator[Line]:
        ordered = isinstance(block, b.OrderedList)
        gap = INNER_GAP if depth > 1 else DENSE_GAP if len(block.items) >= DENSE else ITEM_GAP
        for index, item in enumerate(block.items):
            sign = "1" if ordered else DASH
            if item.checked is not None:
                sign = DONE if item.checked else OPEN
            start = block.start if isinstance(block, b.OrderedList) else 1
            step = self.presses.next() if block.incremental else 0
            lines = self._item(item, style, lead, depth, (sign, start, gap if index or depth > 1 else ITEM_GAP))
            yield from stepped(lines, step)

    def _item(
        self, item: b.ListItem, style: Style, lead: float, depth: int, sign: tuple[str, int, float]
    ) -> Iterator[Line]:
        bullet, start, gap = sign
        head = Line((), bullet=bullet, number=start, level=depth - 1, indent=HANG * depth, hang=HANG, before=gap)
        first = True
        for block in item.blocks:
            if isinstance(block, b.BulletList | b.OrderedList):
                yield from self._items(block, replace(style, size=min(style.size, INNER_SIZE)), lead, depth + 1)
                continue
            for line in self._block(block, style, lead, 6.0):
                if first and not line.bullet:
                    yield replace(head, parts=line.parts, align=line.align, lead=line.lead, step=line.step)
                else:
                    before = line.before if line.bullet else 6.0
                    yield replace(line, level=line.level + depth, indent=line.indent + HANG * depth, before=before)
                first = False
        if not item.blocks:
            yield head


def stepped(lines: Iterable[Line], step: int) -> Iterator[Line]:
    """Give lines that appear at a press, unless they have one of their own."""
    return (replace(line, step=line.step or step) for line in lines)


def _classed(style: Style, classes: Sequence[str]) -> Style:
    if "highlight" in classes:
        style = replace(style, marked=True)
    if "muted" in classes:
        style = replace(style, color="muted")
    return replace(style, size=min(style.size, sizes.CAPTION)) if "small" in classes else style
