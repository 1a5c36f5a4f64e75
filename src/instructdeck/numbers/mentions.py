"""What has digits and is no number: names (GPT-3), references (Table 14), dates, addresses."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

MASK = "\ufffc"
"""What stands in place of letters and digits that say nothing here: no letter, no digit, no blank."""

_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|sept?(?:ember|\.)?"
    r"|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?"
)
_LABELS = {
    "section": r"sections?|secs?\.|§+",
    "table": r"tables?|tabs?\.",
    "figure": r"figures?|figs?\.",
    "equation": r"equations?|eqns?\.|eqs?\.",
    "appendix": r"appendix|appendices|app\.",
    "page": r"pages?|pp?\.",
    "chapter": r"chapters?|ch\.",
    "step": r"steps?",
    "slide": r"slides?",
    "student": r"students?",
    "speaker": r"speakers?",
    "phase": r"phases?",
    "stage": r"stages?",
    "part": r"parts?",
    "algorithm": r"algorithms?",
    "theorem": r"theorems?",
    "lemma": r"lemmas?",
    "footnote": r"footnotes?",
}
"""What is numbered, with the words for it."""
_LABEL_OF = tuple((re.compile(forms), label) for label, forms in _LABELS.items())
PARTS = frozenset(("section", "table", "figure", "equation", "appendix", "page"))
"""What a paper is divided into."""
_COUNTED = dict(zip(["one", "two", "three", "four", "five", "six", "seven"], "1234567", strict=True))
_PLACE = r"(?:(?:[a-z]\.?)?\d+(?:\.\d+)*[a-j]?|[a-z](?:\.\d+)+)(?!\w|[.,]\d|\s?[%±×]|\s(?:percent|times)\b)"
_MORE = (
    rf"(?:(?:\s{{0,3}},)?\s{{0,3}}(?:\band\s|\bor\s|\bto\s|&|[-\u2013])\s{{0,3}}{_PLACE}"
    rf"|\s?,\s{{0,3}}{_PLACE}(?=[^.;]{{0,40}}\band\s))"
)
_FORMS = "|".join(_LABELS.values())
_POINTS = (
    "aim|argument|case|challenge|claim|contribution|example|fact|finding|goal|hypothesis|idea|lesson|limitation|"
    "message|myth|observation|point|problem|question|reason|result|rule|scenario|takeaway|topic"
)
"""What a talk numbers to tell its own points from each other: `Question 1: who?`"""
_FIXED = re.compile(
    rf"""(?P<nothing>(?<![\w)])\([1-9]\)(?=\s+\w))
      | (?P<iso>\b\d{{4}}-\d{{2}}(?:-\d{{2}})?(?![\w-]))
      | \b(?=[adfjmnos])(?:(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})(?!\w))
      | \b(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?P<m2>{_MONTH})\s+(?P<y2>\d{{4}})(?!\w))
      | \b(?=[adfjmnos])(?:(?P<m3>{_MONTH})\s+(?P<y3>\d{{4}})(?!\w))
      | (?<!\w)(?=[acefl-pst§])(?P<label>(?:{_FORMS}))(?:\s*\(?\s*)
          (?P<first>{_PLACE}|(?<=appendix\s)[a-z](?!\w))(?P<more>{_MORE}*)
      | \b(?=[\dacefghilmopqrst])(?P<everyday>24/7(?![\w/]) | [1-4]d\b
          | \d{{1,3}}(?:st|nd|rd|th)\b(?!\s+\w*(?:ile|power)s?\b)
          | (?:{_POINTS})\s1?\d(?=\s?(?:[:\u2013\u2014)]|\.(?!\d)|-\s|$)))
      | \b(?P<step>(?:step|phase|stage|section|slide))\s+(?P<counted>(?:{"|".join(_COUNTED)}))(?!\w|-)""",
    re.VERBOSE,
)
_ADDRESS = re.compile(r"\bhttps?://\S+|\bwww\.\S+|(?<![\w.+-])[\w.+-]++@[\w-]++\.[\w.]+")
_NAME = re.compile(
    r"(?<![\w.:/+-])[^\W\d_]\w*+(?>(?:[-:./+]\w++)*)"
    r"|(?<![\w.,])\d++(?!e[+-]?\d+\b)[^\W\d_]++\d\w*+|(?<![\w.,])\d++(?>(?:\.\d++){2,})(?!\w)"
)
_PLACES = re.compile(_PLACE)
_DIGIT = re.compile(r"\d")
_COUNTED_STEP = re.compile(r"\b(?:step|phase|stage|section|slide)")


class MentionKind(Enum):
    """What has digits and is no number."""

    NAME = "name"
    REFERENCE = "reference"
    DATE = "date"
    NOTHING = "nothing"
    """An address, an ordinal, or the number of an item in a list: it says nothing."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name, a reference or a date, as it stands in a text."""

    kind: MentionKind
    start: int
    end: int
    text: str
    """As it is written."""
    keys: tuple[str, ...]
    """By which it is compared: `gpt-3`, `table 14`, `2022-03-04`; a list of references has several."""

    @property
    def of_paper(self) -> bool:
        """Whether it refers to a part of a paper, such as a section or a table."""
        return self.kind is MentionKind.REFERENCE and self.keys[0].split()[0] in PARTS


def mentions(text: str) -> list[Mention]:
    """Give what has digits and is no number, in the order of the text."""
    small = lowered(text)
    if not _DIGIT.search(text) and not _COUNTED_STEP.search(small):
        return []
    found = []
    if "@" in small or "://" in small or "www." in small:
        found = [Mention(MentionKind.NOTHING, *match.span(), match[0], ()) for match in _ADDRESS.finditer(text)]
        small = masked(small, found)
    found += [_fixed(match, text) for match in _FIXED.finditer(small)]
    rest = masked(text, found)
    for match in _NAME.finditer(rest):
        if _DIGIT.search(match[0]):
            name = match[0]
            found.append(Mention(MentionKind.NAME, match.start(), match.end(), name, (name.casefold(),)))
    return sorted(found, key=lambda mention: mention.start)


def lowered(text: str) -> str:
    """Give a text in small letters and of the same length, which `lower` does not promise; it is searched faster."""
    small = text.lower()
    return small if len(small) == len(text) else text.translate(_LOWER)


def masked(text: str, found: list[Mention]) -> str:
    """Give a text of the same length in which no mention has digits or letters."""
    parts: list[str] = []
    position = 0
    for mention in sorted(found, key=lambda mention: mention.start):
        parts += (text[position : mention.start], MASK * (mention.end - mention.start))
        position = mention.end
    return "".join((*parts, text[position:]))


def _fixed(match: re.Match[str], text: str) -> Mention:
    kind = MentionKind.DATE
    keys: tuple[str, ...] = (match["iso"] or "",)
    if match["nothing"] or match["everyday"]:
        kind, keys = MentionKind.NOTHING, ()
    elif match["step"]:
        kind, keys = MentionKind.REFERENCE, (f"{_label(match['step'])} {_COUNTED[match['counted']]}",)
    elif match["label"]:
        kind, keys = MentionKind.REFERENCE, tuple(_references(match))
    elif not match["iso"]:
        keys = (_date(match),)
    return Mention(kind, match.start(), match.end(), text[match.start() : match.end()], keys)


def _references(match: re.Match[str]) -> Iterator[str]:
    label = _label(match["label"])
    for place in (match["first"], *_PLACES.findall(match["more"] or "")):
        yield f"{label} {place}"


def _label(word: str) -> str:
    return next(label for forms, label in _LABEL_OF if forms.fullmatch(word))


def _date(match: re.Match[str]) -> str:
    year, month, day = next(
        (match[f"y{n}"], match[f"m{n}"], match[f"d{n}"] if n != "3" else "") for n in "123" if match[f"m{n}"]
    )
    number = _MONTHS.index(month[:3]) + 1
    return f"{year}-{number:02}-{int(day):02}" if day else f"{year}-{number:02}"
