"""A browser that is asked for, and what is said where it cannot be had or does not do what it was asked for."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from instructdeck.browser.driver import ahead, run
from instructdeck.browser.programs import CHOSEN, BrowserError, find_browser
from instructdeck.browser.session import USUAL, Complaint, Look, Window, session

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from conftest import TinyProject

PAGE = b"<!doctype html><html lang=en><title>A page</title><link rel=stylesheet href=a.css><p>Words</p></html>"
FILES = {"index.html": PAGE, "a.css": b"p { color: rgb(1, 2, 3) }"}
POLICY = "default-src 'none'; style-src 'self'"
OPEN_POLICY = "default-src * 'unsafe-inline'"


def seen(look: Callable[[Window], Awaitable[object]], policy: str = POLICY, how: Look = USUAL) -> Any:  # noqa: ANN401
    """Give what somebody who opens the page sees of it."""

    async def work() -> Any:  # noqa: ANN401
        async with session(lambda: FILES, policy) as running, running.opened("index.html", how) as window:
            return await look(window)

    # In a thread of its own: where other tests use Playwright, a loop runs in this one already.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: run(work())).result()


@pytest.mark.browser
def test_a_page_is_there_with_its_styles(chromium: str) -> None:
    """A page of the site is open with everything that it asks for, and nothing to complain about."""
    assert chromium

    async def look(window: Window) -> object:
        color = await window.ask("getComputedStyle(document.querySelector('p')).color")
        return color, await window.ask("innerWidth"), window.complaints

    assert ("rgb(1, 2, 3)", 390, []) == seen(look, how=Look(390, 844))


@pytest.mark.browser
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_nothing_else_is_reached(chromium: str, canary: tuple[str, list[str]], name: str) -> None:
    """No other server is reached, by name or by number, and no file: by a script, by a picture, by going there."""
    assert chromium
    host, asked = canary
    url = f"http://{host.replace('127.0.0.1', name)}/secret"

    async def look(window: Window) -> object:
        await window.ask(f"fetch('{url}', {{ mode: 'no-cors' }}).catch(() => 0)")
        await window.ask(
            f"new Promise(end => {{ const i = new Image(); i.onload = i.onerror = end; i.src = '{url}'; }})"
        )
        for address in (url, "file:///etc/hostname"):
            await window.ask(f"setTimeout(() => {{ location = '{address}'; }})")
            await asyncio.sleep(0.3)
            await window.page.wait_for_load_state()
        return await window.ask("document.body.innerText"), {each.kind for each in window.complaints}

    words, kinds = seen(look, OPEN_POLICY)

    assert [] == asked
    assert "request" in kinds
    assert Path("/etc/hostname").read_text(encoding="utf-8").strip() not in words


@pytest.mark.browser
def test_what_the_policy_stops_is_kept(chromium: str) -> None:
    """What goes wrong on a page is kept: here a script that its policy does not let in."""
    assert chromium

    async def look(window: Window) -> list[Complaint]:
        await window.ask("document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))")
        await asyncio.sleep(0.1)
        return window.complaints

    (complaint,) = seen(look)

    assert "console" == complaint.kind
    assert "Content Security Policy" in complaint.text


@pytest.mark.browser
def test_what_a_page_misses_as_it_is_left_is_not_kept(chromium: str) -> None:
    """A page that is taken away for another one, in a window of another size, complains to nobody."""
    assert chromium

    async def look(window: Window) -> list[Complaint]:
        await window.ask("addEventListener('resize', () => document.body.querySelector('p'))")
        await window.visit("index.html", Look(390, 844))
        return window.complaints

    assert [] == seen(look)


@pytest.mark.browser
def test_a_window_becomes_a_phone_and_a_desk_again(chromium: str) -> None:
    """One window shows pages as fingers and as a mouse meet them, each as in a window of its own."""
    assert chromium
    pointers = (
        "[matchMedia('(pointer: coarse)').matches, matchMedia('(hover: none)').matches, navigator.maxTouchPoints]"
    )

    async def look(window: Window) -> list[Any]:
        found = []
        for how in (USUAL, Look(390, 844, touch=True), USUAL):
            await window.visit("index.html", how)
            found.append([*await window.ask(pointers), await window.ask("innerWidth")])
        return found

    fresh = [*seen(lambda window: window.ask(pointers), how=Look(390, 844, touch=True)), 390]
    assert [[False, False, 0, 1280], [True, True, 1, 390], [False, False, 0, 1280]] == seen(look)
    assert [True, True, 1, 390] == fresh


@pytest.mark.browser
def test_what_is_there_once_is_not_asked_for_again(chromium: str) -> None:
    """A site that is looked at stays as it is, so that what one page had is there for the next one without asking."""
    assert chromium
    took = "performance.getEntriesByType('resource').map(each => [each.name.split('/').pop(), each.transferSize > 0])"

    async def look(window: Window) -> list[Any]:
        found = [await window.ask(took)]
        await window.visit("index.html")
        return [*found, await window.ask(took)]

    assert [[["a.css", True]], [["a.css", False]]] == seen(look)


@pytest.mark.browser
def test_a_page_that_hangs(chromium: str) -> None:
    """A page that never answers is given up, and its browser ends."""
    assert chromium
    before = children()
    with pytest.raises(BrowserError, match="did not answer in time"):
        seen(lambda window: window.ask("for (;;);", seconds=1))

    assert before >= children()


@pytest.mark.parametrize(
    ("text", "said"), [("exit 0", "ended as it was started"), ("sleep 5", "did not answer in time as it was started")]
)
def test_what_is_no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str) -> None:
    """A program that is no browser, or none that can be driven so, as Firefox, is told from one that fails at work."""
    program = tmp_path / "other"
    program.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv(CHOSEN, str(program))
    monkeypatch.setattr("instructdeck.browser.session.START_SECONDS", 2.0)
    with pytest.raises(BrowserError) as raised:
        seen(lambda window: window.ask("1"))

    assert f"'{program}' {said}: it may be no browser that can be driven" == str(raised.value)
    assert raised.value.hint.startswith(f"name a Chromium, Chrome or Edge in {CHOSEN}")


@pytest.mark.browser
@pytest.mark.parametrize(("number", "said"), [(signal.SIGKILL, "ended while"), (signal.SIGSTOP, "did not answer")])
def test_a_browser_that_ends_or_stops(
    chromium: str, monkeypatch: pytest.MonkeyPatch, number: signal.Signals, said: str
) -> None:
    """A browser that is killed or hangs is reported, and nothing of it is left."""
    assert chromium
    monkeypatch.setattr("instructdeck.browser.session.CLOSE_SECONDS", 0.5)
    before = children()

    async def look(window: Window) -> object:
        for process in children() - before:
            with suppress(ProcessLookupError):  # it may have ended with the one before
                os.kill(process, number)
        return await window.ask("1", seconds=1)

    with pytest.raises(BrowserError, match=said):
        seen(look)

    assert before >= children()


@pytest.mark.browser
@pytest.mark.parametrize("again", [False, True])
def test_a_browser_that_stops_before_a_page_is_there(
    chromium: str,
    monkeypatch: pytest.MonkeyPatch,
    again: bool,  # noqa: FBT001  a row of the table
) -> None:
    """Nobody waits without end for a page to open, be it in a new window or once more in the same."""
    assert chromium
    monkeypatch.setattr("instructdeck.browser.session.CLOSE_SECONDS", 0.5)
    before = children()

    async def work() -> None:
        async with session(lambda: FILES, POLICY) as running, running.opened("index.html") as window:
            monkeypatch.setattr("instructdeck.browser.session.STEP_SECONDS", 1.0)
            for process in children() - before:
                os.kill(process, signal.SIGSTOP)
            if again:
                await window.visit("index.html")
            async with running.opened("index.html"):
                pass

    with ThreadPoolExecutor(1) as thread, pytest.raises(BrowserError, match="did not answer"):
        thread.submit(lambda: run(work())).result(60)
    assert before >= children()


@pytest.mark.browser
def test_a_driver_that_ends(chromium: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Where what drives the browser is killed, the browser is as good as gone: that is said, and nothing else."""
    assert chromium
    before = children()
    drivers = children("node")

    async def work() -> None:
        async with session(lambda: FILES, POLICY) as running, running.opened("index.html") as window:
            assert await running.answers()
            for process in children("node") - drivers:
                os.kill(process, signal.SIGKILL)
            with suppress(running.error):
                await window.ask("1")
            assert not await running.answers()
            await window.ask("1")

    with ThreadPoolExecutor(1) as thread, pytest.raises(BrowserError, match="ended while"):
        thread.submit(lambda: run(work())).result(60)
    gc.collect()
    assert before >= children()
    assert "" == capfd.readouterr().err


@pytest.mark.browser
def test_a_driver_that_is_there_before_it_is_asked_for(chromium: str) -> None:
    """What drives the browser can start ahead: the first work uses it, the next one has its own, and nothing stays."""
    assert chromium
    before = children("node")

    async def work() -> tuple[object, int]:
        async with session(lambda: FILES, POLICY) as running, running.opened("index.html") as window:
            return await window.ask("innerWidth"), len(children("node") - before)

    def all_of_it() -> list[object]:
        with ahead():
            return [len(children("node") - before), run(work()), run(work()), len(children("node") - before)]

    with ThreadPoolExecutor(1) as thread:
        assert [1, (1280, 1), (1280, 1), 0] == thread.submit(all_of_it).result(60)
    assert before >= children("node")


def test_a_driver_that_nobody_asks_for(capfd: pytest.CaptureFixture[str]) -> None:
    """A driver that was started in vain is ended, whatever went wrong before it was asked for."""
    pytest.importorskip("playwright")
    before = children("node")

    def nothing() -> None:
        with ahead():
            raise LookupError("no deck")

    with ThreadPoolExecutor(1) as thread, pytest.raises(LookupError, match="no deck"):
        thread.submit(nothing).result(60)
    gc.collect()
    assert before >= children("node")
    assert "" == capfd.readouterr().err


def test_a_driver_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Playwright is missing nothing is started ahead; who asks for it then says what to install."""
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)

    async def work() -> None:
        async with session(lambda: FILES, POLICY):
            raise AssertionError

    def begun() -> None:
        with ahead():
            run(work())

    with ThreadPoolExecutor(1) as thread, pytest.raises(BrowserError, match="this needs Playwright"):
        thread.submit(begun).result(60)


@pytest.mark.parametrize("command", [["check"], ["build", "-o", "out"], ["export", "notes", "-o", "n.md"]])
def test_what_needs_no_browser_loads_nothing_for_one(project: TinyProject, command: list[str]) -> None:
    """A command that shows nothing in a browser does not pay for what drives it."""
    code = (
        "import atexit, sys; atexit.register(lambda: print('loaded', *{'asyncio', 'playwright'} & set(sys.modules)));"
    )
    code += f"from instructdeck.cli import main; main({command!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=project.root, check=True)

    assert "loaded" == done.stdout.splitlines()[-1].strip()


def children(name: str = "chrom") -> set[int]:
    """Give the processes with such a name that descend from this one and have not ended."""
    rows = [row for process in Path("/proc").glob("[0-9]*") if (row := stat(process))]
    family = {os.getpid()}
    for _ in range(6):
        family |= {pid for pid, parent, _, _ in rows if parent in family}
    return {pid for pid, _, state, own in rows if pid in family and name in own and state != "Z"}


def stat(process: Path) -> tuple[int, int, str, str] | None:
    """Give a process, its parent, its state and its name; None for one that has ended meanwhile."""
    try:
        text = (process / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    name, _, rest = text.partition("(")[2].rpartition(")")
    state, parent, *_ = rest.split()
    return int(process.name), int(parent), state, name


def test_no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where no browser is installed, how to get one is said."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(CHOSEN, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(BrowserError) as caught:
        find_browser()

    assert "there is no Chromium, Chrome or Edge here" == str(caught.value)
    assert "apt-get install chromium" in caught.value.hint


def test_a_browser_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that the environment names comes before all others; one that is not there is an error."""
    monkeypatch.setenv(CHOSEN, sys.executable)
    found = find_browser()
    monkeypatch.setenv(CHOSEN, "no-such-browser")
    with pytest.raises(BrowserError, match="no-such-browser"):
        find_browser()

    assert sys.executable == found


def test_no_playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library that drives the browser, what to install is said."""
    monkeypatch.setitem(sys.modules, "playwright.async_api", None)
    with pytest.raises(BrowserError) as caught:
        seen(lambda window: window.ask("1"))

    assert "pip install 'instructdeck[browser]'" in caught.value.hint


@pytest.mark.browser
def test_a_driver_that_does_not_start(chromium: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What drives the browser has its time to start, too."""
    assert chromium
    monkeypatch.setattr("instructdeck.browser.driver.START_SECONDS", 0.0)
    with pytest.raises(BrowserError, match="what drives the browser did not start in time"):
        seen(lambda window: window.ask("1"))


@pytest.mark.browser
def test_a_site_that_cannot_be_made(chromium: str) -> None:
    """What goes wrong with a site, made while the browser starts, is said as it is, and nothing is left running."""
    assert chromium
    before = children()

    def make() -> dict[str, bytes]:
        raise LookupError("no such template")

    async def work() -> None:
        async with session(make, POLICY):
            raise AssertionError

    with ThreadPoolExecutor(1) as thread, pytest.raises(LookupError, match="no such template"):
        thread.submit(lambda: run(work())).result(60)
    assert before >= children()
