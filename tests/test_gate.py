"""Who may ask the preview server, and what a request's head may be: strict, and without exceptions."""

from __future__ import annotations

import re
from contextlib import suppress
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instructdeck.network.gate import METHODS, Gate, RefusedError, read_head
from instructdeck.templating.templates import shipped

HERE = "127.0.0.1:8000"
FORBIDDEN = HTTPStatus.FORBIDDEN


def head(*lines: str, first: str = "GET / HTTP/1.1") -> bytes:
    """Give the head of a request."""
    return "\r\n".join((first, *lines, "", "")).encode("latin-1")


def answer(gate: Gate, *lines: str, first: str = "GET / HTTP/1.1") -> HTTPStatus:
    """Give what a gate says to a request."""
    try:
        gate.check(read_head(head(*lines, first=first)))
    except RefusedError as error:
        return error.status
    return HTTPStatus.OK


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ((f"Host: {HERE}",), HTTPStatus.OK),
        (("Host: localhost:8000",), HTTPStatus.OK),
        ((f"Host: {HERE}", f"Origin: http://{HERE}"), HTTPStatus.OK),
        ((f"Host: {HERE}", "Sec-Fetch-Site: same-origin"), HTTPStatus.OK),
        (
            (f"Host: {HERE}", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"),
            HTTPStatus.OK,
        ),
        ((), FORBIDDEN),
        (("Host: evil.example",), FORBIDDEN),
        (("Host: evil.example:8000",), FORBIDDEN),
        (("Host: 127.0.0.1",), FORBIDDEN),
        (("Host: 127.0.0.1:8001",), FORBIDDEN),
        (("Host: 127.0.0.1:8000.evil.example",), FORBIDDEN),
        (("Host: localhost:8000@evil.example",), FORBIDDEN),
        (("Host: 0.0.0.0:8000",), FORBIDDEN),
        (("Host: [::1]:8000",), FORBIDDEN),
        ((f"Host: {HERE}", "Origin: null"), FORBIDDEN),
        ((f"Host: {HERE}", "Origin: https://127.0.0.1:8000"), FORBIDDEN),
        ((f"Host: {HERE}", "Origin: http://localhost:8000"), FORBIDDEN),
        ((f"Host: {HERE}", "Origin: http://evil.example"), FORBIDDEN),
        ((f"Host: {HERE}", "Sec-Fetch-Site: cross-site"), FORBIDDEN),
        ((f"Host: {HERE}", "Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"), FORBIDDEN),
        (
            (f"Host: {HERE}", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"),
            FORBIDDEN,
        ),
    ],
)
def test_who_may_ask(lines: tuple[str, ...], status: HTTPStatus) -> None:
    """Only this machine's own names and origin pass, and nothing that a page of another host sends."""
    assert status == answer(Gate(8000), *lines)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "PATCH", "GETS"])
def test_nothing_can_be_changed(method: str) -> None:
    """All methods but those that read are refused."""
    assert ("GET", "HEAD") == METHODS
    assert HTTPStatus.METHOD_NOT_ALLOWED == answer(Gate(8000), f"Host: {HERE}", first=f"{method} / HTTP/1.1")


TOKEN = "a-token"  # noqa: S105  of this test


@pytest.mark.parametrize(
    ("first", "lines", "status"),
    [
        (f"GET /deck/?token={TOKEN}&follow HTTP/1.1", ("Host: 192.168.1.5:8000",), HTTPStatus.OK),
        ("GET / HTTP/1.1", ("Host: 192.168.1.5:8000", f"Cookie: a=b; instructdeck-8000={TOKEN}"), HTTPStatus.OK),
        ("GET / HTTP/1.1", ("Host: [fe80::1]:8000", f"Cookie: instructdeck-8000={TOKEN}"), HTTPStatus.OK),
        ("GET / HTTP/1.1", ("Host: 192.168.1.5:8000",), FORBIDDEN),
        ("GET /?token= HTTP/1.1", ("Host: 192.168.1.5:8000",), FORBIDDEN),
        ("GET /?token=a-tokem HTTP/1.1", ("Host: 192.168.1.5:8000",), FORBIDDEN),
        ("GET / HTTP/1.1", ("Host: 192.168.1.5:8000", "Cookie: instructdeck-8001=a-token"), FORBIDDEN),
        ("GET / HTTP/1.1", ("Host: 192.168.1.5:8000", "Cookie: instructdeck-8000=\xff"), FORBIDDEN),
        (f"GET /?token={TOKEN} HTTP/1.1", ("Host: evil.example:8000",), FORBIDDEN),
        (f"GET /?token={TOKEN} HTTP/1.1", ("Host: 1.2.3.4:8000", "Origin: http://evil.example"), FORBIDDEN),
    ],
)
def test_a_token_is_asked_of_others(first: str, lines: tuple[str, ...], status: HTTPStatus) -> None:
    """Where others can reach the server, only who has the token passes, and never under a name that can be pointed."""
    assert status == answer(Gate(8000, TOKEN), *lines, first=first)


def test_the_token_leaves_the_address() -> None:
    """The address without the token keeps the rest of what was asked."""
    gate = Gate(8000, TOKEN)
    request = read_head(head(first=f"GET /a%20b/?follow&token={TOKEN}&x=1 HTTP/1.1"))

    assert "/a%20b/?follow&x=1" == gate.without_token(request)


def test_an_address_without_token_stays_here() -> None:
    """A path of two slashes, which a browser would take for another host, leads to this one."""
    request = read_head(head(first=f"GET //evil.example/?token={TOKEN} HTTP/1.1"))

    assert "/evil.example/" == Gate(8000, TOKEN).without_token(request)


@pytest.mark.parametrize("blanks", [b" ", b"\t", b" \t"])
def test_a_header_of_blanks(blanks: bytes) -> None:
    """A head is read in one pass: half a megabyte of blanks, which has no end that fits, takes no minutes."""
    with pytest.raises(RefusedError):
        read_head(b"GET / HTTP/1.1\r\nHost:" + blanks * 500_000 + b"\x01\r\n\r\n")


@pytest.mark.parametrize(
    "lines",
    [
        b"GET / HTTP/2.0\r\n\r\n",
        b"GET http://127.0.0.1:8000/ HTTP/1.1\r\n\r\n",
        b"GET * HTTP/1.1\r\n\r\n",
        b"GET  / HTTP/1.1\r\n\r\n",
        b"get / HTTP/1.1\r\n\r\n",
        b"GET /a b HTTP/1.1\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"GET /%00 HTTP/1.1\r\n\r\n",
        b"GET /%0d%0aX:y HTTP/1.1\r\n\r\n",
        b"GET /%5c HTTP/1.1\r\n\r\n",
        b"GET /%ff HTTP/1.1\r\n\r\n",
        b"GET /%zz HTTP/1.1\r\n\r\n",
        b"GET /%2 HTTP/1.1\r\n\r\n",
        b"GET /\xc3\xa9 HTTP/1.1\r\n\r\n",
        b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: b\nC: d\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\n",
        b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 101 + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"\r\n\r\n",
    ],
)
def test_what_no_browser_sends(lines: bytes) -> None:
    """A head that two readers could take for different requests is refused."""
    with pytest.raises(RefusedError) as refused:
        read_head(lines)

    assert HTTPStatus.BAD_REQUEST == refused.value.status


def test_a_name_is_decoded_once() -> None:
    """A path arrives decoded, apart from what is asked of it."""
    request = read_head(head("Host: x", first="GET /figures/caf%C3%A9%2520.svg?v=%41 HTTP/1.1"))

    assert ("/figures/caf\u00e9%20.svg", "v=%41", {"host": "x"}, True) == (
        request.path,
        request.query,
        request.headers,
        request.keep,
    )


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    """Whatever arrives is read or refused, and raises nothing else."""
    for sent in (data, b"GET /" + data + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n" + data + b"\r\n\r\n"):
        with suppress(RefusedError):
            Gate(8000, "token").check(read_head(sent))


def test_the_policy_can_be_found() -> None:
    """The template has the policy where the server looks for it."""
    assert re.search(r'content="default-src \'none\'; [^"]+"', (shipped() / "policy.html").read_text(encoding="utf-8"))
