"""What many tests need: a tiny deck on disk, the program run on it, and a browser."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from watched import READY, Watched, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# A shell that starts the tests behind itself may ignore Ctrl-C for them, and a program that they start would, too.
signal.signal(signal.SIGINT, signal.default_int_handler)

CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
FIREFOX = ("firefox-esr", "firefox")
BROWSERS_REQUIRED = "INSTRUCTDECK_TEST_BROWSERS"
"""Environment variable that `make test` sets once it has installed the browsers: a test that misses one then fails."""

CACHE = "XDG_CACHE_HOME"
"""Environment variable that names the folder of the user's caches: runs in tests leave the real one alone."""

TINY = {
    "content/deck.yml": """\
title: The weight of a soul
source: macdougall
sections:
  - scales
""",
    "content/sources.yml": """\
- id: macdougall
  type: article-journal
  title: "Hypothesis Concerning Soul Substance Together with Experimental Evidence"
  author:
    - {family: MacDougall, given: Duncan}
  issued: "1907"
""",
    "content/scales/section.yml": """\
title: On the scales
speaker: {name: Ada, role: The Weigher}
minutes: 1
""",
    "content/scales/quotes.yml": """\
- id: three-fourths
  kind: verbatim
  page: 239
  text: the loss was ascertained to be three-fourths of an ounce
""",
    "content/scales/slides.md": """\
## Three-fourths of an ounce {#ounce}

One patient lost weight at once [@three-fourths].

::: notes
The number became famous, although the other patients did not agree with it.
:::
""",
    "content/scales/synthesis.md": """\
One patient lost three-fourths of an ounce [@three-fourths].
""",
}
"""A whole deck of one section and one slide, of which `check --strict` has nothing to say."""


@dataclass(frozen=True)
class TinyProject:
    """A project's folder, and the program run in it."""

    root: Path

    def write(self, path: str, text: str) -> Path:
        """Write a text below the root; gives its file."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `instructdeck` in the root; gives its exit code and what it said."""
        return subprocess.run(
            [sys.executable, "-m", "instructdeck", *arguments],
            cwd=self.root,
            env=os.environ | {CACHE: str(self.root.parent / "cache")} | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )


@pytest.fixture
def project(tmp_path: Path) -> TinyProject:
    """Give a project that holds the tiny deck."""
    tiny = TinyProject(tmp_path / "project")
    for path, text in TINY.items():
        tiny.write(path, text)
    return tiny


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of Chromium."""
    return program(CHROMIUM)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Give a running Chromium, one for all tests of a process: Playwright cannot be started twice in it."""
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of the flagship."""
    target = tmp_path_factory.mktemp("flagship") / "site"
    done = TinyProject(Path(__file__).parents[1]).run("build", "--strict", "-o", str(target))
    assert 0 == done.returncode, done.stderr
    return target


@pytest.fixture(scope="session")
def layouts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of a deck that has every layout: figures, listings, fragments, footnotes."""
    target = tmp_path_factory.mktemp("layouts") / "site"
    done = TinyProject(Path(__file__).parent / "layouts").run("build", "talk.md", "-o", str(target))
    assert 0 == done.returncode, done.stderr
    return target


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of the gallery, drawn with the templates of this checkout."""
    target = tmp_path_factory.mktemp("gallery") / "site"
    done = TinyProject(Path(__file__).parents[1]).run("gallery", "-o", str(target))
    assert "deck/index.html" in done.stdout, done.stderr
    return target


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Give the address of the flagship over HTTP."""
    with served(site) as home:
        yield home


@pytest.fixture(params=["http", "file"])
def deck(request: pytest.FixtureRequest, browser: Browser, site: Path, address: str) -> Iterator[Watched]:
    """Give the deck open in Chromium at 1280x720, over HTTP and from a file."""
    home = address if request.param == "http" else site.as_uri()
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    watched = Watched(context.new_page(), home)
    watched.page.goto(f"{home}/deck/index.html")
    watched.page.wait_for_function(READY)
    yield watched
    context.close()


@pytest.fixture(scope="session")
def firefox() -> str:
    """Give the path of Firefox."""
    return program(FIREFOX)


def program(names: tuple[str, ...]) -> str:
    """Give the first program of some names; without one the test is skipped, or fails where browsers are required."""
    for name in names:
        if found := shutil.which(name):
            return found
    if os.environ.get(BROWSERS_REQUIRED) == "required":
        pytest.fail(f"none of {', '.join(names)} is installed")
    pytest.skip(f"none of {', '.join(names)} is installed")


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """Give the address of another server of this machine, and what it was asked for."""
    asked: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()
