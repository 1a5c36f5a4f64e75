"""Work that is done by several processes at once, on as many cores as there are.

Each is forked, so it has all that the first one has read, and sends back only what it made. What each item gives must
depend on nothing but the item and what was there before: then the result is the same however many processes there are.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Worker = tuple[int, IO[bytes]]
    """A process, and the end of the pipe on which its results come."""

MOST = 16
"""Processes: each has its own memory, and what they send is taken by one."""

Item = TypeVar("Item")
Made = TypeVar("Made")


def available() -> int:
    """Give how many processes can work at once; 1 where none can be forked safely, as on Windows and macOS."""
    return usable() if sys.platform == "linux" else 1


def usable() -> int:
    """Give how many cores this program may use."""
    given = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(given, MOST)


def each_made(make: Callable[[Item], Made], items: Sequence[Item], cores: int) -> Iterator[Made]:
    """Give what is made of each item, in their order, each as soon as those before it are there.

    With as many processes as cores, this one included, the first makes the first item, the second the second, and so on
    in turns. What a process could not give, because it failed or was ended, is made here, where an error can be seen.
    All but this one are at work as soon as this is called.
    """
    made = _made(make, items, cores)
    next(made)
    return cast("Iterator[Made]", made)


def _made(make: Callable[[Item], Made], items: Sequence[Item], cores: int) -> Iterator[Made | None]:
    """Give nothing when the other processes have been started, and then what is made of each item."""
    with _forked(make, items, min(cores, len(items))) as workers:
        yield None
        for number, item in enumerate(items):
            turn = number % (len(workers) + 1)
            received: tuple[Made] | None = _received(workers[turn - 1][1]) if turn else None
            yield received[0] if received else make(item)


def divided(items: Sequence[Item], sizes: Sequence[int], least: int, cores: int) -> list[Sequence[Item]]:
    """Give items in consecutive parts of about the same size: one for each core, none of less than `least` in all."""
    whole = sum(sizes)
    parts = max(min(cores, whole // least), 1)
    found: list[list[Item]] = [[] for _ in range(parts)]
    before = 0
    for item, size in zip(items, sizes, strict=True):
        middle = before + size / 2
        found[min(int(middle * parts / max(whole, 1)), parts - 1)].append(item)
        before += size
    return [each for each in found if each] or [[]]


@contextmanager
def _forked(make: Callable[[Item], Made], items: Sequence[Item], processes: int) -> Iterator[list[Worker]]:
    """Start all processes but this one; at the end, end those that are still at work."""
    workers: list[Worker] = []
    try:
        # Where no more processes are to be had, the work of all is done by those that there are.
        shares = [items[turn::processes] for turn in range(1, processes)]
        if shares:
            with suppress(OSError), _uninterrupted():
                for share in shares:
                    workers.append(_worker(make, share))  # noqa: PERF401  those that were started are to be ended
        yield workers if len(workers) == len(shares) else []
    finally:
        for process, results in workers:
            results.close()
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl+C wait, which would be lost while a process is forked; new processes leave it to this one for good."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _worker(make: Callable[[Item], Made], share: Sequence[Item]) -> Worker:
    """Start a process that makes its share and sends it, one result after the other."""
    reading, writing = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        raise
    if process:
        os.close(writing)
        return process, os.fdopen(reading, "rb")
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as results:
            for item in share:
                results.write(pickle.dumps(make(item), pickle.HIGHEST_PROTOCOL))
                results.flush()
    finally:
        # Without the ends of a program, which are those of the first process; an error is seen there, too.
        os._exit(0)


def _received(results: IO[bytes]) -> Any:  # noqa: ANN401
    """Give the next result of a process as a tuple of one; None where it sends none any more."""
    try:
        return (pickle.load(results),)  # noqa: S301  from a process of our own
    except (EOFError, OSError, pickle.UnpicklingError):
        return None
