"""Content by a hostile author: it runs nothing, loads nothing, reads nothing it may not, and drives no terminal."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from conftest import TINY, TinyProject
from instructdeck.files.files import Project
from instructdeck.load.load import load
from instructdeck.references.cslyaml import AppendError, append
from instructdeck.verify.proof import prove, write_locks

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from instructdeck.deck.quotation import Source

CANARY = "canary-5f3a"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
SLIDES = "content/scales/slides.md"
DECK = "content/deck.yml"
CSP = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>")

HTML = """
<script>alert(1)</script>
<img src="https://evil.example/a.png" srcset="https://evil.example/b.png 2x">
<img src=x onerror=alert(1)>
<img src=`x`onerror=alert(1)>
<svg onload=alert(1)><script>alert(1)</script><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<svg><set attributeName=href to=javascript:alert(1)><style><img src=x onerror=alert(1)></style></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;"></table></math>
<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>
<style>@import "https://evil.example/a.css"; body { background: url(https://evil.example/c.png) }</style>
<link rel=stylesheet href=https://evil.example/a.css><base href=https://evil.example/>
<meta http-equiv=refresh content="0;url=https://evil.example/"><iframe src=https://evil.example/></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe><object data=https://evil.example/></object>
<video poster=https://evil.example/p.png src=https://evil.example/v><source src=https://evil.example/w></video>
<details open ontoggle=alert(1)>x</details><input autofocus onfocus=alert(1)><body onload=alert(1)>
<a href="javascript:alert(1)">x</a><a href="java&#9;script:alert(1)">x</a><a href="vbscript:x">x</a>
<a href=" &#1;javascript:alert(1)">x</a><a href="data:text/html,<script>alert(1)</script>">x</a>
<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>
<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript><xmp><img src=x onerror=alert(1)></xmp>
<template><script>alert(1)</script></template><!--><img src=x onerror=alert(1)>--><!-- --!><img src=x onerror=alert(1)>
<p class="fragment notes" id="Reveal" name="Reveal" data-notes="<img src=x onerror=alert(1)>"
  style="background:url(//evil.example)">x</p>
<section data-markdown="https://evil.example/x.md" data-background-iframe="https://evil.example/"
  data-background-image="https://evil.example/p.png" data-background-video="https://evil.example/v"
  data-background="https://evil.example/p.png" data-state="x" data-autoslide=1></section>
<a href="#" data-preview-link="https://evil.example/" data-src="https://evil.example/">x</a>
</div></section></main><script>alert(1)</script>
"""
"""What an author may try where HTML is allowed."""

MARKDOWN = r"""
[a](javascript:alert(1)) [b](<java&#x09;script:alert(1)>) [c](JAVASCRIPT:alert(1)) [d](<\x01javascript:alert(1)>)
[e](data:text/html,x) [f](//evil.example) [g](\\\\evil.example) [h](vbscript:x) <javascript:alert(1)>
[i](https://example.org "\"><img src=x onerror=alert(1)>") [j](https://example.org/"onmouseover=alert(1))
[k](#a"onclick="alert(1)) [l][m] [@three-fourths, "><img src=x onerror=alert(1)>]

[m]: javascript:alert(1) "x"

![<img src=x onerror=alert(1)>](figures/a.svg "<img src=x onerror=alert(1)>"){width="1%;background:url(//evil.example)"}

![x](https://evil.example/a.png) and ![x](//evil.example/a.png) and ![x](data:image/svg+xml,<svg/onload=alert(1)>)

$\href{javascript:alert(1)}{x}$ $\includegraphics{https://evil.example/a.png}$ $\htmlData{notes=<b>}{x}$
$\htmlClass{fragment}{x}$ $\htmlStyle{background:url(https://evil.example)}{x}$ $\url{javascript:alert(1)}$
$\color{red;background:url(https://evil.example)}x$ $\text{</annotation><img src=x onerror=alert(1)>}$

```"><img/src=x/onerror=alert(1)> {lines="1" .x"onload=alert(1)}
<script>alert(1)</script>
```

| a"><script>alert(1)</script> |
|:-:"onload=alert(1)|

[x]{.highlight" onload=alert(1)} [y]{.c"><script>alert(1)</script>}
"""
"""What an author may try in Markdown."""


def refused(project: TinyProject, rule: str) -> None:
    """Expect a rule's diagnostic of `check`, and that no site holds the canary."""
    found = json.loads(project.run("check", "--format", "json").stdout)["diagnostics"]
    assert rule in {each["rule"] for each in found}
    project.run("build")
    held = [
        path for path in (project.root / "site").rglob("*") if path.is_file() and CANARY in path.read_text("latin-1")
    ]
    assert not held


# --- Files that an author may not read


@pytest.mark.parametrize(
    ("link", "target"),
    [
        (SLIDES, ".git/config"),
        ("content/scales/synthesis.md", "../outside"),
        ("content/scales/quotes.yml", "untracked.svg"),
        ("content/scales/figures/a.svg", ".git/config"),
        ("content/scales/figures/a.svg", "content/.env.svg"),
        ("content/scales/figures/a.svg", "untracked.svg"),
        ("content/scales/figures/a.svg", "../outside"),
    ],
)
def test_linked_file(project: TinyProject, link: str, target: str) -> None:
    """A link leads neither to a hidden file, nor out of content/, nor out of the project."""
    project.write(SLIDES, "## A {#a}\n\n![A](figures/a.svg)\n")
    file = project.root / link
    file.parent.mkdir(exist_ok=True)
    file.unlink(missing_ok=True)
    file.symlink_to(os.path.relpath(project.write(target, f"## {CANARY}\n\n{SVG}\n"), file.parent))
    assert CANARY in file.read_text(encoding="utf-8")
    refused(project, "outside-path")


def test_linked_folder(project: TinyProject, tmp_path: Path) -> None:
    """A linked folder gives neither its files nor their names."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / f"plot-{CANARY}.svg").write_text(SVG)
    (tmp_path / "elsewhere" / "section.yml").write_text(f"title: {CANARY}\n")
    (project.root / "content/scales/figures").symlink_to(tmp_path / "elsewhere")
    (project.root / "content/other").symlink_to(tmp_path / "elsewhere")
    project.write(DECK, TINY[DECK] + "  - other\n")
    project.write(SLIDES, "## A {#a}\n\n![A](figures/plot-canary-5f3.svg)\n")
    refused(project, "outside-path")
    assert CANARY not in project.run("check").stdout


# --- Files that an author may not write

PAPER = "papers/macdougall.md"
LOCK = "content/scales/evidence.lock"


def link_halves(project: TinyProject) -> None:
    """Put links to a file elsewhere where files stand that are being written, before they replace others."""
    for name in (f"{LOCK}-new", f"{LOCK}-{os.getpid()}", f"content/sources.yml-{os.getpid()}"):
        file = project.root / name
        file.with_name(f".{file.name}").symlink_to(project.root.parent / "precious")


def test_a_lock_leads_nowhere(project: TinyProject) -> None:
    """A link in the place of a lock, or of what becomes one, makes no one write to another file."""
    project.write(PAPER, "the loss was ascertained to be three-fourths of an ounce\n")
    precious = project.write("../precious", CANARY)
    link_halves(project)
    (project.root / LOCK).symlink_to(precious)
    run = load(read := Project(project.root), ())
    proof = prove(run, read, {}, run.sections)
    assert [LOCK] == write_locks(project.root, proof.locks)
    assert "three-fourths" in (project.root / LOCK).read_text(encoding="utf-8")
    assert not (project.root / LOCK).is_symlink()
    assert CANARY == precious.read_text(encoding="utf-8")


def test_sources_lead_nowhere(project: TinyProject) -> None:
    """A link in the place of the list of sources, or of what becomes it, makes no one write to another file."""
    precious = project.write("../precious", CANARY)
    link_halves(project)
    file = project.root / "content/sources.yml"
    sources = load_sources_of(project)
    file.write_text("", encoding="utf-8")
    append(file, sources)
    assert "macdougall" in file.read_text(encoding="utf-8")
    file.unlink()
    file.symlink_to(project.write("../list.yml", ""))
    with pytest.raises(AppendError, match="it is a link"):
        append(file, sources)
    assert CANARY == precious.read_text(encoding="utf-8")


def load_sources_of(project: TinyProject) -> tuple[Source, ...]:
    """Give the sources of a project."""
    return load(Project(project.root), ()).sources


@pytest.mark.parametrize("content", [b"a\xff\x80", b"\xff\xfe\xff", b"", b"[" * 100_000])
def test_a_lock_of_bytes(project: TinyProject, content: bytes) -> None:
    """A lock that is no text is replaced like any other that is out of date."""
    project.write(PAPER, "the loss was ascertained to be three-fourths of an ounce\n")
    (project.root / LOCK).write_bytes(content)
    done = project.run("verify")
    assert (0, "") == (done.returncode, done.stderr)
    assert f"Wrote {LOCK}: review it, and commit it.\n" in done.stdout


# --- Links that authors may use


def test_linked_within_content(project: TinyProject) -> None:
    """Sections may share a picture by a link."""
    project.write("content/shared/a.svg", SVG)
    (project.root / "content/scales/a.svg").symlink_to("../shared/a.svg")
    project.write(SLIDES, TINY[SLIDES] + "\n## B {#b}\n\n![A](a.svg)\n\n::: notes\nWords.\n:::\n")
    done = project.run("check", "--strict")
    assert 0 == done.returncode, done.stdout


# --- Names


NAMES = (b"javascript:alert(1)", b"https:evil.example", b"\xff", b"a\x1b]0;x\x07\n::error::b", b"Index", b'"><b>')


@pytest.mark.parametrize("deck", ["[\n", TINY[DECK]], ids=["broken", "whole"])
def test_folder_name(project: TinyProject, deck: str) -> None:
    """The name of a folder becomes no address, even where `deck.yml` does not say which folders are sections."""
    for name in NAMES:
        folder = os.fsencode(project.root / "content") + b"/" + name
        os.mkdir(folder)  # noqa: PTH102  a path of bytes
        with open(folder + b"/slides.md", "x", encoding="utf-8") as file:  # noqa: PTH123  as before
            file.write("## B {#b}\n")
    project.write(DECK, deck)
    for arguments in (("check",), ("check", "--format", "json"), ("check", "--format", "github"), ("build",)):
        done = project.run(*arguments, PYTHONIOENCODING="utf-8:strict")
        assert "Traceback" not in done.stderr
        assert "\x1b" not in done.stdout + done.stderr
    pages = {path.name for path in (project.root / "site").glob("*.html")}
    assert {"index.html", "evidence.html", "team.html", "scales.html"} == pages


@pytest.mark.parametrize("arguments", [("check",), ("check", "--format", "github"), ("model",), ("build",)])
def test_escape_sequences(project: TinyProject, arguments: tuple[str, ...]) -> None:
    """What YAML can write and a terminal would obey is shown as a mark."""
    evil = r'"\e]0;x\a\x9b1m"'
    project.write(DECK, TINY[DECK].replace("The weight of a soul", evil))
    project.write("content/scales/section.yml", f"title: {evil}\nminutes: {evil}\n{evil}: x\n")
    done = project.run(*arguments, FORCE_COLOR="1")
    ours = re.compile("\x1b\\[[0-9]+m")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", ours.sub("", done.stdout + done.stderr))


def test_figure_name(project: TinyProject) -> None:
    """A file whose name is not UTF-8 stands in no hint, and so breaks no page."""
    folder = project.root / "content/scales/figures"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/plot\xff.svg", "x", encoding="utf-8") as file:  # noqa: PTH123  a path of bytes
        file.write(SVG)
    project.write(SLIDES, "## A {#a}\n\n![A](figures/plot.svg)\n")
    done = project.run("build")
    assert "Traceback" not in done.stderr
    assert (project.root / "site/index.html").exists()


# --- Time


@pytest.mark.parametrize("gap", [" ", "\t", "\n", " \n"])
def test_gap_in_listing(project: TinyProject, gap: str) -> None:
    """White space does not hold up a lexer: Pygments' own takes hours for this listing."""
    project.write(SLIDES, f"## A {{#a}}\n\n```systemd\n[Unit]\na{gap * 9_000}b\n```\n")
    assert "Built 1 slide" in project.run("build").stdout


# --- Browser


@pytest.fixture
def hostile(project: TinyProject) -> TinyProject:
    """Give a deck by a hostile author, built."""
    evil = "\"><img src=x onerror=alert(1)><script>alert(1)</script>'"
    project.write(
        DECK,
        f"title: {json.dumps(evil)}\nevent: {json.dumps(evil)}\nsource: macdougall\nhtml: true\nsections: [scales]\n",
    )
    project.write(
        "content/scales/section.yml",
        f"title: {json.dumps(evil)}\nspeaker: {{name: {json.dumps(evil)}, role: {json.dumps(evil)}}}\n"
        f"focus: {json.dumps(evil)}\n",
    )
    project.write(
        "content/sources.yml",
        f"- id: macdougall\n  title: {json.dumps(evil)}\n  URL: javascript:alert(1)\n  note: {json.dumps(evil)}\n"
        f"- id: doi\n  title: A\n  DOI: {json.dumps(evil)}\n  issued: {json.dumps(evil)}\n"
        '- id: url\n  title: B\n  URL: "https://example.org/\\"onclick=alert(1)//"\n',
    )
    project.write(
        "content/scales/quotes.yml",
        TINY["content/scales/quotes.yml"] + f"  place: {json.dumps(evil)}\n  note: {json.dumps(evil)}\n",
    )
    project.write("content/scales/figures/a.svg", SVG)
    pieces = [f"{piece}\n" for piece in HTML.strip().split("\n")]
    notes = "::: notes\n" + "\n".join(pieces) + "\n:::\n"
    slides = [f"## A {piece.strip()} {{#s{n}}}\n\n{piece}\nwords {piece}\n{notes}" for n, piece in enumerate(pieces)]
    project.write(SLIDES, "\n".join([f"## B {{#b}}\n\n{HTML}\n\n{MARKDOWN}\n\n{notes}", *slides]))
    project.write("content/scales/synthesis.md", f"# {evil}\n\n{HTML}\n\n{MARKDOWN}\n\n" + "\n".join(pieces))
    project.run("build")
    return project


RAN = "it ran"
ALERT = f"window.alert = () => console.log('{RAN}');"
JAVASCRIPT = """() => [...document.querySelectorAll("*")].flatMap(each => [...each.attributes])
  .filter(({ name, value }) => /^on|^srcdoc$|^formaction$/.test(name)
    || /href$|^src/.test(name) && /^\\W*(javascript|vbscript|data:text)/i.test(value))
  .map(({ name, value }) => `${name}=${value}`)"""


@dataclass
class Trap:
    """A browser that notes what runs and what is asked of other hosts."""

    context: BrowserContext
    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen."""
        self.context.add_init_script(ALERT)
        self.context.on("console", lambda message: self.ran.append(message.text) if message.text == RAN else None)
        self.context.on("request", lambda request: self.asked.append(request.url))

    def open(self, path: Path) -> Page:
        """Open a page; what it could run on a click counts as run."""
        page = self.context.new_page()
        page.goto(path.as_uri())
        self.look(page)
        return page

    def look(self, page: Page) -> None:
        """Note what a page could run."""
        self.ran += page.evaluate(JAVASCRIPT)

    @property
    def foreign(self) -> list[str]:
        """Requests to other hosts."""
        return [each for each in self.asked if not each.startswith(("file:", "data:"))]


@pytest.mark.browser
@pytest.mark.parametrize("policy", [True, False], ids=["with-csp", "without-csp"])
def test_runs_nothing(hostile: TinyProject, browser: Browser, policy: bool) -> None:  # noqa: FBT001  a parameter
    """Nothing an author writes runs or loads, even in a browser that knows no Content-Security-Policy."""
    site = hostile.root / "site"
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert CSP.search(text)
        if not policy:
            path.write_text(CSP.sub("", text), encoding="utf-8")
    trap = Trap(browser.new_context())
    for path in site.glob("*.html"):
        trap.open(path)
    deck = trap.open(site / "deck/index.html")
    deck.wait_for_function("() => window.Reveal && Reveal.isReady()")
    with deck.expect_popup() as popup:
        deck.keyboard.press("s")
    presenter = popup.value
    for number in range(deck.evaluate("Reveal.getSlides().length")):
        deck.evaluate(f"Reveal.slide({number})")
        presenter.wait_for_function(f"() => document.body.innerText.includes('{number + 1} / ')")
        trap.look(presenter)
    assert ([], []) == (trap.ran, trap.foreign)


@pytest.mark.browser
def test_trap_works(hostile: TinyProject, browser: Browser) -> None:
    """What `test_runs_nothing` finds none of would be found."""
    page = hostile.root / "site/team.html"
    raw = HTML.replace("refresh", "")
    page.write_text(CSP.sub("", page.read_text(encoding="utf-8")).replace("</main>", raw), encoding="utf-8")
    trap = Trap(browser.new_context())
    trap.open(page)
    assert RAN in trap.ran
    assert any("javascript:" in each for each in trap.ran)
    assert trap.foreign
