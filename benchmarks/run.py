"""Measure how long instructdeck and other slide tools take to build the same deck, and how much memory.

Tools take turns, round by round, and a ratio is taken within a round: it holds although a machine's speed drifts.
A build is cold unless told otherwise: what the tool wrote before, caches included, is removed.
The first round is not counted.
"""
# ruff: noqa: INP001, S602, T201  a script that prints, and runs the commands of tools.toml in a shell

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import tempfile
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from deck import FORMS, mark, write_deck

HERE = Path(__file__).resolve().parent
OURS = "instructdeck"
STATES = ("cold", "edited", "unchanged")
"""What a build finds: nothing from before; one slide with other words; all as it left it."""
TEXTS = (".html", ".js", ".mjs", ".json", ".md")
"""Ends of the files in which a deck's words can stand."""
CACHE = ".cache"
"""Where a tool keeps what it wants to use again; removed before a cold build."""
QUIET = 0.3
"""Cores that others may keep busy when a timing begins."""
PATIENCE = 15.0
"""Seconds to wait for that."""
WATCH = 0.01
"""Seconds between two looks at the memory of processes."""


@dataclass(frozen=True)
class Tool:
    """One table of tools.toml."""

    name: str
    form: str
    version: str
    build: str
    out: str
    page: str = "index.html"
    prepare: str = ""
    caches: tuple[str, ...] = ()
    serve: str = ""
    view: str = "/"
    edit: str = ""
    pdf: str = ""
    many: str = ""

    @property
    def installed(self) -> bool:
        """Whether the PATH has it."""
        return shutil.which(self.name) is not None


@dataclass(frozen=True)
class Build:
    """One timed build."""

    wall: float
    cpu: float
    peak: float
    """MiB of the largest process."""
    together: float = 0.0
    """MiB of all processes at once, where it was looked at."""


@dataclass
class Turns:
    """The builds of one tool, in its own folder."""

    tool: Tool
    folder: Path
    decks: int = 1
    builds: list[Build] = field(default_factory=list)
    together: float = 0.0
    """MiB of all processes at once, in the round that is not counted."""
    complete: bool = True


def tools(names: list[str] | None) -> list[Tool]:
    """Give the installed tools, or those of them that are named."""
    tables = tomllib.loads((HERE / "tools.toml").read_text(encoding="utf-8"))
    known = [Tool(name, **{**table, "caches": tuple(table.get("caches", ()))}) for name, table in tables.items()]
    return [tool for tool in known if tool.installed and (not names or tool.name in names)]


def prepared(tool: Tool, slides: int, folder: Path, decks: int = 1) -> Turns:
    """Write the deck in the tool's form, or many of them into folders of their own."""
    if tool.form not in FORMS:
        raise SystemExit(f"tools.toml: {tool.name}: unknown form '{tool.form}'")
    folder.mkdir()
    for home in [folder] if decks == 1 else [folder / f"decks/deck-{number:03}" for number in range(1, decks + 1)]:
        home.mkdir(parents=True, exist_ok=True)
        write_deck(slides, tool.form, home)
    if tool.prepare:
        subprocess.run(tool.prepare, shell=True, cwd=folder, check=True)
    return Turns(tool, folder, decks)


def build(turns: Turns, slides: int, state: str) -> None:
    """Build once, and keep the figures."""
    if state == "cold":
        for name in (turns.tool.out, CACHE, *turns.tool.caches):
            shutil.rmtree(turns.folder / name, ignore_errors=True)
    elif state == "edited":
        edit(turns.folder, len(turns.builds))
    wait_for_quiet()
    start = time.perf_counter()
    with (turns.folder / "build.log").open("wb") as log:
        child = subprocess.Popen(
            turns.tool.build if turns.decks == 1 else turns.tool.many,
            shell=True,
            cwd=turns.folder,
            env=environment(turns.folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        if not turns.builds:
            turns.together = watched(child.pid)
        _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{turns.tool.name} failed:\n{(turns.folder / 'build.log').read_text(encoding='utf-8')}")
    turns.builds.append(Build(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
    out = turns.folder / turns.tool.out
    outs = [out] if turns.decks == 1 else list(out.iterdir())
    turns.complete &= len(outs) == turns.decks and not any(missing(each, slides) for each in outs)


def watched(session: int) -> float:
    """Look at all processes of a session until the first of them ends; gives the most MiB that they had together.

    What several of them share counts once. 0 where the system does not tell.
    """
    most = 0.0
    while os.waitid(os.P_PID, session, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        most = max(most, sum(held(each, session) for each in Path("/proc").glob("[0-9]*")))
        time.sleep(WATCH)
    return most


def held(process: Path, session: int) -> float:
    """Give the MiB of a process of a session, of what it shares only its part; 0 for any other."""
    try:
        if int((process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[3]) != session:
            return 0.0
        found = re.search(r"^Pss:\s+(\d+) kB", (process / "smaps_rollup").read_text(encoding="ascii"), re.MULTILINE)
    except (OSError, ValueError, IndexError):  # it has ended meanwhile
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def environment(folder: Path) -> dict[str, str]:
    """Give the environment of a user at a desk: with a cache of its own, and with Python's bytecode."""
    return {**os.environ, "XDG_CACHE_HOME": str(folder / CACHE), "PYTHONDONTWRITEBYTECODE": ""}


def edit(folder: Path, number: int) -> None:
    """Write other words on the first slide, behind its mark."""
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if mark(1) in text:
            found = re.sub(rf"{mark(1)}( \(edit \d+\))?", f"{mark(1)} (edit {number})", text)
            path.write_text(found, encoding="utf-8")
            return


def missing(out: Path, slides: int) -> int:
    """Give how many slides cannot be found in what was built."""
    wanted = {mark(number).encode() for number in range(1, slides + 1)}
    for path in out.rglob("*"):
        if wanted and path.suffix in TEXTS and path.is_file():
            text = path.read_bytes()
            wanted = {each for each in wanted if each not in text}
    return len(wanted)


def busy() -> float | None:
    """Give the seconds that all cores have worked; None where the system does not tell."""
    try:
        numbers = [int(each) for each in Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]]
    except OSError:
        return None
    idle, waiting = numbers[3:5]
    return (sum(numbers) - idle - waiting) / os.sysconf("SC_CLK_TCK")


def wait_for_quiet() -> None:
    """Wait until others leave the machine alone, but not for ever."""
    end = time.monotonic() + PATIENCE
    step = 0.3
    before = busy()
    while before is not None and time.monotonic() < end:
        time.sleep(step)
        now = busy()
        if now is None or (now - before) / step < QUIET:
            return
        before = now


def table(all_turns: list[Turns]) -> str:
    """Give the medians as a Markdown table."""
    ours = next((each.builds for each in all_turns if each.tool.name == OURS), None)
    lines = [
        f"| tool | wall s (least to most) | ÷ {OURS} | CPU s | MiB, largest process | MiB, all together | complete |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in all_turns:
        walls = sorted(build.wall for build in each.builds)
        ratio = f"{median(a.wall / b.wall for a, b in zip(each.builds, ours, strict=True)):.2f}" if ours else ""
        cpu, peak = median(build.cpu for build in each.builds), median(build.peak for build in each.builds)
        spread = f"{median(walls):.2f} ({walls[0]:.2f} to {walls[-1]:.2f})"
        complete = "yes" if each.complete else "no"
        sizes = f"{peak:.0f} | {each.together:.0f}"
        lines.append(f"| {each.tool.name} | {spread} | {ratio} | {cpu:.2f} | {sizes} | {complete} |")
    return "\n".join(lines)


def measure(chosen: list[Tool], slides: int, options: argparse.Namespace, state: str, folder: Path) -> list[Turns]:
    """Let the tools take turns; the first round only warms the disk's cache, and memory is looked at meanwhile."""
    rounds, decks = options.rounds, options.decks
    all_turns = [prepared(tool, slides, folder / f"{tool.name}-{slides}-{state}", decks) for tool in chosen]
    for number in range(rounds + 1):
        for each in all_turns:
            build(each, slides, state)
            taken = f"{each.builds[-1].wall:.2f} s"
            print(f"  {slides} slides, {state}, round {number}, {each.tool.name}: {taken}", flush=True)
    for each in all_turns:
        del each.builds[0]
    return all_turns


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slides", type=int, nargs="+", default=[23], help="sizes of the deck")
    parser.add_argument("--states", nargs="+", choices=STATES, default=["cold"], help="what a build finds")
    parser.add_argument("--rounds", type=int, default=5, help="counted builds of each tool")
    parser.add_argument("--decks", type=int, default=1, help="so many decks by one command, where a tool has one")
    parser.add_argument("--tools", nargs="+", help="names from tools.toml (default: all that are installed)")
    options = parser.parse_args()
    chosen = [tool for tool in tools(options.tools) if options.decks == 1 or tool.many]
    if not chosen:
        raise SystemExit("no tool of tools.toml is on the PATH")
    for tool in chosen:
        said = subprocess.run(tool.version, shell=True, capture_output=True, text=True, check=False).stdout
        print(f"{tool.name}: {next(iter(said.strip().splitlines()), '?')}")
    with tempfile.TemporaryDirectory() as folder:
        for slides in options.slides:
            for state in options.states:
                found = table(measure(chosen, slides, options, state, Path(folder)))
                print(f"\n{slides} slides, {state}:\n\n{found}\n")


if __name__ == "__main__":
    main()
