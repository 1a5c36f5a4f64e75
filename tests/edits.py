"""Random edits of a deck that has something of everything: what a speaker, a designer or Git may do to its files."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from instructdeck.templating.templates import shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3" fill="{}"/></svg>'
SLIDES = """\
## Losses of {name} {{#{name}}}

One patient lost weight at once [@{name}-loss], see $x^2 + {number}$ and [the other](#{other}).

::: incremental
- one
- two
:::

::: notes
Said aloud: three-fourths [@{name}-loss].
:::

## A chart {{#chart-{name}}}

```chart
type: bar
alt: Two losses of weight
data: data/loss.csv
caption: "Ounces [@{name}-loss]"
```

## A diagram

```mermaid {{alt="Scales lead to {name}"}}
flowchart LR
  a[Scales] --> b[{name}]
```

## More {{#more-{name} layout=two-column}}

:::: columns
::: column
![A dot](figures/dot.svg "A dot"){{width="30%"}}
:::
::: column
```python {{lines="1|2"}}
a = {number}
b = "{name}"
```
:::
::::

$$\\frac{{{number}}}{{2}}$$
"""
FILES = {
    "section.yml": "title: Part {name}\nspeaker: {{name: Ada {name}, role: Weigher}}\nminutes: {number}\n",
    "slides.md": SLIDES,
    "synthesis.md": "## What {name} says\n\nOne patient lost three-fourths of an ounce [@{name}-loss].\n",
    "quotes.yml": "- id: {name}-loss\n  kind: verbatim\n  page: 239\n  text: three-fourths of an ounce, {name}\n",
    "data/loss.csv": "who,ounces\nfirst,0.75\nsecond,{number}\n",
    "evidence.lock": "sources: {{}}\nquotes: []\n",
}
DECK = "title: The weight of a soul\nsource: macdougall\nnumbers: ours\nurl: https://example.org/\nsections:\n"
SOURCES = """\
- id: macdougall
  type: article-journal
  title: Hypothesis Concerning Soul Substance
  author: [{family: MacDougall, given: Duncan}]
  issued: "1907"
"""
PIECES = (
    "New words.",
    "- another item",
    "::: notes",
    ":::",
    "```",
    "## A new slide",
    "## Losses of one {#one}",
    "[^1]",
    "[^1]: A footnote",
    "$\\frac{1}{3}$ [no](#nowhere)",
    "![A dot](figures/other.svg)",
    "[@two-loss]",
    "<<<<<<< ours",
    "title: Another",
    "minutes: 3",
    "  language: [",
)
"""Lines that may come into any text."""


def write_deck(root: Path) -> None:
    """Write a deck of three sections, which `check` finds no fault with but for what nobody has verified."""
    names = ("one", "two", "three")
    for number, name in enumerate(names, 1):
        for path, text in FILES.items():
            other = names[number % 3]
            _write(root / "content" / name / path, text.format(name=name, number=number, other=other))
        _write(root / "content" / name / "figures/dot.svg", SVG.format("#123"))
        _write(root / "content" / name / "figures/other.svg", SVG.format("currentColor"))
    _write(root / "content/figures/logo.svg", SVG.format("red"))
    _write(root / "content/sources.yml", SOURCES)
    theme = "theme:\n  logo: {file: figures/logo.svg, alt: Us}\n"
    entries = "".join(f"  - {name}\n" for name in names)
    _write(root / "content/deck.yml", f"{DECK}{entries}{theme}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _files(root: Path, *endings: str) -> list[Path]:
    return sorted(path for path in (root / "content").rglob("*") if path.is_file() and path.name.endswith(endings))


def _line(root: Path, random: Random) -> None:
    """Put a line into a text, or take one out."""
    path = random.choice(_files(root, ".md", ".yml"))
    lines = path.read_text(encoding="utf-8").split("\n")
    at = random.randrange(len(lines))
    lines[at : at + random.choice((0, 0, 1))] = random.choices(PIECES, k=random.choice((0, 1, 1)))
    _write(path, "\n".join(lines))


def _word(root: Path, random: Random) -> None:
    """Change a word that says much."""
    pairs = (("weight", "mass"), ("Ada", "Bea"), ("239", "240"), ("1907", "1908"), ("x^2", "x^3"), ("Scales", "Bed"))
    old, new = random.choice([*pairs, *((new, old) for old, new in pairs)])
    for path in _files(root, ".md", ".yml"):
        text = path.read_text(encoding="utf-8")
        if old in text and random.random() < 0.6:
            _write(path, text.replace(old, new, 1))


def _data(root: Path, random: Random) -> None:
    """Change the data of a chart, or a lock."""
    for path in random.sample(_files(root, ".csv", ".lock"), 1):
        fresh = f"who,ounces\nfirst,0.{random.randrange(9)}\n" if path.suffix == ".csv" else "sources: {}\nquotes: []\n"
        _write(path, fresh + random.choice(("", "third,3\n" if path.suffix == ".csv" else "more: 1\n")))


def _figure(root: Path, random: Random) -> None:
    """Draw a figure anew."""
    for path in random.sample(_files(root, ".svg"), 1):
        _write(path, SVG.format(random.choice(("red", "#123", "currentColor", "var(--accent)"))))


def _delete(root: Path, random: Random) -> None:
    """Delete a file, which is no part of those that the program needs to begin."""
    random.choice([path for path in _files(root, "") if path.name != "deck.yml"]).unlink()


def _rename(root: Path, random: Random) -> None:
    """Give a section's folder another name, and most often its entry too."""
    section = random.choice(_sections(root))
    fresh = section.with_name(f"part-{random.randrange(99)}")
    if not fresh.exists():
        section.rename(fresh)
        if random.random() < 0.7:
            _deck(root, lambda lines: [line.replace(f"- {section.name}", f"- {fresh.name}") for line in lines])


def _section(root: Path, random: Random) -> None:
    """Copy a section, ids and all, or delete one."""
    section, fresh = random.choice(_sections(root)), root / f"content/copy-{random.randrange(99)}"
    if random.random() < 0.5 and len(_sections(root)) > 1:
        shutil.rmtree(section)
    elif not fresh.exists():
        shutil.copytree(section, fresh)
        _deck(root, lambda lines: [*lines[:5], f"  - {fresh.name}", *lines[5:]])


def _order(root: Path, random: Random) -> None:
    """Put the sections into another order, or take one out."""

    def shuffled(lines: list[str]) -> list[str]:
        entries = [line for line in lines if line.startswith("  - ")]
        random.shuffle(entries)
        rest = [line for line in lines if not line.startswith("  - ")]
        return [*rest[:5], *entries[: random.choice((None, None, -1)) if len(entries) > 1 else None], *rest[5:]]

    _deck(root, shuffled)


def _looks(root: Path, random: Random) -> None:
    """Change, add or delete a template or an asset of the project's own."""
    name = random.choice(("deck/foot.html", "assets/slide.css", "assets/podium.js", "site/team.html", "assets/own.css"))
    path, ours = root / "templates" / name, shipped() / name
    if path.exists() and random.random() < 0.5:
        path.unlink()
        return
    text = ours.read_text(encoding="utf-8") if ours.exists() else ""
    note = {"html": "<!-- {} -->\n", "css": "/*! {} */\np {{ color: red }}\n", "js": "// {}\n;\n"}[
        name.rpartition(".")[2]
    ]
    _write(path, text + note.format(random.randrange(9)))


def _sections(root: Path) -> list[Path]:
    return sorted(path for path in (root / "content").iterdir() if path.is_dir() and path.name != "figures")


def _deck(root: Path, change: Callable[[list[str]], list[str]]) -> None:
    path = root / "content/deck.yml"
    _write(path, "\n".join(change(path.read_text(encoding="utf-8").split("\n"))))


def _mend(root: Path, random: Random) -> None:  # noqa: ARG001  every edit is called so
    """Go back to the deck as it was first, as a checkout does."""
    shutil.rmtree(root / "content")
    write_deck(root)


def _save(root: Path, random: Random) -> None:
    """Save a file as it is."""
    path = random.choice(_files(root, ""))
    path.write_bytes(path.read_bytes())


EDITS: tuple[Callable[[Path, Random], None], ...] = (
    *(_line, _line, _line, _word, _word, _data, _data, _figure, _delete),
    *(_rename, _section, _order, _looks, _looks, _mend, _mend, _save),
)


def edit(root: Path, random: Random) -> set[str]:
    """Make one random edit; gives the files that are different now, by their paths below the root."""
    before = _contents(root)
    chosen = random.choice(EDITS if _sections(root) else (_mend,))
    chosen(root, random)
    after = _contents(root)
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def _contents(root: Path) -> dict[str, bytes]:
    inside = (path for name in ("content", "templates") for path in (root / name).rglob("*"))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in inside if path.is_file()}


def spoil(cache: Path, random: Random) -> None:
    """Do to a cache what may happen to it: an entry is cut or made of something else, or all of it is deleted."""
    entries = sorted(path for path in cache.rglob("*") if path.is_file())
    for entry in random.sample(entries, min(len(entries), 5)):
        content = entry.read_bytes()
        entry.write_bytes(random.choice((b"", b"null", b"\xff", content[: len(content) // 2], content)))
    if random.random() < 0.2:
        shutil.rmtree(cache, ignore_errors=True)
