"""What a diagram says in words: in its boxes, at its arrows, in its titles, notes and messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import Location
from instructdeck.late import late

if TYPE_CHECKING:
    from collections.abc import Iterator

    from instructdeck.deck.blocks import Diagram

_KIND = re.compile(r"\s*([A-Za-z][A-Za-z0-9]*)")
_QUOTED = r"\"(?P<quoted>[^\"]*)\""
_BOXED = r"[\[({|](?P<boxed>[^\[\](){}|\"]*)[\])}|]"
_TITLE = r"^\s*(?:acc)?(?:title|descr)\w*\s*:?(?P<title>\s.+|(?<=:).+)$"
_BEHIND = r"(?<![:\w]):(?!:)(?P<behind>.+)$|(?<=\w):(?!:)(?P<close>.+)$"
"""What stands behind a colon that is no `:::class`."""
_FLOWCHART = (
    rf"{_QUOTED}|{_BOXED}|^\s*subgraph\s++(?=[^\[\"]*$)(?P<group>\S+\s.*|\d.*)$|{_TITLE}"
    r"|(?:--|==|-\.)(?:\s+|(?![-=.>ox\s]))(?P<arrow>[^\s\-=.|>][^|>\"]{0,200}?)\s{0,3}(?:-{2,}|={2,}|\.+-)"
    r"|(?:^|(?<=[\s>]))(?P<bare>\d{2,}+[^\s\[\](){}<>|&;\"-]*+|\d[^\W\d_][^\s\[\](){}<>|&;\"-]*+)(?=\s*(?:$|[-=&;]))"
)
"""A box without words shows its own name: one that begins with a number says it."""
_WHOLE = rf"{_BOXED}|{_QUOTED}|^\s*+(?P<line>[^\[\](){{}}\"]+)$"
_PATTERNS = {
    "flowchart": late(_FLOWCHART),
    "graph": late(_FLOWCHART),
    "sequenceDiagram": late(
        rf"{_TITLE}|{_BEHIND}|\bas\s(?P<name>[^:]{{1,200}})$"
        r"|^\s*(?:loop|alt|else|opt|par|and|critical|option|break|box)\s(?P<frame>.+)$"
    ),
    "stateDiagram": late(rf"{_TITLE}|{_BEHIND}|{_QUOTED}"),
    "classDiagram": late(rf"{_TITLE}|{_BEHIND}|{_QUOTED}"),
    "erDiagram": late(rf"{_TITLE}|{_BEHIND}|{_QUOTED}"),
    "pie": late(rf"\btitle\s(?P<title>.+)$|{_QUOTED}|:\s*(?P<value>[\d.]+)\s*$"),
    "treemap": late(rf"{_TITLE}|{_QUOTED}|:\s*(?P<value>[\d.,]+)\s*$"),
    "timeline": late(r"^\s*(?:title\s|section\s)?(?P<first>[^:]+)|:(?P<event>[^:]+)"),
    "journey": late(r"^\s*(?:title\s|section\s)?(?P<first>[^:]+)"),
    "gantt": late(
        r"^\s*(?:title|section)\s(?P<title>.+)$|^\s*+(?!dateFormat|axisFormat|excludes|todayMarker)(?P<task>[^:]+):"
    ),
    "quadrantChart": late(
        rf"{_TITLE}|{_QUOTED}|^\s*(?:[xy]-axis|quadrant-\d)\s(?P<title2>.+)$|^\s*+(?P<point>[^:\[]+):|\[(?P<at>[^\[\]]*)\]"
    ),
    "mindmap": late(_WHOLE),
    "kanban": late(_WHOLE),
    "sankey": late(r"^(?P<line>.+)$"),
}
"""By the word that a diagram begins with."""
_PLAIN = late(rf"{_QUOTED}|{_BOXED}|{_TITLE}")
"""For all other kinds."""
_NOTE = re.compile(r"\s*note\s[^:]*$", re.IGNORECASE)
_NOTE_END = re.compile(r"\s*end\s+note\b", re.IGNORECASE)


def diagram_words(diagram: Diagram) -> Iterator[tuple[str, Location]]:
    """Give what a diagram shows as words, each with its place."""
    lines = [(text, place) for text, place in zip(diagram.text.split("\n"), diagram.places, strict=False)]
    lines = [(text, place) for text, place in lines if text.strip() and not text.lstrip().startswith("%%")]
    found = _KIND.match(lines[0][0]) if lines else None
    kind = found[1] if found else ""
    pattern = _PATTERNS.get(kind) or next((it for name, it in _PATTERNS.items() if kind.startswith(name)), _PLAIN)
    in_note = False
    for number, (text, place) in enumerate(lines):
        in_note = in_note and not _NOTE_END.match(text)
        if in_note:
            yield text, place
            continue
        # The first line names the kind, and of a pie chart has its title too.
        begin = found.end() if found and not number else 0
        for start, end in _merged([match.span(match.lastgroup or 0) for match in pattern.finditer(text, begin)]):
            yield text[start:end], Location(place.path, place.line, place.column + start)
        in_note = bool(_NOTE.match(text)) and kind.startswith("stateDiagram")


def _merged(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give parts of a line, of which none lies in another."""
    position = 0
    for start, end in sorted(spans):
        if end > position:
            yield max(start, position), end
            position = end
