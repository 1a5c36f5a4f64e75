"""A source's own file as lines on pages, whatever kind of file it is."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from unicodedata import normalize

from instructdeck.values import dataclass

HYPHEN = "\x02"
"""The hyphen of a word that goes on in the next line, as PDFium writes it: nobody can tell whether the word has it."""

_ACCENTS = {
    "\u00b4": "\u0301",
    "\u00a8": "\u0308",
    "\u02c6": "\u0302",
    "\u02dc": "\u0303",
    "\u02c7": "\u030c",
    "\u02da": "\u030a",
    "\u00b8": "\u0327",
}
"""Accents that stand alone, and those that join the letter before them."""
_APART = re.compile(rf"([{''.join(_ACCENTS)}]) ?([^\W\d_])")
"""An accent and the letter below it, which TeX's older fonts keep apart."""
RAISED = str.maketrans(
    "0123456789+-\u2212()", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207a\u207b\u207b\u207d\u207e"
)
"""Raised digits and signs."""
_MARK = re.compile(
    r"(?:(?<=[^\W\d_]{3})(?<!sin)(?<!cos)(?<!tan)(?<!log)(?<!exp)|(?<=[^\W\d_]{2}[.,;:!?)\"\u201d\u2019]))"
    r"[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+"
)
"""Raised digits behind a long word or a sentence: the mark of a footnote, not of a square."""
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|math|m[inow]|mrow|msub|msup|q|ruby|s|samp"
    "|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
"""Elements within a line; all others begin and end one."""
_UNSEEN = frozenset({"head", "script", "style", "template", "noscript"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line, and where it stands."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is printed. Places are in points from the left and the lower edge; 0 where there are none."""

    text: str
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0
    size: float = 0.0
    """Height of its letters."""
    marks: tuple[tuple[int, int], ...] = ()
    """Where marks of footnotes stand in `text`."""
    words: tuple[Word, ...] = ()
    """Only where they were asked for."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page."""

    label: str
    """The name that the file gives it: its number, as a rule."""
    lines: tuple[Line, ...]
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Paper:
    """The pages of a source's file."""

    pages: tuple[Page, ...]
    paged: bool = True
    """Whether it has pages at all: a web page has none, and is one here."""

    @property
    def empty(self) -> bool:
        """Whether it has no words, as scanned pages have none."""
        return not any(line.text.strip() for page in self.pages for line in page.lines)


def clean(text: str) -> str:
    """Give a line with composed letters, as everybody types them."""
    joined = _APART.sub(lambda found: found[2] + _ACCENTS[found[1]], text) if any(map(text.count, _ACCENTS)) else text
    return normalize("NFC", joined)


def plain_paper(text: str) -> Paper:
    """Give the pages of a plain text, which form feeds part."""
    parts = text.split("\f")
    pages = tuple(_plain_page(str(number), part) for number, part in enumerate(parts, 1))
    return Paper(pages, paged=len(pages) > 1)


def _plain_page(label: str, text: str) -> Page:
    return Page(label, tuple(_plain_line(clean(each)) for each in text.splitlines() if each.strip()))


def _plain_line(text: str) -> Line:
    return Line(text, marks=tuple(found.span() for found in _MARK.finditer(text)))


def markdown_paper(text: str) -> Paper:
    """Give the words of a Markdown text without its marks, as one page."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  not for PDFs

    lines = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        if token.type == "inline":
            children = token.children or []
            lines.append("".join("\n" if "break" in each.type else each.content for each in children))
        elif token.type in ("code_block", "fence"):
            lines.append(token.content)
    return replace(plain_paper("\n".join(lines).replace("\f", "\n")), paged=False)


def html_paper(text: str) -> Paper:
    """Give the words of an HTML page, as one page."""
    reader = _HtmlReader(convert_charrefs=True)
    reader.feed(text)
    reader.close()
    return replace(plain_paper("".join(reader.parts).replace("\f", "\n")), paged=False)


class _HtmlReader(HTMLParser):
    """Gathers what a browser would show."""

    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.parts: list[str] = []
        self.unseen = 0
        self.raised = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where a block begins."""
        del attrs
        self.unseen += tag in _UNSEEN
        self.raised += tag == "sup"
        if not _INLINE.fullmatch(tag):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End the line of a block."""
        self.unseen -= tag in _UNSEEN and self.unseen > 0
        self.raised -= tag == "sup" and self.raised > 0
        if not _INLINE.fullmatch(tag):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep words; in HTML the end of a line is a blank."""
        if not self.unseen:
            text = re.sub(r"\s+", " ", data)
            self.parts.append(text.translate(RAISED) if self.raised else text)
