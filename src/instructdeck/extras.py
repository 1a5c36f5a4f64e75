"""What is installed only where it is wanted."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path


def how_to_install(extra: str) -> str:
    """Give the command that brings an extra to the Python that runs: the `pip` on the PATH may be another one's."""
    found = shutil.which("pip")
    ours = found and Path(found).parent == Path(sys.executable).parent
    return f"{'pip' if ours else f'{shlex.quote(sys.executable)} -m pip'} install 'instructdeck[{extra}]'"
