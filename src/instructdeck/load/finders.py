"""Functions that find what a section's Markdown names: its figures, its diagrams, the data of its charts."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from instructdeck.deck.rules import MISSING_FIGURE, MISSING_FILE, OUTSIDE_PATH, REMOTE_FIGURE
from instructdeck.files.figures import find_picture
from instructdeck.files.files import CONTENT, path_problem
from instructdeck.pictures.picture import PICTURES

if TYPE_CHECKING:
    from instructdeck.deck.diagnostics import Location
    from instructdeck.files.files import Project
    from instructdeck.markdown.passage import DataFinder, DiagramFinder, FigureFinder

DATA = "data/"
"""Where a section keeps the data of its charts."""
DATA_ENDINGS = (".csv", ".json")
"""Of files with data; JSON is for Vega-Lite."""
SHARED_DIAGRAMS = "../diagrams/"
"""How a section names the diagrams in `content/diagrams/`, which all sections share."""

_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")


def figure_finder(project: Project, folder: str) -> FigureFinder:
    """Give a function that finds the figures of one section."""

    def find(src: str, location: Location, length: int) -> str:
        if _REMOTE.match(src):
            home = "the section's figures/ folder" if folder else "a folder beside the deck"
            hint = f"save the picture in {home}, and name it as figures/plot.svg"
            project.findings.add(REMOTE_FIGURE, "a figure on another host", location, hint, length)
            return ""
        name = unquote(src)
        if not name.lower().endswith(PICTURES):
            message = f"'{name}' is not a picture that browsers show" if name else "a figure without a file"
            hint = f"known are {', '.join(each[1:] for each in PICTURES)}"
            hint = (project.likely(name, folder) or hint) if name else "name one: ![…](figures/plot.svg)"
            project.findings.add(MISSING_FIGURE, message, location, hint, length)
            return ""
        return find_picture(project, name, folder, location, length)

    return find


def diagram_finder(project: Project, folder: str) -> DiagramFinder:
    """Give a function that reads the diagrams of one section, and those that all sections share."""

    def find(src: str, location: Location, length: int) -> tuple[str, str] | None:
        if _REMOTE.match(src):
            hint = "save the file, and name it as figures/stages.mmd"
            project.findings.add(REMOTE_FIGURE, "a diagram on another host", location, hint, length)
            return None
        name = unquote(src)
        shared = name.startswith(SHARED_DIAGRAMS) and folder.startswith(f"{CONTENT}/")
        home, name = (CONTENT, name.removeprefix("../")) if shared else (folder, name)
        if not shared and _is_shared(project, name, folder):
            message, hint = f"'{name}' is not in this section's folder", f"did you mean '../{name}'?"
            project.findings.add(MISSING_FILE, message, location, hint, length)
            return None
        if project.find(name, home, location, MISSING_FILE, length) is None:
            return None
        path = f"{home}/{name}".lstrip("/")
        text = project.read(path, location)
        return None if text is None else (path, text)

    return find


def _is_shared(project: Project, name: str, folder: str) -> bool:
    """Tell whether a diagram that a section does not have is one of those that all sections share."""
    home, _, file = name.rpartition("/")
    if f"../{home}/" != SHARED_DIAGRAMS:
        return False
    own, shared = (project.named_so(f"{at}/{home}".lstrip("/"), ".mmd") for at in (folder, CONTENT))
    return file in shared - own


def data_finder(project: Project, folder: str) -> DataFinder:
    """Give a function that finds the data of one section's charts."""

    def find(name: str, location: Location, length: int) -> tuple[str, str] | None:
        if not name.startswith(DATA) or not name.lower().endswith(DATA_ENDINGS):
            hint = f"save it as CSV in the section's {DATA} folder: 'data: {DATA}{PurePosixPath(name).stem}.csv'"
            problem = "" if _REMOTE.match(name) else path_problem(name)
            rule = OUTSIDE_PATH if problem else MISSING_FILE
            project.findings.add(rule, f"'{name[:60]}' {problem or 'is no file of data'}", location, hint, length)
            return None
        path = f"{folder}/{name}".lstrip("/")
        text = project.read(path, location)
        return None if text is None else (path, text)

    return find
