"""Draw the charts of the results for docs/speed.md: those of the deck in figures.md, as instructdeck draws them.

Each becomes one SVG file that follows the light or the dark theme of who looks at it.
"""
# ruff: noqa: INP001, T201  a script that prints

from __future__ import annotations

import argparse
import re
from pathlib import Path

from instructdeck.check.checks import check
from instructdeck.deck.blocks import Chart
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.markdown.sheet import Room
from instructdeck.pictures.svg import serialize
from instructdeck.templating.templates import Templates
from instructdeck.typeset.chart import ChartError
from instructdeck.typeset.plot import specification
from instructdeck.typeset.typeset import Typesetter

HERE = Path(__file__).resolve().parent
IMAGES = HERE.parent / "docs/images"
ROOM = Room(720, type=16)
"""What a page of the documents has for its text."""
EDGE = 12
"""Pixels around a chart."""
SHEETS = ("assets/tokens.css", "assets/chart.css")
ACCENT = "--hue-1"
"""The color of the first section."""
_COLOR = re.compile(r"(--[\w-]+):\s*(?:light-dark\((#\w+), (#\w+)\)|var\((--[\w-]+)\));")


def colors(templates: Templates) -> dict[str, tuple[str, str]]:
    """Give each color of the style sheets, for light and for dark ground; the first that is said counts."""
    found: dict[str, tuple[str, str]] = {}
    names: dict[str, str] = {"--color-accent": ACCENT}
    for name, light, dark, other in _COLOR.findall("".join(templates.path(each).read_text("utf-8") for each in SHEETS)):
        if light:
            found.setdefault(name, (light, dark))
        else:
            names.setdefault(name, other)
    for name in names:
        end = name
        while end in names:
            end = names[end]
        if end in found:
            found[name] = found[end]
    return found


def drawn(chart: Chart, typesetter: Typesetter, known: dict[str, tuple[str, str]]) -> str:
    """Give a chart as an SVG file of its own."""
    drawing = typesetter.chart(specification(chart, ROOM))
    if isinstance(drawing, ChartError):
        raise SystemExit(drawing.message)
    root = drawing.labelled(chart.alt, "drawing", ROOM.type)
    left, top, width, height = (float(each) for each in root.attributes["viewBox"].split())
    box = f"{left - EDGE:g} {top - EDGE:g} {width + 2 * EDGE:g} {height + 2 * EDGE:g}"
    body = str(serialize(root)).partition(">")[2]
    used = sorted(set(re.findall(r"var\((--[\w-]+)\)", body)) | {"--color-ground"})
    themes = [";".join(f"{name}:{known[name][theme]}" for name in used) for theme in (0, 1)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{width + 2 * EDGE:g}" '
        f'role="img" aria-label="{root.attributes["aria-label"]}" font-size="{ROOM.type:g}">'
        f"<style>:root{{{themes[0]};font-family:Inter,system-ui,sans-serif;background:var(--color-ground)}}"
        f"@media(prefers-color-scheme:dark){{:root{{{themes[1]}}}}}text{{white-space:pre}}</style>{body}\n"
    )


def figures() -> dict[str, str]:
    """Give every chart of figures.md by the name of its file."""
    templates, project = Templates.of(HERE), Project(HERE)
    typesetter = Typesetter(templates)
    deck = load(project, templates.layouts, "figures.md")
    if found := [*project.findings, *check(deck, typesetter)]:
        raise SystemExit("\n".join(f"{each.location.path}:{each.location.line}: {each.message}" for each in found))
    known = colors(templates)
    charts = ((slide.id, block) for slide in deck.slides for block in slide.blocks if isinstance(block, Chart))
    return {f"speed-{name}.svg": drawn(chart, typesetter, known) for name, chart in charts}


def main() -> None:
    """Write the files, or tell whether they are as they should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file is not up to date")
    options = parser.parse_args()
    for name, text in figures().items():
        file = IMAGES / name
        same = file.is_file() and file.read_text(encoding="utf-8") == text
        if options.check and not same:
            raise SystemExit(f"{file} is not what `make speed-charts` draws")
        if not same:
            file.write_text(text, encoding="utf-8")
            print(f"wrote {file.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
