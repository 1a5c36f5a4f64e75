"""Firefox, driven over its own remote protocol, Marionette: Playwright would want a Firefox of its own.

A message is its length, a colon and JSON: `[0, number, command, parameters]` there, `[1, number, error, result]` back.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 60
"""Seconds that Firefox may take to start or to answer."""
RIGHT = "\ue014"
"""The key with the right arrow."""
ERRORS = """
return Services.console.getMessageArray().map(each => `${each}`)
  .filter(each => each.includes(`{file: "${arguments[0]}`) && !each.includes("JavaScript Warning"));
"""
"""What the console says of files below the address that is the argument; only Firefox itself may ask for it."""


@dataclass
class Firefox:
    """A running Firefox."""

    connection: socket.socket
    numbers: Iterator[int]

    def send(self, command: str, **parameters: object) -> Any:  # noqa: ANN401  whatever JSON holds
        """Send a command, and give its result."""
        message = json.dumps([0, next(self.numbers), command, parameters]).encode()
        self.connection.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self.receive()
        assert error is None, error
        return result

    def receive(self) -> Any:  # noqa: ANN401
        """Give the next message."""
        length = b""
        while not length.endswith(b":"):
            length += self.connection.recv(1) or b":"
        text = b""
        while len(text) < int(length[:-1]):
            text += self.connection.recv(int(length[:-1]) - len(text))
        return json.loads(text)

    def open(self, address: str) -> None:
        """Open a page and wait until it is loaded."""
        self.send("WebDriver:Navigate", url=address)

    def run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401
        """Give what a script returns that runs in the page."""
        return self.send("WebDriver:ExecuteScript", script=script, args=arguments)["value"]

    def press(self, key: str) -> None:
        """Press and release a key."""
        strokes = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self.send("WebDriver:PerformActions", actions=[{"type": "key", "id": "keyboard", "actions": strokes}])

    def errors(self, address: str) -> list[str]:
        """Give what the console says is wrong with files below an address."""
        self.send("Marionette:SetContext", value="chrome")
        found: list[str] = self.run(ERRORS, address)
        self.send("Marionette:SetContext", value="content")
        return found


@contextmanager
def driven(program: str, profile: Path) -> Iterator[Firefox]:
    """Start Firefox with an empty profile, and end it."""
    (profile / "user.js").write_text('user_pref("marionette.port", 0);\n', encoding="utf-8")
    options = ("--headless", "--no-remote", "--marionette", "--remote-allow-system-access", "--profile", str(profile))
    with subprocess.Popen(
        [program, *options, "--window-size=1280,720"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"HOME": str(profile)},
    ) as process:
        try:
            with socket.create_connection(("127.0.0.1", _port(profile)), PATIENCE) as connection:
                firefox = Firefox(connection, count(1))
                firefox.receive()  # It says who it is.
                firefox.send("WebDriver:NewSession")
                yield firefox
        finally:
            process.kill()


def _port(profile: Path) -> int:
    file = profile / "MarionetteActivePort"
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if file.is_file() and (text := file.read_text(encoding="ascii")):
            return int(text)
        time.sleep(0.1)
    raise TimeoutError("Firefox does not answer")
