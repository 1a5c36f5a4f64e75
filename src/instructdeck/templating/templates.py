"""The templates: the project's own win over the shipped ones, file by file."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

PACKAGED = Path(__file__).parents[1] / "templates"
"""Where an installed wheel carries the templates."""
CHECKOUT = Path(__file__).parents[3] / "templates"
"""Where they stand in the source tree; the only copy there is."""

_POLICY = re.compile(r'content="([^"]*)"')

MISHAPS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What goes wrong while a template is filled, beside Jinja2's own errors."""


def shipped() -> Path:
    """Give the folder of the templates that come with the tool."""
    return PACKAGED if PACKAGED.is_dir() else CHECKOUT


@dataclass(frozen=True)
class Templates:
    """The template folders, the first of which wins."""

    folders: tuple[Path, ...]

    @classmethod
    def of(cls, project: Path) -> Templates:
        """Give the templates as seen from a project's root."""
        own = project / "templates"
        folders = (own, shipped()) if own.is_dir() else (shipped(),)
        return cls(tuple(dict.fromkeys(folder.resolve() for folder in folders)))

    def find(self, name: str) -> Path | None:
        """Give the file that wins for a name such as `assets/deck.css`, if there is one."""
        return next((path for folder in self.folders if (path := folder / name).is_file()), None)

    def path(self, name: str) -> Path:
        """Give the file that wins for a name.

        Raises:
            FileNotFoundError: There is none; the installation is broken.

        """
        found = self.find(name)
        if found is None:
            raise FileNotFoundError(name)
        return found

    def files(self, under: str) -> Iterator[tuple[str, Path]]:
        """Give the name (relative to `under`) and path of every winning file below a folder, sorted by name."""
        found: dict[str, Path] = {}
        for folder in reversed(self.folders):
            root = folder / under
            found |= {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
        yield from sorted(found.items())

    def place_of(self, error: BaseException) -> str:
        """Give file and line of the template that was being filled when an error came up; empty where none was."""
        found = ""
        for frame, line in walk_tb(error.__traceback__):
            # Jinja2 puts such frames in the place of those of the Python that it has made of a template.
            if "__jinja_exception__" in frame.f_globals:
                found = f"{self._name(Path(frame.f_code.co_filename))}:{line}"
        return found

    def _name(self, path: Path) -> str:
        return next(
            (path.relative_to(each).as_posix() for each in self.folders if path.is_relative_to(each)), path.name
        )

    @property
    def own(self) -> bool:
        """Whether the project has some of its own."""
        return len(self.folders) > 1

    @cached_property
    def layouts(self) -> tuple[str, ...]:
        """Names of the slide layouts there are."""
        return tuple(Path(name).stem for name, _ in self.files("deck/layouts") if name.endswith(".html"))

    @property
    def policy(self) -> str:
        """The Content-Security-Policy that pages have; one that lets nothing in where the template has none."""
        found = _POLICY.search(self.path("policy.html").read_text(encoding="utf-8"))
        return found[1] if found else "default-src 'none'"

    @cached_property
    def environment(self) -> Environment:
        """A Jinja2 environment that escapes everything and refuses unknown names."""
        from jinja2 import Environment, StrictUndefined  # noqa: PLC0415  `check` needs none of it

        from .precompiled import Calling, Escaping, Precompiled, Texts  # noqa: PLC0415

        environment = Environment(
            loader=Texts(self.folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=Precompiled(),
            keep_trailing_newline=True,
        )
        environment.template_class, environment.context_class = Escaping, Calling
        return environment


def read_asset(path: Path) -> str:
    """Give the text of a style sheet or script.

    Raises:
        ValueError: it is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name} is not UTF-8") from error
