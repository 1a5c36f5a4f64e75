"""`instructdeck check`: what is wrong, and where."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from instructdeck.deck.diagnostics import Diagnostic, Severity, counted

from .look import driver_ahead, looked_at
from .run import NO_CACHE, PATH, locate, of_section, run_of
from .terminal import style, wants_color

if TYPE_CHECKING:
    from collections.abc import Callable


@click.command(short_help="Say what is wrong, and where.")
@PATH
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@click.option("--section", metavar="ID", help="Show only the problems of one section.")
@NO_CACHE
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="Form of the report.",
)
@click.option("--rendered", is_flag=True, help="Look at every slide and page in a browser, too.")
@click.option(
    "--report",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="With --rendered: write a page with every slide's picture, and its problems drawn on it.",
)
@click.option(
    "--baseline", is_flag=True, help="With --rendered: let what is wrong now pass, or take out of that what is mended."
)
def check(  # noqa: PLR0913, PLR0917  click passes each option by itself
    path: Path,
    strict: bool,  # noqa: FBT001  click passes flags so
    section: str | None,
    anew: bool,  # noqa: FBT001
    form: str,
    rendered: bool,  # noqa: FBT001
    folder: Path | None,
    baseline: bool,  # noqa: FBT001
) -> None:
    """Say what is wrong with a deck, and where; exit code 1 when there are errors.

    With --rendered a Chromium, Chrome or Edge that is installed looks at every slide in every step, in light and dark,
    on stage, on a phone and in print, and at every page: what overflows, is too small, too pale or cannot be reached.
    """
    from instructdeck.console import report  # noqa: PLC0415

    if (folder or baseline) and not rendered:
        message = "--report and --baseline are about what a browser sees: add --rendered"
        raise click.UsageError(message)
    locate(path)  # so that nothing has started yet where there is no deck
    with driver_ahead(wanted=rendered):
        run = run_of(path, cached=not anew)
        if rendered:
            run = looked_at(run, folder, baseline=baseline)
    found = run.diagnostics if section is None else of_section(run, section)
    if form == "text":
        if found:
            click.echo(report.as_text(found, run.project.texts, style), color=wants_color())
        words = sum(slide.words for slide in run.deck.slides)
        click.echo(f"{report.summary(found)} in {counted(len(run.deck.slides), 'slide')}, {counted(words, 'word')}.")
    else:
        writers: dict[str, Callable[[tuple[Diagnostic, ...]], str]] = {
            "json": report.as_json,
            "github": report.as_github,
            "sarif": report.as_sarif,
        }
        click.echo(writers[form](found))
    failed = any(each.rule.severity is Severity.ERROR for each in found)
    sys.exit(1 if failed or (strict and found) else 0)
