"""Who may import whom, and who may touch the outside world: the rules of ARCHITECTURE.md, held by the code."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import instructdeck

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(instructdeck.__file__).parent

IMPORTS = {
    "values": "",
    "late": "",
    # What a deck is.
    "diagnostics": "",
    "rules": "diagnostics",
    "blocks": "diagnostics",
    "quotation": "blocks diagnostics",
    "model": "blocks diagnostics quotation",
    "links": "blocks model",
    "brief": "diagnostics model",
    # load: files to Deck.
    "svg": "",
    "copies": "",
    "picture": "copies svg",
    "drawing": "picture svg",
    "attributes": "late",
    "elements": "",
    "ids": "",
    "frontmatter": "",
    "markdown": "",
    "files": "diagnostics drawing picture rules",
    "figures": "diagnostics drawing files picture rules svg",
    "finders": "diagnostics figures files passage picture rules",
    "forms": "late",
    "yamlfile": "diagnostics forms rules",
    "passage": "attributes diagnostics ids rules",
    "slips": "diagnostics rules",
    "lighting": "attributes blocks diagnostics passage rules",
    "arithmetic": "",
    "inlines": "arithmetic slips attributes blocks diagnostics lighting links passage rules elements",
    "data": "blocks diagnostics rules yamlfile",
    "chartblock": "arithmetic blocks data diagnostics passage rules yamlfile",
    "vegalite": "blocks data diagnostics passage rules sheet yamlfile",
    "fences": "attributes blocks chartblock diagnostics highlight lighting parameters passage rules vegalite",
    "parameters": "attributes blocks diagnostics passage rules yamlfile",
    "tree": "attributes blocks diagnostics elements fences ids inlines links markdown passage rules",
    "sources": "diagnostics forms links quotation rules yamlfile",
    "evidence": "blocks data diagnostics forms passage quotation rules sources tree yamlfile",
    "lock": "diagnostics quotation rules yamlfile",
    "theme": "blocks figures files model rules yamlfile",
    "slides": "blocks diagnostics ids model passage rules terms tree",
    "load": "blocks diagnostics evidence files finders forms frontmatter lock model passage quotation rules "
    "slides sources theme tree yamlfile",
    # check: Deck to diagnostics.
    "checks": "blocks brief chart citing claims diagnostics diagram explorable formula links model passage picture "
    "plot quotation rules sheet standing typeset vegalite",
    "citing": "blocks diagnostics elision model quotation rules wording",
    "standing": "diagnostics lock model quotation rules",
    "numerals": "",
    "mentions": "",
    "quantities": "mentions numerals",
    "statements": "blocks diagnostics mentions",
    "names": "blocks mentions model quantities quotation statements",
    "backing": "blocks quantities quotation statements",
    "book": "backing blocks conflicts model names quantities",
    "scopes": "blocks model quantities statements",
    "conflicts": "backing diagnostics quantities rules",
    "hints": "backing blocks book diagnostics mentions quantities",
    "claims": "arithmetic backing blocks book conflicts diagnostics hints mentions model quantities quotation rules "
    "scopes statements",
    "report": "diagnostics rules",
    "gallery": "blocks model",
    # verify: quotes and the files of their sources to diagnostics and locks.
    "paper": "",
    "papers": "furniture paper timelimit",
    "furniture": "paper",
    "typography": "paper",
    "edges": "late quotation typography",
    "wording": "edges quotation typography",
    "edition": "diagnostics furniture paper papers quotation rules typography wording",
    "elision": "edges edition quotation wording",
    "misses": "blocks diagnostics edition elision nearest quotation rules wording",
    "nearest": "paper typography wording",
    "printed": "blocks paper quotation",
    "verify": "blocks diagnostics edition elision misses model papers printed quotation rules wording",
    "proof": "diagnostics edition files lock model papers quotation rules verify",
    # render: Deck to text.
    "engine": "",
    "formula": "cache engine late",
    "terms": "blocks diagnostics formula rules",
    "diagram": "drawing engine letters svg",
    "letters": "",
    "rooms": "blocks letters model",
    "sheet": "blocks letters",
    "lines": "blocks letters sheet",
    "plot": "blocks letters lines sheet",
    "cache": "",
    "chart": "cache engine letters svg",
    "explorable": "blocks engine svg",
    "latex": "",
    "bibwords": "",
    "bibtex": "bibwords diagnostics latex quotation sources",
    "cslyaml": "diagnostics quotation sources yamlfile",
    "marks": "blocks diagnostics",
    "punctuation": "marks",
    "csl": "marks punctuation",
    "references": "blocks cache csl diagnostics links marks quotation sources",
    "typeset": "blocks cache chart diagram engine explorable formula highlight quotation references templates terms",
    "timelimit": "",
    "highlight": "cache timelimit",
    "precompiled": "",
    "templates": "precompiled",
    "join": "",
    "tally": "diagnostics model quotation rules scopes",
    "renderer": "blocks diagnostics drawing join links model quotation tally templates typeset",
    "page": "blocks chart diagram elements explorable formula highlight links model plot renderer "
    "rooms sheet svg vegalite",
    "cited": "model page quotation",
    "render": "blocks cited diagnostics links model page renderer rooms sheet",
    "views": "blocks brief ids model page quotation render",
    "pages": "blocks brief cited ids links model page quotation render renderer views",
    "search": "blocks links model",
    "spared": "",
    "site": "links page pages render renderer search spared",
    "typeface": "letters",
    "card": "model page templates theme typeface",
    "outline": "blocks model report",
    "build": "blocks card diagnostics explorable files join model page references render renderer site templates "
    "theme typeset",
    "revision": "blocks diagnostics files load model slides",
    "workshop": "build cache checks diagnostics files load model renderer report revision templates typeset",
    # serve: the site while it is written.
    "gate": "",
    "server": "gate",
    "served": "publish templates",
    "watch": "",
    "news": "diagnostics model report rules",
    "serve": "build diagnostics gate links news report served server templates watch workshop",
    # A source's own file, from its address.
    "https": "",
    "download": "https",
    # publish: text to site.
    "swap": "",
    "publish": "swap",
    "unchanged": "cache publish templates",
}
"""The modules of this package that each module may import; all may import the package's version and `values`."""
ENDS = {"cli", "__main__", "pdfpages", "keys"}
"""Where a command begins and ends: these may import every module, print and exit."""
TOUCH_FILES = {
    "files",
    "figures",
    "load",
    "engine",
    "card",
    "templates",
    "swap",
    "publish",
    "cache",
    "https",
    "download",
    "papers",
    "proof",
    "cslyaml",
    "precompiled",
    "unchanged",
    "served",
    "watch",
}
"""The only modules that read or write files or speak with a host; the ends may ask where something is."""

ASK = {"exists", "is_dir", "is_file", "is_symlink", "iterdir", "glob", "rglob", "samefile", "scandir", "lstat"}
CHANGE = {"mkdir", "rmdir", "rmtree", "unlink", "touch", "chmod", "symlink_to", "hardlink_to", "rename", "copyfile"}
OUTSIDE = {"os", "shutil", "tempfile", "glob", "io", "subprocess", "socket"}
"""Libraries that reach beyond a program."""
READ_OR_WRITE = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}


@dataclass(frozen=True)
class Use:
    """A name that a module uses, such as `sys.exit`, with its line."""

    name: str
    line: int

    @property
    def last(self) -> str:
        """The last part of the name."""
        return self.name.rpartition(".")[2]


@cache
def tree(module: str) -> ast.Module:
    """Give the syntax tree of a module."""
    return ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))


def modules() -> set[str]:
    """Give the names of the package's modules."""
    return {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}


def imported(module: str) -> Iterator[Use]:
    """Give all that a module imports, by full name, wherever in the module it does."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (Use(each.name, node.lineno) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = ".".join(part for part in ("instructdeck" if node.level else "", node.module or "") if part)
            yield from (Use(f"{origin}.{each.name}", node.lineno) for each in node.names)


def own(module: str) -> dict[str, int]:
    """Give the modules of this package that a module imports, each with a line."""
    found = {}
    for use in imported(module):
        package, _, rest = use.name.partition(".")
        if package == "instructdeck" and rest not in ("__version__", "values.dataclass"):
            found[rest.partition(".")[0]] = use.line
    return found


def called(module: str) -> Iterator[Use]:
    """Give all that a module calls or raises, as it is written there."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            yield Use(ast.unparse(node.func), node.lineno)
        elif isinstance(node, ast.Raise) and node.exc:
            yield Use(ast.unparse(node.exc), node.lineno)


def places(module: str, names: set[str]) -> list[str]:
    """Give where a module calls something with one of some names."""
    found = (use for use in called(module) if use.last in names)
    return [f"{module}.py:{use.line}: {use.name}" for use in found]


def test_every_module_has_its_row() -> None:
    """The table names the modules there are, and no other."""
    assert set(IMPORTS) == modules() - ENDS


@pytest.mark.parametrize("module", sorted(IMPORTS))
def test_imports(module: str) -> None:
    """A module imports what the table allows, and the table allows no more than that."""
    assert set(IMPORTS[module].split()) == set(own(module))


def test_no_circles() -> None:
    """The table can be read from the bottom up: nothing imports what imports it."""
    rest = {module: set(names.split()) for module, names in IMPORTS.items()}
    while free := {module for module, names in rest.items() if not names & set(rest)}:
        rest = {module: names for module, names in rest.items() if module not in free}

    assert {} == rest


@pytest.mark.parametrize("module", sorted(IMPORTS))
def test_only_the_ends_print_or_exit(module: str) -> None:
    """A module gives values and raises errors; the command line speaks and ends the program."""
    assert [] == places(module, {"print", "echo", "secho", "exit", "_exit", "quit", "SystemExit", "basicConfig"})


@pytest.mark.parametrize("module", sorted(set(IMPORTS) - TOUCH_FILES))
def test_files_are_touched_at_the_edge(module: str) -> None:
    """What lies between loading and publishing works on values and touches no file."""
    assert [] == places(module, READ_OR_WRITE | CHANGE | ASK)
    assert set() == {use.name.partition(".")[0] for use in imported(module)} & OUTSIDE


@pytest.mark.parametrize("module", sorted(ENDS & modules()))
def test_ends_change_no_file(module: str) -> None:
    """The command line reads and writes nothing by itself."""
    assert [] == places(module, READ_OR_WRITE | CHANGE)


@pytest.mark.parametrize(
    ("package", "owners"),
    [
        ("yaml", {"yamlfile"}),
        ("mkdocs", {"site"}),
        ("quickjs", {"engine"}),
        ("pygments", {"highlight"}),
        ("markdown_it", {"markdown", "tree", "fences", "passage", "inlines", "elements", "paper"}),
        ("pypdfium2", {"pdfpages"}),
        ("rapidfuzz", {"nearest"}),
        ("click", {"cli"}),
        ("citeproc", {"csl"}),
        ("lxml", {"csl"}),
        ("bibtexparser", {"bibtex"}),
        ("pylatexenc", {"latex"}),
        ("socket", {"https"}),
        ("ssl", {"https"}),
        ("http", {"https", "gate", "server"}),
        ("asyncio", {"server"}),
        ("watchdog", {"watch"}),
    ],
)
def test_one_module_knows_a_library(package: str, owners: set[str]) -> None:
    """Each library is known where it is needed, so that another could replace it."""
    users = {module for module in modules() for use in imported(module) if use.name.partition(".")[0] == package}

    assert users
    assert set() == users - owners


def test_yaml_is_read_as_events() -> None:
    """Nothing hands YAML to a loader that builds objects, follows tags or recurses without limit."""
    loaders = {"load", "load_all", "safe_load", "safe_load_all", "full_load", "unsafe_load", "compose", "compose_all"}

    assert [] == places("yamlfile", loaders)
