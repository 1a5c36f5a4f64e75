"""Diagnostics as text for people, and as JSON, GitHub annotations and SARIF for machines."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias
from unicodedata import category, combining, east_asian_width
from urllib.parse import quote

from instructdeck import __version__
from instructdeck.deck.diagnostics import Diagnostic, Severity, counted
from instructdeck.deck.rules import MORE_PROBLEMS, RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Texts: TypeAlias = "Mapping[str, str]"
"""Every text that was read, by its path."""
Styler: TypeAlias = "Callable[[str, str], str]"
"""Gives a text in a style: `error`, `warning`, `place` or `hint`."""

MAX_WIDTH = 120
"""Characters of a source line that are shown; a longer line is cut around the place."""

MAX_SHOWN = 1_000
"""Problems of one file that are shown: nobody reads more, and a hostile file can have one in every other byte."""

_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Kinds of characters that do something to a terminal rather than being shown."""


def to_show(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Give the problems to show, sorted by place; of a file with too many errors first, and how many are left out."""
    files: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for each in diagnostics:
        files[each.location.path].append(each)
    kept: list[Diagnostic] = []
    for found in files.values():
        found.sort(key=lambda each: (each.rule.severity is Severity.WARNING, each.sort_key))
        kept += found[:MAX_SHOWN]
        if len(found) > MAX_SHOWN:
            message = f"{len(found) - MAX_SHOWN:,} more problems of this file are not shown"
            kept.append(Diagnostic(MORE_PROBLEMS, message, found[MAX_SHOWN].location, "mend those that are shown"))
    return tuple(sorted(kept, key=lambda each: each.sort_key))


def plain(text: str, _style: str) -> str:
    """Give a text without color."""
    return text


def as_text(diagnostics: Sequence[Diagnostic], texts: Texts, style: Styler = plain) -> str:
    """Give a report for people: message, place, the line with a caret, hint."""
    # Divided once: a hostile text can have as many problems as lines.
    lines = {path: texts[path].split("\n") for path in {each.location.path for each in diagnostics} & texts.keys()}
    return "\n".join(_one(each, lines, style) for each in diagnostics)


def _one(item: Diagnostic, texts: Mapping[str, Sequence[str]], style: Styler) -> str:
    place = item.location
    severity = item.rule.severity.value
    head = style(f"{severity}[{item.rule.name}]", severity) + f": {visible(item.message)}"
    lines = [head, f"{style('  -->', 'place')} {visible(place.path)}:{place.line}:{place.column}"]
    source = texts.get(place.path, ())
    hint = style(visible(item.hint), "hint") if item.hint else ""
    if place.line <= len(source) and source[place.line - 1].strip():
        number = str(place.line)
        bar, empty = style(f" {number} |", "place"), style(f" {' ' * len(number)} |", "place")
        shown, before, width = _excerpt(source[place.line - 1], place.column, item.length)
        caret = style("^" * width, severity)
        lines += [empty, f"{bar} {shown}", f"{empty} {' ' * before}{caret} {hint}".rstrip()]
    elif hint:
        lines.append(f"   {style('=', 'place')} {hint}")
    return "\n".join(lines) + "\n"


def _excerpt(source: str, column: int, length: int) -> tuple[str, int, int]:
    """Give the part of a line to show, the cells before the place, and how many cells the place takes."""
    start = min(column - 1, len(source))
    end = max(min(start + length, len(source)), start)
    cut = max(0, start - MAX_WIDTH // 2) if len(source) > MAX_WIDTH else 0
    stop = min(len(source), cut + MAX_WIDTH)
    before, meant, after = (
        visible(source[a:b]) for a, b in ((cut, start), (start, min(end, stop)), (min(end, stop), stop))
    )
    ahead, behind = ("…" if cut else ""), ("…" if stop < len(source) else "")
    return ahead + before + meant + after + behind, _cells(ahead + before), max(_cells(meant), 1)


def visible(text: str) -> str:
    """Give a text that cannot drive a terminal: tabs as spaces, other control characters as a mark."""
    expanded = text.replace("\t", "    ").replace("\n", " ")
    return "".join("\ufffd" if category(char) in _UNSEEN else char for char in expanded)


def _cells(text: str) -> int:
    """Give how many columns a terminal needs for a text."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Give how many errors and warnings there are, in words."""
    errors = sum(each.rule.severity is Severity.ERROR for each in diagnostics)
    warnings = len(diagnostics) - errors
    parts = [counted(count, noun) for count, noun in ((errors, "error"), (warnings, "warning")) if count]
    return " and ".join(parts) or "no problems"


def json_text(value: object) -> str:
    """Give a value as JSON that cannot drive a terminal either: control characters are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "".join(char if char == "\n" or category(char) not in _UNSEEN else json.dumps(char)[1:-1] for char in text)


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Give a JSON document with a version of its form."""
    items = [
        {
            "rule": each.rule.name,
            "severity": each.rule.severity.value,
            "message": each.message,
            "hint": each.hint,
            "path": each.location.path,
            "line": each.location.line,
            "column": each.location.column,
            "length": each.length,
        }
        for each in diagnostics
    ]
    return json_text({"version": 1, "diagnostics": items})


def as_github(diagnostics: Sequence[Diagnostic]) -> str:
    """Give workflow commands, which GitHub shows beside the lines of a pull request."""
    return "\n".join(
        f"::{each.rule.severity.value} file={visible(_property(each.location.path))},line={each.location.line},"
        f"col={each.location.column},title={each.rule.name}::"
        + _data(visible(f"{each.message} ({each.hint})" if each.hint else each.message))
        for each in diagnostics
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_sarif(diagnostics: Sequence[Diagnostic]) -> str:
    """Give a SARIF 2.1.0 log (OASIS), which code scanning services read."""
    rules = [
        {
            "id": rule.name,
            "fullDescription": {"text": rule.text},
            "defaultConfiguration": {"level": rule.severity.value},
        }
        for rule in RULES
    ]
    results = [
        {
            "ruleId": each.rule.name,
            "level": each.rule.severity.value,
            "message": {"text": f"{each.message}. {each.hint}" if each.hint else each.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(each.location.path)},
                        "region": {
                            "startLine": each.location.line,
                            "startColumn": each.location.column,
                            "endColumn": each.location.column + each.length,
                        },
                    }
                }
            ],
        }
        for each in diagnostics
    ]
    driver = {"name": "instructdeck", "version": __version__, "rules": rules}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json_text(log)


def manual() -> str:
    """Give the page of the manual on the rules, as Markdown."""
    head = (
        "# Rules\n\nWhat `instructdeck check` looks for.\n"
        "This page is made from `src/instructdeck/deck/rules.py` by `instructdeck rules`.\n"
    )
    rules = sorted(RULES, key=lambda each: each.name)
    return "\n".join((head, *(f"## {rule.name}\n\n*{rule.severity.value}*\n\n{rule.text}\n" for rule in rules)))
