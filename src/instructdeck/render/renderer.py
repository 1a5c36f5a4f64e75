"""What the pages of one deck share: its templates, its drawings, and the styles lifted out of them."""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from instructdeck.deck import blocks as b
from instructdeck.deck.blocks import Figure, Image
from instructdeck.deck.links import Links
from instructdeck.overtaken import go_on
from instructdeck.templating.join import JoinError, Part
from instructdeck.values import dataclass

from .tally import Tally, tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from instructdeck.deck.diagnostics import Diagnostic, Location
    from instructdeck.deck.model import Deck, Section
    from instructdeck.deck.quotation import Source
    from instructdeck.pictures.drawing import Drawing
    from instructdeck.templating.templates import Templates
    from instructdeck.typeset.typeset import Typesetter


@dataclass
class Styles:
    """CSS declarations that stood in `style` attributes, by class name; they become one stylesheet."""

    known: dict[str, str] = field(default_factory=dict)

    def add(self, declarations: Iterable[tuple[str, str]]) -> None:
        """Take the declarations of one fragment of HTML."""
        self.known.update(declarations)

    def width(self, value: str) -> str:
        """Give the class that sets a width such as `60%`."""
        name = "w-" + value.replace("%", "pc").replace(".", "_")
        self.known[name] = f"width:{value}"
        return name

    @property
    def css(self) -> str:
        """The stylesheet; `!important` because it stands for `style` attributes, which win over any selector."""
        return "".join(f".{name}{{{declaration}!important}}\n" for name, declaration in sorted(self.known.items()))


@dataclass
class Gathered:
    """What the HTML of one slide, or of the site's pages, asks for beside itself."""

    prefix: str = ""
    """Before the ids of its drawings: no two slides have the same."""
    styles: Styles = field(default_factory=Styles)
    placed: int = 0
    """How many drawings became a part of it."""

    def next_prefix(self) -> str:
        """Give what comes before the ids of the next drawing."""
        self.placed += 1
        return f"{self.prefix}f{self.placed}-"


@dataclass(frozen=True, slots=True)
class Rendered:
    """The HTML of a slide or a page, with the styles that go with it."""

    html: Markup
    styles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Download:
    """An export that can be downloaded from the site."""

    path: str
    """In the site."""
    kind: str
    """What it is, by its name in `site/words.html`."""
    size: str
    """As it is shown, such as `0.3 MB`."""


@dataclass
class Renderer:
    """Renders the parts of one deck; holds what they share."""

    deck: Deck
    templates: Templates
    typesetter: Typesetter
    problems: Sequence[Diagnostic] = ()
    """What is wrong with the content; it is shown where it is."""
    drawings: Mapping[str, Drawing] = field(default_factory=dict)
    """The SVG files that become a part of the page, by path."""
    gathered: Gathered = field(default_factory=Gathered)
    """What all of it asks for."""
    slides: dict[tuple[str, bool], Rendered] = field(default_factory=dict)
    """Every slide, and every small picture of one, by its id; what is here already is not rendered again."""
    cores: int = 1
    """How many processes may render at once."""
    card: str = ""
    """Where the picture stands that is shown where somebody links to the deck; empty when there is none."""
    downloads: tuple[Download, ...] = ()
    """The exports that stand on the site, in the order in which they are listed."""
    joins: dict[str, tuple[Part, ...]] = field(default_factory=dict)
    """The files that pages ask for as one, by the path of that one."""
    pause: Callable[[], None] = go_on
    """Called for each template; it may end the rendering by what it raises."""
    places: list[Location] | None = None
    """Where each block stands whose number is in a comment before it; None where pages have no such comments."""

    @cached_property
    def tally(self) -> Tally:
        """What the deck's evidence comes to."""
        return tally(self.deck, self.problems)

    @cached_property
    def links(self) -> Links:
        """The deck's link targets."""
        return Links(self.deck)

    @cached_property
    def explorables(self) -> tuple[str, ...]:
        """Names of the explorables that the deck and its pages need, sorted."""
        nodes = (node for section in self.deck.sections for node in section.nodes)
        used = {node.name for node in nodes if isinstance(node, b.Explorable)}
        return tuple(sorted(used & self.typesetter.explorables.keys()))

    @cached_property
    def macros(self) -> Any:  # noqa: ANN401  a Jinja2 template module has its macros as attributes
        """One macro for each kind of node."""
        return self.templates.environment.get_template("blocks.html").module

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The deck's sources by id."""
        return {source.id: source for source in self.deck.sources}

    @cached_property
    def sections(self) -> dict[str, Section]:
        """The deck's sections by id."""
        return {section.id: section for section in self.deck.sections}

    def drawing(self, node: Figure | Image) -> Drawing | None:
        """Give a figure that becomes a part of the page; None for one that is a picture of its own."""
        found = self.drawings.get(node.file)
        # A line of text may be shown twice on one page, a title for instance, and an id only once.
        return None if found and found.has_ids and isinstance(node, Image) else found

    def join(self, target: str, parts: Iterable[str | tuple[str, str]]) -> str:
        """Take what a page asks for as one file, a path or a path and its medium each; gives that file's path.

        Raises:
            JoinError: another page asked for other files by the same name.
        """
        joined = tuple(Part(part) if isinstance(part, str) else Part(*part) for part in parts)
        if self.joins.setdefault(target, joined) != joined:
            raise JoinError(f"{target}: two pages join different files into it")
        return target

    def apart(self, template: str, **values: object) -> Rendered:
        """Give a template filled with values, with the styles that it asks for: these are not noted here."""
        before, self.gathered = self.gathered, Gathered()
        try:
            return Rendered(self.text(template, **values), self.gathered.styles.known)
        finally:
            self.gathered = before

    def text(self, template: str, **values: object) -> Markup:
        """Give a template filled with values."""
        self.pause()
        found = self.templates.environment.get_template(template)
        return Markup(found.render(values))  # noqa: S704  templates are trusted and escape every value
