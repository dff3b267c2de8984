"""Queries on a real Neo4j: only reading, stopped in time, values as from the embedded engine."""

import time
from pathlib import Path
from typing import Any

import neo4j
import pytest

from kg.stores import embedded
from kg.stores.errors import QueryError, QueryTimeoutError
from kg.stores.neo4j import HASH, load, query, read
from kg.stores.neo4j_errors import explained
from kg.table import Table
from tests.neo4j.graphs import toy_rows

pytestmark = pytest.mark.neo4j

WRITES = [
    "CREATE (:Method {id: 'x'})",
    "MATCH (n) DETACH DELETE n",
    "MATCH (n:Method) SET n.name = 'x'",
    "MATCH (n:Method) REMOVE n.name",
    "MERGE (n:Method {id: 'x'}) RETURN n",
    "MATCH (n:Method) WITH n LIMIT 1 CREATE (n)-[:RUNS_ON]->(n) RETURN 1",
    "UNWIND [1] AS x CALL (x) { CREATE (:Method {id: 'x'}) } RETURN x",
    "DROP CONSTRAINT claimgraph_method_id",
    "CREATE INDEX FOR (n:Method) ON (n.name)",
    "MATCH (n) RETURN n; MATCH (n) DETACH DELETE n",
]


@pytest.mark.parametrize("text", WRITES)
def test_without_write_nothing_is_written(driver: neo4j.Driver, database: str | None, text: str) -> None:
    rows = toy_rows()
    load(driver, rows, database=database)
    with pytest.raises(QueryError), explained("bolt://server"):
        query(driver, text, database=database)
    assert read(driver, database=database) == rows
    assert len(query(driver, "SHOW CONSTRAINTS", database=database)) == 5


def test_with_write_something_is_written(driver: neo4j.Driver, database: str | None) -> None:
    answer = query(driver, "CREATE (n:Method {id: $id}) RETURN n.id AS id", {"id": "x"}, database=database, write=True)
    assert answer == Table(("id",), (("x",),))
    assert query(driver, "MATCH (n) RETURN n.id AS id", database=database) == answer


@pytest.mark.parametrize("write", [False, True])
def test_a_query_that_takes_too_long_is_stopped(driver: neo4j.Driver, database: str | None, write: bool) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeoutError, match="time limit"), explained("bolt://server"):
        query(
            driver,
            "UNWIND range(1, 100000000) AS x UNWIND range(1, 1000) AS y RETURN sum(x % 7 * y)",
            database=database,
            timeout=0.5,
            write=write,
        )
    assert time.monotonic() - began < 15


@pytest.mark.parametrize(
    ("text", "parameters", "part"),
    [
        ("RETURN $missing", {}, "missing"),
        ("RETURN $x", {"x": 2**63}, "out of range"),
        ("RETURN $x", {"x": "\udc80"}, "surrogates"),
        ("MATCH (n RETURN n", {}, "SyntaxError"),
        ("RETURN 1 / 0", {}, "ArithmeticError"),
        ("RETURN nothing", {}, "nothing"),
    ],
)
def test_what_is_wrong_with_a_query_is_told(
    driver: neo4j.Driver, database: str | None, text: str, parameters: dict[str, Any], part: str
) -> None:
    with pytest.raises(QueryError, match=part), explained("bolt://server"):
        query(driver, text, parameters, database=database)


def test_values_are_plain(driver: neo4j.Driver, database: str | None) -> None:
    load(driver, toy_rows(), database=database)
    (row,) = query(
        driver,
        "MATCH path = (m:Method {id: 'method/oldbaz'})-[r:EVALUATED_ON]->(d) "
        "RETURN m, r, path, [m, 1, null, 2.5, true] AS list, {of: d.id} AS map, date('2025-01-31') AS day",
        database=database,
    )
    keys = {"method/oldbaz": ["method/oldbaz", "oldbaz"], "dataset/barset": ["barset", "dataset/barset"]}
    method, dataset = (
        {"label": label, "aliases": [], "id": id, "keys": keys[id], "name": name, "papers": 1}
        for label, id, name in (("Method", "method/oldbaz", "oldbaz"), ("Dataset", "dataset/barset", "barset"))
    )
    assert row[0] == method
    assert row[1]["type"] == "EVALUATED_ON"
    assert HASH not in row[1]
    assert row[2] == [method, row[1], dataset]
    assert row[3:] == ([method, 1, None, 2.5, True], {"of": "dataset/barset"}, "2025-01-31")


def test_nodes_and_relationships_are_as_from_the_embedded_engine(
    driver: neo4j.Driver, database: str | None, tmp_path: Path
) -> None:
    rows = toy_rows()
    load(driver, rows, database=database)
    embedded.write(rows, tmp_path / "graph")
    for text in (
        "MATCH (n:Claim) RETURN n ORDER BY n.id",
        "MATCH (:Claim)-[r:ON_HARDWARE]->() RETURN r ORDER BY r.key",
    ):
        assert query(driver, text, database=database) == embedded.query(tmp_path / "graph", text)
