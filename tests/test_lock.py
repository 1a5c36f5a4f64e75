"""A section's lock: read as it was written, stable, and merged without conflict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instructdeck.deck.diagnostics import Findings, Location
from instructdeck.deck.quotation import Found, Lock, Rung
from instructdeck.load.lock import load_lock, lock_path, lock_text

IDS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
ENTRIES = st.builds(
    Found,
    id=IDS,
    source=IDS,
    page=st.from_regex(r"([0-9]{1,4}(-[0-9]{1,4})?)?", fullmatch=True),
    rung=st.sampled_from(Rung),
    digest=st.text("0123456789abcdef", min_size=32, max_size=32),
    location=st.just(Location("evidence.lock")),
)
HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(st.dictionaries(IDS, HASHES, max_size=3), st.lists(ENTRIES, max_size=5))
def test_read_as_written(sources: dict[str, str], entries: list[Found]) -> None:
    """A lock that is written, read and written again is the same text, whatever the order of its entries."""
    findings = Findings()
    text = lock_text(Lock(sources, {each.id: each for each in entries}))
    again = load_lock(text, "content/one/evidence.lock", findings)

    assert [] == findings.items
    assert text == lock_text(again)
    assert text == lock_text(Lock(dict(reversed(again.sources.items())), dict(reversed(again.found.items()))))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "sources: 3\nquotes: {}\n",
        "sources: {a: zz}\nquotes: []\n",
        "quotes:\n  - {id: a}\n  - 3\n  - {id: a, source: s, found: nowhere, digest: d}\n",
        "quotes:\n  - {id: [], source: {}, found: exact, digest: d, more: 1}\n",
        "quotes: [" * 500,
        "<<<<<<< HEAD\nquotes: []\n=======\n>>>>>>> other\n",
        "a: &a [*a]\n",
        "\tx",
    ],
)
def test_broken_locks(text: str) -> None:
    """A lock that was edited by hand or by Git is read as far as it goes."""
    lock = load_lock(text, "content/one/evidence.lock", Findings())

    assert all(each.id for each in lock.found.values())


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    """No text breaks the reading of a lock."""
    load_lock(text, "content/one/evidence.lock", Findings())


def test_each_section_has_its_own() -> None:
    """Two speakers who verify their sections never change the same file."""
    paths = map(lock_path, ["content/one/section.yml", "content/two/section.yml", "talk.md"])

    assert ["content/one/evidence.lock", "content/two/evidence.lock", "talk.evidence.lock"] == list(paths)
