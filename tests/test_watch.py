"""Which files have changed: however an editor saves them, each change is told once, when it is quiet."""

from __future__ import annotations

import os
import queue
import shutil
import time
from typing import TYPE_CHECKING

import pytest

from instructdeck.serve import watch as watching
from instructdeck.serve.watch import Places, Watch, counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONG = 60.0
"""Seconds that a busy machine may take."""


class Told:
    """A watched folder, and what was told of it."""

    def __init__(self, root: Path) -> None:
        """Watch the content of a folder."""
        self.root = root
        self.content = root / "content"
        self.queue: queue.SimpleQueue[set[Path]] = queue.SimpleQueue()
        self.watch = Watch(Places((self.content, root / "templates"), (), root), self.queue.put)

    def next(self) -> set[str]:
        """Give the names that are told next."""
        return {path.relative_to(self.root).as_posix() for path in self.queue.get(timeout=LONG)}

    def until(self, *names: str) -> None:
        """Wait until all of some names have been told."""
        missing = set(names)
        while missing:
            missing -= self.next()

    def silent(self, seconds: float = 0.3) -> bool:
        """Tell whether nothing more is told."""
        try:
            self.queue.get(timeout=seconds)
        except queue.Empty:
            return True
        return False


@pytest.fixture(params=["signs", "looks"])
def told(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    """Watch a folder with two sections, with the system's help and where it gives none."""
    for name in ("one/slides.md", "two/slides.md", "deck.yml"):
        file = tmp_path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("old", encoding="utf-8")
    if request.param == "looks":
        monkeypatch.setattr(watching, "Observer", refused)
    found = Told(tmp_path)
    found.watch.start()
    assert ("signs" == request.param) == found.watch.hears
    yield found
    found.watch.stop()


class refused:  # noqa: N801  stands for a class
    """A system that watches nothing more."""

    def schedule(self, *_: object, **__: object) -> None:
        """Refuse."""
        raise OSError(28, "inotify watch limit reached")

    def stop(self) -> None:
        """Have nothing to stop."""


def plain(file: Path) -> None:
    """Write over the file."""
    file.write_text("plainly new", encoding="utf-8")


def in_place_of_it(file: Path) -> None:
    """Write beside the file, and put that in its place."""
    beside = file.with_name("slides.md.new")
    beside.write_text("new beside", encoding="utf-8")
    beside.replace(file)


def like_vim(file: Path) -> None:
    """Try the folder, move the file away, write a new one, delete the old one."""
    (file.parent / "4913").touch()
    (file.parent / "4913").unlink()
    old = file.with_name("slides.md~")
    file.rename(old)
    with file.open("w", encoding="utf-8") as fresh:
        fresh.write("new as by vim")
        fresh.flush()
        os.fsync(fresh.fileno())
    old.unlink()


def in_halves(file: Path) -> None:
    """Empty the file, then write it bit by bit."""
    with file.open("w", encoding="utf-8") as fresh:
        for part in ("new ", "in ", "halves"):
            fresh.write(part)
            fresh.flush()


@pytest.mark.parametrize("save", [plain, in_place_of_it, like_vim, in_halves])
def test_ways_to_save(told: Told, save: Callable[[Path], None]) -> None:
    """However a file is saved, its change is told, and no other file's but one that stood beside it for a moment."""
    save(told.content / "one/slides.md")

    found = told.next()
    assert "content/one/slides.md" in found
    assert found <= {"content/one/slides.md", "content/one/slides.md.new"}
    assert told.silent()


def test_a_file_that_goes(told: Told) -> None:
    """A deleted file is told, and so is one that comes back."""
    file = told.content / "two/slides.md"
    file.unlink()
    assert {"content/two/slides.md"} == told.next()
    file.write_text("back", encoding="utf-8")
    assert {"content/two/slides.md"} == told.next()


def test_a_folder_that_is_renamed(told: Told) -> None:
    """The files of a renamed folder are told under both names."""
    (told.content / "two").rename(told.content / "three")

    told.until("content/two/slides.md", "content/three/slides.md")


def test_a_new_folder(told: Told) -> None:
    """What stands in a new folder is told, also what was there before the system could watch it."""
    (told.content / "new/figures").mkdir(parents=True)
    (told.content / "new/figures/a.svg").write_text("<svg/>", encoding="utf-8")
    told.until("content/new/figures/a.svg")
    (told.content / "new/figures/a.svg").write_text("<svg>new</svg>", encoding="utf-8")
    told.until("content/new/figures/a.svg")


def test_the_content_is_replaced(told: Told) -> None:
    """Where the whole content goes and comes back, as in a checkout, changes in it are still told."""
    shutil.rmtree(told.content)
    told.until("content/one/slides.md", "content/two/slides.md", "content/deck.yml")
    (told.content / "one").mkdir(parents=True)
    (told.content / "one/slides.md").write_text("again", encoding="utf-8")
    told.until("content/one/slides.md")
    (told.content / "one/slides.md").write_text("and again", encoding="utf-8")
    told.until("content/one/slides.md")


def test_a_folder_that_comes_later(told: Told) -> None:
    """A project's own templates may come while it is watched."""
    (told.root / "templates/assets").mkdir(parents=True)
    (told.root / "templates/assets/slide.css").write_text("p {}", encoding="utf-8")

    told.until("templates/assets/slide.css")


def test_thousands_at_once(told: Told) -> None:
    """A flood of changes is told in a few pieces, and none of it is lost."""
    names = {f"content/one/{number}.md" for number in range(3000)}
    for name in names:
        (told.root / name).write_text("new", encoding="utf-8")
    pieces = 0
    while names:
        names -= told.next()
        pieces += 1

    assert pieces <= 12


def test_what_does_not_count(told: Told) -> None:
    """Reading, and what editors and file managers keep for themselves, is told of nothing."""
    (told.content / "one/slides.md").read_text(encoding="utf-8")
    for name in (".slides.md.swp", "slides.md~", "#slides.md#", ".#slides.md", ".DS_Store"):
        (told.content / "one" / name).write_text("mine", encoding="utf-8")
    (told.root / "README.md").write_text("beside the content", encoding="utf-8")
    (told.root / "site").mkdir()

    assert told.silent(1.0)


def test_the_same_again(told: Told) -> None:
    """A file whose looks come back before it is quiet has not changed."""
    file = told.content / "deck.yml"
    state = file.stat()
    file.write_text("old", encoding="utf-8")
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))

    assert told.silent()


def test_other_places(told: Told, tmp_path: Path) -> None:
    """When other places are watched, changes there are told, and those of the old ones no more."""
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside/old.md").write_text("not told", encoding="utf-8")
    os.utime(tmp_path / "beside/old.md", (1, 1))
    told.watch.move(Places((), (tmp_path / "beside",), tmp_path), time.time())
    (told.content / "deck.yml").write_text("unseen", encoding="utf-8")
    (tmp_path / "beside/talk.md").write_text("seen", encoding="utf-8")

    assert {"beside/talk.md"} == told.next()
    assert told.silent()


def test_what_changes_while_places_change(told: Told, tmp_path: Path) -> None:
    """A file that has changed since the deck was read is told, although nobody listened just then."""
    since = time.time()
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside/talk.md").write_text("new", encoding="utf-8")
    (told.content / "deck.yml").write_text("new", encoding="utf-8")
    told.next()

    told.watch.move(Places((told.content,), (tmp_path / "beside",), tmp_path), since)

    assert {"beside/talk.md"} == told.next()
    assert told.silent()


def test_a_flat_folder_that_comes_later(told: Told, tmp_path: Path) -> None:
    """A folder need not be there when it begins to be watched, and is listened to once it is."""
    told.watch.move(Places((), (tmp_path / "later",), tmp_path), time.time())
    (tmp_path / "later").mkdir()
    (tmp_path / "later/plot.svg").write_text("<svg/>", encoding="utf-8")
    assert {"later/plot.svg"} == told.next()
    (tmp_path / "later/plot.svg").write_text("<svg></svg>", encoding="utf-8")

    assert {"later/plot.svg"} == told.next()


@pytest.mark.parametrize("name", ["slides.md", "plot.svg", "data.csv", "a.tmp.md"])
def test_names_that_count(name: str) -> None:
    """Files of a deck count."""
    assert counts(name)
