"""`dataclass` behaves as that of the standard library, for each use that the package makes of it."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from instructdeck import values

if TYPE_CHECKING:
    from collections.abc import Callable

# To type checkers the two are the same: what is made here is made by the one of the package.
ours: Callable[..., Any] = values.dataclass


@dataclasses.dataclass(frozen=True, slots=True)
class _Node:
    """What another class stands on."""

    kind: ClassVar[str] = "node"
    place: str


def _point(dataclass: Callable[..., Any]) -> Any:  # noqa: ANN401
    class Point:
        """A point."""

        kind: ClassVar[str] = "point"
        x: int
        y: int = 2
        note: str = field(default="", compare=False)

        @property
        def sum(self) -> int:
            return self.x + self.y

    return dataclass(frozen=True, slots=True, order=True)(Point)


def _shelf(dataclass: Callable[..., Any]) -> Any:  # noqa: ANN401
    class Shelf:
        """A shelf."""

        books: list[str] = field(default_factory=list)
        length: int = field(init=False)
        name: str = "low"

        def __post_init__(self) -> None:
            self.length = len(self.books)

    return dataclass(Shelf)


BOTH = pytest.mark.parametrize("dataclass", [dataclasses.dataclass, ours], ids=["library", "ours"])


@values.dataclass(frozen=True, slots=True)
class Place:
    """A value that can be pickled, because it stands on the module's level."""

    path: str
    line: int = 1


@values.dataclass(frozen=True, slots=True)
class Deep(Place):
    """A value that inherits."""

    column: int = 1


@BOTH
def test_made_by_position_and_name(dataclass: Callable[..., Any]) -> None:
    """Fields have their order and their defaults, and what is no field is left alone."""
    point = _point(dataclass)

    assert "Point(x=1, y=2, note='')" == repr(point(1)).rpartition(".")[2]
    assert (1, 5, "a") == dataclasses.astuple(point(y=5, x=1, note="a"))
    assert ("x", "y", "note") == point.__match_args__ == tuple(each.name for each in fields(point))
    assert 3 == point(1).sum
    assert "point" == point.kind
    assert is_dataclass(point)


@BOTH
@pytest.mark.parametrize(("args", "kwargs"), [((), {}), ((1, 2, "", 4), {}), ((1,), {"x": 2}), ((1,), {"z": 2})])
def test_wrong_arguments(dataclass: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """A value with too few, too many or unknown fields is refused, also as the first of its class."""
    with pytest.raises(TypeError):
        _point(dataclass)(*args, **kwargs)


@BOTH
def test_compared_by_what_counts(dataclass: Callable[..., Any]) -> None:
    """Values are equal, ordered and hashed by the fields that are compared, and only with their own class."""
    point = _point(dataclass)

    assert point(1, 2, "a") == point(1, 2, "b")
    assert point(1) != _point(dataclass)(1)
    assert len({point(1, 2, "a"), point(1, 2, "b"), point(1, 3)}) == 2
    assert [point(0, 9), point(1, 1), point(1, 2)] == sorted([point(1, 2), point(0, 9), point(1, 1)])
    assert (True, True, False) == (point(1) <= point(1), point(1) >= point(1), point(1) > point(1))
    with pytest.raises(TypeError):
        sorted([point(1), 1])


@BOTH
def test_frozen(dataclass: Callable[..., Any]) -> None:
    """A frozen value cannot be changed, only replaced, and has room for nothing but its fields."""
    value = _point(dataclass)(1)

    for name in ("x", "other"):
        with pytest.raises((FrozenInstanceError, TypeError)):
            setattr(value, name, 2)
    with pytest.raises(FrozenInstanceError):
        del value.x
    assert not hasattr(value, "__dict__")
    assert (7, 2) == (replace(value, x=7).x, value.y)


@BOTH
def test_changeable(dataclass: Callable[..., Any]) -> None:
    """A value that is not frozen has lists of its own, can be changed, and has no hash."""
    shelf = _shelf(dataclass)
    first, second = shelf(), shelf(["one"], name="high")
    first.books.append("two")

    assert ([], 0) == (shelf().books, shelf().length)
    assert (["one"], 1, "high") == (second.books, second.length, second.name)
    assert "low" == shelf.name
    with pytest.raises(TypeError):
        hash(first)


@BOTH
def test_cached_properties(dataclass: Callable[..., Any]) -> None:
    """Without slots, a frozen value has room for what it computes once."""
    from functools import cached_property  # noqa: PLC0415

    class Deck:
        """A deck."""

        title: str

        @cached_property
        def length(self) -> int:
            return len(self.title)

    made = dataclass(frozen=True)(Deck)("Talk")

    assert (4, 4) == (made.length, made.length)


def test_inherited() -> None:
    """The fields of what a class stands on come first, also where that is the library's."""

    class Words(_Node):
        """Words."""

        text: str

    made = ours(frozen=True, slots=True)(Words)("here", "there")

    assert ("here", "there") == (made.place, made.text)
    assert ("path", "line", "column") == tuple(each.name for each in fields(Deep))
    assert Deep("a", 1, 2) == Deep("a", column=2)
    assert Place("a") != Deep("a")


@pytest.mark.parametrize("value", [Place("a", 3), Deep("a", 3, 4)])
def test_copied(value: object) -> None:
    """A value that is pickled or copied stays the same."""
    assert value == pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == copy.copy(value)  # noqa: S301
