"""Answers of public hosts over HTTPS: the one way to a network.

Addresses are content, which nobody trusts: one could name this machine or a device beside it.
So the addresses that a host's name stands for are judged, and the connection is made to one that was judged.
"""

from __future__ import annotations

import http.client
import ipaddress
import math
import re
import socket
import ssl
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from instructdeck import __version__
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.client import HTTPResponse
    from pathlib import Path

    from typing_extensions import Buffer

MAX_REDIRECTS = 5
"""How often an answer may name another address."""
MAX_ADDRESS = 2_000
"""Characters of an address."""
CONNECT = 15.0
"""Seconds until one of a host's addresses answers."""
SILENCE = 30.0
"""Seconds without a word."""
WHOLE = 600.0
"""Seconds for all of it."""
CHUNK = 2**16
"""Bytes in memory at a time."""

_HOST = re.compile(r"[A-Za-z0-9._:-]+")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SAFE = "!$%&'()*+,/:;=?@[]~"
"""What stays as it is in the path of an address; a percent sign, because what is escaped already stays escaped."""
_WITHOUT = "save the source's file in papers/ yourself"


class FetchError(Exception):
    """A file cannot be had; says why, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Take one line on the cause and one on what to do."""
        super().__init__(message)
        self.hint = hint


def is_public(address: str) -> bool:
    """Tell whether a numeric address is one of the public network: not of this machine, its neighbours or no one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped or found in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)))
        if any(each and not is_public(str(each)) for each in (found.sixtofour, *(found.teredo or ()))):
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


@dataclass(frozen=True, slots=True)
class Network:
    """What can be reached, and whose word is taken for who somebody is; tests have one of their own."""

    reachable: Callable[[str], bool] = is_public
    """Whether a connection may be made to a numeric address."""
    authority: Path | None = None
    """A file of certificates to believe; those of the system when there is none."""
    silence: float = SILENCE
    whole: float = WHOLE


INTERNET = Network()
"""The network that everybody means."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A file as its host gives it."""

    kind: str
    """What its host calls it, such as `text/html`."""
    size: int | None
    """Bytes, where its host says so."""
    parts: Iterator[bytes]
    """Its bytes, as they come."""


@contextmanager
def answer(url: str, network: Network = INTERNET) -> Iterator[Answer]:
    """Give what a host answers to an address, or to the one that it names instead.

    Raises:
        FetchError: there is no answer, it is no file, or it comes from where it may not; also while it is read.
    """
    ends = time.monotonic() + network.whole
    for _ in range(MAX_REDIRECTS + 1):
        host, port, path = _split(url)
        connection = _Connection(host, port, network, ends)
        with closing(connection), closing(_response(connection, path)) as response:
            place = response.headers.get("Location", "")
            if response.status not in _REDIRECTS or not place:
                _judge(response)
                yield Answer(response.headers.get_content_type(), response.length, _parts(response, host))
                return
            url = _next(url, place)
    raise FetchError(f"the address leads on more than {MAX_REDIRECTS} times", _WITHOUT)


def _response(connection: _Connection, path: str) -> HTTPResponse:
    with _explained(connection.host):
        connection.putrequest("GET", path, skip_accept_encoding=True)
        connection.putheader("User-Agent", f"instructdeck/{__version__}")
        connection.putheader("Accept", "application/pdf, text/html;q=0.8, text/*;q=0.7, */*;q=0.1")
        connection.putheader("Accept-Encoding", "identity")
        connection.putheader("Connection", "close")
        connection.endheaders()
        return connection.getresponse()


def _parts(response: HTTPResponse, host: str) -> Iterator[bytes]:
    size, count = response.length, 0
    with _explained(host):
        while part := response.read(CHUNK):
            count += len(part)
            yield part
    if size is not None and count != size:
        raise FetchError(f"the file ended after {count:,} of {size:,} bytes", "try again")


@contextmanager
def _explained(host: str) -> Iterator[None]:
    """Turn what goes wrong on a connection into one kind of error."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        reason = error.verify_message or "it is not valid"
        raise FetchError(f"the certificate of '{host}' cannot be believed: {reason}", _WITHOUT) from error
    except TimeoutError as error:
        raise FetchError(f"'{host}' takes too long", "try again later") from error
    except (OSError, http.client.HTTPException) as error:
        reason = str(getattr(error, "strerror", None) or error) or type(error).__name__
        raise FetchError(f"the connection to '{host}' broke: {_printable(reason)}", "try again") from error


def _split(url: str) -> tuple[str, int, str]:
    """Give the host, the port and the path of an address."""
    shown = url[:80]
    if len(url) > MAX_ADDRESS:
        raise FetchError(f"the address has more than {MAX_ADDRESS:,} characters")
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError as error:
        raise FetchError(f"'{shown}' is no address", "it begins with https://") from error
    if parts.scheme != "https":
        raise FetchError(f"'{shown}' is not an https address", "write it with https://")
    if parts.username is not None or parts.password is not None:
        raise FetchError(f"the address of '{host}' names a user", "write it without what stands before the @")
    if not _HOST.fullmatch(host) or any(not each.isprintable() or each == " " for each in url):
        raise FetchError(f"'{shown}' is no address", "it begins with https:// and a host, and has no space")
    path = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return host, 443 if port is None else port, path


def _next(url: str, place: str) -> str:
    try:
        # Bytes of no meaning in a header arrive as Latin-1; what an address may not hold is escaped.
        found = urljoin(url, quote(place.strip(), safe=f"{_SAFE}#", encoding="latin-1", errors="replace"))
    except ValueError as error:
        raise FetchError(f"the address leads on to '{place[:80]}', which is none", _WITHOUT) from error
    if not found.lower().startswith("https://"):
        raise FetchError(f"the address leads on to '{found[:80]}', which is not https", _WITHOUT)
    return found


def _judge(response: HTTPResponse) -> None:
    if response.status != http.client.OK:
        reason = _printable(response.reason)
        hint = "look for the address again" if response.status in (404, 410) else _WITHOUT
        raise FetchError(f"the answer is {response.status} {reason}".rstrip(), hint)
    if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise FetchError("the answer is compressed, although nobody asked for that", _WITHOUT)


def _printable(text: str) -> str:
    return "".join(each for each in text if each.isprintable())[:80]


class _Socket(ssl.SSLSocket):
    """A connection that ends in time, however slowly the other side speaks."""

    silence: float = SILENCE
    ends: float = math.inf

    def recv_into(self, buffer: Buffer, nbytes: int | None = None, flags: int = 0) -> int:
        """Take what has come, unless it is too late."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.settimeout(min(self.silence, left))
        return super().recv_into(buffer, nbytes, flags)


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was judged; its certificate is judged by the host's name."""

    def __init__(self, host: str, port: int, network: Network, ends: float) -> None:
        super().__init__(host, port)
        self.network, self.ends = network, ends
        self.default_port = 443
        """Left out of the name that the host is asked by."""

    def connect(self) -> None:
        """Connect to the first address that answers."""
        context = ssl.create_default_context(cafile=self.network.authority)
        context.sslsocket_class = _Socket
        plain = self._plain()
        plain.settimeout(self._left(self.network.silence))
        try:
            sock = context.wrap_socket(plain, server_hostname=self.host)
        except (OSError, ValueError):
            plain.close()
            raise
        if isinstance(sock, _Socket):
            sock.silence, sock.ends = self.network.silence, self.ends
        self.sock = sock

    def _plain(self) -> socket.socket:
        trouble: OSError | None = None
        for address in self._addresses():
            try:
                return socket.create_connection((address, self.port), timeout=self._left(CONNECT))
            except OSError as error:
                trouble = error
        raise trouble or OSError("it has no address")

    def _addresses(self) -> list[str]:
        """Give the addresses that the host's name stands for, asked for once: a second answer could be another one."""
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            hint = "look at the address, and whether this machine is on the network"
            raise FetchError(f"there is no host '{self.host}'", hint) from error
        public = [address for each in found if self.network.reachable(address := str(each[4][0]))]
        if not public:
            raise FetchError(f"'{self.host}' is not on the public network", _WITHOUT)
        return list(dict.fromkeys(public))

    def _left(self, most: float) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(most, left)
