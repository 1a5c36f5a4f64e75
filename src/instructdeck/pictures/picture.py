"""A picture's file: whether it is what its ending says, and what in an SVG could act or load.

A browser shows an SVG in `<img>` as a mere picture, but opened by itself it is a document whose scripts run.
So what could act is refused, and not only made harmless: a figure that an author has not seen is no figure.
"""

from __future__ import annotations

import re
from dataclasses import field

from instructdeck.values import dataclass

from .copies import Copies
from .svg import SvgError, read

MAX_SVG = 10 * 2**20
"""Bytes of an SVG."""
MAX_ELEMENTS = 100_000
"""Elements of an SVG, what `use` repeats counted each time; a browser takes seconds to show so many."""
MAX_FLAWS = 10
"""Flaws of one SVG that are told."""

_SIGNS = {
    "PNG": rb"\x89PNG\r\n\x1a\n",
    "JPEG": rb"\xff\xd8\xff",
    "GIF": rb"GIF8[79]a",
    "WebP": rb"RIFF....WEBP",
    "AVIF": rb"....ftyp(?:avif|avis|(?:mif1|msf1|miaf)(?:....){1,16}?avi[fs])",
    "HTML": rb"(?i)(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|script|iframe|p|div|a)\b",
    "SVG": rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe|\xfe\xff",
}
"""How the files of each kind begin, the surest first; what begins like XML or UTF-16 may be an SVG."""
_KINDS = {
    ".svg": "SVG",
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".gif": "GIF",
    ".webp": "WebP",
    ".avif": "AVIF",
}
PICTURES = tuple(_KINDS)
"""Endings of the pictures that browsers show."""

_ACTING = """
    script handler listener iframe frame frameset object embed applet portal fencedframe link meta base
    form input button select textarea video audio animation
"""
_ELEMENTS = frozenset(_ACTING.split())
_LOADING = "srcdoc srcset formaction action ping poster background codebase handler manifest"
_ATTRIBUTES = frozenset(_LOADING.split())
_ANIMATIONS = frozenset({"set", "animate", "animatecolor", "animatemotion", "animatetransform"})
_RASTER = r"data:image/(?:png|jpeg|jpg|gif|webp|avif)[;,]"
_INNER = re.compile(rf"\s*(?:\Z|#|{_RASTER})", re.IGNORECASE)
_LINK = re.compile(r"\s*(?:https?://|mailto:)", re.IGNORECASE)
_FONT = r"data:(?:font/|application/(?:x-)?font|application/vnd\.ms-fontobject)"
_URL = re.compile(r"""url\(\s*["']?\s*""", re.IGNORECASE)
_INNER_URL = re.compile(rf"#|{_RASTER}|{_FONT}", re.IGNORECASE)
_IMPORT = re.compile(r"@import|(?<![\w-])(?:-webkit-)?(?:image-set|image|src|cross-fade)\(", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.)|\n)", re.DOTALL)
_SCHEME = re.compile(r"[\x00-\x20]*(?:j\s*a\s*v\s*a|v\s*b)\s*s\s*c\s*r\s*i\s*p\s*t\s*:", re.IGNORECASE)
_PAINT = "style color fill stroke stop-color flood-color lighting-color font-family font"
PAINT = frozenset(_PAINT.split())
"""Attributes that can take a color or a font of the page around."""
_THEMED = re.compile(r"\bcurrentcolor\b|var\(\s*--(?:color|hue|font)-", re.IGNORECASE)

_HINT = "take it out, or export the drawing as plain SVG"


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with an SVG, and where in it."""

    message: str
    line: int
    column: int
    length: int = 1
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of an SVG."""

    flaws: tuple[Flaw, ...]
    """Why it is refused; empty when it is not."""
    themed: bool = False
    """Whether it takes colors or fonts of the page around it."""


def mismatch(ending: str, head: bytes) -> tuple[str, str]:
    """Give what a file is instead of what its ending says, and what to do about it; empty when it is that."""
    wanted = _KINDS[ending]
    found = next((kind for kind, sign in _SIGNS.items() if re.match(sign, head, re.DOTALL)), "")
    if found == wanted:
        return "", ""
    if not head.strip():
        return "is empty", "save the picture again"
    right = next((ending for ending, kind in _KINDS.items() if kind == found), "")
    hint = f"name it {right}, or save it as {wanted}" if right else "save the picture again"
    return f"holds {found}, not {wanted}" if found else f"is not {wanted}", hint


def judge(text: str) -> Verdict:
    """Give what is to be said of an SVG; never raises for any text."""
    looking = _Look(text)
    try:
        read(text, looking)
    except SvgError as error:
        looking.flaws.append(Flaw(str(error), error.line, error.column, 1, error.hint))
    else:
        if not looking.flaws and looking.copies.count() > MAX_ELEMENTS:
            message = f"more than {MAX_ELEMENTS:,} elements once each 'use' is drawn"
            looking.flaws.append(Flaw(message, 1, 1, 1, "save the drawing as PNG"))
    return Verdict(tuple(looking.flaws), looking.themed)


@dataclass
class _Look:
    """Looks at each part of an SVG while it is read."""

    source: str
    flaws: list[Flaw] = field(default_factory=list)
    themed: bool = False
    elements: int = 0
    copies: Copies = field(default_factory=Copies)
    style: list[str] = field(default_factory=list)
    """What stands in the `style` element that is open."""
    style_at: tuple[int, int] | None = None

    def start(self, name: str, attributes: dict[str, str], line: int, column: int) -> None:
        self.elements += 1
        if self.elements == 1 and name != "svg":
            hint = 'its first tag is <svg xmlns="http://www.w3.org/2000/svg">'
            raise SvgError("the outermost element is not an 'svg' of SVG's namespace", line, column, hint)
        if self.elements > MAX_ELEMENTS:
            raise SvgError(f"more than {MAX_ELEMENTS:,} elements", line, column, "save the drawing as PNG")
        self.copies.start(attributes)
        local = _local(name)
        if local in _ELEMENTS:
            self.add(f"element '{name.rpartition(' ')[2]}' can act or load", line, column, name.rpartition(" ")[2])
        if local == "style":
            self.style_at = (line, column)
        for key, value in attributes.items():
            if problem := _problem(local, key, value):
                self.add(problem, line, column, key.rpartition(" ")[2])
            if key in PAINT and not self.themed:
                self.themed = bool(_THEMED.search(value))

    def end(self, name: str) -> None:
        self.copies.end()
        if _local(name) == "style" and self.style_at:
            text = "".join(self.style)
            if loads(text):
                self.add("this style loads from elsewhere", *self.style_at, "style")
            self.themed = self.themed or bool(_THEMED.search(text))
            self.style, self.style_at = [], None

    def text(self, words: str) -> None:
        if self.style_at:
            self.style.append(words)

    def instruction(self, target: str, line: int, column: int) -> None:
        if target.lower() in {"xml-stylesheet", "xsl"}:
            self.add("instruction 'xml-stylesheet' loads a style", line, column, target)

    def add(self, message: str, line: int, column: int, word: str) -> None:
        """Note a flaw at a word of the tag that begins at a place."""
        if len(self.flaws) == MAX_FLAWS:
            return
        lines = self.source.split("\n", line)
        begin = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
        end = self.source.find(">", begin)
        found = re.compile(rf"(?<![\w:-]){re.escape(word)}(?![\w-])").search(self.source, begin, max(end, begin))
        if not found:
            self.flaws.append(Flaw(message, line, column, 1, _HINT))
            return
        line += self.source.count("\n", begin, found.start())
        column = found.start() - self.source.rfind("\n", 0, found.start())
        self.flaws.append(Flaw(message, line, column, len(word), _HINT))


def _local(name: str) -> str:
    """Give a name without namespace or prefix, in small letters: HTML's parser makes no difference."""
    return name.rpartition(" ")[2].rpartition(":")[2].lower()


def _problem(element: str, name: str, value: str) -> str:
    """Give what an attribute could do; empty when nothing."""
    local = _local(name)
    target = _local(value.strip()) if element in _ANIMATIONS and local == "attributename" else ""
    if local.startswith("on") or target.startswith("on"):
        return f"attribute '{local}' runs a script"
    if name in _ATTRIBUTES or name == "xml:base" or target in {"href", "src"}:
        return f"attribute '{local}' can act or load"
    if local in {"href", "src"}:
        # A link waits for a click, as one in Markdown does; drawing programs write some of their own.
        return (
            ""
            if is_inner(value) or (element == "a" and _LINK.match(value))
            else f"attribute '{local}' leads out of the drawing"
        )
    if _SCHEME.match(value):
        return f"attribute '{local}' holds a script"
    return f"attribute '{local}' loads from elsewhere" if " " not in name and loads(value) else ""


def is_inner(address: str) -> bool:
    """Tell whether an address leads to a part of the drawing itself, or is a picture without scripts."""
    return bool(_INNER.match(address))


def loads(css: str) -> bool:
    """Tell whether a value or a stylesheet asks for anything that is not in the drawing itself."""
    if "(" not in css and "@" not in css and "\\" not in css:
        return False
    plain = _ESCAPE.sub(_unescaped, css)
    return bool(_IMPORT.search(plain)) or any(
        not _INNER_URL.match(plain, found.end()) for found in _URL.finditer(plain)
    )


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        code = int(found[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"  # noqa: PLR2004  Unicode
    return found[2] or ""
