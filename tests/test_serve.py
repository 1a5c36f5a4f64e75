"""`instructdeck serve`: what is served is what `build` writes, and what is saved is seen."""

from __future__ import annotations

import json
import os
import pty
import random
import re
import select
import signal
import subprocess
import sys
import termios
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import CACHE
from deep import deep
from instructdeck.serve.serve import listed
from instructdeck.serve.watch import MAX_FOLDERS
from previewed import previewed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import TinyProject
    from previewed import Previewed

SLIDES = "content/scales/slides.md"
LIVE = re.compile(rb'<link rel="stylesheet" href="/-/live\.css".*?(?=</body>)', re.DOTALL)
"""What only a served page has."""


@pytest.fixture
def preview(project: TinyProject) -> Iterator[Previewed]:
    """Serve a tiny deck."""
    with previewed(project.root) as found:
        yield found


def got(address: str) -> bytes:
    """Give what an address answers."""
    with urllib.request.urlopen(address) as answer:  # noqa: S310  of this machine
        body: bytes = answer.read()
    return body


def test_served_is_built(project: TinyProject, preview: Previewed) -> None:
    """Every file of a built site is served byte for byte, but for one part at the end of each page."""
    project.run("build")
    site = project.root / "site"
    names = [path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
    served = {name: got(preview.home + name) for name in names}

    assert {name: (site / name).read_bytes() for name in names} == {
        name: LIVE.sub(b"", each) for name, each in served.items()
    }
    assert {name for name in names if name.endswith(".html")} == {name for name in names if b"/-/live" in served[name]}
    assert "build.json" in json.loads(served["build.json"])["files"] | {"build.json": ""}


def test_start_says_where(preview: Previewed) -> None:
    """The first line has the address, and Ctrl-C ends without a word."""
    said = preview.end()

    assert ("\n", 0) == (said, preview.process.returncode)


class Terminal:
    """A terminal in which `serve` runs."""

    def __init__(self, root: Path, *arguments: str) -> None:
        """Start it."""
        self.file, other = pty.openpty()
        self.before = termios.tcgetattr(self.file)
        self.said = ""
        command = [sys.executable, "-m", "instructdeck", "serve", ".", "--port", "0", *arguments]
        environment = {**os.environ, CACHE: str(root.parent / "cache"), "NO_COLOR": "1", "BROWSER": "echo opened %s"}
        self.process = subprocess.Popen(
            command, cwd=root, env=environment, stdin=other, stdout=other, stderr=other, start_new_session=True
        )
        os.close(other)

    def until(self, text: str) -> str:
        """Give what is said until a text comes."""
        before = len(self.said)
        end = time.monotonic() + 30
        while text not in self.said[before:]:
            assert time.monotonic() < end, self.said
            ready, _, _ = select.select([self.file], [], [], 1)
            if ready:
                self.said += os.read(self.file, 65536).decode().replace("\r\n", "\n")
        return self.said[before:]

    def press(self, key: str) -> None:
        """Press a key."""
        os.write(self.file, key.encode())


@pytest.fixture
def terminal(project: TinyProject) -> Iterator[Terminal]:
    """Serve a tiny deck in a terminal."""
    found = Terminal(project.root)
    found.until("q quits, o opens the deck, r reads everything again.\n")
    yield found
    found.process.kill()
    found.process.wait()
    os.close(found.file)


def test_keys(terminal: Terminal) -> None:
    """`r` reads all again, `o` opens the deck, `q` quits and leaves the terminal as it was; other keys do nothing."""
    terminal.press("x")
    terminal.press("r")
    assert re.search(r"^everything: 0 slides in \d+ ms, site in \d+ ms\n", terminal.until("site in"))
    terminal.press("o")
    assert re.search(r"opened http://127\.0\.0\.1:\d+/deck/\?follow\n", terminal.until("follow\n"))
    terminal.press("q")

    assert 0 == terminal.process.wait(20)
    assert terminal.before == termios.tcgetattr(terminal.file)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signals(terminal: Terminal, number: int, code: int) -> None:
    """Ctrl-C is the common end; another signal is told by the exit code; either leaves the terminal as it was."""
    terminal.process.send_signal(number)

    assert code == terminal.process.wait(20)
    assert terminal.before == termios.tcgetattr(terminal.file)


def test_one_quiet_line_a_rebuild(terminal: Terminal, project: TinyProject) -> None:
    """A save is one line; an error is shown once, and its repair said."""
    good = (project.root / SLIDES).read_text(encoding="utf-8")
    project.write(SLIDES, good.replace("at once", "slowly"))
    first = terminal.until("site in")
    project.write(SLIDES, good.replace("[@three-fourths]", "[@nobody]"))
    wrong = terminal.until("site in")
    project.write(SLIDES, good.replace("[@three-fourths]", "[@nobody]").replace("became", "is"))
    still = terminal.until("site in")
    project.write(SLIDES, good)
    mended = terminal.until("site in")

    assert re.fullmatch(rf"{SLIDES}: 1 slide in \d+ ms, site in \d+ ms\n?", first)
    assert f"error[unknown-citation]: there is no quote or source 'nobody'\n  --> {SLIDES}:3:34\n" in wrong
    assert "1 error in the content\n" in wrong
    assert "error" not in still
    assert mended.lstrip().startswith(f"No error is left.\n{SLIDES}: ")


def test_what_most_likely_does_not_fit(terminal: Terminal, project: TinyProject) -> None:
    """What is most likely too full is said once, as `check` says it, at most thrice; no other warning is."""
    good = (project.root / SLIDES).read_text(encoding="utf-8")
    point = "- a point that is long enough to need the whole width of a slide and then some more of it\n"
    slides = "".join(f"\n## Full {{#full-{number}}}\n\n{point * 20}" for number in range(5))
    project.write(SLIDES, f"{good}{slides}")
    full = terminal.until("site in")
    project.write(SLIDES, good)
    mended = terminal.until("site in")

    assert 3 == full.count("warning[likely-overflow]: ")
    assert "5 warnings in the content\n" in full
    assert mended.lstrip().startswith(f"No error is left.\n{SLIDES}: ")


def test_a_line_counts_what_is_seen(terminal: Terminal, project: TinyProject) -> None:
    """A file that cannot be read changes no slide on the screen, and neither does its repair."""
    good = (project.root / SLIDES).read_text(encoding="utf-8")
    project.write(SLIDES, f"<<<<<<< ours\n{good}=======\n{good}>>>>>>> theirs\n")
    broken = terminal.until("site in")
    project.write(SLIDES, good)
    mended = terminal.until("site in")

    assert f"\n{SLIDES}: 0 slides in " in broken
    assert f"\n{SLIDES}: 0 slides in " in mended


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["content/deck.yml"], "content/deck.yml"),
        (["content/one/slides.md", "content/two/slides.md"], "content/one/slides.md, content/two/slides.md"),
        (["a" * 90, "b"], f"{'a' * 90} and 1 more"),
        (
            [f"content/one/data/{number}.csv" for number in range(9)],
            "content/one/data/0.csv, content/one/data/1.csv and 7 more",
        ),
    ],
)
def test_a_line_has_room_for_some_names(names: list[str], line: str) -> None:
    """As many changed files are named as fit, and at least one."""
    assert line == listed(names)


def test_a_checkout_is_one_calm_rebuild(terminal: Terminal, project: TinyProject) -> None:
    """Hundreds of files that change at once end in the site of the last of them, after a few rebuilds."""
    for number in range(300):
        project.write(f"content/scales/data/{number}.csv", f"a,b\n1,{number}\n")
        project.write(SLIDES, f"## Number {{#number}}\n\nText {number}.\n\n::: notes\nNone.\n:::\n")
    home = re.search(r"http://\S+?/", terminal.said)
    assert home
    while b"Text 299." not in got(f"{home[0]}deck/"):
        time.sleep(0.05)

    assert terminal.said.count("site in") <= 5


@pytest.mark.parametrize("editor", ["javascript:alert(1)", "data:text/html,x", "JavaScript:x", "no address"])
def test_an_editor_is_no_script(project: TinyProject, editor: str) -> None:
    """What would run in the page opens no editor."""
    done = project.run("serve", "--editor", editor)

    assert 2 == done.returncode
    assert "it must be an address such as vscode://file/{path}:{line}" in done.stderr


def test_a_taken_port_is_said(project: TinyProject, preview: Previewed) -> None:
    """A port that is asked for and taken ends the program with a reason."""
    done = project.run("serve", "--port", str(preview.port))

    assert 1 == done.returncode
    assert f"error: port {preview.port} is taken by another program\nhint: name another port" in done.stderr


def test_an_address_of_no_one_here(project: TinyProject) -> None:
    """An address that this machine does not have ends the program with a reason."""
    done = project.run("serve", "--host", "192.0.2.1")

    assert (1, "error: cannot serve at 192.0.2.1: Cannot assign requested address\n") == (done.returncode, done.stderr)


def test_others_need_the_token(project: TinyProject) -> None:
    """Where others are let in, the address has a token, there is a warning, and nobody else gets an answer."""
    with previewed(project.root, "--host", "0.0.0.0") as preview:  # noqa: S104
        with pytest.raises(urllib.error.HTTPError, match="403"):
            got(f"{preview.home}deck/")
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with browser.open(f"{preview.home}deck/{preview.query}") as answer:
            assert b"Three-fourths" in answer.read()
        with browser.open(f"{preview.home}index.html") as answer:
            assert 200 == answer.status

    assert "warning: others in your network reach this address; only the token keeps them out\n" in preview.started


def test_names_do_not_drive_the_terminal(project: TinyProject) -> None:
    """What a contributor calls a file cannot move the cursor, name the window or press a key."""
    evil = "a\x1b]0;b\x07\n\x9b31m\u202e"
    with previewed(project.root) as preview:
        (project.root / f"content/scales/{evil}.svg").write_text("x", encoding="utf-8")
        (project.root / os.fsdecode(b"content/scales/\xff.svg")).write_text("x", encoding="utf-8")
        project.write(SLIDES, "## A {#a}\n\n```\nunclosed\n")
        while b'id="a"' not in got(f"{preview.home}deck/"):
            time.sleep(0.05)
        time.sleep(0.5)
        said = preview.end()

    assert ".svg" in said
    assert "" == "".join(char for char in said if char != "\n" and not char.isprintable() and char != "\ufffd")


def test_a_tree_that_nobody_can_watch(project: TinyProject) -> None:
    """Folders without end neither stop the preview nor keep the machine busy; changes are still seen."""
    for number in range(MAX_FOLDERS):
        (project.root / f"content/many/{number}").mkdir(parents=True)
    with deep(project.root / "content"), previewed(project.root) as preview:
        project.write(SLIDES, "## Another {#another}\n\nWords.\n")
        while b'id="another"' not in got(f"{preview.home}deck/"):
            time.sleep(0.05)
        watches = []
        for file in Path(f"/proc/{preview.process.pid}/fdinfo").iterdir():
            with suppress(FileNotFoundError):  # closed since
                watches.append(file.read_text(encoding="ascii"))
        said = preview.end()

    assert not any("inotify wd" in each for each in watches)
    assert "Traceback" not in said


def test_one_file(project: TinyProject) -> None:
    """A deck of one file is served, and watched together with the figures that it uses, also when they come later."""
    talk = "---\ntitle: A talk\n---\n\n## One {#one}\n\n![A dot](figures/dot.svg)\n"
    project.write("talk/talk.md", talk)
    dot = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="{}"/></svg>'
    with previewed(project.root / "talk", path="talk.md") as preview:
        project.write("talk/talk.md", talk.replace("One", "Another"))
        while b"Another" not in got(f"{preview.home}deck/"):
            time.sleep(0.05)
        assert b"" == served(f"{preview.home}figures/figures/dot.svg")
        for size in (1, 2):
            project.write("talk/figures/dot.svg", dot.format(size))
            while served(f"{preview.home}figures/figures/dot.svg") != dot.format(size).encode():
                time.sleep(0.05)


def served(address: str) -> bytes:
    """Give what an address answers, nothing while there is nothing."""
    try:
        return got(address)
    except urllib.error.HTTPError:
        return b""


@pytest.mark.soak
def test_ten_minutes_of_edits(project: TinyProject) -> None:
    """After minutes of edits, a third of them broken, memory is flat, no file is open, and served is what is built."""
    rng = random.Random(1)
    good = (project.root / SLIDES).read_text(encoding="utf-8")
    broken = ["## [", "title: [", "\x00", "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n", "", good[:40], "![x](nothing.svg)"]
    minutes = float(os.environ.get("INSTRUCTDECK_SOAK_MINUTES", "10"))
    with previewed(project.root) as preview:
        status = Path(f"/proc/{preview.process.pid}")
        drained = threading.Thread(target=preview.process.stdout.read if preview.process.stdout else None, daemon=True)
        drained.start()
        measured = []
        end = time.monotonic() + 60 * minutes
        number = 0
        while time.monotonic() < end:
            number += 1
            paths = (SLIDES, SLIDES, "content/deck.yml", "content/scales/synthesis.md", "content/scales/section.yml")
            path = rng.choice(paths)
            file = project.root / path
            if rng.random() < 0.3:
                before = file.read_text(encoding="utf-8")
                file.write_text(rng.choice(broken), encoding="utf-8")
                time.sleep(rng.random() * 0.1)
                if rng.random() < 0.3:
                    file.unlink()
                    time.sleep(rng.random() * 0.1)
                file.write_text(before, encoding="utf-8")
            project.write(
                SLIDES, f"{good}\n## Edit {{#edit-{number}}}\n\nWord{number} *here*.\n\n::: notes\nNone.\n:::\n"
            )
            while f"Word{number} ".encode() not in got(f"{preview.home}deck/"):
                time.sleep(0.02)
            if number % 50 == 20:
                resident = int((status / "statm").read_text(encoding="ascii").split()[1])
                measured.append((resident, len(list((status / "fd").iterdir()))))
        time.sleep(1)
        project.run("build")
        site = project.root / "site"
        pages = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}

        assert pages == {name: LIVE.sub(b"", got(preview.home + name)) for name in pages}
    third = len(measured) // 3
    assert max(resident for resident, _ in measured[-third:]) <= 1.1 * max(
        resident for resident, _ in measured[third : 2 * third]
    )
    assert max(files for _, files in measured[-third:]) <= max(files for _, files in measured[:third])
