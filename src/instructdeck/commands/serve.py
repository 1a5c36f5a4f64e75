"""`instructdeck serve`: the deck while it is written."""

from __future__ import annotations

import errno
import gc
import os
import re
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from .run import PATH, locate, templates_of
from .terminal import fail, say, style

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from instructdeck.serve.serve import Preview

ACTIVE = ("javascript", "data", "vbscript", "blob", "file")
"""Schemes of addresses that do more than open an editor."""


@click.command(short_help="Show the deck while you write it.")
@PATH
@click.option("--port", type=click.IntRange(0, 65535), help="Port (default: 8000, or the next free one).")
@click.option("--open", "open_", is_flag=True, help="Open the deck in the browser; it then follows your edits.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve at; this one is only for you.")
@click.option(
    "--editor",
    metavar="URL",
    envvar="INSTRUCTDECK_EDITOR",
    default="",
    help="What opens a file in your editor, such as vscode://file/{path}:{line}:{column}.",
)
def serve(path: Path, port: int | None, open_: bool, host: str, editor: str) -> None:  # noqa: FBT001
    """Show the deck and its site in the browser, and each change as soon as it is saved.

    Windows keep their place: only what has changed is swapped. Errors are shown over the slide they belong to,
    with the last good one behind them. In the terminal q quits, o opens the deck, r reads everything again.
    """
    from instructdeck.cache import Cache  # noqa: PLC0415
    from instructdeck.console.keys import pressed  # noqa: PLC0415
    from instructdeck.serve.serve import PORTS, Preview, address, attend, token_for  # noqa: PLC0415  nothing else listens or watches
    from instructdeck.serve.workshop import Workshop  # noqa: PLC0415

    root, file = locate(path)
    templates_of(root)
    gc.enable()  # it runs for hours
    token = token_for(host)
    with _ends_on_signals(), Preview(Workshop(root, file, Cache.of_user()), say, style, _editor(editor)) as preview:
        found = _start(preview, host, PORTS if port is None else (port,), token)
        query = f"token={token}" if token else ""
        deck, site = address(host, found, "deck/", query), address(host, found, "", query)
        click.echo(f"Serving {deck} (the deck) and {site} (the site).")
        if token:
            warning = "others in your network reach this address; only the token keeps them out"
            say(f"{style('warning', 'warning')}: {warning}")

        def show() -> None:
            click.launch(address(host, found, "deck/", query, "follow"))

        if open_:
            show()
        with pressed("qor", preview.events.put) as keys:
            click.echo("q quits, o opens the deck, r reads everything again." if keys else "Ctrl-C quits.")
            attend(preview, show)


def _start(preview: Preview, host: str, ports: Collection[int], token: str) -> int:
    """Start a preview; end the program where that cannot be done."""
    from instructdeck.site.build import BuildError  # noqa: PLC0415

    try:
        return preview.start(host, ports, token)
    except BuildError as error:
        fail(str(error), error.hint)
    except OSError as error:
        fail(*_no_server(error, host, *ports))
    sys.exit(1)


def _no_server(error: OSError, host: str, port: int, *more: int) -> tuple[str, str]:
    """Give why nothing can be served, and what to do about it."""
    if error.errno == errno.EADDRINUSE and not more:
        hint = "name another port, or none: then a free one is taken"
        return f"port {port} is taken by another program", hint
    where = f"{host}, port {port}" if port and not more else host
    # asyncio wraps the reason in words of its own.
    number = error.errno or 0
    reason = os.strerror(number) if number in errno.errorcode else error.strerror or str(error)
    return f"cannot serve at {where}: {reason}", ""


@contextmanager
def _ends_on_signals() -> Iterator[None]:
    """End in order on Ctrl-C and when the system asks for it: the terminal must be left as it was."""

    def end(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    before = {name: signal.signal(name, end) for name in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))}
    try:
        yield
    except KeyboardInterrupt:
        click.echo()
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _editor(address: str) -> str:
    """Give the address that opens a file, which must not be one that runs as a part of the page."""
    scheme = address.partition(":")[0].lower()
    if address and (not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme) or scheme in ACTIVE):
        raise click.BadParameter("it must be an address such as vscode://file/{path}:{line}", param_hint="--editor")
    return address
