"""What a BibTeX file becomes: golden files for a corpus of what such files have, and no error for any text."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instructdeck.console.report import as_text
from instructdeck.deck.diagnostics import Findings, Location
from instructdeck.deck.quotation import Author, Source
from instructdeck.files.yamlfile import Items, parse
from instructdeck.references.bibtex import read_bibtex
from instructdeck.references.cslyaml import to_yaml
from instructdeck.references.sources import TYPES, load_sources

if TYPE_CHECKING:
    from conftest import TinyProject

FOLDER = Path(__file__).parent / "bibtex"
CORPUS = (FOLDER / "corpus.bib").read_text(encoding="utf-8")


def golden(name: str, actual: str) -> str:
    """Give a golden file's text, or keep it anew."""
    file = FOLDER / name
    if os.environ.get("REWRITE"):
        file.write_text(actual, encoding="utf-8")
    return file.read_text(encoding="utf-8")


def read(text: str) -> tuple[tuple[Source, ...], Findings]:
    """Give the sources of a BibTeX text, and what is wrong with it."""
    findings = Findings()
    return read_bibtex(text, "corpus.bib", findings), findings


def again(yaml: str) -> tuple[tuple[Source, ...], Findings]:
    """Give the sources of a YAML text, and what is wrong with it."""
    findings = Findings()
    tree = parse(yaml, "sources.yml", findings)
    return (load_sources(tree.values, findings) if isinstance(tree, Items) else ()), findings


def test_corpus() -> None:
    """A corpus of entries becomes CSL-YAML as its golden file shows."""
    sources, _ = read(CORPUS)
    actual = to_yaml(sources)

    assert golden("corpus.yml", actual) == actual


def test_report() -> None:
    """What cannot be read, or means nothing here, is reported with its place."""
    _, findings = read(CORPUS)
    actual = as_text(tuple(findings), {"corpus.bib": CORPUS}) + "\n"

    assert golden("report.txt", actual) == actual


def test_corpus_is_read_back() -> None:
    """What is written for `sources.yml` is a list of sources there, with nothing to say against it."""
    sources, _ = read(CORPUS)
    back, findings = again(to_yaml(sources))

    assert [] == list(findings)
    assert 66 < len(sources)
    nowhere = Location("")
    assert [replace(each, location=nowhere) for each in sources] == [
        replace(each, location=nowhere, file_at=None, sha256_at=None) for each in back
    ]


MARKS = [*'{}"#,=@()%$\\~&', "\n", "\0", "\ud7ff"]
WRITTEN = ["@article{a,", "title=", "{T}", "author", " and ", "month=jan", "@string{", "crossref={a}", "year=2000"]
LATEX = ["\\'e", "\\begin{x}", "\\verb|", "$\\frac{", "\\AA ", "@comment"]
PARTS = st.sampled_from([*MARKS, *WRITTEN, *LATEX])
TEXTS = st.one_of(st.text(max_size=60), st.lists(PARTS, max_size=25).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text(text: str) -> None:
    """Any text gives sources that can be read back, or diagnostics, and nothing else."""
    sources, _ = read(text)

    assert len(sources) == len(again(to_yaml(sources))[0])


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_value(text: str) -> None:
    """The same holds of any text within an entry."""
    sources, _ = read(
        f"@article{{a, author={{{text}}}, title={{A {text}}}, year={{{text}}}, url={{https://{text}}}\n}}"
    )

    assert len(sources) == len(again(to_yaml(sources))[0])


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12).map(
    lambda text: " ".join("".join(each if each.isprintable() else " " for each in text).split())
)


@settings(max_examples=300)
@given(
    title=WORDS.filter(bool),
    family=WORDS.filter(bool),
    given_name=WORDS,
    kind=st.sampled_from(TYPES),
    publisher=WORDS,
)
def test_yaml(title: str, family: str, given_name: str, kind: str, publisher: str) -> None:
    """Any printable words come back from YAML as they were."""
    place = Location("sources.yml", 1, 7)
    texts = {"publisher": publisher} if publisher else {}
    source = Source("a", place, title=title, type=kind, author=(Author(family, given_name),), texts=texts)
    back, findings = again(to_yaml([source]))

    assert [] == list(findings)
    assert [(title, kind, source.author, texts)] == [(each.title, each.type, each.author, each.texts) for each in back]


@pytest.mark.parametrize(
    "text", ["{" * 5000, "@article{a, title={" + "{" * 5000, "@a{" * 3000, "\\" * 5000, '"' * 5000]
)
def test_deep(text: str) -> None:
    """What is nested deeply or never closed is read in time."""
    sources, _ = read(text)

    assert () == sources


def test_command(project: TinyProject) -> None:
    """Entries are printed, or appended where they are not known yet; what is there stays byte for byte."""
    file = project.root / "content" / "sources.yml"
    old = file.read_bytes().rstrip()
    file.write_bytes(old)
    project.write("refs.bib", "@book{new, title={N{\\'e}w}, year=2000}\n@book{macdougall, title={Other}}\n")
    printed = project.run("sources", "--bibtex", "refs.bib")
    written = project.run("sources", "--bibtex", "refs.bib", "--write")
    again = project.run("sources", "--bibtex", "refs.bib", "--write")
    listed = project.run("sources")

    entry = '- id: new\n  type: book\n  title: "Néw"\n  issued: 2000\n'
    assert (0, entry, "'macdougall' is among the sources already, and stays as it is\n") == (
        printed.returncode,
        printed.stdout,
        printed.stderr,
    )
    assert (0, "Appended 1 source to content/sources.yml.\n") == (written.returncode, written.stdout)
    assert old + b"\n" + entry.encode() == file.read_bytes()
    assert (0, "") == (again.returncode, again.stdout)
    assert "new  Néw. (2000).\n" in listed.stdout
    assert listed.stdout.startswith("macdougall  MacDougall, D. (1907). Hypothesis Concerning Soul Substance")
    assert ["sources.yml"] == [each.name for each in file.parent.iterdir() if "sources" in each.name]


def test_command_refuses(project: TinyProject) -> None:
    """Entries that cannot be read are named with their place, and a list in brackets is left alone."""
    project.write("refs.bib", "@book{good, title={Good}}\n@book{bad, title={Bad\n")
    part = project.run("sources", "--bibtex", "refs.bib")
    file = project.write("content/sources.yml", '[{id: macdougall, title: "A"}]\n')
    refused = project.run("sources", "--bibtex", "refs.bib", "--write")
    nothing = project.run("sources", "--write")
    nowhere = project.run("sources", "content/scales", "--bibtex", "refs.bib", "--write")

    assert 1 == part.returncode
    assert "- id: good\n" in part.stdout
    assert "error[broken-entry]: the entry is not closed\n  --> refs.bib:2:1" in part.stderr
    assert 1 == refused.returncode
    assert "error: content/sources.yml cannot be written: it is no list of entries that begin with '- id:'" in (
        refused.stderr
    )
    assert '[{id: macdougall, title: "A"}]\n' == file.read_text(encoding="utf-8")
    assert (2, 2) == (nothing.returncode, nowhere.returncode)
