"""A file that is made of a deck: what is asked for, where it goes, how it is written, and what is said about it."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from instructdeck.deck.diagnostics import counted
from instructdeck.extras import how_to_install
from instructdeck.values import dataclass

from .build import report_build
from .look import driver_ahead
from .run import PATH, locate, not_among_inputs, run_of
from .terminal import end, say, shown, style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from instructdeck.deck.diagnostics import Diagnostic
    from instructdeck.export.exported import Exported

    from .run import Run

EXTRAS = {"pptx": "pptx", "lxml": "pptx", "PIL": "pptx", "xlsxwriter": "pptx", "pikepdf": "browser"}
"""The extras that bring libraries which are not there with the program itself."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What every export can be asked for."""

    path: Path
    output: Path | None
    section: str = ""
    slides: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What the name of an export is like."""

    endings: tuple[str, ...] = ()
    """What it may end in, the usual one first; none for a folder."""
    about: str = ""
    """What the usual name says beside the deck's own."""
    printed: bool = False
    """Whether a browser makes it."""


def with_asked(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument and the options that all exports share; it is given them as `Asked`."""

    @wraps(command)
    def given(path: Path, output: Path | None, section: str, slides: str, **more: object) -> None:
        command(Asked(path, output, section, slides), **more)

    for option in (
        click.option("--slides", metavar="NUMBERS", default="", help="Only some slides, such as 4-9 or 1,4-9."),
        click.option("--section", metavar="ID", default="", help="Only the slides of one section."),
        click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write."),
        PATH,
    ):
        option(given)
    return given


def export_file(asked: Asked, form: Form, make: Callable[[Run], Exported]) -> NoReturn:
    """Make a file and write it, or say why there is none, and end the program."""
    located(asked, form)
    with driver_ahead(wanted=form.printed):
        run, output = read(asked, form)
        with failures():
            if not asked.output:
                _see_ours(output)
            see_writable(run, [output])
            made = make(run)
            size = write({output: made.content})
    finish(run, output, size, made.losses)


def located(asked: Asked, form: Form) -> tuple[Path, str]:
    """Give where a deck stands, and see that its export can go where it shall, before anything is read or started."""
    root, file = locate(asked.path)
    if asked.output:
        _see_fit(asked.output, form, root, file)
    return root, file


def read(asked: Asked, form: Form) -> tuple[Run, Path]:
    """Give a deck with those of its slides shown that are asked for, and the file to write; say what is wrong with it.

    The file stands beside the deck unless it was said, and is never one of those that the deck is made of.
    """
    from instructdeck.export.selection import SelectionError, select  # noqa: PLC0415

    root, file = located(asked, form)
    run = run_of(asked.path)
    report_build(run)
    try:
        run = replace(run, deck=select(run.deck, asked.section, asked.slides))
    except SelectionError as error:
        raise click.BadParameter(str(error), param_hint=error.option) from error
    return run, asked.output or root / f"{_name(run, asked, file)}{form.about}{next(iter(form.endings), '')}"


def _name(run: Run, asked: Asked, file: str) -> str:
    """Give the name of a deck, or of the part of it that is asked for: no part takes the place of the whole."""
    from instructdeck.export.selection import as_ranges  # noqa: PLC0415

    slides = as_ranges(slide.number for slide in run.deck.slides) if asked.slides else ""
    return "-".join(filter(None, (Path(file).stem or "deck", asked.section, slides)))


def _see_fit(output: Path, form: Form, root: Path, file: str) -> None:
    """See that a file can be meant that was said."""
    if form.endings and output.suffix.lower() not in form.endings:
        *others, last = form.endings
        endings = f"{', '.join(others)} or {last}" if others else last
        message = f"'{output}' does not end in {endings}"
        raise click.BadParameter(message, param_hint="--output")
    not_among_inputs(root, output)
    if file and Path(os.path.realpath(output)) == root / file:  # `resolve` fails where a link leads to itself
        message = f"'{output}' is the deck itself"
        raise click.BadParameter(message, param_hint="--output")


def _see_ours(output: Path) -> None:
    """See that a file of a name that nobody has said takes no other one's place: `paper.pdf` lies beside `paper.md`.

    Raises:
        ExportError: it would.
    """
    from instructdeck.export.exported import ExportError  # noqa: PLC0415
    from instructdeck.publish.ours import is_ours  # noqa: PLC0415

    if not is_ours(output):
        hint = f"name another file, or this one to replace it: -o {shown(output)}"
        raise ExportError(f"'{shown(output)}' is there, and instructdeck did not make it", hint)


def see_writable(run: Run, files: Iterable[Path]) -> None:
    """See, before the work, that files can be written, are no pictures of the deck, and no pages of a site.

    Raises:
        ExportError: one of them is a picture of the deck, or a page of a site.
        PublishError: one of them cannot be written.
    """
    from instructdeck.deck.links import DOWNLOADS  # noqa: PLC0415
    from instructdeck.export.exported import ExportError  # noqa: PLC0415
    from instructdeck.publish.ours import site_around  # noqa: PLC0415
    from instructdeck.publish.outfile import refuse  # noqa: PLC0415

    pictures = {os.path.realpath(run.project.root / each) for each in run.project.pictures}
    for file in files:
        if os.path.realpath(file) in pictures:
            raise ExportError(f"'{file}' is a picture of the deck itself", "choose another name")
        site = site_around(file)
        if site and not Path(os.path.realpath(file)).is_relative_to(site / DOWNLOADS):
            hint = f"name a file elsewhere, or in {shown(site / DOWNLOADS)}"
            raise ExportError(f"'{file}' lies in a site that instructdeck has built", hint)
        refuse(file)


def write(files: Mapping[Path, bytes]) -> int:
    """Write some files, each in one step; gives how many bytes they have."""
    from instructdeck.publish.outfile import publish_file  # noqa: PLC0415

    for output, content in files.items():
        publish_file(content, output, on_wait=lambda: say("waiting for another run to end"))
    return sum(map(len, files.values()))


def finish(run: Run, output: Path, size: int, losses: tuple[Diagnostic, ...] = ()) -> NoReturn:
    """Say what was written and what of the deck is otherwise in it, and end the program."""
    from instructdeck.console.report import as_text  # noqa: PLC0415
    from instructdeck.export.exported import size_said  # noqa: PLC0415

    if losses:
        say(as_text(losses, run.project.texts, style))
        say(f"{counted(len(losses), 'part')} of the deck {'is' if len(losses) == 1 else 'are'} otherwise in the file")
    click.echo(f"Exported {counted(len(run.deck.slides), 'slide')} to {shown(output)}, {size_said(size)}.")
    sys.exit(1 if run.failed else 0)


@contextmanager
def failures() -> Iterator[None]:
    """Say why there is no file, and end the program."""
    from instructdeck.browser.programs import BrowserError  # noqa: PLC0415
    from instructdeck.export.exported import ExportError  # noqa: PLC0415
    from instructdeck.publish.publish import PublishError  # noqa: PLC0415
    from instructdeck.site.build import BuildError  # noqa: PLC0415

    try:
        yield
    except (BrowserError, BuildError, ExportError, PublishError) as error:
        end(str(error), error.hint)
    except ModuleNotFoundError as error:
        library = (error.name or "").partition(".")[0]
        if library not in EXTRAS:
            raise
        end(f"'{library}' is not installed", how_to_install(EXTRAS[library]))
