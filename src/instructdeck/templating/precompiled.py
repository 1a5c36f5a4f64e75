"""The shipped templates, compiled when the program was installed: to compile them takes as long as to fill them all.

What Jinja2 makes of a template is Python; `hatch_build.py` writes it into `compiled/`, under the hash of what it was
made from. A template of a project, or one that was changed since, is not found there, and is compiled as it is read.
"""

from __future__ import annotations

import re
from hashlib import sha256
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import MethodType
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache, FileSystemLoader, Template, TemplateSyntaxError
from jinja2 import __version__ as jinja
from jinja2.bccache import Bucket
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, MutableMapping
    from types import CodeType

    from jinja2 import Environment

FOLDER = Path(__file__).parents[1] / "compiled"
"""Where the compiled templates are."""


_MARKED = re.compile(r"""[&<>'"]""").search


def escaped(value: object) -> str:
    """Give what is written for a value: what MarkupSafe's `escape` gives, as the plain string that it mostly is.

    A template writes half a million of them for a large deck, and most have nothing to escape, or are HTML already.
    """
    if type(value) is Markup or (type(value) is str and not _MARKED(value)):
        return value
    return escape(value)


class Escaping(Template):
    """A template that writes what it is given with `escaped`."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002  as Jinja2 has it
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """Give a template from its compiled code."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = escaped
        return template


class Calling(Context):
    """What a template knows while it is filled."""

    def call(self, obj: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  as Jinja2 has it
        """Call what a template calls: most is a macro or a method, which need not be asked what they want of Jinja2."""
        if type(obj) is not Macro and (type(obj) is not MethodType or hasattr(obj, "jinja_pass_arg")):
            return super().call(obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return obj(*args, **kwargs)


class Texts(FileSystemLoader):
    """Reads templates, and says of which one that it is not UTF-8."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Give the text of a template, its file, and what tells whether that has changed."""
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise TemplateSyntaxError("this is not UTF-8", line, template) from error


class Precompiled(BytecodeCache):
    """Gives Jinja2 what was compiled before, and keeps nothing."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Take the folder of the compiled templates."""
        self.folder = folder

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:  # noqa: ARG002
        """Give the place of a template's code, which is filled when it was compiled before."""
        bucket = Bucket(environment, name, "")
        path = self.folder / f"{_digest(name, source)}.py"
        if path.is_file():
            bucket.code = SourceFileLoader(path.stem, str(path)).get_code(path.stem)
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """Keep nothing of what had to be compiled now."""


def compiled(environment: Environment, templates: Iterable[tuple[str, Path]]) -> dict[str, str]:
    """Give the Python of some templates, each with the name of its file in `FOLDER`."""
    texts = ((name, path.read_text(encoding="utf-8")) for name, path in templates)
    return {f"{_digest(name, text)}.py": environment.compile(text, name, name, raw=True) for name, text in texts}


def _digest(name: str, source: str) -> str:
    return sha256(f"{jinja}\0{name}\0{source}".encode()).hexdigest()[:32]
