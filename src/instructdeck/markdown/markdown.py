"""The Markdown dialect as markdown-it tokens: CommonMark, GFM tables and the part of Pandoc that slides need.

The rules of our own are `div` (`::: name`), `math` (`$x$`), `citation` (`[@id]`), `footnote` (`[^label]`),
`span` (`[words]{.class}`) and the attributes behind a heading or an image.
markdown-it does not record columns. Here the first token of each block learns its own (`meta["column"]`), and each
inline token its offset in the content of its block (`meta["pos"]`); `tree` turns them into places.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import html_block, table
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.utils import EnvType

MAX_NESTING = 30
"""Levels of lists and quotes; markdown-it drops what lies deeper, so `tree` reports it."""
MAX_EMPTY_CELLS = 2**14
"""Empty cells of all tables; markdown-it fills up short rows by the ten thousand, so what follows is no table."""

_ATTRIBUTES = re.compile(r"\{([^{}]*)\}")
_HEADING_ATTRIBUTES = re.compile(
    r"(?:^|(?<=\s))\{(?:([^{}]*)\}|(?P<open>\s*(?:#[^\W\d]|\.[A-Za-z]|[A-Za-z]+=)[^{}]*))\s*$"
)
"""Braces at the end of a heading, also where the last one is missing."""
_MATH = re.compile(
    r"""(?<!\d)(?:
        \$\$(?P<double>(?>(?:[^$\\]++|\\.|\$(?!\$))+))\$\$
      | \$(?![\s$])(?P<single>(?>(?:[^$\\]++|\\.)+))(?<!\s)\$
    )(?!\d)""",
    re.VERBOSE | re.DOTALL,
)
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]+)\]")
_CITATION = re.compile(r"\[(@[^\[\]]*)\](?!\(|\[(?![@^]))")
_CITE = re.compile(r"\s*@(?P<id>[A-Za-z0-9](?:[\w:./+-]*\w)?)(?:,\s*(?P<locator>[^;@\[\]]+))?\s*")


def parse(text: str) -> Sequence[Token]:
    """Give the block tokens of a text, inline tokens as their children."""
    return _parser().parse(text)


@cache
def _parser() -> MarkdownIt:
    # `html` is on so that HTML becomes tokens of its own, which `tree` keeps, refuses or drops (comments).
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING})
    parser.inline = _PlacedInline()
    parser.enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False)
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.use(deflist_plugin)
    parser.block.ruler.before("fence", "div", _div, {"alt": ["paragraph", "reference", "blockquote", "list", "table"]})
    parser.block.ruler.before("table", "column", _column)
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    # The plugins' own rules read `$x$` at the head of a text that ends in a digit as words, and drop `meta["pos"]`.
    parser.inline.ruler.at("math_inline", _math)
    parser.inline.ruler.at("footnote_ref", _footnote)
    parser.inline.ruler.before("link", "citation", _citation)
    parser.inline.ruler.before("link", "span", _span)
    parser.inline.ruler.after("image", "attributes", _image_attributes)
    parser.core.ruler.before("inline", "columns", _columns)
    parser.core.ruler.before("inline", "heading_attributes", _heading_attributes)
    # These two merge runs of text and lose where each began; `tree` merges them itself.
    parser.inline.ruler2.disable("fragments_join")
    parser.core.ruler.disable("text_join")
    # Links are judged by `tree`, with a diagnostic; markdown-it would leave a bad one as text in silence.
    parser.normalizeLink = lru_cache(1_024)(parser.normalizeLink)  # type: ignore[method-assign]
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  its signature
    return parser


class _PlacedState(StateInline):
    """Inline state whose tokens know where they began."""

    def push(self, ttype: str, tag: str, nesting: int) -> Token:
        position = self.pos
        if ttype == "link_open" and self.src.startswith("[", position - 1):
            position -= 1  # the link rule stands behind its bracket when it pushes
        last = self.tokens[-1] if self.tokens and not self.pending else None
        after, self.pos = self.pos, position
        token = super().push(ttype, tag, nesting)  # type: ignore[arg-type]
        self.pos = after
        if ttype == "text" and last:
            # One of several marks that are pushed at once, or the words of a link behind its `<`.
            position = max(position, last.meta["pos"] + (len(last.content) or 1))
        token.meta["pos"] = position
        return token

    def pushPending(self) -> Token:  # noqa: N802  markdown-it's name
        begin = self.src.rfind(self.pending, 0, self.pos)  # white space before a line break is already cut off
        token = super().pushPending()
        token.meta["pos"] = max(begin, 0)
        return token


_PLAIN = re.compile(r"(?:[^\W_]|[,.;?'\"/()])+(?: (?:[^\W_]|[,.;?'\"/()])+)*")
"""Words in which no rule of a line finds anything: most titles, items and cells."""


class _PlacedInline(ParserInline):
    """Inline parser that uses `_PlacedState`."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        if _PLAIN.fullmatch(src):
            tokens.append(Token("text", "", 0, content=src, meta={"pos": 0}))
            return tokens
        state = _PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _column(state: StateBlock, start_line: int, _end_line: int, _silent: bool) -> bool:  # noqa: FBT001  markdown-it's signature
    """Note where a block begins: the marks of the lists and quotes around it are already behind."""
    begin = state.bMarks[start_line] + state.tShift[start_line]
    columns = state.env.setdefault("columns", {})
    columns[len(state.tokens)] = begin - state.src.rfind("\n", 0, begin) - 1
    return False


def _columns(state: StateCore) -> None:
    """Give each block's first token its column."""
    for index, column in state.env.get("columns", {}).items():
        if index < len(state.tokens):
            state.tokens[index].meta["column"] = column


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a table, unless too many empty cells stand before it."""
    before, empty = len(state.tokens), state.env.get("empty cells", 0)
    found = empty <= MAX_EMPTY_CELLS and table(state, start_line, end_line, silent)
    if found:
        cells = (token for token in state.tokens[before:] if token.type == "inline")
        state.env["empty cells"] = empty + sum(not cell.content for cell in cells)
    return found


def _html_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Read a block of HTML; a comment with words behind it is none, so that the words are read as Markdown."""
    begin, end = state.bMarks[start_line] + state.tShift[start_line], state.eMarks[start_line]
    if state.src.startswith("<!--", begin, end) and state.src[begin:end].partition("-->")[2].strip():
        return False
    return html_block(state, start_line, end_line, silent)


def _div(state: StateBlock, start_line: int, _end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """`::: name {attributes}` opens a container, `:::` closes the innermost one."""
    begin = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith(":::", begin, state.eMarks[start_line]) or state.is_code_block(start_line):
        return False
    if not silent:
        line = state.src[begin : state.eMarks[start_line]]
        words = line.lstrip(":")
        info = words.strip().rstrip(":").rstrip()
        token = state.push("div_open" if info else "div_close", "div", 0)
        token.map = [start_line, start_line + 1]
        token.markup = line[: len(line) - len(words)]
        token.info = info
        state.line = start_line + 1
    return True


def _math(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`$tex$`, and `$$tex$$` within a line."""
    match = _MATH.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "$" else None
    if match is None:
        return False
    if not silent:
        double = match["double"]
        token = state.push("math_inline_double" if double else "math_inline", "math", 0)
        token.content = double or match["single"]
    state.pos = match.end()
    return True


def _footnote(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`[^label]`, whether or not there is such a footnote."""
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("footnote_ref", "", 0)
        token.content = match[0]
        token.meta["label"] = match[1]
    state.pos = match.end()
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
    match = _ATTRIBUTES.match(state.src, end + 1, state.posMax) if end >= 0 else None
    if match is None:
        return False
    if not silent:
        opening = state.push("span_open", "span", 1)
        opening.meta["attributes"] = (match[1], match.start(1))
        limit = state.posMax
        state.pos, state.posMax = state.pos + 1, end
        state.md.inline.tokenize(state)
        state.posMax = limit
        state.push("span_close", "span", -1)
    state.pos = match.end()
    return True


def _image_attributes(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Braces directly behind an image belong to it."""
    if silent or state.pending or state.src[state.pos] != "{" or not state.tokens or state.tokens[-1].type != "image":
        return False
    match = _ATTRIBUTES.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    state.tokens[-1].meta["attributes"] = (match[1], match.start(1))
    state.pos = match.end()
    return True


def _heading_attributes(state: StateCore) -> None:
    """Braces at the end of a heading belong to it; they are cut off before its words are parsed."""
    for index, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        inline = state.tokens[index + 1]
        match = _HEADING_ATTRIBUTES.search(inline.content)
        if match:
            whole = len(inline.content)
            group = "open" if match["open"] else 1
            token.meta["attributes"] = (match[group].rstrip(), match.start(group))
            token.meta["open"] = group == "open"
            inline.content = inline.content[: match.start()].rstrip()
            inline.meta["cut"] = whole - len(inline.content)
