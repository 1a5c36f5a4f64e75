"""`instructdeck export`: one command for each format."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from instructdeck.deck.diagnostics import counted

from .exporting import Asked, Form, export_file, failures, finish, located, read, see_writable, with_asked, write
from .look import driver_ahead
from .run import PATH, SITE, locate
from .terminal import bar, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from instructdeck.export.exported import Exported

    from .run import Run

    Theme = Literal["light", "dark"]

WIDEST = 7680
"""Pixels; a picture of 8K takes 130 MB in the browser, and one twice as wide may end it."""
_ENDING = re.compile(r"\.[A-Za-z]\w*", re.ASCII)
"""What the name of a file ends in: `talk-1.2` can be a folder."""


def _themed(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option of its looks, and say what it is called to who writes `--dark`."""

    def refuse(context: click.Context, option: click.Parameter, given: bool) -> None:  # noqa: FBT001  as click calls it
        if given:
            message = f"No such option '--{option.name}'. Write '--theme {option.name}'."
            raise click.UsageError(message, context)

    for name in ("dark", "light"):
        click.option(f"--{name}", is_flag=True, hidden=True, expose_value=False, callback=refuse)(command)
    themes = click.Choice(["light", "dark"])
    return click.option("--theme", type=themes, default="light", show_default=True, help="How it looks.")(command)


@click.group(short_help="Export the deck as one file to send.")
def export() -> None:
    """Export the deck as one file to send."""


@export.command(short_help="A page of HTML that needs no other file.")
@with_asked
def html(asked: Asked) -> None:
    """Export the deck as one page of HTML that needs no other file and no network.

    It opens from a stick or an attachment with all that the deck can do, presenter window included. Links to
    other pages of the site lead to where deck.yml says that it stands, with `url`; without it they are words.
    """
    export_file(asked, Form((".html", ".htm")), _html)


@export.command(short_help="A PowerPoint file that can be edited.")
@with_asked
def pptx(asked: Asked) -> None:
    """Export the deck as a PowerPoint file: native text, tables, charts and formulas that can be edited.

    What PowerPoint cannot show as the deck does is listed at the end, with its file and line.
    """
    export_file(asked, Form((".pptx",)), _pptx)


@export.command(short_help="What the speakers say, with the time of each slide.")
@with_asked
def notes(asked: Asked) -> None:
    """Export what the speakers say as Markdown, slide by slide, with the time that each takes.

    A FILE that ends in .pdf becomes pages to print instead, each slide small beside its notes.
    """
    to_print = asked.output is not None and asked.output.suffix.lower() == ".pdf"
    export_file(asked, Form((".md", ".markdown", ".pdf"), "-notes", to_print), _script if to_print else _notes)


@export.command(short_help="A PDF with a page for each slide.")
@with_asked
@_themed
@click.option(
    "--paper", type=click.Choice(["16:9", "a4"]), default="16:9", show_default=True, help="Shape of the pages."
)
@click.option("--steps", is_flag=True, help="A page for each step of a slide.")
def pdf(asked: Asked, *, theme: Theme, paper: str, steps: bool) -> None:
    """Export the deck as a PDF with a page for each slide, its words as words and its drawings as drawings.

    Sections and slides are its outline, marks lead to the evidence at the foot of the page, and this to the
    source. Needs a browser: Chromium, Chrome or Edge.
    """
    export_file(asked, Form((".pdf",), printed=True), partial(_pdf, theme=theme, paper=paper, steps=steps))


@export.command(short_help="A4 pages with room for notes, and the quotes in full.")
@with_asked
def handout(asked: Asked) -> None:
    """Export a handout as a PDF to print on A4.

    For each section its synthesis, then its slides, three a page with lines to write on and the quotes in full;
    all sections as one booklet with a cover and contents. Needs a browser: Chromium, Chrome or Edge.
    """
    export_file(asked, Form((".pdf",), "-handout", printed=True), _handout)


@export.command(short_help="A picture of each slide, or of all on one sheet.")
@with_asked
@_themed
@click.option(
    "--width", type=click.IntRange(80, WIDEST), default=1920, show_default=True, help="Pixels across the picture."
)
@click.option("--sheet", is_flag=True, help="One picture with all slides in rows.")
def png(asked: Asked, *, theme: Theme, width: int, sheet: bool) -> None:
    """Export a picture of each slide with all its steps shown, into a folder, or of one slide into a .png file.

    Needs a browser: Chromium, Chrome or Edge.
    """
    if sheet:
        export_file(asked, Form((".png",), "-sheet", printed=True), partial(_sheet, width=width, theme=theme))
    elif asked.output and asked.output.suffix.lower() == ".png":
        export_file(asked, Form((".png",), printed=True), partial(_one_picture, width=width, theme=theme))
    else:
        if asked.output and _ENDING.fullmatch(asked.output.suffix) and not asked.output.is_dir():
            message = f"'{asked.output}' does not end in .png; name a folder for a picture of each slide"
            raise click.BadParameter(message, param_hint="--output")
        _export_pictures(asked, width, theme)


@export.command("all", short_help="The site, with a file of each kind to download.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where the site goes (default: site/).")
@PATH
def everything(path: Path, output: Path | None) -> None:
    """Build the site with every export in it: HTML, PowerPoint, PDF, pictures, handout, notes.

    They stand in its downloads/ with their checksums, and its first page links to them. A later build has none
    of them, for they would be those of an older deck. Needs a browser: Chromium, Chrome or Edge.
    """
    from instructdeck.browser.programs import find_browser  # noqa: PLC0415
    from instructdeck.printed.everything import with_downloads  # noqa: PLC0415
    from instructdeck.publish.publish import publish, refuse  # noqa: PLC0415

    root, file = locate(path)
    run, target = read(Asked(path, output or root / SITE), Form())
    with failures():
        refuse(target, run.given)
        find_browser()  # what needs none is made first, and takes its time
        made = {kind: make(run) for kind, make in KINDS.items()}
        exports = {kind: each.content for kind, each in made.items()}
        files = with_downloads(run.renderer(), run.project, Path(file).stem or "deck", exports)
        waiting = "waiting for another build to end"
        published = publish(files, target, forbidden=run.given, on_wait=lambda: say(waiting))
    finish(run, target, published.bytes, tuple(loss for each in made.values() for loss in each.losses))


def _export_pictures(asked: Asked, width: int, theme: Theme) -> None:
    """Write a picture of each slide into a folder, or say why there are none."""
    from instructdeck.printed.images import slide_pictures  # noqa: PLC0415

    form = Form(about="-slides", printed=True)
    located(asked, form)
    with driver_ahead(wanted=form.printed):
        run, folder = read(asked, form)
        digits = max(len(str(len(run.deck.all_slides))), 2)
        files = {slide.id: folder / f"{slide.number:0{digits}}.png" for slide in run.deck.slides}
        with failures():
            see_writable(run, files.values())
            with bar("taking pictures") as progress:
                taken = slide_pictures(run.renderer(), run.project, width, theme, progress)
            size = write({files[each.slide.id]: each.content for each in taken})
    finish(run, folder, size)


# --- What makes each kind of file: its libraries are loaded only where it is asked for


def _html(run: Run) -> Exported:
    from instructdeck.export.exported import Exported  # noqa: PLC0415
    from instructdeck.export.singlefile import single_file  # noqa: PLC0415
    from instructdeck.site.build import deck_of  # noqa: PLC0415

    return Exported(single_file(run.deck, deck_of(run.renderer(), run.project), run.templates))


def _pptx(run: Run) -> Exported:
    from instructdeck.powerpoint.pptx import pptx_file  # noqa: PLC0415

    return pptx_file(run.deck, run.project, run.templates, run.typesetter)


def _notes(run: Run) -> Exported:
    from instructdeck.export.exported import Exported  # noqa: PLC0415
    from instructdeck.export.notes import notes_markdown  # noqa: PLC0415

    return Exported(notes_markdown(run.renderer()))


def _script(run: Run) -> Exported:
    from instructdeck.export.exported import Exported  # noqa: PLC0415
    from instructdeck.printed.script import script_pdf  # noqa: PLC0415

    with bar("printing the notes") as progress:
        return Exported(script_pdf(run.renderer(), run.project, progress))


def _pdf(run: Run, theme: Theme = "light", paper: str = "16:9", *, steps: bool = False) -> Exported:
    from instructdeck.export.exported import Exported  # noqa: PLC0415
    from instructdeck.printed.pdf import Paper, Style, deck_pdf  # noqa: PLC0415

    with bar("printing the slides") as progress:
        return Exported(deck_pdf(run.renderer(), run.project, Style(theme, Paper(paper), steps), progress))


def _handout(run: Run) -> Exported:
    from instructdeck.export.exported import Exported  # noqa: PLC0415
    from instructdeck.printed.handout import handout_pdf  # noqa: PLC0415

    with bar("printing the handout") as progress:
        return Exported(handout_pdf(run.renderer(), run.project, progress))


def _sheet(run: Run, width: int = 1920, theme: Theme = "light") -> Exported:
    from instructdeck.export.exported import Exported  # noqa: PLC0415
    from instructdeck.printed.images import contact_sheet  # noqa: PLC0415

    with bar("taking the picture") as progress:
        return Exported(contact_sheet(run.renderer(), run.project, width, theme, progress))


def _one_picture(run: Run, width: int, theme: Theme) -> Exported:
    from instructdeck.export.exported import Exported  # noqa: PLC0415
    from instructdeck.printed.images import slide_pictures  # noqa: PLC0415

    if len(run.deck.slides) > 1:
        slides = counted(len(run.deck.slides), "slide")
        message = f"one file cannot hold {slides}; name a folder, or choose a slide with --slides"
        raise click.BadParameter(message, param_hint="--output")
    with bar("taking the picture") as progress:
        return Exported(slide_pictures(run.renderer(), run.project, width, theme, progress)[0].content)


KINDS = {
    "html": _html,
    "pptx": _pptx,
    "pdf": _pdf,
    "sheet": _sheet,
    "handout": _handout,
    "notes": _notes,
    "script": _script,
}
"""What makes each kind of file of `export all`, in the order of `everything.ENDINGS`."""
