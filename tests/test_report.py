"""Reports: as text for people, as JSON, GitHub annotations and SARIF for machines, and the exit code."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from instructdeck.console.report import as_github, as_json, as_sarif, as_text, manual, summary, to_show, visible
from instructdeck.deck.diagnostics import MAX_HINTS, Diagnostic, Findings, Location, did_you_mean
from instructdeck.deck.rules import BAD_MATH, MISSING_NOTES, RULES

if TYPE_CHECKING:
    from conftest import TinyProject


def problem(line: int = 1, column: int = 1, hint: str = "mend it", length: int = 1) -> Diagnostic:
    """Give an error in `a.md`."""
    return Diagnostic(BAD_MATH, "no good", Location("a.md", line, column), hint, length)


WARNING = Diagnostic(MISSING_NOTES, "no notes", Location("a.md", 2, 1))


def shown(source: str, column: int, length: int = 1) -> tuple[str, str]:
    """Give the line that a report shows of a source, and the line with the caret below it, without hint."""
    lines = as_text([problem(1, column, "", length)], {"a.md": source}).split("\n")
    return lines[3].removeprefix(" 1 | "), lines[4].removeprefix("   | ")


def test_whole_report() -> None:
    """A report shows message, place, line, caret and hint, with an empty line between two problems."""
    expected = """\
error[bad-math]: no good
  --> a.md:12:3
    |
 12 | a $x$
    |   ^^^ mend it

warning[missing-notes]: no notes
  --> a.md:2:1
   |
 2 | two
   | ^
"""
    texts = {"a.md": "one\ntwo\n" + "\n" * 9 + "a $x$\n"}
    assert expected == as_text([problem(12, 3, length=3), WARNING], texts)


@pytest.mark.parametrize("texts", [{}, {"a.md": ""}, {"a.md": "  \n"}, {"b.md": "a"}])
def test_without_a_line(texts: dict[str, str]) -> None:
    """Where there is no line to show, the hint stands below the place."""
    assert "error[bad-math]: no good\n  --> a.md:1:1\n   = mend it\n" == as_text([problem()], texts)


def test_errors_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file with too many problems the warnings are left out first, and counted."""
    monkeypatch.setattr("instructdeck.console.report.MAX_SHOWN", 2)
    other = Diagnostic(BAD_MATH, "no good", Location("b.md"))
    shown = to_show([WARNING, other, problem(3), problem(4), problem(5)])
    expected = [("bad-math", 3), ("bad-math", 4), ("more-problems", 5), ("bad-math", 1)]
    assert expected == [(each.rule.name, each.location.line) for each in shown]
    assert "2 more problems of this file are not shown" == shown[2].message


def test_hints_end() -> None:
    """A file with thousands of wrong words gets no more hints, because each takes time."""
    findings = Findings()
    hints = [findings.did_you_mean("a", ["b"], "a.md") for _ in range(MAX_HINTS + 1)]
    assert ["known: b", ""] == hints[-2:]
    assert "known: b" == findings.did_you_mean("a", ["b"], "b.md")


def test_without_line_and_hint() -> None:
    """A problem of which nothing more is known takes two lines."""
    assert "error[bad-math]: no good\n  --> a.md:7:1\n" == as_text([problem(7, hint="")], {"a.md": "a"})


@pytest.mark.parametrize(
    ("source", "column", "length", "caret"),
    [
        ("a b", 3, 1, "  ^"),
        ("語 b", 3, 1, "   ^"),
        ("語語", 1, 2, "^^^^"),
        ("\uff21\uff22", 2, 1, "  ^^"),
        ("e\u0301 b", 4, 1, "  ^"),
        ("\tb", 2, 1, "    ^"),
        ("\tb", 1, 1, "^^^^"),
        ("ab", 2, 50, " ^"),
        ("ab", 3, 1, "  ^"),
        ("ab", 99, 1, "  ^"),
        ("👩\u200d💻 b", 5, 1, "      ^"),
    ],
)
def test_caret(source: str, column: int, length: int, caret: str) -> None:
    """The caret stands below what it means, whatever the width of the characters before it."""
    assert caret == shown(source, column, length)[1]


def test_long_line() -> None:
    """A long line is cut around the place, on both sides, and the caret moves along."""
    line, caret = shown("a" * 500 + "HERE" + "b" * 500, 501, 4)
    assert ("…" + "a" * 60 + "HERE" + "b" * 56 + "…", " " * 61 + "^^^^") == (line, caret)


@pytest.mark.parametrize(
    ("column", "line", "caret"),
    [(1, "a" * 120 + "…", "^"), (300, "…" + "a" * 61, " " * 61 + "^")],
    ids=["begin", "end"],
)
def test_ends_of_a_long_line(column: int, line: str, caret: str) -> None:
    """A long line is not cut where it begins or ends."""
    assert (line, caret) == shown("a" * 300, column)


def test_length_beyond_the_cut() -> None:
    """A mark that is longer than what is shown ends with it."""
    _, caret = shown("a" * 1_000, 1, 1_000)
    assert "^" * 120 == caret


@pytest.mark.parametrize(
    "sign", ["\x1b", "\x9b", "\x07", "\x08", "\r", "\x7f", "\u202e", "\u2066", "\u200b", "\u2028", "\ud800"]
)
def test_control_characters(sign: str) -> None:
    """A text cannot drive the terminal, or turn the line around, in any part of a report."""
    item = Diagnostic(BAD_MATH, f"a{sign}b", Location(f"c{sign}d", 1, 1), f"e{sign}f")
    written = as_text([item], {f"c{sign}d": f"g{sign}h"})
    assert sign not in written
    assert 4 == written.count("\ufffd")


def test_message_of_several_lines() -> None:
    """A line break in a message cannot begin a line of the report."""
    assert "a b" == visible("a\nb")


def test_style() -> None:
    """Severity, place and hint are given to the styler, and nothing else is."""
    styled: list[tuple[str, str]] = []

    def style(text: str, name: str) -> str:
        styled.append((text, name))
        return f"<{text}>"

    written = as_text([problem()], {"a.md": "x"}, style)
    assert "<error[bad-math]>: no good\n<  --> >a.md:1:1\n<   |>\n< 1 |> x\n<   |> <^> <mend it>\n" == written.replace(
        "<  -->", "<  --> "
    ).replace("> a.md", ">a.md")
    assert {"error", "place", "hint"} == {name for _, name in styled}


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], "no problems"),
        ([problem()], "1 error"),
        ([WARNING, WARNING], "2 warnings"),
        ([problem(), problem(2), WARNING], "2 errors and 1 warning"),
    ],
)
def test_summary(items: list[Diagnostic], words: str) -> None:
    """A summary counts in words."""
    assert words == summary(items)


def test_json() -> None:
    """JSON says everything there is, in the order of the report."""
    assert {
        "version": 1,
        "diagnostics": [
            {
                "rule": "bad-math",
                "severity": "error",
                "message": "no good",
                "hint": "mend it",
                "path": "a.md",
                "line": 3,
                "column": 4,
                "length": 5,
            }
        ],
    } == json.loads(as_json([problem(3, 4, length=5)]))
    assert {"version": 1, "diagnostics": []} == json.loads(as_json([]))


def test_github() -> None:
    """A workflow command cannot be ended or begun by a message or a path."""
    item = Diagnostic(BAD_MATH, "100% bad\n::error::x", Location("a,b:c%\n.md", 2, 3), "or\rnot")
    assert (
        "::error file=a%2Cb%3Ac%25%0A.md,line=2,col=3,title=bad-math::100%25 bad ::error::x (or\ufffdnot)"
        == as_github([item])
    )
    assert "::warning file=a.md,line=2,col=1,title=missing-notes::no notes" == as_github([WARNING])
    assert "" == as_github([])


def test_sarif() -> None:
    """A SARIF log names the tool, every rule, and for each result its rule, level, message and region."""
    log = json.loads(as_sarif([problem(3, 4, length=5), WARNING]))
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    first, second = run["results"]

    assert "2.1.0" == log["version"]
    assert "unicodeCodePoints" == run["columnKind"]
    assert [rule.name for rule in RULES] == [rule["id"] for rule in driver["rules"]]
    assert {"error", "warning"} == {rule["defaultConfiguration"]["level"] for rule in driver["rules"]}
    assert all(rule["fullDescription"]["text"] for rule in driver["rules"])
    assert ("bad-math", "error", "no good. mend it") == (first["ruleId"], first["level"], first["message"]["text"])
    assert ("missing-notes", "warning", "no notes") == (second["ruleId"], second["level"], second["message"]["text"])
    assert {
        "artifactLocation": {"uri": "a.md"},
        "region": {"startLine": 3, "startColumn": 4, "endColumn": 9},
    } == first["locations"][0]["physicalLocation"]


def test_sarif_address() -> None:
    """A path in a SARIF log is an address: signs that mean something in one are escaped."""
    item = Diagnostic(BAD_MATH, "no good", Location("content/a b#c%é/slides.md"))
    (result,) = json.loads(as_sarif([item]))["runs"][0]["results"]
    assert (
        "content/a%20b%23c%25%C3%A9/slides.md" == result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    )


def test_half_characters() -> None:
    """A file name that is no UTF-8 cannot make a report that cannot be written."""
    findings = Findings()
    findings.add(BAD_MATH, "a\udcff", Location("a.md"), "b\udcff")
    (item,) = findings
    assert ("a?", "b?") == (item.message, item.hint)


def test_manual() -> None:
    """The manual says of every rule its severity and its text, and links can reach it by its name."""
    text = manual()
    for rule in RULES:
        assert f"## {rule.name}\n\n*{rule.severity.value}*\n\n{rule.text}\n" in text


@pytest.mark.parametrize(
    ("word", "hint"),
    [("speeker", "did you mean 'speaker'?"), ("Title", "did you mean 'title'?"), ("zzz", "known: speaker, title")],
)
def test_did_you_mean(word: str, hint: str) -> None:
    """A hint names the nearest known word, or all of them."""
    assert hint == did_you_mean(word, {"title", "speaker"})


def test_did_you_mean_is_short() -> None:
    """A hint lists twenty words at most."""
    assert "known: " + ", ".join(f"w{number}" for number in range(10, 30)) + ", …" == did_you_mean(
        "zzz", [f"w{number}" for number in range(10, 99)]
    )


# --- the program ---------------------------------------------------------------------------------


def test_no_problems(project: TinyProject) -> None:
    """A good deck gives exit code 0, strict or not."""
    done = project.run("check", "--strict")
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith("no problems in 1 slide, ")


def test_errors(project: TinyProject) -> None:
    """Errors give exit code 1 and an exact report, without color where there is no terminal."""
    project.write("content/scales/section.yml", "title: On the scales\nspeeker: Ada\n")
    done = project.run("check")
    assert (1, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith(
        "error[unknown-key]: unknown key 'speeker'\n  --> content/scales/section.yml:2:1\n   |\n 2 | speeker: Ada\n"
        "   | ^^^^^^^ did you mean 'speaker'?\n\n1 error in 1 slide, "
    )


def test_warnings(project: TinyProject) -> None:
    """Warnings give exit code 0, and 1 when strict."""
    project.write("content/scales/slides.md", "## Ounces {#ounces}\n\nWords.\n")
    assert [0, 1] == [project.run("check", *strict).returncode for strict in ([], ["--strict"])]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "'nowhere' does not exist"),
        (["content/deck.yml"], "'content/deck.yml' is a part of a deck"),
        (["content/scales"], "'content/scales' is a part of a deck"),
        (["content/scales/plot.svg"], "'content/scales/plot.svg' does not exist"),
        (["--section", "scalse"], "there is no section 'scalse'; did you mean 'scales'?"),
        (["--format", "xml"], "'xml' is not one of"),
    ],
)
def test_wrong_usage(project: TinyProject, arguments: list[str], words: str) -> None:
    """Wrong usage gives exit code 2 and one sentence on it."""
    done = project.run("check", *arguments)
    assert (2, "") == (done.returncode, done.stdout)
    assert words in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_color(project: TinyProject) -> None:
    """Colors come when they are asked for, unless NO_COLOR is set."""
    project.write("content/scales/slides.md", "## Ounces {#ounces}\n")
    assert "\x1b[" in project.run("check", FORCE_COLOR="1").stdout
    assert "\x1b" not in project.run("check", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_file_name_without_meaning(project: TinyProject) -> None:
    """A file whose name is no UTF-8 is refused, and a folder of such a name is reported."""
    name = os.fsdecode(b"talk\xff")
    project.write(f"{name}.md", "## A\n")
    assert 2 == project.run("build", f"{name}.md").returncode

    project.write(f"content/{name}/slides.md", "## A\n")
    done = project.run("check", "--format", "json")
    assert ["unlisted-section"] == [each["rule"] for each in json.loads(done.stdout)["diagnostics"]]


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_forms(project: TinyProject, form: str) -> None:
    """The forms for machines go to standard output, alone, with the same exit code."""
    project.write("content/scales/slides.md", "## Ünzen {#ounces}\n")
    done = project.run("check", "--format", form, PYTHONUTF8="0", LC_ALL="C")
    assert (1, "") == (done.returncode, done.stderr)
    assert "empty-slide" in json.dumps(json.loads(done.stdout))
