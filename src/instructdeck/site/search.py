"""The search index: what can be found on the site and in the deck, as one classic script.

A script, because a page opened from a file may load one but may not fetch.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from instructdeck.deck.blocks import Heading, plain_text
from instructdeck.deck.links import DECK_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from instructdeck.deck.blocks import Block
    from instructdeck.deck.model import Deck, Section

_SPACE_BEFORE_MARK = re.compile(r" (?=[.,;:])")

Entry = tuple[str, str, str, str, str]
"""What it is, its address relative to the site's root, its title, where it stands, and its words."""


def search_index(deck: Deck) -> bytes:
    """Give the script that sets `instructdeckSearch` to the entries of a deck."""
    entries = [entry for section in deck.sections for entry in (*_synthesis(section), *_slides(section))]
    entries += _quotes(deck)
    return f"window.instructdeckSearch = {_script_safe(entries)};\n".encode(errors="backslashreplace")


def _synthesis(section: Section) -> Iterator[Entry]:
    """Give the page itself with the words up to its first heading, then each part under a heading."""
    page = f"{section.id}.html"
    parts = _parts(section.synthesis.blocks if section.synthesis else ())
    _, words = next(parts)
    yield "page", page, section.title, section.speaker.name, words
    for heading, words in parts:
        if heading is not None and heading.id:
            yield "page", f"{page}#{heading.id}", plain_text(heading.children), section.title, words


def _parts(blocks: Iterable[Block]) -> Iterator[tuple[Heading | None, str]]:
    heading: Heading | None = None
    part: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading) and block.id:
            yield heading, _words(tuple(part))
            heading, part = block, []
        else:
            part.append(block)
    yield heading, _words(tuple(part))


def _slides(section: Section) -> Iterator[Entry]:
    for slide in section.slides:
        where = f"{slide.number} · {section.title}"
        yield "slide", f"{DECK_PAGE}#/{slide.id}", slide.title_text, where, _words((slide.blocks, slide.footnotes))


def _quotes(deck: Deck) -> Iterator[Entry]:
    for quote in deck.quotes.values():
        words = _words((quote.text, quote.original))
        yield "quote", f"evidence.html#{quote.id}", quote.where or quote.id, quote.kind.value, words


def _words(nodes: object) -> str:
    words = " ".join(plain_text(nodes).split())
    # A citation is no word; the space before it would stand before the next comma.
    return _SPACE_BEFORE_MARK.sub("", words)


def _script_safe(value: object) -> str:
    """Give JSON that is also JavaScript and stays inert when it is pasted into HTML."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
