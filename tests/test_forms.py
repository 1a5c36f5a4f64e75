"""The right form of a wrong value: each hint tells what to write, and what it tells is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from instructdeck.files.files import Project
from instructdeck.load.load import load

if TYPE_CHECKING:
    from pathlib import Path

DECK, SECTION = "content/deck.yml", "content/one/section.yml"
PERSON, GROUP = "{family: Doe, given: Jane}", "{literal: World Health Organization}"
QUOTES, SOURCES = "content/one/quotes.yml", "content/sources.yml"
HEADS = {
    DECK: "title: A talk\nsections: [one]\n",
    SECTION: "title: One\n",
    QUOTES: "- id: q\n  kind: verbatim\n  text: Words.\n",
    SOURCES: "- id: paper\n  title: A paper\n",
}
"""What stands before the line that is tried."""


def hints(root: Path, changed: dict[str, str]) -> list[str]:
    """Give what is said about a deck: the hint of each diagnostic, or its message where it has none."""
    files = HEADS | {"content/one/slides.md": "## A {#a}\n", "content/one/synthesis.md": "One page.\n"} | changed
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    project = Project(root)
    load(project, ("content",))
    return [each.hint or each.message for each in project.findings]


@pytest.mark.parametrize(
    ("path", "wrong", "right"),
    [
        (SECTION, "minutes: 5 min", "minutes: 5"),
        (SECTION, "minutes: 7.5 minutes", "minutes: 7.5"),
        (SECTION, "minutes: ca. 5", "minutes: 5"),
        (SECTION, "minutes: 5,5", "minutes: 5.5"),
        (SECTION, "minutes: 1:30", "minutes: 1.5"),
        (SECTION, "minutes: 5'", "minutes: 5"),
        (SECTION, "speaker: Ada", "speaker: {name: Ada}"),
        (SECTION, "speaker: Ada, the first", 'speaker: {name: "Ada, the first"}'),
        (SECTION, "focus: [All of it]", "focus: All of it"),
        (SECTION, "brief: First", "brief: {slides: [First]}"),
        (SECTION, "brief:\n  slides: First, Second", "slides: [First, Second]"),
        (DECK, "language: English", "language: en"),
        (DECK, "language: pt_BR", "language: pt-BR"),
        (DECK, "html: yes", "html: true"),
        (DECK, "html: Off", "html: false"),
        (DECK, "source: [paper]", "source: paper"),
        (QUOTES, "  page: p. 3", "page: 3"),
        (QUOTES, "  page: pp. 3 - 4", "page: 3-4"),
        (QUOTES, "  page: 3, 4", "page: 3-4"),
        (SOURCES, "  author: Jane Doe", "author: [{family: Doe, given: Jane}]"),
        (SOURCES, "  DOI: https://doi.org/10.1/x", "DOI: 10.1/x"),
    ],
)
def test_right_form(tmp_path: Path, path: str, wrong: str, right: str) -> None:
    """A value of the wrong kind gives one hint, which shows the line to write, and that line is accepted."""
    assert [f"write {right}"] == hints(tmp_path, {path: f"{HEADS[path]}{wrong}\n"})
    *above, last = wrong.split("\n")
    indent = last[: len(last) - len(last.lstrip())]
    assert [] == hints(tmp_path, {path: "\n".join([HEADS[path].rstrip(), *above, f"{indent}{right}\n"])})


@pytest.mark.parametrize(
    ("path", "wrong", "hint"),
    [
        (SECTION, "minutes: five", "'minutes' is 'five', not a number above 0, such as 6 or 7.5"),
        (SECTION, "minutes: 5-7", "write one number, not a range"),
        (SECTION, "minutes: 0 min", "'minutes' is '0 min', not a number above 0, such as 6 or 7.5"),
        (SECTION, "focus: [All, of it]", "a text that begins with a bracket needs quotation marks"),
        (SECTION, "focus:\n  - A\n  - B", "write one text: 'focus: …', or 'focus: >-' and the text indented below it"),
        (SECTION, "speaker: [Ada, Bob]", "write speaker: {name: …}"),
        (SECTION, "brief: [First, Second]", "write brief: {slides: […]}"),
        (SECTION, "corrections:\n  brief: a", "begin each entry of 'corrections' with '- '"),
        (SECTION, "corrections: [a]", "write '- brief: …', and 'paper: …' below it"),
        (DECK, "language: klingon", "write language: en, or another tag of two letters"),
        (QUOTES, "- p", "write '- id: …', and the other keys below it"),
        (QUOTES, "  page: Table 3", "write place: Table 3; a page is a number such as 3 or 3-4"),
        (QUOTES, "- id: my quote\n  kind: verbatim\n  text: x", "use letters, digits and hyphens: my-quote"),
        (SOURCES, "  author: [Jane Doe]", f"write {PERSON}, or {GROUP} for a group"),
    ],
)  # fmt: skip
def test_other_forms(tmp_path: Path, path: str, wrong: str, hint: str) -> None:
    """Where the line to write cannot be known, the hint shows its form."""
    assert hint == hints(tmp_path, {path: f"{HEADS[path]}{wrong}\n"})[0]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("title: One\nminutes:5\n", "write a space behind the colon: minutes: 5"),
        ("title:One\nminutes:5\n", "write a space behind the colon: title: One"),
        ("title: One\nspeaker:\n\tname: Ada\n", "indent with spaces, not with tabs"),
        ("title: One\n minutes: 5\n", "begin the line as far left as the one above it"),
        ("title: One\nfocus: >-\nAll\nminutes: 5\n",
         "this line has no key; indent what belongs to the key above it"),
        ('title: "One\n', 'close it with "'),
        ("title: 'It's one'\n", 'write "It\'s one"'),
        ('title: "The "best" one"\n', "write 'The \"best\" one'"),
        ('title: "Best" of all\n', "write '\"Best\" of all'"),
        ("title: [Draft] A talk\n", 'put the text in quotation marks: "[Draft] A talk"'),
        ("title: One: the first\n", 'put the text in quotation marks: "One: the first"'),
        ("title: \u201cOne: the first\u201d\n", 'write straight quotation marks: "One: the first"'),
        ("title: - one\n", 'put the text in quotation marks: "- one"'),
        ("title: @one\n", 'put the text in quotation marks: "@one"'),
        ("title: [One\n", "close it with ']'"),
        ("Title: One\n", "did you mean 'title'?"),
        ("title: One\nspeaker:\n", "indent its keys below it, or write speaker: {name: …}"),
    ],
)  # fmt: skip
def test_syntax(tmp_path: Path, text: str, hint: str) -> None:
    """What is no YAML, or not what was meant, gives one hint about the line that is wrong."""
    assert [hint] == hints(tmp_path, {SECTION: text})


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("title: A talk\nsections:\n  -one\n", "write a space behind each '-': '- one'"),
        ("title: A talk\nsections: [content/one]\n", "did you mean 'one'?"),
        ("title: A talk\nsections: [One]\n", "did you mean 'one'?"),
    ],
)
def test_sections(tmp_path: Path, text: str, hint: str) -> None:
    """A section that is wrongly named gives one hint, and its folder is not reported as well."""
    assert [hint] == hints(tmp_path, {DECK: text})


@pytest.mark.parametrize(
    ("src", "hint"),
    [
        ("loft.svg", "did you mean 'figures/loft.svg'?"),
        ("Figures/Loft.SVG", "did you mean 'figures/loft.svg'?"),
        ("figures/loft.png", "did you mean 'figures/loft.svg'?"),
        ("figures/loft.pdf", "did you mean 'figures/loft.svg'?"),
        ("figures/loft", "did you mean 'figures/loft.svg'?"),
        ("figures/lotf.svg", "did you mean 'figures/loft.svg'?"),
        ("content/one/figures/loft.svg", "did you mean 'figures/loft.svg'?"),
        ("/figures/loft.svg", "did you mean 'figures/loft.svg'?"),
        ("../one/figures/loft.svg", "did you mean 'figures/loft.svg'?"),
        ("figures\\loft.svg", "did you mean 'figures/loft.svg'?"),
        ("figures/words.txt", "known are svg, png, jpg, jpeg, gif, webp, avif"),
        ("figures/words", "known are svg, png, jpg, jpeg, gif, webp, avif"),
        ("figures/quite-other.svg", "'figures/quite-other.svg' does not exist"),
        ("", "name one: ![…](figures/plot.svg)"),
    ],
)
def test_figure_that_was_meant(tmp_path: Path, src: str, hint: str) -> None:
    """The hint on a figure that is not there names the file of the section's folder that was meant."""
    files = {"content/one/figures/loft.svg": "<svg/>", "content/one/figures/words": "Words."}
    assert [hint] == hints(tmp_path, {"content/one/slides.md": f"## A {{#a}}\n\n![Alt]({src})\n"} | files)
