"""The files of a project, read with distrust: contained, regular, of limited size, UTF-8."""

from __future__ import annotations

import codecs
import errno
import re
import stat
from contextlib import suppress
from dataclasses import field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from instructdeck.contained import Contained
from instructdeck.deck.diagnostics import Findings, Location, nearest
from instructdeck.deck.rules import MERGE_CONFLICT, MISSING_FIGURE, MISSING_FILE, OUTSIDE_PATH, UNREADABLE_FILE
from instructdeck.overtaken import go_on
from instructdeck.pictures.picture import PICTURES
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from instructdeck.deck.diagnostics import Rule
    from instructdeck.pictures.drawing import Drawing

CONTENT = "content"
"""The folder of a project that its authors write in."""
MAX_BYTES = 2**18
"""Size limit of a file of text, 25 times the longest section of a real talk; hostile Markdown takes seconds for it."""

_HEAD = 4096
"""Bytes of a text by which its encoding is told."""
MAX_FOLDERS = 20
"""Folders beside a file that are searched for the one that was meant: one file can stand in somebody's home."""
MAX_SHOWN = 200
"""Characters of a path that a message repeats."""

MAX_ALL_BYTES = 2**21
"""Size limit of all texts of a project together; 2,300 slides have a quarter of it."""
_TOO_LARGE = "divide it: each section has files of its own"

_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
"""What bytes that are no UTF-8 are in the alphabet of Windows, from which they most often come."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONFLICT = re.compile(r"<{7}(?: .*)?|\|{7}(?: .*)?|={7}|>{7}(?: .*)?")
"""A line that Git writes around the sides of a conflict."""
_LEFT_OVER = re.compile(r"(?:<{7}|>{7}) \S+")
_ENCODINGS = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
"""Encodings other than UTF-8 by how a file in them begins; the longer sign stands first."""
_DOCUMENTS = {b"PK\x03\x04": "a Word or other Office document", b"%PDF": "a PDF", b"{\\rtf": "rich text (RTF)"}
"""Files of word processors by how they begin."""


@dataclass
class Project:
    """The folder a deck is made from, the texts read so far, and what was wrong with them."""

    root: Path
    findings: Findings = field(default_factory=Findings)
    texts: dict[str, str] = field(default_factory=dict)
    """Every text read, by path relative to the root: reports show lines of it."""
    drawings: dict[str, Drawing] = field(default_factory=dict)
    """Every SVG that becomes a part of the page, by path relative to the root."""
    pictures: dict[str, bytes | Contained | None] = field(default_factory=dict)
    """What of each picture is published, by path relative to the root: an SVG just as it was looked at, for it could
    act; the file of any other; nothing of one that may not be shown."""
    weight: int = 0
    """Bytes of all pictures found so far."""
    folders: set[Path] = field(default_factory=set)
    """Where files were looked for, whether there were any or not."""
    size: int = 0
    """Bytes of all texts read so far."""
    names: dict[str, list[str]] = field(default_factory=dict)
    """Pictures that a hint on a missing figure can name, by folder."""
    pause: Callable[[], None] = go_on
    """Called for each text; it may end the reading by what it raises."""

    @cached_property
    def real_root(self) -> Path:
        """The root without any link in its path."""
        return self.root.resolve()

    def begun(self) -> Project:
        """Give the project as it is before anything is read, but with the size that it has."""
        return replace(self, findings=Findings(), texts={}, drawings={}, pictures={}, folders=set(), names={})

    def take(self, other: Project) -> None:
        """Take what was read as another project, which this one has begun."""
        self.findings.items += other.findings.items
        self.findings.hints += other.findings.hints
        self.texts |= other.texts
        self.drawings |= other.drawings
        self.pictures |= other.pictures
        self.names |= other.names
        self.folders |= other.folders
        self.size = max(self.size, other.size)
        self.weight = max(self.weight, other.weight)

    def read(self, path: str, named_at: Location | None = None) -> str | None:
        r"""Give a text with `\\n` line ends; None, and a diagnostic, when it cannot be had."""
        self.pause()
        file = self.find(path, "", named_at or Location(path), MISSING_FILE)
        if file is None:
            return None
        place = Location(path)
        try:
            data = file.read()
        except OSError as error:
            large = error.errno == errno.EFBIG
            why = f"is larger than {MAX_BYTES // 2**10} KiB" if large else f"cannot be read: {error.strerror}"
            self.findings.add(UNREADABLE_FILE, f"{path} {why}", place, _TOO_LARGE if large else "")
            return None
        self.size += len(data)
        if self.size > MAX_ALL_BYTES:
            message = f"{path} is not read: the texts before it have {MAX_ALL_BYTES // 2**20} MiB together"
            self.findings.add(UNREADABLE_FILE, message, place, "divide the deck")
            return None
        if kind := next((kind for sign, kind in _DOCUMENTS.items() if data.startswith(sign)), ""):
            hint = "write it with a text editor, and save it as plain text"
            self.findings.add(UNREADABLE_FILE, f"{path} is {kind}, not plain text", place, hint)
            return None
        text = self.decoded(data, path)
        self.texts[path] = text
        return self._without_conflicts(text, path)

    def decoded(self, data: bytes, path: str) -> str:
        """Give a text from bytes; where they are no clean UTF-8, with a diagnostic and as much as can be read."""
        encoding = _encoding(data)
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            before = data[: error.start].decode(encoding, "replace")
            place = _place(path, before, len(before))
            message = f"byte 0x{data[error.start]:02x} is not {encoding.upper().removesuffix('-SIG')}"
            self.findings.add(UNREADABLE_FILE, message, place, "save the file as UTF-8")
            windows = encoding == "utf-8-sig"
            text = (
                data.decode(encoding, "surrogateescape").translate(_WINDOWS)
                if windows
                else data.decode(encoding, "replace")
            )
        else:
            if encoding != "utf-8-sig":
                hint = "save it as UTF-8 (in Windows' Notepad: Save as, Encoding: UTF-8)"
                self.findings.add(UNREADABLE_FILE, f"{path} is {encoding.upper()}", Location(path), hint)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if found := _CONTROL.search(text):
            place = _place(path, text, found.start())
            message = f"control character U+{ord(found[0]):04X}"
            self.findings.add(UNREADABLE_FILE, message, place, "delete it; it came from a binary file or a bad paste")
            text = _CONTROL.sub("\ufffd", text)
        return text

    def _without_conflicts(self, text: str, path: str) -> str:
        """Report each merge conflict, and give its upper side alone: both would be doubled keys and ids."""
        if "<" * 7 not in text and ">" * 7 not in text:
            return text
        lines = text.split("\n")
        for first, second, last in _conflicts(lines):
            hint = "choose a side, and delete the marks '<<<<<<<', '=======' and '>>>>>>>'"
            place, length = Location(path, first + 1), len(lines[first])
            self.findings.add(MERGE_CONFLICT, "unresolved merge conflict", place, hint, length)
            lines[first], lines[second : last + 1] = "", [""] * (last + 1 - second)
        for number, line in enumerate(lines):
            if _LEFT_OVER.fullmatch(line):
                message = "a mark of a merge conflict is left"
                self.findings.add(MERGE_CONFLICT, message, Location(path, number + 1), "delete this line", len(line))
                lines[number] = ""
        return "\n".join(lines)

    def find(self, path: str, folder: str, location: Location, missing: Rule, length: int = 1) -> Contained | None:
        """Give a regular file inside the project by its path relative to `folder`, to be read like a text.

        None, and a diagnostic at `location`, when the path leads elsewhere or there is no such file.
        """
        if problem := path_problem(path):
            home = "the section's folder" if folder else "the folder of the deck"
            hint = self.likely(path, folder) or f"name a file inside {home}, such as figures/plot.svg"
            self.findings.add(OUTSIDE_PATH, f"'{path[:MAX_SHOWN]}' {problem}", location, hint, length)
            return None
        file = self.root / folder / path
        self.folders.add(file.parent)
        try:
            resolved = file.resolve(strict=True)
            if problem := self._link_problem(resolved, content=file.is_relative_to(self.root / CONTENT)):
                hint = "copy the file into the section's folder"
                self.findings.add(OUTSIDE_PATH, f"'{path}' {problem}", location, hint, length)
                return None
            regular = stat.S_ISREG(resolved.stat().st_mode)
        except (OSError, RuntimeError, ValueError):
            regular = False
        if not regular:
            hint = self.likely(path, folder) if missing is MISSING_FIGURE else self._beside(file)
            self.findings.add(missing, f"'{path[:MAX_SHOWN]}' {_state(file)}", location, hint, length)
            return None
        return Contained(self.real_root, resolved.relative_to(self.real_root).parts, MAX_BYTES)

    @cached_property
    def _homes(self) -> tuple[Path, Path]:
        """The folder of the project and its content, once every link to them is followed."""
        return self.root.resolve(), (self.root / CONTENT).resolve()

    def _link_problem(self, resolved: Path, *, content: bool) -> str:
        """Give what is wrong with where a path leads once every link in it is followed."""
        root, content_folder = self._homes
        # What stands in content/ is written by many hands; beside it lie files that only the owner sees.
        home = content_folder if content else root
        if not resolved.is_relative_to(root) or not resolved.is_relative_to(home):
            return f"is a link that leads out of {'content/' if content else 'the project'}"
        if any(part.startswith(".") for part in resolved.relative_to(root).parts):
            return "is a link to a hidden file"
        return ""

    def _beside(self, file: Path) -> str:
        """Give a hint that names a file beside the one that is missing."""
        near = nearest(file.name, [each.name for each in self._files(file.parent)])
        return f"did you mean '{near}'?" if near else ""

    def folders_with(self, folder: str, files: Sequence[str]) -> set[str]:
        """Give the names of a folder's folders that have one of some files."""
        # They are not listed: a link may lead to a large one.
        home = self.root / folder
        try:
            return {each.name for each in home.iterdir() if any(_is_there(each / file) for file in files)}
        except OSError:
            return set()

    def misnamed(self, path: str) -> str:
        """Give the name of a file that stands in for one that is not there, by another ending or other capitals."""
        file = self.root / path
        same = {".yml": (".yml", ".yaml"), ".md": (".md", ".markdown", ".txt")}.get(file.suffix, ())
        alike = (each for each in self._files(file.parent) if each.stem.lower() == file.stem.lower())
        return next((each.name for each in alike if each.suffix.lower() in same), "")

    def named_so(self, folder: str, ending: str) -> set[str]:
        """Give the names of a folder's files that end so; none when it is not there."""
        return {each.name for each in (self.root / folder).glob(f"*{ending}")}

    def likely(self, path: str, folder: str) -> str:
        """Give a hint that names the picture of a section's folder that was most likely meant."""
        names = self._names(folder)
        base = PurePosixPath(path.replace("\\", "/")).name.lower()
        stem = base.rpartition(".")[0] or base
        same = (name for name in names if PurePosixPath(name).name.lower() == base)
        alike = (name for name in names if PurePosixPath(name).stem.lower() == stem)
        bases = {PurePosixPath(name).name: name for name in names}
        near = next(chain(same, alike), "") or bases.get(self.findings.nearest(base, bases, folder), "")
        return f"did you mean '{near}'?" if near else ""

    def _names(self, folder: str) -> list[str]:
        """Give the pictures in a section's folder and its folders; asked once, for there can be many mistakes."""
        if folder not in self.names:
            home = self.root / folder
            folders = [home]
            with suppress(OSError):
                folders += sorted(each for each in home.iterdir() if each.is_dir())[:MAX_FOLDERS]
            found = (file for inner in folders for file in self._files(inner))
            names = (file.relative_to(home).as_posix() for file in found)
            self.names[folder] = [name for name in names if name.lower().endswith(PICTURES)]
        return self.names[folder]

    def _files(self, folder: Path) -> list[Path]:
        """Give the files of a folder in the project that a hint can name."""
        try:
            home = folder.resolve(strict=True)
            if self._link_problem(home, content=folder.is_relative_to(self.root / CONTENT)):
                return []
            found = sorted(each for each in folder.iterdir() if each.is_file() and not each.name.startswith("."))
        except (OSError, RuntimeError, ValueError):
            return []
        # A name that is not UTF-8 can be written to no page.
        return [each for each in found if each.name.isprintable()]


def _is_there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:  # a folder that may not be entered
        return False


def _conflicts(lines: Sequence[str]) -> list[tuple[int, int, int]]:
    """Give the first line of each merge conflict, the one behind its upper side, and its last."""
    found = []
    first = second = -1
    divided = False
    for number, line in enumerate(lines):
        if not _CONFLICT.fullmatch(line):
            continue
        if line[0] == "<":
            first, second, divided = number, -1, False
        elif line[0] == ">":
            found += [(first, second, number)] if divided else []
            first, divided = -1, False
        elif first >= 0:
            second = number if second < 0 else second
            divided = divided or line[0] == "="
    return found


def _encoding(data: bytes) -> str:
    """Give the encoding of a text by how it begins: Windows' editors and shells write UTF-16."""
    for sign, name in _ENCODINGS.items():
        if data.startswith(sign):
            return name
    # Without a sign, letters of Latin script are every other byte.
    even, odd = data[0:_HEAD:2], data[1:_HEAD:2]
    if len(odd) > 1 and not any(odd) and all(even):
        return "utf-16-le"
    if len(odd) > 1 and not any(even) and all(odd):
        return "utf-16-be"
    return "utf-8-sig"


def path_problem(path: str) -> str:
    """Give what is wrong with a path that leads out of a folder, or is none; empty for any other."""
    pure = PurePosixPath(path)
    if not path or "\\" in path or any(ord(char) < ord(" ") for char in path):
        return "is not a plain path"
    if pure.is_absolute() or re.match(r"[A-Za-z]:", path):
        return "is an absolute path"
    if ".." in pure.parts:
        return "leads out of the section's folder"
    if any(part.startswith(".") for part in pure.parts):
        return "names a hidden file"
    return ""


def _state(file: Path) -> str:
    """Give why a file cannot be had."""
    try:
        return "is not a regular file" if file.exists() else "does not exist"
    except OSError as error:
        return f"cannot be read: {error.strerror}"


def _place(path: str, text: str, offset: int) -> Location:
    line = text.count("\n", 0, offset) + 1
    return Location(path, line, offset - (text.rfind("\n", 0, offset) + 1) + 1)
