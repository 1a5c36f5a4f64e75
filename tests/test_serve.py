"""`instructdeck serve`: what is served is what `build` writes, and what is saved is seen."""

from __future__ import annotations

import json
import re
import urllib.request
from typing import TYPE_CHECKING

import pytest

from previewed import previewed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import TinyProject
    from previewed import Previewed

SLIDES = "content/scales/slides.md"
LIVE = re.compile(rb'<link rel="stylesheet" href="/-/live\.css".*?(?=</body>)', re.DOTALL)
"""What only a served page has."""


@pytest.fixture
def preview(project: TinyProject) -> Iterator[Previewed]:
    """Serve a tiny deck."""
    with previewed(project.root) as found:
        yield found


def got(address: str) -> bytes:
    """Give what an address answers."""
    with urllib.request.urlopen(address) as answer:  # noqa: S310  of this machine
        body: bytes = answer.read()
    return body


def test_served_is_built(project: TinyProject, preview: Previewed) -> None:
    """Every file of a built site is served byte for byte, but for one part at the end of each page."""
    project.run("build")
    site = project.root / "site"
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    served = {name: got(preview.home + name) for name in names}

    assert {name: (site / name).read_bytes() for name in names} == {
        name: LIVE.sub(b"", each) for name, each in served.items()
    }
    assert {name for name in names if name.endswith(".html")} == {name for name in names if b"/-/live" in served[name]}
    assert "build.json" in json.loads(served["build.json"])["files"] | {"build.json": ""}


def test_start_says_where(preview: Previewed) -> None:
    """The first line has the address, and Ctrl-C ends without a word."""
    said = preview.end()

    assert ("\n", 0) == (said, preview.process.returncode)
