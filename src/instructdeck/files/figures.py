"""The figures of a project: each file is looked at before it is shown."""

from __future__ import annotations

from dataclasses import replace
from errno import EFBIG
from os import SEEK_END
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import Location
from instructdeck.deck.rules import MISSING_FIGURE, THEMED_FIGURE, UNREADABLE_FILE, UNSAFE_FIGURE
from instructdeck.pictures.drawing import MAX_LENGTH, drawing, flaws
from instructdeck.pictures.picture import MAX_SVG, Flaw, judge, mismatch
from instructdeck.pictures.svg import parse

if TYPE_CHECKING:
    from instructdeck.contained import Contained
    from instructdeck.deck.diagnostics import Rule

    from .files import Project

MAX_PICTURE = 64 * 2**20
"""Bytes of a picture that is no SVG: no screen shows more."""
MAX_PICTURES = 512 * 2**20
"""Bytes of all pictures of a deck; `serve` keeps them in memory."""
_SMALLER = "save it smaller: a screen has 4,000 pixels in a line"
_HEAD = 1024
"""Bytes of a picture in which its sign stands."""


def find_picture(project: Project, path: str, folder: str, location: Location, length: int) -> str:
    """Give the path of a picture relative to the project's root, if it is what its ending says and cannot act.

    Nothing, and a diagnostic, when it is not.
    """
    ending = PurePosixPath(path).suffix.lower()
    file = project.find(path, folder, location, MISSING_FIGURE, length)
    if file is None:
        return ""
    file = replace(file, limit=MAX_SVG if ending == ".svg" else MAX_PICTURE)
    name = f"{folder}/{path}".lstrip("/")
    problem, hint = _problem(project, name, ending, file)
    if problem:
        project.findings.add(MISSING_FIGURE, f"'{path}' {problem}", location, hint, length)
        return ""
    if name not in project.pictures:
        project.pictures[name] = _shown(project, name, file) if ending == ".svg" else file
    return name if project.pictures[name] else ""


def _problem(project: Project, name: str, ending: str, file: Contained) -> tuple[str, str]:
    """Give why a file is not the picture that its ending says, and what to do about it; empty when it is."""
    try:
        with file.open() as opened:
            head = opened.read(_HEAD)
            size = opened.seek(0, SEEK_END)
    except OSError as error:
        if error.errno == EFBIG:
            return f"is larger than {file.limit // 2**20} MiB", "save it as PNG" if ending == ".svg" else _SMALLER
        return f"cannot be read: {error.strerror}", ""
    project.weight += 0 if name in project.pictures else size
    if project.weight > MAX_PICTURES:
        return f"is too much: the pictures before it have {MAX_PICTURES // 2**20} MiB together", _SMALLER
    return mismatch(ending, head)


def _shown(project: Project, path: str, file: Contained) -> bytes | None:
    """Give an SVG that may be shown; None, and a diagnostic, for any other."""
    known = len(project.findings.items)
    try:
        data = file.read()
    except OSError as error:
        project.findings.add(UNREADABLE_FILE, f"{path} cannot be read: {error.strerror}", Location(path))
        return None
    text = _look(project, path, data)
    found = project.findings.items[known:]
    if found:
        project.texts[path] = text
    return None if any(each.rule in {UNREADABLE_FILE, UNSAFE_FIGURE} for each in found) else data


def _look(project: Project, path: str, data: bytes) -> str:
    """Report what is wrong with an SVG, and keep it where it becomes a part of the page; gives its text."""
    text = project.decoded(data, path)
    verdict = judge(text)
    for flaw in verdict.flaws:
        _report(project, UNSAFE_FIGURE, path, flaw)
    if verdict.themed and not verdict.flaws:
        _theme(project, path, text)
    return text


def _theme(project: Project, path: str, text: str) -> None:
    """Keep an SVG as a part of the page, or report why it cannot be one."""
    root = parse(text)
    found = flaws(root)
    if len(text) > MAX_LENGTH:
        message = f"larger than {MAX_LENGTH // 1000} kB, too much for a part of the page"
        found = (Flaw(message, root.line, root.column, 1, "simplify the drawing"),)
    for flaw in found:
        _report(project, THEMED_FIGURE, path, flaw)
    if not found:
        project.drawings[path] = drawing(root)


def _report(project: Project, rule: Rule, path: str, flaw: Flaw) -> None:
    project.findings.add(rule, flaw.message, Location(path, flaw.line, flaw.column), flaw.hint, flaw.length)
