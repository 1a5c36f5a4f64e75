"""Whether a file was made by this program, and which site it stands in: what it may put another one in place of."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from .publish import named_files

_SIGNS = {
    ".pdf": b">instructdeck</xmp:CreatorTool>",
    ".html": b'<meta name="generator" content="instructdeck">',
    ".md": b"<!-- made by instructdeck -->",
    ".pptx": b"<Application>instructdeck</Application>",
}
"""What files of each kind say of who made them; see `printed.finish` and the templates."""
_APP = "docProps/app.xml"
_MAX_APP = 64 * 1024


def is_ours(file: Path) -> bool:
    """Tell whether a file may be replaced unasked: there is none, this program made it, or its kind does not say."""
    sign = _SIGNS.get(file.suffix.lower())
    if not sign or not file.is_file():
        return True
    try:
        if file.suffix.lower() == ".pptx":
            with zipfile.ZipFile(file) as parts, parts.open(_APP) as part:
                return sign in part.read(_MAX_APP)
        return sign in file.read_bytes()
    except (OSError, ValueError, KeyError, NotImplementedError, zipfile.BadZipFile):
        return False


def site_around(file: Path) -> Path | None:
    """Give the site that this program built and that a file, or a folder, would stand in."""
    return next(filter(_is_site, Path(os.path.realpath(file)).parents), None)


def _is_site(folder: Path) -> bool:
    try:
        return bool(named_files(folder))
    except OSError:  # it is none yet, or nobody may look
        return False
