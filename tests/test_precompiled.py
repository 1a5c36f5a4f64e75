"""Templates compiled when the program was installed: the same pages, and never an old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment
from markupsafe import Markup, escape

from instructdeck.templating.precompiled import Precompiled, compiled, escaped
from instructdeck.templating.templates import Templates, shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENVIRONMENT = Templates((shipped(),)).environment
SHIPPED = sorted(path.relative_to(shipped()).as_posix() for path in shipped().rglob("*.[hx]*ml"))


def _environment(folder: Path, source: str) -> Environment:
    return Environment(loader=DictLoader({"a.html": source}), bytecode_cache=Precompiled(folder), autoescape=True)


@pytest.fixture
def compile_into(tmp_path: Path) -> Callable[[str], None]:
    """Give a function that compiles a template into the test's folder."""

    def into(source: str) -> None:
        path = tmp_path / "a.html"
        path.write_text(source, encoding="utf-8")
        for name, text in compiled(Environment(autoescape=True), [("a.html", path)]).items():
            (tmp_path / name).write_text(text.replace("Hello", "Compiled"), encoding="utf-8")

    return into


def test_what_was_compiled_is_used(tmp_path: Path, compile_into: Callable[[str], None]) -> None:
    """A template that was compiled before is not compiled again."""
    compile_into("Hello {{ name }}")

    found = _environment(tmp_path, "Hello {{ name }}").get_template("a.html")

    assert "Compiled &lt;you&gt;" == found.render(name="<you>")


def test_another_text_is_compiled_now(tmp_path: Path, compile_into: Callable[[str], None]) -> None:
    """A template that has changed since, or that a project has of its own, is compiled as it stands."""
    compile_into("Hello {{ name }}")

    assert "Hello, you" == _environment(tmp_path, "Hello, {{ name }}").get_template("a.html").render(name="you")


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_template_can_be_compiled(name: str) -> None:
    """What is written when the program is installed is Python."""
    ((file, text),) = compiled(Environment(autoescape=True), [(name, shipped() / name)]).items()

    assert file.endswith(".py")
    assert "root" in compile(text, file, "exec").co_names


class Named(str):
    """A string that has HTML of its own."""

    __slots__ = ()

    def __html__(self) -> str:
        """Give it as HTML."""
        return f"<b>{escape(str(self))}</b>"


TEXTS = st.text(st.sampled_from("ab<>&'\"\0é "))


@given(st.one_of(TEXTS, TEXTS.map(Markup), TEXTS.map(Named), st.integers(), st.floats(), st.none(), st.lists(TEXTS)))
def test_what_is_written_is_escaped(value: object) -> None:
    """Whatever a template is given, it writes what MarkupSafe would, though not as a class of its own."""
    template = ENVIRONMENT.from_string("{{ value }}|{% set held %}{{ value }}{% endset %}{{ held }}")

    assert escape(value) == escaped(value)
    assert f"{escape(value)}|{escape(value)}" == template.render(value=value)
