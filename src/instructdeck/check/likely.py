"""What a browser would most likely find, said early and without one: an estimate, only where it is sure enough."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import counted
from instructdeck.deck.model import Weight
from instructdeck.deck.rules import LIKELY_OVERFLOW, LIKELY_TWO_PAGES, ONE_PAGE, OVERFLOW
from instructdeck.typeset.a4 import filled
from instructdeck.typeset.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instructdeck.deck.diagnostics import Findings
    from instructdeck.deck.model import Deck, Section
    from instructdeck.typeset.stage import Excess

SURE = 0.02
"""Part of its room that a slide has to lack by the estimate: see the figures in docs/rendered.md."""
SURE_PAGES = 1.01
"""Pages that a synthesis has to take by the estimate."""
_LINE = 38
"""Height of a line of running text on a slide."""
_KNOWS = "`instructdeck check --rendered` knows for sure"


def report_likely(deck: Deck, sections: Sequence[Section], findings: Findings) -> None:
    """Report slides and syntheses of some sections that are fuller than they can be, by an estimate."""
    off = {name for name, weight in deck.rendered if weight is Weight.OFF}
    if OVERFLOW.name not in off:
        _slides(sections, findings)
    if ONE_PAGE.name not in off:
        _syntheses(sections, findings)


def _slides(sections: Sequence[Section], findings: Findings) -> None:
    for section in sections:
        for slide in section.slides:
            excess = Stage(slide, slide is section.slides[0]).excess()
            if excess and excess.share > SURE:
                what, hint = ("width", "make it narrower") if excess.wide else ("height", _fewer_lines(excess))
                share = ceil(excess.share * 100)
                message = f"by an estimate, what begins here needs {share} % more {what} than the slide has"
                findings.add(LIKELY_OVERFLOW, message, excess.node.location, f"{hint}; {_KNOWS}")


def _fewer_lines(excess: Excess) -> str:
    lines = ceil(excess.px / _LINE)
    return f"take out about {counted(lines, 'line')}, or part the slide in two"


def _syntheses(sections: Sequence[Section], findings: Findings) -> None:
    for section in sections:
        found = filled(section)
        if found.beyond and found.pages > SURE_PAGES:
            message = (
                f"by an estimate, the synthesis takes {found.pages:.1f} pages in print: the second begins about here"
            )
            hint = f"shorten it by about {ceil((found.pages - 1) * 100)} % of a page; {_KNOWS}"
            findings.add(LIKELY_TWO_PAGES, message, found.beyond.location, hint)
