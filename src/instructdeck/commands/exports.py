"""`instructdeck export`: the commands of the formats, with the terminal they write to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import counted
from instructdeck.export.command import Console, export_group
from instructdeck.printed.command import add_printed

from .build import report_build
from .run import Run, locate, run_of
from .terminal import bar, say, shown, style

if TYPE_CHECKING:
    from pathlib import Path

    from instructdeck.deck.diagnostics import Diagnostic
    from instructdeck.export.command import Read


def _read_to_export(path: Path) -> Run:
    """Load and check a deck, and say what is wrong with it."""
    run = run_of(path)
    report_build(run)
    return run


def _warn_of_losses(losses: tuple[Diagnostic, ...], run: Read) -> None:
    """Show what is otherwise in a file than in the deck."""
    from instructdeck.console.report import as_text  # noqa: PLC0415

    if losses:
        say(as_text(losses, run.project.texts, style))
        say(f"{counted(len(losses), 'part')} of the deck {'is' if len(losses) == 1 else 'are'} otherwise in the file")


def _fail_to_export(message: str, hint: str) -> None:
    say(f"{style('error', 'error')}: {message}" + (f"\n{style('hint', 'hint')}: {hint}" if hint else ""))


_CONSOLE = Console(_read_to_export, locate, _warn_of_losses, _fail_to_export, say, shown, bar)


export = export_group(_CONSOLE)
add_printed(export, _CONSOLE)
