"""Which typefaces a page needs: those that it names, for letters that it has."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FACES = re.compile(
    r"""/\*.*?\*/ | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | (?P<face>@font-face\s*\{[^{}]*\})\n?""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_WORD = re.compile(r"-?[A-Za-z_][\w-]*")
_ESCAPE = re.compile(r"\\u?\{?([0-9A-Fa-f]{2,6})")
_REFERENCE = re.compile(r"&#([0-9]{1,7});")
_HEX_REFERENCE = re.compile(r"&#[xX]([0-9A-Fa-f]{1,6});")
_RANGE = re.compile(r"U\+([0-9A-F?]{1,6})(?:-([0-9A-F]{1,6}))?", re.IGNORECASE)
_SOURCES = re.compile(r"(?<![\w-])src\s*:[^;}]*", re.IGNORECASE)
_SOURCE = re.compile(r"""url\(\s*["']?([^"')]+?)["']?\s*\)(\s*format\([^)]*\))?""", re.IGNORECASE)


@dataclass(frozen=True)
class Face:
    """An `@font-face` rule."""

    rule: str

    def _value(self, name: str) -> str:
        found = re.search(rf"(?<![\w-]){name}\s*:([^;}}]*)", self.rule, re.IGNORECASE)
        return found[1].strip() if found else ""

    @cached_property
    def family(self) -> str:
        """The name by which style sheets ask for it."""
        return self._value("font-family").strip("\"'")

    @cached_property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """The first and the last number of the letters that it is for; none when it is for all."""
        found = _RANGE.findall(self._value("unicode-range"))
        return tuple(
            (int(first.replace("?", "0"), 16), int((last or first).replace("?", "F"), 16)) for first, last in found
        )

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where its file is, the best form first."""
        return tuple(address for address, _ in _SOURCE.findall(self._value("src")))

    def at(self, address: str, new: str) -> Face:
        """Give the typeface with that file alone which stands at an address, at a new address."""
        form = dict(_SOURCE.findall(self._value("src")))[address]
        return Face(_SOURCES.sub(lambda _: f'src:url("{new}"){form}', self.rule, count=1))


def without_faces(sheet: str) -> tuple[str, tuple[Face, ...]]:
    """Give a style sheet without its typefaces, and these."""
    faces = tuple(Face(each["face"]) for each in _FACES.finditer(sheet) if each["face"])
    return _FACES.sub(lambda found: "" if found["face"] else found[0], sheet), faces


def needed(faces: Iterable[Face], sheets: Sequence[str], pages: Sequence[str], scripts: Sequence[str]) -> list[Face]:
    """Give those of some typefaces that pages need, each once.

    A family counts as named when a style sheet gives it to something whose classes all stand in a page or a script,
    in whatever sense: rather one too many.
    """
    letters = _letters([*pages, *scripts, *sheets])
    words = {word for text in (*pages, *scripts) for word in _WORD.findall(text)}
    rules = [rule for sheet in sheets for rule in _RULE.findall(_COMMENT.sub("", sheet))]
    wanted = [each for each in dict.fromkeys(faces) if _has(letters, each.ranges)]
    named = {family for family in {each.family for each in wanted} if _is_named(family, rules, words)}
    return [each for each in wanted if each.family in named]


def _is_named(family: str, rules: Iterable[tuple[str, str]], words: set[str]) -> bool:
    whole = re.compile(rf"(?<![\w-]){re.escape(family)}(?![\w-])")
    selectors = (one for each, inside in rules if family in inside and whole.search(inside) for one in each.split(","))
    return any(words.issuperset(_CLASS.findall(each)) for each in selectors)


def _has(letters: Iterable[int], ranges: Sequence[tuple[int, int]]) -> bool:
    return not ranges or any(first <= letter <= last for letter in letters for first, last in ranges)


def _letters(texts: Iterable[str]) -> set[int]:
    """Give the numbers of all letters in some texts, also of those that are written by their numbers."""
    found: set[int] = set()
    for text in texts:
        found.update(map(ord, set(text)))
        found.update(int(number, 16) for number in _ESCAPE.findall(text))
        found.update(int(number, 16) for number in _HEX_REFERENCE.findall(text))
        found.update(int(number) for number in _REFERENCE.findall(text))
    return found
