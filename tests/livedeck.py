"""A deck that is served, and a window that shows it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from previewed import previewed
from watched import READY, Watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from conftest import TinyProject

ONE = """\
## First {#first}

The first slide.

## Second {#second}

::: incremental
- one
- two
- three
:::

```python {lines="1|2-3"}
a = 1
b = 2
c = 3
```

::: notes
Notes of the second slide.
:::

## Third {#third}

A formula $x^2$ and a word.
"""
TWO = """\
## Fourth {#fourth}

The weight was lost.

## Fifth {#fifth}

![A dot](figures/dot.svg "A dot"){width="20%"}
"""
SECTION = "title: {}\nspeaker: {{name: {}}}\nminutes: 2\n"
QUOTES = "- id: loss\n  kind: verbatim\n  page: 239\n  text: the loss was ascertained\n"
DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="{}" fill="#123"/></svg>'


class Deck:
    """A project of two sections that is served, and a window that shows its deck."""

    def __init__(self, project: TinyProject, context: BrowserContext, home: str) -> None:
        """Open the deck."""
        self.project = project
        self.context = context
        self.home = home
        self.watched = Watched(context.new_page(), home)
        self.page = self.watched.page
        self.page.set_default_timeout(20_000)
        self.go("deck/")
        self.page.wait_for_function(READY)
        # Lost by whatever loads the page again.
        self.page.evaluate("window.stays = true")

    def go(self, path: str) -> None:
        """Open another page, and wait until it listens."""
        with self.page.expect_response("**/-/events"):
            self.page.goto(self.home + path)

    def write(self, path: str, text: str) -> None:
        """Save a file."""
        self.project.write(path, text)

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a text in a file."""
        text = (self.project.root / path).read_text(encoding="utf-8")
        assert old in text
        self.write(path, text.replace(old, new, 1))

    def until(self, script: str, arg: object = None) -> None:
        """Wait for a condition in the page."""
        self.page.wait_for_function(script, arg=arg)

    def shows(self, text: str, page: Page | None = None) -> None:
        """Wait until a text stands on the page."""
        (page or self.page).wait_for_function("text => document.body.textContent.includes(text)", arg=text)

    @property
    def place(self) -> tuple[str, int]:
        """Where the window is: the id of the slide, and how many of its steps are shown."""
        slide, step = self.page.evaluate("[Reveal.getCurrentSlide().id, Reveal.getIndices().f ?? -1]")
        return slide, step

    @property
    def ids(self) -> list[str]:
        """The ids of the slides."""
        found: list[str] = self.page.evaluate("[...document.querySelectorAll('.slides > .slide')].map(each => each.id)")
        return found

    @property
    def stays(self) -> bool:
        """Whether the page has not been loaded again."""
        return bool(self.page.evaluate("window.stays === true"))


@contextmanager
def live_deck(project: TinyProject, browser: Browser) -> Iterator[Deck]:
    """Serve a deck of five slides, and open it."""
    project.write("content/deck.yml", "title: The weight of a soul\nsections: [one, two]\n")
    shutil.rmtree(project.root / "content/scales")
    sources = project.root / "content/sources.yml"
    sources.rename(project.root / "sources.yml")
    for name, speaker, slides in (("one", "Ada", ONE), ("two", "Ben", TWO)):
        project.write(f"content/{name}/section.yml", SECTION.format(f"Part {name}", speaker))
        project.write(f"content/{name}/slides.md", slides)
        project.write(f"content/{name}/synthesis.md", f"What {name} says.\n")
    project.write("content/two/figures/dot.svg", DOT.format(1))
    with previewed(project.root, "--editor", "editor://{path}:{line}:{column}") as preview:
        context = browser.new_context(viewport={"width": 1280, "height": 720})
        found = Deck(project, context, preview.home)
        yield found
        assert [] == [each for each in found.watched.complaints if "ERR_" not in each]
        assert [] == found.watched.foreign
        context.close()
