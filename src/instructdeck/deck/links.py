"""Where a link of the content leads: to a slide, to a page of the site, or out of it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from instructdeck.values import dataclass

from .blocks import Heading, walk

if TYPE_CHECKING:
    from .model import Deck

SAFE_SCHEMES = ("http:", "https:", "mailto:")
"""What an author may link to outside the site; everything else could run code or read files."""
PAGES = ("index.html", "evidence.html", "team.html")
"""Pages that every site has, beside one for each section."""
DECK_PAGE = "deck/index.html"
"""The deck, relative to the site's root."""
PRESENTER_PAGE = "deck/presenter.html"
"""The deck's presenter window, likewise."""
FIGURES = "figures"
"""The folder of a site that has copies of pictures."""
DOWNLOADS = "downloads"
"""The folder of a site that exports are put into."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")


@dataclass(frozen=True, slots=True)
class SlideTarget:
    """A slide of the deck."""

    slide: str


@dataclass(frozen=True, slots=True)
class PageTarget:
    """A page of the site, perhaps a heading on it."""

    page: str
    """Relative to the site's root; empty for the page the link stands on."""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class ExternalTarget:
    """An address outside the site."""

    address: str


Target = SlideTarget | PageTarget | ExternalTarget


@dataclass(frozen=True)
class Links:
    """Resolves the links of one deck."""

    deck: Deck

    @cached_property
    def slides(self) -> dict[str, str]:
        """Section id by slide id."""
        return {slide.id: slide.section for slide in self.deck.slides}

    @cached_property
    def anchors(self) -> dict[str, frozenset[str]]:
        """Ids of the headings on each page."""
        pages = {page: frozenset[str]() for page in (*PAGES, DECK_PAGE)}
        pages["evidence.html"] = frozenset({*self.deck.quotes, *(source.id for source in self.deck.sources)})
        for section in self.deck.sections:
            nodes = walk(section.synthesis.blocks) if section.synthesis else ()
            pages[f"{section.id}.html"] = frozenset(node.id for node in nodes if isinstance(node, Heading) and node.id)
        return pages

    def resolve(self, href: str, section: str) -> Target | None:
        """Give where `href`, written in a section, leads; None when there is nothing there."""
        if is_external(href):
            return ExternalTarget(href)
        # markdown-it percent-encodes what is not ASCII.
        page, _, anchor = unquote(href).partition("#")
        if page in ("", section) or (page in self.sections and anchor):
            home = page or None
            if anchor in self.slides and home in (None, self.slides[anchor]):
                return SlideTarget(anchor)
            if not page and anchor in self.anchors.get(f"{section}.html", ()):
                return PageTarget(f"{section}.html", anchor)
            return None
        if page in self.anchors and (not anchor or anchor in self.anchors[page]):
            return PageTarget(page, anchor)
        return None

    @cached_property
    def sections(self) -> frozenset[str]:
        """Ids of the sections."""
        return frozenset(section.id for section in self.deck.sections)


def is_unsafe(href: str) -> bool:
    """Tell whether an address leaves the site in a way that could run code or read files."""
    return bool(_SCHEME.match(href)) and not is_external(href)


def is_external(href: str) -> bool:
    """Tell whether an address leaves the site by a scheme that is safe to follow."""
    return href.lower().startswith(SAFE_SCHEMES)
