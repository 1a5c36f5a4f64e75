"""How sources stand in a list of references: in each citation style, with links, and whatever an author has written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from instructdeck.cache import Cache, sealed
from instructdeck.deck.blocks import Element, Emphasis, Link, Strong, Text, plain_text, walk
from instructdeck.deck.diagnostics import Findings, Location
from instructdeck.deck.model import CitationStyle
from instructdeck.deck.quotation import Author, Source
from instructdeck.files.yamlfile import Items, parse
from instructdeck.references.marks import END, MARKS, to_inlines, unmarked
from instructdeck.references.references import CitationError, References
from instructdeck.references.sources import PEOPLE, TEXTS, TYPES, load_sources

if TYPE_CHECKING:
    from conftest import TinyProject
    from instructdeck.deck.blocks import Inlines

HERE = Location("content/sources.yml")
FOLDER = Path(__file__).parent / "references"
STYLES = Path(__file__).parents[1] / "templates" / "vendor" / "csl-styles"


def references(style: CitationStyle, language: str = "en", cache: Cache | None = None) -> References:
    """Give what writes references in a style."""
    return References((STYLES / f"{style.value}.csl").read_text(encoding="utf-8"), language, cache)


def sources() -> tuple[Source, ...]:
    """Give the sources of this test, which are of every kind that a talk may quote."""
    findings = Findings()
    tree = parse((FOLDER / "sources.yml").read_text(encoding="utf-8"), HERE.path, findings)
    assert isinstance(tree, Items)
    found = load_sources(tree.values, findings)
    assert [] == list(findings)
    return found


def shown(nodes: Inlines) -> str:
    """Give nodes in the marks of Markdown."""
    text = ""
    for node in nodes:
        match node:
            case Text(text=words):
                text += words
            case Emphasis(children=children):
                text += f"*{shown(children)}*"
            case Strong(children=children):
                text += f"**{shown(children)}**"
            case Link(href=href, children=children):
                text += f"<{href}>" if shown(children) == href else f"[{shown(children)}]({href})"
            case Element(tag=tag, children=children):
                text += f"<{tag}>{shown(children)}</{tag}>"
            case _:
                raise AssertionError(node)
    return text


@pytest.mark.parametrize("style", CitationStyle, ids=lambda style: style.value)
def test_style(style: CitationStyle) -> None:
    """A style writes each source as its golden file shows."""
    write = references(style)
    actual = "".join(f"{shown(write.of(source))}\n" for source in sources())
    golden = FOLDER / f"{style.value}.md"
    if os.environ.get("REWRITE"):
        golden.write_text(actual, encoding="utf-8")

    assert golden.read_text(encoding="utf-8") == actual


def test_language() -> None:
    """The words of a style are those of the deck's language, as far as it has them."""
    source = next(each for each in sources() if each.id == "chap")
    german, unknown = (shown(references(CitationStyle.APA, each).of(source)) for each in ("de", "tlh"))

    assert "In A. van der Berg & B. Smith (Hrsg.), *Handbook of Weighing* (S. 101–130)." in german  # noqa: RUF001
    assert "(Eds.)" in unknown


def test_links() -> None:
    """A reference leads to its source, also where the style shows no address, but never where nothing safe is."""
    paper = Source("a", HERE, title="A & B", doi="10.1000/a(1)<b>", url="https://example.org/a")
    hidden = Source("b", HERE, type="book", title="B", url="https://example.org/b")
    unsafe = Source("c", HERE, type="webpage", title="C", url="javascript:alert(1)")

    apa, nature = references(CitationStyle.APA), references(CitationStyle.NATURE)

    doi = "https://doi.org/10.1000/a(1)%3Cb%3E"
    assert f"*A & B*. (n.d.). [https://doi.org/10.1000/a(1)<b>]({doi})" in shown(apa.of(paper))
    assert shown(nature.of(hidden)).endswith(" <https://example.org/b>")
    assert "](" not in shown(apa.of(unsafe))


def test_kept(tmp_path: Path) -> None:
    """What was written once is kept, by all that it is made from; whatever stands there is only words."""
    cache = Cache(tmp_path / "cache")
    source, other = (Source("a", HERE, title=title) for title in ("One", "Two"))
    write = references(CitationStyle.APA, cache=cache)
    first = write.of(source)
    file = next((tmp_path / "cache").iterdir())
    kept = file.read_text(encoding="utf-8")
    marked = f"<script>{MARKS['bold']}{MARKS['italic']}x{END}{END}{END}"
    file.write_bytes(sealed(file.name, marked.encode()))

    again = references(CitationStyle.APA, cache=cache).of(source)
    write.of(other)
    references(CitationStyle.APA, "de", cache).of(source)

    assert kept.endswith(f"\n{MARKS['italic']}One{END}. (n.d.).")
    assert "*One*. (n.d.)." == shown(first)
    assert (Text(HERE, "<script>"), Strong(HERE, (Emphasis(HERE, (Text(HERE, "x"),)),))) == again
    assert 3 == len(list((tmp_path / "cache").iterdir()))


def test_lazy(project: TinyProject) -> None:
    """A second build of a deck loads neither lxml nor what reads styles."""
    code = (
        "import sys; from click.testing import CliRunner; from instructdeck.cli import main;"
        "CliRunner().invoke(main, ['build'], catch_exceptions=False);"
        "print(*sorted({'lxml', 'citeproc'} & set(sys.modules)))"
    )
    environment = os.environ | {"XDG_CACHE_HOME": str(project.root.parent / "cache")}
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=project.root, env=environment, check=True, capture_output=True, text=True
        ).stdout.strip()
        for _ in range(2)
    ]

    assert ["citeproc lxml", ""] == runs


def test_own_style(project: TinyProject) -> None:
    """A project's own file for a style wins, and when it is broken the build says so."""
    plain = (
        (STYLES / "nature.csl").read_text(encoding="utf-8").replace("<layout suffix", '<layout prefix="Our: " suffix')
    )
    project.write("templates/vendor/csl-styles/apa.csl", plain)
    good = project.run("build")
    page = (project.root / "site" / "evidence.html").read_text(encoding="utf-8")
    project.write("templates/vendor/csl-styles/apa.csl", "<style")
    broken = project.run("build")

    assert 0 == good.returncode, good.stderr
    assert re.search(r'class="reference">\s*Our: MacDougall, D.', page)
    assert 1 == broken.returncode
    assert "error: the citation style cannot be read: " in broken.stderr


def test_in_the_site(project: TinyProject) -> None:
    """The deck's citation style is that of its site, and one that is not known is an error."""
    deck = (project.root / "content" / "deck.yml").read_text(encoding="utf-8")
    project.write("content/deck.yml", f"{deck}citation-style: ieee\n")
    good = project.run("build", "--strict")
    page = (project.root / "site" / "index.html").read_text(encoding="utf-8")
    project.write("content/deck.yml", f"{deck}citation-style: apa7\n")
    wrong = project.run("check")

    assert 0 == good.returncode, good.stderr
    assert "D. MacDougall, “Hypothesis Concerning Soul Substance Together with Experimental Evidence,” 1907." in page
    assert "error[wrong-value]: 'citation-style' cannot be 'apa7'" in wrong.stdout
    assert "did you mean 'apa'?" in wrong.stdout


WORDS = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=12),
    st.sampled_from(
        ["-", "1-2", "e1-e2", "&", "“a”", "a.", "?", "<i>", "2020/2021", MARKS["italic"], END, "10.1000/x"]
    ),
)
NAMES = st.builds(Author, WORDS, *[st.one_of(st.just(""), WORDS)] * 4, whole=st.booleans())
SOURCES = st.builds(
    Source,
    id=st.just("a"),
    location=st.just(HERE),
    title=WORDS,
    type=st.sampled_from(sorted(TYPES)),
    author=st.lists(NAMES, max_size=4).map(tuple),
    issued=st.one_of(WORDS, st.sampled_from(["2020", "2020-02", "-0044-03-15", "2020-02-29/2021", "0000"])),
    doi=st.one_of(st.just(""), WORDS),
    url=st.one_of(st.just(""), WORDS.map(unmarked).map("https://a.example/{}".format)),
    people=st.dictionaries(st.sampled_from(PEOPLE), st.lists(NAMES, min_size=1, max_size=2).map(tuple), max_size=2),
    dates=st.dictionaries(st.sampled_from(["accessed", "event-date"]), WORDS, max_size=2),
    texts=st.dictionaries(st.sampled_from(TEXTS), WORDS, max_size=4),
)
WRITERS = {style: references(style) for style in (CitationStyle.APA, CitationStyle.CHICAGO)}


@pytest.mark.parametrize("style", WRITERS, ids=lambda style: style.value)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source=SOURCES)
def test_any_source(style: CitationStyle, source: Source) -> None:
    """Whatever an author has written gives a reference with words in it, and no marks."""
    text = plain_text(WRITERS[style].of(source))

    assert text
    assert unmarked(text) == text


@settings(max_examples=200)
@given(st.text(st.sampled_from([*MARKS.values(), END, "a", "<", " "])))
def test_any_marks(text: str) -> None:
    """Marks in any order give nodes with the text's words."""
    found = (node.text for node in walk(to_inlines(text, HERE)) if isinstance(node, Text))

    assert unmarked(text) == "".join(found)


@pytest.mark.parametrize("text", ["", "<style/>", "<!DOCTYPE a [<!ENTITY b 'c'>]><style>&b;</style>", "\0"])
def test_no_style(text: str) -> None:
    """A file that is no style is one kind of error, whatever is in it."""
    with pytest.raises(CitationError):
        References(text, "en").of(Source("a", HERE, title="A"))
