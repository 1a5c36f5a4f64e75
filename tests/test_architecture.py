"""Who may import whom, and who may touch the outside world: the rules of ARCHITECTURE.md, held by the code."""

from __future__ import annotations

import ast
import re
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
    # What a deck is.
    "deck": "",
    "console": "deck",
    "pictures": "",
    # load: files to Deck.
    "files": "deck pictures",
    "markdown": "deck files pictures",
    "references": "deck files",
    "typeset": "deck markdown pictures references templating",
    "load": "deck files markdown pictures references typeset",
    # check: Deck to diagnostics.
    "numbers": "deck markdown",
    "verify": "deck files load",
    "check": "deck load markdown numbers pictures typeset verify",
    # render: Deck to text.
    "templating": "",
    "render": "deck markdown numbers pictures templating typeset",
    "site": "deck files load pictures references render templating typeset",
    # publish: text to site.
    "publish": "templating",
    # export: Deck to one file.
    "export": "deck render templating",
    "powerpoint": "deck export files load markdown pictures render templating typeset",
    # serve: the site while it is written.
    "serve": "check console deck files load network publish render site templating typeset",
    # A source's own file, from its address.
    "network": "",
    # A site in a real browser.
    "browser": "network",
    "rendered": "browser deck files render site templating",
    "printed": "browser deck export files render site templating",
    # The command line.
    "commands": "browser check console deck export files load network powerpoint printed "
    "publish references render rendered serve site templating typeset verify",
}
"""The packages that the modules of each package may import; all may import what stands beside the packages."""
BESIDE = {"cache", "contained", "cores", "extras", "late", "overtaken", "timelimit", "values"}
"""Modules that belong to no package and import none."""
ENDS = {"cli", "__main__", "verify.pdfpages", "console.keys"}
"""Where a command begins and ends: these may import every module, print and exit."""
FORKS = {"cores"}
"""What starts processes that only compute, and ends them."""
TOUCH_FILES = {
    "browser.programs",
    "browser.session",
    "cache",
    "contained",
    "extras",
    "files.files",
    "files.figures",
    "load.listing",
    "load.load",
    "network.download",
    "network.https",
    "powerpoint.fonts",
    "powerpoint.images",
    "publish.ours",
    "publish.outfile",
    "publish.publish",
    "publish.swap",
    "publish.unchanged",
    "references.cslyaml",
    "printed.finish",
    "printed.join",
    "printed.typefaces",
    "rendered.album",
    "rendered.gate",
    "rendered.look",
    "serve.served",
    "serve.watch",
    "site.card",
    "templating.precompiled",
    "templating.templates",
    "typeset.engine",
    "verify.papers",
    "verify.proof",
}
"""The only modules that read or write files or speak with a host; the ends may ask where something is."""

ASK = {"exists", "is_dir", "is_file", "is_symlink", "iterdir", "glob", "rglob", "samefile", "scandir", "lstat"}
CHANGE = {"mkdir", "rmdir", "rmtree", "unlink", "touch", "chmod", "symlink_to", "hardlink_to", "rename", "copyfile"}
OUTSIDE = {"os", "shutil", "tempfile", "glob", "io", "subprocess", "socket"}
"""Libraries that reach beyond a program."""
IN_MEMORY = "io.BytesIO"
"""What looks like a file and is none."""
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
    return ast.parse(PACKAGE.joinpath(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8"))


@cache
def modules() -> frozenset[str]:
    """Give the names of the modules, such as `deck.blocks`."""
    found = (
        path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py") if path.parent.name != "compiled"
    )
    return frozenset(".".join(path.parts) for path in found if path.name != "__init__")


def speakers() -> frozenset[str]:
    """Give the modules that may print and exit."""
    return frozenset(ENDS | {module for module in modules() if home(module) == "commands"})


def home(module: str) -> str:
    """Give the package that a module belongs to; empty for one beside the packages."""
    return module.rpartition(".")[0]


def imported(module: str) -> Iterator[Use]:
    """Give all that a module imports, by full name, wherever in the module it does."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (Use(each.name, node.lineno) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            here = ("instructdeck", home(module)) if node.level else ()
            origin = ".".join(part for part in (*here, node.module or "") if part)
            yield from (Use(f"{origin}.{each.name}", node.lineno) for each in node.names)


def own(module: str) -> set[str]:
    """Give the modules of this program that a module imports."""
    names = {use.name.removeprefix("instructdeck.") for use in imported(module) if use.name.startswith("instructdeck.")}
    found = {name if name in modules() else name.rpartition(".")[0] for name in names} - {""}
    assert found <= modules()
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
    return [f"{module}:{use.line}: {use.name}" for use in found]


def test_every_package_has_its_row() -> None:
    """The table names the packages there are, and no other."""
    assert set(IMPORTS) == {home(module) for module in modules()} - {""}
    assert BESIDE == {module for module in modules() - ENDS if not home(module)}


@pytest.mark.parametrize("package", sorted(IMPORTS))
def test_imports(package: str) -> None:
    """The modules of a package import from the packages that the table allows, and it allows no more than that."""
    members = {module for module in modules() - ENDS if home(module) == package}
    found = {home(name) for module in members for name in own(module) - BESIDE}

    assert set(IMPORTS[package].split()) == found - {package}


@pytest.mark.parametrize("module", sorted(BESIDE))
def test_what_stands_beside_the_packages_needs_none(module: str) -> None:
    """A module that all may import imports none of them."""
    assert own(module) <= BESIDE


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param({package: set(names.split()) for package, names in IMPORTS.items()}, id="packages"),
        pytest.param({module: own(module) for module in modules()}, id="modules"),
    ],
)
def test_no_circles(rest: dict[str, set[str]]) -> None:
    """The program can be read from the bottom up: nothing imports what imports it."""
    while free := {name for name, names in rest.items() if not names & set(rest)}:
        rest = {name: names for name, names in rest.items() if name not in free}

    assert {} == rest


@pytest.mark.parametrize("module", sorted(modules() - speakers() - FORKS))
def test_only_the_ends_print_or_exit(module: str) -> None:
    """A module gives values and raises errors; the command line speaks and ends the program."""
    assert [] == places(module, {"print", "echo", "secho", "exit", "_exit", "quit", "SystemExit", "basicConfig"})


@pytest.mark.parametrize("module", sorted(modules() - speakers() - FORKS - TOUCH_FILES))
def test_files_are_touched_at_the_edge(module: str) -> None:
    """What lies between loading and publishing works on values and touches no file."""
    assert [] == places(module, READ_OR_WRITE | CHANGE | ASK)
    names = {use.name for use in imported(module)} - {IN_MEMORY}
    assert set() == {name.partition(".")[0] for name in names} & OUTSIDE


@pytest.mark.parametrize("module", sorted(speakers()))
def test_ends_change_no_file(module: str) -> None:
    """The command line reads and writes nothing by itself."""
    assert [] == places(module, READ_OR_WRITE | CHANGE)


@pytest.mark.parametrize(
    ("package", "owners"),
    [
        ("yaml", {"files.yamlfile"}),
        ("mkdocs", {"site.site"}),
        ("quickjs", {"typeset.engine"}),
        ("pygments", {"markdown.highlight"}),
        (
            "markdown_it",
            {
                "markdown.markdown",
                "markdown.containers",
                "markdown.tables",
                "markdown.tree",
                "markdown.fences",
                "markdown.passage",
                "markdown.inlines",
                "markdown.elements",
                "verify.paper",
            },
        ),
        ("pypdfium2", {"verify.pdfpages", "rendered.paper"}),
        ("rapidfuzz", {"verify.nearest"}),
        ("click", {"cli", *(name for name in modules() if home(name) == "commands")}),
        ("citeproc", {"references.csl"}),
        ("lxml", {"references.csl", "powerpoint.markup", "powerpoint.package"}),
        ("pptx", {"powerpoint.package"}),
        ("xlsxwriter", {"powerpoint.workbook"}),
        ("PIL", {"powerpoint.images"}),
        ("bibtexparser", {"references.bibtex"}),
        ("pylatexenc", {"references.latex"}),
        ("socket", {"network.https"}),
        ("ssl", {"network.https"}),
        ("http", {"network.https", "network.gate", "network.server"}),
        (
            "asyncio",
            {"network.server", "browser.driver", "browser.session", "rendered.look", "printed.press", "printed.images"},
        ),
        ("watchdog", {"serve.watch"}),
        ("playwright", {"browser.driver", "browser.session"}),
        ("pikepdf", {"printed.finish", "printed.join"}),
        ("fontTools", {"printed.typefaces"}),
        ("uharfbuzz", {"printed.typefaces"}),
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

    assert [] == places("files.yamlfile", loaders)


def test_no_group_is_repeated_possessively() -> None:
    """Python before 3.11.5, as Debian 12 has, keeps the half of a last round in `(…)*+`: it is written `(?>(…)*)`."""
    possessive = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+(?!,)")  # before a comma it is a list of signs
    texts = [(path.name, each) for path in PACKAGE.rglob("*.py") for each in constants(path)]

    assert [] == [(name, each) for name, each in texts if possessive.search(each)]
    assert possessive.search("(?:ab)*+c")


def constants(path: Path) -> Iterator[str]:
    """Give all texts that stand in a module, those between the parts of others included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            yield node.value if isinstance(node.value, str) else node.value.decode("latin-1")
