"""Publishing: the new site in one step, or the old one as it was."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import subprocess
import sys
import threading
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from instructdeck import __version__
from instructdeck.publish import swap
from instructdeck.publish.publish import Published, PublishError, publish, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(__file__).parent / "publishing" / "program.py"
"""Publishes sites whose every file holds one word, and fails or dies on the way when told to."""
NAMES = ("index.html", "deck/index.html", "assets/deck.css", "assets/vendor/katex/fonts/a.woff2")


def site(word: str) -> dict[str, bytes]:
    """Give a site whose every file holds one word, and one file that no other site has."""
    return {name: word.encode() for name in (*NAMES, f"only-{word}.html")}


def listing(folder: Path) -> dict[str, str]:
    """Give the text of every file below a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def word_of(folder: Path) -> str:
    """Give the word that every file of a site holds; fails where two are mixed or a file is missing."""
    found = listing(folder)
    manifest = json.loads(found.pop("build.json"))
    word = found["index.html"]

    assert {name: text.decode() for name, text in site(word).items()} == found
    assert manifest["files"] == {name: sha256(text.encode()).hexdigest() for name, text in found.items()}
    return word


def names_beside(target: Path) -> list[str]:
    """Give the names in the folder a site stands in."""
    return sorted(path.name for path in target.parent.iterdir())


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Give a place for a site, alone in its parent folder."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "site"


@pytest.fixture(params=["in one step", "in two steps"])
def any_swap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test with and without a system that swaps two names in one step."""
    if request.param == "in two steps":
        monkeypatch.setattr(swap, "exchange", lambda _first, _second: False)
    return str(request.param)


class TestWhatIsWritten:
    """The files of a site."""

    def test_tree(self, target: Path) -> None:
        """A site holds the files given, a manifest, and nothing else."""
        published = publish({"index.html": b"home", "deck/index.html": b"deck"}, target)

        manifest = {
            "files": {"deck/index.html": sha256(b"deck").hexdigest(), "index.html": sha256(b"home").hexdigest()},
            "generator": f"instructdeck {__version__}",
        }
        text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
        assert {"index.html": "home", "deck/index.html": "deck", "build.json": text} == listing(target)
        assert Published(target, files=3, bytes=8 + len(text)) == published
        assert ["site"] == names_beside(target)

    def test_copied_file(self, target: Path, tmp_path: Path) -> None:
        """A path among the values is copied, byte for byte."""
        picture = tmp_path / "picture.png"
        picture.write_bytes(bytes(range(256)) * 5000)

        publish({"figures/picture.png": picture}, target)

        assert picture.read_bytes() == (target / "figures/picture.png").read_bytes()

    def test_modes(self, target: Path, tmp_path: Path) -> None:
        """Modes follow the umask, not the file copied."""
        secret = tmp_path / "secret.png"
        secret.write_bytes(b"")
        secret.chmod(0o700)
        before = os.umask(0o027)
        try:
            publish({"figures/secret.png": secret, "index.html": b""}, target)
        finally:
            os.umask(before)

        modes = {path.name: path.stat().st_mode & 0o777 for path in (target, *target.rglob("*"))}
        assert modes == dict.fromkeys(("site", "figures"), 0o750) | dict.fromkeys(
            ("secret.png", "index.html", "build.json"), 0o640
        )

    def test_same_input_same_bytes(self, target: Path, tmp_path: Path) -> None:
        """The order of the files changes nothing."""
        publish(site("a"), target)
        publish(dict(reversed(site("a").items())), tmp_path / "other")

        assert listing(target) == listing(tmp_path / "other")

    @pytest.mark.parametrize(
        "name",
        ["", "/etc/passwd", "../x", "a/../../x", "./x", "a//b", "a/", "a\\b", "a\0b", "\ud800", "build.json"],
    )
    def test_bad_name(self, target: Path, name: str) -> None:
        """A path that could leave the site, or that no file can have, is refused."""
        with pytest.raises(PublishError, match="cannot be the name of a file"):
            publish({name: b""}, target)

        assert [] == names_beside(target)

    @pytest.mark.parametrize("name", ["figures/Screenshot 3.00\u202fPM.png", "naïve.html", "演示.html", "a b.html"])
    def test_names_of_the_world(self, target: Path, name: str) -> None:
        """Any other name is a name."""
        publish({name: b"x"}, target)

        assert (target / name).is_file()


@pytest.mark.usefixtures("any_swap")
class TestReplacing:
    """A new site in an old one's place."""

    def test_old_site_goes(self, target: Path) -> None:
        """Of the old site nothing is left."""
        publish(site("a"), target)
        publish(site("b"), target)

        assert "b" == word_of(target)
        assert ["site"] == names_beside(target)

    def test_dot_files_stay(self, target: Path) -> None:
        """Dot files and folders in the top level outlive the site, links as links."""
        (target / ".git/refs").mkdir(parents=True)
        (target / ".git/refs/head").write_text("1")
        (target / ".gitignore").write_text("*\n")
        (target / ".here").symlink_to("nowhere")
        publish(site("a"), target)
        publish(site("b"), target)

        found = listing(target)
        assert ("1", "*\n") == (found.pop(".git/refs/head"), found.pop(".gitignore"))
        assert set(site("b")) | {"build.json"} == set(found)
        assert "nowhere" == str((target / ".here").readlink())
        assert ["site"] == names_beside(target)

    def test_own_dot_files_go(self, target: Path) -> None:
        """A dot file that an older build wrote is not kept."""
        publish({".nojekyll": b"", ".well-known/a": b""}, target)
        publish(site("a"), target)

        assert "a" == word_of(target)

    def test_litter_of_file_managers(self, target: Path) -> None:
        """What a file manager leaves in a folder stops nobody."""
        publish(site("a"), target)
        (target / "deck/.DS_Store").write_text("")
        publish(site("b"), target)

        assert "b" == word_of(target)

    def test_empty_folder(self, target: Path) -> None:
        """An empty folder is replaced like an old site."""
        target.mkdir()
        publish(site("a"), target)

        assert "a" == word_of(target)

    def test_link(self, target: Path, tmp_path: Path) -> None:
        """A link stays, and what it leads to is replaced."""
        real = tmp_path / "real"
        target.symlink_to(real)
        publish(site("a"), target)
        publish(site("b"), target)

        assert target.is_symlink()
        assert "b" == word_of(real)

    def test_missing_parents(self, tmp_path: Path) -> None:
        """Folders on the way to the target are made."""
        publish(site("a"), tmp_path / "a/b/site")

        assert "a" == word_of(tmp_path / "a/b/site")

    def test_relative_target(self, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A target is relative to the current folder."""
        monkeypatch.chdir(target.parent)

        assert Path("site") == publish(site("a"), Path("site")).target
        assert "a" == word_of(target)


class TestRefusing:
    """Folders that a site must not replace."""

    def refused(self, target: Path, message: str, **options: object) -> None:
        """Check that nothing is published, why, and that nothing changed."""
        parent = target.parent
        before = sorted(parent.rglob("*"))
        with pytest.raises(PublishError) as error:
            publish(site("a"), target, **options)  # type: ignore[arg-type]

        assert message.replace("TARGET", str(target)) == str(error.value)
        assert before == sorted(parent.rglob("*"))

    def test_foreign_folder(self, target: Path) -> None:
        """A folder with files of somebody else is left alone."""
        (target / "thesis").mkdir(parents=True)
        (target / "thesis/chapter.tex").write_text("")
        self.refused(target, "'TARGET' holds what instructdeck did not write: 'thesis/'")

    def test_foreign_file_in_a_site(self, target: Path) -> None:
        """A file that somebody put into a site is not lost."""
        publish(site("a"), target)
        (target / "deck/CNAME").write_text("")
        self.refused(target, "'TARGET' holds what instructdeck did not write: 'deck/CNAME'")

    @pytest.mark.parametrize(
        "manifest", ["", "[]", '{"generator": "other 1.0", "files": {"build.json": ""}}', "[" * 100_000, "\ud800"]
    )
    def test_foreign_manifest(self, target: Path, manifest: str) -> None:
        """A `build.json` of another program, or none at all, permits nothing."""
        target.mkdir()
        (target / "build.json").write_bytes(manifest.encode(errors="surrogatepass"))
        self.refused(target, "'TARGET' holds what instructdeck did not write: 'build.json'")

    def test_file(self, target: Path) -> None:
        """A file is not a place for a site."""
        target.write_text("")
        self.refused(target, "'TARGET' is a file, not a folder")

    def test_below_a_file(self, target: Path) -> None:
        """Nor is a place below a file."""
        target.write_text("")
        self.refused(target / "site", "cannot write the site to 'TARGET': a file of that name is there already")

    def test_current_folder(self, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The current folder, and any that holds it, is refused."""
        (target / "inner").mkdir(parents=True)
        monkeypatch.chdir(target / "inner")
        here = target / "inner"
        self.refused(target, f"'TARGET' is or holds '{here}', which a site must not replace")
        self.refused(here, f"'TARGET' is or holds '{here}', which a site must not replace")
        self.refused(Path(), f"'TARGET' is or holds '{here}', which a site must not replace")

    def test_forbidden(self, target: Path) -> None:
        """The project's folders are refused, also by another name."""
        content = target / "content"
        content.mkdir(parents=True)
        other = target.with_name("other")
        other.symlink_to(target)
        message = f"'TARGET' is or holds '{content}', which a site must not replace"
        self.refused(target, message, forbidden=[content])
        self.refused(other, message, forbidden=[content])
        self.refused(target, message.replace(str(content), str(target)), forbidden=[target])
        way = target.with_name("way")
        way.symlink_to(content)
        self.refused(target, message.replace(str(content), str(way)), forbidden=[way])

    def test_inside_forbidden(self, target: Path) -> None:
        """A folder inside the project is what a site is for."""
        publish(site("a"), target, forbidden=[target.parent])

        assert "a" == word_of(target)

    def test_endless_link(self, target: Path) -> None:
        """A link that leads to itself is no folder."""
        target.symlink_to(target)
        self.refused(target, "'TARGET' is a symbolic link that leads to itself")

    def test_missing_source(self, target: Path) -> None:
        """A file that cannot be read is named; the old site stands."""
        publish(site("a"), target)
        with pytest.raises(PublishError, match=r"cannot read 'gone\.png': there is no such file"):
            publish(site("b") | {"gone.png": Path("gone.png")}, target)

        assert "a" == word_of(target)
        assert ["site"] == names_beside(target)

    def test_known_before_the_work(self, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A parent folder that cannot be written, or cannot be made, is known before there are files to publish."""
        monkeypatch.setattr(os, "access", lambda path, _mode: path != target.parent)
        for place in (target, target / "not/made/yet"):
            with pytest.raises(PublishError, match=f"cannot write the site to '{place}': permission denied"):
                refuse(place, ())

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
    def test_read_only_parent(self, target: Path) -> None:
        """A parent folder that cannot be written is named."""
        target.parent.chmod(0o555)
        try:
            with pytest.raises(PublishError, match="permission denied") as error:
                publish(site("a"), target)
        finally:
            target.parent.chmod(0o755)

        assert f"the site is staged beside its folder, so '{target.parent}' must be writable" == error.value.hint

    def test_new_parents_go_again(self, tmp_path: Path) -> None:
        """A publish that fails leaves none of the folders it made on the way."""
        with pytest.raises(PublishError, match="cannot read"):
            publish({"gone.png": tmp_path / "gone.png"}, tmp_path / "a/b/site")

        assert [] == list(tmp_path.iterdir())


def program(target: Path, *words: str, **options: object) -> subprocess.Popen[str]:
    """Start the program that publishes one site after the other."""
    command = [sys.executable, str(PROGRAM), str(target), json.dumps(options), *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(target: Path, *words: str, **options: object) -> tuple[int, str]:
    """Give the exit code and the output of the program."""
    with program(target, *words, **options) as process:
        out, err = process.communicate(timeout=60)
    assert not err
    return process.returncode, out


def events(target: Path, **options: object) -> int:
    """Give how many file operations it takes to replace a site."""
    publish(site("a"), target)
    return int(run(target, "b", count=True, **options)[1])


class TestAccidents:
    """Kills, full disks and other builds: the old site or the new one, never half of either."""

    POINTS = 20

    def points(self, target: Path, number: int = POINTS, **options: object) -> Iterator[int]:
        """Give as many moments, spread over the whole of a publish."""
        last = events(target, **options)
        assert last > number
        yield from sorted({1 + each * (last - 1) // (number - 1) for each in range(number)})

    @pytest.mark.parametrize("two_steps", [False, True], ids=["in one step", "in two steps"])
    def test_killed(self, target: Path, *, two_steps: bool) -> None:
        """A build killed at any moment leaves a whole site, which the next one replaces without litter."""
        seen = set()
        for point in self.points(target, two_steps=two_steps):
            publish(site("a"), target)
            (target / ".gitignore").write_text("*\n")

            assert -9 == run(target, "b", kill=point, two_steps=two_steps)[0]

            if target.exists() or not two_steps:
                assert "*\n" == (target / ".gitignore").read_text()
                (target / ".gitignore").unlink()
                seen.add(word_of(target))
            publish(site("c"), target)
            (target / ".gitignore").unlink(missing_ok=True)
            assert "c" == word_of(target)
            assert ["site"] == names_beside(target)
        assert {"a", "b"} == seen

    def test_killed_between_two_renames(self, target: Path) -> None:
        """A site that a kill left aside comes back even if the next build fails."""
        publish(site("a"), target)
        target.rename(target.with_name(".site.instructdeck-1-old"))
        with pytest.raises(PublishError, match="cannot read"):
            publish({"x": Path("gone")}, target)

        assert "a" == word_of(target)
        assert ["site"] == names_beside(target)

    @pytest.mark.parametrize("two_steps", [False, True], ids=["in one step", "in two steps"])
    @pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO], ids=["full", "denied", "broken"])
    def test_failing(self, target: Path, code: int, *, two_steps: bool) -> None:
        """Where the system refuses at any moment, one line says why and a whole site stands."""
        # How a refusal is met does not depend on which it is, but its words do.
        for point in self.points(target, self.POINTS if code == errno.ENOSPC else 6, two_steps=two_steps):
            publish(site("a"), target)

            status, out = run(target, "b", fail=point, code=code, two_steps=two_steps)

            word = word_of(target)
            assert (status, out.count("\n")) in ((0, 0), (1, 1)), out
            assert "b" == word or status == 1
            publish(site("c"), target)
            assert "c" == word_of(target)
            assert ["site"] == names_beside(target)

    def test_file_too_large(self, target: Path) -> None:
        """A limit of the system itself is reported, and leaves no litter."""
        publish(site("a"), target)

        assert (1, f"cannot write the site to '{target}': file too large\n") == run(target, "b" * 5000, limit=4096)
        assert "a" == word_of(target)
        assert ["site"] == names_beside(target)

    def test_failed_sync(self, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A disk that cannot keep what it was given is a failure, not a success."""
        publish(site("a"), target)

        def broken(_descriptor: int) -> None:
            raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(os, "fsync", broken)
        with pytest.raises(PublishError, match="input/output error"):
            publish(site("b"), target)

        assert "a" == word_of(target)
        assert ["site"] == names_beside(target)

    def test_other_folders_are_left_alone(self, target: Path) -> None:
        """Only what bears the name of a staged site is swept."""
        others = [".site.instructdeck-1x", ".site.instructdeck-", ".sitex.instructdeck-1", "site.instructdeck-1"]
        for name in (*others, ".site.instructdeck-1", ".site.instructdeck-22-old"):
            target.with_name(name).mkdir()
        target.with_name(".site.instructdeck-3").write_text("a file")
        publish(site("a"), target)

        assert sorted([*others, ".site.instructdeck-3", "site"]) == names_beside(target)

    def test_two_at_once(self, target: Path) -> None:
        """Builds at once never mix, neither on disk nor for one who reads meanwhile."""
        publish(site("a"), target)
        rounds = 15
        processes = [program(target, *["bc"[each]] * rounds) for each in range(2)]
        reads = 0
        while any(process.poll() is None for process in processes):
            seen = words_read(target)
            assert len(seen) <= 1
            reads += len(seen)
        for process in processes:
            assert ("", "") == process.communicate()
            assert 0 == process.returncode

        assert reads
        assert word_of(target) in "bc"
        assert ["site"] == names_beside(target)

    def test_waiting(self, target: Path) -> None:
        """A build that has to wait says so once, and goes on when the other ends."""
        told = threading.Event()
        descriptor = os.open(target.parent, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        build = threading.Thread(target=lambda: publish(site("a"), target, on_wait=told.set))
        build.start()

        assert told.wait(timeout=30)
        time.sleep(0.05)
        assert [] == names_beside(target)
        os.close(descriptor)
        build.join(timeout=30)
        assert "a" == word_of(target)

    def test_not_waiting(self, target: Path) -> None:
        """A build that is alone says nothing."""
        publish(site("a"), target, on_wait=self.never)

        assert "a" == word_of(target)

    def never(self) -> None:
        """Fail, because nobody should call this."""
        pytest.fail("nobody else builds")

    def test_without_locks(self, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """On a file system without locks a site is published, and nothing that may be alive is swept."""

        def refuse(_descriptor: int, _operation: int) -> None:
            raise OSError(errno.ENOTSUP, "Operation not supported")

        monkeypatch.setattr(fcntl, "flock", refuse)
        target.with_name(".site.instructdeck-1").mkdir()
        publish(site("a"), target)

        assert "a" == word_of(target)
        assert [".site.instructdeck-1", "site"] == names_beside(target)


def words_read(target: Path) -> set[bytes]:
    """Give the words that a reader finds who opens a site once and then reads its files."""
    words = set()
    folder = os.open(target, os.O_RDONLY)
    try:
        for name in NAMES:
            try:
                file = os.open(name, os.O_RDONLY, dir_fd=folder)
            except FileNotFoundError:  # the old site went while it was read
                continue
            words.add(os.read(file, 100))
            os.close(file)
    finally:
        os.close(folder)
    return words


class TestSwap:
    """The swap itself."""

    def test_exchange(self, tmp_path: Path) -> None:
        """Two folders swap names where the system can do it; here it can."""
        for name in "ab":
            (tmp_path / name / name).mkdir(parents=True)

        assert swap.exchange(tmp_path / "a", tmp_path / "b")
        assert (tmp_path / "a/b").is_dir()
        assert (tmp_path / "b/a").is_dir()

    def test_exchange_error(self, tmp_path: Path) -> None:
        """A refusal of the system is an error, not a reason to try in two steps."""
        (tmp_path / "a").mkdir()
        with pytest.raises(FileNotFoundError):
            swap.exchange(tmp_path / "a", tmp_path / "gone")

    def test_folder_of_an_image(self, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A folder that a container's file system cannot rename is replaced nevertheless."""
        target.mkdir()
        (target / ".gitignore").write_text("*\n")
        rename = Path.rename

        def overlay(self: Path, other: Path) -> Path:
            if self == target:
                raise OSError(errno.EXDEV, "Invalid cross-device link")
            return rename(self, other)

        monkeypatch.setattr(swap, "exchange", lambda _first, _second: False)
        monkeypatch.setattr(Path, "rename", overlay)
        publish(site("a"), target)

        assert "*\n" == (target / ".gitignore").read_text()
        (target / ".gitignore").unlink()
        assert "a" == word_of(target)
        assert ["site"] == names_beside(target)
