"""The model in print: an outline for people, JSON for programs."""

from __future__ import annotations

import enum
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from instructdeck.deck.blocks import Node
from instructdeck.deck.diagnostics import counted
from instructdeck.deck.model import Deck, Section, Slide, Synthesis

from .report import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
"""Of the JSON's form: raised when a field is renamed or removed, not when one is added."""

_COMPUTED: Mapping[type, tuple[str, ...]] = {
    Slide: ("title_text", "words", "spoken_words"),
    Synthesis: ("words",),
    Section: ("spoken_minutes",),
}


def outline(deck: Deck) -> str:
    """Give sections with speakers and minutes, slides with number, id and layout."""
    lines = [deck.title]
    for section in deck.sections:
        minutes = f", {section.minutes:g} min" if section.minutes else ""
        who = " ".join(
            part for part in (section.speaker.name, f"({section.speaker.role})" if section.speaker.role else "") if part
        )
        lines += ["", f"{section.number}. {section.title}", f"   {section.id}: {who or 'no speaker'}{minutes}"]
        lines += [
            f"   {slide.number:>4}  {slide.title_text or '(no title)'}  #{slide.id} [{slide.layout}], "
            f"{counted(slide.words, 'word')} shown, {slide.spoken_words:,} spoken"
            for slide in section.slides
        ]
    return "\n".join(lines)


def model_json(deck: Deck) -> str:
    """Give the whole deck as JSON, with `version` for its form and a `kind` on every node."""
    return json_text({"version": VERSION, "deck": _plain(deck)})


def _plain(value: object) -> Any:  # noqa: ANN401  JSON has no narrower type
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        record: dict[str, Any] = {"kind": value.kind} if isinstance(value, Node) else {}
        record |= {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        record |= {name: _plain(getattr(value, name)) for name in _COMPUTED.get(type(value), ())}
        if isinstance(value, Slide):
            record["citations"] = [cite.id for citation in value.citations for cite in citation.cites]
        return record
    return value
