"""A served deck in Chromium: what is wrong stands over its slide, with the last good one behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from livedeck import DOT, Deck, live_deck
from previewed import previewed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from conftest import TinyProject

pytestmark = pytest.mark.browser


@pytest.fixture
def deck(project: TinyProject, browser: Browser) -> Iterator[Deck]:
    """Serve a deck of five slides, and open it."""
    with live_deck(project, browser) as found:
        yield found


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
