"""Whether words in a file of SVG can be read where it is shown as a picture, as drawing programs write such files."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from gated import said_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conftest import TinyProject

pytestmark = pytest.mark.browser

SVG = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
VIEW = f'{SVG} viewBox="0 0 600 300"'
WORDS = 'x="20" y="80" font-size="40"'
XHTML = "http://www.w3.org/1999/xhtml"


def white_pixel() -> bytes:
    """Give a picture of one white pixel."""
    file = BytesIO()
    Image.new("RGB", (1, 1), "white").save(file, "PNG")
    return file.getvalue()


WHITE = f"data:image/png;base64,{b64encode(white_pixel()).decode()}"
LABEL = "font-size:8px;line-height:1.2"

FAULTS: Mapping[str, tuple[str, str]] = {
    "pale": (f'<svg {VIEW}><text {WORDS} fill="#ddd">Pale</text></svg>', "low-contrast: 'Pale' has a contrast of 1.3"),
    "pale-by-style": (
        f'<svg {VIEW} id="Layer_1"><style>.skip {{ fill: #ddd }}</style><text class="skip" {WORDS}>Class</text></svg>',
        "low-contrast: 'Class' has a contrast of 1.3",
    ),
    "dark-on-dark": (
        (
            f'<svg {VIEW}><linearGradient id="g"><stop/><stop offset="1" stop-color="#333"/></linearGradient>'
            f'<rect width="600" height="150" fill="url(#g)"/><text {WORDS}>On dark</text></svg>'
        ),
        "low-contrast: 'On dark' has a contrast of 1",
    ),
    "covered": (
        (
            f"<svg {VIEW}><text {WORDS}>Covered</text>"
            '<rect width="600" height="300" fill="#777" fill-opacity="0.92"/></svg>'
        ),
        "low-contrast: 'Covered' is seen with a contrast of 1",
    ),
    "own-ground": (
        f'<svg {VIEW} style="background: #222"><text {WORDS}>Own ground</text></svg>',
        "low-contrast: 'Own ground' has a contrast of 1.",
    ),
    "small": (
        f'<svg {SVG} viewBox="0 0 6000 3000"><text {WORDS}>Small</text></svg>',
        "too-small: 'Small' has 7.",
    ),
    "small-without-view": (
        f'<svg {SVG} width="2400" height="1200"><text {WORDS}>Shrunk</text></svg>',
        "too-small: 'Shrunk' has ",
    ),
    "small-in-points": (
        f'<svg {SVG} width="216pt" height="108pt" viewBox="0 0 4320 2160"><text {WORDS}>Points</text></svg>',
        "too-small: 'Points' has 10",
    ),
    "cut": (
        f'<svg {VIEW} overflow="visible"><text x="560" y="80" font-size="40">Cut off</text></svg>',
        "overflow: 'Cut off' stands ",
    ),
    "over": (
        f'<svg {VIEW}><text {WORDS}>Label</text><text x="22" y="82" font-size="40">Above</text></svg>',
        "overflow: 'Above' stands ",
    ),
    "html": (
        (
            f'<svg {VIEW}><switch><foreignObject width="100%" height="100%">'
            f'<div xmlns="http://www.w3.org/1999/xhtml" style="{LABEL}">Html</div></foreignObject>'
            '<text x="99" y="99" font-size="2">No HTML here</text></switch></svg>'
        ),
        "too-small: 'Html' has 14.",
    ),
    "html-pale": (
        (
            f'<svg {VIEW}><foreignObject width="600" height="300"><p xmlns="http://www.w3.org/1999/xhtml" '
            'style="font-size:40px;background:#fff;color:#ddd">Pale label</p></foreignObject></svg>'
        ),
        "low-contrast: 'Pale label' has a contrast of 1.3",
    ),
    "used": (
        f'<svg {VIEW}><defs><text id="t" {WORDS} fill="#ddd">Used</text></defs><use xlink:href="#t"/></svg>',
        "low-contrast: 'Used' has a contrast of 1.3",
    ),
    "figures/CAPITALS.SVG": (
        f'<svg {VIEW}><style>.pale {{ fill: #ddd }}</style><text class="pale" {WORDS}>Capitals</text></svg>',
        "low-contrast: 'Capitals' has a contrast of 1.3",
    ),
    "figures/a name, 100 % ours.svg": (
        f'<svg {VIEW}><text {WORDS} fill="#ddd">A name</text></svg>',
        "low-contrast: 'A name' has a contrast of 1.3",
    ),
    "cut-label": (
        (
            f'<svg {VIEW}><foreignObject x="20" y="40" width="60" height="40"><div xmlns="{XHTML}" '
            'style="font-size:24px;white-space:nowrap">Reward model</div></foreignObject></svg>'
        ),
        "overflow: 'Reward model' stands ",
    ),
    "scaled-label": (
        (
            f'<svg {VIEW}><foreignObject width="600" height="300"><div xmlns="{XHTML}" '
            'style="font-size:24px;width:400px;transform:scale(.2)">Scaled label</div></foreignObject></svg>'
        ),
        "too-small: 'Scaled label' has 8.6",
    ),
    "style-by-id": (
        (
            f'<svg {VIEW}><style>#lab text {{ font-size: 4px }}</style><defs><g id="lab">'
            '<text x="20" y="40">Tiny</text></g></defs><use href="#lab"/></svg>'
        ),
        "too-small: 'Tiny' has 7.",
    ),
    "at-the-end": (
        (
            f'<svg {VIEW}><g opacity="0"><text x="20" y="80" font-size="4">Later</text>'
            '<animate attributeName="opacity" from="0" to="1" begin="1s" dur="1s" fill="freeze"/></g></svg>'
        ),
        "too-small: 'Later' has 7.",
    ),
    "beneath-a-picture": (
        (
            f"<svg {VIEW}><text {WORDS}>Beneath</text>"
            f'<image width="600" height="300" preserveAspectRatio="none" href="{WHITE}"/></svg>'
        ),
        "low-contrast: 'Beneath' is seen with a contrast of 1",
    ),
    "padded": (
        f'<svg {VIEW} style="padding:40px"><text x="20" y="290" font-size="40">Moved out</text></svg>',
        "overflow: 'Moved out' stands ",
    ),
    "close-turned": (
        (
            f'<svg {VIEW}><g font-size="20" text-anchor="end"><text transform="translate(300 60) rotate(-45)">'
            'First words</text><text transform="translate(308 60) rotate(-45)">Other words</text></g></svg>'
        ),
        "overflow: 'Other words' stands ",
    ),
    "outlines": (
        (
            f'<svg {VIEW}><defs><path id="D-1" d="M0 0h50v70z"/></defs><g id="text_1">'
            "<!-- $\\mathdefault{10^{3}}$ -->"
            '<g transform="translate(20 80) scale(0.06 -0.06)"><use xlink:href="#D-1"/></g></g></svg>'
        ),
        "too-small: '10^3' has 10.",
    ),
    "outlines-cut": (
        (
            f'<svg {VIEW}><defs><path id="D-1" d="M0 0h50v70z"/></defs><g id="text_1"><!-- Title -->'
            '<g transform="translate(590 80) scale(0.4 -0.4)"><use xlink:href="#D-1"/></g></g></svg>'
        ),
        "overflow: 'Title' stands 18",
    ),
    "our-classes": (
        (
            f'<svg {VIEW}><g class="picture"><text class="slide katex" {WORDS} fill="#ddd">Classes of ours</text></g>'
            f'<g class="notes skip"><text x="20" y="200" font-size="40" fill="#ddd">And more</text></g></svg>'
        ),
        "low-contrast: 'Classes of ours' has a contrast of 1.3",
    ),
    "pattern": (
        (
            f'<svg {VIEW}><pattern id="p" width="1" height="1"><text {WORDS}>Tiles</text></pattern>'
            '<rect width="600" height="300" fill="url(#p)"/></svg>'
        ),
        "unmeasured: 'Tiles' could not be measured: a <pattern> may paint it",
    ),
}
"""Files that nobody can read, each with how it is said."""

GLYPHS = '<path id="a" d="M0 0h9v9z"/>' + '<use xlink:href="#a" x="20" y="20"/>' * 6000

FINE: Mapping[str, str] = {
    "black": f"<svg {VIEW}><text {WORDS}>Black, without a ground</text></svg>",
    "for-dark": f"<svg {VIEW}><style>@media (prefers-color-scheme: dark) {{ text {{ fill: #fff }} }}</style>"
    f"<text {WORDS}>Other colors for dark</text></svg>",
    "white-on-dark": f'<svg {VIEW}><rect width="600" height="300" fill="#222"/>'
    f'<text {WORDS} fill="#fff">Dark</text></svg>',
    "outlined-on-own-ground": f'<svg {VIEW} style="background-color: #222">'
    f'<text {WORDS} fill="#fff" stroke="#eee">Outlined</text></svg>',
    "beside-a-shadow": f'<svg {VIEW}><rect y="200" width="9" height="9" style="filter: drop-shadow(2px 3px 2px #000)"/>'
    f'<foreignObject y="20" width="400" height="90"><div xmlns="{XHTML}" style="font-size:40px">Label</div>'
    "</foreignObject></svg>",
    "largest": f'<svg {VIEW} width="100%" style="max-width: 200px; zoom: 0.3; transition: all 2s"><text x="20" y="40" '
    'font-size="14">As large as it may be</text></svg>',
    "ticks": f'<svg {VIEW}><g font-size="20" text-anchor="end">'
    + "".join(f'<text transform="translate({150 + 40 * i} 150) rotate(-45)">Release {i}</text>' for i in range(8))
    + "</g></svg>",
    "fades-in": f"<svg {VIEW}><text {WORDS}>Fades in"
    '<animate attributeName="opacity" values="0;1" dur="3s" fill="freeze"/></text></svg>',
    "insists": f'<svg {VIEW}><linearGradient id="g"><stop stop-color="#123"/><stop offset="1"/></linearGradient>'
    '<rect width="600" height="150" fill="url(#g)"/><style>.a { fill: #fff !important }</style>'
    f'<text class="a" {WORDS}>By class</text><text x="300" y="80" font-size="40" style="fill: #fff !important">By style'
    "</text></svg>",
    "cut-away": f'<svg {VIEW}><clipPath id="c"><rect width="600" height="100"/></clipPath><text {WORDS}>Plot</text>'
    '<g clip-path="url(#c)"><text x="20" y="180" font-size="40">Outside</text></g>'
    '<text x="-300" y="80" font-size="20">A draft beside the page</text></svg>',
    "hat": f'<svg {VIEW}><text x="20" y="80" font-size="40">ˆ</text><text x="20" y="80" font-size="40">x</text></svg>',  # noqa: RUF001
    "filled-halo": f'<svg {VIEW}><text {WORDS} fill="#fff" stroke="#fff" stroke-width="4">1234</text>'
    f'<text {WORDS}>1234</text><text x="22" y="182" font-size="40" fill="#ccc">Shadow</text>'
    '<text x="20" y="180" font-size="40">Shadow</text></svg>',
    "searchable": f'<svg {VIEW}><path d="M20 40h200v20z"/><text {WORDS} fill="none" stroke="none">Outlines</text>'
    "</svg>",
    "index": f'<svg {VIEW}><text x="20" y="80" font-size="20">x<tspan dy="6" font-size="11">train</tspan></text></svg>',
    "legend": f'<svg {VIEW}><path fill="none" stroke="#00f" d="M0 0{"L9 9L9 0" * 4000}"/>'
    f'<rect width="300" height="120" fill="#fff"/><text {WORDS}>Legend</text></svg>',
    "exponent": f'<svg {VIEW}><text font-size="20"><tspan x="20" y="80">1</tspan><tspan x="33" y="80">0</tspan>'
    '<tspan x="46" y="72" style="font-size: 11px">-</tspan><tspan x="55" y="72" style="font-size: 11px">1</tspan>'
    "</text></svg>",
    "pieces": f'<svg {VIEW}><text {WORDS}>T<tspan dx="-4">o</tspan><tspan dx="-2">day</tspan></text></svg>',
    "percent": f'<svg {VIEW} width="100%" height="100%"><text {WORDS}>All of it</text></svg>',
    "without-view": f'<svg {SVG} width="600" height="300"><text {WORDS}>As large as it says</text></svg>',
    "millimeters": f'<svg {SVG} width="60mm" height="30mm" viewBox="0 0 60 30">'
    '<text x="2" y="8" font-size="4">Map</text></svg>',
    "html": f'<svg {VIEW}><switch><foreignObject width="600" height="300"><div xmlns="http://www.w3.org/1999/xhtml">'
    '<p style="font-size:40px;background:#222;color:#fff">On its own ground</p></div></foreignObject>'
    '<text x="9" y="9">No HTML here</text></switch></svg>',
    "glyphs": f"<svg {VIEW}><title>A plot</title><defs>{GLYPHS.replace('<use', '</defs><use', 1)}"
    f"<text {WORDS}>Glyphs</text></svg>",
}
"""Files that can be read."""


@pytest.fixture(scope="module")
def said(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sequence[str]]:
    """Give what the gate says of each file, by its name."""
    assert chromium
    bad = {f"bad-{name}" if "." not in name else name: svg for name, (svg, _) in FAULTS.items()}
    return said_of(tmp_path_factory.mktemp("pictured"), bad | {f"fine-{name}": svg for name, svg in FINE.items()})


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_read_is_said(said: Mapping[str, Sequence[str]], name: str) -> None:
    """Words of a file that are pale, small, cut off or over each other are said where it is shown, and no others."""
    _, expected = FAULTS[name]

    found = said[name if "." in name else f"bad-{name}"]
    assert found
    assert [] == [each for each in found if not each.startswith(expected)]


@pytest.mark.parametrize("name", FINE)
def test_what_can_be_read_is_passed(said: Mapping[str, Sequence[str]], name: str) -> None:
    """Nothing is said of a file that can be read, however its program has written it."""
    assert [] == said[f"fine-{name}"]


def test_one_file_in_several_places(project: TinyProject, chromium: str) -> None:
    """A file is too small where it is shown small, and on a page as there; where it is large it is fine."""
    assert chromium
    project.write("content/scales/figures/a.svg", f'<svg {VIEW}><text x="20" y="80" font-size="15">Words</text></svg>')
    shown = "## A {{#{0}{1}}}\n\n![A picture](figures/a.svg){{width={2}}}\n\n::: notes\nA note.\n:::\n\n"
    slides = "".join(shown.format(*each) for each in (("one", " layout=figure", '"100%"'), ("two", "", '"40%"')))
    project.write("content/scales/slides.md", slides)
    project.write("content/scales/synthesis.md", 'A text.\n\n![A picture](figures/a.svg){width="20%"}\n')

    said = project.run("check", "--rendered").stdout

    assert "too-small]: 'Words' has 11." in said
    assert "slides.md:11:1" in said
    assert "synthesis.md:3:1" in said
    assert 2 == said.count("too-small]")
