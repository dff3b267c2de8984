"""Loads that are killed, and servers that go away under them: a rerun ends with the same rows as a quiet load."""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import neo4j
import pytest

from kg.projection import Rows
from kg.stores.errors import StoreError
from kg.stores.neo4j import load, read
from kg.stores.neo4j_errors import explained
from tests.neo4j.conftest import Target
from tests.neo4j.graphs import large_rows
from tests.neo4j.server import Server

pytestmark = pytest.mark.neo4j

ROOT = Path(__file__).parents[2]
BATCH = 25


def killed_load(target: Target, papers: int, moment: random.Random) -> bool:
    """Start loading in a process and kill it within a random batch; whether it was still at work."""
    command = [sys.executable, "-m", "tests.neo4j.loader", target.uri, target.user, target.database or "", str(papers)]
    with subprocess.Popen(
        [*command, str(BATCH)], cwd=ROOT, stdout=subprocess.PIPE, env={**os.environ, "NEO4J_PASSWORD": target.password}
    ) as process:
        assert process.stdout is not None
        for _ in range(moment.randrange(1, 35)):
            process.stdout.readline()
        time.sleep(moment.uniform(0, 0.03))
        at_work = process.poll() is None
        process.kill()
    return at_work


def test_a_load_killed_at_any_moment_is_finished_by_the_next(
    target: Target, driver: neo4j.Driver, database: str | None
) -> None:
    moment = random.Random(20)
    graphs = {papers: large_rows(papers) for papers in (40, 80)}
    interrupted = 0
    for attempt in range(20):
        papers = (40, 80)[attempt % 2]
        load(driver, graphs[120 - papers] if attempt % 3 else Rows(), database=database)
        interrupted += killed_load(target, papers, moment)
        load(driver, graphs[papers], database=database)
        assert read(driver, database=database) == graphs[papers]
    assert interrupted >= 15


def test_a_server_that_restarts_under_a_load(start: Callable[..., Server]) -> None:
    server, rows = start(), large_rows(100)
    restart = threading.Thread(target=server.restart)

    def disturb(stage: str, done: int, total: int) -> None:
        if stage == "relationships" and restart.ident is None:
            restart.start()

    with server.driver() as driver:
        try:
            with explained(server.uri):
                load(driver, rows, batch_rows=BATCH, progress=disturb)
        except StoreError as error:
            told = str(error)
        else:
            told = "no Neo4j answers: it was back before the driver gave up"
        assert told.startswith("no Neo4j answers")
        restart.join()
        load(driver, rows)
        assert read(driver) == rows


def test_a_server_that_dies_under_a_load(start: Callable[..., Server]) -> None:
    server, rows = start(), large_rows(100)

    def disturb(stage: str, done: int, total: int) -> None:
        if stage == "relationships":
            server.kill()

    with neo4j.GraphDatabase.driver(server.uri, auth=server.auth, max_transaction_retry_time=1) as driver:
        with pytest.raises(StoreError, match=r"no Neo4j answers at .* run this again"), explained(server.uri):
            load(driver, rows, batch_rows=BATCH, progress=disturb)
        server.start()
        done = load(driver, rows)
        assert done.unchanged >= len(rows.nodes)
        assert read(driver) == rows
