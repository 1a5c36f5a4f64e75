"""A served deck in Chromium: what is saved is seen, and the place is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from livedeck import DOT, ONE, QUOTES, TWO, Deck, live_deck
from watched import READY

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
