"""The site of syntheses: its pages, their links, and what hostile content and broken templates do to them."""

from __future__ import annotations

import json
import logging
import posixpath
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from jinja2 import nodes

from instructdeck.deck.blocks import Citation, Cite, Emphasis, Heading, InlineMath, Link, Paragraph, Text
from instructdeck.deck.brief import State
from instructdeck.deck.diagnostics import Location
from instructdeck.deck.model import Brief, Correction, Deck, Section, Slide, Speaker, Synthesis
from instructdeck.deck.quotation import Author, Quote, QuoteKind, Source, Verdict
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.render.render import render_deck
from instructdeck.render.renderer import Renderer
from instructdeck.site.site import SEARCH_INDEX, SiteError, render_site
from instructdeck.site.views import unlinked
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.typeset import Typesetter

if TYPE_CHECKING:
    from instructdeck.deck.blocks import Blocks

ROOT = Path(__file__).parents[1]
TYPESETTER = Typesetter(Templates((shipped(),)))
HERE = Location("content/one/slides.md")
HOSTILE = (
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "\"><a href='javascript:alert(1)'>",
    "{{ 7*7 }}{% raw %}",
    "\u2028</script><!--",
)


def words(text: str, *cited: str) -> Blocks:
    """Give a paragraph that ends in citations."""
    cites = tuple(Cite(name, "", HERE) for name in cited)
    return (Paragraph(HERE, (Text(HERE, text), *((Citation(HERE, cites),) if cites else ()))),)


def slide(number: int, section: str, title: str, *cited: str) -> Slide:
    """Give a slide that cites."""
    shown = words(f"On {title}", *cited)
    return Slide(
        f"slide-{number}", number, section, (Text(HERE, title),), "content", (), shown, words("Spoken."), (), HERE, 3
    )


def section(number: int, name: str, text: str = "words") -> Section:
    """Give a section with one slide, one quote and a synthesis, all of which hold a text."""
    quote = Quote(
        f"quote-{name}", HERE, QuoteKind.VERBATIM, "paper", words(f"Quoted {text}"), text, "3", note=words(text)
    )
    heading = Heading(HERE, 2, f"part-{name}", (Text(HERE, text),))
    return Section(
        name,
        number,
        f"Section {name}: {text}",
        HERE,
        Speaker(f"Speaker {text}", text),
        (slide(number, name, text, quote.id),),
        minutes=2.5,
        focus=(Text(HERE, text),),
        brief=Brief(((text, HERE), ("Nowhere to be found", HERE)), text),
        corrections=(Correction(HERE, (Text(HERE, text),), (Text(HERE, text),), quote.id, (f"slide-{number}",)),),
        quotes=(quote,),
        synthesis=Synthesis((*words(text, quote.id), heading, *words(text)), (), HERE),
    )


def deck(*sections: Section, text: str = "words") -> Deck:
    """Give a deck of some sections and one source."""
    source = Source("paper", HERE, f"Paper {text}", author=(Author(text, "Jane"),), issued="2020-01-02", note=text)
    return Deck(f"Talk {text}", HERE, sections, (source,), text, "en", text, text, "paper")


def renderer(of: Deck, *folders: Path) -> Renderer:
    """Give a renderer with the shipped templates, and others before them."""
    return Renderer(of, Templates((*folders, shipped())), TYPESETTER)


def flagship() -> Deck:
    """Give the deck of `content/`."""
    return load(Project(ROOT), Templates.of(ROOT).layouts)


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: bytes) -> None:
        """Read a page."""
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        self.text += data

    def values(self, name: str) -> list[str]:
        """Give every value of an attribute."""
        return [attributes[name] for _, attributes in self.found if name in attributes]


def pages_of(of: Deck) -> dict[str, Elements]:
    """Give every page of the site and of the deck."""
    made = renderer(of)
    built = render_site(made) | render_deck(made)
    return {path: Elements(content) for path, content in built.items() if path.endswith(".html")}


def known_files(pages: dict[str, Elements]) -> set[str]:
    """Give the paths a page may link to."""
    templates = Templates((shipped(),))
    assets = {f"assets/{name}" for name, _ in templates.files("assets")}
    vendored = {f"assets/vendor/{name}" for name, _ in templates.files("vendor")}
    explorables = {f"assets/explorables/{name}" for name, _ in templates.files("explorables")}
    joined = {f"assets/joined-{name}" for name in ("deck.css", "deck.js", "presenter.css", "site.css")}
    return {*pages, *assets, *vendored, *explorables, SEARCH_INDEX, *joined}


def broken_links(pages: dict[str, Elements]) -> list[str]:
    """Give every link inside the site that leads nowhere."""
    files = known_files(pages)
    anchors = {path: set(page.values("id")) for path, page in pages.items()}
    broken = []
    for path, page in pages.items():
        for address in (*page.values("href"), *page.values("src")):
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
            )
            anchor = parts.fragment.removeprefix("/")
            if target not in files or (anchor and anchor not in anchors[target]):
                broken.append(f"{path}: {address}")
    return broken


def searched(of: Deck) -> list[list[str]]:
    """Give the entries of the search index."""
    script = render_site(renderer(of))[SEARCH_INDEX].decode()
    entries: list[list[str]] = json.loads(script.removeprefix("window.instructdeckSearch = ").removesuffix(";\n"))
    return entries


def test_pages() -> None:
    """The site has a home, a page for each section, the evidence, the team and a search index."""
    expected = {"index.html", "one.html", "two.html", "evidence.html", "team.html", SEARCH_INDEX}

    assert expected == set(render_site(renderer(deck(section(1, "one"), section(2, "two")))))


@pytest.mark.parametrize("of", [flagship(), deck(section(1, "one"), section(2, "two"))], ids=["flagship", "two"])
def test_every_link_resolves(of: Deck) -> None:
    """Every link of every page and slide leads to a page, a slide, an anchor or a file that is there."""
    pages = pages_of(of)

    assert len(of.sections) + 5 == len(pages)
    assert [] == broken_links(pages)


def test_ids_are_unique() -> None:
    """No page has two elements of one id."""
    for path, page in pages_of(flagship()).items():
        assert sorted(set(page.values("id"))) == sorted(page.values("id")), path


def test_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two builds of one deck give the same bytes, whatever the day is said to be."""
    made = []
    for seconds in ("0", "1700000000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
        made.append(render_site(renderer(flagship())))

    assert made[0] == made[1]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(text: str) -> None:
    """Whatever stands in titles, names, quotes and notes is shown as it is, and nothing of it becomes markup."""
    tame, hostile = (
        {path: page for path, page in pages_of(deck(section(1, "one", each), text=each)).items() if "/" not in path}
        for each in ("tame", text)
    )

    for path, page in hostile.items():
        assert [tag for tag, _ in tame[path].found] == [tag for tag, _ in page.found], path
        assert [set(names) for _, names in tame[path].found] == [set(names) for _, names in page.found], path
        # A line separator may become a space.
        assert tame[path].text.count("tame") == "".join(page.text.split()).count("".join(text.split())), path


def test_pages_act_by_their_own_scripts_only() -> None:
    """No page has an inline script or style, an attribute that acts, or anything of another host."""
    for path, page in pages_of(flagship()).items():
        loaded = [
            address for tag, at in page.found if tag != "a" for address in (at.get("href", ""), at.get("src", ""))
        ]
        names = {name for _, attributes in page.found for name in attributes}

        assert all("src" in attributes for tag, attributes in page.found if tag == "script"), path
        assert "style" not in {tag for tag, _ in page.found} | names, path
        assert not [name for name in names if name.startswith("on")], path
        assert not [address for address in loaded if urlsplit(address).netloc], path


def test_one_content_security_policy() -> None:
    """Every page of the site and the deck declares the same strict policy."""
    policies = {
        attributes["content"]
        for page in pages_of(deck(section(1, "one"))).values()
        for _, attributes in page.found
        if attributes.get("http-equiv") == "Content-Security-Policy"
    }

    assert 1 == len(policies)
    assert "default-src 'none'; script-src 'self'; style-src 'self';" in policies.pop()


@pytest.mark.parametrize("text", HOSTILE)
def test_search_index_is_inert(text: str) -> None:
    """The search index is one script of one statement, and no text in it can end it."""
    of = deck(section(1, "one", text), text=text)
    script = render_site(renderer(of))[SEARCH_INDEX].decode()

    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(script)
    assert 1 == len(script.splitlines())
    assert f"Section one: {text}" in [title for _, _, title, _, _ in searched(of)]


def test_search_index_has_everything() -> None:
    """The search finds syntheses and their parts, slides and quotes, each at an address that is there."""
    of = flagship()
    entries = searched(of)
    kinds = [kind for kind, *_ in entries]
    pages = pages_of(of)
    pages["index.html"].found += [("a", {"href": address}) for _, address, *_ in entries]

    assert (23, len(of.quotes)) == (kinds.count("slide"), kinds.count("quote"))
    assert [] == broken_links(pages)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("site/theme/main.html", "{{ nobody_knows_this }}"),
        ("site/theme/main.html", "{% if %}"),
        ("site/home.html", "{{ deck.nothing.at.all }}"),
        ("site/section.html", "{% include 'site/none.html' %}"),
    ],
)
def test_broken_template(tmp_path: Path, name: str, text: str) -> None:
    """A template that cannot be filled gives one error of ours that names the page, and ends nothing else."""
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text(text, encoding="utf-8")

    with pytest.raises(SiteError, match=r"Error (reading|building) page '\w+\.md'"):
        render_site(renderer(deck(section(1, "one")), tmp_path))


def test_silence(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    """MkDocs prints and logs nothing, and its logger is left as it was."""
    logger = logging.getLogger("mkdocs")
    before = (logger.level, logger.propagate, list(logger.handlers))

    render_site(renderer(deck(section(1, "one"))))

    assert ("", "") == tuple(capfd.readouterr())
    assert [] == caplog.records
    assert before == (logger.level, logger.propagate, list(logger.handlers))


def test_no_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Building reads no `docs` folder and touches no `site` folder of the place it runs in."""
    for name in ("docs/stray.md", "site/precious.html"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("# Stray", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    built = render_site(renderer(deck(section(1, "one"))))

    assert "stray.html" not in built
    assert ["docs", "docs/stray.md", "site", "site/precious.html"] == sorted(
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")
    )


def test_fixed_words() -> None:
    """The pages' templates use each of their fixed words, and no other."""
    templates = Templates((shipped(),))
    trees = [templates.environment.parse(path.read_text(encoding="utf-8")) for _, path in templates.files("site")]
    used = {
        node.attr
        for tree in trees
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "words"
    }
    values = {each.value for each in State}
    module = templates.environment.get_template("site/words.html").module

    assert used | values == set(module.words)  # type: ignore[attr-defined]


def test_own_theme_wins(tmp_path: Path) -> None:
    """A project's own part of the frame takes the place of the shipped one, and the others stay."""
    folder = tmp_path / "site" / "theme"
    folder.mkdir(parents=True)
    (folder / "footer.html").write_text("<footer>{{ deck.title }}, <b>ours</b></footer>", encoding="utf-8")
    page = render_site(renderer(replace(deck(section(1, "one")), title="A & B"), tmp_path))["one.html"].decode()

    assert "<footer>A &amp; B, <b>ours</b></footer>" in page
    assert '<header class="site-header">' in page


def test_bare_section() -> None:
    """A section without synthesis, quotes, minutes, focus or brief still has its page."""
    bare = Section("one", 1, "One", HERE, Speaker("Ada"), (slide(1, "one", "Title"),))
    pages = pages_of(Deck("Talk", HERE, (bare,)))

    assert [] == broken_links(pages)
    assert "Title" in pages["one.html"].text


def test_deck_without_sections() -> None:
    """A deck whose sections are all missing, which `check` reports, still has its other pages."""
    assert {"index.html", "evidence.html", "team.html", SEARCH_INDEX} == set(render_site(renderer(deck())))


def test_doubled_ids_do_not_break_the_build() -> None:
    """Sections, quotes and sources that share an id, which `check` reports, still give a whole site."""
    doubled = deck(section(1, "one"), replace(section(2, "one"), id="one"), replace(section(3, "team"), id="team"))
    quote = Quote("paper", HERE, QuoteKind.PARAPHRASE, "unheard-of", words("Said"), verdict=Verdict.WRONG)
    odd = replace(doubled, sections=(*doubled.sections, replace(section(4, "four"), quotes=(quote, quote))))
    built = render_site(renderer(odd))

    assert {"index.html", "one.html", "four.html", "evidence.html", "team.html", SEARCH_INDEX} == set(built)
    assert 1 == Elements(built["evidence.html"]).values("id").count("paper")


def test_pages_do_not_grow_with_the_deck() -> None:
    """In a large deck a section's page links to its neighbors only."""
    sizes = [
        len(render_site(renderer(deck(*(section(each, f"s{each:03}") for each in range(1, count + 1)))))["s005.html"])
        for count in (20, 80)
    ]

    assert sizes[0] == sizes[1]


def test_one_of_each() -> None:
    """A site of one slide, one minute and one quote speaks of them so."""
    quoted = replace(section(1, "one"), minutes=1)
    text = " ".join(page.text for page in pages_of(deck(quoted)).values())

    assert "1 slide · 1 minute" in " ".join(text.split())
    assert [] == re.findall(r"\b1 (?:slides|minutes|quotes)\b", text)


def test_neighbors() -> None:
    """A section's page leads to the section before it and to the one after it."""
    of = deck(*(section(number, name) for number, name in enumerate(("one", "two", "three"), 1)))
    page = pages_of(of)["two.html"]

    assert {"prev": "one.html", "next": "three.html"} == {
        attributes["rel"]: attributes["href"]
        for _, attributes in page.found
        if attributes.get("rel") in {"prev", "next"}
    }


def test_evidence_knows_its_uses() -> None:
    """A quote names the slides and the syntheses that cite it, and they name it."""
    pages = pages_of(deck(section(1, "one"), section(2, "two")))

    assert {"deck/index.html#/slide-1", "one.html"} <= set(pages["evidence.html"].values("href"))
    assert "evidence.html#quote-one" in pages["one.html"].values("href")
    assert "../evidence.html#quote-one" in pages["deck/index.html"].values("href")


def test_corrections_stand_on_the_evidence_page() -> None:
    """Where brief and paper differ is told in one place, with its evidence; the team page leads there."""
    pages = pages_of(deck(section(1, "one")))

    assert "Where the brief and the paper differ: 1" in pages["team.html"].text
    assert "evidence.html#_corrections" in pages["team.html"].values("href")
    assert "_corrections" in pages["evidence.html"].values("id")
    assert 2 == pages["evidence.html"].values("href").count("deck/index.html#/slide-1")


def test_no_quotes_no_badge() -> None:
    """A deck without quotes boasts of nothing, and has nothing to filter."""
    pages = pages_of(deck(replace(section(1, "one"), quotes=())))
    classes = [name for page in pages.values() for each in page.values("class") for name in each.split()]

    assert not {"badge", "filter"} & set(classes)


def test_evidence_in_the_order_of_pages() -> None:
    """Quotes stand in the order of their pages as numbers; those without a page come last."""
    numbers = ("10", "", "9-10", "2")
    quotes = tuple(
        Quote(f"q{index}", HERE, QuoteKind.VERBATIM, "paper", words("Said"), page=number)
        for index, number in enumerate(numbers)
    )
    page = pages_of(deck(replace(section(1, "one"), quotes=quotes)))["evidence.html"]

    assert ["q3", "q2", "q0", "q1"] == [each for each in page.values("id") if each[0] == "q"]


def test_team_shows_what_became_of_the_brief() -> None:
    """The team page says of each suggested slide whether it was kept, and links to the one that answers it."""
    page = pages_of(deck(section(1, "one")))["team.html"]

    assert "1 kept" in page.text
    assert "1 missing" in page.text
    assert "deck/index.html#/slide-1" in page.values("href")


def test_formulas_bring_their_styles() -> None:
    """A page with a formula loads KaTeX's stylesheet; one without does not."""
    formula = Synthesis((Paragraph(HERE, (InlineMath(HERE, "a^2", (HERE,)),)),), (), HERE)
    pages = pages_of(deck(replace(section(1, "one"), synthesis=formula), section(2, "two")))
    sheet = "assets/vendor/katex/katex.min.css"

    assert (True, False) == (sheet in pages["one.html"].values("href"), sheet in pages["two.html"].values("href"))


def test_title_within_a_link() -> None:
    """A slide's title keeps its marks but no link of its own where it stands within a link."""
    inner = Emphasis(HERE, (Link(HERE, "x.html", "", (Text(HERE, "a"),)), Citation(HERE, ())))

    assert (Emphasis(HERE, (Text(HERE, "a"),)), Text(HERE, "b")) == unlinked((inner, Text(HERE, "b")))
