"""The keys that are pressed in a terminal, one at a time and without Return."""

from __future__ import annotations

import os
import select
import sys
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WAIT = 0.2
"""Seconds after which the reader looks whether it is still wanted."""


@contextmanager
def pressed(keys: str, tell: Callable[[str], None]) -> Iterator[bool]:
    """Tell of each of these keys that is pressed meanwhile; gives whether there is a terminal to press them in.

    The terminal is left as it was.
    """
    try:
        import termios  # noqa: PLC0415  Windows has none
        import tty  # noqa: PLC0415
    except ImportError:
        yield False
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield False
        return
    file = sys.stdin.fileno()
    before = termios.tcgetattr(file)
    ended = threading.Event()
    reader = threading.Thread(target=_read, args=(file, keys, tell, ended), name="keys", daemon=True)
    try:
        # Ctrl-C still is a signal, and what is printed still begins on the left.
        tty.setcbreak(file)
        reader.start()
        yield True
    finally:
        ended.set()
        reader.join(2 * WAIT)
        with suppress(termios.error):
            termios.tcsetattr(file, termios.TCSADRAIN, before)


def _read(file: int, keys: str, tell: Callable[[str], None], ended: threading.Event) -> None:
    while not ended.is_set():
        ready, _, _ = select.select([file], [], [], WAIT)
        if ready:
            key = os.read(file, 1)
            if not key:
                return
            if (name := key.decode("ascii", "replace")) in keys:
                tell(name)
