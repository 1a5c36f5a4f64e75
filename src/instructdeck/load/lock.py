"""What was found of a section's quotes, as it stands in `evidence.lock`.

The file is YAML with one line for each quote, in the order of their ids: made to be reviewed in a diff.
Each section has its own, so that two speakers never change the same one.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from instructdeck.deck.quotation import Found, Lock, Rung
from instructdeck.deck.rules import WRONG_VALUE
from instructdeck.files.yamlfile import Mapping, Record, parse, records

if TYPE_CHECKING:
    from collections.abc import Mapping as Table

    from instructdeck.deck.diagnostics import Findings

LOCK_FILE = "evidence.lock"
HEAD = """\
# Where each quote stands in its source, as `instructdeck verify` found it.
# Commit this file and review its changes; never edit it.
"""
_AGAIN = "delete the file, and run `instructdeck verify`"
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


def lock_path(path: str) -> str:
    """Give where the lock stands of a section, by the path of its `section.yml`, or of a deck of one file."""
    file = PurePosixPath(path)
    name = LOCK_FILE if file.suffix == ".yml" else f"{file.stem}.{LOCK_FILE}"
    return str(file.with_name(name))


def load_lock(text: str, path: str, findings: Findings) -> Lock:
    """Give the lock that a text holds; what cannot be read of it is reported and left out."""
    node = parse(text, path, findings)
    if not isinstance(node, Mapping):
        return Lock()
    record = Record(node, findings)
    inner = record.record("sources", "{id: sha256}")
    sources = {name: _hash(inner, name, findings) for name in inner.node.values} if inner else {}
    entries = records(record.items("quotes"), "an entry", findings, _AGAIN)
    found = {each.id: each for entry in entries if (each := _found(entry))}
    record.finish()
    return Lock(sources, found, node.location)


def _hash(record: Record, name: str, findings: Findings) -> str:
    value = record.text(name)
    if value and not _HASH.fullmatch(value):
        findings.add(WRONG_VALUE, "this is not 64 hexadecimal digits", record.location(name), _AGAIN, len(value))
        return ""
    return value


def _found(record: Record) -> Found | None:
    name, source, digest = (record.text(key, required=True) for key in ("id", "source", "digest"))
    rung = record.choice("found", Rung)
    found = Found(name, source, record.text("page"), rung or Rung.EXACT, digest, record.location("id"))
    record.finish()
    return found if name and rung else None


def lock_text(lock: Lock) -> str:
    """Give the text of a lock: the same for the same lock, whatever the order of its entries."""
    sources, quotes = _sources(lock.sources), [_line(found) for _, found in sorted(lock.found.items())]
    heads = "sources:\n" if sources else "sources: {}\n", "quotes:\n" if quotes else "quotes: []\n"
    return "".join([HEAD, heads[0], *sources, heads[1], *quotes])


def _sources(sources: Table[str, str]) -> list[str]:
    return [f"  {name}: {value}\n" for name, value in sorted(sources.items())]


def _line(found: Found) -> str:
    page = f' page: "{found.page}",' if found.page else ""
    return f"  - {{id: {found.id}, source: {found.source},{page} found: {found.rung.value}, digest: {found.digest}}}\n"
