"""The host of the JavaScript renderers: what goes in and out, and where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from instructdeck.typeset import engine as module
from instructdeck.typeset.engine import Engine, EngineError

if TYPE_CHECKING:
    from pathlib import Path

CODE = """
globalThis.echo = values => values;
globalThis.rope = values => { let s = ''; for (let i = 0; i < 9000; i++) s += 'ab'; return JSON.stringify(s); };
globalThis.forever = () => { for (;;) {} };
globalThis.hoard = () => { const all = []; for (;;) all.push(new Array(100000).fill(1)); };
globalThis.deep = () => globalThis.deep();
globalThis.fail = () => { throw new Error('half \\ud800\\nsecond line'); };
"""


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Give an engine with a script that misbehaves in every way, and little patience."""
    monkeypatch.setattr(module, "CALL_LIMIT", 1)
    (tmp_path / "code.js").write_text(CODE, encoding="utf-8")
    return Engine((tmp_path / "code.js",))


@pytest.mark.parametrize("value", ["é 測試 😀 \ud800 \0 \u2028", 1.5, None, [1, {"a": [True]}]])
def test_values_pass(engine: Engine, value: object) -> None:
    """What JSON can hold comes through unchanged."""
    assert [value] == engine.call("echo", value)


def test_long_texts_pass(engine: Engine) -> None:
    """A text that QuickJS keeps in pieces arrives whole."""
    assert "ab" * 9000 == engine.call("rope")


@pytest.mark.parametrize("function", ["forever", "hoard", "deep", "fail"])
def test_limits(engine: Engine, function: str) -> None:
    """What runs away is stopped with one printable line, and the next call works."""
    with pytest.raises(EngineError) as found:
        engine.call(function)
    str(found.value).encode()

    assert "\n" not in str(found.value)
    assert ["x"] == engine.call("echo", "x")


def test_all_calls_together(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many calls that each stay below their limit are stopped all the same."""
    monkeypatch.setattr(module, "TOTAL_LIMIT", 0)
    engine.call("rope")

    with pytest.raises(EngineError, match="together"):
        engine.call("rope")


def test_loading_again_counts(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls that fail at once are stopped as well: after each of them the scripts are loaded again."""
    monkeypatch.setattr(module, "TOTAL_LIMIT", 0.2)
    (tmp_path / "code.js").write_text(f"for (let i = 0; i < 1e6; i++);{CODE}", encoding="utf-8")
    messages = []
    for _ in range(30):
        with pytest.raises(EngineError) as found:
            engine.call("fail")
        messages.append(str(found.value))

    assert "together" in messages[-1]
