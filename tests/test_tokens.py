"""The design tokens: whether every text can be read on what it stands on, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from instructdeck.deck.model import Theme
from instructdeck.load.theme import DARK, LIGHT, contrast, css

TOKENS = (Path(__file__).parents[1] / "templates" / "assets" / "tokens.css").read_text(encoding="utf-8")
DEFINED, MORE = TOKENS.split("@media (prefers-contrast: more)")
COLOR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
NORMAL = {name: (light, dark) for name, light, dark in COLOR.findall(DEFINED)}
CONTRAST = NORMAL | {name: (light, dark) for name, light, dark in COLOR.findall(MORE)}
HUES = [f"hue-{number}" for number in range(1, 7)]
TEXTS = ["color-ink", "color-muted", "color-quote", "color-good", "color-bad", *HUES]
SOFT = 0.14
"""The share of the accent in `--color-accent-soft`."""


def mixed(accent: str, ground: str) -> str:
    """Give the soft tint of an accent on a ground."""
    pairs = zip(bytes.fromhex(accent[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + bytes(round(SOFT * a + (1 - SOFT) * g) for a, g in pairs).hex()


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("tokens", [NORMAL, CONTRAST], ids=["normal", "more"])
def test_texts_can_be_read(tokens: dict[str, tuple[str, str]], theme: int) -> None:
    """Every text color has 4.5:1 on the ground and on a surface, and 7:1 for those who ask for more contrast."""
    plain = {"color-ink", "color-muted", "color-quote"}
    poor = [
        (text, ground, round(ratio, 2))
        for text in TEXTS
        for ground in ("color-ground", "color-surface")
        if (ratio := contrast(tokens[text][theme], tokens[ground][theme]))
        < (7 if tokens is CONTRAST and text in plain else 4.5)
    ]

    assert [] == poor


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("hue", HUES)
def test_hues_carry_text(hue: str, theme: int) -> None:
    """Text on a hue, ink on its soft tint, and a hue on its own tint can be read."""
    accent, ground = NORMAL[hue][theme], NORMAL["color-ground"][theme]
    soft = mixed(accent, ground)

    assert contrast(NORMAL["color-on-accent"][theme], accent) >= 4.5
    assert contrast(NORMAL["color-ink"][theme], soft) >= 4.5
    assert contrast(NORMAL["color-muted"][theme], soft) >= 4.5
    assert f"var(--color-accent) {SOFT:.0%}" in TOKENS


def test_hues_can_be_told_apart() -> None:
    """The hues stand out from the ground as lines and marks do, by 3:1."""
    for theme in (0, 1):
        assert all(contrast(NORMAL[hue][theme], NORMAL["color-ground"][theme]) >= 3 for hue in HUES)


def test_every_color_has_two_themes() -> None:
    """Each color token that the test does not know by its look is derived from one that it knows."""
    named = set(re.findall(r"--((?:color|hue)-[\w-]+):", TOKENS))

    assert {"color-accent", "color-accent-soft"} == named - set(NORMAL)


def test_surfaces_are_those_of_the_tokens() -> None:
    """A deck's own colors are judged on the surfaces that the style sheets have."""
    assert (LIGHT, DARK) == NORMAL["color-surface"]


def test_contrast() -> None:
    """Contrast goes from 1 to 21, as in the examples of WCAG."""
    assert 21 == pytest.approx(contrast("#000000", "#ffffff"))
    assert 1 == contrast("#777777", "#777777")
    assert 4.48 == pytest.approx(contrast("#777777", "#ffffff"), abs=0.005)


def test_own_colors_can_be_read() -> None:
    """Whatever colors a deck has, its hues can be read in both themes, and fewer than six start over."""
    found = COLOR.findall(
        css(Theme(("#ffcc00", "#1c5bb0", "#000000", "#ffffff"))).replace(":light", ": light").replace(",#", ", #")
    )

    assert [f"hue-{number}" for number in range(1, 7)] == [name for name, _, _ in found]
    assert all(contrast(light, LIGHT) >= 4.5 and contrast(dark, DARK) >= 4.5 for _, light, dark in found)
    assert "#1c5bb0" == found[1][1] == found[5][1]
    assert "" == css(Theme())
