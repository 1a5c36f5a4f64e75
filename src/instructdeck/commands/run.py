"""The deck that a command is about: found, loaded and checked."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from instructdeck.deck.diagnostics import DECK_FILE, Diagnostic, Severity, did_you_mean, utf8
from instructdeck.values import dataclass

from .terminal import shown

if TYPE_CHECKING:
    from instructdeck.deck.model import Deck
    from instructdeck.files.files import Project
    from instructdeck.render.renderer import Renderer
    from instructdeck.templating.templates import Templates
    from instructdeck.typeset.typeset import Typesetter

PARTS = ("deck.yml", "sources.yml", "section.yml", "quotes.yml", "slides.md", "synthesis.md")
"""Files of a project, which are no decks by themselves."""


SITE = "site"
"""Where a build goes, relative to the project's root."""
INPUTS = ("content", "templates", "papers")
"""The folders of a project that are only for what goes in."""


PATH = click.argument("path", type=click.Path(path_type=Path), default=".")


NO_CACHE = click.option(
    "--no-cache", "anew", is_flag=True, help="Make everything anew, without what earlier runs have kept."
)


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

    def renderer(self, cores: int = 1) -> Renderer:
        """Give what renders the deck, with its errors where they are."""
        from instructdeck.site.build import renderer_of  # noqa: PLC0415  Jinja2 and MkDocs are loaded only to render

        return renderer_of(self.deck, self.project, self.templates, self.typesetter, self.diagnostics, cores=cores)

    @property
    def given(self) -> tuple[Path, ...]:
        """The folders that nothing may replace: the project's own, and what goes in."""
        return self.project.root, *(self.project.root / each for each in INPUTS)

    @property
    def failed(self) -> bool:
        """Whether anything is wrong."""
        return any(each.rule.severity is Severity.ERROR for each in self.diagnostics)


def run_of(path: Path, *, cached: bool = True, cores: int | None = None) -> Run:
    """Load and check the deck at a path: a project's folder, its content folder, or a Markdown file.

    As many processes as there are cores work on a large one, unless told how many.
    """
    from instructdeck.cache import Cache  # noqa: PLC0415  nothing of all this is needed for --help
    from instructdeck.check.checks import check  # noqa: PLC0415
    from instructdeck.console.report import to_show  # noqa: PLC0415
    from instructdeck.cores import available  # noqa: PLC0415
    from instructdeck.files.files import Project  # noqa: PLC0415
    from instructdeck.load.load import load  # noqa: PLC0415
    from instructdeck.typeset.typeset import Typesetter  # noqa: PLC0415

    root, file = locate(path)
    project, templates = Project(root), templates_of(root)
    typesetter = Typesetter(templates, Cache.of_user() if cached else None)
    cores = available() if cores is None else cores
    deck = load(project, templates.layouts, file, cores)
    project.findings.items.extend(check(deck, typesetter, cores))
    return Run(project, templates, typesetter, deck, to_show(project.findings), cores)


def templates_of(root: Path) -> Templates:
    """Give the templates of a project.

    Raises:
        ClickException: those that come with the program are missing.
    """
    from instructdeck.templating.templates import Templates  # noqa: PLC0415

    templates = Templates.of(root)
    if templates.find("vendor/manifest.toml") is None:
        message = "the templates that come with instructdeck are missing; install it again"
        raise click.ClickException(message)
    return templates


def locate(path: Path) -> tuple[Path, str]:
    """Give the root of the project that a path is in, and its file where it names a Markdown file.

    Raises:
        UsageError: there is no deck.
    """
    from instructdeck.console.report import visible  # noqa: PLC0415

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
    command = click.get_current_context().command_path
    talks = [each.name for each in path.glob("*.md") if each.stem != "README"] if path.is_dir() else []
    talk = shlex.quote(visible(str(path / talks[0]))) if len(talks) == 1 else "talk.md"
    hint = f"go to the folder of a deck, or name one: {command} FOLDER, or {command} {talk}"
    if (path / "content/deck.yaml").exists():
        hint = "rename content/deck.yaml: its name is deck.yml"
    raise click.UsageError(f"{reason}\nHint: {hint}")


def not_among_inputs(root: Path, output: Path, option: str = "--output") -> None:
    """See that what comes out does not go where only goes in what a deck is made of.

    Raises:
        BadParameter: it would.
    """
    real = os.path.realpath(output)  # `resolve` fails where a link leads to itself
    for folder in INPUTS:
        if Path(real).is_relative_to(os.path.realpath(root / folder)):
            message = f"'{output}' lies in {folder}/, which is not for what comes out"
            raise click.BadParameter(message, param_hint=option)


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
    typed = click.get_current_context()
    takes_section = any(each.name == "section" for each in typed.command.params)
    section = f" --section {folder.name}" if folder != content and takes_section else ""
    return f"name the folder of the whole deck: {typed.command_path} {shown(content.parent)}{section}"


def of_section(run: Run, section: str) -> tuple[Diagnostic, ...]:
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
