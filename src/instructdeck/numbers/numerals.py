"""Numbers as they are written: in digits, as powers and parts, and in English words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
WORDS = (
    {word: Decimal(number) for number, word in enumerate(_ONES)}
    | {word: Decimal(10 * number) for number, word in enumerate(_TENS, 2)}
    | {"dozen": Decimal(12), "hundred": Decimal(100)}
)
"""Numbers that are one word; `zero` and `one` only count within others."""
SCALES = {
    "k": Decimal(1000),
    "K": Decimal(1000),
    "M": Decimal(10) ** 6,
    "B": Decimal(10) ** 9,
    "b": Decimal(10) ** 9,
    "bn": Decimal(10) ** 9,
    "T": Decimal(10) ** 12,
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}
"""What a letter or word behind a number multiplies it by."""
_DOUBLES = {"twice": 2, "thrice": 3, "twofold": 2, "double": 2, "doubles": 2, "doubled": 2, "doubling": 2} | {
    f"{word}fold": number for number, word in enumerate(_ONES) if number > 1
}
_DOUBLES |= {"triple": 3, "triples": 3, "tripled": 3, "tripling": 3, "quadruple": 4, "quadruples": 4, "quadrupled": 4}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_HALVED = ("half", "halves", "halved", "halving")
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

_DIGITS = r"\d{1,3}(?:[,\u2009\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+,(?!\d{3}(?!\d))\d+|\d+(?:\.\d+)?|(?<![\w.])\.\d+"
_SMALL = rf"(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(_ONES[10:])}|{'|'.join(_ONES[2:10])}"
ATOM = re.compile(
    rf"""(?=[\d.])(?:
            (?P<power>(?:(?:{_DIGITS})\s*[×·]\s*)?10(?:\^\{{?[-\u2212]?\d{{1,3}}\}}?|[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)(?!\w))
          | (?P<science>\d+(?:\.\d+)?e[-+]?\d{{1,3}}(?!\w))
          | (?P<clock>\d{{1,2}}:\d{{2}}(?![\d:]))
          | (?P<ratio>\d+/\d+(?![\d/.]))
          | (?P<digits>{_DIGITS})
        )
      | \b(?=[adefhnoqst])(?:
            (?P<part>(?:{"|".join(_COUNTS)})[\s-](?:half|quarters?)(?![\s-]?\d)
                | (?:one|two|three|four)[\s-](?:{"|".join(_PARTS)})s?
                | a[\s-](?:{"|".join(_PARTS)})(?=\s(?:of|less|more|fewer|as|the|to)\b|\s*[^\w\s]|\s*$)
                | {"|".join(_HALVED)})(?![\w-])
          | (?P<double>{"|".join(sorted(_DOUBLES, key=len, reverse=True))})(?!\w)
          | (?P<words>(?:{_SMALL}|(?:(?:an?|one)\s)?(?:hundred|dozen))(?!\w)
                | (?:an?|one)\s(?=(?:thousand|million|billion)\b))
        )""",
    re.VERBOSE,
)
"""A number without its unit, in a text in small letters."""
_POWER = re.compile(r"(?:(?P<base>[\d.,\s]*\d)\s*[×·]\s*)?10\^?\{?(?P<power>-?\d{1,3})\}?")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number without its unit."""

    value: Decimal
    quantum: Decimal
    """What one more of its last digit that says something would add: 10 for 40, 0.1 for 72.6."""


def spelled_out() -> Iterator[str]:
    """Give the words that numbers, their parts, multiples and units are read by, but for those of `WORDS`."""
    yield from (word for word in SCALES if len(word) > 2)  # noqa: PLR2004  a letter or two stand for too much
    yield from (*_DOUBLES, *_PARTS, *(f"{part}s" for part in _PARTS), *_HALVED, "one", "percent", "times", "fold")


def numeral(found: re.Match[str]) -> Numeral | None:
    """Give the number that was found by `ATOM`; None for what looks like one and is none, such as 5/0."""
    return _READERS[found.lastgroup or ""](found[0])


def plain(text: str) -> Decimal:
    """Give the number that stands there in digits: `12,725`, `0.781`, `85,3`, `.5`, `3e-4`."""
    if re.fullmatch(r"\d+,(?!\d{3}$)\d+", text):
        return Decimal(text.replace(",", "."))
    return Decimal(re.sub(r"[,\u2009\u202f]", "", text))


def quantum(text: str, value: Decimal) -> Decimal:
    """Give how exact a number is, as it is written: zeros at the end of a whole number say nothing."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < 0:
        return Decimal(1).scaleb(exponent)
    digits = re.sub(r"\D", "", text)
    return Decimal(10) ** min(len(digits) - len(digits.rstrip("0")), max(len(digits) - 1, 0))


def _power(text: str) -> Numeral | None:
    found = _POWER.fullmatch(text.translate(_SUPERSCRIPTS).replace("\u2212", "-"))
    if found is None:
        return None
    base, power = found["base"] or "1", int(found["power"])
    factor = plain(base)
    return Numeral(factor.scaleb(power), quantum(base, factor).scaleb(power))


def _digits(text: str) -> Numeral:
    value = plain(text)
    return Numeral(value, quantum(text, value))


def _ratio(text: str) -> Numeral | None:
    above, below = (Decimal(each) for each in text.split("/"))
    return Numeral(above / below, Decimal(0)) if below else None


def _clock(text: str) -> Numeral:
    hours, minutes = text.split(":")
    return Numeral(Decimal(hours) * 60 + Decimal(minutes), Decimal(1))


def _words(text: str) -> Numeral:
    value = _spelled(text)
    return Numeral(value, quantum(str(value), value))


def _part(text: str) -> Decimal:
    if text in _HALVED:
        return Decimal("0.5")
    count, name = re.split(r"[\s-]", text)
    parts = next(number for word, number in _PARTS.items() if name in (word, f"{word}s"))
    return Decimal(_COUNTS[count]) / parts


def _spelled(text: str) -> Decimal:
    words = [word for word in re.split(r"[\s-]+", text) if word not in ("a", "an", "")]
    return sum((WORDS[word] for word in words if word != "one" or len(words) > 1), Decimal(0)) or Decimal(1)


_READERS: dict[str, Callable[[str], Numeral | None]] = {
    "digits": _digits,
    "science": _digits,
    "power": _power,
    "ratio": _ratio,
    "clock": _clock,
    "part": lambda text: Numeral(_part(text), Decimal("0.05")),
    "double": lambda text: Numeral(Decimal(_DOUBLES[text]), Decimal(1)),
    "words": _words,
}
"""By the group of `ATOM`."""
