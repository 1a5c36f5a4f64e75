"""The deck as one file: the pages that `build` publishes, with all that they ask for in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from instructdeck.deck.links import DECK_PAGE, PRESENTER_PAGE
from instructdeck.templating.join import JoinError, with_addresses
from instructdeck.templating.templates import read_asset
from instructdeck.values import dataclass

from .apart import apart
from .exported import ExportError
from .inlined import Site, policy_hash, script_text, style_text
from .typefaces import needed, without_faces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from instructdeck.contained import Content
    from instructdeck.deck.model import Deck
    from instructdeck.templating.templates import Templates

    from .apart import Piece
    from .typefaces import Face

PAGE = "export/alone.html"
SCRIPT = "export/alone.js"
"""What tells the deck and its presenter window apart, which are one file now."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A page with all that it asks for."""

    piece: Piece
    sheet: str
    """Its style sheets, without typefaces."""
    faces: tuple[Face, ...]
    """Its typefaces, by their paths in the site."""
    first: tuple[str, ...]
    """Its scripts that run before anything is drawn."""
    last: tuple[str, ...]
    """Those that run when the page is read."""


def single_file(deck: Deck, files: Mapping[str, Content], templates: Templates) -> bytes:
    """Give a deck as one page of HTML, made of the files of its site.

    Only its own scripts run and only its own style sheets apply, each known by its hash; it loads nothing.

    Raises:
        ExportError: a page asks for what is not in the site, or cannot be read.
    """
    site = Site(files)
    pages = [_whole(site, path, deck.url) for path in (DECK_PAGE, PRESENTER_PAGE)]
    typefaces, alone = _typefaces(site, pages), script_text(read_asset(templates.path(SCRIPT)))
    scripts = [alone, *(script for page in pages for script in (*page.first, *page.last))]
    html = templates.environment.get_template(PAGE).render(
        deck=pages[0],
        presenter=pages[1],
        typefaces=typefaces,
        alone=alone,
        script_hashes=_hashes(scripts),
        style_hashes=_hashes([typefaces, *(page.sheet for page in pages)]),
        raw=Markup,
    )
    return html.encode()


def _whole(site: Site, path: str, url: str) -> Whole:
    piece = apart(site, path, url)
    found = [_sheet(site, sheet, site.text(sheet, path)) for sheet in piece.sheets]
    return Whole(
        piece,
        style_text("".join(sheet for sheet, _ in found)),
        tuple(face for _, faces in found for face in faces),
        tuple(script_text(site.text(script, path)) for script in piece.first),
        tuple(script_text(site.text(script, path)) for script in piece.last),
    )


def _sheet(site: Site, path: str, text: str) -> tuple[str, list[Face]]:
    """Give a style sheet with its pictures in it, and its typefaces by their paths in the site."""
    rest, faces = without_faces(text)
    try:
        held = with_addresses(path, rest, lambda address: site.address(site.resolved(address, path), path))
    except JoinError as error:
        raise ExportError(str(error)) from error
    return held, [_placed(site, path, face) for face in faces]


def _placed(site: Site, home: str, face: Face) -> Face:
    """Give a typeface by the path of its file: the first of several forms that the site has."""
    paths = {address: site.resolved(address, home) for address in face.addresses}
    found = next((each for each in paths.items() if each[1] in site.files), next(iter(paths.items()), None))
    return face.at(*found) if found else face


def _typefaces(site: Site, pages: Sequence[Whole]) -> str:
    """Give the style sheet of the typefaces that are needed, with their files in it."""
    chosen = needed(
        [face for page in pages for face in page.faces],
        [page.sheet for page in pages],
        [page.piece.body for page in pages],
        [script for page in pages for script in (*page.first, *page.last)],
    )
    held = (face.at(path, site.address(path, path)) for face in chosen for path in face.addresses)
    return style_text("".join(f"{face.rule}\n" for face in held))


def _hashes(texts: Iterable[str]) -> Markup:
    """Give what a policy says of scripts or style sheets; a hash has no sign that HTML would escape but its quotes."""
    return Markup(" ".join(dict.fromkeys(map(policy_hash, texts))))  # noqa: S704  as the line above says
