"""Archives with the same bytes for the same content: no dates, a fixed order."""

from __future__ import annotations

import zipfile
from io import BytesIO

FIRST = "[Content_Types].xml"
"""What programs look for first in an Office file."""
OLDEST = (1980, 1, 1, 0, 0, 0)
"""The oldest date that an archive can hold."""


def packed(archive: bytes) -> bytes:
    """Give an archive with its files in the order of their names, and without dates."""
    with zipfile.ZipFile(BytesIO(archive)) as given:
        return zipped({name: given.read(name) for name in given.namelist()})


def zipped(files: dict[str, bytes]) -> bytes:
    """Give files as an archive."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made:
        for name in sorted(files, key=lambda each: (each != FIRST, each)):
            entry = zipfile.ZipInfo(name, OLDEST)
            entry.compress_type = (
                zipfile.ZIP_STORED if name.endswith((".png", ".jpg", ".jpeg", ".xlsx")) else zipfile.ZIP_DEFLATED
            )
            entry.create_system = 0  # the same on every system
            made.writestr(entry, files[name])
    return stream.getvalue()
