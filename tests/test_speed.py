"""The charts of the manual that say how fast it is."""

from __future__ import annotations

import subprocess
import sys

from sample import ROOT


def test_charts_show_the_figures() -> None:
    """The charts in docs/ are those that instructdeck draws of benchmarks/figures.md."""
    command = [sys.executable, str(ROOT / "benchmarks/draw.py"), "--check"]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")

    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)


def test_every_chart_is_shown() -> None:
    """The page shows each of them."""
    page = (ROOT / "docs/speed.md").read_text(encoding="utf-8")

    assert [] == [each.name for each in ROOT.glob("docs/images/speed-*.svg") if f"(images/{each.name})" not in page]
