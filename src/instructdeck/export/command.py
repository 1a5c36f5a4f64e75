"""The commands that export a deck: one a format, all with the same options."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from instructdeck.deck.diagnostics import Diagnostic
    from instructdeck.deck.model import Deck
    from instructdeck.files.files import Project
    from instructdeck.templating.templates import Templates
    from instructdeck.typeset.typeset import Typesetter

    from .exported import Exported

INPUTS = ("content", "templates")
"""The folders of a project that are only for what goes in."""


class Read(Protocol):
    """A deck that was loaded and checked."""

    @property
    def project(self) -> Project:
        """Its files."""

    @property
    def templates(self) -> Templates:
        """What it is drawn with."""

    @property
    def typesetter(self) -> Typesetter:
        """What sets its formulas."""

    @property
    def deck(self) -> Deck:
        """The deck."""

    @property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """What is wrong with it."""

    @property
    def failed(self) -> bool:
        """Whether any of that is an error."""


@dataclass(frozen=True)
class Console:
    """What the command line lends its exports."""

    read: Callable[[Path], Read]
    """Gives the deck at a path, and says what is wrong with it."""
    root: Callable[[Path], tuple[Path, str]]
    """Gives the folder of a deck, and the name of its file where it is one."""
    warn: Callable[[tuple[Diagnostic, ...], Read], None]
    """Says what is otherwise in a file than in the deck."""
    fail: Callable[[str, str], None]
    """Says why there is no file, and what to do about it."""
    say: Callable[[str], None]
    """Says what takes its time."""
    shown: Callable[[Path], str]
    """Gives a path as it is shown."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for."""

    endings: tuple[str, ...]
    """What the name of the file may end in, the usual one first."""
    output: Path | None
    section: str
    slides: str
    about: str = ""
    """What the usual name says beside the deck's own, which ends in `.md`, too."""


def export_group(console: Console) -> click.Group:
    """Give the group of the commands that export a deck."""

    @click.group(short_help="Export the deck as one file to send.")
    def export() -> None:
        """Export the deck as one file to send."""

    @export.command(short_help="A page of HTML that needs no other file.")
    @_with_options
    def html(path: Path, output: Path | None, section: str, slides: str) -> None:
        """Export the deck as one page of HTML that needs no other file and no network.

        It opens from a stick or an attachment with all that the deck can do, presenter window included. Links to
        other pages of the site lead to where deck.yml says that it stands, with `url`; without it they are words.
        """
        _export(console, path, Target((".html", ".htm"), output, section, slides), _html)

    @export.command(short_help="What the speakers say, with the time of each slide.")
    @_with_options
    def notes(path: Path, output: Path | None, section: str, slides: str) -> None:
        """Export what the speakers say as Markdown, slide by slide, with the time that each takes."""
        _export(console, path, Target((".md", ".markdown"), output, section, slides, "-notes"), _notes)

    return export


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument and the options that all exports share."""
    for option in (
        click.option("--slides", metavar="NUMBERS", default="", help="Only some slides, such as 4-9 or 1,4-9."),
        click.option("--section", metavar="ID", default="", help="Only the slides of one section."),
        click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file to write."),
        click.argument("path", type=click.Path(path_type=Path), default="."),
    ):
        command = option(command)
    return command


def _export(console: Console, path: Path, target: Target, make: Callable[[Read, Deck], Exported]) -> None:
    """Make a file and write it, or say why there is none."""
    from instructdeck.publish.outfile import publish_file  # noqa: PLC0415
    from instructdeck.publish.publish import PublishError  # noqa: PLC0415
    from instructdeck.site.build import BuildError  # noqa: PLC0415

    from .exported import ExportError  # noqa: PLC0415
    from .selection import SelectionError, select  # noqa: PLC0415

    output = _output(console, path, target)
    run = console.read(path)
    try:
        deck = select(run.deck, target.section, target.slides)
    except SelectionError as error:
        raise click.BadParameter(str(error), param_hint=error.option) from error
    try:
        made = make(run, deck)
        publish_file(made.content, output, on_wait=lambda: console.say("waiting for another run to end"))
    except (BuildError, ExportError, PublishError) as error:
        console.fail(str(error), error.hint)
        sys.exit(1)
    console.warn(made.losses, run)
    count = len(deck.slides)
    size = f"{len(made.content) / 1e6:.1f} MB"
    click.echo(f"Exported {count:,} slide{'' if count == 1 else 's'} to {console.shown(output)}, {size}.")
    sys.exit(1 if run.failed else 0)


def _output(console: Console, path: Path, target: Target) -> Path:
    """Give the file to write: beside the deck, unless it was said; never one of those that the deck is made of."""
    root, file = console.root(path)
    name = target.section or (Path(file).stem if file else "deck")
    output = target.output or root / f"{name}{target.about}{target.endings[0]}"
    if output.suffix.lower() not in target.endings:
        message = f"'{output}' does not end in {target.endings[0]}"
        raise click.BadParameter(message, param_hint="--output")
    for folder in (root / each for each in INPUTS):
        if output.resolve().is_relative_to(folder):
            message = f"'{output}' lies in {folder.name}/, which is not for what comes out"
            raise click.BadParameter(message, param_hint="--output")
    if file and output.resolve() == root / file:
        message = f"'{output}' is the deck itself"
        raise click.BadParameter(message, param_hint="--output")
    return output


def _html(run: Read, deck: Deck) -> Exported:
    from instructdeck.site.build import site_files  # noqa: PLC0415  Jinja2 and MkDocs are loaded only to render

    from .exported import Exported  # noqa: PLC0415
    from .singlefile import single_file  # noqa: PLC0415

    files = site_files(deck, run.project, run.templates, run.typesetter, run.diagnostics)
    return Exported(single_file(deck, files, run.templates))


def _notes(run: Read, deck: Deck) -> Exported:
    from instructdeck.site.build import renderer_of  # noqa: PLC0415

    from .exported import Exported  # noqa: PLC0415
    from .notes import notes_markdown  # noqa: PLC0415

    return Exported(notes_markdown(renderer_of(deck, run.project, run.templates, run.typesetter, run.diagnostics)))
