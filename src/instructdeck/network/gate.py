"""What the preview server lets in: the head of an HTTP request, read strictly, and who may ask.

Everything on the network is distrusted: a page of another host that the speaker has open can send requests to this
machine, too. One gate stands before every route and the stream of events.
"""

from __future__ import annotations

import hmac
import re
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_HEAD = 16 * 2**10
"""Bytes of a request's head; a browser sends less than one KiB."""
MAX_HEADERS = 100
METHODS = ("GET", "HEAD")
ASK = "token="
LOCAL_NAMES = ("127.0.0.1", "localhost")

_REQUEST = re.compile(rb"([A-Z]{1,20}) (/[\x21-\x7e]{0,4095}) HTTP/1\.([01])")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}):([\x20-\x7e\x80-\xff\t]*)")
_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PORT = re.compile(r"(.*):\d{1,5}")


class RefusedError(Exception):
    """A request that gets no answer but its status."""

    def __init__(self, status: HTTPStatus) -> None:
        """Take the status to answer with."""
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True, slots=True)
class Request:
    """The head of a request."""

    method: str
    path: str
    """Decoded, from the slash on."""
    query: str
    """As it was sent."""
    headers: Mapping[str, str]
    """By name in lower case."""
    keep: bool
    """Whether another request may follow on the same connection."""


def read_head(head: bytes) -> Request:
    """Give a request from its head, which ends with an empty line.

    Raises:
        RefusedError: it is not what a browser sends.
    """
    lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    found = _REQUEST.fullmatch(lines[0])
    if found is None or len(lines) > MAX_HEADERS:
        raise RefusedError(HTTPStatus.BAD_REQUEST)
    headers = _headers(lines[1:])
    # A body would be taken for the next request.
    if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
        raise RefusedError(HTTPStatus.BAD_REQUEST)
    path, _, query = found[2].decode("ascii").partition("?")
    keep = found[3] == b"1" and headers.get("connection", "").lower() != "close"
    return Request(found[1].decode("ascii"), _decoded(path), query, headers, keep)


def _headers(lines: list[bytes]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        found = _HEADER.fullmatch(line)
        name = found[1].decode("ascii").lower() if found else ""
        if found is None or (name in headers and name in ("host", "origin", "content-length", "cookie")):
            raise RefusedError(HTTPStatus.BAD_REQUEST)
        headers[name] = found[2].decode("latin-1").strip()
    return headers


def _decoded(path: str) -> str:
    try:
        decoded = unquote_to_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        decoded = ""
    if _ESCAPE.search(path) or not decoded or any(char < " " or char in "\\\x7f" for char in decoded):
        raise RefusedError(HTTPStatus.BAD_REQUEST)
    return decoded


@dataclass(frozen=True, slots=True)
class Gate:
    """Who may ask."""

    port: int
    token: str = ""
    """What a browser must show where others than this machine can ask; empty where nobody else can."""

    def check(self, request: Request) -> None:
        """Let a request pass.

        Raises:
            RefusedError: it comes from a page of another host, has no token, or asks to change something.
        """
        if request.method not in METHODS:
            raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED)
        host = request.headers.get("host", "")
        # A name that another host's owner points to this machine would make its pages ours (DNS rebinding).
        if not (_is_address(host) if self.token else host in self.hosts):
            raise RefusedError(HTTPStatus.FORBIDDEN)
        if request.headers.get("origin", f"http://{host}") != f"http://{host}":
            raise RefusedError(HTTPStatus.FORBIDDEN)
        if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not _is_visit(request):
            raise RefusedError(HTTPStatus.FORBIDDEN)
        if self.token and not (self.knows(self._cookie(request)) or self.brings_token(request)):
            raise RefusedError(HTTPStatus.FORBIDDEN)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which this machine asks itself."""
        return tuple(f"{name}:{self.port}" for name in LOCAL_NAMES)

    @property
    def cookie(self) -> str:
        """The name of the cookie that keeps the token: cookies do not tell ports apart."""
        return f"instructdeck-{self.port}"

    def brings_token(self, request: Request) -> bool:
        """Tell whether the address itself has the token, as the one that the terminal shows."""
        return bool(self.token) and any(self.knows(each) for each in request.query.split("&") if each.startswith(ASK))

    def without_token(self, request: Request) -> str:
        """Give the address of a request without the token, which is then in a cookie."""
        rest = "&".join(each for each in request.query.split("&") if each and not each.startswith(ASK))
        # Two slashes would lead to another host.
        return "/" + quote(request.path.lstrip("/")) + (f"?{rest}" if rest else "")

    def knows(self, shown: str) -> bool:
        """Tell whether a text is the token, in a time that says nothing of it."""
        return hmac.compare_digest(shown.removeprefix(ASK).encode(), self.token.encode())

    def _cookie(self, request: Request) -> str:
        pairs = (each.strip().partition("=") for each in request.headers.get("cookie", "").split(";"))
        return next((value for name, _, value in pairs if name == self.cookie), "")


def _is_address(host: str) -> bool:
    """Tell whether a host is named by its number: a name can be pointed anywhere."""
    found = _PORT.fullmatch(host)
    name = found[1] if found else host
    try:
        ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return name == "localhost"
    return True


def _is_visit(request: Request) -> bool:
    """Tell whether somebody follows a link to a page, which then stands in a window of its own."""
    fetch = request.headers.get("sec-fetch-mode", ""), request.headers.get("sec-fetch-dest", "")
    return fetch == ("navigate", "document")
