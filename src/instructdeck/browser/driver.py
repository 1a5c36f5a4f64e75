"""What drives the browser: a process of Playwright's.

It takes half a second to start, as long as a small deck takes to be read and rendered: so it is started before anybody
knows what there will be to look at.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, TypeVar

from instructdeck.extras import how_to_install

from .programs import BrowserError

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from playwright.async_api import Playwright

T = TypeVar("T")

START_SECONDS = 30.0
"""What it, and the browser, may take to start."""
REST_SECONDS = 5.0
"""What is left of its start may take so long where it is to end."""
END_SECONDS = 1.0
"""What it may take to end then; else it ends with this process."""
TURNS = 50
"""Turns of the loop after which what is to start has started: it takes ten."""
EXTRA = "browser"
"""What has to be installed besides the program itself."""


class Driver:
    """What drives the browser; it starts while its loop runs, and as a process while anything else does."""

    def __init__(self) -> None:
        """Have it start with the next turns of the loop that runs.

        Raises:
            BrowserError: Playwright is not installed.
        """
        try:
            from playwright.async_api import async_playwright  # noqa: PLC0415  only where a browser is asked for
        except ImportError as error:
            hint = f"install it: {how_to_install(EXTRA)}"
            raise BrowserError("this needs Playwright, which drives the browser", hint) from error
        self._manager = async_playwright()
        self._starting = asyncio.ensure_future(self._manager.__aenter__())

    async def begun(self) -> None:
        """Wait until its process is there, which has still to get ready."""
        for _ in range(TURNS):
            await asyncio.sleep(0)

    async def ready(self) -> Playwright:
        """Give it once it is ready.

        Raises:
            BrowserError: it ends, or does not start in time.
        """
        try:
            return await asyncio.wait_for(asyncio.shield(self._starting), START_SECONDS)
        except Exception as error:  # Playwright has no class of its own for this
            how = "did not start in time" if isinstance(error, TimeoutError) else "ended as it was started"
            raise BrowserError(f"what drives the browser {how}", "run it again") from error

    async def end(self) -> None:
        """End it, however far it has come: its process would stay where it is only told to start no further."""
        with suppress(Exception):  # which whoever waited for it was told
            await asyncio.wait_for(self._starting, REST_SECONDS)
            await asyncio.wait_for(self._manager.__aexit__(), END_SECONDS)


class _Ahead:
    """A driver that has been started before it is asked for, and the loop that it belongs to."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.runner = runner
        self.driver: Driver | None = None

    async def start(self) -> None:
        self.driver = Driver()
        await self.driver.begun()

    async def end(self) -> None:
        if self.driver:
            await self.driver.end()


_AHEAD: ContextVar[_Ahead | None] = ContextVar("_AHEAD", default=None)


@contextmanager
def ahead() -> Iterator[None]:
    """Start what drives the browser, for the first of all that `run` runs.

    What is wrong with it is said by who asks for it.
    """
    begun = _Ahead(_runner())
    token = _AHEAD.set(begun)
    with begun.runner as runner:
        try:
            with suppress(BrowserError):
                runner.run(begun.start())
            yield
        finally:
            _AHEAD.reset(token)
            runner.run(begun.end())


def run(work: Coroutine[Any, Any, T]) -> T:
    """Give what some work with a browser comes to."""
    if begun := _AHEAD.get():
        return begun.runner.run(work)
    with _runner() as runner:
        return runner.run(work)


def taken() -> Driver:
    """Give the driver that has been started before, to who is the first to ask, or a new one.

    Raises:
        BrowserError: Playwright is not installed.
    """
    begun = _AHEAD.get()
    if begun is None or begun.driver is None:
        return Driver()
    driver, begun.driver = begun.driver, None
    return driver


def _runner() -> asyncio.Runner:
    """Give a loop that says nothing of what Playwright keeps for itself when its driver has ended."""

    def loop() -> asyncio.AbstractEventLoop:
        made = asyncio.new_event_loop()
        made.set_exception_handler(_unheard)
        return made

    return asyncio.Runner(loop_factory=loop)


def _unheard(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Say all that is wrong but that the driver has ended: whoever waits is told as well."""
    if not str(context.get("exception", "")).startswith("Connection closed"):
        loop.default_exception_handler(context)
