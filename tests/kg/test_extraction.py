"""Reading over processes."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from kg.extraction import ALONE, BATCH, Failure, Step, read_all
from schemas import Paper, Record
from tests.kg import toy

ROOT = Path(__file__).parents[2]


def papers(count: int, title: str = "Paper") -> list[Paper]:
    return [
        Paper(id=f"test:{n:05}", title=f"{title} {n}", abstract=f"Foo is {n + 2}x faster than Bar.")
        for n in range(count)
    ]


@pytest.fixture
def never_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes read from the first paper on."""
    monkeypatch.setattr("kg.extraction.ALONE", 0)


@pytest.mark.parametrize(("processes", "count"), [(1, 3 * BATCH + 5), (2, ALONE), (2, ALONE + 3 * BATCH + 5)])
def test_lines_come_in_the_order_of_the_steps(processes: int, count: int) -> None:
    steps: list[Step] = [*papers(count)]
    steps[10:10] = ["a line", "another"]
    steps[20] = bad = Paper(id="test:bad", title="unreadable")
    outcomes = list(read_all(steps, toy.extract, processes, count))
    assert outcomes[10:12] == ["a line", "another"]
    assert outcomes[20] == Failure(bad, "ValueError: this one is unreadable")
    read = [Record.from_json(line).paper for line in outcomes if isinstance(line, str) and line.startswith("{")]
    assert read == [step for step in steps if isinstance(step, Paper) and "unreadable" not in step.title]


@pytest.mark.usefixtures("never_alone")
@pytest.mark.parametrize("processes", [1, 2])
def test_only_a_few_batches_are_taken_ahead(processes: int) -> None:
    taken = 0

    def steps() -> Iterator[Step]:
        nonlocal taken
        for paper in papers(100 * BATCH):
            taken += 1
            yield paper

    outcomes = read_all(steps(), toy.extract, processes, 100 * BATCH)
    next(outcomes)
    assert taken <= 10 * BATCH


def test_few_papers_and_lines_that_are_there_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(*_: object) -> None:
        raise RuntimeError("started processes")

    monkeypatch.setattr("kg.extraction._pool", started)
    lines = ["a line"] * (20 * ALONE)
    assert list(read_all(lines, toy.extract, 4, 0)) == lines
    assert len(list(read_all([*papers(ALONE), *lines], toy.extract, 4, ALONE))) == ALONE + len(lines)
    with pytest.raises(RuntimeError, match="started processes"):
        list(read_all(papers(ALONE + 1), toy.extract, 4, ALONE + 1))


@pytest.mark.usefixtures("never_alone")
def test_a_killed_worker_is_an_error() -> None:
    with pytest.raises(BrokenProcessPool):
        list(read_all(papers(2 * BATCH, "deadly"), toy.extract, 2, 2 * BATCH))


PROGRAM = """
from kg import extraction
from tests.kg import toy
from tests.kg.test_extraction import papers

if __name__ == "__main__":
    extraction.ALONE = 0
    for line in extraction.read_all(papers(1000, "slow"), toy.extract, 2, 1000):
        print("read", flush=True)
"""


def test_workers_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"read\n"
        family = descendants(parent.pid)
        assert len(family) >= 3
        os.kill(parent.pid, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while (left := [pid for pid in family if Path(f"/proc/{pid}/cmdline").exists()]) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not left


def descendants(pid: int) -> list[int]:
    """Children, their children and so on."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            found = re.match(r"(\d+) \(.*\) \S (\d+) ", stat.read_text())
        except OSError:
            continue
        if found:
            parents[int(found[1])] = int(found[2])
    family, added = {pid}, True
    while added:
        added = bool(new := {child for child, parent in parents.items() if parent in family} - family)
        family |= new
    return sorted(family - {pid})
