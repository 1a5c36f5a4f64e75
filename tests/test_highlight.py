"""Listings: no text in any language keeps a build busy."""

from __future__ import annotations

import signal
import threading
from contextlib import suppress

import pytest

from instructdeck.markdown import highlight
from instructdeck.markdown.highlight import MAX_LENGTH, MAX_UNTIMED, TOTAL_LIMIT, Highlighter, Listing
from instructdeck.timelimit import OutOfTimeError, time_limit

WORST = [("arduino", "a" + " " * 19_000 + "("), ("aspectj", "\n" * MAX_LENGTH), ("amdgpu", "a" * MAX_LENGTH)]
"""Language and a text for which its lexer takes many seconds, in one regular expression or in thousands of them."""


def in_a_thread(text: str, language: str) -> Listing:
    """Give a listing made where no timer can interrupt it."""
    found: list[Listing] = []
    thread = threading.Thread(target=lambda: found.append(Highlighter().listing(text, language)))
    thread.start()
    thread.join()
    return found[0]


@pytest.mark.parametrize(("language", "text"), WORST, ids=[language for language, _ in WORST])
def test_out_of_time(language: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lexer that runs out of time leaves its listing plain, and says so; no timer runs on."""
    monkeypatch.setattr(highlight, "CALL_LIMIT", 0.2)
    before = signal.getsignal(signal.SIGVTALRM)
    found = Highlighter().listing(text, language)
    assert "it takes more than 0.2 seconds" == found.problem
    assert text.split("\n") == ["".join(word.text for word in line.words) for line in found.lines]
    assert (0.0, 0.0) == signal.getitimer(signal.ITIMER_VIRTUAL)
    assert before == signal.getsignal(signal.SIGVTALRM)


def test_all_together() -> None:
    """What many listings have used up is not there for the next."""
    assert f"all listings take more than {TOTAL_LIMIT} seconds" == Highlighter(spent=11).listing("a", "python").problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a = 1", ""),
        ("a" * (MAX_UNTIMED + 1), f"it has more than {MAX_UNTIMED:,} characters"),
        ("a" + " " * 100 + "b", "it holds a hundred blanks in a row"),
    ],
)
def test_without_a_timer(text: str, problem: str) -> None:
    """Where nothing can interrupt a lexer, the limits on its text are stricter."""
    assert problem == in_a_thread(text, "python").problem


def test_swallowed() -> None:
    """Code that swallows the first interruption gets another."""
    with pytest.raises(OutOfTimeError), time_limit(0.05):  # noqa: PT012  that is the code
        with suppress(OutOfTimeError):
            _spin()
        _spin()


def _spin() -> None:
    while True:
        pass


@pytest.mark.parametrize("language", ["", "nothing"])
def test_no_language(language: str) -> None:
    """A listing without a known language is plain, and that is no problem of its length."""
    assert "" == Highlighter().listing("a" * (MAX_LENGTH + 1), language).problem
