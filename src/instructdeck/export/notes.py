"""What the speakers say, slide by slide, with the time that each takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from instructdeck.deck.blocks import FootnoteReference, walk
from instructdeck.deck.model import WORDS_PER_MINUTE
from instructdeck.render.page import Page
from instructdeck.values import dataclass

from .asmarkdown import Writer, escaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from instructdeck.deck.blocks import Citation
    from instructdeck.deck.model import Section, Slide
    from instructdeck.render.renderer import Renderer

TEMPLATE = "export/notes.md"


@dataclass(frozen=True, slots=True)
class Script:
    """What is said to one slide."""

    slide: Slide
    title: Markup
    words: int
    begins: str
    """How long after the section's first slide, such as `1:12`."""
    lasts: str
    notes: Markup
    """As Markdown; empty when there are none."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one speaker says."""

    section: Section
    title: Markup
    speaker: Markup
    role: Markup
    minutes: str
    """What the section may take; empty when nobody said."""
    words: int
    lasts: str
    scripts: tuple[Script, ...]


def notes_markdown(renderer: Renderer) -> bytes:
    """Give the notes of the slides that are shown as Markdown, section by section.

    Times follow from the words, at `WORDS_PER_MINUTE`.
    """
    deck = renderer.deck
    parts = [part for section in deck.sections if (part := _part(renderer, section)).scripts]
    words = sum(part.words for part in parts)
    text = renderer.text(
        TEMPLATE,
        title=_escaped(deck.title),
        about=[_escaped(each) for each in (deck.subtitle, deck.event, deck.date) if each],
        parts=parts,
        words_spoken=words,
        lasts=spoken(words),
        pace=WORDS_PER_MINUTE,
    )
    return f"{text.strip()}\n".encode(errors="backslashreplace")


def spoken(words: int) -> str:
    """Give how long some words take to say, in minutes and seconds such as `1:12`."""
    seconds = round(words * 60 / WORDS_PER_MINUTE)
    return f"{seconds // 60}:{seconds % 60:02}"


def _part(renderer: Renderer, section: Section) -> Part:
    scripts = tuple(_scripts(renderer, section))
    words = sum(each.words for each in scripts)
    return Part(
        section,
        _escaped(section.title),
        _escaped(section.speaker.name),
        _escaped(section.speaker.role),
        "" if section.minutes is None else f"{section.minutes:g}",
        words,
        spoken(words),
        scripts,
    )


def _scripts(renderer: Renderer, section: Section) -> Iterator[Script]:
    page = Page(renderer, section.id, root="", deck="")
    shown = {slide.number for slide in renderer.deck.slides}
    before = 0

    def cited(citation: Citation) -> str:
        return ", ".join(each.label for each in page.cites(citation))

    for slide in section.slides:
        if slide.number in shown:
            writer = Writer(cited, f"{slide.number}-", {each.number for each in slide.footnotes})
            title = Markup(" ".join(writer.line(slide.title).split()))  # noqa: S704  Markdown, which HTML's marks would spoil
            words = slide.spoken_words
            yield Script(slide, title, words, spoken(before), spoken(words), _notes(writer, slide))
            before += words


def _notes(writer: Writer, slide: Slide) -> Markup:
    """Give the notes of a slide with the footnotes that they name."""
    named = {node.number for node in walk(slide.notes) if isinstance(node, FootnoteReference)}
    footnotes = tuple(each for each in slide.footnotes if each.number in named)
    return Markup(writer.show((*slide.notes, *footnotes)))  # noqa: S704  as above


def _escaped(text: str) -> Markup:
    return Markup(escaped(" ".join(text.split())))  # noqa: S704  as above
