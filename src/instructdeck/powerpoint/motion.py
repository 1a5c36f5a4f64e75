"""What appears at which press, as the timing of a slide (ECMA-376, part 1, 19.5)."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, groupby
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

from .markup import element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .markup import Element

FADE = 400
"""Milliseconds in which something appears."""
BY_SERIES, BY_CATEGORY = "series", "category"
_WHOLE = -4
"""The number that stands for all series, or for all categories."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that appears, or goes."""

    step: int
    """The press; 0 for what is there as soon as the slide is shown."""
    shape: int
    paragraph: int | None = None
    """0-based, of the shape's; None for the whole shape."""
    chart: tuple[str, int] | None = None
    """How a chart is built, and the 0-based number of its part."""
    leaves: bool = False
    built: bool = False
    """Whether the shape is listed among those that are built; pictures and tables are not."""


@dataclass(frozen=True, slots=True)
class Build:
    """How a shape is built: a paragraph after the other, or a chart by its parts, or as a whole."""

    shape: int
    by: str = ""
    """`p`, `series` or `category`; empty for as a whole."""


def timing(effects: Sequence[Effect], builds: Sequence[Build]) -> Element | None:
    """Give the timing of a slide; None when all is there from the start."""
    if not effects:
        return None
    built = {build.shape for build in builds}
    marked = (replace(effect, built=effect.shape in built) for effect in effects)
    ordered = sorted(marked, key=lambda effect: effect.step)
    numbers = count(1)

    def node(**attributes: object) -> dict[str, object]:
        return {"id": next(numbers), **attributes}

    root = node(dur="indefinite", restart="never", nodeType="tmRoot")
    main = node(dur="indefinite", nodeType="mainSeq")
    presses = [_press(step, list(group), node) for step, group in groupby(ordered, key=lambda effect: effect.step)]
    sequence = element(
        "p:seq", {"concurrent": 1, "nextAc": "seek"},
        element("p:cTn", main, element("p:childTnLst", None, *presses)),
        *(_turn(name) for name in ("Prev", "Next")),
    )  # fmt: skip
    whole = element("p:par", None, element("p:cTn", root, element("p:childTnLst", None, sequence)))
    return element("p:timing", None, element("p:tnLst", None, whole), _builds(builds))


def _turn(name: str) -> Element:
    slide = element("p:tgtEl", None, element("p:sldTgt"))
    return element(f"p:{name.lower()}CondLst", None, element("p:cond", {"evt": f"on{name}", "delay": 0}, slide))


def _press(step: int, effects: list[Effect], node: Callable[..., dict[str, object]]) -> Element:
    """Give all that happens at one press."""
    outer, inner = node(fill="hold"), node(fill="hold")
    made = []
    for index, effect in enumerate(effects):
        first = "afterEffect" if step == 0 else "clickEffect"
        made.append(_effect(effect, first if index == 0 else "withEffect", node))
    begins = [element("p:cond", {"delay": "indefinite"})]
    if step == 0:
        begins.append(element("p:cond", {"evt": "onBegin", "delay": 0}, element("p:tn", {"val": 2})))
    inside = element("p:cTn", inner, _now(), element("p:childTnLst", None, *made))
    children = element("p:childTnLst", None, element("p:par", None, inside))
    return element("p:par", None, element("p:cTn", outer, element("p:stCondLst", None, *begins), children))


def _now() -> Element:
    return element("p:stCondLst", None, element("p:cond", {"delay": 0}))


def _effect(effect: Effect, kind: str, node: Callable[..., dict[str, object]]) -> Element:
    gone = effect.leaves
    group = {"grpId": 0} if effect.built else {}
    about = node(
        presetID=10, presetClass="exit" if gone else "entr", presetSubtype=0, fill="hold", **group, nodeType=kind
    )
    shown = element(
        "p:set", None,
        element("p:cBhvr", None, element("p:cTn", node(dur=1, fill="hold"), _late() if gone else _now()),
                _target(effect), element("p:attrNameLst", None, _named("style.visibility"))),
        element("p:to", None, element("p:strVal", {"val": "hidden" if gone else "visible"})),
    )  # fmt: skip
    fades = element(
        "p:animEffect", {"transition": "out" if gone else "in", "filter": "fade"},
        element("p:cBhvr", None, element("p:cTn", node(dur=FADE)), _target(effect)),
    )  # fmt: skip
    order = (fades, shown) if gone else (shown, fades)
    return element("p:par", None, element("p:cTn", about, _now(), element("p:childTnLst", None, *order)))


def _late() -> Element:
    return element("p:stCondLst", None, element("p:cond", {"delay": FADE - 1}))


def _named(name: str) -> Element:
    made = element("p:attrName")
    made.text = name
    return made


def _target(effect: Effect) -> Element:
    inner = None
    if effect.paragraph is not None:
        inner = element("p:txEl", None, element("p:pRg", {"st": effect.paragraph, "end": effect.paragraph}))
    elif effect.chart:
        by, number = effect.chart
        whose, rest = ("seriesIdx", "categoryIdx") if by == BY_SERIES else ("categoryIdx", "seriesIdx")
        places = {whose: number, rest: _WHOLE}
        inner = element("p:graphicEl", None, element("a:chart", {**places, "bldStep": by}))
    return element("p:tgtEl", None, element("p:spTgt", {"spid": effect.shape}, inner))


def _builds(builds: Sequence[Build]) -> Element | None:
    made = list(_listed(builds))
    return element("p:bldLst", None, *made) if made else None


def _listed(builds: Sequence[Build]) -> Iterator[Element]:
    for build in builds:
        if build.by in (BY_SERIES, BY_CATEGORY):
            inner = element("p:bldSub", None, element("a:bldChart", {"bld": build.by, "animBg": 0}))
            yield element("p:bldGraphic", {"spid": build.shape, "grpId": 0}, inner)
        else:
            yield element(
                "p:bldP",
                {"spid": build.shape, "grpId": 0, "build": build.by or None, "animBg": None if build.by else 1},
            )
