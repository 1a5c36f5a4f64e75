"""Bytes to one file: a whole new one takes the place of the old one in one step, or the old one stays as it is."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from .publish import PublishError, reason, see_open
from .swap import locked, made, sync

if TYPE_CHECKING:
    from collections.abc import Callable

_WRITABLE = "'{}' must be writable, and no other program may have the file open"


def publish_file(content: bytes, target: Path, *, on_wait: Callable[[], object] | None = None) -> None:
    """Write a file; it is staged beside its target, on the disk before it takes its place.

    Folders that are missing are made. Where `target` is a symbolic link, the file it points to is replaced and the
    link stays. `on_wait` is called once if another run has to end first that writes into the same folder.

    Raises:
        PublishError: `target` is a folder or is protected, or the system refused to write.
    """
    place = Path(os.path.realpath(target))
    try:
        refuse(target)
        with made(place.parent), locked(place.parent, on_wait) as alone:
            # Without a lock, what looks like a leftover may be another run's work.
            if alone:
                _sweep(place)
            _replace(place, content)
    except OSError as error:
        raise PublishError(f"cannot write '{target}': {reason(error)}", _hint(error, target)) from error


def refuse(target: Path) -> None:
    """See that a file can be written.

    Raises:
        PublishError: `target` is a folder or is protected, or stands in what is no folder or is protected.
    """
    place = Path(os.path.realpath(target))
    see_open(place.parent, f"cannot write '{target}'", _WRITABLE.format(target.parent))
    if place.is_dir():
        raise PublishError(f"'{target}' is a folder, not a file", "name a file in it")
    if os.path.lexists(place) and not place.is_file():
        raise PublishError(f"'{target}' is no file that could be replaced", "choose another name")
    if place.exists() and not os.access(place, os.W_OK):
        raise PublishError(f"'{target}' is protected against writing", "choose another name, or lift the protection")


def _hint(error: OSError, target: Path) -> str:
    if isinstance(error, PermissionError):
        return _WRITABLE.format(target.parent)
    return ""


def _sweep(place: Path) -> None:
    """Remove what killed runs have left of this file."""
    name = re.compile(rf"\.{re.escape(place.name)}\.instructdeck-\d+")
    with os.scandir(place.parent) as entries:
        found = [entry.name for entry in entries if name.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)]
    for each in sorted(found):
        (place.parent / each).unlink()


def _replace(place: Path, content: bytes) -> None:
    staged = place.with_name(f".{place.name}.instructdeck-{os.getpid()}")
    try:
        with staged.open("xb") as file:
            file.write(content)
        sync(staged)
        staged.replace(place)
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    sync(place.parent)
