"""Papers -> the directory of a graph, updated in one step.

A build takes the papers that the directory holds together with those that come in, so that what comes out is what a
build of all of them from scratch gives, byte for byte, but for the one case that ``kg.sources.unite`` names. Only
papers whose text or reader changed are read again. A paper that the directory holds and that can no longer be read
stays as it was.
"""

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from kg import directory as place
from kg.extraction import Extract, Failure, Step, read_all
from kg.merge import merge
from kg.projection import project
from kg.records import RecordFile, digest_of, read_records
from kg.sources.unite import Copy, United, united
from kg.stores import embedded
from kg.stores.errors import StoreError
from kg.summary import Summary, fates
from schemas import Paper, Record

if TYPE_CHECKING:
    from kg.tables import Tables

Progress = Callable[[str, int, int | None], None]
"""Told of a stage, how much of it is done, and of how much where that is known."""

WriteTables = Callable[["Tables", Path], None]


@dataclass(frozen=True, slots=True)
class Makers:
    """What makes a graph.

    ``extract`` reads papers, ``files`` writes each file of the graph other than its records and its database.
    ``reader`` and ``writer`` say which state of the code that is: where ``reader`` changed, all papers are read again,
    where ``writer`` did, all files are written again.
    """

    extract: Extract
    reader: str
    writer: str
    files: Mapping[str, WriteTables]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: whether the graph ``changed``, how many papers were ``read`` anew, and which could not be.

    Those that could not be read and were in the graph before are in it as they were.
    """

    changed: bool
    read: int
    failures: tuple[Failure, ...]
    summary: Summary


class UnknownPaperError(LookupError):
    """No record is of the paper that shall be forgotten."""


class Making(BaseModel):
    """By what a graph was made and of what: two graphs with equal makings are equal.

    ``records`` is a hash of the records. ``keys`` holds, by paper id, the keys of united papers that do not follow from
    the paper itself: its other titles. ``older`` are the ids of papers that ``reader`` failed on:
    their records are of a reader before it, and the next build tries again.
    """

    model_config = ConfigDict(frozen=True)

    reader: str
    writer: str
    records: str
    keys: dict[str, list[str]]
    older: tuple[str, ...] = ()


class State(BaseModel):
    """What a graph keeps of its making, and its summary."""

    model_config = ConfigDict(frozen=True)

    making: Making
    summary: Summary


@dataclass(frozen=True, slots=True)
class _Graph:
    """A complete graph in its folder."""

    folder: Path
    state: State
    records: RecordFile

    @classmethod
    def of(cls, directory: Path) -> "_Graph":
        """The current graph of a directory.

        Raises:
            StoreError: where there is none, or it was made by another version.
        """
        folder = place.current(directory)
        try:
            state = State.model_validate_json((folder / place.STATE).read_bytes())
        except (OSError, ValidationError) as error:
            raise StoreError(
                f"{folder / place.STATE} is not as this version writes it; build anew elsewhere"
            ) from error
        return cls(folder, state, RecordFile(folder / place.RECORDS))

    def made_by(self, makers: Makers) -> bool:
        """Whether the code was in the same state."""
        return (self.state.making.reader, self.state.making.writer) == (makers.reader, makers.writer)

    def copies(self) -> Iterator[Copy]:
        """The papers with all of their keys."""
        for paper in self.records:
            yield self.records.copy(paper, self.keys(paper))

    def keys(self, paper: str) -> list[str]:
        """The keys of a paper that do not follow from it."""
        return self.state.making.keys.get(paper, [])

    def read_by(self, reader: str) -> set[str]:
        """The papers whose records are of this reader."""
        making = self.state.making
        return {*self.records} - {*making.older} if making.reader == reader else set()

    def is_whole(self, files: Iterable[str]) -> bool:
        """Whether no file was taken away and the database was not written to since."""
        with self._database() as reader:
            return reader is not None and all((self.folder / name).exists() for name in files)

    def tables(self) -> "Tables | None":
        """The rows of the database; None where it is not of these records, as when either was written to since."""
        if self.records.digest() != self.state.making.records:
            return None
        with self._database() as reader:
            return reader.tables() if reader else None

    @contextmanager
    def _database(self) -> Iterator[embedded.Reader | None]:
        """The database, opened; None where it is missing, damaged, or not as it was when it was made."""
        with ExitStack() as stack:
            try:
                reader = stack.enter_context(embedded.Reader(self.folder / place.DATABASE))
            except StoreError:
                reader = None
            yield reader if reader and reader.stamp() == self.state.making.records else None


@dataclass(slots=True)
class _Change:
    """What comes up on the way.

    ``papers`` are the ids of all papers there are now, in order, ``stay`` those whose record is as it was, ``retold``
    those where it has the same text and other particulars of the paper. The others are to be read; ``held`` are those
    that the graph has, by the id of what is read in their place. ``come`` are the lines of all that do not stay, in an
    update. ``keys`` and ``older`` are for `Making`.
    """

    read: int = 0
    failures: list[Failure] = field(default_factory=list)
    keys: dict[str, list[str]] = field(default_factory=dict)
    older: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    stay: set[str] = field(default_factory=set)
    retold: set[str] = field(default_factory=set)
    held: dict[str, list[str]] = field(default_factory=dict)
    come: list[str] = field(default_factory=list)


OldTables = Callable[[], "Tables | None"]
"""Gives the rows of the graph as it was, where they can be built on."""


def build(
    papers: Iterable[Paper],
    directory: Path,
    makers: Makers,
    *,
    processes: int = 1,
    progress: Progress = lambda stage, done, total: None,
) -> Built:
    """Add papers to the graph of a directory, which is made where it is missing.

    Raises:
        StoreError: where not one paper comes in, the directory is in use, or no graph can be written there. What stands
            in the way of a graph is found before a paper is read.
        OSError: where the directory cannot be written.
    """
    with place.draft(directory) as draft:
        before = _Graph.of(directory) if place.exists(directory) else None
        updating = before is not None and before.made_by(makers)
        old = before.tables if before and updating else _no_tables
        held = before.copies() if before else ()
        known = before.read_by(makers.reader) if before else set()
        incoming = map(Copy.of, _some(watched(papers, "reading", None, progress)))
        with ThreadPoolExecutor(1) as beside, united(chain(held, incoming)) as distinct:
            change = _change(distinct, before, known)
            if change.read:
                old = beside.submit(old).result  # this process waits for those that read
            outcomes = read_all(_steps(distinct, before, change), makers.extract, processes, change.read)
            counted = watched(outcomes, "extracting", len(distinct), progress)
            _write_lines(_lines(counted, change, before, known, keep=updating), draft / place.RECORDS)
        return _complete(directory, draft, before, makers, change, old, progress)


def forget(
    paper: str, directory: Path, makers: Makers, *, progress: Progress = lambda stage, done, total: None
) -> Built:
    """Take the paper of an id, and all that it alone states, out of the graph of a directory.

    Raises:
        UnknownPaperError: where the graph has no such paper.
        StoreError: where there is no graph, no paper would be left in it, or the directory is in use.
    """
    with place.draft(directory) as draft:
        before = _Graph.of(directory)
        if paper not in before.records:
            raise UnknownPaperError(f"no paper {paper!r} in this graph")
        left = [other for other in before.records if other != paper]
        _write_lines(map(before.records.line, left), draft / place.RECORDS)
        old = before.tables if before.state.making.writer == makers.writer else _no_tables
        keys = {id: keys for id, keys in before.state.making.keys.items() if id != paper}
        older = [id for id in before.state.making.older if id != paper]
        # What stays was read by the reader of then, whichever is at hand now.
        makers = replace(makers, reader=before.state.making.reader)
        change = _Change(keys=keys, older=older, papers=left, stay={*left})
        return _complete(directory, draft, before, makers, change, old, progress)


def _no_tables() -> None:
    """There is nothing to build on."""


def _complete(
    directory: Path,
    draft: Path,
    before: _Graph | None,
    makers: Makers,
    change: _Change,
    old: OldTables,
    progress: Progress,
) -> Built:
    """Make the graph of the records in a draft current, unless the current one is no other."""
    digest = digest_of(draft / place.RECORDS)
    making = Making(
        reader=makers.reader, writer=makers.writer, records=digest, keys=change.keys, older=tuple(change.older)
    )
    failures = tuple(change.failures)
    if before and before.state.making == making and before.is_whole(makers.files):
        place.link(directory)
        return Built(False, change.read, failures, before.state.summary)
    with _without_collector():
        tables, numbers = _tables(draft / place.RECORDS, before, change, old, progress)
        with embedded.writing(tables, draft / place.DATABASE, stamp=digest):
            summary = Summary.of(tables, numbers)
            for name, write in watched(makers.files.items(), "writing", len(makers.files) + 1, progress):
                write(tables, draft / name)
    progress("writing", len(makers.files) + 1, len(makers.files) + 1)
    (draft / place.STATE).write_text(State(making=making, summary=summary).model_dump_json(indent=1), encoding="utf-8")
    place.publish(directory, draft)
    return Built(True, change.read, failures, summary)


def _tables(
    records: Path, before: _Graph | None, change: _Change, old: OldTables, progress: Progress
) -> "tuple[Tables, Counter[str]]":
    """The rows of the records, and what became of their numbers: of the change alone, where the rest is as it was."""
    from kg.tables import Tables  # Arrow, for which a build that changes nothing need not wait
    from kg.update import updated

    numbers: Counter[str] = Counter()
    if before and (tables := old()):
        gone = list(before.records.records(paper for paper in before.records if paper not in change.stay))
        come = list(map(Record.from_json, change.come))
        tables = updated(tables, gone, come, before.records.records)
        progress("merging", len(come), len(come))
        numbers.update(before.state.summary.numbers)
        numbers.subtract(chain.from_iterable(map(fates, gone)))
        numbers.update(chain.from_iterable(map(fates, come)))
        return tables, +numbers
    found = watched(_tallied(read_records(records), numbers), "merging", None, progress)
    return Tables.of(project(merge(found))), numbers


@contextmanager
def _without_collector() -> Iterator[None]:
    """Merged records are millions of things without a cycle: to look for one among them takes as long as the rest."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _tallied(records: Iterable[Record], numbers: Counter[str]) -> Iterator[Record]:
    """The records as they are; on the way, what became of their numbers is counted."""
    for record in records:
        numbers.update(fates(record))
        yield record


def _change(distinct: United, before: _Graph | None, known: Set[str]) -> _Change:
    """What is to be done for the distinct papers where those ``known`` need not be read, unless their text changed."""
    change = _Change()
    for copy in distinct:
        held = before.records.copy(copy.id) if before and copy.id in known else None
        change.papers.append(copy.id)
        if held and held.json == copy.json:
            change.stay.add(copy.id)
        elif held and _same_text(held.paper, copy.paper):
            change.retold.add(copy.id)
        else:
            change.read += 1
            if before and (papers := [key for key in copy.keys if key in before.records]):
                change.held[copy.id] = papers
        own = held if held and copy.id in change.stay else Copy.of(copy.paper)
        if extra := copy.keys - own.keys:
            change.keys[copy.id] = sorted(extra)
    return change


def _steps(distinct: United, before: _Graph | None, change: _Change) -> Iterator[Step]:
    """For each paper the line that is known of it, or the paper itself where there is none."""
    for copy in distinct:
        if before and copy.id in change.stay:
            yield before.records.line(copy.id)
        elif before and copy.id in change.retold:
            yield _with_paper(before.records.line(copy.id), copy.paper)
        else:
            yield copy.paper


def _same_text(one: Paper, other: Paper) -> bool:
    return (one.title, one.abstract) == (other.title, other.abstract)


def _with_paper(line: str, paper: Paper) -> str:
    """A record whose paper has the same text and other particulars, such as one more source."""
    return Record.from_json(line).model_copy(update={"paper": paper}).to_json()


def _lines(
    outcomes: Iterable[str | Failure], change: _Change, before: _Graph | None, known: Set[str], *, keep: bool
) -> Iterator[str]:
    """The lines of all papers; ``keep`` says whether the change takes note of those that do not stay."""
    for paper, line in _with_held(zip(change.papers, outcomes, strict=True), change, before, known):
        if keep and paper not in change.stay:
            change.come.append(line)
        yield line


def _with_held(
    outcomes: Iterable[tuple[str, str | Failure]], change: _Change, before: _Graph | None, known: Set[str]
) -> Iterator[tuple[str, str]]:
    """The papers that could be read, by id, and in the place of the others those that the graph has of them."""
    # What comes back may have another id and stand further on: the id of united papers is the least of theirs.
    back: list[str] = []

    def line(paper: str) -> str:
        assert before is not None  # or there would be none to come back
        if keys := before.keys(paper):
            change.keys[paper] = keys
        if paper not in known:
            change.older.append(paper)
        return before.records.line(paper)

    for paper, outcome in outcomes:
        while back and back[0] < paper:
            yield back[0], line(heappop(back))
        if isinstance(outcome, Failure):
            change.failures.append(outcome)
            change.keys.pop(paper, None)
            for held in change.held.get(paper, ()):
                heappush(back, held)
        else:
            yield paper, outcome
    yield from ((paper, line(paper)) for paper in sorted(back))


def _write_lines(lines: Iterable[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)
    if not path.stat().st_size:
        raise StoreError("no paper is left to make a graph of")


_Item = TypeVar("_Item")


def _some(items: Iterable[_Item]) -> Iterator[_Item]:
    """The items, of which there must be one."""
    items = iter(items)
    try:
        yield next(items)
    except StopIteration:
        raise StoreError("not one paper could be read from the sources") from None
    yield from items


def watched(items: Iterable[_Item], stage: str, total: int | None, progress: Progress) -> Iterator[_Item]:
    """The items as they come; ``progress`` is told of each."""
    for done, item in enumerate(items, start=1):
        yield item
        progress(stage, done, total)
