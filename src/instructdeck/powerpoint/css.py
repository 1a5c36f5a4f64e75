"""As much of CSS as the style sheets of drawings use: which declarations hold for an element, and what they come to.

Rules within `@media` and the like are for other places than a page of a file, and are passed over; so is a rule whose
selector asks for what is not known here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

from .palette import mixed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PART = re.compile(
    r"\.([\w-]+)|#([\w-]+)|\[([\w-]+)(?:=[\"']?([^\]\"']*)[\"']?)?\]|:(is|not)\(|(:root)|([a-zA-Z][\w-]*|\*)"
)
_VAR = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")
_LIGHT_DARK = re.compile(r"light-dark\(\s*([^,()]+?)\s*,\s*([^,()]+?)\s*\)")
_MIX = re.compile(r"color-mix\(\s*in srgb\s*,\s*(#[0-9a-fA-F]{6})\s+([\d.]+)%\s*,\s*(#[0-9a-fA-F]{6})\s*\)")
MAX_TURNS = 20
"""Variables within variables that are followed."""


@dataclass(frozen=True, slots=True)
class Node:
    """An element as selectors see it."""

    tag: str
    classes: frozenset[str]
    attributes: Mapping[str, str]
    root: bool = False


@dataclass(frozen=True, slots=True)
class _Compound:
    tag: str
    classes: frozenset[str]
    attributes: tuple[tuple[str, str | None], ...]
    root: bool
    any_of: tuple[tuple[_Selector, ...], ...]
    none_of: tuple[_Selector, ...]


@dataclass(frozen=True, slots=True)
class _Selector:
    parts: tuple[_Compound, ...]
    """The element itself last."""
    direct: tuple[bool, ...]
    """Whether each part but the last must be the parent of the next one."""
    weight: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rule:
    """Declarations and what they hold for."""

    selector: _Selector
    declarations: tuple[tuple[str, str], ...]


@lru_cache(maxsize=32)
def rules(sheet: str) -> tuple[Rule, ...]:
    """Give the rules of a style sheet in their order."""
    found: list[Rule] = []
    for head, body in _blocks(_COMMENT.sub(" ", sheet)):
        pairs = (each.partition(":") for each in _split(body, ";"))
        declarations = tuple(
            (name.strip(), value.replace("!important", "").strip()) for name, colon, value in pairs if colon
        )
        for each in _split(head, ","):
            selector = _selector(each.strip())
            if selector:
                found.append(Rule(selector, declarations))
    return tuple(found)


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Give head and body of each plain rule at the top."""
    at = 0
    while (opened := sheet.find("{", at)) >= 0:
        head, depth, end = sheet[at:opened].rpartition(";")[2].strip(), 1, opened + 1
        while depth and end < len(sheet):
            depth += {"{": 1, "}": -1}.get(sheet[end], 0)
            end += 1
        if not head.startswith("@"):
            yield head, sheet[opened + 1 : end - 1]
        at = end


def _split(text: str, sign: str) -> Iterator[str]:
    depth, at = 0, 0
    for index, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == sign and depth == 0:
            yield text[at:index]
            at = index + 1
    yield text[at:]


def _selector(text: str) -> _Selector | None:
    """Give a selector; None for one that asks for what is not known here."""
    parts: list[_Compound] = []
    direct: list[bool] = []
    weight = [0, 0]
    for word in _words(text):
        if word == ">":
            if not direct:
                return None
            direct[-1] = True
            continue
        compound = _compound(word, weight)
        if compound is None:
            return None
        parts.append(compound)
        direct.append(False)
    return _Selector(tuple(parts), tuple(direct[:-1]), (weight[0], weight[1])) if parts else None


def _words(text: str) -> Iterator[str]:
    for each in _split(text.replace(">", " > "), " "):
        if each:
            yield each


def _compound(text: str, weight: list[int]) -> _Compound | None:
    tag, root, at = "*", False, 0
    classes: list[str] = []
    attributes: list[tuple[str, str | None]] = []
    any_of: list[tuple[_Selector, ...]] = []
    none_of: list[_Selector] = []
    while at < len(text):
        found = _PART.match(text, at)
        if not found or found[2]:
            return None
        at = found.end()
        if found[5]:
            end = at
            depth = 1
            while depth and end < len(text):
                depth += {"(": 1, ")": -1}.get(text[end], 0)
                end += 1
            inner = [each for each in map(_selector, _split(text[at : end - 1], ",")) if each]
            if found[5] == "is":
                any_of.append(tuple(inner))
            else:
                none_of += inner
            heaviest = max((each.weight for each in inner), default=(0, 0))
            weight[0], weight[1], at = weight[0] + heaviest[0], weight[1] + heaviest[1], end
        elif found[7]:
            tag = found[7]
            weight[1] += tag != "*"
        else:
            weight[0] += 1
            root = root or bool(found[6])
            classes += [found[1]] if found[1] else []
            attributes += [(found[3], found[4])] if found[3] else []
    return _Compound(tag, frozenset(classes), tuple(attributes), root, tuple(any_of), tuple(none_of))


def declared(sheets: Sequence[str], path: Sequence[Node]) -> dict[str, str]:
    """Give what style sheets declare for an element, which stands last in the path that leads to it."""
    found: list[tuple[tuple[int, int], int, Rule]] = []
    classes, tags = path[-1].classes, ("*", path[-1].tag)
    number = 0
    for sheet in sheets:
        for rule in rules(sheet):
            number += 1
            last = rule.selector.parts[-1]
            # Most rules are of other elements: that is seen before anything is called.
            if last.classes <= classes and last.tag in tags and _matches(rule.selector, path):
                found.append((rule.selector.weight, number, rule))
    found.sort(key=lambda each: each[:2])
    return {name: value for _, _, rule in found for name, value in rule.declarations}


def _matches(selector: _Selector, path: Sequence[Node]) -> bool:
    if not path or not _fits(selector.parts[-1], path):
        return False
    return _leads(selector, len(selector.parts) - 2, path[:-1])


def _leads(selector: _Selector, index: int, path: Sequence[Node]) -> bool:
    """Tell whether the parts of a selector up to one of them are found above an element."""
    if index < 0:
        return True
    for end in range(len(path), 0, -1):
        if _fits(selector.parts[index], path[:end]) and _leads(selector, index - 1, path[: end - 1]):
            return True
        if selector.direct[index]:
            return False
    return False


def _fits(part: _Compound, path: Sequence[Node]) -> bool:
    node = path[-1]
    return (
        part.tag in ("*", node.tag)
        and part.classes <= node.classes
        and (not part.root or node.root)
        and all(name in node.attributes and value in (None, node.attributes[name]) for name, value in part.attributes)
        and all(any(_matches(each, path) for each in group) for group in part.any_of)
        and not any(_matches(each, path) for each in part.none_of)
    )


def resolved(value: str, variables: Mapping[str, str], *, dark: bool) -> str:
    """Give a value without variables, mixtures and choices between light and dark; empty when that cannot be."""
    for _ in range(MAX_TURNS):
        found = _VAR.search(value)
        if not found:
            break
        value = value[: found.start()] + variables.get(found[1], (found[2] or "").strip()) + value[found.end() :]
    value = _LIGHT_DARK.sub(lambda pair: pair[2 if dark else 1], value)
    value = _MIX.sub(lambda mix: mixed(mix[1], mix[3], float(mix[2]) / 100), value.replace("transparent", "none"))
    return "" if "var(" in value or "color-mix(" in value else value.strip()
