"""The program, run as a user runs it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

import instructdeck
from conftest import TinyProject
from sample import ROOT, two_sections

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> TinyProject:
    """Give a valid deck of two sections with one slide each."""
    return two_sections(tmp_path / "talk")


def test_version(project: TinyProject) -> None:
    """`--version` prints the package's version."""
    assert f"instructdeck {instructdeck.__version__}\n" == project.run("--version").stdout


def _commands(project: TinyProject, *group: str) -> list[str]:
    """Give the commands that `--help` lists."""
    return re.findall(r"^  (\w+) ", project.run(*group, "--help").stdout.partition("Commands:")[2], re.MULTILINE)


def test_every_command_is_in_the_readme(project: TinyProject) -> None:
    """The README names each command and each option that `--help` shows."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = _commands(project)
    exports = [f"export {each}" for each in _commands(project, "export")]

    assert ["build", "check", "export", "gallery", "model", "new", "rules", "serve", "sources", "verify"] == commands
    assert [
        "export all",
        "export handout",
        "export html",
        "export notes",
        "export pdf",
        "export png",
        "export pptx",
    ] == exports
    for command in [*commands, *exports]:
        if command == "export":
            continue
        row = next(line for line in readme.splitlines() if line.startswith(f"| `instructdeck {command}"))
        options = set(re.findall(r"--[a-z]+", project.run(*command.split(), "--help").stdout)) - {"--help", "--output"}
        assert options == set(re.findall(r"--[a-z]+", row))


def test_a_good_deck_is_silent(project: TinyProject) -> None:
    """`check --strict` of a valid deck exits with 0 and reports no problem."""
    done = project.run("check", "--strict")

    assert (0, "no problems in 2 slides, 10 words.\n", "") == (done.returncode, done.stdout, done.stderr)


def two_decks(folder: Path) -> TinyProject:
    """Give a folder with two decks, of which the first has a mistake."""
    for name in ("first", "second"):
        two_sections(folder / name)
    slides = folder / "first/content/one/slides.md"
    slides.write_text(slides.read_text(encoding="utf-8") + "\nNobody said so [@nobody].\n", encoding="utf-8")
    return TinyProject(folder)


def test_several_decks_in_their_order(tmp_path: Path) -> None:
    """Each of several decks is built, a wrong one as well; the errors of each stand under its name."""
    done = two_decks(tmp_path / "talks").run("build", "second", "first", "third", "second/content")

    assert (2, "") == (done.returncode, done.stdout)
    assert "'second' and 'second/content' would both be built into second/site" in done.stderr

    done = two_decks(tmp_path / "talks").run("build", "second", "first", "third")

    assert 2 == done.returncode
    said, errors = re.sub(r"\d+\.\d+|\d+ files", "0", done.stdout), done.stderr
    built = "Built 2 slides in 2 sections: 0, 0 MB, in 0 s."
    assert f"second: {built}\nfirst: {built}\n1 of 3 decks without errors, in 0 s.\n" == said
    assert ["first:", "third:"] == re.findall(r"^\w+:$", errors, re.MULTILINE)
    assert "content/one/slides.md:" in errors.partition("third:")[0]
    assert "error: 'third' does not exist" in errors.partition("third:")[2]
    assert (tmp_path / "talks/first/site/deck/index.html").is_file()


def test_several_decks_in_one_folder(tmp_path: Path) -> None:
    """With a folder named for what comes out, each deck has one of its own in it, and the bytes that it has alone."""
    decks = two_decks(tmp_path / "talks")
    for name in ("one", "two"):
        decks.write(f"{name}.md", f"# {name}\n\n## Slide\n\nWords.\n")

    refused = decks.run("build", "one.md", "two.md")
    done = decks.run("build", "one.md", "two.md", "second", "-o", "all")
    decks.run("build", "second")

    assert 2 == refused.returncode
    assert "'one.md' and 'two.md' would both be built into site" in refused.stderr
    assert ["one", "second", "two"] == sorted(each.name for each in (decks.root / "all").iterdir())
    manifests = [decks.root / folder / "build.json" for folder in ("all/second", "second/site")]
    assert manifests[0].read_bytes() == manifests[1].read_bytes()
    assert "of 3 decks without errors" in done.stdout


def test_the_worst_deck_decides(tmp_path: Path) -> None:
    """The exit code of several decks is the highest of all; one that has nothing to do says so."""
    decks = two_decks(tmp_path / "talks")
    decks.run("build", "second")

    done = decks.run("build", "first", "second")

    assert 1 == done.returncode
    assert "second: Nothing has changed since the last build: 2 slides" in done.stdout
    assert 2 == decks.run("build", "first", "second", "--open").returncode


def test_build_says_what_it_made(project: TinyProject) -> None:
    """A build ends with what was built, how large, how long, and what to open."""
    done = project.run("build")

    assert 0 == done.returncode
    assert re.fullmatch(
        r"Built 2 slides in 2 sections: \d+ files, \d\.\d MB, in \d+\.\d\d s\.\n"
        r"Open site/index\.html for the site, site/deck/index\.html for the deck\.\n",
        done.stdout,
    )
    assert (project.root / "site/deck/index.html").is_file()


def test_a_broken_section_does_not_hide_the_others(project: TinyProject) -> None:
    """A build with an unreadable section exits with 1, shows the error, and builds the rest."""
    project.write("content/one/section.yml", "title: [")
    project.write("content/one/slides.md", "")

    done = project.run("build")

    deck = (project.root / "site/deck/index.html").read_text(encoding="utf-8")
    assert 1 == done.returncode
    assert "error[yaml-syntax]" in done.stderr
    assert "error[empty-section]" in done.stderr
    assert "Traceback" not in done.stderr
    assert "content/one/slides.md gives no slides" in deck
    assert 'id="slide-two"' in deck


def test_an_error_is_marked_on_its_slide(project: TinyProject) -> None:
    """The slide that an error is on shows rule, message and place."""
    project.write("content/one/slides.md", "## A {#a}\n\n[@nobody]\n\n::: notes\nx\n:::\n")

    project.run("build")

    deck = (project.root / "site/deck/index.html").read_text(encoding="utf-8")
    assert "there is no quote or source &#39;nobody&#39;" in deck
    assert "content/one/slides.md:3" in deck


def test_a_problem_of_a_page_is_marked_there(project: TinyProject) -> None:
    """What is wrong with a synthesis or with quotes stands on the section's page and on its first slide."""
    project.write("content/one/synthesis.md", "Words [@nobody].\n")
    project.write("content/two/quotes.yml", "- {id: quote-two, kind: verbatm, text: x}\n")

    done = project.run("build")

    assert 1 == done.returncode
    for path, section in (("synthesis.md:1", "one"), ("quotes.yml:1", "two")):
        assert f"content/{section}/{path}" in (project.root / f"site/{section}.html").read_text(encoding="utf-8")
        assert f"content/{section}/{path}" in (project.root / "site/deck/index.html").read_text(encoding="utf-8")


def test_a_broken_template_keeps_the_last_site(project: TinyProject) -> None:
    """A build that cannot render exits with 1, names the template, and leaves the old site as it was."""
    project.run("build")
    before = (project.root / "site/build.json").read_bytes()
    project.write("templates/deck/layouts/content.html", "{% if %}")

    done = project.run("build")

    assert 1 == done.returncode
    assert "content.html" in done.stderr
    assert "Traceback" not in done.stderr
    assert before == (project.root / "site/build.json").read_bytes()


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("deck/foot.html", b"{{ 1 / 0 }}", "division by zero"),
        ("deck/foot.html", b"{{ nobody }}", "'nobody' is undefined"),
        ("deck/foot.html", b"{% for each in 3 %}{% endfor %}", "'int' object is not iterable"),
        ("deck/foot.html", b"{% include 'none.html' %}", "there is no template 'none.html'"),
        ("deck/foot.html", b"\xff", "this is not UTF-8"),
        ("site/team.html", b"{{ 1 / 0 }}", "division by zero"),
        ("site/team.html", b"{{ nobody }}", "Error reading page 'team.md': 'nobody' is undefined"),
        ("site/theme/main.html", b"{% if %}", "Error building page 'index.md': Expected an expression"),
    ],
)
def test_the_line_of_a_broken_template(project: TinyProject, name: str, text: bytes, message: str) -> None:
    """Whatever goes wrong while a template is filled is told with its file and line."""
    project.write(f"templates/{name}", "").write_bytes(b"first line\n" + text)

    done = project.run("build")

    assert 1 == done.returncode
    assert done.stderr.startswith(f"error: {name}:2: {message}")
    assert done.stderr.endswith("hint: mend the template, or delete the project's own copy of it\n")


def test_one_file_is_a_deck(project: TinyProject) -> None:
    """`build talk.md` builds a deck of one section from a file with front matter."""
    project.write("talk.md", "---\ntitle: Tiny\nspeaker: {name: Ada}\n---\n\n## Hello {#hello}\n\nWords.\n")

    done = project.run("build", "talk.md", "-o", "out")

    assert 0 == done.returncode
    assert "Built 1 slide in 1 section" in done.stdout
    assert 'id="hello"' in (project.root / "out/deck/index.html").read_text(encoding="utf-8")


def test_wrong_usage(project: TinyProject) -> None:
    """Paths and sections that do not exist end with exit code 2 and a hint, without a traceback."""
    for arguments in (
        ["build", "nowhere"],
        ["check", "content/one"],
        ["check", "--section", "three"],
        ["build", "content/deck.yml"],
    ):
        done = project.run(*arguments)

        assert (2, "") == (done.returncode, done.stdout)
        assert "Traceback" not in done.stderr


def test_output_must_be_ours(project: TinyProject) -> None:
    """A folder with files that instructdeck did not write is not replaced."""
    project.write("precious/thesis.txt", "years of work")

    done = project.run("build", "-o", "precious")

    assert 1 == done.returncode
    assert "years of work" == (project.root / "precious/thesis.txt").read_text(encoding="utf-8")


def test_section_shows_its_own_problems(project: TinyProject) -> None:
    """`check --section` reports that section's folder only."""
    project.write("content/one/slides.md", "## A {#a}\n")
    project.write("content/two/slides.md", "## B {#b}\n")

    done = project.run("check", "--section", "two", "--format", "json")

    paths = {each["path"] for each in json.loads(done.stdout)["diagnostics"]}
    assert {"content/two/slides.md"} == paths


def test_model_as_json(project: TinyProject) -> None:
    """`model --json` prints the deck with a version, kinds and places."""
    model = json.loads(project.run("model", "--json").stdout)

    slide = model["deck"]["sections"][1]["slides"][0]
    assert 1 == model["version"]
    assert (2, "slide-two", ["quote-two"]) == (slide["number"], slide["id"], slide["citations"])
    assert {"path": "content/two/slides.md", "line": 3, "column": 1} == slide["blocks"][0]["location"]
    assert "paragraph" == slide["blocks"][0]["kind"]


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("content/one", " --section one"),
        ("content/one/slides.md", " --section one"),
        ("content/one/quotes.yml", " --section one"),
        ("content/deck.yml", ""),
    ],
)
def test_part_of_a_deck(project: TinyProject, path: str, section: str) -> None:
    """Who names a part of a deck is told how to name the whole of it."""
    done = project.run("check", path)
    assert done.returncode == 2
    assert f"'{path}' is a part of a deck" in done.stderr
    assert f"instructdeck check .{section}\n" in done.stderr


@pytest.mark.parametrize("command", [("check",), ("build",), ("model",), ("export", "html"), ("export", "all")])
def test_the_hint_names_the_command(project: TinyProject, command: tuple[str, ...]) -> None:
    """Who names a wrong path is told how to name a right one of the command that was typed, with what it takes."""
    typed = " ".join(("instructdeck", *command))
    section = " --section one" if command in {("check",), ("export", "html")} else ""

    nowhere, part = (project.run(*command, path).stderr for path in ("nowhere", "content/one"))
    assert f"or name one: {typed} FOLDER, or {typed} talk.md\n" in nowhere
    assert f"whole deck: {typed} .{section}\n" in part


def test_misspelled_section(project: TinyProject) -> None:
    """A section that is wrongly named is told the one that was meant."""
    assert "did you mean 'one'?" in project.run("check", "--section", "onne").stderr


@pytest.mark.parametrize(
    ("file", "hint"),
    [
        ("content/deck.yaml", "rename content/deck.yaml: its name is deck.yml"),
        ("my talk.md", "or name one: instructdeck check FOLDER, or instructdeck check 'my talk.md'"),
        ("README.md", "or instructdeck check talk.md"),
    ],
)
def test_a_deck_that_is_nearly_there(tmp_path: Path, file: str, hint: str) -> None:
    """Where there is no deck, what lies there is named that may be one."""
    project = TinyProject(tmp_path)
    project.write(file, "title: A talk\n")

    assert hint in project.run("check").stderr
