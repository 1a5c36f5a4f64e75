"""The commands that export a deck: one a format, all with the same options."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from instructdeck.deck.diagnostics import counted
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from instructdeck.deck.diagnostics import Diagnostic
    from instructdeck.deck.model import Deck
    from instructdeck.files.files import Project
    from instructdeck.render.renderer import Renderer
    from instructdeck.templating.templates import Templates
    from instructdeck.typeset.typeset import Typesetter

    from .exported import Exported

FOLDER = ("",)
"""In place of the endings of a file: that a folder is meant."""
EXTRAS = {"pptx": "pptx", "lxml": "pptx", "PIL": "pptx", "xlsxwriter": "pptx", "pikepdf": "browser"}
"""The extras that bring libraries which are not there with the program itself."""
INPUTS = ("content", "templates", "papers")
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
    bar: Callable[[str], AbstractContextManager[Callable[[int, int], None]]]
    """Shows how far some work is, of which it is told how many parts of all are done."""


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
    @with_options
    def html(path: Path, output: Path | None, section: str, slides: str) -> None:
        """Export the deck as one page of HTML that needs no other file and no network.

        It opens from a stick or an attachment with all that the deck can do, presenter window included. Links to
        other pages of the site lead to where deck.yml says that it stands, with `url`; without it they are words.
        """
        export_file(console, path, Target((".html", ".htm"), output, section, slides), as_html)

    @export.command(short_help="A PowerPoint file that can be edited.")
    @with_options
    def pptx(path: Path, output: Path | None, section: str, slides: str) -> None:
        """Export the deck as a PowerPoint file: native text, tables, charts and formulas that can be edited.

        What PowerPoint cannot show as the deck does is listed at the end, with its file and line.
        """
        export_file(console, path, Target((".pptx",), output, section, slides), as_pptx)

    @export.command(short_help="What the speakers say, with the time of each slide.")
    @with_options
    def notes(path: Path, output: Path | None, section: str, slides: str) -> None:
        """Export what the speakers say as Markdown, slide by slide, with the time that each takes.

        A FILE that ends in .pdf becomes pages to print instead, each slide small beside its notes.
        """
        target = Target((".md", ".markdown", ".pdf"), output, section, slides, "-notes")
        printed = output is not None and output.suffix.lower() == ".pdf"
        export_file(console, path, target, _script(console) if printed else as_notes)

    return export


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument and the options that all exports share."""
    for option in (
        click.option("--slides", metavar="NUMBERS", default="", help="Only some slides, such as 4-9 or 1,4-9."),
        click.option("--section", metavar="ID", default="", help="Only the slides of one section."),
        click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write."),
        click.argument("path", type=click.Path(path_type=Path), default="."),
    ):
        command = option(command)
    return command


def export_file(console: Console, path: Path, target: Target, make: Callable[[Read, Deck], Exported]) -> None:
    """Make a file and write it, or say why there is none."""
    output = place(console, path, target)
    run, deck = chosen(console, path, target.section, target.slides)
    with failures(console):
        look(run, [output])
        made = make(run, deck)
        size = write(console, {output: made.content})
    console.warn(made.losses, run)
    finish(console, run, deck, output, size)


def chosen(console: Console, path: Path, section: str, slides: str) -> tuple[Read, Deck]:
    """Give the deck at a path as it was read, and with those of its slides shown that were asked for."""
    from .selection import SelectionError, select  # noqa: PLC0415

    run = console.read(path)
    try:
        return run, select(run.deck, section, slides)
    except SelectionError as error:
        raise click.BadParameter(str(error), param_hint=error.option) from error


def look(run: Read, files: Sequence[Path]) -> None:
    """See that some files can be written, before they are made: that may take a minute.

    Raises:
        ExportError: one of them is a picture of the deck.
        PublishError: one of them cannot be written.
    """
    from instructdeck.publish.outfile import refuse  # noqa: PLC0415

    from .exported import ExportError  # noqa: PLC0415

    shown = {os.path.realpath(run.project.root / each) for each in run.project.pictures}
    for file in files:
        if os.path.realpath(file) in shown:
            raise ExportError(f"'{file}' is a picture of the deck itself", "choose another name")
        refuse(file)


def write(console: Console, files: Mapping[Path, bytes]) -> int:
    """Write some files, each in one step; gives how many bytes they have."""
    from instructdeck.publish.outfile import publish_file  # noqa: PLC0415

    for output, content in files.items():
        publish_file(content, output, on_wait=lambda: console.say("waiting for another run to end"))
    return sum(map(len, files.values()))


def finish(console: Console, run: Read, deck: Deck, output: Path, size: int) -> None:
    """Say what was written, and end the program."""
    click.echo(f"Exported {counted(len(deck.slides), 'slide')} to {console.shown(output)}, {size_said(size)}.")
    sys.exit(1 if run.failed else 0)


def size_said(size: int) -> str:
    """Give a number of bytes in the unit that says most."""
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(size / 1e3, 0.1):.1f} kB"  # noqa: PLR2004  where MB begin to say more


@contextmanager
def failures(console: Console) -> Iterator[None]:
    """Say why there is no file, and end the program."""
    from instructdeck.browser.programs import BrowserError  # noqa: PLC0415
    from instructdeck.publish.publish import PublishError  # noqa: PLC0415
    from instructdeck.site.build import BuildError  # noqa: PLC0415

    from .exported import ExportError  # noqa: PLC0415

    try:
        yield
    except (BrowserError, BuildError, ExportError, PublishError) as error:
        console.fail(str(error), error.hint)
        sys.exit(1)
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library not in EXTRAS:
            raise
        console.fail(f"'{library}' is not installed", f"pip install 'instructdeck[{EXTRAS[library]}]'")
        sys.exit(1)


def place(console: Console, path: Path, target: Target) -> Path:
    """Give the file to write: beside the deck, unless it was said; never one of those that the deck is made of."""
    root, file = console.root(path)
    name = target.section or (Path(file).stem if file else "deck")
    output = target.output or root / f"{name}{target.about}{target.endings[0]}"
    if target.endings != FOLDER and output.suffix.lower() not in target.endings:
        *others, last = target.endings
        endings = f"{', '.join(others)} or {last}" if others else last
        message = f"'{output}' does not end in {endings}"
        raise click.BadParameter(message, param_hint="--output")
    real = Path(os.path.realpath(output))  # `resolve` fails where a link leads to itself
    for folder in (root / each for each in INPUTS):
        if real.is_relative_to(os.path.realpath(folder)):
            message = f"'{output}' lies in {folder.name}/, which is not for what comes out"
            raise click.BadParameter(message, param_hint="--output")
    if file and real == root / file:
        message = f"'{output}' is the deck itself"
        raise click.BadParameter(message, param_hint="--output")
    return output


def as_html(run: Read, deck: Deck) -> Exported:
    """Give a deck as one page of HTML."""
    from instructdeck.site.build import site_files  # noqa: PLC0415  Jinja2 and MkDocs are loaded only to render

    from .exported import Exported  # noqa: PLC0415
    from .singlefile import single_file  # noqa: PLC0415

    files = site_files(deck, run.project, run.templates, run.typesetter, run.diagnostics)
    return Exported(single_file(deck, files, run.templates))


def as_notes(run: Read, deck: Deck) -> Exported:
    """Give what the speakers say as Markdown."""
    from .exported import Exported  # noqa: PLC0415
    from .notes import notes_markdown  # noqa: PLC0415

    return Exported(notes_markdown(renderer_for(run, deck)))


def renderer_for(run: Read, deck: Deck) -> Renderer:
    """Give what renders a deck as it was read."""
    from instructdeck.site.build import renderer_of  # noqa: PLC0415  Jinja2 and MkDocs are loaded only to render

    return renderer_of(deck, run.project, run.templates, run.typesetter, run.diagnostics)


def printing(
    console: Console, label: str, make: Callable[[Renderer, Project, Callable[[int, int], None]], bytes]
) -> Callable[[Read, Deck], Exported]:
    """Give what makes a file with the browser, and shows how far that is."""
    from .exported import Exported  # noqa: PLC0415

    def work(run: Read, deck: Deck) -> Exported:
        renderer = renderer_for(run, deck)
        with console.bar(label) as progress:
            return Exported(make(renderer, run.project, progress))

    return work


def _script(console: Console) -> Callable[[Read, Deck], Exported]:
    from instructdeck.printed.script import script_pdf  # noqa: PLC0415

    return printing(console, "printing the notes", script_pdf)


def as_pptx(run: Read, deck: Deck) -> Exported:
    """Give a deck as a PowerPoint file."""
    from instructdeck.powerpoint.pptx import pptx_file  # noqa: PLC0415  python-pptx takes longer than all else

    return pptx_file(deck, run.project, run.templates, run.typesetter)
