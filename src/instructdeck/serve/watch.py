"""Which files of a project have changed: the system says when to look, and a look says what.

Editors save in many ways: over the file, beside it and then in its place, or away and back. So what the system
tells is only a bell; what counts is how the files look once it has been quiet for a moment.
"""

from __future__ import annotations

import logging
import os
import stat
import threading
import time
import warnings
from contextlib import suppress
from dataclasses import field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchdog.events import FileSystemEventHandler
from watchdog.observers import Observer

from instructdeck.contained import below
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from watchdog.events import FileSystemEvent

QUIET = 0.004
"""Seconds without a sign after which one file is taken as saved."""
QUIET_MANY = 0.06
"""The same where several files change at once, as in a checkout."""
QUIET_GONE = 0.12
"""The same where a file is gone or empty: most likely its editor is about to write it."""
MAX_WAIT = 2.0
"""Seconds after which a change is shown, although there is no quiet."""
SWEEP = 1.5
"""Seconds between two looks that no sign asked for: some file systems give none, and a flood of them loses some."""
SWEEP_ONLY = 0.3
"""The same where the system cannot watch at all."""
SHARE = 0.1
"""Part of the time that is spent on looks that no sign asked for, at most."""
TICK = 0.05
"""Seconds by which the date of a file can be too early."""
MAX_FILES = 20_000
"""Files and folders that are looked at: a deck has hundreds, and somebody's home more than anyone can watch."""
MAX_FOLDERS = 4_000
"""Folders that the system is asked to watch: of all that one user's programs may watch, a part."""
MAX_DEPTH = 100
"""Folders within each other, from the top of the file system on."""
IGNORED = frozenset({"opened", "closed_no_write"})
"""Signs of reading, most of them our own."""

Look = tuple[int, int, int]
"""How a file looks: its time of change, size and number."""


@dataclass(frozen=True)
class Places:
    """What is watched."""

    trees: tuple[Path, ...] = ()
    """Folders with all that is in them."""
    folders: tuple[Path, ...] = ()
    """Folders of which only the files count."""
    above: Path | None = None
    """The folder in which the trees stand, for the case that one of them goes and comes back."""

    def holds(self, path: Path) -> bool:
        """Tell whether a file is watched."""
        return path.parent in self.folders or any(path.is_relative_to(tree) for tree in self.trees)

    def looks(self) -> dict[Path, Look]:
        """Give how each file looks now."""
        looks = ((path, look_of(path)) for path in islice(self._entries(), MAX_FILES))
        return {path: look for path, look in looks if look}

    def _entries(self) -> Iterator[Path]:
        for tree in self.trees:
            yield from (Path(each.path) for each in below(tree, counts))
        for flat in self.folders:
            with suppress(OSError):
                yield from (each for each in flat.iterdir() if counts(each.name))

    @property
    def ordinary(self) -> bool:
        """Whether the system can watch all of it: it keeps a watch for each folder, and calls itself for each level."""
        folders = (each for tree in self.trees for each in below(tree) if each.is_dir(follow_symlinks=False))
        known = list(islice(folders, MAX_FOLDERS + 1))
        return len(known) <= MAX_FOLDERS and all(each.path.count(os.sep) <= MAX_DEPTH for each in known)


def counts(name: str) -> bool:
    """Tell whether a file can be a part of a deck: none of those that editors keep for themselves."""
    return not name.startswith((".", "#")) and not name.endswith(("~", ".tmp", ".swp", ".bak")) and name != "4913"


def look_of(path: Path) -> Look | None:
    """Give how a file looks; None when there is no such file."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if stat.S_ISREG(found.st_mode) else None


@dataclass(eq=False)
class Watch(FileSystemEventHandler):
    """Waits for changes, and calls `changed` with the files that look different, in a thread of its own."""

    places: Places
    changed: Callable[[set[Path]], None]
    looks: dict[Path, Look] = field(default_factory=dict)
    """How each file looked when its change was last told."""
    _bell: threading.Condition = field(default_factory=threading.Condition)
    _rung: dict[Path, None] = field(default_factory=dict)
    """Files that a sign was for."""
    _all: bool = False
    """Whether every file is to be looked at."""
    _moved: bool = False
    """Whether a watched folder has gone or come."""
    _done: bool = False
    _cost: float = 0.0
    """Seconds that the last look at all files took."""
    _observer: Any = None
    _thread: threading.Thread | None = None

    @property
    def hears(self) -> bool:
        """Whether the system tells of changes; otherwise all files are looked at again and again."""
        return self._observer is not None

    def start(self) -> None:
        """Begin to watch; what stands there now is not told."""
        self._listen()
        self.looks = self.places.looks()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        with self._bell:
            self._done = True
            self._bell.notify()
        self._hush()
        if self._thread:
            self._thread.join(2)

    def move(self, places: Places, since: float) -> None:
        """Watch other places from now on; of what stands in the new ones, files are told that have changed since then.

        `since` is in seconds of the clock by which files are dated.
        """
        if places == self.places:
            return
        self.places = places
        self._hush()
        self._listen()
        with self._bell:
            # The clock of files is a little behind.
            known = {path: look for path, look in places.looks().items() if look[0] < (since - TICK) * 1e9}
            self.looks = known | {path: look for path, look in self.looks.items() if places.holds(path)}
            # Nobody listened for a moment.
            self._all = True
            self._bell.notify()

    def _listen(self) -> None:
        """Ask the system to tell of changes; where it cannot, the looks that nobody asks for do alone."""
        # watchdog looks at a new folder twice when files come with it, and says so; nothing is lost.
        warnings.filterwarnings("ignore", "Callback with id .* already exists", RuntimeWarning)
        # Its looks after a flood of signs are ours as well.
        logging.getLogger("watchdog").addHandler(logging.NullHandler())
        if not self.places.ordinary:
            return
        observer = Observer()
        flat = (*self.places.folders, self.places.above)
        try:
            for folder in (*self.places.trees, *flat):
                if folder and folder.is_dir():
                    observer.schedule(self, str(folder), recursive=folder not in flat)
            observer.start()
        except OSError:
            # The system's limit on watches, for instance.
            with suppress(OSError, RuntimeError):
                observer.stop()
            return
        self._observer = observer

    def _hush(self) -> None:
        if self._observer:
            self._observer.stop()
            self._observer.join(2)
            self._observer = None

    # --- Signs

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note what a sign is for."""
        if event.event_type in IGNORED:
            return
        paths = [Path(os.fsdecode(each)) for each in (event.src_path, event.dest_path) if each]
        with self._bell:
            if event.is_directory:
                # What is in a new folder was perhaps there before anyone watched it.
                self._all |= event.event_type != "modified" and any(counts(path.name) for path in paths)
                self._moved |= not {*self.places.trees, *self.places.folders}.isdisjoint(paths)
            else:
                self._rung |= dict.fromkeys(path for path in paths if counts(path.name) and self.places.holds(path))
            if self._all or self._rung:
                self._bell.notify()

    # --- Looks

    def _run(self) -> None:
        while True:
            with self._bell:
                if not (self._rung or self._all or self._done):
                    self._bell.wait(max(SWEEP if self.hears else SWEEP_ONLY, self._cost / SHARE))
                if self._done:
                    return
                swept = not (self._rung or self._all)
            if swept:
                began = time.perf_counter()
                self._sweep()
                self._cost = time.perf_counter() - began
            else:
                self._settle()

    def _settle(self) -> None:
        """Wait until it has been quiet, and tell what has changed."""
        end = time.monotonic() + MAX_WAIT
        while True:
            with self._bell:
                before = len(self._rung), self._all
                rung = self._bell.wait(self._patience())
                if self._done:
                    return
                if not rung and before == (len(self._rung), self._all):
                    break
            if time.monotonic() > end:
                break
        with self._bell:
            paths, everything, moved = list(self._rung), self._all, self._moved
            self._rung, self._all, self._moved = {}, False, False
        if moved:
            self._hush()
            self._listen()
        self._tell(self._differing() if everything or len(paths) > MAX_FILES // 100 else self._differing(paths))

    def _patience(self) -> float:
        """Give how long to wait for the next sign."""
        paths = list(self._rung)[:3]
        looks = [look_of(path) for path in paths]
        if not all(look and look[1] for look in looks):
            return QUIET_GONE
        return QUIET_MANY if self._all or len(paths) > 1 else QUIET

    def _sweep(self) -> None:
        """Look at all files; a change that no sign told of is told as soon as it looks the same twice."""
        before = self._differing(keep=True)
        if before:
            with self._bell:
                self._bell.wait(QUIET_GONE)
            if before == self._differing(keep=True):
                self._tell(self._differing())

    def _differing(self, paths: Collection[Path] | None = None, *, keep: bool = False) -> set[Path]:
        """Give the files that look different from before, of some files or of all; and note how they look now."""
        places = self.places
        if paths is None:
            now = places.looks()
            old = self.looks
        else:
            now = {path: look for path in paths if (look := look_of(path))}
            old = {path: self.looks[path] for path in paths if path in self.looks}
        found = {path for path in now.keys() | old.keys() if now.get(path) != old.get(path)}
        if not keep:
            self.looks = {path: look for path, look in self.looks.items() if path not in found or path in now} | now
        return found

    def _tell(self, changed: set[Path]) -> None:
        if changed:
            self.changed(changed)
