"""What the gate says of drawings, each alone on a slide."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conftest import TinyProject

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEAD = "---\ntitle: A talk\nnumbers: ours\nspeaker: {name: Ada}\n---\n\n"
PICTURE = "![A picture]("


def deck(drawings: Mapping[str, str]) -> dict[str, str]:
    """Give the files of a deck with a slide for each file of SVG, by its name."""
    found = {"talk.md": HEAD}
    for number, (name, svg) in enumerate(drawings.items()):
        path = name if "." in name else f"figures/{name}.svg"
        found[path] = svg
        shown = f"{PICTURE}<{path}>)"
        found["talk.md"] += f"## Slide {{#slide-{number} layout=figure}}\n\n{shown}\n\n::: notes\nA note.\n:::\n\n"
    return found


def said_of(folder: Path, drawings: Mapping[str, str]) -> dict[str, list[str]]:
    """Give the rules and messages of the gate for each drawing, in a project in a folder that is made for it."""
    project = TinyProject(folder / "project")
    for path, text in deck(drawings).items():
        project.write(path, text)
    found = json.loads(project.run("check", "talk.md", "--rendered", "--format=json").stdout)["diagnostics"]
    lines = (project.root / "talk.md").read_text(encoding="utf-8").splitlines()
    shown = [number for number, line in enumerate(lines, 1) if line.startswith(PICTURE)]
    said: dict[str, list[str]] = {name: [] for name in drawings}
    for each in found:
        assert "talk.md" == each["path"], each
        name = list(drawings)[shown.index(each["line"])]
        said[name].append(f"{each['rule']}: {each['message']}")
    return said
