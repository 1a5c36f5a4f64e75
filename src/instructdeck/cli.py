"""The command line: the group of all commands."""

from __future__ import annotations

import gc

import click

from . import __version__
from .commands.build import build
from .commands.check import check
from .commands.exports import export
from .commands.gallery import gallery
from .commands.new import new
from .commands.prints import model, rules
from .commands.serve import serve
from .commands.sources import sources
from .commands.verify import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
def main() -> None:
    """Turn section folders of Markdown and YAML into a checked deck and its synthesis site.

    A team presents a research paper: each speaker owns one folder in content/ with slides, a one-page
    synthesis and the quotes that back them. `build` makes the site, `check` says what is wrong and where.
    """
    # A run makes many small objects and then ends: collecting them costs a tenth of its time and frees nothing.
    gc.disable()


for command in (new, build, serve, check, verify, model, gallery, sources, rules, export):
    main.add_command(command)
