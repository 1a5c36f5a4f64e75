"""What was seen of a site, judged without a browser: what no deck is sure to bring about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from instructdeck.rendered.judge import UNREACHED, Judge
from instructdeck.rendered.measures import InnerLink, Measure, Seen, Sheet, Unmeasured, View

if TYPE_CHECKING:
    from conftest import TinyProject
    from instructdeck.deck.diagnostics import Location

BOX = (0.0, 0.0, 10.0, 10.0)


@pytest.fixture
def judge(project: TinyProject) -> Judge:
    """Give the judge of a deck of one slide, in which one block is numbered."""
    from instructdeck.commands.run import run_of  # noqa: PLC0415

    deck = run_of(project.root).deck
    slide = deck.slides[0]
    return Judge(deck, (replace(slide.location, line=slide.location.line + 2),), {"deck/index.html"}, {})


def said(judge: Judge, seen: Seen) -> list[str]:
    """Give the messages on what was seen, with their rules."""
    return [f"{each.rule.name}: {each.message}" for each in judge.diagnostics(seen)]


def at(judge: Judge, **more: object) -> Location:
    """Give where something on the slide is said to be."""
    slide = judge.deck.slides[0].id
    figures: dict[str, object] = {"rule": "axe", "slide": slide, "at": None, "kind": "", "box": BOX, "view": View.STAGE}
    (found,) = judge.diagnostics(Seen((Measure(**figures | more),)))  # type: ignore[arg-type]
    return found.location


def test_a_number_of_no_block(judge: Judge) -> None:
    """What looks like a block's number in a template and is none leads to the slide."""
    slide = judge.deck.slides[0].location

    assert judge.places[0] == at(judge, at=0)
    assert slide == at(judge, at=1)
    assert slide == at(judge, at=999_999_999)
    assert judge.deck.location == at(judge, at=1, slide="no-such-slide")


@pytest.mark.parametrize(
    ("overflows", "kind", "there"), [(True, "picture", False), (True, "", True), (False, "picture", True)]
)
def test_what_a_picture_covers_as_it_stands_out(judge: Judge, overflows: bool, kind: str, there: bool) -> None:  # noqa: FBT001
    """The number of a slide over a picture that has left its place is not said, all other pale words are."""
    slide = judge.deck.slides[0].id
    pale = Measure("low-contrast", slide, None, kind, BOX, View.STAGE, words="9", ratio=1.1, needed=4.5)
    out = Measure("overflow", slide, 0, "out", BOX, View.STAGE, side="bottom", what="figure", px=9, line=30)

    rules = [each.rule.name for each in judge.diagnostics(Seen((pale, *([out] if overflows else []))))]

    assert there == ("low-contrast" in rules)
    assert overflows == ("overflow" in rules)


@pytest.mark.parametrize("narrow", [False, True])
def test_columns_are_advised_for_short_lines(judge: Judge, narrow: bool) -> None:  # noqa: FBT001
    """Two columns help where lines are short, and make longer ones worse."""
    slide = judge.deck.slides[0].id
    out = Measure(
        "overflow", slide, 0, "out", BOX, View.STAGE, side="bottom", px=60, percent=10, line=30, narrow=narrow
    )

    (said,) = judge.diagnostics(Seen((out,)))

    assert narrow == ("use layout=two-column" in said.hint)


def test_one_fault_of_a_template(judge: Judge) -> None:
    """What a template does on every page is said once, whatever the order in which the pages were seen."""
    pages = ("b.html", "deck/index.html", "a.html")
    seen = Seen(
        links=tuple(InnerLink(page, "", None, "gone.html", "", "Gone") for page in pages),
        anchors={},
        complaints=tuple((page, "console", "It broke. More on that.") for page in pages),
    )

    expected = [
        "dead-link: a.html and 2 more pages: 'Gone' leads to 'gone.html', which is not there",
        "console: a.html and 2 more pages: It broke.",
    ]
    assert expected == said(judge, seen)


def test_a_request_is_said_once(judge: Judge) -> None:
    """That another host was not reached is no second fault; on a page that asked for none, it is one."""
    failed = f"Failed to load resource: {UNREACHED}"
    seen = Seen(
        complaints=(
            ("a.html", "request", "https://example.org/"),
            ("a.html", "console", failed),
            ("b.html", "console", failed),
        )
    )

    assert ["request: a.html: the page asks for https://example.org/", f"console: b.html: {failed}"] == said(
        judge, seen
    )


def test_what_was_not_measured(judge: Judge) -> None:
    """What could not be looked at is an error, with its page and the reason."""
    missed = (Unmeasured("the page", "it crashed", "a.html"), Unmeasured("the slides on stage", "0 of 1 came up"))

    expected = [
        "unmeasured: a.html: the page could not be measured: it crashed",
        "unmeasured: the deck: the slides on stage could not be measured: 0 of 1 came up",
    ]
    assert expected == said(judge, Seen(unmeasured=missed))


@pytest.mark.parametrize(
    ("sheet", "message", "hint"),
    [
        (Sheet("a.html", 1, 0.5, None), "", ""),
        (Sheet("a.html", 1, 0.49, None), "the synthesis fills 49 % of its page", "half a page is the least"),
        (Sheet("a.html", 2, 0.3, 0), "takes 2 pages in print", "about 30 % of a page"),
        (Sheet("a.html", 4, 0.3, 0), "takes 4 pages in print", "about 230 % of a page"),
    ],
)
def test_pages_of_a_synthesis(judge: Judge, sheet: Sheet, message: str, hint: str) -> None:
    """A synthesis is one page, at least half full; the hint counts all pages beyond the first."""
    found = list(judge.diagnostics(Seen(sheets=(sheet,))))

    assert bool(message) == bool(found)
    assert all(message in each.message and hint in each.hint for each in found)


def test_keys_that_go_up(judge: Judge) -> None:
    """Where Tab goes up instead of down, both ends are named."""
    seen = Measure("focus-order", "", None, "above", BOX, View.STAGE, words="First", over="Second")

    assert ["focus-order: Tab goes from 'Second' up to 'First'"] == said(judge, Seen((seen,)))


def test_words_over_a_picture(judge: Judge) -> None:
    """Of words over a picture, the picture is named as what they are too near to, and the view is."""
    seen = Measure("low-contrast", "", None, "picture", BOX, View.DARK, words="Pale", ratio=1.5, needed=4.5)

    expected = "low-contrast: 'Pale' has a contrast of 1.5 with the picture behind it; it takes 4.5, in the dark theme"
    assert [expected] == said(judge, Seen((seen,)))
