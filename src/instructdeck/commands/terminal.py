"""What a command says on a terminal: the one place that prints what is wrong, and that ends the program."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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


def shown(path: Path) -> str:
    """Give a path as short as it can be written from here."""
    from instructdeck.console.report import visible  # noqa: PLC0415

    try:
        return visible(str(Path(os.path.realpath(path)).relative_to(Path.cwd())))
    except ValueError:
        return visible(str(path))
