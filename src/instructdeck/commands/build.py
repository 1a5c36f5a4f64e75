"""`instructdeck build`: one deck, or several at once."""

from __future__ import annotations

import gc
import io
import os
import sys
import time
from contextlib import redirect_stderr
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from instructdeck.deck.diagnostics import Severity, counted
from instructdeck.values import dataclass

from .look import driver_ahead, looked_at
from .run import NO_CACHE, SITE, Run, locate, not_among_inputs, run_of
from .terminal import Progress, end, fail, say, shown, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from instructdeck.cache import Cache
    from instructdeck.publish.publish import Published
    from instructdeck.publish.unchanged import LastBuild

SHOWS_WARNINGS = "`instructdeck check` shows the warnings"


@click.command(short_help="Build the deck and its site, or several.")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, metavar="[PATH]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where the site goes (default: site/ beside content/); of several decks, each into a folder of its own in it.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@NO_CACHE
@click.option(
    "--check-rendered", "rendered", is_flag=True, help="Look at it in a browser first, and build only what passes."
)
@click.option("--open", "open_", is_flag=True, help="Open the deck in the browser.")
def build(  # noqa: PLR0913, PLR0917  click passes each option by itself
    paths: tuple[Path, ...],
    output: Path | None,
    strict: bool,  # noqa: FBT001  click passes flags so
    anew: bool,  # noqa: FBT001
    rendered: bool,  # noqa: FBT001
    open_: bool,  # noqa: FBT001
) -> None:
    """Build the deck and the site of a project folder, or of one Markdown file; of several, on all cores.

    Everything that can be read is built, with a visible mark where something is broken; the exit code is 1
    when there are errors. The site is replaced in one step: a build that fails leaves the old one.
    Where nothing has changed since the last build, nothing is done.
    """
    if len(paths) > 1:
        if open_:
            message = "--open opens one deck"
            raise click.UsageError(message)
        sys.exit(_build_all(paths, output, strict=strict, anew=anew, rendered=rendered))
    path = next(iter(paths), Path())
    root, _ = locate(path)
    target = output or root / SITE
    said, code = _build(path, target, strict=strict, anew=anew, rendered=rendered)
    click.echo(said)
    deck = target / "deck" / "index.html"
    click.echo(f"Open {shown(target / 'index.html')} for the site, {shown(deck)} for the deck.")
    if open_:
        click.launch(deck.resolve().as_uri())
    sys.exit(code)


def _build_all(paths: Sequence[Path], output: Path | None, *, strict: bool, anew: bool, rendered: bool) -> int:
    """Build several decks at once, and say of each in turn what came of it; gives the highest exit code of all."""
    from instructdeck.console.report import visible  # noqa: PLC0415
    from instructdeck.cores import available, each_made  # noqa: PLC0415

    started = time.perf_counter()
    targets = _targets(paths, output)
    gc.enable()  # what one deck needed is not needed for the next
    codes = []

    def tell(number: int) -> _Told:
        build = partial(_build, strict=strict, anew=anew, rendered=rendered, cores=1)
        return _told(lambda: build(paths[number], targets[number]))

    for path, told in zip(paths, each_made(tell, range(len(paths)), available()), strict=True):
        name = visible(str(path))
        if told.errors:
            say(f"{style(name, 'place')}:\n{told.errors}")
        if told.said:
            click.echo(f"{name}: {told.said}")
        codes.append(told.code)
    good, seconds = codes.count(0), time.perf_counter() - started
    click.echo(f"{good:,} of {counted(len(paths), 'deck')} without errors, in {seconds:.2f} s.")
    return max(codes)


def _targets(paths: Sequence[Path], output: Path | None) -> list[Path]:
    """Give where each of several decks goes: no two into the same folder."""
    found: dict[Path, Path] = {}
    for path in paths:
        try:
            root, file = locate(path)
        except click.UsageError:  # it is reported in its turn
            root, file = path, ""
        target = output / (Path(file).stem or root.name) if output else root / SITE
        if other := found.get(Path(os.path.realpath(target))):
            hint = "rename one of them" if output else "with -o FOLDER, each goes into a folder of its own name there"
            message = f"'{shown(other)}' and '{shown(path)}' would both be built into {shown(target)}\nHint: {hint}"
            raise click.UsageError(message)
        found[Path(os.path.realpath(target))] = path
    return list(found)


@dataclass(frozen=True)
class _Told:
    """What the build of one of several decks had to say."""

    said: str
    errors: str
    code: int


class _Kept(io.StringIO):
    """Keeps what is written to standard error, with its colors: the terminal will show or drop them."""

    def isatty(self) -> bool:
        """Claim to show colors."""
        return True


def _told(make: Callable[[], tuple[str, int]]) -> _Told:
    """Give what a build says, in place of saying it; it may end the program where the deck has no site."""
    said = ""
    with redirect_stderr(_Kept()) as errors:
        try:
            said, code = make()
        except click.ClickException as error:
            say(f"{style('error', 'error')}: {error.format_message()}")
            code = error.exit_code
        except SystemExit as ended:
            code = int(ended.code or 0)
    return _Told(said, errors.getvalue().rstrip("\n"), code)


def _build(  # noqa: PLR0913  what the command was given
    path: Path, target: Path, *, strict: bool, anew: bool, rendered: bool, cores: int | None = None
) -> tuple[str, int]:
    """Build one deck, where anything has changed; gives what to say about it, and the exit code."""
    from instructdeck.cache import Cache  # noqa: PLC0415

    started = time.perf_counter()
    root, file = locate(path)
    cache = None if anew else Cache.of_user()
    last = None if rendered else _last_build(root, file, target, cache)
    made, failed = (last, False) if last else _build_anew(path, target, cache, cores, rendered=rendered)
    slides, sections = counted(made.slides, "slide"), counted(made.sections, "section")
    files, megabytes = counted(made.published.files, "file"), f"{made.published.bytes / 1e6:.1f} MB"
    what = "Nothing has changed since the last build:" if last else "Built"
    seconds = time.perf_counter() - started
    said = f"{what} {slides} in {sections}: {files}, {megabytes}, in {seconds:.2f} s."
    return said, 1 if failed or (strict and made.warnings) else 0


def _last_build(root: Path, file: str, target: Path, cache: Cache | None) -> LastBuild | None:
    """Give the last build if it would be made again just so, and say what it said."""
    from instructdeck.publish.unchanged import Inputs  # noqa: PLC0415

    last = Inputs(root, file).last_build(cache, target) if cache else None
    if last and last.warnings:
        say(f"{counted(last.warnings, 'warning')} in the content; {SHOWS_WARNINGS}")
    return last


def _build_anew(
    path: Path, target: Path, cache: Cache | None, cores: int | None, *, rendered: bool
) -> tuple[LastBuild, bool]:
    """Give what was built, and whether anything is wrong with it."""
    from instructdeck.publish.unchanged import Inputs, LastBuild  # noqa: PLC0415

    began = time.time()
    with Progress("reading") as progress, driver_ahead(wanted=rendered):
        run = run_of(path, cached=cache is not None, cores=cores)
        if rendered:
            run = looked_at(run)
            if run.failed:
                report_build(run)
                end("nothing was built, and the last site stays", "mend what is above")
        published = _publish(run, target, progress)
    report_build(run)
    made = LastBuild(published, len(run.deck.slides), len(run.deck.sections), len(run.diagnostics))
    if cache and not run.failed:
        root, file = locate(path)
        Inputs(root, file).remember(cache, target, _read_files(run), made, began)
    return made, run.failed


def _read_files(run: Run) -> set[str]:
    """Give the paths of all files that a run has read or copied, and of the lock that it may have missed."""
    from instructdeck.deck.blocks import Figure, Image  # noqa: PLC0415
    from instructdeck.load.lock import lock_path  # noqa: PLC0415

    nodes = chain(run.deck.theme.logo, *(section.nodes for section in run.deck.sections))
    shown = {node.file for node in nodes if isinstance(node, Figure | Image) and node.file}
    return {*run.project.texts, *shown, *(lock_path(section.location.path) for section in run.deck.sections)}


def _publish(run: Run, target: Path, progress: Progress) -> Published:
    """Render a deck and publish its site; end the program where that cannot be done."""
    from instructdeck.publish.publish import PublishError, publish  # noqa: PLC0415
    from instructdeck.site.build import BuildError, site_of  # noqa: PLC0415  Jinja2 and MkDocs are loaded only to build

    not_among_inputs(run.project.root, target)
    try:
        progress.say("rendering")
        files = site_of(run.renderer(run.cores), run.project)
        progress.say("writing")
        return publish(files, target, forbidden=run.given, on_wait=lambda: say("waiting for another build to end"))
    except (BuildError, PublishError) as error:
        fail(str(error), error.hint)
        sys.exit(1)


def report_build(run: Run) -> None:
    """Show every error; warnings only by their number, because `check` shows them all."""
    from instructdeck.console.report import as_text, summary  # noqa: PLC0415

    errors = [each for each in run.diagnostics if each.rule.severity is Severity.ERROR]
    if errors:
        say(as_text(errors, run.project.texts, style))
    if run.diagnostics:
        more = len(run.diagnostics) - len(errors)
        hint = f"; {SHOWS_WARNINGS}" if more else ""
        say(f"{summary(run.diagnostics)} in the content{hint}")
