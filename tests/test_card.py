"""The card of a deck, and what pages tell those who link to them."""

from __future__ import annotations

import re
from dataclasses import replace
from struct import unpack_from
from typing import TYPE_CHECKING

import pytest

from instructdeck.deck.model import Theme
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.pictures.letters import advances
from instructdeck.pictures.typeface import read_typeface
from instructdeck.site.build import BuildError, site_files
from instructdeck.site.card import HEIGHT, TEXT, TITLE, WIDTH, draw_card
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.typeset import Typesetter
from sample import ROOT, two_sections
from test_site import Elements, flagship

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import TinyProject
    from instructdeck.contained import Content
    from instructdeck.deck.diagnostics import Diagnostic
    from instructdeck.deck.model import Deck

TEMPLATES = Templates((shipped(),))
TITLES = (
    "Short",
    "Training Language Models to Follow Instructions with Human Feedback",
    "εκπαίδευση γλωσσικών μοντέλων με ανθρώπινη ανατροφοδότηση",
    "Обучение языковых моделей следованию инструкциям",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft und mehr " * 400,
    "</text><script>&\"'{{ 7*7 }}]]>",
    "a\ufeff\x07b\u202ec",
)


def built(root: Path, url: str) -> dict[str, Elements | Content]:
    """Give the files of a site of two sections, pages as their elements."""
    two_sections(root)
    deck = root / "content/deck.yml"
    deck.write_text(f"{deck.read_text(encoding='utf-8')}subtitle: What it says\n{url}\n", encoding="utf-8")
    project, templates = Project(root), Templates.of(root)
    files = site_files(load(project, templates.layouts), project, templates, Typesetter(templates), ())
    assert [] == project.findings.items
    return {
        path: Elements(data) if path.endswith(".html") and isinstance(data, bytes) else data
        for path, data in files.items()
    }


def meta(page: object) -> dict[str, str]:
    """Give what a page tells those who link to it, by name, and the addresses it names."""
    assert isinstance(page, Elements)
    told = {
        each.get("property", each.get("name", "")): each["content"]
        for tag, each in page.found
        if tag == "meta" and "content" in each
    }
    links = {each["rel"]: each["href"] for tag, each in page.found if tag == "link" and "rel" in each}
    return {
        name: value for name, value in (told | links).items() if re.match(r"og:|twitter:|canonical|prev|next", name)
    }


def card(**changes: object) -> bytes | None:
    """Give the card of the flagship with other words."""
    return draw_card(replace(flagship(), **changes), TEMPLATES)  # type: ignore[arg-type]


def size(png: bytes | None) -> tuple[int, ...]:
    """Give width and height of a PNG."""
    assert png is not None
    assert png.startswith(b"\x89PNG")
    return unpack_from(">II", png, 16)


def test_pages_with_an_address(tmp_path: Path) -> None:
    """Each page and the deck name their whole address, the card, and what comes before and after."""
    files = built(tmp_path, "url: https://example.org/talk")

    assert (WIDTH, HEIGHT) == size(files["card.png"])  # type: ignore[arg-type]
    about = {
        "og:type": "website",
        "og:title": "A small talk",
        "og:description": "What it says",
        "og:image": "https://example.org/talk/card.png",
        "og:image:width": str(WIDTH),
        "og:image:height": str(HEIGHT),
        "og:image:alt": "A small talk",
        "twitter:card": "summary_large_image",
    }
    home, deck = "https://example.org/talk/", "https://example.org/talk/deck/index.html"
    assert about | {"og:url": deck, "canonical": deck} == meta(files["deck/index.html"])
    assert about | {"og:url": home, "canonical": home, "next": "one.html"} == meta(files["index.html"])
    one = meta(files["one.html"])
    assert ("https://example.org/talk/one.html", "Section one") == (one["canonical"], one["og:title"])
    assert ("index.html", "two.html") == (one["prev"], one["next"])
    assert "og:description" in meta(files["evidence.html"])


def test_pages_without_an_address(tmp_path: Path) -> None:
    """Without `url` there is no card, and pages tell only what needs no address."""
    files = built(tmp_path, "")

    assert "card.png" not in files
    expected = {
        "og:type": "website",
        "og:title": "A small talk",
        "og:description": "What it says",
        "twitter:card": "summary",
    }
    assert expected == meta(files["deck/index.html"])
    assert expected | {"next": "one.html"} == meta(files["index.html"])


def test_title_without_letters(tmp_path: Path) -> None:
    """A title in letters that the typeface lacks gives no card, and no page names one."""
    files = built(tmp_path, "url: https://example.org\nevent: 人間")
    assert "card.png" in files

    tmp_path.joinpath("other").mkdir()
    deck = replace(flagship(), title="人間のフィードバック", url="https://example.org/")
    project, templates = Project(ROOT), TEMPLATES
    load(project, templates.layouts)
    pages = site_files(deck, project, templates, Typesetter(templates), ())
    page = pages["deck/index.html"]
    assert isinstance(page, bytes)
    assert "card.png" not in pages
    assert b"og:image" not in page


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
def test_any_title(title: str) -> None:
    """A title of any length, in Latin, Greek or Cyrillic letters, gives a card of the right size, always the same."""
    one, other = card(title=title), card(title=title)

    assert (WIDTH, HEIGHT) == size(one)
    assert one == other


def test_every_text_is_on_the_card() -> None:
    """All texts of the title slide change the picture; a letter that is missing leaves its line out."""
    deck = flagship()
    section = deck.sections[0]
    unnamed = (replace(section, speaker=replace(section.speaker, name="")), *deck.sections[1:])
    cards = [
        card(),
        card(title="Other"),
        card(subtitle=""),
        card(event=""),
        card(date="12 March"),
        card(sections=unnamed),
        card(sections=()),
        card(theme=Theme(("#7a0019",))),
    ]

    assert len(cards) == len(set(cards))
    assert card(subtitle="") == card(subtitle="人間")
    assert card(sections=()) == card(sections=deck.sections * 2)


def test_typefaces_fit() -> None:
    """The typefaces of the card have the letters of European languages, and their widths are those of the files."""
    serif, sans = (read_typeface(TEMPLATES.path(name).read_bytes()) for name in (TITLE, TEXT))

    assert serif.has("Ångström, Škoda, Łódź, Ελλάδα, Москва, Việt Nam · 1 = 1 “…”")
    assert not sans.has("人")
    # letters.py was read off the files of the pages with another program.
    assert [] == [
        each for each, wide in advances().items() if each.isalpha() and abs(sans.width(each, 1) - wide) > 0.01
    ]
    assert ("one", "two") == serif.wrap("one two", 10, 25)
    assert ("one", "two…") == serif.fitted("one two three", 10, 27, 2)


def test_hues_of_the_card() -> None:
    """The card has the dark hues of the style sheets."""
    tokens = (shipped() / "assets/tokens.css").read_text(encoding="utf-8")
    hues = re.findall(r"--hue-\d: light-dark\(#\w+, (#\w+)\)", tokens)

    svg = (shipped() / "site/card.svg").read_text(encoding="utf-8")
    assert hues == re.findall(r'"(#\w+)"', svg.splitlines()[2])


def test_broken_card(tmp_path: Path) -> None:
    """A card of the project's own that is no SVG is one error that names it."""
    two_sections(tmp_path)
    own = tmp_path / "templates/site/card.svg"
    own.parent.mkdir(parents=True)
    own.write_text("<svg", encoding="utf-8")

    with pytest.raises(BuildError, match=r"site/card\.svg"):
        built(tmp_path, "url: https://example.org")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org:8443/a/b//", "https://example.org:8443/a/b/"),
        ("https://xn--bcher-kva.example/%7Eada", "https://xn--bcher-kva.example/%7Eada/"),
    ],
)
def test_address(tmp_path: Path, url: str, expected: str) -> None:
    """An address is that of a folder, and gets a slash."""
    assert expected == loaded(tmp_path, url)[0].url


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("http://example.org/talk", "write url: https://example.org/talk"),
        ("example.org/talk", "write url: https://example.org/talk"),
        ("https://example.org/talk/index.html", "write url: https://example.org/talk/"),
        ("https://example.org/?q=1#a", "write url: https://example.org/"),
        ("https://ada:secret@example.org/", "write url: https://example.org/talk/"),
        ("https://[::1", "write url: https://example.org/talk/"),
        ("javascript:alert(1)", "write url: https://example.org/talk/"),
        ("https://" + "a" * 3000, "write url: https://example.org/talk/"),
        ("https://example.org/" + "a/" * 3000, "write url: https://example.org/talk/"),
        ("/" * 100_000, "write url: https://example.org/talk/"),
    ],
)
def test_wrong_address(tmp_path: Path, url: str, hint: str) -> None:
    """What is not the https address of a folder is an error, and the deck is built without it."""
    deck, found = loaded(tmp_path, url)

    assert "" == deck.url
    assert [("wrong-value", hint)] == [(each.rule.name, each.hint) for each in found]


def loaded(root: Path, url: str) -> tuple[Deck, list[Diagnostic]]:
    """Give a deck with an address, and what was found."""
    sample: TinyProject = two_sections(root)
    text = (root / "content/deck.yml").read_text(encoding="utf-8")
    sample.write("content/deck.yml", f"{text}url: '{url}'\n")
    project = Project(root)
    return load(project, TEMPLATES.layouts), project.findings.items
