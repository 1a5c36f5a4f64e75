"""JavaScript renderers inside this process: QuickJS, with limits on time and memory.

A renderer is a vendored script and a few lines of our own that call it, which stand in a `.js` file
beside the module that uses them.
Values go in and out as JSON: the wrapper of QuickJS fails on some of its strings.
"""

from __future__ import annotations

import json
import re
from functools import cache
from hashlib import sha256
from time import process_time
from typing import TYPE_CHECKING, Any

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from pathlib import Path

MEMORY_LIMIT = 256 * 2**20
"""Bytes of one renderer; what needs more is refused."""
CALL_LIMIT = 5
"""Seconds of processor time for one call."""
TOTAL_LIMIT = 60
"""Seconds of processor time for all calls of one renderer; an honest deck comes nowhere near."""
SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character outside of Unicode's first plane, which JavaScript lets stand alone and UTF-8 does not."""

_HOST = r"""
globalThis.self = globalThis;
globalThis.console = {log() {}, warn() {}, error() {}, info() {}, debug() {}};
globalThis.structuredClone = value => value instanceof Date ? new Date(value)
  : Array.isArray(value) ? value.map(structuredClone)
  : value && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, structuredClone(inner)]))
  : value;
"""


class EngineError(Exception):
    """What a renderer was given is too much for it: time, memory or stack ran out."""


@dataclass(slots=True)
class Engine:
    """A renderer, loaded with its first call."""

    scripts: tuple[Path, ...]
    """The vendored scripts and, last, our own; they are run in this order."""
    spent: float = 0.0
    """Seconds of processor time used so far, by calls and by loading the scripts again after one that failed."""
    _context: Any = None

    @property
    def digest(self) -> str:
        """The hash of all that it runs: what another version of it draws may look different."""
        return _digest(self.scripts)

    def call(self, function: str, *arguments: object) -> Any:  # noqa: ANN401  whatever the function gives
        """Give what a function of the last script gives for values that JSON can hold.

        The function takes and gives one JSON text.

        Raises:
            EngineError: The call took too much, or the script failed.

        """
        import quickjs  # noqa: PLC0415  the interpreter is loaded only where something is to be rendered

        if self.spent > TOTAL_LIMIT:
            message = f"all of them together took more than {TOTAL_LIMIT} seconds"
            raise EngineError(message)
        try:
            began = process_time()
            try:
                if self._context is None:
                    self._context = _start(self.scripts)
                return json.loads(self._context.get(function)(json.dumps(arguments)))
            finally:
                self.spent += process_time() - began
        except (quickjs.JSException, MemoryError) as error:
            self._context = None  # whatever broke may have left it in pieces
            raise EngineError(SURROGATE.sub("\ufffd", str(error)).strip().partition("\n")[0]) from None


def _start(scripts: tuple[Path, ...]) -> Any:  # noqa: ANN401  quickjs ships no types
    import quickjs  # noqa: PLC0415

    context = quickjs.Context()
    context.set_memory_limit(MEMORY_LIMIT)
    context.set_time_limit(CALL_LIMIT)
    context.eval(_HOST)
    for path in scripts:
        context.eval(_read(path))
    return context


@cache
def _digest(scripts: tuple[Path, ...]) -> str:
    return sha256("".join(map(_read, scripts)).encode()).hexdigest()


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
