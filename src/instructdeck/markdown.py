"""The Markdown dialect as markdown-it tokens: CommonMark, GFM tables and the part of Pandoc that slides need.

The rules of our own are `div` (`::: name`), `citation` (`[@id]`), `span` (`[words]{.class}`) and the attributes
behind a heading or an image. Every inline token learns where in its line it began (`meta["pos"]`), which
markdown-it does not record by itself; `tree` turns that into lines and columns.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token
    from markdown_it.utils import EnvType

MAX_NESTING = 30
"""Levels of lists and quotes; markdown-it drops what lies deeper, so `tree` reports it."""
MAX_CELLS = 2**14
"""Cells of a table that markdown-it fills in for short rows before it gives up; its own guard against bombs."""

_DIV = re.compile(r"(:{3,})[ \t]*(.*?)[ \t]*(?::+[ \t]*)?$")
_HEADING_ATTRIBUTES = re.compile(r"(?:^|(?<=[\s]))\{([^{}]*)\}\s*$")
_CITATION = re.compile(r"\[(@[^\[\]]*)\](?![(\[])")
_CITE = re.compile(r"\s*@(?P<id>[A-Za-z0-9](?:[\w:./+-]*\w)?)(?:,\s*(?P<locator>[^;\[\]]+))?\s*")


def parse(text: str) -> Sequence[Token]:
    """Give the block tokens of a text, inline tokens as their children."""
    return _parser().parse(text)


@cache
def _parser() -> MarkdownIt:
    # `html` is on so that HTML becomes tokens of its own, which `tree` keeps, refuses or drops (comments).
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING})
    parser.inline = _PlacedInline()
    parser.enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.use(deflist_plugin)
    parser.block.ruler.before("fence", "div", _div, {"alt": ["paragraph", "reference", "blockquote", "list", "table"]})
    parser.inline.ruler.before("link", "citation", _citation)
    parser.inline.ruler.before("link", "span", _span)
    parser.inline.ruler.after("image", "attributes", _image_attributes)
    parser.core.ruler.before("inline", "heading_attributes", _heading_attributes)
    # These two merge runs of text and lose where each began; `tree` merges them itself.
    parser.inline.ruler2.disable("fragments_join")
    parser.core.ruler.disable("text_join")
    # Links are judged by `tree`, with a diagnostic; markdown-it would leave a bad one as text in silence.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  its signature
    return parser


class _PlacedState(StateInline):
    """Inline state whose tokens know where they began."""

    def push(self, ttype: str, tag: str, nesting: int) -> Token:
        position = self.pos
        token = super().push(ttype, tag, nesting)  # type: ignore[arg-type]
        token.meta.setdefault("pos", position)
        return token

    def pushPending(self) -> Token:  # noqa: N802  markdown-it's name
        begin = max(0, self.pos - len(self.pending))
        token = super().pushPending()
        token.meta.setdefault("pos", begin)
        return token


class _PlacedInline(ParserInline):
    """Inline parser that uses `_PlacedState`."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _div(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:  # noqa: FBT001  markdown-it's signature
    """`::: name {attributes}` opens a container, `:::` closes the innermost one."""
    if state.is_code_block(start_line):
        return False
    begin = state.bMarks[start_line] + state.tShift[start_line]
    line = state.src[begin : state.eMarks[start_line]]
    match = _DIV.fullmatch(line)
    if match is None:
        return False
    if not silent:
        token = state.push("div_open" if match[2] else "div_close", "div", 0)
        token.map = [start_line, start_line + 1]
        token.markup = match[1]
        token.info = match[2]
        token.meta = {"pos": match.start(2)}
        state.line = start_line + 1
    return True


def _citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`[@id]`, `[@a; @b, p. 3]`."""
    match = _CITATION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match[0]
        token.meta["cites"] = _cites(match[1], match.start(1) - match.start())
    state.pos = match.end()
    return True


def _cites(text: str, offset: int) -> list[tuple[str, str, int]] | None:
    """Give id, locator and offset of each citation in brackets; None when one cannot be read."""
    found = []
    for part in text.split(";"):
        match = _CITE.fullmatch(part)
        if match is None:
            return None
        found.append((match["id"], (match["locator"] or "").strip(), offset + match.start("id") - 1))
        offset += len(part) + 1
    return found


def _span(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`[words]{.class}`."""
    if state.src[state.pos] != "[":
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos)
    if end < 0 or state.src[end + 1 : end + 2] != "{":
        return False
    close = state.src.find("}", end + 1, state.posMax)
    if close < 0:
        return False
    if not silent:
        opening = state.push("span_open", "span", 1)
        opening.meta["attributes"] = (state.src[end + 2 : close], end + 2)
        limit = state.posMax
        state.pos, state.posMax = state.pos + 1, end
        state.md.inline.tokenize(state)
        state.posMax = limit
        state.push("span_close", "span", -1)
    state.pos = close + 1
    return True


def _image_attributes(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Braces directly behind an image belong to it."""
    if silent or state.pending or state.src[state.pos] != "{" or not state.tokens or state.tokens[-1].type != "image":
        return False
    close = state.src.find("}", state.pos, state.posMax)
    if close < 0:
        return False
    state.tokens[-1].meta["attributes"] = (state.src[state.pos + 1 : close], state.pos + 1)
    state.pos = close + 1
    return True


def _heading_attributes(state: StateCore) -> None:
    """Braces at the end of a heading belong to it; they are cut off before its words are parsed."""
    for index, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        inline = state.tokens[index + 1]
        match = _HEADING_ATTRIBUTES.search(inline.content)
        if match:
            token.meta["attributes"] = match[1]
            inline.content = inline.content[: match.start()].rstrip()
