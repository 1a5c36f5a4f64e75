"""Files to Deck: what a project gives, and what of it stands where something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from instructdeck.deck import blocks as b
from instructdeck.deck.quotation import QuoteKind, Verdict
from instructdeck.files.files import Project
from instructdeck.load.listing import RESERVED
from instructdeck.load.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from instructdeck.deck.model import Deck

LAYOUTS = ("content", "table", "title")
FILES = {
    "content/deck.yml": "title: A talk\nsections: [one, two]\n",
    "content/sources.yml": "- {id: paper, title: A paper}\n",
    "content/one/section.yml": "title: Section one\nspeaker: {name: Ada, role: The First}\nminutes: 7.5\n",
    "content/one/slides.md": "## First {#first}\n\nWords.\n\n## Second\n\n::: notes\nSpoken.\n:::\n",
    "content/one/synthesis.md": "One page.\n",
    "content/two/section.yml": "title: Section two\n",
    "content/two/slides.md": "## Third {#third layout=table .wide}\n\nWords.\n",
    "content/two/synthesis.md": "One page.\n",
}
"""A project of two sections and three slides."""


@dataclass(frozen=True)
class Loaded:
    """A deck and what was wrong with its files."""

    deck: Deck
    problems: list[str]
    """`rule path:line:column` of each diagnostic; the folder `content/` is left out."""


@dataclass(frozen=True)
class Files:
    """A project on disk."""

    root: Path

    def load(self, changed: dict[str, str | None], file: str = "") -> Loaded:
        """Load the project with some of its files changed, or taken away."""
        for path, text in (FILES | changed).items():
            if text is not None:
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / path).write_bytes(text.encode())
        project = Project(self.root)
        deck = load(project, LAYOUTS, file)
        places = ((each.rule.name, each.location) for each in project.findings)
        return Loaded(
            deck,
            [f"{rule} {at.path.removeprefix('content/')}:{at.line}:{at.column}" for rule, at in places],
        )


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give an empty project."""
    return Files(tmp_path)


def ids(deck: Deck) -> list[tuple[str, list[str]]]:
    """Give each section with its slides."""
    return [(section.id, [slide.id for slide in section.slides]) for section in deck.sections]


def test_project(files: Files) -> None:
    """A project of two sections is a deck in order, and nothing is wrong with it."""
    loaded = files.load({})
    deck = loaded.deck
    assert loaded.problems == []
    assert (deck.title, deck.language, deck.source, deck.minutes) == ("A talk", "en", "paper", 7.5)
    assert [(each.id, each.number, each.title) for each in deck.sections] == [
        ("one", 1, "Section one"),
        ("two", 2, "Section two"),
    ]
    assert [(each.number, each.id, each.section, each.layout, each.id_given) for each in deck.slides] == [
        (1, "first", "one", "content", True),
        (2, "second", "one", "content", False),
        (3, "third", "two", "table", True),
    ]
    assert (deck.sections[0].speaker.name, deck.sections[0].speaker.role) == ("Ada", "The First")
    assert deck.slides[2].classes == ("wide",)
    assert b.plain_text(deck.slides[1].notes) == "Spoken."


def test_order(files: Files) -> None:
    """Sections and the numbers of their slides follow `deck.yml`; ids stay."""
    deck = files.load({"content/deck.yml": "title: A talk\nsections: [two, one]\n"}).deck
    assert [(slide.number, slide.id) for slide in deck.slides] == [(1, "third"), (2, "first"), (3, "second")]


@pytest.mark.parametrize(
    ("sections", "found", "problems"),
    [
        ("[two]", ["two"], ["unlisted-section deck.yml:2:1"]),
        ("[one, two, one]", ["one", "two"], ["duplicate-id deck.yml:2:22"]),
        ("[one, two, three]", ["one", "two"], ["missing-file deck.yml:2:22"]),
        ("[one, tow]", ["one"], ["missing-file deck.yml:2:17"]),
        ("[onne, tow]", [], ["missing-file deck.yml:2:12", "missing-file deck.yml:2:18"]),
        ("one", ["one", "two"], ["wrong-value deck.yml:2:11"]),
        ("{one: two}", ["one", "two"], ["wrong-value deck.yml:2:11"]),
        ("", ["one", "two"], ["missing-key deck.yml:2:1"]),
        ("[one, two, ../x]", ["one", "two"], ["wrong-value deck.yml:2:22"]),
        ("[one, two, {a: b}]", ["one", "two"], ["wrong-value deck.yml:2:22"]),
        *((f"[one, two, {name}]", ["one", "two"], ["wrong-value deck.yml:2:22"]) for name in sorted(RESERVED)),
    ],
)
def test_section_names(files: Files, sections: str, found: list[str], problems: list[str]) -> None:
    """A section is listed once, has a folder, and does not take the name of a page."""
    loaded = files.load({"content/deck.yml": f"title: A talk\nsections: {sections}\n"})
    assert [section.id for section in loaded.deck.sections] == found
    assert loaded.problems == problems


@pytest.mark.parametrize("text", ["title: [", "", "- a\n", "title: A\nsections:\n  - *x\n"])
def test_broken_deck_file(files: Files, text: str) -> None:
    """Without a `deck.yml` that can be read the sections are shown in the order of their names."""
    loaded = files.load({"content/deck.yml": text})
    assert ids(loaded.deck) == [("one", ["first", "second"]), ("two", ["third"])]
    assert loaded.problems
    assert {problem.split()[1].split(":")[0] for problem in loaded.problems} == {"deck.yml"}


@pytest.mark.parametrize("text", ["title: [", "title: a: b\n", "- one\n", "title: One\ntitle: Two\nminuts: 3\n"])
def test_broken_section_file(files: Files, text: str) -> None:
    """A `section.yml` that cannot be read hides no slide of any section."""
    loaded = files.load({"content/one/section.yml": text})
    assert ids(loaded.deck) == [("one", ["first", "second"]), ("two", ["third"])]
    assert loaded.problems
    assert all("one/section.yml" in problem for problem in loaded.problems)


def test_no_sections(files: Files) -> None:
    """A deck that names no section, beside which no section stands, is told so."""
    loaded = files.load(dict.fromkeys(FILES) | {"content/deck.yml": "title: A talk\nsections: []\n"})
    assert loaded.problems == ["missing-key deck.yml:2:1"]
    assert not loaded.deck.sections


@pytest.mark.parametrize("text", ["", "<!-- later -->\n", "\n\n"])
def test_empty_slides(files: Files, text: str) -> None:
    """A section without slides is a visible gap of one slide; those behind it keep their order."""
    loaded = files.load({"content/one/slides.md": text})
    gap = loaded.deck.slides[0]
    assert loaded.problems == ["empty-section one/slides.md:1:1"]
    assert ids(loaded.deck) == [("one", ["one"]), ("two", ["third"])]
    assert [slide.number for slide in loaded.deck.slides] == [1, 2]
    assert (gap.title_text, isinstance(gap.blocks[0], b.Broken)) == ("Section one", True)


def test_missing_slides(files: Files) -> None:
    """A section whose `slides.md` is not there is a visible gap as well."""
    loaded = files.load({"content/one/slides.md": None})
    assert ids(loaded.deck) == [("one", ["one"]), ("two", ["third"])]
    assert loaded.problems == ["missing-file one/slides.md:1:1"]


@pytest.mark.parametrize(
    ("slides", "expected", "problems"),
    [
        ("## A {#x}\n", ["x"], []),
        ("## A & B: *the* `end`!\n", ["a-b-the-end"], []),
        ("## Été 2022\n", ["été-2022"], []),
        ("## 測試\n", ["測試"], []),
        ("## A\n\n## A\n\n## A\n", ["a", "a-2", "a-3"], []),
        ("## A\n\n## B {#a}\n", ["a-2", "a"], []),
        ("## A\n\n## A {#a-2}\n\n## A\n", ["a", "a-2", "a-3"], []),
        ("## A {#x}\n\n## B {#x}\n", ["x", "x-2"], ["duplicate-id one/slides.md:3:8"]),
        ("## A {#42}\n", ["a"], ["attribute-syntax one/slides.md:1:8"]),
        ("## {#x}\n", ["x"], ["empty-title one/slides.md:1:1"]),
        ("##\n", ["one-1"], ["empty-title one/slides.md:1:1"]),
        ("## !\n", ["one-1"], []),
        ("Words.\n\n## A\n", ["one-1", "a"], ["text-before-slide one/slides.md:1:1"]),
        ("## A\n\n---\n", ["a"], ["stray-rule one/slides.md:3:1"]),
        ("## A {layout=tabel}\n", ["a"], ["unknown-layout one/slides.md:1:7"]),
        ("## A\n\n![x](//x.org/a.svg)\n", ["a"], ["remote-figure one/slides.md:3:6"]),
        ("## A\n\n- x ![y](z.svg)\n", ["a"], ["missing-figure one/slides.md:3:10"]),
        ("## A\n\n![x](../../deck.yml)\n", ["a"], ["missing-figure one/slides.md:3:6"]),
        ("## A\n\n![x](../x.svg)\n", ["a"], ["outside-path one/slides.md:3:6"]),
    ],
)  # fmt: skip
def test_slides(files: Files, slides: str, expected: list[str], problems: list[str]) -> None:
    """A slide has one id, given or derived from its title, and what is wrong is told where it is."""
    loaded = files.load({"content/one/slides.md": slides})
    assert [slide.id for slide in loaded.deck.sections[0].slides] == expected
    assert loaded.problems == problems


def test_ids_over_sections(files: Files) -> None:
    """An id that is given wins over one that is derived, in whatever section they are."""
    loaded = files.load({"content/one/slides.md": "## Third\n", "content/two/slides.md": "## X {#third}\n\n## Third\n"})
    assert ids(loaded.deck) == [("one", ["third-2"]), ("two", ["third", "third-3"])]
    assert loaded.problems == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places(files: Files, end: str) -> None:
    """A slide knows its first and last line and the columns in it, with line ends of any kind and a byte order mark."""
    text = "\ufeff## A {#a}\n\n> *b*\n\n\n## C\nd\ne[^1]\n\n[^1]: f\n"
    first, second = files.load({"content/one/slides.md": text.replace("\n", end)}).deck.sections[0].slides
    (quote,) = first.blocks
    assert isinstance(quote, b.BlockQuote)
    assert [(each.location.line, each.last_line) for each in (first, second)] == [(1, 3), (6, 10)]
    assert [(node.location.line, node.location.column) for node in b.walk(quote)] == [(3, 1), (3, 3), (3, 3), (3, 4)]
    assert [(note.label, note.location.line) for note in second.footnotes] == [("1", 10)]
    assert first.footnotes == ()


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("language: no", "language", "no"),
        ("language: pt-BR", "language", "pt-BR"),
        ("date: 2022-03-04", "date", "2022-03-04"),
        ("date: 1.10", "date", "1.10"),
        ("event: yes", "event", "yes"),
        ("subtitle: 010", "subtitle", "010"),
        ("event: null", "event", "null"),
        ("event: ~", "event", "~"),
        ("event: 12:30:45", "event", "12:30:45"),
        ("html: true", "html", True),
        ("html: false", "html", False),
        ("source: paper", "source", "paper"),
    ],
)
def test_values_stay_as_written(files: Files, line: str, field: str, value: object) -> None:
    """YAML makes no dates, numbers or truth values out of texts."""
    loaded = files.load({"content/deck.yml": f"title: A talk\n{line}\nsections: [one, two]\n"})
    assert getattr(loaded.deck, field) == value
    assert loaded.problems == []


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("language: english!", "wrong-value deck.yml:2:11"),
        ("language: [en]", "wrong-value deck.yml:2:11"),
        ("html: yes", "wrong-value deck.yml:2:7"),
        ("event: {a: b}", "wrong-value deck.yml:2:8"),
        ("evnt: x", "unknown-key deck.yml:2:1"),
        ("title: x", "duplicate-key deck.yml:2:1"),
        ("event: !!str x", "yaml-feature deck.yml:2:8"),
        ("event: &a x", "yaml-feature deck.yml:2:8"),
    ],
)
def test_wrong_values(files: Files, line: str, rule: str) -> None:
    """What a key cannot be is told where its value stands, and the sections are there all the same."""
    loaded = files.load({"content/deck.yml": f"title: A talk\n{line}\nsections: [one, two]\n"})
    assert loaded.problems == [rule]
    assert [section.id for section in loaded.deck.sections] == ["one", "two"]


SECTION = """\
title: One
focus: What *this* must achieve.
brief:
  slides:
    - "First: the words"
    - Second
  synthesis: What it covers.
corrections:
  - brief: It says *this*.
    paper: It says that.
    quote: q
    slides: [first]
"""


def test_section_file(files: Files) -> None:
    """Focus and corrections are Markdown; the titles of the brief keep their places."""
    loaded = files.load({"content/one/section.yml": SECTION})
    section = loaded.deck.sections[0]
    (correction,) = section.corrections
    assert loaded.problems == []
    assert [node.kind for node in section.focus] == ["text", "emphasis", "text"]
    assert [(title, at.line) for title, at in section.brief.slides] == [("First: the words", 5), ("Second", 6)]
    assert section.brief.synthesis == "What it covers."
    assert (b.plain_text(correction.brief), correction.quote, correction.slides) == ("It says this.", "q", ("first",))
    assert {node.location.line for node in b.walk(correction.brief)} == {9}


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("minutes: 7\n", ["missing-key one/section.yml:1:1"]),
        ("title:\n", ["missing-key one/section.yml:1:1"]),
        ("title: One\nminutes: seven\n", ["wrong-value one/section.yml:2:10"]),
        ("title: One\nminutes: 0\n", ["wrong-value one/section.yml:2:10"]),
        ("title: One\nspeaker: Ada\n", ["wrong-value one/section.yml:2:10"]),
        ("title: One\nspeaker: {name: x, rle: y}\n", ["unknown-key one/section.yml:2:20"]),
        ("title: One\ncorrections: [a]\n", ["wrong-value one/section.yml:2:15"]),
        ("title: One\nfocus: '**a** <b>'\n", ["raw-html one/section.yml:2:15"]),
    ],
)  # fmt: skip
def test_wrong_section_file(files: Files, text: str, problems: list[str]) -> None:
    """What is wrong with a section's keys is told where it is."""
    assert files.load({"content/one/section.yml": text}).problems == problems


QUOTES = """\
- id: q
  kind: elided
  page: 3-4
  place: Section 1
  text: Words [...] *of* it.
- {id: p, kind: paraphrase, text: Said, original: Words, from: brief, verdict: imprecise, note: Not quite.}
"""


def test_quotes(files: Files) -> None:
    """A quote is of the main source when it names none, and its texts are Markdown."""
    loaded = files.load({"content/one/quotes.yml": QUOTES})
    first, second = loaded.deck.sections[0].quotes
    assert loaded.problems == []
    assert (first.kind, first.source, first.page, first.place) == (QuoteKind.ELIDED, "paper", "3-4", "Section 1")
    assert (first.verdict, first.from_brief, b.plain_text(first.text)) == (
        Verdict.FAITHFUL,
        False,
        "Words [...] of it.",
    )
    assert (second.verdict, second.from_brief, b.plain_text(second.note)) == (Verdict.IMPRECISE, True, "Not quite.")
    assert list(loaded.deck.quotes) == ["q", "p"]


def test_synthesis(files: Files) -> None:
    """A synthesis is a page: its headings begin at level 2, and it may be divided by a line."""
    text = "## Why\n\nA[^1].\n\n---\n\n### How\n\n[^1]: b\n"
    loaded = files.load({"content/one/synthesis.md": text})
    synthesis = loaded.deck.sections[0].synthesis
    assert loaded.problems == []
    assert synthesis is not None
    assert [node.kind for node in synthesis.blocks] == ["heading", "paragraph", "rule", "heading"]
    assert [note.number for note in synthesis.footnotes] == [1]
    assert synthesis.words == 4


ONE_FILE = """\
---
title: A lightning talk
speaker: {name: Ada}
minutes: 5
language: de
sources:
  - {id: paper, title: A paper}
quotes:
  - {id: q, kind: verbatim, text: Words.}
---

## The idea {#idea}

Words [@q].

## The end
"""


def test_one_file(files: Files) -> None:
    """One Markdown file with front matter is a deck of one section, with its own sources and quotes."""
    loaded = files.load({"A talk.md": ONE_FILE}, "A talk.md")
    deck = loaded.deck
    (section,) = deck.sections
    assert loaded.problems == []
    assert (deck.title, deck.language, deck.source) == ("A lightning talk", "de", "paper")
    assert (section.id, section.title, section.minutes) == ("a-talk", "A lightning talk", 5)
    assert [(slide.id, slide.location.line, slide.last_line) for slide in deck.slides] == [
        ("idea", 12, 14),
        ("the-end", 16, 16),
    ]
    assert [(cite.id, cite.location.line) for each in deck.slides[0].citations for cite in each.cites] == [("q", 14)]
    assert deck.quotes["q"].location.line == 9


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("## A\n", ["yaml-syntax talk.md:1:1"]),
        ("---\ntitle: A\n\n## A\n", ["yaml-syntax talk.md:1:1"]),
        ("---\ntitle: A\nminutes: 5\n## A\n\n---\n\n## B\n", ["yaml-syntax talk.md:1:1", "stray-rule talk.md:6:1"]),
        ("---\n## A\n", ["yaml-syntax talk.md:1:1"]),
        ("title: A\nspeaker:\n  name: Ada\n---\n## A\n", ["yaml-syntax talk.md:1:1"]),
        ("title: A\n\n## A\n", ["yaml-syntax talk.md:1:1"]),
        ("---\ntitle: A\n---\n", ["empty-section talk.md:1:1"]),
        ("---\ntitle: A\nsections: [a]\n---\n## A\n", ["unknown-key talk.md:3:1"]),
        ("---\ntitle: A\n  b: c\n---\n## A\n", ["yaml-syntax talk.md:3:4"]),
        ("---\ntitle: A\n---\n## A {layout=x}\n", ["unknown-layout talk.md:4:7"]),
        ("---\ntitle: A\n...\n## A\n\n![b](c.svg)\n", ["missing-figure talk.md:6:6"]),
        ("---   \r\ntitle: A\r\n---\r\n## A\r\n", []),
    ],
)
def test_wrong_file(files: Files, text: str, problems: list[str]) -> None:
    """What is wrong with a single file is told at its line in that file, front matter included."""
    loaded = files.load({"talk.md": text}, "talk.md")
    assert loaded.problems == problems
    assert loaded.deck.slides


@pytest.mark.parametrize(
    ("name", "expected"), [("index.md", "index-talk"), ("!.md", "talk"), ("Über uns.md", "über-uns")]
)
def test_name_of_a_file(files: Files, name: str, expected: str) -> None:
    """The section of a single file is named for it, but not like a page of the site."""
    assert [section.id for section in files.load({name: ONE_FILE}, name).deck.sections] == [expected]


def test_many_slides_of_one_title(files: Files) -> None:
    """Thousands of slides of the same title take no more than a moment each."""
    deck = files.load({"content/one/slides.md": "## A\n" * 3000}).deck
    assert deck.sections[0].slides[-1].id == "a-3000"


def test_texts_inside_yaml(files: Files) -> None:
    """A quote and a section's focus are read as a page is: with figures and HTML, and without what only a page has."""
    text = '"![a](figures/a.svg)\\n\\n<p>b</p>\\n\\nC[^1]\\n\\n[^1]: d\\n\\n::: notes\\ne\\n:::\\n"'
    loaded = files.load(
        {
            "content/deck.yml": "title: A talk\nhtml: true\nsections: [one]\n",
            "content/two/section.yml": None,
            "content/two/slides.md": None,
            "content/one/figures/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
            "content/one/quotes.yml": f"- id: q\n  kind: verbatim\n  text: {text}\n",
            "content/one/section.yml": 'title: One\nfocus: "Words ![a](figures/a.svg)"\n',
        }
    )
    (section,) = loaded.deck.sections
    figure, *rest = section.quotes[0].text
    assert isinstance(figure, b.Figure)
    assert "content/one/figures/a.svg" == figure.file
    assert [b.RawHtml, b.Paragraph, b.Paragraph] == [type(block) for block in rest]
    assert ["content/one/figures/a.svg"] == [node.file for node in section.focus if isinstance(node, b.Image)]
    # A quote holds words alone: that is said as well.
    marked = [f"marked-quote one/quotes.yml:3:{column}" for column in (10, 33)]
    assert [*marked, "unknown-footnote one/quotes.yml:3:46", "container-nesting one/quotes.yml:3:65"] == loaded.problems


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("talk.md", "---\ntitle: A\nsource: x\n---\n## A\n", "the front matter"),
        ("talk.md", "---\ntitle: A\n---\n# A\n", "the front matter"),
        ("talk.md", "---\ntitle: A\n---\n## A\n\n<b>\n", "the front matter"),
        ("content/one/slides.md", "# A {#a}\n", "section.yml"),
        ("content/one/slides.md", "## A {#a}\n\n<b>\n", "content/deck.yml"),
    ],
)
def test_where_keys_are(files: Files, name: str, text: str, wanted: str) -> None:
    """A hint names the file that has the keys, which a deck of one file has in its front matter."""
    file = name if name == "talk.md" else ""
    files.load({name: text}, file)
    project = Project(files.root)
    load(project, LAYOUTS, file)
    assert any(wanted in each.hint for each in project.findings if each.location.path == name)
