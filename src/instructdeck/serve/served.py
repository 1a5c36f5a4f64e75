"""A site in memory: the files that `build` would write, with the parts that keep a page of it up to date."""

from __future__ import annotations

import json
import os
from dataclasses import field
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING

from instructdeck.contained import Contained
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


@dataclass(eq=False)
class Served:
    """What the server gives; it is changed in one step, between two requests."""

    templates: Templates
    files: dict[str, bytes] = field(default_factory=dict)
    """The site as `build` would write it."""
    version: str = ""
    """Another one whenever a file of the site is."""
    scripts: str = ""
    """Another one whenever a script of the site is, which only a reload brings into a page."""
    policy: str = "default-src 'none'"
    end: bytes = b""
    """What stands at the end of each page."""
    _tags: dict[str, bytes] = field(default_factory=dict)
    _read: dict[Path | Contained, tuple[tuple[int, ...], bytes]] = field(default_factory=dict)

    def take(self, files: Mapping[str, Content]) -> frozenset[str]:
        """Serve another site from now on; gives the paths whose content is new, has changed or is gone.

        Raises:
            OSError: a file that the site has a copy of cannot be read any more.
        """
        found = {path: self._content(each) for path, each in files.items()}
        found |= {f"{OURS}/{name}": self._content(self.templates.path(f"{LIVE}/{name}")) for name in PARTS}
        changed = {path for path, content in found.items() if self.files.get(path) != content}
        changed |= self.files.keys() - found.keys()
        self._tags = {path: tag for path, tag in self._tags.items() if path not in changed}
        self._tags |= {path: blake2b(found[path], digest_size=16).digest() for path in found.keys() - self._tags.keys()}
        self.version = self._hash("")
        self.scripts = self._hash(".js")
        self.policy = self.templates.policy
        self.end = self._end()
        self.files = found
        kept = {each for each in files.values() if not isinstance(each, bytes)}
        self._read = {path: each for path, each in self._read.items() if path in kept or OURS in path.parts}
        return frozenset(changed)

    def get(self, name: str) -> bytes | None:
        """Give a file by its path in the site; a page with the parts that keep it up to date."""
        found = self.files.get(name)
        if found is None:
            return self._manifest() if name == MANIFEST and self.files else None
        if not name.endswith(".html"):
            return found
        before, mark, after = found.rpartition(_END)
        return before + self.end + mark + after if mark else found

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

    def _end(self) -> bytes:
        parts = self.templates.environment.get_template(f"{LIVE}/parts.html")
        values = {"version": self.version, "scripts": self.scripts}
        return parts.render(values).encode()

    def _manifest(self) -> bytes:
        ours = f"{OURS}/"
        hashes = {name: sha256(each).hexdigest() for name, each in self.files.items() if not name.startswith(ours)}
        return manifest_text(hashes).encode()


def event(news: Mapping[str, object]) -> bytes:
    """Give news as windows are told them."""
    return f"data: {json.dumps(news, ensure_ascii=False, separators=(',', ':'))}\n\n".encode("utf-8", "replace")
