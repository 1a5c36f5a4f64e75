"""`dataclass` as the standard library has it, but sooner ready: a program that starts has two hundred of them to make.

The library writes and compiles up to eight functions for each class, which takes half a millisecond a class.
Here all classes share them but `__init__`, which is compiled when a class makes its first value.
To type checkers it is the library's own; `fields`, `replace` and `is_dataclass` of the library know these classes.
"""

from __future__ import annotations

from dataclasses import _FIELD, MISSING, Field, FrozenInstanceError, field  # type: ignore[attr-defined]
from dataclasses import fields as fields_of
from inspect import get_annotations
from operator import attrgetter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from dataclasses import dataclass as dataclass  # noqa: PLC0414  handed on
else:

    def dataclass(
        cls: type | None = None, *, frozen: bool = False, slots: bool = False, order: bool = False, eq: bool = True
    ) -> Any:  # noqa: ANN401  a class, or what makes one
        """Make a class of values, as the library's decorator of that name does with these options."""

        def made(cls: type) -> type:
            return _made(cls, frozen=frozen, slots=slots, order=order, eq=eq)

        return made if cls is None else made(cls)


def _made(cls: type, *, frozen: bool, slots: bool, order: bool, eq: bool) -> type:
    own = {name: _field(cls, name, kind) for name, kind in get_annotations(cls).items() if not _is_of_class(kind)}
    inherited: dict[str, Field[Any]] = {}
    for each in cls.__mro__[-1:0:-1]:
        if "__dataclass_fields__" in each.__dict__:
            inherited |= {one.name: one for one in fields_of(each)}
    fields = inherited | own
    given = dict(cls.__dict__)
    for name, found in own.items():
        if slots or found.default is MISSING:
            given.pop(name, None)
        else:
            given[name] = found.default
    added: dict[str, Any] = {
        "__dataclass_fields__": fields,
        "__dataclass_params__": SimpleNamespace(frozen=frozen, slots=slots, order=order, eq=eq),
        "__match_args__": tuple(name for name, each in fields.items() if each.init),
        "_compared": _getter([name for name, each in fields.items() if each.compare]),
        "__repr__": _repr,
        **({"__eq__": _eq, "__hash__": _hash if frozen else None} if eq else {}),
        **({"__lt__": _lt, "__le__": _le, "__gt__": _gt, "__ge__": _ge} if order else {}),
        **({"__setattr__": _refuse_set, "__delattr__": _refuse_delete} if frozen else {}),
        **(
            {"__reduce__": _reduce, "_given": _getter([name for name, each in fields.items() if each.init])}
            if slots
            else {}
        ),
        **({"__slots__": tuple(name for name in own if name not in inherited)} if slots else {}),
    }
    for name in ("__dict__", "__weakref__"):
        given.pop(name, None)
    made = type(cls)(cls.__name__, cls.__bases__, added | given)
    if "__init__" not in given:
        made.__init__ = _first_init(made, fields, frozen=frozen, slots=slots)  # type: ignore[misc]
    return made


def _is_of_class(kind: str) -> bool:
    """Tell whether an annotation is not of a field."""
    return kind.startswith("ClassVar")


def _field(cls: type, name: str, kind: str) -> Field[Any]:
    given = cls.__dict__.get(name, MISSING)
    found: Any = given if isinstance(given, Field) else field(default=given)
    found.name, found.type = name, kind
    found._field_type = _FIELD  # noqa: SLF001  by it, the library tells fields from others
    made: Field[Any] = found
    return made


def _getter(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Give a function that gives some attributes of a value."""
    if len(names) > 1:
        return staticmethod(attrgetter(*names))
    return staticmethod(lambda value: tuple(getattr(value, name) for name in names))


def _first_init(cls: type, fields: dict[str, Field[Any]], *, frozen: bool, slots: bool) -> Callable[..., None]:
    """Give the `__init__` of a class that makes its true one."""

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401, N807
        cls.__init__ = _init(cls, fields, frozen=frozen, slots=slots)  # type: ignore[misc]
        cls.__init__(self, *args, **kwargs)  # type: ignore[misc]

    return __init__


def _init(cls: type, fields: dict[str, Field[Any]], *, frozen: bool, slots: bool) -> Callable[..., None]:
    """Give the `__init__` of a class, compiled from what one would write by hand."""
    known: dict[str, Any] = {"_missing": MISSING, "_set": object.__setattr__}
    parameters, lines = ["self"], []
    for name, each in fields.items():
        value = name
        if each.default_factory is not MISSING:
            known[f"_make_{name}"] = each.default_factory
            value = f"_make_{name}() if {name} is _missing else {name}" if each.init else f"_make_{name}()"
            default = "=_missing"
        elif each.default is not MISSING:
            known[f"_default_{name}"] = each.default
            default = f"=_default_{name}"
        else:
            default = ""
        if each.init:
            parameters.append(name + default)
        elif each.default_factory is MISSING:
            continue
        if frozen and slots:
            known[f"_set_{name}"] = getattr(cls, name).__set__
            lines.append(f"_set_{name}(self, {value})")
        else:
            lines.append(f"_set(self, '{name}', {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    text = f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines or ["pass"])
    exec(text, known)  # noqa: S102  of names alone, as the library does
    init: Callable[..., None] = known["__init__"]
    return init


def _repr(self: Any) -> str:  # noqa: ANN401  any of these values
    shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in self.__dataclass_fields__.values())
    return f"{type(self).__qualname__}({shown})"


def _eq(self: Any, other: Any) -> bool:  # noqa: ANN401
    same: bool = self._compared(self) == self._compared(other) if other.__class__ is self.__class__ else NotImplemented
    return same


def _hash(self: Any) -> int:  # noqa: ANN401
    return hash(self._compared(self))


def _lt(self: Any, other: Any) -> bool:  # noqa: ANN401
    return bool(self._compared(self) < self._compared(other)) if other.__class__ is self.__class__ else NotImplemented


def _le(self: Any, other: Any) -> bool:  # noqa: ANN401
    return bool(self._compared(self) <= self._compared(other)) if other.__class__ is self.__class__ else NotImplemented


def _gt(self: Any, other: Any) -> bool:  # noqa: ANN401
    return bool(self._compared(self) > self._compared(other)) if other.__class__ is self.__class__ else NotImplemented


def _ge(self: Any, other: Any) -> bool:  # noqa: ANN401
    return bool(self._compared(self) >= self._compared(other)) if other.__class__ is self.__class__ else NotImplemented


def _refuse_set(self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r} of {type(self).__name__}")


def _refuse_delete(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r} of {type(self).__name__}")


def _reduce(self: Any) -> tuple[type, tuple[Any, ...]]:  # noqa: ANN401
    """Give what makes the same value again: a fifth of the time that a state takes, attribute by attribute."""
    return type(self), self._given(self)
