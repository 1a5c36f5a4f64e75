"""Sources as entries of `sources.yml`: what can be appended there, and is read back as it was."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import Findings
from instructdeck.files.yamlfile import Items, parse

from .sources import load_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from instructdeck.deck.quotation import Author, Source

_PLAIN = re.compile(r"[A-Za-z0-9][\w .;()/&+-]*[\w.)]|[A-Za-z0-9]", re.ASCII)
"""What needs no quotation marks, also within brackets."""


class AppendError(Exception):
    """Sources cannot be written behind others."""


def append(file: Path, sources: Sequence[Source]) -> None:
    """Write sources behind those of a file, which stay as they are, in one step.

    Raises:
        AppendError: the file is none to which a list of sources can be appended, or cannot be written.
    """
    half = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        if file.is_symlink():
            raise AppendError("it is a link")
        old = file.read_text(encoding="utf-8") if file.exists() else ""
        text = old + ("" if not old or old.endswith("\n") else "\n") + to_yaml(sources)
        if _count(text) != _count(old) + len(sources):
            raise AppendError("it is no list of entries that begin with '- id:'")
        # Whoever can write beside it could have put a link there, which leads to any other file.
        half.unlink(missing_ok=True)
        with half.open("x", encoding="utf-8", newline="") as opened:
            opened.write(text)
        half.replace(file)
    except UnicodeDecodeError as error:
        raise AppendError("it is not UTF-8") from error
    except OSError as error:
        raise AppendError(str(error.strerror)) from error
    finally:
        with suppress(OSError):
            half.unlink()


def _count(text: str) -> int:
    """Give how many sources there are in a text, which may be none."""
    findings = Findings()
    tree = parse(text, "", findings) if text.strip() else None
    return len(load_sources(tree.values, findings)) if isinstance(tree, Items) else 0


def to_yaml(sources: Iterable[Source]) -> str:
    """Give sources as a list of CSL-YAML."""
    return "".join(_entry(each) for each in sources)


def _entry(source: Source) -> str:
    lines = [f"- id: {_quoted(source.id)}", f"  type: {source.type}", f"  title: {_quoted(source.title)}"]
    for role, people in {"author": source.author, **source.people}.items():
        if people:
            lines += [f"  {role}:", *(f"    - {_person(each)}" for each in people)]
    dates = {"issued": source.issued, **source.dates}
    lines += [f"  {name}: {_date(value)}" for name, value in dates.items() if value]
    texts = {**source.texts, "DOI": source.doi, "URL": source.url, "note": source.note}
    lines += [f"  {name}: {_quoted(value)}" for name, value in texts.items() if value]
    return "\n".join(lines) + "\n"


def _person(author: Author) -> str:
    if author.whole:
        return f"{{literal: {_quoted(author.family)}}}"
    parts = {
        "family": author.family,
        "given": author.given,
        "non-dropping-particle": author.particle,
        "dropping-particle": author.dropping,
        "suffix": author.suffix,
    }
    return "{" + ", ".join(f"{name}: {_quoted(value)}" for name, value in parts.items() if value) + "}"


def _date(value: str) -> str:
    return f"{{literal: {_quoted(value)}}}" if not re.match(r"-?\d{4}", value) else _quoted(value)


def _quoted(text: str) -> str:
    """Give a text as YAML reads it back."""
    if _PLAIN.fullmatch(text) or re.fullmatch(r"https?://[\w./?=&%~+-]*\w", text, re.ASCII):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(each if each.isprintable() else f"\\U{ord(each):08x}" for each in escaped) + '"'
