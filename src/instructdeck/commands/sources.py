"""`instructdeck sources`: the sources of a deck, and more of them from BibTeX."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from instructdeck.deck.diagnostics import DECK_FILE, Severity, counted

from .run import PATH, run_of
from .terminal import fail, say, shown, style


@click.command(short_help="List the sources, or take some from BibTeX.")
@PATH
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
    from instructdeck.console.report import visible  # noqa: PLC0415
    from instructdeck.deck.blocks import plain_text  # noqa: PLC0415

    run = run_of(path)
    for source in run.deck.sources:
        entry = run.typesetter.reference(source, run.deck.citation_style.value, run.deck.language)
        click.echo(f"{style(source.id, 'place')}  {visible(plain_text(entry))}")


def _import(path: Path, file: Path, *, write: bool) -> bool:
    """Print the sources of a BibTeX file, or append them to those of a deck; tell whether some cannot be read."""
    from instructdeck.console.report import as_text, summary, visible  # noqa: PLC0415
    from instructdeck.files.files import Project  # noqa: PLC0415
    from instructdeck.references.bibtex import read_bibtex  # noqa: PLC0415
    from instructdeck.references.cslyaml import AppendError, append, to_yaml  # noqa: PLC0415

    target = path / "content" / "sources.yml"
    if write and not (path / DECK_FILE).exists():
        message = f"there is no {DECK_FILE} in '{visible(str(path))}' whose sources could be written"
        raise click.UsageError(message)
    known = {each.id for each in run_of(path).deck.sources} if (path / DECK_FILE).exists() else set()
    project = Project(file.resolve().parent)
    found = read_bibtex(project.read(file.name) or "", file.name, project.findings)
    new = tuple({each.id: each for each in reversed(found) if each.id not in known}.values())[::-1]
    if problems := tuple(project.findings):
        say(f"{as_text(problems, project.texts, style)}\n{summary(problems)}")
    for name in dict.fromkeys(each.id for each in found if each.id in known):
        say(f"'{visible(name)}' is among the sources already, and stays as it is")
    if not write:
        click.echo(to_yaml(new), nl=False)
    elif new:
        try:
            append(target, new)
        except AppendError as error:
            fail(f"{shown(target)} cannot be written: {error}")
            return True
        click.echo(f"Appended {counted(len(new), 'source')} to {shown(target)}.")
    return any(each.rule.severity is Severity.ERROR for each in problems)
