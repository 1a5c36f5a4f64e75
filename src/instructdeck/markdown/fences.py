"""Listings and what else stands in a fence: charts, diagrams, explorables."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.rules import (
    ATTRIBUTE_SYNTAX,
    BAD_CHART,
    CODE_LINES,
    CONTAINER_NESTING,
    MISSING_ALT,
    UNCLOSED_LISTING,
    UNKNOWN_LANGUAGE,
)
from instructdeck.values import dataclass

from .attributes import Attributes, parse_attributes
from .chartblock import KEYS as CHART_KEYS
from .chartblock import read_chart
from .highlight import is_language, languages
from .lighting import ATTRIBUTES as DIAGRAM_ATTRIBUTES
from .lighting import read_diagram
from .parameters import EXPLORABLE, read_explorable
from .passage import Markup, Passage, first_line, shift
from .vegalite import OWN as VEGA_LITE_KEYS
from .vegalite import read_vega_lite

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from markdown_it.token import Token

    from instructdeck.deck.diagnostics import Location

CHART = "chart"
"""The language of a fence that is a chart."""
VEGA_LITE = "vega-lite"
"""The language of a fence that is a specification for Vega-Lite."""
MAX_KIND = 20
"""Letters of a fence's name that are compared with those of the kinds there are."""
DIAGRAM = "mermaid"
"""The language of a fence that is a diagram."""
MAX_LIT = 1000
"""Lines that one step of a listing can light."""
MAX_STEPS = 100
"""Steps of a listing."""
_INDENTED = re.compile(r":::|!\[|[-*] (?=[\w*\[])|##+ |\$\$")
"""What begins a listing that is none."""
_NOT_DRAWN = re.compile(r"^(?::::|## )", re.MULTILINE)
"""What stands on a slide and in no chart or diagram."""
_LANGUAGE = re.compile(r"[^\s{\[]*")
_WORD = re.compile(r"[\w+#]+")
_FOREIGN_STEPS = re.compile(r"[\[{](?:\d+:)?([al*\d\s,|-]+)[\]}]")
"""Lines to light as reveal.js, Slidev and MkDocs write them."""
_LINE_NUMBERS = re.compile(r"\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fences:
    """Reads the fences of one text."""

    passage: Passage
    markup: Markup
    read: Callable[[str, Markup], b.Inlines]
    """Gives a line of Markdown, such as a chart's caption."""

    def _has_end(self, token: Token, place: Location) -> bool:
        """Report a listing that has no end, and a container that became a listing by its indentation."""
        last = self.passage.line((token.map or [0, 1])[1] - 1).strip(" \t>")
        if token.type == "fence" and not (
            last.startswith(token.markup) and (token.map or [0, 1])[1] - 1 > first_line(token)
        ):
            hint = f"end it with a line of '{token.markup}'"
            self.passage.add(UNCLOSED_LISTING, "this listing is never closed", place, hint, len(token.markup))
            return False
        if token.type == "fence" and self._runs_on(token):
            hint = f"end it with a line of '{token.markup}'; one that shows such a line begins with more of them"
            self.passage.add(UNCLOSED_LISTING, "this listing is not closed before the next one", place, hint, 3)
            return False
        if token.type == "code_block" and (found := _INDENTED.match(token.content)):
            message, hint = "this is indented so far that it is a listing", "take the spaces before it away"
            self.passage.add(CONTAINER_NESTING, message, place, hint, len(found[0].strip()))
        return True

    @staticmethod
    def _runs_on(token: Token) -> bool:
        """Tell whether a listing is ended only by the end of another one, whose beginning is in it."""
        drawn = _LANGUAGE.match(token.info.strip())[0] in (DIAGRAM, EXPLORABLE, CHART, VEGA_LITE)  # type: ignore[index]
        opens = re.compile(rf"^ {{0,3}}{re.escape(token.markup)}{re.escape(token.markup[0])}*[\w{{]", re.MULTILINE)
        return bool(opens.search(token.content) or (drawn and _NOT_DRAWN.search(token.content)))

    def block(self, token: Token, place: Location) -> b.Block:
        """Give the block that a fence or an indented listing is."""
        text = token.content.removesuffix("\n")
        number = first_line(token)
        closed = self._has_end(token, place)
        source = self.passage.line(number)
        info = token.info.strip()
        begin = source.find(info, self.passage.column(token) + len(token.markup))
        language = _LANGUAGE.match(info)[0]  # type: ignore[index]  # it matches nothing as well
        behind = info[len(language) :].lstrip()
        start = self.passage.place(number, begin + len(info) - len(behind))
        at, attributes = shift(start, 1), Attributes()
        if not self._foreign_info(behind, start, token.markup):
            attributes = parse_attributes(behind.removeprefix("{").removesuffix("}"))
        language = language or (attributes.classes.pop(0).value if attributes.classes else "")
        if not closed and language in (DIAGRAM, EXPLORABLE, CHART, VEGA_LITE):
            # It holds all that follows, whose faults are not the author's.
            return b.Broken(place, "This has no end", token.content)
        if language == DIAGRAM and not self.markup.at:
            return self._diagram(token, place, attributes, at)
        if language == EXPLORABLE and not self.markup.at:
            return read_explorable(self.passage, attributes, at, place, text)
        if language in (CHART, VEGA_LITE):
            inside = CHART_KEYS if language == CHART else VEGA_LITE_KEYS
            self.passage.refuse(attributes, at, "a chart", inside=inside)
            return self._chart(token, place, language, attributes.pairs)
        drawn = "" if is_language(language) else _drawn(language)
        if not drawn:
            self.passage.refuse(attributes, at, "a listing", ("lines",))
        if language and not is_language(language):
            column = source.find(language, begin)
            hint = f"did you mean '{drawn}'?" if drawn else ""
            hint = hint or self.markup.findings.did_you_mean(language, languages(), self.markup.path)
            message = f"unknown language '{language}'"
            where = self.passage.place(number, max(column, 0))
            self.passage.add(UNKNOWN_LANGUAGE, message, where, hint if hint.startswith("did") else "", len(language))
        return b.CodeBlock(place, text, language, self._steps(attributes, at, text.count("\n") + 1))

    def _chart(self, token: Token, place: Location, language: str, misplaced: Collection[str]) -> b.Block:
        """Give a chart, or what stands for it where it cannot be drawn; `misplaced` keys are already reported."""
        if self.markup.at:
            message, hint = "a chart cannot stand in a text inside a YAML file", "move it to a slide or a synthesis"
            self.passage.add(BAD_CHART, message, place, hint)
            return b.Broken(place, message, token.content)
        findings, find = self.markup.findings, self.markup.data
        yaml, line = self._as_in_file(token), self.passage.place(first_line(token) + 1).line
        chart: b.Block | None
        if language == VEGA_LITE:
            chart = read_vega_lite(yaml, place, line, findings, find, misplaced)
        else:
            chart = read_chart(
                yaml,
                place,
                line,
                findings,
                find,
                lambda words: self.read(words.value, Markup(self.markup.path, findings).inside(words)),
                misplaced,
            )
        return chart or b.Broken(place, "This chart cannot be drawn", token.content)

    def _as_in_file(self, token: Token) -> str:
        """Give the text of a listing indented as in the file, so that columns counted in it are those of the file."""
        found = []
        for number, line in enumerate(token.content.removesuffix("\n").split("\n"), first_line(token) + 1):
            margin = len(self.passage.line(number).rstrip()) - len(line.rstrip())
            found.append(" " * max(margin, 0) + line)
        return "\n".join(found)

    def _foreign_info(self, info: str, place: Location, fence: str) -> bool:
        """Report what other tools write behind a fence; tell whether it is that."""
        first = (_WORD.findall(info) or [""])[0]
        if (found := _FOREIGN_STEPS.match(info)) and re.search(r"\d|all", found[1]):
            steps = "|".join(re.sub(r"\s|all|\*", "", step) for step in found[1].split("|"))
            message, hint = f"'{found[0]}' lights no lines", f'write {{lines="{steps}"}}'
            self.passage.add(CODE_LINES, message, place, hint, len(found[0]))
        elif (
            info.startswith("{")
            and info[1:].startswith(first)
            and (is_language(first) or first in {DIAGRAM, EXPLORABLE})
        ):
            message, hint = f"braces are for attributes, not for the language '{first}'", f"write {fence}{first}"
            self.passage.add(ATTRIBUTE_SYNTAX, message, place, hint, len(info))
        elif info and not info.startswith("{"):
            hint = f"write {{{info}}}" if info.startswith("lines=") else "delete it; attributes stand in braces"
            self.passage.add(ATTRIBUTE_SYNTAX, f"'{info}' means nothing behind a language", place, hint, len(info))
        else:
            return False
        return True

    def _diagram(self, token: Token, place: Location, attributes: Attributes, at: Location) -> b.Diagram:
        alt, caption = (each.value.strip() if (each := attributes.pairs.get(key)) else "" for key in ("alt", "caption"))
        if not alt:
            hint = f'say what it shows: {token.markup}{DIAGRAM} {{alt="what it shows"}}'
            self.passage.add(MISSING_ALT, "a diagram without alt text", place, hint, len(token.markup + DIAGRAM))
        text = token.content.removesuffix("\n")
        places = tuple(self._line_place(first_line(token) + 1 + i, line) for i, line in enumerate(text.split("\n")))
        found = read_diagram(self.passage, attributes, at, b.Diagram(place, text, places, alt, caption))
        self.passage.refuse(attributes, at, "a diagram", ("alt", "caption", *DIAGRAM_ATTRIBUTES))
        return found

    def _line_place(self, number: int, words: str) -> Location:
        """Give where the words of a line within a fence begin, behind the margin that markdown-it took off."""
        return self.passage.place(number, max(len(self.passage.line(number)) - len(words), 0))

    def _steps(self, attributes: Attributes, at: Location, count: int) -> tuple[tuple[int, ...], ...]:
        found = attributes.pairs.get("lines")
        steps = [_line_numbers(step) for step in found.value.split("|", MAX_STEPS)] if found else []
        beyond = max((number for step in steps if step for number in step), default=0)
        if found and (None in steps or beyond > count):
            problem = (
                f"'{found.value}' is no list of lines"
                if None in steps
                else f"the listing has {count} line{'s' if count > 1 else ''}, not {beyond}"
            )
            hint = 'write steps between bars, such as lines="1|3-4"'
            self.passage.add(CODE_LINES, problem, shift(at, found.start), hint, found.length)
            return ()
        return tuple(step for step in steps if step is not None)


def _drawn(language: str) -> str:
    """Give the kind of fence that is drawn and whose name is nearly this one; empty when there is none."""
    near = get_close_matches(language.lower()[:MAX_KIND], (DIAGRAM, CHART, VEGA_LITE, EXPLORABLE), 1, 0.8)
    return DIAGRAM if language.lower() in {"mmd", "diagram"} else near[0] if near else ""


def _line_numbers(step: str) -> tuple[int, ...] | None:
    """Give the lines of `1,3-4`; nothing for an empty step, None for what is no such list or an endless one."""
    numbers: list[int] = []
    for part in step.split(",") if step.strip() else ():
        found = _LINE_NUMBERS.fullmatch(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 0 < first <= last or len(numbers) + last - first > MAX_LIT:
            return None
        numbers += range(first, last + 1)
    return tuple(numbers)
