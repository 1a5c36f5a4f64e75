"""Attributes in braces, as in Pandoc: `{#id .class key="value"}`."""

from __future__ import annotations

import re
from dataclasses import field

from instructdeck.late import late
from instructdeck.values import dataclass

_PART = re.compile(
    r"""\s*(?:
        \#(?P<id>[^\s{}=\#.,;"'<>&]+)
      | \.(?P<cls>[^\s{}=\#.,;"'<>&]+)
      | (?P<key>[A-Za-z][\w-]*)=(?:"(?P<double>[^"{}]*)"|'(?P<single>[^'{}]*)'|(?P<plain>[\w-][\w.-]*)(?=[\s}]|$))
    )(?=\s|$)""",
    re.VERBOSE,
)
_WORD = late(r"\S+")
_QUOTES = "\"'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb"
_PAIR = late(
    rf"""\s*(?P<key>[A-Za-z][\w-]*)\s*[=:]\s*(?:[{_QUOTES}](?P<words>[^{_QUOTES}{{}}]*)[{_QUOTES}]?|(?P<plain>[^\s{{}}]+))"""
)
"""A key with a value, in whatever way they are written."""
_SUM = late(r"[\d.,()]+[%kMB]?(?:\s+[-+*/^]\s*[\d.,()]+[%kMB]?)+(?=\s|$)")
"""A calculation with blanks in it, which needs quotation marks."""
_BEHIND_SIGN = late(r"\s*(?P<sign>[#.])\s*(?P<word>[^\s{}#.]+)")
"""A name with blanks or a comma around it."""
_PLAIN = late(r"[\w-][\w.-]*")
_SIGNS = {"id": "#", "class": "."}
"""How HTML's attributes are written here."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One value with its place."""

    value: str
    start: int
    """0-based offset in the text given to `parse_attributes`."""
    length: int
    value_start: int = 0
    """0-based offset of the value itself, behind its key and its quotation mark."""


@dataclass(frozen=True, slots=True)
class AttributeProblem:
    """What could not be read."""

    message: str
    hint: str
    start: int
    length: int


@dataclass(slots=True)
class Attributes:
    """What stands between braces."""

    id: Attribute | None = None
    refused_id: Attribute | None = None
    """What stands where an id belongs, but cannot be one."""
    classes: list[Attribute] = field(default_factory=list)
    pairs: dict[str, Attribute] = field(default_factory=dict)
    problems: list[AttributeProblem] = field(default_factory=list)


def parse_attributes(text: str) -> Attributes:
    """Give the attributes in the text between two braces; unreadable parts become problems."""
    found = Attributes()
    text, position = text.rstrip(), 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            position = _skip(text, position, found.problems)
            continue
        start = match.start(match.lastgroup or 0)
        if match["id"]:
            if found.id:
                found.problems.append(AttributeProblem("a second id", "keep one", start - 1, len(match["id"]) + 1))
            else:
                found.id = Attribute(match["id"], start, len(match["id"]))
        elif match["cls"]:
            found.classes.append(Attribute(match["cls"], start, len(match["cls"])))
        elif match["plain"] and (sum_ := _SUM.match(text, match.start("plain"))):
            start, value = match.start("key"), sum_[0].strip()
            found.pairs.setdefault(match["key"], Attribute(value, start, sum_.end() - start, match.start("plain")))
            hint = f"write {_pair(match['key'], value)}"
            problem = f"'{text[start : sum_.end()].strip()}' cannot be read"
            found.problems.append(AttributeProblem(problem, hint, start, sum_.end() - start))
            position = sum_.end()
            continue
        else:
            start = match.start("key")
            value = next(each for each in (match["double"], match["single"], match["plain"]) if each is not None)
            if sign := _SIGNS.get(match["key"]):
                whole, hint = match[0].strip(), f"write {' '.join(sign + word for word in value.split()) or '#id'}"
                found.problems.append(AttributeProblem(f"'{whole}' is written otherwise", hint, start, len(whole)))
                position = match.end()
                continue
            if match["key"] in found.pairs:
                found.problems.append(
                    AttributeProblem(f"a second '{match['key']}'", "keep one", start, len(match["key"]))
                )
            begin = next(match.start(group) for group in ("double", "single", "plain") if match[group] is not None)
            found.pairs.setdefault(match["key"], Attribute(value, start, match.end() - start, begin))
        position = match.end()
    return found


def _skip(text: str, position: int, problems: list[AttributeProblem]) -> int:
    """Report the part at a position that cannot be read, and give where the next one begins."""
    if match := _PAIR.match(text, position):
        start, whole = match.start("key"), match[0].strip()
        hint = f"write {_pair(match['key'], match['words'] or match['plain'] or '')}"
        problems.append(AttributeProblem(f"'{whole}' cannot be read", hint, start, len(whole)))
        return match.end()
    if (match := _BEHIND_SIGN.match(text, position)) and (name := match["word"].strip(",;:=\"'")):
        start, whole = match.start("sign"), match[0].strip()
        hint = f"write {match['sign']}{name}"
        problems.append(AttributeProblem(f"'{whole}' cannot be read", hint, start, len(whole)))
        return match.end()
    rest = _WORD.search(text, position)
    start, word = (rest.start(), rest[0]) if rest else (position, text[position:])
    hint = (
        f"write #{word} for an id, .{word} for a class, or key=value"
        if word.isidentifier()
        else 'write {#id .class key="value"}'
    )
    problems.append(AttributeProblem(f"'{word}' is neither an id, a class nor key=value", hint, start, len(word)))
    return start + len(word)


def _pair(key: str, value: str) -> str:
    """Give a key with its value as they are written."""
    words = value.strip().strip(",;")
    if sign := _SIGNS.get(key):
        return f"{sign}{words}"
    return f"{key}={words}" if _PLAIN.fullmatch(words) else f'{key}="{words}"'
