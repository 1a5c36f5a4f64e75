"""Markdown to the tree of typed blocks, every node with its place."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING
from unicodedata import normalize

from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import Location, keys_at
from instructdeck.deck.ids import Ids, is_id
from instructdeck.deck.links import is_unsafe
from instructdeck.deck.rules import (
    CONTAINER_NESTING,
    DUPLICATE_ID,
    HEADING_LEVEL,
    RAW_HTML,
    STRAY_RULE,
    TOO_DEEP,
    UNKNOWN_FOOTNOTE,
    UNSAFE_LINK,
)
from instructdeck.values import dataclass

from .attributes import AttributeProblem, Attributes, parse_attributes
from .containers import CONTAINERS, Column, check_use, columns, container_name, name_in, no_column
from .elements import MAX_HTML, links
from .fences import Fences
from .inlines import NO_FOOTNOTES, DisplayMath, InlineReader
from .markdown import MAX_NESTING, parse
from .passage import Markup, Origin, Passage, first_line, shift
from .rows import parted, row
from .tables import caption_of, cell_sources, check_captions, check_width, with_captions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

PAUSE = ". . ."

_TASK = re.compile(r"\[([ xX])\]\s+")
_HOLDERS = ("blockquote_open", "list_item_open", "dd_open", "footnote_reference_open")
"""Tokens that open what blocks can stand in."""
_WRAPPERS = {"fragment": b.Fragment, "callout": b.Callout, "aside": b.Aside}


@dataclass(frozen=True, slots=True)
class Title:
    """What opens a slide: a heading of level 2 (or 1, by mistake) outside of every container."""

    location: Location
    children: b.Inlines
    attributes: Attributes
    attributes_at: Location
    """Where the text between the braces begins."""
    level: int


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
    """Give a text of one paragraph as inlines; what else it holds follows as plain lines."""
    found: list[b.Inline] = []
    for node in b.walk(parse_page(text, markup).blocks):
        if isinstance(node, b.RawHtml):
            hint = "write the tags within a line of words"
            markup.findings.add(RAW_HTML, "a block of HTML cannot stand in a line", node.location, hint)
        elif line := _line(node):
            found += [b.LineBreak(node.location), *line] if found else line
    return tuple(found)


def _line(node: b.Node) -> b.Inlines:
    """Give what a node shows of its own, within a line; nothing for what only holds others."""
    match node:
        case b.Paragraph(children=line) | b.Heading(children=line) | b.Cell(children=line):
            return line
        case b.Definition(term=line) | b.Table(caption=line):
            return line
        case b.Figure():
            return (b.Image(node.location, node.src, node.file, node.alt, node.caption, node.width),)
        case b.MathBlock():
            return (b.InlineMath(node.location, node.tex, node.places),)
        case b.CodeBlock():
            return (b.CodeSpan(node.location, node.text),)
    return ()


def slug(words: str) -> str:
    """Give an id derived from words: letters and digits of any script, joined by hyphens."""
    return "-".join(re.findall(r"[^\W_]+", normalize("NFKC", words).casefold()))


@dataclass
class _TreeReader:
    passage: Passage
    index: int = 0
    notes: list[b.Block] = field(default_factory=list)
    given: dict[str, Location] = field(default_factory=dict)
    """Where each id stands that the author gave a heading."""
    fences: list[str] = field(default_factory=list)
    """The colons of each container that is open."""
    misses_ends: bool = False
    """Whether the slide at hand opens more containers than it closes."""
    footnotes: dict[str, tuple[Location, b.Blocks]] = field(default_factory=dict)
    """Text of each footnote by label, with its place."""

    def __post_init__(self) -> None:
        self.markup = self.passage.markup
        self.tokens: Sequence[Token] = parse(self.passage.text)
        footnotes = () if self.markup.at else self.tokens
        self.labels = {str(token.meta["label"]) for token in footnotes if token.type == "footnote_reference_open"}
        self.inlines = InlineReader(self.passage, self.labels)
        self.ids = Ids(self.given_ids())

    # --- parts ----------------------------------------------------------------------------------

    def parts(self) -> tuple[Part, ...]:
        found: list[tuple[Part, dict[str, int]]] = []
        title: Title | None = None
        start = 0
        while True:
            self.inlines = InlineReader(self.passage, self.labels)
            self.notes = []
            self.misses_ends = self.opens_more_than_it_closes()
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

    def opens_more_than_it_closes(self) -> bool:
        """Tell whether a container stays open on the slide, or the page, that begins at hand."""
        ends = (at for at in range(self.index + 1, len(self.tokens)) if self.opens_slide(self.tokens[at]))
        kinds = [token.type for token in self.tokens[self.index : next(ends, len(self.tokens))]]
        return kinds.count("div_open") > kinds.count("div_close")

    def part(self, title: Title | None, blocks: b.Blocks, start: int, following: int) -> Part:
        place = title.location if title else blocks[0].location if blocks else self.passage.place(start)
        last = following
        while last > start + 1 and not self.passage.lines[last - 1].strip():
            last -= 1
        if title and title.level == 1 and not blocks and not self.notes:
            # Most likely the title of the section or the deck: that it is no slide is enough to say.
            blocks = (b.Broken(place, "This is no slide", ""),)
        return Part(title, blocks, tuple(self.notes), (), place, last + self.markup.first_line - 1)

    def title(self) -> Title:
        token, inline = self.tokens[self.index], self.tokens[self.index + 1]
        self.index += 3
        origin = self.heading_origin(token, inline)
        attributes, at = self.attributes(token, origin)
        self.passage.refuse(attributes, at, "a slide", ("layout",), takes_id=True, takes_classes=True)
        place = self.passage.start(token)
        if token.tag == "h1":
            hint = f"write '## ' for a slide; the section's title comes from {keys_at(place.path, 'section.yml')}"
            self.passage.add(HEADING_LEVEL, "a slide begins with '## ', not with '# '", place, hint)
        if not token.markup.startswith("#"):
            message, hint = "a line of '---' right under a text makes it a title", "delete it, or write '## Title'"
            under = self.passage.place((token.map or [0, 1])[1] - 1)
            self.passage.add(STRAY_RULE, message, under, hint, 3)
        return Title(place, self.inlines.read(inline, origin), attributes, at, int(token.tag[1]))

    def with_footnotes(self, found: list[tuple[Part, dict[str, int]]]) -> tuple[Part, ...]:
        """Give each part with the texts of the footnotes it refers to."""
        used = {label for _, numbers in found for label in numbers}
        for label, (place, _) in self.footnotes.items():
            if label not in used:
                message, hint = f"no mark points to the footnote '{label}'", f"write '[^{label}]' where it belongs"
                if self.markup.at:
                    message, hint = NO_FOOTNOTES
                    if self.passage.text.count(f"[^{label}]") > 1:
                        continue  # its mark is reported
                self.passage.add(UNKNOWN_FOOTNOTE, message, place, hint, len(f"[^{label}]:"))
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
        shown: list[b.Block] = []
        found = shown
        pauses: list[tuple[Location, list[b.Block]]] = []
        while self.index < len(self.tokens):
            token = self.tokens[self.index]
            if token.nesting < 0 or self.opens_slide(token) or self.goes_before(token, containers):
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
                if containers[-1:] == ("columns",):
                    no_column(self.passage, self.passage.start(token), len(PAUSE))
                    continue
                found = []
                pauses.append((self.passage.start(token), found))
            else:
                found += self.block(token, containers)
        captioned = (with_captions(shown), *(with_captions(blocks) for _, blocks in pauses))
        check_captions(self.passage, captioned)
        steps = (b.Fragment(place, with_captions(blocks)) for place, blocks in pauses if blocks)
        return (*with_captions(shown), *steps)

    def goes_before(self, token: Token, containers: tuple[str, ...]) -> bool:
        """Tell whether a token ends the innermost container, which was to be closed before."""
        if token.type == "div_open":
            return containers[-1:] == ("column",) and name_in(token.info) == "column"
        outer, own = self.fences[:-1], self.fences[-1:]
        return (
            token.type == "div_close"
            and self.misses_ends
            and len(token.markup) in map(len, outer)
            and len(token.markup) > max(map(len, own), default=0)
        )

    def opens_slide(self, token: Token) -> bool:
        return self.markup.slides and token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2")

    def is_pause(self, token: Token) -> bool:
        return token.type == "paragraph_open" and self.tokens[self.index + 1].content.strip() == PAUSE

    def block(self, token: Token, containers: tuple[str, ...]) -> list[b.Block]:  # noqa: C901, PLR0911  one case a kind of block
        """Give what begins at a token, and move behind it."""
        self.index += 1
        place = self.passage.start(token)
        self.check_depth(token, place)
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
                return [Fences(self.passage, self.markup, parse_inlines).block(token, place)]
            case "math_block":
                return [self.math(token, place)]
            case "table_open":
                return [self.table(token, place)]
            case "dl_open":
                return [self.definition_list(place, containers)]
            case "hr":
                return [b.HorizontalRule(place)]
            case "html_block":
                return self.html(token, place)
            case "div_open":
                return self.container(token, place, containers)
            case "footnote_reference_open":
                self.footnote(str(token.meta["label"]), place, self.until("footnote_reference_close", containers))
        return []

    def footnote(self, label: str, place: Location, content: b.Blocks) -> None:
        if label in self.footnotes:
            first = self.footnotes[label][0].line
            message, hint = f"a second text for the footnote '{label}'", f"the first is on line {first}; keep one"
            self.passage.add(UNKNOWN_FOOTNOTE, message, place, hint, len(label) + 4)
        self.footnotes.setdefault(label, (place, content))

    def check_depth(self, token: Token, place: Location) -> None:
        """Report the deepest level that is read, because what stands below it is not."""
        if token.type in _HOLDERS and token.level >= MAX_NESTING - 1:
            self.passage.add(TOO_DEEP, "lists or quotes are nested too deeply", place, "flatten them")

    def until(self, end: str, containers: tuple[str, ...]) -> b.Blocks:
        """Give the blocks up to a closing token, and move behind it."""
        # What stands in a list or a quotation does not stand directly in the container around it.
        found = self.siblings((*containers, end), end)
        self.index += 1
        return found

    def words(self, origin: Origin | None = None) -> b.Inlines:
        """Give the inlines of the block that has just been opened, and move behind its end."""
        inline = self.tokens[self.index]
        self.index += 2
        return self.inlines.read(inline, origin or self.passage.origin(inline))

    def paragraph(self) -> list[b.Block]:
        inline = self.tokens[self.index]
        self.index += 2
        children = self.inlines.read(inline, self.passage.origin(inline), divided=True)
        found: list[b.Block] = []
        for pictures, line in parted(children):
            found += row(line) if pictures else self.divided(line)
        return found

    def divided(self, children: Sequence[b.Inline]) -> list[b.Block]:
        """Give a line of words as paragraphs, around the displayed formulas in it."""
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
        origin = self.heading_origin(token, self.tokens[self.index])
        attributes, at = self.attributes(token, origin)
        what = "a heading on a page" if self.markup.is_page else "a heading within a slide or a quote"
        self.passage.refuse(attributes, at, what, takes_id=self.markup.is_page)
        children = self.words(origin)
        level, least = int(token.tag[1]), 3 if self.markup.slides else 2
        if level < least:
            message = f"a heading of level {level} cannot stand here"
            self.passage.add(HEADING_LEVEL, message, place, f"write '{'#' * least} ' or deeper", level)
        name = self.heading_id(attributes, at, children) if self.markup.is_page else ""
        return b.Heading(place, max(level, least), name, children)

    def heading_id(self, attributes: Attributes, at: Location, children: b.Inlines) -> str:
        if attributes.id is None:
            words = slug(b.plain_text(children))
            return self.ids.fresh(words) if words else ""
        name = attributes.id.value
        if name not in self.given:
            self.given[name] = shift(at, attributes.id.start)
            return name
        message, hint = f"a second heading with the id '{name}'", f"the first is on line {self.given[name].line}"
        self.passage.add(
            DUPLICATE_ID, message, shift(at, attributes.id.start), f"{hint}; rename one", attributes.id.length
        )
        return self.ids.fresh(name)

    def given_ids(self) -> set[str]:
        """Give the ids that headings further down have, which no heading may get before."""
        texts = [token.meta["attributes"][0] for token in self.tokens if "attributes" in token.meta]
        return {found.id.value for found in map(parse_attributes, texts) if found.id and is_id(found.id.value)}

    def heading_origin(self, token: Token, inline: Token) -> Origin:
        """Give where the words of a heading stand: behind its `#`, or on the lines above its `---`."""
        if not token.markup.startswith("#"):
            return self.passage.origin(inline)
        begin = self.passage.column(token) + len(token.markup)
        words = self.passage.line(first_line(token))[begin:]
        return self.passage.origin_at(inline, begin + len(words) - len(words.lstrip()))

    def attributes(self, token: Token, origin: Origin) -> tuple[Attributes, Location]:
        """Give the attributes of a heading, and where the text between their braces begins."""
        if "attributes" not in token.meta:
            return Attributes(), self.passage.start(token)
        text, position = token.meta["attributes"]
        found = parse_attributes(text)
        if token.meta.get("open"):
            found.problems.append(AttributeProblem("the brace is never closed", "end it with '}'", 0, len(text)))
        return found, origin.place(position)

    def list_of(self, token: Token, place: Location, containers: tuple[str, ...]) -> b.BulletList | b.OrderedList:
        end = token.type.replace("open", "close")
        items: list[b.ListItem] = []
        tight = True
        while self.tokens[self.index].type != end:
            at = self.passage.start(self.tokens[self.index]) if items else place
            self.check_depth(self.tokens[self.index], at)
            self.index += 1
            first = self.tokens[self.index]
            tight = tight and (first.type != "paragraph_open" or first.hidden)
            items.append(_task(b.ListItem(at, self.until("list_item_close", containers), None)))
        self.index += 1
        incremental = "incremental" in containers
        if token.type == "bullet_list_open":
            return b.BulletList(place, tuple(items), tight, incremental)
        return b.OrderedList(place, tuple(items), int(token.attrs.get("start", 1)), tight, incremental)

    def definition_list(self, place: Location, containers: tuple[str, ...]) -> b.DefinitionList:
        items: list[tuple[Location, b.Inlines, list[b.Blocks]]] = []
        while (token := self.tokens[self.index]).type != "dl_close":
            self.index += 1
            if token.type == "dt_open":
                items.append((self.passage.start(token) if items else place, self.words(), []))
            else:
                self.check_depth(token, place)
                items[-1][2].append(self.until("dd_close", containers))
        self.index += 1
        return b.DefinitionList(place, tuple(b.Definition(at, term, tuple(means)) for at, term, means in items))

    def math(self, token: Token, place: Location) -> b.MathBlock:
        tex = token.content.strip("\n")
        first = first_line(token) + len(token.content) - len(token.content.lstrip("\n"))
        closing = token.map[1] - 1 if token.map else first
        places = []
        for number, part in enumerate(tex.split("\n"), first):
            source = self.passage.line(number)
            end = len(source.rstrip()) - len("$$") if number == closing else len(source)
            places.append(self.passage.place(number, max(end - len(part), 0)))
        return b.MathBlock(place, tex, tuple(places))

    def html(self, token: Token, place: Location) -> list[b.Block]:
        text = token.content.strip()
        if text.startswith("<!--") and text.find("-->") == len(text) - 3:
            return []
        if self.markup.html and len(token.content) > MAX_HTML:
            message = f"this block of HTML has {len(token.content)} characters, more than {MAX_HTML}"
            self.passage.add(RAW_HTML, message, place, "divide it by empty lines, or write Markdown")
            return [b.Broken(place, "This block of HTML is too long", text)]
        if self.markup.html:
            return [b.RawHtml(place, token.content, self.addresses(token))]
        self.passage.refuse_html(text, place)
        return [b.Broken(place, "HTML is off in this deck", text)]

    def addresses(self, token: Token) -> tuple[b.Address, ...]:
        """Give where the links of a block of HTML lead; those that are not safe are reported."""
        found = []
        lines = token.content.split("\n")
        for href, line, column in links(token.content):
            number = first_line(token) + line
            # The marks of lists and quotes stand in the file only.
            margin = len(self.passage.line(number).rstrip()) - len(lines[line].rstrip())
            place = self.passage.place(number, max(margin, 0) + column)
            if is_unsafe(href):
                hint = "link to a slide, a page of the site or an https: address"
                self.passage.add(UNSAFE_LINK, f"a link to '{href[:60]}'", place, hint)
            else:
                found.append(b.Address(href, place))
        return tuple(found)

    # --- tables ---------------------------------------------------------------------------------

    def table(self, opening: Token, place: Location) -> b.Table:
        rows: list[tuple[b.Cell, ...]] = []
        cells: list[b.Cell] = []
        sources: list[tuple[int, str]] = []
        while (token := self.tokens[self.index]).type != "table_close":
            self.index += 1
            if token.type == "tr_open":
                cells, sources = [], cell_sources(self.passage, token, self.passage.column(token if rows else opening))
                check_width(self.passage, token, len(sources), len(rows[0]) if rows else len(sources))
            elif token.type in ("th_open", "td_open"):
                column, source = sources[len(cells)] if len(cells) < len(sources) else sources[-1]
                origin = self.passage.origin_at(self.tokens[self.index], column, source)
                align = str(token.attrs.get("style", "")).removeprefix("text-align:")
                cells.append(b.Cell(origin.place(0), align, self.words(origin)))
            elif token.type == "tr_close":
                rows.append(tuple(cells))
        self.index += 1
        caption = caption_of(rows[-1][0].children) if len(rows) > 1 and len(sources) == 1 else ()
        return b.Table(place, caption, rows[0], tuple(rows[1:-1] if caption else rows[1:]))

    # --- containers -----------------------------------------------------------------------------

    def container(self, token: Token, place: Location, containers: tuple[str, ...]) -> list[b.Block]:
        if len(containers) >= MAX_NESTING:
            self.passage.add(TOO_DEEP, "containers are nested too deeply", place, "flatten them", len(token.markup))
            return []
        name, attributes, at = container_name(self.passage, token)
        self.fences.append(token.markup)
        content = self.siblings((*containers, name))
        following = self.tokens[self.index] if self.index < len(self.tokens) else None
        if following and following.type == "div_close" and not self.goes_before(following, (*containers, name)):
            self.index += 1
        else:
            message = f"'{token.markup} {name}' is never closed"
            self.passage.add(CONTAINER_NESTING, message, place, "end it with a line of ':::'", len(token.markup))
        self.fences.pop()
        check_use(self.passage, name, place, content, containers)
        if name in CONTAINERS:
            self.passage.refuse(attributes, at, f"'{name}'", ("width",) if name == "column" else ())
        if name in _WRAPPERS:
            return [_WRAPPERS[name](place, content)]
        match name:
            case "notes" if self.markup.slides:
                self.notes += content
                return []
            case "notes":
                hint = "write it as text, or move it to a slide"
                self.passage.add(CONTAINER_NESTING, "'notes' belong to a slide", place, hint, len(token.markup))
            case "columns":
                return [columns(self.passage, place, content)]
            case "column" if containers[-1:] == ("columns",):
                return [Column(place, self.passage.width(attributes, at), content)]
            case "column":
                hint = "put the columns into ':::: columns' … '::::'"
                self.passage.add(CONTAINER_NESTING, "'column' outside of 'columns'", place, hint, len(token.markup))
        return list(content)


def _paragraph(line: list[b.Inline]) -> list[b.Block]:
    """Give a paragraph, unless there is nothing but white space to put in it."""
    kept = list(line)
    if kept and isinstance(first := kept[0], b.Text):
        words = first.text.lstrip()
        blank = first.text[: len(first.text) - len(words)]
        kept[0] = b.Text(shift(first.location, len(blank.rpartition("\n")[2])), words)
    if kept and isinstance(last := kept[-1], b.Text):
        kept[-1] = b.Text(last.location, last.text.rstrip())
    kept = [node for node in kept if not (isinstance(node, b.Text) and not node.text)]
    return [b.Paragraph(kept[0].location, tuple(kept))] if kept else []


def _task(item: b.ListItem) -> b.ListItem:
    """Give an item that begins with `[ ]` or `[x]` as a task."""
    match item.blocks:
        case (b.Paragraph(location, (b.Text(place, text), *rest)), *more) if found := _TASK.match(text):
            words = text[found.end() :]
            head = (b.Text(shift(place, found.end()), words),) if words else ()
            return b.ListItem(item.location, (b.Paragraph(location, (*head, *rest)), *more), found[1] != " ")
    return item
