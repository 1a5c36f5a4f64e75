"""Measure how long an export takes, from start to exit, and how large its file is.

The first round is not counted: it brings the program into the disk's cache, and drawings into the user's.
"""
# ruff: noqa: INP001, S603, S607, T201  a script that prints, and runs instructdeck from the PATH

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from run import wait_for_quiet

ENDINGS = {"html": "html", "notes": "md", "pptx": "pptx", "handout": "pdf"}
"""The formats that are measured, with the endings of their files."""


def export(form: str, deck: Path, target: Path) -> tuple[float, float, float]:
    """Export once; gives the seconds it took, those of the processor, and the peak of its memory in MiB."""
    wait_for_quiet()
    start = time.perf_counter()
    child = subprocess.Popen(["instructdeck", "export", form, str(deck), "-o", str(target)], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"instructdeck export {form} failed")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Run the benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("deck", type=Path, nargs="?", default=Path(), help="folder or Markdown file of the deck")
    parser.add_argument("--formats", nargs="+", choices=ENDINGS, default=list(ENDINGS), help="what to export")
    parser.add_argument("--rounds", type=int, default=5, help="counted exports of each format")
    options = parser.parse_args()
    print("| format | wall s (least to most) | CPU s | peak MiB | size MB |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for form in options.formats:
            target = Path(folder) / f"deck.{ENDINGS[form]}"
            runs = [export(form, options.deck, target) for _ in range(options.rounds + 1)][1:]
            walls = sorted(wall for wall, _, _ in runs)
            spread = f"{median(walls):.2f} ({walls[0]:.2f} to {walls[-1]:.2f})"
            cpu, peak = median(each for _, each, _ in runs), max(each for _, _, each in runs)
            print(f"| {form} | {spread} | {cpu:.2f} | {peak:.0f} | {target.stat().st_size / 1e6:.2f} |", flush=True)


if __name__ == "__main__":
    main()
