"""Measure how long instructdeck and other slide tools take to write the same deck as a PDF, and how much memory.

Tools take turns, round by round, with the same browser, and a ratio is taken within a round.
The first round is not counted; memory is looked at in one more, because to look takes time.
"""
# ruff: noqa: INP001, S602, T201  a script that prints, and runs the commands of tools.toml in a shell

from __future__ import annotations

import argparse
import os
import re
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import pypdfium2
from deck import mark, write_deck
from run import OURS, Tool, environment, tools, wait_for_quiet

WATCH = 0.02
"""Seconds between two looks at the memory."""


@dataclass
class Turns:
    """The PDFs of one tool, in its own folder."""

    tool: Tool
    folder: Path
    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)

    @property
    def pdf(self) -> Path:
        """Where it writes."""
        return self.folder / "deck.pdf"


def write(turns: Turns, browser: str, *, watch: bool = False) -> float:
    """Write the PDF once and keep the figures; with `watch`, give the peak of its memory in MiB instead."""
    turns.pdf.unlink(missing_ok=True)
    wait_for_quiet()
    names = {"CHROME_PATH": browser, "INSTRUCTDECK_BROWSER": browser}
    start, most = time.perf_counter(), 0.0
    with (turns.folder / "pdf.log").open("wb") as log:
        child = subprocess.Popen(
            turns.tool.pdf,
            shell=True,
            cwd=turns.folder,
            env=environment(turns.folder) | names,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        while watch and os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            most = max(most, sum(map(held, family(child.pid))))
            time.sleep(WATCH)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode or not turns.pdf.is_file():
        raise SystemExit(f"{turns.tool.name} failed:\n{(turns.folder / 'pdf.log').read_text(encoding='utf-8')}")
    if not watch:
        turns.walls.append(time.perf_counter() - start)
        turns.cpus.append(usage.ru_utime + usage.ru_stime)
    return most


def family(first: int) -> set[int]:
    """Give a process and all that descend from it, whatever their session."""
    parents = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(process.name)] = int(
                (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
            )
        except (OSError, ValueError, IndexError):  # it has ended meanwhile
            continue
    found, more = set[int](), {first}
    while more:
        found |= more
        more = {each for each, parent in parents.items() if parent in found} - found
    return found


def held(process: int) -> float:
    """Give the MiB of a process, of what it shares only its part; 0 for one that has ended."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def judged(pdf: Path, slides: int) -> tuple[int, int]:
    """Give how many pages a PDF has, and how many of the deck's slides are where they should be."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    document.close()
    right = (index < len(texts) and mark(index + 1).replace(" ", "") in texts[index] for index in range(slides))
    return len(texts), sum(right)


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slides", type=int, nargs="+", default=[23])
    parser.add_argument("--rounds", type=int, default=5, help="counted PDFs of each tool")
    parser.add_argument("--tools", nargs="+")
    parser.add_argument("--browser", required=True, help="path of the browser that all of them use")
    options = parser.parse_args()
    chosen = [tool for tool in tools(options.tools) if tool.pdf]
    for slides in options.slides:
        with tempfile.TemporaryDirectory() as home:
            turns = [Turns(tool, Path(home) / tool.name) for tool in chosen]
            for each in turns:
                each.folder.mkdir()
                write_deck(slides, each.tool.form, each.folder)
            for _ in range(options.rounds + 1):
                for each in turns:
                    write(each, options.browser)
            report(turns, slides, options.browser)


def report(turns: list[Turns], slides: int, browser: str) -> None:
    """Print the table of one size."""
    ours = next((each for each in turns if each.tool.name == OURS), turns[0])
    print(f"\n| {slides} slides | wall s (least to most) | ÷ {ours.tool.name} | CPU s | MiB, all | MB | pages right |")
    print("|---|---|---|---|---|---|---|")
    for each in turns:
        walls = each.walls[1:]
        ratio = median(one / other for one, other in zip(walls, ours.walls[1:], strict=True))
        pages, right = judged(each.pdf, slides)
        peak = write(each, browser, watch=True)
        spread = f"{median(walls):.2f} ({min(walls):.2f} to {max(walls):.2f})"
        size = each.pdf.stat().st_size / 1e6
        figures = f"{ratio:.2f} | {median(each.cpus[1:]):.2f} | {peak:.0f} | {size:.2f} | {right} of {pages}"
        print(f"| {each.tool.name} | {spread} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
