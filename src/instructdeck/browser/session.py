"""A site that stands in memory, served to this machine alone and opened in the browser that is installed there.

The browser reaches that server and nothing else: every other address, by name or by number, goes to a proxy that is
not there. So a deck can neither read files nor tell anybody anything, whatever it holds.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import field, replace
from typing import TYPE_CHECKING, Literal

from instructdeck.contained import content_of
from instructdeck.network.server import Server
from instructdeck.values import dataclass

from .driver import START_SECONDS, taken
from .programs import CHOSEN, BrowserError, find_browser

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from typing import Any

    from playwright.async_api import Browser, CDPSession, ConsoleMessage, Page, Request

    from instructdeck.contained import Content

STEP_SECONDS = 30.0
"""What one thing that it is asked for may take."""
CLOSE_SECONDS = 5.0
"""What it may take to end; its processes are killed then."""
NOWHERE = "127.0.0.1:9"
"""The proxy that is not there: nothing listens at the port of `discard`."""
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # the same places on every machine
    "--force-color-profile=srgb",
    "--hide-scrollbars",
)
BLANK = "-/blank.html"
"""An empty page beside those of the site, where `about:blank` would have the browser end the process of the window."""


@dataclass(frozen=True)
class Look:
    """How a page is opened."""

    width: int = 1280
    """Of the window, in CSS pixels."""
    height: int = 720
    scheme: Literal["light", "dark"] = "light"
    media: Literal["screen", "print"] = "screen"
    touch: bool = False
    scale: float = 1.0
    """Device pixels to a CSS pixel."""


USUAL = Look()
"""A window on a desk."""


@dataclass(frozen=True)
class Complaint:
    """Something that went wrong on a page while it was open."""

    kind: Literal["console", "request"]
    text: str
    """What the browser says, or the address that was asked for."""


@dataclass(eq=False)
class Window:
    """A page that is open."""

    page: Page
    home: str
    look: Look = USUAL
    """How it shows what is open."""
    complaints: list[Complaint] = field(default_factory=list)
    _fingers: CDPSession | None = None

    def listen(self) -> None:
        """Keep from now on what goes wrong."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._complain("console", str(error)))
        self.page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complain("console", message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.home}/", "data:", "blob:")):
            self._complain("request", request.url)

    def _complain(self, kind: Literal["console", "request"], text: str) -> None:
        self.complaints.append(Complaint(kind, text))

    async def ask(self, script: str, argument: object = None, seconds: float = STEP_SECONDS) -> Any:  # noqa: ANN401
        """Give what a script says in the page.

        Raises:
            TimeoutError: it says nothing for too long, which Playwright alone would wait for without end.
        """
        return await asyncio.wait_for(self.page.evaluate(script, argument), seconds)

    async def turn(self, look: Look) -> None:
        """Show what is open in another way; how fine its pixels are stays, and what can be touched."""
        before, self.look = self.look, replace(look, touch=self.look.touch, scale=self.look.scale)
        if (look.media, look.scheme) != (before.media, before.scheme):
            await self.page.emulate_media(media=look.media, color_scheme=look.scheme)
        if (look.width, look.height) != (before.width, before.height):
            await self.page.set_viewport_size({"width": look.width, "height": look.height})

    async def visit(self, path: str, look: Look | None = None) -> None:
        """Go to a page of the site, in another way of showing if one is given, and wait until all of it is there."""
        if look and look.touch != self.look.touch:
            # A deck loads itself again when it becomes narrow or wide, so that no deck may be open then.
            await asyncio.wait_for(self.page.goto(f"{self.home}/{BLANK}"), STEP_SECONDS)
            await self._touch(on=look.touch)
            await self.turn(look)
        elif look and look != self.look:
            # What is open would be laid out anew for nobody.
            await self.ask("document.documentElement.lastElementChild?.remove()")
            await self.turn(look)
            # Its scripts still hear of that, and may miss what was taken away: nobody wants to know.
            await self.ask("new Promise(requestAnimationFrame)")
        self.complaints.clear()
        await asyncio.wait_for(self.page.goto(f"{self.home}/{path}"), STEP_SECONDS)
        await self.settle()

    async def _touch(self, *, on: bool) -> None:
        """Have what is opened from now on believe that fingers touch it, or that they do not."""
        self.look = replace(self.look, touch=on)
        if self._fingers:
            await self._fingers.detach()
            self._fingers = None
        if on:
            self._fingers = await self.page.context.new_cdp_session(self.page)
            await self._fingers.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    async def settle(self) -> None:
        """Wait until the typefaces and the pictures of the page are there."""
        await self.ask(_SETTLED)

    async def tidy(self) -> None:
        """Let the page give back the memory that it no longer needs; by itself it waits until it has far more."""
        await asyncio.wait_for(self.page.request_gc(), STEP_SECONDS)


# `decode()` of a picture may never answer while its page is not shown, so that what has arrived is asked for instead.
_SETTLED = """async () => {
  for (const image of document.querySelectorAll("img[loading=lazy]")) image.loading = "eager";
  const arrived = image => image.complete || new Promise(done => { image.onload = image.onerror = done; });
  await Promise.all([...document.images].map(arrived));
  await document.fonts.ready;
}"""


@dataclass(frozen=True)
class Memory:
    """A site in memory, as the server asks for it."""

    files: Mapping[str, bytes]
    policy: str = "default-src 'none'"

    def get(self, name: str) -> bytes | None:
        """Give a file by its path in the site."""
        return self.files.get(name)


@dataclass(eq=False)
class Session:
    """A running browser with a site to look at."""

    browser: Browser
    files: Mapping[str, Content]
    """The site, by path."""
    home: str
    """Its address, without a slash at its end."""
    error: type[Exception]
    """What Playwright raises."""

    async def answers(self) -> bool:
        """Tell whether the browser is still there, and what drives it; a page that crashed leaves both."""
        try:
            await (await asyncio.wait_for(self.browser.new_context(), STEP_SECONDS)).close()
        except (TimeoutError, self.error):
            return False
        return True

    @asynccontextmanager
    async def opened(self, path: str, look: Look = USUAL) -> AsyncIterator[Window]:
        """Open a page of the site by its path, and wait until everything of it is there."""
        async with self.window(look) as window:
            await window.visit(path)
            yield window

    @asynccontextmanager
    async def window(self, look: Look = USUAL, script: str = "") -> AsyncIterator[Window]:
        """Open a window with nothing in it; a script is run in each page that it comes to, before those of the page."""
        opening = self.browser.new_context(
            viewport={"width": look.width, "height": look.height},
            color_scheme=look.scheme,
            reduced_motion="reduce",
            has_touch=look.touch,
            device_scale_factor=look.scale,
            service_workers="block",
            accept_downloads=False,
        )
        context = await asyncio.wait_for(opening, STEP_SECONDS)
        context.set_default_timeout(STEP_SECONDS * 1000)
        try:
            window = Window(await asyncio.wait_for(context.new_page(), STEP_SECONDS), self.home, look)
            window.listen()
            if script:
                await asyncio.wait_for(window.page.add_init_script(script), STEP_SECONDS)
            if look.media == "print":
                await window.page.emulate_media(media="print")
            yield window
        finally:
            with suppress(TimeoutError, self.error):  # whatever went wrong before is what matters
                await asyncio.wait_for(context.close(), CLOSE_SECONDS)


@asynccontextmanager
async def session(make: Callable[[], Mapping[str, Content]], policy: str) -> AsyncIterator[Session]:
    """Serve a site with a Content-Security-Policy, and give a browser that reaches nothing but it.

    The site, by path, is what `make` gives, which is called while what drives the browser starts.

    Raises:
        BrowserError: there is no browser, it does not start, or it ended or hung while it was asked for something.
    """
    driver = taken()
    from playwright.async_api import Error  # noqa: PLC0415  only where a browser is asked for

    async with AsyncExitStack() as stack:
        stack.push_async_callback(driver.end)
        program = find_browser()
        await driver.begun()
        # No thread makes it: what it works with belongs to this one.
        files = make()
        playwright = await driver.ready()
        contents = {path: content_of(each) for path, each in files.items()} | {BLANK: b""}
        server = Server(Memory(contents, policy), lasting=True)
        port = server.start("127.0.0.1", 0)
        stack.callback(server.stop)
        try:
            browser = await playwright.chromium.launch(
                executable_path=program,
                args=[*ARGUMENTS, *_as_root()],
                proxy={"server": NOWHERE, "bypass": f"<-loopback>,127.0.0.1:{port}"},
                timeout=START_SECONDS * 1000,
            )
            try:
                yield Session(browser, files, f"http://127.0.0.1:{port}", Error)
            finally:
                # Playwright kills what has not ended by itself when its own process ends.
                with suppress(TimeoutError, Error):
                    await asyncio.wait_for(browser.close(), CLOSE_SECONDS)
        except (Error, TimeoutError) as error:
            raise _explained(error, program) from error


def _as_root() -> tuple[str, ...]:
    """Give what Chromium asks for where it is started by the administrator, as in a container."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


def _explained(error: Exception, program: str) -> BrowserError:
    """Give what went wrong in words: Playwright's own are a report of many lines."""
    first = str(error).strip().split("\n")[0][:200]
    late = isinstance(error, TimeoutError) or "Timeout" in first
    if first.startswith("BrowserType.launch"):
        how = "did not answer in time" if late else "ended"
        hint = f"name a Chromium, Chrome or Edge in {CHOSEN}; if this is one, try whether it starts by itself"
        return BrowserError(f"'{program}' {how} as it was started: it may be no browser that can be driven", hint)
    if late:
        return BrowserError("the browser did not answer in time", "run it again; a busy machine may need longer")
    if "closed" in first or "crash" in first.lower():
        return BrowserError("the browser ended while it was at work", "run it again; it may have run out of memory")
    return BrowserError(f"the browser cannot be used: {first}", f"try whether '{program}' starts")
