"""The estimate that needs no browser: where it is silent, and where it gives way to what is known."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import paragraphs
from hangs import ended_after
from instructdeck.deck.blocks import Text
from instructdeck.deck.diagnostics import Location
from instructdeck.typeset.runs import Type, words
from test_checks import ROOT, report
from test_rendered import HEAD, LONG, slide

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import TinyProject


@pytest.mark.parametrize("deck", ["templates/gallery/gallery.md", "tests/layouts/talk.md"])
def test_no_false_alarm(deck: str) -> None:
    """Of slides that have room for what is on them, it says nothing; `test_flagship` holds the same of the flagship."""
    assert "likely-" not in report((ROOT / deck).parent, (ROOT / deck).name)


def test_it_says_where_it_begins(tmp_path: Path) -> None:
    """The message names the first item that has no room, and says that it is an estimate."""
    (tmp_path / "talk.md").write_text(HEAD + slide("Long", LONG), encoding="utf-8")
    said = report(tmp_path, "talk.md")

    assert "warning[likely-overflow]: by an estimate, what begins here needs " in said
    assert "- A line of a list, and this is number k\n" in said
    assert "`instructdeck check --rendered` knows for sure" in said


@pytest.mark.parametrize("rules", ["overflow: off", "one-page: off"])
def test_a_rule_that_is_off_is_not_estimated(tmp_path: Path, rules: str) -> None:
    """Who does not want to know of overflow from a browser does not want to hear of it without one."""
    head = HEAD.replace("numbers", f"rendered: {{{rules}}}\nnumbers")
    (tmp_path / "talk.md").write_text(head + slide("Long", LONG), encoding="utf-8")

    assert (rules == "overflow: off") == ("likely-overflow" not in report(tmp_path, "talk.md"))


@pytest.mark.browser
def test_what_is_known_is_not_estimated(project: TinyProject, chromium: str) -> None:
    """Once a browser has looked, its own words count."""
    assert chromium
    project.write("talk.md", HEAD + slide("Long", LONG))
    done = project.run("check", "talk.md", "--rendered")

    assert "error[overflow]" in done.stdout
    assert "likely-overflow" not in done.stdout


def test_long_text_is_estimated(tmp_path: Path) -> None:
    """A slide with as many words as a file can have is estimated, and the estimate comes to its end."""
    words = paragraphs(random.Random(1), 400, 60, 60)
    (tmp_path / "talk.md").write_text(HEAD + slide("Long", words), encoding="utf-8")

    with ended_after(20):
        said = report(tmp_path, "talk.md")

    assert "likely-overflow" in said


class Foreign(str):
    """A text whose letters have to be looked at one by one."""

    __slots__ = ()

    def isascii(self) -> bool:
        """Claim to be in another script."""
        return False


@given(st.lists(st.text(st.sampled_from("ab.,(7 \t\n"))))
def test_plain_words_are_as_wide(parts: list[str]) -> None:
    """Words that are taken at once have the widths that they have one by one, however they are parted."""
    plain, careful = (tuple(Text(Location("a.md"), kind(each)) for each in parts) for kind in (str, Foreign))

    assert words(careful, Type(20, 30)) == words(plain, Type(20, 30))
