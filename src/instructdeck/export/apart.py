"""A page of the deck taken apart: what of it becomes a part of another page, and what it asks for beside itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup

from instructdeck.deck.links import DECK_PAGE
from instructdeck.values import dataclass

from .exported import ExportError
from .tags import tags

if TYPE_CHECKING:
    from .inlined import Site
    from .tags import Tag

BEYOND = "data-beyond"
"""The attribute of what only leads out of the deck; it goes where the rest of the site is not at hand."""

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_LOADS = ("src", "srcset", "poster", "data", "background")


@dataclass(frozen=True, slots=True)
class Piece:
    """A page without its frame, with its pictures in it and links that lead on from anywhere."""

    language: str
    root: str
    """The classes of the whole page."""
    classes: str
    """Those of its body."""
    title: str
    head: Markup
    """All of the head but its encoding, policy, title, style sheets and scripts."""
    body: Markup
    sheets: tuple[str, ...]
    """Paths in the site, in their order; so are the next ones."""
    first: tuple[str, ...]
    """Scripts that run before anything is drawn."""
    last: tuple[str, ...]
    """Scripts that run when the page is read."""


def apart(site: Site, path: str, url: str) -> Piece:
    """Take a page of the deck apart; `url` is where the site stands, or empty when nobody knows.

    Raises:
        ExportError: the page asks for what is not in the site, or cannot be read.
    """
    return _Apart(site, path, url).piece()


class _Apart:
    """A page on its way: its tags one by one, and what stands between them as it is."""

    def __init__(self, site: Site, path: str, url: str) -> None:
        self.site, self.path, self.url = site, path, url
        self.html = site.text(path)
        self.tags = tags(self.html)
        self.parts: list[str] = []
        self.done = 0
        """The offset up to which the page is in `parts`, or left out."""
        self.marks: dict[str, int] = {}
        """How many parts there were before each part of the frame."""
        self.frame: dict[str, Tag] = {}
        self.title = ""
        self.asked: dict[str, list[str]] = {"sheets": [], "first": [], "last": []}
        self.slide = ""
        """The slide whose own words these are; empty in its evidence and its notes."""

    def piece(self) -> Piece:
        at = 0
        while at < len(self.tags):
            at = self._tag(at)
        if len(self.marks) < 4 or len(self.frame) < 2:  # noqa: PLR2004  where head and body begin and end
            message = f"{self.path} is not a whole page: it wants 'html', 'head' and 'body'"
            raise ExportError(message, "mend the template, or delete the project's own copy of it")
        root, body = self.frame["html"].attributes, self.frame["body"].attributes
        return Piece(
            root.get("lang", ""),
            root.get("class", ""),
            body.get("class", ""),
            self.title,
            self._between("head", "/head"),
            self._between("body", "/body"),
            *(tuple(dict.fromkeys(each)) for each in self.asked.values()),
        )

    def _between(self, first: str, last: str) -> Markup:
        return Markup("".join(self.parts[self.marks[first] : self.marks[last]]).strip())  # noqa: S704  as it was published

    def _tag(self, at: int) -> int:
        """Take the tag with a number; gives the number of the next one."""
        tag = self.tags[at]
        if tag.name in ("html", "head", "body"):
            self._frame(tag)
        elif not tag.opens:
            self._keep(tag, tag.text)
        elif tag.name == "title" and "/head" not in self.marks:
            return self._title(at)
        elif tag.name == "script" or (BEYOND in tag.attributes and not self.url):
            if tag.name == "script":
                self._script(tag)
            return self._leave_out(at)
        elif tag.name == "meta" and tag.attributes.keys() & {"charset", "http-equiv"}:
            self._skip(tag)
        elif tag.name == "link":
            self._link(tag)
        else:
            self._element(tag)
        return at + 1

    # The text -----------------------------------------------------------------------------------------------

    def _keep(self, tag: Tag, text: str) -> None:
        self.parts += (self.html[self.done : tag.begin], text)
        self.done = tag.end

    def _skip(self, tag: Tag, last: Tag | None = None) -> None:
        """Leave out a tag, or all up to another one, with the end of its line."""
        self.parts.append(self.html[self.done : tag.begin])
        self.done = (last or tag).end
        self.done += self.html.startswith("\n", self.done)

    def _end_of(self, at: int) -> int:
        """Give the number of the tag that ends what another one begins."""
        name, depth = self.tags[at].name, 0
        for number in range(at, len(self.tags)):
            each = self.tags[number]
            depth += (1 if each.opens else -1) if each.name == name else 0
            if not depth:
                return number
        raise ExportError(f"{self.path}: a '{name}' has no end")

    def _leave_out(self, at: int) -> int:
        last = self._end_of(at)
        self._skip(self.tags[at], self.tags[last])
        return last + 1

    def _frame(self, tag: Tag) -> None:
        self._skip(tag)
        self.marks[tag.name if tag.opens else f"/{tag.name}"] = len(self.parts)
        if tag.opens:
            self.frame[tag.name] = tag

    def _title(self, at: int) -> int:
        last = self._end_of(at)
        self.title = Markup(self.html[self.tags[at].end : self.tags[last].begin]).unescape()  # noqa: S704  as above
        return self._leave_out(at)

    # What it asks for ---------------------------------------------------------------------------------------

    def _script(self, tag: Tag) -> None:
        if "src" not in tag.attributes:
            raise ExportError(f"{self.path}: a script stands in the page, which its policy forbids")
        kind = "last" if "defer" in tag.attributes else "first"
        self.asked[kind].append(self.site.resolved(tag.attributes["src"], self.path))

    def _link(self, tag: Tag) -> None:
        kinds, address = tag.attributes.get("rel", "").split(), tag.attributes.get("href", "")
        if "stylesheet" in kinds:
            self.asked["sheets"].append(self.site.resolved(address, self.path))
            self._skip(tag)
        elif _ELSEWHERE.match(address):
            self._keep(tag, tag.text)
        else:
            held = self.site.address(self.site.resolved(address, self.path), self.path)
            self._keep(tag, tag.with_attribute("href", held))

    def _element(self, tag: Tag) -> None:
        self._enter(tag)
        text = tag.text
        for name in _LOADS:
            address = tag.attributes.get(name, "#")
            if not address.startswith(("#", "data:")):
                held = self.site.address(self.site.resolved(address, self.path), self.path)
                text = tag.with_attribute(name, held)
        if tag.name == "a" and "href" in tag.attributes:
            text = tag.with_attribute("href", self._leads_to(tag))
        self._keep(tag, text)

    # Where it leads -----------------------------------------------------------------------------------------

    def _enter(self, tag: Tag) -> None:
        """Take note of the slide that begins, and of what stands behind its own words."""
        classes = tag.attributes.get("class", "").split()
        if tag.name == "section" and "slide" in classes:
            self.slide = tag.attributes.get("id", "")
        elif "evidence" in classes or "notes" in classes:
            self.slide = ""

    def _leads_to(self, tag: Tag) -> str | None:
        """Give where a link leads from anywhere; None when that is not at hand."""
        address = tag.attributes["href"]
        if address.startswith("#") or _ELSEWHERE.match(address):
            return address
        path = self.site.resolved(address, self.path)
        anchor = address.partition("#")[2]
        if path == DECK_PAGE:
            return f"#{anchor or '/'}"
        if self.url:
            return f"{self.url}{path}" + (f"#{anchor}" if anchor else "")
        # A mark opens the evidence of its slide, for which it must stay a link, and one that reveal.js does not follow:
        # that takes every link which begins with "#".
        return f"?#/{self.slide}" if "cite" in tag.attributes.get("class", "").split() and self.slide else None
