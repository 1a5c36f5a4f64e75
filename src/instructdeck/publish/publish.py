"""Text to site: a whole new site takes the place of the old one in one step, or the old one stays as it is.

The site is staged in a folder beside its target and swapped in.
Builds into one parent folder wait for each other; what a killed build left is cleared by the next one.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from instructdeck import __version__
from instructdeck.contained import Contained
from instructdeck.values import dataclass

from .swap import ASIDE, locked, made, settle, swap, sync

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from instructdeck.contained import Content

MANIFEST = "build.json"
"""The file in a site that names what instructdeck wrote, and so shows that it may be replaced."""
LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers drop into any folder they show; it may go with the old site."""
CHUNK = 2**20
"""Bytes of a file held in memory at a time."""

_NAME = re.compile(r"[^\\\0\ud800-\udfff]+")
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ENOENT: "there is no such file",
    errno.EBUSY: "the folder is in use, perhaps as a mount point",
    errno.ENOTDIR: "a part of the path is a file",
    errno.EEXIST: "a file of that name is there already",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ELOOP: "it has become a link",
}
_WRITABLE = "the {what} is staged beside its folder, so '{parent}' must be writable"
_HINTS = {
    errno.EACCES: _WRITABLE,
    errno.EPERM: _WRITABLE,
    errno.EROFS: _WRITABLE,
    errno.EBUSY: "choose a folder inside of it",
}


@dataclass(frozen=True, slots=True)
class Published:
    """What a publish has written."""

    target: Path
    """As it was asked for."""
    files: int
    """The manifest included."""
    bytes: int


class PublishError(Exception):
    """Why a site was not published; unless the message says otherwise, the old one stands as it was."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Take what went wrong in one line, and what to do about it."""
        super().__init__(message)
        self.hint = hint


def publish(
    files: Mapping[str, Content],
    target: Path,
    *,
    forbidden: Collection[Path] = (),
    what: str = "site",
    on_wait: Callable[[], object] | None = None,
) -> Published:
    """Replace the site in `target` by `files`: content, or the file to copy, by path in the site.

    What is written may be something else of its kind, which is named in messages.

    Dot files in the top level of the old site (`.gitignore`, `.git`) are carried over.
    Where `target` is a symbolic link, the folder it points to is replaced and the link stays.
    `on_wait` is called once if another build has to end first.

    Raises:
        PublishError: `target` is not a folder that instructdeck may replace (it is or holds one of
            `forbidden` or the current folder, or it holds files that instructdeck did not write), a
            path in `files` is no path in a site, or the system refused to read or write.
    """
    _check_names(files)
    place = Path(os.path.realpath(target))
    try:
        with made(place.parent), locked(place.parent, on_wait) as alone:
            if alone:
                _restore(place)
            refuse(target, forbidden, what)
            # Without a lock, what looks like a leftover may be another build's work.
            if alone:
                _sweep(place)
            sizes = _replace(place, files)
    except OSError as error:
        hint = _HINTS.get(error.errno or 0, "").format(parent=target.parent, what=what)
        raise PublishError(f"cannot write the {what} to '{target}': {reason(error)}", hint) from error
    return Published(target, len(sizes), sum(sizes.values()))


def _check_names(names: Iterable[str]) -> None:
    for name in names:
        plain = all(part not in ("", ".", "..") for part in name.split("/")) and _NAME.fullmatch(name)
        if not plain or name == MANIFEST:
            raise PublishError(f"{name!r} cannot be the name of a file in the site")


def reason(error: OSError) -> str:
    """Give why the system has refused something, in words."""
    return _REASONS.get(error.errno or 0) or (error.strerror or "files could not be copied").lower()


# --- Where a site may go


def refuse(target: Path, forbidden: Collection[Path], what: str = "site") -> None:
    """See that a site can stand in a folder.

    Raises:
        PublishError: as for `publish`.
    """
    place = Path(os.path.realpath(target))
    if place.is_symlink():
        raise PublishError(f"'{target}' is a symbolic link that leads to itself")
    see_open(place.parent, f"cannot write the {what} to '{target}'", _WRITABLE.format(parent=target.parent, what=what))
    if not place.exists():
        return
    if not place.is_dir():
        raise PublishError(f"'{target}' is a file, not a folder", f"choose another folder for the {what}")
    for inner in (Path.cwd(), *forbidden):
        if _holds(place, inner):
            raise PublishError(
                f"'{target}' is or holds '{inner}', which a {what} must not replace",
                f"give the {what} a folder of its own, such as '{what}'",
            )
    foreign = next(_foreign(place, named_files(place)), None)
    if foreign:
        raise PublishError(
            f"'{target}' holds what instructdeck did not write: '{foreign}'",
            f"choose another folder for the {what}, or move that away",
        )


def see_open(folder: Path, message: str, hint: str) -> None:
    """See that something can be made in a folder, which may be missing yet.

    Raises:
        PublishError: nothing can, with `message`, and with `hint` where it would have to be writable.
    """
    above = next(each for each in (folder, *folder.parents) if os.path.lexists(each))
    if not above.is_dir():
        raise PublishError(f"{message}: '{above}' is a file, not a folder")
    if not os.access(above, os.W_OK):
        raise PublishError(f"{message}: permission denied", hint)


def _holds(folder: Path, inner: Path) -> bool:
    # By identity, not by name: a name may differ in case.
    real = Path(os.path.realpath(inner))
    return any(each.exists() and each.samefile(folder) for each in (real, *real.parents))


def _foreign(folder: Path, ours: Collection[str], prefix: str = "") -> Iterator[str]:
    """Give what an old site holds beside its own files, dot files of its top level excepted."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        name = prefix + entry.name
        if name.startswith("."):
            continue
        if not entry.is_dir(follow_symlinks=False):
            if name not in ours and entry.name not in LITTER:
                yield name
        elif any(each.startswith(f"{name}/") for each in ours):
            yield from _foreign(folder / entry.name, ours, f"{name}/")
        else:
            yield f"{name}/"


def named_files(place: Path) -> frozenset[str]:
    """Give the files of an old site as its manifest names them; none when instructdeck did not make it."""
    try:
        found = json.loads((place / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):
        return frozenset()
    match found:
        case {"generator": str(generator), "files": dict(names)} if generator.startswith("instructdeck "):
            return frozenset((*names, MANIFEST))
        case _:
            return frozenset()


def standing(target: Path) -> Published | None:
    """Give a site as it was published; None where a file of it is missing, changed or not its own."""
    place = Path(os.path.realpath(target))
    try:
        found = json.loads((place / MANIFEST).read_bytes())
        hashes: dict[str, str] = found["files"]
        sizes = {name: _size(place / name, digest) for name, digest in hashes.items()}
        whole = None not in sizes.values() and not any(_foreign(place, {*hashes, MANIFEST}))
        total = sum(size or 0 for size in sizes.values()) + (place / MANIFEST).stat().st_size
    except (OSError, ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return None
    return Published(target, len(sizes) + 1, total) if whole else None


def _size(path: Path, digest: str) -> int | None:
    """Give the size of a file with that hash; None where it has another."""
    content = path.read_bytes()
    return len(content) if hashlib.sha256(content).hexdigest() == digest and not path.is_symlink() else None


# --- What killed builds left


def _leftovers(place: Path, ending: str) -> list[Path]:
    name = re.compile(rf"\.{re.escape(place.name)}\.instructdeck-\d+{ending}")
    with os.scandir(place.parent) as entries:
        found = [entry.name for entry in entries if name.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False)]
    return [place.parent / each for each in sorted(found)]


def _restore(place: Path) -> None:
    """Bring the old site back if a build was killed while it stood aside."""
    for aside in _leftovers(place, ASIDE):
        if not os.path.lexists(place):
            aside.rename(place)


def _sweep(place: Path) -> None:
    for leftover in _leftovers(place, f"({ASIDE})?"):
        _remove(leftover, f"cannot remove '{leftover}', left by a build that was stopped")


def _remove(folder: Path, message: str) -> None:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise PublishError(f"{message}: {reason(error)}", f"remove '{folder}' by hand") from error


# --- Stage and swap


def _replace(place: Path, files: Mapping[str, Content]) -> dict[str, int]:
    """Put the new site in the old one's place; gives the size of each of its files."""
    staging = place.with_name(f".{place.name}.instructdeck-{os.getpid()}")
    try:
        sizes = _stage(staging, files)
        _keep(place, staging)
        settle(staging, sizes)
        swap(staging, place)
        sync(place.parent)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    if staging.exists():
        _remove(staging, "the new site stands, but the old one could not be removed")
    return sizes


def _stage(staging: Path, files: Mapping[str, Content]) -> dict[str, int]:
    staging.mkdir()
    hashes: dict[str, str] = {}
    sizes: dict[str, int] = {}
    for name, source in sorted(files.items()):
        path = staging / name
        path.parent.mkdir(parents=True, exist_ok=True)
        hashes[name], sizes[name] = _write(path, source)
    _, sizes[MANIFEST] = _write(staging / MANIFEST, manifest_text(hashes).encode())
    return sizes


def manifest_text(hashes: Mapping[str, str]) -> str:
    """Give the manifest of a site from the sha256 of each of its files."""
    manifest = {"generator": f"instructdeck {__version__}", "files": hashes}
    return json.dumps(manifest, indent=2, sort_keys=True) + "\n"


def _write(path: Path, source: Content) -> tuple[str, int]:
    """Write one file; gives its sha256 and size."""
    digest = hashlib.sha256()
    size = 0
    # "x": on a file system that ignores case, two names could be one file.
    with path.open("xb") as file:
        for chunk in _chunks(source):
            digest.update(chunk)
            size += file.write(chunk)
    return digest.hexdigest(), size


def _chunks(source: Content) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    try:
        if isinstance(source, Contained):
            yield source.read()
            return
        with source.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        path = source.path if isinstance(source, Contained) else source
        raise PublishError(f"cannot read '{path}': {reason(error)}") from error


def _keep(place: Path, staging: Path) -> None:
    """Carry over the dot files of the old site's top level, except those that instructdeck wrote."""
    if not place.exists():
        return
    ours = {name.partition("/")[0] for name in named_files(place)}
    for entry in sorted(place.glob(".*")):
        copy = staging / entry.name
        if entry.name in ours or copy.exists():
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, copy, symlinks=True, copy_function=_link)
        else:
            _link(entry, copy)


def _link(source: str | Path, copy: str | Path) -> None:
    # A second name for the same file: nothing is copied, and no kill at any time can lose it.
    try:
        os.link(source, copy, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, copy, follow_symlinks=False)
