"""LaTeX formulas set by KaTeX at build time, so that a page ships no script for mathematics.

KaTeX runs inside QuickJS in this process.
Its output carries `style` attributes, which a strict Content-Security-Policy forbids: they are lifted
off KaTeX's own tree (not off its text) into classes, one a declaration, named after what they say.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MEMORY_LIMIT = 256 * 2**20
"""Bytes; a formula that needs more is refused."""
TIME_LIMIT = 5
"""Seconds of one call; KaTeX's own limit on macro expansion stops earlier."""
MAX_LENGTH = 10_000
"""Characters of one formula; longer ones are refused before they are read."""

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character outside of Unicode's first plane, which JavaScript lets stand alone and UTF-8 does not."""
_SAFE_VALUE = re.compile(r"[#\w.% -]+", re.ASCII)

_HOST = r"""
globalThis.self = globalThis;
globalThis.console = {log() {}, warn() {}, error() {}};
"""

_TYPESET = r"""
(() => {
  const hyphenate = name => name.replace(/([A-Z])/g, '-$1').toLowerCase();
  const escape = text => text.replace(/[^A-Za-z0-9-]/g, c => c === '.' ? '_' : `_${c.charCodeAt(0).toString(16)}_`);
  const lift = (node, lifted) => {
    const names = [];
    const take = (property, value) => {
      const name = 'k-' + escape(property) + '-' + escape(value);
      lifted[name] = [property, value];
      names.push(name);
    };
    const style = node.style || {};
    if (node.italic > 0) { take('margin-right', node.italic.toFixed(4).replace(/\.?0+$/, '') + 'em'); node.italic = 0; }
    for (const key of Object.keys(style)) if (style[key]) take(hyphenate(key), String(style[key]));
    if (node.style) node.style = {};
    const attributes = node.attributes || {};
    if (attributes.style) {
      for (const part of attributes.style.split(';')) {
        const colon = part.indexOf(':');
        if (colon > 0) take(part.slice(0, colon).trim(), part.slice(colon + 1).trim());
      }
      delete attributes.style;
    }
    if (names.length && node.classes) node.classes = node.classes.concat(names);
    else if (names.length) attributes.class = [attributes.class, ...names].filter(Boolean).join(' ');
    for (const child of node.children || []) lift(child, lifted);
  };
  // Without this KaTeX writes what it does not trust in red, and says nothing.
  const distrust = tex => ({command}) => {
    throw {rawMessage: `${command} is off`, position: Math.max(tex.indexOf(command), 0), length: command.length};
  };
  globalThis.typeset = (tex, display) => {
    try {
      const tree = katex.__renderToDomTree(tex, {
        displayMode: display, throwOnError: true, output: 'htmlAndMathml', trust: distrust(tex),
        strict: 'ignore', maxExpand: 1000, maxSize: 40,
      });
      const lifted = {};
      lift(tree, lifted);
      return JSON.stringify({html: tree.toMarkup(), lifted});
    } catch (error) {
      return JSON.stringify({error: error.rawMessage || String(error), position: error.position, length: error.length});
    }
  };
})();
"""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as HTML and MathML."""

    html: Markup
    styles: Mapping[str, str]
    """Class name to CSS declaration, for the stylesheet that goes with the HTML."""


@dataclass(frozen=True, slots=True)
class FormulaError:
    """Why a formula could not be set."""

    message: str
    position: int
    """0-based offset in the formula, in characters."""
    length: int
    """Characters concerned, at least 1."""


@dataclass(slots=True)
class Typesetter:
    """Sets formulas, each once; KaTeX is loaded with the first."""

    katex: Path
    """The vendored `katex.min.js`."""
    known: dict[tuple[str, bool], Formula | FormulaError] = field(default_factory=dict)
    _call: Any = None

    def typeset(self, tex: str, *, display: bool) -> Formula | FormulaError:
        """Give a formula as HTML, or why and where it is wrong; never raises for any text."""
        key = (tex, display)
        if key not in self.known:
            self.known[key] = self._set(tex, display=display)
        return self.known[key]

    def _set(self, tex: str, *, display: bool) -> Formula | FormulaError:
        if problem := _refused(tex):
            return FormulaError(problem, 0, 1)
        import quickjs  # noqa: PLC0415  the interpreter is loaded only where a formula is

        try:
            if self._call is None:
                context = _context(self.katex)
                self._call = context.get("typeset")
            answer = json.loads(self._call(tex, display))
        except (quickjs.JSException, MemoryError) as error:
            self._call = None
            return FormulaError(f"the formula is too complex: {str(error).splitlines()[0]}", 0, 1)
        if "error" in answer:
            return _error(tex, answer)
        if _SURROGATE.search(answer["html"]):
            return FormulaError("the formula holds half of a character", 0, len(tex))
        return Formula(
            Markup(answer["html"]),  # noqa: S704  KaTeX escapes what it is given and trusts nothing
            {
                name: f"{prop}:{value}"
                for name, (prop, value) in sorted(answer["lifted"].items())
                if _SAFE_VALUE.fullmatch(value)
            },
        )


def _refused(tex: str) -> str:
    """Give why a formula is not even tried; empty when it is."""
    if not tex.strip():
        return "the formula is empty"
    if len(tex) > MAX_LENGTH:
        return f"the formula is longer than {MAX_LENGTH:,} characters"
    return "the formula holds half of a character" if _SURROGATE.search(tex) else ""


def _error(tex: str, answer: dict[str, Any]) -> FormulaError:
    position, length = (value if isinstance(value := answer.get(key), int) else 0 for key in ("position", "length"))
    start = min(_characters(tex, position), max(len(tex) - 1, 0))
    end = _characters(tex, position + length)
    return FormulaError(_SURROGATE.sub("\ufffd", str(answer["error"])).strip(), start, max(end - start, 1))


def _characters(text: str, units: int) -> int:
    """Give how many characters the first UTF-16 code units of a text are, in which JavaScript counts."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


@cache
def _katex(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _context(path: Path) -> Any:  # noqa: ANN401  quickjs ships no types
    import quickjs  # noqa: PLC0415

    context = quickjs.Context()
    context.set_memory_limit(MEMORY_LIMIT)
    context.set_time_limit(TIME_LIMIT)
    for code in (_HOST, _katex(path), _TYPESET):
        context.eval(code)
    return context
