"""Pictures of a project as other programs take them: looked at before they are packed."""

from __future__ import annotations

from dataclasses import field
from io import BytesIO
from typing import TYPE_CHECKING

from instructdeck.contained import content_of
from instructdeck.pictures.svg import SvgError, parse
from instructdeck.values import dataclass

from .art import drawn_size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instructdeck.contained import Content

TAKEN = {"PNG": "png", "JPEG": "jpg", "MPO": "jpg", "GIF": "gif"}
"""Formats that every program shows, with their endings; others become PNG. MPO is what phones make of JPEG."""
OPENED = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")
"""Formats that are opened at all: for some others Pillow starts a program."""
ORIENTATION = 0x0112
"""The number under which a camera says how a picture is to be turned, as browsers do and other programs do not."""
TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""What it says (Exif 2.32, 4.6.4) as a number of `PIL.Image.Transpose`."""
QUALITY = 95
"""Of a JPEG that is packed anew; nobody sees the difference."""
MOST_PIXELS = 60_000_000
"""Of a picture; more than that takes gigabytes to open."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as it is packed."""

    content: bytes
    ending: str
    """`svg` for one that is drawn."""
    size: tuple[float, float]
    """In pixels."""


@dataclass
class Images:
    """The pictures of a project, each looked at once."""

    found: Mapping[str, Content | None]
    """Those that may be shown, by their paths."""
    known: dict[str, Image | None] = field(default_factory=dict)

    def get(self, path: str) -> Image | None:
        """Give a picture by its path in the project; None when no program could show it."""
        if path not in self.known:
            self.known[path] = self._read(path)
        return self.known[path]

    def _read(self, path: str) -> Image | None:
        found = self.found.get(path)
        if found is None:
            return None
        try:
            content = content_of(found)
        except OSError:
            return None
        return _svg(content) if path.lower().endswith(".svg") else _raster(content)

    def size(self, path: str) -> tuple[float, float] | None:
        """Give the size of a picture; None when no program could show it."""
        found = self.get(path)
        return found.size if found else None


def _svg(content: bytes) -> Image | None:
    try:
        root = parse(content.decode("utf-8-sig"))
    except (SvgError, UnicodeDecodeError):
        return None
    return Image(content, "svg", drawn_size(root))


def _raster(content: bytes) -> Image | None:
    import warnings  # noqa: PLC0415  only for pictures

    from PIL import Image as Opened  # noqa: PLC0415  python-pptx brings it
    from PIL import UnidentifiedImageError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as of what a camera says that cannot be read
            warnings.simplefilter("error", Opened.DecompressionBombWarning)
            picture = Opened.open(BytesIO(content), formats=OPENED)
            wide, high = picture.size
            if wide * high > MOST_PIXELS or not wide * high:
                return None
            ending = TAKEN.get(picture.format or "", "")
            turn = TURNS.get(picture.getexif().get(ORIENTATION, 1))
            if ending and turn is None:
                return Image(content, ending, (float(wide), float(high)))
            upright, stream = picture if turn is None else picture.transpose(Opened.Transpose(turn)), BytesIO()
            if ending == "jpg":
                upright.save(stream, "JPEG", quality=QUALITY)
            else:
                upright.convert("RGBA").save(stream, "PNG")
            wide, high = upright.size
            return Image(stream.getvalue(), ending if ending == "jpg" else "png", (float(wide), float(high)))
    except (
        UnidentifiedImageError,
        OSError,
        KeyError,  # this Pillow knows no AVIF
        RuntimeError,  # its decoder of AVIF cannot read it
        SyntaxError,
        ValueError,
        Opened.DecompressionBombError,
        Opened.DecompressionBombWarning,
    ):
        return None
