"""What is vendored is what its authors published, and loads nothing from elsewhere."""

from __future__ import annotations

import re
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from instructdeck.site.build import NOT_SHIPPED

VENDOR = Path(__file__).parents[1] / "templates" / "vendor"
LICENSES = {"BSD-3-Clause", "CC-BY-SA-3.0", "MIT", "MPL-2.0", "OFL-1.1"}
"""Licenses under which a wheel may carry the work of others."""
PACKAGES: dict[Path, dict[str, Any]] = {
    VENDOR / folder: package
    for folder, package in tomllib.loads((VENDOR / "manifest.toml").read_text(encoding="utf-8")).items()
}
CODE = sorted(
    path.relative_to(VENDOR).as_posix()
    for path in VENDOR.rglob("*.*")
    if path.suffix in {".css", ".js"} and not path.name.endswith(NOT_SHIPPED)
)
"""What browsers run; the renderers run without a network."""
ELSEWHERE = re.compile(r"""@import\b|(?:["'`]|\burl\(\s*)(?:https?:)?//(?!www\.w3\.org/)""", re.IGNORECASE)
"""An address of another host in quotes or in a stylesheet; those of the W3C are names of formats."""


def test_every_file_is_listed() -> None:
    """The manifest names every file with its hash, and no other."""
    there = {
        path: sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.toml"
    }
    listed = {
        folder / name: digest for folder, package in PACKAGES.items() for name, digest in package["files"].items()
    }

    assert listed
    assert listed == there


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_package(folder: Path) -> None:
    """Each package says what it is and under which license, and brings the license's text."""
    package = PACKAGES[folder]

    assert {"name", "version", "license", "homepage", "files"} == set(package)
    assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
    assert set(package["license"].split(" AND ")) <= LICENSES
    text = (folder / "LICENSE").read_text(encoding="utf-8")
    assert "Copyright" in text or "Mozilla Public License" in text


@pytest.mark.parametrize("name", CODE)
def test_nothing_from_elsewhere(name: str) -> None:
    """No script or stylesheet that reaches the site names a file of another host."""
    text = (VENDOR / name).read_text(encoding="utf-8")

    assert [] == [text[found.start() : found.start() + 80] for found in ELSEWHERE.finditer(text)]


@pytest.mark.parametrize(
    "text",
    [
        "@import 'x.css'",
        "url(//cdn.example/x.woff2)",
        "url( 'https://cdn.example/x.woff2' )",
        'script.src="https://cdn.example/x.js"',
        "fetch('//cdn.example/x')",
    ],
)
def test_elsewhere_is_seen(text: str) -> None:
    """The pattern of the test above finds what it is for."""
    assert ELSEWHERE.search(text)


def test_stylesheets_find_their_fonts() -> None:
    """Of each font a stylesheet asks for, the file that browsers choose is there."""
    for name in CODE:
        path = VENDOR / name
        for font in re.findall(r"url\(([\w./-]+\.woff2)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / font).is_file(), font
