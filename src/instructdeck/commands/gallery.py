"""`instructdeck gallery`: a deck of all layouts."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from instructdeck.deck.diagnostics import Severity, counted

from .build import _publish, report_build
from .run import Run
from .terminal import Progress, shown


@click.command(short_help="Build a deck of all layouts, each with its Markdown.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default="gallery", help="Where it goes.", show_default=True
)
@click.option("--open", "open_", is_flag=True, help="Open the deck in the browser.")
def gallery(output: Path, open_: bool) -> None:  # noqa: FBT001
    """Build a deck that shows each layout and block, followed by the Markdown that makes it.

    It is drawn with the templates of the folder you are in, so that a designer sees their own.
    """
    from instructdeck.cache import Cache  # noqa: PLC0415
    from instructdeck.check.checks import check as judge  # noqa: PLC0415
    from instructdeck.deck.gallery import GALLERY, with_markdown  # noqa: PLC0415
    from instructdeck.files.files import Project  # noqa: PLC0415
    from instructdeck.load.load import load  # noqa: PLC0415
    from instructdeck.templating.templates import Templates  # noqa: PLC0415
    from instructdeck.typeset.typeset import Typesetter  # noqa: PLC0415

    templates = Templates.of(Path.cwd())
    file = templates.path(GALLERY)
    project, typesetter = Project(file.parent), Typesetter(templates, Cache.of_user())
    deck = load(project, templates.layouts, file.name)
    project.findings.items.extend(judge(deck, typesetter))
    errors = tuple(each for each in project.findings if each.rule.severity is Severity.ERROR)
    run = Run(project, templates, typesetter, with_markdown(deck, project.texts[file.name]), errors)
    with Progress("rendering") as progress:
        published = _publish(run, output, progress)
    report_build(run)
    page = output / "deck" / "index.html"
    click.echo(f"Built {counted(len(run.deck.slides), 'slide')}, {published.bytes / 1e6:.1f} MB: open {shown(page)}.")
    if open_:
        click.launch(page.resolve().as_uri())
    sys.exit(1 if run.failed else 0)
