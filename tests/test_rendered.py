"""What the room sees, judged before the room sees it: every rule against slides that break it, in a real browser.

A folder in `rendered/` is named for a rule and holds a project, or the one file `bad.md` with what it needs, and
`report.txt`. When a message changes on purpose, write the reports anew, and read the difference:

    REWRITE=1 python -m pytest tests/test_rendered.py
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from instructdeck.browser.programs import CHOSEN
from instructdeck.commands.run import SITE
from instructdeck.deck.rules import RENDERED
from instructdeck.rendered.baseline import write_baseline
from test_checks import golden

if TYPE_CHECKING:
    from conftest import TinyProject

FOLDERS = Path(__file__).parent / "rendered"
NAMES = sorted(folder.name for folder in FOLDERS.iterdir())
HEAD = "---\ntitle: A talk\nnumbers: ours\nspeaker: {name: Ada}\n---\n\n"
LONG = "".join(f"- A line of a list, and this is number {word}\n" for word in "abcdefghijklmnop")


def slide(title: str, text: str, attributes: str = "") -> str:
    """Give a slide with notes."""
    return f"## {title} {{#{title.lower()}{attributes}}}\n\n{text}\n\n::: notes\nA note.\n:::\n\n"


def test_every_rule_has_a_folder() -> None:
    """Every rule that a browser judges has an example; that something was not measured has its own tests."""
    assert {rule.name for rule in RENDERED} - {"unmeasured"} | {"stale-baseline"} == set(NAMES)


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_report(project: TinyProject, chromium: str, name: str) -> None:
    """The report on slides that break a rule is exact, and names the rule."""
    assert chromium
    folder = FOLDERS / name
    done = project.run("check", str(folder / "bad.md" if (folder / "bad.md").exists() else folder), "--rendered")

    assert golden(folder / "report.txt", done.stdout) == done.stdout
    assert f"[{name}]" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("deck", [".", "templates/gallery/gallery.md", "tests/layouts/talk.md"])
def test_no_false_alarm(project: TinyProject, chromium: str, deck: str) -> None:
    """On decks that have been looked at, slide by slide, there is nothing to complain about."""
    assert chromium
    done = project.run("check", str(Path(__file__).parents[1] / deck), "--rendered", "--format=json")
    rules = {rule.name for rule in RENDERED}

    assert [] == [each for each in json.loads(done.stdout)["diagnostics"] if each["rule"] in rules]


def test_the_gate_looks_at_what_is_built(project: TinyProject) -> None:
    """The pages that are looked at are those that are built, but for comments that name blocks."""
    from instructdeck.commands.run import run_of  # noqa: PLC0415
    from instructdeck.site.build import renderer_of, site_of  # noqa: PLC0415

    run = run_of(project.root)
    renderer = renderer_of(run.deck, run.project, run.templates, run.typesetter, run.diagnostics)
    renderer.places = []
    looked_at = {path: each for path, each in site_of(renderer, run.project).items() if isinstance(each, bytes)}
    assert 0 == project.run("build").returncode
    built = {path: (project.root / SITE / path).read_bytes() for path in looked_at}

    assert any(b"<!--@0-->" in each for each in looked_at.values())
    assert built == {path: re.sub(rb"<!--@\d+-->", b"", each) for path, each in looked_at.items()}


@pytest.mark.browser
def test_a_deck_that_is_fine(project: TinyProject, chromium: str) -> None:
    """A deck without a fault is passed, in every format."""
    assert chromium
    text = "One patient lost three-fourths of an ounce [@three-fourths].\n\n"
    project.write("content/scales/synthesis.md", text * 24)
    said, sarif, github = (
        project.run("check", "--rendered", "--strict", f"--format={form}") for form in ("text", "sarif", "github")
    )

    assert (0, "no problems in 1 slide, 11 words.\n") == (said.returncode, said.stdout)
    assert [] == json.loads(sarif.stdout)["runs"][0]["results"]
    assert "" == github.stdout.strip()


@pytest.mark.browser
def test_weights(project: TinyProject, chromium: str) -> None:
    """A deck's owner says which rules are errors, warnings, or of no interest."""
    assert chromium
    weights = "rendered: {overflow: warning, crowded: off, one-page: off}\n"
    text = HEAD.replace("numbers", f"{weights}numbers") + slide("Long", LONG)
    project.write("talk.md", text)
    done = project.run("check", "talk.md", "--rendered")

    assert 0 == done.returncode
    assert "warning[overflow]" in done.stdout
    assert "crowded" not in done.stdout


def test_weights_are_read_with_care(project: TinyProject) -> None:
    """A rule or a weight that there is not is an error, with the one that was meant."""
    head = HEAD.replace("numbers", "rendered: {overflw: off, crowded: none}\nnumbers")
    project.write("talk.md", head + slide("One", "Word."))
    done = project.run("check", "talk.md")

    assert "error[unknown-key]: unknown key 'overflw'" in done.stdout
    assert "did you mean 'overflow'?" in done.stdout
    assert "error[wrong-value]: 'crowded' cannot be 'none'" in done.stdout


@pytest.mark.browser
def test_a_baseline_only_goes_down(project: TinyProject, chromium: str) -> None:
    """What is wrong when the baseline is written passes; new faults are errors, and mended ones may not come back."""
    assert chromium
    file = project.write("talk.md", HEAD + slide("Long", LONG) + slide("Second", "One sentence."))
    written = project.run("check", "talk.md", "--rendered", "--baseline")
    baseline = (project.root / "talk.baseline.yml").read_text(encoding="utf-8")
    file.write_text(HEAD + slide("Long", LONG) + slide("Second", LONG), encoding="utf-8")
    new = project.run("check", "talk.md", "--rendered")
    file.write_text(HEAD + slide("Long", "Mended.") + slide("Second", LONG), encoding="utf-8")
    mended = project.run("check", "talk.md", "--rendered", "--baseline")

    assert [0, 1, 1] == [each.returncode for each in (written, new, mended)]
    assert 'overflow:\n  "long": 1\n' in baseline
    assert "## Long" not in new.stdout
    assert "error[overflow]" in new.stdout
    assert "long" not in (project.root / "talk.baseline.yml").read_text(encoding="utf-8")
    assert "second" not in (project.root / "talk.baseline.yml").read_text(encoding="utf-8")


def test_a_baseline_is_written_through_no_link(tmp_path: Path) -> None:
    """A link where the new file would be staged, or for the folder, leads to no other file."""
    other = tmp_path / "precious"
    other.write_text("mine", encoding="utf-8")
    root = tmp_path / "project"
    (root / "content").mkdir(parents=True)
    for name in (".baseline.yml-new", f".baseline.yml-{os.getpid()}", "baseline.yml"):
        (root / "content" / name).symlink_to(other)
    write_baseline(root, "content/baseline.yml", "crowded:\n")
    (root / "away").symlink_to(tmp_path)
    with pytest.raises(OSError, match="leads out of the project"):
        write_baseline(root, "away/precious", "crowded:\n")

    assert "mine" == other.read_text(encoding="utf-8")
    assert "crowded:\n" == (root / "content/baseline.yml").read_text(encoding="utf-8")


@pytest.mark.browser
def test_album(project: TinyProject, chromium: str) -> None:
    """The report has a picture of every slide, and each problem with its place."""
    assert chromium
    project.write("talk.md", HEAD + slide("Long", LONG) + slide("Second", "One <sentence>."))
    done = project.run("check", "talk.md", "--rendered", "--report", "seen")
    page = (project.root / "seen/index.html").read_text(encoding="utf-8")
    pictures = sorted(path.name for path in (project.root / "seen/slides").iterdir())

    assert "Open seen/index.html" in done.stderr
    assert ["001.png", "002.png"] == pictures
    assert "<b>overflow</b>" in page
    assert "talk.md:" in page
    assert 1 == page.count("<rect ")
    assert {"text/html": True} == {"text/html": "style=" not in page and "<script" not in page}


@pytest.mark.browser
def test_album_in_the_theme_of_the_problem(project: TinyProject, chromium: str) -> None:
    """What is wrong only in the dark theme is shown in it."""
    assert chromium
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 300"><rect fill="currentColor" width="9" height="9"/>'
    )
    word = '<text x="20" y="80" font-size="40" fill="{}">Word</text></svg>'
    for name, color in (("dark", "#333"), ("light", "#ccc")):
        project.write(f"figures/{name}.svg", svg + word.format(color))
    slides = "".join(slide(name, f"![A](figures/{name}.svg)") for name in ("dark", "light"))
    project.write("talk.md", HEAD + slides)

    project.run("check", "talk.md", "--rendered", "--report", "seen")

    pictures = [Image.open(project.root / f"seen/slides/00{number}.png").convert("RGB") for number in (1, 2)]
    assert [(17, 21, 26), (253, 252, 250)] == [picture.getpixel((1270, 360)) for picture in pictures]


def test_without_a_browser(project: TinyProject, tmp_path: Path) -> None:
    """Where no browser is installed, that is said with what to install, and nothing else happens."""
    done = project.run("check", "--rendered", PATH=str(tmp_path))

    assert 1 == done.returncode
    assert "error: there is no Chromium, Chrome or Edge here\nhint: " in done.stderr
    assert "" == done.stdout


def test_a_browser_that_is_none(project: TinyProject) -> None:
    """A program that is named and is no browser is an error in words."""
    done = project.run("check", "--rendered", **{CHOSEN: "no-such-browser"})

    assert 1 == done.returncode
    assert f"error: {CHOSEN} names 'no-such-browser'" in done.stderr


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        ("site", "'site' holds a site, or lies in one, which a report must not change"),
        ("site/seen", "'site/seen' holds a site, or lies in one, which a report must not change"),
        ("content/seen", "lies in content/, which is not for what comes out"),
        (
            "notes",
            "'notes' holds what instructdeck did not write: 'mine.txt'\nhint: choose another folder for the report",
        ),
        (".", "which a report must not replace\nhint: give the report a folder of its own, such as 'report'"),
    ],
)
def test_where_no_report_goes(project: TinyProject, folder: str, said: str) -> None:
    """It is refused before anything is looked at: a site, what a deck is made of, what somebody else has written."""
    project.run("build")
    project.write("notes/mine.txt", "mine")
    done = project.run("check", "--rendered", "--report", folder, **{CHOSEN: "no-such-browser"})

    assert 0 != done.returncode
    assert said in done.stderr
    assert "no-such-browser" not in done.stderr


@pytest.mark.parametrize("option", [["--report", "seen"], ["--baseline"]])
def test_options_that_need_a_browser(project: TinyProject, option: list[str]) -> None:
    """What is about pictures makes no sense without a look at them."""
    done = project.run("check", *option)

    assert 2 == done.returncode
    assert "add --rendered" in done.stderr


@pytest.mark.browser
def test_build_refuses(project: TinyProject, chromium: str) -> None:
    """A build that is to be looked at first leaves the last good site where there is something to see."""
    assert chromium
    project.write("talk.md", HEAD + slide("Fine", "One sentence."))
    first = project.run("build", "talk.md", "--check-rendered")
    page = project.root / SITE / "deck/index.html"
    good = page.read_bytes()
    project.write("talk.md", HEAD + slide("Long", LONG))
    refused = project.run("build", "talk.md", "--check-rendered")

    assert [0, 1] == [first.returncode, refused.returncode]
    assert "error[overflow]" in refused.stderr
    assert "the last site stays" in refused.stderr
    assert good == page.read_bytes()


@pytest.mark.browser
def test_what_only_looks_like_overflow(project: TinyProject, chromium: str) -> None:
    """Roots that are cut, and text that runs through two columns, have room; a foot that is pushed out has not."""
    assert chromium
    words = "Words that run on from the first column into the second one, where there is room for them. "
    root = slide("Root", "$$\ny = \\sqrt{x} + \\overbrace{a + b}^{c}\n$$")
    flow = slide("Flow", f"{words * 5}\n\n{words * 2}", " layout=two-column")
    opener = slide("Opener", words * 9, " layout=section")
    project.write("talk.md", HEAD + slide("First", "One sentence.") + root + flow + opener)
    done = project.run("check", "talk.md", "--rendered", "--format=json")
    found = [each for each in json.loads(done.stdout)["diagnostics"] if each["rule"] == "overflow"]

    assert ["what begins here needs"] == [each["message"][:22] for each in found]
    assert words[:20] in (project.root / "talk.md").read_text(encoding="utf-8").splitlines()[found[0]["line"] - 1]


@pytest.mark.browser
def test_typefaces_of_a_later_slide(project: TinyProject, chromium: str) -> None:
    """What stands out is the same on the first slide and on the last, whose typefaces a browser asks for only there."""
    assert chromium
    wide = slide("Sum", f"$$\n{' + '.join(f'x_{{{n}}}^2' for n in range(28))}\n$$")
    plain = "".join(slide(f"Plain{n}", "A line.") for n in range(8))
    said = []
    for text in (wide, plain + wide):
        project.write("talk.md", HEAD + text)
        found = json.loads(project.run("check", "talk.md", "--rendered", "--format=json").stdout)["diagnostics"]
        said.append([each["message"] for each in found if each["rule"] == "overflow"])

    assert said[0]
    assert said[0] == said[1]
