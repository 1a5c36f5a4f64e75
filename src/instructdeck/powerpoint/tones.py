"""The colors of the words of listings, as code.css has them."""

from __future__ import annotations

_TONES = {
    "hue-3": "k kc kd kn kp kr kt ow nt",
    "hue-1": "nf fm nc nn nd nb bp ne",
    "hue-2": "s sa sb sc dl sd s2 se sh si sx sr s1 ss",
    "hue-4": "m mb mf mh mi il mo no l ld",
    "hue-5": "na nv vc vg vi vm py",
    "muted": "c ch cm cp cpf c1 cs",
    "quote": "o p",
    "good": "gi",
    "bad": "gd gr err",
}
_BY_CLASS = {name: tone for tone, names in _TONES.items() for name in names.split()}
"""The colors of code.css."""


def tone(css_class: str) -> str:
    """Give the color of a word by its class, one of Pygments' short names."""
    return _BY_CLASS.get(css_class, "ink")
