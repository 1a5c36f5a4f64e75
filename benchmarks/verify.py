"""Measure how long the quotes of a deck take to look up in their sources, and what their locks add to a check.

The sources' files lie in `papers/`; without them there is nothing to look up. The start of the program is not counted,
the process that reads the PDF is.
"""
# ruff: noqa: INP001, T201  a script that prints

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from instructdeck.check.standing import report_standings
from instructdeck.deck.diagnostics import Findings
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.load.lock import load_lock, lock_path
from instructdeck.templating.templates import Templates
from instructdeck.verify.proof import Proof, prove

if TYPE_CHECKING:
    from collections.abc import Callable

    from instructdeck.deck.model import Deck


def seconds(run: Callable[[], object], rounds: int) -> list[float]:
    """Give how long some rounds took."""
    taken = []
    for _ in range(rounds):
        start = perf_counter()
        run()
        taken.append(perf_counter() - start)
    return taken


def shown(taken: list[float], unit: int = 1) -> str:
    """Give median, least and most."""
    return f"{median(taken) * unit:.2f} ({min(taken) * unit:.2f} to {max(taken) * unit:.2f})"


def mebibytes(who: int) -> int:
    """Give the peak memory of this process, or of those it started."""
    peak = resource.getrusage(who).ru_maxrss
    return peak // (2**20 if sys.platform == "darwin" else 2**10)


def read_locks(root: Path, deck: Deck) -> None:
    """Do what locks add to a check: read them, and compare the quotes with them."""
    for section in deck.sections:
        path = lock_path(section.location.path)
        load_lock((root / path).read_text(encoding="utf-8"), path, Findings())
    report_standings(deck, Findings())


def main() -> int:
    """Measure, and print a line of a Markdown table for each."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("root", type=Path, nargs="?", default=Path(), help="the project (default: this folder)")
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    root = given.root.resolve()
    deck = load(Project(root), Templates.of(root).layouts, "")
    proof: list[Proof] = []
    taken = seconds(lambda: proof.append(prove(deck, Project(root), {}, deck.sections)), given.rounds)
    pages = sum(len(edition.paper.pages) for edition in proof[-1].editions.values())
    if not pages:
        print("there is no paper in papers/", file=sys.stderr)
        return 1
    print(f"{pages} pages, {proof[-1].found} of {proof[-1].quotes} quotes found: {shown(taken)} s")
    own, readers = mebibytes(resource.RUSAGE_SELF), mebibytes(resource.RUSAGE_CHILDREN)
    print(f"peak memory: {own} MiB, and {readers} MiB to read PDFs")
    print(f"the locks in a check: {shown(seconds(lambda: read_locks(root, deck), given.rounds), 1000)} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
