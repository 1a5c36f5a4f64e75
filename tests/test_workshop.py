"""A deck that is built again while its files change: the same site as a build from nothing."""

from __future__ import annotations

import re
from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest

from edits import edit, spoil, write_deck
from instructdeck.cache import Cache
from instructdeck.contained import content_of
from instructdeck.overtaken import Overtaken
from instructdeck.serve.served import Served
from instructdeck.serve.workshop import Workshop
from instructdeck.templating.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conftest import TinyProject
    from instructdeck.contained import Content
    from instructdeck.deck.diagnostics import Diagnostic

SLIDES = "content/scales/slides.md"


def test_a_sketch_has_every_slide(project: TinyProject) -> None:
    """The first sketch has all slides, and all of them are new."""
    sketch = Workshop(project.root).sketch()

    assert ["ounce"] == list(sketch.slides) == list(sketch.changed)
    assert "lost weight at once" in sketch.slides["ounce"]


def test_a_sketch_names_what_changed(project: TinyProject) -> None:
    """A slide that is as it was is not named again."""
    workshop = Workshop(project.root)
    workshop.sketch()
    text = (project.root / SLIDES).read_text(encoding="utf-8")
    project.write(SLIDES, f"{text}\n## Another {{#another}}\n\nOne more.\n")

    workshop.sketch([SLIDES])
    project.write(SLIDES, f"{text}\n## Another {{#another}}\n\nOne less.\n")

    assert ("another",) == workshop.sketch([SLIDES]).changed


def test_the_whole_site_is_that_of_a_build(project: TinyProject) -> None:
    """What is finished are the files of `build`, and a second time nothing of it has changed."""
    workshop = Workshop(project.root)
    workshop.sketch()
    first = workshop.finish()
    project.run("build")

    workshop.sketch([])
    second = workshop.finish()

    site = project.root / "site"
    contents = {path: content_of(each) for path, each in first.files.items()}
    assert contents == {path: (site / path).read_bytes() for path in contents}
    assert set(first.files) == first.changed
    assert set(first.files) == set(second.files)
    assert set() == second.changed
    assert second.sketch.changed == ()


def test_a_problem_is_shown_after_the_check(project: TinyProject) -> None:
    """What only a check finds changes the slide once the site is whole."""
    workshop = Workshop(project.root)
    text = (project.root / SLIDES).read_text(encoding="utf-8")
    project.write(SLIDES, text.replace("[@three-fourths]", "[@three-fifths]"))

    sketch, rebuilt = workshop.sketch(), workshop.finish()

    assert 'class="problem"' not in sketch.slides["ounce"]
    assert ("ounce",) == rebuilt.sketch.changed
    assert 'class="problem"' in rebuilt.sketch.slides["ounce"]
    assert {"unknown-citation"} == {each.rule.name for each in rebuilt.diagnostics if "cit" in each.rule.name}


DECK = """\
## The first {#first}

Some words, a $x^2$ and a list:

- one
- two

::: notes
Said aloud.
:::

## The second {#second layout=two-column}

:::: columns
::: column
Left
:::
::: column
Right
:::
::::

```python
def f(): return 1
```

## The first

The same title, and [a link](#second).

---

## The last

| a | b |
|---|---|
| 1 | 2 |
"""
PIECES = (
    "New words.",
    "",
    "- another item",
    "```",
    "```python",
    ":::",
    "::: notes",
    "::: incremental",
    "## A new slide",
    "## The second {#second}",
    "# A heading",
    "---",
    "===",
    "<!-- open",
    "-->",
    "[^1]",
    "[^1]: A footnote",
    "[words]: https://example.org",
    "> a quote",
    "    indented",
    ". . .",
    "| 3 | 4 |",
    "$$",
    r"$\frac{1}{2}$ [no](#nowhere)",
    "![none](figures/none.png)",
    "[@three-fourths]",
    "<b>",
    "\u2028",
)


def read_first(root: Path) -> Workshop:
    """Give what reads a deck for the first time; what it has drawn before it need not draw again."""
    return Workshop(root, cache=Cache(root.parent / "drawn"))


@pytest.mark.parametrize("seed", range(24))
def test_an_edit_gives_what_reading_all_gives(project: TinyProject, seed: int) -> None:
    """After any edits, the slides and the site are those of a deck that is read for the first time."""
    random = Random(seed)
    lines = DECK.split("\n")
    project.write(SLIDES, "\n".join(lines))
    workshop = Workshop(project.root)
    workshop.sketch()
    for _ in range(8):
        at = random.randrange(len(lines) + 1)
        kept = random.choice((0, 0, 0, 1, 2))
        lines[at : at + kept] = random.choices(PIECES, k=random.choice((0, 1, 1, 1, 2)))
        project.write(SLIDES, "\n".join(lines))

        sketch, fresh = workshop.sketch([SLIDES]), read_first(project.root)

        assert fresh.sketch().slides == sketch.slides
        assert [place(each) for each in fresh.project.findings] == [place(each) for each in workshop.found]
    assert built(project.root) == workshop.finish().files


def built(root: Path) -> Mapping[str, Content]:
    """Give the site of a deck that nobody has read before, all of it drawn."""
    workshop = Workshop(root)
    workshop.sketch()
    return workshop.finish().files


@pytest.mark.parametrize("seed", range(6))
def test_a_site_may_be_ended(project: TinyProject, seed: int) -> None:
    """Where the making of a site is ended for a newer edit, the next is that of a deck read for the first time."""
    random = Random(seed)
    lines = DECK.split("\n")
    project.write(SLIDES, "\n".join(lines))
    workshop, calls = Workshop(project.root), list[int]()
    workshop.sketch()
    workshop.finish(lambda: calls.append(1))
    ended = 0
    for _ in range(12):
        write_more(project, lines, random)
        workshop.sketch([SLIDES])
        if random.random() < 0.5:
            write_more(project, lines, random)  # what is read now is newer than what was heard of
        try:
            workshop.finish(partial(go_on_for, iter(range(random.randrange(len(calls))))))
        except Overtaken:
            ended += 1
        if random.random() < 0.3:
            write_more(project, lines, random)
        sketch, fresh = workshop.sketch([SLIDES]), read_first(project.root)

        assert unmarked(fresh.sketch().slides) == unmarked(sketch.slides)
    assert built(project.root) == workshop.finish().files
    assert ended > 6


def unmarked(slides: Mapping[str, str]) -> list[str]:
    """Give slides without the problems on them: a first sketch knows of none that only a check finds."""
    return [re.sub(r'<p class="problem".*?</p>\n?', "", html) for html in slides.values()]


def write_more(project: TinyProject, lines: list[str], random: Random) -> None:
    """Put something into the slides, mostly a word: then only its slide is read again."""
    words = [at for at, line in enumerate(lines) if line[:1].isalpha() or line.startswith("- ")]
    if random.random() < 0.8:
        lines[random.choice(words)] += f" word{random.randrange(1000)}"
    else:
        lines.insert(random.randrange(len(lines) + 1), random.choice(PIECES))
    project.write(SLIDES, "\n".join(lines))


def go_on_for(left: Iterator[int]) -> None:
    """Go on as often as there is something left."""
    if next(left, None) is None:
        raise Overtaken


@pytest.mark.parametrize("seed", range(4))
def test_any_edits(tmp_path: Path, seed: int) -> None:
    """After edits of any files, with whatever cache, what is served is what a first build of the deck gives."""
    random = Random(seed)
    root = tmp_path / "project"
    write_deck(root)
    workshop, served = Workshop(root, cache=Cache(tmp_path / "cache")), Served(Templates.of(root))
    workshop.sketch()
    for _ in range(8):
        changed = edit(root, random)
        if random.random() < 0.2:
            spoil(tmp_path / "cache", random)
        sketch, fresh = workshop.sketch(changed), read_first(root)

        assert list(fresh.sketch().slides) == list(sketch.slides)
        if random.random() < 0.7:
            whole, first = workshop.finish(), fresh.finish()
            served.take(whole.files)
            files = {path: content_of(each) for path, each in first.files.items()}
            assert files == {path: each for path, each in served.files.items() if not path.startswith("-/")}
            assert first.sketch.slides == whole.sketch.slides
            assert [place(each) for each in first.diagnostics] == [place(each) for each in whole.diagnostics]


def place(diagnostic: Diagnostic) -> tuple[str, str, int, int]:
    """Give what of a diagnostic must be the same."""
    location = diagnostic.location
    return diagnostic.rule.name, location.path, location.line, location.column


def test_an_edit_within_a_slide_reads_that_slide_alone(project: TinyProject) -> None:
    """Words that change within a slide make that slide new, while the others stay the very same values."""
    text = DECK.replace("---\n\n##", "##")
    project.write(SLIDES, text)
    workshop = Workshop(project.root)
    workshop.sketch()
    before = workshop.deck.slides
    project.write(SLIDES, text.replace("Some words", "Other words\nand more"))

    changed = workshop.sketch([SLIDES]).changed

    assert ("first",) == changed
    assert [False, True, True, True] == [old is new for old, new in zip(before, workshop.deck.slides, strict=True)]
