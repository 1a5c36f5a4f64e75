"""Decks that ask too much of a PowerPoint file: they give one with nothing to repair, or a message."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from instructdeck.export.exported import ExportError
from instructdeck.files.files import Project
from instructdeck.powerpoint.markup import named
from instructdeck.powerpoint.pptx import pptx_file
from officefile import OfficeFile, faults, words_of
from test_pptx import exported

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

HEAD = "---\ntitle: A talk\nnumbers: ours\n---\n\n"
CASES = {
    "columns": "## Many columns {layout=table}\n\n" + "".join("|".join(each * 500) + "\n" for each in "x-y"),
    "rows": "## Many rows\n\n| a |\n|---|\n" + "| b |\n" * 300,
    "right to left": "## שלום\n\n### עולם\n\n- אחד\n- שתיים\n",
    "emoji": "## Party 🎉👩‍👩‍👧‍👦\n\n- 🇩🇪 and 👍🏽\n",
    "missing letters": "## 漢字 ᚠᚢᚦ 𒀀\n\n" + "漢字かな交じり文" * 40,
    "one long word": "## " + "a" * 3000 + "\n\n" + "b" * 20_000,
    "deep list": "## Deep\n\n" + "".join("  " * depth + f"- {depth}\n" for depth in range(30)),
    "many words": "## Words\n\n" + "- some words that go on for a while\n" * 300,
    "many columns": "## Columns\n\n::::: columns\n" + ":::: column\ntext\n::::\n" * 60 + ":::::\n",
    "markup": '## <a:t>&amp;</a:t> ]]>\n\n`<p:sp>` & "x" ![x](missing.png)\n\n```python\n</a:t>\n```\n',
    "empty parts": "## \n\n-\n-\n\n> \n\n| | |\n|-|-|\n| | |\n",
    "wrong formulas": "## Formulas\n\n$\\frac{1}{$ $$\\unknown$$\n\n$$\\begin{matrix} a & b \\\\ c \\end{matrix}$$\n",
    "addresses": "## Links\n\n[a](http://[x) [b](https://x.org/%zz<>) [c](mailto:) [d](data:x) [e](#nowhere)\n",
    "fragments": "## Steps\n\n" + ". . .\n\nwords\n\n" * 60,
    "chart": '## Chart\n\n```chart\ntype: dot\nalt: x\ndata: [[a, b], [x, 1e300], [y, -1e300], ["", 0]]\n```\n',
    "layouts": "".join(f"## {name} {{layout={name}}}\n\n" for name in ("title", "section", "quote", "statement")),
}


@pytest.mark.parametrize("case", CASES)
def test_hostile_decks(case: str, tmp_path: Path) -> None:
    """Whatever a deck holds, its file has a slide for each of its own, and nothing to repair."""
    (tmp_path / "talk.md").write_text(HEAD + CASES[case], encoding="utf-8")

    found = exported(tmp_path, "talk.md")

    assert [] == faults(found.file.content)
    assert len(found.deck.slides) == len(found.file.slides)


def test_too_many_words_are_said(tmp_path: Path) -> None:
    """A slide whose words have no room even in the smallest type is named."""
    (tmp_path / "talk.md").write_text(HEAD + CASES["many words"], encoding="utf-8")

    assert ["overfull"] == [each.rule.name for each in exported(tmp_path, "talk.md").losses]


def test_right_to_left(tmp_path: Path) -> None:
    """Words that are read from right to left begin at the right."""
    (tmp_path / "talk.md").write_text(HEAD + CASES["right to left"], encoding="utf-8")
    file = exported(tmp_path, "talk.md").file
    shapes = [shape for shape in file.shapes(file.slides[0]) if "ש" in words_of(shape)]

    assert shapes
    assert all({"1"} == {each.get("rtl") for each in shape.iter(named("a:pPr"))} for shape in shapes)


def test_no_slides(tmp_path: Path) -> None:
    """A file without slides has one that says so; a deck without any gives no file."""
    (tmp_path / "talk.md").write_text(HEAD, encoding="utf-8")
    found = exported(tmp_path, "talk.md")
    empty = replace(found.deck, sections=())

    assert [] == faults(found.file.content)
    assert any("gives no slides" in words_of(each) for each in found.file.shapes(found.file.slides[0]))
    with pytest.raises(ExportError, match="there are no slides") as caught:
        pptx_file(empty, Project(tmp_path), found.renderer.templates, found.renderer.typesetter)
    assert "write one: '## Title' in slides.md begins a slide" == caught.value.hint


def _png(width: int, height: int) -> bytes:
    """Give a PNG that says how large it is, and holds one row."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * (width + 1))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("picture", "packed"),
    [
        pytest.param(_png(40, 30), 1, id="a small one"),
        pytest.param(_png(60_000, 60_000), 0, id="one that would fill the memory"),
        pytest.param(b"\x89PNG\r\n\x1a\nbroken", 0, id="a broken one"),
    ],
)
def test_pictures(picture: bytes, packed: int, tmp_path: Path) -> None:
    """A picture is packed as it is; in place of one that cannot be, its alt text stands, and its name is said."""
    (tmp_path / "a.png").write_bytes(picture)
    (tmp_path / "talk.md").write_text(f"{HEAD}## Picture\n\n![Two cats](a.png)\n", encoding="utf-8")

    found = exported(tmp_path, "talk.md")

    assert [] == faults(found.file.content)
    assert packed == sum(path.endswith(".png") for path in found.file.parts)
    assert 1 - packed == len(found.losses) == sum("Two cats" in words_of(each) for each in _boxes(found.file))


def _boxes(file: OfficeFile) -> list[etree._Element]:
    return [each for each in file.shapes(file.slides[0]) if each.tag == named("p:sp")]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_text(tmp_path: Path, text: str) -> None:
    """Any text gives a file with nothing to repair."""
    (tmp_path / "talk.md").write_text(f"{HEAD}## A slide\n\n{text}\n\n## Another\n", encoding="utf-8")

    assert [] == faults(exported(tmp_path, "talk.md").file.content)
