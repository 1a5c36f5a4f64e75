"""Style sheets and scripts as one file: the same rules in the same order, in another folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from instructdeck.templating.join import JoinError, Part, join
from sample import two_sections

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "assets/all.css"


def joined(**texts: str) -> str:
    """Give the style sheet joined of others in the folder `assets/vendor/tool`, by their names."""
    files = {f"assets/vendor/tool/{name}.css": text for name, text in texts.items()}
    return join(SHEET, [Part(path) for path in files], files)


def test_order() -> None:
    """The sheets stand in the order that is asked for, each whole and under its name."""
    texts = {"b.css": "i { top: 0 }", "a.css": "/*! MIT */ b { top: 0 }"}

    expected = "/* a.css */\n/*! MIT */ b { top: 0 }\n/* b.css */\ni { top: 0 }\n"

    assert expected == join("all.css", [Part("a.css"), Part("b.css")], texts)


def test_medium() -> None:
    """A sheet for paper alone stays one."""
    assert "/* a.css */\n@media print {\nb { top: 0 }\n}\n" == join(
        "all.css", [Part("a.css", "print")], {"a.css": "b { top: 0 }"}
    )


def test_scripts() -> None:
    """A script ends where it ended, also without a semicolon or after a remark."""
    texts = {"a.js": '"use strict"; a() // last', "b.js": "(b)()"}

    expected = '// a.js\n"use strict"; a() // last\n;\n// b.js\n(b)()\n;\n'

    assert expected == join("all.js", [Part("a.js"), Part("b.js")], texts)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("url(a.png)", "url(vendor/tool/a.png)"),
        ("URL( 'a (1).png' )", "URL( 'vendor/tool/a (1).png' )"),
        ('url("../it\'s.svg#part")', 'url("vendor/it\'s.svg#part")'),
        ("url(../../a.png)", "url(a.png)"),
        (r"url(a\ b.png)", r"url(vendor/tool/a\ b.png)"),
        *[(same, same) for same in ("url(data:image/png;base64,AA==)", "url(#part)", "url('/a.png')", "url()")],
        *[(same, same) for same in ("url(HTTPS://a.example/b)", "my-url(a.png)", "'url(a.png)'", "/* url(a.png) */ b")],
    ],
)
def test_addresses(before: str, after: str) -> None:
    """An address leads to the same file from the folder of the joined sheet."""
    assert f"a {{ b: {after} }}" in joined(a=f"a {{ b: {before} }}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a {\n  b: c;\n", "a.css: the last rule has no end"),
        ("a { b: c }\nd:is(e)", "a.css: the last rule has no end"),
        ("a { b: c } }", "a.css:1: '}' closes nothing"),
        ("a { b: (c }", "a.css:1: '}' closes nothing"),
        ("a { b: c }\n/* d", "a.css:2: a comment has no end"),
        ("\n@import 'c.css';", "a.css:2: '@import' cannot stand"),
    ],
)
def test_nothing_reaches_the_next_sheet(text: str, message: str) -> None:
    """A sheet that would change what the next one says is refused, with its line."""
    with pytest.raises(JoinError, match=re.escape(message)):
        joined(a=text, b="x { y: z }")


@pytest.mark.parametrize(
    "text", ["", "@layer a, b;", "a { b: '}' } /* { */", "a::before { content: '\\'}' }", r"\{ { b: c } ", "a{b:'/*'}"]
)
def test_whole_sheets(text: str) -> None:
    """A bracket in a text, in a comment or after a backslash opens and closes nothing."""
    assert f"{text}\n" in joined(a=text)


def test_a_missing_file() -> None:
    """A file that is not there is named."""
    with pytest.raises(JoinError, match=re.escape("all.css: there is no 'a.css' to join")):
        join("all.css", [Part("a.css")], {})


def built(project: Path) -> tuple[str, str]:
    """Give the deck's page and its style sheet."""
    assert 0 == two_sections(project).run("build", "--strict").returncode
    names = ("deck/index.html", "assets/joined-deck.css")
    page, sheet = ((project / "site" / name).read_text(encoding="utf-8") for name in names)
    return page, sheet


def test_the_deck_waits_for_two_files(tmp_path: Path) -> None:
    """The deck's page asks for one style sheet and one script before it draws the first slide."""
    page, _ = built(tmp_path)

    assert ["../assets/joined-deck.css"] == re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert ["../assets/joined-deck.js"] == re.findall(r'<script src="([^"]+)">', page)


def test_a_projects_own_sheet_is_joined(tmp_path: Path) -> None:
    """A project's own copy of a style sheet takes the place of the shipped one among the others."""
    own = tmp_path / "templates/assets/slide.css"
    own.parent.mkdir(parents=True)
    own.write_text(".slide { rotate: 3deg }", encoding="utf-8")

    _, sheet = built(tmp_path)

    names = ["vendor/reveal/reveal.css", "tokens.css", "deck.css", "slide.css", "print.css", "generated.css"]
    assert [f"assets/{name}" for name in names] == re.findall(r"^/\* (assets/\S+) \*/$", sheet, re.MULTILINE)
    assert "/* assets/slide.css */\n.slide { rotate: 3deg }\n/* assets/print.css */\n@media print {\n" in sheet


def test_what_only_a_joined_file_has_is_not_published(tmp_path: Path) -> None:
    """A file that pages only ask for as a part of another one is not in the site by itself."""
    built(tmp_path)
    site = tmp_path / "site/assets"

    assert ["theme.js"] == [name for name in ("theme.js", "view.js") if (site / name).is_file()]


def test_a_broken_sheet_ends_the_build(tmp_path: Path) -> None:
    """A style sheet of the project that cannot be joined is named, with its line and what to do."""
    project = two_sections(tmp_path)
    project.write("templates/assets/slide.css", "\n.slide { rotate: 3deg } }")

    done = project.run("build")

    assert 1 == done.returncode
    assert "error: assets/slide.css:2: '}' closes nothing\nhint: mend the file in templates/" in done.stderr
    assert not (tmp_path / "site").exists()


def test_two_pages_that_join_differently(tmp_path: Path) -> None:
    """Two pages cannot give one name to different files."""
    project = two_sections(tmp_path)
    project.write("templates/deck/presenter.html", '{{ join("assets/joined-deck.css", ["assets/deck.css"]) }}')

    done = project.run("build")

    assert "error: assets/joined-deck.css: two pages join different files into it" in done.stderr
