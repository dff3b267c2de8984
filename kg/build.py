"""Papers -> the directory of a graph, updated in one step.

A build takes the papers that the directory holds together with those that come in, so that what comes out is what a
build of all of them from scratch gives, byte for byte. Only papers whose text or reader changed are read again.
"""

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from kg import directory as place
from kg import forget as forgetting
from kg.extraction import Extract, Failure, Step, read_all
from kg.merge import merge
from kg.projection import Rows, project
from kg.sources.unite import Copy, United, united
from kg.stores import embedded
from kg.stores.errors import StoreError
from kg.summary import Summary, tallied
from schemas import Paper, Record

Progress = Callable[[str, int, int | None], None]
"""Told of a stage, how much of it is done, and of how much where that is known."""

WriteRows = Callable[[Rows, Path], None]


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
    files: Mapping[str, WriteRows]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: whether the graph ``changed``, how many papers were ``read`` anew, and which could not be."""

    changed: bool
    read: int
    failures: tuple[Failure, ...]
    summary: Summary


class Making(BaseModel):
    """By what a graph was made and of what: two graphs with equal makings are equal.

    ``records`` is a hash of the records. ``keys`` holds, by paper id, the keys of united papers that do not follow from
    the paper itself: its other arXiv ids and other titles.
    """

    model_config = ConfigDict(frozen=True)

    reader: str
    writer: str
    records: str
    keys: dict[str, list[str]]


class State(BaseModel):
    """What a graph keeps of its making, and its summary."""

    model_config = ConfigDict(frozen=True)

    making: Making
    summary: Summary


class _PaperOfRecord(BaseModel):
    paper: Paper


@dataclass(frozen=True, slots=True)
class _Graph:
    """A complete graph in its folder."""

    folder: Path
    state: State

    @classmethod
    def of(cls, directory: Path) -> "_Graph":
        """The current graph of a directory.

        Raises:
            StoreError: where there is none, or it was made by another version.
        """
        folder = place.current(directory)
        try:
            return cls(folder, State.model_validate_json((folder / place.STATE).read_bytes()))
        except (OSError, ValidationError) as error:
            raise StoreError(
                f"{folder / place.STATE} is not as this version writes it; build anew elsewhere"
            ) from error

    def lines(self) -> Iterator[tuple[Paper, str]]:
        """The records as they stand in the file, each with its paper, sorted by paper id."""
        path = self.folder / place.RECORDS
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                try:
                    yield _PaperOfRecord.model_validate_json(line).paper, line.removesuffix("\n")
                except ValidationError as error:
                    raise StoreError(f"{path}:{number} is no record; build anew elsewhere") from error

    def copies(self) -> Iterator[Copy]:
        """The papers with all of their keys."""
        for paper, _ in self.lines():
            yield Copy(paper, Copy.of(paper).keys.union(self.state.making.keys.get(paper.id, ())))

    def is_whole(self, files: Iterable[str]) -> bool:
        """Whether no file was taken away and the database was not written to since."""
        return (
            all((self.folder / name).exists() for name in files)
            and embedded.stamp_of(self.folder / place.DATABASE) == self.state.making.records
        )


@dataclass(slots=True)
class _Tally:
    """What comes up on the way: papers read anew, those that could not be, extra keys."""

    read: int = 0
    failures: list[Failure] = field(default_factory=list)
    keys: dict[str, list[str]] = field(default_factory=dict)


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
        StoreError: where not one paper comes in, the directory is in use, or no graph can be written there.
        OSError: where the directory cannot be written.
    """
    with place.draft(directory) as draft:
        before = _Graph.of(directory) if place.exists(directory) else None
        held = before.copies() if before else ()
        incoming = map(Copy.of, _some(watched(papers, "reading", None, progress)))
        tally = _Tally()
        with united(chain(held, incoming)) as distinct:
            known = before.lines() if before and before.state.making.reader == makers.reader else iter(())
            outcomes = read_all(_steps(distinct, known, tally), makers.extract, processes)
            counted = watched(outcomes, "extracting", len(distinct), progress)
            _write_lines(_lines(counted, tally), draft / place.RECORDS)
        return _complete(directory, draft, before, makers, tally, progress)


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
        left = forgetting.forget(read_records(before.folder / place.RECORDS), paper)
        _write_lines((record.to_json() for record in left), draft / place.RECORDS)
        tally = _Tally(keys={id: keys for id, keys in before.state.making.keys.items() if id != paper})
        # What stays was read by the reader of then, whichever is at hand now.
        return _complete(directory, draft, before, replace(makers, reader=before.state.making.reader), tally, progress)


def read_records(path: Path) -> Iterator[Record]:
    """The records of a file.

    Raises:
        StoreError: naming the first line that is no record.
    """
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield Record.from_json(line)
            except ValidationError as error:
                raise StoreError(f"{path}:{number} is no record") from error


def _complete(
    directory: Path, draft: Path, before: _Graph | None, makers: Makers, tally: _Tally, progress: Progress
) -> Built:
    """Make the graph of the records in a draft current, unless the current one is no other."""
    records = draft / place.RECORDS
    with records.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    making = Making(reader=makers.reader, writer=makers.writer, records=digest, keys=tally.keys)
    failures = tuple(tally.failures)
    if before and before.state.making == making and before.is_whole(makers.files):
        return Built(False, tally.read, failures, before.state.summary)
    numbers: Counter[str] = Counter()
    with _without_collector():
        merged = merge(tallied(watched(read_records(records), "merging", None, progress), numbers))
        rows = project(merged)
        with embedded.writing(rows, draft / place.DATABASE, stamp=digest):
            summary = Summary.of(merged, rows, numbers)
            for name, write in watched(makers.files.items(), "writing", len(makers.files) + 1, progress):
                write(rows, draft / name)
    progress("writing", len(makers.files) + 1, len(makers.files) + 1)
    (draft / place.STATE).write_text(State(making=making, summary=summary).model_dump_json(indent=1), encoding="utf-8")
    place.publish(directory, draft)
    return Built(True, tally.read, failures, summary)


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


def _steps(distinct: United, known: Iterator[tuple[Paper, str]], tally: _Tally) -> Iterator[Step]:
    """For each paper the line that is known of it, or the paper itself where there is none; both sides sorted by id."""
    held = next(known, None)
    for copy in distinct:
        paper = copy.paper
        if extra := copy.keys - Copy.of(paper).keys:
            tally.keys[paper.id] = sorted(extra)
        while held and held[0].id < paper.id:
            held = next(known, None)
        if held and (held[0].id, held[0].title, held[0].abstract) == (paper.id, paper.title, paper.abstract):
            yield held[1] if held[0] == paper else _with_paper(held[1], paper)
        else:
            tally.read += 1
            yield paper


def _with_paper(line: str, paper: Paper) -> str:
    """A record whose paper has the same text and other particulars, such as one more source."""
    return Record.from_json(line).model_copy(update={"paper": paper}).to_json()


def _lines(outcomes: Iterable[str | Failure], tally: _Tally) -> Iterator[str]:
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            tally.failures.append(outcome)
        else:
            yield outcome


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
