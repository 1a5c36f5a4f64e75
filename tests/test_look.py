"""How a deck is looked at when a browser does not do what it should: nothing is passed over in silence."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast

import pytest

from instructdeck.browser.driver import run
from instructdeck.browser.session import session
from instructdeck.commands.look import beyond_baseline
from instructdeck.commands.run import run_of
from instructdeck.deck.diagnostics import Diagnostic
from instructdeck.deck.rules import OVERFLOW, UNMEASURED
from instructdeck.rendered.look import Desk, Eye, Job
from instructdeck.rendered.measures import Seen, ShownFile, Unmeasured, View

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import TinyProject


class Gone(Exception):  # noqa: N818  as Playwright's own
    """What the driver of a browser raises."""


class NoSession:
    """A session of a browser that answers as long as it is said to."""

    error = Gone

    def __init__(self, *, there: bool = True) -> None:
        """Begin without a browser."""
        self.there = there

    async def answers(self) -> bool:
        """Tell whether it is still there."""
        return self.there


def worked(session: NoSession, monkeypatch: pytest.MonkeyPatch, *jobs: Job) -> list[Seen]:
    """Give what comes of jobs when a look has a fifth of a second."""
    monkeypatch.setattr(Eye, "patience", 0.05)
    desk = Desk(Eye(cast("Any", session), 1, ""), cast("Any", None))
    # In a thread of its own: in this one there may be the loop of a browser that other tests use.
    with ThreadPoolExecutor() as pool:
        return pool.submit(lambda: asyncio.run(desk.work(list(jobs), lambda: None))).result()


async def hangs(_desk: Desk) -> Seen:
    """Never answer, as printing may."""
    await asyncio.Event().wait()
    return Seen()


async def fails(_desk: Desk) -> Seen:
    """End with a message of many lines."""
    message = "Page crashed\nCall log:\n  - waiting"
    raise Gone(message)


async def sees(_desk: Desk) -> Seen:
    """Answer."""
    return Seen(steps=1)


def test_what_hangs_or_fails_is_said_and_the_rest_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each job has its own limit; what became of it stands where its page is, and the next one is done."""
    jobs = (Job("the page", "a.html", hangs), Job("the page", "b.html", fails), Job("the page", "c.html", sees))
    hung, failed, seen = worked(NoSession(), monkeypatch, *jobs)

    assert (Unmeasured("the page", "the browser did not answer in time", "a.html"),) == hung.unmeasured
    assert (Unmeasured("the page", "Page crashed", "b.html"),) == failed.unmeasured
    assert Seen(steps=1) == seen


def test_a_file_that_hangs_is_said_where_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of SVG that keeps the browser busy is said in each place where it is shown."""
    ground = (255.0, 255.0, 255.0, 1.0)
    shown = [
        ShownFile("figures/a.svg", slide, at, (0, 0, 9, 9), (ground, ground)) for slide, at in (("b", 3), ("c", 7))
    ]

    (hung,) = worked(NoSession(), monkeypatch, Job("the picture figures/a.svg", "", hangs, shown))

    assert [("b", 3), ("c", 7)] == [(each.slide, each.at) for each in hung.unmeasured]


@pytest.mark.browser
@pytest.mark.parametrize("dark_first", [False, True])
def test_a_file_is_judged_on_each_of_its_grounds(chromium: str, dark_first: bool) -> None:  # noqa: FBT001  a row
    """Words that can be read on one of two grounds are said on the other, whichever comes first."""
    assert chromium
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text y="7" font-size="4" fill="#333">No</text></svg>'  # noqa: E501
    light, dark = (255.0, 255.0, 255.0, 1.0), (20.0, 20.0, 20.0, 1.0)
    grounds = (dark, light) if dark_first else (light, dark)

    async def work() -> Seen:
        async with session(lambda: {"a.svg": svg}, "default-src 'none'") as running:
            eye = Eye(running, 1, "")
            async with eye.window() as window:
                return await eye.file(window, [ShownFile("a.svg", "one", 0, (9, 9, 400, 400), grounds)])

    with ThreadPoolExecutor(1) as thread:
        (seen,) = thread.submit(lambda: run(work())).result().measures

    assert (View.STAGE if dark_first else View.DARK, "low-contrast", "one") == (seen.view, seen.rule, seen.slide)


@pytest.mark.browser
def test_the_light_theme_beside_a_dark_slide(project: TinyProject, chromium: str) -> None:
    """The title slide is dark in both themes; what follows is judged in the light one all the same."""
    assert chromium
    word = '<text x="20" y="80" font-size="40" fill="{}">W</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 300">{word}</svg>'
    project.write(
        "figures/themed.svg", svg.format("#ddd").replace("<text", '<path fill="currentColor" d="M0 0"/><text')
    )
    project.write("figures/white.svg", svg.format("#fff"))
    project.write("figures/black.svg", svg.format("#000"))
    slides = "## A {#a layout=title}\n\n::: notes\nA note.\n:::\n"
    for name in ("themed", "white", "black"):
        slides += f"\n## B {{#{name} layout=figure}}\n\n![A](figures/{name}.svg)\n\n::: notes\nA note.\n:::\n"
    project.write("talk.md", f"---\ntitle: A talk\nspeaker: {{name: Ada}}\n---\n\n{slides}")

    done = project.run("check", "talk.md", "--rendered", "--format=json")

    said = [(each["line"], each["message"].split(" has ")[1]) for each in json.loads(done.stdout)["diagnostics"]]
    pale = "a contrast of {} with its ground; it takes 4.5"
    assert [(14, pale.format("1.32")), (22, pale.format("1.03"))] == sorted(said)


@pytest.mark.browser
def test_what_is_wrong_takes_no_room(project: TinyProject, chromium: str) -> None:
    """A slide is looked at without the remarks that stand on it while something in it is wrong."""
    assert chromium
    items = "".join(f"- item {'abcdefghijk'[number]} [no](#nowhere{number})\n" for number in range(9))
    project.write("talk.md", f"---\ntitle: A talk\nspeaker: {{name: Ada}}\n---\n\n## A {{#a}}\n\n{items}")

    said = project.run("check", "talk.md", "--rendered").stdout

    assert 9 == said.count("error[broken-link]")
    assert "error[overflow]" not in said


def test_without_its_browser_nothing_more_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the browser itself is gone, that is the end, and not one complaint for each page."""
    with pytest.raises(Gone):
        worked(NoSession(there=False), monkeypatch, Job("the page", "b.html", fails))


def test_a_baseline_is_not_written_from_half_a_look(project: TinyProject, capsys: pytest.CaptureFixture[str]) -> None:
    """What could not be measured may hide faults: a baseline that is lowered then would forget them."""
    run = run_of(project.root)
    place = run.deck.slides[0].location
    found = [Diagnostic(UNMEASURED, "a page could not be measured", place), Diagnostic(OVERFLOW, "too much", place)]
    before = files(project.root)

    assert found == beyond_baseline(run, found, lower=True)
    assert before == files(project.root)
    assert "stays as it is: not everything could be measured" in capsys.readouterr().err


def files(root: Path) -> set[str]:
    """Give the paths of all files below a folder."""
    return {path.as_posix() for path in root.rglob("*") if path.is_file()}


@pytest.mark.browser
def test_an_address_that_is_none(project: TinyProject, chromium: str) -> None:
    """A link whose address no browser can parse does not keep the others from being looked at."""
    assert chromium
    text = "## One {#one}\n\n[a](http://%5B) [b](https://exa%zz.org) [c](#nowhere)\n\n::: notes\nA note.\n:::\n"
    project.write("talk.md", f"---\ntitle: T\nnumbers: ours\nspeaker: {{name: Ada}}\n---\n\n{text}")
    done = project.run("check", "talk.md", "--rendered")

    assert "unmeasured" not in done.stdout
    assert "Traceback" not in done.stderr
    assert "broken-link" in done.stdout


@pytest.mark.browser
def test_a_slide_of_hundreds_of_steps(project: TinyProject, chromium: str) -> None:
    """A slide that nobody could press through is said to be, and keeps no other from being looked at."""
    assert chromium
    many = "\n\n. . .\n\n".join("a" for _ in range(210))
    full = "- A line of a list\n" * 30
    text = f"## Many {{#many}}\n\n{many}\n\n## Full {{#full}}\n\n{full}"
    project.write("talk.md", f"---\ntitle: T\nnumbers: ours\nspeaker: {{name: Ada}}\n---\n\n{text}")
    done = project.run("check", "talk.md", "--rendered")

    assert "error[unmeasured]: this slide has so many steps that not all were looked at" in done.stdout
    assert 2 == done.stdout.count("error[overflow]")
