"""Files below a folder that others write in: opened so that nothing they do meanwhile leads elsewhere.

Between a look at a path and its opening, a folder or a file can become a link, a pipe or another file. So no link is
followed while a file is opened, and what was opened is looked at again.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from .values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TypeAlias

CAN_DESCEND = os.open in os.supports_dir_fd
"""Whether the system opens a name in an open folder; Windows does not."""


@dataclass(frozen=True, slots=True)
class Contained:
    """A file below a folder, by its path without any link."""

    root: Path
    """The folder; whoever runs the program vouches for it."""
    parts: tuple[str, ...]
    """The names that lead from it to the file."""
    limit: int
    """Bytes that are read of it at most."""

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.root.joinpath(*self.parts)

    def open(self) -> BinaryIO:
        """Open it.

        Raises:
            OSError: it is not there, is no regular file, or a part of its path has become a link.
        """
        file = self._descriptor()
        found = os.fstat(file)
        if stat.S_ISREG(found.st_mode) and found.st_size <= self.limit:
            return os.fdopen(file, "rb")
        os.close(file)
        code = errno.EFBIG if stat.S_ISREG(found.st_mode) else errno.EINVAL
        raise OSError(code, os.strerror(code), str(self.path))

    def read(self) -> bytes:
        """Give its content.

        Raises:
            OSError: as for `open`, or it grows while it is read.
        """
        with self.open() as file:
            data = file.read(self.limit + 1)
        if len(data) > self.limit:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(self.path))
        return data

    def _descriptor(self) -> int:
        if not CAN_DESCEND:
            return os.open(self.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        folder = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for name in self.parts[:-1]:
                inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
                os.close(folder)
                folder = inner
            # A pipe would keep whoever opens it waiting.
            return os.open(self.parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
        finally:
            os.close(folder)


Content: TypeAlias = "bytes | Path | Contained"
"""What a file of a site holds, or the file that it is a copy of: one of the program's own, or one of the content."""


def content_of(each: Content) -> bytes:
    """Give what a file of a site holds.

    Raises:
        OSError: the file that it is a copy of cannot be read.
    """
    if isinstance(each, bytes):
        return each
    return each.read() if isinstance(each, Contained) else each.read_bytes()


def replace_file(file: Path, data: bytes) -> None:
    """Write a file beside content that others write, in one step.

    Raises:
        OSError: it cannot be written; what was there stays.
    """
    new = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        # Whoever can write beside it could have put a link there, which leads to any other file.
        new.unlink(missing_ok=True)
        with new.open("xb") as opened:
            opened.write(data)
        os.replace(new, file)  # noqa: PTH105  what `Path.replace` calls
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise


def below(folder: Path, counts: Callable[[str], bool] = bool) -> Iterator[os.DirEntry[str]]:
    """Give what is below a folder, as deep as it goes, if its name counts; no link is followed.

    What is in a folder comes behind it.
    """
    waiting = [str(folder)]
    while waiting:
        entries: list[os.DirEntry[str]] = []
        with suppress(OSError), os.scandir(waiting.pop()) as found:
            entries = sorted((each for each in found if counts(each.name)), key=lambda each: each.name)
        for entry in entries:
            yield entry
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
