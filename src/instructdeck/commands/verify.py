"""`instructdeck verify`: every quote, looked up in its source."""

from __future__ import annotations

import gc
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from instructdeck.deck.diagnostics import Severity, counted, did_you_mean

from .run import PATH, Run, of_section, run_of
from .terminal import Progress, fail, shown, style, wants_color

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instructdeck.deck.model import Deck, Section
    from instructdeck.deck.quotation import Rung, Source


@click.command(short_help="Look up every quote in its source.")
@PATH
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
    from instructdeck.console.report import as_text, summary, to_show  # noqa: PLC0415
    from instructdeck.verify.proof import prove, unread, write_locks  # noqa: PLC0415

    with Progress("reading") as progress:
        run = run_of(path)
        files = dict(_named_file(each, run.deck) for each in named)
        if section is not None:
            of_section(run, section)
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
        click.echo(as_text(found, run.project.texts, style), color=wants_color())
    for name, edition in proof.editions.items():
        pages = f", {counted(len(edition.paper.pages), 'page')}" if edition.paper.paged else ""
        click.echo(f"{name}: {shown(edition.file.path)}{pages}, sha256 {edition.file.sha256}")
    rungs = ", ".join(f"{count} {rung.value}" for rung, count in sorted(proof.rungs.items(), key=_rung_order))
    kept = f" Not looked up: {counted(proof.kept, 'quote')}." if proof.kept else ""
    said = f"Found {proof.found} of {counted(proof.quotes, 'quote')}{f': {rungs}' if rungs else ''}.{kept}"
    # Without a paper nothing was looked for.
    click.echo(said if proof.quotes or not kept else kept.strip())
    try:
        written = write_locks(run.project.root, proof.locks)
    except OSError as error:
        fail(f"the lock cannot be written: {error.strerror or error}")
        sys.exit(1)
    for each in written:
        click.echo(f"Wrote {each}: review it, and commit it.")
    if found:
        click.echo(f"{summary(found)}.")
    sys.exit(1 if any(each.rule.severity is Severity.ERROR for each in found) else 0)


def _fetch(run: Run, sections: Sequence[Section], files: dict[str, Path]) -> None:
    """Download the files of sources that are not at hand."""
    from instructdeck.verify.papers import PAPERS, find_file  # noqa: PLC0415
    from instructdeck.verify.proof import cited_sources  # noqa: PLC0415

    root = run.project.root
    for source in cited_sources(run.deck, sections):
        if source.url and not (source.id in files or source.file or find_file(root, source.id)):
            _fetch_source(source, root / PAPERS)


def _fetch_source(source: Source, folder: Path) -> None:
    """Download the file of a source, and show how far it is; end the program where that fails."""
    from instructdeck.console.report import visible  # noqa: PLC0415
    from instructdeck.network.download import fetch  # noqa: PLC0415
    from instructdeck.network.https import FetchError  # noqa: PLC0415
    from instructdeck.verify.papers import file_stem  # noqa: PLC0415

    try:
        with click.progressbar(length=1, label=visible(f"{source.id}: {source.url}"), file=sys.stderr) as bar:

            def show(done: int, whole: int | None) -> None:
                bar.length = whole or done + 1
                bar.update(done - bar.pos)

            got = fetch(source.url, folder / file_stem(source.id), progress=show)
    except FetchError as error:
        fail(str(error), error.hint)
        sys.exit(1)
    click.echo(f"Saved {shown(got.file)}: {got.bytes / 1e6:.1f} MB, sha256 {got.sha256}")
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
