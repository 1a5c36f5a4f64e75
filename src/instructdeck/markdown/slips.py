"""Text that looks like a mark but is none: what slide authors most often mean when words like these are left over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from instructdeck.deck.rules import (
    ATTRIBUTE_SYNTAX,
    BAD_MATH,
    BROKEN_LINK,
    CITATION_SYNTAX,
    HEADING_LEVEL,
    LATEX_COMMAND,
    MISSING_FIGURE,
    STRAY_MARK,
    TABLE_WIDTH,
)
from instructdeck.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from instructdeck.deck.diagnostics import Rule


@dataclass(frozen=True, slots=True)
class Slip:
    """A pattern in plain text, and what to say about it."""

    pattern: re.Pattern[str]
    rule: Rule
    message: str
    hint: str
    opens_line: bool = False
    """Whether it counts at the beginning of a line only."""


MAX_FORMULA = 2_000
"""Characters that are searched for the end of a formula: searching all for each would take quadratic time."""
_PROSE = re.compile(r"[^\W\d_]{2,}(?:[\s,.;:-]+[^\W\d_]+)*[.!?]?")
_MATHEMATICS = re.compile(r"[\\^=]")
_ENDS = {"(": "\\)", "[": "\\]"}
"""How LaTeX ends the formula that a sign behind a backslash begins."""

SLIPS = (
    Slip(
        re.compile(r"\$\$"),
        BAD_MATH,
        "'$$' is not closed",
        "a formula stands between two '$$'; the sign itself is written \\$",
    ),
    Slip(
        re.compile(r"(?<!\$)\$(?=[A-Za-z\\])"),
        BAD_MATH,
        "this '$' opens no formula",
        "close it with '$' right behind the formula; the sign itself is written \\$",
    ),
    Slip(
        re.compile(r"``(?=[^\s`])[^`'\n]*''"),
        STRAY_MARK,
        "LaTeX's quotation marks mean nothing here",
        'write "words"',
    ),
    Slip(
        re.compile(r"(?<![\w`])`(?=[^\s`])"),
        STRAY_MARK,
        "'`' begins no code",
        "close it with '`'; the sign itself is written \\`",
    ),
    Slip(
        re.compile(r"(?<![\w\]!])\[[^\[\]\n^@]+\]\[[^\[\]\n]*\]"),
        BROKEN_LINK,
        "this link has no address",
        "write [words](address), or [@quote-id] for a citation",
    ),
    Slip(
        re.compile(r"!\[[^\[\]]*\]\([^()]*\)?"),
        MISSING_FIGURE,
        "this figure cannot be read",
        "write %20 for a space in the name of its file",
    ),
    Slip(
        re.compile(r"\{\s*\.(?:fragment|incremental)\b[^{}]*\}?"),
        ATTRIBUTE_SYNTAX,
        "a step is not written in braces",
        "put '::: fragment' … ':::' around what is to appear, or '::: incremental' … ':::' around a list",
    ),
    Slip(
        re.compile(r"\{(?!\s*\.(?:fragment|incremental)\b)(?:#[^\W\d]|\.[A-Za-z]|[A-Za-z]+=)[^{}]*\}?"),
        ATTRIBUTE_SYNTAX,
        "these braces belong to nothing",
        "attributes end with '}' and stand right behind a title, a figure or [words]; the sign itself is written \\{",
    ),
    Slip(
        re.compile(r"\]\((?:#|https?:|[\w-]+\.html)[^()\s]*\)"),
        BROKEN_LINK,
        "this is no link",
        "a citation, a footnote mark or another link stands behind a link, not within its words",
    ),
    Slip(
        re.compile(r"\]\(https?:[^()\n\"']*[^()\n\"'\s]\s+[^()\n\"'\s][^()\n\"']*\)"),
        BROKEN_LINK,
        "this is no link",
        "write %20 for a blank in its address",
    ),
    Slip(
        re.compile(r"#{2,6}(?=[^#\s]|\u00a0)"),
        HEADING_LEVEL,
        "this is no heading",
        "write a space behind the '#'",
        opens_line=True,
    ),
    Slip(
        re.compile(r"[\u2022\u2023\u25aa\u25e6]\s*(?=\S)"),
        STRAY_MARK,
        "this is no item of a list",
        "begin it with '- '",
        opens_line=True,
    ),
    Slip(
        re.compile(r"-(?=[A-Za-z])"),
        STRAY_MARK,
        "this is no item of a list",
        "write a space behind the '-'; the sign itself is written \\-",
        opens_line=True,
    ),
    Slip(
        re.compile(r"::(?!:)(?:\s*[A-Za-z][\w-]*)?\s*$"),
        STRAY_MARK,
        "this is no container",
        "a container begins and ends with three colons",
        opens_line=True,
    ),
    Slip(
        re.compile(r"(?:\.{3}|\u2026)\s*$"),
        STRAY_MARK,
        "this is no pause",
        "write three points with blanks between them: . . .",
        opens_line=True,
    ),
    Slip(
        re.compile(r"==(?=[^\s=])[^=\n]*(?<=[^\s=])=="),
        STRAY_MARK,
        "'==' highlights nothing",
        "write [words]{.highlight}",
    ),
    Slip(
        re.compile(r"(?<=[A-Za-z])~\d+~(?!~)"),
        STRAY_MARK,
        "'~' lowers nothing",
        "write a formula: $H_2$",
    ),
    Slip(
        re.compile(r"\] \((?:#|https?:)[^()\s]*\)|\([^()\n]*\)\[(?:#|https?:)[^\[\]\s]*\]?"),
        STRAY_MARK,
        "this is no link",
        "write [words](address), without a space between the brackets",
    ),
    Slip(
        re.compile(r"\]\s\([^()\s]*\.(?:svg|png|jpe?g|gif|webp|avif)\)"),
        MISSING_FIGURE,
        "this is no figure",
        "write ![what it shows](figures/plot.svg), without a space between the brackets",
    ),
    Slip(
        re.compile(r"!\([^()\n]*\)\[|!\[\["),
        MISSING_FIGURE,
        "this is no figure",
        "write ![what it shows](figures/plot.svg)",
    ),
    Slip(
        re.compile(r"\|.*\|\s*$"),
        TABLE_WIDTH,
        "this is no table",
        "under the head of a table stands a line like |---|---|, with as many cells",
        opens_line=True,
    ),
)

COMMANDS = (
    Slip(
        re.compile(r"\\begin\{[A-Za-z]+\*?\}"),
        BAD_MATH,
        "LaTeX outside of a formula",
        "put the formula between two '$$'; lists and tables are written in Markdown",
    ),
    Slip(
        re.compile(r"\\(?:cite[a-z]?|ref|eqref|autoref)\{[^{}]*\}?"),
        CITATION_SYNTAX,
        "LaTeX's references mean nothing here",
        "write [@quote-id] for a citation, [words](#slide-id) for a slide",
    ),
    Slip(
        re.compile(r"\\(?:textbf|textit|emph|underline|texttt|section|subsection|item|footnote|url|label)\b\{?"),
        LATEX_COMMAND,
        "LaTeX's commands mean nothing here",
        "write **bold**, *italic*, `code` or '- item'",
    ),
)
"""What LaTeX has outside of formulas; each begins with a backslash."""


_SIGN = re.compile(r"[$`\[\](){!~]|==")
"""What each pattern but those at the beginning of a line has in it: most words have none of it, and are done."""
_OPENING = frozenset("#\u2022\u2023\u25aa\u25e6-:|.\u2026")
"""With what the others begin."""


def slips(text: str, *, opens_line: bool) -> Iterator[tuple[Slip, int, int]]:
    """Give each kind of slip in a run of text once, with its offset and length."""
    if not _SIGN.search(text) and not (opens_line and text[:1] in _OPENING):
        return
    heading = opens_line and text.startswith("##")
    for slip in SLIPS:
        found = slip.pattern.match(text) if slip.opens_line else slip.pattern.search(text)
        if found and (opens_line or not slip.opens_line) and not (heading and slip.rule is ATTRIBUTE_SYNTAX):
            yield slip, found.start(), len(found[0])


def latex_command(text: str, begin: int) -> tuple[Slip, int] | None:
    """Give the slip that is a command of LaTeX at a backslash, and its length."""
    for slip in COMMANDS:
        if found := slip.pattern.match(text, begin):
            return slip, len(found[0])
    return None


def latex_formula(text: str, begin: int) -> str:
    """Give the formula that begins at a bracket behind a backslash, as LaTeX has it; nothing when it is a bracket."""
    sign = text[begin + 1]
    end = text.find(_ENDS[sign], begin + 2, begin + MAX_FORMULA)
    tex = text[begin + 2 : end] if end > 0 else ""
    # Brackets are also escaped to be brackets: only what looks like mathematics counts.
    looks = not _PROSE.fullmatch(tex) if sign == "(" else _MATHEMATICS.search(tex) or tex != tex.strip()
    return text[begin : end + 2] if tex.strip() and looks else ""
