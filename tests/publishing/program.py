"""Publishes sites, or single files; counts the file operations on the way, fails at one of them, or dies there.

Called with a target, options as JSON, and one word for each site or file to publish.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from instructdeck.publish import swap
from instructdeck.publish.outfile import publish_file
from instructdeck.publish.publish import PublishError, publish

WATCHED = ("open", "os.", "shutil.rmtree")
"""Python announces these operations before it makes them."""


class Operations:
    """Counts file operations; at a given one it kills the program or refuses."""

    def __init__(self, *, kill: int = 0, fail: int = 0, code: int = 0) -> None:
        """Take the operations (1-based) to die or to fail at, and the error to fail with."""
        self.kill, self.fail, self.code = kill, fail, code
        self.count = 0

    def __call__(self, event: str, _arguments: object) -> None:
        """Take note of one operation before it is made."""
        if not event.startswith(WATCHED):
            return
        self.count += 1
        if self.count == self.kill:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.count == self.fail:
            raise OSError(self.code, os.strerror(self.code))


def main(target: str, options: str, *words: str) -> int:
    """Publish one site, or one file, for each word; gives the exit code."""
    wanted: dict[str, Any] = json.loads(options)
    names = ("index.html", "deck/index.html", "assets/deck.css", "assets/vendor/katex/fonts/a.woff2")
    one_file = wanted.pop("one_file", False)
    sites = [{name: word.encode() for name in (*names, f"only-{word[:9]}.html")} for word in words]
    if wanted.pop("two_steps", False):
        swap.exchange = lambda first, second: False  # noqa: ARG005  called as the real one is
    if limit := wanted.pop("limit", 0):
        import resource  # noqa: PLC0415  only here

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    counted = wanted.pop("count", False)
    import ctypes  # noqa: F401, PLC0415  so that loading it is no file operation of a publish

    operations = Operations(**wanted)
    if counted or wanted:
        sys.addaudithook(operations)
    try:
        for word, each in zip(words, sites, strict=True):
            if one_file:
                publish_file(word.encode(), Path(target))
            else:
                publish(each, Path(target))
    except PublishError as error:
        print(error)
        return 1
    if counted:
        print(operations.count)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
