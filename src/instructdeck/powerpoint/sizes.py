"""The sizes of `slide.css` that the slides of a file have as well, in pixels of a slide."""

from __future__ import annotations

EDGE = 80.0
"""Left and right margin."""
ROOM = 1120.0
"""Between the margins."""
TOP = 48.0
FOOT = 672.0
"""Where the footer begins."""
END = 656.0
"""Where the body ends."""
BODY, CAPTION, MARK, REMARK, CODE = 28.0, 22.0, 18.0, 24.0, 22.0
CLAIM, LEAD, QUOTE = 40.0, 34.0, 30.0
QUOTE_SIZE, QUOTE_SIGN = 170.0, 88.0
"""Of the sign before a large quote, and the room that it takes."""
STATEMENT, NUMBER = 64.0, 120.0
GAP, COLUMN_GAP, INNER_GAP = 24.0, 48.0, 12.0
BAND = 56.0
"""The band over the first slide of a section."""
TEXT_LEAD, CLAIM_LEAD = 1.36, 1.16
FACTORS = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
"""How much smaller the words of a full slide are, step by step, until they have room."""
