"""Ends what would never end: a limit for work whose input is made to take for ever."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """Fail when so many seconds of processor time are not enough: what others do on this machine does not count."""

    def late(*_: object) -> None:
        message = f"this did not end within {seconds} seconds of processor time"
        raise AssertionError(message)

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
