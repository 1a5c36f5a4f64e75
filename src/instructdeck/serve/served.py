"""A site in memory: the files that `build` would write, with the parts that keep a page of it up to date."""

from __future__ import annotations

import json
import os
from dataclasses import field
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING

from instructdeck.contained import Contained
from instructdeck.deck.links import FIGURES
from instructdeck.publish.publish import MANIFEST, manifest_text
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from instructdeck.contained import Content
    from instructdeck.templating.templates import Templates

LIVE = "live"
"""The template folder of what only a served page has: it is no part of what `build` writes."""
OURS = "-"
"""Where these files are served: no section can be called so."""
PARTS = ("morph.js", "live.js", "live.css")
INDEX = "assets/search-index.js"
"""A script that only has data and changes with each word; a page that has loaded it need not be loaded again."""
_END = b"</body>"


@dataclass(frozen=True)
class _Site:
    """All that belongs together of one site."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    version: str = ""
    """Another one whenever a file of the site is."""
    scripts: str = ""
    """Another one whenever a script of the site is, which only a reload brings into a page."""
    policy: str = "default-src 'none'"
    end: bytes = b""
    """What stands at the end of each page."""


@dataclass(eq=False)
class Served:
    """What the server gives; it is changed in one step, between two requests."""

    templates: Templates
    site: _Site = field(default_factory=_Site)
    _tags: dict[str, bytes] = field(default_factory=dict)
    _read: dict[Path | Contained, tuple[tuple[int, ...], bytes]] = field(default_factory=dict)

    def take(self, files: Mapping[str, Content], *, keep: bool = False) -> frozenset[str]:
        """Serve another site from now on; gives the paths whose content is new, has changed or is gone.

        With `keep`, figures that are gone are served all the same: slides that cannot be read just now still show them.

        Raises:
            OSError: a file that the site has a copy of cannot be read any more.
        """
        found = {path: self._content(each) for path, each in files.items()}
        found |= {f"{OURS}/{name}": self._content(self.templates.path(f"{LIVE}/{name}")) for name in PARTS}
        before = self.site.files
        if keep:
            found = {path: content for path, content in before.items() if path.startswith(f"{FIGURES}/")} | found
        changed = {path for path, content in found.items() if before.get(path) != content}
        changed |= before.keys() - found.keys()
        self._tags = {path: tag for path, tag in self._tags.items() if path not in changed}
        self._tags |= {path: blake2b(found[path], digest_size=16).digest() for path in found.keys() - self._tags.keys()}
        version, scripts = self._hash(""), self._hash(".js")
        self.site = _Site(found, version, scripts, self.templates.policy, self._end(version, scripts))
        kept = {each for each in files.values() if not isinstance(each, bytes)}
        self._read = {path: each for path, each in self._read.items() if path in kept or OURS in path.parts}
        return frozenset(changed)

    @property
    def files(self) -> Mapping[str, bytes]:
        """The site as `build` would write it."""
        return self.site.files

    @property
    def policy(self) -> str:
        """What pages may load."""
        return self.site.policy

    def get(self, name: str) -> bytes | None:
        """Give a file by its path in the site; a page with the parts that keep it up to date."""
        site = self.site  # another thread may put another in its place
        found = site.files.get(name)
        if found is None:
            return _manifest(site.files) if name == MANIFEST and site.files else None
        if not name.endswith(".html"):
            return found
        before, mark, after = found.rpartition(_END)
        return before + site.end + mark + after if mark else found

    def _content(self, source: Content) -> bytes:
        """Give the content of a file; one on disk is read again only when it looks different."""
        if isinstance(source, bytes):
            return source
        with source.open() if isinstance(source, Contained) else source.open("rb") as file:
            state = os.fstat(file.fileno())
            look = (state.st_mtime_ns, state.st_size, state.st_ino)
            if self._read.get(source, (None,))[0] != look:
                # It may grow meanwhile.
                self._read[source] = (look, file.read(state.st_size))
        return self._read[source][1]

    def _hash(self, ending: str) -> str:
        tags = (
            path.encode() + tag for path, tag in sorted(self._tags.items()) if path.endswith(ending) and path != INDEX
        )
        return blake2b(b"".join(tags), digest_size=12).hexdigest()

    def _end(self, version: str, scripts: str) -> bytes:
        parts = self.templates.environment.get_template(f"{LIVE}/parts.html")
        return parts.render(version=version, scripts=scripts).encode()


def _manifest(files: Mapping[str, bytes]) -> bytes:
    ours = f"{OURS}/"
    hashes = {name: sha256(each).hexdigest() for name, each in files.items() if not name.startswith(ours)}
    return manifest_text(hashes).encode()


def event(news: Mapping[str, object]) -> bytes:
    """Give news as windows are told them."""
    return f"data: {json.dumps(news, ensure_ascii=False, separators=(',', ':'))}\n\n".encode("utf-8", "replace")
