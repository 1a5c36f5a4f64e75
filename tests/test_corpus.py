"""The gate against the pixels that a browser paints, on slides of every kind: see `corpus.py` and `painted.py`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus import FAMILIES, OWN_STYLE, samples
from instructdeck.check.likely import SURE
from instructdeck.templating.templates import Templates, shipped

Row = dict[str, Any]
PAINTED = Path(__file__).with_name("painted.py")
SURE_PIXELS = 2
NEAR = 10
"""Pixels that the two may be apart: the gate asks for boxes of letters, and what is painted is their ink."""
SEEN = 400
"""Pixels below the foot that the window shows at least."""


def painted(*arguments: str) -> list[Row]:
    """Give how slides of the corpus look, and what the gate says of them."""
    done = subprocess.run(
        [sys.executable, str(PAINTED), *arguments], capture_output=True, encoding="utf-8", check=False, timeout=3600
    )
    assert 0 == done.returncode, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def overflows(row: Row) -> bool:
    """Tell whether anything is painted where it should not be, or cut off."""
    return bool(max(*row["out"].values(), row["cut"], row["overlap"]) > SURE_PIXELS)


def disagreements(rows: list[Row]) -> list[Row]:
    """Give the slides of which the pixels and the gate say different things."""
    return [row for row in rows if overflows(row) != bool(row["gate"])]


def far_apart(rows: list[Row]) -> list[Row]:
    """Give the slides out of whose foot something stands by another number of pixels than the gate says."""
    found = []
    for row in rows:
        said = [px for kind, side, px in row["gate"] if (kind, side) == ("out", "bottom")]
        if said and 0 < row["out"]["bottom"] < SEEN and abs(max(said) - row["out"]["bottom"]) > NEAR:
            found.append(row)
    return found


def test_the_corpus_is_large_enough() -> None:
    """There are more than 240 slides, in every layout, and each has a name of its own."""
    chosen = samples()

    assert len(chosen) > 240
    assert len(chosen) == len({each.id for each in chosen})
    assert set(Templates((shipped(),)).layouts) == {family.layout for family in FAMILIES}


def test_the_corpus_is_always_the_same() -> None:
    """Nothing but the seed decides what stands on the slides."""
    assert samples() == samples()
    assert samples() != samples(seed=2)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("options", [("--every", "29"), ("--every", "61", "--no-fonts")])
def test_the_gate_sees_what_is_painted(chromium: str, options: tuple[str, ...]) -> None:
    """Whether a slide overflows, and by how much, is the same for the gate and for the pixels, in any typeface."""
    assert chromium
    rows = painted(*options)

    assert {True, False} == {overflows(row) for row in rows}
    assert [] == disagreements(rows)
    assert [] == far_apart(rows)


@pytest.mark.browser
@pytest.mark.soak
@pytest.mark.parametrize("options", [(), ("--no-fonts",)])
def test_the_whole_corpus(chromium: str, options: tuple[str, ...]) -> None:
    """On all slides of the corpus the gate and the pixels agree in 99 of 100 cases, and the estimate is right in 95."""
    assert chromium
    rows = painted(*options)
    warned = [row for row in rows if row["estimate"] > SURE and row["family"] not in OWN_STYLE]

    assert len(disagreements(rows)) <= len(rows) / 100, disagreements(rows)
    assert len(far_apart(rows)) <= len(rows) / 100, far_apart(rows)
    assert options or sum(bool(row["gate"]) for row in warned) >= 0.95 * len(warned)
