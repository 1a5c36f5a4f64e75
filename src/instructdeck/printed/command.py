"""The commands that export a deck by means of a browser: PDF, pictures, handout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from instructdeck.export.command import (
    FOLDER,
    INPUTS,
    Target,
    as_html,
    as_notes,
    as_pptx,
    chosen,
    export_file,
    failures,
    finish,
    look,
    place,
    printing,
    renderer_for,
    with_options,
    write,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from instructdeck.deck.model import Deck
    from instructdeck.export.command import Console, Read
    from instructdeck.export.exported import Exported
    from instructdeck.files.files import Project
    from instructdeck.render.renderer import Renderer

    Theme = Literal["light", "dark"]
    Make = Callable[[Renderer, Project, Callable[[int, int], None]], bytes]

_THEME = click.option(
    "--theme", type=click.Choice(["light", "dark"]), default="light", show_default=True, help="How it looks."
)
SITE = "site"
"""Where a build goes, relative to the project's root."""
WIDEST = 7680
"""Pixels; a picture of 8K takes 130 MB in the browser, and one twice as wide may end it."""


def add_printed(export: click.Group, console: Console) -> None:
    """Add the commands to those that export a deck."""

    @export.command(short_help="A PDF with a page for each slide.")
    @with_options
    @_THEME
    @click.option(
        "--paper", type=click.Choice(["16:9", "a4"]), default="16:9", show_default=True, help="Shape of the pages."
    )
    @click.option("--steps", is_flag=True, help="A page for each step of a slide.")
    def pdf(  # noqa: PLR0913  one for each option
        path: Path,
        output: Path | None,
        section: str,
        slides: str,
        *,
        theme: Theme,
        paper: str,
        steps: bool,
    ) -> None:
        """Export the deck as a PDF with a page for each slide, its words as words and its drawings as drawings.

        Sections and slides are its outline, marks lead to the evidence at the foot of the page, and this to the
        source. Needs a browser: Chromium, Chrome or Edge.
        """

        def make(renderer: Renderer, project: Project, progress: Callable[[int, int], None]) -> bytes:
            from .pdf import Paper, Style, deck_pdf  # noqa: PLC0415

            return deck_pdf(renderer, project, Style(theme, Paper(paper), steps), progress)

        target = Target((".pdf",), output, section, slides)
        export_file(console, path, target, printing(console, "printing the slides", make))

    @export.command(short_help="A4 pages with room for notes, and the quotes in full.")
    @with_options
    def handout(path: Path, output: Path | None, section: str, slides: str) -> None:
        """Export a handout as a PDF to print on A4.

        For each section its synthesis, then its slides, three a page with lines to write on and the quotes in full;
        all sections as one booklet with a cover and contents. Needs a browser: Chromium, Chrome or Edge.
        """

        def make(renderer: Renderer, project: Project, progress: Callable[[int, int], None]) -> bytes:
            from .handout import handout_pdf  # noqa: PLC0415

            return handout_pdf(renderer, project, progress)

        target = Target((".pdf",), output, section, slides, "-handout")
        export_file(console, path, target, printing(console, "printing the handout", make))

    @export.command(short_help="A picture of each slide, or of all on one sheet.")
    @with_options
    @_THEME
    @click.option(
        "--width", type=click.IntRange(80, WIDEST), default=1920, show_default=True, help="Pixels across the picture."
    )
    @click.option("--sheet", is_flag=True, help="One picture with all slides in rows.")
    def png(  # noqa: PLR0913
        path: Path,
        output: Path | None,
        section: str,
        slides: str,
        *,
        theme: Theme,
        width: int,
        sheet: bool,
    ) -> None:
        """Export a picture of each slide as it is after its last step, into a folder, or of one slide into a .png file.

        Needs a browser: Chromium, Chrome or Edge.
        """
        if sheet:
            target = Target((".png",), output, section, slides, "-sheet")
            export_file(console, path, target, printing(console, "taking the picture", _sheet(width, theme)))
        elif output and output.suffix.lower() == ".png":
            target = Target((".png",), output, section, slides)
            export_file(console, path, target, printing(console, "taking the picture", _one(width, theme)))
        else:
            _export_pictures(console, path, Target(FOLDER, output, section, slides, "-slides"), width, theme)

    @export.command("all", short_help="The site, with a file of each kind to download.")
    @click.option("-o", "--output", type=click.Path(path_type=Path), help="Where the site goes (default: site/).")
    @click.argument("path", type=click.Path(path_type=Path), default=".")
    def everything(path: Path, output: Path | None) -> None:
        """Build the site with every export in it: HTML, PowerPoint, PDF, pictures, handout, notes.

        They stand in its downloads/ with their checksums, and its first page links to them. A later build has none
        of them, for they would be those of an older deck. Needs a browser: Chromium, Chrome or Edge.
        """
        _export_all(console, path, output)


def _export_all(console: Console, path: Path, output: Path | None) -> None:
    """Build the site with a file of each kind, or say why there is none."""
    from instructdeck.browser.programs import find_browser  # noqa: PLC0415
    from instructdeck.publish.publish import publish, refuse  # noqa: PLC0415

    from .everything import with_downloads  # noqa: PLC0415

    root, file = console.root(path)
    target = place(console, path, Target(FOLDER, output or root / SITE, "", ""))
    run, deck = chosen(console, path, "", "")
    forbidden = (root, *(root / each for each in INPUTS))
    with failures(console):
        refuse(target, forbidden)
        find_browser()  # what needs none is made first, and takes its time
        made = {kind: make(run, deck) for kind, make in _kinds(console).items()}
        exports = {kind: each.content for kind, each in made.items()}
        name = file.rpartition(".")[0] or "deck"
        files = with_downloads(renderer_for(run, deck), run.project, name, exports)
        size = publish(
            files, target, forbidden=forbidden, on_wait=lambda: console.say("waiting for another build")
        ).bytes
    console.warn(tuple(loss for each in made.values() for loss in each.losses), run)
    finish(console, run, deck, target, size)


def _kinds(console: Console) -> Mapping[str, Callable[[Read, Deck], Exported]]:
    """Give what makes each kind of file, in the order of `everything.ENDINGS`."""
    from .handout import handout_pdf  # noqa: PLC0415
    from .pdf import Paper, Style, deck_pdf  # noqa: PLC0415
    from .script import script_pdf  # noqa: PLC0415

    def slides(renderer: Renderer, project: Project, progress: Callable[[int, int], None]) -> bytes:
        return deck_pdf(renderer, project, Style("light", Paper.WIDE, steps=False), progress)

    return {
        "html": as_html,
        "pptx": as_pptx,
        "pdf": printing(console, "printing the slides", slides),
        "sheet": printing(console, "taking the picture", _sheet(1920, "light")),
        "handout": printing(console, "printing the handout", handout_pdf),
        "notes": as_notes,
        "script": printing(console, "printing the notes", script_pdf),
    }


def _sheet(width: int, theme: Theme) -> Make:
    def make(renderer: Renderer, project: Project, progress: Callable[[int, int], None]) -> bytes:
        from .images import contact_sheet  # noqa: PLC0415

        return contact_sheet(renderer, project, width, theme, progress)

    return make


def _one(width: int, theme: Theme) -> Make:
    def make(renderer: Renderer, project: Project, progress: Callable[[int, int], None]) -> bytes:
        from .images import slide_pictures  # noqa: PLC0415

        count = len(renderer.deck.slides)
        if count > 1:
            message = f"one file cannot hold {count} slides; name a folder, or choose a slide with --slides"
            raise click.BadParameter(message, param_hint="--output")
        return slide_pictures(renderer, project, width, theme, progress)[0].content

    return make


def _export_pictures(console: Console, path: Path, target: Target, width: int, theme: Theme) -> None:
    """Write a picture of each slide into a folder, or say why there are none."""
    from .images import slide_pictures  # noqa: PLC0415

    folder = place(console, path, target)
    run, deck = chosen(console, path, target.section, target.slides)
    digits = max(len(str(len(deck.all_slides))), 2)
    files = {slide.id: folder / f"{slide.number:0{digits}}.png" for slide in deck.slides}
    with failures(console):
        look(run, list(files.values()))
        with console.bar("taking pictures") as progress:
            taken = slide_pictures(renderer_for(run, deck), run.project, width, theme, progress)
        size = write(console, {files[each.slide.id]: each.content for each in taken})
    finish(console, run, deck, folder, size)
