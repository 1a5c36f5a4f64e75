"""What an export gives: the bytes of a file, and what of the deck it could not carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from instructdeck.deck.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was made of a deck."""

    content: bytes
    losses: tuple[Diagnostic, ...] = ()
    """What is otherwise in the file than in the deck, each with its place."""


def size_said(size: int) -> str:
    """Give a number of bytes in the unit that says most."""
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(size / 1e3, 0.1):.1f} kB"  # noqa: PLR2004  where MB begin to say more


class ExportError(Exception):
    """Why nothing was exported."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Take what went wrong in one line, and what to do about it."""
        super().__init__(message)
        self.hint = hint
