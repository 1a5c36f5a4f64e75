"""Which sections a deck has: those that `deck.yml` lists, held against the folders that there are."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import DECK_FILE, Location
from instructdeck.deck.links import DOWNLOADS, FIGURES
from instructdeck.deck.rules import DUPLICATE_ID, MISSING_FILE, MISSING_KEY, UNLISTED_SECTION, WRONG_VALUE
from instructdeck.files.files import CONTENT
from instructdeck.files.forms import id_form
from instructdeck.files.yamlfile import Items, Scalar

if TYPE_CHECKING:
    from instructdeck.files.files import Project
    from instructdeck.files.yamlfile import Record

RESERVED = frozenset({"index", "evidence", "team", "deck", "assets", FIGURES, DOWNLOADS, "search", "404"})
"""Names in the site that a section cannot have."""
MAX_SECTIONS = 500
"""Sections of a deck: each gets a page that links to all others."""
_NAME = re.compile(r"[^\W_][\w-]*")


def section_names(project: Project, record: Record | None) -> list[tuple[str, Location]]:
    """Give the sections in order, each once; every folder that has one when `deck.yml` cannot say."""
    there = project.folders_with(CONTENT, ("section.yml", "slides.md"))
    if record is None or not _lists_sections(project, record):
        names = sorted(name for name in there if is_section_name(name))
        return [(name, Location(DECK_FILE)) for name in names[:MAX_SECTIONS]]
    found: dict[str, Location] = {}
    meant: set[str] = set()
    items = record.texts("sections")
    if not items and not there:
        hint = "make a folder in content/ with section.yml and slides.md, and write its name here"
        project.findings.add(MISSING_KEY, "this deck has no sections", record.key_location("sections"), hint)
    for item in items:
        name = item.value.strip()
        if name in found:
            message, hint = (
                f"section '{name}' stands here a second time",
                f"the first is on line {found[name].line}",
            )
            project.findings.add(DUPLICATE_ID, message, item.location, hint, len(name))
        elif not is_section_name(name):
            near = project.findings.nearest(PurePosixPath(name).name, there, item.location.path)
            hint = f"did you mean '{near}'?" if near else id_form(name)
            hint = "the site has a page of that name" if name.lower() in RESERVED else hint
            meant.add(near)
            message = f"'{name}' cannot be the name of a section"
            project.findings.add(WRONG_VALUE, message, item.location, hint, len(name))
        elif name not in there:
            meant |= _missing_section(project, name, item.location, there)
        elif len(found) == MAX_SECTIONS:
            message = f"a deck has at most {MAX_SECTIONS} sections"
            project.findings.add(WRONG_VALUE, message, item.location, "divide the deck", len(name))
            break
        else:
            found[name] = item.location
    _unlisted_sections(project, there - found.keys() - meant - {item.value.strip() for item in items}, record)
    return list(found.items())


def _lists_sections(project: Project, record: Record) -> bool:
    """Tell whether `deck.yml` has a list of sections, and report it when it has not."""
    node = record.node_of("sections", required=True)
    if isinstance(node, Scalar) and not node.value:
        place, hint = record.key_location("sections"), "write '- name' below it for each folder of a section"
        project.findings.add(MISSING_KEY, "'sections' is empty", place, hint, len("sections"))
    elif not isinstance(node, Items):
        record.items("sections")
    return isinstance(node, Items)


def _missing_section(project: Project, name: str, place: Location, there: set[str]) -> set[str]:
    """Report a section without a folder; gives the folder that was most likely meant."""
    near = project.findings.nearest(name, there, place.path)
    folder = f"{CONTENT}/{name}"
    if (project.root / folder).is_dir():
        message = f"{folder} has neither section.yml nor slides.md"
    else:
        message = f"section '{name}' has no folder {folder}"
    hint = f"did you mean '{near}'?" if near else f"write {folder}/section.yml and {folder}/slides.md"
    project.findings.add(MISSING_FILE, message, place, hint, len(name))
    return {near} if near else set()


def _unlisted_sections(project: Project, names: set[str], record: Record) -> None:
    """Report folders that look like sections and are not listed."""
    place = record.key_location("sections")
    for name in sorted(names):
        shown = name if name.isprintable() else ascii(name)[1:-1]
        hint = f"add '- {shown}' where it belongs"
        message = f"content/{shown} is not in 'sections'"
        project.findings.add(UNLISTED_SECTION, message, place, hint, len("sections"))


def is_section_name(name: str) -> bool:
    """Tell whether a section can have a name: it becomes an address, on some systems regardless of case."""
    return bool(_NAME.fullmatch(name)) and name.lower() not in RESERVED
