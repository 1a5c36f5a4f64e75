"""Explorables: interactive figures whose first picture is drawn at build time, by the script that a browser runs too.

The scripts stand in `templates/explorables/`: code is trusted, and content only names it and gives it values.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from instructdeck.pictures.svg import Element, SvgError, parse
from instructdeck.values import dataclass

from .engine import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from instructdeck.deck.blocks import Explorable, Parameter

    from .engine import Engine

FOLDER = "explorables"
"""The folder of the scripts, below the template folders."""
HOST = "assets/explorable.js"
"""What registers a script, in a browser and here; it comes before the script."""
CODE = Path(__file__).with_name("explorable.js")
"""What asks the script; it follows it."""

_WHOLE = re.compile(r"[-+]?\d{1,9}", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})(?:[eE][-+]?\d{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Explored:
    """An explorable as it looks before anybody has touched it."""

    wide: Element
    narrow: Element
    parameters: str
    """What the browser gives the script, as JSON."""

    @property
    def shapes(self) -> tuple[tuple[Element, str], ...]:
        """Its two pictures with their names."""
        return (self.wide, "wide"), (self.narrow, "narrow")


@dataclass(frozen=True, slots=True)
class ExplorableError:
    """What is wrong with the values of an explorable."""

    message: str
    parameter: Parameter | None = None
    """The one that is wrong; None for the explorable itself."""
    of_key: bool = False
    """Whether its name is wrong, and not its value."""
    known: tuple[str, ...] = ()
    """The names there are."""
    hint: str = ""


def explore(engine: Engine, node: Explorable) -> Explored | tuple[ExplorableError, ...]:
    """Give an explorable with an author's values, or what is wrong with them; never raises for any value."""
    try:
        given = _Given(engine.call("declared", node.name))
        for each in node.parameters:
            given.take(each)
        given.complete()
        if given.errors:
            return tuple(given.errors)
        answer = engine.call("pictured", node.name, given.values)
    except EngineError as error:
        return (ExplorableError(f"the explorable cannot be drawn: {error}"),)
    if "refused" in answer:
        wrong = next((each for each in node.parameters if each.name == answer["key"]), None)
        return (ExplorableError(str(answer["refused"]), wrong),)
    try:
        wide, narrow = (parse(answer[shape]) for shape in ("wide", "narrow"))
    except SvgError as error:
        return (ExplorableError(f"the explorable cannot be drawn: {error}"),)
    return Explored(wide, narrow, json.dumps(given.values, sort_keys=True))


def labelled(root: Element, alt: str, shape: str) -> Element:
    """Give a picture of an explorable with a name for those who do not see it; `shape` is `wide` or `narrow`."""
    size = {"viewBox": root.attributes.get("viewBox", "0 0 1 1"), "preserveAspectRatio": "xMinYMin meet"}
    about = {"role": "img", "aria-label": alt, "data-shape": shape}
    return replace(root, attributes={"class": f"shape-{shape}", **size, **about})


@dataclass
class _Given:
    """The values for a script, made to the kinds that it declares."""

    declared: Mapping[str, Mapping[str, Any]]
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[ExplorableError] = field(default_factory=list)

    def take(self, parameter: Parameter) -> None:
        form = self.declared.get(parameter.name)
        if form is None:
            message = f"it has no parameter '{parameter.name[:60]}'"
            self.errors.append(ExplorableError(message, parameter, of_key=True, known=tuple(self.declared)))
            return
        try:
            self.values[parameter.name] = _value(parameter.values, form, is_list=parameter.is_list)
        except ValueError as error:
            self.errors.append(ExplorableError(f"'{parameter.name}' is {error}", parameter))

    def complete(self) -> None:
        """Add the values that nobody gave, and report those that there must be."""
        wrong = {error.parameter.name for error in self.errors if error.parameter}
        for name, form in self.declared.items():
            if "value" in form:
                self.values.setdefault(name, form["value"])
            elif name not in self.values and name not in wrong:
                self.errors.append(ExplorableError(f"'{name}' is missing", hint=f"add '{name}: …' to the fence"))


def _value(words: Sequence[str], form: Mapping[str, Any], *, is_list: bool) -> Any:  # noqa: ANN401  what JSON can hold
    """Give a value of a kind.

    Raises:
        ValueError: it is of another kind, or beyond the bounds; with what it is and what it should be.
    """
    kind = str(form["kind"])
    single = kind.removesuffix("s")
    if is_list != (kind != single):
        found = "a list" if is_list else f"'{words[0][:30]}'"
        raise ValueError(f"{found}, not {_wanted(form)}")
    values = [_single(each, single, form) for each in words]
    for word, value in zip(words, values, strict=True):
        if value is None:
            raise ValueError(f"{'a list with ' if is_list else ''}'{word[:30]}', not {_wanted(form)}")
    return values if is_list else values[0]


def _single(word: str, kind: str, form: Mapping[str, Any]) -> float | str | None:
    """Give a text or a number; None for one that is none, or beyond the bounds."""
    if kind == "text":
        return word
    if not (_WHOLE if kind == "whole" else _NUMBER).fullmatch(word):
        return None
    number = int(word) if kind == "whole" else float(word)
    return number if form.get("least", -math.inf) <= number <= form.get("most", math.inf) else None


def _wanted(form: Mapping[str, Any]) -> str:
    names = {"whole": "a whole number", "number": "a number", "text": "a text"}
    names |= {"numbers": "a list of numbers", "texts": "a list of texts"}
    bounds = f" from {form['least']:g} to {form['most']:g}" if "least" in form and "most" in form else ""
    return names[str(form["kind"])] + bounds
