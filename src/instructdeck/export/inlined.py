"""The files of a site as parts of one page: pictures and typefaces as addresses that hold them."""

from __future__ import annotations

import posixpath
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote

from instructdeck.contained import content_of
from instructdeck.values import dataclass

from .exported import ExportError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instructdeck.contained import Content

KINDS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".woff": "font/woff",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
}
"""What a page shows, by the endings of the files; not as the system knows them, which would differ."""

_NEWLINES = re.compile(r"\r\n?")
_ENDS_SCRIPT = re.compile(r"<(?=!--|/script)", re.IGNORECASE)
_ENDS_STYLE = re.compile(r"</(?=style)", re.IGNORECASE)


@dataclass(frozen=True)
class Site:
    """The files of a site, by path, as `build` publishes them."""

    files: Mapping[str, Content]

    def resolved(self, address: str, home: str) -> str:
        """Give the path of the file that an address on a page or in a style sheet names; `home` is where it stands."""
        path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
        return posixpath.normpath(posixpath.join(posixpath.dirname(home), path)) if path else home

    def content(self, path: str, home: str) -> bytes:
        """Give what is in a file that is asked for in another one.

        Raises:
            ExportError: there is no such file, or it cannot be read.
        """
        if path not in self.files:
            message = f"{home} asks for '{path}', which is no file of the site"
            raise ExportError(message, "mend the template, or delete the project's own copy of it")
        try:
            return content_of(self.files[path])
        except OSError as error:
            raise ExportError(f"'{path}' cannot be read: {error.strerror or error}") from error

    def text(self, path: str, home: str = "") -> str:
        """Give the text of a page, a style sheet or a script, with the line ends that a page has."""
        try:
            text = self.content(path, home).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ExportError(f"{path} is not UTF-8") from error
        return _NEWLINES.sub("\n", text).replace("\0", "\ufffd")

    def address(self, path: str, home: str) -> str:
        """Give the address that holds a picture or a typeface."""
        kind = KINDS.get(posixpath.splitext(path)[1].lower())
        if kind is None:
            raise ExportError(f"{home} asks for '{path}', which is neither a picture nor a typeface")
        return f"data:{kind};base64,{b64encode(self.content(path, home)).decode()}"


def script_text(text: str) -> str:
    r"""Give a script that can stand in a page: what would end it there is written as `\x3C`, which means the same."""
    return _ENDS_SCRIPT.sub(r"\\x3C", text)


def style_text(text: str) -> str:
    r"""Give a style sheet that can stand in a page: what would end it there is written as `<\/`."""
    return _ENDS_STYLE.sub(r"<\\/", text)


@cache
def policy_hash(text: str) -> str:
    """Give what a policy says of a script or a style sheet that may stand in the page."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
