"""The files of a project, read with distrust: contained, regular, of limited size, UTF-8."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from .diagnostics import Findings, Location
from .rules import MERGE_CONFLICT, MISSING_FILE, OUTSIDE_PATH, UNREADABLE_FILE

if TYPE_CHECKING:
    from .diagnostics import Rule

MAX_BYTES = 2**20
"""Size limit of a file of text; a deck of 2,300 slides in one file has half of it."""

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
        return text

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
            self.texts[path] = text
            text = _CONTROL.sub("\ufffd", text)
        for found in list(_CONFLICT.finditer(text))[:1]:
            if text.count("\n=======\n") and re.search(r"^>{7} ", text, re.MULTILINE):
                place = _place(path, text, found.start())
                self.findings.add(
                    MERGE_CONFLICT,
                    "unresolved merge conflict",
                    place,
                    "choose a side and delete the marks",
                    len(found[0]),
                )
        return text

    def find(self, path: str, folder: str, location: Location, missing: Rule, length: int = 1) -> Path | None:
        """Give a regular file inside the project by its path relative to `folder`.

        None, and a diagnostic at `location`, when the path leads elsewhere or there is no such file.
        """
        if problem := _path_problem(path):
            hint = "name a file inside the section's folder, such as figures/plot.svg"
            self.findings.add(OUTSIDE_PATH, f"'{path}' {problem}", location, hint, length)
            return None
        file = self.root / folder / path
        try:
            resolved = file.resolve(strict=True)
            if not resolved.is_relative_to(self.root.resolve()):
                self.findings.add(
                    OUTSIDE_PATH, f"'{path}' is a link that leads out of the project", location, "", length
                )
                return None
            regular = stat.S_ISREG(resolved.stat().st_mode)
        except (OSError, RuntimeError, ValueError):
            regular = False
        if not regular:
            state = "is not a regular file" if file.exists() else "does not exist"
            self.findings.add(missing, f"'{path}' {state}", location, _nearest(file), length)
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


def _nearest(file: Path) -> str:
    from .diagnostics import did_you_mean  # noqa: PLC0415

    try:
        names = [each.name for each in file.parent.iterdir() if each.is_file() and not each.name.startswith(".")]
    except OSError:
        return ""
    hint = did_you_mean(file.name, names)
    return hint if hint.startswith("did") else ""


def _place(path: str, text: str, offset: int) -> Location:
    line = text.count("\n", 0, offset) + 1
    return Location(path, line, offset - (text.rfind("\n", 0, offset) + 1) + 1)
