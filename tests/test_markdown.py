"""The Markdown dialect: every source in `markdown/` gives the tree below it, each node at its line and column.

A case is a title, a source and what it gives, each ended by a line of `.`; `(page)` in the title means a synthesis,
`(html)` a deck whose owner allows HTML.
When the dialect changes on purpose, write the trees anew, and read the difference:

    REWRITE=1 python -m pytest tests/test_markdown.py
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from instructdeck.deck import blocks as b
from instructdeck.deck.diagnostics import Findings, Location
from instructdeck.markdown.containers import CONTAINERS
from instructdeck.markdown.passage import Markup
from instructdeck.markdown.tree import Part, parse_page, parse_slides

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "markdown"
FILES = sorted(FOLDER.glob("*.md"))
SHOWN_APART = ("location", "places", "kind")
"""Fields that a line of a dump does not name."""


@dataclass(frozen=True)
class Case:
    """A source and the tree it gives."""

    file: str
    title: str
    source: str
    expected: str

    def __str__(self) -> str:
        """Give the name of the test."""
        return f"{self.file}: {self.title}"

    def tree(self, source: str) -> tuple[tuple[Part, ...], Findings]:
        """Give the parts of a source, read as the title asks, and what was wrong with it."""
        findings = Findings()
        slides = "(page)" not in self.title
        markup = Markup("a.md", findings, html="(html)" in self.title, figure=figure, slides=slides)
        return parse_slides(source, markup) if slides else (parse_page(source, markup),), findings


def figure(src: str, _location: Location, _length: int) -> str:
    """Find every figure."""
    return f"content/one/{src}"


def cases(file: Path) -> list[Case]:
    """Give the cases of a file."""
    parts = re.split(r"^\.\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [
        Case(file.stem, title.strip(), source, expected)
        for title, source, expected in zip(parts[0::3], parts[1::3], parts[2::3], strict=False)
    ]


CASES = [case for file in FILES for case in cases(file)]


def dump(parts: tuple[Part, ...], findings: Findings) -> str:
    """Give parts and diagnostics as indented lines."""
    lines = [line for part in parts for line in part_lines(part)]
    lines += [
        f"! {each.rule.name} {spot(each.location)}+{each.length} {each.message}; {each.hint}".rstrip("; ")
        for each in findings
    ]
    return "".join(f"{line}\n" for line in lines)


def part_lines(part: Part) -> Iterator[str]:
    """Give the lines of a slide or page."""
    yield f"{'slide' if part.title else 'text'} {spot(part.location)} to {part.last_line}"
    if part.title:
        given = part.title.attributes
        words = [f"#{given.id.value}" if given.id else "", *(f".{each.value}" for each in given.classes)]
        words += [f"{key}={value.value}" for key, value in given.pairs.items()]
        if any(words):
            yield f"  attributes {spot(part.title.attributes_at)} {' '.join(filter(None, words))}"
    for name, nodes in (
        ("title", part.title.children if part.title else ()),
        ("blocks", part.blocks),
        ("notes", part.notes),
        ("footnotes", part.footnotes),
    ):
        if nodes:
            yield f"  {name}"
            for node in nodes:
                yield from node_lines(node, "    ")


def node_lines(node: b.Node, indent: str) -> Iterator[str]:
    """Give the lines of a node: its kind, place and plain values, then what it holds."""
    values, inner = [], []
    for each in fields(node):
        value = getattr(node, each.name)
        if each.name in SHOWN_APART:
            continue
        if (
            isinstance(value, tuple)
            and each.name != "attributes"
            and any(isinstance(item, (b.Node, b.Cite, b.Address, b.PartName, tuple)) for item in value)
        ):
            inner.append((each.name, value))
        elif value not in ("", (), None, False):
            values.append(f"{each.name}={value!r}" if each.name != "text" else repr(value))
    places = [spot(place) for place in getattr(node, "places", ())]
    yield f"{indent}{' '.join([node.kind, spot(node.location), *values])}{' at ' + ' '.join(places) if places else ''}"
    for name, value in inner:
        named = len(inner) > 1 or name in ("rows", "meanings")
        if named:
            yield f"{indent}  {name}"
        for item in value:
            yield from item_lines(item, indent + ("    " if named else "  "))


def item_lines(item: object, indent: str) -> Iterator[str]:
    """Give the lines of a node, of one target of a citation, or of a row of nodes."""
    match item:
        case b.Node():
            yield from node_lines(item, indent)
        case b.Cite():
            yield f"{indent}@{item.id} {spot(item.location)} {item.locator}".rstrip()
        case b.PartName():
            yield f"{indent}{item.name} {spot(item.location)}"
        case b.Address():
            yield f"{indent}to {item.href!r} {spot(item.location)}"
        case tuple() if any(isinstance(each, b.PartName) for each in item):
            yield f"{indent}{' '.join(f'{each.name} {spot(each.location)}' for each in item)}"
        case tuple() if all(isinstance(each, int) for each in item):
            yield f"{indent}{' '.join(map(str, item)) or 'all'}"
        case tuple():
            yield f"{indent}-"
            for each in item:
                yield from item_lines(each, indent + "  ")


def spot(location: Location) -> str:
    """Give line and column."""
    return f"{location.line}:{location.column}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_trees(file: Path) -> None:
    """Every source gives the tree below it."""
    found = [(case, dump(*case.tree(case.source))) for case in cases(file)]
    if os.environ.get("REWRITE"):
        texts = (f"{case.title}\n.\n{case.source}.\n{tree}.\n" for case, tree in found)
        file.write_text("\n".join(texts), encoding="utf-8")
    assert [(str(case), case.expected) for case in cases(file)] == [(str(case), tree) for case, tree in found]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_line_ends(case: Case) -> None:
    """Line ends of Windows and of old Macs change nothing."""
    for end in ("\r\n", "\r"):
        assert dump(*case.tree(case.source)) == dump(*case.tree(case.source.replace("\n", end)))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_words_stand_where_they_say(case: Case) -> None:
    """At the place of a text stands its first character, or the mark that it is written with."""
    parts, findings = case.tree(case.source)
    assert_places(case.source, parts, findings, exact=True)


@pytest.mark.parametrize("mark", ["> ", "> > ", "- ", "1. ", "> 1. - "])
@pytest.mark.parametrize(
    "case", [case for case in CASES if "(page)" in case.title and "levels" not in case.title], ids=str
)
def test_places_in_containers(case: Case, mark: str) -> None:
    """The same words inside of lists and quotes are the same words further right."""
    width = len(mark)
    follow = "".join(char if char == ">" else " " for char in mark)
    lines = case.source.removesuffix("\n").split("\n")
    source = "".join(f"{follow if number else mark}{line}\n" for number, line in enumerate(lines))
    inner, _ = case.tree(source)
    plain, _ = case.tree(case.source)
    assert texts(plain, width) == texts(inner, 0)


def texts(parts: tuple[Part, ...], right: int) -> list[tuple[str, int, int]]:
    """Give each text with its line and its column, moved to the right."""
    nodes = b.walk(tuple((part.blocks, part.notes, part.footnotes) for part in parts))
    return [(node.text, node.location.line, node.location.column + right) for node in nodes if isinstance(node, b.Text)]


def assert_places(source: str, parts: tuple[Part, ...], findings: Findings, *, exact: bool) -> None:
    """Hold that every place lies in the source, and that `exact` texts begin with the character at theirs."""
    lines = re.split(r"\r\n?|\n", source)
    nodes = [*b.walk(tuple((p.title.children if p.title else (), p.blocks, p.notes, p.footnotes) for p in parts))]
    places = [node.location for node in nodes] + [place for node in nodes for place in getattr(node, "places", ())]
    places += [each.location for each in findings] + [part.location for part in parts]
    for place in places:
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
    for node in nodes if exact else ():
        if isinstance(node, b.Text):
            here = lines[node.location.line - 1][node.location.column - 1 :][:1]
            assert here in (node.text[:1].replace("\n", ""), node.text.lstrip()[:1], "\\", "&"), node


WORD = st.from_regex(r"[A-Za-z]{1,8}[0-9]{0,2}", fullmatch=True)
MARKS = st.sampled_from(
    [
        *("# ", "## ", "### ", "> ", "- ", "1. ", "    ", "\t", ":::", "::: ", ":: ", ":   ", "---", "===", "```"),
        *("|", "\\|", "|---|", "| ", "*", "**", "_", "~~", "`", "$", "$$", "\\", "(", ")", "{", "}", "![", "]("),
        *("[@", "; @", "[^1]", "[^1]: ", "{#id}", '{width="60%"}', "{.small}", "<!--", "-->", "<b>", "<div>"),
        *("\n", "\n\n", "\n\n", "\n", " ", ". . .", "- [ ] ", "Table: ", "é", "\u2028", "\u00a0", "😀", "\x00"),
        *("[", "]", "~~~", "\r", "Ⅷ", "ﬁ"),
        *(f"::: {name}\n" for name in CONTAINERS),
    ]
)  # fmt: skip
ANY = st.lists(MARKS | WORD, max_size=40).map("".join) | st.text(max_size=60)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source=ANY)
@example(source="\u2028\n|")
@example(source="> \u2028\n> \u2029\n> |")
def test_any_text(source: str) -> None:
    """Any text is read without an exception, and every place in it is the right one."""
    for title in ("slides", "(page)", "(html)"):
        parts, findings = Case("", title, "", "").tree(source)
        assert_places(source.replace("\0", "\ufffd"), parts, findings, exact=True)


LINE = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
PREFIX = st.sampled_from(["", "", "## ", "### ", "- ", "> ", "1. ", "  ", "*", "::: callout\n", "| ", ":   ", "[^1]: "])
PROSE = st.lists(st.tuples(PREFIX, LINE, st.sampled_from(["\n", "\n\n", "\n\n"])), max_size=8)


@settings(max_examples=100, deadline=None)
@given(prose=PROSE)
def test_nothing_is_lost(prose: list[tuple[str, str, str]]) -> None:
    """Every word of plain prose is in the tree, or in a footnote that is reported."""
    source = "".join("".join(line) for line in prose)
    parts, findings = Case("", "", "", "").tree(source)
    titles = [part.title.children if part.title else () for part in parts]
    rest = [(part.blocks, part.notes, part.footnotes) for part in parts]
    shown = " ".join(b.plain_text(tree) for tree in (*titles, *rest))
    unused = any(each.rule.name == "unknown-footnote" for each in findings)
    lost = {word for _, line, _ in prose for word in line.split()} - set(re.findall(r"\w+", shown))
    assert not lost or unused


@pytest.mark.parametrize(
    "source",
    [
        "::: fragment\n" * 20_000,
        ". . .\n\na\n\n" * 5_000,
        "> " * 20_000 + "a",
        "- " * 20_000 + "a",
        "*a " * 3_000 + "b*" * 3_000,
        "[" * 20_000,
        "[a]{" * 20_000,
        "![a](b.png){" * 5_000,
        ":::a" + " " * 100_000 + "b",
        ":::a" + ":" * 100_000 + "b",
        "\\*" * 50_000,
        "*a* " * 10_000,
        "### a\n\n" * 5_000,
        "a\n" + ":   b\n" * 10_000,
        "|a" * 200 + "|\n" + "|-" * 200 + "|\n" + "|b\n" * 1_000,
        '```python {lines="' + "1-99999," * 5_000 + '"}\n```',
        "$" * 20_000,
        "$$" + "a $ b " * 10_000,
        "`" * 20_000,
        "[^1]" * 10_000 + "\n\n[^1]: a",
        "{" * 50_000,
        "## a {" + ".a " * 5_000 + "}",
    ],
    ids=lambda source: repr(source[:12]),
)
def test_bombs(source: str) -> None:
    """A text that is made to exhaust a parser is read like any other."""
    parts, findings = Case("", "slides", "", "").tree(source)
    assert_places(source, parts, findings, exact=False)


PLAIN_WORDS = st.text(st.sampled_from("ab Zé4 ,.;?'\"/()-_*&:<!$`[]{}~=#|\\"), max_size=24)
"""Words with and without the signs of Markdown."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=PLAIN_WORDS)
def test_words_without_signs_are_read_as_all_words_are(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines in which no rule can find anything are passed by; what they give is what the rules would give."""

    def read() -> tuple[tuple[Part, ...], list[str]]:
        findings = Findings()
        parts = parse_slides(f"## A\n\nx {words}\n\n- {words}\n", Markup("a.md", findings, slides=True))
        return parts, [f"{each.location} {each.message}" for each in findings]

    quickly = read()
    with monkeypatch.context() as patch:
        patch.setattr("instructdeck.markdown.markdown._PLAIN", re.compile("(?!)"))
        patch.setattr("instructdeck.markdown.slips._SIGN", re.compile(""))
        assert read() == quickly
