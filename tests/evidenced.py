"""A deck that cites in every way there is, and was verified in part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import TinyProject
from instructdeck.deck.quotation import Found, Lock, Rung
from instructdeck.load.lock import lock_text
from sample import loaded

if TYPE_CHECKING:
    from pathlib import Path

HASH = "5" * 64
"""The sha256 of the paper, as far as anybody knows."""
QUOTES = """\
- id: exactly
  kind: verbatim
  place: Section 1
  page: 3
  text: Words of the paper.
- id: in-part
  kind: elided
  page: 4
  text: Some words [...] of the paper.
- id: other-words
  kind: paraphrase
  place: Abstract
  page: 1
  from: brief
  verdict: imprecise
  text: It was said otherwise.
  original: It was said in this way.
  note: Not quite.
- id: numbers
  kind: table
  place: Table 2
  page: 5
  columns: [GPT-3, PPO]
  rows:
    - [DROP, 27.53, 13.08]
    - [SQuAD, 64.30, 43.68]
- id: formula
  kind: equation
  place: Equation 1
  page: 6
  text: |-
    $$
    a^2 + b^2
    $$
- id: nobody-looked
  kind: verbatim
  page: 9
  text: Nobody has looked this up.
- id: in-the-notes
  kind: verbatim
  page: 10
  text: Only the speaker cites this.
"""
SLIDES = """\
## All of it {#all}

### One of each [@exactly]

- Left out [@in-part], said otherwise [@other-words]
- Counted [@numbers], computed [@formula]
- Asserted [@nobody-looked], and [@paper, p. 12]

::: notes
Between us [@in-the-notes].
:::

## Step by step {#steps}

First [@exactly].

. . .

Then [@in-part].

::: notes
Slowly.
:::

## Nothing {#nothing}

No mark here.

::: notes
Silence.
:::

## The end {#end layout=closing}

That was it [@exactly; @other-words].

::: notes
Goodbye.
:::
"""
FOUND = {
    "exactly": Rung.EXACT,
    "in-part": Rung.FURNITURE,
    "other-words": Rung.EXACT,
    "numbers": Rung.CELLS,
    "formula": Rung.TRANSCRIBED,
    "in-the-notes": Rung.EXACT,
}


def evidenced(root: Path) -> TinyProject:
    """Write the deck with its lock, in which one quote is missing."""
    project = TinyProject(root)
    project.write("content/deck.yml", "title: With evidence\nsource: paper\nsections: [one]\n")
    project.write(
        "content/sources.yml",
        f"- {{id: paper, title: A paper, author: [{{family: Doe}}], issued: '2020', pages: 20, sha256: {HASH}}}\n",
    )
    project.write("content/one/section.yml", "title: One\nspeaker: {name: Ada}\nminutes: 1\n")
    project.write("content/one/slides.md", SLIDES)
    project.write("content/one/synthesis.md", "In short [@exactly; @in-the-notes].\n")
    project.write("content/one/quotes.yml", QUOTES)
    deck, _ = loaded(root)
    found = {
        name: Found(name, "paper", deck.quotes[name].page, rung, deck.quotes[name].digest, deck.location)
        for name, rung in FOUND.items()
    }
    project.write("content/one/evidence.lock", lock_text(Lock({"paper": HASH}, found)))
    return project
