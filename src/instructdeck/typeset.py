"""What is set at build time by a renderer of its own, each content once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from .engine import Engine
from .formula import CODE as FORMULA
from .formula import set_formula

if TYPE_CHECKING:
    from pathlib import Path

    from .formula import Formula, FormulaError
    from .templates import Templates


@dataclass
class Typesetter:
    """Sets formulas; a renderer is loaded with the first content that needs it."""

    templates: Templates
    """Where the vendored renderers are."""
    formulas: dict[tuple[str, bool], Formula | FormulaError] = field(default_factory=dict)

    def formula(self, tex: str, *, display: bool) -> Formula | FormulaError:
        """Give a formula as HTML, or why and where it is wrong; never raises for any text."""
        key = (tex, display)
        if key not in self.formulas:
            self.formulas[key] = set_formula(self._katex, tex, display=display)
        return self.formulas[key]

    @cached_property
    def _katex(self) -> Engine:
        return Engine((self._vendored("katex/katex.min.js"), FORMULA))

    def _vendored(self, name: str) -> Path:
        return self.templates.path(f"vendor/{name}")
