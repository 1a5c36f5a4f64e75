"""How wide words are: the table beside the typeface that it was read off."""

from __future__ import annotations

import pytest

from instructdeck.pictures.letters import advances, width, wrap, wrapped
from instructdeck.pictures.typeface import read_typeface
from instructdeck.templating.templates import Templates, shipped

INTER = next((shipped() / "vendor").rglob("*nter*.ttf"))


def test_the_table_is_that_of_the_typeface() -> None:
    """Each letter of the table is as wide as the vendored Inter has it, to a hundredth of the type size."""
    inter = read_typeface(Templates((shipped(),)).path(INTER.relative_to(shipped()).as_posix()).read_bytes()).advances
    apart = {letter: (wide, inter[letter]) for letter, wide in advances().items() if abs(wide - inter[letter]) > 0.0101}

    assert {} == apart


@pytest.mark.parametrize(
    ("words", "room", "lines"),
    [("", 9, ("",)), ("a bb ccc", 4, ("a bb", "ccc")), ("abcdef gh", 3, ("abcdef", "gh")), (" a  b ", 3, ("a b",))],
)
def test_words_on_lines(words: str, room: float, lines: tuple[str, ...]) -> None:
    """A line takes as many words as fit; a word that is wider than the room stands alone."""
    assert lines == wrapped(words, room, len)


def test_unknown_letters_have_room() -> None:
    """A letter that the table lacks is taken for one as wide as high, and a bar is no end of the table."""
    assert 20 == width("測", 20)
    assert 0 < width("|", 20) < 10
    assert ("測測", "測") == wrap("測測 測", 20, 50)
