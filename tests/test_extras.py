"""What is installed only where it is wanted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from instructdeck.extras import how_to_install

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_pip_of_this_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`pip` alone is named where it is the one that brings things to this Python; else this Python is."""
    for folder in ("ours", "others"):
        (tmp_path / folder).mkdir()
        pip = tmp_path / folder / "pip"
        pip.touch()
        pip.chmod(0o755)
    python = str(tmp_path / "ours/python")
    monkeypatch.setattr(sys, "executable", python)
    said = {}
    for path in ("ours", "others", "none"):
        monkeypatch.setenv("PATH", str(tmp_path / path))
        said[path] = how_to_install("pptx")

    assert "pip install 'instructdeck[pptx]'" == said["ours"]
    assert f"{python} -m pip install 'instructdeck[pptx]'" == said["others"] == said["none"]
