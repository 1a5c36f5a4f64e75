"""Sources as they stand in `sources.yml`: every name that CSL has, and what is said of others."""

from __future__ import annotations

import pytest

from instructdeck.deck.diagnostics import Findings, Location
from instructdeck.deck.quotation import Author, Source
from instructdeck.files.yamlfile import Items, parse
from instructdeck.references.sources import DATES, GROUP, PEOPLE, PERSON, TEXTS, TYPES, is_date, load_sources

PATH = "content/sources.yml"
PARTS = ("dropping-particle", "family", "given", "literal", "non-dropping-particle", "suffix")
DATE_FORM = "write a year, a month or a day: 2022, 2022-03 or 2022-03-04"
WRITE = f"write {PERSON}, or {GROUP} for a group"
PARTS_FORM = "write issued: 2022-03-04, or date-parts: [[2022, 3, 4]]"
HEAD = "- id: a\n  title: A\n"


def loaded(yaml: str) -> tuple[Source, list[str]]:
    """Give the one source of a list with a head of its own, and what is said of it."""
    findings = Findings()
    tree = parse(HEAD + yaml, PATH, findings)
    assert isinstance(tree, Items)
    (source,) = load_sources(tree.values, findings)
    return source, [
        f"{each.location.line}:{each.location.column}: {each.rule.name}: {each.message} ({each.hint})"
        for each in findings
    ]


def test_every_name() -> None:
    """Every type and variable of CSL 1.0.2 is read."""
    people = "".join(f"  {role}:\n    - {{family: Doe}}\n" for role in ("author", *PEOPLE))
    texts = "".join(f"  {name}: b\n" for name in (*TEXTS, "note"))
    dates = "".join(f"  {name}: 2022-03\n" for name in ("issued", *DATES))
    source, said = loaded(f"{people}{texts}{dates}  DOI: 10.1000/a\n  URL: https://a.example\n")

    assert [] == said
    assert (Author("Doe"),) == source.author
    assert dict.fromkeys(PEOPLE, (Author("Doe"),)) == source.people
    assert dict.fromkeys(TEXTS, "b") == source.texts
    assert dict.fromkeys(DATES, "2022-03") == source.dates
    assert [] == [said for kind in TYPES for said in loaded(f"  type: {kind}\n")[1]]
    assert (45, 25, 6, 57) == (len(TYPES), len(PEOPLE), len(DATES) + 1, len(TEXTS))


def test_names() -> None:
    """A name has the parts that CSL gives it; that of a group has none."""
    source, said = loaded(
        "  author:\n"
        "    - {family: Berg, given: Anna, non-dropping-particle: van der}\n"
        "    - {family: Humboldt, given: Alexander, dropping-particle: von, suffix: Jr.}\n"
        "    - {literal: World Health Organization}\n"
    )

    assert [] == said
    assert (
        Author("Berg", "Anna", particle="van der"),
        Author("Humboldt", "Alexander", dropping="von", suffix="Jr."),
        Author("World Health Organization", whole=True),
    ) == source.author
    assert "van der Berg et al." == source.short


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2022", "2022"),
        ("2022-3-4", "2022-3-4"),
        ('"-0044-03-15"', "-0044-03-15"),
        ("2020/2021-02", "2020/2021-02"),
        ("{date-parts: [[2022, 3, 4]]}", "2022-03-04"),
        ("{date-parts: [2022, 3]}", "2022-03"),
        ("{date-parts: [[2020], [2021, 12]]}", "2020/2021-12"),
        ("{date-parts: [[-44, 3, 15]]}", "-0044-03-15"),
        ("{date-parts: [[79]]}", "0079"),
        ("{literal: in press}", "in press"),
        ("{raw: 2022-03}", "2022-03"),
    ],
)
def test_dates(written: str, expected: str) -> None:
    """A date is written as one, or in the parts of CSL-JSON."""
    source, said = loaded(f"  issued: {written}\n")

    assert ([], expected) == (said, source.issued)


@pytest.mark.parametrize(
    ("issued", "year"),
    [("2022-03-04", "2022"), ("0079", "79"), ("in press", "in press"), ("", ""), ("2020/2021", "2020")],
)
def test_short(issued: str, year: str) -> None:
    """A mark names who and the year."""
    assert f"Doe {year}".strip() == Source("a", Location(PATH), author=(Author("Doe"),), issued=issued).short


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("  type: inproceedings\n", "3:9: wrong-value: CSL has no type 'inproceedings' (write type: paper-conference)"),
        (
            "  type: article-jurnal\n",
            "3:9: wrong-value: CSL has no type 'article-jurnal' (did you mean 'article-journal'?)",
        ),
        ("  container_title: B\n", "3:3: unknown-key: unknown key 'container_title' (did you mean 'container-title'?)"),
        ("  doi: 10.1000/a\n", "3:3: unknown-key: unknown key 'doi' (did you mean 'DOI'?)"),
        (
            "  editor: Doe\n",
            "3:11: wrong-value: 'editor' is 'Doe', not a list (write editor: [{family: Doe, given: Jane}])",
        ),
        (
            "  editor: [WHO]\n",
            f"3:12: wrong-value: an item of 'editor' is 'WHO', not a mapping with keys ({WRITE})",
        ),
        ("  author: [{given: Jane}]\n", "3:12: missing-key: 'family' is missing (add 'family:')"),
        (
            "  author: [{family: Doe, name: Jane}]\n",
            f"3:26: unknown-key: unknown key 'name' (known: {', '.join(PARTS)})",
        ),
        (
            "  accessed: 4 March\n",
            f"3:13: wrong-value: '4 March' is no date ({DATE_FORM})",
        ),
        (
            "  issued: 2022-13\n",
            f"3:11: wrong-value: '2022-13' is no date ({DATE_FORM})",
        ),
        (
            "  issued: [2022]\n",
            f"3:11: wrong-value: 'issued' is a list, not a date ({DATE_FORM})",
        ),
        (
            "  issued: {date-parts: [[2022, 40]]}\n",
            f"3:24: wrong-value: 'date-parts' is a list, not a date ({PARTS_FORM})",
        ),
        (
            "  issued: {year: 2022}\n",
            "3:12: unknown-key: unknown key 'year' (known: date-parts, literal, raw)",
        ),
    ],
)
def test_slips(yaml: str, expected: str) -> None:
    """What CSL does not have is reported with what it has."""
    assert [expected] == loaded(yaml)[1]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"doi": "10.1000/a b<c>"}, "https://doi.org/10.1000/a%20b%3Cc%3E"),
        ({"url": "https://example.org/x"}, "https://example.org/x"),
        ({"doi": "10.1000/a", "url": "https://example.org/x"}, "https://doi.org/10.1000/a"),
        ({}, ""),
    ],
)
def test_address(fields: dict[str, str], expected: str) -> None:
    """A source is read by its DOI, or at its address."""
    assert expected == Source("a", Location(PATH), **fields).address  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["", "22", "2022-00", "2022-01-32", "2022-01-01-01", "2022/", "/2022", "2022/13", "\uff12\uff10\uff12\uff12"],
)
def test_no_date(text: str) -> None:
    """What is no date is told from one."""
    assert not is_date(text)
