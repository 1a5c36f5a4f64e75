"""The lines of a PDF with their places, as JSON: a program of its own, run as `-m instructdeck.verify.pdfpages FILE`.

PDFium is C++ and its input comes from elsewhere: in a process of its own, with limits on memory and time, a broken
file can neither end nor fill the one that a speaker waits for.
With pages (1-based), each of their words is given with its place as well.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from .paper import HYPHEN, RAISED

MEMORY = 2**31
"""Bytes of address space; the libraries alone take a quarter of it."""
SECONDS = 60
MAX_PAGES = 3_000
MAX_LETTERS = 12_000_000
"""Of all pages: three times the Bible, and what 3,000 full ones have."""
SMALLER = 0.85
"""Part of its neighbour's size below which a digit is a mark, as TeX's and Word's are 0.6 to 0.75."""
NARROW = 0.3
"""Width in sizes of a letter of what is no blank."""
_ENDS = re.compile(r"[\r\n]+")
HIGHER = 0.15
"""Sizes by which it stands higher, at least."""
_NUMBERS = r"\d{1,3}(?:[,\u2013-]\d{1,3})*(?!\w|[.,]\d)"
_FUNCTION = r"(?<!sin)(?<!cos)(?<!tan)(?<!log)(?<!exp)"
_MARK = re.compile(rf"(?<=[^\W\d_]{{3}}){_FUNCTION}{_NUMBERS}|(?<=[^\W\d_]{{2}}[.,;:!?)\"\u201d\u2019]){_NUMBERS}")
"""Digits that may be the marks of footnotes: glued to the end of a long word or of a sentence, not to `m` or `x`."""
_POWER = re.compile(r"(?<=[\w)])[-+\u2212]?\d+(?![\w])")
"""Digits that may be raised: `10` and then `-6`."""
_LINE = re.compile(r"[^\r\n\x02]+\x02?")
"""PDFium writes no end of a line behind the hyphen of a word that goes on in the next one."""
SAMPLE = 12
"""Lines of a page by which it is told whether they run over two columns."""
WORDS = 3
"""Words on either side of the gap between two columns: a table has fewer."""
GAP = 1.2
"""Width of that gap in sizes of a letter."""
MIDDLE = (0.35, 0.65)
"""Parts of the width of a page between which it stands."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_WORD = re.compile(r"\S+")


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS)):
        # Whoever has set a lower one, or a system that knows none, keeps it.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


class _TooLongError(Exception):
    """More letters than are read."""


@cache
def _char(code: int) -> str:
    # Half of a pair, or nothing at all: a letter that the file cannot name.
    return chr(code) if 0 < code <= sys.maxunicode and not 0xD800 <= code <= 0xDFFF else "\ufffd"  # noqa: PLR2004


_AS_CODES = {0xFFFE: HYPHEN, 0: "\ufffd"}
"""What the text of a whole page has in place of what it gives one by one."""


class _Chars:
    """The characters of a page with their boxes and sizes."""

    def __init__(self, page: Any, most: int) -> None:  # noqa: ANN401  PDFium's types are ctypes
        self.text_page = page.get_textpage()
        if self.text_page.count_chars() > most:
            raise _TooLongError
        self._edges = [ctypes.c_double() for _ in range(4)]
        self._places: range | list[int] = range(self.text_page.count_chars())
        self.text = self._text()
        # PDFium may end a line before a raised mark of a footnote.
        gone = {
            at for found in _ENDS.finditer(self.text) if self._goes_on(*found.span()) for at in range(*found.span())
        }
        if gone:
            self._places = [at for at in self._places if at not in gone]
            self.text = "".join(char for at, char in enumerate(self.text) if at not in gone)

    def _text(self) -> str:
        """Give the characters: in one call, or one by one where some take more than one place."""
        whole: str = self.text_page.get_text_range()
        if len(whole) == len(self._places):
            return whole.translate(_AS_CODES)
        code_of, text_page = raw.FPDFText_GetUnicode, self.text_page.raw
        return "".join([_char(code_of(text_page, at)) for at in self._places])

    def _goes_on(self, start: int, end: int) -> bool:
        """Tell whether a line goes on behind what PDFium takes for its end: right there, and not below."""
        if not start or end == len(self.text):
            return False
        _, right, bottom, top = self.box(start - 1)
        left, _, below, above = self.box(end)
        return abs(left - right) < NARROW * self.height(start - 1) and below < top and above > bottom

    def size(self, index: int) -> float:
        """Give the size of a character in points."""
        return float(raw.FPDFText_GetFontSize(self.text_page, self._places[index]))

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Give left, right, bottom and top of a character in points."""
        edges = self._edges
        raw.FPDFText_GetCharBox(self.text_page, self._places[index], *map(ctypes.byref, edges))
        left, right, bottom, top = (each.value for each in edges)
        return left, right, bottom, top

    def base(self, index: int) -> float:
        """Give where the line stands that a character is written on."""
        x, y = self._edges[:2]
        raw.FPDFText_GetCharOrigin(self.text_page, self._places[index], ctypes.byref(x), ctypes.byref(y))
        return y.value

    def height(self, index: int) -> float:
        """Give how high a character is drawn: the file may scale a size of 1."""
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self.text_page, self._places[index], ctypes.byref(matrix))
        scale: float = (matrix.b**2 + matrix.d**2) ** 0.5
        return self.size(index) * (scale or 1.0)


def _line(chars: _Chars, start: int, end: int, *, words: bool) -> dict[str, Any]:
    text = chars.text[start:end]
    marks = _marks(chars, start, text)
    text = _with_powers(chars, start, text, marks)
    seen = [index for index in range(start, end) if not chars.text[index].isspace()]
    first, last = seen[0], seen[-1]
    left, _, bottom, top = chars.box(first)
    middle = seen[len(seen) // 2]
    line = {
        "text": text,
        "left": left,
        "right": chars.box(last)[1],
        "bottom": bottom,
        "top": top,
        "size": chars.height(middle),
        "marks": marks,
    }
    if words:
        line["words"] = [
            (found[0], chars.box(start + found.start())[0], chars.box(start + found.end() - 1)[1])
            for found in _WORD.finditer(text)
        ]
    return line


def _marks(chars: _Chars, start: int, text: str) -> list[tuple[int, int]]:
    return [each.span() for each in _MARK.finditer(text) if _is_raised(chars, start + each.start())]


def _with_powers(chars: _Chars, start: int, text: str, marks: list[tuple[int, int]]) -> str:
    """Give a line with its raised digits as such: nothing else tells 10\u00b2 from 102."""
    marked = {at for mark in marks for at in range(*mark)}
    parts, done = [], 0
    for each in _POWER.finditer(text):
        if each.start() not in marked and _is_raised(chars, start + each.start()):
            parts += [text[done : each.start()], each[0].translate(RAISED)]
            done = each.end()
    return "".join([*parts, text[done:]])


def _is_raised(chars: _Chars, at: int) -> bool:
    """Tell whether a character is smaller than the one before it and stands higher."""
    size = chars.height(at - 1)
    return chars.height(at) < SMALLER * size and chars.base(at) > chars.base(at - 1) + HIGHER * size


def _page(document: Any, number: int, most: int, *, words: bool) -> dict[str, Any]:  # noqa: ANN401
    page = document[number]
    chars = _Chars(page, most)
    spans = [found.span() for found in _LINE.finditer(chars.text) if found[0].strip()]
    width = page.get_width()
    in_rows = _in_rows(chars, spans, width)
    lines = [_line(chars, *span, words=words or in_rows) for span in spans]
    label = document.get_page_label(number) or ""
    return {"label": label, "width": width, "height": page.get_height(), "in_rows": in_rows, "lines": lines}


def _in_rows(chars: _Chars, spans: list[tuple[int, int]], width: float) -> bool:
    """Tell whether the lines of a page run over two columns of text, as a few of them show."""
    long = [span for span in spans if len(chars.text[slice(*span)].split()) >= 2 * WORDS]
    some = long[:: max(1, len(long) // SAMPLE)]
    parted = sum(_is_parted(chars, *span, width) for span in some)
    return len(some) >= SAMPLE // 2 and parted > len(some) / 4


def _is_parted(chars: _Chars, start: int, end: int, width: float) -> bool:
    """Tell whether a line has a wide gap near the middle of its page, with words on either side."""
    text = chars.text[start:end]
    for blank in re.finditer(r"(?<=\S) +(?=\S)", text):
        left, right = chars.box(start + blank.start() - 1)[1], chars.box(start + blank.end())[0]
        if left > MIDDLE[1] * width:
            return False
        if right - left > GAP * chars.height(start + blank.end()) and right > MIDDLE[0] * width:
            sides = text[: blank.start()], text[blank.end() :]
            return all(len(_LETTERS.findall(side)) >= WORDS for side in sides)
    return False


def _failed(reason: str) -> int:
    json.dump({"error": reason}, sys.stdout)
    return 1


def main(arguments: list[str]) -> int:
    """Write the pages of a file to standard output; gives 0, or 1 and the reason as JSON."""
    _limit()
    try:
        document = pypdfium2.PdfDocument(Path(arguments[0]))
        count = len(document)
        if count > MAX_PAGES:
            return _failed(f"it has {count:,} pages, of which {MAX_PAGES:,} could be read")
        wanted = {int(each) - 1 for each in arguments[1:]}
        numbers = sorted(wanted & set(range(count))) if wanted else range(count)
        pages = {}
        left = MAX_LETTERS
        for number in numbers:
            pages[number + 1] = _page(document, number, left, words=bool(wanted))
            left -= sum(len(line["text"]) for line in pages[number + 1]["lines"])
    except _TooLongError:
        return _failed(f"it has more than {MAX_LETTERS:,} letters")
    except pypdfium2.PdfiumError as error:
        return _failed("it needs a password" if "assword" in str(error) else "it is no PDF, or a broken one")
    except MemoryError:
        return _failed("it needs too much memory")
    except OSError as error:
        return _failed(error.strerror or "no reason is known")
    sys.stdout.write(json.dumps({"pages": pages}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
