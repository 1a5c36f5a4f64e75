"""Long work that ends as soon as there is something newer to do.

What takes long is given `pause` and calls it where nothing is half done: between files, checks and templates. A signal
would end it anywhere, with a file open.
"""

from __future__ import annotations


class Overtaken(BaseException):
    """What is at work is of no use any more. No error, so that nothing takes it for one on its way."""


def go_on() -> None:
    """Let nothing overtake the work."""
