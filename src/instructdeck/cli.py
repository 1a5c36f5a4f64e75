"""The command line: the one place that prints, and that ends the program."""

from __future__ import annotations

import errno
import gc
import io
import os
import re
import signal
import sys
import threading
import time
from contextlib import contextmanager, redirect_stderr
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Self

import click

from . import __version__
from .deck.diagnostics import DECK_FILE, Diagnostic, Findings, Severity, did_you_mean, utf8
from .export.command import Console, export_group
from .printed.command import add_printed
from .values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from .cache import Cache
    from .deck.model import Deck, Section
    from .deck.quotation import Rung, Source
    from .export.command import Read
    from .files.files import Project
    from .publish.publish import Published
    from .publish.unchanged import LastBuild
    from .rendered.gate import Looked
    from .serve.serve import Preview
    from .templating.templates import Templates
    from .typeset.typeset import Typesetter

SITE = "site"
"""Where a build goes, relative to the project's root."""
PARTS = ("deck.yml", "sources.yml", "section.yml", "quotes.yml", "slides.md", "synthesis.md")
"""Files of a project, which are no decks by themselves."""
ACTIVE = ("javascript", "data", "vbscript", "blob", "file")
"""Schemes of addresses that do more than open an editor."""
_SHOWS_WARNINGS = "`instructdeck check` shows the warnings"
SLOW = 0.5
"""Seconds after which a build says what it is doing."""

_COLORS = {"error": "red", "warning": "yellow", "place": "blue", "hint": "cyan"}


@dataclass(frozen=True)
class Run:
    """One run over one deck: what was read and what was found."""

    project: Project
    templates: Templates
    typesetter: Typesetter
    deck: Deck
    diagnostics: tuple[Diagnostic, ...]
    cores: int = 1
    """How many processes may work on it."""

    @property
    def failed(self) -> bool:
        """Whether anything is wrong."""
        return any(each.rule.severity is Severity.ERROR for each in self.diagnostics)


def _run(path: Path, *, cached: bool = True, cores: int | None = None) -> Run:
    """Load and check the deck at a path: a project's folder, its content folder, or a Markdown file.

    As many processes as there are cores work on a large one, unless told how many.
    """
    from .cache import Cache  # noqa: PLC0415  nothing of all this is needed for --help
    from .check.checks import check  # noqa: PLC0415
    from .console.report import to_show  # noqa: PLC0415
    from .cores import available  # noqa: PLC0415
    from .files.files import Project  # noqa: PLC0415
    from .load.load import load  # noqa: PLC0415
    from .typeset.typeset import Typesetter  # noqa: PLC0415

    root, file = _locate(path)
    project, templates = Project(root), _templates(root)
    typesetter = Typesetter(templates, Cache.of_user() if cached else None)
    cores = available() if cores is None else cores
    deck = load(project, templates.layouts, file, cores)
    project.findings.items.extend(check(deck, typesetter, cores))
    return Run(project, templates, typesetter, deck, to_show(project.findings), cores)


def _templates(root: Path) -> Templates:
    from .templating.templates import Templates  # noqa: PLC0415

    templates = Templates.of(root)
    if templates.find("vendor/manifest.toml") is None:
        message = "the templates that come with instructdeck are missing; install it again"
        raise click.ClickException(message)
    return templates


def _locate(path: Path) -> tuple[Path, str]:
    from .console.report import visible  # noqa: PLC0415

    shown = visible(str(path))
    if hint := _whole_deck(path):
        message = f"'{shown}' is a part of a deck\nHint: {visible(hint)}"
        raise click.UsageError(message)
    if path.is_file():
        if path.suffix.lower() not in (".md", ".markdown"):
            message = f"'{shown}' is not a Markdown file"
            raise click.UsageError(message)
        if utf8(path.name) != path.name:
            message = "the name of the file is not UTF-8; rename it"
            raise click.UsageError(message)
        return path.resolve().parent, path.name
    if path.is_dir() and (path / DECK_FILE).exists():
        return path.resolve(), ""
    if path.is_dir() and path.resolve().name == "content" and (path / "deck.yml").exists():
        return path.resolve().parent, ""
    reason = f"there is no {DECK_FILE} in '{shown}'" if path.is_dir() else f"'{shown}' does not exist"
    hint = "go to the folder of a deck, or name one: instructdeck build FOLDER, or instructdeck build talk.md"
    raise click.UsageError(f"{reason}\nHint: {hint}")


def _whole_deck(path: Path) -> str:
    """Give a hint that names the deck that a section's folder, or a file in it, belongs to; empty for anything else."""
    if not path.exists():
        return ""
    inside = path.resolve()
    folder = inside.parent if inside.is_file() else inside
    alone = inside.is_file() and inside.name not in PARTS
    content = folder if inside.is_file() and (folder / "deck.yml").exists() else folder.parent
    if alone or content.name != "content" or not (content / "deck.yml").exists():
        return ""
    section = f" --section {folder.name}" if folder != content else ""
    return f"name the folder of the whole deck: instructdeck check {_shown(content.parent)}{section}"


def _style(text: str, style: str) -> str:
    return click.style(text, fg=_COLORS[style], bold=style in ("error", "warning"))


def _say(text: str) -> None:
    """Write to standard error, in color where that is a terminal and NO_COLOR is not set."""
    click.echo(text, err=True, color=_wants_color())


def _fail(message: str, hint: str = "") -> None:
    """Write to standard error what went wrong and what to do; either may repeat what somebody else wrote."""
    from .console.report import visible  # noqa: PLC0415

    more = f"\n{_style('hint', 'hint')}: {visible(hint)}" if hint else ""
    _say(f"{_style('error', 'error')}: {visible(message)}{more}")


def _wants_color() -> bool | None:
    from os import environ  # noqa: PLC0415

    if environ.get("NO_COLOR"):
        return False
    return True if environ.get("FORCE_COLOR") else None


def _of_section(run: Run, section: str) -> tuple[Diagnostic, ...]:
    """Give the diagnostics of one section's folder."""
    known = [each.id for each in run.deck.sections]
    if section not in known:
        message = f"there is no section '{section}'; {did_you_mean(section, known)}"
        raise click.BadParameter(message, param_hint="--section")
    wanted = next(each for each in run.deck.sections if each.id == section)
    folder = wanted.location.path.rpartition("/")[0]
    return tuple(
        each
        for each in run.diagnostics
        if each.location.path == wanted.location.path or (folder and each.location.path.startswith(f"{folder}/"))
    )


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Turn section folders of Markdown and YAML into a checked deck and its synthesis site.

    A team presents a research paper: each speaker owns one folder in content/ with slides, a one-page
    synthesis and the quotes that back them. `build` makes the site, `check` says what is wrong and where.
    """
    # A run makes many small objects and then ends: collecting them costs a tenth of its time and frees nothing.
    gc.disable()


_PATH = click.argument("path", type=click.Path(path_type=Path), default=".")
_NO_CACHE = click.option(
    "--no-cache", "anew", is_flag=True, help="Make everything anew, without what earlier runs have kept."
)


@main.command(short_help="Build the deck and its site, or several.")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, metavar="[PATH]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where the site goes (default: site/ beside content/); of several decks, each into a folder of its own in it.",
)
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@_NO_CACHE
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
    root, _ = _locate(path)
    target = output or root / SITE
    said, code = _build(path, target, strict=strict, anew=anew, rendered=rendered)
    click.echo(said)
    deck = target / "deck" / "index.html"
    click.echo(f"Open {_shown(target / 'index.html')} for the site, {_shown(deck)} for the deck.")
    if open_:
        click.launch(deck.resolve().as_uri())
    sys.exit(code)


def _build_all(paths: Sequence[Path], output: Path | None, *, strict: bool, anew: bool, rendered: bool) -> int:
    """Build several decks at once, and say of each in turn what came of it; gives the highest exit code of all."""
    from .console.report import visible  # noqa: PLC0415
    from .cores import available, each_made  # noqa: PLC0415

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
            _say(f"{_style(name, 'place')}:\n{told.errors}")
        if told.said:
            click.echo(f"{name}: {told.said}")
        codes.append(told.code)
    good, seconds = codes.count(0), time.perf_counter() - started
    click.echo(f"{good:,} of {_number(len(paths), 'deck')} without errors, in {seconds:.2f} s.")
    return max(codes)


def _targets(paths: Sequence[Path], output: Path | None) -> list[Path]:
    """Give where each of several decks goes: no two into the same folder."""
    found: dict[Path, Path] = {}
    for path in paths:
        try:
            root, file = _locate(path)
        except click.UsageError:  # it is reported in its turn
            root, file = path, ""
        target = output / (Path(file).stem or root.name) if output else root / SITE
        if other := found.get(target.resolve()):
            hint = "rename one of them" if output else "with -o FOLDER, each goes into a folder of its own name there"
            message = f"'{_shown(other)}' and '{_shown(path)}' would both be built into {_shown(target)}\nHint: {hint}"
            raise click.UsageError(message)
        found[target.resolve()] = path
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
            _say(f"{_style('error', 'error')}: {error.format_message()}")
            code = error.exit_code
        except SystemExit as ended:
            code = int(ended.code or 0)
    return _Told(said, errors.getvalue().rstrip("\n"), code)


def _build(  # noqa: PLR0913  what the command was given
    path: Path, target: Path, *, strict: bool, anew: bool, rendered: bool, cores: int | None = None
) -> tuple[str, int]:
    """Build one deck, where anything has changed; gives what to say about it, and the exit code."""
    from .cache import Cache  # noqa: PLC0415

    started = time.perf_counter()
    root, file = _locate(path)
    cache = None if anew else Cache.of_user()
    last = None if rendered else _last_build(root, file, target, cache)
    made, failed = (last, False) if last else _build_anew(path, target, cache, cores, rendered=rendered)
    slides, sections = _number(made.slides, "slide"), _number(made.sections, "section")
    files, megabytes = _number(made.published.files, "file"), f"{made.published.bytes / 1e6:.1f} MB"
    what = "Nothing has changed since the last build:" if last else "Built"
    seconds = time.perf_counter() - started
    said = f"{what} {slides} in {sections}: {files}, {megabytes}, in {seconds:.2f} s."
    return said, 1 if failed or (strict and made.warnings) else 0


def _last_build(root: Path, file: str, target: Path, cache: Cache | None) -> LastBuild | None:
    """Give the last build if it would be made again just so, and say what it said."""
    from .publish.unchanged import Inputs  # noqa: PLC0415

    last = Inputs(root, file).last_build(cache, target) if cache else None
    if last and last.warnings:
        _say(f"{_number(last.warnings, 'warning')} in the content; {_SHOWS_WARNINGS}")
    return last


def _build_anew(
    path: Path, target: Path, cache: Cache | None, cores: int | None, *, rendered: bool
) -> tuple[LastBuild, bool]:
    """Give what was built, and whether anything is wrong with it."""
    from .publish.unchanged import Inputs, LastBuild  # noqa: PLC0415

    began = time.time()
    with _Progress("reading") as progress:
        run = _run(path, cached=cache is not None, cores=cores)
        if rendered:
            run = _looked(run)
            if run.failed:
                _report_build(run)
                _end("nothing was built, and the last site stays", "mend what is above")
        published = _publish(run, target, progress)
    _report_build(run)
    made = LastBuild(published, len(run.deck.slides), len(run.deck.sections), len(run.diagnostics))
    if cache and not run.failed:
        root, file = _locate(path)
        Inputs(root, file).remember(cache, target, _read_files(run), made, began)
    return made, run.failed


def _read_files(run: Run) -> set[str]:
    """Give the paths of all files that a run has read or copied, and of the lock that it may have missed."""
    from .deck.blocks import Figure, Image  # noqa: PLC0415
    from .load.lock import lock_path  # noqa: PLC0415

    nodes = chain(run.deck.theme.logo, *(section.nodes for section in run.deck.sections))
    shown = {node.file for node in nodes if isinstance(node, Figure | Image) and node.file}
    return {*run.project.texts, *shown, *(lock_path(section.location.path) for section in run.deck.sections)}


def _publish(run: Run, target: Path, progress: _Progress) -> Published:
    """Render a deck and publish its site; end the program where that cannot be done."""
    from .publish.publish import PublishError, publish  # noqa: PLC0415
    from .site.build import BuildError, site_files  # noqa: PLC0415  Jinja2 and MkDocs are loaded only to build

    owned = [run.project.root / name for name in ("content", "templates")]
    for folder in owned:
        if target.resolve().is_relative_to(folder):
            message = f"'{target}' lies in {folder.name}/, which is not for what comes out"
            raise click.UsageError(message)
    try:
        progress.say("rendering")
        files = site_files(run.deck, run.project, run.templates, run.typesetter, run.diagnostics, cores=run.cores)
        progress.say("writing")
        waiting = "waiting for another build to end"
        return publish(files, target, forbidden=(run.project.root, *owned), on_wait=lambda: _say(waiting))
    except (BuildError, PublishError) as error:
        _fail(str(error), error.hint)
        sys.exit(1)


def _report_build(run: Run) -> None:
    """Show every error; warnings only by their number, because `check` shows them all."""
    from .console.report import as_text, summary  # noqa: PLC0415

    errors = [each for each in run.diagnostics if each.rule.severity is Severity.ERROR]
    if errors:
        _say(as_text(errors, run.project.texts, _style))
    if run.diagnostics:
        more = len(run.diagnostics) - len(errors)
        hint = f"; {_SHOWS_WARNINGS}" if more else ""
        _say(f"{summary(run.diagnostics)} in the content{hint}")


@dataclass
class _Progress:
    """Says on a terminal what a slow build is doing, and nothing about a fast one."""

    what: str
    timer: threading.Timer | None = None

    def __enter__(self) -> Self:
        """Begin to watch the time."""
        if sys.stderr.isatty() and not isinstance(sys.stderr, _Kept):
            self.timer = threading.Timer(SLOW, lambda: _say(f"{self.what} …"))
            self.timer.daemon = True
            self.timer.start()
        return self

    def say(self, what: str) -> None:
        """Name the step that begins, aloud when the build has become slow."""
        self.what = what
        if self.timer and self.timer.finished.is_set():
            _say(f"{what} …")

    def __exit__(self, *_: object) -> None:
        """Watch no more."""
        if self.timer:
            self.timer.cancel()


@main.command(short_help="Show the deck while you write it.")
@_PATH
@click.option("--port", type=click.IntRange(0, 65535), help="Port (default: 8000, or the next free one).")
@click.option("--open", "open_", is_flag=True, help="Open the deck in the browser; it then follows your edits.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve at; this one is only for you.")
@click.option(
    "--editor",
    metavar="URL",
    envvar="INSTRUCTDECK_EDITOR",
    default="",
    help="What opens a file in your editor, such as vscode://file/{path}:{line}:{column}.",
)
def serve(path: Path, port: int | None, open_: bool, host: str, editor: str) -> None:  # noqa: FBT001
    """Show the deck and its site in the browser, and each change as soon as it is saved.

    Windows keep their place: only what has changed is swapped. Errors are shown over the slide they belong to,
    with the last good one behind them. In the terminal q quits, o opens the deck, r reads everything again.
    """
    from .cache import Cache  # noqa: PLC0415
    from .console.keys import pressed  # noqa: PLC0415
    from .serve.serve import PORTS, Preview, address, attend, token_for  # noqa: PLC0415  nothing else listens or watches
    from .serve.workshop import Workshop  # noqa: PLC0415

    root, file = _locate(path)
    _templates(root)
    gc.enable()  # it runs for hours
    token = token_for(host)
    with _ends_on_signals(), Preview(Workshop(root, file, Cache.of_user()), _say, _style, _editor(editor)) as preview:
        found = _start(preview, host, PORTS if port is None else (port,), token)
        query = f"token={token}" if token else ""
        deck, site = address(host, found, "deck/", query), address(host, found, "", query)
        click.echo(f"Serving {deck} (the deck) and {site} (the site).")
        if token:
            warning = "others in your network reach this address; only the token keeps them out"
            _say(f"{_style('warning', 'warning')}: {warning}")

        def show() -> None:
            click.launch(address(host, found, "deck/", query, "follow"))

        if open_:
            show()
        with pressed(preview.events.put) as keys:
            click.echo("q quits, o opens the deck, r reads everything again." if keys else "Ctrl-C quits.")
            attend(preview, show)


def _start(preview: Preview, host: str, ports: Collection[int], token: str) -> int:
    """Start a preview; end the program where that cannot be done."""
    from .site.build import BuildError  # noqa: PLC0415

    try:
        return preview.start(host, ports, token)
    except BuildError as error:
        _fail(str(error), error.hint)
    except OSError as error:
        _fail(*_no_server(error, host, *ports))
    sys.exit(1)


def _no_server(error: OSError, host: str, port: int, *more: int) -> tuple[str, str]:
    """Give why nothing can be served, and what to do about it."""
    if error.errno == errno.EADDRINUSE and not more:
        hint = "name another port, or none: then a free one is taken"
        return f"port {port} is taken by another program", hint
    where = f"{host}, port {port}" if port and not more else host
    # asyncio wraps the reason in words of its own.
    number = error.errno or 0
    reason = os.strerror(number) if number in errno.errorcode else error.strerror or str(error)
    return f"cannot serve at {where}: {reason}", ""


@contextmanager
def _ends_on_signals() -> Iterator[None]:
    """End in order on Ctrl-C and when the system asks for it: the terminal must be left as it was."""

    def end(number: int, _frame: object) -> None:
        sys.exit(128 + number)

    before = {name: signal.signal(name, end) for name in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))}
    try:
        yield
    except KeyboardInterrupt:
        click.echo()
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _editor(address: str) -> str:
    """Give the address that opens a file, which must not be one that runs as a part of the page."""
    scheme = address.partition(":")[0].lower()
    if address and (not re.fullmatch(r"[a-z][a-z0-9+.-]*", scheme) or scheme in ACTIVE):
        raise click.BadParameter("it must be an address such as vscode://file/{path}:{line}", param_hint="--editor")
    return address


@main.command(short_help="Say what is wrong, and where.")
@_PATH
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@click.option("--section", metavar="ID", help="Show only the problems of one section.")
@_NO_CACHE
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
    from .console import report  # noqa: PLC0415

    if (folder or baseline) and not rendered:
        message = "--report and --baseline are about what a browser sees: add --rendered"
        raise click.UsageError(message)
    run = _run(path, cached=not anew)
    if rendered:
        run = _looked(run, folder, baseline=baseline)
    found = run.diagnostics if section is None else _of_section(run, section)
    if form == "text":
        if found:
            click.echo(report.as_text(found, run.project.texts, _style), color=_wants_color())
        words = sum(slide.words for slide in run.deck.slides)
        click.echo(f"{report.summary(found)} in {_number(len(run.deck.slides), 'slide')}, {words:,} words.")
    else:
        writers: dict[str, Callable[[tuple[Diagnostic, ...]], str]] = {
            "json": report.as_json,
            "github": report.as_github,
            "sarif": report.as_sarif,
        }
        click.echo(writers[form](found))
    failed = any(each.rule.severity is Severity.ERROR for each in found)
    sys.exit(1 if failed or (strict and found) else 0)


def _looked(run: Run, folder: Path | None = None, *, baseline: bool = False) -> Run:
    """Look at a deck in a browser; gives the run with what was seen as well."""
    from .browser.programs import BrowserError  # noqa: PLC0415
    from .console.report import to_show  # noqa: PLC0415
    from .deck.rules import ESTIMATES  # noqa: PLC0415
    from .rendered.gate import look_at  # noqa: PLC0415
    from .site.build import BuildError, renderer_of  # noqa: PLC0415

    gc.enable()  # it takes seconds, and much passes through
    try:
        with _bar("looking at the slides") as progress:
            renderer = renderer_of(run.deck, run.project, run.templates, run.typesetter, run.diagnostics)
            looked = look_at(renderer, run.project, progress)
            found = _beyond_baseline(run, looked.diagnostics, lower=baseline)
            if folder:
                _write_album(run, looked, found, folder)
    except (BrowserError, BuildError) as error:
        _end(str(error), error.hint)
    run.project.findings.items.extend(found)
    known = [
        each for each in (*run.diagnostics, *run.project.findings) if each.rule not in ESTIMATES
    ]  # now it is known
    everything = Findings([*known, *found])
    return replace(run, diagnostics=to_show(everything))


def _beyond_baseline(run: Run, found: Sequence[Diagnostic], *, lower: bool) -> list[Diagnostic]:
    """Give what the deck's baseline does not let pass; with `lower`, write the baseline first."""
    from .deck.rules import UNMEASURED  # noqa: PLC0415
    from .rendered.baseline import (  # noqa: PLC0415
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
        _say(f"{path} stays as it is: not everything could be measured.")
    elif lower:
        text = baseline_text(lowered(before, found, run.deck))
        try:
            write_baseline(run.project.root, path, text)
        except OSError as error:
            _end(f"{path} cannot be written: {error.strerror or error}")
        _say(f"Wrote {path}: commit it.")
        before = load_baseline(text, path, Findings())
    return beyond(before, found, run.deck) if before else list(found)


def _write_album(run: Run, looked: Looked, found: Sequence[Diagnostic], folder: Path) -> None:
    from .publish.publish import PublishError, publish  # noqa: PLC0415
    from .rendered.album import INDEX, album  # noqa: PLC0415

    files = album(run.deck, run.templates, looked.files, looked.seen, found)
    try:
        publish(
            files, folder, forbidden=(run.project.root, run.project.root / "content", run.project.root / "templates")
        )
    except PublishError as error:
        _end(str(error), error.hint)
    _say(f"Open {_shown(folder / INDEX)} to see every slide with its problems.")


@contextmanager
def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how far something is that takes seconds."""
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def show(done: int, all_: int) -> None:
            bar.length = all_
            bar.update(done - bar.pos)

        yield show


def _end(message: str, hint: str = "") -> NoReturn:
    """Say why nothing more can be done, and end the program."""
    _fail(message, hint)
    sys.exit(1)


@main.command(short_help="Look up every quote in its source.")
@_PATH
@click.option(
    "--source",
    "named",
    metavar="ID=FILE",
    multiple=True,
    help="The file of a source: PDF, text, Markdown or HTML (default: papers/ID.pdf and the like).",
)
@click.option("--section", metavar="ID", help="Look up only the quotes of one section.")
@click.option("--fetch", is_flag=True, help="Download what is not in papers/ from the URL of its source.")
def verify(path: Path, named: tuple[str, ...], section: str | None, fetch: bool) -> None:  # noqa: FBT001
    """Look up every quote in the file of its source, and keep what was found in each section's evidence.lock.

    What the layout of a page does to words is undone, and never a word itself. `check` then needs the locks
    alone: commit them, and keep the papers out of Git.
    """
    from .console.report import as_text, summary, to_show  # noqa: PLC0415
    from .verify.proof import prove, unread, write_locks  # noqa: PLC0415

    with _Progress("reading") as progress:
        run = _run(path)
        files = dict(_named_file(each, run.deck) for each in named)
        if section is not None:
            _of_section(run, section)
        sections = [each for each in run.deck.sections if section in (None, each.id)]
        gc.enable()  # papers can be long
        # What `check` says is not repeated here, but where it leaves nothing to look up.
        broken = {each.id: unread(run.deck, each, run.project.findings) for each in sections}
        run.project.findings.items[:] = chain.from_iterable(broken.values())
        sections = [each for each in sections if not broken[each.id]]
        if fetch:
            _fetch(run, sections, files)
        progress.say("looking up quotes")
        proof = prove(run.deck, run.project, files, sections)
    found = to_show(run.project.findings)
    if found:
        click.echo(as_text(found, run.project.texts, _style), color=_wants_color())
    for name, edition in proof.editions.items():
        pages = f", {_number(len(edition.paper.pages), 'page')}" if edition.paper.paged else ""
        click.echo(f"{name}: {_shown(edition.file.path)}{pages}, sha256 {edition.file.sha256}")
    rungs = ", ".join(f"{count} {rung.value}" for rung, count in sorted(proof.rungs.items(), key=_rung_order))
    kept = f" Not looked up: {_number(proof.kept, 'quote')}." if proof.kept else ""
    click.echo(f"Found {proof.found} of {_number(proof.quotes, 'quote')}{f': {rungs}' if rungs else ''}.{kept}")
    try:
        written = write_locks(run.project.root, proof.locks)
    except OSError as error:
        _fail(f"the lock cannot be written: {error.strerror or error}")
        sys.exit(1)
    for each in written:
        click.echo(f"Wrote {each}: review it, and commit it.")
    if found:
        click.echo(f"{summary(found)}.")
    sys.exit(1 if any(each.rule.severity is Severity.ERROR for each in found) else 0)


def _fetch(run: Run, sections: Sequence[Section], files: dict[str, Path]) -> None:
    """Download the files of sources that are not at hand."""
    from .verify.papers import PAPERS, find_file  # noqa: PLC0415
    from .verify.proof import cited_sources  # noqa: PLC0415

    root = run.project.root
    for source in cited_sources(run.deck, sections):
        if source.url and not (source.id in files or source.file or find_file(root, source.id)):
            _fetch_source(source, root / PAPERS)


def _fetch_source(source: Source, folder: Path) -> None:
    """Download the file of a source, and show how far it is; end the program where that fails."""
    from .console.report import visible  # noqa: PLC0415
    from .network.download import fetch  # noqa: PLC0415
    from .network.https import FetchError  # noqa: PLC0415
    from .verify.papers import file_stem  # noqa: PLC0415

    try:
        with click.progressbar(length=1, label=visible(f"{source.id}: {source.url}"), file=sys.stderr) as bar:

            def show(done: int, whole: int | None) -> None:
                bar.length = whole or done + 1
                bar.update(done - bar.pos)

            got = fetch(source.url, folder / file_stem(source.id), progress=show)
    except FetchError as error:
        _fail(str(error), error.hint)
        sys.exit(1)
    click.echo(f"Saved {_shown(got.file)}: {got.bytes / 1e6:.1f} MB, sha256 {got.sha256}")
    if not source.sha256:
        click.echo(f"Add `sha256: {got.sha256}` to '{visible(source.id)}' in content/sources.yml.")


def _rung_order(item: tuple[Rung, int]) -> int:
    return list(type(item[0])).index(item[0])


def _named_file(given: str, deck: Deck) -> tuple[str, Path]:
    """Give the source and the file that an option names."""
    name, sign, file = given.partition("=")
    known = [each.id for each in deck.sources]
    if not sign or not file:
        message = f"'{given}' is not ID=FILE, such as {known[0] if known else 'smith2020'}=paper.pdf"
        raise click.BadParameter(message, param_hint="--source")
    if name not in known:
        message = f"there is no source '{name}'; {did_you_mean(name, known)}"
        raise click.BadParameter(message, param_hint="--source")
    return name, Path(file)


@main.command(short_help="Print the outline, or the model as JSON.")
@_PATH
@click.option("--json", "as_json", is_flag=True, help="Print the whole model as JSON.")
def model(path: Path, as_json: bool) -> None:  # noqa: FBT001
    """Print the deck as the tool sees it: its outline, or the whole typed tree."""
    from .console.outline import model_json, outline  # noqa: PLC0415
    from .console.report import summary, visible  # noqa: PLC0415

    run = _run(path)
    click.echo(model_json(run.deck) if as_json else "\n".join(map(visible, outline(run.deck).split("\n"))))
    if run.failed:
        _say(f"{summary(run.diagnostics)} in the content; `instructdeck check` shows them")
    sys.exit(1 if run.failed else 0)


@main.command(short_help="Build a deck of all layouts, each with its Markdown.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), default="gallery", help="Where it goes.", show_default=True
)
@click.option("--open", "open_", is_flag=True, help="Open the deck in the browser.")
def gallery(output: Path, open_: bool) -> None:  # noqa: FBT001
    """Build a deck that shows each layout and block, followed by the Markdown that makes it.

    It is drawn with the templates of the folder you are in, so that a designer sees their own.
    """
    from .cache import Cache  # noqa: PLC0415
    from .check.checks import check as judge  # noqa: PLC0415
    from .deck.gallery import GALLERY, with_markdown  # noqa: PLC0415
    from .files.files import Project  # noqa: PLC0415
    from .load.load import load  # noqa: PLC0415
    from .templating.templates import Templates  # noqa: PLC0415
    from .typeset.typeset import Typesetter  # noqa: PLC0415

    templates = Templates.of(Path.cwd())
    file = templates.path(GALLERY)
    project, typesetter = Project(file.parent), Typesetter(templates, Cache.of_user())
    deck = load(project, templates.layouts, file.name)
    project.findings.items.extend(judge(deck, typesetter))
    errors = tuple(each for each in project.findings if each.rule.severity is Severity.ERROR)
    run = Run(project, templates, typesetter, with_markdown(deck, project.texts[file.name]), errors)
    with _Progress("rendering") as progress:
        published = _publish(run, output, progress)
    _report_build(run)
    page = output / "deck" / "index.html"
    click.echo(f"Built {_number(len(run.deck.slides), 'slide')}, {published.bytes / 1e6:.1f} MB: open {_shown(page)}.")
    if open_:
        click.launch(page.resolve().as_uri())
    sys.exit(1 if run.failed else 0)


@main.command(short_help="List the sources, or take some from BibTeX.")
@_PATH
@click.option(
    "--bibtex", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Print its entries."
)
@click.option("--write", is_flag=True, help="Append them to content/sources.yml instead.")
def sources(path: Path, bibtex: Path | None, write: bool) -> None:  # noqa: FBT001
    """List a deck's sources as they stand on its site; or print the entries of a BibTeX file for sources.yml."""
    if write and bibtex is None:
        message = "--write appends the entries of a BibTeX file: name it with --bibtex"
        raise click.UsageError(message)
    if bibtex is not None:
        sys.exit(1 if _import(path, bibtex, write=write) else 0)
    from .console.report import visible  # noqa: PLC0415
    from .deck.blocks import plain_text  # noqa: PLC0415

    run = _run(path)
    for source in run.deck.sources:
        entry = run.typesetter.reference(source, run.deck.citation_style.value, run.deck.language)
        click.echo(f"{_style(source.id, 'place')}  {visible(plain_text(entry))}")


def _import(path: Path, file: Path, *, write: bool) -> bool:
    """Print the sources of a BibTeX file, or append them to those of a deck; tell whether some cannot be read."""
    from .console.report import as_text, summary, visible  # noqa: PLC0415
    from .files.files import Project  # noqa: PLC0415
    from .references.bibtex import read_bibtex  # noqa: PLC0415
    from .references.cslyaml import AppendError, append, to_yaml  # noqa: PLC0415

    target = path / "content" / "sources.yml"
    if write and not (path / DECK_FILE).exists():
        message = f"there is no {DECK_FILE} in '{visible(str(path))}' whose sources could be written"
        raise click.UsageError(message)
    known = {each.id for each in _run(path).deck.sources} if (path / DECK_FILE).exists() else set()
    project = Project(file.resolve().parent)
    found = read_bibtex(project.read(file.name) or "", file.name, project.findings)
    new = tuple({each.id: each for each in reversed(found) if each.id not in known}.values())[::-1]
    if problems := tuple(project.findings):
        _say(f"{as_text(problems, project.texts, _style)}\n{summary(problems)}")
    for name in dict.fromkeys(each.id for each in found if each.id in known):
        _say(f"'{visible(name)}' is among the sources already, and stays as it is")
    if not write:
        click.echo(to_yaml(new), nl=False)
    elif new:
        try:
            append(target, new)
        except AppendError as error:
            _fail(f"{_shown(target)} cannot be written: {error}")
            return True
        click.echo(f"Appended {_number(len(new), 'source')} to {_shown(target)}.")
    return any(each.rule.severity is Severity.ERROR for each in problems)


@main.command(short_help="Print the manual of the rules.")
def rules() -> None:
    """Print the manual's page on the rules, as Markdown."""
    from .console.report import manual  # noqa: PLC0415

    click.echo(manual(), nl=False)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _shown(path: Path) -> str:
    """Give a path as short as it can be written from here."""
    from .console.report import visible  # noqa: PLC0415

    try:
        return visible(str(path.resolve().relative_to(Path.cwd())))
    except ValueError:
        return visible(str(path))


def _read_to_export(path: Path) -> Run:
    """Load and check a deck, and say what is wrong with it."""
    run = _run(path)
    _report_build(run)
    return run


def _warn_of_losses(losses: tuple[Diagnostic, ...], run: Read) -> None:
    """Show what is otherwise in a file than in the deck."""
    from .console.report import as_text  # noqa: PLC0415

    if losses:
        _say(as_text(losses, run.project.texts, _style))
        _say(f"{_number(len(losses), 'part')} of the deck {'is' if len(losses) == 1 else 'are'} otherwise in the file")


def _fail_to_export(message: str, hint: str) -> None:
    _say(f"{_style('error', 'error')}: {message}" + (f"\n{_style('hint', 'hint')}: {hint}" if hint else ""))


_CONSOLE = Console(_read_to_export, _locate, _warn_of_losses, _fail_to_export, _say, _shown, _bar)
_EXPORT = export_group(_CONSOLE)
add_printed(_EXPORT, _CONSOLE)
main.add_command(_EXPORT)
