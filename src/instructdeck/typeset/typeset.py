"""What is set at build time by a renderer of its own, each content once."""

from __future__ import annotations

import json
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from instructdeck.markdown.highlight import Highlighter
from instructdeck.references.references import References
from instructdeck.templating.templates import read_asset
from instructdeck.values import dataclass

from .chart import CODE as CHART
from .chart import draw
from .diagram import CODE as DIAGRAM
from .diagram import draw_diagram
from .engine import Engine
from .explorable import CODE as EXPLORABLE
from .explorable import FOLDER, HOST, explore
from .formula import CODE as FORMULA
from .formula import FormulaError, set_formula
from .terms import marked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from instructdeck.cache import Cache
    from instructdeck.deck.blocks import CodeBlock, Explorable, Inlines, Parameter, Terms
    from instructdeck.deck.quotation import Source
    from instructdeck.markdown.highlight import Listing
    from instructdeck.templating.templates import Templates

    from .chart import ChartError, Drawing
    from .diagram import Diagram, DiagramError
    from .explorable import ExplorableError, Explored
    from .formula import Formula


MAX_KEPT = 5_000
"""Formulas, or charts, or others that are kept from one deck to the next."""


@dataclass
class Typesetter:
    """Sets formulas and listings, draws all kinds of figures; a renderer is loaded with what first needs it."""

    templates: Templates
    """Where the vendored renderers are."""
    cache: Cache | None = None
    """What earlier runs have drawn."""
    formulas: dict[tuple[str, bool, bool], Formula | FormulaError] = field(default_factory=dict)
    diagrams: dict[tuple[str, bool], Diagram | DiagramError] = field(default_factory=dict)
    listings: dict[tuple[str, str], Listing] = field(default_factory=dict)
    highlighter: Highlighter = field(default_factory=Highlighter)
    charts: dict[str, Drawing | ChartError] = field(default_factory=dict)

    explored: dict[tuple[str, tuple[Parameter, ...]], Explored | tuple[ExplorableError, ...]] = field(
        default_factory=dict
    )
    engines: dict[str, Engine] = field(default_factory=dict)
    """Of the explorables asked for so far."""
    references: dict[tuple[str, str], References] = field(default_factory=dict)
    """By citation style and language."""

    def begin(self) -> None:
        """Begin with a deck: what others took of the limits on time does not count, and not all of theirs is kept."""
        for engine in (*self.__dict__.values(), *self.engines.values()):
            if isinstance(engine, Engine):
                engine.spent = 0.0
        self.highlighter.spent = 0.0
        kept: tuple[dict[Any, Any], ...] = (self.formulas, self.diagrams, self.listings, self.charts, self.explored)
        for each in kept:
            if len(each) > MAX_KEPT:
                each.clear()

    def formula(self, tex: str, *, display: bool) -> Formula | FormulaError:
        """Give a formula as HTML, or why and where it is wrong; never raises for any text."""
        return self._formula(tex, display=display, marked=False)

    def terms(self, terms: Terms) -> Formula | FormulaError:
        """Give a formula with its parts marked, or why it, or it with marks, cannot be set."""
        plain = self.formula(terms.formula.tex, display=True)
        if isinstance(plain, FormulaError):
            return plain
        return self._formula(marked(terms), display=True, marked=True)

    def _formula(self, tex: str, *, display: bool, marked: bool) -> Formula | FormulaError:
        key = (tex, display, marked)
        if key not in self.formulas:
            self.formulas[key] = set_formula(self._katex, tex, display=display, marked=marked, cache=self.cache)
        return self.formulas[key]

    def diagram(self, text: str, *, strip: bool) -> Diagram | DiagramError:
        """Give a diagram, or why and where it is wrong; never raises for any text."""
        key = (text, strip)
        if key not in self.diagrams:
            self.diagrams[key] = draw_diagram(self._pele, text, strip=strip, cache=self.cache)
        return self.diagrams[key]

    def listing(self, block: CodeBlock) -> Listing:
        """Give a listing as colored words, or plain and why."""
        key = (block.text, block.language)
        if key not in self.listings:
            self.listings[key] = self.highlighter.listing(*key, cache=self.cache)
        return self.listings[key]

    def chart(self, specification: Mapping[str, Any]) -> Drawing | ChartError:
        """Give a chart as SVG, or why it cannot be drawn; never raises for any specification."""
        key = json.dumps(specification)
        if key not in self.charts:
            self.charts[key] = draw(self._vega, specification, self.cache)
        return self.charts[key]

    def vega_lite(self, specification: Mapping[str, Any]) -> Drawing | ChartError:
        """Give a chart of an author's own specification; its interpreter draws no other charts, and nothing is kept."""
        key = json.dumps(specification)
        if key not in self.charts:
            self.charts[key] = draw(self._vega_of_authors, specification)
        return self.charts[key]

    @cached_property
    def _vega_of_authors(self) -> Engine:
        return Engine(self._vega.scripts)

    @cached_property
    def _vega(self) -> Engine:
        vendored = (self._vendored(f"{name}/{name}.min.js") for name in ("vega", "vega-lite"))
        return Engine((*vendored, CHART))

    @cached_property
    def explorables(self) -> dict[str, Path]:
        """The script of each explorable there is, by name."""
        scripts = self.templates.files(FOLDER)
        return {name.removesuffix(".js"): path for name, path in scripts if name.endswith(".js")}

    def explorable(self, node: Explorable) -> Explored | tuple[ExplorableError, ...]:
        """Give an explorable that there is, or what is wrong with its values."""
        key = (node.name, node.parameters)
        if key not in self.explored:
            self.explored[key] = explore(self._engine_of(node.name), node)
        return self.explored[key]

    def _engine_of(self, name: str) -> Engine:
        if name not in self.engines:
            self.engines[name] = Engine((self.templates.path(HOST), self.explorables[name], EXPLORABLE))
        return self.engines[name]

    def reference(self, source: Source, style: str, language: str) -> Inlines:
        """Give a source as a citation style writes it in a list.

        Raises:
            CitationError: the project has a style of its own, and it is broken.
        """
        key = (style, language)
        if key not in self.references:
            text = read_asset(self._vendored(f"csl-styles/{style}.csl"))
            self.references[key] = References(text, language, self.cache)
        return self.references[key].of(source)

    @cached_property
    def _katex(self) -> Engine:
        return Engine((self._vendored("katex/katex.min.js"), FORMULA))

    @cached_property
    def _pele(self) -> Engine:
        return Engine((self._vendored("pele/pele.global.js"), DIAGRAM))

    def _vendored(self, name: str) -> Path:
        return self.templates.path(f"vendor/{name}")
