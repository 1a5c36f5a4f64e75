"""Measure how long `check --rendered` takes, from start to exit, and how much memory all its processes have.

Another tool can build the same deck in turns with it: a ratio holds although a machine's speed drifts. The first round
is not counted.
"""
# ruff: noqa: INP001, S603, T201  a script that prints, and runs instructdeck from the PATH

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from run import OURS, build, prepared, tools, wait_for_quiet, watched


def looked_at(deck: Path, *, watch: bool) -> tuple[float, float]:
    """Look at a deck; gives the seconds it took, and the MiB of all processes together, which are looked for on demand.

    What is wrong with the deck does not matter here, but that all of it could be looked at.
    """
    wait_for_quiet()
    start = time.perf_counter()
    command = ["instructdeck", "check", "--rendered", "--format", "json", str(deck)]
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, stdout=said, start_new_session=True)
        together = watched(child.pid) if watch else 0.0
        code = child.wait()
        wall = time.perf_counter() - start
        said.seek(0)
        report = said.read()
    if code not in {0, 1} or b'"unmeasured"' in report or not report:
        raise SystemExit(f"instructdeck could not look at {deck}")
    return wall, together


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slides", type=int, nargs="+", default=[23, 230], help="sizes of the decks (default: 23 230)")
    parser.add_argument("--deck", type=Path, help="a deck of your own, in place of those")
    parser.add_argument("--rounds", type=int, default=5, help="counted looks at each deck (default: 5)")
    parser.add_argument("--beside", metavar="TOOL", help="a tool of tools.toml that builds 23 slides in each round")
    parser.add_argument("--browser", help="path of a Chromium (default: the one that instructdeck finds)")
    options = parser.parse_args()
    if options.browser:
        os.environ["INSTRUCTDECK_BROWSER"] = options.browser
    beside = options.beside or "none"
    print(f"| deck | wall s (least to most) | MiB of all processes | 23 slides by {beside}, s |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        (ours,) = tools([OURS])
        others = [prepared(tool, 23, folder / tool.name) for tool in tools([beside])]
        for slides in [0] if options.deck else options.slides:
            deck = options.deck or prepared(ours, slides, folder / f"deck-{slides}").folder
            looks = []
            for turn in range(options.rounds + 1):
                looks.append(looked_at(deck, watch=turn == 0))
                for other in others:
                    build(other, 23, "cold")
            walls = sorted(wall for wall, _ in looks[1:])
            built = [median(each.wall for each in other.builds[-options.rounds :]) for other in others]
            spread = f"{median(walls):.2f} ({walls[0]:.2f} to {walls[-1]:.2f})"
            cells = (
                str(slides or options.deck),
                spread,
                f"{looks[0][1]:.0f}",
                ", ".join(f"{each:.2f}" for each in built),
            )
            print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
