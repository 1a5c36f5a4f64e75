"""The flagship: content is code, and what the brief and the paper ask of it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pytest

from instructdeck.deck.blocks import Diagram, plain_text, walk
from instructdeck.deck.brief import State, answers
from instructdeck.deck.quotation import QuoteKind, Verdict
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.numbers.claims import judge
from instructdeck.templating.templates import Templates
from sample import ROOT, loaded

if TYPE_CHECKING:
    from instructdeck.deck.diagnostics import Location
    from instructdeck.deck.model import Deck, Slide


@cache
def flagship() -> tuple[Deck, list[str]]:
    """Give the flagship deck and what is wrong with it."""
    return loaded(ROOT)


def test_nothing_is_wrong() -> None:
    """The flagship has neither an error nor a warning."""
    assert [] == flagship()[1]


def test_shape() -> None:
    """Five speakers give 23 slides: five, four, four, five and five."""
    deck, _ = flagship()

    assert [5, 4, 4, 5, 5] == [len(section.slides) for section in deck.sections]
    assert [f"Student {number}" for number in range(1, 6)] == [section.speaker.name for section in deck.sections]
    assert list(range(1, 24)) == [slide.number for slide in deck.slides]


def test_the_brief_is_kept() -> None:
    """Every suggested slide is there, under its suggested title and in order."""
    deck, _ = flagship()

    states = [answer.state for section in deck.sections for answer in answers(section)]
    assert [State.KEPT] * 23 == states


@pytest.mark.parametrize("number", range(1, 24))
def test_notes_are_speakable(number: int) -> None:
    """Each slide has notes of 40 to 120 spoken words."""
    slide: Slide = flagship()[0].slides[number - 1]

    assert 40 <= slide.spoken_words <= 120


def test_syntheses_are_one_page() -> None:
    """Each synthesis has 350 to 500 words."""
    deck, _ = flagship()

    words = {section.id: section.synthesis.words for section in deck.sections if section.synthesis}
    assert 5 == len(words)
    assert {} == {name: count for name, count in words.items() if not 350 <= count <= 500}


def test_statements_of_the_brief() -> None:
    """All 28 statements the brief gave as quotes are there with an honest kind; four are verbatim and one is wrong."""
    deck, _ = flagship()
    statements = [quote for quote in deck.quotes.values() if quote.from_brief]

    assert 28 == len(statements)
    assert 4 == sum(quote.kind is QuoteKind.VERBATIM for quote in statements)
    assert ["brief-3-4"] == [quote.id for quote in statements if quote.verdict is Verdict.WRONG]


def test_every_quote_has_its_place() -> None:
    """Each quote names a page from 1 to 68 and the place on it."""
    deck, _ = flagship()

    for quote in deck.quotes.values():
        first, _, last = quote.page.partition("-")
        assert quote.place, quote.id
        assert 1 <= int(first) <= int(last or first) <= 68, quote.id


def test_sixteen_corrections() -> None:
    """The team page lists a correction for each point where the brief and the paper differ."""
    deck, _ = flagship()

    assert 16 == sum(len(section.corrections) for section in deck.sections)


def test_one_pipeline() -> None:
    """The three stages are one diagram, whole on slides 4 and 6, with the stage at hand lit on 7, 10 and 12."""
    found = {
        slide.number: [part.name for part in node.lit]
        for slide in flagship()[0].slides
        for node in walk(slide.blocks)
        if isinstance(node, Diagram) and "content/diagrams/pipeline.mmd" == node.places[0].path
    }

    assert {4: [], 6: [], 7: ["sft"], 10: ["rm"], 12: ["ppo"]} == found


def test_every_slide_shows_evidence() -> None:
    """Each slide cites the paper."""
    deck, _ = flagship()

    assert [] == [slide.id for slide in deck.slides if not slide.citations]


def test_quotation_marks_hold_words_of_a_source() -> None:
    """Whatever a slide shows in a block quote stands in a verbatim or elided quote."""
    deck, _ = flagship()
    words = [
        plain_text(quote.text).replace("\n", " ")
        for quote in deck.quotes.values()
        if quote.kind is not QuoteKind.PARAPHRASE
    ]

    for slide in deck.slides:
        for block in slide.blocks:
            if block.kind == "block_quote":
                shown = " ".join(plain_text(block).split())
                assert any(shown in each for each in words), shown


# --- every number is held against the evidence ----------------------------------------------------------------------

TEMPLATES = Templates.of(ROOT)
AUTHORED = sorted(
    path.relative_to(ROOT).as_posix()
    for name in ("slides.md", "synthesis.md", "section.yml", "data/*.csv")
    for path in (ROOT / "content").glob(f"*/{name}")
)
"""The files in which the speakers say something in numbers."""
OTHERS = {
    "two": "eleven",
    "three": "eleven",
    "four": "eleven",
    "five": "eleven",
    "nine": "eleven",
    "thirty": "forty",
    "seventy": "eighty",
    "hundred": "thousand",
    "twice": "three times",
    "doubles": "triples",
    "half": "four fifths",
}
"""What is said in words, and something else."""
SAYS_NOTHING = re.compile(
    r"""\[@[^\]]*\]                         # a citation
      | \]\([^)]*\)                         # an address
      | ^\s*\d+\.[ ]                        # the mark of a list
      | \{\#[^}]*\}                         # an id
      | \[[^\]]*\]\{\.ours\}                # a count of our own
      | `[^`\n]+`                           # code
      | \\\\\[[^\]]*\]                      # the room between two lines of a formula
      | \{(?:\.strip|\.column|steps)[^}]*\}  # how a diagram or a column is shown
      | ^(?:data|quote|slides):.*$          # what a chart or a correction names
      | ^answers:[\s\S]*?(?=^```)              # what an explorable shows
    """,
    re.VERBOSE | re.MULTILINE,
)
NUMBER = re.compile(rf"\d+|\b(?:{'|'.join(OTHERS)})\b", re.IGNORECASE)
OF_THE_PAPER = re.compile(r"^    paper: (.*?)^    quote:", re.MULTILINE | re.DOTALL)


@dataclass
class Changed(Project):
    """A project in which one file says something else."""

    changed: tuple[str, str] = ("", "")

    def read(self, path: str, named_at: Location | None = None) -> str | None:
        """Give the text that it has now."""
        if path != self.changed[0]:
            return super().read(path, named_at)
        self.texts[path] = self.changed[1]
        return self.changed[1]


def is_flagged(path: str, text: str) -> bool:
    """Tell whether anything is wrong with the flagship when a file has another text."""
    project = Changed(root=ROOT)
    project.changed = (path, text)
    judge(load(project, TEMPLATES.layouts), project.findings)
    return bool(list(project.findings))


@cache
def numbers() -> tuple[tuple[str, int, int], ...]:
    """Give each number that a speaker wrote: its file, where it begins there and where it ends."""
    found = []
    for path in AUTHORED:
        text = (ROOT / path).read_text(encoding="utf-8")
        mute = [match.span() for match in SAYS_NOTHING.finditer(text)]
        said = [match.span(1) for match in OF_THE_PAPER.finditer(text)] if path.endswith(".yml") else [(0, len(text))]
        for match in NUMBER.finditer(text):
            at = match.start()
            if any(a <= at < z for a, z in said) and not any(a <= at < z for a, z in mute):
                found.append((path, *match.span()))
    return tuple(found)


@cache
def evidence() -> frozenset[str]:
    """Give each number that stands in a list of quotes, in digits."""
    files = (ROOT / "content").glob("*/quotes.yml")
    return frozenset(number for file in files for number in re.findall(r"\d+", file.read_text(encoding="utf-8")))


def with_other_number(path: str, start: int, end: int) -> str:
    """Give a file's text with one number changed, to one that stands in no quote where that can be."""
    text = (ROOT / path).read_text(encoding="utf-8")
    old = text[start:end]
    others = [f"{old[:-1]}{(int(old[-1]) + step) % 10}" for step in range(1, 10)] if old[0].isdigit() else []
    free = [each for each in (*others, f"{old}7", f"{old}39") if each not in evidence() and each != old]
    return f"{text[:start]}{free[0] if others else OTHERS[old.lower()]}{text[end:]}"


def test_numbers_are_found() -> None:
    """The speakers say several hundred numbers, in each kind of file."""
    assert len(numbers()) > 600
    assert set(AUTHORED) == {path for path, _, _ in numbers()}


@pytest.mark.parametrize("index", range(0, 600, 17))
def test_a_changed_number_is_flagged(index: int) -> None:
    """A number of the flagship that is changed to one that no quote has is flagged."""
    path, start, end = numbers()[index]
    assert is_flagged(path, with_other_number(path, start, end)), (path, start)


@pytest.mark.soak
@pytest.mark.parametrize("path", AUTHORED)
def test_each_changed_number_is_flagged(path: str) -> None:
    """Each number of the flagship is, one at a time."""
    passed = [
        (start, with_other_number(path, start, end)[start - 30 : end + 20])
        for file, start, end in numbers()
        if file == path and not is_flagged(path, with_other_number(path, start, end))
    ]
    assert [] == passed
