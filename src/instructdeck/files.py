"""The files of a project, read with distrust: contained, regular, of limited size, UTF-8."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from .diagnostics import Findings, Location
from .rules import MERGE_CONFLICT, MISSING_FIGURE, MISSING_FILE, OUTSIDE_PATH, UNREADABLE_FILE

if TYPE_CHECKING:
    from .diagnostics import Rule

CONTENT = "content"
"""The folder of a project that its authors write in."""
MAX_BYTES = 2**20
"""Size limit of a file of text; a deck of 2,300 slides in one file has half of it."""

PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
"""Endings of the pictures that browsers show."""

_HEAD = 4096
"""Bytes of a picture in which its sign stands; an SVG may begin with comments."""
_SIGNS = {
    ".svg": (b"<svg",),
    ".png": (b"\x89PNG",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF8",),
    ".webp": (b"WEBP",),
    ".avif": (b"ftypavif", b"ftypavis", b"ftypmif1"),
}
MAX_SHOWN = 200
"""Characters of a path that a message repeats."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_CONFLICT = re.compile(r"^(?:<{7} .*|={7}|>{7} .*)$", re.MULTILINE)


@dataclass
class Project:
    """The folder a deck is made from, the texts read so far, and what was wrong with them."""

    root: Path
    findings: Findings = field(default_factory=Findings)
    texts: dict[str, str] = field(default_factory=dict)
    """Every text read, by path relative to the root: reports show lines of it."""

    def read(self, path: str, named_at: Location | None = None) -> str | None:
        r"""Give a text with `\\n` line ends; None, and a diagnostic, when it cannot be had."""
        file = self.find(path, "", named_at or Location(path), MISSING_FILE)
        if file is None:
            return None
        place = Location(path)
        try:
            if file.stat().st_size > MAX_BYTES:
                self.findings.add(UNREADABLE_FILE, f"{path} is larger than {MAX_BYTES // 2**20} MiB", place)
                return None
            data = file.read_bytes()
        except OSError as error:
            self.findings.add(UNREADABLE_FILE, f"{path} cannot be read: {error.strerror}", place)
            return None
        text = self._decoded(data, path)
        self.texts[path] = text
        return self._without_conflict(text, path)

    def _decoded(self, data: bytes, path: str) -> str:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = data[: error.start].decode("utf-8-sig", "replace")
            place = _place(path, before, len(before))
            self.findings.add(
                UNREADABLE_FILE, f"byte 0x{data[error.start]:02x} is not UTF-8", place, "save the file as UTF-8"
            )
            text = data.decode("utf-8-sig", "replace")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if found := _CONTROL.search(text):
            place = _place(path, text, found.start())
            message = f"control character U+{ord(found[0]):04X}"
            self.findings.add(UNREADABLE_FILE, message, place, "delete it; it came from a binary file or a bad paste")
            text = _CONTROL.sub("\ufffd", text)
        return text

    def _without_conflict(self, text: str, path: str) -> str:
        """Report a merge conflict, and give both sides without its marks, which Markdown would take for a heading."""
        marks = {found[0][0]: found for found in reversed(list(_CONFLICT.finditer(text)))}
        if len(marks) < len("<=>"):
            return text
        place, length = _place(path, text, marks["<"].start()), len(marks["<"][0])
        hint = "choose a side and delete the marks"
        self.findings.add(MERGE_CONFLICT, "unresolved merge conflict", place, hint, length)
        return _CONFLICT.sub("", text)

    def find(self, path: str, folder: str, location: Location, missing: Rule, length: int = 1) -> Path | None:
        """Give a regular file inside the project by its path relative to `folder`.

        None, and a diagnostic at `location`, when the path leads elsewhere or there is no such file.
        """
        if problem := _path_problem(path):
            hint = "name a file inside the section's folder, such as figures/plot.svg"
            self.findings.add(OUTSIDE_PATH, f"'{path[:MAX_SHOWN]}' {problem}", location, hint, length)
            return None
        file = self.root / folder / path
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
            hint = self._nearest(file)
            self.findings.add(missing, f"'{path[:MAX_SHOWN]}' {_state(file)}", location, hint, length)
            return None
        return file

    def _link_problem(self, resolved: Path, *, content: bool) -> str:
        """Give what is wrong with where a path leads once every link in it is followed."""
        root = self.root.resolve()
        # What stands in content/ is written by many hands; beside it lie files that only the owner sees.
        home = (self.root / CONTENT).resolve() if content else root
        if not resolved.is_relative_to(root) or not resolved.is_relative_to(home):
            return f"is a link that leads out of {'content/' if content else 'the project'}"
        if any(part.startswith(".") for part in resolved.relative_to(root).parts):
            return "is a link to a hidden file"
        return ""

    def _nearest(self, file: Path) -> str:
        """Give a hint that names a file beside the one that is missing; none from a folder outside."""
        from .diagnostics import did_you_mean  # noqa: PLC0415

        try:
            folder = file.parent.resolve(strict=True)
            if self._link_problem(folder, content=file.is_relative_to(self.root / CONTENT)):
                return ""
            names = [each.name for each in folder.iterdir() if each.is_file() and not each.name.startswith(".")]
        except (OSError, RuntimeError, ValueError):
            return ""
        # A name that is not UTF-8 can be written to no page.
        hint = did_you_mean(file.name, [name for name in names if name.isprintable()])
        return hint if hint.startswith("did") else ""

    def picture(self, path: str, folder: str, location: Location, length: int) -> Path | None:
        """Give the file of a picture as `find` does, if it begins as its ending says."""
        file = self.find(path, folder, location, MISSING_FIGURE, length)
        if file is None:
            return None
        try:
            with file.open("rb") as opened:
                head = opened.read(_HEAD)
        except OSError as error:
            self.findings.add(MISSING_FIGURE, f"'{path}' cannot be read: {error.strerror}", location, "", length)
            return None
        kind = file.suffix.lower()
        if not any(sign in head for sign in _SIGNS[kind]):
            state = f"is not a picture of the kind '{kind[1:]}'" if head.strip() else "is empty"
            self.findings.add(MISSING_FIGURE, f"'{path}' {state}", location, "save the picture again", length)
            return None
        return file


def _path_problem(path: str) -> str:
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
