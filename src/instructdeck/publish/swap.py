"""How one folder takes the place of another in one step, safe against kills, power cuts and other builds."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

if sys.platform != "win32":
    import fcntl

ASIDE = "-old"
"""Ends the name of the old folder while the two renames of a system without an exchange are under way."""

SYNCING = 8
"""Files that are synced at a time."""

_NO_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EXDEV})
_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF})


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """Make a folder and its parents; they stay only if all goes well."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
        for each in missing:
            sync(each.parent)
    except BaseException:
        for each in missing:
            with suppress(OSError):
                each.rmdir()
        raise


@contextmanager
def locked(folder: Path, on_wait: Callable[[], object] | None = None) -> Iterator[bool]:
    """Hold the lock of a folder; gives False where the system has no such lock.

    `on_wait` is called once if another process holds it.
    """
    if sys.platform == "win32":
        yield False
        return
    # The folder itself is locked: a lock file would be litter. The lock ends with the process, however that ends.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield _lock(descriptor, on_wait)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, on_wait: Callable[[], object] | None) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if on_wait:
            on_wait()
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError:  # some network file systems lock no folders
        return False
    return True


def settle(folder: Path, files: Iterable[str]) -> None:
    """Make a tree survive a power cut: the named files in it, and every folder."""
    paths = [folder / name for name in files]
    # First set all files on their way to the disk, then wait for them: half the time.
    if hasattr(os, "posix_fadvise"):
        for path in paths:
            with path.open("rb", buffering=0) as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    folders = [Path(each) for each, _, _ in os.walk(folder)]
    _sync_together([*paths, *folders])


def _sync_together(paths: list[Path]) -> None:
    """Sync several paths at a time: a file system settles them all in one go, 20 times as fast as one by one."""
    errors: list[OSError] = []

    def work(share: list[Path]) -> None:
        try:
            for path in share:
                sync(path)
        except OSError as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(paths[first::SYNCING],)) for first in range(SYNCING)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    if errors:
        raise errors[0]


def sync(path: Path) -> None:
    """Wait until a file's content, or a folder's list of names, is on the disk."""
    if sys.platform == "win32":  # which neither opens folders nor syncs a file opened for reading
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(descriptor)


def swap(new: Path, place: Path) -> None:
    """Put a folder in the place of another beside it; the old one, if any, then bears the new one's name."""
    if not os.path.lexists(place):
        new.rename(place)
    elif not exchange(new, place):
        rename_both(new, place)


def exchange(first: Path, second: Path) -> bool:
    """Swap the names of two folders in one step; False where the system cannot."""
    if sys.platform == "win32":
        return False
    import ctypes  # noqa: PLC0415  needed only here, and not by a first build

    libc = ctypes.CDLL(None, use_errno=True)
    names = (os.fsencode(first), os.fsencode(second))
    at_current, swap_names = -100, 2  # AT_FDCWD; RENAME_EXCHANGE, and RENAME_SWAP on macOS
    try:
        if sys.platform == "darwin":
            failed = libc.renamex_np(*names, swap_names)
        else:
            failed = libc.renameat2(at_current, names[0], at_current, names[1], swap_names)
    except AttributeError:  # an older C library
        return False
    code = ctypes.get_errno()
    if failed and code not in _NO_EXCHANGE:
        raise OSError(code, os.strerror(code), str(second))
    return not failed


def rename_both(new: Path, place: Path) -> None:
    """Swap in two steps; a kill between them leaves the old folder aside, where `restore` finds it."""
    aside = new.with_name(new.name + ASIDE)
    _move(place, aside)
    try:
        new.rename(place)
    except BaseException:
        aside.rename(place)
        raise
    aside.rename(new)


def _move(folder: Path, aside: Path) -> None:
    try:
        folder.rename(aside)
    except OSError as error:
        # A container's overlay file system cannot rename a folder that came with the image.
        if error.errno != errno.EXDEV:
            raise
        shutil.copytree(folder, aside, symlinks=True)
        shutil.rmtree(folder)
