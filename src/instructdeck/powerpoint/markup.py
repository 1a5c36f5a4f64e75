"""The XML of Office files as lxml elements, written by their prefixed names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PIXEL = 9525
"""English Metric Units in a pixel of a slide, of which 1280 make its width."""
POINTS = 75
"""Hundredths of a point in a pixel."""

_MAIN = "http://schemas.openxmlformats.org"
_MICROSOFT = "http://schemas.microsoft.com/office"
NAMESPACES = {
    "a": f"{_MAIN}/drawingml/2006/main",
    "p": f"{_MAIN}/presentationml/2006/main",
    "r": f"{_MAIN}/officeDocument/2006/relationships",
    "c": f"{_MAIN}/drawingml/2006/chart",
    "m": f"{_MAIN}/officeDocument/2006/math",
    "mc": f"{_MAIN}/markup-compatibility/2006",
    "a14": f"{_MICROSOFT}/drawing/2010/main",
    "p14": f"{_MICROSOFT}/powerpoint/2010/main",
    "a16": f"{_MICROSOFT}/drawing/2014/main",
    "c15": f"{_MICROSOFT}/drawing/2012/chart",
    "asvg": f"{_MICROSOFT}/drawing/2016/SVG/main",
    "ahyp": f"{_MICROSOFT}/drawing/2018/hyperlinkcolor",
    "adec": f"{_MICROSOFT}/drawing/2017/decorative",
}

_PREFIXED = {prefix: {prefix: space} for prefix, space in NAMESPACES.items()}

Element = etree._Element  # noqa: SLF001  lxml has no public name for the type
Attributes = "Mapping[str, object]"

_CONTROL = dict.fromkeys(each for each in range(32) if each not in (9, 10, 13)) | {0xFFFE: None, 0xFFFF: None}
"""Characters that XML cannot hold."""


@cache
def named(name: str) -> str:
    """Give a name such as `a:off` as lxml has it."""
    prefix, colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name


def element(name: str, attributes: Mapping[str, object] | None = None, *children: Element | None) -> Element:
    """Give an element; attributes and children that are None are left out."""
    made = etree.Element(named(name), nsmap=_PREFIXED[name.partition(":")[0]])
    for key, value in (attributes or {}).items():
        if value is not None:
            made.set(named(key), clean(str(value)))
    made.extend([child for child in children if child is not None])
    return made


def worded(name: str, text: str) -> Element:
    """Give an element that holds a text."""
    made = element(name)
    made.text = clean(text)
    return made


def clean(text: str) -> str:
    """Give a text without what XML cannot hold."""
    if text.isascii() and text.isprintable():
        return text
    return text.translate(_CONTROL).encode("utf-8", "replace").decode("utf-8")


def alternative(choice: Iterable[Element], fallback: Iterable[Element], requires: str) -> Element:
    """Give what programs show that know some namespaces, by their prefixes, and what all others show."""
    # A prefix must be known where it is asked for, though no name there need have it.
    declared = {prefix: NAMESPACES[prefix] for prefix in ("mc", *requires.split())}
    chosen = etree.Element(named("mc:Choice"), {"Requires": requires}, nsmap=declared)
    chosen.extend(choice)
    otherwise = element("mc:Fallback")
    otherwise.extend(fallback)
    return element("mc:AlternateContent", None, chosen, otherwise)


def emu(pixels: float) -> int:
    """Give pixels of a slide in English Metric Units."""
    return round(pixels * PIXEL)
