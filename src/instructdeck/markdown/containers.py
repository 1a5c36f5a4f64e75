"""Containers: `::: name` … `:::`, what each may hold, and columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import did_you_mean
from instructdeck.deck.rules import ATTRIBUTE_SYNTAX, CONTAINER_NESTING, UNKNOWN_CONTAINER
from instructdeck.values import dataclass

from .attributes import Attributes, parse_attributes
from .passage import first_line, shift

if TYPE_CHECKING:
    from markdown_it.token import Token

    from instructdeck.deck.diagnostics import Location

    from .passage import Passage

CONTAINERS = ("notes", "incremental", "fragment", "columns", "column", "callout", "aside")
_CONTAINERS_ELSEWHERE = {
    **dict.fromkeys(("speaker-notes", "speakernotes", "speaker", "presenter"), "notes"),
    **dict.fromkeys(("tip", "warning", "important", "caution", "info", "danger", "box", "block"), "callout"),
    **dict.fromkeys(("two-columns", "cols", "row", "multicols"), "columns"),
    **dict.fromkeys(("col", "left", "right"), "column"),
    **dict.fromkeys(("step", "steps", "click", "v-click"), "fragment"),
    **dict.fromkeys(("footer", "footnote"), "aside"),
}
"""Containers of other tools, and what is written here instead."""
_NAME = re.compile(r"\{?\s*\.?([\w-]+)")
_ITEM_SIGNS = ("-", "*", "+", "\u2022", "\u2023", "\u25aa", "\u25e6")
"""What a list that is none begins with: that it is none is told."""


@dataclass(frozen=True, slots=True)
class Column(b.Block):
    """A column until its `columns` takes it."""

    width: str
    blocks: b.Blocks


def name_in(info: str) -> str:
    """Give the name of a container from what stands behind its colons."""
    found = _NAME.match(info)
    return found[1] if found else ""


def check_use(passage: Passage, name: str, place: Location, content: b.Blocks, containers: tuple[str, ...]) -> None:
    """Report a container that does nothing where it stands."""
    message = hint = ""
    if name == "notes" and "notes" in containers:
        message, hint = "notes within notes", "delete this line, and the ':::' that ends it"
    elif name == "columns" and not content:
        message, hint = "'columns' without a column", "put '::: column' … ':::' into it for each"
    elif (
        name == "incremental"
        and not b.plain_text(content).startswith(_ITEM_SIGNS)
        and not any(isinstance(each, b.BulletList | b.OrderedList) for each in b.walk(content))
    ):
        message, hint = "'incremental' without a list", "write '- ' before each item, or '::: fragment' for a part"
    if message:
        passage.add(CONTAINER_NESTING, message, place, hint, 3)


def container_name(passage: Passage, token: Token) -> tuple[str, Attributes, Location]:
    """Give a container's name, its attributes, and where the text between the braces begins."""
    number = first_line(token)
    source = passage.line(number)
    begin = max(source.find(token.info, passage.column(token) + len(token.markup)), 0)
    name, brace, rest = token.info.partition("{")
    name, where = name.strip(), passage.place(number, begin)
    at = passage.place(number, begin + token.info.find("{") + 1)
    attributes = parse_attributes(rest.rstrip().removesuffix("}")) if brace else Attributes()
    if not name and attributes.classes:
        first = attributes.classes.pop(0)
        name, where = first.value, shift(at, first.start)
    if name.split(" ")[0] in CONTAINERS and " " in name:
        word, behind = name.split(" ", 1)
        message, hint = (
            f"'{behind}' stands outside of braces",
            f"write '{token.markup} {word} {{{behind.strip()}}}'",
        )
        passage.add(ATTRIBUTE_SYNTAX, message, shift(where, len(word) + 1), hint, len(behind))
        name = word
    if name not in CONTAINERS:
        message = f"unknown container '{name}'" if name else "a container without a name"
        other = _CONTAINERS_ELSEWHERE.get(name.lower(), "")
        hint = f"write '{token.markup} {other}'" if other else did_you_mean(name, CONTAINERS)
        passage.add(UNKNOWN_CONTAINER, message, where, hint, len(name))
    return name, attributes, at


def columns(passage: Passage, place: Location, content: b.Blocks) -> b.Columns:
    """Give what stands in `columns` as columns; what is none becomes one, and is told."""
    found: list[b.Column] = []
    for block in content:
        if not isinstance(block, Column):
            no_column(passage, block.location)
        inner = block.blocks if isinstance(block, Column) else (block,)
        found.append(b.Column(block.location, block.width if isinstance(block, Column) else "", inner))
    return b.Columns(place, tuple(found))


def no_column(passage: Passage, place: Location, length: int = 1) -> None:
    """Report what stands between columns."""
    message, hint = "only columns stand directly inside 'columns'", "put it into '::: column' … ':::'"
    passage.add(CONTAINER_NESTING, message, place, hint, length)
