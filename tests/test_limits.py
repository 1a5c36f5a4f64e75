"""Input of the greatest size there can be: a report comes out, in good time and with little memory."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import CACHE
from hangs import ended_after
from instructdeck.check.checks import check
from instructdeck.console.report import as_text, to_show
from instructdeck.files.files import MAX_ALL_BYTES, MAX_BYTES, Project
from instructdeck.load.listing import MAX_SECTIONS
from instructdeck.load.load import load
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.typeset import Typesetter

if TYPE_CHECKING:
    from conftest import TinyProject

SECONDS = 20
"""Of processor time: the largest input takes at most half of it, and more on a busy machine."""
MEMORY = 500 * 2**10
"""KiB of a process."""
SMALL = 2**16

MARKDOWN = [
    *("[", "[^", "[@a]", "[@a] ", "![a](b)", "![a](b.svg)\n\n", "![", "[@", "[@a;", "[a](", "[a](#b) ", "[a]{.b}"),
    *("## a\n\n", "## a {#b}\n\n", "### a\n\n", "# a\n\n", "a\n---\n", "---\n", "- a\n", "1. a\n", "- a\n\n", "> \n"),
    *("> " * 30 + "a\n", "- " * 30 + "a\n", "> - a\n", "|a|b|\n", "|", "|a\n|-\n", "a\n: b\n\n", ":::\n", "::: a\n"),
    *("*a ", "**a", "*a_", "_", "`a``", "$a", "$$a", "$a$ ", "~~a", "<a ", "<b>a</b>", "<!--", "<a\n\n", "<script>\n"),
    *(
        "a",
        "a\n",
        "a\n\n",
        " ",
        "\n",
        "\t",
        "\u0301",
        "&amp;",
        "\\",
        "{",
        "#",
        ". . .\n\n",
        "    a\n",
        "```\n",
        "[a]: b\n",
    ),
    *("<<<<<<< a\n", "<<<<<<< a\n=======\n>>>>>>> b\n", "```python\na\n```\n\n", "```nope\na\n```\n\n"),
    *("[@a{}] ", "[^{}] ", "[^{}]: a\n\n", "a[^{0}]\n\n[^{0}]: a\n\n", "[a{0}]: b\n\n[a{0}] ", "$x^{{{}}}$ "),
    *(
        "## a {{#a{0}}}\n\n[a](#b{0})\n\n",
        "## a {{#a{}}}\n\nb\n\n",
        "```x{}\n```\n\n",
        "::: x{}\n",
        "![a](b{}.svg)\n\n",
    ),
    *("```python\nx = {}\n```\n\n", "## a {{layout=x{}}}\n\n", "[a]{{.x{}}} "),
]
"""What is repeated, `{}` and `{0}` with a number."""
YAML = [
    *(
        "[",
        "{",
        "- ",
        "a: ",
        "a:\n ",
        "- a\n",
        '"',
        "'",
        "#",
        "? ",
        "|\n",
        "- {id: a, title: b}\n",
        "- - ",
        "[a,",
        "---\n",
        ": ",
    ),
    *(
        "k{}: v\n",
        "- id: q{}\n  kind: verbatim\n  page: 1\n  text: more *words* $x$\n",
        "- id: q{}\n  kid: x\n  from: x\n",
    ),
    *("- id: q\n  kind: verbatim\n  text: a {}\n", "- id: q{0}\n  text: '[@z{0}] $\\frc$ [^a]'\n", "- s{}\n"),
]
SLIDES = "content/scales/slides.md"
PATHS = ("content/deck.yml", "content/sources.yml", "content/scales/section.yml", "content/scales/quotes.yml")
QUICK = ["[", "![", "[@a]", "## a\n\n", "a\n---\n", "- a\n", "```x{}\n```\n\n", "## a {{#a{0}}}\n\n[a](#b{0})\n\n"]
"""What took longest once."""


def repeated(form: str, size: int) -> str:
    """Give a text of a size that repeats a form."""
    if "{}" not in form and "{0}" not in form:
        return (form * size)[:size]
    parts: list[str] = []
    while sum(map(len, parts[-1:])) * len(parts) <= size:
        parts.append(form.format(len(parts)))
    return "".join(parts)[:size]


def short(value: str) -> str:
    """Give a name for a case that fits on a line."""
    return ascii(value)[1:31]


@pytest.mark.parametrize("form", QUICK, ids=short)
def test_quick(project: TinyProject, form: str) -> None:
    """A quarter of the greatest size takes some seconds at most."""
    project.write(SLIDES, repeated(form, SMALL))
    templates = Templates((shipped(),))
    with ended_after(SECONDS):
        read = Project(project.root)
        deck = load(read, templates.layouts)
        read.findings.items.extend(check(deck, Typesetter(templates)))
        assert as_text(to_show(read.findings), read.texts)


@pytest.mark.soak
@pytest.mark.parametrize("form", MARKDOWN, ids=short)
@pytest.mark.parametrize("path", [SLIDES, "content/scales/synthesis.md", "talk.md"])
def test_markdown(project: TinyProject, path: str, form: str) -> None:
    """A Markdown file of the greatest size is checked in good time."""
    head = "---\ntitle: A talk\n---\n\n## A {#a}\n\n" if path == "talk.md" else ""
    project.write(path, head + repeated(form, MAX_BYTES - 100))
    judge(project, *(["talk.md"] if head else []))


@pytest.mark.soak
@pytest.mark.parametrize("form", YAML, ids=short)
@pytest.mark.parametrize("path", [*PATHS, "talk.md"])
def test_yaml(project: TinyProject, path: str, form: str) -> None:
    """A YAML file, or a front matter, of the greatest size is checked in good time."""
    text = repeated(form, MAX_BYTES - 100)
    project.write(path, f"---\n{text}\n---\n\n## A {{#a}}\n" if path == "talk.md" else text)
    judge(project, *(["talk.md"] if path == "talk.md" else []))


WATCH = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_utime, used.ru_maxrss)
"""
"""Runs a command, and prints how it ended, its seconds of processor time and its KiB.

A process begins with the memory of the one that starts it, which would be all that the tests before have taken.
"""


def judge(project: TinyProject, *arguments: str) -> None:
    """Run `check`, which has much to say, in good time and with little memory."""
    command = [sys.executable, "-m", "instructdeck", "check", *arguments]
    kept = os.environ | {CACHE: str(project.root.parent / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *command], cwd=project.root, env=kept, capture_output=True, text=True, check=True
    )
    code, seconds, memory = map(float, done.stdout.split())
    assert code in {0, 1}
    assert "Traceback" not in done.stderr
    assert seconds < SECONDS
    assert memory < MEMORY


def test_many_texts(project: TinyProject) -> None:
    """All texts of a project together have a limit, too."""
    folders = [f"s{number}" for number in range(MAX_ALL_BYTES // SMALL)]
    for folder in folders:
        project.write(f"content/{folder}/slides.md", "## A\n" + " " * (SMALL - 5))
    project.write("content/deck.yml", f"title: A\nsections: [{', '.join(folders)}]\n")
    read = Project(project.root)
    load(read, ())
    last = [each for each in read.findings if "is not read: the texts before it have 2 MiB" in each.message]
    assert [f"content/{folders[-1]}/slides.md"] == [each.location.path for each in last]


def test_many_sections(project: TinyProject) -> None:
    """A deck has no more sections than its site can have pages."""
    folders = [f"s{number}" for number in range(MAX_SECTIONS + 2)]
    for folder in folders:
        (project.root / "content" / folder).mkdir()
        (project.root / "content" / folder / "slides.md").touch()
    project.write("content/deck.yml", "title: A\nsections:\n" + "".join(f"- {folder}\n" for folder in folders))
    read = Project(project.root)
    assert MAX_SECTIONS == len(load(read, ()).sections)
    (found,) = [each for each in read.findings if "at most" in each.message]
    assert ("content/deck.yml", MAX_SECTIONS + 3) == (found.location.path, found.location.line)
    project.write("content/deck.yml", "title: [")
    assert MAX_SECTIONS == len(load(Project(project.root), ()).sections)


def test_links_to_large_folders(project: TinyProject) -> None:
    """Thousands of links to a large folder, which could be anywhere on the system, are not looked through."""
    large = project.root.parent / "large"
    large.mkdir()
    for number in range(10_000):
        (large / str(number)).touch()
        (project.root / f"content/{number}").symlink_to(large)
    judge(project)


CONTROL = "a\n\x1b[31mb\x07\u202e\x9b1m\r"
"""What moves a terminal's cursor, changes its color, rings its bell and turns its text around."""


@pytest.mark.parametrize(
    "arguments",
    ["check", "check --format=json", "check --format=github", "check --format=sarif", "model", "model --json"],
)
def test_control_characters(project: TinyProject, arguments: str) -> None:
    """No character of a file's name or text drives the terminal."""
    project.write(f"content/{CONTROL}/slides.md", "## A\n")
    project.write(f"content/scales/{CONTROL}.svg", "")
    project.write(
        "content/deck.yml",
        'title: "\\e[31m\\a\\x9b1m"\nsections: ["a\\n\\e[31mb", "\\u202e", "\\x9b1m", scales]\n"k\\e[1m": a\n',
    )
    project.write(
        SLIDES, "## A\x9b31m {#a\u202e}\n\n[@a\u202eb] ![a](\u202eb.svg) [a](\u202e\x9b1m)\n\n```\u202e\x9b\n```\n"
    )
    project.write(f"{CONTROL}.md", "## A\n\n[@x]\n")
    for path in (".", f"{CONTROL}.md", f"no{CONTROL}", f"content/scales/{CONTROL}.svg", f"content/{CONTROL}"):
        done = project.run(*arguments.split(), path)
        assert "" == "".join(char for char in done.stdout + done.stderr if char != "\n" and not char.isprintable())


@pytest.mark.parametrize("command", ["check", "build"])
def test_odd_tree(project: TinyProject, command: str) -> None:
    """Pipes, devices, loops, deep folders and thousands of files beside the content neither stop a run nor fail it."""
    section = project.root / "content/scales"
    for number in range(2_000):
        (section / f"{number}.svg").touch()
    deep = section
    for _ in range(200):
        deep /= "deep"
        deep.mkdir()
    os.mkfifo(section / "pipe.svg")
    os.mkfifo(project.root / "content/pipe")
    for name, target in {"zero.svg": "/dev/zero", "proc": "/proc", "loop": ".", "self": "self"}.items():
        (section / name).symlink_to(target)
        (project.root / "content" / name).symlink_to(target)
    pictures = "".join(
        f"![A]({name})\n\n" for name in ("pipe.svg", "zero.svg", "proc/x.svg", "loop/self/a.svg", "none.svg")
    )
    project.write(SLIDES, f"## A {{#a}}\n\n{pictures}")
    done = project.run(command)
    assert 1 == done.returncode
    assert "Traceback" not in done.stderr
    assert "is not a regular file" in done.stdout + done.stderr
