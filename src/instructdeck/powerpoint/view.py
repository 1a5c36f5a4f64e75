"""One slide and all that is known while it is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.values import dataclass

from . import sizes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instructdeck.deck.model import Deck, Section, Slide
    from instructdeck.export.losses import Losses
    from instructdeck.render.page import Page

    from .fonts import Fonts
    from .images import Images


@dataclass(frozen=True)
class View:
    """A slide, in one size of its type."""

    deck: Deck
    slide: Slide
    section: Section
    page: Page
    fonts: Fonts
    images: Images
    losses: Losses
    fixed: Mapping[str, str]
    """The words that come with the templates."""
    airy: bool
    """Whether it has so few words that they are larger."""
    badge: str = ""
    """What all evidence of the deck comes to, where the talk ends."""
    factor: float = 1.0
    """How much smaller its words are than they would be."""

    @property
    def opens(self) -> bool:
        """Whether it is the first of its section, over which a band tells whose part begins."""
        return self.slide is self.section.slides[0] and self.slide.layout not in ("title", "section")

    @property
    def body(self) -> float:
        """The size of its running words."""
        if self.airy:
            return sizes.LEAD
        few = (b.BulletList, b.OrderedList, b.DefinitionList, b.Table, b.Figure, b.Chart, b.VegaLite, b.Diagram,
               b.Explorable, b.CodeBlock, b.MathBlock, b.BlockQuote)  # fmt: skip
        columns = [node for node in self.slide.nodes if isinstance(node, b.Columns)]
        plain = not any(isinstance(node, few) for node in self.slide.nodes)
        narrow = any(len(each.columns) > 3 for each in columns)  # noqa: PLR2004  as in slide.css
        return 32.0 if columns and plain and not narrow else sizes.BODY
