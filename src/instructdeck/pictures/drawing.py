"""An author's SVG as a part of the page, so that it takes the colors of the theme.

Only what is known to draw gets there: a list of elements, attributes and properties, and nothing else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

from .picture import Flaw, is_inner, loads
from .svg import Element, declarations, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MAX_LENGTH = 200_000
"""Characters of an SVG that becomes a part of a page; it is loaded with the page, shown or not."""

_DRAWING = """
    svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath title desc
    linearGradient radialGradient stop pattern clipPath mask marker image filter
    feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode
    feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
"""
ELEMENTS = frozenset(_DRAWING.split())
"""Elements that only draw."""
_IDLE = frozenset({"metadata", "view"})
"""Elements that draw nothing: they are left out without a word."""

_PROPERTIES = """
    alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters
    color-rendering direction display dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity
    font font-family font-feature-settings font-size font-size-adjust font-stretch font-style font-variant
    font-variant-numeric font-weight image-rendering isolation letter-spacing lighting-color marker marker-end
    marker-mid marker-start mask mask-type mix-blend-mode opacity overflow paint-order shape-rendering stop-color
    stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-opacity stroke-width text-anchor text-decoration text-rendering transform transform-box transform-origin
    unicode-bidi vector-effect visibility white-space word-spacing writing-mode
"""
PROPERTIES = frozenset(_PROPERTIES.split())
"""Properties that say how something is drawn, as attributes or in `style`."""
_PLACING = frozenset({"x", "y", "transform", "transform-box", "transform-origin", "overflow"})
"""Attributes and properties by which the whole drawing would leave its place on the page."""

_GEOMETRY = """
    amplitude azimuth baseFrequency bias clipPathUnits cx cy d diffuseConstant divisor dx dy edgeMode elevation
    exponent filterUnits fr fx fy gradientTransform gradientUnits height in in2 intercept k1 k2 k3 k4 kernelMatrix
    kernelUnitLength lengthAdjust limitingConeAngle markerHeight markerUnits markerWidth maskContentUnits maskUnits
    method mode numOctaves offset operator order orient pathLength patternContentUnits patternTransform patternUnits
    points pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio primitiveUnits r radius refX refY result
    rotate rx ry scale seed side slope spacing specularConstant specularExponent spreadMethod startOffset
    stdDeviation stitchTiles surfaceScale tableValues targetX targetY textLength type values viewBox width x x1 x2
    xChannelSelector y y1 y2 yChannelSelector z id class style lang role xml:lang xml:space
"""
ATTRIBUTES = frozenset(_GEOMETRY.split()) | PROPERTIES
"""Attributes that only draw; `href` and `aria-*` come on top."""

_REFERRING = frozenset({"use", "image", "textPath", "linearGradient", "radialGradient", "pattern", "filter"})
_INSTEAD = {
    "style": "write fill=, stroke= and the like at the elements themselves",
    "foreignObject": "write its words as <text>",
    "a": "write the link beside the figure",
}
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*", re.ASCII)
FRAGMENT = "fragment"
"""The one class with a meaning of ours: what carries it appears on the next press."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG that may become a part of a page."""

    root: Element

    @property
    def has_ids(self) -> bool:
        """Whether its elements refer to each other."""
        return any("id" in each.attributes for each in walk(self.root))

    def labelled(self, alt: str, css_class: str) -> Element:
        """Give the drawing as one picture with a name, for those who do not see it."""
        attributes = {name: value for name, value in self.root.attributes.items() if not name.startswith("aria-")}
        names = f"{css_class} {attributes.get('class', '')}".strip()
        return replace(self.root, attributes={**attributes, "class": names, "role": "img", "aria-label": alt})


def flaws(root: Element) -> tuple[Flaw, ...]:
    """Give what keeps an SVG from becoming a part of a page."""
    found: dict[str, Flaw] = {}
    for each in walk(root):
        if " " not in each.name and each.name not in ELEMENTS | _IDLE and each.name not in found:
            hint = _INSTEAD.get(each.name, "take it out")
            message = f"element '{each.name}' cannot stand where a figure takes the colors of the theme"
            found[each.name] = Flaw(message, each.line, each.column + 1, len(each.name), hint)
    return tuple(found.values())


def drawing(root: Element) -> Drawing:
    """Give an SVG as it may become a part of a page: without all that does not draw."""
    clean = _clean(root)
    attributes = {name: value for name, value in clean.attributes.items() if name not in _PLACING}
    if "style" in attributes:
        attributes["style"] = _style(attributes["style"], PROPERTIES - _PLACING)
    width, height = (_NUMBER.fullmatch(attributes.get(name, "")) for name in ("width", "height"))
    if "viewBox" not in attributes and width and height:
        attributes["viewBox"] = f"0 0 {width[1]} {height[1]}"
    attributes.setdefault("preserveAspectRatio", "xMinYMin")
    # What a browser shows of them over the whole picture is said by the alt text.
    children = tuple(
        each for each in clean.children if not (isinstance(each, Element) and each.name in {"title", "desc"})
    )
    return Drawing(replace(clean, attributes=attributes, children=children))


def _clean(element: Element) -> Element:
    # HTML's parser leaves SVG within `title` and `desc`: only their words are sure to stay words.
    inner = () if element.name in {"title", "desc"} else element.children
    children = tuple(
        child if isinstance(child, str) else _clean(child)
        for child in (inner or [each for each in element.children if isinstance(each, str)])
        if isinstance(child, str) or child.name in ELEMENTS
    )
    return replace(element, attributes=_attributes(element), children=children)


def _attributes(element: Element) -> Mapping[str, str]:
    found = {}
    for name, value in element.attributes.items():
        if name == "class":
            found[name] = " ".join(each if each == FRAGMENT else f"c-{each}" for each in value.split())
        elif name == "style":
            found[name] = _style(value, PROPERTIES)
        elif name in {"href", "xlink:href"}:
            if element.name in _REFERRING and is_inner(value):
                found["href"] = value.strip()
        elif (name in ATTRIBUTES or name.startswith("aria-")) and "\\" not in value and not loads(value):
            found[name] = value
    return found


def _style(value: str, known: Collection[str]) -> str:
    kept = ((name, each) for name, each in declarations(value) if name in known or name.startswith("--"))
    return ";".join(f"{name}:{each}" for name, each in kept)
