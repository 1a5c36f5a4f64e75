"""The fence of an explorable: which one it is, what it shows in words, and the values it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck import blocks as b
from instructdeck.deck.rules import MISSING_ALT, UNKNOWN_EXPLORABLE, WRONG_VALUE
from instructdeck.files.yamlfile import Items, Mapping, Scalar, kind_of, parse

from .passage import shift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from instructdeck.deck.diagnostics import Findings, Location
    from instructdeck.files.yamlfile import Node

    from .attributes import Attributes
    from .passage import Passage

EXPLORABLE = "explorable"
"""The language of a fence that is an explorable."""
MAX_PARAMETERS = 30
"""Parameters of one explorable, and members of a list; what is more is left out, and reported."""


def read_explorable(passage: Passage, attributes: Attributes, at: Location, place: Location, text: str) -> b.Block:
    """Give an explorable, or what stands for it where its lines cannot be read.

    `at` is where its attributes begin, `place` where its fence does, which its text follows.
    """
    passage.refuse(attributes, at, "an explorable", ("name", "alt", "caption"))
    name, alt, caption = (attributes.pairs.get(key) for key in ("name", "alt", "caption"))
    fence = f"```{EXPLORABLE}"
    if name is None:
        hint = f'name it: {fence} {{name="ranking" alt="what it shows"}}'
        passage.add(UNKNOWN_EXPLORABLE, "an explorable without a name", place, hint, len(fence))
    if alt is None or not alt.value.strip():
        hint = f'say what it shows: {fence} {{name="…" alt="what it shows"}}'
        passage.add(MISSING_ALT, "an explorable without alt text", place, hint, len(fence))
    findings = passage.markup.findings
    before = len(findings.items)
    node = parse(text, place.path, findings, place.line + 1) if text.strip() else None
    if node is None and len(findings.items) > before:
        # What cannot be read may well be there: it is not reported as missing.
        return b.Broken(place, "This figure cannot be drawn", text)
    return b.Explorable(
        place,
        name.value if name else "",
        shift(at, name.start) if name else place,
        alt.value.strip() if alt else "",
        caption.value.strip() if caption else "",
        tuple(_parameters(findings, node)),
    )


def _parameters(findings: Findings, node: Node | None) -> Iterator[b.Parameter]:
    if node is not None and not isinstance(node, Mapping):
        findings.add(
            WRONG_VALUE, f"the fence holds {kind_of(node)}, not parameters", node.location, "write 'key: value'"
        )
    values = node.values if isinstance(node, Mapping) else {}
    for count, (key, (at, value)) in enumerate(values.items()):
        if count >= MAX_PARAMETERS:
            findings.add(WRONG_VALUE, "so many parameters no explorable has", at, "delete what is not needed", len(key))
            return
        items = value.values if isinstance(value, Items) else (value,)
        words = tuple(item.value for item in items[:MAX_PARAMETERS] if isinstance(item, Scalar))
        if len(words) < len(items):
            hint = f"write 'key: value' or 'key: [one, two]', at most {MAX_PARAMETERS} of them"
            findings.add(WRONG_VALUE, f"'{key[:60]}' is neither a value nor a short list of values", at, hint, len(key))
            continue
        yield b.Parameter(key, words, isinstance(value, Items), at, value.location)
