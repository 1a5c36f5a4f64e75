"""Which browser of this machine can be asked: Chromium, Chrome or Edge."""

from __future__ import annotations

import os
import shutil
import sys
from itertools import chain
from pathlib import Path

CHOSEN = "INSTRUCTDECK_BROWSER"
"""Environment variable that names the program to use."""
NAMES = (
    "chromium-headless-shell",  # starts three times as fast as a whole browser
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
"""Programs on the PATH, the best first."""
ELSEWHERE = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
        r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
        r"%ProgramFiles%\Microsoft\Edge\Application\msedge.exe",
    ),
}
"""Where installers put them that do not touch the PATH, by `sys.platform`."""
ADVICE = {
    "darwin": "install Google Chrome, or Chromium by 'brew install --cask chromium'",
    "win32": "install Google Chrome, or Microsoft Edge",
}
"""How to get a browser, by `sys.platform`."""


class BrowserError(Exception):
    """No browser can be had, or it did not do what it was asked for."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Take one line on the cause and one on what to do."""
        super().__init__(message)
        self.hint = hint


def find_browser() -> str:
    """Give the path of the browser to use.

    Raises:
        BrowserError: there is none, or the one that the environment names is not there.
    """
    if chosen := os.environ.get(CHOSEN):
        if found := shutil.which(chosen):
            return found
        raise BrowserError(f"{CHOSEN} names '{chosen}', which is no program", f"mend or unset {CHOSEN}")
    places = (shutil.which(name) for name in NAMES)
    elsewhere = (os.path.expandvars(path) for path in ELSEWHERE.get(sys.platform, ()))
    installed = (path for path in elsewhere if Path(path).is_file())
    if found := next((path for path in chain(places, installed) if path), ""):
        return found
    advice = ADVICE.get(sys.platform, "install one, such as by 'apt-get install chromium-headless-shell'")
    raise BrowserError("there is no Chromium, Chrome or Edge here", f"{advice}, or name one in {CHOSEN}")
