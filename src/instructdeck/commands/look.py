"""What a browser finds, for the commands that look: with the baseline of the deck, and as an album."""

from __future__ import annotations

import gc
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import Diagnostic, Findings

from .run import not_among_inputs
from .terminal import bar, end, say, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from instructdeck.rendered.gate import Looked

    from .run import Run

REPORT = "report"
"""What `--report` writes, as messages call it."""


def driver_ahead(*, wanted: bool) -> AbstractContextManager[None]:
    """Start what drives the browser while the deck is read, if it is wanted; nothing is loaded for it else."""
    if not wanted:
        return nullcontext()
    from instructdeck.browser.driver import ahead  # noqa: PLC0415

    return ahead()


def looked_at(run: Run, folder: Path | None = None, *, baseline: bool = False) -> Run:
    """Look at a deck in a browser; gives the run with what was seen as well."""
    from instructdeck.browser.programs import BrowserError  # noqa: PLC0415
    from instructdeck.console.report import to_show  # noqa: PLC0415
    from instructdeck.deck.rules import ESTIMATES  # noqa: PLC0415
    from instructdeck.rendered.gate import look_at  # noqa: PLC0415
    from instructdeck.site.build import BuildError  # noqa: PLC0415

    if folder:
        _see_room(run, folder)
    gc.enable()  # it takes seconds, and much passes through
    try:
        with bar("looking at the slides") as progress:
            looked = look_at(run.renderer(), run.project, progress)
            found = beyond_baseline(run, looked.diagnostics, lower=baseline)
            if folder:
                _write_album(run, looked, found, folder)
    except (BrowserError, BuildError) as error:
        end(str(error), error.hint)
    run.project.findings.items.extend(found)
    known = [each for each in run.project.findings if each.rule not in ESTIMATES]  # which are known now
    return replace(run, diagnostics=to_show(Findings(known)))


def beyond_baseline(run: Run, found: Sequence[Diagnostic], *, lower: bool) -> list[Diagnostic]:
    """Give what the deck's baseline does not let pass; with `lower`, write the baseline first."""
    from instructdeck.deck.rules import UNMEASURED  # noqa: PLC0415
    from instructdeck.rendered.baseline import (  # noqa: PLC0415
        baseline_path,
        baseline_text,
        beyond,
        load_baseline,
        lowered,
        write_baseline,
    )

    path = baseline_path(run.deck)
    there = (run.project.root / path).is_file()
    if not there and not lower:
        return list(found)
    text = run.project.read(path) if there else None
    before = load_baseline(text, path, run.project.findings) if text is not None else None
    if lower and any(each.rule.name == UNMEASURED.name for each in found):
        say(f"{path} stays as it is: not everything could be measured.")
    elif lower:
        text = baseline_text(lowered(before, found, run.deck))
        try:
            write_baseline(run.project.root, path, text)
        except OSError as error:
            end(f"{path} cannot be written: {error.strerror or error}")
        say(f"Wrote {path}: commit it.")
        before = load_baseline(text, path, Findings())
    return beyond(before, found, run.deck) if before else list(found)


def _see_room(run: Run, folder: Path) -> None:
    """See that the report can go where it shall, before anything is looked at."""
    from instructdeck.deck.links import DECK_PAGE  # noqa: PLC0415
    from instructdeck.publish.ours import site_around  # noqa: PLC0415
    from instructdeck.publish.publish import PublishError, refuse  # noqa: PLC0415

    not_among_inputs(run.project.root, folder, "--report")
    try:
        refuse(folder, run.given, REPORT)
    except PublishError as error:
        end(str(error), error.hint)
    if (folder / DECK_PAGE).exists() or site_around(folder):
        end(f"'{folder}' holds a site, or lies in one, which a report must not change", "name a folder of its own")


def _write_album(run: Run, looked: Looked, found: Sequence[Diagnostic], folder: Path) -> None:
    from instructdeck.publish.publish import PublishError, publish  # noqa: PLC0415
    from instructdeck.rendered.album import INDEX, album  # noqa: PLC0415

    files = album(run.deck, run.templates, looked.files, looked.seen, found)
    try:
        publish(files, folder, forbidden=run.given, what=REPORT)
    except PublishError as error:
        end(str(error), error.hint)
    say(f"Open {shown(folder / INDEX)} to see every slide with its problems.")
