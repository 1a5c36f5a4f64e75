"""What a locator says besides a place in its source: `[@paper, p. 3]` says nothing, `[@paper, a gain of 73%]` does."""

from __future__ import annotations

import re

from instructdeck.late import late

from .mentions import MASK, masked, mentions

_LABEL = (
    r"(?:[^\W\d_]{1,6}\.|§+|¶+|\#|(?i:chapters?|sections?|pages?|figures?|tables?|equations?|appendix|appendices|lines?"
    r"|volumes?|numbers?|issues?|columns?|rows?|paragraphs?|notes?|footnotes?|items?|verses?|slides?|steps?|parts?"
    r"|theorems?|lemmas?|algorithms?|listings?|minutes?|seite|seiten|abschnitt|kapitel|tabelle|abbildung|zeile"
    r"|gleichung|anhang|absatz))"
)
"""What stands before the number of a place: a word for it, or any short one with a point."""
_NUMBER = r"\(?[A-Za-z]?\.?\d+(?:[.:]\d+)*[a-z]?\)?"
_PLACE = late(
    rf"(?:(?<!\S)(?:{_LABEL}\s?)|^\s*|(?<=[,;&\u2013-])\s*|\b(?:and|or|to|und|bis)\s)"
    rf"{_NUMBER}(?:\s?[-\u2013]\s?{_NUMBER})?(?:\s?ff?\.?)?"
    rf"(?=\s*(?:$|[,;:&)\u2013-]|(?:and|or|to|of|in|und|bis|von)\b|{_LABEL}))"
)


def said_by(locator: str) -> str:
    """Give a locator with a sign in place of what names a place; of the same length."""
    places = masked(locator, [each for each in mentions(locator) if each.kind.value != "nothing"])
    return _PLACE.sub(lambda found: re.sub(r"\w", MASK, found[0]), places)
