"""Pictures: what each file is, which SVG is refused and where, and which becomes a part of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from instructdeck.pictures.drawing import drawing, flaws
from instructdeck.pictures.picture import MAX_ELEMENTS, MAX_FLAWS, PICTURES, judge, loads, mismatch
from instructdeck.pictures.svg import parse, placed

if TYPE_CHECKING:
    from conftest import TinyProject

SVG = 'xmlns="http://www.w3.org/2000/svg"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
HTML = 'xmlns="http://www.w3.org/1999/xhtml"'
SCRIPT = "data:image/svg+xml,&lt;svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/&gt;"
PNG = "data:image/png;base64,iVBORw0KGgo="


def svg(inner: str, attributes: str = "") -> str:
    """Give an SVG with something in it."""
    return f"<svg {SVG} {XLINK} {attributes}>{inner}</svg>"


HOSTILE = [
    # scripts
    svg("<script>alert(1)</script>"),
    svg("<script href='https://evil.example/a.js'/>"),
    svg("<script xlink:href='data:text/javascript,alert(1)'/>"),
    svg(f"<script {HTML}>alert(1)</script>"),
    svg("<h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script>"),
    svg("<x:x xmlns:x='http://www.w3.org/2000/svg'><x:script>alert(1)</x:script></x:x>"),
    svg("<SCRIPT>alert(1)</SCRIPT>"),
    svg("<g><![CDATA[<]]><script><![CDATA[alert(1)]]></script></g>"),
    svg("<defs><g><script type='text/ecmascript'>alert(1)</script></g></defs>"),
    svg("<handler xmlns:ev='http://www.w3.org/2001/xml-events' ev:event='load'>alert(1)</handler>"),
    svg("<x xmlns='http://www.w3.org/2001/xml-events' event='load' handler='data:text/xml,x#y'/>"),
    svg("<listener xmlns='http://www.w3.org/2001/xml-events' event='load'/>"),
    # events
    svg("", "onload='alert(1)'"),
    svg("", "ONLOAD='alert(1)'"),
    svg("<g onload='alert(1)'/>"),
    svg("<g onclick='alert(1)' onmouseover='alert(1)'/>"),
    svg("<image href='#x' onerror='alert(1)'/>"),
    svg("<animate onbegin='alert(1)' attributeName='x' dur='1s'/>"),
    svg("<set attributeName='onmouseover' to='alert(1)'/>"),
    svg("<animate attributeName='onunload' to='alert(1)'/>"),
    svg("<text onfocusin='alert(1)' tabindex='0'>x</text>"),
    # addresses
    svg("<a href='javascript:alert(1)'><rect width='9' height='9'/></a>"),
    svg("<a xlink:href='javascript:alert(1)'><text>x</text></a>"),
    svg("<a xlink:href='java&#9;script:alert(1)'><text>x</text></a>"),
    svg("<a xlink:href='&#1;javascript:alert(1)'/>"),
    svg("<a href='#x' xlink:href='javascript:alert(1)'/>"),
    svg("<a href='//evil.example/'/>"),
    svg("<a><set attributeName='href' to='javascript:alert(1)'/><text>x</text></a>"),
    svg("<a><animate attributeName='xlink:href' values='javascript:alert(1)'/><text>x</text></a>"),
    svg("<a><animate attributeName=' HREF ' from='javascript:alert(1)' to='&amp;'/></a>"),
    svg("<use href='https://evil.example/a.svg#x'/>"),
    svg("<use href='a.svg#x'/>"),
    svg(f'<use xlink:href="{SCRIPT}#x"/>'),
    svg(f'<image xlink:href="{SCRIPT}"/>'),
    svg("<image href='data:image/svg+xml;base64,PHN2Zy8+'/>"),
    svg("<image href='https://evil.example/a.png'/>"),
    svg("<image href='../../../.env'/>"),
    svg("<image href='file:///etc/passwd'/>"),
    svg("<feImage href='https://evil.example/a.png'/>"),
    svg("<feImage><set attributeName='xlink:href' to='data:image/svg+xml,x'/></feImage>"),
    svg("<animation xlink:href='javascript:alert(1)'/>"),
    svg("<foreignObject xlink:href='javascript:alert(1)'/>"),
    svg("<color-profile xlink:href='https://evil.example/a.icc'/>"),
    svg("<font-face-uri xlink:href='https://evil.example/a.svg#f'/>"),
    svg("<cursor xlink:href='https://evil.example/a.png'/>"),
    svg("<x xlink:actuate='onLoad' xlink:href='javascript:alert(1)' xlink:type='simple'/>"),
    svg("<g xml:base='javascript:alert(1)//'><a href='#x'/></g>"),
    svg("<g><set attributeName='x' to=' JavaScript:alert(1)'/></g>"),
    # HTML within
    svg(f"<foreignObject><iframe {HTML} src='javascript:alert(1)'/></foreignObject>"),
    svg(f"<foreignObject><iframe {HTML} srcdoc='&lt;script>alert(1)&lt;/script>'/></foreignObject>"),
    svg(f"<foreignObject><body {HTML} onload='alert(1)'/></foreignObject>"),
    svg(f"<foreignObject><embed {HTML} src='data:text/html,x'/></foreignObject>"),
    svg(f"<foreignObject><object {HTML} data='data:text/html,x'/></foreignObject>"),
    svg(f"<foreignObject><img {HTML} src='https://evil.example/a.png'/></foreignObject>"),
    svg(f"<foreignObject><img {HTML} srcset='https://evil.example/a.png 2x'/></foreignObject>"),
    svg(f"<foreignObject><video {HTML} poster='https://evil.example/a.png'/></foreignObject>"),
    svg(f"<foreignObject><form {HTML} action='https://evil.example/'/></foreignObject>"),
    svg(f"<foreignObject><p {HTML} ><button formaction='javascript:alert(1)'>x</button></p></foreignObject>"),
    svg(f"<foreignObject><input {HTML} autofocus='' onfocus='alert(1)'/></foreignObject>"),
    svg(f"<meta {HTML} http-equiv='refresh' content='0;url=https://evil.example/'/>"),
    svg(f"<link {HTML} rel='stylesheet' href='https://evil.example/a.css'/>"),
    svg(f"<base {HTML} href='https://evil.example/'/>"),
    svg("<math xmlns='http://www.w3.org/1998/Math/MathML'><mi href='javascript:alert(1)'>x</mi></math>"),
    svg("<audio xlink:href='https://evil.example/a.mp3'/>"),
    # styles
    svg("<style>@import 'https://evil.example/a.css';</style>"),
    svg("<style>@\\69mport 'https://evil.example/a.css';</style>"),
    svg("<style><![CDATA[*{fill:url(https://evil.example/a.svg#x)}]]></style>"),
    svg("<style>@font-face{font-family:x;src:url('https://evil.example/a.woff2')}</style>"),
    svg("<style>*{background:image-set('https://evil.example/a.png' 1x)}</style>"),
    svg("<style>a{b:'/*'}*{fill:url(https://evil.example/)}a{b:'*/'}</style>"),
    svg(f"<style {HTML}>*{{background:url(//evil.example)}}</style>"),
    svg("<g style='fill:url(https://evil.example/a.svg#x)'/>"),
    svg("<g style='fill:u\\72l(https://evil.example/a.svg#x)'/>"),
    svg("<g style='background:URL( \"//evil.example/a.png\" )'/>"),
    svg("<g style='background:url(data:image/svg+xml,x)'/>"),
    svg("<g fill='url(a.svg#x)'/>"),
    svg("<g filter='\\75rl(https://evil.example/a.svg#x)'/>"),
    svg("<g clip-path='url(&#10;https://evil.example/a.svg#x)'/>"),
    svg("<animate attributeName='fill' to='url(https://evil.example/a.svg#x)'/>"),
    f"<?xml-stylesheet href='https://evil.example/a.css'?>{svg('')}",
    f"<?xml-stylesheet type='text/xsl' href='data:text/xml,x'?>{svg('')}",
    # definitions, encodings, nesting, and what is no SVG
    f"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{svg('<text>&x;</text>')}",
    f"<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>{svg('<text>&b;</text>')}",
    f"<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'alert(1)'>]>{svg('')}",
    f"<!DOCTYPE svg [<!ENTITY % x SYSTEM 'https://evil.example/a.dtd'>%x;]>{svg('')}",
    "<!DOCTYPE svg PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' 'x'>" + svg("<a href='#' title='javascript&colon;x'/>"),
    f"<?xml version='1.0' encoding='UTF-7'?>{svg('+ADw-script+AD4-')}",
    f"<?xml version='1.0' encoding='iso-2022-jp'?>{svg('')}",
    svg("<g>" * 200 + "</g>" * 200),
    svg("<g/>" * (MAX_ELEMENTS + 1)),
    svg(
        "<path id='a0'/>"
        + "".join(f"<g id='a{n + 1}'>{f'<use href=%#a{n}%/>'.replace('%', chr(39)) * 10}</g>" for n in range(9))
    ),
    svg("<use xlink:href='#b'/>" * 400 + "<g id='b'><g id='c'>" + "<path/>" * 400 + "</g></g>"),
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    f"<html {HTML}><script>alert(1)</script></html>",
    "",
]

HARMLESS = [
    svg("<switch><a xlink:href='https://example.org/'><text>Text is not SVG</text></a></switch>"),
    svg("<g id='a'><use href='#a'/><use href='#b'/></g><g id='b'><use href='#a'/></g><use href='#nowhere'/>"),
    svg("<path d='M0 0h1' fill='url(#a)' style='stroke:url(\"#b\")'/><use xlink:href='#c'/>"),
    svg(f"<image href='{PNG}'/><image xlink:href='{PNG}'/>"),
    svg(f"<style>*{{stroke:red;background:url({PNG})}}@font-face{{src:url(data:font/woff2;base64,AA)}}</style>"),
    svg(f"<foreignObject><p {HTML} style='color:red'>words</p></foreignObject>"),
    svg("<rect><animate attributeName='x' values='0;9' dur='1s'/></rect>"),
    f"<?xml version='1.0' encoding='UTF-8' standalone='no'?><!-- a <script> -->{svg('<text>onload=alert(1)</text>')}",
    svg(
        "<metadata><r:RDF xmlns:r='urn:r' xmlns:d='urn:d'><d:source>x</d:source>"
        "<d:license r:resource='https://example.org/'/></r:RDF></metadata>"
    ),
    svg("<i:view xmlns:i='urn:i' i:action='x' i:label='url(x)'/>"),
    svg("<text aria-label='once' one='1'>x</text>").replace(" one='1'", ""),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_refused(text: str) -> None:
    """What could run or load anything is refused, with a place in the file."""
    found = judge(text).flaws
    lines = text.split("\n")

    assert found
    for flaw in found:
        assert 1 <= flaw.line <= len(lines)
        assert 1 <= flaw.column <= len(lines[flaw.line - 1]) + 1


@pytest.mark.parametrize("text", HARMLESS)
def test_accepted(text: str) -> None:
    """What only draws is accepted, whatever program drew it."""
    assert () == judge(text).flaws


def test_place() -> None:
    """A flaw stands at the word that is meant, also where the tag has many lines."""
    (flaw,) = judge(f"<!-- é -->\n<svg {SVG}\n  viewBox='0 0 1 1'\n  onload='x()'/>").flaws

    assert (4, 3, 6, "attribute 'onload' runs a script") == (flaw.line, flaw.column, flaw.length, flaw.message)


def test_not_too_many_flaws() -> None:
    """A hostile file gives few messages."""
    assert MAX_FLAWS == len(judge(svg("<g onload='x'/>" * 1_000)).flaws)


@pytest.mark.parametrize(
    ("css", "loading"),
    [("url(#a)", False), ("rgb(1 2 3)", False), ("a\\", False), ("\\110000 \\0 url(#a)", False), ("url(", True)],
)
def test_loads(css: str, loading: bool) -> None:  # noqa: FBT001  a parameter of the test
    """Only an address outside of the drawing loads anything."""
    assert loading == loads(css)


@pytest.mark.parametrize(
    ("ending", "head", "problem"),
    [
        (".png", b"\x89PNG\r\n\x1a\n", ""),
        (".jpg", b"\xff\xd8\xff\xe0", ""),
        (".jpeg", b"\xff\xd8\xff\xe0", ""),
        (".gif", b"GIF89a", ""),
        (".webp", b"RIFF\0\0\0\0WEBP", ""),
        (".avif", b"\0\0\0\x1cftypavif", ""),
        (".avif", b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", ""),
        (".svg", b"\xef\xbb\xbf<?xml version='1.0'?><svg", ""),
        (".svg", b"\n<!-- drawn by hand --><svg", ""),
        (".png", b"", "is empty"),
        (".svg", b" \n", "is empty"),
        (".png", b"<!DOCTYPE html><script>", "holds HTML, not PNG"),
        (".png", b"<script>alert(1)</script>\x89PNG\r\n\x1a\n", "holds HTML, not PNG"),
        (".gif", b"<svg onload='alert(1)'>GIF89a", "holds SVG, not GIF"),
        (".jpg", b"\x89PNG\r\n\x1a\n", "holds PNG, not JPEG"),
        (".png", b"\xff\xd8\xff\xe0", "holds JPEG, not PNG"),
        (".svg", b"<html><svg></svg></html>", "holds HTML, not SVG"),
        (".svg", b"\x1f\x8b\x08", "is not SVG"),
        (".webp", b"RIFF\0\0\0\0WAVE", "is not WebP"),
        (".avif", b"\0\0\0\x1cftypheic\0\0\0\0mif1heic", "is not AVIF"),
    ],
)
def test_what_a_file_is(ending: str, head: bytes, problem: str) -> None:
    """A picture begins as its ending says; what it is instead is told."""
    assert problem == mismatch(ending, head)[0]


def test_every_ending_has_its_sign() -> None:
    """No ending is accepted that nothing is known of."""
    assert all(mismatch(ending, b"x" * 64)[0] for ending in PICTURES)


# --- Drawings that become a part of the page


def part(inner: str, attributes: str = "") -> tuple[str, dict[str, str]]:
    """Give a drawing as a part of a page, and the styles that go with it."""
    root = parse(svg(inner, attributes))
    assert () == flaws(root)
    found = placed(drawing(root).labelled("Alt <text>", "drawing"), "f1-")
    return str(found.html), dict(found.styles)


@pytest.mark.parametrize(
    ("text", "themed"),
    [
        (svg("<path fill='currentColor'/>"), True),
        (svg("", "style='color:var( --color-ink )'"), True),
        (svg("<path stroke='var(--hue-2)'/>"), True),
        (svg("<style>*{fill:CurrentColor}</style>"), True),
        (svg("<path fill='var(--own)'/>", "style='--own:red'"), False),
        (svg("<text>currentColor</text>"), False),
        (svg("<path fill='red'/>"), False),
    ],
)
def test_themed(text: str, themed: bool) -> None:  # noqa: FBT001  a parameter of the test
    """A drawing is of the theme where it asks for a color of the page."""
    assert themed == judge(text).themed


def test_drawing_is_one_picture_with_a_name() -> None:
    """The alt text is the name of the whole drawing, and what the drawing says of itself is gone."""
    html, _ = part("<title>x</title><path d='M0 0'/>", "width='20' height='10px' aria-label='y' role='none' class='a'")

    assert (
        '<svg width="20" height="10px" role="img" class="drawing c-a" viewBox="0 0 20 10" '
        'preserveAspectRatio="xMinYMin" aria-label="Alt &lt;text&gt;"><path d="M0 0"></path></svg>' == html
    )


def test_drawing_keeps_what_draws() -> None:
    """Shapes, gradients, words, classes with a prefix, and steps; a style is lifted into a class."""
    html, styles = part(
        "<defs><linearGradient id='a' xlink:href='#b'><stop offset='0' style='stop-color:var(--hue-1)'/>"
        "</linearGradient></defs><g class='fragment bar' fill='url(#a)'><text xml:space='preserve'> a </text></g>"
    )

    assert '<linearGradient id="f1-a" href="#f1-b"><stop offset="0" class="s-stop-color-var_28_--hue-1_29_">' in html
    assert '<g class="fragment c-bar" fill="url(#f1-a)"><text xml:space="preserve"> a </text></g>' in html
    assert {"s-stop-color-var_28_--hue-1_29_": "stop-color:var(--hue-1)"} == styles


@pytest.mark.parametrize(
    ("inner", "attributes", "left"),
    [
        ("", "style='position:fixed;inset:0;z-index:9;transform:scale(99);overflow:visible;width:9em'", ""),
        ("", "x='-99' transform='scale(99)' overflow='visible' tabindex='0' data-preview-link='x'", ""),
        ("<g data-markdown='x' accesskey='x' pointer-events='all' style='animation:x 1s'/>", "", "<g></g>"),
        ("<x:g xmlns:x='urn:x'><path/></x:g><metadata><path/></metadata>", "", ""),
        ("<g fill='url(x)' stroke='\\72' href='#x'/>", "", "<g></g>"),
        (f'<image href="{SCRIPT}"/>', "", "<image></image>"),
    ],
)
def test_drawing_drops_the_rest(inner: str, attributes: str, left: str) -> None:
    """What does not draw, leaves its place, or reaches for the page does not arrive."""
    known = 'preserveAspectRatio="xMinYMin" class="drawing" role="img" aria-label="Alt &lt;text&gt;"'

    assert (f"<svg {known}>{left}</svg>", {}) == part(inner, attributes)


def test_words_stay_words() -> None:
    """Within `title`, where a browser reads HTML, there is no element."""
    html, _ = part("<g><title>a<tspan>b</tspan><![CDATA[<img src=x onerror=alert(1)>]]></title></g>")

    assert "<g><title>a&lt;img src=x onerror=alert(1)&gt;</title></g>" in html


# --- In a project


def test_refused_figure_is_not_published(project: TinyProject) -> None:
    """A refused figure is a visible gap on its slide, and its file is not in the site."""
    project.write("content/scales/figures/a.svg", svg("<script>alert(1)</script>"))
    project.write("content/scales/slides.md", "## A {#a}\n\n![A](figures/a.svg)\n\n![A](figures/./a.svg)\n")
    done = project.run("build")

    assert "error[unsafe-figure]: element 'script' can act or load" in done.stderr
    assert "content/scales/figures/a.svg:1:" in done.stderr
    assert [] == list((project.root / "site").rglob("a.svg"))
    page = (project.root / "site/deck/index.html").read_text(encoding="utf-8")
    assert '<p class="broken">missing figure figures/a.svg</p>' in page


def test_themed_figure_is_in_the_page(project: TinyProject) -> None:
    """A figure with the theme's colors is a part of each page that shows it, each time with ids of its own."""
    inner = "<path id='p' d='M0 0h9' stroke='var(--color-accent)'/><use href='#p' style='fill:currentColor'/>"
    project.write("content/scales/figures/a.svg", svg(inner, "viewBox='0 0 9 9'"))
    project.write("content/scales/figures/dot.svg", svg("<circle r='1' fill='currentColor'/>", "viewBox='0 0 9 9'"))
    project.write(
        "content/scales/slides.md",
        '## A ![dot](figures/dot.svg) {#a}\n\n![One](figures/a.svg "caption"){width="60%"}\n\n![Two](figures/a.svg)\n'
        "\nIn a line ![three](figures/a.svg).\n",
    )
    project.write("content/scales/synthesis.md", "![Four](figures/a.svg)\n")
    project.run("build")
    site = project.root / "site"
    deck = (site / "deck/index.html").read_text(encoding="utf-8")
    page = (site / "scales.html").read_text(encoding="utf-8")

    assert 2 == deck.count('stroke="var(--color-accent)"')
    assert 1 + 2 == page.count('stroke="var(--color-accent)"')  # its own, and those in the small picture of the slide
    assert 1 == deck.count('class="inline" ') or 1 <= deck.count('aria-label="dot"')
    assert 'src="../figures/content/scales/figures/a.svg"' in deck
    assert ".s-fill-currentColor{fill:currentColor!important}" in (site / "assets/joined-deck.css").read_text()
    assert [site / "figures/content/scales/figures/a.svg"] == list(site.rglob("figures/**/*.svg"))
