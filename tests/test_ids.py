"""The ids of every page: legal, and each only once, whatever authors write."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from instructdeck.deck.ids import Ids, is_id
from sample import loaded, two_sections

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import TinyProject

NASTY = """\
## {title} {{#{id}}}

### Same

### Same {{#same}}

A[^1] B[^1] C[^1] <b id="{id}">d</b>

<p id="{id}" name="{id}">e</p>

> ### Same

[^1]: F[^2] G[^2]
[^2]: ### Same
"""
IDS = (
    "2",
    "a/b",
    "_main",
    "_fn-1",
    "fn-1",
    "fnref-1",
    "2023",
    "same",
    "same-2",
    "same",
    "-",
    "\u0967",
    "index",
    "q",
    "a.b",
)
TITLES = ("Same", "2", "2023", "\u0967", "\u2026", "fn 1", "q", "main", "")
QUOTES = ("q", "q-1", "q_1", "paper", "_main", "same", "fn-1", "search", "q")
PAGES = ("", "1", "1_2", "3 - 4", "3\\t- 4", "3_-_4", "<b>", "1")
SOURCES = ("q", "q_1", "main", "search", "paper", "source_q", "source", "paper")


class _Ids(HTMLParser):
    """Gathers the ids of a page, and where its links within the page lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str | None] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what one tag has."""
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        href = given.get("href") or ""
        if tag == "a" and href.startswith("#") and not href.startswith("#/"):
            self.anchors.add(href[1:])


def nasty(root: Path) -> TinyProject:
    """Write a deck whose authors want the same ids, and such as cannot be."""
    project = two_sections(root)
    names = ("one", "two", "2023")
    project.write("content/deck.yml", f"title: A\nsource: paper\nhtml: true\nsections: {list(names)}\n")
    project.write("content/sources.yml", "".join(f"- {{id: {name}, title: A}}\n" for name in SOURCES))
    slides = [NASTY.format(title=title, id=name) for title, name in zip(TITLES * 2, IDS, strict=False)]
    derived = [f"## {title}\n\nWords.\n" for title in TITLES]
    quotes = [
        f'- {{id: {name}, kind: verbatim, source: {source}, page: "{page}", note: "### Same",'
        f' text: "### Same {{#same}}\\n\\nA[^1]\\n\\n[^1]: B"}}\n'
        for name, source in zip(QUOTES * 4, SOURCES * 4, strict=False)
        for page in PAGES
    ]
    # Quotes with ids of their own, so that every page of every source is there.
    quotes += [
        f'- {{id: x{n}-{m}, kind: verbatim, source: {source}, page: "{page}", text: A}}\n'
        for n, source in enumerate(SOURCES)
        for m, page in enumerate(PAGES)
    ]
    for name in names:
        focus = '"A[^1]\\n\\n[^1]: B\\n\\n### Same {#same}"'
        project.write(f"content/{name}/section.yml", f"title: A\nspeaker: {{name: A}}\nfocus: {focus}\n")
        project.write(f"content/{name}/synthesis.md", "\n".join(slides))
        project.write(f"content/{name}/slides.md", "\n".join([*derived, *slides]) if name != "2023" else "")
        project.write(f"content/{name}/quotes.yml", "".join(quotes))
    return project


def test_ids_of_every_page(tmp_path: Path) -> None:
    """No page has an id twice, an empty one or one with white space; what a page links to on itself is there."""
    project = nasty(tmp_path)

    assert "Built" in project.run("build").stdout

    pages = {path.name: path for path in sorted((project.root / "site").rglob("*.html"))}
    assert {"2023.html", "evidence.html", "index.html", "one.html", "presenter.html", "team.html", "two.html"} == set(
        pages
    )
    for path in (project.root / "site").rglob("*.html"):
        found = _Ids(path.read_text(encoding="utf-8"))
        assert [] == sorted({name for name in found.ids if found.ids.count(name) > 1 or not _is_legal(name)}, key=str)
        assert set() == found.anchors - set(found.ids)


def _is_legal(name: str | None) -> bool:
    return bool(name and re.fullmatch(r"\S+", name))


def test_slides_of_the_nasty_deck(tmp_path: Path) -> None:
    """The id of every slide is one that an author could have given it."""
    deck, _ = loaded(nasty(tmp_path).root)

    assert [] == [slide.id for slide in deck.slides if not is_id(slide.id)]


def test_refused_id(tmp_path: Path) -> None:
    """An id that cannot be one is reported once, and does not reach the slide."""
    project = two_sections(tmp_path)
    slides = (project.root / "content/one/slides.md").read_text(encoding="utf-8")
    project.write("content/one/slides.md", slides.replace("{#slide-one}", "{#a/b}"))

    deck, found = loaded(tmp_path)

    assert ["attribute-syntax content/one/slides.md:1"] == found
    assert "slide-one" == deck.slides[0].id


def test_fresh() -> None:
    """What is taken gets a number behind it."""
    ids = Ids({"a-2"})

    assert ["a", "a-3", "b", "a-4"] == [ids.fresh(name) for name in ("a", "a", "b", "a")]
