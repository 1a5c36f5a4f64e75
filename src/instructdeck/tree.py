"""Markdown to the tree of typed blocks, every node with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unicodedata import normalize

from . import blocks as b
from .attributes import Attributes, parse_attributes
from .diagnostics import Location, did_you_mean
from .highlight import is_language, languages
from .inlines import DisplayMath, InlineReader
from .markdown import MAX_NESTING, parse
from .passage import Markup, Passage, first_line, shift
from .rules import (
    CODE_LINES,
    CONTAINER_NESTING,
    HEADING_LEVEL,
    TABLE_WIDTH,
    TOO_DEEP,
    UNKNOWN_CONTAINER,
    UNKNOWN_FOOTNOTE,
    UNKNOWN_LANGUAGE,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

CONTAINERS = ("notes", "incremental", "fragment", "columns", "column", "callout", "aside")
PAUSE = ". . ."

_TASK = re.compile(r"\[([ xX])\]\s+")
_CELL_BAR = re.compile(r"(?<!\\)\|")
_LINE_NUMBERS = re.compile(r"\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?", re.ASCII)
_WRAPPERS = {"fragment": b.Fragment, "callout": b.Callout, "aside": b.Aside}


@dataclass(frozen=True, slots=True)
class Title:
    """What opens a slide: a heading of level 2 (or 1, by mistake) outside of every container."""

    location: Location
    children: b.Inlines
    attributes: Attributes
    attributes_at: Location
    """Where the text between the braces begins."""


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks under one title; the first part of a text has no title when the text begins without one."""

    title: Title | None
    blocks: b.Blocks
    notes: b.Blocks
    footnotes: tuple[b.Footnote, ...]
    location: Location
    last_line: int


def parse_slides(text: str, markup: Markup) -> tuple[Part, ...]:
    """Give one part for each slide, after a first one without title when the text begins so."""
    return _TreeReader(Passage(text, markup)).parts()


def parse_page(text: str, markup: Markup) -> Part:
    """Give a text that is not divided into slides as one part."""
    (part,) = _TreeReader(Passage(text, markup)).parts()
    return part


def parse_inlines(text: str, markup: Markup) -> b.Inlines:
    """Give a text of one paragraph as inlines; further blocks follow it as plain lines."""
    found: list[b.Inline] = []
    for block in parse_page(text, markup).blocks:
        if found:
            found.append(b.LineBreak(block.location))
        found += block.children if isinstance(block, b.Paragraph) else [b.Text(block.location, b.plain_text(block))]
    return tuple(found)


def slug(words: str) -> str:
    """Give an id derived from words: letters and digits of any script, joined by hyphens."""
    return "-".join(re.findall(r"[^\W_]+", normalize("NFKC", words).casefold()))


@dataclass(frozen=True, slots=True)
class _Column(b.Block):
    """A column until its `columns` takes it."""

    width: str
    blocks: b.Blocks


@dataclass
class _TreeReader:
    passage: Passage
    index: int = 0
    notes: list[b.Block] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    footnotes: dict[str, tuple[Location, b.Blocks]] = field(default_factory=dict)
    """Text of each footnote by label, with its place."""

    def __post_init__(self) -> None:
        self.markup = self.passage.markup
        self.tokens: Sequence[Token] = parse(self.passage.text)
        self.inlines = InlineReader(self.passage)

    # --- parts ----------------------------------------------------------------------------------

    def parts(self) -> tuple[Part, ...]:
        found: list[tuple[Part, dict[str, int]]] = []
        title: Title | None = None
        start = 0
        while True:
            self.inlines = InlineReader(self.passage)
            self.notes = []
            if self.index < len(self.tokens) and self.opens_slide(self.tokens[self.index]):
                title = self.title()
            blocks = self.siblings(())
            done = self.index >= len(self.tokens)
            following = len(self.passage.lines) if done else first_line(self.tokens[self.index])
            if title or blocks or self.notes or (done and not found):
                found.append((self.part(title, blocks, start, following), self.inlines.footnotes))
            if done:
                return self.with_footnotes(found)
            start = following

    def part(self, title: Title | None, blocks: b.Blocks, start: int, following: int) -> Part:
        place = title.location if title else blocks[0].location if blocks else self.passage.place(start)
        last = following
        while last > start + 1 and not self.passage.lines[last - 1].strip():
            last -= 1
        return Part(title, blocks, tuple(self.notes), (), place, last + self.markup.first_line - 1)

    def title(self) -> Title:
        token, inline = self.tokens[self.index], self.tokens[self.index + 1]
        self.index += 3
        attributes, at = self.attributes(token, inline)
        self.passage.refuse(attributes, at, "a slide", ("layout",), takes_id=True, takes_classes=True)
        place = self.passage.start(token)
        if token.tag == "h1":
            hint = "write '## ' for a slide; the section's title comes from section.yml"
            self.passage.add(HEADING_LEVEL, "a slide begins with '## ', not with '# '", place, hint)
        return Title(place, self.inlines.read(inline), attributes, at)

    def with_footnotes(self, found: list[tuple[Part, dict[str, int]]]) -> tuple[Part, ...]:
        """Give each part with the texts of the footnotes it refers to."""
        used = {label for _, numbers in found for label in numbers}
        for label, (place, _) in self.footnotes.items():
            if label not in used:
                message = f"no mark points to the footnote '{label}'"
                self.passage.add(
                    UNKNOWN_FOOTNOTE, message, place, f"write '[^{label}]' where it belongs", len(label) + 4
                )
        return tuple(
            Part(part.title, part.blocks, part.notes, self.footnotes_of(numbers), part.location, part.last_line)
            for part, numbers in found
        )

    def footnotes_of(self, numbers: dict[str, int]) -> tuple[b.Footnote, ...]:
        return tuple(
            b.Footnote(self.footnotes[label][0], label, number, self.footnotes[label][1])
            for label, number in numbers.items()
            if label in self.footnotes
        )

    # --- blocks ---------------------------------------------------------------------------------

    def siblings(self, containers: tuple[str, ...], end: str = "") -> b.Blocks:
        """Give blocks up to a closing token, the end of the innermost container, or a new slide."""
        found: list[b.Block] = []
        while self.index < len(self.tokens):
            token = self.tokens[self.index]
            if token.type == end or self.opens_slide(token):
                break
            if token.type == "div_close":
                if containers and not end:
                    break
                self.index += 1
                hint = "delete it, or open a container with '::: name'"
                self.passage.add(
                    CONTAINER_NESTING, "':::' closes nothing", self.passage.start(token), hint, len(token.markup)
                )
            elif self.is_pause(token):
                self.index += 3
                rest = self.siblings(containers, end)
                found += [b.Fragment(self.passage.start(token), rest)] if rest else []
                break
            else:
                found += self.block(token, containers)
        return tuple(_with_captions(found))

    def opens_slide(self, token: Token) -> bool:
        return self.markup.slides and token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2")

    def is_pause(self, token: Token) -> bool:
        return token.type == "paragraph_open" and self.tokens[self.index + 1].content.strip() == PAUSE

    def block(self, token: Token, containers: tuple[str, ...]) -> list[b.Block]:  # noqa: C901, PLR0911, PLR0912  one case a kind of block
        """Give what begins at a token, and move behind it."""
        self.index += 1
        place = self.passage.start(token)
        if token.level >= MAX_NESTING - 1:
            self.passage.add(TOO_DEEP, "lists or quotes are nested too deeply", place, "flatten them")
        match token.type:
            case "paragraph_open":
                return self.paragraph()
            case "heading_open":
                return [self.heading(token, place)]
            case "bullet_list_open" | "ordered_list_open":
                return [self.list_of(token, place, containers)]
            case "blockquote_open":
                return [b.BlockQuote(place, self.until("blockquote_close", containers))]
            case "fence" | "code_block":
                return [self.code(token, place)]
            case "math_block":
                return [self.math(token)]
            case "table_open":
                return [self.table(place)]
            case "dl_open":
                return [self.definition_list(place, containers)]
            case "hr":
                return [b.HorizontalRule(place)]
            case "html_block":
                return self.html(token, place)
            case "div_open":
                return self.container(token, place, containers)
            case "footnote_reference_open":
                self.footnotes.setdefault(
                    str(token.meta["label"]), (place, self.until("footnote_reference_close", containers))
                )
        return []

    def until(self, end: str, containers: tuple[str, ...]) -> b.Blocks:
        """Give the blocks up to a closing token, and move behind it."""
        found = self.siblings(containers, end)
        self.index += 1
        return found

    def words(self, column: int = 0) -> b.Inlines:
        """Give the inlines of the block that has just been opened, and move behind its end."""
        inline = self.tokens[self.index]
        self.index += 2
        return self.inlines.read(inline, column)

    def paragraph(self) -> list[b.Block]:
        children = self.words()
        if len(children) == 1 and isinstance(image := children[0], b.Image):
            return [b.Figure(image.location, image.src, image.file, image.alt, image.title, image.width)]
        found: list[b.Block] = []
        line: list[b.Inline] = []
        for child in children:
            if isinstance(child, DisplayMath):
                found += [*_paragraph(line), b.MathBlock(child.location, child.tex, child.places)]
                line = []
            else:
                line.append(child)
        return found + _paragraph(line)

    def heading(self, token: Token, place: Location) -> b.Heading:
        attributes, at = self.attributes(token, self.tokens[self.index])
        self.passage.refuse(attributes, at, "a heading on a slide or page", takes_id=True)
        children = self.words()
        level, least = int(token.tag[1]), 3 if self.markup.slides else 2
        if level < least:
            message = f"a heading of level {level} cannot stand here"
            self.passage.add(HEADING_LEVEL, message, place, f"write '{'#' * least} ' or deeper", level)
        name = attributes.id.value if attributes.id else self.fresh_id(slug(b.plain_text(children)))
        return b.Heading(place, max(level, least), name, children)

    def attributes(self, token: Token, inline: Token) -> tuple[Attributes, Location]:
        """Give the attributes of a heading, and where the text between their braces begins."""
        if "attributes" not in token.meta:
            return Attributes(), self.passage.start(token)
        number = first_line(inline)
        column = self.passage.line(number).rfind("{" + token.meta["attributes"] + "}") + 1
        return parse_attributes(token.meta["attributes"]), self.passage.place(number, column)

    def fresh_id(self, wanted: str) -> str:
        name, count = wanted, 1
        while name in self.ids:
            count += 1
            name = f"{wanted}-{count}"
        self.ids.add(name)
        return name

    def list_of(self, token: Token, place: Location, containers: tuple[str, ...]) -> b.BulletList | b.OrderedList:
        end = token.type.replace("open", "close")
        items: list[b.ListItem] = []
        tight = True
        while self.tokens[self.index].type != end:
            opening = self.tokens[self.index]
            self.index += 1
            first = self.tokens[self.index]
            tight = tight and (first.type != "paragraph_open" or first.hidden)
            items.append(
                _task(b.ListItem(self.passage.start(opening), self.until("list_item_close", containers), None))
            )
        self.index += 1
        incremental = "incremental" in containers
        if token.type == "bullet_list_open":
            return b.BulletList(place, tuple(items), tight, incremental)
        return b.OrderedList(place, tuple(items), int(token.attrs.get("start", 1)), tight, incremental)

    def definition_list(self, place: Location, containers: tuple[str, ...]) -> b.DefinitionList:
        items: list[b.Definition] = []
        while (token := self.tokens[self.index]).type != "dl_close":
            self.index += 1
            if token.type == "dt_open":
                items.append(b.Definition(self.passage.start(token), self.words(), ()))
            else:
                last = items.pop()
                meanings = (*last.meanings, self.until("dd_close", containers))
                items.append(b.Definition(last.location, last.term, meanings))
        self.index += 1
        return b.DefinitionList(place, tuple(items))

    def math(self, token: Token) -> b.MathBlock:
        number, column = first_line(token), 0
        column = self.passage.line(number).find("$$") + 2
        if not self.passage.line(number)[column:].strip():
            number, column = number + 1, 0
        tex = token.content.strip("\n")
        places = []
        for part in tex.split("\n"):
            source = self.passage.line(number)
            places.append(self.passage.place(number, max(source.find(part, column), 0)))
            number, column = number + 1, 0
        return b.MathBlock(places[0], tex, tuple(places))

    def html(self, token: Token, place: Location) -> list[b.Block]:
        text = token.content.strip()
        if text.startswith("<!--") and text.find("-->") == len(text) - 3:
            return []
        if self.markup.html:
            return [b.RawHtml(place, token.content)]
        self.passage.refuse_html(text, place)
        return [b.Broken(place, "HTML is off in this deck", text)]

    # --- listings -------------------------------------------------------------------------------

    def code(self, token: Token, place: Location) -> b.CodeBlock:
        text = token.content.removesuffix("\n")
        number = first_line(token)
        source = self.passage.line(number)
        language, brace, rest = token.info.strip().partition("{")
        at = self.passage.place(number, source.find("{") + 1)
        attributes = parse_attributes(rest.rstrip().removesuffix("}")) if brace else Attributes()
        language = language.strip() or (attributes.classes.pop(0).value if attributes.classes else "")
        self.passage.refuse(attributes, at, "a listing", ("lines",))
        if language and not is_language(language):
            column = max(source.find(language), 0)
            hint = did_you_mean(language, languages())
            message = f"unknown language '{language}'"
            where = self.passage.place(number, column)
            self.passage.add(UNKNOWN_LANGUAGE, message, where, hint if hint.startswith("did") else "", len(language))
        return b.CodeBlock(place, text, language, self.steps(attributes, at, text.count("\n") + 1))

    def steps(self, attributes: Attributes, at: Location, count: int) -> tuple[tuple[int, ...], ...]:
        found = attributes.pairs.get("lines")
        steps = [_line_numbers(step) for step in found.value.split("|")] if found else []
        beyond = max((number for step in steps if step for number in step), default=0)
        if found and (None in steps or beyond > count):
            problem = (
                f"'{found.value}' is no list of lines"
                if None in steps
                else f"the listing has {count} lines, not {beyond}"
            )
            hint = 'write steps between bars, such as lines="1|3-4"'
            self.passage.add(CODE_LINES, problem, shift(at, found.start), hint, found.length)
            return ()
        return tuple(step for step in steps if step is not None)

    # --- tables ---------------------------------------------------------------------------------

    def table(self, place: Location) -> b.Table:
        rows: list[tuple[b.Cell, ...]] = []
        cells: list[b.Cell] = []
        cursor = 0
        while (token := self.tokens[self.index]).type != "table_close":
            self.index += 1
            if token.type == "tr_open":
                cells, cursor = [], 0
                self.check_width(token, rows)
            elif token.type in ("th_open", "td_open"):
                inline = self.tokens[self.index]
                number = first_line(inline)
                found = max(self.passage.line(number).find(inline.content, cursor), cursor)
                cursor = found + len(inline.content)
                align = str(token.attrs.get("style", "")).removeprefix("text-align:")
                cells.append(b.Cell(self.passage.place(number, found), align, self.words(found)))
            elif token.type == "tr_close":
                rows.append(tuple(cells))
        self.index += 1
        return b.Table(place, rows[0], tuple(rows[1:]), ())

    def check_width(self, token: Token, rows: list[tuple[b.Cell, ...]]) -> None:
        """Report a row with more cells than the head, which markdown-it cuts off in silence."""
        source = self.passage.line(first_line(token))
        cells = len(_CELL_BAR.findall(source.strip().removeprefix("|").removesuffix("|"))) + 1
        if rows and cells > len(rows[0]):
            message = f"this row has {cells} cells, the head has {len(rows[0])}"
            hint = "a bar within a cell is written \\|"
            self.passage.add(TABLE_WIDTH, message, self.passage.start(token), hint, len(source.strip()))

    # --- containers -----------------------------------------------------------------------------

    def container(self, token: Token, place: Location, containers: tuple[str, ...]) -> list[b.Block]:
        name, attributes, at = self.container_name(token)
        content = self.siblings((*containers, name))
        if self.index < len(self.tokens) and self.tokens[self.index].type == "div_close":
            self.index += 1
        else:
            message = f"'{token.markup} {name}' is never closed"
            self.passage.add(CONTAINER_NESTING, message, place, "end it with a line of ':::'", len(token.markup))
        self.passage.refuse(attributes, at, f"'{name}'", ("width",) if name == "column" else ())
        if name in _WRAPPERS:
            return [_WRAPPERS[name](place, content)]
        match name:
            case "notes":
                self.notes += content
                return []
            case "columns":
                return [self.columns(place, content)]
            case "column" if containers[-1:] == ("columns",):
                return [_Column(place, self.passage.width(attributes, at), content)]
            case "column":
                hint = "put the columns into ':::: columns' … '::::'"
                self.passage.add(CONTAINER_NESTING, "'column' outside of 'columns'", place, hint, len(token.markup))
        return list(content)

    def container_name(self, token: Token) -> tuple[str, Attributes, Location]:
        """Give a container's name, its attributes, and where the text between the braces begins."""
        number = first_line(token)
        source = self.passage.line(number)
        begin = max(source.find(token.info, source.find(token.markup) + len(token.markup)), 0)
        name, brace, rest = token.info.partition("{")
        name, where = name.strip(), self.passage.place(number, begin)
        at = self.passage.place(number, begin + token.info.find("{") + 1)
        attributes = parse_attributes(rest.rstrip().removesuffix("}")) if brace else Attributes()
        if not name and attributes.classes:
            first = attributes.classes.pop(0)
            name, where = first.value, shift(at, first.start)
        if name not in CONTAINERS:
            message = f"unknown container '{name}'" if name else "a container without a name"
            self.passage.add(UNKNOWN_CONTAINER, message, where, did_you_mean(name, CONTAINERS), len(name))
        return name, attributes, at

    def columns(self, place: Location, content: b.Blocks) -> b.Columns:
        found: list[b.Column] = []
        for block in content:
            if not isinstance(block, _Column):
                message, hint = "only columns stand directly inside 'columns'", "put it into '::: column' … ':::'"
                self.passage.add(CONTAINER_NESTING, message, block.location, hint)
            inner = block.blocks if isinstance(block, _Column) else (block,)
            found.append(b.Column(block.location, block.width if isinstance(block, _Column) else "", inner))
        return b.Columns(place, tuple(found))


def _paragraph(line: list[b.Inline]) -> list[b.Block]:
    """Give a paragraph, unless there is nothing but white space to put in it."""
    kept = list(line)
    if kept and isinstance(kept[0], b.Text):
        kept[0] = b.Text(kept[0].location, kept[0].text.lstrip())
    if kept and isinstance(kept[-1], b.Text):
        kept[-1] = b.Text(kept[-1].location, kept[-1].text.rstrip())
    kept = [node for node in kept if not (isinstance(node, b.Text) and not node.text)]
    return [b.Paragraph(kept[0].location, tuple(kept))] if kept else []


def _task(item: b.ListItem) -> b.ListItem:
    """Give an item that begins with `[ ]` or `[x]` as a task."""
    match item.blocks:
        case (b.Paragraph(location, (b.Text(place, text), *rest)), *more) if found := _TASK.match(text):
            words = b.Text(shift(place, found.end()), text[found.end() :])
            return b.ListItem(item.location, (b.Paragraph(location, (words, *rest)), *more), found[1] != " ")
    return item


def _with_captions(found: list[b.Block]) -> list[b.Block]:
    """Move a paragraph that begins with `Table:` into the table before it."""
    kept: list[b.Block] = []
    for block in found:
        last = kept[-1] if kept else None
        match block:
            case b.Paragraph(_, (b.Text(place, text), *rest)) if isinstance(last, b.Table) and text.startswith(
                "Table:"
            ):
                words = text.removeprefix("Table:")
                begin = shift(place, len(text) - len(words.lstrip()))
                kept[-1] = b.Table(last.location, last.head, last.rows, (b.Text(begin, words.lstrip()), *rest))
            case _:
                kept.append(block)
    return kept


def _line_numbers(step: str) -> tuple[int, ...] | None:
    """Give the lines of `1,3-4`; nothing for an empty step, None for what is no such list."""
    numbers: list[int] = []
    for part in step.split(",") if step.strip() else ():
        found = _LINE_NUMBERS.fullmatch(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 0 < first <= last:
            return None
        numbers += range(first, last + 1)
    return tuple(numbers)
