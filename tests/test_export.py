"""Exports from the command line, and the deck as one file before a browser opens it."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from conftest import TinyProject
from instructdeck.export.exported import ExportError
from instructdeck.export.inlined import Site, policy_hash, script_text, style_text
from instructdeck.export.singlefile import single_file
from instructdeck.export.tags import tags
from instructdeck.export.typefaces import Face, needed, without_faces
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.site.build import deck_of, renderer_of
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.typeset import Typesetter
from sample import ROOT, loaded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from instructdeck.contained import Content

PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
"""A picture of one pixel."""


def files_of(root: Path) -> dict[str, Content]:
    """Give the files of the site of a project."""
    project, templates = Project(root), Templates.of(root)
    deck = load(project, templates.layouts)
    return deck_of(renderer_of(deck, project, templates, Typesetter(templates), ()), project)


def alone(root: Path, files: Mapping[str, Content]) -> str:
    """Give the deck of a project as one file, made of the files of a site."""
    return single_file(loaded(root)[0], files, Templates((shipped(),))).decode()


# The command --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "ending"), [("html", ".html"), ("notes", "-notes.md")])
def test_where_it_goes(project: TinyProject, form: str, ending: str) -> None:
    """Without `-o` a file stands beside its deck and bears its name, that of a part behind it."""
    project.write("talk.md", "---\ntitle: A talk\n---\n\n## A {#a}\n\nWords.\n\n::: notes\nWords.\n:::\n")
    asked = {
        "deck": (),
        "talk": ("talk.md",),
        "deck-scales": ("--section", "scales"),
        "talk-1": ("talk.md", "--slides", "1-"),
        "deck-scales-1": ("--section", "scales", "--slides", "1"),
    }
    made = [project.run("export", form, *arguments) for arguments in asked.values()]
    names = [f"{name}{ending}" for name in asked]

    assert [0] * len(asked) == [each.returncode for each in made]
    said = [re.fullmatch(r"Exported 1 slide to (\S+), [0-9.]*[1-9][0-9.]* [kM]B\.\n", each.stdout) for each in made]
    assert names == [each and each[1] for each in said]
    assert set(names) < {path.name for path in project.root.iterdir()}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-o", "talk.md"), "Invalid value for --output: 'talk.md' does not end in .html"),
        (("-o", "content/talk.html"), "'content/talk.html' lies in content/, which is not for what comes out"),
        (("--section", "scale"), "Invalid value for --section: there is no section 'scale'; did you mean 'scales'?"),
        (("--slides", "4-9"), "Invalid value for --slides: there is no slide 4: the slides are 1 to 1"),
        (("nothing",), "'nothing' does not exist"),
        (("-o", "content"), "Invalid value for --output: 'content' does not end in .html or .htm"),
        (("-o", "papers/talk.html"), "'papers/talk.html' lies in papers/, which is not for what comes out"),
    ],
)
def test_wrong_usage(project: TinyProject, arguments: tuple[str, ...], message: str) -> None:
    """What cannot be meant is refused with exit code 2, and nothing is written."""
    before = sorted(path.name for path in project.root.rglob("*"))
    done = project.run("export", "html", *arguments)

    assert 2 == done.returncode
    assert message in done.stderr
    assert before == sorted(path.name for path in project.root.rglob("*"))


def test_never_over_the_deck(project: TinyProject) -> None:
    """A talk of one file is not replaced by what is made of it."""
    talk = project.write("talk.md", "## A {#a}\n\nWords.\n")
    done = project.run("export", "notes", "talk.md", "-o", "./talk.md")

    assert (2, True) == (done.returncode, "'talk.md' is the deck itself" in done.stderr)
    assert "## A {#a}\n\nWords.\n" == talk.read_text(encoding="utf-8")


def test_never_over_its_pictures(project: TinyProject) -> None:
    """A picture that a talk of one file has beside it is not replaced by one of its slides."""
    project.write("talk.md", "## A {#a}\n\n![A dot](dot.png)\n")
    (project.root / "dot.png").write_bytes(PIXEL)
    done = project.run("export", "png", "talk.md", "-o", "./dot.png")

    assert (1, True) == (done.returncode, "error: 'dot.png' is a picture of the deck itself\n" in done.stderr)
    assert PIXEL == (project.root / "dot.png").read_bytes()


@pytest.mark.parametrize(
    ("form", "name"), [("pdf", "talk.pdf"), ("html", "talk.html"), ("pptx", "talk.pptx"), ("notes", "talk-notes.md")]
)
def test_never_over_what_others_made(project: TinyProject, form: str, name: str) -> None:
    """An author's own paper.pdf beside paper.md is replaced by nothing whose name nobody has said."""
    project.write("talk.md", "## A {#a}\n\nWords.\n")
    project.write(name, "Years of work.\n")
    done = project.run("export", form, "talk.md")

    assert 1 == done.returncode
    assert f"error: '{name}' is there, and instructdeck did not make it" in done.stderr
    assert f"name another file, or this one to replace it: -o {name}" in done.stderr
    assert "Years of work.\n" == (project.root / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(("form", "name"), [("html", "talk.html"), ("pptx", "talk.pptx"), ("notes", "talk-notes.md")])
def test_over_what_was_exported(project: TinyProject, form: str, name: str) -> None:
    """What an export made the next one replaces; what others made is replaced where it is named."""
    project.write("talk.md", "---\ntitle: A talk\n---\n\n## A {#a}\n\nWords.\n")
    project.write(name, "Years of work.\n")
    done = [project.run("export", form, "talk.md", *named) for named in (("-o", name), (), ())]

    assert [0, 0, 0] == [each.returncode for each in done], done[1].stderr


@pytest.mark.browser
def test_over_a_pdf(chromium: str, project: TinyProject) -> None:
    """A PDF that was exported is replaced by the next one, as every other file is."""
    assert chromium
    project.write("talk.md", "---\ntitle: A talk\n---\n\n## A {#a}\n\nWords.\n")

    assert [0, 0] == [project.run("export", "pdf", "talk.md").returncode for _ in range(2)]


def test_never_into_a_site(project: TinyProject) -> None:
    """No page of a site is replaced by an export, which its downloads may hold."""
    assert 0 == project.run("build").returncode
    before = (project.root / "site/index.html").read_bytes()
    done = project.run("export", "html", "-o", "site/index.html")
    inside = project.run("export", "html", "-o", "site/deck/more/talk.html")

    assert [1, 1] == [done.returncode, inside.returncode]
    assert "error: 'site/index.html' lies in a site that instructdeck has built" in done.stderr
    assert before == (project.root / "site/index.html").read_bytes()
    assert 0 == project.run("export", "html", "-o", "site/downloads/talk.html").returncode


@pytest.mark.parametrize(("form", "endings"), [("notes", ".md, .markdown or .pdf"), ("pdf", ".pdf")])
def test_every_ending_is_named(project: TinyProject, form: str, endings: str) -> None:
    """A file of another kind is refused with all the endings that there can be."""
    done = project.run("export", form, "-o", "talk.txt")

    assert (2, True) == (done.returncode, f"'talk.txt' does not end in {endings}\n" in done.stderr)


@pytest.mark.parametrize("command", [("export", "html"), ("build",), ("export", "all")])
def test_a_link_to_itself(project: TinyProject, command: tuple[str, ...]) -> None:
    """A link that leads to itself is named in one line, by every command that writes."""
    (project.root / "talk.html").symlink_to("talk.html")
    done = project.run(*command, "-o", "talk.html")

    assert 1 == done.returncode
    assert re.search(
        r"^error: 'talk\.html' is (no file that could be replaced|a symbolic link that)", done.stderr, re.MULTILINE
    )
    assert "Traceback" not in done.stderr


def test_inputs_behind_a_link(project: TinyProject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where `content/` is a link, nothing is written behind it either."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "content"
    (project.root / "content").rename(elsewhere)
    (project.root / "content").symlink_to(elsewhere)
    done = project.run("export", "html", "-o", "content/talk.html")

    assert (2, True) == (done.returncode, "lies in content/, which is not for what comes out" in done.stderr)


@pytest.mark.parametrize(
    ("form", "output", "message"),
    [
        ("pdf", "talk.pdf", "'talk.pdf' is a folder, not a file"),
        ("png", "file", "'{root}/file' is a file, not a folder"),
        ("all", "file", "'file' is a file, not a folder"),
        ("all", "file/site", "cannot write the site to 'file/site': '{root}/file' is a file, not a folder"),
    ],
)
def test_refused_before_the_work(project: TinyProject, form: str, output: str, message: str) -> None:
    """What cannot be written is said before a browser is even looked for: to print a deck takes its time."""
    project.write("file", "")
    (project.root / "talk.pdf").mkdir()
    done = project.run("export", form, "-o", output, INSTRUCTDECK_BROWSER="no-such-browser")

    assert 1 == done.returncode
    assert message.format(root=project.root) in done.stderr


def test_what_cannot_be_written(project: TinyProject) -> None:
    """Where there is no room for the file, one line says why, and no half file is left."""
    project.write("file", "")
    done = project.run("export", "html", "-o", "file/talk.html")

    assert 1 == done.returncode
    assert f"error: cannot write 'file/talk.html': '{project.root}/file' is a file, not a folder\n" == done.stderr


def test_errors_are_shown_and_told(project: TinyProject) -> None:
    """A deck with errors is exported with marks where they are, and the exit code says so, as with `build`."""
    project.write("content/scales/slides.md", "## A {#a layout=nothing}\n\nWords.\n")
    done = project.run("export", "html", "-o", "talk.html")

    assert 1 == done.returncode
    assert "error[unknown-layout]" in done.stderr
    assert 'role="alert"><strong>unknown-layout</strong>' in (project.root / "talk.html").read_text(encoding="utf-8")


def test_broken_template(project: TinyProject) -> None:
    """A template that asks for what there is not ends in one line that names it."""
    page = (shipped() / "deck" / "index.html").read_text(encoding="utf-8")
    project.write("templates/deck/index.html", page.replace("<body>", '<body><img src="../assets/gone.png">'))
    done = project.run("export", "html", "-o", "talk.html")

    assert 1 == done.returncode
    assert "error: deck/index.html asks for 'assets/gone.png', which is no file of the site\n" in done.stderr
    assert not (project.root / "talk.html").exists()


@pytest.mark.parametrize("form", ["html", "notes"])
def test_same_input_same_bytes(tmp_path: Path, form: str) -> None:
    """Two runs over the flagship, in two places and the second without a cache, give the same bytes."""
    copy = tmp_path / "other" / "place"
    shutil.copytree(ROOT / "content", copy / "content")
    ending = {"html": "html", "notes": "md"}[form]
    files = [tmp_path / f"{name}.{ending}" for name in "ab"]
    first = TinyProject(ROOT).run("export", form, "-o", str(files[0]))
    second = TinyProject(copy).run("export", form, "-o", str(files[1]), PYTHONHASHSEED="7", TZ="Asia/Tokyo")

    assert (0, 0) == (first.returncode, second.returncode), first.stderr + second.stderr
    assert files[0].read_bytes() == files[1].read_bytes()


# The file -----------------------------------------------------------------------------------------------------


def test_made_of_the_site(project: TinyProject) -> None:
    """Every slide stands in the file as it stands in the site's deck, but for addresses."""
    project.write("content/scales/figures/dot.png", "")
    (project.root / "content/scales/figures/dot.png").write_bytes(PIXEL)
    project.write("content/scales/slides.md", "## A {#a}\n\nWords ![dot](figures/dot.png) and [@three-fourths].\n")
    files = files_of(project.root)
    page = files["deck/index.html"]
    assert isinstance(page, bytes)
    html = alone(project.root, files)

    def plain(text: str) -> str:
        """Give the slides of a page without its addresses."""
        slides = text[text.index('<div class="slides"') : text.index('<nav class="tools"')]
        return re.sub(r' (?:href|src)="[^"]*"|<a data-beyond[^>]*>.*?</a>', "", slides)

    assert plain(page.decode()) == plain(html)
    assert 1 == html.count("data:image/png;base64,iVBORw0KGgo")


def test_asks_for_no_file(project: TinyProject) -> None:
    """No address in the file is that of another file, and each script and style sheet is in the policy."""
    html = alone(project.root, files_of(project.root))
    found = tags(html)
    addresses = [tag.attributes[name] for tag in found for name in ("src", "href") if name in tag.attributes]
    policy = next(tag.attributes["content"] for tag in found if tag.attributes.get("http-equiv"))
    texts = {kind: re.findall(rf"<{kind}[^>]*>(.*?)</{kind}>", html, re.DOTALL) for kind in ("script", "style")}

    assert [] == [each for each in addresses if not each.startswith(("data:", "#/", "?#/"))]
    sheets = "".join(texts["style"])
    assert [] == [each for each in re.findall(r"url\(\"?([^)\"]*)", sheets) if not each.startswith("data:")]
    for kind, parts in texts.items():
        allowed = re.search(rf"{kind}-src ([^;]*);", policy)
        assert allowed
        assert [policy_hash(part) for part in dict.fromkeys(parts)] == sorted(
            allowed[1].split(), key=[policy_hash(part) for part in parts].index
        )
    assert policy.startswith("default-src 'none'; ")


def test_without_a_whole_page(project: TinyProject) -> None:
    """A page without a body cannot be taken apart."""
    files = files_of(project.root) | {"deck/presenter.html": b"<p>Nothing</p>"}
    with pytest.raises(ExportError, match=r"deck/presenter\.html is not a whole page"):
        alone(project.root, files)


def test_foreign_pictures(project: TinyProject) -> None:
    """A page of a project's own that asks another host, or for what a page cannot hold, is refused."""
    files = files_of(project.root)
    page = files["deck/index.html"]
    assert isinstance(page, bytes)
    for address, message in (
        ("https://example.org/x.png", "asks for 'deck/https:/example.org/x.png', which is no file"),
        ("../assets/deck.js", "asks for 'assets/deck.js', which is neither a picture nor a typeface"),
    ):
        changed = page.replace(b"<main>", f'<main><img src="{address}">'.encode())
        with pytest.raises(ExportError, match=re.escape(message)):
            alone(project.root, files | {"deck/index.html": changed})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"</script>"', r'"\x3C/script>"'),
        ("'</SCRIPT '", r"'\x3C/SCRIPT '"),
        ("`<!--<script>`", r"`\x3C!--<script>`"),
        ("for (i = 0; i<scripts.length; i++)", "for (i = 0; i<scripts.length; i++)"),
    ],
)
def test_script_text(text: str, expected: str) -> None:
    """What would end a script in a page is written by its number; all else stays as it is."""
    assert expected == script_text(text)


def test_style_text() -> None:
    """What would end a style sheet in a page is escaped, and no comparison with it."""
    assert r"a::after { content: '<\/style><\/STYLE x </b>' }" == style_text(
        "a::after { content: '</style></STYLE x </b>' }"
    )


def test_text_as_a_page_has_it() -> None:
    """Line ends are those that a browser makes of them, else no hash would fit."""
    assert "a\nb\nc\ufffd" == Site({"x.js": b"\xef\xbb\xbfa\r\nb\rc\0"}).text("x.js")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("../figures/a%20b.png", "figures/a b.png"),
        ("../figures/a.svg?x#y", "figures/a.svg"),
        ("presenter.html", "deck/presenter.html"),
        ("", "deck/index.html"),
        ("../../../x", "../../x"),
    ],
)
def test_resolved(address: str, expected: str) -> None:
    """An address is the path of a file in the site, or of none."""
    assert expected == Site({}).resolved(address, "deck/index.html")


# Tags ---------------------------------------------------------------------------------------------------------


def test_tags() -> None:
    """Tags have their place in the text, whatever stands between them."""
    html = "<p class=\"a\"\n id=b>1 &lt; 2<br/>\u2028é<A HREF='x'>z</a ></p>"
    found = tags(html)

    assert ["p", "br", "a", "a", "p"] == [tag.name for tag in found]
    assert [True, True, True, False, False] == [tag.opens for tag in found]
    assert [html[tag.begin : tag.end] for tag in found] == [tag.text for tag in found]
    assert {"class": "a", "id": "b"} == found[0].attributes


@pytest.mark.parametrize(
    ("html", "value", "expected"),
    [
        ('<a href="x" title="y">', "#/z", '<a href="#/z" title="y">'),
        ("<a href='x'>", 'a"b&', '<a href="a&quot;b&amp;">'),
        ("<a href=x>", None, "<a>"),
        ('<a data-href="x" href="y">', None, '<a data-href="x">'),
        ('<a href="\\1">', "\\1", '<a href="\\1">'),
    ],
)
def test_with_attribute(html: str, value: str | None, expected: str) -> None:
    """An attribute gets another value, or goes; the others stay as they are."""
    assert expected == tags(html)[0].with_attribute("href", value)


# Typefaces ----------------------------------------------------------------------------------------------------

LATIN = '@font-face { font-family: "A B"; src: url("a.woff2") format("woff2"); unicode-range: U+0-FF, U+2000-206F; }'
GREEK = '@font-face { font-family: "A B"; src: url(b.woff2); unicode-range: U+370-3FF; }'
WILD = "@font-face{font-family:C;src:url(c.woff2) format('woff2'),url(c.woff) format('woff');unicode-range:U+4??}"
ALL = "@font-face{font-family:D;src:url(d.woff2)}"


def test_without_faces() -> None:
    """Typefaces are taken out of a style sheet, but not out of its comments and strings."""
    sheet = f"a {{ top: 0 }}\n{LATIN}\n/* {GREEK} */ b {{ content: '{ALL}' }}"

    assert (f"a {{ top: 0 }}\n/* {GREEK} */ b {{ content: '{ALL}' }}", (Face(LATIN),)) == without_faces(sheet)


@pytest.mark.parametrize(
    ("page", "scripts", "sheet", "expected"),
    [
        ("x", "", "b { font: 1em 'A B' }", [LATIN]),
        ("xπ", "", "b { font: 1em 'A B' }", [LATIN, GREEK]),
        ("x &#960; &#x3c0;", "", "b { font: 1em 'A B' }", [LATIN, GREEK]),
        ("x", "'\\u03c0'", "b { font: 1em 'A B' }", [LATIN, GREEK]),
        ("x", "", "b { font: 1em 'A B' } i::after { content: '\\3c0' }", [LATIN, GREEK]),
        ("xπ", "", "b { font: 1em 'A Bc', A-B }", []),
        ("xπ", "", "/* b { font: 1em 'A B' } */", []),
        ("ж", "", ".one .two { font-family: C }", []),
        ('<b class="one two">ж', "", ".one .two, .three { font-family: C }", [WILD]),
        ('<b class="three">ж', "", ".one .two, .three { font-family: C }", [WILD]),
        ('<b class="one">ж', 'add("two")', ".one .two { font-family: C }", [WILD]),
        ('<b class="one">x', 'add("two")', ".one .two { font-family: C }", []),
        ("", "", "@media print { b { --face: D } }", [ALL]),
    ],
)
def test_needed(page: str, scripts: str, sheet: str, expected: list[str]) -> None:
    """A typeface is needed where it is named for a part that there is, and has a letter that there is."""
    faces = [Face(rule) for rule in (LATIN, GREEK, WILD, ALL, LATIN)]

    assert expected == [face.rule for face in needed(faces, [sheet], [page], [scripts])]


def test_face_at() -> None:
    """Of several forms of a typeface one is kept, at its new address."""
    face = Face(WILD)

    assert ("c.woff2", "c.woff") == face.addresses
    assert (
        "@font-face{font-family:C;src:url(\"new\") format('woff2');unicode-range:U+4??}"
        == face.at("c.woff2", "new").rule
    )


def test_typefaces_of_the_flagship() -> None:
    """The flagship takes no typeface for letters that it does not have, nor one for formulas that it does not have."""
    files = files_of(ROOT)
    html = alone(ROOT, files)
    sheet = html[html.index("<style>") : html.index("</style>")]
    families = re.findall(r'font-family:\s*"?([^;"]+)', sheet)

    assert {"Inter", "Source Serif", "JetBrains Mono", "KaTeX_Main", "KaTeX_Math"} < set(families)
    assert not {"KaTeX_Fraktur", "KaTeX_Script", "KaTeX_Typewriter"} & set(families)
    assert "U+0100-02BA" not in sheet
    assert len(html) < 1_500_000
