"""HTML that authors write where a deck allows it: what of it stands, where its links lead, and how long it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nh3
import pytest

from instructdeck.markdown.elements import ATTRIBUTES, COMMON_ATTRIBUTES, LONE_TAGS, MAX_HTML, PAIRED_TAGS, links
from instructdeck.render.page import LOADING_TAGS
from sample import loaded, two_sections

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import TinyProject

SLIDES = "content/one/slides.md"
DECK = "title: A\nhtml: true\nsections: [one, two]\n"


def slides(words: str) -> str:
    """Give a slide with some words on it."""
    return f"## A {{#a}}\n\n{words}\n\n::: notes\nWords.\n:::\n"


@pytest.fixture
def project(tmp_path: Path) -> TinyProject:
    """Give a deck that allows HTML."""
    project = two_sections(tmp_path)
    project.write("content/deck.yml", DECK)
    return project


def test_tags_are_those_of_the_cleaner() -> None:
    """A line can hold no tag and no attribute that a block could not."""
    assert set() == (PAIRED_TAGS | LONE_TAGS) - (nh3.ALLOWED_TAGS - LOADING_TAGS)
    for tag in PAIRED_TAGS:
        assert set() == ATTRIBUTES.get(tag, COMMON_ATTRIBUTES) - nh3.ALLOWED_ATTRIBUTES.get(tag, set()) - {
            "lang",
            "title",
        }


def test_pair(project: TinyProject) -> None:
    """A pair of tags is around its words on the slide and on the page, and nothing else of it is."""
    words = 'A <b title="&quot;x">*b* <a href="#slide-two">c</a></b>.'
    project.write(SLIDES, slides(words))
    project.write("content/one/synthesis.md", f"{words}\n")

    assert "Built" in project.run("build").stdout

    for page, deck in (("deck/index.html", ""), ("one.html", "deck/index.html")):
        html = (project.root / "site" / page).read_text(encoding="utf-8")
        link = f'<a href="{deck}#/slide-two">c</a>'
        assert f'<p>A <b title="&#34;x"><em>b</em> {link}</b>.</p>' in html


def test_link_in_a_block(project: TinyProject) -> None:
    """A link in a block of HTML leads where one of Markdown would, or loses its address."""
    project.write(SLIDES, slides('<p><a href="#slide-two">a</a> <a href=" two.html">b</a> <a href="//c">c</a></p>'))

    project.run("build")

    html = (project.root / "site/deck/index.html").read_text(encoding="utf-8")
    rel = 'rel="noopener noreferrer"'
    assert f'<p><a href="#/slide-two" {rel}>a</a> <a href="../two.html" {rel}>b</a> <a {rel}>c</a></p>' in html


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('<p><a href="#slide-two">a</a>\n<a href="two.html">b</a> <a href="https://x.org">c</a></p>', []),
        ('<p>a\n<a href="#nowhere">b</a></p>', [f"broken-link {SLIDES}:4"]),
        ('Words <a href="#nowhere">b</a>', [f"broken-link {SLIDES}:3"]),
        ('<p><a href="file:///x">b</a></p>', [f"unsafe-link {SLIDES}:3"]),
        ("Words <b>a", [f"raw-html {SLIDES}:3"]),
        (f"<p>{'a ' * MAX_HTML}</p>", [f"raw-html {SLIDES}:3"]),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_problems(project: TinyProject, words: str, expected: list[str]) -> None:
    """What is wrong with HTML is told where it stands."""
    project.write(SLIDES, slides(words))

    _, found = loaded(project.root)

    assert expected == found


@pytest.mark.parametrize(
    "words",
    [
        "<b>" * 20_000,
        "<b>" * 10_000 + "a" + "</b>" * 10_000,
        "<b>" * 10_000 + "</i>" * 10_000,
        "<b><i>" * 5_000 + "</b>" * 5_000,
        "*<b>" * 5_000 + "</b>*" * 5_000,
        "a <b " + "x " * 50_000 + ">c</b>",
        "<a href=b>" * 5_000 + "c",
        "<p>" + "<a href=b>" * 1_900,
        "<p>" + "<![a" * 4_000,
        "<p>" + "<!--" * 4_000,
        "<p>" + "<a " * 6_000,
        "<p>" + "<" * 19_000,
        "<p>" + "<a b " * 3_900,
        "<p>" + "<a" + " b" * 9_000,
        "<p>" + "<a" + " b" * 4_000 + "<a b='" * 1_500,
        "<p>" + "<a " + " " * 19_000,
        "<p>" + "<script>" * 2_400,
        '<p><a href="' * 1_500,
    ],
    ids=lambda words: words[:12],
)
def test_endless(project: TinyProject, words: str) -> None:
    """No HTML takes long, nor is any a reason to fail."""
    project.write(SLIDES, slides(f"A {words}\n\n{words}"))

    deck, _ = loaded(project.root)

    assert "a" == deck.slides[0].id


def test_links() -> None:
    """A link is found with its line and its column, and what stands in a comment is none."""
    html = "<p><a HREF='#a&amp;b'>\n  <A title=x href=c href=d></a> <!-- <a href=e> --> <a>f</a>"
    html += "<script>'<a href=g>'</script>\n\n<a\nhref='>'>"

    assert [("#a&b", 0, 3), ("c", 1, 2), (">", 3, 0)] == links(html)
