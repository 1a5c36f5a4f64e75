"""The site with a file of each kind to download."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from instructdeck.deck.links import DOWNLOADS
from instructdeck.export.exported import size_said
from instructdeck.render.renderer import Download
from instructdeck.site.build import site_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instructdeck.contained import Content
    from instructdeck.files.files import Project
    from instructdeck.render.renderer import Renderer

SUMS = "SHA256SUMS"
"""Their checksums, in the form that `sha256sum --check` reads."""
ENDINGS = {
    "html": ".html",
    "pptx": ".pptx",
    "pdf": ".pdf",
    "sheet": "-sheet.png",
    "handout": "-handout.pdf",
    "notes": "-notes.md",
    "script": "-notes.pdf",
}
"""How the name of each kind of file ends, in the order in which they are listed."""


def with_downloads(renderer: Renderer, project: Project, name: str, exports: Mapping[str, bytes]) -> dict[str, Content]:
    """Give the files of a site with its exports, by their kind, whose names begin with `name`.

    Raises:
        BuildError: a template is broken.
    """
    named = {f"{name}{ENDINGS[kind]}": (kind, content) for kind, content in exports.items()}
    sums = "".join(f"{sha256(content).hexdigest()}  {file}\n" for file, (_, content) in sorted(named.items()))
    files = {**named, SUMS: ("sums", sums.encode())}
    renderer.downloads = tuple(
        Download(f"{DOWNLOADS}/{file}", kind, size_said(len(content))) for file, (kind, content) in files.items()
    )
    return site_of(renderer, project) | {f"{DOWNLOADS}/{file}": content for file, (_, content) in files.items()}
