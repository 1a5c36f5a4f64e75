"""Inline tokens to the nodes of a line."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import Location, did_you_mean
from instructdeck.deck.links import is_unsafe
from instructdeck.deck.rules import (
    BAD_MATH,
    BROKEN_LINK,
    CITATION_SYNTAX,
    LONE_DIAGRAM,
    MISSING_ALT,
    RAW_HTML,
    STRAY_MARK,
    TABLE_WIDTH,
    TOO_DEEP,
    UNKNOWN_ATTRIBUTE,
    UNKNOWN_FOOTNOTE,
    UNSAFE_LINK,
)
from instructdeck.values import dataclass

from .arithmetic import inputs
from .attributes import Attributes, parse_attributes
from .elements import LONE_TAGS, PAIRED_TAGS, Tag, pair_tags, read_tag
from .lighting import ATTRIBUTES as DIAGRAM_ATTRIBUTES
from .lighting import read_diagram
from .passage import DIAGRAM_FILE, Origin, Passage, shift
from .slips import Slip, latex_command, latex_formula, slips

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from markdown_it.token import Token


SPAN_CLASSES = ("highlight", "muted", "small", "ours")
MAX_SHOWN = 60
"""Characters of a formula that a hint repeats."""
MAX_MARKS = 30
"""Levels of emphasis, links, spans and pairs of HTML tags within each other."""
WORD_BREAK = "\u200b"
"""What `<wbr>` is as a character."""
NO_FOOTNOTES = ("a text inside a YAML file has no footnotes", "say it in the text itself, or in a quote's 'note'")
"""Message and hint: such a text is shown on several pages, each with footnotes of its own."""

_ADDRESS = re.compile(
    r"\]\(\s*(?:<(?P<pointed>[^<>\n]*)>|(?P<plain>(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*))|<(?P<bare>[^<>\s]*)>"
)
"""The address of a link, from the end of its words on, or of a bare one."""
_CITED = re.compile(r"@[A-Za-z0-9](?:[\w:./+-]*\w)?")
_PLACED = re.compile(rf"\[\s*({_CITED.pattern})\s+(pp?\.\s*[^,;\[\]]+)\]")
_BLANK_STRONG = re.compile(r"\*\*(?:\s[^*\n]+|[^*\s][^*\n]*\s)\*\*")
"""Words between marks that have blanks on their inner side, where they mark nothing."""
_LONE_STRONG = re.compile(r"(?:(?<![\w*])\*\*(?=[^\W_])|(?<=[^\W\d_])\*\*(?![\w*]))")
"""Marks at one side of words; two stars behind a number are a level of significance."""
_BLANK_DOLLAR = re.compile(r"(?<!\$)\$(?=[ \t])")
_BLANK_MATH = re.compile(r"(?<![A-Za-z])\$[ \t]+((?=[^$\n]*[\\^_=+<>]|[A-Za-z][ \t]*\$)[^$\n]+?)[ \t]*\$(?![\d$])")
_WORDS = re.compile(r"\s+")
_BLANK_BEFORE = re.compile(r"(?<=\s)\S")


@dataclass(frozen=True, slots=True)
class DisplayMath(b.Inline):
    """`$$tex$$` within a paragraph, until `tree` divides the paragraph around it."""

    tex: str
    places: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class DiagramFile(b.Inline):
    """A diagram alone in its paragraph, until `tree` puts it in place of the paragraph."""

    diagram: b.Diagram


@dataclass
class InlineReader:
    """Reads the children of inline tokens; footnotes are numbered in the order they are met."""

    passage: Passage
    labels: Collection[str]
    """Of the footnotes that have a text."""
    footnotes: dict[str, int] = field(default_factory=dict)
    """Number by label, on the slide or page at hand."""
    marks: Counter[str] = field(default_factory=Counter)
    """How many marks point to each footnote so far."""

    def read(self, inline: Token, origin: Origin, *, divided: bool = False) -> b.Inlines:
        """Give the nodes of an inline token, whose content stands at `origin`; `divided` around display formulas."""
        tokens = inline.children or []
        if self.passage.markup.html:
            pair_tags(tokens)
        return _Line(self, inline, origin, tokens, divided).run()


@dataclass
class _Line:
    reader: InlineReader
    inline: Token
    origin: Origin
    tokens: Sequence[Token]
    divided: bool
    index: int = 0
    depth: int = 0
    in_link: bool = False
    told: list[Slip] = field(default_factory=list)
    """Slips that are told once in a paragraph."""

    @property
    def passage(self) -> Passage:
        return self.reader.passage

    def place(self, position: int) -> Location:
        return self.origin.place(position)

    def run(self) -> b.Inlines:
        """Give the nodes up to the end of the mark that was opened last, or to the end of all."""
        found: list[b.Inline] = []
        flat = 0
        while self.index < len(self.tokens):
            token = self.tokens[self.index]
            self.index += 1
            if token.nesting < 0 and not flat:
                break
            if token.nesting and (flat or self.depth >= MAX_MARKS):
                if not flat:
                    place = self.place(token.meta["pos"])
                    self.passage.add(TOO_DEEP, "marks are nested too deeply", place, "flatten them")
                flat += token.nesting
                continue
            found += _READERS.get(token.type, _nothing)(self, token, token.meta.get("pos", 0))
        return tuple(_one_list(_joined(found)))

    def inner(self) -> b.Inlines:
        """Give the nodes inside the mark that has just been opened."""
        self.depth += 1
        found = self.run()
        self.depth -= 1
        return found

    def text(self, token: Token, position: int) -> list[b.Inline]:
        if token.type == "text":
            opens = position == 0 or self.inline.content[position - 1] == "\n"
            for slip, start, length in slips(token.content, opens_line=opens):
                if slip in self.told:
                    continue
                if slip.opens_line and slip.rule is TABLE_WIDTH:
                    self.told.append(slip)  # each line of what is no table would be told again
                self.passage.add(slip.rule, slip.message, self.place(position + start), slip.hint, length)
            if token.content == "*" and (strong := _BLANK_STRONG.match(self.inline.content, position)):
                hint = "write **words**, without a space inside the marks"
                self.passage.add(STRAY_MARK, "'**' marks nothing here", self.place(position), hint, len(strong[0]))
            elif token.content == "*" and _LONE_STRONG.match(self.inline.content, position):
                hint = "write it before and behind the words; the sign itself is written \\*"
                self.passage.add(STRAY_MARK, "'**' marks nothing here", self.place(position), hint, 2)
            for dollar in _BLANK_DOLLAR.finditer(token.content):
                self.blank_math(position + dollar.start())
        elif token.markup in ("\\(", "\\["):
            self.latex(position, "$$" if token.markup == "\\[" else "$")
        elif found := latex_command(self.inline.content, position):
            slip, length = found
            self.passage.add(slip.rule, slip.message, self.place(position), slip.hint, length)
        return self.texts(token.content, position)

    def texts(self, words: str, position: int) -> list[b.Inline]:
        """Give words as a text; as several where YAML has folded the lines of its file to one."""
        if not self.passage.markup.spans:
            return [b.Text(self.place(position), words)] if words else []
        found: list[b.Inline] = []
        while words:
            here = self.place(position)
            folded = (
                each.start()
                for each in _BLANK_BEFORE.finditer(words)
                if self.place(position + each.start()).line != here.line
            )
            end = next(folded, len(words))
            found.append(b.Text(here, words[:end]))
            words, position = words[end:], position + end
        return found

    def blank_math(self, position: int) -> None:
        """Report a formula between signs that have blanks on their inner side, where they are prices."""
        if found := _BLANK_MATH.match(self.inline.content, position):
            tex = found[1].strip()
            hint = f"write ${tex if len(tex) <= MAX_SHOWN else '…'}$, without spaces inside the signs"
            self.passage.add(BAD_MATH, "this '$' opens no formula", self.place(position), hint, len(found[0]))

    def latex(self, position: int, mark: str) -> None:
        """Report a formula between the brackets of LaTeX, which Markdown shows as brackets."""
        formula = latex_formula(self.inline.content, position)
        tex = formula[2:-2].strip()
        if formula:
            hint = f"write {mark}{tex if len(tex) <= MAX_SHOWN and chr(10) not in tex else '…'}{mark}"
            message = f"'{formula[:2]}' opens no formula"
            self.passage.add(BAD_MATH, message, self.place(position), hint, len(formula.split("\n")[0]))

    def softbreak(self, _token: Token, position: int) -> list[b.Inline]:
        return [b.Text(self.place(position), "\n")]

    def hardbreak(self, _token: Token, position: int) -> list[b.Inline]:
        return [b.LineBreak(self.place(position))]

    def emphasis(self, _token: Token, position: int) -> list[b.Inline]:
        return [b.Emphasis(self.place(position), self.inner())]

    def strong(self, _token: Token, position: int) -> list[b.Inline]:
        # markdown-it keeps the token of the second mark.
        return [b.Strong(self.place(position - 1), self.inner())]

    def strikethrough(self, _token: Token, position: int) -> list[b.Inline]:
        return [b.Strikethrough(self.place(position), self.inner())]

    def code(self, token: Token, position: int) -> list[b.Inline]:
        return [b.CodeSpan(self.place(position), token.content)]

    def math(self, token: Token, position: int) -> list[b.Inline]:
        return [b.InlineMath(self.place(position), token.content, self.math_places(token, position + 1))]

    def display_math(self, token: Token, position: int) -> list[b.Inline]:
        # Within a mark, a heading or a cell there is nothing to divide.
        kind = DisplayMath if self.divided and not self.depth else b.InlineMath
        return [kind(self.place(position), token.content, self.math_places(token, position + 2))]

    def math_places(self, token: Token, position: int) -> tuple[Location, ...]:
        found = []
        for part in token.content.split("\n"):
            found.append(self.place(position))
            position += len(part) + 1
        return tuple(found)

    def link(self, token: Token, position: int) -> list[b.Inline]:
        place = self.place(position)
        return self.linked(place, str(token.attrs.get("href", "")), str(token.attrs.get("title", "")), position)

    def linked(self, place: Location, href: str, title: str, position: int | None = None) -> list[b.Inline]:
        """Give a link around the words that follow, or these words alone; `position` is that of one in Markdown."""
        within, self.in_link = self.in_link, True
        children = self.inner()
        self.in_link = within
        if within:
            self.passage.add(BROKEN_LINK, "a link within a link", place, "end the outer one before it")
            return list(children)
        places = () if position is None else self.address(position, self.tokens[self.index - 1])
        if is_unsafe(href):
            hint = "link to a slide, a page of the site or an https: address"
            start, end = places or (place, place)
            self.passage.add(UNSAFE_LINK, f"a link to '{href[:60]}'", start, hint, end.column - start.column)
            return list(children)
        return [b.Link(place, href, title, children, places)]

    def address(self, position: int, closing: Token) -> tuple[Location, ...]:
        """Give where the address of a link begins and ends; nothing when it is written below the text."""
        bare = self.inline.content.startswith("<", position)
        found = _ADDRESS.match(self.inline.content, position if bare else closing.meta.get("pos", 0))
        if found is None:
            return ()
        name = found.lastgroup or 0
        return (self.place(found.start(name)), self.place(found.end(name)))

    def image(self, token: Token, position: int) -> list[b.Inline]:
        place = self.place(position)
        src = str(token.attrs.get("src", ""))
        words = (" " if child.type.endswith("break") else child.content for child in token.children or [])
        alt = _WORDS.sub(" ", "".join(words)).strip()
        attributes, at = self.attributes(token, place)
        is_diagram = src.lower().endswith(DIAGRAM_FILE)
        what = "a diagram" if is_diagram else "a figure"
        if not alt:
            hint = f"say what it shows: ![what it shows]({src})"
            self.passage.add(MISSING_ALT, f"{what} without alt text", place, hint, 3)
        begin = position + len(f"![{token.content}](")
        named = self.place(begin) if self.inline.content.startswith("](", begin - 2) else place
        if is_diagram:
            return self.diagram(token, place, named, alt)
        self.passage.refuse(attributes, at, what, ("width",))
        file = self.passage.markup.figure(src, named, len(src))
        width = self.passage.width(attributes, at)
        return [b.Image(place, src, file, alt, str(token.attrs.get("title", "")), width)]

    def diagram(self, token: Token, place: Location, named: Location, alt: str) -> list[b.Inline]:
        src = str(token.attrs.get("src", ""))
        if not self.divided or len(self.tokens) > 1:
            hint = "put an empty line before and behind it"
            self.passage.add(LONE_DIAGRAM, "a diagram within a line of text", place, hint, 2)
            return []
        attributes, at = self.attributes(token, place)
        path, text = self.passage.markup.diagram(src, named, len(src)) or ("", "")
        places = tuple(Location(path, number + 1) for number in range(text.count("\n") + 1)) if path else ()
        title = str(token.attrs.get("title", ""))
        found = read_diagram(self.passage, attributes, at, b.Diagram(place, text, places, alt, title))
        self.passage.refuse(attributes, at, "a diagram", DIAGRAM_ATTRIBUTES)
        return [DiagramFile(place, found)]

    def span(self, token: Token, position: int) -> list[b.Inline]:
        place = self.place(position)
        attributes, at = self.attributes(token, place)
        known = tuple(each.value for each in attributes.classes if each.value in SPAN_CLASSES)
        for each in attributes.classes:
            if each.value not in SPAN_CLASSES:
                message, hint = f"unknown class '.{each.value}'", did_you_mean(each.value, SPAN_CLASSES)
                self.passage.add(UNKNOWN_ATTRIBUTE, message, shift(at, each.start - 1), hint, each.length + 1)
        attributes.classes.clear()
        self.passage.refuse(attributes, at, "a span", ("calc",))
        if calc := attributes.pairs.get("calc"):
            begin = shift(at, calc.value_start)
            found = b.Calculation(place, calc.value, begin, inputs(calc.value), self.inner())
            return [b.Span(place, known, (found,))] if known else [found]
        return [b.Span(place, known, self.inner())]

    def attributes(self, token: Token, place: Location) -> tuple[Attributes, Location]:
        """Give the attributes behind an image or a span, and where the text between the braces begins."""
        if "attributes" not in token.meta:
            return Attributes(), place
        text, offset = token.meta["attributes"]
        return parse_attributes(text), self.place(offset)

    def citation(self, token: Token, position: int) -> list[b.Inline]:
        place = self.place(position)
        cites = token.meta["cites"]
        if cites is None:
            hint = _citation_hint(token.content)
            self.passage.add(CITATION_SYNTAX, f"'{token.content}' is no citation", place, hint, len(token.content))
            return [b.Text(place, token.content)]
        if self.in_link:
            hint = "write it behind the link"
            self.passage.add(CITATION_SYNTAX, "a citation within a link", place, hint, len(token.content))
            return [b.Text(place, token.content)]
        return [
            b.Citation(
                place, tuple(b.Cite(name, locator, self.place(position + start)) for name, locator, start in cites)
            )
        ]

    def footnote(self, token: Token, position: int) -> list[b.Inline]:
        label = str(token.meta["label"])
        if label not in self.reader.labels:
            message, hint = f"there is no footnote '{label}'", f"write '{token.content}: the note' below"
            if self.passage.markup.at:
                message, hint = NO_FOOTNOTES
            self.passage.add(UNKNOWN_FOOTNOTE, message, self.place(position), hint, len(token.content))
            return [b.Text(self.place(position), token.content)]
        if self.in_link:
            message, hint = "a footnote mark within a link", "write it behind the link"
            self.passage.add(UNKNOWN_FOOTNOTE, message, self.place(position), hint, len(token.content))
            return [b.Text(self.place(position), token.content)]
        number = self.reader.footnotes.setdefault(label, len(self.reader.footnotes) + 1)
        self.reader.marks[label] += 1
        return [b.FootnoteReference(self.place(position), label, number, self.reader.marks[label])]

    def html(self, token: Token, position: int) -> list[b.Inline]:
        place = self.place(position)
        if token.content.startswith("<!--"):
            return []
        tag = read_tag(token.content) if self.passage.markup.html else None
        if tag and tag.name in LONE_TAGS and not tag.closes:
            return [b.LineBreak(place) if tag.name == "br" else b.Text(place, WORD_BREAK)]
        if self.passage.markup.html:
            message, hint = _tag_problem(tag)
            self.passage.add(RAW_HTML, message, place, hint, len(token.content.split("\n")[0]))
        else:
            self.passage.refuse_html(token.content, place)
        return [b.Text(place, token.content)]

    def element(self, token: Token, position: int) -> list[b.Inline]:
        place = self.place(position)
        tag = read_tag(token.content)
        if tag is None:  # never so, or it had not been paired
            return list(self.inner())
        for name in sorted(tag.attributes.keys() - set(tag.known)):
            hint = f"known: {', '.join(sorted(tag.known))}"
            self.passage.add(RAW_HTML, f"'{name[:40]}' of <{tag.name}> is taken out", place, hint, len(tag.name) + 1)
        if tag.name == "a":
            return self.linked(place, tag.attributes.get("href", ""), tag.attributes.get("title", ""))
        kept = tuple((name, value) for name, value in sorted(tag.attributes.items()) if name in tag.known)
        return [b.Element(place, tag.name, kept, self.inner())]


def _citation_hint(text: str) -> str:
    """Give what was most likely meant by brackets that are no citation."""
    names = _CITED.findall(text)
    if len(names) > 1:
        return f"write [{'; '.join(names)}]"
    if found := _PLACED.fullmatch(text):
        return f"write [{found[1]}, {found[2]}]"
    return "write [@quote-id], [@a; @b] or [@source, p. 3]"


def _tag_problem(tag: Tag | None) -> tuple[str, str]:
    """Give what is wrong with HTML that is no part of a pair, and what to do."""
    if tag is None:
        return "this is no tag", "delete it, or write '\\<' for the sign itself"
    if tag.name == "img":
        return "a picture is no HTML here", "write ![what it shows](figures/name.svg)"
    if tag.name not in PAIRED_TAGS:
        return f"<{tag.name}> cannot stand in a line", "write Markdown, or '\\<' for the sign itself"
    if tag.closes:
        return (
            f"</{tag.name}> closes nothing",
            f"open it with <{tag.name}> in the same paragraph, within the same marks",
        )
    return f"<{tag.name}> is never closed", f"close it with </{tag.name}> in the same paragraph, within the same marks"


def _nothing(_line: _Line, _token: Token, _position: int) -> list[b.Inline]:
    return []


_READERS: dict[str, Callable[[_Line, Token, int], list[b.Inline]]] = {
    "text": _Line.text,
    "text_special": _Line.text,
    "softbreak": _Line.softbreak,
    "hardbreak": _Line.hardbreak,
    "em_open": _Line.emphasis,
    "strong_open": _Line.strong,
    "s_open": _Line.strikethrough,
    "code_inline": _Line.code,
    "math_inline": _Line.math,
    "math_inline_double": _Line.display_math,
    "link_open": _Line.link,
    "image": _Line.image,
    "span_open": _Line.span,
    "citation": _Line.citation,
    "footnote_ref": _Line.footnote,
    "html_inline": _Line.html,
    "element_open": _Line.element,
}


def _joined(found: list[b.Inline]) -> list[b.Inline]:
    """Merge neighboring texts; the place is that of the first, or of the second behind a line break."""
    if len(found) < 2:  # noqa: PLR2004  nothing to merge
        return found
    joined: list[b.Inline] = []
    words: list[b.Text] = []
    for node in found:
        if isinstance(node, b.Text) and not (words and _folded(words[-1], node)):
            words.append(node)
            continue
        joined += _one_text(words)
        if isinstance(node, b.Text):
            words = [node]
            continue
        joined.append(node)
        words = []
    return joined + _one_text(words)


def _one_list(found: list[b.Inline]) -> list[b.Inline]:
    """Merge citations with nothing but space between them: a reader sees one list."""
    if not any(type(node) is b.Citation for node in found):
        return found
    merged: list[b.Inline] = []
    row: list[b.Citation] = []
    for index, node in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        if isinstance(node, b.Citation):
            row.append(node)
        elif row and isinstance(following, b.Citation) and isinstance(node, b.Text) and not node.text.strip():
            continue
        else:
            merged += [*_one_citation(row), node]
            row = []
    return merged + _one_citation(row)


def _one_citation(row: list[b.Citation]) -> list[b.Inline]:
    return [b.Citation(row[0].location, tuple(cite for each in row for cite in each.cites))] if row else []


def _folded(first: b.Text, second: b.Text) -> bool:
    """Tell whether two texts stand on two lines of a file that YAML has made one."""
    return first.location.line != second.location.line and first.text != "\n" and second.text != "\n"


def _one_text(words: list[b.Text]) -> list[b.Text]:
    if len(words) < 2:  # noqa: PLR2004  nothing to merge
        return words
    return [b.Text(words[words[0].text == "\n"].location, "".join([node.text for node in words]))]
