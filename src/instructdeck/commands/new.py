"""`instructdeck new`: the files of a talk to begin with."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from instructdeck.deck.diagnostics import DECK_FILE, counted
from instructdeck.values import dataclass

from .terminal import end, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STARTER = "starter"
"""The folder of the templates that a talk begins with."""
OF_DECK = {"deck.yml": DECK_FILE, "sources.yml": "content/sources.yml", "gitignore": ".gitignore"}
"""Templates of the whole talk, and where what they give goes."""
OF_SECTION = ("section.yml", "slides.md", "synthesis.md", "quotes.yml")
SECTIONS = ("introduction=Speaker One", "results=Speaker Two")


@dataclass(frozen=True)
class Begun:
    """A section that a talk begins with."""

    id: str
    speaker: str

    @property
    def title(self) -> str:
        """Its name in words."""
        words = re.sub("[-_]+", " ", self.id).strip()
        return words[:1].upper() + words[1:]


@click.command(short_help="Begin a talk: a folder for each speaker.")
@click.argument("folder", metavar="FOLDER", type=click.Path(file_okay=False))
@click.option("--title", default="A paper, presented", show_default=True, help="Title of the talk.")
@click.option(
    "--section",
    "sections",
    metavar="ID=SPEAKER",
    multiple=True,
    default=SECTIONS,
    help="A section and who gives it; once for each, in the order of the talk.",
)
def new(folder: str, title: str, sections: Sequence[str]) -> None:
    """Begin a talk in FOLDER: its deck.yml, and for each speaker slides, a synthesis and a place for quotes.

    It can be built as it stands. Nothing that is there already is touched.
    """
    from instructdeck.publish.outfile import publish_file  # noqa: PLC0415
    from instructdeck.publish.publish import PublishError  # noqa: PLC0415
    from instructdeck.site.build import BuildError  # noqa: PLC0415

    if not folder.strip():
        raise click.BadParameter("name the folder that the talk begins in", param_hint="FOLDER")
    if not title.strip():
        raise click.BadParameter("a talk has a title", param_hint="--title")
    root, begun = Path(folder), _read(sections)
    try:
        files = filled(title.strip(), begun)
    except BuildError as error:
        end(str(error), error.hint)
    there = next((each for each in ("content", *files) if (root / each).exists() and each != ".gitignore"), None)
    if there is not None:
        hint = "name a folder without one; a section more is a folder in content/, and its name in content/deck.yml"
        end(f"there is a talk in '{shown(root)}' already: {there}", hint)
    try:
        for name, text in files.items():
            if not (root / name).exists():
                publish_file(text.encode(), root / name)
    except PublishError as error:
        end(str(error), error.hint)
    click.echo(f"Began a talk in {shown(root)}: {counted(len(sections), 'section')}, a folder for each in content/.")
    click.echo(f"See it, and each change as you save: instructdeck serve {shlex.quote(shown(root))} --open")


def _read(sections: Sequence[str]) -> list[Begun]:
    """Give the sections that were asked for.

    Raises:
        BadParameter: one has no speaker, or a name that no section can have, or one that another has.
    """
    from instructdeck.load.listing import is_section_name  # noqa: PLC0415

    found: dict[str, Begun] = {}
    for each in sections:
        name, _, speaker = each.partition("=")
        if not speaker.strip():
            raise click.BadParameter(f"'{each}' names no speaker: write ID=SPEAKER", param_hint="--section")
        if not is_section_name(name):
            raise click.BadParameter(
                f"'{name}' cannot name a section: it takes letters, digits and hyphens, and no page of the site's own",
                param_hint="--section",
            )
        if name.lower() in (other.lower() for other in found):
            raise click.BadParameter(f"'{name}' is named twice", param_hint="--section")
        found[name] = Begun(name, speaker.strip())
    return list(found.values())


def filled(title: str, sections: Sequence[Begun]) -> Mapping[str, str]:
    """Give the files of a talk to begin with, by path.

    Raises:
        BuildError: a template of one's own is broken.
    """
    from instructdeck.site.build import faults_of_templates  # noqa: PLC0415
    from instructdeck.templating.templates import Templates  # noqa: PLC0415

    templates = Templates.of(Path.cwd())
    # These are YAML and Markdown: what they are filled with is quoted as those want it.
    environment = templates.environment.overlay(autoescape=False)
    environment.globals = environment.globals | {"title": title, "quoted": quoted, "escaped": escaped}

    def text(name: str, **values: object) -> str:
        return environment.get_template(f"{STARTER}/{name}").render(values)

    with faults_of_templates(templates):
        files = {target: text(name, sections=sections) for name, target in OF_DECK.items()}
        for section in sections:
            ends = {"first": section is sections[0], "last": section is sections[-1]}
            for name in OF_SECTION:
                files[f"content/{section.id}/{name}"] = text(name, section=section, **ends)
    return files


def quoted(text: str) -> str:
    """Give words as a value of YAML, which has JSON's strings."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def escaped(text: str) -> str:
    """Give words as Markdown that shows them as they are."""
    marked = re.sub(r"([\\`*_{}<>$#@~^|&=!])", r"\\\1", " ".join(text.split()))
    return marked.replace("[", "&#91;")  # with a backslash it would open a formula of LaTeX
