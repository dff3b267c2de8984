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


DIFFERENCES: list[tuple[str, object, object]] = [
    ("MATCH ()-[r:FASTER_THAN]-()-[s:FASTER_THAN]-() RETURN count(*)", 8, 4),
    ("MATCH ()-[r:FASTER_THAN]-()-[s:FASTER_THAN]-() WHERE r.key <> s.key RETURN count(*)", 4, 4),
    ("MATCH ()-[:FASTER_THAN*2..2]-() RETURN count(*)", 8, 4),
    ("UNWIND [] AS x RETURN sum(x)", None, 0),
    ("UNWIND [] AS x RETURN coalesce(sum(x), 0)", 0, 0),
    ("RETURN 3 IN [1, NULL]", False, None),
    ("RETURN 1 = '1'", True, False),
    ("RETURN substring('hello', 1, 2)", "he", "el"),
    ("RETURN [10, 20, 30][1]", 10, 20),
    ("RETURN [10, 20, 30][1..2]", [10, 20], [20]),
    ("RETURN [10, 20, 30][5]", QueryError, None),
    ("MATCH (n:Method) RETURN DISTINCT n.colour", QueryError, None),
    ("MATCH (n:Robot) RETURN count(*)", QueryError, 0),
    ("MATCH (n:Method:Dataset) RETURN count(*)", 5, 0),
    ("MATCH (n:Method {id: 'method/fastfoo'}) RETURN labels(n)", "Method", ["Method"]),
    ("MATCH ()-[r:FASTER_THAN]->() RETURN DISTINCT type(r)", QueryError, "FASTER_THAN"),
    ("RETURN toInteger('12')", QueryError, 12),
    ("RETURN toFloat('12')", QueryError, 12.0),
    ("RETURN toString(12)", QueryError, "12"),
    ("RETURN split('a,b', ',')", QueryError, ["a", "b"]),
    ("RETURN head([1, 2])", QueryError, 1),
    ("RETURN reduce(s = 0, x IN [1, 2] | s + x)", QueryError, 3),
    ("RETURN [x IN [1, 2] WHERE x > 1 | x]", QueryError, [2]),
    ("MATCH p = shortestPath((:Paper)-[*..1]-(:Dataset {name: 'barset'})) RETURN length(p)", QueryError, 1),
    ("RETURN COUNT { (:Paper) }", QueryError, 3),
    ("CALL { RETURN 1 AS x } RETURN x", QueryError, 1),
    ("RETURN [1, 'a']", QueryError, [1, "a"]),
    ("UNWIND [1, 2] AS x RETURN sum(x)", 3, 3),
    ("RETURN {a: NULL, _b: 1}", {"a": None, "_b": 1}, {"a": None, "_b": 1}),
    ("MATCH (:Method {id: 'method/fastfoo'})-[r:RUNS_ON*1..1]->() RETURN size(collect(r))", 2, 2),
]
"""Queries, what the embedded engine answers and what Neo4j does; the last few show where they agree."""


def test_where_the_engines_differ_is_as_documented(driver: neo4j.Driver, database: str | None, tmp_path: Path) -> None:
    load(driver, toy_rows(), database=database)
    embedded.write(toy_rows(), tmp_path / "graph")
    with embedded.Reader(tmp_path / "graph") as reader:
        for text, here, there in DIFFERENCES:
            ((found,),) = query(driver, text, database=database)
            assert (found, type(found)) == (there, type(there)), text
            if here is QueryError:
                with pytest.raises(QueryError):
                    reader.query(text)
            else:
                ((found,),) = reader.query(text)
                assert (found, type(found)) == (here, type(here)), text
