"""Whether a quote may begin and end where it does.

Its first and last words must be whole, its numbers have their signs and units, and no *not* may stand right outside.
How far a negation reaches nobody can tell from letters: what is looked for is what a student leaves out who wants the
opposite, `[not] significant` and `[does not] always agree`.
"""

from __future__ import annotations

import re
from unicodedata import category

from instructdeck.deck.quotation import Rung
from instructdeck.late import late

from .typography import BREAK, plain

CONTEXT = 60
"""Characters before and behind a place that its edges are judged by."""

_NOT = (
    r"not|no|never|cannot|without|neither|nor|non|nobody|nothing|none(?:\s+of)?|hardly|barely|scarcely|rarely|seldom"
    r"|less|fewer|(?<!\ba )few|(?<!\ba )little|unable\s+to|unlikely\s+to|fail(?:s|ed|ing)?(?:\s+to)?"
    r"|refus(?:e|es|ed|ing)\s+to|lack(?:s|ed|ing)?(?:\s+of)?|absence\s+of|far\s+from|rather\s+than|instead\s+of|unlike"
    r"|nicht|kein\w{0,2}|ohne|niemals|nie|weder|ne|pas|jamais|sans|aucune?|ni|nunca|sin|senza|mai"
)
"""Words that turn around what follows, in the languages of talks and papers that space their words."""
_BETWEEN = (
    r"a|an|the|any|all|every|one|been|be|being|to|of|have|has|had|yet|longer|always|ever|even|just|so|very|quite|too"
    r"|more|most|told|necessarily|\w+ly|ein\w{0,2}|der|die|das|immer|mehr|un|une|le|la|les|de|plus|toujours|siempre|sempre"
)
"""Words that may stand between a negation and what it turns around."""
_NEGATION_BEFORE = late(rf"(?i)(?:\b(?:{_NOT})|n't)(?:\s+(?:{_BETWEEN})){{0,2}}\s+[\"'(]?$|\bn'(?:\w+\s+)?$")
_NEGATION_AFTER = late(
    r"(?i)\s+(?:not|cannot|never|no|neither|nor|hardly|barely|rarely|seldom|nicht|kein\w{0,2}|niemals|nie|pas|jamais)\b|n't\b"
)
_NEGATION = late(rf"(?i)\b(?:{_NOT})\b|n't\b")
_NOT_HAN = "不沒没無无非未勿莫否别別"
_AMOUNT_BEFORE = late(
    r"(?i)(?:^|[^\w\s]|\s)[-+±×<>≤≥≈~∼∓]\s?$|(?<![\w)])[-+]$|[±×<>≤≥≈~∼$€£#^]\s?$|\d\s?[-+*/^]\s?$|\d[.,:/]$"
    r"|\d\s(?=\d{3}\b)$|\b(?:minus|negative|plus|than|at\s+(?:least|most)|up\s+to|nearly|almost|about|approximately"
    r"|roughly|\d\s(?:to|or|and))\s+$"
)
"""What belongs to the number behind it."""
_MINUS = re.compile(r"−\s?$")
_DASH_BEFORE = re.compile(r"[^\W\d_][,.)\"']?\s-\s$")
"""A dash between words."""
_UNIT = (
    r"percent(?:age)?|per\s+cent|points?|million|billion|trillion|thousand|hundred|dozen|times|fold|seconds?|minutes?"
    r"|hours?|days?|weeks?|months?|years?|degrees?|dollars?|euros?|cents?|petaflops?\S*|(?:kilo|mega|giga|tera)?bytes?"
    r"|(?-i:[kMGTPmµμnc]?(?:m|g|s|Hz|B|b|W|Wh|J|V|A|K|L|l|mol|Pa|eV|FLOPS|FLOPs|bit))|(?-i:°[CF]|[kK]|x|h|min|ppm|USD|EUR)"
)
_AMOUNT_AFTER = late(
    rf"(?i)\s?[%‰°±×^]|[.,:/]\d|\s?-\s?\d|\s\d{{3}}\b|\s(?:to|or)\s\d|\s?[*/]\s?\d|[\s-](?:{_UNIT})(?![\w])"
)
"""What belongs to the number before it."""
_JOINT = re.compile(r"[-'_/^.,:]*")
"""Signs that may stand within a word or a number."""
_OPEN = re.compile(r"[±×<>≤≥=≈+~-]$")
"""Signs behind which something must follow."""
_ELIDED = late(r"(?i)\b(?:[cdjlmst]|qu|jusqu|lorsqu|puisqu|un|dell|nell|all|sull)'$")
"""A word that is joined to the next one: `l'eau`."""
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that put no blanks between words."""
_CLAUSE = re.compile(r"[.,;:!?]")
_SENTENCE = re.compile(r"[.!?;:]")
LEFT_OUT = 8
"""Words of one sentence among which a `not` turns around what is quoted before and behind them."""


def _signs(text: str) -> str:
    """Give what stands around words in plain signs; quotation marks within others are the single ones."""
    return plain(BREAK.sub("-", text)).replace('"', "'")


def opens(gap: str, before: str, letter: str, following: str) -> Rung | None:
    """Give what was undone at the beginning of a quote; None where it cuts a word or a number, or leaves out a *not*.

    `gap` is what the quote has before its first letter, `before` and `following` what the source has on either side.
    """
    context, mine = _signs(before), _signs(gap).strip()
    context = context.rstrip() if mine else context
    if not context.endswith(mine):
        return None
    rest = context[: len(context) - len(mine)]
    if letter.isdigit() and _MINUS.search(before[: len(before) - len(gap.strip())]):
        return None
    if _NEGATION_BEFORE.search(rest) or _begins_within(rest, mine, letter, following):
        return None
    return Rung.EXACT if before.endswith(gap.lstrip()) else Rung.TYPOGRAPHY


def _begins_within(rest: str, mine: str, letter: str, following: str) -> bool:
    """Tell whether a quote begins within a word, or within a number or behind its sign."""
    joint = _JOINT.search(rest[::-1])
    signs = joint[0][::-1] if joint else ""
    neighbor = rest[: len(rest) - len(signs)][-1:]
    whole = signs + mine
    if _UNSPACED.match(letter) and (not neighbor or _UNSPACED.match(neighbor)):
        return neighbor in _NOT_HAN if neighbor else False
    if neighbor.isalnum() and _JOINT.fullmatch(whole) and not _ELIDED.search(rest):
        # Between words a point or a comma ends the one before, even where the blank behind it is lost.
        ends = whole and set(whole) <= set(".,:") and not (neighbor.isdigit() and letter.isdigit())
        return not ends
    if not letter.isdigit() or (mine and not _JOINT.fullmatch(mine) and mine not in "$€£"):
        return False
    if _DASH_BEFORE.search(rest):
        return False
    thousands = re.match(r"\d{3}(?!\d)", letter + following[1:4]) and re.search(r"(?<!\d)\d{1,3}(?: \d{3})* $", rest)
    return bool(_AMOUNT_BEFORE.search(rest) or thousands)


def closes(gap: str, after: str, letter: str) -> Rung | None:
    """Give what was undone at the end of a quote; None where it cuts a word or a number, or leaves out a *not*."""
    context, mine = _signs(after), _signs(gap).strip()
    context = context.lstrip() if mine else context
    if not context.startswith(mine):
        return None
    rest = context[len(mine) :]
    turned = _NEGATION_AFTER.match(rest) and not _CLAUSE.search(mine)
    if turned or _ends_within(rest, mine, letter):
        return None
    return Rung.EXACT if after.startswith(gap.rstrip()) else Rung.TYPOGRAPHY


def _ends_within(rest: str, mine: str, letter: str) -> bool:
    """Tell whether a quote ends within a word, or within a number or before its unit."""
    if _OPEN.search(mine) or category(rest[:1] or " ").startswith("M"):
        return True
    joint = _JOINT.match(rest)
    signs = joint[0] if joint else ""
    neighbor = rest[len(signs) :][:1]
    whole = mine + signs
    if _UNSPACED.match(letter) and _UNSPACED.match(neighbor):
        return rest.startswith(("ない", "ません", "なかった"))
    if neighbor.isalnum() and _JOINT.fullmatch(whole):
        ends = whole and set(whole) <= set(".,:") and not (neighbor.isdigit() and letter.isdigit())
        return not ends
    return letter.isdigit() and not mine and _AMOUNT_AFTER.match(rest) is not None


def turns(left_out: str) -> bool:
    """Tell whether words that a quote leaves out between two of its parts turn one of them around.

    Where whole sentences are left out as well, those are meant that the two parts stand in. A part that begins with a
    sentence continues none: then the first one is like any quote that ends there.
    """
    words = plain(left_out)
    ends = [found.end() for found in _SENTENCE.finditer(words)]
    if ends and not words[ends[-1] :].strip():
        return False
    around = (words[: ends[0]], words[ends[-1] :]) if ends else (words,)
    return any(_NEGATION.search(each) for each in around if len(each.split()) <= LEFT_OUT)


def negated(before: str, after: str) -> bool:
    """Tell whether a *not* stands right before or behind a place."""
    return bool(_NEGATION_BEFORE.search(_signs(before)) or _NEGATION_AFTER.match(_signs(after)))
