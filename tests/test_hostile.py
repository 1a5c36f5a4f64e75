"""Broken input of every kind: a deck and diagnostics come out, in good time, and never an exception."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hangs import ended_after
from instructdeck.check.checks import check
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.render.render import render_deck
from instructdeck.render.renderer import Renderer
from instructdeck.site.build import site_files
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.typeset import Typesetter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instructdeck.deck.model import Deck

SECONDS = 10
"""Of processor time, for one broken input; each takes less than one second at a desk."""
TYPESETTER = Typesetter(Templates((shipped(),)))
TEMPLATES = Templates((shipped(),))

DECK, SECTION, QUOTES, SOURCES, SLIDES, SYNTHESIS = (
    "content/deck.yml",
    "content/one/section.yml",
    "content/one/quotes.yml",
    "content/sources.yml",
    "content/one/slides.md",
    "content/one/synthesis.md",
)
GOOD = {
    DECK: "title: A talk\nsections: [one]\n",
    SOURCES: "- {id: paper, title: A paper}\n",
    SECTION: "title: One\n",
    QUOTES: "- {id: bigger, kind: verbatim, text: Bigger is not better.}\n",
    SLIDES: "## A {#a}\n\nWords.\n\n::: notes\nMore words.\n:::\n",
    SYNTHESIS: "Words.\n",
}

YAML = [
    # what is no YAML
    (SECTION, "title: [", "yaml-syntax", 1),
    (SECTION, "title: One\n\tminutes: 5\n", "yaml-syntax", 2),
    (SECTION, "title: One\nfocus: a: b\n", "yaml-syntax", 2),
    (SECTION, "title: One\nfocus: @paper\n", "yaml-syntax", 2),
    (SECTION, "title: One\nfocus: `code`\n", "yaml-syntax", 2),
    (SECTION, "title: One\nfocus: %done\n", "yaml-syntax", 2),
    (SECTION, 'title: "One\n', "yaml-syntax", 1),
    (SECTION, "title: 'One' two\n", "yaml-syntax", 1),
    (SECTION, 'title: "\\q"\n', "yaml-syntax", 1),
    (SECTION, "title: One\n  minutes: 5\n", "yaml-syntax", 2),
    (SECTION, "title: One\n- two\n", "yaml-syntax", 2),
    (SECTION, "{title: One\n", "yaml-syntax", 1),
    (SECTION, "title: One}\nspeaker: {", "yaml-syntax", 2),
    (SECTION, "title: One\nspeaker: {name: Ada]\n", "yaml-syntax", 2),
    # what YAML has and a deck does without
    (SECTION, "title: One\nfocus: &here words\n", "yaml-feature", 2),
    (SECTION, "title: One\nfocus: *there\n", "yaml-feature", 2),
    (SECTION, "title: One\nfocus: !!int 5\n", "yaml-feature", 2),
    (SECTION, "title: !!python/object/apply:os.system [ls]\n", "yaml-feature", 1),
    (SECTION, "title: One\nfocus: !include /etc/passwd\n", "yaml-feature", 2),
    (SECTION, "title: One\n<<: *there\n", "yaml-feature", 2),
    (SECTION, "title: One\n--- \ntitle: Two\n", "yaml-feature", 2),
    (SECTION, "title: One\n? [a, b]\n: c\n", "yaml-feature", 2),
    (SECTION, "title: One\n? {a: b}\n: c\n", "yaml-feature", 2),
    (SECTION, 'title: One\nfocus: "\\ud800"\n', "yaml-syntax", 2),
    (SECTION, "title: One\nfocus: " + "[" * 13 + "]" * 13 + "\n", "yaml-feature", 2),
    (SECTION, "title: One\nfocus: " + "[" * 100_000, "yaml-feature", 2),
    (SECTION, "title: One\nfocus: " + "{a: " * 2_000 + "\n", "yaml-feature", 2),
    (SECTION, "".join(f"{' ' * depth}a:\n" for depth in range(700)), "yaml-feature", 13),
    (SECTION, "title: One\nfocus: " + "- " * 50_000 + "\n", "yaml-syntax", 2),
    (SECTION, "- " * 100_000 + "a\n", "yaml-feature", 1),
    (SECTION, "a: &a [x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(100)), "yaml-feature", 1),
    # keys
    (SECTION, "title: One\ntitle: Two\n", "duplicate-key", 2),
    (SECTION, "title: One\nspeaker: {name: A, name: B}\n", "duplicate-key", 2),
    (SECTION, "title: One\ntittle: Two\n", "unknown-key", 2),
    (SECTION, "title: One\n'': Two\n", "unknown-key", 2),
    (SECTION, "title: One\nTitle: Two\n", "unknown-key", 2),
    (SECTION, "title: One\n1: Two\n", "unknown-key", 2),
    (SECTION, "title: One\n" + "".join(f"k{n}: v\n" for n in range(10_000)), "unknown-key", 10_001),
    (SECTION, "title: One\nspeaker: {naem: Ada}\n", "unknown-key", 2),
    (SECTION, "title: One\nspeaker: {role: Guest}\n", "missing-key", 2),
    (SECTION, "minutes: 5\n", "missing-key", 1),
    (SECTION, "title:\n", "missing-key", 1),
    (SECTION, "title: '  '\n", "missing-key", 1),
    (SECTION, "title: One\ncorrections:\n  - brief: A\n", "missing-key", 3),
    # values
    (SECTION, "", "wrong-value", 1),
    (SECTION, "just words\n", "wrong-value", 1),
    (SECTION, "- one\n- two\n", "wrong-value", 1),
    (SECTION, "~\n", "wrong-value", 1),
    (SECTION, "title: [One]\n", "wrong-value", 1),
    (SECTION, "title: {One}\n", "wrong-value", 1),
    (SECTION, "title: One\nminutes: five\n", "wrong-value", 2),
    (SECTION, "title: One\nminutes: 0\n", "wrong-value", 2),
    (SECTION, "title: One\nminutes: -5\n", "wrong-value", 2),
    (SECTION, "title: One\nminutes: .inf\n", "wrong-value", 2),
    (SECTION, "title: One\nminutes: 1e99\n", "wrong-value", 2),
    (SECTION, "title: One\nminutes: 1:30\n", "wrong-value", 2),
    (SECTION, "title: One\nminutes: 2024-99-99\n", "wrong-value", 2),
    (SECTION, "title: One\nminutes: " + "9" * 5_000 + "\n", "wrong-value", 2),
    (SECTION, "title: One\nspeaker: Ada\n", "wrong-value", 2),
    (SECTION, "title: One\nspeaker: [Ada, Bea]\n", "wrong-value", 2),
    (SECTION, "title: One\nbrief: Say this\n", "wrong-value", 2),
    (SECTION, "title: One\nbrief:\n  slides: A\n", "wrong-value", 3),
    (SECTION, "title: One\nbrief:\n  slides:\n    - a: b\n", "wrong-value", 4),
    (SECTION, "title: One\ncorrections: [A]\n", "wrong-value", 2),
    (DECK, "title: A\nsections: one\n", "wrong-value", 2),
    (DECK, "title: A\nsections: [[one]]\n", "wrong-value", 2),
    (DECK, "title: A\nsections: [one, index]\n", "wrong-value", 2),
    (DECK, "title: A\nsections: [one, ../one]\n", "wrong-value", 2),
    (DECK, "title: A\nsections: [one, 'con tent']\n", "wrong-value", 2),
    (DECK, "title: A\nsections: [one]\nhtml: yes\n", "wrong-value", 3),
    (DECK, "title: A\nsections: [one]\nlanguage: no such tongue\n", "wrong-value", 3),
    (DECK, "title: A\nsections: [one, one]\n", "duplicate-id", 2),
    (DECK, "title: A\nsections: [one, two]\n", "missing-file", 2),
    (DECK, "title: A\nsections: []\n", "unlisted-section", 2),
    (DECK, "title: A\nsections: [one]\nsource: nobody\n", "unknown-source", 3),
    (DECK, "title: A\nsections: [one]\ndate: 2024-99-99\nsubtitle: [x]\n", "wrong-value", 4),
    (SOURCES, "title: A paper\n", "wrong-value", 1),
    (SOURCES, "- A paper\n", "wrong-value", 1),
    (SOURCES, "- {id: 'a b', title: A}\n", "wrong-value", 1),
    (SOURCES, "- {id: paper, title: A}\n- {id: paper, title: B}\n", "duplicate-id", 2),
    (SOURCES, "- {id: paper, title: A, URL: 'javascript:alert(1)'}\n", "wrong-value", 1),
    (SOURCES, "- {id: paper, title: A, author: Ouyang}\n", "wrong-value", 1),
    (SOURCES, "- {id: paper, title: A, author: [{given: Long}]}\n", "missing-key", 1),
    (SOURCES, "- {id: paper, title: A, pages: many}\n", "wrong-value", 1),
    (SOURCES, "- {id: paper, title: A, sha256: abc}\n", "wrong-value", 1),
    (SOURCES, "- {title: A}\n", "missing-key", 1),
    (QUOTES, "bigger: Words\n", "wrong-value", 1),
    (QUOTES, "- id: q\n  kind: literal\n  text: A\n", "wrong-value", 2),
    (QUOTES, "- id: q\n  text: A\n", "missing-key", 1),
    (QUOTES, "- id: q\n  kind: verbatim\n", "missing-key", 1),
    (QUOTES, "- id: q\n  kind: verbatim\n  text: A\n  from: nowhere\n", "wrong-value", 4),
    (QUOTES, "- id: q\n  kind: verbatim\n  text: A\n  verdict: bad\n", "wrong-value", 4),
    (QUOTES, "- id: q\n  kind: verbatim\n  text: <b>A</b>\n", "raw-html", 3),
    (QUOTES, "- id: q\n  kind: verbatim\n  text: A $\\frc$\n", "bad-math", 3),
]
"""File, its text, and the rule and the line of the diagnostic."""

BODIES = [
    # containers
    ("::: notes\nWords.", "container-nesting", 3),
    (":::", "container-nesting", 3),
    ("::::: columns\nWords.\n:::::", "container-nesting", 4),
    ("::: column\nWords.\n:::", "container-nesting", 3),
    ("> ::: notes\n> Words.", "container-nesting", 3),
    ("::: nots\nWords.\n:::", "unknown-container", 3),
    ("::: {.warning}\nWords.\n:::", "unknown-container", 3),
    ("::: {#id}\nWords.\n:::", "unknown-container", 3),
    ("::: notes {width=5}\nWords.\n:::", "unknown-attribute", 3),
    ("::: columns\n::: {.column width=huge}\nWords.\n:::\n:::", "unknown-attribute", 4),
    ("::: callout\n" * 5_000, "container-nesting", 3),
    (":::\n" * 5_000, "container-nesting", 5_002),
    ("::: columns\n::: column\n" * 500, "container-nesting", 3),
    # depth
    ("> " * 300 + "deep", "too-deep", 3),
    ("".join(f"{'  ' * depth}- item\n" for depth in range(300)), "too-deep", 17),
    ("- " * 300 + "deep", "too-deep", 3),
    ("".join(f"{'   ' * depth}1. item\n" for depth in range(300)), "too-deep", 17),
    ("> - " * 150 + "deep", "too-deep", 3),
    # attributes
    ("[words]{.nothing}", "unknown-attribute", 3),
    ("[words]{#id}", "unknown-attribute", 3),
    ("[words]{nothing}", "attribute-syntax", 3),
    ("![A](a.svg){width=50%}", "attribute-syntax", 3),
    ('![A](a.svg){width="wide"}', "unknown-attribute", 3),
    ('![A](a.svg){height="5"}', "unknown-attribute", 3),
    ("### B {=}", "attribute-syntax", 3),
    ("### B {.x}", "unknown-attribute", 3),
    ("### B {#a #b}", "attribute-syntax", 3),
    ("## B {#b layout=tabel}", "unknown-layout", 3),
    ('## B {#b layout="../../secret"}', "unknown-layout", 3),
    ("## B {#2}", "attribute-syntax", 3),
    ("## B {#a/b}", "attribute-syntax", 3),
    ("## B {#b onclick=x}", "unknown-attribute", 3),
    ('## B {#b style="color:red"}', "unknown-attribute", 3),
    # structure
    ("# B {#b}", "heading-level", 3),
    ("> ## B", "heading-level", 3),
    ("##### B", "heading-skip", 3),
    ("---", "stray-rule", 3),
    ("***", "stray-rule", 3),
    ("##", "empty-title", 3),
    ("## {#b}", "empty-title", 3),
    ("## B {#a}", "duplicate-id", 3),
    ("## ![](x.svg)", "missing-alt", 3),
    # HTML and links
    ("<script>alert(1)</script>", "raw-html", 3),
    ("words <img src=x onerror=alert(1)>", "raw-html", 3),
    ("<!-- never closed", "raw-html", 3),
    ("<![CDATA[x]]>", "raw-html", 3),
    ("<?php x ?>", "raw-html", 3),
    ("[a](javascript:alert(1))", "unsafe-link", 3),
    ("[a](JaVaScRiPt:alert(1))", "unsafe-link", 3),
    ("[a](<java&#x73;cript:alert(1)>)", "unsafe-link", 3),
    ("[a](data:text/html,x)", "unsafe-link", 3),
    ("[a](file:///etc/passwd)", "unsafe-link", 3),
    ("[a](//example.org)", "unsafe-link", 3),
    ("[a]\n\n[a]: vbscript:x", "unsafe-link", 3),
    ("<javascript:alert(1)>", "unsafe-link", 3),
    ("[a](#nowhere)", "broken-link", 3),
    ("[a](nowhere.html)", "broken-link", 3),
    ("[a](two#a)", "broken-link", 3),
    ("[a](%ff%fe)", "broken-link", 3),
    ("[a]()", "broken-link", 3),
    # figures
    ("![](a.svg)", "missing-alt", 3),
    ("![A](../a.svg)", "outside-path", 3),
    ("![A](..%2fa.svg)", "outside-path", 3),
    ("![A](figures/../../a.svg)", "outside-path", 3),
    ("![A](/etc/a.svg)", "outside-path", 3),
    ("![A](C:a.svg)", "outside-path", 3),
    ("![A](.git/a.svg)", "outside-path", 3),
    ("![A](a%00.svg)", "outside-path", 3),
    ("![A](a%5cb.svg)", "outside-path", 3),
    ("![A](slides.md)", "missing-figure", 3),
    ("![A](a.svg)", "missing-figure", 3),
    ("![A](a.svg/b.svg)", "missing-figure", 3),
    (f"![A]({'a' * 5_000}.svg)", "missing-figure", 3),
    ("![A](.)", "missing-figure", 3),
    ("![A]()", "missing-figure", 3),
    ("![A](https://example.org/a.svg)", "remote-figure", 3),
    ("![A](//example.org/a.svg)", "remote-figure", 3),
    ("![A](data:image/svg+xml;base64,AAAA)", "remote-figure", 3),
    # evidence and footnotes
    ("[@]", "citation-syntax", 3),
    ("[@a @b]", "citation-syntax", 3),
    ("[@a;]", "citation-syntax", 3),
    ("[@nobody]", "unknown-citation", 3),
    ("[@nobody, p. 3]", "unknown-citation", 3),
    ("words[^1]", "unknown-footnote", 3),
    ("[^1]: words", "unknown-footnote", 3),
    ("words[^1]\n\n[^1]: words[^1]\n\n[^2]: x", "unknown-footnote", 7),
    # listings and tables
    ("```nothing\n```", "unknown-language", 3),
    ('```python {lines="2"}\na\n```', "code-lines", 3),
    ('```python {lines="x"}\na\n```', "code-lines", 3),
    ('```python {lines="2-1"}\na\nb\n```', "code-lines", 3),
    ('```python {lines="0"}\na\n```', "code-lines", 3),
    ('```python {lines="1-99999"}\na\n```', "code-lines", 3),
    (f'```python {{lines="{"9" * 6_000}"}}\na\n```', "code-lines", 3),
    ("```python {line=1}\na\n```", "unknown-attribute", 3),
    ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", "table-width", 5),
    # charts
    ("```chart\ntype: stack\nalt: x\nscale: log\nvalues: [{a: x, b: 1}]\n```", "bad-chart", 6),
    ("```chart\ntype: share\nalt: x\nscale: log\nvertical: true\nvalues: [{a: x, b: 1e99}]\n```", "bad-chart", 6),
    # mathematics
    ("$\\frc$", "bad-math", 3),
    ("$$\nx\n\\begin{array}\n$$", "bad-math", 5),
    ("$$\nx", "bad-math", 3),
    ("$${$$", "bad-math", 3),
    ("$\\def\\a{\\a\\a}\\a$", "bad-math", 3),
    ("$\\def\\a#1{#1#1}\\a{\\a{\\a{\\a{\\a{\\a{\\a{\\a{\\a{\\a{\\a{x}}}}}}}}}}}$", "bad-math", 3),
    ("$\\gdef\\a{\\b}\\gdef\\b{\\a}\\a$", "bad-math", 3),
    ("$" + "{" * 4_000 + "}" * 4_000 + "$", "bad-math", 3),
    ("$" + "x^{" * 3_000 + "$", "bad-math", 3),
    ("$" + "x" * 10_001 + "$", "bad-math", 3),
    ("$x_1_2$", "bad-math", 3),
    ("$\\left( x$", "bad-math", 3),
    ("$\\unicode{x}$", "bad-math", 3),
    ("$\\input{/etc/passwd}$", "bad-math", 3),
    ("$\\begin{nothing}x\\end{nothing}$", "bad-math", 3),
    ('$\\char"D800$', "bad-math", 3),
]
"""What stands on a slide from line 3 on, and the rule and the line of the diagnostic."""

HARMLESS = [
    "$\\htmlData{a=b}{x}$",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\url{javascript:alert(1)}$",
    "$\\includegraphics{/etc/passwd}$",
    "$\\htmlStyle{color:red}{x}$",
    "![[]()" * 3_000,
    "*a " * 20_000,
    "*a_" * 5_000,
    "**a" * 5_000,
    "_" * 50_000,
    "[" * 10_000,
    "](" * 20_000,
    "[a](" * 5_000,
    "![" * 5_000,
    "[a]{" * 10_000,
    "[@" * 5_000,
    "[@a;" * 5_000,
    "[^" * 5_000,
    "$" * 50_000,
    "$a" * 20_000,
    "$$a" * 10_000,
    "`a``" * 10_000,
    "<a " * 20_000,
    "<!--" * 10_000,
    "&" * 50_000,
    "\\" * 50_000,
    "|" * 20_000 + "\n" + "|-" * 10_000 + "|\n" + "|" * 20_000,
    "|a" * 400 + "|\n" + "|-" * 400 + "|\n" + "|a|\n" * 1_000,
    "{" * 50_000,
    "".join(f"## A {n} {{#a{n}}}\n\n[a](#b{n})\n\n" for n in range(500)),
    "".join(f"[@a{n}] " for n in range(3_000)),
    "a [@a] " + "[@a]\n" * 20_000,
    "## {" * 5_000,
    "### a {" + "#a " * 5_000 + "}",
    "::: " * 10_000,
    ":" * 100_000,
    "a\n:   b\n" * 1_000,
    "- a\n" * 5_000,
    "- [x] a\n" * 2_000,
    "".join(f"[^{n}]: a\n\n" for n in range(3_000)) + "".join(f"[^{n}]" for n in range(3_000)),
    "".join(f"## A {n}\n\n" for n in range(500)),
    "## A\n\n" * 500,
    "```" * 20_000,
    "```python {lines='" + "1|" * 20_000 + "'}\na\n```",
    "a" * 500_000,
    "\u202e\u2066\u200b\ufeff",
    "\U0001f469\u200d\U0001f4bb \u0301\u0301\u0301",
    "a\u2028b\u2029c\x85d",
    ". . .\n\n" * 3_000,
    "#" * 50_000,
    "> \n" * 10_000,
    "  \n" * 50_000,
]
"""What may be right or wrong on a slide, but must neither fail, nor hang, nor reach a reader as code."""


@dataclass(frozen=True)
class Result:
    """A deck, and `rule path:line` of each diagnostic."""

    deck: Deck
    found: list[str]


def write(root: Path, texts: Mapping[str, str | bytes]) -> None:
    """Write files below a folder."""
    for name, text in texts.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))


def judged(root: Path, file: str = "", *, pages: bool = False) -> Result:
    """Load, check and render what is in a folder, in good time; with the site's pages where that is asked for."""
    with ended_after(SECONDS):
        project = Project(root)
        deck = load(project, TEMPLATES.layouts, file)
        project.findings.items.extend(check(deck, TYPESETTER))
        found = tuple(project.findings)
        if pages:
            assert site_files(deck, project, TEMPLATES, TYPESETTER, found)
        else:
            assert render_deck(Renderer(deck, TEMPLATES, TYPESETTER, found))
    return Result(deck, [f"{each.rule.name} {each.location.path}:{each.location.line}" for each in found])


def short(value: object) -> str:
    """Give a name for a case that fits on a line."""
    return ascii(value)[1:41]


@pytest.mark.parametrize(("file", "text", "rule", "line"), YAML, ids=short)
def test_yaml(tmp_path: Path, file: str, text: str, rule: str, line: int) -> None:
    """What is wrong in a YAML file is reported on its line, and the deck is there all the same."""
    write(tmp_path, GOOD | {file: text})
    assert f"{rule} {file}:{line}" in judged(tmp_path).found


@pytest.mark.parametrize(("body", "rule", "line"), BODIES, ids=short)
def test_slide(tmp_path: Path, body: str, rule: str, line: int) -> None:
    """What is wrong on a slide is reported on its line, and the deck is there all the same."""
    write(tmp_path, GOOD | {SLIDES: f"## A {{#a}}\n\n{body}\n"})
    assert f"{rule} {SLIDES}:{line}" in judged(tmp_path).found


@pytest.mark.parametrize("body", HARMLESS, ids=short)
def test_endless(tmp_path: Path, body: str) -> None:
    """No text on a slide or a page takes long."""
    write(tmp_path, GOOD | {SLIDES: f"## A {{#a}}\n\n{body}\n"})
    assert judged(tmp_path).deck.slides


@pytest.mark.parametrize("label", ["nan", "inf", "-inf", "1e999", "-1e308", "1e-320"])
def test_labels_that_are_numbers(tmp_path: Path, label: str) -> None:
    """Labels of a line that are numbers, but no places on a scale, stand side by side as words do."""
    rows = f"values: [{{x: {label}, y: 1}}, {{x: 2, y: 3}}, {{x: 1e308, y: 2}}]"
    write(tmp_path, GOOD | {SLIDES: f"## A {{#a}}\n\n```chart\ntype: line\nalt: x\n{rows}\n```\n"})
    assert not [each for each in judged(tmp_path).found if each.startswith("bad-")]


BYTES = [
    ("Latin-1", "## A\n\ncaf\xe9\n".encode("latin-1"), "unreadable-file", 3),
    ("UTF-16", "## A\n".encode("utf-16"), "unreadable-file", 1),
    ("UTF-16, no sign", "## A\n".encode("utf-16-le"), "unreadable-file", 1),
    ("UTF-16, cut off", "## A\n".encode("utf-16")[:-1], "unreadable-file", 1),
    ("UTF-32", "## A\n".encode("utf-32"), "unreadable-file", 1),
    ("Word", b"PK\x03\x04\x14\0\x08", "unreadable-file", 1),
    ("cut off", "## A\n\ncaf\xe9".encode()[:-1], "unreadable-file", 3),
    ("surrogate", "## A\n\n\ud800\n".encode("utf-8", "surrogatepass"), "unreadable-file", 3),
    ("NUL", b"## A\n\n\0\n", "unreadable-file", 3),
    ("escape", b"## A\n\n\x1b[31mred\x1b[0m\n", "unreadable-file", 3),
    ("PNG", b"\x89PNG\r\n\x1a\n\0\0", "unreadable-file", 1),
    ("large", b"## A\n" + b"a" * 2**18, "unreadable-file", 1),
    ("empty", b"", "empty-section", 1),
    ("BOM alone", b"\xef\xbb\xbf", "empty-section", 1),
    ("BOM", b"\xef\xbb\xbf## A\n", "empty-slide", 1),
    ("CRLF", b"## A {#a}\r\n\r\n:::\r\n", "container-nesting", 3),
    ("CR", b"## A {#a}\r\r:::\r", "container-nesting", 3),
    ("conflict", b"## A\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n", "merge-conflict", 3),
    ("conflict, mark left", b"## A\n\na\n>>>>>>> c\n", "merge-conflict", 4),
    ("conflict, CRLF", b"## A\r\n\r\n<<<<<<< HEAD\r\na\r\n=======\r\nb\r\n>>>>>>> c\r\n", "merge-conflict", 3),
]
"""Name, the bytes of `slides.md`, and the rule and the line of the diagnostic."""


@pytest.mark.parametrize(("data", "rule", "line"), [case[1:] for case in BYTES], ids=[case[0] for case in BYTES])
def test_bytes(tmp_path: Path, data: bytes, rule: str, line: int) -> None:
    """Bytes that are no text, and line ends of every kind, are reported on their line."""
    write(tmp_path, GOOD | {SLIDES: data})
    assert f"{rule} {SLIDES}:{line}" in judged(tmp_path).found


@pytest.mark.parametrize("file", [DECK, SECTION, QUOTES, SOURCES, SYNTHESIS])
def test_bytes_of_every_file(tmp_path: Path, file: str) -> None:
    """Every file is read with the same distrust."""
    write(tmp_path, GOOD | {file: b"\xff\xfe\0<<<<<<<"})
    assert f"unreadable-file {file}:1" in judged(tmp_path).found


def test_conflict_in_yaml(tmp_path: Path) -> None:
    """A merge conflict in a YAML file is named as one, and its second side brings no further reports."""
    write(tmp_path, GOOD | {SECTION: "<<<<<<< HEAD\ntitle: A\n||||||| c\ntitle: C\n=======\ntitle: B\n>>>>>>> b\n"})
    assert [f"merge-conflict {SECTION}:1"] == judged(tmp_path).found


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("file", [DECK, SECTION, SLIDES])
def test_other_encoding(tmp_path: Path, file: str, encoding: str) -> None:
    """A file that Windows saved as UTF-16 is named as one, and read all the same: nothing else is wrong with it."""
    write(tmp_path, GOOD | {file: str(GOOD[file]).encode(encoding)})
    assert [f"unreadable-file {file}:1"] == judged(tmp_path).found


def test_bare_folder(tmp_path: Path) -> None:
    """A project without any file has a deck that says so."""
    assert [f"missing-file {DECK}:1"] == judged(tmp_path, pages=True).found


@pytest.mark.parametrize("file", GOOD)
def test_folder_in_place_of_a_file(tmp_path: Path, file: str) -> None:
    """A folder where a file belongs is reported."""
    write(tmp_path, {name: text for name, text in GOOD.items() if name != file})
    (tmp_path / file).mkdir()
    assert any(each.startswith("missing-") for each in judged(tmp_path).found)


@pytest.mark.parametrize("file", GOOD)
def test_pipe_in_place_of_a_file(tmp_path: Path, file: str) -> None:
    """A pipe, which would never end, is not opened."""
    write(tmp_path, {name: text for name, text in GOOD.items() if name != file})
    os.mkfifo(tmp_path / file)
    done = subprocess.run(
        [sys.executable, "-m", "instructdeck", "check", tmp_path, "--format=json"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=6 * SECONDS,
    )
    assert 1 == done.returncode
    assert b"is not a regular file" in done.stdout


@pytest.mark.parametrize("file", GOOD)
def test_link_out_of_the_project(tmp_path: Path, file: str) -> None:
    """A symbolic link cannot show a file from elsewhere."""
    write(tmp_path, {f"project/{name}": text for name, text in GOOD.items() if name != file})
    write(tmp_path, {"secret": GOOD[file]})
    (tmp_path / "project" / file).symlink_to(tmp_path / "secret")
    assert any(each.startswith("outside-path ") for each in judged(tmp_path / "project").found)


def test_folder_linked_out_of_the_project(tmp_path: Path) -> None:
    """A section that is a symbolic link to elsewhere is not read."""
    write(tmp_path, {f"elsewhere/{name}": text for name, text in GOOD.items()})
    write(tmp_path, {f"project/{DECK}": GOOD[DECK]})
    (tmp_path / "project/content/one").symlink_to(tmp_path / "elsewhere/content/one")
    assert any(each.startswith("outside-path ") for each in judged(tmp_path / "project").found)


@pytest.mark.parametrize("target", ["a.svg", "nowhere.svg", "/etc/passwd", "../../../a.svg", "/dev/zero"])
def test_figure_linked(tmp_path: Path, target: str) -> None:
    """A figure that is a link to itself, to nothing or to elsewhere is not published."""
    write(tmp_path, GOOD | {SLIDES: "## A {#a}\n\n![A](a.svg)\n"})
    (tmp_path / "content/one/a.svg").symlink_to(target)
    assert {f"missing-figure {SLIDES}:3", f"outside-path {SLIDES}:3"} & set(judged(tmp_path, pages=True).found)


def test_one_file(tmp_path: Path) -> None:
    """The front matter of a deck of one file is read with the same distrust."""
    for head, line in (("title: [", 2), ("title: A\nx: &y z", 3), ("title: A\ntitle: B", 3), ("- a", 2), ("", 2)):
        write(tmp_path, {"talk.md": f"---\n{head}\n---\n\n## A {{#a}}\n\nWords.\n"})
        assert any(each.endswith(f"talk.md:{line}") for each in judged(tmp_path, "talk.md").found)
    for text in ("", "---", "---\n", "---\n---\n", "---\ntitle: A\n", "---\n" + "-a: b\n" * 50, "...\n", "## A\n"):
        write(tmp_path, {"talk.md": text})
        assert judged(tmp_path, "talk.md").found


def test_pages(tmp_path: Path) -> None:
    """A site is made of the worst: every broken text as the slide, the page and the quote of a section."""
    texts = [body for body, _, _ in BODIES if len(body) < 500] + [body[:300] for body in HARMLESS]
    names = [f"s{number}" for number in range(len(texts))]
    write(tmp_path, GOOD | {DECK: f"title: A\nhtml: true\nsections: [{', '.join(names)}]\n"})
    for name, text in zip(names, texts, strict=True):
        lines = text.replace("\n", "\n    ")
        write(
            tmp_path,
            {
                f"content/{name}/section.yml": f"title: {name}\nfocus: |-\n    {lines}\n",
                f"content/{name}/slides.md": f"## A {{#{name}}}\n\n{text}\n",
                f"content/{name}/synthesis.md": f"{text}\n",
                f"content/{name}/quotes.yml": f"- id: {name}\n  kind: verbatim\n  text: |-\n    {lines}\n",
            },
        )
    result = judged(tmp_path, pages=True)
    assert names == [section.id for section in result.deck.sections]


MARKS = "# ## ### ::: notes columns column - 1. > ` ``` $ $$ [ ] ( ) ![ [@ [^ ]: { } #a .b = * ** _ ~~ < > <!-- -->"
MORE_MARKS = r"&amp; \ \frac --- ...  Table: : [x] | |-| a é . , ; // http: html"
WORDS = "title: slides - id: a kind: verbatim text: [ ] { } &a *a !!int | >- ' # --- ? : , minutes: speaker: % @ é"
SPACE = [" ", "    ", "\n", "\n\n", "\n  ", "\t", "\u202e", ". . .", '"']
MARKDOWN = st.lists(st.text(max_size=8) | st.sampled_from([*MARKS.split(), *MORE_MARKS.split(), *SPACE])).map("".join)
YAML_TEXT = st.lists(st.text(max_size=8) | st.sampled_from([*WORDS.split(), *SPACE])).map("".join)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(slides=MARKDOWN, section=YAML_TEXT, quotes=YAML_TEXT)
def test_any_text(slides: str, section: str, quotes: str) -> None:
    """Any text in any file gives a deck that can be rendered, and at most diagnostics."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), GOOD | {SLIDES: slides, SYNTHESIS: slides, SECTION: section, QUOTES: quotes})
        assert judged(Path(folder)).deck.slides


@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(slides=MARKDOWN, quote=MARKDOWN)
def test_any_text_has_pages(slides: str, quote: str) -> None:
    """Any text on a slide, on a page and in a quote gives a whole site."""
    quotes = json.dumps([{"id": "q", "kind": "verbatim", "text": quote}])
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), GOOD | {SLIDES: slides, SYNTHESIS: slides, QUOTES: quotes})
        assert judged(Path(folder), pages=True).deck.slides
