"""SVG as a small tree of frozen elements: parsed, changed, and written as a part of a page.

`parse` gives the tree, `changed` replaces or drops its elements, and `placed` makes it a part of a page:
ids that no other figure has, and no `style` attribute, which a strict Content-Security-Policy forbids.
What an author drew is judged elsewhere; here nothing is trusted but to be what it says.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING, Protocol
from xml.parsers import expat

from markupsafe import Markup, escape

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MAX_DEPTH = 100
"""Elements within each other; drawing programs stay below 30."""

_PREFIXES = {
    "http://www.w3.org/2000/svg": "",
    "http://www.w3.org/1999/xlink": "xlink:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}
_WORDS = frozenset({"text", "tspan", "textPath", "title", "desc"})
"""Elements in which white space is shown."""
_ENTITY = re.compile(r"&(?!#|(?:amp|lt|gt|quot|apos);)[^;\s]*;?")
_URL = re.compile(r"""url\(\s*+(["']?)#([^"'()]*+)\1\s*\)""", re.IGNORECASE)
"""A reference to a part of the drawing; possessive, because an author's value may be long and never close it."""
_IDS = frozenset({"aria-labelledby", "aria-describedby", "aria-details", "aria-controls", "aria-owns", "aria-flowto"})
"""Attributes that hold a list of ids."""
_DECLARATION = re.compile(r"""(?:^|;)\s*(-{0,2}[A-Za-z][\w-]*)\s*:((?:"[^"]*"|'[^']*'|[^;"'])*)""", re.ASCII)
_MAX_VALUE = 500
"""Characters of a value in a `style` attribute."""
_STRING = re.compile(r""""[^"\\\n<>]*"|'[^'\\\n<>]*'""")
_PLAIN = re.compile(r"(?:[#\w.,%+ ()-]|/(?!\*)|\*(?!/))*", re.ASCII)
_FUNCTION = re.compile(r"([\w-]*)\(")
_HARMLESS = """
    var calc min max clamp rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark
    translate translatex translatey scale scalex scaley rotate skewx skewy matrix
    blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
"""
_FUNCTIONS = frozenset(_HARMLESS.split()) | {""}
"""What a value may call: nothing that loads; the empty name is that of plain brackets."""


class SvgError(Exception):
    """Why a text is no SVG that can be read."""

    def __init__(self, message: str, line: int = 1, column: int = 1, hint: str = "") -> None:
        """Take one line on the cause, its 1-based place in the text, and what to do about it."""
        super().__init__(message)
        self.line = line
        self.column = column
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Element:
    """One element with all that stands in it."""

    name: str
    """Its local name, such as `linearGradient`; with its namespace and a blank before it where that is not SVG's."""
    attributes: Mapping[str, str]
    """By local name, `xlink:` and `xml:` before it; those of other namespaces as above."""
    children: tuple[Element | str, ...] = ()
    line: int = field(default=1, compare=False)
    column: int = field(default=1, compare=False)
    """1-based, in characters: where its tag begins."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A drawing as a part of a page."""

    html: Markup
    styles: Mapping[str, str]
    """Class name to CSS declaration, for the stylesheet that goes with the HTML."""


class Reader(Protocol):
    """What is told of each part of an SVG while it is read."""

    def start(self, name: str, attributes: dict[str, str], line: int, column: int) -> None:
        """Take the begin of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def text(self, words: str) -> None:
        """Take the words between two tags."""

    def instruction(self, target: str, line: int, column: int) -> None:
        """Take a processing instruction, such as `<?xml-stylesheet … ?>`."""


def read(text: str, reader: Reader) -> None:
    """Tell a reader the parts of an SVG in their order.

    Raises:
        SvgError: the text is not well-formed, is nested too deeply, or defines entities of its own.
    """
    reading = _Reading(text, reader)
    try:
        reading.parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003  expat's own
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code)
        hint = "save it again with the program that it was drawn with"
        raise SvgError(f"not well-formed: {message}", error.lineno, error.offset + 1, hint) from error


class _Reading:
    """An SVG on its way through expat, which never loads anything and is told to follow no definition."""

    def __init__(self, text: str, reader: Reader) -> None:
        self.text = text
        self.reader = reader
        self.names: dict[str, str] = {}
        self.depth = 0
        self.parser = parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = reader.text
        parser.ProcessingInstructionHandler = self.instruction
        parser.XmlDeclHandler = self.declaration
        parser.StartDoctypeDeclHandler = self.doctype

    @property
    def place(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            message = f"more than {MAX_DEPTH} elements within each other"
            raise SvgError(message, *self.place, "simplify the drawing")
        if tag not in self.names:
            self.names[tag] = _named(tag) if " " in tag else f" {tag}"
        if any(" " in name for name in attributes):
            attributes = {_named(name): value for name, value in attributes.items()}
        self.reader.start(self.names[tag], attributes, *self.place)

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.reader.end(self.names[tag])

    def instruction(self, target: str, _data: str) -> None:
        self.reader.instruction(target, *self.place)

    def declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        # What is read here as UTF-8 a browser would read as what the file says it is.
        if encoding and encoding.lower() not in {"utf-8", "utf8"}:
            raise SvgError(f"the file says that it is {encoding}", *self.place, "save it as UTF-8")

    def doctype(self, _name: str, _system: str | None, _public: str | None, internal: int) -> None:
        if internal:
            hint = "export the drawing as plain SVG"
            raise SvgError("a document type definition of its own", *self.place, hint)
        # With a document type expat passes over entities that it does not know, and browsers know some.
        if found := _ENTITY.search(self.text):
            line = self.text.count("\n", 0, found.start()) + 1
            column = found.start() - self.text.rfind("\n", 0, found.start())
            raise SvgError(f"unknown entity '{found[0]}'", line, column, "write the character itself")


def _named(name: str) -> str:
    """Give the name of an element or attribute without its namespace where that is a known one."""
    uri, blank, local = name.rpartition(" ")
    return _PREFIXES.get(uri, uri + blank) + local


class _Builder:
    """Makes the tree of what is read."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.open: list[tuple[str, dict[str, str], list[Element | str], int, int]] = []

    def start(self, name: str, attributes: dict[str, str], line: int, column: int) -> None:
        self.open.append((name, attributes, [], line, column))

    def end(self, _name: str) -> None:
        name, attributes, children, line, column = self.open.pop()
        element = Element(name, attributes, tuple(children), line, column)
        if self.open:
            self.open[-1][2].append(element)
        else:
            self.root = element

    def text(self, words: str) -> None:
        if self.open and (self.open[-1][0] in _WORDS or not words.isspace()):
            self.open[-1][2].append(words)

    def instruction(self, target: str, line: int, column: int) -> None:
        """Leave it out: it is no part of the drawing."""


def parse(text: str) -> Element:
    """Give the root of an SVG; comments, processing instructions and white space between elements are left out.

    Raises:
        SvgError: the text is no SVG, or one that `read` refuses.
    """
    builder = _Builder()
    read(text, builder)
    root = builder.root
    if root is None or root.name != "svg":
        hint = 'begin the drawing with <svg xmlns="http://www.w3.org/2000/svg">'
        raise SvgError("the outermost element is not an 'svg' of SVG's namespace", 1, 1, hint)
    return root


def walk(element: Element) -> Iterator[Element]:
    """Give an element and all in it, parents before children."""
    yield element
    for child in element.children:
        if isinstance(child, Element):
            yield from walk(child)


def changed(element: Element, change: Callable[[Element], Element | None]) -> Element | None:
    """Give a tree in which each element is what `change` gives for it, children first; None drops it."""
    found = (changed(child, change) if isinstance(child, Element) else child for child in element.children)
    children = tuple(child for child in found if child is not None)
    return change(Element(element.name, element.attributes, children, element.line, element.column))


def placed(root: Element, prefix: str) -> Placed:
    """Give a drawing as a part of a page, with a prefix before its ids that no other drawing on the page has."""
    root, styles = lifted(prefixed(root, prefix))
    return Placed(serialize(root), styles)


def prefixed(element: Element, prefix: str) -> Element:
    """Give a tree with a prefix before all ids and before all that refers to one."""
    return _mapped(element, lambda attributes: _with_prefix(attributes, prefix))


def lifted(element: Element) -> tuple[Element, dict[str, str]]:
    """Give a tree without `style` attributes, and what they said by the classes that stand for them."""
    styles: dict[str, str] = {}
    return _mapped(element, lambda attributes: _without_style(attributes, styles)), styles


def serialize(element: Element) -> Markup:
    """Give a tree as a part of a page; what belongs to other namespaces than SVG's is left out."""
    parts: list[str] = []
    _write(element, parts)
    return Markup("".join(parts))  # noqa: S704  every name is SVG's or XML's, and every value is escaped


def declarations(style: str) -> Iterator[tuple[str, str]]:
    """Give property and value of each declaration of a `style` attribute that a stylesheet can safely repeat."""
    for found in _DECLARATION.finditer(style):
        name, value = found[1], found[2].replace("!important", "").strip()
        if value and _is_safe(value):
            yield (name if name.startswith("--") else name.lower()), value


def _is_safe(value: str) -> bool:
    """Tell whether a value ends where it seems to, and loads nothing."""
    bare = _URL.sub("", _STRING.sub("", value[: _MAX_VALUE + 1]))
    called = {name.lower() for name in _FUNCTION.findall(bare)}
    return (
        len(value) <= _MAX_VALUE
        and bool(_PLAIN.fullmatch(bare))
        and called <= _FUNCTIONS
        and all(bare.count("(", 0, end) >= bare.count(")", 0, end) for end in range(len(bare)))
        and bare.count("(") == bare.count(")")
    )


def _mapped(element: Element, change: Callable[[Mapping[str, str]], Mapping[str, str]]) -> Element:
    children = tuple(_mapped(child, change) if isinstance(child, Element) else child for child in element.children)
    return Element(element.name, change(element.attributes), children, element.line, element.column)


def _with_prefix(attributes: Mapping[str, str], prefix: str) -> Mapping[str, str]:
    return {name: _referring(name, value, prefix) for name, value in attributes.items()}


def _referring(name: str, value: str, prefix: str) -> str:
    if name == "id":
        return prefix + "_".join(value.split())
    if name in {"href", "xlink:href"} and value.strip().startswith("#"):
        return f"#{prefix}{'_'.join(value.strip()[1:].split())}"
    if name in _IDS:
        return " ".join(prefix + each for each in value.split())
    if "(" in value:
        return _URL.sub(lambda found: f"url(#{prefix}{'_'.join(found[2].split())})", value)
    return value


def _without_style(attributes: Mapping[str, str], styles: dict[str, str]) -> Mapping[str, str]:
    if "style" not in attributes:
        return attributes
    names = attributes.get("class", "").split()
    for prop, value in declarations(attributes["style"]):
        name = f"s-{_escaped(prop)}-{_escaped(value)}"
        styles[name] = f"{prop}:{value}"
        names.append(name)
    rest = {name: value for name, value in attributes.items() if name != "style"}
    return rest | {"class": " ".join(names)} if names else rest


def _escaped(text: str) -> str:
    """Give a text as a part of a class name, another for each text."""
    return re.sub(r"[^A-Za-z0-9-]", lambda found: "_" if found[0] == "." else f"_{ord(found[0]):x}_", text)


def _write(element: Element, parts: list[str]) -> None:
    if " " in element.name:
        return
    parts.append(f"<{element.name}")
    parts.extend(f' {name}="{escape(value)}"' for name, value in element.attributes.items() if " " not in name)
    parts.append(">")
    for child in element.children:
        if isinstance(child, Element):
            _write(child, parts)
        else:
            parts.append(escape(child))
    parts.append(f"</{element.name}>")
