"""Listings as lines of coloured words, by Pygments at build time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .blocks import CodeBlock

MAX_LENGTH = 20_000
"""Characters; a longer listing is shown plain, because a lexer is made of regular expressions without a time limit."""
_GAP = re.compile(r"\s{100}")
"""White space that no listing needs, and for which some lexers take time by its third power."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters of one kind."""

    css_class: str
    """A Pygments short name such as `k` for a keyword; empty for plain text."""
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a listing."""

    number: int
    """1-based."""
    words: tuple[Word, ...]


def is_language(name: str) -> bool:
    """Tell whether Pygments knows a language by this name."""
    return _lexer(name) is not None


@cache
def languages() -> tuple[str, ...]:
    """Give every name a listing's language can have."""
    from pygments.lexers import get_all_lexers  # noqa: PLC0415  loaded only for a hint

    return tuple(sorted({alias for _, aliases, _, _ in get_all_lexers() for alias in aliases}))


def highlight(block: CodeBlock) -> tuple[Line, ...]:
    """Give a listing line by line; an unknown or missing language gives plain words."""
    plain = not block.language or len(block.text) > MAX_LENGTH or _GAP.search(block.text)
    lexer = None if plain else _lexer(block.language)
    if lexer is None:
        return tuple(Line(number, (Word("", text),)) for number, text in enumerate(block.text.split("\n"), 1))
    from pygments.token import STANDARD_TYPES  # noqa: PLC0415  loaded with the lexer

    lines: list[list[Word]] = [[]]
    for token, value in lexer.get_tokens(block.text):
        kind = token
        while kind not in STANDARD_TYPES:
            kind = kind.parent
        for index, part in enumerate(value.split("\n")):
            if index:
                lines.append([])
            if part:
                lines[-1].append(Word(STANDARD_TYPES[kind], part))
    count = block.text.count("\n") + 1
    return tuple(Line(number, tuple(words)) for number, words in enumerate(lines[:count], 1))


@cache
def _lexer(name: str) -> Any:  # noqa: ANN401  a Pygments lexer, imported only on use
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        # Without a final newline, which Pygments adds, some lexers take the last line for an error.
        return get_lexer_by_name(name, stripnl=False)
    except ClassNotFound:
        return None
