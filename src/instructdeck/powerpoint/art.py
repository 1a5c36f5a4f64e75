"""Drawings as files that other programs show: SVG in plain colors and without style sheets, and PNG of it."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from contextlib import suppress
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from instructdeck.pictures.drawing import PROPERTIES
from instructdeck.pictures.svg import Element, serialize
from instructdeck.templating.templates import read_asset
from instructdeck.values import dataclass

from .css import Node, declared, resolved
from .fonts import FILES, TEXT, digest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from instructdeck.cache import Cache
    from instructdeck.templating.templates import Templates

SHEETS = ("tokens", "slide", "chart", "diagram", "explorable")
"""The style sheets that have something to say of drawings."""
FAMILY = f"{TEXT}, 'Segoe UI', Arial, sans-serif"
DENSITY = 1.25
"""Pixels of a PNG for each of a slide: it stands for the SVG where a program does not show that."""
MOST = 1200
"""Pixels of width of a PNG; one of twice as many takes four times as long."""

_PNG = b"\x89PNG\r\n\x1a\n"
"""What a file of that form begins with."""
_FONT = re.compile(r"(?:(\d{3}|bold|normal)\s+)?([\d.]+)px(?:/\S+)?\s+(.+)", re.DOTALL)
_PIXELS = re.compile(r"([\d.]+)px")
_DROPPED = frozenset({"font", "paint-order", "overflow", "display", "font-variant-numeric", "isolation", "white-space"})


@dataclass(frozen=True, slots=True)
class Art:
    """A drawing, and what stands around it on a page: style sheets ask for that."""

    root: Element
    around: tuple[str, ...]
    """The classes of each element around it, from the outermost in."""

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height in pixels, or what of each other they are."""
        return drawn_size(self.root)


def drawn_size(root: Element) -> tuple[float, float]:
    """Give the width and height of an SVG, by its own words or by what it shows."""
    box = [float(each) for each in re.findall(r"-?[\d.]+(?:e-?\d+)?", root.attributes.get("viewBox", ""))]
    given = [_PIXELS.fullmatch(f"{root.attributes.get(name, '').removesuffix('px')}px") for name in ("width", "height")]
    wide, high = (float(each[1]) if each else 0.0 for each in given)
    if len(box) == 4 and box[2] > 0 and box[3] > 0:  # noqa: PLR2004  x, y, width and height
        if wide and not high:
            return wide, wide * box[3] / box[2]
        return (wide, high) if wide and high else (box[2], box[3])
    return (wide or 300.0, high or 150.0)  # what browsers take


@dataclass(frozen=True)
class Painter:
    """Draws what a deck's slides show."""

    templates: Templates
    own: str = ""
    """The deck's own hues, as a style sheet."""
    cache: Cache | None = None
    """What earlier runs have drawn."""

    def svg(self, art: Art) -> bytes:
        """Give a drawing with its colors and sizes as attributes.

        Raises:
            ValueError: a style sheet is not UTF-8.
        """
        sheets = (*(read_asset(self.templates.path(f"assets/{name}.css")) for name in SHEETS), self.own)
        painting = _Painting(tuple(sheets))
        path = [Node("html", frozenset({"paged"}), {}, root=True)]
        variables: dict[str, str] = {}
        dark = False
        for classes in art.around:
            variables, dark = painting.variables(path, variables, dark=dark)
            path.append(Node("section" if "slide" in classes.split() else "div", frozenset(classes.split()), {}))
        variables, dark = painting.variables(path, variables, dark=dark)
        root = painting.flat(art.root, path, variables, dark=dark)
        wide, high = art.size
        attributes = {"font-family": FAMILY, **root.attributes, "width": f"{wide:g}", "height": f"{high:g}"}
        attributes.setdefault("viewBox", f"0 0 {wide:g} {high:g}")
        text = str(serialize(Element("svg", attributes, root.children)))
        return text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()

    def png(self, svg: bytes, width: float) -> bytes:
        """Give a drawing as PNG, at a width in pixels of a slide.

        Raises:
            ValueError: it is no SVG that can be drawn.
        """
        pixels, text = min(round(width * DENSITY), MOST), svg.decode()
        made_from = (self._tool, str(pixels), text) if self.cache else ()
        if self.cache and (kept := _kept(self.cache.get(*made_from))):
            return kept
        from resvg_py import svg_to_bytes  # noqa: PLC0415  only where there is something to draw

        # Fonts of the machine would make other pictures on other machines.
        drawn = svg_to_bytes(
            svg_string=text,
            width=pixels,
            skip_system_fonts=True,
            font_files=[str(self.templates.path(file)) for file in FILES.values()],
            font_family=TEXT,
            sans_serif_family=TEXT,
        )
        if self.cache:
            self.cache.put(b64encode(drawn).decode(), *made_from)
        return drawn

    @cached_property
    def _tool(self) -> str:
        """What draws: another one may draw otherwise."""
        return f"resvg {version('resvg-py')} {digest(self.templates)}"


def _kept(text: str | None) -> bytes:
    """Give a picture that an earlier run has drawn; nothing where it is none."""
    with suppress(ValueError):
        drawn = b64decode(text or "")
        return drawn if drawn.startswith(_PNG) else b""
    return b""


@dataclass(frozen=True)
class _Painting:
    sheets: Sequence[str]

    def variables(self, path: Sequence[Node], outer: Mapping[str, str], *, dark: bool) -> tuple[dict[str, str], bool]:
        """Give the variables that hold in an element, and whether it is dark there."""
        _, variables, dark = self.said(path, outer, dark=dark)
        return variables, dark

    def said(
        self, path: Sequence[Node], outer: Mapping[str, str], *, dark: bool
    ) -> tuple[dict[str, str], dict[str, str], bool]:
        """Give what style sheets say of an element, the variables in it, and whether it is dark there."""
        found = declared(self.sheets, path)
        if scheme := found.get("color-scheme"):
            dark = scheme == "dark"
        own = {name: value for name, value in found.items() if name.startswith("--")}
        known = {**outer, **own}
        # Each is worked out where it is declared: a choice between light and dark is made once.
        for name, value in own.items():
            known[name] = resolved(value, {**outer, **{k: v for k, v in own.items() if k != name}}, dark=dark)
        return found, known, dark

    def flat(self, element: Element, path: list[Node], outer: Mapping[str, str], *, dark: bool) -> Element:
        """Give an element, and all in it, with attributes for what style sheets say."""
        names = frozenset(element.attributes.get("class", "").split())
        path.append(Node(element.name, names, element.attributes))
        found, variables, dark = self.said(path, outer, dark=dark)
        attributes: dict[str, str] = {}
        for name, value in element.attributes.items():
            if name == "style":
                found |= dict(_declarations(value))
            elif not name.startswith(("class", "data-", "aria-")) and name != "role":
                worked = (
                    resolved(value, variables, dark=dark)
                    if "(" in value and "url(" not in value and name != "transform"
                    else value
                )
                attributes[name] = variables.get("--color-ink", "#000000") if worked == "currentColor" else worked
        attributes |= _font(found.get("font", ""), variables)
        for name, value in found.items():
            if name in PROPERTIES and name not in _DROPPED:
                worked = resolved(value, variables, dark=dark)
                if worked and "calc(" not in worked and "em" not in worked:
                    attributes[name] = FAMILY if name == "font-family" else _PIXELS.sub(r"\1", worked)
        children = tuple(
            self.flat(child, path, variables, dark=dark) if isinstance(child, Element) else child
            for child in element.children
        )
        path.pop()
        return Element(element.name, {name: value for name, value in attributes.items() if value}, children)


def _declarations(style: str) -> list[tuple[str, str]]:
    pairs = (each.partition(":") for each in style.split(";"))
    return [(name.strip(), value.strip()) for name, colon, value in pairs if colon]


def _font(value: str, variables: Mapping[str, str]) -> dict[str, str]:
    """Give the parts of the shorthand `font`."""
    found = _FONT.match(resolved(value, variables, dark=False)) if value else None
    if not found:
        return {}
    return {"font-size": found[2], **({"font-weight": found[1]} if found[1] else {}), "font-family": FAMILY}


def layer(root: Element, step: int) -> Element | None:
    """Give what of a drawing appears at a step, 0 for what is there from the start; None when nothing does."""
    return _layer(root, step)


def steps_of(root: Element) -> tuple[int, ...]:
    """Give the steps at which parts of a drawing appear, in their order, from 1 on."""
    found = {_step(element) for element in _all(root)} - {0}
    return tuple(sorted(found))


def _all(element: Element) -> list[Element]:
    inner = [each for child in element.children if isinstance(child, Element) for each in _all(child)]
    return [element, *inner]


def _step(element: Element) -> int:
    given = element.attributes.get("data-fragment-index", "")
    return int(given) + 1 if given.isdigit() and "fragment" in element.attributes.get("class", "").split() else 0


def _layer(element: Element, step: int) -> Element | None:
    own = _step(element)
    if own:
        return element if own == step else None
    children = tuple(
        kept
        for child in element.children
        if (kept := _layer(child, step) if isinstance(child, Element) else child if step == 0 else None) is not None
    )
    drawn = any(isinstance(child, Element) for child in children)
    if step and not drawn:
        return None
    return Element(element.name, element.attributes, children)
