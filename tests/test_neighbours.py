"""A served deck and who is near: pages of other hosts, other users of the machine, broken and slow programs.

Each promise stands beside a control: a server as many are written, or our own without its gate, for which the same
requests do harm.
"""

from __future__ import annotations

import os
import random
import socket
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest

from instructdeck.network import server as serving
from instructdeck.network.gate import Gate
from instructdeck.network.server import Server
from instructdeck.serve.served import Served
from instructdeck.serve.workshop import Workshop
from instructdeck.templating.templates import Templates
from test_server import asked, listening, plugged, received

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import TinyProject

CANARY = "canary-5f3a"
SEED = 5
PATHS = int(os.environ.get("INSTRUCTDECK_PATHS", "2000"))
"""Random spellings of a path that are tried; `make soak` tries more."""
BROKEN = int(os.environ.get("INSTRUCTDECK_BROKEN", "1000"))
"""Malformed requests that are sent."""


@pytest.fixture
def served(project: TinyProject) -> Iterator[tuple[Path, int]]:
    """Serve a tiny deck with secrets all around it; gives the folder of its site on disk, and the port."""
    project.run("build")
    site = project.root / "site"
    for path in ("secret.txt", ".env", "content/.env", "site/.env", "site/.git/config", "site-evil/secret.txt"):
        project.write(path, CANARY)
    project.write("../secret.txt", CANARY)
    (site / "link.txt").symlink_to("../secret.txt")
    (site / "linked").symlink_to("..")
    workshop = Workshop(project.root)
    workshop.sketch()
    files = Served(Templates.of(project.root))
    files.take(workshop.finish().files)
    server = Server(files, b"data: hello\n\n")
    yield site, server.start("127.0.0.1", 0)
    server.stop()


# --- Who may ask

FOREIGN = [
    ((), "evil.example"),
    ((), "evil.example:{port}"),
    ((), "127.0.0.1"),
    ((), "127.0.0.1:1"),
    ((), "127.0.0.1:{port}.evil.example"),
    ((), "127.0.0.1.nip.io:{port}"),
    ((), "127.0.0.1:0{port}"),
    ((), "127.1:{port}"),
    ((), "2130706433:{port}"),
    ((), "0x7f000001:{port}"),
    ((), "0.0.0.0:{port}"),
    ((), "[::1]:{port}"),
    ((), "[::ffff:127.0.0.1]:{port}"),
    ((), "localhost.:{port}"),
    ((), "localhost.evil.example:{port}"),
    ((), "user@127.0.0.1:{port}"),
    ((), "127.0.0.1:{port}, evil.example"),
    ((), "127.0.0.1:{port}/"),
    (("Origin: http://evil.example",), ""),
    (("Origin: https://127.0.0.1:{port}",), ""),
    (("Origin: http://127.0.0.1",), ""),
    (("Origin: http://localhost:{port}",), ""),
    (("Origin: http://127.0.0.1:{port}.evil.example",), ""),
    (("Origin: null",), ""),
    (("Origin: file://",), ""),
    (("Origin:",), ""),
    (("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script"), ""),
    (("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty"), ""),
    (("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"), ""),
    (("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: object"), ""),
    (("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: websocket", "Sec-Fetch-Dest: websocket"), ""),
    (("Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty"), ""),
    (("Upgrade: websocket", "Connection: Upgrade", "Origin: http://evil.example"), ""),
]
ROUTES = ("/", "/deck/", "/-/live.js", "/build.json", serving.EVENTS, "/nothing")


def statuses(port: int) -> set[int]:
    """Give what all requests that a page of another host can send are answered, on every route."""
    found = set()
    for lines, host in FOREIGN:
        sent = [line.format(port=port) for line in lines]
        for route in ROUTES:
            head = (f"GET {route} HTTP/1.1", f"Host: {host.format(port=port) or f'127.0.0.1:{port}'}", *sent, "", "")
            with closing(plugged(port)) as line:
                line.sendall("\r\n".join(head).encode())
                answer = received(line, b"\r\n\r\n")
            assert b"access-control" not in answer.lower()
            assert b"\r\nCross-Origin-Resource-Policy: same-origin\r\n" in answer
            assert b"\r\nX-Content-Type-Options: nosniff\r\n" in answer
            found.add(int(answer.split(b" ")[1]))
    return found


def test_pages_of_other_hosts(served: tuple[Path, int]) -> None:
    """Whatever a page of another host can send, by whatever name of this machine, is refused on every route."""
    assert {403} == statuses(served[1])


def test_the_gate_is_what_refuses(served: tuple[Path, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the gate the same requests are answered."""
    monkeypatch.setattr(Gate, "check", lambda *_: None)

    assert {200, 404} == statuses(served[1])


# --- What they can ask for

WAYS_UP = ["..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "..;", "...", "..%00", "%c0%ae%c0%ae", "%u002e%u002e"]
SLASHES = ["/", "%2f", "%5c", "\\", "//", "/./"]
NAMES = [
    *("/.env", "/.git/config", "/site-evil/secret.txt", "/link.txt", "/linked/secret.txt", "/linked/.env"),
    *("/secret.txt", "/content/.env", "//secret.txt", "///etc/passwd", "/file:///etc/passwd", "/@fs/etc/passwd"),
    *("/proc/self/environ", "/dev/stdin", "/CON", "/index.html/../../secret.txt", "/deck/../../secret.txt"),
    *("/.", "/..", "/-/../../secret.txt", "/-/%2e%2e/%2e%2e/secret.txt", "/%00", "/index.html%00.txt", "/~root/"),
    *("/../site-evil/secret.txt", "/..%2fsite-evil%2fsecret.txt", "/deck/index.html/", "/assets/", "/templates/"),
    *("/figures/../../content/.env", "/" + "../" * 600 + "etc/passwd", "/" + "a/" * 1500, "/" + "%2e" * 1300),
]
VECTORS = [*(f"/{up}{slash}secret.txt" for up in WAYS_UP for slash in SLASHES), *NAMES]


def naive(site: Path, path: str) -> str:
    """Give what a server gives that joins the decoded path to its folder, as many have done."""
    try:
        return (site / unquote(path).lstrip("/")).read_text(encoding="utf-8", errors="replace")
    except (OSError, ValueError):
        return ""


def test_ways_out(served: tuple[Path, int]) -> None:
    """No way out of the site, no link, no dot file and no neighbour with a similar name gives a byte."""
    site, port = served
    answers = {path: asked(port, path) for path in VECTORS}

    assert 60 <= len(VECTORS)
    assert 10 <= sum(CANARY in naive(site, path) for path in VECTORS)
    assert {400, 404} == {status for status, _, _ in answers.values()}
    assert not [path for path, (_, _, body) in answers.items() if CANARY.encode() in body or b"root:" in body]


def test_random_ways(served: tuple[Path, int]) -> None:
    """Random spellings of paths give the files of the site and nothing else."""
    site, port = served
    rng = random.Random(SEED)
    parts = [*WAYS_UP, *SLASHES, *SLASHES, "deck", "index.html", "secret.txt", "site-evil", "linked", ".env", "-", "%"]
    ways = ["/" + "".join(rng.choices(parts, k=rng.randint(1, 7))) for _ in range(PATHS)]
    known = {path.read_bytes() for path in site.rglob("*.html") if "linked" not in path.parts}
    # A page is served with a part at its end.
    known = {page.rpartition(b"</body>")[0] for page in known}
    answers = [(way, *asked(port, way)[::2]) for way in ways]

    assert [] == [way for way, status, _ in answers if status not in (200, 308, 400, 404)]
    assert [] == [way for way, status, body in answers if status == 200 and not any(body.startswith(k) for k in known)]
    assert {200, 400, 404} <= {status for _, status, _ in answers}
    assert any(CANARY in naive(site, way) for way in ways)


# --- How they may misbehave


def broken(rng: random.Random, port: int) -> bytes:
    """Give a request with faults that programs and attackers make."""
    head = f"GET /deck/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\n\r\n".encode()
    data = bytearray(head)
    for _ in range(rng.randint(1, 10)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    extra = rng.choice([b"Content-Length: 5", b"Content-Length: -1", b"Transfer-Encoding: chunked", b"Host: a"])
    ends = rng.choice([b"\n", b"\r", b"\r\n ", b"\0\r\n", b"\n\r"])
    filler = rng.choice([b"a", b"\t", b" ", b"\xff"]) * rng.choice([10, 5_000, 40_000])
    way = b"/" + quote(rng.randbytes(50)).encode() + rng.choice([b"", b"?", b"#", b" "])
    return rng.choice(
        [
            bytes(data),
            rng.randbytes(rng.randint(1, 300)),
            head[: rng.randrange(len(head))],
            head.replace(b"\r\n", ends, rng.randint(1, 3)),
            head.replace(b"Accept: */*", extra),
            head.replace(b"*/*", filler),
            head.replace(b"/deck/", way),
        ]
    )


def test_broken_requests(served: tuple[Path, int], capfd: pytest.CaptureFixture[str]) -> None:
    """Thousands of requests that are none neither stop the server nor make it say a word; good ones are answered."""
    port = served[1]
    rng = random.Random(SEED)
    kinds = set()
    for number in range(BROKEN):
        with closing(plugged(port)) as line:
            try:
                line.sendall(broken(rng, port) + b"\r\n\r\n")
                line.shutdown(socket.SHUT_WR)
            except OSError:
                continue
            kinds.add(received(line)[:12])
        if number % 100 == 0:
            assert 200 == asked(port, "/deck/")[0]

    assert {b"HTTP/1.1 400", b"HTTP/1.1 403", b"HTTP/1.1 431"} <= kinds
    assert not any(kind[:10] == b"HTTP/1.1 5" for kind in kinds)
    assert ("", "") == capfd.readouterr()


def test_a_crowd_of_slow_ones(served: tuple[Path, int]) -> None:
    """Two hundred that send byte by byte, sixty windows and a thousand that leave keep nobody from the deck."""
    port = served[1]
    windows = [listening(port) for _ in range(60)]
    slow = [plugged(port) for _ in range(200)]
    for number in range(1_000):
        if number % 50 == 0:
            for line in slow:
                try:
                    line.send(b"G")
                except OSError:
                    continue
        with closing(plugged(port)) as line:
            line.sendall(f"GET /deck/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()[: number % 60 or None])
        if number % 100 == 0:
            assert 200 == asked(port, "/deck/")[0]
    for line in (*slow, *windows):
        line.close()

    assert 200 == asked(port, "/deck/")[0]
