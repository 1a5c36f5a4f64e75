"""Save, and see it: a deck is served, watched, and built again whenever it changes."""

from __future__ import annotations

import gc
import queue
import secrets
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import field
from functools import reduce
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote

from instructdeck.console.report import as_text, summary, visible
from instructdeck.deck.diagnostics import counted
from instructdeck.deck.links import DECK_PAGE
from instructdeck.deck.rules import ESTIMATES
from instructdeck.network.gate import LOCAL_NAMES
from instructdeck.network.server import Server
from instructdeck.overtaken import Overtaken, go_on
from instructdeck.site.build import BuildError, faults_of_templates
from instructdeck.templating.templates import Templates
from instructdeck.values import dataclass

from .news import Shown, assets, errors, faults, problems
from .served import Served, event
from .watch import Places, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from instructdeck.console.report import Styler
    from instructdeck.deck.diagnostics import Location

    from .workshop import Rebuilt, Workshop

SWITCH = 0.001
"""Seconds after which a build lets the server have its turn; Python's own five are half of what a save may take."""
MAX_PATIENCE = 1.0
"""Seconds that a site waits at most for another edit."""
MAX_WAIT = 300.0
"""Seconds after which the site is made although there are newer edits."""
MAX_GUESSES = 3
"""Estimates that the terminal shows; `check` has them all."""
MAX_NAMED = 60
"""Letters that a line on a rebuild has for the names of more than one file."""
WAKE = 1.0
"""Seconds after which the wait for something to happen begins anew."""
PORTS = (*range(8000, 8020), 0)
"""Ports that are tried; 0 is any that is free."""


@dataclass(frozen=True)
class Edit:
    """What was shown of one change."""

    names: Sequence[str]
    """The files that were different."""
    slides: frozenset[str]
    """Ids of the slides that windows show differently."""
    seconds: float
    began: float
    """When it was heard of, in seconds of `perf_counter`."""


@dataclass(eq=False)
class Preview:
    """One deck on show."""

    workshop: Workshop
    say: Callable[[str], None]
    """Shows a text to whoever runs the program."""
    style: Styler
    editor: str = ""
    events: queue.SimpleQueue[set[Path] | str] = field(default_factory=queue.SimpleQueue)
    """Changed files, or a key that was pressed."""
    shown: Shown = field(default_factory=Shown)
    frame: bytes = b""
    """What of the deck's page stands around its slides."""
    reported: str = ""
    """The errors that the terminal showed last."""
    state: dict[str, Any] = field(default_factory=dict)
    """What each window is told of the last whole site."""
    published: Mapping[str, str] = field(default_factory=dict)
    """The slides of the last whole site."""
    edits: list[Edit] = field(default_factory=list)
    """What is shown already, but not yet a part of the site."""
    read: float = 0.0
    """When the deck was last read, in seconds of the clock."""
    cost: float = 0.0
    """Seconds that the whole site took last."""
    served: Served = field(init=False)
    server: Server = field(init=False)
    watch: Watch = field(init=False)

    def start(self, host: str, ports: Collection[int], token: str = "") -> int:
        """Build, serve and watch; gives the port.

        Raises:
            BuildError: a template is broken.
            OSError: there is no free port, or no such address.
        """
        sys.setswitchinterval(SWITCH)
        self.watch = Watch(self._places(), self.events.put)
        self.watch.start()
        self.served = Served(Templates.of(self.workshop.root))
        self.server = Server(self.served)
        self._sketch(None)
        self._finish()
        self._framed()
        # Other commands are too short to collect anything.
        # What stands until the end need not be looked through each time.
        gc.freeze()
        gc.enable()
        port = self._listen(host, ports, token)
        self.watch.move(self._places(), self.read)
        return port

    def _listen(self, host: str, ports: Collection[int], token: str) -> int:
        for port in ports:
            try:
                return self.server.start(host, port, token)
            except OSError:
                if port == list(ports)[-1]:
                    raise
                self.server = Server(self.served, self.server.greeting)
        raise ValueError(ports)

    def __enter__(self) -> Self:
        """Be there to be started."""
        return self

    def __exit__(self, *_: object) -> None:
        """Serve and watch no more."""
        for each in ("watch", "server"):
            if hasattr(self, each):
                getattr(self, each).stop()

    def pause(self) -> None:
        """See whether something has happened meanwhile.

        Raises:
            Overtaken: it has.
        """
        if not self.events.empty():
            raise Overtaken

    def rebuild(self, changed: Collection[Path] | None = None) -> None:
        """Show the slides that have changed, and leave what follows from them for later; None stands for everything."""
        began = time.perf_counter()
        with self._complaints():
            seen = self._sketch(changed)
            names = ["everything"] if changed is None else sorted(map(self._name, changed))
            self.edits.append(Edit(names, seen, time.perf_counter() - began, began))

    def complete(self) -> None:
        """Do what was left: check, make the whole site, serve it, and say so; or leave it, for something newer."""
        edits, self.edits = self.edits, []
        began = time.perf_counter()
        with self._complaints():
            try:
                self._finish(overtakable=began - edits[0].began < MAX_WAIT)
            except Overtaken:
                self.edits = edits
                return
            self.cost = time.perf_counter() - began
            self.watch.move(self._places(), self.read)
            self._report(edits)

    @property
    def patience(self) -> float:
        """Seconds to wait for another edit before the site is made, which would have to be begun again for it."""
        return min(self.cost / 4, MAX_PATIENCE)

    @contextmanager
    def _complaints(self) -> Iterator[None]:
        """Say what cannot be built, and keep what there is."""
        try:
            yield
        except BuildError as error:
            self._complain(str(error), error.hint)
        except OSError as error:
            self._complain(f"'{error.filename}' cannot be read: {error.strerror}", "save again, or press r")

    def _sketch(self, changed: Collection[Path] | None) -> frozenset[str]:
        """Show the slides that have changed; gives their ids."""
        self.read = time.time()
        sketch = self.workshop.sketch(None if changed is None else [self._name(path) for path in changed])
        deck, project = self.workshop.deck, self.workshop.project
        wrong = faults(deck, project.findings.items)
        news = self.shown.read(deck, project.texts, sketch.slides, wrong)
        if self.served.files and (news or self.shown.edited):
            told = {"kind": "slides", "css": sketch.css}
            # A window that comes now has the slides of the last site.
            since = event({**told, **self.shown.since(self.published)})
            self.server.greeting = event({"kind": "hello", **self.state, "behind": True}) + since
            self.server.tell(event({**told, **news, "focus": self.shown.edited}))
        return self.shown.changed

    def _finish(self, *, overtakable: bool = False) -> None:
        """Check, make the whole site and serve it."""
        whole = self.workshop.finish(self.pause if overtakable else go_on)
        first = not self.served.files
        self.served.templates = self.workshop.templates
        with faults_of_templates(self.workshop.templates):
            changed = self.served.take(whole.files, keep=bool(errors(whole.diagnostics)))
        news = self.shown.checked(whole.sketch.slides, faults(whole.deck, whole.diagnostics))
        found = problems(whole.deck, whole.diagnostics, whole.texts, self._opener)
        self.published = whole.sketch.slides
        self.state = {"version": self.served.site.version, "scripts": self.served.site.scripts, "problems": found}
        self.server.greeting = event({"kind": "hello", **self.state})
        if not first:
            self.server.tell(event({"kind": "site", **news, **assets(changed), "frame": self._framed(), **self.state}))
        self._show_errors(whole)

    def _framed(self) -> bool:
        """Tell whether the deck's page has changed around its slides; not while a part of the deck cannot be read."""
        before = self.frame
        if not (self.shown.kept or self.shown.held):
            self.frame = frame_of(self.served.files)
        return self.frame != before

    # --- The terminal

    def _show_errors(self, whole: Rebuilt) -> None:
        """Say once what is wrong, or most likely does not fit, and that it has been mended."""
        guesses = [each for each in whole.diagnostics if each.rule in ESTIMATES]
        wrong = [*errors(whole.diagnostics), *guesses]
        text = as_text(wrong[: len(wrong) - len(guesses) + MAX_GUESSES], whole.texts, self.style)
        if text != self.reported:
            self.say(f"{text}{summary(wrong)} in the content" if wrong else "No error is left.")
        self.reported = text

    def _complain(self, message: str, hint: str) -> None:
        message, hint = visible(message), visible(hint)
        text = f"{self.style('error', 'error')}: {message}"
        self.say(f"{text}\n{self.style('hint', 'hint')}: {hint}" if hint else text)
        self.reported = text
        problem = {
            "slides": [],
            "section": "",
            "path": "",
            "line": 0,
            "column": 0,
            "text": f"error: {message}\n{hint}".rstrip(),
        }
        self.server.tell(event({"kind": "problems", "problems": [problem]}))

    def _report(self, edits: Sequence[Edit]) -> None:
        names = list(dict.fromkeys(name for edit in edits for name in edit.names))
        slides = len(frozenset().union(*(edit.slides for edit in edits)))
        seconds = max(edit.seconds for edit in edits)
        count = counted(slides, "slide")
        spent = f"{seconds * 1000:.0f} ms, site in {self.cost * 1000:.0f} ms"
        self.say(f"{visible(listed(names))}: {count} in {spent}")

    # --- The files

    def _opener(self, place: Location) -> str:
        """Give the address that opens a place in the editor; empty where none is known."""
        path = quote((self.workshop.root / place.path).as_posix())
        parts = {"{path}": path, "{line}": str(place.line), "{column}": str(place.column)}
        return reduce(lambda text, part: text.replace(*part), parts.items(), self.editor)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.workshop.root).as_posix()

    def _places(self) -> Places:
        """Give what to watch: a project's content and templates, or the folders of all that one file uses."""
        root = self.workshop.root
        trees = (root / "templates",) if self.workshop.file else (root / "content", root / "templates")
        folders = self._folders() if self.workshop.file else ()
        return Places(trees, folders, root)

    def _folders(self) -> tuple[Path, ...]:
        """Give the folders in which a deck of one file looks for others, whether they are there already or not."""
        root = self.workshop.root
        sought = self.workshop.project.folders if hasattr(self.workshop, "project") else set()
        return tuple(sorted({root, *(each for each in sought if each.resolve().is_relative_to(root))}))


def listed(names: Sequence[str]) -> str:
    """Give the names of some files, as many as a line has room for."""
    ends = accumulate(len(name) + 2 for name in names)
    fit = max(1, sum(end <= MAX_NAMED for end in ends))
    more = f" and {len(names) - fit} more" if len(names) > fit else ""
    return f"{', '.join(names[:fit])}{more}"


def frame_of(files: Mapping[str, bytes]) -> bytes:
    """Give what of the deck's page stands around its slides."""
    before, _, rest = files[DECK_PAGE].partition(b'<div class="slides">')
    return before + rest.rpartition(b"</main>")[2]


def attend(preview: Preview, show: Callable[[], object]) -> None:
    """Build again whenever something changes, until `q` is pressed; `o` calls `show`."""
    while True:
        found = next_event(preview.events, preview.patience if preview.edits else None)
        if found is None:
            preview.complete()
        elif isinstance(found, set):
            preview.rebuild(found)
        elif found == "q":
            return
        elif found == "o":
            show()
        elif found == "r":
            preview.rebuild()


def next_event(events: queue.SimpleQueue[set[Path] | str], patience: float | None) -> set[Path] | str | None:
    """Give the next thing that happens, None when nothing does for so long; changes that wait already become one."""
    found: set[Path] | str | None = None
    while found is None:
        # Without a limit, Windows would not hear Ctrl-C.
        with suppress(queue.Empty):
            found = events.get(timeout=WAKE if patience is None else patience)
        if patience is not None:
            break
    while isinstance(found, set):
        try:
            more = events.get_nowait()
        except queue.Empty:
            break
        if isinstance(more, str):
            events.put(more)
            break
        found |= more
    return found


def token_for(host: str) -> str:
    """Give what a browser must show: nothing where only this machine can ask."""
    return "" if host in LOCAL_NAMES else secrets.token_urlsafe(16)


def address(host: str, port: int, path: str, *query: str) -> str:
    """Give where a browser finds a path."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    asked = "&".join(each for each in query if each)
    return f"http://{name}:{port}/{path}" + (f"?{asked}" if asked else "")
