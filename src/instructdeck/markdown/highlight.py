"""Listings as lines of coloured words, by Pygments at build time."""

from __future__ import annotations

import json
import re
from functools import cache
from time import process_time
from typing import TYPE_CHECKING, Any

import pygments

from instructdeck.timelimit import OutOfTimeError, can_interrupt, time_limit
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from instructdeck.cache import Cache

MAX_LENGTH = 20_000
"""Characters; a longer listing is shown plain."""
MAX_UNTIMED = 2_000
"""The same where a lexer cannot be interrupted: the time that some take grows by the third power of the length."""
CALL_LIMIT = 2
"""Seconds of processor time for one listing; an honest one of the greatest length takes a tenth of it."""
TOTAL_LIMIT = 10
"""Seconds of processor time for all listings of a deck."""
MAX_WRITTEN = 100
"""Listings that a run keeps for others: what is saved is mostly the time to load a language."""
_CLASS = re.compile(r"[a-z]?[a-z0-9]{0,3}")
"""A short name of Pygments."""
_GAP = re.compile(r"\s{100}")
"""White space that no listing needs, and for which some lexers take most time."""


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


@dataclass(frozen=True, slots=True)
class Listing:
    """Code as it is shown."""

    lines: tuple[Line, ...]
    problem: str = ""
    """Why it is without colors, although its language is known."""


def is_language(name: str) -> bool:
    """Tell whether Pygments knows a language by this name."""
    return name.lower() in languages()


@cache
def languages() -> frozenset[str]:
    """Give every name a listing's language can have."""
    from pygments.lexers import get_all_lexers  # noqa: PLC0415  loaded only for a deck with listings

    return frozenset(alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases)


@dataclass(slots=True)
class Highlighter:
    """Colors the listings of one deck."""

    spent: float = 0.0
    """Seconds of processor time used so far."""

    written: int = 0
    """How many listings were kept for other runs."""

    def listing(self, text: str, language: str, cache: Cache | None = None) -> Listing:
        """Give a listing line by line, in plain words where it cannot be colored; never raises for any text."""
        if cache is None or not is_language(language):
            return self._listing(text, language)
        made_from = ("listing", pygments.__version__, language, text)
        if kept := _kept(cache.get(*made_from), text):
            return kept
        found = self._listing(text, language)
        if not found.problem and self.written < MAX_WRITTEN:
            self.written += 1
            lines = [[(word.css_class, word.text) for word in line.words] for line in found.lines]
            cache.put(json.dumps(lines), *made_from)
        return found

    def _listing(self, text: str, language: str) -> Listing:
        lexer = _lexer(language) if language else None
        problem = self._refused(text) if lexer else ""
        if lexer is None or problem:
            return Listing(_plain(text), problem)
        began = process_time()
        try:
            with time_limit(CALL_LIMIT):
                return Listing(_colored(text, lexer))
        except OutOfTimeError:
            return Listing(_plain(text), f"it takes more than {CALL_LIMIT} seconds")
        finally:
            self.spent += process_time() - began

    def _refused(self, text: str) -> str:
        """Give why a listing is not even tried; empty when it is."""
        limit = MAX_LENGTH if can_interrupt() else MAX_UNTIMED
        if len(text) > limit:
            return f"it has more than {limit:,} characters"
        if not can_interrupt() and _GAP.search(text):
            return "it holds a hundred blanks in a row"
        return f"all listings take more than {TOTAL_LIMIT} seconds" if self.spent > TOTAL_LIMIT else ""


def _kept(kept: str | None, text: str) -> Listing | None:
    """Give a listing from the cache, if it has the words of the text and no others."""
    try:
        lines = json.loads(kept or "null")
        words = [tuple(Word(str(css_class), str(word)) for css_class, word in line) for line in lines]
    except (ValueError, TypeError, RecursionError):
        return None
    known = all(_CLASS.fullmatch(word.css_class) for line in words for word in line)
    if not known or ["".join(word.text for word in line) for line in words] != text.split("\n"):
        return None
    return Listing(tuple(Line(number, line) for number, line in enumerate(words, 1)))


def _plain(text: str) -> tuple[Line, ...]:
    return tuple(Line(number, (Word("", line),)) for number, line in enumerate(text.split("\n"), 1))


def _colored(text: str, lexer: Any) -> tuple[Line, ...]:  # noqa: ANN401  a Pygments lexer
    from pygments.token import STANDARD_TYPES  # noqa: PLC0415  loaded with the lexer

    lines: list[list[Word]] = [[]]
    for token, value in lexer.get_tokens(text):
        kind = token
        while kind not in STANDARD_TYPES:
            kind = kind.parent
        for index, part in enumerate(value.split("\n")):
            if index:
                lines.append([])
            if part:
                lines[-1].append(Word(STANDARD_TYPES[kind], part))
    count = text.count("\n") + 1
    return tuple(Line(number, tuple(words)) for number, words in enumerate(lines[:count], 1))


@cache
def _lexer(name: str) -> Any:  # noqa: ANN401  a Pygments lexer, imported only on use
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415

    # Without a final newline, which Pygments adds, some lexers take the last line for an error.
    return get_lexer_by_name(name, stripnl=False) if is_language(name) else None
