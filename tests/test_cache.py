"""What was drawn in an earlier run is used again, and can never do harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from instructdeck import cache as module
from instructdeck.cache import Cache

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_kept(tmp_path: Path) -> None:
    """A text is found again by all the words that it was made from, in another run as well."""
    Cache(tmp_path / "new/folder").put("<svg/>", "code", "words")

    other = Cache(tmp_path / "new/folder")
    assert "<svg/>" == other.get("code", "words")
    assert None is other.get("other code", "words")
    assert None is other.get("codewords", "")


def test_few_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many entries the older half goes."""
    monkeypatch.setattr(module, "MAX_ENTRIES", 8)
    cache = Cache(tmp_path)
    for number in range(20):
        cache.put("text", str(number))

    assert len(list(tmp_path.iterdir())) <= 8
    assert "text" == cache.get("19")


def test_a_large_one_is_not_kept(tmp_path: Path) -> None:
    """An entry that no chart needs is neither written nor read."""
    cache = Cache(tmp_path)
    cache.put("x" * (module.MAX_BYTES + 1), "large")
    cache.put("small", "words")
    next(tmp_path.iterdir()).write_bytes(b"x" * (module.MAX_BYTES + 1))

    assert None is cache.get("large")
    assert None is cache.get("words")


@pytest.mark.parametrize("content", [b"\xff\xfe", b""])
def test_a_broken_entry(tmp_path: Path, content: bytes) -> None:
    """An entry that is no text is passed by; an empty one is what it is."""
    cache = Cache(tmp_path)
    cache.put("text", "words")
    next(tmp_path.iterdir()).write_bytes(content)

    assert cache.get("words") in (None, "")


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    """Where a file stands in the way, or a folder in place of an entry, nothing is kept and nothing fails."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put("text", "words")

    assert None is cache.get("words")


def test_whose_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The user's cache is where the system keeps caches; a path that is not absolute is none."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Cache(tmp_path / "instructdeck") == Cache.of_user()

    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert Cache(tmp_path / "home/.cache/instructdeck") == Cache.of_user()
