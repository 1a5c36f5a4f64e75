"""A file without slides: our theme, its master with a layout for each of the deck's, and the master of notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .archive import zipped
from .fonts import DISPLAY, TEXT
from .layouts import Texts, layouts, master
from .markup import NAMESPACES, clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instructdeck.deck.model import Deck
    from instructdeck.templating.templates import Templates

    from .palette import Palettes

_PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "ppt/presentation.xml": f"{_PRESENTATION}.presentation.main+xml",
    "ppt/slideMasters/slideMaster1.xml": f"{_PRESENTATION}.slideMaster+xml",
    "ppt/notesMasters/notesMaster1.xml": f"{_PRESENTATION}.notesMaster+xml",
    "ppt/theme/theme1.xml": f"{_OFFICE}.theme+xml",
    "ppt/theme/theme2.xml": f"{_OFFICE}.theme+xml",
    **{f"ppt/{name}.xml": f"{_PRESENTATION}.{name}+xml" for name in ("presProps", "viewProps", "tableStyles")},
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": f"{_OFFICE}.extended-properties+xml",
}
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
THEME = "instructdeck"
FACES = {
    "display": {"typeface": DISPLAY, "panose": "02040603050405020204", "pitchFamily": "18"},
    "text": {"typeface": TEXT, "panose": "020B0502030000000004", "pitchFamily": "34"},
}
"""The typefaces, and what they are like for programs that have to take others."""


def blank(deck: Deck, templates: Templates, palettes: Palettes, slides: int) -> bytes:
    """Give the file, with what is said of the deck as a whole and how many slides it will have."""
    names = layouts(templates.layouts, palettes)
    theme: dict[str, object] = {"name": THEME, "colors": _colors(palettes), "faces": FACES}

    def text(template: str, **values: object) -> bytes:
        found = templates.environment.get_template(f"pptx/{template}.xml")
        return clean(found.render(language=deck.language, **values)).encode()

    def related(**relations: str) -> bytes:
        return text("relations", relations=relations, home=NAMESPACES["r"], core=_CORE)

    speakers = list(dict.fromkeys(each.speaker.name for each in deck.sections))
    styled = {"placeholders": master(palettes), "layouts": names, "styles": Texts()}
    files = {
        "ppt/presentation.xml": text("presentation"),
        # PowerPoint mends a file without these, and says so.
        "ppt/presProps.xml": text("pres-props"),
        "ppt/viewProps.xml": text("view-props"),
        "ppt/tableStyles.xml": text("table-styles"),
        "ppt/theme/theme1.xml": text("theme", **theme),
        "ppt/theme/theme2.xml": text("theme", **theme),
        "ppt/slideMasters/slideMaster1.xml": text("master", **styled),
        "ppt/notesMasters/notesMaster1.xml": text("notes-master"),
        "docProps/core.xml": text("core", deck=deck, speakers=speakers),
        "docProps/app.xml": text("app", slides=slides),
        "ppt/notesMasters/_rels/notesMaster1.xml.rels": related(theme="../theme/theme2.xml"),
        "ppt/_rels/presentation.xml.rels": related(
            slideMaster="slideMasters/slideMaster1.xml",
            notesMaster="notesMasters/notesMaster1.xml",
            theme="theme/theme1.xml",
            presProps="presProps.xml",
            viewProps="viewProps.xml",
            tableStyles="tableStyles.xml",
        ),
        "_rels/.rels": related(
            officeDocument="ppt/presentation.xml",
            core="docProps/core.xml",
            **{"extended-properties": "docProps/app.xml"},
        ),
    }
    types, paths = dict(_TYPES), [f"slideLayouts/slideLayout{index}.xml" for index in range(1, len(names) + 1)]
    for path, layout in zip(paths, names, strict=True):
        files[f"ppt/{path}"] = text("layout", layout=layout)
        files[f"ppt/{path.replace('/', '/_rels/')}.rels"] = related(slideMaster="../slideMasters/slideMaster1.xml")
        types[f"ppt/{path}"] = f"{_PRESENTATION}.slideLayout+xml"
    of_master = [("slideLayout", f"../{path}") for path in paths] + [("theme", "../theme/theme1.xml")]
    files["ppt/slideMasters/_rels/slideMaster1.xml.rels"] = text(
        "relations", relations=of_master, home=NAMESPACES["r"], core=_CORE
    )
    files["[Content_Types].xml"] = text("types", types=types)
    return zipped(files)


def _colors(palettes: Palettes) -> Mapping[str, str]:
    """Give the colors of the theme by the names of its slots."""
    light = palettes.light
    slots = {"dk1": "ink", "lt1": "ground", "dk2": "muted", "lt2": "surface"}
    slots |= {f"accent{number}": f"hue-{number}" for number in range(1, 7)}
    slots |= {"hlink": "hue-1", "folHlink": "hue-3"}
    return {slot: light[name][1:].upper() for slot, name in slots.items()}
