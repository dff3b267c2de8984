"""The real pages, through the command: what a build of them gives, and that it gives it every time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import KnowledgeGraph
from kg import directory as place
from kg.naming import UnknownNameError
from kg.queries import NamedQuery, named_queries
from kg.table import Table
from tests.shared import shared

ROOT = Path(__file__).parents[2]
RUN = "import sys; from kg.cli import main; sys.exit(main())"


def kg(*arguments: object, seed: int = 0) -> "subprocess.CompletedProcess[str]":
    """Runs ``kg`` as its users do, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", RUN, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(seed), "COLUMNS": "160"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the five pages."""
    directory = tmp_path_factory.mktemp("seeds")
    outcome = kg("build", shared("seeds"), "-o", directory, "--processes", 2)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.split()[:2] == ["papers", "398"]
    assert "The largest speedups" in outcome.stdout
    return directory


def test_a_second_run_changes_nothing(built: Path) -> None:
    before = (built / place.RECORDS).read_bytes()
    outcome = kg("build", shared("seeds"), "-o", built, seed=1)
    assert outcome.returncode == 0
    assert "nothing changed" in outcome.stderr
    assert (built / place.RECORDS).read_bytes() == before


def test_page_by_page_in_another_order_and_process_gives_the_same_graph(built: Path, tmp_path: Path) -> None:
    pages = sorted(shared("seeds").glob("*.txt"), reverse=True)
    for upto in (2, len(pages)):
        assert kg("build", *pages[:upto], "-o", tmp_path, "--processes", 1, seed=upto).returncode == 0
    assert (tmp_path / place.RECORDS).read_bytes() == (built / place.RECORDS).read_bytes()
    with KnowledgeGraph.open(tmp_path) as steps, KnowledgeGraph.open(built) as once:
        for name, query in named_queries().items():
            assert answer(steps, name, query) == answer(once, name, query)


def answer(graph: KnowledgeGraph, name: str, query: NamedQuery) -> Table | str:
    """What a query gives for its example, or what it says of names that the pages do not have."""
    try:
        return graph.query(name, timeout=60, **query.example())
    except UnknownNameError as error:
        return str(error)


def test_evaluate_gives_the_figures_of_the_scorer(built: Path) -> None:
    gold, scorer = shared("gold/dev.jsonl"), shared("gold/score.py")
    theirs = subprocess.run(
        [sys.executable, scorer, gold, built / place.RECORDS, "--json"], capture_output=True, text=True, check=True
    )
    ours = kg("evaluate", gold, "-g", built, "--format", "json")
    assert ours.returncode == 0
    assert list(json.loads(ours.stdout).items()) == list(json.loads(theirs.stdout).items())


def test_a_closed_pipe_ends_it_quietly() -> None:
    command = f"{sys.executable} -c '{RUN}' extract {shared('seeds')} --processes 1 | head -c 10"
    outcome = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.stdout == '{"paper":{'
    assert "Traceback" not in outcome.stderr
