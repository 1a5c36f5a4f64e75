"""A served deck in Chromium: what is saved is seen, and the place is kept."""

from __future__ import annotations

import queue
import random
import re
import shutil
import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest

from instructdeck.serve.serve import Preview
from instructdeck.serve.workshop import Workshop
from previewed import previewed
from watched import READY, Watched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from conftest import TinyProject

pytestmark = pytest.mark.browser

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


@pytest.fixture
def deck(project: TinyProject, browser: Browser) -> Iterator[Deck]:
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


def test_a_word(deck: Deck) -> None:
    """A changed word is swapped on the page, which is not loaded again."""
    deck.edit("content/one/slides.md", "The first slide.", "The very first slide.")
    deck.shows("The very first slide.")

    assert deck.stays
    assert ("first", -1) == deck.place


def test_the_step_is_kept(deck: Deck) -> None:
    """The slide on stage keeps its steps when a word of it changes, when a step comes and when one goes."""
    deck.page.evaluate("Reveal.slide(1, 0, 1)")
    deck.edit("content/one/slides.md", "- two", "- second")
    deck.shows("second")
    assert ("second", 1) == deck.place
    assert 2 == deck.page.locator("#second .fragment.visible").count()

    deck.edit("content/one/slides.md", "- one", "- zero\n- one")
    deck.shows("zero")
    assert ("second", 1) == deck.place
    shown = deck.page.locator("#second .fragment.visible").all_inner_texts()
    assert ["zero", "one"] == shown

    deck.edit("content/one/slides.md", "- zero\n- one\n- second\n- three", "- alone")
    deck.shows("alone")
    deck.until("() => document.querySelectorAll('#second li.fragment').length === 1")
    assert "second" == deck.place[0]
    assert deck.stays


def test_a_stepped_listing(deck: Deck) -> None:
    """A listing keeps the step that lights its lines."""
    deck.page.evaluate("Reveal.slide(1, 0, 3)")
    assert [2, 3] == lit(deck)
    deck.edit("content/one/slides.md", "c = 3", "c = 3000")
    deck.shows("3000")

    assert ("second", 3) == deck.place
    assert [2, 3] == lit(deck)


def lit(deck: Deck) -> list[int]:
    """Give the numbers of the lit lines."""
    lines: list[bool] = deck.page.evaluate(
        "[...document.querySelectorAll('#second .line')].map(each => each.matches('.lit'))"
    )
    return [number for number, shines in enumerate(lines, 1) if shines]


def test_slides_come_and_go(deck: Deck) -> None:
    """A slide that is put in, moved to another section or deleted leaves the window where it was."""
    deck.page.evaluate("Reveal.slide(2)")
    deck.write("content/one/slides.md", f"## New {{#new}}\n\nA new slide.\n\n{ONE}")
    deck.shows("A new slide.")
    assert (["new", "first", "second", "third", "fourth", "fifth"], ("third", -1)) == (deck.ids, deck.place)
    assert "4 / 6" in deck.page.locator("#third .slide-foot").inner_text()

    third = ONE[ONE.index("## Third") :]
    deck.write("content/two/slides.md", f"{TWO}\n{third}")
    deck.write("content/one/slides.md", ONE.replace(third, ""))
    deck.until("() => document.querySelector('.slides').lastElementChild.id === 'third'")
    deck.until("() => document.querySelectorAll('.slides > .slide').length === 5")
    assert (["first", "second", "fourth", "fifth", "third"], ("third", -1)) == (deck.ids, deck.place)

    deck.write("content/two/slides.md", TWO)
    deck.until("() => !document.getElementById('third')")
    assert ("fifth", -1) == deck.place
    assert deck.stays


def test_a_slide_comes_back(deck: Deck) -> None:
    """A window whose slide goes shows its neighbour, and goes back when it returns, unless somebody has moved on."""
    second = ONE[ONE.index("## Second") : ONE.index("## Third")]
    deck.page.evaluate("Reveal.slide(1, 0, 1)")
    deck.write("content/one/slides.md", ONE[: ONE.index("## Second")])
    deck.until("() => !document.getElementById('third')")
    assert ("fourth", -1) == deck.place
    deck.write("content/two/slides.md", f"{TWO}\n{second}")
    deck.until("() => document.querySelector('.slides').lastElementChild.matches('#second.present')")
    assert ("second", 1) == deck.place

    deck.write("content/two/slides.md", TWO)
    deck.until("() => !document.getElementById('second')")
    assert ("fifth", -1) == deck.place
    deck.page.keyboard.press("Home")
    deck.write("content/one/slides.md", ONE)
    deck.until("() => document.getElementById('second')")
    assert ("first", -1) == deck.place
    assert deck.stays


def test_a_slide_gets_another_name(deck: Deck) -> None:
    """Title and id of the slide on stage may change."""
    deck.page.evaluate("Reveal.slide(1, 0, 0)")
    deck.edit("content/one/slides.md", "## Second {#second}", "## Another {#another}")
    deck.until("() => document.getElementById('another')")

    assert (["first", "another", "third", "fourth", "fifth"], ("another", 0)) == (deck.ids, deck.place)
    deck.until("() => location.hash.startsWith('#/another')")
    assert deck.stays


def test_sections_change_places(deck: Deck) -> None:
    """The order of sections may change, and with it numbers and colors."""
    deck.page.evaluate("Reveal.slide(3)")
    deck.edit("content/deck.yml", "[one, two]", "[two, one]")
    deck.until("() => document.querySelector('.slides').firstElementChild.id === 'fourth'")

    assert (["fourth", "fifth", "first", "second", "third"], ("fourth", -1)) == (deck.ids, deck.place)
    assert "1 / 5" in deck.page.locator("#fourth .slide-foot").inner_text()
    deck.until("() => document.querySelector('#fourth').matches('.hue-1.present')")
    assert deck.stays


def test_the_overview_stays(deck: Deck) -> None:
    """The overview stays open, and a new slide can be chosen in it."""
    deck.page.keyboard.press("o")
    deck.edit("content/two/slides.md", "## Fourth", "## New {#new}\n\nA new slide.\n\n## Fourth")
    deck.shows("A new slide.")
    assert deck.page.evaluate("Reveal.isOverview()")
    deck.page.locator("#new").click()
    deck.until("() => !Reveal.isOverview() && Reveal.getCurrentSlide().id === 'new'")
    assert deck.stays


def test_the_theme_and_the_evidence_stay(deck: Deck) -> None:
    """The chosen theme stays, and so does the open evidence, which shows what is new."""
    sources = deck.project.root / "sources.yml"
    sources.rename(deck.project.root / "content/sources.yml")
    deck.write("content/two/quotes.yml", QUOTES)
    deck.edit("content/deck.yml", "sections:", "source: macdougall\nsections:")
    deck.edit("content/two/slides.md", "was lost.", "was lost [@loss].")
    deck.until("() => document.querySelector('#fourth .cite')")
    deck.page.evaluate("Reveal.slide(3)")
    deck.page.keyboard.press("d")
    theme = deck.page.evaluate("document.documentElement.dataset.theme")
    deck.page.keyboard.press("e")
    deck.edit("content/two/quotes.yml", "verbatim", "paraphrase")
    deck.until("() => document.querySelector('dialog.proof').innerText.includes('paraphrase')")

    assert deck.page.locator("dialog.proof").is_visible()
    assert theme == deck.page.evaluate("document.documentElement.dataset.theme")
    assert deck.stays


def test_the_presenter_window_stays(deck: Deck) -> None:
    """The presenter window shows new notes and slides, and its clock goes on."""
    deck.page.keyboard.press("ArrowRight")
    with deck.page.expect_popup() as opened:
        deck.page.keyboard.press("s")
    presenter = opened.value
    deck.shows("Notes of the second slide.", presenter)
    presenter.evaluate("window.stays = true")
    begun = deck.page.evaluate(
        "JSON.parse(sessionStorage[Object.keys(sessionStorage).find(each => each.includes('clock'))]).begun"
    )
    deck.edit("content/one/slides.md", "Notes of the second slide.", "Other notes.")
    deck.shows("Other notes.", presenter)
    deck.edit("content/one/slides.md", "## Third {#third}", "## The third one {#third}")
    deck.page.keyboard.press("End")
    deck.page.evaluate("Reveal.slide(2)")
    deck.shows("The third one", presenter)

    assert presenter.evaluate("window.stays")
    assert begun == deck.page.evaluate(
        "JSON.parse(sessionStorage[Object.keys(sessionStorage).find(each => each.includes('clock'))]).begun"
    )


def test_styles_and_figures(deck: Deck) -> None:
    """A changed style sheet and a changed figure are seen without loading the page again."""
    deck.page.evaluate("Reveal.slide(4)")
    deck.write("content/two/figures/dot.svg", DOT.format(3))
    deck.until("() => document.querySelector('#fifth img').src.includes('?')")
    deck.write("templates/assets/print.css", "")
    css = deck.project.root / "templates/assets/slide.css"
    css.write_text(".slide h2 { color: rgb(1, 2, 3); }", encoding="utf-8")
    deck.until("() => getComputedStyle(document.querySelector('#fifth h2')).color === 'rgb(1, 2, 3)'")

    assert ("fifth", -1) == deck.place
    assert deck.stays


def test_a_new_formula_has_its_styles(deck: Deck) -> None:
    """What a new formula asks of the style sheet is there when it is shown."""
    deck.edit("content/one/slides.md", "$x^2$", r"$\frac{\sqrt{a}}{b}$")
    deck.until("() => document.querySelector('#third .mfrac')")
    style = "getComputedStyle(document.querySelector('#third .vlist')).height"

    height = deck.page.evaluate(style)
    while "mfrac" not in deck.page.request.get(f"{deck.home}deck/").text():
        deck.page.wait_for_timeout(20)
    deck.page.reload()
    deck.page.wait_for_function(READY)
    assert height == deck.page.evaluate(style)


def test_a_script_loads_the_page_again(deck: Deck) -> None:
    """A changed script loads the page again, which comes back to its slide, step and overview."""
    deck.page.evaluate("Reveal.slide(1, 0, 1)")
    podium = deck.page.evaluate("fetch('../assets/podium.js').then(answer => answer.text())")
    deck.write("templates/assets/podium.js", f"{podium}\nwindow.fresh = true;\n")
    deck.until("() => window.fresh && window.Reveal && Reveal.isReady() && Reveal.getIndices().f === 1")

    assert ("second", 1) == deck.place
    assert not deck.stays


def test_an_error_is_shown_over_its_slide(deck: Deck) -> None:
    """An error stands over its slide in compiler form, with the last good slide behind it; repair takes it away."""
    deck.edit("content/two/slides.md", "was lost.", "was lost [@nobody].")
    deck.until("() => document.querySelector('.live-count').textContent === '1 error'")
    panel = deck.page.locator(".live-problems")
    assert panel.is_hidden()
    deck.page.evaluate("Reveal.slide(3)")
    panel.wait_for()

    said = panel.locator("pre").inner_text()
    assert said.startswith("error[unknown-citation]: there is no quote or source 'nobody'")
    assert "--> content/two/slides.md:3:22" in said
    link = panel.locator("a")
    assert "content/two/slides.md:3:22" == link.inner_text()
    assert f"editor://{deck.project.root}/content/two/slides.md:3:22" == link.get_attribute("href")
    assert 0 == deck.page.locator("#fourth .problem").count()
    assert "The weight was lost" in deck.page.locator("#fourth .slide-body").inner_text()

    deck.edit("content/two/slides.md", " [@nobody]", "")
    panel.wait_for(state="hidden")
    assert deck.page.locator(".live-count").is_hidden()
    assert deck.stays


def test_an_error_in_data(deck: Deck) -> None:
    """Data that cannot be read leave the chart as it was, also when they are gone; the error is shown over it."""
    deck.write("content/two/data/loss.csv", "who,ounces\nfirst,3\nsecond,2\n")
    chart = "```chart\ntype: bar\nalt: Two losses\ndata: data/loss.csv\n```"
    deck.edit("content/two/slides.md", "The weight was lost.", chart)
    deck.edit("content/deck.yml", "sections:", "numbers: ours\nsections:")
    deck.until("() => document.querySelector('#fourth .chart svg')")
    deck.until("() => document.querySelector('.live-count').hidden")
    deck.write("content/two/data/loss.csv", 'who,ounces\n"first,3\n')
    deck.until("() => !document.querySelector('.live-count').hidden")
    assert deck.page.locator(".live-problems").is_hidden()
    (deck.project.root / "content/two/data/loss.csv").unlink()
    deck.page.evaluate("Reveal.slide(3)")
    deck.until("() => document.querySelector('.live-problems').innerText.includes('does not exist')")

    assert deck.page.locator("#fourth .chart svg").count()
    assert "cannot be drawn" not in deck.page.locator("#fourth").inner_text()
    assert deck.stays


def test_the_picture_of_a_slide_that_is_kept(deck: Deck) -> None:
    """While a slide cannot be read, its picture is there as well, and in new windows; then the new one is."""
    picture = "fetch(document.querySelector('#fifth img').src, {cache: 'reload'}).then(found => found.text())"
    (deck.project.root / "content/two/figures/dot.svg").rename(deck.project.root / "dot.svg")
    deck.until("() => document.querySelector('.live-count').textContent === '1 error'")
    assert DOT.format(1) == deck.page.evaluate(picture)

    deck.write("content/two/figures/dot.svg", DOT.format(2))
    deck.until("() => document.querySelector('.live-count').hidden")
    assert DOT.format(2) == deck.page.evaluate(picture)
    assert deck.stays


def test_an_error_of_a_section(deck: Deck) -> None:
    """What is wrong beside the slides of a section stands over them alone."""
    deck.edit("content/two/section.yml", "minutes:", "minuts:")
    deck.until("() => !document.querySelector('.live-count').hidden")
    panel = deck.page.locator(".live-problems")
    assert panel.is_hidden()
    deck.page.evaluate("Reveal.slide(4)")
    panel.wait_for()

    assert "unknown key 'minuts'" in panel.inner_text()


def test_an_emptied_file(project: TinyProject, browser: Browser) -> None:
    """Where no slide is left to say so, the error stands over the last good one."""
    talk = project.write("talk/talk.md", "---\ntitle: A talk\n---\n\n## One {#one}\n\nA word.\n")
    with previewed(talk.parent, path="talk.md") as preview:
        page = browser.new_page()
        with page.expect_response("**/-/events"):
            page.goto(f"{preview.home}deck/")
        talk.write_text("", encoding="utf-8")
        page.locator(".live-problems").get_by_text("a deck of one file begins with front matter").wait_for()
        assert "A word." in page.locator("#one").inner_text()
        page.close()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/deck.yml", "title: [\n"),
        ("content/deck.yml", "<<<<<<< mine\ntitle: A\n=======\ntitle: B\n>>>>>>> theirs\nsections: [one, two]\n"),
        ("content/one/section.yml", "title: x: y\n"),
        ("content/one/slides.md", "\udcff"),
    ],
)
def test_the_last_good_deck_stays(deck: Deck, path: str, text: str) -> None:
    """A broken file takes no slide from the window, and a mended one leaves no trace."""
    good = (deck.project.root / path).read_text(encoding="utf-8")
    deck.page.evaluate("Reveal.slide(1, 0, 0)")
    before = deck.page.evaluate("document.querySelector('.slides').textContent")
    (deck.project.root / path).write_bytes(text.encode("utf-8", "surrogateescape"))
    deck.until("() => !document.querySelector('.live-count').hidden")
    assert (["first", "second", "third", "fourth", "fifth"], ("second", 0)) == (deck.ids, deck.place)
    assert before == deck.page.evaluate("document.querySelector('.slides').textContent")
    deck.write(path, good)
    deck.until("() => document.querySelector('.live-count').hidden")

    assert ("second", 0) == deck.place
    assert deck.stays


@pytest.mark.parametrize(
    ("name", "text"), [("deck/foot", "{% if %}"), ("deck/foot", "{{ 1 / 0 }}"), ("live/parts", "{{ x }}")]
)
def test_a_broken_template(deck: Deck, name: str, text: str) -> None:
    """A template that cannot be read or filled is said so, and nothing goes."""
    deck.write(f"templates/{name}.html", text)
    deck.until("name => document.querySelector('.live-problems').innerText.includes(`error: ${name}.html:1: `)", name)
    assert 5 == len(deck.ids)
    (deck.project.root / f"templates/{name}.html").unlink()
    deck.until("() => document.querySelector('.live-count').hidden")
    assert deck.stays


def test_the_window_follows_the_edit(deck: Deck) -> None:
    """With `w` the window goes to the slide that was saved; without, it stays."""
    deck.edit("content/two/slides.md", "was lost", "was quite lost")
    deck.shows("quite lost")
    assert "first" == deck.place[0]
    deck.page.keyboard.press("w")
    assert "true" == deck.page.locator(".live-follow").get_attribute("aria-pressed")
    deck.edit("content/one/slides.md", "Notes of", "These are notes of")
    deck.until("() => Reveal.getCurrentSlide().id === 'second'")
    deck.edit("content/two/slides.md", "## Fifth", "## New {#new}\n\nNew.\n\n## Fifth")
    deck.until("() => Reveal.getCurrentSlide().id === 'new'")
    deck.page.keyboard.press("w")
    assert "false" == deck.page.locator(".live-follow").get_attribute("aria-pressed")


def test_follow_is_on_in_a_window_that_serve_opened(deck: Deck) -> None:
    """The address that `--open` opens turns following on, and then looks like any other."""
    deck.go("deck/?follow#/third")
    deck.page.wait_for_function(READY)

    assert "true" == deck.page.locator(".live-follow").get_attribute("aria-pressed")
    assert "/deck/#/third" == deck.page.evaluate("location.pathname + location.search + location.hash")


def test_pages_of_the_site(deck: Deck) -> None:
    """A page of the site takes what has changed, and stays where it is scrolled to."""
    deck.write("content/one/synthesis.md", "\n\n".join(f"Paragraph {number}." for number in range(99)))
    deck.go("one.html")
    deck.shows("Paragraph 98.")
    deck.page.evaluate("() => { window.stays = true; scrollTo({ top: 700, behavior: 'instant' }); }")
    deck.edit("content/one/synthesis.md", "Paragraph 40.", "Another paragraph.")
    deck.shows("Another paragraph.")

    assert (True, 700) == (deck.stays, deck.page.evaluate("scrollY"))
    deck.edit("content/one/section.yml", "Part one", "The new title")
    deck.until("() => document.title.includes('The new title')")
    assert deck.stays


NAMES = ("Reveal", "deck", "morph", "view", "evidence", "podium", "location", "currentScript", "sessionStorage", "body")
"""What scripts call their own, and the browser its parts."""


def test_names_that_scripts_use(deck: Deck) -> None:
    """Headings and elements with the names of what scripts use keep no page from its news."""
    deck.write("content/deck.yml", "title: The weight of a soul\nhtml: true\nsections: [one, two]\n")
    html = '<form name="{0}"><input name="attributes"><img name="{0}" id="{0}"></form>'
    words = "".join(f"## A {name} {{#{name}}}\n\nWords {name}.\n\n{html.format(name)}\n\n" for name in NAMES)
    deck.write("content/one/synthesis.md", words)
    deck.write("content/one/slides.md", words)
    for path in ("one.html", "deck/"):
        deck.go(path)
        deck.shows("Words body.")
        # Now the names are there when the page begins.
        deck.go(path)
        assert deck.page.evaluate("document.getElementById('Reveal') !== null")
        deck.edit("content/one/synthesis.md", "Words body.", f"Words on {path}.\n\nWords body.")
        deck.edit("content/one/slides.md", "Words body.", f"Words on {path}.\n\nWords body.")
        deck.shows(f"Words on {path}.")


def test_an_error_is_text(deck: Deck) -> None:
    """A message and the line that it quotes are shown as they are, and are no part of the page."""
    evil = "<img src=x onerror=alert(1)>"
    deck.write("content/one/section.yml", f"title: One\n'{evil}': {evil}\n")
    deck.until("() => !document.querySelector('.live-count').hidden")
    deck.page.locator(".live-count").click()
    deck.until("text => document.querySelector('.live-problems').textContent.split(text).length > 3", evil)

    assert 0 == deck.page.locator(".live-problems img, [onerror]").count()
    protocols = deck.page.evaluate("[...document.querySelectorAll('.live-problems a')].map(each => each.protocol)")
    assert {"editor:"} == set(protocols)


def test_the_reading_view_keeps_its_line(deck: Deck) -> None:
    """Where slides stand below each other, what is read stays where it is when a slide above grows."""
    deck.go("deck/?view=scroll")
    deck.page.evaluate("() => { window.stays = true; document.getElementById('fourth').scrollIntoView(); }")
    before = deck.page.evaluate("document.getElementById('fourth').getBoundingClientRect().top")
    deck.edit(
        "content/one/slides.md", "The first slide.", "\n\n".join(f"Line {number} of many." for number in range(30))
    )
    deck.shows("Line 29 of many.")

    after = deck.page.evaluate("document.getElementById('fourth').getBoundingClientRect().top")
    assert abs(before - after) <= 2
    assert deck.stays


def test_the_server_comes_back(project: TinyProject, browser: Browser) -> None:
    """A window says that the server is gone, finds it again, and shows what was saved meanwhile."""
    context = browser.new_context()
    page = context.new_page()
    with previewed(project.root) as first:
        page.goto(f"{first.home}deck/")
        page.wait_for_function(READY)
        first.end()
    page.wait_for_function("() => document.querySelector('.live-status').textContent.includes('Waiting')")
    text = (project.root / "content/scales/slides.md").read_text(encoding="utf-8")
    project.write("content/scales/slides.md", text.replace("at once", "while nobody served it"))
    with previewed(project.root, "--port", str(first.port)):
        page.wait_for_function("() => document.body.textContent.includes('while nobody served it')")
        page.wait_for_function("() => document.querySelector('.live-status').textContent === ''")
    context.close()


@contextmanager
def slow_site(project: TinyProject, browser: Browser) -> Iterator[tuple[Page, Callable[[str, str], None], Preview]]:
    """Serve a deck whose site is made only when the test says so; gives a window, and what edits the slides."""
    slides = project.root / "content/scales/slides.md"
    with Preview(Workshop(project.root), lambda _: None, lambda _, text: text) as preview:
        home = f"http://127.0.0.1:{preview.start('127.0.0.1', [0])}/deck/"
        page = browser.new_page(base_url=home)

        def edit(before: str, after: str) -> None:
            slides.write_text(slides.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
            preview.events.get(timeout=20)
            preview.rebuild({slides})

        yield page, edit, preview
        page.close()


def complete(preview: Preview) -> None:
    """Make the site, however often something is heard of meanwhile."""
    while preview.edits:
        preview.complete()
        with suppress(queue.Empty):
            preview.events.get_nowait()


def test_a_window_that_opens_between_an_edit_and_its_site(project: TinyProject, browser: Browser) -> None:
    """It sees at once what the windows see that were there before: other words, and a slide that has come."""
    with slow_site(project, browser) as (page, edit, preview):
        edit("lost weight", "gained it\n\n## A slide that came {#came}\n\nWords.")
        page.goto("")
        page.locator("#ounce", has_text="gained it").wait_for(state="attached")
        page.locator("#came").wait_for(state="attached")
        assert preview.edits
        complete(preview)
        page.wait_for_function(
            "now => document.documentElement.dataset.served === now", arg=preview.served.site.version
        )

        ids = page.locator(".slides > .slide").evaluate_all("all => all.map(each => each.id)")
        assert ids == list(preview.published)


def test_a_window_that_missed_that_an_edit_was_taken_back(project: TinyProject, browser: Browser) -> None:
    """It shows more than the last site has, and nobody tells it so: all of it is compared with the next site."""
    turn = """() => {
      Object.defineProperty(document, "hidden", { value: !document.hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    with slow_site(project, browser) as (page, edit, preview):
        page.goto("")
        page.wait_for_function(READY)
        edit("lost weight", "gained it")
        page.locator("#ounce", has_text="gained it").wait_for(state="attached")
        page.evaluate(turn)
        edit("gained it", "lost weight")
        with page.expect_response("**/-/events"):
            page.evaluate(turn)
        page.wait_for_timeout(200)
        complete(preview)

        page.locator("#ounce", has_text="lost weight").wait_for(state="attached")


def test_two_windows(deck: Deck, browser: Browser) -> None:
    """Two browsers see the same change, each at its own place."""
    context = browser.new_context()
    other = context.new_page()
    with other.expect_response("**/-/events"):
        other.goto(f"{deck.home}deck/#/fifth")
    other.wait_for_function(READY)
    deck.edit("content/two/slides.md", "was lost", "was seen twice")
    deck.shows("was seen twice")
    deck.shows("was seen twice", other)

    assert ("first", "fifth") == (deck.place[0], other.evaluate("Reveal.getCurrentSlide().id"))
    context.close()


STATE = """() => {
  const clean = document.querySelector(".slides").cloneNode(true);
  // Which steps a slide shows that is not on stage depends on where one has been.
  for (const slide of clean.querySelectorAll(".slide:not(.present)")) {
    slide.removeAttribute("data-fragment");
    for (const each of slide.querySelectorAll(".fragment, .line")) each.classList.remove("visible", "lit");
  }
  for (const slide of clean.querySelectorAll(".slide, .step")) {
    for (const name of ["style", "data-index-h", "data-index-v"]) slide.removeAttribute(name);
  }
  for (const each of clean.querySelectorAll("[class]")) {
    each.setAttribute("class", [...each.classList].sort().join(" "));
  }
  for (const image of clean.querySelectorAll("img")) image.src = image.src.split("?")[0];
  for (const each of clean.querySelectorAll("*")) {
    const pairs = [...each.attributes].map(pair => [pair.name, pair.value]).sort();
    pairs.forEach(([name]) => each.removeAttribute(name));
    pairs.forEach(([name, value]) => each.setAttribute(name, value));
  }
  const { h, f = -1 } = Reveal.getIndices();
  return [[...clean.children].map(each => each.outerHTML), document.title, h, f];
}"""
"""All that stands on the page, scripts' additions included, and the place."""


def fresh_state(deck: Deck) -> object:
    """Give the state of a window that opens the deck now, at the same place."""
    page = deck.context.new_page()
    slide, step = deck.place
    page.goto(f"{deck.home}deck/#/{slide}")
    page.wait_for_function(READY)
    if step != -1:
        page.evaluate("step => Reveal.navigateFragment(step)", step)
    state = page.evaluate(STATE)
    page.close()
    return state


def changed(rng: random.Random, parts: list[str], number: int) -> list[str]:
    """Give the slides of a section after one random edit."""
    at = rng.randrange(len(parts))
    kind = rng.choice(["word", "word", "word", "insert", "delete", "move", "rename", "steps", "title", "table"])
    fresh = list(parts)
    if kind == "insert" or len(parts) < 2:
        fresh.insert(
            at, f"## Slide {number} {{#made-{number}}}\n\nText {number}.\n\n::: incremental\n- a\n- b{number}\n:::\n\n"
        )
    elif kind == "delete":
        del fresh[at]
    elif kind == "move":
        fresh.insert(rng.randrange(len(fresh)), fresh.pop(at))
    elif kind == "rename":
        fresh[at] = re.sub(r"\{#[\w-]+\}", f"{{#renamed-{number}}}", fresh[at], count=1)
    elif kind == "steps":
        fresh[at] += f"::: incremental\n- step {number}\n- and another\n:::\n\n"
    elif kind == "title":
        fresh[at] = re.sub(r"## .*? \{", f"## Title *{number}* {{", fresh[at], count=1)
    elif kind == "table":
        fresh[at] += f"| a | b |\n|---|---|\n| {number} | $y_{number}$ |\n\n"
    else:
        fresh[at] += f"A word {number}, **bold**.\n\n"
    return fresh


@pytest.mark.parametrize("seed", range(3))
def test_any_edits(deck: Deck, seed: int) -> None:
    """After any edit the window is what a new window would be at the same place, but for having stayed there."""
    rng = random.Random(seed)
    texts = {"one": ONE, "two": TWO}
    for number in range(25):
        name = rng.choice(["one", "two"])
        parts = re.split(r"^(?=## )", texts[name], flags=re.MULTILINE)[1:]
        if rng.random() < 0.3:
            total = deck.page.evaluate("Reveal.getTotalSlides()")
            deck.page.evaluate("place => { Reveal.slide(place); Reveal.next(); }", rng.randrange(total))
        texts[name] = "".join(changed(rng, parts, number))
        before = deck.place
        deck.write(f"content/{name}/slides.md", texts[name])
        settled(deck, texts)
        if before[0] in deck.ids:
            assert before[0] == deck.place[0]
        assert fresh_state(deck) == deck.page.evaluate(STATE), f"edit {number}"
    assert deck.stays


def settled(deck: Deck, texts: dict[str, str]) -> None:
    """Wait until the site that is served is that of some texts, and the window has heard of it."""
    sum_of_all = f"Sum {zlib.crc32(repr(texts).encode())}."
    deck.write("content/one/synthesis.md", f"{sum_of_all}\n")
    while sum_of_all not in deck.page.request.get(f"{deck.home}one.html").text():
        deck.page.wait_for_timeout(20)
    version = re.search(r'data-version="(\w+)"', deck.page.request.get(deck.home).text())
    assert version
    deck.until("version => document.documentElement.dataset.served === version", version[1])
