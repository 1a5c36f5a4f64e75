"""Charts drawn by Vega-Lite at build time, as small SVG without anything that acts, loads or speaks for itself."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from instructdeck.pictures import letters
from instructdeck.pictures.svg import Element, SvgError, changed, parse
from instructdeck.values import dataclass

from .engine import SURROGATE, EngineError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from instructdeck.cache import Cache

    from .engine import Engine

CODE = Path(__file__).with_name("chart.js")
"""What calls Vega-Lite; it follows Vega's own scripts."""
MAX_SVG = 200_000
"""Characters of a drawing; a chart that people can read has a twentieth of it."""

_SHAPES = "svg g path line rect circle text tspan defs clipPath linearGradient radialGradient stop"
_ELEMENTS = frozenset(_SHAPES.split())
_DRAWING = """
    class d x y x1 y1 x2 y2 dx dy cx cy r width height points transform viewBox id
    fill fill-opacity stroke stroke-opacity stroke-width stroke-dasharray stroke-dashoffset stroke-linecap
    stroke-linejoin stroke-miterlimit opacity text-anchor font-size font-weight font-style clip-path
    gradientUnits offset stop-color stop-opacity fx fy fr
"""
_ATTRIBUTES = frozenset(_DRAWING.split())
_DEFAULTS = {"opacity": "1", "font-weight": "400", "transform": "translate(0,0)", "stroke-miterlimit": "4"}
_NUMBER = re.compile(r"-?\d+\.\d+")
_STEP = re.compile(r"\bstep_(\d+)_")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as SVG."""

    root: Element
    warnings: tuple[str, ...] = ()
    """What Vega-Lite passed over."""

    def labelled(self, alt: str, css_class: str, size: float) -> Element:
        """Give it with the words for those who cannot see it, a class of its own, and the size of its words."""
        attributes = {"class": css_class, "viewBox": self.root.attributes["viewBox"], "role": "img", "aria-label": alt}
        attributes["preserveAspectRatio"] = "xMinYMin"  # where it gets less room than it was drawn for
        base = f"{size:g}"
        children = tuple(_sized(child, base) for child in self.root.children if isinstance(child, Element))
        return Element("svg", attributes | {"font-size": base}, children)


@dataclass(frozen=True, slots=True)
class ChartError:
    """Why a chart could not be drawn."""

    message: str


def draw(engine: Engine, specification: Mapping[str, Any], cache: Cache | None = None) -> Drawing | ChartError:
    """Give a chart as SVG, or why it cannot be drawn; never raises for any specification."""
    widths = {"widths": letters.advances(), "other": letters.OTHER, "bold": letters.BOLD}
    made_from = (engine.digest, json.dumps(widths), json.dumps(specification)) if cache else ()
    if cache and (kept := cache.get(*made_from)) and isinstance(found := cleaned(kept), Drawing):
        return found
    try:
        answer = engine.call("chart", specification, widths)
    except EngineError as error:
        return ChartError(f"the chart is too complex: {error}")
    if "error" in answer:
        # The message may go on with the whole specification, ours included.
        return ChartError(SURROGATE.sub("\ufffd", str(answer["error"])).partition("\n")[0].partition(" {")[0][:200])
    found = cleaned(answer["svg"])
    if cache and isinstance(found, Drawing):
        cache.put(answer["svg"], *made_from)
    return found if isinstance(found, ChartError) else Drawing(found.root, _plain(answer.get("warnings", ())))


def _plain(messages: Iterable[object]) -> tuple[str, ...]:
    """Give messages of Vega-Lite as short lines, each once."""
    return tuple(dict.fromkeys(SURROGATE.sub("\ufffd", str(each)).partition("\n")[0][:200] for each in messages))[:5]


def cleaned(text: str) -> Drawing | ChartError:
    """Give what is worth keeping of a drawing."""
    if len(text) > MAX_SVG:
        return ChartError("the chart has too many marks")
    try:
        root = changed(parse(SURROGATE.sub("\ufffd", text)), _kept)
    except SvgError as error:
        return ChartError(f"the chart is no SVG: {error}")
    return Drawing(root) if root and root.name == "svg" else ChartError("the chart is empty")


def _kept(element: Element) -> Element | None:
    """Give an element without what no reader needs; None for one that shows nothing."""
    if element.name not in _ELEMENTS or _is_unseen(element):
        return None
    attributes = {
        name: _short(name, value)
        for name, value in element.attributes.items()
        if name in _ATTRIBUTES and _DEFAULTS.get(name) != value
    }
    if step := _STEP.search(attributes.pop("class", "")):
        attributes |= {"class": "fragment", "data-fragment-index": step[1]}
    match element.name, element.children:
        case "g", ():
            return None
        case "g", (Element() as inner,) if not inner.attributes.keys() & attributes.keys():
            return Element(inner.name, {**attributes, **inner.attributes}, inner.children)
    return Element(element.name, attributes, element.children)


def _is_unseen(element: Element) -> bool:
    given = element.attributes
    return (
        given.get("display") == "none"
        or (element.name == "path" and not ({"fill", "stroke"} & given.keys() and given.get("d")))
        or (element.name == "text" and (not element.children or given.get("opacity") == "0"))
    )


def _sized(element: Element, base: str) -> Element:
    """Give an element without the type size that the whole drawing has."""
    attributes = {name: value for name, value in element.attributes.items() if (name, value) != ("font-size", base)}
    children = tuple(_sized(child, base) if isinstance(child, Element) else child for child in element.children)
    return Element(element.name, attributes, children)


def _short(name: str, value: str) -> str:
    """Give a value with the decimals that can be seen."""
    if name in ("d", "transform", "x", "y", "x1", "x2", "y1", "y2"):
        return _NUMBER.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value)
    return value.removesuffix("px") if name == "font-size" else value
