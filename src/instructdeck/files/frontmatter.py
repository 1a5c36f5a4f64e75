"""The YAML at the head of a text, between two lines of `---`."""

from __future__ import annotations

import re

from instructdeck.values import dataclass

_LINE = re.compile(r"\w[\w-]*:(?:\s.*)?|[ \t]+\S.*|- .*|#(?!#).*|\s*")
_STRAY = re.compile(r"---[ \t]*\n(?:\w[\w-]*:.*\n|[ \t#-].*\n|\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A single file, divided."""

    yaml: str | None
    first_line: int
    """Of the YAML."""
    body: str
    body_line: int
    problem: str = ""
    hint: str = ""


def front_matter(text: str) -> FrontMatter:
    """Give the YAML at the head of a text and the text behind it, also where a mark of the two is missing."""
    lines = text.split("\n")
    blank = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if blank and lines[blank].rstrip() == "---":
        inner = front_matter("\n".join(lines[blank:]))
        problem, hint = "the front matter does not begin the file", "delete the empty lines before it"
        return FrontMatter(
            inner.yaml,
            inner.first_line + blank,
            inner.body,
            inner.body_line + blank,
            inner.problem or problem,
            inner.hint or hint,
        )
    opened = lines[0].rstrip() == "---"
    start = 1 if opened else 0
    keys = start
    while keys < len(lines) and _LINE.fullmatch(lines[keys]):
        keys += 1
    end = next((index for index in range(start, len(lines)) if lines[index].rstrip() in ("---", "...")), None)
    slide = next((index for index in range(keys, len(lines)) if lines[index].startswith("## ")), len(lines))
    if opened and end is not None and end < slide:
        return FrontMatter("\n".join(lines[1:end]), 2, "\n".join(lines[end + 1 :]), end + 2)
    if opened:
        problem, hint = "this front matter is never closed", "write a line of '---' below its last key"
    else:
        problem, hint = "a deck of one file begins with front matter", "begin the file with '---', 'title: …', '---'"
    if not any(line.strip() for line in lines[start:keys]):
        return FrontMatter(None, 1, "\n".join(lines[start:]), start + 1, problem, hint)
    # What is surely YAML is read as such, so that the one mark that is missing is all that is reported.
    behind = keys + 1 if keys == end else keys
    return FrontMatter("\n".join(lines[start:keys]), start + 1, "\n".join(lines[behind:]), behind + 1, problem, hint)


def without_head(text: str) -> tuple[str, bool]:
    """Give a text with its front matter made blank, lines kept, and whether there was any."""
    head = _STRAY.match(text)
    return ("\n" * head[0].count("\n") + text[head.end() :], True) if head else (text, False)
