"""What stands in the words of a quote and can be no part of its source: pictures, struck words, marks of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.quotation import QuoteKind
from instructdeck.deck.rules import MARKED_QUOTE

if TYPE_CHECKING:
    from instructdeck.deck.diagnostics import Findings
    from instructdeck.deck.quotation import Quote

_PRINTED = frozenset(
    (
        *(b.Text, b.Emphasis, b.Strong, b.CodeSpan, b.InlineMath, b.LineBreak, b.Paragraph, b.Heading, b.BulletList),
        *(b.DefinitionList, b.Table, b.CodeBlock, b.MathBlock, b.BlockQuote, b.HorizontalRule, b.Terms, b.Broken),
    )
)
"""What a page of a source may have as well; `Broken` parts are told where they are read."""
_TAGS = frozenset(("b", "cite", "code", "em", "i", "kbd", "mark", "samp", "strong", "sub", "sup", "tt", "var"))
"""Pairs of tags that only set words."""
_NAMES = {
    b.Strikethrough: "struck words",
    b.Calculation: "a number of your own",
    b.FootnoteReference: "a footnote",
    b.RawHtml: "HTML",
}
"""What an author calls a node, where its own name is another."""


def report_marks(quote: Quote, findings: Findings) -> None:
    """Report what is no word of the source among its words, where it stands.

    What is looked up are letters alone: so nothing may stand there that shows more than letters, or takes some back.
    """
    if quote.kind is QuoteKind.TABLE or quote.is_broken:
        return
    for node in b.walk(quote.words):
        if what := _foreign(node):
            message = f"the words of quote '{quote.id}' have {what}"
            findings.add(MARKED_QUOTE, message, node.location, _hint(node))


def _foreign(node: b.Node) -> str:
    """Give what a node is that no source has; nothing for its words and how they are set."""
    match node:
        case b.Span(classes=classes):
            what = next((f"'.{name}'" for name in classes if name != "highlight"), "")
        case b.Element(tag=tag, attributes=attributes):
            what = f"<{tag}>" if tag not in _TAGS or "title" in dict(attributes) else ""
        case b.Link(title=title):
            what = "a link with a title" if title else ""
        case b.OrderedList(start=start):
            what = f"a list that begins with {start}" if start != 1 else ""
        case b.ListItem(checked=checked):
            what = "a task" if checked is not None else ""
        case b.Inline() | b.Block() if type(node) not in _PRINTED:
            kind = node.kind.replace("_", " ")
            what = _NAMES.get(type(node), f"{'an' if kind[0] in 'aei' else 'a'} {kind}")
        case _:
            what = ""
    return what


def _hint(node: b.Node) -> str:
    if isinstance(node, b.Strikethrough):
        return "quote the words as they are, or leave them out with [...]"
    if isinstance(node, b.OrderedList):
        return f"write {node.start}\\. for a number of the source"
    return "quote words alone; all else stands beside the quote, or in its 'note'"
