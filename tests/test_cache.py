"""What was drawn in an earlier run is used again, and can never do harm."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from instructdeck import cache as module
from instructdeck.cache import Cache, sealed
from instructdeck.deck.blocks import CodeBlock
from instructdeck.deck.diagnostics import Location
from instructdeck.pictures.svg import Element
from instructdeck.templating.templates import Templates, shipped
from instructdeck.typeset.diagram import Diagram
from instructdeck.typeset.typeset import Typesetter

if TYPE_CHECKING:
    from collections.abc import Callable


def test_what_is_kept(tmp_path: Path) -> None:
    """A text is found again by all the words that it was made from, in another run as well."""
    Cache(tmp_path / "new/folder").put("<svg/>", "code", "words")

    other = Cache(tmp_path / "new/folder")
    assert "<svg/>" == other.get("code", "words")
    assert None is other.get("other code", "words")
    assert None is other.get("codewords", "")


def test_few_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of too many entries the older half goes."""
    monkeypatch.setattr(module, "MAX_ENTRIES", 8)
    cache = Cache(tmp_path)
    for number in range(3 * module.OFTEN):
        cache.put("text", str(number))
    Cache(tmp_path).put("text", "last")

    assert len(list(tmp_path.iterdir())) < module.OFTEN
    assert "text" == cache.get("last")


def test_a_large_one_is_not_kept(tmp_path: Path) -> None:
    """An entry that no chart needs is neither written nor read."""
    cache = Cache(tmp_path)
    cache.put("x" * (module.MAX_BYTES + 1), "large")
    cache.put("small", "words")
    next(tmp_path.iterdir()).write_bytes(b"x" * (module.MAX_BYTES + 1))

    assert None is cache.get("large")
    assert None is cache.get("words")


@pytest.mark.parametrize(
    "spoilt", [lambda _: b"\xff\xfe", lambda _: b"", lambda data: data[:-1], lambda data: data * 2]
)
def test_a_broken_entry(tmp_path: Path, spoilt: Callable[[bytes], bytes]) -> None:
    """An entry that is no text, or was cut, is passed by, and so is a whole one under the name of another."""
    cache = Cache(tmp_path)
    cache.put("text", "words")
    entry = next(tmp_path.iterdir())
    cache.put("other", "other words")
    other = next(each for each in tmp_path.iterdir() if each != entry)
    entry.replace(other)
    assert None is cache.get("other words")

    other.replace(entry)
    assert "text" == cache.get("words")
    entry.write_bytes(spoilt(entry.read_bytes()))
    assert None is cache.get("words")


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    """Where a file stands in the way, or a folder in place of an entry, nothing is kept and nothing fails."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    cache = Cache(tmp_path / "file" / "cache")
    cache.put("text", "words")

    assert None is cache.get("words")


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_write_in(tmp_path: Path, mode: int) -> None:
    """What somebody else could have written is not read, and nothing is written where he could put a link."""
    folder = tmp_path / "cache"
    cache = Cache(folder)
    cache.put("a chart", "words")
    folder.chmod(mode)

    assert cache.get("words") is None
    cache.put("another", "other words")
    assert 1 == len(list(folder.iterdir()))
    folder.chmod(0o700)
    assert "a chart" == cache.get("words")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else(tmp_path: Path) -> None:
    """A folder that another user has made is not the user's cache."""
    folder = tmp_path / "cache"
    Cache(folder).put("a chart", "words")
    os.chown(folder, 65534, 65534)

    assert Cache(folder).get("words") is None


def test_two_runs_of_one_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs that have the same process number, as in containers, do not write into one file."""
    opened = []
    write = Path.open

    def noted(self: Path, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        opened.append(self)
        return write(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", noted)
    for _ in range(2):
        Cache(tmp_path / "cache").put("a chart", "words")

    assert 2 == len(set(opened))


def test_whose_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The user's cache is where the system keeps caches; a path that is not absolute is none."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert Cache(tmp_path / "instructdeck") == Cache.of_user()

    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert Cache(tmp_path / "home/.cache/instructdeck") == Cache.of_user()


POISON = (
    "",
    "null",
    "{",
    "[[[[",
    '["<img src=x onerror=alert(1)>", {}]',
    '["<script>alert(1)</script>", {}]',
    '["<span onclick=\\"alert(1)\\">x</span>", {}]',
    '["<span style=\\"position:fixed\\">x</span>", {}]',
    '["<svg xlink:href=\\"javascript:alert(1)\\"></svg>", {}]',
    '["<svg><a href=\\"https://example.org\\">x</a></svg>", {}]',
    '["<math><mtext><style>x</style></mtext></math>", {}]',
    '["<span class=\\"a\\"", {}]',
    '["<span>x</span>", {"k-a": "color:red}*{display:none"}]',
    '["<span>x</span>", {"k-a{}*": "color:red"}]',
    '["<span>x</span>", {"k-a": "background:url(//example.org)"}]',
    '["<span>x</span>", {"k-a": 1}]',
    '[[["k", "another text"]]]',
    '[[["k\\" onclick=\\"alert(1)", "x = 1"]]]',
    "[1, 2]",
    "[" * 100_000,
)


@pytest.mark.parametrize("poison", POISON)
def test_a_poisoned_entry(tmp_path: Path, poison: str) -> None:
    """A formula or a listing is what it would be without a cache, whatever somebody has written into it."""
    templates, block = Templates((shipped(),)), CodeBlock(Location("a.md"), "x = 1", "python", ())
    first, alone = Typesetter(templates, Cache(tmp_path)), Typesetter(templates)
    first.formula("x^2", display=True)
    first.listing(block)
    for entry in tmp_path.iterdir():
        entry.write_bytes(sealed(entry.name, poison.encode()))

    second = Typesetter(templates, Cache(tmp_path))

    assert alone.formula("x^2", display=True) == second.formula("x^2", display=True)
    assert alone.listing(block) == second.listing(block)


FLOWCHART = "flowchart LR\n  subgraph g\n    a[One] --> b\n  end\n  g --> c"
ANSWER = {"wide": "", "narrow": "", "folds": False, "nodes": ["a"], "groups": [], "edges": []}
SIZED = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'


@pytest.mark.parametrize(
    "poison",
    [
        *POISON,
        json.dumps(ANSWER),
        json.dumps(ANSWER | {"wide": "<svg"}),
        json.dumps(ANSWER | {"wide": SIZED.format("").replace('"9"', '"wide"')}),
        json.dumps(ANSWER | {"wide": SIZED.format(""), "groups": [["g", "a"]]}),
        json.dumps(ANSWER | {"wide": SIZED.format(""), "groups": [[1, ["a"]]]}),
        json.dumps(ANSWER | {"wide": SIZED.format(""), "edges": [["e", "a"]]}),
        json.dumps(ANSWER | {"wide": SIZED.format(""), "nodes": [{}]}),
    ],
)
def test_a_poisoned_diagram(tmp_path: Path, poison: str) -> None:
    """A diagram that was kept and is none is drawn again."""
    templates = Templates((shipped(),))
    expected = Typesetter(templates, Cache(tmp_path)).diagram(FLOWCHART, strip=False)
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(sealed(entry.name, poison.encode()))

    assert expected == Typesetter(templates, Cache(tmp_path)).diagram(FLOWCHART, strip=False)


def test_a_kept_diagram_only_draws(tmp_path: Path) -> None:
    """What somebody has written into a diagram that was kept goes through the same sieve as Pele's own."""
    templates = Templates((shipped(),))
    Typesetter(templates, Cache(tmp_path)).diagram(FLOWCHART, strip=False)
    evil = SIZED.format('<script>x</script><a href="//x"/><path d="M0 0" onclick="x" style="x" class="fragment"/>')
    (entry,) = tmp_path.iterdir()
    entry.write_bytes(sealed(entry.name, json.dumps(ANSWER | {"wide": evil}).encode()))

    found = Typesetter(templates, Cache(tmp_path)).diagram(FLOWCHART, strip=False)

    assert isinstance(found, Diagram)
    (path,) = found.wide.children
    assert isinstance(path, Element)
    assert ("path", {"d": "M0 0", "class": "c-fragment"}) == (path.name, dict(path.attributes))


@pytest.mark.parametrize("strip", [False, True])
def test_a_diagram_of_another_run(tmp_path: Path, strip: bool) -> None:  # noqa: FBT001  pytest passes it so
    """A diagram is found again without its interpreter, and is the same."""
    templates = Templates((shipped(),))
    first, second = Typesetter(templates, Cache(tmp_path)), Typesetter(templates, Cache(tmp_path))

    assert first.diagram(FLOWCHART, strip=strip) == second.diagram(FLOWCHART, strip=strip)
    assert first.diagram(FLOWCHART, strip=strip) != first.diagram(FLOWCHART, strip=not strip)
    assert 0.0 == second._pele.spent  # noqa: SLF001  whether it was asked shows nowhere else


def test_what_another_run_has_set(tmp_path: Path) -> None:
    """A formula and a listing are found again, and are the same."""
    templates, block = Templates((shipped(),)), CodeBlock(Location("a.md"), "x = 1\n\n", "python", ())
    first, second = Typesetter(templates, Cache(tmp_path)), Typesetter(templates, Cache(tmp_path))
    formula, listing = first.formula(r"\sqrt{\frac{x}{2}} \overbrace{y}^{z}", display=True), first.listing(block)

    assert 2 == len(list(tmp_path.iterdir()))
    assert formula == second.formula(r"\sqrt{\frac{x}{2}} \overbrace{y}^{z}", display=True)
    assert listing == second.listing(block)
    assert 0 == second.highlighter.spent
