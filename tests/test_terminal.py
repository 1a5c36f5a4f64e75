"""What a slow command says on a terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

SLOW = """
import threading, time
from instructdeck.commands import terminal
terminal.SLOW = {slow}
with terminal.Progress("reading") as progress:
    time.sleep(0.3)
    progress.say("rendering")
    assert threading.active_count() == 1
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
@pytest.mark.parametrize(("slow", "said"), [(0.1, "reading …\r\nrendering …\r\n"), (60, "")])
def test_progress(slow: float, said: str) -> None:
    """The step at hand is named once it has become slow, and each that follows; what is fast is silent."""
    ours, theirs = os.openpty()
    subprocess.run([sys.executable, "-c", SLOW.format(slow=slow)], stderr=theirs, check=True)
    os.write(theirs, b".")
    found = b""
    while not found.endswith(b"."):
        found += os.read(ours, 1000)

    assert f"{said}." == found.decode()
    os.close(ours)
    os.close(theirs)


def test_progress_is_for_terminals() -> None:
    """Where the output goes into a file, nothing is said."""
    done = subprocess.run([sys.executable, "-c", SLOW.format(slow=0.1)], stderr=subprocess.PIPE, check=True)

    assert done.stderr == b""
