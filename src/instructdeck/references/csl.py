"""A reference as a citation style writes it: by citeproc-py, with what that leaves undone put right.

It gives one line of text, with marks for what is set in another way, and never HTML.
Only `references` imports it, and only for what no earlier run has kept.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import citeproc
from citeproc import model
from citeproc.source import Date, LiteralDate, Name, Reference, VariableError
from citeproc.string import MixedString, NoCase, String
from lxml import etree

from instructdeck.values import dataclass

from .marks import END, MARKS, unmarked
from .punctuation import punctuated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WORD = re.compile(r"(\s+)")
_MIXED = re.compile(r"\w[A-Z]")
"""In a word such as arXiv, iPhone or GPTs, whose letters no style may change."""
_UNTRACKED = frozenset({"key", "type", "language", "year_suffix"})
"""What citeproc-py asks a source for without showing it; no group depends on the letter behind a year."""
_SLIPS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What citeproc-py raises for sources that it did not think of."""


class StyleError(Exception):
    """A text is no style, or a style gives nothing for a source."""


@dataclass
class Style:
    """A citation style that has been read."""

    root: Any
    """Its element `style`, which citeproc-py gives the ways to ask it."""


def read_style(text: bytes, language: str) -> Style:
    """Read a style, whose words are those of a language as far as citeproc-py has them.

    Raises:
        StyleError: the text is none.
    """
    elements = {each.__name__.replace("_", "-").lower(): each for each in model.CitationStylesElement.__subclasses__()}
    lookup = etree.ElementNamespaceClassLookup()
    lookup.get_namespace("http://purl.org/net/xbiblio/csl").update(
        {None: model.CitationStylesElement, **elements, **_MENDED}
    )
    parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
    parser.set_element_class_lookup(lookup)
    try:
        root: Any = etree.fromstring(text, parser)
        root.set_locale_list(_locale(language, root.get("default-locale", "en-US")), validate=False)
        root.formatter = _Marked
    except (etree.XMLSyntaxError, *_SLIPS) as error:
        raise StyleError(str(error)) from error
    return Style(root)


def _locale(language: str, own: str) -> str:
    """Give the locale of a language; where it is that of the style, the style's own."""
    if language in citeproc.LANGUAGE_NAMES:
        return language
    if language == own.partition("-")[0]:
        return own
    return str(citeproc.PRIMARY_DIALECTS.get(language.partition("-")[0], own))


def write(style: Style, entry: Mapping[str, Any]) -> str:
    """Give the reference of an entry of CSL-JSON, without a number.

    Raises:
        StyleError: the style gives nothing for it.
    """
    try:
        found = style.root.bibliography.layout.render_bibliography([_Item(_Source(entry))])
    except _SLIPS as error:
        raise StyleError(f"{type(error).__name__}: {error}") from error
    text = punctuated(
        str(found[0]) if found else "",
        nested=str(style.root.get_single_term(name="open-quote")) == "“",
        inside=style.root.get_locale_option("punctuation-in-quote") == "true",
    )
    if not unmarked(text).strip():
        raise StyleError("it is empty")
    return text


class _Marked:
    """A formatter of citeproc-py that marks instead of writing HTML."""

    @staticmethod
    def preformat(text: str) -> str:
        return str(text)

    @staticmethod
    def _with(kind: str) -> Any:  # noqa: ANN401  citeproc-py calls it like a class
        return staticmethod(lambda text: f"{MARKS[kind]}{text}{END}")

    Italic = Oblique = _with("italic")
    Bold = _with("bold")
    SmallCaps = _with("small-caps")
    Superscript = _with("sup")
    Subscript = _with("sub")
    Light = Underline = staticmethod(str)


@dataclass
class _Item:
    """What is cited, as citeproc-py asks for it."""

    reference: _Source
    has_locator: bool = False

    def __contains__(self, name: str) -> bool:
        """Tell whether the citation says more, such as a page: a reference has none."""
        return False

    @property
    def number(self) -> int:
        """Its number in a list: citations here show a page, so there is none."""
        raise VariableError


class _Source(Reference):  # type: ignore[misc]  # ships no types
    """A source that remembers what was asked of it: whether a group is shown depends on that."""

    asked: list[tuple[str, bool]]
    """Each variable with whether it was there."""
    hidden: set[str]
    """Variables that were shown in the place of others, and are not shown again."""
    showing: bool
    """Whether who asks what there is will show it; conditions see what is hidden, too."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        # The parent's own way in knows less of CSL than its styles do.
        dict.__init__(self)
        self["key"], self["type"] = str(entry.get("id", "")), str(entry.get("type", ""))
        for name, value in entry.items():
            if name not in ("id", "type"):
                self[name.replace("-", "_")] = _value(value)
        object.__setattr__(self, "asked", [])
        object.__setattr__(self, "hidden", set())
        object.__setattr__(self, "showing", False)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  whatever citeproc-py has made of it
        there = dict.__contains__(self, name) and name not in self.hidden
        if name not in _UNTRACKED:
            self.asked.append((name, there))
        if not there:
            raise VariableError
        return dict.__getitem__(self, name)

    def __contains__(self, name: object) -> bool:
        return dict.__contains__(self, name) and not (self.showing and name in self.hidden)

    @contextmanager
    def asked_by(self, *, showing: bool) -> Iterator[None]:
        """Say for a while who asks."""
        before = self.showing
        object.__setattr__(self, "showing", showing)
        try:
            yield
        finally:
            object.__setattr__(self, "showing", before)


def _value(value: object) -> object:
    """Give a value of CSL-JSON as citeproc-py keeps it: names, a date, or a text that knows which words are whole."""
    if isinstance(value, list):
        return [Name(**{key: unmarked(part) for key, part in each.items()}) for each in value]
    if isinstance(value, dict):
        return _date(value)
    text = MixedString()
    for part in _WORD.split(unmarked(str(value))):
        text += NoCase(part) if _MIXED.search(part) else String(part)
    return text


def _date(value: Mapping[str, Any]) -> object:
    """Give a date; of a range within a year, which citeproc-py leaves out, what its ends share."""
    if "literal" in value:
        return LiteralDate(unmarked(value["literal"]))
    begin, *rest = value["date-parts"]
    end = rest[0] if rest else begin
    if begin[0] != end[0]:
        return LiteralDate(f"{begin[0]}–{end[0]}")
    shared = [one for one, other in takewhile(lambda pair: pair[0] == pair[1], zip(begin, end, strict=False))]
    return Date(**dict(zip(("year", "month", "day"), shared, strict=False)))


class _Group(model.Group):  # type: ignore[misc]
    """A group, which is shown when it asks for nothing or gets something of what it asks for."""

    def process(self, item: _Item, context: Any = None, **options: Any) -> Any:  # noqa: ANN401
        asked = item.reference.asked
        before, found = len(asked), []
        for child in self.iterchildren():
            if isinstance(child, model.Choose):
                options["delimiter"] = self.get("delimiter", "")
            else:
                options.pop("delimiter", None)
            try:
                found.append(child.render(item, context=context, **options))
            except VariableError:
                continue
        answers = [there for _, there in asked[before:]]
        if any(each is not None for each in found) and (any(answers) or not answers):
            # For the group around it, a group that is shown is an answer.
            asked.append(("", True))
            return self.join(found)
        raise VariableError


class _Names(model.Names):  # type: ignore[misc]
    """Names, of which those that are not there count as asked for."""

    def process(self, item: _Item, **options: Any) -> Any:  # noqa: ANN401
        roles = (role.replace("-", "_") for role in self.get("variable").split())
        with item.reference.asked_by(showing=True):
            item.reference.asked.extend((role, False) for role in roles if role not in item.reference)
            return super().process(item, **options)


class _Date(model.Date):  # type: ignore[misc]
    """A date, which is not there when nothing of it is shown."""

    def process(self, item: _Item, variable: str | None = None, **options: Any) -> Any:  # noqa: ANN401
        before = len(item.reference.asked)
        text = super().process(item, variable, **options)
        if not text:
            item.reference.asked[before:] = [(variable or self.get("variable"), False)]
        return text


class _Substitute(model.Substitute):  # type: ignore[misc]
    """What stands in the place of an author, and therefore nowhere else."""

    def render(self, item: _Item, **options: Any) -> Any:  # noqa: ANN401
        before = len(item.reference.asked)
        with item.reference.asked_by(showing=False):
            text = super().render(item, **options)
        if text:
            item.reference.hidden.update(name for name, there in item.reference.asked[before:] if there and name)
        return text


class _Name(model.Name):  # type: ignore[misc]
    """A name, whose given name stays whole where the style says so."""

    def initialize(self, given: str, mark: str, context: Any) -> str:  # noqa: ANN401
        whole = self.get("initialize") or self.get_root().get("initialize")
        return given if whole == "false" else str(super().initialize(given, mark, context))


class _Label(model.Label):  # type: ignore[misc]
    """A label such as Eds., whose letters are those of its own language."""

    def case(self, text: Any, language: str = "en") -> Any:  # noqa: ANN401
        return super().case(text, language)


_MENDED = {"group": _Group, "names": _Names, "date": _Date, "substitute": _Substitute, "name": _Name, "label": _Label}
