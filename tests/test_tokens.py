"""The design tokens: whether every text can be read on what it stands on, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[1] / "templates" / "assets" / "tokens.css").read_text(encoding="utf-8")
DEFINED, MORE = TOKENS.split("@media (prefers-contrast: more)")
COLOR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
NORMAL = {name: (light, dark) for name, light, dark in COLOR.findall(DEFINED)}
CONTRAST = NORMAL | {name: (light, dark) for name, light, dark in COLOR.findall(MORE)}
HUES = [f"hue-{number}" for number in range(1, 7)]
TEXTS = ["color-ink", "color-muted", "color-quote", "color-good", "color-bad", *HUES]
SOFT = 0.14
"""The share of the accent in `--color-accent-soft`."""


def channels(color: str) -> tuple[float, ...]:
    """Give red, green and blue of `#rrggbb`, 0 to 1."""
    return tuple(int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))


def luminance(color: tuple[float, ...]) -> float:
    """Give the relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Give the contrast ratio as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("tokens", [NORMAL, CONTRAST], ids=["normal", "more"])
def test_texts_can_be_read(tokens: dict[str, tuple[str, str]], theme: int) -> None:
    """Every text color has 4.5:1 on the ground and on a surface, and 7:1 for those who ask for more contrast."""
    plain = {"color-ink", "color-muted", "color-quote"}
    poor = [
        (text, ground, round(ratio, 2))
        for text in TEXTS
        for ground in ("color-ground", "color-surface")
        if (ratio := contrast(channels(tokens[text][theme]), channels(tokens[ground][theme])))
        < (7 if tokens is CONTRAST and text in plain else 4.5)
    ]

    assert [] == poor


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("hue", HUES)
def test_hues_carry_text(hue: str, theme: int) -> None:
    """Text on a hue, ink on its soft tint, and a hue on its own tint can be read."""
    accent, ground = channels(NORMAL[hue][theme]), channels(NORMAL["color-ground"][theme])
    soft = tuple(SOFT * a + (1 - SOFT) * g for a, g in zip(accent, ground, strict=True))

    assert contrast(channels(NORMAL["color-on-accent"][theme]), accent) >= 4.5
    assert contrast(channels(NORMAL["color-ink"][theme]), soft) >= 4.5
    assert contrast(channels(NORMAL["color-muted"][theme]), soft) >= 4.5
    assert f"var(--color-accent) {SOFT:.0%}" in TOKENS


def test_hues_can_be_told_apart() -> None:
    """The hues stand out from the ground as lines and marks do, by 3:1."""
    for theme in (0, 1):
        ground = channels(NORMAL["color-ground"][theme])
        assert all(contrast(channels(NORMAL[hue][theme]), ground) >= 3 for hue in HUES)


def test_every_color_has_two_themes() -> None:
    """Each color token that the test does not know by its look is derived from one that it knows."""
    named = set(re.findall(r"--((?:color|hue)-[\w-]+):", TOKENS))

    assert {"color-accent", "color-accent-soft"} == named - set(NORMAL)
