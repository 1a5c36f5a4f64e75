"""What a command says on a terminal: the one place that prints what is wrong, and that ends the program."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Self

import click

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SLOW = 0.5
"""Seconds after which something is slow."""
_COLORS = {"error": "red", "warning": "yellow", "place": "blue", "hint": "cyan"}


def style(text: str, kind: str) -> str:
    """Give a text in the color of what it is."""
    return click.style(text, fg=_COLORS[kind], bold=kind in ("error", "warning"))


def say(text: str) -> None:
    """Write to standard error, in color where that is a terminal and NO_COLOR is not set."""
    click.echo(text, err=True, color=wants_color())


def fail(message: str, hint: str = "") -> None:
    """Write to standard error what went wrong and what to do; either may repeat what somebody else wrote."""
    from instructdeck.console.report import visible  # noqa: PLC0415

    more = f"\n{style('hint', 'hint')}: {visible(hint)}" if hint else ""
    say(f"{style('error', 'error')}: {visible(message)}{more}")


def end(message: str, hint: str = "") -> NoReturn:
    """Say why nothing more can be done, and end the program."""
    fail(message, hint)
    sys.exit(1)


def wants_color() -> bool | None:
    """Tell whether colors are wanted, or unwanted, wherever the text goes; None where that decides."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how far something is that takes seconds."""
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def show(done: int, all_: int) -> None:
            bar.length = all_
            bar.update(done - bar.pos)

        yield show


@dataclass(eq=False)
class Progress:
    """Says on a terminal what something slow is doing, and nothing about what is fast.

    A signal tells when it has become slow, and no thread: large decks are built by forked processes, which no other
    thread outlives. Windows has no such signal; there, only a step that begins later is named.
    """

    what: str
    slow_from: float = inf
    """In seconds of the monotonic clock."""

    def __enter__(self) -> Self:
        """Begin to watch the time."""
        if sys.stderr.isatty() and sys.stderr is sys.__stderr__:
            self.slow_from = time.monotonic() + SLOW
            if hasattr(signal, "setitimer"):
                signal.signal(signal.SIGALRM, self._alarm)
                signal.setitimer(signal.ITIMER_REAL, SLOW)
        return self

    def _alarm(self, *_: object) -> None:
        # It may come while something is written, which cannot be begun twice.
        os.write(sys.stderr.fileno(), f"{self.what} …\n".encode())

    def say(self, what: str) -> None:
        """Name the step that begins, aloud when all this has become slow."""
        self.what = what
        if time.monotonic() > self.slow_from:
            say(f"{what} …")

    def __exit__(self, *_: object) -> None:
        """Watch no more."""
        if self.slow_from < inf and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)


def shown(path: Path) -> str:
    """Give a path as short as it can be written from here."""
    from instructdeck.console.report import visible  # noqa: PLC0415

    try:
        return visible(str(Path(os.path.realpath(path)).relative_to(Path.cwd())))
    except ValueError:
        return visible(str(path))
