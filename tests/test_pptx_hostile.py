"""Decks that ask too much of a PowerPoint file: they give one with nothing to repair, or a message."""

from __future__ import annotations

import struct
import zipfile
import zlib
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, ImageColor

from instructdeck.export.exported import ExportError
from instructdeck.files.files import Project
from instructdeck.powerpoint.images import ORIENTATION, Images
from instructdeck.powerpoint.images import Image as Picture
from instructdeck.powerpoint.markup import named
from instructdeck.powerpoint.pptx import pptx_file
from officefile import OfficeFile, faults, words_of
from test_pptx import exported

if TYPE_CHECKING:
    from pathlib import Path

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


CORNERS = ("red", "lime", "blue", "white")
"""The colors of a picture's corners, from the left above round to the left below."""


def _photo(form: str, orientation: int) -> bytes:
    """Give a picture that stands upright when it is turned as it says of itself."""
    upright, stream, exif = Image.new("RGB", (60, 40)), BytesIO(), Image.Exif()
    for color, (x, y) in zip(CORNERS, ((0, 0), (30, 0), (30, 20), (0, 20)), strict=True):
        upright.paste(color, (x, y, x + 30, y + 20))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}.get(orientation)
    laid = upright if undo is None else upright.transpose(Image.Transpose(undo))
    exif[ORIENTATION] = orientation
    laid.save(stream, form, exif=exif, quality=95)
    return stream.getvalue()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("name", "form"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")])
def test_photos_stand_upright(name: str, form: str, orientation: int) -> None:
    """A photo is packed as a browser shows it: turned by what its camera says, which other programs do not heed."""
    image = Images({name: _photo(form, orientation)}).get(name)

    assert image
    assert ((60.0, 40.0), "jpg" if form == "JPEG" else "png") == (image.size, image.ending)
    with Image.open(BytesIO(image.content)) as packed:
        small = packed.convert("RGB").resize((2, 2), Image.Resampling.BOX)
    red, lime, white, blue = (bytes(round(each / 255) * 255 for each in one) for one in _triples(small.tobytes()))
    assert [bytes(ImageColor.getrgb(color)) for color in CORNERS] == [red, lime, blue, white]


def _triples(content: bytes) -> list[bytes]:
    return [content[at : at + 3] for at in range(0, len(content), 3)]


def test_photos_of_phones_are_packed_as_they_are() -> None:
    """A JPEG with a second one behind it, as phones make them, is no other format that would have to become PNG."""
    photo, stream = Image.new("RGB", (60, 40), "red"), BytesIO()
    photo.save(stream, "MPO", save_all=True, append_images=[photo])
    image = Images({"a.jpg": stream.getvalue()}).get("a.jpg")

    assert image == Picture(stream.getvalue(), "jpg", (60.0, 40.0))


@pytest.mark.parametrize("content", [b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EOF\n", b"P1 1 1 1", b""])
def test_other_formats_are_not_opened(content: bytes) -> None:
    """What is no picture of a browser is not opened, though Pillow could: it starts a program for some."""
    assert Images({"a.png": content}).get("a.png") is None


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["JPEG", "PNG", "WEBP", "AVIF"]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=6),
)
def test_any_picture(form: str, changes: list[tuple[int, int]]) -> None:
    """A picture in which anything was changed is packed or left out, without a word of Pillow's own."""
    content = bytearray(_photo(form, 6))
    for at, byte in changes:
        content[at % len(content)] = byte

    Images({"a.png": bytes(content)}).get("a.png")


CONTROL = "\\a\\x01\\x1b\\uFFFE\\uFFFF\\x7f\\x85\\u2028\\n]]>&<"
"""What YAML can say of characters that XML cannot hold, and of some that it can."""


def test_control_characters(tmp_path: Path) -> None:
    """What XML cannot hold is left out wherever a text of YAML goes: properties, sections, charts and their sheets."""
    head = f'---\ntitle: "A{CONTROL}"\nsubtitle: "B{CONTROL}"\nnumbers: ours\nspeaker: {{name: "C{CONTROL}"}}\n---\n\n'
    chart = f'type: bar\nalt: "D{CONTROL}"\nvalues:\n  - {{n: "E{CONTROL}", v: 1}}\n  - {{n: "F", v: 2}}\n'
    (tmp_path / "talk.md").write_text(f"{head}## A\n\n```chart\n{chart}```\n", encoding="utf-8")

    found = exported(tmp_path, "talk.md")
    sheets = [content for path, content in found.file.parts.items() if path.endswith(".xlsx")]

    assert [] == faults(found.file.content)
    assert 1 == len(sheets)
    with zipfile.ZipFile(BytesIO(sheets[0])) as sheet:
        assert ["E\x7f\x85\u2028\n]]>&<"] == [
            each.text
            for each in etree.fromstring(sheet.read("xl/sharedStrings.xml")).iter("{*}t")
            if "E" in (each.text or "")
        ]


def test_sheets_have_no_formulas(tmp_path: Path) -> None:
    """A cell that begins like a formula is words in the sheet of a chart, where a formula could ask for anything."""
    rows = "".join(f"{sign}cmd|' /C calc'!A0,{number}\n" for number, sign in enumerate("=+-@", 1))
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.csv").write_text(f"=name,=value\n{rows}", encoding="utf-8")
    chart = "```chart\ntype: bar\nalt: x\ndata: data/a.csv\n```\n"
    (tmp_path / "talk.md").write_text(f"{HEAD}## A\n\n{chart}", encoding="utf-8")

    found = exported(tmp_path, "talk.md").file
    (content,) = [part for path, part in found.parts.items() if path.endswith(".xlsx")]
    with zipfile.ZipFile(BytesIO(content)) as sheet:
        cells = [*etree.fromstring(sheet.read("xl/worksheets/sheet1.xml")).iter("{*}c")]

    assert 10 == len(cells)
    assert [] == [each for cell in cells for each in cell.iter("{*}f")]
    assert [] == [path for path in found.parts if "externalLink" in path]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:x", "&#106;avascript:x", "file:///etc/hosts", "data:text/html,x",
        "\\\\\\\\host\\share", "//host/share", "../../../etc/hosts", "ms-msdt:/id", "vbscript:x", "http://[x",
        "http://%5Bx", "http:///x", "http://a b",
    ],
)  # fmt: skip
def test_links_that_are_none(address: str, tmp_path: Path) -> None:
    """No link of a file leads to a script, to a file of who opens it, or to a share of a network."""
    (tmp_path / "talk.md").write_text(
        f"{HEAD}## A\n\n[words]({address}) and [more](https://example.org)\n", encoding="utf-8"
    )

    file = exported(tmp_path, "talk.md").file

    assert ["https://example.org"] == [target for path in file.parts for target in file.related(path, "hyperlink")]


def _boxes(file: OfficeFile) -> list[etree._Element]:
    return [each for each in file.shapes(file.slides[0]) if each.tag == named("p:sp")]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_any_text(tmp_path: Path, text: str) -> None:
    """Any text gives a file with nothing to repair."""
    (tmp_path / "talk.md").write_text(f"{HEAD}## A slide\n\n{text}\n\n## Another\n", encoding="utf-8")

    assert [] == faults(exported(tmp_path, "talk.md").file.content)
