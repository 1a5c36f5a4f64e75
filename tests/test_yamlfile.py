"""YAML read with distrust: the tree keeps every text and its place, and what is refused is told where it stands."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instructdeck.deck.diagnostics import Findings
from instructdeck.files.yamlfile import Items, Mapping, Record, Scalar, parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from instructdeck.files.yamlfile import Node


class Size(enum.Enum):
    """Words that a key may hold."""

    SMALL = "small"
    LARGE = "large"


def tree(text: str, first_line: int = 1) -> tuple[object, list[str]]:
    """Give a YAML text as plain values, and `rule line:column` of what was wrong."""
    findings = Findings()
    return plain(parse(text, "a.yml", findings, first_line)), problems(findings)


def plain(node: Node | None) -> object:
    """Give a node as dicts and lists of texts."""
    match node:
        case Scalar(value=value):
            return value
        case Items(values=values):
            return [plain(each) for each in values]
        case Mapping(values=pairs):
            return {key: plain(value) for key, (_, value) in pairs.items()}
    return None


def problems(findings: Findings) -> list[str]:
    """Give `rule line:column` of each diagnostic."""
    return [f"{each.rule.name} {each.location.line}:{each.location.column}" for each in findings]


def places(node: Node, name: str = "") -> dict[str, str]:
    """Give `line:column` of each node by its path."""
    found = {name or ".": f"{node.location.line}:{node.location.column}"}
    if isinstance(node, Items):
        for index, each in enumerate(node.values):
            found |= places(each, f"{name}.{index}")
    if isinstance(node, Mapping):
        for key, (place, each) in node.values.items():
            found[f"{name}.{key}!"] = f"{place.line}:{place.column}"
            found |= places(each, f"{name}.{key}")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: no\nb: 1.10\nc: 2022-03-04\nd: 0x1F\ne: null\nf: ~\ng: 1e3\nh: 010\ni: .inf\n", None),
        ("a: 'it''s'\nb: \"x\\ty\\u00e9\"\nc: \n", {"a": "it's", "b": "x\ty\u00e9", "c": ""}),
        ("a: |\n  one\n  two\nb: >-\n  three\n  four\n", {"a": "one\ntwo\n", "b": "three four"}),
        ("- a\n- [b, {c: d}]\n-\n", ["a", ["b", {"c": "d"}], ""]),
        ("2022: a\ntrue: b\n", {"2022": "a", "true": "b"}),
        ("a: b # c\n# d\n", {"a": "b"}),
        ("---\na: b\n...\n", {"a": "b"}),
        ("<<: {a: b}\n", {"<<": {"a": "b"}}),
        ("", None),
        ("# nothing\n", None),
    ],
)
def test_texts_stay_texts(text: str, expected: object) -> None:
    """Every scalar is the text that was written; nothing is resolved, merged or converted."""
    if expected is None and text.startswith("a"):
        expected = dict(line.split(": ", 1) for line in text.splitlines())
    assert (expected, []) == tree(text)


def test_places() -> None:
    """Every key and value has its line and column in the file."""
    node = parse("a: b\nc:\n  - d\n  - {e: 'f'}\n", "a.yml", Findings(), 11)
    assert node is not None
    assert places(node) == {
        ".": "11:1",
        ".a!": "11:1",
        ".a": "11:4",
        ".c!": "12:1",
        ".c": "13:3",
        ".c.0": "13:5",
        ".c.1": "14:5",
        ".c.1.e!": "14:6",
        ".c.1.e": "14:9",
    }


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: !!int 1\n", "yaml-feature 11:4"),
        ("a: !!python/object/apply:os.system [ls]\n", "yaml-feature 11:4"),
        ("a: !x b\n", "yaml-feature 11:4"),
        ("a: &x b\n", "yaml-feature 11:4"),
        ("a: b\nc: *x\n", "yaml-feature 12:4"),
        ("a: &x [*x]\n", "yaml-feature 11:4"),
        ("a: b\n---\nc: d\n", "yaml-feature 12:1"),
        ("? [a]\n: b\n", "yaml-feature 11:3"),
        ("? {a: b}\n: c\n", "yaml-feature 11:3"),
        ("a: " + "[" * 40 + "]" * 40, "yaml-feature 11:15"),
        ("a:\n" + "".join(f"{'  ' * depth}- \n" for depth in range(1, 15)), "yaml-feature 23:25"),
        ("[" * 10_000, "yaml-feature 11:61"),
        ("a: b: c\n", "yaml-syntax 11:5"),
        ("a: @b\n", "yaml-syntax 11:4"),
        ("a:\n\t- b\n", "yaml-syntax 12:1"),
        ("a: 'b\n", "yaml-syntax 11:4"),
        ("a: [b, c\nd: e\n", "yaml-syntax 11:4"),
        ("a: {b: c\n\nd: e\n", "yaml-syntax 11:4"),
        ("a: b\n c\nd: e\n  f: g\n", "yaml-syntax 14:4"),
        ("a: b\na: c\na: d\n", "duplicate-key 12:1"),
    ],
)
def test_refused(text: str, problem: str) -> None:
    """What YAML can do beyond lists, mappings and texts is refused at its place."""
    _, found = tree(text, 11)
    assert problem == found[0]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a: [b, c\nd: e\n", "close it with ']'"),
        ("a: {b: c\nd: e\n", "close it with '}'"),
        ("a: [#1c5bb0, #0a6a63]\nd: e\n", "'#' begins a comment: put the text in quotation marks: \"#1c5bb0\""),
    ],
)
def test_open_brackets(text: str, hint: str) -> None:
    """A bracket that is not closed is shown where it stands, with what closes it or what ate its end."""
    findings = Findings()
    parse(text, "deck.yml", findings)

    assert [(1, 4, hint)] == [(each.location.line, each.location.column, each.hint) for each in findings]


def test_first_of_equal_keys_wins() -> None:
    """Of two equal keys the first is kept, and the second reported."""
    assert ({"a": "b", "c": "d"}, ["duplicate-key 3:1"]) == tree("a: b\nc: d\na: e\n")


@pytest.mark.parametrize(
    ("text", "key", "found"),
    [
        ("a: C# and F #1", "a", ("C# and F", ["yaml-comment 1:13"])),
        ("a: one\n  two #3 is", "a", ("one two", ["yaml-comment 2:7"])),
        ("a: #1 in sales", "a", ("", ["yaml-comment 1:4"])),
        ("a: {b: c} #1", "a", ("", ["wrong-value 1:4"])),
        ("a: one # two", "a", ("one", [])),
        ("a: one#two", "a", ("one#two", [])),
        ("a: 'one' #two", "a", ("one", [])),
        ("a: >-\n  one #two", "a", ("one #two", [])),
        ("a: one\n#two", "a", ("one", [])),
        ("a: 5\nb: x #1", "a", ("5", [])),
    ],
)
def test_comments(text: str, key: str, found: tuple[str, list[str]]) -> None:
    """Words that a `#` makes a comment are reported, unless a space behind it says that they are one."""
    findings = Findings()
    node = parse(text, "a.yml", findings)
    assert isinstance(node, Mapping)
    assert found == (Record(node, findings).text(key, required=True), problems(findings))


def test_comment_in_a_list() -> None:
    """An item of a list loses no words in silence, either."""
    findings = Findings()
    node = parse("a:\n  - one #2\n  - #3\n  - four\n", "a.yml", findings)
    assert isinstance(node, Mapping)
    assert ["one", "four"] == [each.value for each in Record(node, findings).texts("a")]
    assert ["yaml-comment 2:9", "yaml-comment 3:5"] == problems(findings)


TEXT = "t: ' x '\nempty:\nn: 7.5\nzero: 0\nyes: true\nlist: [a, b]\nmap: {k: v}\nword: large\n"


@pytest.mark.parametrize(
    ("read", "value", "found"),
    [
        (lambda r: r.text("t"), "x", []),
        (lambda r: r.text("none"), "", []),
        (lambda r: r.text("none", required=True), "", ["missing-key 1:1"]),
        (lambda r: r.text("empty", required=True), "", ["missing-key 2:1"]),
        (lambda r: r.text("list"), "", ["wrong-value 6:7"]),
        (lambda r: r.number("n"), 7.5, []),
        (lambda r: r.number("none"), None, []),
        (lambda r: r.number("zero"), None, ["wrong-value 4:7"]),
        (lambda r: r.number("word"), None, ["wrong-value 8:7"]),
        (lambda r: r.number("map"), None, ["wrong-value 7:6"]),
        (lambda r: r.flag("yes"), True, []),
        (lambda r: r.flag("none"), False, []),
        (lambda r: r.flag("n"), False, ["wrong-value 3:4"]),
        (lambda r: r.choice("word", Size), Size.LARGE, []),
        (lambda r: r.choice("none", Size, Size.SMALL), Size.SMALL, []),
        (lambda r: r.choice("none", Size), None, ["missing-key 1:1"]),
        (lambda r: r.choice("t", Size, Size.SMALL), Size.SMALL, ["wrong-value 1:4"]),
        (lambda r: [each.value for each in r.texts("list")], ["a", "b"], []),
        (lambda r: r.texts("empty"), (), []),
        (lambda r: r.texts("none"), (), []),
        (lambda r: r.texts("word"), (), ["wrong-value 8:7"]),
        (lambda r: r.texts("map"), (), ["wrong-value 7:6"]),
        (lambda r: r.record("map", "{k: …}").text("k"), "v", []),
        (lambda r: r.record("none", "{k: …}"), None, []),
        (lambda r: r.record("list", "{k: …}"), None, ["wrong-value 6:7"]),
    ],
)
def test_record(read: Callable[[Record], object], value: object, found: list[str]) -> None:
    """A record gives a key as the kind that is wanted, and reports another one where it stands."""
    findings = Findings()
    node = parse(TEXT, "a.yml", findings)
    assert isinstance(node, Mapping)
    assert value == read(Record(node, findings))
    assert found == problems(findings)


def test_unknown_keys() -> None:
    """A key that nobody asked for is an error with the nearest one that somebody did."""
    findings = Findings()
    node = parse("title: a\nspeeker: b\n", "a.yml", findings)
    assert isinstance(node, Mapping)
    record = Record(node, findings)
    record.text("title")
    record.record("speaker", "{name: …}")
    record.finish()
    assert [("unknown key 'speeker'", "did you mean 'speaker'?")] == [(each.message, each.hint) for each in findings]


@pytest.mark.parametrize("end", ["\u0085", "\u2028", "\u2029"])
def test_ends_of_lines_that_no_editor_shows(end: str) -> None:
    """What only YAML takes for the end of a line is a blank, and moves no place."""
    findings = Findings()
    parse(f"{end}[a", "a.yml", findings)
    parse(f"a: b{end}c\nb: [", "b.yml", findings)

    assert [("a.yml", 1), ("b.yml", 2)] == [(each.location.path, each.location.line) for each in findings]


PARTS = st.sampled_from(
    [*"abc:-[]{},'\"|>&*!#%@`?~\\\n\n \t", ": ", "- ", "\n  ", "---", "...", "<<", "\u2028", "😀", "\r"]
)


@settings(max_examples=300, deadline=None)
@given(text=st.lists(PARTS, max_size=30).map("".join) | st.text(max_size=40))
def test_any_text(text: str) -> None:
    """Any text gives a tree or a diagnostic, never an exception, and every place has a line of the text."""
    findings = Findings()
    parse(text, "a.yml", findings)
    lines = len(text.splitlines()) + 1
    assert all(1 <= each.location.line <= lines and each.location.column >= 1 for each in findings)
