"""A page of the deck or the site, as the templates ask it for the HTML of nodes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup, escape

from instructdeck.deck.blocks import (
    Block,
    Chart,
    CodeBlock,
    Column,
    Columns,
    Diagram,
    Figure,
    Image,
    Link,
    Node,
    Text,
    VegaLite,
)
from instructdeck.deck.links import FIGURES, SAFE_SCHEMES, ExternalTarget, PageTarget, SlideTarget
from instructdeck.markdown.elements import MAX_HTML
from instructdeck.markdown.sheet import PHONE, Room
from instructdeck.markdown.vegalite import themed
from instructdeck.pictures.svg import placed
from instructdeck.templating.precompiled import escaped
from instructdeck.typeset.chart import ChartError
from instructdeck.typeset.chart import Drawing as ChartDrawing
from instructdeck.typeset.diagram import DiagramError, labelled, marked
from instructdeck.typeset.explorable import labelled as labelled_shape
from instructdeck.typeset.formula import Formula, FormulaError
from instructdeck.typeset.plot import specification
from instructdeck.typeset.rooms import beside, caption_height, share
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from instructdeck.deck.blocks import Citation, Explorable, Terms
    from instructdeck.deck.model import Section, Slide
    from instructdeck.markdown.highlight import Line
    from instructdeck.pictures.svg import Element

    from .renderer import Gathered, Renderer


PAGE = Room(680, type=16)
"""What a page of the site has for its text."""
LOADING_TAGS = frozenset({"img", "map", "area"})
"""What the cleaner lets through although it loads from other hosts; a figure is written in Markdown."""
HUES = 6
"""How many hues the design tokens have; a seventh section starts over."""
HTML_SCHEMES = {scheme.removesuffix(":") for scheme in SAFE_SCHEMES}
"""Where links of an author's HTML may lead: where those of Markdown may."""


@dataclass(frozen=True, slots=True)
class CiteView:
    """One target of a citation as the audience sees it."""

    id: str
    """Of the quote or the source."""
    label: str
    """Short, such as `p. 3`."""
    href: str
    """Empty where there is no such quote or source."""
    title: str
    """What a pointer over it shows."""


@dataclass(frozen=True, slots=True)
class ExplorableView:
    """An explorable as a page shows it before its script runs."""

    pictures: Markup
    parameters: str
    """What its script is given, as JSON."""


@dataclass
class Page:
    """What the templates ask while they show the nodes of one section on one page."""

    renderer: Renderer
    section: str
    """Id of the section whose content is shown; empty outside of one."""
    root: str
    """From the page to the site's root: empty, or `../`."""
    deck: str
    """From the page to the deck: empty in the deck itself."""
    picture: bool = False
    """Whether it is a small picture of a slide, in which nothing has an id and nothing is for the speaker."""
    room: Room = PAGE
    """What a chart may take."""
    raised: int = 0
    """How many levels above their tags headings count for who hears them."""
    own: Gathered | None = None
    """What a slide gathers for itself; None for what a page of the site shows."""

    @property
    def under_h1(self) -> Page:
        """The page as seen from under an `h1`, where the first heading counts one level up: no level is left out."""
        return replace(self, raised=1)

    @property
    def gathered(self) -> Gathered:
        """Where the styles and the drawings are noted."""
        return self.own or self.renderer.gathered

    @property
    def anchors(self) -> bool:
        """Whether its parts can be linked to: on the pages of the site; in the deck, only slides can."""
        return bool(self.deck) and not self.picture

    def show(self, nodes: Sequence[Node]) -> Markup:
        """Give nodes as HTML."""
        macros = self.renderer.macros
        shown = (escaped(node.text) if type(node) is Text else getattr(macros, node.kind)(node, self) for node in nodes)
        # Each part is HTML already; Markup's own `join` would look again.
        return Markup("".join(shown if self.renderer.places is None else self._placed(nodes, shown)))  # noqa: S704

    def _placed(self, nodes: Sequence[Node], shown: Iterable[str]) -> Iterator[str]:
        """Give the HTML of nodes, before each block the comment by which its place is found again in a browser."""
        places = self.renderer.places
        for node, html in zip(nodes, shown, strict=True):
            if isinstance(node, Block) and places is not None:
                places.append(node.location)
                yield self.renderer.macros.place(len(places) - 1)
            yield html

    def math(self, tex: str, *, display: bool) -> Markup | None:
        """Give a formula as HTML and MathML; None when it is wrong, which `check` reports."""
        return self._set(self.renderer.typesetter.formula(tex, display=display))

    def terms(self, terms: Terms) -> Markup | None:
        """Give a formula with its parts marked, or plain where they cannot be, which `check` reports."""
        return self._set(self.renderer.typesetter.terms(terms)) or self.math(terms.formula.tex, display=True)

    def _set(self, formula: Formula | FormulaError) -> Markup | None:
        if not isinstance(formula, Formula):
            return None
        self.gathered.styles.add(formula.styles.items())
        return formula.html

    def code(self, block: CodeBlock) -> tuple[Line, ...]:
        """Give a listing line by line."""
        return self.renderer.typesetter.listing(block).lines

    def figure(self, figure: Figure | Image) -> str:
        """Give the address of a figure's file, or of a picture's within a line."""
        return self.root + quote(figure_path(figure.file))

    def drawing(self, node: Figure | Image, css_class: str) -> Markup | None:
        """Give a figure as a part of the page; None for one that is a picture of its own."""
        found = self.renderer.drawing(node)
        if found is None:
            return None
        return self.placed(found.labelled(node.alt, css_class))

    def diagram(self, node: Diagram) -> Markup | None:
        """Give a diagram, once as it is and once for narrow pages; None when it is wrong, which `check` reports."""
        found = self.renderer.typesetter.diagram(node.text, strip=node.strip)
        if isinstance(found, DiagramError):
            return None
        lit = [each.name for each in node.lit]
        steps = [[each.name for each in step] for step in node.steps]
        wide = "drawing wide" if found.narrow else "drawing"
        roots = ((found.wide, wide), (found.narrow, "drawing narrow"))
        drawn = (labelled(marked(root, found, lit, steps), node.alt, name) for root, name in roots if root)
        return Markup().join(self.placed(each) for each in drawn)

    def chart(self, chart: Chart) -> Markup:
        """Give a chart, drawn for the room it has here and once more for a phone; nothing when it cannot be drawn."""
        room = replace(self.room, height=max(self.room.height - caption_height(chart, self.room.width), 0))
        typesetter = self.renderer.typesetter
        return self._drawn(chart.alt, room, lambda each: typesetter.chart(specification(chart, each)))

    def vega_lite(self, chart: VegaLite) -> Markup:
        """Give a chart of an author's own specification, in the same way."""
        room = replace(self.room, height=max(self.room.height - (40 if chart.caption else 0), 0))
        typesetter = self.renderer.typesetter
        return self._drawn(chart.alt, room, lambda each: typesetter.vega_lite(themed(chart, each)))

    def _drawn(self, alt: str, own: Room, draw: Callable[[Room], ChartDrawing | ChartError]) -> Markup:
        drawn = Markup()
        for room, name in ((own, "wide"),) if self.picture else ((own, "wide"), (PHONE, "narrow")):
            found = draw(room)
            if isinstance(found, ChartError):
                return Markup()
            drawn += self.placed(found.labelled(alt, f"drawing {name}", room.type))
        return drawn

    def within(self, columns: Columns, column: Column) -> Page:
        """Give this page as seen from a column, where a chart has less room."""
        room = replace(self.room, width=round(share(column, columns, self.room.width)))
        if room.height:
            room = replace(room, height=beside(column.blocks, room.width, room.height))
        return replace(self, room=room)

    def explorable(self, node: Explorable) -> ExplorableView | None:
        """Give an explorable with its two pictures; None when it is wrong, which `check` reports."""
        typesetter = self.renderer.typesetter
        found = typesetter.explorable(node) if node.name in typesetter.explorables else ()
        if isinstance(found, tuple):
            return None
        wide, narrow = (labelled_shape(root, node.alt, shape) for root, shape in found.shapes)
        return ExplorableView(self.placed(wide) + self.placed(narrow), found.parameters)

    def placed(self, root: Element) -> Markup:
        """Give a drawing as a part of this page."""
        part = placed(root, self.gathered.next_prefix())
        self.gathered.styles.add(part.styles.items())
        return part.html

    def hue(self, section: Section) -> int:
        """Give the number of a section's hue."""
        return hue(section)

    def width(self, value: str) -> str:
        """Give the class that sets a width."""
        return self.gathered.styles.width(value)

    def html(self, text: str) -> Markup:
        """Give an author's HTML with everything taken out that could act or load."""
        import nh3  # noqa: PLC0415  only for decks that allow HTML

        if len(text) > MAX_HTML:
            return escape(text)
        tags = nh3.ALLOWED_TAGS - LOADING_TAGS
        clean = nh3.clean(text, tags=tags, url_schemes=HTML_SCHEMES, attribute_filter=self._attribute)
        return Markup(clean)  # noqa: S704  that is what the cleaning is for

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        """Give the value of an attribute of an author's HTML: a link leads where one of Markdown would."""
        return self.address(value.strip()) or None if (tag, name) == ("a", "href") else value

    def href(self, link: Link) -> str:
        """Give the address of a link from this page; empty when it leads nowhere, which `check` reports."""
        return self.address(link.href)

    def address(self, href: str) -> str:
        """Give the address that leads from this page to where a link leads; empty when that is nowhere."""
        match self.renderer.links.resolve(href, self.section):
            case SlideTarget(slide):
                return f"{self.deck}#/{slide}"
            case PageTarget(page, anchor):
                return f"{self.root}{page}" + (f"#{anchor}" if anchor else "")
            case ExternalTarget(address):
                return address
            case None:
                return ""

    def slide_href(self, slide: Slide) -> str:
        """Give the address of a slide from this page."""
        return f"{self.deck}#/{slide.id}"

    def section_href(self, section: Section) -> str:
        """Give the address of the first slide of a section that is shown; empty where none is."""
        shown = self.renderer.links.slides
        return next((self.slide_href(slide) for slide in section.slides if slide.id in shown), "")

    def cites(self, citation: Citation) -> tuple[CiteView, ...]:
        """Give the targets of a citation; an unknown one, which `check` reports, by its id."""
        each_once = dict.fromkeys((each.id, each.locator) for each in citation.cites)
        return tuple(self.cite(*each) or CiteView(each[0], each[0], "", "") for each in each_once)

    def cite(self, name: str, locator: str) -> CiteView | None:
        """Give a citation's target as the audience sees it."""
        words = self.renderer.deck.quotes.get(name)
        source = self.renderer.sources.get(words.source if words else name)
        evidence = f"{self.root}evidence.html"
        if words:
            where = f"p. {words.page}" if words.page else words.place or words.id
            label = where if source is None or source.id == self.renderer.deck.source else f"{source.short}, {where}"
            return CiteView(words.id, label, f"{evidence}#{words.id}", words.where)
        if source:
            main = source.id == self.renderer.deck.source and locator
            label = locator if main else ", ".join(part for part in (source.short, locator) if part)
            return CiteView(source.id, label, f"{evidence}#{source.id}", source.title)
        return None


def hue(section: Section) -> int:
    """Give the number of a section's hue."""
    return (section.number - 1) % HUES + 1


def figure_path(file: str) -> str:
    """Give where a figure of the content stands in the site."""
    return f"{FIGURES}/{file}"
