"""Diagrams in Mermaid's language, drawn by Pele at build time, so that a page ships no script for them.

Pele's drawing is read as a tree, of which only what draws is kept; its colors are variables, which
`diagram.css` takes from the theme. Parts are lit or appear step by step by the names that the author gave them.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from instructdeck.pictures import letters
from instructdeck.pictures.drawing import ATTRIBUTES, ELEMENTS
from instructdeck.pictures.svg import Element, SvgError, changed, parse, walk
from instructdeck.values import dataclass

from .engine import SURROGATE, EngineError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from instructdeck.cache import Cache

    from .engine import Engine

MAX_LENGTH = 10_000
"""Characters of one diagram; a slide has room for a tenth of it."""
CODE = Path(__file__).with_name("diagram.js")
"""What calls Pele; it follows Pele's own script."""
ARROW = "-->"
"""Between two names it names the arrows from the one to the other, whatever they look like."""

TEXT = 23
"""Pixels of the words of a diagram, as `diagram.css` sets them."""
LEAST_TEXT = 20
"""Pixels of words that can be read from the last row."""
ROOM = (1120, 500)
"""Pixels on a slide: what a diagram can fill at most."""

_NAME = "data-id"
"""The attribute by which Pele says which part of the diagram an element draws."""
_ELEMENTS = ELEMENTS - {"image", "use", "title", "desc"}
"""A title would show itself wherever a pointer rests."""
_ATTRIBUTES = (ATTRIBUTES | {_NAME}) - {"style", "role"}
_OWN = "pele"
"""How the classes begin that Pele gives of itself."""
EDGE = 3
"""What is said of an arrow: its name and its two ends."""
GROUP = 2
"""What is said of a group: its name and what is in it."""
SIDES = ("width", "height")
_SIZE = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,20})?")
_PAINT = ("fill", "stroke", "color", "stop-color")
_THEME = re.compile(r"none|currentColor|inherit|transparent|var\(--[\w-]+(?:,[\w#-]*)?\)|url\(#[\w:.-]+\)", re.ASCII)
_RADIUS = "6"
_SETTINGS = re.compile(r"^[ \t]*(%%\{|(?<![\s\S])---(?=[ \t]*$))", re.MULTILINE)
_STYLES = re.compile(
    r"^[ \t]*((?:style|linkStyle)(?=[ \t]+[\w,.-]+[ \t]+[\w-]+[ \t]*:)|classDef(?=[ \t])|rect(?=[ \t]+(?:rgb|hsl|#)))",
    re.MULTILINE,
)
_LINKS = re.compile(
    r"^[ \t]*((?:click|callback)(?=[ \t]+[\w.-]+[ \t]+[\"\w])|links?(?=[ \t]+[\w ]{1,60}:))", re.MULTILINE
)
_FLOWCHART = re.compile(r"(?:\s|%%[^\n]*\n)*(?:flowchart|graph)\b")
_QUOTED = re.compile(r"\"[^\"]*\"|\|[^|]*\|")
_NODE = re.compile(r"(?<=[\w-])([\[({])[^\[\](){}]*$")
"""A bracket behind the name of a node, and no other behind it."""
_CLOSING = {"[": "]", "(": ")", "{": "}"}
_GROUP = re.compile(r"[ \t]*(subgraph)\b")
_PICTURES = re.compile(r"@\{[^{}@]{0,500}?\b(img|icon)[ \t]*:")


@dataclass(frozen=True, slots=True)
class DiagramError:
    """What is wrong with a diagram, and where."""

    message: str
    line: int
    column: int
    """1-based, in the diagram's text."""
    length: int = 1
    hint: str = ""


@dataclass(frozen=True)
class Parts:
    """What a diagram consists of, by the names that the author gave."""

    nodes: tuple[str, ...]
    groups: Mapping[str, tuple[str, ...]]
    """What stands directly in each group."""
    edges: Mapping[str, tuple[str, str]]
    """The two ends of each arrow, by the name that Pele gives it."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All that an attribute may name."""
        return (*dict.fromkeys((*self.nodes, *self.groups, *(ARROW.join(ends) for ends in self.edges.values()))),)

    def meant(self, names: Collection[str]) -> set[str]:
        """Give all that some names stand for: a group with all in it, and the arrows between two of them."""
        found: set[str] = set()
        left = list(names)
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += self.groups.get(name, ())
        arrows = (name for name, ends in self.edges.items() if found.issuperset(ends) or ARROW.join(ends) in found)
        return found | set(arrows)

    def outermost(self, name: str) -> str:
        """Give the group that a part stands in and that stands in no other; the part itself where there is none."""
        home = self.homes.get(name)
        return name if home is None else home

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The outermost group of each part that stands in one."""
        inner = {name for members in self.groups.values() for name in members}
        return {name: group for group in self.groups if group not in inner for name in self.meant([group]) - {group}}

    def folded(self) -> Parts:
        """Give what is left where each group is one box."""
        nodes = tuple(dict.fromkeys(self.outermost(name) for name in (*self.nodes, *self.groups)))
        edges = {name: (self.outermost(start), self.outermost(end)) for name, (start, end) in self.edges.items()}
        return Parts(nodes, {}, edges)


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram as it is drawn on a slide and, where that is too wide for it, on a phone."""

    wide: Element
    narrow: Element | None
    parts: Parts
    """What the author can name."""
    shown: Parts
    """What is drawn: fewer parts in a strip."""
    flaws: tuple[DiagramError, ...]
    """What was left out of the drawing, because it does not go with the theme or leads elsewhere."""

    @property
    def text_size(self) -> float:
        """Pixels of its words on a slide that it has for itself."""
        size = (float(self.wide.attributes.get(side, 1)) for side in SIDES)
        return TEXT * min(1.0, *(room / max(side, 1.0) for room, side in zip(ROOM, size, strict=True)))


def draw_diagram(engine: Engine, text: str, *, strip: bool, cache: Cache | None = None) -> Diagram | DiagramError:
    """Give a diagram, or why and where it is wrong; never raises for any text.

    In a strip each group is one box.
    """
    if problem := _refused(text):
        return DiagramError(problem, 1, 1)
    widths = {"widths": letters.advances(), "other": letters.OTHER, "bold": letters.BOLD}
    made_from = (engine.digest, json.dumps(widths), text, str(strip)) if cache else ()
    kept = _sound(cache.get(*made_from)) if cache else None
    if kept and isinstance(found := _drawn(text, kept), Diagram):
        return found
    try:
        answer = engine.call("diagram", text, strip, widths)
    except EngineError as error:
        return DiagramError(f"the diagram is too complex: {error}", 1, 1)
    if "error" in answer:
        return _error(text, answer)
    found = _drawn(text, answer)
    if cache and isinstance(found, Diagram):
        cache.put(json.dumps(answer), *made_from)
    return found


def _drawn(text: str, answer: Mapping[str, Any]) -> Diagram | DiagramError:
    """Give a diagram from what Pele says of it, now or in an earlier run."""
    try:
        drawn = [parse(answer[size]) if answer[size] else None for size in ("wide", "narrow")]
    except SvgError as error:
        return DiagramError(f"the diagram cannot be drawn: {error}", 1, 1)
    wide, narrow = (_cleaned(root) if root else None for root in drawn)
    if drawn[0] is None or wide is None:
        return DiagramError("the diagram is empty", 1, 1)
    if not all(_SIZE.fullmatch(each.attributes.get(side, "")) for each in (wide, narrow) if each for side in SIDES):
        return DiagramError("the diagram has no size", 1, 1)
    parts = _parts(answer, wide)
    return Diagram(wide, narrow, parts, parts.folded() if answer["folds"] else parts, _flaws(text, drawn[0]))


def _sound(text: str | None) -> Mapping[str, Any] | None:
    """Give an answer that was kept, if it has the form of one; its drawings are judged like any other."""
    try:
        found = json.loads(text or "null")
    except (ValueError, RecursionError):
        return None
    match found:
        case {"wide": str(), "narrow": str(), "folds": bool(), "nodes": nodes, "groups": groups, "edges": edges}:
            arrows = _lists(edges, EDGE) and all(_names(each) for each in edges)
            inner = _lists(groups, GROUP) and all(_names([name]) and _names(members) for name, members in groups)
            return found if _names(nodes) and arrows and inner else None
    return None


def _names(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(each, str) for each in found)


def _lists(found: object, length: int) -> bool:
    return isinstance(found, list) and all(isinstance(each, list) and len(each) == length for each in found)


def _refused(text: str) -> str:
    """Give why a diagram is not even tried; empty when it is."""
    if not text.strip():
        return "the diagram is empty"
    if len(text) > MAX_LENGTH:
        return f"the diagram is longer than {MAX_LENGTH:,} characters"
    return "the diagram holds half of a character" if SURROGATE.search(text) else ""


def _error(text: str, answer: Mapping[str, Any]) -> DiagramError:
    """Give a complaint of Pele in one line; its own lists all that its grammar expected, by the names of tokens."""
    if answer.get("code") == "unsupported-diagram":
        fenced = text.lstrip().startswith(("```", "~~~"))
        hint = "a file holds the diagram alone: delete the lines with '```'" if fenced else "begin with 'flowchart LR'"
        return DiagramError("the first line names no kind of diagram", 1, 1, 1, hint)
    if answer.get("code") == "limit":
        hint = "divide it, or leave out what the room need not see"
        return DiagramError("the diagram has more in it than a slide can hold", 1, 1, 1, hint)
    lines = text.split("\n")
    number, column = (value if isinstance(value := answer.get(key), int) else 1 for key in ("line", "column"))
    number = min(max(number, 1), len(lines))
    column = min(max(column, 1), len(lines[number - 1]) + 1)
    message = SURROGATE.sub("\ufffd", str(answer["error"])).strip()
    if not message.startswith(("Parse error", "Lexical error")):
        return DiagramError(message.partition("\n")[0][:200], number, column)
    if opened := _never_closed(lines, number):
        return opened
    rest = lines[number - 1][column - 1 :].strip()
    if not rest:
        what = "line" if "".join(lines[number:]).strip() else "diagram"
        messages = text.lstrip().startswith("sequenceDiagram")
        hint = "a message is 'from->>to: words'" if messages else "an arrow or a bracket may be left open"
        return DiagramError(f"the {what} ends too early", number, column, 1, hint)
    word = rest.split()[0][:20]
    return DiagramError(
        f"'{word}' cannot stand here",
        number,
        column,
        len(word),
        _slip(word, lines[number - 1]) or _quoted(text, number),
    )


def _never_closed(lines: Sequence[str], number: int) -> DiagramError | None:
    """Give what a flowchart opens above the line where Pele stops, and never closes."""
    if not _FLOWCHART.match("\n".join(lines)):
        return None
    for index in range(number - 1):
        bare = _QUOTED.sub(lambda found: "x" * len(found[0]), lines[index])
        found = _NODE.search(bare)
        if found and sum(map(bare.count, "([{")) > sum(map(bare.count, ")]}")):
            hint = f"close it with '{_CLOSING[found[1]]}'"
            return DiagramError("this bracket is never closed", index + 1, found.start(1) + 1, 1, hint)
    groups: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if found := _GROUP.match(line):
            groups.append((index + 1, found.start(1) + 1))
        elif line.strip() == "end" and groups:
            groups.pop()
    if groups and number >= len("\n".join(lines).rstrip().split("\n")):
        message, hint = "this subgraph has no end", "write 'end' on a line of its own below its last node"
        return DiagramError(message, *groups[-1], len("subgraph"), hint)
    return None


def _slip(word: str, line: str) -> str:
    """Give a hint on a word that only looks right."""
    if word in ("->", "=>", "-", "\u2192"):
        return "an arrow is '-->'"
    if word == "end":
        return "'end' closes a group; name it otherwise, such as 'last[End]'"
    if re.match(r"[ \t]*(?:flowchart|graph)\b", line):
        return "write 'flowchart LR', or TB, RL or BT"
    return ""


def _quoted(text: str, number: int) -> str:
    """Give a hint on the most frequent mistake: signs with a meaning within the words of a node."""
    line = text.split("\n")[number - 1]
    opened = sum(line.count(sign) for sign in "([{")
    return "" if '"' in line or opened < 2 else 'words with brackets stand in quotation marks: a["f(x)"]'  # noqa: PLR2004


def _parts(answer: Mapping[str, Any], drawing: Element) -> Parts:
    """Give the parts by Pele's model; those of most kinds of diagrams are what their drawing names."""
    groups = {name: tuple(members) for name, members in answer["groups"]}
    edges = {name: (start, end) for name, start, end in answer["edges"] if name and start and end}
    nodes = answer["nodes"] or [
        each.attributes[_NAME] for each in walk(drawing) if _NAME in each.attributes and not _is_edge(each)
    ]
    return Parts(tuple(dict.fromkeys(name for name in nodes if name not in groups)), groups, edges)


def _is_edge(element: Element) -> bool:
    return not {"pele-edge", "pele-edge-label"}.isdisjoint(element.attributes.get("class", "").split())


# --- what is kept ---------------------------------------------------------------------------------


def _cleaned(root: Element) -> Element | None:
    """Give a drawing of which only what draws is left, in colors of the theme."""
    return changed(root, _kept)


def _kept(element: Element) -> Element | None:
    if element.name not in _ELEMENTS:
        return None
    kept = {
        name: value for name, value in element.attributes.items() if name in _ATTRIBUTES and not _paints(name, value)
    }
    if "class" in kept:
        kept["class"] = " ".join(_class(each) for each in kept["class"].split())
    if "rx:var(--_r)" in element.attributes.get("style", ""):
        kept["rx"] = _RADIUS
    return replace(element, attributes=kept)


def _class(name: str) -> str:
    """Give a class as it stands on the page: those that Pele does not give are an author's, and get a prefix."""
    return name if name.startswith(_OWN) else f"c-{name}"


def _paints(name: str, value: str) -> bool:
    """Tell whether an attribute brings a color of its own."""
    return name in _PAINT and not _THEME.fullmatch(value)


def _flaws(text: str, drawing: Element) -> tuple[DiagramError, ...]:
    """Give what a diagram asks for and does not get."""
    theme = 'colors come from the theme; light parts with lit="name" instead'
    linked = "write the link beside the diagram"
    found = [
        *_found(_SETTINGS, text, "a diagram has no settings of its own", "delete them; the theme decides"),
        *_found(_STYLES, text, "a diagram has no styles of its own", theme),
        *_found(_LINKS, text, "a diagram has no links", linked),
        *_found(_PICTURES, text, "a diagram has no pictures in it", "write words"),
    ]
    colored = any(_paints(*pair) for each in walk(drawing) for pair in each.attributes.items()) or any(
        re.search(r"(?:^|;)\s*(?:fill|stroke|color)\s*:(?!\s*var\()", each.attributes.get("style", ""))
        for each in walk(drawing)
    )
    if colored and not found:
        found.append(DiagramError("a diagram has no colors of its own", 1, 1, 1, theme))
    return tuple(found)


def _found(pattern: re.Pattern[str], text: str, message: str, hint: str) -> list[DiagramError]:
    """Give an error for each place where a pattern is found."""
    return [
        DiagramError(
            message,
            text.count("\n", 0, found.start(1)) + 1,
            found.start(1) - text.rfind("\n", 0, found.start(1)),
            len(found[1]),
            hint,
        )
        for found in pattern.finditer(text)
    ]


# --- light and steps ------------------------------------------------------------------------------


def labelled(root: Element, alt: str, css_class: str) -> Element:
    """Give a drawing as one picture with a name, for those who do not see it."""
    size = {name: root.attributes[name] for name in ("viewBox", "width", "height") if name in root.attributes}
    size["preserveAspectRatio"] = "xMinYMin"  # where it has to shrink, it stays at the margin of the text
    kind = root.attributes.get("class", "")
    return replace(root, attributes={"class": f"{css_class} {kind}", **size, "role": "img", "aria-label": alt})


def marked(root: Element, diagram: Diagram, lit: Collection[str], steps: Sequence[Collection[str]]) -> Element:
    """Give a drawing with what is lit, what is dimmed for it, and what appears at which step."""
    parts, shown = diagram.parts, diagram.shown
    bright = parts.meant(lit)
    bright |= {shown_as for name in bright if (shown_as := parts.outermost(name)) in shown.nodes and shown is not parts}
    order = _order(diagram, steps)

    def mark(element: Element) -> Element:
        name = element.attributes.get(_NAME)
        rest = {key: value for key, value in element.attributes.items() if key != _NAME}
        if name is None:
            return element
        marks = [_light(name, shown, bright)] if bright else []
        if name in order:
            marks.append("fragment")
            rest["data-fragment-index"] = str(order[name])
        names = " ".join(each for each in (rest.get("class", ""), *marks) if each)
        return replace(element, attributes=rest | ({"class": names} if names else {}))

    return changed(root, mark) or root


def _light(name: str, shown: Parts, bright: Collection[str]) -> str:
    """Give the class of a part; what holds a lit part is neither lit nor dimmed, nor is what nobody can name."""
    if name in bright:
        return "lit"
    if name in shown.edges:
        return "lit" if all(end in bright for end in shown.edges[name]) else "dim"
    holds = not shown.meant([name]).isdisjoint(bright)
    return "" if holds or name not in {*shown.nodes, *shown.groups} else "dim"


def _order(diagram: Diagram, steps: Sequence[Collection[str]]) -> dict[str, int]:
    """Give the step at which each part appears that is not there from the start; arrows wait for both their ends."""
    parts, shown = diagram.parts, diagram.shown
    found: dict[str, int] = {}
    for index, names in enumerate(steps):
        for name in parts.meant(names):
            found.setdefault(name, index)
            if shown is not parts:
                found.setdefault(parts.outermost(name), index)
    for name, ends in shown.edges.items():
        waits = [found[end] for end in ends if end in found]
        if waits:
            found.setdefault(name, max(waits))
    return found
