"""True quotes of a text, and false ones made from them in the ways that a hurried or a dishonest student might."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

NEGATIONS = {
    *("not", "no", "never", "nobody", "none", "nothing", "neither", "nor", "without", "cannot", "n't", "little"),
    *("less", "fewer", "nicht", "kein", "pas", "n'a", "jamais"),
}
"""Words that turn the meaning of what comes behind them."""
HEDGES = {"than", "about", "by", "only", "rather", "at", "minus", "between", "to", "nearly", "almost", "over"}
"""Words before a number that belong to it."""
UNITS = {
    "seconds": "minutes",
    "second": "minute",
    "minutes": "seconds",
    "hours": "days",
    "hour": "day",
    "days": "weeks",
    "litres": "gallons",
    "V": "kV",
    "kPa": "Pa",
    "kJ": "J",
    "kWh": "MWh",
    "ms": "s",
    "K": "mK",
    "°C": "°F",
    "m,": "km,",
    "cents": "euros",
    "frames": "hours",
    "times": "hundred",
    "years": "days",
}
TENSES = {
    "was": "is",
    "were": "are",
    "is": "was",
    "has": "had",
    "had": "has",
    "are": "were",
    "do": "did",
    "did": "do",
    "boiled": "boils",
    "agreed": "agree",
    "took": "take",
    "boils": "boiled",
    "gave": "give",
    "says": "said",
    "found": "find",
}
COUNTS = {
    "two": "three",
    "three": "four",
    "one": "two",
    "eight": "nine",
    "third": "half",
    "single": "double",
    "first": "second",
    "all": "some",
    "every": "no",
    "five": "six",
    "both": "neither",
    "half": "third",
    "none": "all",
    "nobody": "everybody",
}
ALIKE = str.maketrans("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ")
"""Latin letters and Cyrillic ones that look the same."""
GREEK = str.maketrans("ovABEHIKMNOPTXYZ", "ονΑΒΕΗΙΚΜΝΟΡΤΧΥΖ")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"\b(?:Graz|Huber|Maier|Okonkwo|Lindqvist|ACME|NIST|REML|IDP|Zugspitze|Turkey|Austria|Institute)\b")
_ACRONYM = re.compile(r"\b(?:ACME|NIST|REML|IDP|US)\b")
_CLAUSE = re.compile(r"[.;:!?]")
_EDGES = " ,.;:!?"


@dataclass(frozen=True)
class Text:
    """A text whose words are quoted, by the paragraph."""

    paragraphs: tuple[tuple[str, ...], ...]

    def words(self, random: Random, least: int = 6, most: int = 28) -> tuple[Sequence[str], int, int]:
        """Give a paragraph, and where in it a fair quote begins and ends."""
        while True:
            paragraph = random.choice(self.paragraphs)
            start = random.randrange(len(paragraph) - least)
            end = min(len(paragraph), start + random.randint(least, most))
            if fair(paragraph, start, end):
                return paragraph, start, end

    def quote(self, random: Random, least: int = 6, most: int = 28) -> str:
        """Give a true quote."""
        paragraph, start, end = self.words(random, least, most)
        return " ".join(paragraph[start:end])

    def count(self, quote: str, *, cased: bool = True) -> int:
        """Give how often words stand here exactly so, with nothing around them but the ends of words."""
        whole = "\n".join(" ".join(paragraph) for paragraph in self.paragraphs)
        return len(re.findall(rf"(?<!\w){re.escape(quote)}(?!\w)", whole, 0 if cased else re.IGNORECASE))


def text_of(article: str) -> Text:
    """Give the text of an article whose paragraphs stand between empty lines."""
    return Text(tuple(tuple(paragraph.split()) for paragraph in article.strip().split("\n\n")))


def fair(words: Sequence[str], start: int, end: int) -> bool:
    """Tell whether a quote may begin and end there: not behind a *not*, nor within a number and its unit."""
    before = [_bare(word) for word in words[max(0, start - 4) : start]]
    last, after = words[end - 1], _bare(words[end]) if end < len(words) else ""
    sentence = bool(start) and words[start - 1].endswith((".", "?", ";", ":"))
    turned = not sentence and any(word in NEGATIONS or word == "rather" for word in before)
    cut = (words[start][0].isdigit() or words[start][0] in "€±=−+") and start > 0
    dangling = last[-1].isdigit() or last in {"±", "=", "(p"} or last in HEDGES
    return not (turned or cut or dangling or (after in NEGATIONS and last[-1].isalpha()))


def _bare(word: str) -> str:
    return word.strip("()\"',.;:?").casefold()


# --- what a quoter may do -----------------------------------------------------------------------


def wrapped(quote: str, random: Random) -> str:
    """Give a quote with other white space."""
    return re.sub(" ", lambda _: random.choice([" ", " ", "\n", "  ", "\u00a0"]), quote)


def curly(quote: str, random: Random) -> str:
    """Give a quote with typographic quotation marks and apostrophes."""
    del random
    return re.sub(r'"(?=\w)', "“", quote).replace('"', "”").replace("'", "’")


def dashed(quote: str, random: Random) -> str:
    """Give a quote with other signs for minus and hyphen."""
    return quote.replace("−", random.choice("-–−")).replace("-", random.choice("-‐‑"))


def ligated(quote: str, random: Random) -> str:
    """Give a quote with ligatures."""
    del random
    for letters, sign in (("ffi", "ﬃ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ")):
        quote = quote.replace(letters, sign)
    return quote


def raised(quote: str, random: Random) -> str:
    """Give a quote that begins with a capital."""
    del random
    first = quote.split(maxsplit=1)[0]
    return (
        quote[:1].upper() + quote[1:] if first.islower() and first.isalpha() and len(quote[:1].upper()) == 1 else quote
    )


def trimmed(quote: str, random: Random) -> str:
    """Give a quote without the comma or point at its end."""
    del random
    return quote.rstrip(".,;:") if not re.search(r"\d[.,;:]+$", quote) else quote


ALLOWED = (wrapped, curly, dashed, ligated, raised, trimmed)


def elided(text: Text, random: Random) -> str:
    """Give a true quote of two or three parts."""
    while True:
        paragraph, start, end = text.words(random, 20, 60)
        cuts = sorted(random.sample(range(start + 3, end - 3), random.choice([2, 2, 4])))
        ends = [start, *cuts, end]
        parts = list(zip(ends[::2], ends[1::2], strict=True))
        gaps = list(zip(ends[1::2], ends[2::2], strict=False))
        fits = all(to - from_ >= 4 and fair(paragraph, from_, to) for from_, to in parts)
        if fits and not any(_turns(paragraph[from_:to]) for from_, to in gaps):
            return " [...] ".join(" ".join(paragraph[from_:to]) for from_, to in parts)


def _turns(words: Sequence[str]) -> bool:
    return any(_bare(word) in NEGATIONS for word in words)


def true_quotes(text: Text, count: int, random: Random) -> Iterator[tuple[str, str]]:
    """Give the names of what a quoter did, and true quotes."""
    for at in range(count):
        quote = elided(text, random) if at % 4 == 3 else text.quote(random)
        done = random.sample(ALLOWED, random.randint(0, 3))
        for each in done:
            quote = each(quote, random)
        yield "+".join([each.__name__ for each in done] or ["as it is"]), quote


# --- what a quoter may not do -------------------------------------------------------------------


def _replaced(quote: str, pattern: str | re.Pattern[str], new: Callable[[re.Match[str]], str], random: Random) -> str:
    """Give a quote with one match of a pattern replaced; the quote itself where there is none."""
    found = list(re.finditer(pattern, quote))
    if not found:
        return quote
    each = random.choice(found)
    return quote[: each.start()] + new(each) + quote[each.end() :]


def _one_of(table: dict[str, str]) -> str:
    return "|".join(rf"(?<![\w°]){re.escape(word)}(?!\w)" for word in table)


def word_swapped(quote: str, text: Text, random: Random) -> str:
    """Give a quote with another word of the text in a word's place."""
    word = random.choice(random.choice(text.paragraphs)).strip("().,;:?\"'")
    return _replaced(quote, r"\b[a-z]{4,}\b", lambda _: word, random)


def number_changed(quote: str, text: Text, random: Random) -> str:
    """Give a quote with another number."""
    del text
    return _replaced(quote, _NUMBER, lambda _: str(random.randint(2, 999)), random)


def digit_changed(quote: str, text: Text, random: Random) -> str:
    """Give a quote with another digit."""
    del text
    return _replaced(quote, r"\d", lambda found: str((int(found[0]) + random.randint(1, 9)) % 10), random)


def digit_dropped(quote: str, text: Text, random: Random) -> str:
    """Give a quote with a digit less."""
    del text
    return _replaced(quote, r"(?<=\d)\d|\d(?=\d)", lambda _: "", random)


def sign_changed(quote: str, text: Text, random: Random) -> str:
    """Give a quote with another sign before a number."""
    del text
    if re.search(r"[−+]\d", quote):
        return _replaced(
            quote, r"[−+](?=\d)", lambda found: random.choice(["", "+" if found[0] == "−" else "−"]), random
        )
    return _replaced(quote, r"(?<=\s)(?=\d)", lambda _: random.choice(["−", "-", "+", "~", "<"]), random)


def comparison_changed(quote: str, text: Text, random: Random) -> str:
    """Give a quote that compares the other way around."""
    del text
    table = {
        "more than": "less than",
        "longer than": "shorter than",
        "later than": "sooner than",
        "=": "<",
        "±": "+",
        "larger": "smaller",
        "younger": "older",
        "slower": "faster",
        "lower": "raise",
        "sooner": "later",
    }
    return _replaced(quote, "|".join(map(re.escape, table)), lambda found: table[found[0]], random)


def unit_dropped(quote: str, text: Text, random: Random) -> str:
    """Give a quote with a number that lost its unit."""
    del text
    units = "|".join(map(re.escape, sorted(UNITS, key=len, reverse=True)))
    return _replaced(quote, rf"(?<=\d)(?:%|\s(?:{units})(?!\w))|€(?=\d)", lambda _: "", random)


def unit_changed(quote: str, text: Text, random: Random) -> str:
    """Give a quote with another unit."""
    del text
    table = {**UNITS, "%": "‰", "€": "$"}
    units = "|".join(map(re.escape, sorted(UNITS, key=len, reverse=True)))
    return _replaced(quote, rf"(?<=\d )(?:{units})(?!\w)|%|€(?=\d)", lambda found: table[found[0]], random)


def negation_dropped(quote: str, text: Text, random: Random) -> str:
    """Give a quote without its `not`."""
    del text
    return _replaced(quote, r"\b(?:not|never|cannot|no|neither)\s|n['’]t\b", lambda _: "", random)


def negation_added(quote: str, text: Text, random: Random) -> str:
    """Give a quote with a `not` of the quoter's own."""
    del text
    return _replaced(
        quote, r"\b(?:is|was|were|has|had|did|do|are|can|will|should)\b(?! not)", lambda x: f"{x[0]} not", random
    )


def negation_before(quote: str, text: Text, random: Random) -> str:
    """Give words that begin behind a `not`."""
    del quote
    return _begin(text, random, lambda word: word in NEGATIONS)


def negation_near(quote: str, text: Text, random: Random) -> str:
    """Give words that begin one word behind a `not`: `[not] significantly different`, `[not] a hypothesis`."""
    del quote
    places = [
        (paragraph, at + 2)
        for paragraph in text.paragraphs
        for at, word in enumerate(paragraph[:-7])
        if _bare(word) in NEGATIONS - {"little"} and paragraph[at + 1] in NEAR_WORDS
    ]
    paragraph, start = random.choice(places)
    return " ".join(paragraph[start : start + random.randint(2, 9)]).rstrip(_EDGES)


NEAR_WORDS = {"a", "the", "been", "be", "told", "to", "of", "significantly", "ever", "always", "longer", "yet", "very"}


def negation_behind(quote: str, text: Text, random: Random) -> str:
    """Give words that end before a `not`."""
    del quote
    places = [
        (paragraph, at)
        for paragraph in text.paragraphs
        for at, word in enumerate(paragraph)
        if word in ("not", "never", "no", "cannot") and at > 4 and paragraph[at - 1][-1].isalpha()
    ]
    paragraph, end = random.choice(places)
    return " ".join(paragraph[max(0, end - random.randint(4, 12)) : end])


def _begin(text: Text, random: Random, wanted: Callable[[str], bool]) -> str:
    places = [
        (paragraph, at + 1)
        for paragraph in text.paragraphs
        for at, word in enumerate(paragraph[:-6])
        if wanted(_bare(word)) and word[-1].isalpha()
    ]
    paragraph, start = random.choice(places)
    return " ".join(paragraph[start : start + random.randint(4, 12)]).rstrip(_EDGES)


def reordered(quote: str, text: Text, random: Random) -> str:
    """Give a quote with two words in each other's place."""
    del text
    words = quote.split()
    at = random.randrange(len(words) - 1)
    words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def turned_around(quote: str, text: Text, random: Random) -> str:
    """Give a quote whose end stands before its beginning."""
    del text
    words = quote.split()
    at = random.randint(2, len(words) - 2)
    return " ".join(words[at:] + words[:at])


def joined(quote: str, text: Text, random: Random) -> str:
    """Give two passages without a mark between them."""
    return f"{quote.rstrip(_EDGES)} {text.quote(random, 4, 12)}"


def shortened(quote: str, text: Text, random: Random) -> str:
    """Give a quote that leaves some words out, without a mark."""
    del text
    words = quote.split()
    at = random.randint(1, len(words) - 3)
    return " ".join(words[:at] + words[at + random.randint(1, 2) :])


def word_dropped(quote: str, text: Text, random: Random) -> str:
    """Give a quote without one of its words."""
    del text
    words = quote.split()
    del words[random.randrange(1, len(words) - 1)]
    return " ".join(words)


def word_added(quote: str, text: Text, random: Random) -> str:
    """Give a quote with a word more."""
    del text
    words = quote.split()
    words.insert(
        random.randint(1, len(words) - 1), random.choice(["very", "always", "significantly", "the", "almost", "a"])
    )
    return " ".join(words)


def word_doubled(quote: str, text: Text, random: Random) -> str:
    """Give a quote that says a word twice."""
    del text
    words = quote.split()
    at = random.randrange(len(words))
    return " ".join([*words[:at], words[at], *words[at:]])


def name_changed(quote: str, text: Text, random: Random) -> str:
    """Give a quote with another name."""
    del text
    names = ["Linz", "Gruber", "Meier", "Okonjo", "Lindquist", "ACNE", "NAST", "REM", "IPD", "Turkei", "Berlin"]
    return _replaced(quote, _NAME, lambda _: random.choice(names), random)


def plural_changed(quote: str, text: Text, random: Random) -> str:
    """Give a quote with one for many, or many for one."""
    del text
    return _replaced(quote, r"\b[a-z]{4,}\b", lambda x: x[0][:-1] if x[0].endswith("s") else f"{x[0]}s", random)


def tense_changed(quote: str, text: Text, random: Random) -> str:
    """Give a quote in another tense."""
    del text
    return _replaced(quote, _one_of(TENSES), lambda found: TENSES[found[0]], random)


def count_changed(quote: str, text: Text, random: Random) -> str:
    """Give a quote with another number that is a word."""
    del text
    return _replaced(quote, _one_of(COUNTS), lambda found: COUNTS[found[0]], random)


def acronym_cased(quote: str, text: Text, random: Random) -> str:
    """Give a quote with an acronym in other letters."""
    del text
    return _replaced(quote, _ACRONYM, lambda x: random.choice([x[0].lower(), x[0].capitalize()]), random)


def unit_cased(quote: str, text: Text, random: Random) -> str:
    """Give a quote with a unit in other letters: `mW` for `MW`."""
    del text
    return _replaced(quote, r"(?<=\d )(?:V|kPa|kJ|kWh|ms|K|m)\b", lambda found: found[0].swapcase(), random)


def word_cased(quote: str, text: Text, random: Random) -> str:
    """Give a quote with a name for a word, or a word for a name, behind its first: `turkey` for `Turkey`."""
    del text
    return _replaced(quote, r"(?<=\w )[A-Za-z][a-z]+\b", lambda found: found[0][0].swapcase() + found[0][1:], random)


def homoglyph(quote: str, text: Text, random: Random) -> str:
    """Give a quote with a letter of another alphabet that looks the same."""
    del text
    table = random.choice([ALIKE, GREEK])
    letters = "".join(map(chr, table))
    return _replaced(quote, f"[{letters}]", lambda found: found[0].translate(table), random)


def accent_changed(quote: str, text: Text, random: Random) -> str:
    """Give a quote with a letter without its accent."""
    del text
    table = str.maketrans("äöüéèêàíñúáôßÖ", "aoueeeainuaosO")
    return _replaced(quote, "[äöüéèêàíñúáôßÖ]", lambda found: found[0].translate(table), random)


def parts_swapped(quote: str, text: Text, random: Random) -> str:
    """Give a quote with value and error in each other's place."""
    del text
    return _replaced(quote, r"(\d+) ± (\d+)", lambda found: f"{found[2]} ± {found[1]}", random)


def point_moved(quote: str, text: Text, random: Random) -> str:
    """Give a quote with a decimal point elsewhere, or none, or a comma."""
    del text
    ways = (r"\1\2.\3", r"\1\2\3", r"\1,\2\3")
    return _replaced(quote, r"(\d+)[.](\d)(\d*)", lambda found: found.expand(random.choice(ways)).rstrip("."), random)


def compound_changed(quote: str, text: Text, random: Random) -> str:
    """Give a quote with a compound written otherwise."""
    del text
    return _replaced(quote, r"(?<=[a-z])-(?=[a-z])", lambda _: random.choice([" ", "", " - "]), random)


def compound_made(quote: str, text: Text, random: Random) -> str:
    """Give a quote with two words made one."""
    del text
    return _replaced(quote, r"(?<=[a-z]) (?=[a-z])", lambda _: random.choice(["-", "", "\u00ad"]), random)


def word_parted(quote: str, text: Text, random: Random) -> str:
    """Give a quote with one word made two: `no where`."""
    del text
    return _replaced(quote, r"(?<=[a-z]{2})(?=[a-z]{2})", lambda _: " ", random)


def mark_changed(quote: str, text: Text, random: Random) -> str:
    """Give a quote with a comma, a point or a question mark less, or another."""
    del text
    return _replaced(quote, r"(?<=[a-z])[,;:?.](?= )", lambda _: random.choice(["", "!", " -"]), random)


def comma_added(quote: str, text: Text, random: Random) -> str:
    """Give a quote with a comma of the quoter's own."""
    del text
    return _replaced(quote, r"(?<=[a-z])(?= [a-z])", lambda _: ",", random)


def brackets_dropped(quote: str, text: Text, random: Random) -> str:
    """Give a quote without the quotation marks or brackets of the source."""
    del text, random
    return re.sub(r"(?<=\s)[\"(](\w+(?: \w+)*)[\")](?=\s)", r"\1", quote)


def end_closed(quote: str, text: Text, random: Random) -> str:
    """Give a quote with a point at its end where the source goes on."""
    del text, random
    return quote if quote[-1] in ".?" else quote.rstrip(_EDGES) + "."


def word_cut(quote: str, text: Text, random: Random) -> str:
    """Give a quote that ends or begins within a word."""
    del text
    words = quote.rstrip(_EDGES).split()
    last, first = words[-1], words[0]
    if random.random() < 0.5 and len(last) > 3 and last.isalnum():
        return " ".join([*words[:-1], last[: random.randint(1, len(last) - 1)]])
    return (
        " ".join([first[random.randint(1, len(first) - 1) :], *words[1:]])
        if first.isalpha() and len(first) > 1
        else quote
    )


def number_cut(quote: str, text: Text, random: Random) -> str:
    """Give a quote that ends within a number, or before its unit."""
    del text
    found = list(re.finditer(r"(\d)(?:\d|[.,]\d|%| ±| (?:" + "|".join(map(re.escape, UNITS)) + r")(?!\w))", quote))
    return quote[: random.choice(found).end(1)] if found else quote


def number_begun(quote: str, text: Text, random: Random) -> str:
    """Give a quote that begins within a number, or behind its sign."""
    del text
    found = list(re.finditer(r"(?<=[\d.,−+€])\d", quote))
    return quote[random.choice(found).start() :] if found else quote


def range_cut(quote: str, text: Text, random: Random) -> str:
    """Give a quote whose first number is the second of a range or of a value with its error."""
    del text
    found = list(re.finditer(r"(?<=± )\d|(?<=more than )\d|(?<=less than )\d|(?<=about )\d", quote))
    return quote[random.choice(found).start() :] if found else quote


def elision_reordered(quote: str, text: Text, random: Random) -> str:
    """Give an elided quote whose parts stand the other way around."""
    del quote
    return " [...] ".join(reversed(elided(text, random).split(" [...] ")))


def elision_false(quote: str, text: Text, random: Random) -> str:
    """Give an elided quote with a false part."""
    del quote
    parts = elided(text, random).split(" [...] ")
    at = random.randrange(len(parts))
    while text.count(parts[at]):
        parts[at] = random.choice([word_dropped, reordered, word_swapped, homoglyph])(parts[at], text, random)
    return " [...] ".join(parts)


def elision_turned(quote: str, text: Text, random: Random) -> str:
    """Give an elided quote that leaves out a `not` and some words around it."""
    del quote
    places = [
        (paragraph, at)
        for paragraph in text.paragraphs
        for at, word in enumerate(paragraph[4:-6], 4)
        if word in ("not", "never", "no", "cannot", "neither")
    ]
    while True:
        paragraph, at = random.choice(places)
        begin, end = at - random.randint(0, 1), at + 1 + random.randint(0, 2)
        if not _CLAUSE.search(" ".join(paragraph[begin - 1 : end])):
            break
    first, second = paragraph[max(0, at - 6) : begin], paragraph[end : end + 6]
    return f"{' '.join(first)} [...] {' '.join(second)}".rstrip(_EDGES)


def elision_pieced(quote: str, text: Text, random: Random) -> str:
    """Give a sentence pieced together from single words of a paragraph, in their order."""
    del quote
    paragraph = random.choice(text.paragraphs)
    start = random.randrange(max(1, len(paragraph) - 50))
    count = random.randint(3, 6)
    picked = sorted(random.sample(range(start, min(len(paragraph), start + 50)), count))
    return " [...] ".join(paragraph[at].strip(_EDGES) for at in picked)


def elision_hidden(quote: str, text: Text, random: Random) -> str:
    """Give a quote of two passages with dots that are no brackets between them."""
    dots = random.choice([" … ", " ... ", " (...) ", " – "])
    return f"{quote.rstrip(_EDGES)}{dots}{text.quote(random, 4, 12)}"


MUTATIONS: tuple[Callable[[str, Text, Random], str], ...] = (
    word_swapped,
    number_changed,
    digit_changed,
    digit_dropped,
    sign_changed,
    comparison_changed,
    unit_dropped,
    unit_changed,
    negation_dropped,
    negation_added,
    negation_before,
    negation_near,
    negation_behind,
    reordered,
    turned_around,
    joined,
    shortened,
    word_dropped,
    word_added,
    word_doubled,
    name_changed,
    plural_changed,
    tense_changed,
    count_changed,
    acronym_cased,
    unit_cased,
    word_cased,
    homoglyph,
    accent_changed,
    parts_swapped,
    point_moved,
    compound_changed,
    compound_made,
    word_parted,
    mark_changed,
    comma_added,
    brackets_dropped,
    end_closed,
    word_cut,
    number_cut,
    number_begun,
    range_cut,
    elision_reordered,
    elision_false,
    elision_turned,
    elision_pieced,
    elision_hidden,
)


def false_quotes(text: Text, mutate: Callable[[str, Text, Random], str], count: int, random: Random) -> Iterator[str]:
    """Give quotes changed in one way, all of them false."""
    ends = mutate in (negation_before, negation_near, negation_behind, elision_turned, elision_pieced)
    cuts = mutate in (number_cut, number_begun, range_cut)
    done = 0
    for _ in range(count * 500):
        quote = text.quote(random)
        false = mutate(quote, text, random)
        # Words that are cut off stand in the text once; what is changed does not stand there.
        fits = text.count(false, cased=False) <= 1 if ends or cuts else not text.count(false)
        if false != quote and len(false) > 2 and fits:
            yield false
            done += 1
        if done == count:
            return
    message = f"{mutate.__name__} can be done only {done} times"
    raise ValueError(message)
