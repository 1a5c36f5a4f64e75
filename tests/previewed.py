"""`instructdeck serve` as a program, for tests that look at what it serves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conftest import CACHE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ADDRESS = re.compile(r"Serving (http://\S+)deck/(\S*) ")


@dataclass(frozen=True)
class Previewed:
    """A running `instructdeck serve`."""

    process: subprocess.Popen[str]
    home: str
    """Its address, with a slash at the end."""
    query: str = ""
    """What the address of the deck ends with."""
    started: str = ""
    """What was said at the start."""

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.home.rstrip("/").rpartition(":")[2])

    def end(self) -> str:
        """Press Ctrl-C; gives what was said since the start."""
        self.process.send_signal(2)
        return self.process.communicate(timeout=20)[0]


@contextmanager
def previewed(root: Path, *arguments: str, path: str = ".") -> Iterator[Previewed]:
    """Serve the deck at a folder meanwhile, or of one of its files."""
    command = [sys.executable, "-m", "instructdeck", "serve", path, "--port", "0", *arguments]
    environment = {**os.environ, CACHE: str(root.parent / "cache"), "NO_COLOR": "1"}
    process = subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout is not None
        said = ""
        while not (found := _ADDRESS.search(said)):
            line = process.stdout.readline()
            assert line, f"serve has ended: {said}"
            said += line
        while "Ctrl-C quits.\n" not in said:
            said += process.stdout.readline()
        yield Previewed(process, found[1], found[2], said)
    finally:
        process.kill()
        process.communicate()
