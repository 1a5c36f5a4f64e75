"""Every field that names a file, with every way to name one elsewhere: nothing of it comes into a site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import TinyProject

CANARY = "canary-5f3a"
SECTION = "content/scales"
SECRETS = {
    "svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>{CANARY}</title></svg>',
    "mmd": f'graph LR\n  a["{CANARY}"] --> b\n',
    "csv": f"name,value\n{CANARY},3\nb,4\n",
    "md": f"## {CANARY} {{#canary}}\n\n{CANARY}\n",
    "txt": f"the loss was ascertained to be three-fourths of an ounce {CANARY}\n",
}
"""What stands in a file that no author may read, by its ending."""
HOMES = ("../secret", "secret", "content/.secret", "content/scales/.secret", "content/scales/figures/.secret")
"""Where such files stand, from the project's root."""
VECTORS = (
    *("../{f}", "../../{f}", "../../../{f}", "./../../{f}", "figures/../../../{f}", "figures/../.secret.{e}"),
    *("data/../../../{f}", "data/../.secret.{e}", "{root}/{f}", "//{root}/{f}", "file://{root}/{f}", "file:{root}/{f}"),
    *("..%2f..%2f{f}", "%2e%2e/%2e%2e/{f}", "%2e%2e%2f%2e%2e%2f{f}", "%252e%252e/%252e%252e/{f}", "..\\..\\{f}"),
    *("..%5c..%5c{f}", "C:\\{f}", "C:/{f}", "\\\\host\\{f}", ".secret.{e}", "./.secret.{e}", "figures/.secret.{e}"),
    *("%2esecret.{e}", "figures/%2esecret.{e}", "~/{f}", "$HOME/{f}", "link.{e}", "linked/{f}", "figures/link.{e}"),
    *("data/link.{e}", "data/linked/{f}", "linked/content/.secret.{e}", "../../{f}%00", "../../{f}?x", "../../{f}#x"),
    *(" ../../{f}", "../../{f} ", "/proc/self/cwd/{f}", "/dev/fd/0/{f}", "....//....//{f}", "..;/..;/{f}"),
)
"""Ways to name a file elsewhere: `{f}` is its name, `{e}` its ending, `{root}` the folder of the project."""


def picture(project: TinyProject, names: list[str]) -> None:
    """Name files as pictures on slides, in notes and on a page."""
    project.write("content/deck.yml", "title: A\nhtml: true\nsections: [scales]\n")
    shown = "\n\n".join(f"![A](<{name}>)\n\n<img src={json.dumps(name)} alt=a>" for name in names)
    project.write(f"{SECTION}/slides.md", f"## A {{#a}}\n\n{shown}\n\n::: notes\n{shown}\n:::\n")
    project.write(f"{SECTION}/synthesis.md", f"# A\n\n{shown}\n")


def diagram(project: TinyProject, names: list[str]) -> None:
    """Name files as diagrams."""
    shown = "\n\n".join(f"## A {{#a{number}}}\n\n![A](<{name}>)" for number, name in enumerate(names))
    project.write(f"{SECTION}/slides.md", f"{shown}\n")


def chart(project: TinyProject, names: list[str]) -> None:
    """Name files as the data of charts."""
    blocks = (f"```chart\ntype: bar\nalt: A\ndata: {json.dumps(name)}\n```\n" for name in names)
    slides = (f"## A {{#a{number}}}\n\n{block}" for number, block in enumerate(blocks))
    project.write(f"{SECTION}/slides.md", "\n".join(slides))


def vega(project: TinyProject, names: list[str]) -> None:
    """Name files as the data of whole specifications."""
    form = "```vega-lite\nalt: A\ndata: {{url: {}}}\nmark: bar\nencoding: {{x: {{field: name, type: nominal}}}}\n```\n"
    slides = (f"## A {{#a{number}}}\n\n{form.format(json.dumps(name))}" for number, name in enumerate(names))
    project.write(f"{SECTION}/slides.md", "\n".join(slides))


def section(project: TinyProject, names: list[str]) -> None:
    """Name folders and files as sections."""
    project.write("content/deck.yml", f"title: A\nsections: {json.dumps(names)}\n")


def logo(project: TinyProject, names: list[str]) -> None:
    """Name files as logos, one after the other."""
    for name in names:
        project.write(
            "content/deck.yml",
            f"title: A\nsections: [scales]\ntheme: {{logo: {{file: {json.dumps(name)}, alt: A}}}}\n",
        )
        assert 1 == project.run("build").returncode
        assert [] == leaks(project)


FIELDS = [(picture, "svg"), (diagram, "mmd"), (chart, "csv"), (vega, "csv"), (section, "md")]


def prepared(project: TinyProject, ending: str) -> list[str]:
    """Put secrets and links to them around a project; gives all ways to name them."""
    for home in HOMES:
        project.write(f"{home}.{ending}", SECRETS[ending])
    for folder in ("", "figures/", "data/"):
        inner = project.root / SECTION / folder
        inner.mkdir(exist_ok=True)
        (inner / f"link.{ending}").symlink_to(project.root / f"secret.{ending}")
        (inner / "linked").symlink_to(project.root)
    return [each.format(f=f"secret.{ending}", e=ending, root=project.root) for each in VECTORS]


def leaks(project: TinyProject) -> list[Path]:
    """Give the files of the site that hold a secret, which must not be the words of a message."""
    files = (path for path in (project.root / "site").rglob("*") if path.is_file())
    return [path for path in files if CANARY in path.read_text(encoding="latin-1")]


@pytest.mark.parametrize(("field", "ending"), FIELDS)
def test_nothing_from_elsewhere(
    project: TinyProject, field: Callable[[TinyProject, list[str]], None], ending: str
) -> None:
    """No way to name a file elsewhere brings a byte of it into the site, and each is an error."""
    names = prepared(project, ending)
    field(project, names)
    home = project.root / SECTION
    reached = [name for name in names if _reads(home, name)]
    done = project.run("build")
    found = json.loads(project.run("check", "--format", "json").stdout)["diagnostics"]
    errors = [each for each in found if each["severity"] == "error"]

    assert 40 <= len(names)
    assert 10 <= len(reached)
    assert (1, "") == (done.returncode, "Traceback" * ("Traceback" in done.stderr))
    assert [] == leaks(project)
    assert len(names) <= len(errors)


def test_no_logo_from_elsewhere(project: TinyProject) -> None:
    """No way to name a file elsewhere makes it the logo."""
    logo(project, prepared(project, "svg")[::4])


def test_no_source_from_elsewhere(project: TinyProject) -> None:
    """No way to name a file elsewhere has a quote looked up in it."""
    for name in prepared(project, "txt")[::3]:
        project.write("content/sources.yml", f"- id: macdougall\n  title: A\n  file: {json.dumps(name)}\n")
        done = project.run("verify")
        assert 1 == done.returncode
        assert "Found 1" not in done.stdout
    project.write("content/sources.yml", "- id: macdougall\n  title: A\n  file: secret.txt\n")
    assert "Found 1 of 1 quote" in project.run("verify").stdout


def test_the_secrets_can_be_seen(project: TinyProject) -> None:
    """What is looked for would be found: a file of one's own is in the site."""
    names = {"svg": "figures/own.svg", "mmd": "figures/own.mmd", "csv": "data/own.csv"}
    for ending, name in names.items():
        project.write(f"{SECTION}/{name}", SECRETS[ending])
    for field, ending in ((picture, "svg"), (diagram, "mmd"), (chart, "csv")):
        field(project, [names[ending]])
        project.run("build")
        assert leaks(project)


def _reads(home: Path, name: str) -> bool:
    """Tell whether somebody who joins a name to the section's folder reads a secret."""
    try:
        return CANARY in (home / name).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False
