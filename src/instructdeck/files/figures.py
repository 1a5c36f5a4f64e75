"""The figures of a project: each file is looked at before it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import Location
from instructdeck.deck.rules import MISSING_FIGURE, THEMED_FIGURE, UNREADABLE_FILE, UNSAFE_FIGURE
from instructdeck.pictures.drawing import MAX_LENGTH, drawing, flaws
from instructdeck.pictures.picture import MAX_SVG, Flaw, judge, mismatch
from instructdeck.pictures.svg import parse

if TYPE_CHECKING:
    from pathlib import Path

    from instructdeck.deck.diagnostics import Rule

    from .files import Project

_HEAD = 1024
"""Bytes of a picture in which its sign stands."""


def find_picture(project: Project, path: str, folder: str, location: Location, length: int) -> str:
    """Give the path of a picture relative to the project's root, if it is what its ending says and cannot act.

    Nothing, and a diagnostic, when it is not.
    """
    file = project.find(path, folder, location, MISSING_FIGURE, length)
    if file is None:
        return ""
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError as error:
        project.findings.add(MISSING_FIGURE, f"'{path}' cannot be read: {error.strerror}", location, "", length)
        return ""
    problem, hint = mismatch(file.suffix.lower(), head)
    if problem:
        project.findings.add(MISSING_FIGURE, f"'{path}' {problem}", location, hint, length)
        return ""
    name = f"{folder}/{path}".lstrip("/")
    return name if file.suffix.lower() != ".svg" or _may_show(project, name, file) else ""


def _may_show(project: Project, path: str, file: Path) -> bool:
    """Tell whether an SVG may be shown; if not, there is a diagnostic."""
    if path not in project.svgs:
        known = len(project.findings.items)
        text = _look(project, path, file)
        found = project.findings.items[known:]
        project.svgs[path] = not any(each.rule in {UNREADABLE_FILE, UNSAFE_FIGURE} for each in found)
        if found:
            project.texts[path] = text
    return project.svgs[path]


def _look(project: Project, path: str, file: Path) -> str:
    """Report what is wrong with an SVG, and keep it where it becomes a part of the page; gives its text."""
    try:
        data = file.read_bytes() if file.stat().st_size <= MAX_SVG else b""
    except OSError as error:
        project.findings.add(UNREADABLE_FILE, f"{path} cannot be read: {error.strerror}", Location(path))
        return ""
    if not data:
        flaw = Flaw(f"larger than {MAX_SVG // 2**20} MiB", 1, 1, 1, "save it as PNG")
        _report(project, UNSAFE_FIGURE, path, flaw)
        return ""
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
