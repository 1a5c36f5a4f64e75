"""What is made when the program is installed: its templates as Python, and in a source tree the bytecode of both.

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


class CompileTemplates(BuildHookInterface[Any]):
    """Compiles the templates into the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the compiled templates before the files of the package are gathered."""
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        try:
            from instructdeck.templating.precompiled import FOLDER, compiled  # noqa: PLC0415
            from instructdeck.templating.templates import Templates  # noqa: PLC0415
        finally:
            sys.path.remove(str(source))
        templates = Templates((Path(self.root) / "templates",))
        found = [(name.removeprefix(THEME), path) for name, path in templates.files(".") if name.endswith(".html")]
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir()
        for name, text in compiled(templates.environment, found).items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        build_data["artifacts"].append("/src/instructdeck/compiled/*.py")
        if version == "editable":
            compileall.compile_dir(source, quiet=1)
