"""Mistakes as data: what of a whole deck is changed, and where its author would look for what is wrong."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

BROKEN = Path(__file__).parent / "broken"
"""The lists of inputs, by what is broken, and the whole deck that each of them breaks."""
WHOLE = BROKEN / "project"
MARK = "☞"
"""Stands in an input where an author would look; it is taken out before the input is written."""
_SHOWN = re.compile(r"^(?:error|warning)\[([\w-]+)\]: .*\n +--> (.+):(\d+):(\d+)$", re.MULTILINE)


@dataclass(frozen=True)
class Shown:
    """One diagnostic of a report."""

    rule: str
    path: str
    line: int
    column: int


@dataclass(frozen=True)
class Input:
    """One mistake, with the fields that `broken/README.md` explains."""

    title: str
    file: str
    rule: str
    old: str = ""
    new: str = ""
    text: str | None = None
    add: str = ""
    times: int = 1
    end: str = ""
    at: str = ""
    most: int = 3
    encoding: str = "utf-8"
    ends: str = "\n"
    rename: str = ""
    link: str = ""
    pipe: bool = False
    folder: bool = False
    missing: bool = False

    @property
    def deck(self) -> str:
        """The file that is a deck of its own; nothing when the deck is the project."""
        return self.file if self.file == "talk.md" else ""

    @property
    def marked(self) -> str:
        """The whole text of the file as the input has it, with the mark. Raises ValueError for an input of no sense."""
        before = (WHOLE / self.file).read_text(encoding="utf-8")
        if before.count(self.old) != 1 and self.old:
            raise ValueError(f"{self.title}: '{self.old}' stands {before.count(self.old)} times in {self.file}")
        changed = before if self.text is None else self.text
        changed = changed.replace(self.old, self.new) if self.old else changed
        return changed + self.add * self.times + self.end

    @property
    def place(self) -> tuple[str, int, int]:
        """Path, line and column where an author would look; column 0 where the line alone is known.

        Raises ValueError for an input that names no place.
        """
        if MARK in self.marked:
            return self.file, *_line(self.marked, MARK)
        path, _, words = self.at.partition(": ")
        if not path:
            raise ValueError(f"{self.title}: no place is marked")
        if not words:
            return path, 1, 0
        text = self.marked if path == self.file and not self.missing else (WHOLE / path).read_text(encoding="utf-8")
        return path, _line(text, words)[0], 0

    def write(self, root: Path) -> None:
        """Write the deck with its mistake into a folder."""
        shutil.copytree(WHOLE, root)
        file = root / self.file
        if self.rename:
            file.rename(root / self.rename)
            return
        file.unlink()
        if self.missing:
            return
        if self.link:
            file.symlink_to(self.link)
        elif self.pipe:
            os.mkfifo(file)
        elif self.folder:
            file.mkdir()
        else:
            text = self.marked.replace(MARK, "").replace("\n", self.ends)
            file.write_bytes(text.encode(self.encoding))


def _line(text: str, words: str) -> tuple[int, int]:
    """Give line and column of words that stand once in a text. Raises ValueError where they do not."""
    if text.count(words) != 1:
        raise ValueError(f"'{words}' stands {text.count(words)} times")
    begin = text.index(words)
    return text.count("\n", 0, begin) + 1, begin - text.rfind("\n", 0, begin)


def inputs(name: str) -> tuple[Input, ...]:
    """Give the inputs of one list."""
    tables = tomllib.loads((BROKEN / f"{name}.toml").read_text(encoding="utf-8"))["input"]
    return tuple(Input(**each) for each in tables)


def shown(report: str) -> list[Shown]:
    """Give the diagnostics that a report shows to people."""
    return [Shown(rule, path, int(line), int(column)) for rule, path, line, column in _SHOWN.findall(report)]
