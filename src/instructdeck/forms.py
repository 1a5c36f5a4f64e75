"""The right form of a value that was written in a wrong one: what a hint about YAML tells to write."""

from __future__ import annotations

import re

MAX_LENGTH = 60
"""Characters of an author's words that a hint repeats."""

_NUMBER = re.compile(r"[^\d]{0,12}(\d{1,6})(?:[.,](\d{1,6}))?\s*(?:[a-z]{1,7}\.?|['\u2032\u2019])?", re.IGNORECASE)
"""A number between words such as `about` and `min`."""
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::00)?")
_SPECIAL = re.compile(r"""^[-?:,\[\]{}#&*!|>'"%@`]|[\[\]{},]|:(?:\s|$)|\s#|^\s|\s$""")
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
