"""The preview server as the network sees it: gate, headers, names, limits, and the line to the windows."""

from __future__ import annotations

import asyncio
import random
import socket
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from instructdeck.network import server as serving
from instructdeck.network.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

POLICY = "default-src 'none'; script-src 'self'"


class Files:
    """A site of a few files."""

    policy = POLICY

    def __init__(self) -> None:
        """Make the site."""
        self.files = {"index.html": b"<p>home</p>", "deck/index.html": b"<p>deck</p>", "a/b c.css": b"p {}"}

    def get(self, name: str) -> bytes | None:
        """Give a file."""
        return self.files.get(name)


@contextmanager
def started(token: str = "", site: Files | None = None) -> Iterator[tuple[Server, int]]:
    """Run a server; gives it and its port."""
    server = Server(site or Files(), b"data: hello\n\n")
    port = server.start("127.0.0.1", 0, token)
    try:
        yield server, port
    finally:
        server.stop()


@pytest.fixture
def port() -> Iterator[int]:
    """Run a server; gives its port."""
    with started() as (_, found):
        yield found


def plugged(port: int) -> socket.socket:
    """Give a connection."""
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def received(line: socket.socket, end: bytes = b"") -> bytes:
    """Give what arrives until the other side closes, or until some bytes are there."""
    found = b""
    while not (end and end in found):
        try:
            more = line.recv(65536)
        except ConnectionResetError:
            break
        if not more:
            break
        found += more
    return found


def asked(
    port: int, path: str = "/", *lines: str, method: str = "GET", host: str = ""
) -> tuple[int, dict[str, str], bytes]:
    """Ask once; gives status, headers and body."""
    head = (f"{method} {path} HTTP/1.1", f"Host: {host or f'127.0.0.1:{port}'}", "Connection: close", *lines, "", "")
    with closing(plugged(port)) as line:
        line.sendall("\r\n".join(head).encode("latin-1"))
        start, _, body = received(line).partition(b"\r\n\r\n")
    first, *rest = start.decode("latin-1").split("\r\n")
    return int(first.split(" ")[1]), dict(each.split(": ", 1) for each in rest), body


def test_files_are_served(port: int) -> None:
    """A file has its type, its length and the headers that keep other hosts away."""
    status, headers, body = asked(port, "/deck/")

    assert (200, b"<p>deck</p>") == (status, body)
    assert {
        "Cache-Control": "no-cache",
        "Connection": "close",
        "Content-Length": "11",
        "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
        "Content-Type": "text/html; charset=utf-8",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    } == {name: value for name, value in headers.items() if name != "ETag"}


def test_a_name_with_a_space(port: int) -> None:
    """A name is decoded, and its ending says its type."""
    status, headers, body = asked(port, "/a/b%20c.css?v=1")

    assert (200, "text/css; charset=utf-8", b"p {}") == (status, headers["Content-Type"], body)


def test_head_has_no_body(port: int) -> None:
    """HEAD is answered as GET, but for the body."""
    get, head = asked(port), asked(port, method="HEAD")

    assert (get[0], get[1], b"") == head


def test_what_is_known_is_not_sent_again(port: int) -> None:
    """With the tag of what it has, a browser is told that it has it."""
    tag = asked(port)[1]["ETag"]
    status, headers, body = asked(port, "/", f"If-None-Match: {tag}")

    assert (304, tag, b"") == (status, headers["ETag"], body)
    assert "Content-Length" not in headers


def test_a_folder_leads_to_its_page(port: int) -> None:
    """A folder without its slash leads to the page in it, so that its links hold."""
    status, headers, _ = asked(port, "/deck")

    assert (308, "/deck/") == (status, headers["Location"])


@pytest.mark.parametrize(
    ("lines", "host", "status"),
    [
        ((), "evil.example", 403),
        (("Origin: http://evil.example",), "", 403),
        (("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors"), "", 403),
        (("Content-Length: 5",), "", 400),
    ],
)
@pytest.mark.parametrize("path", ["/", "/deck/", serving.EVENTS, "/nothing"])
def test_one_gate_before_every_route(port: int, path: str, lines: tuple[str, ...], host: str, status: int) -> None:
    """The stream of events, files and names that are not there are refused alike, without a CORS header."""
    answer = asked(port, path, *lines, host=host)

    assert status == answer[0]
    assert "nosniff" == answer[1]["X-Content-Type-Options"]
    assert [] == [name for name in answer[1] if name.startswith("Access-Control")]


def test_nothing_can_be_posted(port: int) -> None:
    """A method that changes something is refused, and the answer says which are not."""
    status, headers, _ = asked(port, method="POST")

    assert (405, "GET, HEAD") == (status, headers["Allow"])


PATHS = [
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/deck/../../secret.txt",
    "//secret.txt",
    "/./secret.txt",
    "/..%5csecret.txt",
    "/secret.txt%00.html",
    "/file:///etc/passwd",
    "/@fs/etc/passwd",
    "/%2fetc/passwd",
    "//etc/passwd",
    "/.env",
    "/.git/config",
    "/deck//index.html",
    "/deck/./index.html",
    "/CON",
    "/index.html/",
    "/~root/",
    "/%u002e/",
    "/-/../secret.txt",
    "/a/b%2520c.css",
    "/etc/passwd",
    "/proc/self/environ",
    "/a/a/a/a/a/a/a/a/a/",
]


@pytest.mark.parametrize("path", PATHS)
def test_only_known_names(port: int, path: str) -> None:
    """What the site has no file of is not there, however it is written."""
    status, _, body = asked(port, path)

    assert status in (400, 404)
    assert body in (b"400 Bad Request\n", b"404 Not Found\n")


def test_random_paths(port: int) -> None:
    """Thousands of random spellings of ways out give nothing of a file, and leave the server as it was."""
    rng = random.Random(5)
    parts = [
        "..",
        ".",
        "%2e",
        "%2E%2e",
        "/",
        "%2f",
        "%5c",
        "\\",
        "etc",
        "passwd",
        "deck",
        "index.html",
        "%00",
        "%c0%ae",
        "-",
        "//",
    ]
    answers = {asked(port, "/" + "".join(rng.choices(parts, k=rng.randint(1, 8))))[::2] for _ in range(1500)}

    assert answers <= {
        (200, b"<p>home</p>"),
        (200, b"<p>deck</p>"),
        (308, b"308 Permanent Redirect\n"),
        (400, b"400 Bad Request\n"),
        (404, b"404 Not Found\n"),
    }
    assert {200, 400, 404} <= {status for status, _ in answers}


def test_random_bytes(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    """Bytes that are no request are refused or dropped, and nothing is said of them."""
    rng = random.Random(8)
    start = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    for _ in range(400):
        data = bytearray(start)
        for _ in range(rng.randint(1, 12)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        with closing(plugged(port)) as line:
            line.sendall(bytes(data) + b"\r\n\r\n")
            line.shutdown(socket.SHUT_WR)
            assert received(line)[:9] in (b"", b"HTTP/1.1 ")

    assert 200 == asked(port)[0]
    assert ("", "") == capfd.readouterr()


def test_a_long_head(port: int) -> None:
    """A head without an end is cut off."""
    with closing(plugged(port)) as line:
        line.sendall(b"GET / HTTP/1.1\r\n" + b"A: " + b"a" * 100_000)
        assert received(line).startswith(b"HTTP/1.1 431 ")


def test_slow_clients(port: int) -> None:
    """More connections than there may be, all of them silent, keep nobody else waiting."""
    lines = [plugged(port) for _ in range(serving.MAX_CONNECTIONS + 50)]
    for line in lines:
        line.settimeout(0)
        try:
            line.send(b"G")
        except OSError:
            continue
    assert 200 == asked(port)[0]
    for line in lines:
        line.close()


def test_a_slow_head_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sends a head byte by byte is let go when its time is over, not when it falls silent."""
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.3)
    with started() as (_, port), closing(plugged(port)) as line:
        try:
            for _ in range(100):
                line.sendall(b"G")
                time.sleep(0.05)
        except OSError:
            pass
        else:
            assert b"" == received(line)
        assert 200 == asked(port)[0]


class Large(Files):
    """A site with a file that no buffer of the system takes whole."""

    size = 32 * 2**20

    def __init__(self) -> None:
        """Make the site."""
        super().__init__()
        self.files |= {"large.js": bytes(self.size), "pieces.js": b"0123456789" * 10_001}


def test_who_never_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for a large file and does not take it is let go in time, and has not got all of it."""
    monkeypatch.setattr(serving, "SEND_SECONDS", 0.3)
    with started(site=Large()) as (_, port):
        lines = [plugged(port) for _ in range(3)]
        for line in lines:
            line.sendall(f"GET /large.js HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
        time.sleep(1)
        for line in lines:
            assert 0 < len(received(line)) < Large.size
            line.close()


def test_a_large_file_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of many pieces arrives whole, and another request may follow."""
    monkeypatch.setattr(serving, "CHUNK", 1000)
    with started(site=Large()) as (_, port):
        assert b"0123456789" * 10_001 == asked(port, "/pieces.js")[2]
        assert (200, b"") == asked(port, "/pieces.js", method="HEAD")[::2]
        assert 200 == asked(port)[0]


def test_a_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody is silent, who comes too late is sent away at once, and is not kept."""
    monkeypatch.setattr(serving, "MAX_CONNECTIONS", 4)
    with started() as (server, port):
        windows = [listening(port) for _ in range(4)]
        for window in windows:
            received(window, b"hello\n\n")
        late = [plugged(port) for _ in range(50)]
        assert [b""] * 50 == [received(line) for line in late]
        assert 4 == server.windows
        windows.pop().close()
        while server.windows == 4:
            time.sleep(0.01)
        assert 200 == asked(port)[0]
        for line in (*late, *windows):
            line.close()


def is_closed(line: socket.socket) -> bool:
    """Tell whether the other side has closed a connection, rather than being silent."""
    try:
        return received(line) == b""
    except TimeoutError:
        return False


def test_a_crowd_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of many that come at once sends away another one, so that no more are kept than may be."""
    monkeypatch.setattr(serving, "MAX_CONNECTIONS", 64)
    with started() as (_, port):
        lines = [plugged(port) for _ in range(100)]
        time.sleep(0.2)
        for line in lines:
            line.settimeout(0.001)
        assert 36 == sum(is_closed(line) for line in lines)
        for line in lines:
            line.close()


def test_nobody_is_let_in_before_the_gate_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it is known who may ask, nobody can even connect."""
    tried = []
    start = asyncio.start_server

    async def started_and_tried(*arguments: Any, **options: Any) -> asyncio.Server:  # noqa: ANN401
        door = await start(*arguments, **options)
        with pytest.raises(ConnectionRefusedError):
            plugged(door.sockets[0].getsockname()[1])
        tried.append(door)
        return door

    monkeypatch.setattr(asyncio, "start_server", started_and_tried)
    with started("a-token") as (_, port):
        assert 403 == asked(port, host="127.0.0.1:0")[0]
    assert tried


def test_visitors_who_leave(port: int) -> None:
    """Hundreds of requests whose senders do not wait for the answer change nothing."""
    for number in range(300):
        path = serving.EVENTS if number % 3 == 0 else "/deck/"
        with closing(plugged(port)) as line:
            line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())

    assert 200 == asked(port)[0]


def listening(port: int, *lines: str) -> socket.socket:
    """Give a connection that waits for news."""
    line = plugged(port)
    line.sendall("\r\n".join((f"GET {serving.EVENTS} HTTP/1.1", f"Host: 127.0.0.1:{port}", *lines, "", "")).encode())
    return line


def test_news_arrive() -> None:
    """A window is greeted and then gets all news; one that came late gets those that follow."""
    with started() as (server, port), closing(listening(port)) as first:
        greeting = received(first, b"data: hello\n\n")
        server.tell(b"data: one\n\n")
        with closing(listening(port)) as second:
            received(second, b"data: hello\n\n")
            server.tell(b"data: two\n\n")

            assert b"data: two\n\n" == received(second, b"two\n\n")
        assert b"data: one\n\ndata: two\n\n" == received(first, b"two\n\n")

    assert b"Content-Type: text/event-stream" in greeting
    assert b"retry: 300\n\n" in greeting


def test_windows_are_bounded() -> None:
    """One window more than there may be is told to come again; when one has gone, there is room."""
    with started() as (server, port):
        lines = [listening(port) for _ in range(serving.MAX_WINDOWS)]
        for line in lines:
            received(line, b"hello\n\n")
        assert 503 == asked(port, serving.EVENTS)[0]
        lines.pop().close()
        while server.windows == serving.MAX_WINDOWS:
            time.sleep(0.01)
        with closing(listening(port)) as line:
            assert b"hello" in received(line, b"hello\n\n")
        for line in lines:
            line.close()


def test_a_window_that_does_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """News are not kept without limit for a window that has stopped to read: it is let go, and others hear them."""
    monkeypatch.setattr(serving, "MAX_WAITING", 2**16)
    with started() as (server, port), closing(listening(port)) as deaf, closing(listening(port)) as other:
        received(deaf, b"hello\n\n")
        received(other, b"hello\n\n")
        heard = 0
        news = b"data: " + b"x" * 2**20 + b"\n\n"
        for _ in range(12):
            server.tell(news)
            while heard < len(news):
                heard += len(other.recv(2**20))
            heard = 0
        server.tell(b"data: end\n\n")

        assert 1 == server.windows
        assert b"data: end\n\n" == received(other, b"end\n\n")


def test_the_server_ends_with_its_windows() -> None:
    """Windows that wait do not keep a server from its end."""
    with started() as (_, port):
        line = listening(port)
        received(line, b"hello\n\n")
    assert b"" == received(line)
    line.close()
    with pytest.raises(OSError, match="refused"):
        plugged(port)


def test_a_taken_port() -> None:
    """A port that another server has is an error, for whoever asked for it to handle."""
    with started() as (_, port), pytest.raises(OSError, match="address already in use"):
        Server(Files()).start("127.0.0.1", port)


def test_the_token_becomes_a_cookie() -> None:
    """The address with the token leads to the one without it, and sets a cookie that no script can read."""
    with started("a-token") as (_, port):
        status, headers, _ = asked(port, "/deck/?token=a-token&follow")
        cookie = headers["Set-Cookie"].split(";")[0]

        assert (303, "/deck/?follow") == (status, headers["Location"])
        assert f"instructdeck-{port}=a-token; Path=/; HttpOnly; SameSite=Strict" == headers["Set-Cookie"]
        assert 403 == asked(port, "/deck/")[0]
        assert 200 == asked(port, "/deck/", f"Cookie: {cookie}")[0]


def test_an_odd_name_in_a_redirect(port: int) -> None:
    """What stands in an address cannot become a header."""
    status, headers, _ = asked(port, "/" + quote("deck\r\nX-Evil: 1"))

    assert 400 == status
    assert "X-Evil" not in headers
