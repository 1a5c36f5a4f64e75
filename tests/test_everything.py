"""The site with a file of each kind to download."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from instructdeck.commands.run import SITE
from instructdeck.printed.everything import ENDINGS, SUMS

if TYPE_CHECKING:
    from conftest import TinyProject

pytestmark = pytest.mark.browser


def test_everything(project: TinyProject, chromium: str) -> None:
    """Every kind of file stands in the site, is linked from its first page, and has its checksum."""
    assert chromium
    done = project.run("export", "all")
    folder = project.root / SITE / "downloads"
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    page = (project.root / SITE / "index.html").read_text(encoding="utf-8")
    sums = {name: digest for digest, name in (line.split("  ") for line in files.pop(SUMS).decode().splitlines())}

    assert 0 == done.returncode, done.stderr
    assert {f"deck{ending}" for ending in ENDINGS.values()} == set(files)
    assert {name: sha256(content).hexdigest() for name, content in files.items()} == sums
    assert {f"downloads/{name}" for name in (*files, SUMS)} == set(re.findall(r'href="(downloads/[^"]+)"', page))
    assert {b"%PDF"} == {content[:4] for name, content in files.items() if name.endswith(".pdf")}
    assert files["deck.pptx"].startswith(b"PK")
    assert (project.root / SITE / "deck/index.html").is_file()


def test_a_later_build_has_none(project: TinyProject, chromium: str) -> None:
    """What was exported of an older deck is not on the site of a newer one."""
    assert chromium
    assert 0 == project.run("export", "all", "-o", "out").returncode
    built = project.run("build", "-o", "out")

    assert 0 == built.returncode, built.stderr
    assert not (project.root / "out/downloads").exists()
    assert "downloads/" not in (project.root / "out/index.html").read_text(encoding="utf-8")


def test_without_a_browser(project: TinyProject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where one kind cannot be made, the last site stays."""
    assert 0 == project.run("build").returncode
    before = (project.root / SITE / "build.json").read_bytes()
    done = project.run("export", "all", PATH=str(tmp_path_factory.mktemp("nothing")))

    assert 1 == done.returncode
    assert "there is no Chromium, Chrome or Edge here" in done.stderr
    assert before == (project.root / SITE / "build.json").read_bytes()
