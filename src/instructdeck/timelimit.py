"""A limit on the time of code that cannot be asked to stop, such as a regular expression at work."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

AGAIN = 0.5
"""Seconds until code that swallowed the first interruption is interrupted again."""


class OutOfTimeError(Exception):
    """The code took longer than it may."""


def can_interrupt() -> bool:
    """Tell whether there is a limit: only the main thread gets signals, and Windows has no timer that sends one."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Run code for some seconds of processor time at most; without a limit where `can_interrupt` says so.

    Raises:
        OutOfTimeError: The code took longer.

    """
    if not can_interrupt():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise OutOfTimeError
