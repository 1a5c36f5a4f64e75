"""A tree that is deeper than a program that calls itself for each folder can go."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DEPTH = 1_500


@contextmanager
def deep(folder: Path) -> Iterator[None]:
    """Have folders within each other below a folder meanwhile; pytest itself could not clear them away."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(DEPTH):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    try:
        yield
    finally:
        subprocess.run(["rm", "-rf", str(folder / "d")], check=True)  # noqa: S607
