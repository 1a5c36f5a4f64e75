"""Whether a build would only write what is there already: then it need not run.

What went into the last build of a site is kept in the user's cache as one hash, and what came out of it stands in the
site's own manifest. The cache only says that nothing is to be done; nothing of it gets into a site.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from instructdeck import __version__
from instructdeck.contained import below
from instructdeck.templating.templates import shipped
from instructdeck.values import dataclass

from .publish import CHUNK, standing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from instructdeck.cache import Cache

    from .publish import Published

MAX_FILES = 50_000
MAX_BYTES = 2**30
"""Of more or larger files it is not told whether they have changed: to build is quicker than to look."""
WATCHED = ("content", "templates")
"""Folders of a project in which each file may change what is built, and so may a new one."""


@dataclass(frozen=True, slots=True)
class LastBuild:
    """What a build made, and would make again."""

    published: Published
    slides: int
    sections: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Inputs:
    """Where a deck comes from: the folder of a project, or a file in it."""

    root: Path
    file: str = ""

    def remember(self, cache: Cache, site: Path, read: Collection[str], made: LastBuild, began: float) -> None:
        """Keep what a build has made; `read` are the files that it read, by their paths below the root.

        Nothing is kept where one of them may have changed since it began.
        """
        read = sorted({*read, self.file}) if self.file else []
        digest, manifest = self._digest(read), _manifest(site)
        if not digest or not manifest or any(_changed(path) >= began for path in self._files(read)):
            return
        counts = [made.slides, made.sections, made.warnings]
        record = {"inputs": digest, "site": manifest, "read": read, "counts": counts}
        cache.put(json.dumps(record), "last build", *self._key(site))

    def last_build(self, cache: Cache, site: Path) -> LastBuild | None:
        """Give the last build of a site if nothing has changed since, neither what went in nor what came out."""
        match _parsed(cache.get("last build", *self._key(site))):
            case {"inputs": str(digest), "site": str(manifest), "read": list(read), "counts": [int(a), int(b), int(c)]}:
                same = manifest == _manifest(site) and digest == self._digest([str(each) for each in read])
                published = standing(site) if same else None
                return LastBuild(published, a, b, c) if published else None
        return None

    def _key(self, site: Path) -> tuple[str, ...]:
        return (str(self.root), self.file, os.path.realpath(site))

    def _digest(self, read: Collection[str]) -> str:
        """Give the hash of all that a build depends on; empty where that cannot be told."""
        digest = sha256("\0".join((__version__, sys.version, *_installed())).encode())
        left = MAX_BYTES
        try:
            for number, path in enumerate(self._files(read)):
                content, size = _content(path, left)
                left -= size
                if left < 0 or number == MAX_FILES:
                    return ""
                digest.update(f"{path}\0{content}\0".encode("utf-8", "surrogateescape"))
        except OSError:
            return ""
        return digest.hexdigest()

    def _files(self, read: Collection[str]) -> Iterator[Path]:
        if self.file:
            yield from ((self.root / name).resolve() for name in read)
        folders = WATCHED[1:] if self.file else WATCHED
        yield from (Path(entry.path) for folder in folders for entry in below(self.root / folder))


def _content(path: Path, most: int) -> tuple[str, int]:
    """Give what stands at a path as a hash, and its size; of what is larger than `most` only so much is read."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return "none", 0
    if stat.S_ISLNK(found.st_mode):
        # Where it leads is either looked at itself, or no part of a deck.
        return f"a link to {path.readlink()}", 0
    if not stat.S_ISREG(found.st_mode):
        return "none", 0
    digest, size = sha256(), found.st_size
    if size > most:
        return "", size
    with path.open("rb") as file:
        while size <= most and (chunk := file.read(CHUNK)):
            digest.update(chunk)
            # What the system makes up while it is read says that it has no size.
            size = max(size, file.tell())
    return digest.hexdigest(), size


def _installed() -> Iterator[str]:
    """Give the names of what the program itself consists of, with what shows that a file of it is another."""
    for top in (Path(__file__).parents[1], shipped()):
        for folder, inner, names in os.walk(top):
            inner[:] = sorted(each for each in inner if each != "__pycache__")
            for name in sorted(names):
                state = os.stat(f"{folder}/{name}")  # noqa: PTH116  hundreds of files, for which a Path takes long
                yield f"{folder}/{name} {state.st_size} {state.st_mtime_ns}"
    for entry in sys.path:
        if entry.endswith("-packages"):
            yield from sorted(path.name for path in Path(entry).glob("*.dist-info"))


def _changed(path: Path) -> float:
    """Give the time of a file's last change; that of one that is not there was never."""
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def _manifest(site: Path) -> str:
    """Give the hash of a site's manifest; empty where there is none."""
    try:
        return sha256((site / "build.json").read_bytes()).hexdigest()
    except OSError:
        return ""


def _parsed(text: str | None) -> object:
    try:
        return json.loads(text or "null")
    except (ValueError, RecursionError):
        return None
