"""Keys of `section.yml`: who speaks, what was asked for, what the paper corrects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instructdeck.deck.model import Brief, Correction, Speaker
from instructdeck.files.yamlfile import records
from instructdeck.markdown.tree import parse_inlines

if TYPE_CHECKING:
    from instructdeck.deck import blocks as b
    from instructdeck.files.yamlfile import Record
    from instructdeck.markdown.passage import Markup


def speaker(record: Record) -> Speaker:
    """Give who speaks; nobody where that is not said."""
    inner = record.record("speaker", "{name: …}")
    if inner is None:
        return Speaker("")
    speaker = Speaker(inner.text("name", required=True), inner.text("role"))
    inner.finish()
    return speaker


def brief(record: Record) -> Brief:
    """Give what was asked for."""
    inner = record.record("brief", "{slides: […]}")
    if inner is None:
        return Brief()
    brief = Brief(tuple((each.value.strip(), each.location) for each in inner.texts("slides")), inner.text("synthesis"))
    inner.finish()
    return brief


def corrections(record: Record, markup: Markup) -> tuple[Correction, ...]:
    """Give what the brief says otherwise than the paper."""
    found = []
    form = "'- brief: …', and 'paper: …' below it"
    nodes = record.items("corrections", form)
    for inner in records(nodes, "a correction", markup.findings, f"write {form}"):
        slides = inner.texts("slides")
        brief, paper = (words(inner, key, markup, required=True) for key in ("brief", "paper"))
        found.append(
            Correction(
                inner.node.location,
                brief,
                paper,
                inner.text("quote"),
                tuple(each.value.strip() for each in slides),
                inner.location("quote"),
                tuple(each.location for each in slides),
            )
        )
        inner.finish()
    return tuple(found)


def words(record: Record, key: str, markup: Markup, *, required: bool = False) -> b.Inlines:
    """Give a text of a YAML file as Markdown."""
    scalar = record.words(key, required=required)
    return parse_inlines(scalar.value, markup.inside(scalar)) if scalar else ()
