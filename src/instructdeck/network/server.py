"""A server for one site that stands in memory, and for the windows that wait for news of it.

Nothing is read from disk by what an address says: only names that the site has are answered.
It runs in a thread of its own; every connection is bounded in number, size and time.
"""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
import threading
from contextlib import suppress
from dataclasses import field
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from instructdeck.values import dataclass

from .gate import MAX_HEAD, Gate, RefusedError, Request, read_head

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENTS = "/-/events"
"""Where windows wait for news; no section can be called `-`."""
MAX_CONNECTIONS = 256
MAX_WINDOWS = 64
"""Windows that wait for news."""
HEAD_SECONDS = 5.0
"""What a request's head may take to arrive."""
IDLE_SECONDS = 30.0
"""How long a connection stays open for another request."""
SEND_SECONDS = 20.0
"""How long a window may take to read what it asked for."""
CHUNK = 2**18
"""Bytes of a file that wait at a time for whoever asked for it."""
BEAT_SECONDS = 15.0
"""After so long without news a window gets a sign of life, which also shows whether it is still there."""
MAX_WAITING = 2 * 2**20
"""Bytes of news that wait for a slow window, which is then let go."""
RETRY = 300
"""Milliseconds after which a window asks again."""

OF_DRAWINGS = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
"""The policy of a file of SVG that is opened by itself: that of the pages would take its own styles from it."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    "": "text/plain; charset=utf-8",
}


class Site(Protocol):
    """What is served."""

    @property
    def policy(self) -> str:
        """The Content-Security-Policy of its pages."""

    def get(self, name: str) -> bytes | None:
        """Give a file by its path in the site."""


@dataclass(eq=False)
class _Window:
    """A window that waits for news."""

    writer: asyncio.StreamWriter
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    def send(self, news: bytes) -> None:
        """Send news, or let go of a window that does not read."""
        if self.writer.is_closing() or self.writer.transport.get_write_buffer_size() > MAX_WAITING:
            self.gone.set()
        else:
            self.writer.write(news)


class Server:
    """Serves a site until it is stopped."""

    def __init__(self, site: Site, greeting: bytes = b"", *, lasting: bool = False) -> None:
        """Take what is served first and whether it lasts, and what a window is told that begins to wait."""
        self.site = site
        self.greeting = greeting
        self._caching = "max-age=86400, immutable" if lasting else "no-cache"
        self.gate = Gate(0)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="server", daemon=True)
        self._door: asyncio.Server | None = None
        self._windows: set[_Window] = set()
        self._waiting: dict[asyncio.Task[None], float] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def windows(self) -> int:
        """How many windows wait for news."""
        return len(self._windows)

    def start(self, host: str, port: int, token: str = "") -> int:
        """Listen, at a free port if `port` is 0; gives the port.

        Raises:
            OSError: the port is taken, or this machine has no such address.
        """
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._listen(host, port, token), self._loop).result()
        except OSError:
            self.stop()
            raise
        return self.gate.port

    async def _listen(self, host: str, port: int, token: str) -> None:
        self._door = await asyncio.start_server(
            self._accept, host, port, limit=MAX_HEAD, backlog=MAX_CONNECTIONS, start_serving=False
        )
        # Nobody is let in before the gate stands.
        self.gate = Gate(int(self._door.sockets[0].getsockname()[1]), token)
        await self._door.start_serving()

    def tell(self, news: bytes) -> None:
        """Send news to every window, and come back when the system has them."""
        done = threading.Event()
        self._loop.call_soon_threadsafe(self._tell, news, done)
        done.wait(1)

    def _tell(self, news: bytes, done: threading.Event) -> None:
        for window in self._windows:
            window.send(news)
        done.set()

    def stop(self) -> None:
        """Close every connection, and end."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)
        self._loop.close()

    async def _close(self) -> None:
        if self._door:
            self._door.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Connections are closed in the loop's next round.
        await asyncio.sleep(0)

    # --- One connection

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._tasks) >= MAX_CONNECTIONS and not self._make_room():
            writer.transport.abort()
            return
        task = self._loop.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _make_room(self) -> bool:
        """Let go of whoever has taken longest to say anything; False where nobody is silent."""
        task = next(iter(self._waiting), None)
        if task is None:
            return False
        # It ends later: until then it must not be chosen again.
        del self._waiting[task]
        return task.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            seconds = HEAD_SECONDS
            while await self._answer(reader, writer, seconds):
                seconds = IDLE_SECONDS
            writer.close()
            async with asyncio.timeout(SEND_SECONDS):
                await writer.wait_closed()
        # What somebody else's end of a line does is no concern of ours.
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            # A mere close would wait for who never reads, and be counted nowhere.
            writer.transport.abort()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float) -> bool:
        """Answer one request; gives whether another may follow."""
        try:
            head = await self._head(reader, seconds)
        except asyncio.LimitOverrunError:
            return await self._refuse(writer, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        try:
            request = read_head(head)
            self.gate.check(request)
        except RefusedError as error:
            return await self._refuse(writer, error.status)
        if self.gate.brings_token(request):
            return await self._send(writer, request, HTTPStatus.SEE_OTHER, self._remember(request))
        if request.path == EVENTS and request.method == "GET":
            return await self._wait(reader, writer)
        return await self._send_file(writer, request)

    async def _head(self, reader: asyncio.StreamReader, seconds: float) -> bytes:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  for mypy: this runs in one
        self._waiting[task] = seconds
        try:
            async with asyncio.timeout(seconds):
                first = await reader.readexactly(1)
            async with asyncio.timeout(HEAD_SECONDS):
                return first + await reader.readuntil(b"\r\n\r\n")
        finally:
            self._waiting.pop(task, None)

    def _remember(self, request: Request) -> dict[str, str]:
        cookie = f"{self.gate.cookie}={self.gate.token}; Path=/; HttpOnly; SameSite=Strict"
        return {"Location": self.gate.without_token(request), "Set-Cookie": cookie}

    async def _send_file(self, writer: asyncio.StreamWriter, request: Request) -> bool:
        name = request.path[1:]
        if name == "" or name.endswith("/"):
            name += "index.html"
        body = self.site.get(name)
        if body is None and self.site.get(f"{name}/index.html") is not None:
            return await self._send(writer, request, HTTPStatus.PERMANENT_REDIRECT, {"Location": f"/{name}/"})
        if body is None:
            return await self._send(writer, request, HTTPStatus.NOT_FOUND, {})
        tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        headers = {"ETag": tag, "Content-Type": content_type(name)}
        if headers["Content-Type"] == _TYPES[".svg"]:
            headers["Content-Security-Policy"] = f"{OF_DRAWINGS}; frame-ancestors 'none'"
        if request.headers.get("if-none-match") == tag:
            return await self._send(writer, request, HTTPStatus.NOT_MODIFIED, headers)
        return await self._send(writer, request, HTTPStatus.OK, headers, body)

    async def _refuse(self, writer: asyncio.StreamWriter, status: HTTPStatus) -> bool:
        nobody = Request("GET", "/", "", {}, keep=False)
        more = {"Allow": "GET, HEAD"} if status is HTTPStatus.METHOD_NOT_ALLOWED else {}
        return await self._send(writer, nobody, status, more)

    async def _send(
        self,
        writer: asyncio.StreamWriter,
        request: Request,
        status: HTTPStatus,
        headers: Mapping[str, str],
        body: bytes | None = None,
    ) -> bool:
        if body is None and status is not HTTPStatus.NOT_MODIFIED:
            body = f"{status.value} {status.phrase}\n".encode()
        head = self._start(status, {"Content-Type": "text/plain; charset=utf-8", **headers}, request.keep, body)
        content = body if body and request.method != "HEAD" else b""
        async with asyncio.timeout(SEND_SECONDS):
            writer.write(head + content[:CHUNK])
            for start in range(CHUNK, len(content), CHUNK):
                await writer.drain()
                writer.write(memoryview(content)[start : start + CHUNK])
            await writer.drain()
        return request.keep

    def _start(self, status: HTTPStatus, headers: Mapping[str, str], keep: bool, body: bytes | None) -> bytes:  # noqa: FBT001
        length = {} if body is None else {"Content-Length": str(len(body))}
        found = {
            "Cache-Control": self._caching,
            "Content-Security-Policy": f"{self.site.policy}; frame-ancestors 'none'",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            **length,
            **headers,
            "Connection": "keep-alive" if keep else "close",
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in found.items())
        return f"HTTP/1.1 {status.value} {status.phrase}\r\n{lines}\r\n".encode("latin-1", "replace")

    # --- News

    async def _wait(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Keep a window informed until it goes."""
        if len(self._windows) >= MAX_WINDOWS:
            return await self._refuse(writer, HTTPStatus.SERVICE_UNAVAILABLE)
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        writer.write(self._start(HTTPStatus.OK, headers, False, None))  # noqa: FBT003
        writer.write(b"retry: %d\n\n" % RETRY + self.greeting)
        window = _Window(writer)
        self._windows.add(window)
        left = asyncio.ensure_future(reader.read(1))
        gone = asyncio.ensure_future(window.gone.wait())
        try:
            while not (await asyncio.wait((left, gone), timeout=BEAT_SECONDS, return_when="FIRST_COMPLETED"))[0]:
                window.send(b": still here\n\n")
        finally:
            self._windows.discard(window)
            for task in (left, gone):
                task.cancel()
                with suppress(asyncio.CancelledError, OSError):
                    await task
            writer.transport.abort()
        return False


def content_type(name: str) -> str:
    """Give the type of a file by its name."""
    ending = name[name.rfind(".") :].lower() if "." in name.rpartition("/")[2] else ""
    return _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
