"""Writing one file: the new one in one step, or the old one as it was."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest

from instructdeck.publish.outfile import publish_file
from instructdeck.publish.publish import PublishError
from test_publish import names_beside, program, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Give a place for a file, alone in its folder."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "talk.html"


def test_written(target: Path) -> None:
    """A file holds what it was given, and nothing stands beside it."""
    for word in (b"a", b"", bytes(range(256)) * 5000):
        publish_file(word, target)
        assert word == target.read_bytes()

    assert ["talk.html"] == names_beside(target)


def test_mode(target: Path) -> None:
    """The mode of a new file follows the umask."""
    before = os.umask(0o027)
    try:
        publish_file(b"a", target)
    finally:
        os.umask(before)

    assert 0o640 == target.stat().st_mode & 0o777


def test_new_folders(tmp_path: Path) -> None:
    """Folders that are missing are made; where the file cannot be written they go again."""
    publish_file(b"a", tmp_path / "a/b/talk.html")
    with pytest.raises(PublishError, match="the name is too long"):
        publish_file(b"a", tmp_path / "c/d" / ("x" * 255))

    assert ["a"] == sorted(path.name for path in tmp_path.iterdir())
    assert b"a" == (tmp_path / "a/b/talk.html").read_bytes()


def test_link(target: Path, tmp_path: Path) -> None:
    """Where the target is a symbolic link, the file it points to is replaced and the link stays."""
    real = tmp_path / "real.html"
    real.write_bytes(b"old")
    target.symlink_to(real)

    publish_file(b"new", target)

    assert (True, b"new") == (target.is_symlink(), real.read_bytes())
    assert ["talk.html"] == names_beside(target)


def _folder(target: Path) -> None:
    target.mkdir()


def _pipe(target: Path) -> None:
    os.mkfifo(target)


def _loop(target: Path) -> None:
    target.symlink_to(target)


@pytest.mark.parametrize(
    ("there", "message"),
    [
        (_folder, "is a folder, not a file"),
        (_pipe, "is no file that could be replaced"),
        (_loop, "is no file that could be replaced"),
    ],
)
def test_what_is_no_file(target: Path, there: object, message: str) -> None:
    """A folder, a pipe or a link that leads to itself stays as it is."""
    assert callable(there)
    there(target)
    with pytest.raises(PublishError, match=message):
        publish_file(b"a", target)

    assert ["talk.html"] == names_beside(target)


def test_folder_that_is_a_file(target: Path) -> None:
    """A part of the path that is a file is named."""
    target.write_bytes(b"a")
    with pytest.raises(PublishError, match=r"cannot write .*: '.*/talk.html' is a file, not a folder"):
        publish_file(b"b", target / "talk.html")

    assert b"a" == target.read_bytes()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_protected(target: Path) -> None:
    """A file that is protected against writing is not replaced, nor one in a folder that is."""
    target.write_bytes(b"a")
    target.chmod(0o444)
    with pytest.raises(PublishError, match="is protected against writing"):
        publish_file(b"b", target)
    target.chmod(0o644)
    target.parent.chmod(0o555)
    try:
        with pytest.raises(PublishError, match="permission denied") as error:
            publish_file(b"b", target)
    finally:
        target.parent.chmod(0o755)

    assert b"a" == target.read_bytes()
    assert f"'{target.parent}' must be writable, and no other program may have the file open" == error.value.hint


def events(target: Path) -> int:
    """Give how many file operations it takes to replace a file."""
    return int(run(target, "b", one_file=True, count=True)[1])


def points(target: Path) -> Iterator[int]:
    """Give every moment at which the system is asked for something."""
    publish_file(b"a", target)
    yield from range(1, events(target) + 1)


def test_killed(target: Path) -> None:
    """A run killed at any moment leaves a whole file, which the next one replaces without litter."""
    seen = set()
    for point in points(target):
        publish_file(b"a", target)

        assert -9 == run(target, "b", one_file=True, kill=point)[0]

        seen.add(target.read_bytes())
        publish_file(b"c", target)
        assert (b"c", ["talk.html"]) == (target.read_bytes(), names_beside(target))
    assert {b"a", b"b"} == seen


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EROFS, "the file system is read-only"),
        (errno.EACCES, "permission denied"),
        (errno.EIO, "input/output error"),
    ],
)
def test_failing(target: Path, code: int, message: str) -> None:
    """Where the system refuses at any moment, one line says why, a whole file stands and nothing beside it."""
    failed = 0
    for point in points(target):
        publish_file(b"a", target)

        status, out = run(target, "b", one_file=True, fail=point, code=code)

        assert (status, out) in ((0, ""), (1, f"cannot write '{target}': {message}\n"))
        assert target.read_bytes() == b"b" or status == 1
        assert target.read_bytes() in (b"a", b"b")
        publish_file(b"c", target)
        assert ["talk.html"] == names_beside(target)
        failed += status
    assert failed


def test_file_too_large(target: Path) -> None:
    """A limit of the system itself is reported, and leaves no litter."""
    publish_file(b"a", target)

    assert (1, f"cannot write '{target}': file too large\n") == run(target, "b" * 5000, one_file=True, limit=4096)
    assert (b"a", ["talk.html"]) == (target.read_bytes(), names_beside(target))


def test_two_at_once(target: Path) -> None:
    """Runs that write the same file wait for each other; the file is one of theirs, whole."""
    runs = [program(target, *[word * 100_000] * 5, one_file=True) for word in "ab"]
    done = [each.communicate(timeout=60) for each in runs]

    assert [("", "")] * 2 == done
    assert target.read_bytes() in (b"a" * 100_000, b"b" * 100_000)
    assert ["talk.html"] == names_beside(target)
