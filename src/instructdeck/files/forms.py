"""The right form of a value that was written in a wrong one: what a hint about YAML tells to write."""

from __future__ import annotations

import re

from instructdeck.late import late

MAX_LENGTH = 60
"""Characters of an author's words that a hint repeats."""

_NUMBER = late(r"[^\d]{0,12}(\d{1,6})(?:[.,](\d{1,6}))?\s*(?:[a-z]{1,7}\.?|['\u2032\u2019])?", re.IGNORECASE)
"""A number between words such as `about` and `min`."""
_CLOCK = late(r"(\d{1,3}):([0-5]\d)(?::00)?")
_SPECIAL = late(r"""^[-?:,\[\]{}#&*!|>'"%@`]|[\[\]{},]|:(?:\s|$)|\s#|^\s|\s$""")
"""What YAML would not take as it stands, within brackets."""
_FLAGS = {"yes": "true", "on": "true", "1": "true", "true": "true", "no": "false", "off": "false", "0": "false"}
_LANGUAGES = {
    "arabic": "ar",
    "chinese": "zh",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "polish": "pl",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "turkish": "tr",
    "deutsch": "de",
    "español": "es",
    "français": "fr",
}


def quoted(text: str) -> str:
    """Give a text in quotation marks; dots stand for the rest of a long one."""
    short = text if len(text) <= MAX_LENGTH else f"{text[:MAX_LENGTH]}…"
    doubled = short.replace("'", "''")
    return f"'{doubled}'" if '"' in short or "\\" in short else f'"{short}"'


def bare(text: str) -> str:
    """Give a text as it can stand within brackets: in quotation marks only where it needs them."""
    return quoted(text) if _SPECIAL.search(text) or len(text) > MAX_LENGTH else text


def number_form(key: str, value: str) -> str:
    """Give a hint for what should be a number; empty when none can be seen in it."""
    if clock := _CLOCK.fullmatch(value):
        return f"write {key}: {round(int(clock[1]) + int(clock[2]) / 60, 2):g}"
    if re.fullmatch(r"\d+\s*[-\u2013]\s*\d+", value):
        return "write one number, not a range"
    found = _NUMBER.fullmatch(value)
    if not found or not float(f"{found[1]}.{found[2] or 0}"):
        return ""
    return f"write {key}: {found[1]}{f'.{found[2]}' if found[2] else ''}"


def flag_form(key: str, value: str) -> str:
    """Give a hint for what should be true or false."""
    known = _FLAGS.get(value.lower(), "")
    return f"write {key}: {known}" if known else ""


def language_form(value: str) -> str:
    """Give a hint for what should be a language tag."""
    tag = _LANGUAGES.get(value.lower()) or (value.replace("_", "-") if re.fullmatch(r"\w{2,3}_\w{2,8}", value) else "")
    return f"write language: {tag}" if tag else "write language: en, or another tag of two letters"


def url_form(value: str) -> str:
    """Give a hint for what should be the address of a site's folder."""
    host_and_path = re.sub(r"^[a-z]+:/*", "", value.strip()[: 2 * MAX_LENGTH], flags=re.IGNORECASE)
    folder = re.sub(r"[^/]*\.html$", "", re.split(r"[?#]", host_and_path)[0])
    plain = re.fullmatch(r"[\w-]+(\.[\w-]+)+(:[0-9]+)?(/[\w.~%-]*)*", folder, re.ASCII)
    return (
        f"write url: https://{folder}"
        if plain and len(folder) <= MAX_LENGTH
        else "write url: https://example.org/talk/"
    )


def text_form(key: str, only: str, *, flow: bool) -> str:
    """Give a hint for a list or mapping where a text is wanted, of which `only` is the one text, if it has one.

    `flow` tells that it is written with brackets.
    """
    if only and len(only) <= MAX_LENGTH:
        return f"write {key}: {bare(only)}"
    if flow:
        return "a text that begins with a bracket needs quotation marks"
    return f"write one text: '{key}: …', or '{key}: >-' and the text indented below it"


def list_form(key: str, value: str) -> str:
    """Give a hint for a text where a list is wanted."""
    if re.match(r"-\S", value):
        return f"write a space behind each '-': '- {value[1:].strip()[:MAX_LENGTH]}'"
    plain = value and len(value) <= MAX_LENGTH and not re.search(r"[\[\]{}:#'\"\n]", value)
    return f"write {key}: [{value if plain else '…'}]"


def mapping_form(key: str, form: str, value: str = "") -> str:
    """Give a hint for what should be a mapping; the dots of its form stand for the value."""
    return f"write {key}: {form.replace('…', bare(value), 1) if value and len(value) <= MAX_LENGTH else form}"


def page_form(value: str) -> str:
    """Give a hint for what should be a page."""
    if found := re.fullmatch(r"(?:pp?|pages?|S|Seiten?)\.?\s*(\d+)(?:\s*[-\u2013,&]\s*(\d+))?", value, re.IGNORECASE):
        return f"write page: {found[1]}{f'-{found[2]}' if found[2] else ''}"
    if re.fullmatch(r"\d+\s*,\s*\d+", value):
        return f"write page: {value.replace(' ', '').replace(',', '-')}"
    if re.match(r"(?:table|figure|fig|section|sec|appendix|equation|eq)\b", value, re.IGNORECASE):
        return f"write place: {bare(value)}; a page is a number such as 3 or 3-4"
    return "write a page such as 3, or a range such as 3-4"


def id_form(value: str) -> str:
    """Give a hint for what should be an id."""
    name = "-".join(re.findall(r"[A-Za-z0-9]+", value[:MAX_LENGTH]))
    return f"use letters, digits and hyphens: {name}" if name else "use letters, digits and hyphens"


_JARGON = {
    "could not find expected ':'": "this is no 'key: value'",
    "mapping values are not allowed": "a colon where none can stand",
    "did not find expected key": "this does not belong to what stands before it",
    "did not find expected '-' indicator": "this does not belong to the list above it",
    "block sequence entries are not allowed": "a list cannot begin on the line of its key",
    "unexpected end of stream": "this quotation mark is never closed",
    "unexpected document indicator": "this quotation mark is never closed",
    "did not find expected ',' or": "a bracket is not closed, or a comma is missing",
    "did not find expected node content": "something is missing within these brackets",
    "cannot start any token": "a text cannot begin with this sign",
    "did not find expected alphabetic": "a text cannot begin with this sign",
    "unknown escape character": "a backslash between double quotation marks means something else",
    "escape code": "a backslash between double quotation marks means something else",
    "hexdecimal number": "a backslash between double quotation marks means something else",
}
"""What PyYAML says, in an author's words."""
_ENTRY = late(r"(?P<lead>\s*(?:- )*)(?P<key>[\w-]+):(?P<blank>\s+)(?P<value>.*\S)\s*")
_ITEM = late(r"\s*(?:- )+(?P<value>.*\S)\s*")
_NO_BLANK = late(r"\s*(?:- )*([A-Za-z][\w-]*):(\S.*)")
_NO_COLON = late(r"\s*(?:- )*([A-Za-z][\w-]*)\s*(?:=|\uff1a|\ufe55)\s*(\S.*)")
_ODD_BLANK = late(r"[ \t]*(?:- )*(?:[A-Za-z][\w-]*:)?[ \t]*([\u00a0\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff])")
_HALF = late(r"\\u[dD][89a-fA-F]")
"""One half of what some programs write for a character in two."""
_CLOSING = {"[": "]", "{": "}"}
_LOST = late(r"[\[{,\s](#[^\s,\]}\"']*)")
_CURLY = "\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb"


def syntax_message(problem: str, line: str) -> str:
    """Give in words what PyYAML's parser stumbled over in a line."""
    if _tabbed(line):
        return "a tab"
    if (column := odd_blank(line)) >= 0:
        return f"a blank that is none for YAML, U+{ord(line[column]):04X}"
    entry = _ENTRY.fullmatch(line)
    if entry and entry["value"][0] in "'\"" and entry["value"].count(entry["value"][0]) == 1:
        return "this quotation mark is never closed"
    return next((words for jargon, words in _JARGON.items() if jargon in problem), problem or "this is not YAML")


def syntax_form(problem: str, line: str, above: str) -> str:
    """Give a hint for a line, and the one above it, that the parser stumbled over."""
    if _tabbed(line):
        return "indent with spaces, not with tabs"
    if odd_blank(line) >= 0:
        return "write plain spaces; this sign often comes with words that are pasted"
    entry = _ENTRY.fullmatch(line) or _ITEM.fullmatch(line)
    return (
        _escape_hint(problem, line)
        or blank_form(line)
        or _colon_hint(line)
        or blank_form(above)
        or _value_hint(entry["value"] if entry else "")
        or _indent_hint(problem, line, above)
        or "check the indentation, quotation marks and brackets around this line"
    )


def _escape_hint(problem: str, line: str) -> str:
    """Give a hint for a backslash that stands for nothing; empty for any other problem."""
    if "code" not in problem and "hexdecimal" not in problem:
        return ""
    return "write the character itself" if _HALF.search(line) else "write single quotation marks, or '/' for '\\'"


def blank_form(line: str) -> str:
    """Give a hint for a key whose colon has no blank behind it; empty for another line."""
    found = _NO_BLANK.fullmatch(line)
    return f"write a space behind the colon: {found[1]}: {found[2]}" if found else ""


def odd_blank(line: str) -> int:
    """Give the 0-based column of a sign before a line's words, or behind its key, that only looks like a blank."""
    found = _ODD_BLANK.match(line)
    return found.start(1) if found else -1


def _colon_hint(line: str) -> str:
    """Give a hint for a key that has another sign than a colon; empty for another line."""
    found = _NO_COLON.fullmatch(line)
    return f"write {found[1]}: {found[2]}" if found else ""


def _tabbed(line: str) -> bool:
    return "\t" in line[: len(line) - len(line.lstrip())]


def _indent_hint(problem: str, line: str, above: str) -> str:
    """Give a hint for a line that begins in the wrong column; empty when it does not."""
    if "'-' indicator" in problem:
        return f"indent it as far as the key behind '- ': '  {line.strip()}'"
    deeper = len(line) - len(line.lstrip()) > len(above) - len(above.lstrip())
    if _ENTRY.fullmatch(line) and "mapping values" in problem and deeper:
        return "begin the line as far left as the one above it"
    if "expected ':'" in problem and not _ENTRY.fullmatch(line):
        return "this line has no key; indent what belongs to the key above it"
    return ""


def _bracket_hint(value: str) -> str:
    """Give a hint for a bracket that is opened and not closed; empty for another value."""
    first = value[:1]
    if first not in _CLOSING:
        return ""
    if found := _LOST.search(value):
        return f"'#' begins a comment: put the text in quotation marks: \"{found[1]}\""
    closed = value.count(first) <= value.count(_CLOSING[first])
    return "" if closed else f"close it with '{_CLOSING[first]}'"


def _value_hint(value: str) -> str:
    """Give a hint for a value that cannot be written as it is; empty when it can."""
    first, inner = value[:1], value[1:-1]
    if hint := _bracket_hint(value):
        return hint
    if first in ("'", '"') and value.count(first) == 1:
        return f"close it with {first}"
    if first in ("'", '"'):
        # With its own sign at both ends the text is what stands between; otherwise the signs are words, too.
        return f"write {quoted(inner if value[-1] == first else value)}"
    if first and first in _CURLY:
        return f"write straight quotation marks: {quoted(value.strip(_CURLY))}"
    if (first and first in "@`%*&!|>-[{") or ": " in value or value.endswith(":"):
        closed = first in "[{" and value[-1] in "]}"
        return (
            "" if closed or (first == "[" and "]" not in value) else f"put the text in quotation marks: {quoted(value)}"
        )
    return ""
