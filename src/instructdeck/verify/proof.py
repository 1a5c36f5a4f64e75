"""One run of `verify` over a deck: the files of its sources, its quotes, and the locks that come of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from instructdeck.contained import Contained, replace_file
from instructdeck.deck.diagnostics import Severity
from instructdeck.deck.quotation import QuoteKind
from instructdeck.deck.rules import MISSING_PAPER, UNREADABLE_PAPER
from instructdeck.files.files import MAX_BYTES
from instructdeck.load.lock import lock_path, lock_text
from instructdeck.values import dataclass

from .edition import open_editions
from .papers import ENDINGS, PAPERS, PaperError, file_stem, find_file, open_file
from .verify import Verifier

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from instructdeck.deck.diagnostics import Diagnostic, Findings
    from instructdeck.deck.model import Deck, Section
    from instructdeck.deck.quotation import Found, Lock, Rung, Source
    from instructdeck.files.files import Project

    from .edition import Edition
    from .papers import File


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of a run."""

    editions: Mapping[str, Edition]
    """The sources that were read."""
    locks: Mapping[str, Lock]
    """By the path of their file; of all sections that were looked at."""
    looked_up: Sequence[Found]
    """Where those stand that were found."""
    quotes: int
    """How many were looked for."""
    kept: int
    """How many could not be, because the file of their source is not at hand."""

    @property
    def found(self) -> int:
        """How many of them stand in their source."""
        return len(self.looked_up)

    @property
    def rungs(self) -> Counter[Rung]:
        """How many quotes were found on each rung."""
        return Counter(each.rung for each in self.looked_up)


def prove(deck: Deck, project: Project, named: Mapping[str, Path], sections: Sequence[Section]) -> Proof:
    """Look up all quotes of some sections; `named` gives the files of sources that lie elsewhere."""
    sources = cited_sources(deck, sections)
    others = {PurePosixPath(each.file).stem or file_stem(each.id) for each in deck.sources}
    files = {source.id: file for source in sources if (file := _file(source, project, named, others))}
    editions = open_editions(sources, files, project.findings)
    quotes = [quote for section in sections for quote in section.quotes]
    for name, edition in editions.items():
        edition.expect(each.page for each in quotes if each.source == name and each.kind is QuoteKind.TABLE)
    verifier = Verifier(editions, project.findings, project.texts)
    fresh = [(section, verifier.section(section)) for section in sections]
    locks = {lock_path(section.location.path): _with_stale(lock, section) for section, lock in fresh}
    found = [each for _, lock in fresh for each in lock.found.values() if each.source in editions]
    read = sum(quote.source in editions for quote in quotes)
    return Proof(editions, locks, found, read, len(quotes) - read)


def _with_stale(lock: Lock, section: Section) -> Lock:
    """Give a lock with the old entries of quotes that were changed and are false now, so that `check` tells, too."""
    before = section.lock.found
    lost = (each for each in section.quotes if each.id in before and each.id not in lock.found)
    stale = {each.id: before[each.id] for each in lost if before[each.id].digest != each.digest}
    if not stale:
        return lock
    return replace(lock, sources={**section.lock.sources, **lock.sources}, found={**lock.found, **stale})


def unread(deck: Deck, section: Section, findings: Findings) -> list[Diagnostic]:
    """Give why the quotes of a section could not be read; nothing where some of them could be."""
    if section.quotes or not deck.unread:
        return []
    home = PurePosixPath(section.location.path)
    path = str(home.with_name("quotes.yml")) if home.suffix == ".yml" else str(home)
    return [each for each in findings if each.rule.severity is Severity.ERROR and each.location.path == path]


def cited_sources(deck: Deck, sections: Sequence[Section]) -> list[Source]:
    """Give the sources that some sections quote."""
    cited = {quote.source for section in sections for quote in section.quotes}
    return [source for source in deck.sources if source.id in cited]


def _file(source: Source, project: Project, named: Mapping[str, Path], others: Collection[str]) -> File | None:
    """Give the file of a source; None, and a diagnostic, when it cannot be had; `others` are the names of all."""
    path = named.get(source.id)
    if path is None and source.file:
        place = source.file_at or source.location
        if project.find(source.file, "", place, MISSING_PAPER, len(source.file)) is None:
            return None
        path = project.root / source.file
    path = path or find_file(project.root, source.id)
    if path is None:
        message = f"there is no file of '{source.id}' in {PAPERS}/"
        project.findings.add(
            MISSING_PAPER, message, source.location, _hint(source, project.root, others), len(source.id)
        )
        return None
    try:
        return open_file(path)
    except PaperError as error:
        project.findings.add(UNREADABLE_PAPER, str(error), source.location, error.hint, len(source.id))
        return None


def _hint(source: Source, root: Path, others: Collection[str]) -> str:
    """Give what to do about a file that is missing: most often one lies there by another name or of another kind."""
    stem = file_stem(source.id)
    there = sorted(each.name for each in (root / PAPERS).glob("*") if each.is_file() and each.name[0] != ".")
    same = next((name for name in there if PurePosixPath(name).stem.casefold() == stem.casefold()), "")
    if same and PurePosixPath(same).suffix.lower() not in ENDINGS:
        return f"{PAPERS}/{same} cannot be read: save it as {PAPERS}/{stem}.pdf"
    free = [name for name in there if PurePosixPath(name).stem not in others]
    known = [name for name in free if PurePosixPath(name).suffix.lower() in ENDINGS]
    if same or len(known) == 1:
        name = same or known[0]
        return f"rename {PAPERS}/{name} to {stem}{PurePosixPath(name).suffix.lower()}, if that is it"
    more = ", or run `instructdeck verify --fetch`" if source.url else ""
    return f"save it as {PAPERS}/{stem}.pdf{more}"


def write_locks(root: Path, locks: Mapping[str, Lock]) -> list[str]:
    """Write the locks that differ from their files, each in one step; gives their paths.

    A lock without anything found is not made, and is emptied where there is one. Raises `OSError`.
    """
    written = []
    for path, lock in sorted(locks.items()):
        file, data = root.joinpath(path), lock_text(lock).encode()
        home = file.parent.resolve()
        if not home.is_relative_to(root.resolve()):
            message = "its folder is a link that leads out of the project"
            raise OSError(message)
        old = _content(Contained(home, (file.name,), MAX_BYTES))
        if data == old or not (lock.found or old):
            continue
        replace_file(home / file.name, data)
        written.append(path)
    return written


def _content(file: Contained) -> bytes:
    """Give what a lock holds so far; nothing where there is none, or something else in its place."""
    try:
        return file.read()
    except OSError:
        return b""
