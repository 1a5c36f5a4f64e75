"""A deck as a PowerPoint file: native and editable, written from the slide model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from instructdeck.deck.diagnostics import Findings
from instructdeck.export.exported import Exported, ExportError
from instructdeck.export.losses import Losses
from instructdeck.load.theme import css
from instructdeck.render.page import Page, hue
from instructdeck.render.renderer import Renderer
from instructdeck.typeset.stage import is_airy
from instructdeck.values import dataclass

from .art import Painter
from .blank import blank
from .compose import DARK, compose
from .fonts import Fonts
from .images import Images
from .motion import timing
from .notes import Notes
from .package import Package
from .palette import PaletteError, palettes
from .runs import Writer
from .shapes import Shapes
from .view import View
from .words import Presses, Words

if TYPE_CHECKING:
    from instructdeck.deck.model import Deck, Slide
    from instructdeck.files.files import Project
    from instructdeck.templating.templates import Templates
    from instructdeck.typeset.typeset import Typesetter

    from .palette import Palettes


def pptx_file(deck: Deck, project: Project, templates: Templates, typesetter: Typesetter) -> Exported:
    """Give the slides of a deck that are shown as a PowerPoint file.

    Raises:
        ExportError: there is nothing to export, or a template is broken.
    """
    from jinja2 import TemplateError  # noqa: PLC0415

    if not deck.slides:
        hint = "write one: '## Title' in slides.md begins a slide"
        raise ExportError("there are no slides to export", hint)
    try:
        colors = palettes(templates, deck.theme)
        renderer = Renderer(deck, templates, typesetter, (), project.drawings)
        return _Export(renderer, project, colors, deck.slides, Losses(Findings())).made()
    except TemplateError as error:
        where = f"{getattr(error, 'name', None) or 'a template'}:{getattr(error, 'lineno', 0)}"
        raise ExportError(f"{where}: {error}", "mend the template, or delete the project's own copy of it") from error
    except PaletteError as error:
        raise ExportError(str(error), "mend the style sheet, or delete the project's own copy of it") from error


@dataclass(frozen=True, slots=True)
class _Export:
    renderer: Renderer
    project: Project
    colors: Palettes
    shown: tuple[Slide, ...]
    losses: Losses

    def made(self) -> Exported:
        deck, templates = self.renderer.deck, self.renderer.templates
        images, fonts = Images(self.project.pictures), Fonts(templates)
        painter = Painter(templates, css(deck.theme), self.renderer.typesetter.cache)
        package = Package.begun(blank(deck, templates, self.colors, len(self.shown)), images, painter, self.losses)
        for slide in self.shown:
            package.add(slide.id, slide.layout)
        names = [slide.id for slide in self.shown]
        package.section_list(deck.sections, names)
        package.numbered_from([slide.number for slide in self.shown])
        fixed = templates.environment.get_template("deck/words.html").module
        words, evidence = fixed.words, fixed.evidence  # type: ignore[attr-defined]  # its variables are its attributes
        view = View(
            deck,
            self.shown[0],
            deck.sections[0],
            self._page(self.shown[0]),
            fonts,
            images,
            self.losses,
            words,
            airy=False,
        )
        for slide in self.shown:
            section = self.renderer.sections[slide.section]
            page, badge = self._page(slide), self._badge(slide)
            own = replace(view, slide=slide, section=section, page=page, airy=is_airy(slide), badge=badge)
            self._slide(own, package, evidence)
        return Exported(package.saved(), self.losses.all)

    def _page(self, slide: Slide) -> Page:
        return Page(self.renderer, slide.section, root="", deck="")

    def _slide(self, view: View, package: Package, evidence: dict[str, str]) -> None:
        slide, number, language = view.slide, hue(view.section), view.deck.language
        colors = self.colors.dark if slide.layout in DARK else self.colors.light
        writer = Writer(colors, number, language, package.beside(slide.id).link)
        shapes = Shapes(writer, view.fonts, package.beside(slide.id))
        made = shapes.all(compose(view).boxes)
        package.fill(slide.id, made, timing(shapes.effects, shapes.builds))
        words = Words(view.page, self.losses, Presses(), view.fixed)
        notes = Notes(words, evidence).lines(slide)
        plain = Writer(self.colors.light, number, language, lambda _target, _tip: None)
        package.note(slide.id, plain.paragraphs(notes, math=False) if notes else ())

    def _badge(self, slide: Slide) -> str:
        """Give what all evidence of the deck comes to, where the talk ends."""
        deck, tally = self.renderer.deck, self.renderer.tally
        if slide is not deck.all_slides[-1] or slide.layout != "closing" or not tally.quotes:
            return ""
        macros = self.renderer.templates.environment.get_template("evidence.html").module
        return str(macros.badge(tally, "").striptags())  # type: ignore[attr-defined]  # its macros are its attributes
