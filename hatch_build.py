"""What is made when the program is installed: its templates as Python, its typefaces at single weights, and bytecode.

pip compiles what it installs to bytecode; of a source tree that is installed in place it does not.
"""

from __future__ import annotations

import compileall
import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

THEME = "site/theme/"
"""Templates that MkDocs asks for by their name in this folder."""

VARIABLE = ("-wght-normal.woff2", "-wght-italic.woff2")
"""Ends of the names of typefaces that have all weights in one file."""


class CompileTemplates(BuildHookInterface[Any]):
    """Compiles the templates into the package, and takes the typefaces apart."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the compiled templates before the files of the package are gathered."""
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        try:
            from instructdeck.printed.typefaces import taken_apart  # noqa: PLC0415
            from instructdeck.templating.precompiled import FOLDER, compiled  # noqa: PLC0415
            from instructdeck.templating.templates import Templates  # noqa: PLC0415
        finally:
            sys.path.remove(str(source))
        templates = Templates((Path(self.root) / "templates",))
        found = [(name.removeprefix(THEME), path) for name, path in templates.files(".") if name.endswith((".html", ".xml"))]
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir()
        for name, text in compiled(templates.environment, found).items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        for name, path in templates.files("vendor"):
            if name.endswith(VARIABLE):
                for each, face in taken_apart(path.read_bytes()).items():
                    (FOLDER / each).write_bytes(face)
        build_data["artifacts"] += ["/src/instructdeck/compiled/*.py", "/src/instructdeck/compiled/*.ttf"]
        if version == "editable":
            compileall.compile_dir(source, quiet=1)
