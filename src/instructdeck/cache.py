"""What was drawn in an earlier run, kept in the user's own cache folder, which may be deleted at any time.

Nothing depends on it: what cannot be read or written is drawn again, and what is read is judged like anything else.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import field
from hashlib import sha256
from pathlib import Path

from .values import dataclass

MAX_ENTRIES = 4_000
"""Files kept; when there are more, the older half is deleted."""
OFTEN = 64
"""Texts after which the entries are counted: that takes longer than to write one."""
MAX_BYTES = 400_000
"""Of one entry: a larger one is neither written nor read."""
SEAL = 65
"""What its hash takes of it."""


@dataclass
class Cache:
    """Texts by the words that they were made from."""

    folder: Path
    written: int = field(default=0, compare=False)
    """How many texts were kept by this run."""

    @property
    def own(self) -> bool:
        """Whether nobody else can have written what is kept; so it is where nothing is kept yet."""
        if not hasattr(os, "geteuid"):
            return True
        try:
            found = self.folder.stat()
        except OSError:
            return True
        return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)

    @classmethod
    def of_user(cls) -> Cache | None:
        """Give the cache of who runs the program; None where nobody has a home."""
        home = os.environ.get("XDG_CACHE_HOME", "")
        if Path(home).is_absolute():
            return cls(Path(home) / "instructdeck")
        try:
            return cls(Path.home() / ".cache" / "instructdeck")
        except RuntimeError:
            return None

    def get(self, *made_from: str) -> str | None:
        """Give what was made from some words, if it is there."""
        if not self.own:
            return None
        try:
            file = self._file(made_from)
            if file.stat().st_size > MAX_BYTES or not file.is_file():
                return None
            entry = file.read_bytes()
            data = entry[SEAL:]
            return data.decode("utf-8") if entry == sealed(file.name, data) else None
        except (OSError, UnicodeDecodeError):
            return None

    def put(self, text: str, *made_from: str) -> None:
        """Keep a text; other runs see it whole or not at all."""
        data = text.encode("utf-8", "replace")
        if len(data) > MAX_BYTES - SEAL:
            return
        file = self._file(made_from)
        # Runs in containers may share the cache, and have the same number.
        half = file.with_name(f"{file.name}-{os.urandom(6).hex()}")
        with suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self.own:
                return
            with half.open("xb") as opened:
                opened.write(sealed(file.name, data))
            half.replace(file)
            if self.written % OFTEN == 0:
                self._prune()
            self.written += 1

    def _file(self, made_from: tuple[str, ...]) -> Path:
        digest = sha256()
        for part in made_from:
            digest.update(sha256(part.encode("utf-8", "replace")).digest())
        return self.folder / digest.hexdigest()

    def _prune(self) -> None:
        files = list(self.folder.iterdir())
        if len(files) > MAX_ENTRIES:
            for file in sorted(files, key=_age)[: len(files) // 2]:
                file.unlink(missing_ok=True)


def sealed(name: str, data: bytes) -> bytes:
    """Give an entry as it is kept, behind a hash: one that was cut, or stands under another name, has another."""
    return sha256(name.encode() + data).hexdigest().encode() + b"\n" + data


def _age(file: Path) -> float:
    try:
        return file.lstat().st_mtime
    except OSError:  # another run has deleted it
        return 0
