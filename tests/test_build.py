"""All the files of a site: the same from the same input, and whole."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from conftest import TinyProject
from sample import ROOT, two_sections

if TYPE_CHECKING:
    from pathlib import Path

WORLDS = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1"},
)
"""Two environments that differ in all a build must not notice."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the site of the flagship."""
    target = tmp_path_factory.mktemp("flagship") / "site"
    assert 0 == TinyProject(ROOT).run("build", "-o", str(target)).returncode
    return target


def test_same_input_same_bytes(built: Path, tmp_path: Path) -> None:
    """Path, time zone, locale, hash seed, clock, umask and the order of files change no byte of a site."""
    expected = json.loads((built / "build.json").read_text(encoding="utf-8"))
    for number, world in enumerate(WORLDS):
        project = tmp_path / f"elsewhere {number}"
        names = sorted(path for path in (ROOT / "content").rglob("*") if path.is_file())
        for path in names if number else reversed(names):
            copy = project / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
            os.utime(copy, (number * 10**9, number * 10**9))
        done = subprocess.run(
            [sys.executable, "-m", "instructdeck", "build", str(project)],
            env=os.environ | world,
            umask=0o077 if number else 0o022,
            capture_output=True,
            check=False,
        )
        assert 0 == done.returncode, done.stderr
        assert expected == json.loads((project / "site/build.json").read_text(encoding="utf-8"))


class _Page(HTMLParser):
    """Collects what a page links to, its ids, and what a strict policy forbids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.forbidden: list[str] = []
        self.script = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        given = dict(attrs)
        self.ids += [value for key, value in attrs if key == "id" and value]
        self.links += [value for key, value in attrs if key in ("href", "src") and value]
        self.forbidden += [f"<{tag} {key}>" for key in given if key == "style" or key.startswith("on")]
        if tag in ("style", "base", "iframe", "object", "embed", "form") and given.get("method") != "dialog":
            self.forbidden.append(f"<{tag}>")
        if tag == "script" and not given.get("src"):
            self.forbidden.append("<script> without src")


def test_every_link_leads_somewhere(built: Path) -> None:
    """Each link and each file that a page of deck or site names exists, anchors included; ids stand once on a page."""
    pages = {path: _Page(path.read_text(encoding="utf-8")) for path in built.rglob("*.html")}

    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            if link.startswith(("http", "mailto:", "data:")):
                continue
            name, _, anchor = link.partition("#")
            target = (path.parent / name).resolve() if name else path
            assert target.is_file(), f"{path.name}: {link}"
            if anchor:
                assert anchor.removeprefix("/") in pages[target].ids, f"{path.name}: {link}"


def test_nothing_inline(built: Path) -> None:
    """No page has inline scripts or styles, event attributes, frames or forms that are sent; each has the policy."""
    for path in built.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert [] == _Page(text).forbidden, path
        assert 1 == text.count("default-src 'none'; script-src 'self'; style-src 'self'"), path


def test_stylesheets_name_files_that_are_there(built: Path) -> None:
    """Each woff2 font that a stylesheet names is in the site, and no stylesheet names another host."""
    fonts = []
    for path in built.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"url\(['\"]?(https?:)?//|@import", text), path
        for name in re.findall(r"url\(['\"]?([^'\")]+\.woff2)", text):
            assert (path.parent / name).is_file(), name
            fonts.append(path.name)
    assert {"joined-deck.css", "joined-presenter.css", "joined-site.css", "katex.min.css"} == set(fonts)


def test_projects_templates_win_file_by_file(tmp_path: Path) -> None:
    """A template or asset in the project's own folder is used instead of the shipped one, and the others stay."""
    project = two_sections(tmp_path)
    project.write("templates/deck/opener.html", "OUR OPENER")
    project.write("templates/deck/layouts/ours.html", '{% extends "deck/slide.html" %}')
    project.write("templates/assets/code.css", "/* ours */")
    project.write("content/one/slides.md", "## A {#a layout=ours}\n\nx\n\n::: notes\nx\n:::\n")

    assert 0 == project.run("build", "--strict").returncode

    deck = (tmp_path / "site/deck/index.html").read_text(encoding="utf-8")
    assert "OUR OPENER" in deck
    assert "layout-ours" in deck
    assert "/* ours */" == (tmp_path / "site/assets/code.css").read_text(encoding="utf-8")
    assert (tmp_path / "site/assets/chart.css").is_file()


def test_figures_come_along(tmp_path: Path) -> None:
    """A figure of a slide is copied into the site under an address that leads to it, also with a space in its name."""
    project = two_sections(tmp_path)
    project.write("content/one/figures/a plot.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    project.write(
        "content/one/slides.md", '## A {#a}\n\n![A plot](figures/a%20plot.svg){width="50%"}\n\n::: notes\nx\n:::\n'
    )

    done = project.run("build", "--strict")

    assert 0 == done.returncode, done.stderr
    assert (tmp_path / "site/figures/content/one/figures/a plot.svg").is_file()
    assert 'src="../figures/content/one/figures/a%20plot.svg"' in (tmp_path / "site/deck/index.html").read_text(
        encoding="utf-8"
    )
    assert ".w-50pc{width:50%!important}" in (tmp_path / "site/assets/joined-deck.css").read_text(encoding="utf-8")


def test_own_colors_and_logo(tmp_path: Path) -> None:
    """A deck's colors are the hues of the deck and the site, and its logo stands on the title slide and each page."""
    project = two_sections(tmp_path)
    deck = tmp_path / "content/deck.yml"
    theme = 'theme: {colors: ["#123456"], logo: {file: figures/logo.svg, alt: Our group}}\n'
    project.write("content/deck.yml", deck.read_text(encoding="utf-8") + theme)
    project.write("content/figures/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>')
    project.write("content/one/slides.md", "## A {#a layout=title}\n\nx\n\n::: notes\nx\n:::\n")

    result = project.run("build", "--strict")

    assert (0, "") == (result.returncode, result.stderr)
    site = tmp_path / "site"
    assert "--hue-6:light-dark(#123456," in (site / "assets/joined-deck.css").read_text(encoding="utf-8")
    assert (site / "figures/content/figures/logo.svg").is_file()
    for page, root in (("deck/index.html", "../"), ("index.html", ""), ("team.html", "")):
        html = (site / page).read_text(encoding="utf-8")
        assert f'src="{root}figures/content/figures/logo.svg" alt="Our group"' in html
