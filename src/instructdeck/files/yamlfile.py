"""YAML read with distrust, as nodes that know their place.

PyYAML's own loaders resolve tags, follow aliases, keep the last of two equal keys, turn `no` into False and
`2024-99-99` into a ValueError, and recurse. Here its event stream alone is used: the tree is built without
recursion, every scalar stays the text that was written, and a `Record` says what kind it must be.
"""

from __future__ import annotations

import re
from dataclasses import field
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import yaml

from instructdeck.deck.diagnostics import MAX_KNOWN, Location, did_you_mean
from instructdeck.deck.rules import (
    DUPLICATE_KEY,
    MISSING_KEY,
    UNKNOWN_KEY,
    WRONG_VALUE,
    YAML_COMMENT,
    YAML_FEATURE,
    YAML_SYNTAX,
)
from instructdeck.values import dataclass

from .forms import (
    flag_form,
    list_form,
    mapping_form,
    number_form,
    quoted,
    syntax_form,
    syntax_message,
    text_form,
)
from .spots import spot

if TYPE_CHECKING:
    import enum
    from collections.abc import Collection, Iterable, Iterator

    from instructdeck.deck.diagnostics import Findings

MAX_DEPTH = 12
"""Levels of mappings and lists; the deepest file format has five."""
MAX_OPEN_BRACKETS = 60
"""libyaml needs quadratic time for flow collections nested by the thousand, so they are counted before."""
LEAST_SHORT = 3
"""Letters of a key from which on it can stand for a longer one, as `val` does for `value`."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BRACKET = re.compile(r"[\[\]{}]")
_COMMENT = re.compile(r"[ \t]+(#\S.*)")
"""What YAML takes for a comment, although no space behind its sign says that it is meant as one."""
_EMPHASIS = re.compile(r"\*\S[^*]*\*(?!\w)|\*\*")
"""Markdown at the head of a text, which YAML takes for an alias."""
_WRITE_OUT = "write the value out; a text that begins with such a sign needs quotation marks"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, exactly as written."""

    value: str
    location: Location
    plain: bool
    """Whether it stands without quotation marks."""
    comment: str = ""
    """What follows it on its line and looks like words of it, but is a comment."""
    comment_at: Location | None = None
    written: str = field(default="", compare=False)
    """What stands for it in the file, with its quotation marks and line ends."""


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    values: tuple[Node, ...]
    location: Location


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys, each with its place, and their values."""

    values: dict[str, tuple[Location, Node]]
    location: Location


_NO_LINE_ENDS = dict.fromkeys((0x0D, 0x85, 0x2028, 0x2029), " ")
Node: TypeAlias = "Scalar | Items | Mapping"
Choice = TypeVar("Choice", bound="enum.Enum")


def parse(text: str, path: str, findings: Findings, first_line: int = 1) -> Node | None:
    """Give the tree of a YAML text; None, and diagnostics, when there is none to give.

    `first_line` is the line of the file on which the text begins.
    """
    offset = first_line - 1
    # Ends of lines for YAML and for no editor: places behind one would be a line too far.
    text = text.translate(_NO_LINE_ENDS)
    if place := _too_deep(text, path, offset):
        findings.add(YAML_FEATURE, "brackets are nested too deeply", place, "write the value out")
        return None
    try:
        return _Builder(path, offset, findings, text.split("\n")).build(text)
    except yaml.MarkedYAMLError as error:
        opened, seen = ((each.line, each.column) if each else None for each in (error.context_mark, error.problem_mark))
        line, column = spot(text, error.problem or "", opened, seen)
        place = Location(path, line + 1 + offset, column + 1)
        problem, lines = error.problem or "", text.split("\n")
        above = next((each for each in reversed(lines[:line]) if each.strip()), "")
        findings.add(YAML_SYNTAX, syntax_message(problem, lines[line]), place, syntax_form(problem, lines[line], above))
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position) + 1 + offset
        findings.add(YAML_SYNTAX, str(error).splitlines()[0], Location(path, line))
    except _RefusedError as error:
        findings.add(YAML_FEATURE, f"{error.message} cannot be used here", error.location, error.hint)
    return None


class _RefusedError(Exception):
    def __init__(self, message: str, location: Location, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.location = location
        self.hint = hint


@dataclass
class _Open:
    """A collection that is being filled."""

    location: Location
    values: list[Node] | dict[str, tuple[Location, Node]]
    key: Scalar | None = None


@dataclass
class _Builder:
    path: str
    offset: int
    findings: Findings
    lines: list[str]
    stack: list[_Open] = field(default_factory=list)
    root: Node | None = None

    def build(self, text: str) -> Node | None:
        documents = 0
        for event in yaml.parse(text, Loader=_LOADER):
            mark = event.start_mark
            place = Location(self.path, mark.line + 1 + self.offset, mark.column + 1) if mark else Location(self.path)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _RefusedError("a second document", place, "delete the line '---'")
            elif isinstance(event, yaml.NodeEvent):
                self._node(event, place)
            elif isinstance(event, yaml.CollectionEndEvent):
                done = self.stack.pop()
                finished = done.values
                self._put(
                    Items(tuple(finished), done.location)
                    if isinstance(finished, list)
                    else Mapping(finished, done.location)
                )
        return self.root

    def _node(self, event: yaml.NodeEvent, place: Location) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            message = f"the {'alias *' if isinstance(event, yaml.AliasEvent) else 'anchor &'}{event.anchor}"
            raise _RefusedError(message, place, self._written_out(event))
        if tag := getattr(event, "tag", None):
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            raise _RefusedError(f"the tag {shown}", place, self._written_out(event))
        if isinstance(event, yaml.ScalarEvent):
            if any("\ud800" <= char <= "\udfff" for char in event.value):
                raise _RefusedError("half of a surrogate pair", place, "write the character itself")
            self._put(self._scalar(event, place))
            return
        if len(self.stack) >= MAX_DEPTH:
            raise _RefusedError(f"nesting deeper than {MAX_DEPTH} levels", place, "check the indentation")
        self._want_text_key(place)
        self.stack.append(_Open(place, [] if isinstance(event, yaml.SequenceStartEvent) else {}))

    def _scalar(self, event: yaml.ScalarEvent, place: Location) -> Scalar:
        end = event.end_mark
        written = self._written(event)
        if event.style or end is None or end.line >= len(self.lines):
            return Scalar(event.value, place, plain=not event.style, written=written)
        line = self.lines[end.line]
        # An empty text ends before the blanks behind its key's colon, or, as the key's own value, before the colon.
        found = _COMMENT.match(line, end.column + line.startswith(":", end.column))
        if found is None:
            return Scalar(event.value, place, plain=not event.style, written=written)
        at = Location(self.path, end.line + 1 + self.offset, found.start(1) + 1)
        return Scalar(event.value, place, plain=True, comment=found[1].rstrip(), comment_at=at, written=written)

    def _written_out(self, event: yaml.NodeEvent) -> str:
        """Give a hint for what YAML has and a deck does without: most often a text that begins with such a sign."""
        mark = event.start_mark
        rest = self.lines[mark.line][mark.column :].rstrip() if mark and mark.line < len(self.lines) else ""
        return f"put the text in quotation marks: {quoted(rest)}" if _EMPHASIS.match(rest) else _WRITE_OUT

    def _written(self, event: yaml.ScalarEvent) -> str:
        """Give what stands for a scalar in the text."""
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return ""
        lines = self.lines[start.line : end.line + 1]
        if end.line < len(self.lines):
            lines[-1] = lines[-1][: end.column]
        # The first line last: it may be the last one, too.
        return "\n".join(lines)[start.column :]

    def _want_text_key(self, place: Location) -> None:
        top = self.stack[-1] if self.stack else None
        if top and isinstance(top.values, dict) and top.key is None:
            raise _RefusedError("a key that is a list or a mapping", place, "a key is plain text")

    def _put(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if isinstance(top.values, list):
            top.values.append(node)
        elif top.key is None:
            # Only a scalar can come here: collections are refused as keys when they open.
            top.key = node if isinstance(node, Scalar) else None
        else:
            key, top.key = top.key, None
            if key.value in top.values:
                first = top.values[key.value][0].line
                message = f"'{key.value}' stands here a second time"
                self.findings.add(DUPLICATE_KEY, message, key.location, f"the first is on line {first}", len(key.value))
            else:
                top.values[key.value] = (key.location, node)


def _too_deep(text: str, path: str, offset: int) -> Location | None:
    depth = 0
    for found in _BRACKET.finditer(text):
        depth = depth + 1 if found[0] in "[{" else max(depth - 1, 0)
        if depth > MAX_OPEN_BRACKETS:
            line = text.count("\n", 0, found.start()) + 1
            return Location(path, line + offset, found.start() - text.rfind("\n", 0, found.start()))
    return None


def kind_of(node: Node) -> str:
    """Give what a node is, in an author's words."""
    match node:
        case Items():
            return "a list"
        case Mapping():
            return "a mapping"
        case Scalar(value=""):
            return "nothing"
        case Scalar(value=value):
            return f"'{value}'" if len(value) <= 30 else "a text"  # noqa: PLR2004


@dataclass
class Record:
    """A mapping that is read key by key; `finish` reports the keys nobody asked for."""

    node: Mapping
    findings: Findings
    asked: set[str] = field(default_factory=set)

    def location(self, key: str) -> Location:
        """Give the place of a key's value, or of the mapping when the key is not there."""
        found = self.node.values.get(key)
        return found[1].location if found else self.node.location

    def key_location(self, key: str) -> Location:
        """Give the place of a key, or of the mapping when the key is not there."""
        found = self.node.values.get(key)
        return found[0] if found else self.node.location

    def node_of(self, key: str, *, required: bool = False) -> Node | None:
        """Give the value of a key as it stands."""
        self.asked.add(key)
        found = self.node.values.get(key)
        if found is None:
            # A key that is most likely this one, wrongly written or cut short, is reported as unknown.
            if required and not _is_meant(key, self.node.values):
                self.findings.add(MISSING_KEY, f"'{key}' is missing", self.node.location, f"add '{key}:'")
            return None
        return found[1]

    def scalar(self, key: str, wanted: str, *, required: bool = False) -> Scalar | None:
        """Give a text with its place; None, and a diagnostic, for a list or a mapping."""
        node = self.node_of(key, required=required)
        if node is None or isinstance(node, Scalar):
            if required and node is not None and not node.value.strip():
                hint = f"write it behind the colon: '{key}: …'"
                self.findings.add(MISSING_KEY, f"'{key}' is empty", self.node.values[key][0], hint, len(key))
                return None
            return node
        flow = node.location.line == self.node.values[key][0].line
        inner = [each.value for each in node.values if isinstance(each, Scalar)] if isinstance(node, Items) else []
        only = inner[0] if len(inner) == 1 else ""
        self.wrong(key, node, wanted, text_form(key, only, flow=flow) if wanted == "a text" else "")
        return None

    def words(self, key: str, *, required: bool = False) -> Scalar | None:
        """Give a text of words with its place, and report what of it is lost as a comment."""
        node = self.node.values.get(key)
        lost = node is not None and isinstance(node[1], Scalar) and self.report_comment(node[1])
        return self.scalar(key, "a text", required=required and not lost)

    def report_comment(self, node: Scalar) -> bool:
        """Report the words that a `#` makes a comment; tell whether there are any."""
        if node.comment_at is None:
            return False
        whole = f"{node.value} {node.comment}".strip()
        hint = f"put the text in quotation marks: {quoted(whole)}; write '# ' for a comment"
        message = "the words from '#' on are a comment, which is not shown"
        self.findings.add(YAML_COMMENT, message, node.comment_at, hint, len(node.comment))
        return True

    def text(self, key: str, *, required: bool = False) -> str:
        """Give a text without white space around it; empty when there is none."""
        found = self.words(key, required=required)
        return found.value.strip() if found else ""

    def number(self, key: str) -> float | None:
        """Give a number above zero."""
        found = self.scalar(key, "a number")
        if found is None:
            return None
        if not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", found.value, re.ASCII) or not float(found.value):
            self.wrong(key, found, "a number above 0, such as 6 or 7.5", number_form(key, found.value))
            return None
        return float(found.value)

    def flag(self, key: str) -> bool:
        """Give `true` or `false`; False when the key is not there."""
        found = self.scalar(key, "true or false")
        if found is not None and found.value not in ("true", "false"):
            self.wrong(key, found, "true or false", flag_form(key, found.value))
        return found is not None and found.value == "true"

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice | None:
        """Give a member of an enumeration by its value; required when there is no default."""
        found = self.scalar(key, "a word", required=default is None)
        if found is None:
            return default
        words = {str(each.value): each for each in kind}
        if found.value not in words:
            hint = did_you_mean(found.value, words)
            self.findings.add(
                WRONG_VALUE, f"'{key}' cannot be {kind_of(found)}", found.location, hint, len(found.value)
            )
            return default
        return words[found.value]

    def items(self, key: str, form: str = "") -> tuple[Node, ...]:
        """Give the members of a list; none when the key is not there or empty. `form` shows how one is written."""
        node = self.node_of(key)
        if node is None or (isinstance(node, Scalar) and not node.value):
            return ()
        if isinstance(node, Items):
            return node.values
        hint = f"begin each entry of '{key}' with '- '"
        if isinstance(node, Scalar):
            hint = f"write {form}" if form else list_form(key, node.value)
        self.wrong(key, node, "a list", hint)
        return ()

    def texts(self, key: str) -> tuple[Scalar, ...]:
        """Give the texts of a list."""
        found = []
        for node in self.items(key):
            lost = isinstance(node, Scalar) and self.report_comment(node)
            if isinstance(node, Scalar) and (lost or node.value.strip()):
                found += [node] if node.value.strip() else []
                continue
            hint = "put a text with a colon in quotation marks" if isinstance(node, Mapping) else ""
            self.findings.add(WRONG_VALUE, f"an item of '{key}' is {kind_of(node)}, not a text", node.location, hint)
        return tuple(found)

    def record(self, key: str, form: str) -> Record | None:
        """Give a mapping inside this one, to be read and finished by the caller; `form` shows how one is written."""
        node = self.node_of(key)
        if node is None or isinstance(node, Mapping):
            return Record(node, self.findings) if node else None
        value = node.value if isinstance(node, Scalar) else ""
        hint = mapping_form(key, form, value)
        if isinstance(node, Scalar) and not value:
            hint = f"indent its keys below it, or {hint}"
        self.wrong(key, node, "a mapping with keys of its own", hint)
        return None

    def wrong(self, key: str, node: Node, wanted: str, hint: str = "") -> None:
        """Report that a value is not of the kind that is wanted."""
        length = len(node.value.splitlines()[0]) if isinstance(node, Scalar) and node.value and node.plain else 1
        self.findings.add(WRONG_VALUE, f"'{key}' is {kind_of(node)}, not {wanted}", node.location, hint, length)

    def finish(self) -> None:
        """Report every key that was not asked for."""
        for key, (place, _) in self.node.values.items():
            if key not in self.asked:
                self.findings.add(UNKNOWN_KEY, f"unknown key '{key}'", place, did_you_mean(key, self.asked), len(key))


def _is_meant(key: str, written: Iterable[str]) -> bool:
    """Tell whether one of the keys that are written is most likely this one."""
    known = [each.lower() for each in islice(written, MAX_KNOWN)]
    short = (each for each in known if len(each) >= LEAST_SHORT and key.startswith(each))
    return bool(get_close_matches(key, known, 1, 0.8)) or any(short)


def rejoined(nodes: Collection[Node], findings: Findings) -> tuple[Node, ...]:
    """Give the entries of a list that have an `id`, each with the keys that a `-` too many parts from it."""
    found: list[Node] = []
    told = False
    for node in nodes:
        last = found[-1] if found else None
        key = next(iter(node.values)) if isinstance(node, Mapping) and len(node.values) == 1 else ""
        if key in ("", "id") or not isinstance(node, Mapping) or not isinstance(last, Mapping) or key in last.values:
            found.append(node)
            told = False
            continue
        if not told:
            hint = f"write '{key}:' without it, as far right as the 'id' that it belongs to"
            findings.add(WRONG_VALUE, "this '-' begins another entry", node.location, hint, len(key))
        told = True
        found[-1] = Mapping(last.values | node.values, last.location)
    return tuple(found)


def records(nodes: Collection[Node], what: str, findings: Findings, hint: str) -> Iterator[Record]:
    """Give the mappings among the members of a list, and report the others; the hint shows how one is written."""
    for node in nodes:
        if isinstance(node, Mapping):
            yield Record(node, findings)
        else:
            length = len(node.value.split("\n")[0]) if isinstance(node, Scalar) and node.plain else 1
            message = f"{what} is {kind_of(node)}, not a mapping with keys"
            findings.add(WRONG_VALUE, message, node.location, hint, length)
