"""What a file of another program cannot carry, or not as the deck has it: each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import Rule, Severity
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from instructdeck.deck.diagnostics import Diagnostic, Findings, Location

NOT_CARRIED = Rule(
    "not-carried",
    "A part of the deck looks or behaves otherwise in the exported file, because its format has nothing like it.\n"
    "Look at the slide in the file; change the slide where that matters.",
    Severity.WARNING,
)
OVERFULL = Rule(
    "overfull",
    "A slide has more words than its page of the exported file can hold, even in the smallest type that can be read.\n"
    "Say less on it, or divide it.",
    Severity.WARNING,
)


@dataclass(frozen=True)
class Losses:
    """Collects what is lost."""

    findings: Findings

    def add(self, message: str, location: Location, hint: str = "") -> None:
        """Note what is otherwise in the file."""
        self.findings.add(NOT_CARRIED, message, location, hint)

    def overfull(self, message: str, location: Location) -> None:
        """Note a slide whose words have no room."""
        self.findings.add(OVERFULL, message, location, "say less on the slide, or divide it")

    @property
    def all(self) -> tuple[Diagnostic, ...]:
        """What was noted, in the order of the files."""
        return tuple(self.findings)
