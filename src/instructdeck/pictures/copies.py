"""How many elements an SVG has once each `use` is drawn: ten within ten, ten times over, stop a browser for good."""

from __future__ import annotations

from dataclasses import field

from instructdeck.values import dataclass

ENOUGH = 10**9
"""Where counting ends: the numbers themselves would grow long."""


@dataclass(slots=True)
class _Group:
    """An element with an id: what stands in it, but not in an element with an id within."""

    elements: int = 0
    inner: list[_Group | str] = field(default_factory=list)
    """Groups within it, and the ids that it uses."""


@dataclass(slots=True)
class Copies:
    """Counts the elements of an SVG while it is read."""

    root: _Group = field(default_factory=_Group)
    groups: dict[str, _Group] = field(default_factory=dict)
    open: list[_Group] = field(default_factory=list)
    """For each element that is open, the group that it belongs to."""

    def start(self, attributes: dict[str, str]) -> None:
        """Take the begin of an element."""
        group = self.open[-1] if self.open else self.root
        if name := attributes.get("id"):
            outer, group = group, _Group()
            outer.inner.append(group)
            self.groups.setdefault(name, group)
        group.elements += 1
        group.inner += [
            value.strip()[1:]
            for key in ("href", "xlink:href")
            if (value := attributes.get(key, "")).strip().startswith("#")
        ]
        self.open.append(group)

    def end(self) -> None:
        """Take the end of an element."""
        self.open.pop()

    def count(self) -> int:
        """Give how many elements there are; one that uses itself, which browsers do not draw, once."""
        found: dict[int, int] = {}
        begun: set[int] = set()
        path = [self.root]
        while path:
            group = path[-1]
            if id(group) not in begun:
                begun.add(id(group))
                path += [each for each in self._inner(group) if id(each) not in begun]
                continue
            path.pop()
            if id(group) not in found:
                found[id(group)] = group.elements + sum(found.get(id(each), 0) for each in self._inner(group))
                found[id(group)] = min(found[id(group)], ENOUGH)
        return found[id(self.root)]

    def _inner(self, group: _Group) -> list[_Group]:
        inner = (self.groups.get(each) if isinstance(each, str) else each for each in group.inner)
        return [each for each in inner if each]
