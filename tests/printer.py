"""Prints texts as PDFs: each piece of text where a test wants it, in the order that a test wants.

No library does this better here: what is tested is how a file may be laid out, down to the order of its pieces.
All letters are as wide as each other, and the font is in none of the files: only what their letters mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH = 0.5
"""Of a letter, in sizes."""
_FIRST = 0xE000
"""Number of the first glyph that stands for more than one letter."""

_FONT = b"""<< /Type /Font /Subtype /Type0 /BaseFont /Helvetica /Encoding /Identity-H
/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"""
_GLYPHS = b"""<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Helvetica /CIDToGIDMap /Identity /DW 500
/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>
/FontDescriptor << /Type /FontDescriptor /FontName /Helvetica /Flags 4 /FontBBox [0 -200 500 800] /ItalicAngle 0
/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>"""


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters on a page, `x` and `y` points from its lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10.0

    @property
    def end(self) -> float:
        """Where the next letter would stand."""
        return self.x + len(self.text) * WIDTH * self.size


def print_pdf(
    pages: Sequence[Sequence[Piece]],
    glyphs: Mapping[str, str] | None = None,
    labels: str = "",
    size: tuple[int, int] = (600, 800),
) -> bytes:
    """Give a PDF; `glyphs` are signs that stand for several letters, `labels` is its `/PageLabels`."""
    wide = {sign: (_FIRST + at, letters) for at, (sign, letters) in enumerate(sorted((glyphs or {}).items()))}
    first = 6
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    named = f"/PageLabels << /Nums [{labels}] >>" if labels else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {named} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _FONT,
        _GLYPHS,
        _stream(_to_unicode(wide)),
    ]
    for page in pages:
        box = f"/MediaBox [0 0 {size[0]} {size[1]}] /Resources << /Font << /F 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} /Contents {len(objects) + 2} 0 R >>".encode())
        objects.append(_stream("\n".join(_shown(piece, wide) for piece in page)))
    return as_file(objects)


def as_file(objects: Sequence[bytes], trailer: bytes = b"/Root 1 0 R") -> bytes:
    """Give a PDF of objects, which are numbered from 1."""
    data, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        bytes(data)
        + head
        + table
        + b"trailer << /Size %d %b >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(objects) + 1,
            trailer,
            len(data),
        )
    )


def _stream(text: str) -> bytes:
    data = text.encode()
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(data), data)


def _shown(piece: Piece, wide: Mapping[str, tuple[int, str]]) -> str:
    codes = "".join(f"{wide[char][0] if char in wide else ord(char):04X}" for char in piece.text)
    return f"BT /F {piece.size:g} Tf 1 0 0 1 {piece.x:.2f} {piece.y:.2f} Tm <{codes}> Tj ET"


def _to_unicode(wide: Mapping[str, tuple[int, str]]) -> str:
    """Give the map from glyphs to letters: each is its own number, but for those that stand for several."""
    ranges = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(0xD8)]
    letters = [f"<{code:04X}> <{text.encode('utf-16-be').hex()}>" for code, text in wide.values()]
    parts = [ranges[at : at + 100] for at in range(0, len(ranges), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CMapName /Own def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange",
            *(f"{len(part)} beginbfrange\n" + "\n".join(part) + "\nendbfrange" for part in parts),
            *([f"{len(letters)} beginbfchar\n" + "\n".join(letters) + "\nendbfchar"] if letters else []),
            "endcmap end end",
        ]
    )
