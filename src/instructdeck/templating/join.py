"""Style sheets as one, or scripts as one: the fewer files a page waits for, the sooner it is seen.

The files stay apart in `templates/`; a page's template says which of them it asks for as one, and in which order.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class JoinError(ValueError):
    """A file cannot be joined with others; the fault is in a template or in the file."""


@dataclass(frozen=True)
class Part:
    """A file that is joined with others, by its path in the site."""

    path: str
    media: str = ""
    """What a style sheet is for, such as `print`; empty for everything."""


CLOSERS = {"{": "}", "(": ")", "[": "]"}

_TOKEN = re.compile(
    r"""(?=[{}()\[\]"'/\\@u])  # three times as fast: at most signs nothing else is tried
    (?: /\*.*?\*/ | (?P<comment>/\*)
    | (?<![\w-])url\(\s*
      (?: (?P<quote>["']) (?P<quoted>(?:\\.|(?!(?P=quote))[^\\])*) (?P=quote) | (?P<bare>(?:\\.|[^"'()\s\\])*) )
      \s*\)
    | "(?:\\.|[^"\\\n])*"? | '(?:\\.|[^'\\\n])*'? | \\.
    | (?P<import>@(?:import|namespace)\b)
    | (?P<opener>[{(\[]) | (?P<closer>[})\]]) )
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
"""What matters in a style sheet for it to stand before another one, and in another folder."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ANYWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/#?]", re.IGNORECASE)
"""The start of an address that means the same in every folder: it has a scheme, a host or no path of its own."""


def join(target: str, parts: Sequence[Part], texts: Mapping[str, str]) -> str:
    """Give one file of several style sheets or scripts, in their order; `texts` has them by path.

    Raises:
        JoinError: a file is not there, or would change what the others say.
    """
    if missing := next((part.path for part in parts if part.path not in texts), ""):
        raise JoinError(f"{target}: there is no '{missing}' to join")
    if target.endswith(".js"):
        return "".join(f"// {part.path}\n{texts[part.path]}\n;\n" for part in parts)
    return "".join(_sheet(part, texts[part.path], posixpath.dirname(target)) for part in parts)


@lru_cache  # the pages of a deck share most of their sheets
def _sheet(part: Part, text: str, folder: str) -> str:
    steps = posixpath.relpath(posixpath.dirname(part.path) or ".", folder or ".")

    def move(address: str) -> str:
        """Give an address as seen from the other folder."""
        return address if steps == "." else posixpath.normpath(f"{steps}/{address}")

    moved = with_addresses(part.path, text, move)
    return f"/* {part.path} */\n" + (f"@media {part.media} {{\n{moved}\n}}\n" if part.media else f"{moved}\n")


def with_addresses(path: str, text: str, change: Callable[[str], str]) -> str:
    """Give a style sheet with other addresses; `change` is asked for each that depends on the sheet's folder.

    Raises:
        JoinError: something in the sheet has no end, or ends without a beginning.
    """
    return _Sheet(path, change).read(text)


class _Sheet:
    """A style sheet on its way into another place, and before others: whatever it opens it must close."""

    def __init__(self, path: str, change: Callable[[str], str]) -> None:
        self.path, self.change = path, change
        self.open: list[str] = []
        """The brackets that wait for their end."""
        self.end = 0
        """Where the last rule ended."""

    def read(self, text: str) -> str:
        """Give the sheet with its addresses changed."""
        moved = _TOKEN.sub(self._token, text)
        rest = _COMMENT.sub("", text[self.end :]).strip()
        if self.open or (rest and not rest.endswith(";")):
            raise JoinError(f"{self.path}: the last rule has no end")
        return moved

    def _token(self, token: re.Match[str]) -> str:
        match token.lastgroup:
            case "comment":
                raise self._error(token, "a comment has no end")
            case "import":
                raise self._error(token, f"'{token[0]}' cannot stand in a style sheet that is joined with others")
            case "opener":
                self.open.append(CLOSERS[token[0]])
            case "closer":
                self._close(token)
            case "quoted" | "bare":
                return self._moved(token, token.lastgroup)
        return token[0]

    def _close(self, token: re.Match[str]) -> None:
        if not self.open or self.open.pop() != token[0]:
            raise self._error(token, f"'{token[0]}' closes nothing")
        if not self.open and token[0] == "}":
            self.end = token.end()

    def _moved(self, token: re.Match[str], kind: str) -> str:
        """Give `url(…)` with the address changed."""
        address = token[kind]
        if not address or _ANYWHERE.match(address):
            return token[0]
        begin, end = token.start(kind) - token.start(), token.end(kind) - token.start()
        return token[0][:begin] + self.change(address) + token[0][end:]

    def _error(self, token: re.Match[str], message: str) -> JoinError:
        return JoinError(f"{self.path}:{token.string.count(chr(10), 0, token.start()) + 1}: {message}")
