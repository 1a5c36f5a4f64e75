"""Libraries that a package imports and that this program never lets it use: they are not loaded for it.

MkDocs imports Python-Markdown, pathspec and the metadata of installed packages, and makes a parser for each page.
It gets finished HTML here, no folder to search and no plugin to look for: a third of its time would be for nothing.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def spared(*names: str) -> Iterator[None]:
    """Let what is imported meanwhile do without some modules, except for those that are loaded already."""
    absent = [name for name in names if name not in sys.modules]
    for name in absent:
        sys.modules[name] = _Spared(name)
    try:
        yield
    finally:
        # Whoever asks later gets the true ones.
        for name in absent:
            del sys.modules[name]


class _Spared(ModuleType):
    """A module in which every name stands for something that is never used."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return _Unused


class _Anything(type):
    """Of a class that has every attribute."""

    def __getattr__(cls, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return cls


class _Unused(metaclass=_Anything):
    """Can be inherited from, called, and asked for anything; gives nothing."""

    def __init__(self, *_args: object, **_kwargs: object) -> None:
        pass

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return _Unused()

    def __call__(self, *_args: object, **_kwargs: object) -> Any:  # noqa: ANN401
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())
