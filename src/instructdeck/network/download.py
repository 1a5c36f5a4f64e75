"""A source's own file, brought from its address: whole or not at all, of limited size, and with its hash."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

from .https import INTERNET, FetchError, answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .https import Answer, Network

LIMIT = 100_000_000
"""Bytes of one file."""
HEAD = 1024
"""Bytes in which a file says what it is: a PDF may begin with some other bytes."""

_ARXIV = re.compile(
    r"https://(?:www\.|export\.)?arxiv\.org/abs/((?:[a-z.-]+/\d{7}|\d{4}\.\d{4,5})(?:v\d+)?)/?", re.IGNORECASE
)
_HTML = re.compile(
    rb"\s*+(?>(?:<\?xml[^>]*>\s*)?)(?>(?:(?><!--.*?-->)\s*)*)<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_BOM = b"\xef\xbb\xbf"
_BY_HAND = "save it in papers/ yourself"


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file that was brought."""

    file: Path
    """Where it lies now, with the ending that says what it is: `.pdf`, `.html`, `.md` or `.txt`."""
    sha256: str
    """64 hexadecimal digits."""
    bytes: int


def file_address(url: str) -> str:
    """Give where the file of a source is, which an address on arXiv only describes."""
    found = _ARXIV.fullmatch(url.partition("#")[0].partition("?")[0])
    return f"https://arxiv.org/pdf/{found[1]}" if found else url


def fetch(
    url: str,
    target: Path,
    *,
    limit: int = LIMIT,
    progress: Callable[[int, int | None], None] = lambda _done, _all: None,
    network: Network = INTERNET,
) -> Downloaded:
    """Bring the file at an address; `target` is its path without the ending, such as `papers/instructgpt`.

    A file that is there already is replaced, in one step and only by a whole one.
    `progress` is told the bytes so far and, where the host says so, of how many.

    Raises:
        FetchError: it cannot be had, is too large or nothing to read, or there is no place for it.
    """
    with answer(file_address(url), network) as found:
        half = target.with_name(f".{target.name}-{os.getpid()}.part")
        try:
            head, digest, count = _kept(_within(found, limit, progress), half)
            file = target.with_name(target.name + _ending(found.kind, head))
            half.replace(file)
        except OSError as error:
            raise FetchError(f"'{target}' cannot be written: {error.strerror}") from error
        finally:
            with suppress(OSError):
                half.unlink()
    return Downloaded(file, digest, count)


def _within(found: Answer, limit: int, progress: Callable[[int, int | None], None]) -> Iterator[bytes]:
    """Give the parts of a file, unless they become too many."""
    count, too_large = 0, FetchError(f"the file has more than {limit / 1e6:,.0f} MB", _BY_HAND)
    if found.size is not None and found.size > limit:
        raise too_large
    progress(0, found.size)
    for part in found.parts:
        count += len(part)
        if count > limit:
            raise too_large
        yield part
        progress(count, found.size)


def _kept(parts: Iterator[bytes], file: Path) -> tuple[bytes, str, int]:
    """Write parts to a file; gives how it begins, its sha256 and its size."""
    head, digest, count = b"", sha256(), 0
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("xb") as opened:
        for part in parts:
            opened.write(part)
            digest.update(part)
            head += part[: max(HEAD - len(head), 0)]
            count += len(part)
    return head, digest.hexdigest(), count


def _ending(kind: str, head: bytes) -> str:
    """Give the ending of a file by how it begins, and where that says nothing by what its host calls it."""
    if not head:
        raise FetchError("the file is empty", "look for the address again")
    if _HTML.match(head.removeprefix(_BOM)):
        return ".html"
    if b"%PDF-" in head:
        return ".pdf"
    if kind in ("text/html", "application/xhtml+xml"):
        return ".html"
    if b"\0" in head or not kind.startswith("text/"):
        hint = "a PDF, a page or a text can be read; save one in papers/ yourself"
        raise FetchError(f"the file is '{kind[:60]}', in which no quote can be looked up", hint)
    return ".md" if kind == "text/markdown" else ".txt"
