"""What `download` brings: from a host of this test, with a certificate of its own, and never from a network."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import ssl
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instructdeck.network.download import fetch, file_address
from instructdeck.network.https import FetchError, Network, is_public

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 1000
PAGE = b"<!DOCTYPE html>\n<title>A paper</title>"


class Handler(BaseHTTPRequestHandler):
    """Answers as the test has written it down."""

    answers: dict[str, Callable[[Handler], None]]
    asked: list[str]

    def do_GET(self) -> None:
        """Give the answer to a path."""
        self.asked.append(self.path)
        self.answers[self.path](self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def give(self, body: bytes, kind: str = "application/pdf", status: int = 200, **headers: str) -> None:
        """Answer with a body; a header of an empty value is left out."""
        self.send_response(status)
        for name, value in {"Content_Type": kind, "Content_Length": str(len(body)), **headers}.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


@dataclass
class Host:
    """A host on this machine."""

    home: str
    network: Network
    answers: dict[str, Callable[[Handler], None]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def says(self, path: str, *arguments: object, **headers: object) -> str:
        """Set an answer; gives its address."""
        self.answers[path] = lambda handler: handler.give(*arguments, **headers)  # type: ignore[arg-type]
        return self.home + path


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give a certificate that names this machine, and its key."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    file, key = folder / "cert.pem", folder / "key.pem"
    made = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*made, *names, "-keyout", key, "-out", file], check=True, capture_output=True)
    return file, key


@pytest.fixture
def host(certificate: tuple[Path, Path]) -> Iterator[Host]:
    """Give a host that speaks TLS."""
    found = Host("", Network(lambda address: address == "127.0.0.1", certificate[0], silence=2, whole=20))
    handler = type("Bound", (Handler,), {"answers": found.answers, "asked": found.asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who hangs up early is meant to
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    found.home = f"https://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("body", "kind", "ending"),
    [
        (PDF, "application/pdf", ".pdf"),
        (PDF, "application/octet-stream", ".pdf"),
        (b"\n\n" + PDF, "text/html", ".pdf"),
        (PAGE, "text/html; charset=utf-8", ".html"),
        (PAGE, "application/pdf", ".html"),
        (b"\xef\xbb\xbf<!-- a --> <!-- b --><html>", "text/plain", ".html"),
        (b"Souls weigh nothing.", "text/html", ".html"),
        (b"Souls weigh nothing.", "text/plain", ".txt"),
        (b"# Souls", "text/markdown", ".md"),
    ],
)
def test_ending(host: Host, tmp_path: Path, body: bytes, kind: str, ending: str) -> None:
    """A file comes whole, with its hash, and with the ending that its first bytes ask for, or else its host."""
    found = fetch(host.says("/paper", body, kind), tmp_path / "papers" / "doe.v1", network=host.network)

    assert [f"doe.v1{ending}"] == [each.name for each in (tmp_path / "papers").iterdir()]
    assert (tmp_path / "papers" / f"doe.v1{ending}", len(body)) == (found.file, found.bytes)
    assert body == found.file.read_bytes()
    assert hashlib.sha256(body).hexdigest() == found.sha256


def test_progress(host: Host, tmp_path: Path) -> None:
    """Who waits is told how much has come, and of how much where the host says so."""
    told: list[tuple[int, int | None]] = []
    fetch(host.says("/paper.pdf", PDF), tmp_path / "a", progress=lambda *each: told.append(each), network=host.network)
    known, size = list(told), len(PDF)
    told.clear()
    unknown = host.says("/unknown", PDF, Content_Length="")
    fetch(unknown, tmp_path / "a", progress=lambda *each: told.append(each), network=host.network)

    assert [(0, size), (65536, size), (131072, size), (196608, size), (size, size)] == known
    assert [(done, None) for done, _ in known] == told


def test_parts(host: Host, tmp_path: Path) -> None:
    """A file that comes in chunks of its host's own size is put together."""

    def in_chunks(handler: Handler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for part in (PDF[:7], PDF[7:90000], PDF[90000:], b""):
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))

    host.answers["/chunks"] = in_chunks

    assert PDF == fetch(f"{host.home}/chunks", tmp_path / "a", network=host.network).file.read_bytes()


def test_leads_on(host: Host, tmp_path: Path) -> None:
    """An address that leads to another one is followed, and what it names may be relative."""
    host.says("/papers/new%20one.pdf?v=2", PDF)
    host.says("/papers/old", b"", status=301, Location="new one.pdf?v=2#page=3")

    fetch(f"{host.home}/papers/old", tmp_path / "a", network=host.network)

    assert ["/papers/old", "/papers/new%20one.pdf?v=2"] == host.asked


def test_replaces(host: Host, tmp_path: Path) -> None:
    """A file that is there stays until the whole new one has come, and also where that one never does."""
    (tmp_path / "a.pdf").write_bytes(b"old")
    short = host.says("/short", PDF, Content_Length=str(len(PDF) + 1))
    with pytest.raises(FetchError, match=re.escape(f"the file ended after {len(PDF):,} of {len(PDF) + 1:,} bytes")):
        fetch(short, tmp_path / "a", network=host.network)
    kept = (tmp_path / "a.pdf").read_bytes()
    fetch(host.says("/whole", PDF), tmp_path / "a", network=host.network)

    assert (b"old", PDF) == (kept, (tmp_path / "a.pdf").read_bytes())
    assert ["a.pdf"] == [each.name for each in tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("status", "headers", "message"),
    [
        (404, {}, "the answer is 404 Not Found"),
        (503, {}, "the answer is 503 Service Unavailable"),
        (302, {}, "the answer is 302 Found"),
        (301, {"Location": "/a"}, "the address leads on more than 5 times"),
        (302, {"Location": "http://127.0.0.1/x.pdf"}, "leads on to 'http://127.0.0.1/x.pdf', which is not https"),
        (302, {"Location": "file:///etc/passwd"}, "leads on to 'file:///etc/passwd', which is not https"),
        (302, {"Location": "https://10.0.0.1/x.pdf"}, "'10.0.0.1' is not on the public network"),
        (302, {"Location": "https://[::1]:5000/x.pdf"}, "'::1' is not on the public network"),
        (302, {"Location": "https://me:secret@localhost/"}, "the address of 'localhost' names a user"),
        (302, {"Location": "https://[/"}, "leads on to 'https://[/', which is none"),
        (200, {"Content_Encoding": "gzip"}, "the answer is compressed"),
        (200, {"Content_Length": "100000001"}, "the file has more than 100 MB"),
    ],
)
def test_refused(host: Host, tmp_path: Path, status: int, headers: dict[str, str], message: str) -> None:
    """What is no file, or comes from where it may not, is refused, and leaves nothing behind."""
    url = host.says("/a", PDF, status=status, **headers)

    with pytest.raises(FetchError, match=re.escape(message)):
        fetch(url, tmp_path / "a", network=host.network)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        (b"", "application/pdf", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n\0", "image/png", "the file is 'image/png', in which no quote can be looked up"),
        (b"a\0b", "text/plain", "the file is 'text/plain', in which no quote can be looked up"),
        (b"PK\3\4 a word processor's", "application/zip", "the file is 'application/zip'"),
    ],
)
def test_nothing_to_read(host: Host, tmp_path: Path, body: bytes, kind: str, message: str) -> None:
    """A file in which no quote could be found is not kept."""
    with pytest.raises(FetchError, match=re.escape(message)):
        fetch(host.says("/a", body, kind), tmp_path / "a", network=host.network)

    assert [] == list(tmp_path.iterdir())


def test_limit(host: Host, tmp_path: Path) -> None:
    """A file that becomes too large is given up, also where its host said nothing of its size."""
    exact = fetch(host.says("/exact", PDF), tmp_path / "a", limit=len(PDF), network=host.network)
    told: list[int] = []
    url = host.says("/unknown", PDF * 20, Content_Length="")
    with pytest.raises(FetchError, match="the file has more than"):
        fetch(url, tmp_path / "b", limit=100_000, progress=lambda done, _: told.append(done), network=host.network)

    assert (len(PDF), [0, 65536]) == (exact.bytes, told)
    assert ["a.pdf"] == [each.name for each in tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://example.org/a.pdf", "'http://example.org/a.pdf' is not an https address"),
        ("papers/a.pdf", "'papers/a.pdf' is not an https address"),
        ("file:///etc/passwd", "'file:///etc/passwd' is not an https address"),
        ("https://me@example.org/", "the address of 'example.org' names a user"),
        ("https:///a.pdf", "is no address"),
        ("https://example.org:port/", "is no address"),
        ("https://[::1/", "is no address"),
        ("https://example.org/a b", "is no address"),
        ("https://example.org/a\r\nHost: b", "is no address"),
        ("https://" + "a" * 64 + ".org/", "is no address"),
        ("https://example.org/" + "a" * 2000, "more than 2,000 characters"),
        ("https://127.0.0.1/", "'127.0.0.1' is not on the public network"),
        ("https://2130706433/", "'2130706433' is not on the public network"),
        ("https://0x7f.1/", "'0x7f.1' is not on the public network"),
        ("https://localhost/", "'localhost' is not on the public network"),
        ("https://169.254.169.254/latest/meta-data/", "'169.254.169.254' is not on the public network"),
        ("https://[::ffff:10.0.0.1]/", "'::ffff:10.0.0.1' is not on the public network"),
    ],
)
def test_addresses(tmp_path: Path, url: str, message: str) -> None:
    """An address that is none, or that names this machine or a neighbour however it is written, is asked nothing."""
    with pytest.raises(FetchError, match=re.escape(message)):
        fetch(url, tmp_path / "a")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::808:808", True),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  nothing is bound to it
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("example.org", False),
    ],
)
def test_public(address: str, public: bool) -> None:  # noqa: FBT001
    """An address is public when no machine of one's own can have it, also behind a translation of addresses."""
    assert public is is_public(address)


def test_certificate(host: Host, tmp_path: Path) -> None:
    """A host is believed only with a certificate that names it, signed by somebody who is believed."""
    url = host.says("/a", PDF)
    open_network = Network(host.network.reachable)
    with pytest.raises(FetchError, match=r"the certificate of 'localhost' cannot be believed: self-signed"):
        fetch(url, tmp_path / "a", network=open_network)
    with pytest.raises(FetchError, match=r"the certificate of '127\.0\.0\.1' cannot be believed: IP address mismatch"):
        fetch(url.replace("localhost", "127.0.0.1"), tmp_path / "a", network=host.network)

    assert [] == host.asked


@pytest.mark.parametrize("path", ["/silent", "/words", "/drops"])
def test_slow(host: Host, tmp_path: Path, path: str) -> None:
    """A host that says nothing, or a byte now and then, is left in time."""

    def slow(handler: Handler) -> None:
        if path == "/words":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        elif path == "/drops":
            handler.send_response(200)
            handler.end_headers()
        while path != "/silent" or not over.wait(0.05):
            handler.wfile.write(b"x" if path != "/silent" else b"")
            time.sleep(0.05)

    over = threading.Event()
    host.answers[path] = slow
    hasty = Network(host.network.reachable, host.network.authority, silence=0.4, whole=1)
    with pytest.raises(FetchError, match="'localhost' takes too long"):
        fetch(host.home + path, tmp_path / "a", network=hasty)
    over.set()

    assert [] == list(tmp_path.iterdir())


def test_nobody_there(host: Host, tmp_path: Path) -> None:
    """A host that is not there, and one that breaks off, are named in the message."""
    host.answers["/breaks"] = lambda handler: handler.connection.close()
    with pytest.raises(FetchError, match="the connection to 'localhost' broke"):
        fetch(f"{host.home}/breaks", tmp_path / "a", network=host.network)
    with pytest.raises(FetchError, match=r"the connection to '127\.0\.0\.1' broke: Connection refused"):
        fetch("https://127.0.0.1:9/", tmp_path / "a", network=host.network)
    with pytest.raises(FetchError, match=r"there is no host 'no-such-host\.invalid'"):
        fetch("https://no-such-host.invalid/", tmp_path / "a", network=host.network)


def test_no_place(host: Host, tmp_path: Path) -> None:
    """A folder that cannot be made is a message, too."""
    (tmp_path / "papers").write_text("a file", encoding="utf-8")

    with pytest.raises(FetchError, match="cannot be written: "):
        fetch(host.says("/a", PDF), tmp_path / "papers" / "a", network=host.network)


def test_stopped(host: Host, tmp_path: Path) -> None:
    """Ctrl-C in the middle leaves no half file."""

    def stop(done: int, _: int | None) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(host.says("/a", PDF), tmp_path / "a", progress=stop, network=host.network)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("https://arxiv.org/abs/2203.02155", "https://arxiv.org/pdf/2203.02155"),
        ("https://www.arxiv.org/abs/2203.02155v1#x", "https://arxiv.org/pdf/2203.02155v1"),
        ("https://arxiv.org/abs/hep-th/9901001v2", "https://arxiv.org/pdf/hep-th/9901001v2"),
        ("https://arxiv.org/pdf/2203.02155", "https://arxiv.org/pdf/2203.02155"),
        ("https://arxiv.org/abs/../x", "https://arxiv.org/abs/../x"),
        ("https://example.org/abs/2203.02155", "https://example.org/abs/2203.02155"),
    ],
)
def test_arxiv(url: str, file: str) -> None:
    """An address on arXiv that describes a paper stands for the paper."""
    assert file == file_address(url)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["", "https://", "https://127.0.0.1", "https://[::1]:"]))
def test_any_address(tmp_path_factory: pytest.TempPathFactory, text: str, start: str) -> None:
    """Whatever stands where an address should is refused in words, where nothing can be reached."""
    with pytest.raises(FetchError):
        fetch(start + text, tmp_path_factory.getbasetemp() / "never", network=Network(lambda _: False))


def test_only_when_asked() -> None:
    """Building and checking import nothing that could reach a network by itself."""
    code = "import sys, instructdeck.load.load, instructdeck.check.checks, instructdeck.site.build; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )

    assert set() == {"instructdeck.network.https", "instructdeck.network.download"} & set(done.stdout.split())
