"""What a quote has of its source in words: without the words that whoever quotes has put into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.quotation import OUR_WORDS, QuoteKind, unbracketed

from .formulas import formula
from .mentions import MASK

if TYPE_CHECKING:
    from instructdeck.deck.quotation import Quote


def quoted(quote: Quote) -> str:
    """Give the words of a quote that are looked up in its source, with a sign in place of all others.

    A bracket may begin in one paragraph and end in the next, or hold a code span: so it is looked for as `verify` does,
    in the words as a whole.
    """
    nodes = b.walk(quote.words)
    match quote.kind:
        case QuoteKind.TABLE:
            return ""  # its cells are looked up, a text beside them is not
        case QuoteKind.EQUATION:
            nodes = (node for node in nodes if isinstance(node, b.MathBlock))
    said = "".join(map(_shown, nodes))
    if quote.kind is QuoteKind.VERBATIM or "[" not in said:
        return said
    return OUR_WORDS.sub(MASK, unbracketed(said))


def _shown(node: b.Node) -> str:
    match node:
        case b.Text(text=text) | b.CodeSpan(text=text):
            return text
        case b.InlineMath(tex=tex):
            return formula(tex)
        case b.LineBreak():
            return "\n"
        case b.Block() | b.ListItem() | b.Cell() | b.Definition() | b.Term():
            # What ends one paragraph says nothing of what begins the next.
            return f"\n{MASK}\n{_on_its_own(node)}"
        case _:
            return ""


def _on_its_own(node: b.Node) -> str:
    match node:
        case b.MathBlock(tex=tex):
            return formula(tex)
        case b.CodeBlock(text=text):
            return text
        case _:
            return ""
