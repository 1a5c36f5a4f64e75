"""The named parts of a formula: where the LaTeX of each stands in it, and the formula with marks around them.

A formula directly followed by a definition list whose terms are formulas names its parts. A part is found by its
tokens, so that blanks do not count, and it is whole: its braces close, and its index and power belong to it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.rules import UNKNOWN_TERM
from instructdeck.values import dataclass

from .formula import MARK, MAX_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from instructdeck.deck.diagnostics import Findings

LAYOUT = "equation"
"""The layout in which formulas have parts: elsewhere a definition list is only that."""
MAX_TERMS = 12
"""Parts that one formula can name; nobody follows more, and each costs a search of the formula."""

_TOKEN = re.compile(
    r"""
    (?P<blank>\s+ | %[^\n]*\n? | ~ | \\[,;:!>\s] | \\q?quad(?![A-Za-z]))
  | (?P<whole>\\(?:text\w*|operatorname\*?|math(?:rm|bf|sf|tt|it|bb|cal|frak|scr|normal)
      |boldsymbol|bm|begin|end|color)\s*\{[^{}]*\})
  | (?P<fence>\\(?:left|right|middle|[bB]igg?[lrm]?)\s*(?P<delimiter>\\[A-Za-z]+|\\.|[^\\]))
  | \\[A-Za-z]+ | \\. | .
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENS = re.compile(r"\{$|\\left(?![A-Za-z])|\\begin(?![A-Za-z])")
_CLOSES = re.compile(r"\}$|\\right(?![A-Za-z])|\\end(?![A-Za-z])")
_BREAKS = frozenset({"&", "\\\\", "\\cr"})
"""What parts the cells and lines of a formula: no part reaches over it."""
_GOES_ON = frozenset({"_", "^", "'", "\\limits", "\\nolimits"})
"""What makes the token before it a part of something larger."""
_SCRIPT = re.compile(r"(?<!\\)[_^]\s*$")
_NEAR = 0.6
"""How alike a part of the formula must be to be offered as what was meant."""
_MAX_NEAR = 160
"""Tokens of a formula in which what was meant is looked for."""


@dataclass(frozen=True, slots=True)
class _Token:
    key: str
    """What it is compared by."""
    start: int
    end: int
    turn: int
    """1 where it opens a group, -1 where it closes one."""


def named(blocks: b.Blocks, findings: Findings) -> b.Blocks:
    """Give blocks in which each formula with the list of its parts has become one; reports parts it does not have."""
    return _Namer(findings).blocks(blocks)


def marked(terms: b.Terms) -> str:
    r"""Give the formula with `\htmlData{term=1}{…}` around each part."""
    return _around(terms, lambda step: f"{MARK}{{term={step}}}{{")


def colored(terms: b.Terms, colors: Mapping[int, str]) -> str:
    r"""Give the formula with `\textcolor{#rrggbb}{…}` around each part, in the color of its step."""
    return _around(terms, lambda step: f"\\textcolor{{{colors[step]}}}{{")


def _around(terms: b.Terms, opens: Callable[[int], str]) -> str:
    """Give the formula with something around each part that ends with a brace."""
    tex = terms.formula.tex
    opening: dict[int, list[str]] = {}
    closing: dict[int, str] = {}
    spans = sorted((span, item.step) for item in terms.items for span in item.spans)
    for (start, end), step in sorted(spans, key=lambda each: (each[0][0], -each[0][1])):
        braced = bool(_SCRIPT.search(tex[:start]))
        opening.setdefault(start, []).append(f"{{{opens(step)}" if braced else opens(step))
        closing[end] = closing.get(end, "") + ("}}" if braced else "}")
    cuts = sorted({0, len(tex), *opening, *closing})
    parts = [closing.get(at, "") + "".join(opening.get(at, ())) + tex[at:end] for at, end in pairwise(cuts)]
    return "".join(parts) + closing.get(len(tex), "")


@dataclass
class _Namer:
    findings: Findings
    step: int = 0
    """Parts named so far on this slide."""

    def blocks(self, blocks: b.Blocks) -> b.Blocks:
        found: list[b.Block] = []
        for block in blocks:
            last = found[-1] if found else None
            if isinstance(last, b.MathBlock) and isinstance(block, b.DefinitionList) and _names_parts(last, block):
                found[-1] = self.terms(last, block)
            else:
                found.append(self.inside(block))
        return tuple(found)

    def inside(self, block: b.Block) -> b.Block:
        """Give a block that holds others with theirs named."""
        if isinstance(block, b.Columns):
            columns = (replace(column, blocks=self.blocks(column.blocks)) for column in block.columns)
            return replace(block, columns=tuple(columns))
        if isinstance(block, b.Fragment | b.Callout):
            return replace(block, blocks=self.blocks(block.blocks))
        return block

    def terms(self, formula: b.MathBlock, listed: b.DefinitionList) -> b.Terms:
        tokens = list(_tokens(formula.tex))
        taken: dict[tuple[int, int], str] = {}
        items = [self.term(each, formula.tex, tokens, taken) for each in listed.items[:MAX_TERMS]]
        for each in listed.items[MAX_TERMS:]:
            message = f"this is part {len(items) + 1} of the formula"
            self.findings.add(UNKNOWN_TERM, message, each.location, f"name at most {MAX_TERMS}")
            break
        return b.Terms(formula.location, formula, tuple(items))

    def term(self, item: b.Definition, tex: str, tokens: Sequence[_Token], taken: dict[tuple[int, int], str]) -> b.Term:
        spans: list[tuple[int, int]] = []
        for part in _formulas(item.term):
            keys = [token.key for token in _tokens(part.tex)]
            found = _occurrences(keys, tokens)
            free = [span for span in found if not any(_crosses(span, other) for other in taken)]
            if free:
                taken |= dict.fromkeys(free, part.tex)
                spans += free
            else:
                self.report(part, keys, tex, tokens, next((taken[span] for span in taken if span in found), ""))
        self.step += 1
        return b.Term(item.location, item.term, tuple(sorted(spans)), self.step, item.meanings)

    def report(self, part: b.InlineMath, keys: list[str], tex: str, tokens: Sequence[_Token], other: str) -> None:
        message, hint = f"'{_short(part.tex)}' is not in the formula above", _meant(keys, tex, tokens)
        if other:
            message, hint = f"'{_short(part.tex)}' is named a second time", "keep one"
        elif _occurrences(keys, tokens, whole=False):
            hint = (
                "in the formula it always has an index or a power, or brackets that end elsewhere: name the whole of it"
            )
        self.findings.add(UNKNOWN_TERM, message, part.location, hint, len(part.tex.partition("\n")[0]) + 2)


def _names_parts(formula: b.MathBlock, listed: b.DefinitionList) -> bool:
    return len(formula.tex) <= MAX_LENGTH and all(_formulas(item.term) for item in listed.items)


def _formulas(words: b.Inlines) -> list[b.InlineMath]:
    """Give the formulas of a term; nothing when it has words of its own."""
    others = (node for node in words if not isinstance(node, b.InlineMath))
    if all(isinstance(node, b.Text) and not re.search(r"\w", node.text) for node in others):
        return [node for node in words if isinstance(node, b.InlineMath)][:MAX_TERMS]
    return []


def _tokens(tex: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(tex):
        if found["blank"] is None:
            key = found["delimiter"] or re.sub(r"\s+(?=\{)", "", found[0])
            turn = bool(_OPENS.match(found[0])) - bool(_CLOSES.match(found[0]))
            yield _Token(key, found.start(), found.end(), turn)


def _occurrences(keys: list[str], tokens: Sequence[_Token], *, whole: bool = True) -> list[tuple[int, int]]:
    """Give where the tokens of a part stand in a formula, each place once."""
    # As texts of one sign a token, which are searched fast whatever an author makes of them.
    signs: dict[str, str] = {}
    line = "".join(signs.setdefault(token.key, chr(len(signs))) for token in tokens)
    wanted = "".join(signs.get(key, "\uffff") for key in keys)
    found: list[tuple[int, int]] = []
    at = line.find(wanted) if wanted else -1
    while at >= 0:
        part, end = tokens[at : at + len(keys)], at + len(keys)
        fits = not whole or (_is_closed(part) and not _goes_on(tokens, end))
        found += [(part[0].start, part[-1].end)] if fits else []
        at = line.find(wanted, end if fits else at + 1)
    return found


def _is_closed(part: Sequence[_Token]) -> bool:
    depth = 0
    for token in part:
        depth += token.turn
        if depth < 0 or (depth == 0 and token.key in _BREAKS):
            return False
    return depth == 0


def _goes_on(tokens: Sequence[_Token], end: int) -> bool:
    return end < len(tokens) and tokens[end].key in _GOES_ON


def _crosses(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two places cannot both be marked: they are the same, or overlap without one lying in the other."""
    return one == other or one[0] < other[0] < one[1] < other[1] or other[0] < one[0] < other[1] < one[1]


def _meant(keys: list[str], tex: str, tokens: Sequence[_Token]) -> str:
    """Give a hint with the part of a formula that is nearest to what was written."""
    best, text = _NEAR, ""
    matcher = SequenceMatcher(b=keys, autojunk=False)
    if len(tokens) > _MAX_NEAR or len(keys) > _MAX_NEAR // 4:
        return "write a part of it as it stands there"
    for at in range(len(tokens)):
        for end in range(at + max(len(keys) - 2, 1), min(at + len(keys) + 3, len(tokens) + 1)):
            part = tokens[at:end]
            matcher.set_seq1([token.key for token in part])
            if _is_closed(part) and not _goes_on(tokens, end) and matcher.quick_ratio() > best < matcher.ratio():
                best, text = matcher.ratio(), tex[part[0].start : part[-1].end]
    return f"did you mean '${_short(' '.join(text.split()))}$'?" if text else "write a part of it as it stands there"


def _short(tex: str) -> str:
    return tex if len(tex) <= 60 else f"{tex[:60]}…"  # noqa: PLR2004  as in other messages
