"""`instructdeck model` and `instructdeck rules`: what is only printed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .run import PATH, run_of
from .terminal import say

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Print the outline, or the model as JSON.")
@PATH
@click.option("--json", "as_json", is_flag=True, help="Print the whole model as JSON.")
def model(path: Path, as_json: bool) -> None:  # noqa: FBT001
    """Print the deck as the tool sees it: its outline, or the whole typed tree."""
    from instructdeck.console.outline import model_json, outline  # noqa: PLC0415
    from instructdeck.console.report import summary, visible  # noqa: PLC0415

    run = run_of(path)
    click.echo(model_json(run.deck) if as_json else "\n".join(map(visible, outline(run.deck).split("\n"))))
    if run.failed:
        say(f"{summary(run.diagnostics)} in the content; `instructdeck check` shows them")
    sys.exit(1 if run.failed else 0)


@click.command(short_help="Print the manual of the rules.")
def rules() -> None:
    """Print the manual's page on the rules, as Markdown."""
    from instructdeck.console.report import manual  # noqa: PLC0415

    click.echo(manual(), nl=False)
