"""Papers -> lines of records, over as many processes as there are, in order whatever their number."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple, Protocol

from schemas import Paper, Record

BATCH = 32
"""How many papers a process reads at a time."""

ALONE = BATCH
"""For so many papers no other process is started: there would be nothing to share."""


class Extract(Protocol):
    """What reads papers. It comes in as an argument: this room does not know the one where papers are read.

    A paper that cannot be read is handed to ``on_error``. For other processes it must be a function of a module.
    """

    def __call__(
        self, papers: Iterable[Paper], *, on_error: Callable[[Paper, Exception], None]
    ) -> Iterator[Record]: ...


@dataclass(frozen=True, slots=True)
class Imported:
    """A function of a module that reads papers; the module is imported where it is first called."""

    module: str
    name: str

    def __call__(self, papers: Iterable[Paper], *, on_error: Callable[[Paper, Exception], None]) -> Iterator[Record]:
        extract: Extract = getattr(import_module(self.module), self.name)
        return extract(papers, on_error=on_error)


class Failure(NamedTuple):
    """A paper that could not be read, and why."""

    paper: Paper
    why: str


Line = str
"""A record as JSON, without the line end."""

Step = Line | Paper
"""A line that is there already, or a paper to read."""


def read_all(steps: Iterable[Step], extract: Extract, processes: int, count: int) -> Iterator[Line | Failure]:
    """The lines of all steps, in their order; ``count`` is how many of the steps are papers to read.

    A few batches for each process are in memory at a time. Where there are no more than `ALONE` papers, or one process,
    this process reads them.

    Raises:
        concurrent.futures.process.BrokenProcessPool: where a process is killed.
    """
    waiting: deque[tuple[list[Step], Future[list[Line | Failure]] | None]] = deque()
    with ExitStack() as stack:
        pool = _pool(stack, extract, processes) if processes > 1 and count > ALONE else None
        for batch in _batches(steps):
            papers = _papers(batch)
            if pool is None:
                yield from _joined(batch, iter(_read(extract, papers) if papers else ()))
                continue
            waiting.append((batch, pool.submit(_read, extract, papers) if papers else None))
            if len(waiting) > 3 * processes:
                yield from _finished(*waiting.popleft())
        while waiting:
            yield from _finished(*waiting.popleft())


def _pool(stack: ExitStack, extract: Extract, processes: int) -> ProcessPoolExecutor:
    # Forking this process would copy its threads' locks; a fork server has none, and imports the reader but once.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        [extract.module if isinstance(extract, Imported) else getattr(extract, "__module__", __name__)]
    )
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_live_and_die_with_parent)
    stack.callback(pool.shutdown, wait=True, cancel_futures=True)
    return pool


def _live_and_die_with_parent() -> None:
    """Leave an interrupt to the parent, and end when it is gone: nothing else would tell a waiting worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := multiprocessing.parent_process():

        def follow() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()


def _batches(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """Runs of steps with up to `BATCH` papers to read, or a few times as many lines that are there."""
    batch: list[Step] = []
    weight = 0
    for step in steps:
        batch.append(step)
        weight += 16 if isinstance(step, Paper) else 1
        if weight >= 16 * BATCH:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _papers(batch: Iterable[Step]) -> list[Paper]:
    return [step for step in batch if isinstance(step, Paper)]


def _read(extract: Extract, papers: list[Paper]) -> list[Line | Failure]:
    """One line or failure for each paper, in order."""
    failures: dict[str, Failure] = {}

    def note(paper: Paper, error: Exception) -> None:
        failures[paper.id] = Failure(paper, f"{type(error).__name__}: {' '.join(str(error).split())[:300]}")

    lines = {record.paper.id: record.to_json() for record in extract(papers, on_error=note)}
    return [lines[paper.id] if paper.id in lines else failures[paper.id] for paper in papers]


def _finished(batch: list[Step], future: Future[list[Line | Failure]] | None) -> Iterator[Line | Failure]:
    return _joined(batch, iter(future.result() if future else ()))


def _joined(batch: Iterable[Step], read: Iterator[Line | Failure]) -> Iterator[Line | Failure]:
    return (next(read) if isinstance(step, Paper) else step for step in batch)
