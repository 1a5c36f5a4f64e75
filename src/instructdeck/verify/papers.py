"""The files of sources: found, read with distrust, and taken apart into pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import field
from hashlib import file_digest
from typing import TYPE_CHECKING, Any

from instructdeck.timelimit import OutOfTimeError, time_limit
from instructdeck.values import dataclass

from .furniture import by_column
from .paper import Line, Page, Paper, Word, clean, html_paper, markdown_paper, plain_paper

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

PAPERS = "papers"
"""The folder of a project where the files of its sources lie, which Git ignores."""
ENDINGS = (".pdf", ".txt", ".md", ".markdown", ".html", ".htm", ".xhtml")
"""Of the files that can be read; the first that is there is taken."""
MAX_PAPER = 100 * 2**20
"""Bytes of a file: a long book with figures."""
MAX_TEXT = 4 * 2**20
"""Bytes of a file of text: the Bible."""
MAX_MARKED = 2**21
"""Bytes of a file of Markdown or HTML, whose readers take minutes for some."""
TEXT_SECONDS = 10
"""After which the reading of any other file is given up; a book takes less than one."""
SECONDS = 90
"""After which the reading of a PDF is given up; 68 pages take half a second, and 3,000 less than a minute."""


class PaperError(Exception):
    """A file that cannot be read, with what can be done about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the hint beside the message."""
        super().__init__(message)
        self.hint = hint


@dataclass
class File:
    """The file of a source."""

    path: Path
    sha256: str
    _papers: dict[bool, Paper] = field(default_factory=dict)
    _words: dict[int, Page] = field(default_factory=dict)

    def paper(self) -> Paper:
        """Give its pages. Raises `PaperError`."""
        if False not in self._papers:
            self._papers[False] = _read(self.path)
        return self._papers[False]

    def with_words(self, numbers: Collection[int]) -> dict[int, Page]:
        """Give pages (1-based) with the place of each word; without places where the file has none.

        Each time a program starts that reads them: ask for all pages at once that will be needed.
        """
        pages = self.paper().pages
        if self.path.suffix.lower() != ".pdf":
            return {number: pages[number - 1] for number in numbers if 0 < number <= len(pages)}
        if missing := sorted(set(numbers) - self._words.keys()):
            self._words |= _pdf_pages(self.path, missing)
        return {number: self._words[number] for number in numbers if number in self._words}


def file_stem(source: str) -> str:
    """Give the name of a source's file, without its ending: an id may have slashes and dots, which lead elsewhere."""
    return re.sub(r"[^\w.-]|\.(?=\.)", "_", source)


def find_file(root: Path, source: str) -> Path | None:
    """Give the file of a source in the project's folder for them; None when there is none."""
    found = (root / PAPERS / f"{file_stem(source)}{ending}" for ending in ENDINGS)
    return next((each for each in found if each.is_file()), None)


def open_file(path: Path) -> File:
    """Give a file with its hash. Raises `PaperError`."""
    try:
        if not path.is_file():
            message = f"{path} is no file" if path.exists() else f"{path} is not there"
            raise PaperError(message, f"put the source's file into {PAPERS}/, or name it: --source ID=FILE")
        if path.suffix.lower() not in ENDINGS:
            message = f"{path.name} is no file that can be read"
            raise PaperError(message, f"known: {', '.join(ENDINGS)}")
        size, most = path.stat().st_size, {".pdf": MAX_PAPER, ".txt": MAX_TEXT}.get(path.suffix.lower(), MAX_MARKED)
        if size > most:
            message = f"{path.name} has {size / 2**20:.0f} MiB, of which {most // 2**20} could be read"
            raise PaperError(message, "take the part that is quoted")
        with path.open("rb") as data:
            return File(path, file_digest(data, "sha256").hexdigest())
    except OSError as error:
        message = f"{path.name} cannot be read: {error.strerror}"
        raise PaperError(message) from error


def _read(path: Path) -> Paper:
    ending = path.suffix.lower()
    if ending == ".pdf":
        found = _pdf_pages(path, ())
        paper = Paper(tuple(found[number] for number in sorted(found)))
    else:
        read = {".txt": plain_paper, ".md": markdown_paper, ".markdown": markdown_paper}.get(ending, html_paper)
        try:
            with time_limit(TEXT_SECONDS):
                paper = read(_text(path))
        except OutOfTimeError as error:
            message = f"{path.name} takes more than {TEXT_SECONDS} seconds to read"
            raise PaperError(message, "save its words as a text file, or take the part that is quoted") from error
    if paper.empty:
        message = f"{path.name} has no text"
        raise PaperError(message, "it may be scanned: run OCR over it, such as `ocrmypdf`, or find another copy")
    return paper


def _text(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    message = f"{path.name} is not UTF-8"
    raise PaperError(message, "save it as UTF-8")


def _pdf_pages(path: Path, numbers: Collection[int]) -> dict[int, Page]:
    """Give pages of a PDF by number (1-based): all, or those that are named, with their words' places."""
    command = [sys.executable, "-I", "-m", "instructdeck.verify.pdfpages", str(path.resolve()), *map(str, numbers)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603  our own program
    except subprocess.TimeoutExpired as error:
        message = f"{path.name} takes more than {SECONDS} seconds to read"
        raise PaperError(message, "print it to a new PDF, or take the part that is quoted") from error
    answer = _answer(done.stdout)
    if done.returncode or "pages" not in answer:
        problem = str(answer.get("error", "it takes more time or memory than there is"))
        hint = "save it without one" if "password" in problem else "find another copy, or save its words as a text file"
        message = f"{path.name} cannot be read: {problem}"
        raise PaperError(message, hint)
    return {int(number): _page(page) for number, page in answer["pages"].items()}


def _answer(data: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(data)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _page(page: dict[str, Any]) -> Page:
    found = Page(page["label"], tuple(map(_line, page["lines"])), page["width"], page["height"])
    return by_column(found) if page["in_rows"] else found


def _line(line: dict[str, Any]) -> Line:
    words = tuple(Word(clean(text), left, right) for text, left, right in line.get("words", ()))
    text, marks = clean(line["text"]), tuple((start, end) for start, end in line["marks"])
    # Places of marks are those in the text as it came.
    marks = marks if text == line["text"] else ()
    return Line(text, line["left"], line["right"], line["bottom"], line["top"], line["size"], marks, words)
