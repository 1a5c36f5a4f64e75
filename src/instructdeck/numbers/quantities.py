"""Quantities in a text: each number with its unit, its ±, its range, and how exactly it is meant."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import TypeVar

from instructdeck.values import dataclass

from .mentions import Mention, lowered, masked, mentions
from .numerals import ATOM, SCALES, numeral, plain
from .signs import Plain, plainly

PERCENT, TIMES, PART = "%", "x", "part"
"""Units that are compared with each other: 85 %, 100x, one half."""

_SPACE = r"[\s\u2060]{0,3}"
_TAIL = re.compile(
    rf"""(?P<scale>[kKMBTb](?!\w)|bn(?!\w)|(?:[\s-]?(?i:hundred|thousand|million|billion|trillion)(?!\w))+)?
      (?P<unit>{_SPACE}[%％] | \s?(?i:[ap]\.?m\b\.?)
        | [\s-](?i:percentage\spoints?|pp(?!\w)) | [\s-](?i:percent|per\scent)(?!\w)(?:\spoints?)?
        | [x×](?!\w) | -?(?i:fold)(?!\w) | [\s-](?i:times)(?!\w) | \s×(?!\s*[\d(]))?
      (?P<glued>[^\W\d_][\w/-]*)?
      (?P<noun>[\s-]\n?(?:of\s)?[^\W\d_][^\W_]*(?:[-/][^\W_]+)*)?""",
    re.VERBOSE,
)
_TOLERANCE = re.compile(
    rf"""(?:{_SPACE}(?:±|\+/-|\+-)|(?P<far>[^.;:()\d±]{{0,30}}?)(?:\bplus\sor\sminus\b|[(,]\s?(?:±|\+/-)))\s*
      (?P<value>\d+(?:[.,]\d+)?)(?P<unit>{_SPACE}[%％]|\s(?i:percent|per\scent)(?!\w))?""",
    re.VERBOSE,
)
_OFTEN = re.compile(r"\s(?:an?|per|each|every)\s")
"""What follows `times` that are counted, not multiplied: `3.8 times a night`."""
_TO = re.compile(r"-|\s*[\u2013\u2014]\s*|\s+(?:up\s)?to\s+")
_AND = re.compile(r"\s+and\s+")
_COMMA = re.compile(r"\s*[,;]\s+")
_BETWEEN = re.compile(r"\bbetween\s*(?:about\s*)?$")
_ABOUT = tuple(
    f" {words}"
    for words in (
        *("about", "around", "roughly", "approximately", "approx.", "approx", "circa", "ca.", "ca", "some", "nearly"),
        *("almost", "close to", "virtually", "in the order of", "just under", "just over", "well under", "well over"),
    )
)
_BOUNDS = {
    "over": ("over", "more than", "greater than", "larger than", "above", "exceeds", "exceed", "exceeding", "beyond"),
    "under": ("under", "less than", "fewer than", "smaller than", "below", "nearly", "almost"),
    "at least": ("at least", "no less than", "no fewer than", "not less than", "minimum of"),
    "at most": ("at most", "up to", "no more than", "not more than", "maximum of"),
}
_BOUND = tuple((f" {words}", name) for name in ("at least", "at most", "over", "under") for words in _BOUNDS[name])
_OPENING = {ord(sign): " " for sign in "\"'([\u201c\u201e\u2018\u00ab"}
"""Signs that may stand before the first word."""
_BOUND_SIGNS = {">": "over", "<": "under", "≥": "at least", "≤": "at most"}
_FEWER = r"fewer|less|lower|smaller|shorter|slower|reductions?|decreases?|drops?|declines?|worse"
_MORE = r"more|higher|greater|larger|bigger|longer|faster|increases?|gains?|rises?|growth|improvements?|better"
_CHANGE = re.compile(rf"(?:\s{{1,3}}[\w'’-]{{1,30}}){{0,2}}?\s{{1,3}}(?:(?P<down>{_FEWER})|(?P<up>{_MORE}))\b")
_BY = re.compile(
    r"\b(?:(?P<down>reduc\w+|decreas\w+|drop\w*|fell|falls?|lower\w*|cut\w*|shr[aiu]nk\w*|declin\w+|los[ste]\w*|down)"
    r"|(?P<up>increas\w+|rais\w+|rose|rises?|grew|grows?|improv\w+|gain\w*|up))\s+(?:[\w-]+\s+){0,2}?(?:by|of)\s+"
    r"(?:(?:about|around|roughly|nearly|almost|over|more than|up to|~)\s*)?$"
)
_MAYBE = re.compile(
    r"\d|\b(?:tw|th[ri]|fo[ur]|fi[fv]|si[xg]|se[vx]|eig|ni[n]|te[n]|el[e]|do[uz]|hund|hal|tri|qu|an?\s|one[\s-]|step|phase|stage|section|slide)"
)
_NO_NOUNS = frozenset(
    "a about after against an and are as at be because before but by can could did do does for from had has have if in "  # noqa: SIM905  a list would be a page
    "into is it its may more most not of off on only or out over per plus so still than that the their them then there "
    "they this though to under until up upon versus vs was we were when where which while who will with without would "
    "year years each every all both he she i you too yet better worse higher lower larger smaller longer shorter "
    "faster slower greater bigger".split()
)
"""Words that may follow a number and do not say what is counted."""
_CONTEXT = 60
"""Characters before a number that may belong to it."""


class Bound(Enum):
    """On which side of the number that is said the meant one lies."""

    NONE = ""
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as it stands in a text."""

    start: int
    end: int
    text: str
    """As it is written."""
    value: Decimal
    """With its scale: 13000 for 13k."""
    printed: Decimal
    """Without it: 13."""
    quantum: Decimal
    """What one more of its last digit that says something would add."""
    unit: str = ""
    """`%`, `x`, `part`, a measure as printed, or nothing for what is counted."""
    noun: str = ""
    """What is counted, as far as one can see."""
    scaled: bool = False
    """Whether a letter or word such as k or million says that it is rounded."""
    about: bool = False
    bound: Bound = Bound.NONE
    direction: int = 0
    """-1 for fewer, 1 for more."""
    tolerance: Decimal | None = None
    """What follows a ±."""
    high: Decimal | None = None
    """The end of a range that begins with `value`."""
    name: str = ""
    """Of the row or column of a table that the number stands in."""

    @property
    def bare(self) -> bool:
        """Whether nothing says what the number counts or measures."""
        return not self.unit and not self.noun


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text has of quantities, and of what else has digits."""

    quantities: tuple[Quantity, ...]
    mentions: tuple[Mention, ...]


NOTHING = Reading((), ())
Part = TypeVar("Part", Quantity, Mention)


@lru_cache(maxsize=4096)
def read(text: str, *, words: bool = True) -> Reading:
    """Give the quantities and the mentions of a text; without `words`, numbers in English words are no quantities."""
    signs = plainly(text, words=words)
    if signs is None:
        return _read(text, words=words)
    found = _read(signs.text, words=words)
    return Reading(
        tuple(_as_written(each, signs, text) for each in found.quantities),
        tuple(_as_written(each, signs, text) for each in found.mentions),
    )


def _as_written(each: Part, signs: Plain, text: str) -> Part:
    """Give what was read in plain signs with the place and the signs in which it is written."""
    start, end = signs.span(each.start, each.end)
    return replace(each, start=start, end=end, text=text[start:end].strip())


def _read(text: str, *, words: bool) -> Reading:
    if not _MAYBE.search(lowered(text)):
        return NOTHING
    named = mentions(text)
    rest = masked(text, named)
    small = lowered(rest)
    found: list[Quantity] = []
    position = 0
    while atom := ATOM.search(small, position):
        position = atom.end()
        if quantity := _quantity(rest, small, atom, found[-1].end if found else 0, words=words):
            position = max(position, quantity.end)
            if found and (whole := _range(small, found[-1], quantity)):
                found[-1] = replace(whole, text=text[whole.start : whole.end].strip())
            else:
                found.append(replace(quantity, text=text[quantity.start : quantity.end].strip()))
    return Reading(tuple(found), tuple(named))


def _quantity(text: str, small: str, atom: re.Match[str], earliest: int, *, words: bool) -> Quantity | None:
    """Give the number at an atom with its scale, its unit, its ± and how it is meant; `small` is the lowered text."""
    number = numeral(atom)
    spelled = atom.lastgroup in ("words", "part", "double")
    if number is None or (spelled and not words):
        return None
    sign = "" if spelled else _sign(text, atom.start())
    start, end = atom.start() - len(sign), atom.end()
    scale, unit, noun = Decimal(1), "", ""
    if tail := _TAIL.match(text, end):
        for word in re.split(r"[\s-]+", tail["scale"].strip("- ")) if tail["scale"] else ():
            scale *= SCALES.get(word) or SCALES.get(word.lower()) or Decimal(1)
        unit, noun, end = _unit(tail, atom.lastgroup or "")
        if unit == TIMES and tail["unit"] and tail["unit"].strip() == "times" and _OFTEN.match(text, end):
            noun = "times"
    tolerance, unit, noun, end = _tolerance(text, unit, noun, end)
    value = -number.value if sign in ("-", "\u2212") else number.value
    before = small[max(earliest, start - _CONTEXT) : start]
    about, bound = _meant(before)
    return Quantity(
        start=start,
        end=end,
        text="",
        value=value * scale,
        printed=value,
        quantum=number.quantum * scale,
        unit=unit,
        noun=noun,
        scaled=scale >= 1000,  # noqa: PLR2004  a thousand
        about=about,
        bound=bound,
        direction=_direction(small, unit, end, before),
        tolerance=tolerance,
    )


def _sign(text: str, start: int) -> str:
    sign = text[start - 1 : start] if start else ""
    before = text[start - 2 : start - 1] if start > 1 else " "
    return sign if sign in ("-", "\u2212", "+") and sign and (before.isspace() or before in "([=<>~≈:") else ""


def _unit(tail: re.Match[str], kind: str) -> tuple[str, str, int]:
    """Give unit and noun of a number, and where the number with its unit ends."""
    end = tail.end("unit") if tail["unit"] else tail.end("scale") if tail["scale"] else tail.start()
    if kind in ("part", "double"):
        return PART if kind == "part" else TIMES, "", end
    if tail["unit"]:
        return _named_unit(tail["unit"]), "", end
    if tail["glued"]:
        return tail["glued"].lower(), "", tail.end("glued")
    noun = re.sub(r"^[\s-]+(?:of\s)?", "", tail["noun"] or "").lower()
    if "/" in noun:
        return _measure(noun), "", end
    return "", "" if noun in _NO_NOUNS else noun, end


def _named_unit(text: str) -> str:
    word = re.sub(r"[\s-]+", " ", text).strip().lower()
    if word in ("%", "％", "percent", "per cent"):
        return PERCENT
    if word.rstrip(".").replace(".", "") in ("am", "pm"):
        return word.replace(".", "")
    return "pp" if "point" in word or word == "pp" else TIMES


def _measure(word: str) -> str:
    """Give a measure in a form in which spellings agree: petaflop/s-days and petaflops/s-days."""
    return "/".join(part.rstrip("s") for part in word.lower().split("/"))


def _tolerance(text: str, unit: str, noun: str, end: int) -> tuple[Decimal | None, str, str, int]:
    """Give what follows a ±, and unit, noun and end of the whole."""
    found = _TOLERANCE.match(text, end)
    if found is None:
        return None, unit, noun, end
    unit = unit or (PERCENT if found["unit"] else "")
    if not found["far"] and not unit:
        tail = _TAIL.match(text, found.end())
        noun = _unit(tail, "digits")[1] if tail else ""
    return plain(found["value"]), unit, "" if unit else noun, found.end()


def _meant(before: str) -> tuple[bool, Bound]:
    """Give how exactly a number is meant, from the words before it: whether about, and on which side."""
    before = before.rstrip().rstrip("$€£")
    if not before:
        return False, Bound.NONE
    last = before.rstrip()[-1:]
    words = f" {' '.join(before.translate(_OPENING).split()[-4:])}"
    about = last in ("~", "≈", "∼", "≃") or words.endswith(_ABOUT)
    name = _BOUND_SIGNS.get(last) or next((name for form, name in _BOUND if words.endswith(form)), "")
    return about, Bound(name)


def _direction(small: str, unit: str, end: int, before: str) -> int:
    found = _BY.search(before) if "by " in before or "of " in before else None
    if found is None and unit in (PERCENT, TIMES, PART, "pp"):
        found = _CHANGE.match(small, end)
    if found is None:
        return 0
    return -1 if found["down"] else 1


def _range(text: str, low: Quantity, high: Quantity) -> Quantity | None:
    """Give two neighbors as one range, if they are one."""
    between = text[low.end : high.start]
    if len(between) > 12 or low.high is not None or low.tolerance is not None or high.tolerance is not None:  # noqa: PLR2004  " up to " and blanks
        return None
    joined = (
        _TO.fullmatch(between)
        or (_AND.fullmatch(between) and _BETWEEN.search(text, max(0, low.start - 20), low.start))
        or (_COMMA.fullmatch(between) and text[max(0, low.start - 1)] == "[" and text[high.end : high.end + 1] == "]")
    )
    if not joined or (low.unit and high.unit and low.unit != high.unit):
        return None
    factor = high.value / high.printed if high.printed and low.value == low.printed else Decimal(1)
    if "to" in between or "and" in between:
        factor = factor if high.scaled and high.text.endswith("illion") else Decimal(1)
    return replace(
        low,
        end=high.end,
        value=low.value * factor,
        high=high.value,
        unit=low.unit or high.unit,
        noun=high.noun,
        quantum=min(low.quantum * factor, high.quantum),
        scaled=low.scaled or high.scaled,
    )
