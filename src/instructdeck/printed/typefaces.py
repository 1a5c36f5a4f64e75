"""The shipped typefaces at single weights: of one that has all weights, a PDF gets drawings instead of letters.

`hatch_build.py` takes each apart when the program is installed, and keeps what comes of it in `compiled/`, under the
hash of the typeface. One that a project has of its own is not found there, and is printed as it is.
"""

from __future__ import annotations

import posixpath
import re
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from instructdeck.contained import content_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instructdeck.contained import Content

FOLDER = Path(__file__).parents[1] / "compiled"
"""Where the typefaces at single weights are."""
WEIGHTS = (400, 500, 600, 650, 700)
"""Those that the style sheets ask for; for any other the nearest is taken."""

_FACE = re.compile(r"@font-face\s*\{[^{}]*\}")
_RANGE = re.compile(r"font-weight\s*:\s*[0-9]+\s+[0-9]+")
_SOURCE = re.compile(r"src\s*:\s*url\(\s*[\"']?([^\"')]+)[\"']?\s*\)[^;}]*")


def taken_apart(face: bytes) -> dict[str, bytes]:
    """Give a typeface at each of `WEIGHTS` as TrueType, by the names of their files in `FOLDER`.

    The libraries for it are there while the program is built, and need not be later.
    """
    import uharfbuzz  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    font, plain = TTFont(BytesIO(face)), BytesIO()
    font.flavor = None
    font.save(plain)
    whole, made = uharfbuzz.Face(uharfbuzz.Blob(plain.getvalue())), {}
    for weight in WEIGHTS:
        wanted = uharfbuzz.SubsetInput()
        wanted.keep_everything()
        wanted.pin_axis_location(whole, "wght", weight)
        made[_name(face, weight)] = uharfbuzz.subset(whole, wanted).blob.data
    return made


def at_single_weights(files: Mapping[str, Content], folder: Path = FOLDER) -> dict[str, Content]:
    """Give the files of a site with style sheets that ask for typefaces at single weights, and with these."""
    found: dict[str, Content] = dict(files)
    for path, content in files.items():
        if path.endswith(".css") and isinstance(content, bytes):
            sheet = content.decode()
            text = _FACE.sub(lambda rule, home=path: _split(rule[0], home, found, folder), sheet)  # type: ignore[misc]
            found[path] = text.encode()
    return found


def _split(rule: str, home: str, files: dict[str, Content], folder: Path) -> str:
    """Give a rule for a typeface once for each weight, and add their files; the rule itself where there are none."""
    source = _SOURCE.search(rule)
    face = files.get(posixpath.normpath(posixpath.join(posixpath.dirname(home), source[1]))) if source else None
    if face is None or not _RANGE.search(rule):
        return rule
    names = {weight: _name(content_of(face), weight) for weight in WEIGHTS}
    if not all((folder / name).is_file() for name in names.values()):
        return rule
    files.update({posixpath.join(posixpath.dirname(home), name): folder / name for name in names.values()})
    return "\n".join(
        _SOURCE.sub(f'src: url("{name}")', _RANGE.sub(f"font-weight: {weight}", rule)) for weight, name in names.items()
    )


def _name(face: bytes, weight: int) -> str:
    return f"{sha256(face).hexdigest()[:32]}-{weight}.ttf"
