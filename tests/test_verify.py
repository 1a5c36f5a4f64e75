"""`instructdeck verify`, and what `check` says with its locks alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sample import two_sections

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import TinyProject

PAPER = "Words of the paper. And some more of its words, 85 ± 3% of them.\n"
LOCK = "content/{}/evidence.lock"


@pytest.fixture
def deck(tmp_path: Path) -> TinyProject:
    """Give a deck of two sections, each with a true quote, and the paper beside it."""
    sample = two_sections(tmp_path / "deck")
    deck_file = sample.root / "content/deck.yml"
    deck_file.write_text("source: paper\n" + deck_file.read_text(encoding="utf-8"), encoding="utf-8")
    sample.write("papers/paper.txt", PAPER)
    return sample


def lock(deck: TinyProject, section: str) -> str:
    """Give a section's lock; nothing where there is none."""
    file = deck.root / LOCK.format(section)
    return file.read_text(encoding="utf-8") if file.exists() else ""


def quote(deck: TinyProject, section: str, text: str) -> None:
    """Write the one quote of a section."""
    deck.write(f"content/{section}/quotes.yml", f"- id: quote-{section}\n  kind: verbatim\n  page: 1\n  text: {text}\n")


def test_true_quotes(deck: TinyProject) -> None:
    """True quotes are counted by rung, and each section gets a lock, which a second run leaves alone."""
    done = deck.run("verify")
    times = [(deck.root / LOCK.format(each)).stat().st_mtime_ns for each in ("one", "two")]
    again = deck.run("verify")

    assert 0 == done.returncode, done.stdout + done.stderr
    assert "Found 2 of 2 quotes: 2 exact." in done.stdout
    assert "Wrote content/one/evidence.lock" in done.stdout
    assert "Wrote" not in again.stdout
    assert times == [(deck.root / LOCK.format(each)).stat().st_mtime_ns for each in ("one", "two")]
    assert 0 == deck.run("check", "--strict").returncode


def test_false_quote_stays_an_error(deck: TinyProject) -> None:
    """A quote that is no longer true is an error of `verify`, and of `check` after it."""
    deck.run("verify")
    before = lock(deck, "one")
    quote(deck, "one", "Words of a paper.")
    done = deck.run("verify")
    checked = deck.run("check")

    assert 1 == done.returncode
    assert "error[false-quote]" in done.stdout
    assert "Found 1 of 2 quotes: 1 exact." in done.stdout
    assert before == lock(deck, "one")
    assert 1 == checked.returncode
    assert "error[stale-quote]: quote 'quote-one'" in checked.stdout


def test_a_sign_behind_the_last_word_is_no_difference(deck: TinyProject) -> None:
    """A quote may end before a comma of its source: only the word that is another one is told."""
    deck.write("papers/paper.txt", "The quick brown fox precludes the lazy dog, which sleeps on.\n")
    quote(deck, "one", "The quick brown fox prevents the lazy dog")
    said = deck.run("verify").stdout

    assert "has 'prevents' where paper has 'precludes'\n" in said
    assert "*precludes* the lazy dog" in said


def test_quote_that_left_the_paper_loses_its_entry(deck: TinyProject) -> None:
    """A quote that is as it was, but no longer stands in the paper, leaves the lock."""
    deck.run("verify")
    deck.write("papers/paper.txt", "And some more of its words, 85 ± 3% of them.\n")

    assert 1 == deck.run("verify").returncode
    assert "quote-one" not in lock(deck, "one")


def test_one_section(deck: TinyProject) -> None:
    """`--section` looks at one section, and leaves the lock of the other as it is."""
    done = deck.run("verify", "--section", "two")

    assert 0 == done.returncode
    assert "Found 1 of 1 quote" in done.stdout
    assert not lock(deck, "one")
    assert 2 == deck.run("verify", "--section", "three").returncode


def test_named_file(deck: TinyProject, tmp_path: Path) -> None:
    """`--source` names a file elsewhere; a wrong id, form or file is said."""
    (deck.root / "papers/paper.txt").rename(tmp_path / "other.txt")

    assert 0 == deck.run("verify", "--source", f"paper={tmp_path / 'other.txt'}").returncode
    assert 2 == deck.run("verify", "--source", "paper").returncode
    assert "there is no source 'papers'" in deck.run("verify", "--source", "papers=x.txt").stderr
    assert "is not there" in deck.run("verify", "--source", "paper=nothing.pdf").stdout


def test_missing_paper_keeps_what_is_known(deck: TinyProject) -> None:
    """Without the paper the locks stay as they are."""
    deck.run("verify")
    before = lock(deck, "one")
    (deck.root / "papers/paper.txt").unlink()
    done = deck.run("verify")

    assert "missing-paper" in done.stdout
    assert "\nNot looked up: 2 quotes." in done.stdout
    assert before == lock(deck, "one")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Ouyang et al.txt", "rename papers/Ouyang et al.txt to paper.txt, if that is it"),
        ("paper.TXT", "rename papers/paper.TXT to paper.txt, if that is it"),
        ("paper.docx", "papers/paper.docx cannot be read: save it as papers/paper.pdf"),
        ("notes.docx", "save it as papers/paper.pdf"),
    ],
)
def test_paper_by_another_name(deck: TinyProject, name: str, hint: str) -> None:
    """Where a paper is missing, the hint names the file that may be it."""
    (deck.root / "papers/paper.txt").rename(deck.root / "papers" / name)

    assert hint in deck.run("verify").stdout


def test_quote_of_an_unknown_source_is_one_error(deck: TinyProject) -> None:
    """A quote whose source is named wrongly is not called stale as well."""
    deck.run("verify")
    deck.write(
        "content/one/quotes.yml",
        "- id: quote-one\n  kind: verbatim\n  source: papers\n  page: 1\n  text: Words of the paper.\n",
    )
    done = deck.run("check")

    assert "error[unknown-source]" in done.stdout
    assert "stale-quote" not in done.stdout


def test_check_needs_the_lock_alone(deck: TinyProject) -> None:
    """An edited quote is stale, an edition that changed is one error, and a lost lock a warning."""
    deck.run("verify")
    (deck.root / "papers/paper.txt").unlink()
    quote(deck, "one", "And some more of its words")
    stale = deck.run("check").stdout
    quote(deck, "one", "Words of the paper.")
    sources = deck.root / "content/sources.yml"
    known = sources.read_text(encoding="utf-8")
    sources.write_text(known + f"  sha256: {'0' * 64}\n", encoding="utf-8")
    changed = deck.run("check").stdout
    sources.write_text(known, encoding="utf-8")
    (deck.root / LOCK.format("one")).unlink()
    lost = deck.run("check")

    assert stale.count("error[stale-quote]") == 1
    assert changed.count("error[source-changed]") == 1  # at the hash that no lock agrees with
    assert "warning[unverified-quote]" in lost.stdout
    assert 0 == lost.returncode


def test_merge_conflict_in_a_lock(deck: TinyProject) -> None:
    """A lock with the marks of a conflict is reported, and made anew."""
    deck.run("verify")
    text = lock(deck, "one")
    deck.write(LOCK.format("one"), f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n")

    assert 1 == deck.run("check").returncode
    assert 0 == deck.run("verify").returncode
    assert text == lock(deck, "one")


def test_broken_list_of_quotes_leaves_the_lock_alone(deck: TinyProject) -> None:
    """Where the quotes of a section cannot be read, `verify` says so, and its lock stays as it is."""
    deck.run("verify")
    before = lock(deck, "one")
    deck.write("content/one/quotes.yml", "- id: quote-one\n  kind verbatim\n  page: 1\n")
    done = deck.run("verify")

    assert 1 == done.returncode
    assert "error[yaml-syntax]" in done.stdout
    assert "Found 1 of 1 quote: 1 exact." in done.stdout
    assert before == lock(deck, "one")


def test_false_quotes_by_the_thousand(deck: TinyProject) -> None:
    """A thousand false quotes are a thousand reports."""
    lines = (
        f"- id: q{at}\n  kind: verbatim\n  text: Some {at} words of it that are not there.\n" for at in range(1000)
    )
    deck.write(
        "content/one/quotes.yml", "".join(lines) + "- {id: quote-one, kind: verbatim, text: Words of the paper.}\n"
    )
    done = deck.run("verify")

    assert 1 == done.returncode
    assert "Found 2 of 1,002 quotes" in done.stdout
    assert "Traceback" not in done.stderr
