"""Links: where each one leads, from wherever it is written."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from instructdeck.deck.links import ExternalTarget, Links, PageTarget, SlideTarget, Target, is_external
from instructdeck.files.files import Project
from instructdeck.load.load import load

FILES = {
    "deck.yml": "title: A talk\nsections: [one, two]\n",
    "sources.yml": "- {id: paper, title: A paper}\n",
    "one/section.yml": "title: One\n",
    "one/slides.md": "## A {#a}\n\n## Été {#été}\n\n## Both {#both}\n",
    "one/synthesis.md": "## Why\n\n## Both\n\n## A B\n",
    "one/quotes.yml": "- {id: q, kind: verbatim, text: Words.}\n",
    "two/section.yml": "title: Two\n",
    "two/slides.md": "## B {#b}\n",
    "two/synthesis.md": "## How {#how}\n",
}


@cache
def links() -> Links:
    """Give the links of a deck of two sections."""
    with TemporaryDirectory() as folder:
        for path, text in FILES.items():
            file = Path(folder, "content", path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return Links(load(Project(Path(folder)), ()))


@pytest.mark.parametrize(
    ("href", "target"),
    [
        # a slide, by its id alone or behind its section's
        ("#a", SlideTarget("a")),
        ("#b", SlideTarget("b")),
        ("one#a", SlideTarget("a")),
        ("two#b", SlideTarget("b")),
        ("#%C3%A9t%C3%A9", SlideTarget("été")),
        ("two#a", None),
        ("one#b", None),
        ("three#a", None),
        ("#nowhere", None),
        ("#A", None),
        ("#1", None),
        # a heading of the page the link stands on; a slide of that id comes first
        ("#why", PageTarget("one.html", "why")),
        ("#a-b", PageTarget("one.html", "a-b")),
        ("#both", SlideTarget("both")),
        ("#how", None),
        # a page, and a heading on it
        ("one.html", PageTarget("one.html")),
        ("two.html", PageTarget("two.html")),
        ("two.html#how", PageTarget("two.html", "how")),
        ("one.html#both", PageTarget("one.html", "both")),
        ("two.html#b", None),
        ("three.html", None),
        ("index.html", PageTarget("index.html")),
        ("team.html", PageTarget("team.html")),
        ("evidence.html", PageTarget("evidence.html")),
        ("evidence.html#q", PageTarget("evidence.html", "q")),
        ("evidence.html#paper", PageTarget("evidence.html", "paper")),
        ("evidence.html#nowhere", None),
        ("deck/index.html", PageTarget("deck/index.html")),
        ("./two.html", None),
        ("../x", None),
        ("/etc/passwd", None),
        # out of the site
        ("https://example.org/a#b", ExternalTarget("https://example.org/a#b")),
        ("HTTP://example.org", ExternalTarget("HTTP://example.org")),
        ("mailto:ada@example.org", ExternalTarget("mailto:ada@example.org")),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("data:text/html,x", None),
        ("//example.org", None),
        ("ftp://example.org", None),
        # nothing
        ("", None),
        ("#", None),
        ("one#", None),
        ("two", None),
    ],
)
def test_resolve(href: str, target: Target | None) -> None:
    """A link of section one leads to a slide, to a page, out of the site, or nowhere."""
    assert target == links().resolve(href, "one")


@pytest.mark.parametrize(("section", "target"), [("one", None), ("two", PageTarget("two.html", "how"))])
def test_heading_of_the_own_page(section: str, target: Target | None) -> None:
    """A heading is found from the page it stands on."""
    assert target == links().resolve("#how", section)


@pytest.mark.parametrize(
    ("address", "safe"),
    [("https://x.org", True), ("MailTo:a@b.org", True), ("httpsx://x.org", False), ("x.html", False), ("", False)],
)
def test_external(address: str, safe: bool) -> None:  # noqa: FBT001  a parameter of the test
    """An address leaves the site only by a scheme that is safe to follow."""
    assert is_external(address) is safe
