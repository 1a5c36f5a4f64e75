"""A synthetic deck of any length, in the form each tool reads; the same bytes every time.

Each slide has a title, four bullets and notes; every fourth has a table, every fifth a formula, every sixth code.
"""
# ruff: noqa: INP001  a folder of scripts, no package

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SECTION = 5
"""Slides in a section, where a tool has sections."""

_WHO = ("A small model", "The longer run", "Our baseline", "The second reader", "A larger batch", "The held-out set")
_DOES = ("needs", "shows", "saves", "explains", "misses", "keeps", "doubles")
_WHAT = (
    "**half** of the labels",
    "the same *order* of results",
    "a call of `rank()`",
    "what [others](https://example.org/paper) found",
)
_WHEN = ("on short texts", "after one pass", "with any seed", "at any size", "at night")
_FORMULAS = (
    r"\mathcal{L}(\theta) = -\frac{1}{n} \sum_{i=1}^{n} \log p_\theta(y_i \mid x_i)",
    r"\sigma(z) = \frac{1}{1 + e^{-z}}",
    r"\mathrm{KL}(p \parallel q) = \int p(x) \log \frac{p(x)}{q(x)} \, dx",
)
_CODE = """def rank_{n}(answers, reward):
    \"\"\"Give the answers of prompt {n}, best first.\"\"\"
    scored = [(reward(each), index) for index, each in enumerate(answers)]
    return [answers[index] for score, index in sorted(scored, reverse=True) if score > 0.5]"""
_TABLE = """| Model | Size | Wins |
|---|---|---|
| before | {n}B | {wins} % |
| after | {n}B | {more} % |"""


@dataclass(frozen=True)
class Slide:
    """One slide, as far as all tools agree on how to write it."""

    title: str
    body: str
    notes: str


def mark(number: int) -> str:
    """Give the word by which a slide is found in what a tool has built."""
    return f"mark{number:05d}"


def slide(number: int) -> Slide:
    """Give a slide by its number."""
    bullets = [f"- {_sentence(number * 7 + line * 3)}" for line in range(4)]
    parts = ["\n".join((*bullets[:-1], f"{bullets[-1]} {mark(number)}"))]
    if number % 4 == 0:
        parts.append(_TABLE.format(n=number % 90 + 1, wins=number % 40 + 10, more=number % 40 + 30))
    if number % 5 == 0:
        parts.append(f"$$\n{_FORMULAS[number % len(_FORMULAS)]}\n$$")
    if number % 6 == 0:
        parts.append(f"```python\n{_CODE.format(n=number)}\n```")
    notes = f"{_sentence(number)}. {_sentence(number + 1)}. Ask the room what slide {number} leaves out."
    title = f"{number}. {_WHO[number % len(_WHO)]} {_WHEN[number % len(_WHEN)]}"
    return Slide(title, "\n\n".join(parts), notes)


def _sentence(seed: int) -> str:
    return " ".join(words[seed % len(words)] for words in (_WHO, _DOES, _WHAT, _WHEN))


def _ruled(heading: str, notes: str, head: str) -> Callable[[list[Slide]], str]:
    """Give a form in which lines of `---` part the slides of one file."""

    def write(slides: list[Slide]) -> str:
        texts = (f"{heading} {each.title}\n\n{each.body}\n\n{notes.format(each.notes)}" for each in slides)
        return head + "\n\n---\n\n".join(texts) + "\n"

    return write


def _headed(slides: list[Slide]) -> str:
    """Give the form in which headings part the slides, and notes stand in a div."""
    return "\n\n".join(f"## {each.title}\n\n{each.body}\n\n::: notes\n{each.notes}\n:::" for each in slides) + "\n"


def _sections(slides: list[Slide]) -> dict[str, str]:
    """Give a project of instructdeck: a folder for each section, with a synthesis each."""
    files = {}
    names = []
    for start in range(0, len(slides), SECTION):
        group, number = slides[start : start + SECTION], start // SECTION + 1
        names.append(f"part-{number}")
        folder = f"content/part-{number}"
        files[f"{folder}/section.yml"] = f"title: Part {number}\nspeaker: {{name: Speaker {number}}}\nminutes: 10\n"
        files[f"{folder}/slides.md"] = _headed(group)
        files[f"{folder}/synthesis.md"] = "\n\n".join(each.notes for each in group) + "\n"
    listed = "".join(f"  - {name}\n" for name in names)
    return files | {"content/deck.yml": f"title: A synthetic deck\nlanguage: en\nsections:\n{listed}"}


_HUGO_CONFIG = """baseURL = "/"
title = "A synthetic deck"
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
[markup.goldmark.renderer]
unsafe = true
"""
_HUGO_DECK = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Site.Title }}</title>
<link rel="stylesheet" href="/reveal.js/dist/reveal.css">
<link rel="stylesheet" href="/reveal.js/dist/theme/white.css"></head>
<body><div class="reveal"><div class="slides">
{{- range .Site.RegularPages }}{{ $page := . }}{{ range split .RawContent "\\n\\n---\\n\\n" }}
<section>{{ . | $page.RenderString (dict "display" "block") }}</section>
{{- end }}{{ end }}
</div></div><script src="/reveal.js/dist/reveal.js"></script>
<script>Reveal.initialize({hash: true})</script></body></html>
"""


def _hugo(slides: list[Slide]) -> dict[str, str]:
    """Give a site of Hugo whose home page is the deck; it has no form for slides of its own."""
    write = _ruled("##", '<aside class="notes">{}</aside>', "---\ntitle: Slides\n---\n\n")
    return {"hugo.toml": _HUGO_CONFIG, "layouts/index.html": _HUGO_DECK, "content/slides.md": write(slides)}


FORMS: Mapping[str, Callable[[list[Slide]], dict[str, str]]] = {
    "sections": _sections,
    "pandoc": lambda slides: {"deck.md": "---\ntitle: A synthetic deck\n---\n\n" + _headed(slides)},
    "marp": lambda slides: {"deck.md": _ruled("#", "<!-- {} -->", "---\nmarp: true\n---\n\n")(slides)},
    "slidev": lambda slides: {"deck.md": _ruled("#", "<!--\n{}\n-->", "---\ntheme: default\n---\n\n")(slides)},
    "hugo": _hugo,
    "reveal": lambda slides: {"slides/index.md": _ruled("##", "Note: {}", "")(slides)},
}
"""The files of a deck, by the form a tool reads."""


def write_deck(count: int, form: str, folder: Path) -> None:
    """Write a deck of so many slides into a folder."""
    for name, text in FORMS[form]([slide(number) for number in range(1, count + 1)]).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
