"""What was seen of a site, as diagnostics with a place in the content, and with what would help."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import Diagnostic, Severity, counted, utf8
from instructdeck.deck.links import DECK_PAGE
from instructdeck.deck.model import Weight
from instructdeck.deck.rules import (
    AXE,
    CONSOLE,
    CROWDED,
    DEAD_LINK,
    FIGURE_BLURRY,
    FOCUS_ORDER,
    LOW_CONTRAST,
    ONE_PAGE,
    OVERFLOW,
    RENDERED,
    REQUEST,
    TOO_SMALL,
    UNMEASURED,
)
from instructdeck.values import dataclass

from .measures import View

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from instructdeck.deck.diagnostics import Location, Rule
    from instructdeck.deck.model import Deck

    from .measures import Amount, InnerLink, Measure, Seen, Sheet

LEAST_WIDTH = 10
"""Per cent of its room under which nobody wants a picture to be shown."""
HALF = 80
"""Per cent beyond the room of a slide that two columns may still hold: lines break more often in them."""
LEAST_FILLED = 0.5
"""Of its page that a synthesis has to take."""
BUDGETS: Mapping[str, tuple[int, int, int]] = {
    "": (100, 20, 8),
    "equation": (100, 28, 8),
    "two-column": (110, 24, 8),
    "table": (140, 22, 8),
    "code": (140, 32, 8),
    "quote": (90, 16, 6),
    "statement": (60, 12, 5),
    "big-number": (60, 12, 5),
    "figure": (70, 14, 6),
    "section": (60, 12, 6),
    "title": (60, 12, 6),
}
"""Words, lines and blocks that a layout is made for; the empty name stands for all other layouts.

These are a judgement, not a measurement of readers: the fullest slides of the flagship and the gallery have at most 79
words, 22 lines and 5 blocks, which leaves room; how the layouts differ is estimated from what each is for.
A deck's owner can weigh the rule in `deck.yml`."""
UNREACHED = "net::ERR_PROXY_CONNECTION_FAILED"
"""What the browser says of an address that `browser.session` keeps from it."""
MAX_SAID = 200
"""Characters of what a browser says."""
_NAMES = {"words": "words", "lines": "lines", "blocks": "blocks"}


@dataclass(frozen=True)
class Judge:
    """What is known of the deck whose site was seen."""

    deck: Deck
    places: Sequence[Location]
    """Where each numbered block stands."""
    files: Collection[str]
    """The paths of the site."""
    texts: Mapping[str, str]
    """What the deck was read from, by path."""

    def place(self, at: int | None, slide: str, page: str) -> Location:
        """Give where a block stands in the content, or else the slide or page that it is on.

        A comment of a template may look like a block's number and be none.
        """
        if at is not None and at < len(self.places):
            return self.places[at]
        found = next((each for each in self.deck.slides if each.id == slide), None)
        if found:
            return found.location
        section = next((each for each in self.deck.sections if f"{each.id}.html" == page), None)
        if section:
            return section.synthesis.location if section.synthesis else section.location
        return self.deck.location

    def diagnostics(self, seen: Seen) -> Iterator[Diagnostic]:
        """Give everything that is wrong with what was seen."""
        yield from self._measures(seen.measures)
        yield from (each for amount in seen.amounts if (each := self._crowded(amount)))
        yield from (each for sheet in seen.sheets if (each := self._one_page(sheet)))
        yield from self._links(seen.links, seen.anchors or {})
        yield from self._complaints(seen.complaints)
        for missed in seen.unmeasured:
            message = f"{missed.page or 'the deck'}: {missed.what} could not be measured: {missed.why}"
            yield self._said(UNMEASURED, message, self.place(missed.at, missed.slide, missed.page))

    # --- What has a place on a slide

    def _measures(self, measures: Sequence[Measure]) -> Iterator[Diagnostic]:
        """Give a diagnostic for each block and kind: the worst of it, and how many more there are."""
        order = list(View)
        # A picture that stands out of its slide is behind the words at its foot, too: that goes with it.
        out = {(each.slide, each.view) for each in measures if each.rule == OVERFLOW.name and each.kind == "out"}
        covered = (each for each in measures if each.kind == "picture" and each.at is None)
        follows = {each for each in covered if (each.slide, each.view) in out}
        found = sorted(
            (each for each in measures if each not in follows),
            key=lambda each: (self._key(each), order.index(each.view), -each.badness, -len(each.words)),
        )
        for _, group in groupby(found, self._key):
            alike = list(group)
            worst = alike[0]
            same_view = [each for each in alike if each.view is worst.view and each.words != worst.words]
            rule, (message, hint) = _RULES[worst.rule], _SAID[worst.rule](self, worst)
            more = f", and {len(same_view)} more like it" if same_view else ""
            view = f", {worst.view.value}" if worst.view.value else ""
            step = f", at step {worst.step + 1}" if worst.step else ""
            place = self.place(worst.at, worst.slide, worst.page)
            yield self._said(rule, f"{message}{view}{step}{more}", place, hint)

    def _said(self, rule: Rule, message: str, place: Location, hint: str = "") -> Diagnostic:
        """Give a diagnostic about all that stands in a line from a place on."""
        lines = self.texts.get(place.path, "").split("\n", place.line)
        line = lines[place.line - 1] if place.line <= len(lines) else ""
        return Diagnostic(rule, utf8(message), place, utf8(hint), max(len(line.rstrip()) - place.column + 1, 1))

    def _key(self, each: Measure) -> tuple[str, Location, str]:
        return each.rule, self.place(each.at, each.slide, each.page), f"{each.kind} {each.side} {each.slide}"

    def overflow(self, each: Measure) -> tuple[str, str]:
        """Give message and hint for what has no place of its own."""
        room = "the page" if each.page else "the slide"
        hint = self._fewer_lines(each) if each.side == "bottom" else _NARROWER[each.what]
        if each.kind == "out" and each.side == "bottom":
            return f"what begins here needs {each.px:g} px more than {room} has, {each.percent} % of its room", hint
        if each.kind == "out":
            return f"this stands {each.px:g} px out of {room} on the {each.side}, {each.percent} % of its width", hint
        if each.kind == "cut":
            return f"{each.px:g} px of this are cut off at the {each.side}, {each.percent} % of what is seen", hint
        return self._in_the_way(each)

    def _in_the_way(self, each: Measure) -> tuple[str, str]:
        """Give message and hint for words that their own frame cuts off, and for what stands over something else."""
        if each.kind == "trimmed":
            message = f"'{each.words}' stands {each.px:g} px out of its drawing on the {each.side}, where it is cut off"
            return message, "draw these words further in, or give the drawing a larger viewBox"
        if each.kind == "evidence":
            return f"the evidence '{each.words}' is wider than the slide", "quote fewer words, or cite less there"
        if each.kind == "overlap":
            other = self.place(each.other, each.slide, each.page)
            return f"this stands {each.px:g} px over what is at line {other.line}", "take lines out, or part the slide"
        return f"'{each.words}' stands {each.px:g} px over '{each.over}'", "fewer or shorter words there"

    def _fewer_lines(self, each: Measure) -> str:
        lines = ceil(each.px / each.line) if each.line else 1
        slide = next((slide for slide in self.deck.slides if slide.id == each.slide), None)
        columns = slide and slide.layout == "content" and each.narrow and each.percent <= HALF and not each.what
        other = ", use layout=two-column," if columns else ""
        return f"take out {counted(lines, 'line')}{other or ','} or part the slide in two"

    def too_small(self, each: Measure) -> tuple[str, str]:
        """Give message and hint for what cannot be read, or made out, from the last row."""
        if each.kind == "figure":
            message = f"there is no room for this figure: its longer side has {each.size:g} px of the slide's 1,280"
            hint = "show less beside it, or give it a slide of its own"
            if each.what == "line":
                hint = 'in a line, also of a link, a picture is as high as the line: give it {width="60%"}'
            elif 0 < each.pixels < each.least:
                hint = f"its file has only {counted(each.pixels, 'pixel')}: take a larger one"
            return f"{message}; it takes {each.least:g} to be seen", hint
        what = "running text" if each.kind == "running" else f"'{each.words}'"
        unit = "px" if each.page or each.view is View.PHONE else "px of the slide's 720"
        hint = "show less, or draw it larger"
        if each.what == "drawing" and each.size:
            times = ceil(100 * each.least / each.size) / 100
            hint = f"draw its words {times:g} times as large, or give the drawing more room"
        return f"{what} has {each.size:g} {unit}; it takes {each.least:g} to be read", hint

    def low_contrast(self, each: Measure) -> tuple[str, str]:
        """Give message and hint for what is too pale."""
        if each.kind == "painted":
            message = f"'{each.words}' is seen with a contrast of {each.ratio:g}; it takes {each.needed:g}"
            return message, "take away what is over it, or done to it: filter, mask, clip, blending, outline"
        behind = "the picture behind it" if each.kind == "picture" else "its ground"
        hint = "put it beside the picture" if each.kind == "picture" else "take another color, or one of the theme's"
        return f"'{each.words}' has a contrast of {each.ratio:g} with {behind}; it takes {each.needed:g}", hint

    def blurry(self, each: Measure) -> tuple[str, str]:
        """Give message and hint for a picture with too few pixels."""
        message = (
            f"this picture has {counted(each.pixels, 'pixel')} for the {each.width} that a screen of 1920 gives it"
        )
        smaller = f', or show it smaller with {{width="{each.percent}%"}}' if each.percent >= LEAST_WIDTH else ""
        return message, f"take a file of at least {each.width} pixels{smaller}"

    def axe(self, each: Measure) -> tuple[str, str]:
        """Give message and hint for what axe-core finds."""
        return f"{each.words} (axe-core: {each.kind})", each.html

    def unmeasured(self, each: Measure) -> tuple[str, str]:
        """Give message and hint for words that nobody can ask for their size and color."""
        if each.kind == "use":
            return "this drawing shows so much by <use> that it could not be measured", "draw it with fewer <use>"
        if each.kind == "svg":
            hint = "draw it with fewer shapes, or show a picture of it"
            return "this drawing has so many shapes behind its words that it could not be measured", hint
        if each.kind == "error":
            return (
                f"this could not be measured: {each.words}",
                "tell those who make instructdeck, with what stands here",
            )
        if each.kind == "steps":
            return "this slide has so many steps that not all were looked at", "part it, or show more at once"
        message = f"'{each.words}' could not be measured: a <{each.kind}> may paint it in any size and color"
        return message, f"draw these words outside of <{each.kind}>"

    def focus_order(self, each: Measure) -> tuple[str, str]:
        """Give message and hint for what the key Tab reaches out of turn."""
        if each.kind == "tabindex":
            return f"'{each.words}' is reached first, by its tabindex {each.value}", "leave tabindex out"
        return f"Tab goes from '{each.over}' up to '{each.words}'", "write them in the order in which they stand"

    # --- What concerns whole slides and pages

    def _crowded(self, amount: Amount) -> Diagnostic | None:
        budget = dict(zip(_NAMES, BUDGETS.get(amount.layout, BUDGETS[""]), strict=True))
        over = [(getattr(amount, name) / most, name, most) for name, most in budget.items()]
        share, name, most = max(over)
        if share <= 1:
            return None
        layout = f"layout '{amount.layout}'" if amount.layout else "its layout"
        message = f"{getattr(amount, name)} {name} are on this slide; {layout} is made for {most}"
        hint = "move some into the notes, or part the slide in two"
        return self._said(CROWDED, message, self.place(None, amount.slide, ""), hint)

    def _one_page(self, sheet: Sheet) -> Diagnostic | None:
        if sheet.pages == 1 and sheet.filled >= LEAST_FILLED:
            return None
        place = self.place(sheet.beyond, "", sheet.page)
        if sheet.pages == 1:
            message = f"the synthesis fills {sheet.filled * 100:.0f} % of its page"
            return self._said(ONE_PAGE, message, place, "half a page is the least that a synthesis needs")
        over = ceil(sheet.filled * 100) + 100 * (sheet.pages - 2)
        message = f"the synthesis takes {sheet.pages} pages in print: what begins here is on the second"
        return self._said(ONE_PAGE, message, place, f"shorten it by about {over} % of a page")

    def _links(self, links: Sequence[InnerLink], anchors: Mapping[str, frozenset[str]]) -> Iterator[Diagnostic]:
        dead = [(each, gone) for each in links if (gone := self._gone(each, anchors))]
        of_authors = [(each, gone) for each, gone in dead if each.at is not None]
        for each, gone in of_authors:
            yield self._said(DEAD_LINK, f"{each.page}: {gone}", self.place(each.at, each.slide, each.page))
        of_templates = ((each, gone) for each, gone in dead if each.at is None)
        yield from self._once(DEAD_LINK, [(each.page, gone, each.slide) for each, gone in of_templates])

    def _gone(self, link: InnerLink, anchors: Mapping[str, frozenset[str]]) -> str:
        """Give in words where a dead link leads; empty for one that leads somewhere."""
        path = link.path if link.path and not link.path.endswith("/") else f"{link.path}index.html"
        if path not in self.files:
            return f"'{link.words}' leads to '{path}', which is not there"
        missing = _missing_anchor(path, link.hash, anchors)
        return f"'{link.words}' leads to '{link.hash}' on {path}, which is not there" if missing else ""

    def _complaints(self, complaints: Sequence[tuple[str, str, str]]) -> Iterator[Diagnostic]:
        asked = {page for page, kind, _ in complaints if kind == "request"}
        requests = [(page, f"the page asks for {text}", "") for page, kind, text in complaints if kind == "request"]
        # That a request to another host came to nothing is our doing, and said as `request` already.
        console = [
            (page, _first_sentence(text), "")
            for page, kind, text in complaints
            if kind == "console" and not (page in asked and UNREACHED in text)
        ]
        yield from self._once(REQUEST, requests)
        yield from self._once(CONSOLE, console)

    def _once(self, rule: Rule, said: Sequence[tuple[str, str, str]]) -> Iterator[Diagnostic]:
        """Give a diagnostic for each thing that is said of pages and slides: a template has it on all of them."""
        at: dict[str, list[tuple[str, Location]]] = {}
        for page, what, slide in said:
            at.setdefault(what, []).append((page, self.place(None, slide, page)))
        for what, found in at.items():
            page, place = min(found)
            others = len({each for each, _ in found}) - 1
            more = f" and {counted(others, 'more page')}" if others else ""
            yield self._said(rule, f"{page}{more}: {what}", place)


def _missing_anchor(path: str, name: str, anchors: Mapping[str, frozenset[str]]) -> bool:
    if path == DECK_PAGE:
        # `#/slide` and `#/slide/2`: the second is a step, and the empty one is the first slide.
        name = name.removeprefix("/").partition("/")[0]
    return bool(name) and not name.isdigit() and path in anchors and name not in anchors[path]


_NARROWER = {
    "": "shorter words, or fewer columns",
    "pre": "break the long lines",
    "table": "fewer columns, or shorter words in them",
    "math": "break the formula into lines: \\begin{aligned} … \\\\ … \\end{aligned}",
    "figure": "a smaller {width=…}",
}
"""What would make something narrower, by what it is."""


def _first_sentence(text: str) -> str:
    """Give what a browser says first; what it explains after that is for those who write scripts."""
    first = re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0]
    return first if len(first) <= MAX_SAID else f"{first[:MAX_SAID]}…"


_RULES: Mapping[str, Rule] = {
    rule.name: rule for rule in (OVERFLOW, TOO_SMALL, LOW_CONTRAST, FIGURE_BLURRY, AXE, FOCUS_ORDER, UNMEASURED)
}
_SAID: Mapping[str, Callable[[Judge, Measure], tuple[str, str]]] = {
    OVERFLOW.name: Judge.overflow,
    TOO_SMALL.name: Judge.too_small,
    LOW_CONTRAST.name: Judge.low_contrast,
    FIGURE_BLURRY.name: Judge.blurry,
    AXE.name: Judge.axe,
    FOCUS_ORDER.name: Judge.focus_order,
    UNMEASURED.name: Judge.unmeasured,
}


def as_owner_wants(found: Sequence[Diagnostic], deck: Deck) -> list[Diagnostic]:
    """Give diagnostics as the deck's owner weighs them in `deck.yml`: as errors, as warnings, or not at all."""
    weights = {name: weight.value for name, weight in deck.rendered}
    severities = {each.value: each for each in Severity}
    rules = {rule: severities[weights[rule.name]] for rule in RENDERED if weights.get(rule.name) in severities}
    kept = (each for each in found if weights.get(each.rule.name) != Weight.OFF.value)
    return [
        replace(each, rule=replace(each.rule, severity=rules[each.rule])) if each.rule in rules else each
        for each in kept
    ]
