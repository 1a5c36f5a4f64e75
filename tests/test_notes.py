"""The notes as Markdown: what the speakers say, word for word, with the time of each slide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instructdeck.deck import blocks as b
from instructdeck.deck.blocks import plain_text
from instructdeck.deck.diagnostics import Findings, Location
from instructdeck.export.asmarkdown import Writer, escaped
from instructdeck.export.notes import notes_markdown, spoken
from instructdeck.export.selection import select
from instructdeck.markdown.passage import Markup
from instructdeck.markdown.tree import parse_page
from instructdeck.render.renderer import Renderer
from instructdeck.templating.templates import Templates
from instructdeck.typeset.typeset import Typesetter
from sample import ROOT, loaded, two_sections

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import TinyProject
    from instructdeck.deck.model import Deck

TALK = """\
---
title: Weights & *measures*
subtitle: A talk
speaker: {name: Ada, role: The Weigher}
minutes: 2
---

## One *thing* $x_1$ {#one}

A fact[^1].

::: notes
Good *morning*, all of **you**, [here](https://example.org/a_b "x").
1\\. is no list, and \\# no heading.

- a
- b

  more of b

3. three
4. four `co``de`

| a | b |
|---|---|
| 1 | x \\| y |

> A quote.
> Two lines.

```python
print("```")
```

$$
a < b
$$

Said[^1] again[^2].
:::

[^1]: In a footnote.
[^2]: To the speaker alone.

## Two {#two}

Shown only.

## Three {#three}

::: notes
{words}
:::
"""
EXPECTED = """\
# Weights \\& \\*measures\\*

A talk

All together: 172 words, 1:19 at 130 words a minute.

## 1. Weights \\& \\*measures\\*

**Ada**, The Weigher\\
172 words, 1:19 of 2 min

### 1. One *thing* $x_1$

*From 0:00: 42 words, 0:19*

Good *morning*, all of **you**, [here](<https://example.org/a_b>).
1\\. is no list, and # no heading.

- a

- b

  more of b

"""


def as_markdown(deck: Deck, root: Path) -> str:
    """Give the notes of a deck as Markdown."""
    templates = Templates.of(root)
    return notes_markdown(Renderer(deck, templates, Typesetter(templates))).decode()


def read(text: str) -> tuple[b.Block, ...]:
    """Read Markdown as the dialect has it."""
    return parse_page(text, Markup("a.md", Findings(), html=False, figure=lambda *_: "", slides=False)).blocks


def written(text: str) -> str:
    """Write Markdown anew."""
    return Writer(lambda _: "p. 1").show(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, *marked*, **strongly**, ~~not~~, `code` and $x_1$.",
        "***both***, **a *b* c**, a*b*c",
        "A line\\\nbroken.",
        "[out](<https://example.org/a(b)>)",
        "- a\n- b\n  - c\n\n    d",
        "1. a\n2. b",
        "7. a\n\n   b\n\n8. c",
        "- [x] done\n- [ ] not",
        "> a\n> b\n>\n> - c",
        "``a`b``, `` ` ``",
        "````text\n```\n````",
        "```python\nx = 1\n```",
        "$$\n\\frac{a}{b}\n$$",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
        "#### A heading",
        "\\# no heading\n\\- no item\n1\\. no item\n2\\) no item\n\\+ none\n\\> no quote",
        "\\*no mark\\*, \\_none\\_, \\`none\\`, \\[none\\], \\<b\\>, \\$none\\$, \\&amp; and \\\\",
    ],
)
def test_written_as_read(text: str) -> None:
    """What is written is read as what it was."""
    assert plain_text(read(text)) == plain_text(read(written(text)))
    assert [type(each) for each in read(text)] == [type(each) for each in read(written(text))]


@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.text(alphabet="ab 1.)(#+-=:|*_`~$[]{}<>&\\!@^\"'\u2028", max_size=14), min_size=1, max_size=3),
)
def test_any_words_stay_words(lines: list[str]) -> None:
    """Words with any signs in them are read as the same words again."""
    place = Location("a.md")
    words = "\n".join(" ".join(line.split()) for line in lines if line.strip())
    text = Writer(lambda _: "").show((b.Paragraph(place, (b.Text(place, words),)),))

    found = read(text)
    assert [b.Paragraph] * bool(words) == [type(each) for each in found]
    assert plain_text(b.Text(place, words)).split() == plain_text(found).split()


def test_two_lists_stay_two() -> None:
    """Lists that follow each other are not read as one."""
    place = Location("a.md")
    item = b.ListItem(place, (b.Paragraph(place, (b.Text(place, "a"),)),), None)
    one = b.BulletList(place, (item,), tight=True, incremental=False)

    assert "- a\n\n<!-- -->\n\n- a" == Writer(lambda _: "").show((one, one))


def test_only_words_of_what_is_drawn() -> None:
    """A figure, a diagram and a chart are told by what they show."""
    place = Location("a.md")
    figure = b.Figure(place, "x.png", "", "Two *stars*", "By night", "")

    assert "*Two \\*stars\\**\n\nBy night" == Writer(lambda _: "").show((figure,))


@pytest.mark.parametrize(
    ("words", "expected"), [(0, "0:00"), (1, "0:00"), (65, "0:30"), (130, "1:00"), (1300, "10:00")]
)
def test_time(words: int, expected: str) -> None:
    """Words are spoken at 130 a minute."""
    assert expected == spoken(words)


def test_a_talk(project: TinyProject) -> None:
    """The file has the talk, its speaker, and each slide with its time and its notes."""
    project.write("talk.md", TALK.replace("{words}", "word " * 130))
    deck, _ = loaded(project.root, "talk.md")
    text = as_markdown(deck, project.root)

    assert text.startswith(EXPECTED), text[: len(EXPECTED)]
    for part in (
        "3. three\n4. four ```co``de```",
        "| 1 | x \\| y |",
        "> A quote.\n> Two lines.",
        '````python\nprint("```")\n````',
        "$$\na < b\n$$",
        "Said[^1-1] again².\n\nTo the speaker alone.\n\n[^1-1]: In a footnote.",
        "### 2. Two\n\n*From 0:19: 0 words, 0:00*\n\nNo notes for this slide.",
        "### 3. Three\n\n*From 0:19: 130 words, 1:00*\n\nword word",
    ):
        assert part in text
    assert text.endswith("word\n\n<!-- made by instructdeck -->\n")


def test_one_word(project: TinyProject) -> None:
    """One word is not said to be several."""
    project.write("talk.md", "---\ntitle: Short\n---\n\n## One {#one}\n\nShown.\n\n::: notes\nSaid.\n:::\n")
    text = as_markdown(loaded(project.root, "talk.md")[0], project.root)

    assert ["1 word,"] * 3 == re.findall(r"1 words?,", text)


def test_words_of_every_slide() -> None:
    """Each word of the flagship's notes stands in the file, in its order."""
    deck, _ = loaded(ROOT)
    _, _, text = as_markdown(deck, ROOT).partition("\n")  # a page has its title elsewhere
    found = re.findall(r"\w+", plain_text(read(text)))
    missing = []
    at = 0
    for word in (word for slide in deck.slides for word in re.findall(r"\w+", plain_text(slide.notes))):
        try:
            at = found.index(word, at) + 1
        except ValueError:
            missing.append(word)

    assert [] == missing


def test_a_part(project: TinyProject) -> None:
    """Of a part of a deck only the shown slides are in the file, with their own numbers."""
    two_sections(project.root)
    deck, _ = loaded(project.root)
    text = as_markdown(select(deck, section="two"), project.root)

    assert "### 2. Slide two" in text
    assert "## 2. Section two" in text
    assert "Section one" not in text
    assert "All together: 4 words, 0:02 at" in text


def test_citations(project: TinyProject) -> None:
    """A citation is the mark that the audience would see."""
    project.write("content/scales/slides.md", "## A {#a}\n\n::: notes\nIt lost weight [@three-fourths].\n:::\n")
    deck, _ = loaded(project.root)

    assert "It lost weight (p. 239)." in as_markdown(deck, project.root)


def test_escaped() -> None:
    """Every sign that could be a mark is written so that it is none."""
    assert "a \\*b\\* \\[c\\](d) \\<e\\>" == escaped("a *b* [c](d) <e>")
