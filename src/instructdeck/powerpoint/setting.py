"""The size and the words of one slide: what all its pieces are set in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.values import dataclass

from . import sizes
from .text import Line, Run, Style, scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instructdeck.deck import blocks as b

    from .fonts import Fonts
    from .images import Images
    from .words import Words


@dataclass(frozen=True)
class Setting:
    """What the pieces of one slide share."""

    words: Words
    fonts: Fonts
    images: Images
    slide: str
    """The classes of the slide, which style sheets ask for."""
    factor: float = 1.0
    body: float = sizes.BODY
    """Pixels of its running words, before they are made smaller."""

    def style(self, size: float = 0.0, **looks: object) -> Style:
        """Give a style in the size of running words, or in one of its own."""
        return Style(size or self.body, **looks)  # type: ignore[arg-type]  # names of its fields

    def lined(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        """Give lines as large as this slide allows."""
        return scaled(lines, self.factor) if self.factor != 1 else tuple(lines)

    def caption(self, words: b.Inlines | str, size: float = sizes.CAPTION) -> tuple[Line, ...]:
        """Give the words below a figure; none where there are none."""
        style = self.style(size, color="muted")
        parts = (Run(words, style),) if isinstance(words, str) else self.words.inlines(words, style)
        return self.lined((Line(parts, lead=1.35),)) if words else ()
