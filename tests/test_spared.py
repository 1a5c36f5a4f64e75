"""Libraries that are not loaded for what only imports them, and stay whole for everybody else."""

from __future__ import annotations

import sys

from instructdeck.site.spared import spared


def test_any_use_gives_nothing() -> None:
    """What is spared can be imported from, inherited from and called, and gives nothing."""
    with spared("colorsys", "colorsys.inner"):
        from colorsys import Anything, rgb_to_hls  # type: ignore[attr-defined]  # noqa: PLC0415

    class Heir(Anything):  # type: ignore[misc]
        """Inherits."""

    assert [] == list(Heir("a", b=1).tokens("c"))
    assert [] == list(rgb_to_hls.deeper(1).still)  # type: ignore[attr-defined]


def test_others_get_the_true_library() -> None:
    """Behind the block a library is what it is, and one that was loaded before was never another."""
    with spared("colorsys", "json"):
        import json  # noqa: PLC0415

    import colorsys  # noqa: PLC0415

    assert (0.0, 0.0, 0.0) == colorsys.rgb_to_hls(0, 0, 0)
    assert "[1]" == json.dumps([1])
    assert "colorsys.inner" not in sys.modules
