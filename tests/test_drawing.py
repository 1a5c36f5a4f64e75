"""Whether words of a drawing can be read, by whatever means they are drawn: what the room sees is what counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gated import said_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

pytestmark = pytest.mark.browser

INK = 'x="10" y="80" font-size="40" fill="currentColor"'
HOLLOW = 'x="10" y="80" font-size="40" fill="none" stroke="#eeeeee"'
PALE = 'x="10" y="80" font-size="40" fill="#eeeeee"'
SMALL = 'x="10" y="180" font-size="21" fill="currentColor"'
BURIED = "".join(
    f'<text x="{10 + 118 * (i % 5)}" y="{28 + 28 * (i // 5)}" font-size="24" fill="currentColor">Word {i}</text>'
    for i in range(50)
)
MANY = f'<g id="u">{"<path/>" * 200}</g>'

FAULTS: Mapping[str, tuple[str, str]] = {
    "halo-above": (
        f"<text {INK}>Above</text><text {HOLLOW}>Above</text>",
        "low-contrast: 'Above' has a contrast of 1.13",
    ),
    "false-halo": (
        f'<text {HOLLOW}>Away</text><text transform="translate(0 90)" {INK}>Away</text>',
        "low-contrast: 'Away' has a contrast of 1.13",
    ),
    "used": (
        f'<defs><text id="t" {PALE}>Used</text></defs><use href="#t"/>',
        "low-contrast: 'Used' has a contrast of 1.13",
    ),
    "used-twice": (
        f'<defs><g id="t"><text {PALE}>Twice</text></g><g id="u"><use href="#t"/></g></defs><use href="#u"/>',
        "low-contrast: 'Twice' has a contrast of 1.13",
    ),
    "used-small": (
        f'<defs><text id="t" {INK}>Shrunk</text></defs><g transform="scale(0.1)"><use href="#t"/></g>',
        "too-small: 'Shrunk' has 7.",
    ),
    "used-later": (
        '<g fill="#eee"><use href="#t"/></g><defs><text id="t" x="10" y="80" font-size="40">Heir</text></defs>',
        "low-contrast: 'Heir' has a contrast of 1.13",
    ),
    "symbol": (
        f'<symbol id="t" viewBox="0 0 6000 3000"><text {INK}>Symbol</text></symbol><use href="#t"/>',
        "too-small: 'Symbol' has 7.",
    ),
    "pattern": (
        (
            f'<defs><pattern id="p" width="600" height="300" patternUnits="userSpaceOnUse"><text {PALE}>Pattern</text>'
            '</pattern></defs><rect width="600" height="300" fill="url(#p)"/>'
        ),
        "unmeasured: 'Pattern' could not be measured: a <pattern> may paint it",
    ),
    "pattern-used": (
        (
            f'<defs><text id="t" {PALE}>Inner</text>'
            '<pattern id="p" width="600" height="300" patternUnits="userSpaceOnUse"><use href="#t"/></pattern></defs>'
            '<rect width="600" height="300" style="fill:url(#p)"/>'
        ),
        "unmeasured: 'Inner' could not be measured: a <pattern> may paint it",
    ),
    "marker": (
        (
            '<defs><marker id="k" markerWidth="600" markerHeight="300" markerUnits="userSpaceOnUse" overflow="visible">'
            f'<text {PALE}>Marker</text></marker></defs><path d="M0 0 L1 1" stroke="#000" marker-start="url(#k)"/>'
        ),
        "unmeasured: 'Marker' could not be measured: a <marker> may paint it",
    ),
    "cut-out": (
        (
            f'<clipPath id="c"><text {INK}>Cut out</text></clipPath><rect width="600" height="300" fill="#eee" '
            'clip-path="url(#c)"/>'
        ),
        "unmeasured: 'Cut out' could not be measured: a <clipPath> may paint it",
    ),
    "too-much": (
        "<defs>{}</defs>{}".format(MANY, '<use href="#u"/>' * 30),
        "unmeasured: this drawing shows so much by <use>",
    ),
    "many-shapes": (
        "<rect width='600' height='300' fill='#eee' fill-opacity='0.001'/>" * 600 + BURIED,
        "unmeasured: this drawing has so many shapes behind its words",
    ),
    "inner-frame": (
        f'<svg x="300" y="30" width="60" height="90"><text {INK}>Framed twice</text></svg>',
        "overflow: 'Framed twice'",
    ),
    "symbol-frame": (
        f'<symbol id="t"><text {INK}>Symbol frame</text></symbol><use href="#t" width="90" height="90"/>',
        "overflow: 'Symbol frame'",
    ),
    "lent-stops": (
        (
            '<linearGradient id="a"><stop stop-color="#eee"/><stop offset="1" stop-color="#eee"/></linearGradient>'
            f'<linearGradient id="b" href="#a"/><text {INK.replace("currentColor", "url(#b)")}>Lent stops</text>'
        ),
        "low-contrast: 'Lent stops' has a contrast of 1.13",
    ),
    "squashed": (
        f'<g transform="scale(1,0.1)"><text {INK.replace("80", "800")}>Squashed</text></g>',
        "too-small: 'Squashed' has 7.",
    ),
    "narrowed": (
        f'<g transform="translate(300 50) rotate(90) scale(0.1,1)"><text {INK}>Narrowed</text></g>',
        "too-small: 'Narrowed' has 7.",
    ),
    "half-dark": (
        f'<rect x="10" y="30" width="60" height="80" fill="var(--color-ink)"/><text {INK}>Halved</text>',
        "low-contrast: 'Halved' is seen with a contrast of 1",
    ),
    "leaning": (
        f'<g transform="matrix(1 0 3 0.05 -2200 0)"><text {INK.replace("80", "800")}>Leaning</text></g>',
        "too-small: 'Leaning' has 3.",
    ),
    "squeezed": (
        f'<text {INK} textLength="30" lengthAdjust="spacingAndGlyphs">Squeezed length</text>',
        "too-small: 'Squeezed length' has ",
    ),
    "heaped": (f'<text {INK} textLength="30">Heaped letters</text>', "too-small: 'Heaped letters' has "),
    "close": (f'<text {INK} letter-spacing="-15">Close letters</text>', "too-small: 'Close letters' has "),
    "each-placed": (
        f'<text {INK}>A <tspan x="90 94 98 102 106 110">placed</tspan></text>',
        "too-small: 'placed' has ",
    ),
    "adjusted": (f'<text {INK} style="font-size-adjust:0.05">Adjusted</text>', "too-small: 'Adjusted' has "),
    "mask": (
        (
            '<mask id="m"><rect width="600" height="300" fill="#202020"/></mask>'
            f'<g mask="url(#m)"><text {INK}>Masked</text></g>'
        ),
        "low-contrast: 'Masked' is seen with a contrast of 1.",
    ),
    "filter": (
        (
            '<filter id="f"><feComponentTransfer><feFuncA type="linear" slope="0.1"/></feComponentTransfer></filter>'
            f'<text {INK} filter="url(#f)">Filtered</text>'
        ),
        "low-contrast: 'Filtered' is seen with a contrast of 1.",
    ),
    "flood": (
        (
            '<filter id="f" x="0" y="0" width="1" height="1"><feFlood flood-color="#777"/></filter>'
            f'<text {INK}>Flooded</text><rect width="600" height="300" fill="none" filter="url(#f)"/>'
        ),
        "low-contrast: 'Flooded' is seen with a contrast of 1",
    ),
    "blend": (
        f'<text {INK} style="mix-blend-mode:screen">Blended</text>',
        "low-contrast: 'Blended' is seen",
    ),
    "clip": (
        (
            '<clipPath id="c"><rect x="10" y="60" width="400" height="6"/></clipPath>'
            f'<text {INK} clip-path="url(#c)">Cut</text>'
        ),
        "low-contrast: 'Cut' is seen with a contrast of 1",
    ),
    "cover": (
        f'<text {INK}>Covered</text><rect width="600" height="300" fill="#777" fill-opacity="0.92"/>',
        "low-contrast: 'Covered' is seen with a contrast of 1.",
    ),
    "bar": (
        f'<text {INK}>Barred</text><path d="M10 65 L400 65" stroke-width="40" stroke="currentColor"/>',
        "low-contrast: 'Barred' is seen with a contrast of 1",
    ),
    "stroke": (
        f'<text {INK} stroke="var(--color-ground)" stroke-width="9">Overdrawn</text>',
        "low-contrast: 'Overdrawn' is seen with a contrast of 1",
    ),
    "line-below": (
        f'<path d="M10 65 L400 65" stroke-width="60" stroke="currentColor"/><text {INK}>On a line</text>',
        "low-contrast: 'On a line' is seen with a contrast of 1",
    ),
    "no-ground": (
        (
            '<mask id="m"><rect width="600" height="300" fill="#000"/></mask>'
            f'<rect width="600" height="300" mask="url(#m)"/><text {PALE}>No ground</text>'
        ),
        "low-contrast: 'No ground' is seen with a contrast of 1.13",
    ),
    "twin": (
        (
            '<mask id="m"><rect width="600" height="300" fill="#fff"/></mask>'
            '<mask id="n"><rect width="600" height="300" fill="#202020"/></mask>'
            f'<g mask="url(#m)"><text {INK}>Twin</text></g><g mask="url(#n)" transform="translate(0 90)">'
            f"<text {INK}>Twin</text></g>"
        ),
        "low-contrast: 'Twin' is seen with a contrast of 1",
    ),
    "step": (
        f'<text {INK}>Covered later</text><rect class="fragment" width="600" height="300" fill="#777"/>',
        "low-contrast: 'Covered later' is seen with a contrast of 1",
    ),
}
"""Drawings that nobody can read, each with how it is said."""

FINE: Mapping[str, str] = {
    "inner-frames": f'<svg x="100" width="300" height="200"><text {INK}>All of it</text></svg>'
    f'<svg x="300" y="150" width="60" height="90" overflow="visible"><text {INK}>Free to go</text></svg>',
    "lent-stops-round": '<linearGradient id="a" href="#b"/><linearGradient id="b" href="#a"/>'
    f"<text {INK.replace('currentColor', 'url(#b)')}>None</text><text {INK}>None</text>",
    "squeezed-to-a-line": '<rect width="100" height="50" transform="scale(1,0)" stroke="red"/>'
    f"<text {INK}>All else</text>",
    "hidden-layer": f'<g display="none"><text x="-900" y="80" font-size="3">Hidden</text></g><text {INK}>Shown</text>',
    "beside-dark": f'<rect x="10" y="30" width="12" height="80" fill="#808080"/><text {INK}>Beside</text>',
    "on-two": f'<rect x="10" y="30" width="60" height="80" fill="var(--color-surface)"/><text {INK}>On two</text>',
    "halo": '<text x="10" y="80" font-size="40" fill="none" stroke="#eee" stroke-width="9">Halo</text>'
    f"<text {INK}>Halo</text>",
    "outlined": f"<text {INK}>Outlined</text>"
    '<text x="10" y="80" font-size="40" fill="none" stroke="currentColor">Outlined</text>',
    "symbols": f'<symbol id="t" viewBox="0 0 600 300"><rect width="600" height="100"/><text {PALE}>On a ground</text>'
    '</symbol><use href="#t" width="600" height="300"/>',
    "unused": f'<defs><text id="t" {PALE}>Never</text><pattern id="p"><text {PALE}>Never</text></pattern></defs>'
    f"<text {INK}>Here</text>",
    "circle": f'<defs><g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></defs><use href="#a"/>'
    f"<text {INK}>Round</text>",
    "fitted": f'<text {INK} textLength="190">Fitted words</text>'
    '<text x="10 38 62 84" y="180" font-size="40" fill="currentColor">Each</text>',
    "slanted": '<g transform="skewX(-25)"><text x="90" y="80" font-size="21" fill="currentColor">Slanted</text></g>',
    "white-mask": '<mask id="m"><rect width="600" height="300" fill="#fff"/></mask>'
    f'<text {INK} mask="url(#m)">All of it</text>',
    "shadow": '<filter id="f"><feDropShadow dx="2" dy="2" stdDeviation="2" flood-opacity="0.3"/></filter>'
    f'<text {INK} filter="url(#f)">Shadow</text><text {SMALL}>Small words beside it</text>',
    "whole-clip": '<clipPath id="c"><rect width="600" height="300"/></clipPath>'
    f'<text {SMALL} clip-path="url(#c)">All</text>',
    "thin-line": f'<text {INK}>Crossed</text><path d="M10 65 L400 65" stroke="currentColor" fill="none"/>',
    "light-cover": f'<text {INK}>Veil</text><rect width="600" height="300" fill="#777" fill-opacity="0.05"/>',
    "outline-first": f'<text {INK} stroke="#777" stroke-width="9" paint-order="stroke">Outline</text>',
    "bold": f'<text {INK} stroke="currentColor">Bold</text>',
}
"""Drawings that can be read."""


def themed(body: str) -> str:
    """Give a drawing that takes the colors of the theme, and so becomes a part of the page."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 300" color="var(--color-ink)">{body}</svg>'


@pytest.fixture(scope="module")
def said(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sequence[str]]:
    """Give what the gate says of each drawing; those that take it long have a deck of their own."""
    assert chromium
    all_of_them = {name: body for name, (body, _) in FAULTS.items()} | dict(FINE)
    bodies = {name: themed(body) for name, body in all_of_them.items()}
    large = {name: bodies.pop(name) for name in ("too-much", "many-shapes")}
    decks = ("few", bodies), ("many", large)
    return {
        name: each
        for folder, drawings in decks
        for name, each in said_of(tmp_path_factory.mktemp(folder), drawings).items()
    }


@pytest.mark.parametrize("name", FAULTS)
def test_what_cannot_be_read_is_said(said: Mapping[str, Sequence[str]], name: str) -> None:
    """Words that are too pale, too small or not to be measured are reported, and nothing else is."""
    _, expected = FAULTS[name]

    assert said[name]
    assert [] == [each for each in said[name] if not each.startswith(expected)]


@pytest.mark.parametrize("name", FINE)
def test_what_can_be_read_is_passed(said: Mapping[str, Sequence[str]], name: str) -> None:
    """Nothing is said of words that can be read, by whatever means they are drawn."""
    assert [] == said[name]
