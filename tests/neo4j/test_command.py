"""The command line against a real Neo4j."""

import json
from pathlib import Path

import neo4j
import pytest

from kg import directory as place
from kg.stores import embedded
from kg.stores.neo4j import read
from tests.command import kg
from tests.neo4j.conftest import Target

pytestmark = pytest.mark.neo4j

PAPERS = [
    {"title": "Foo", "abstract": "Foo is 3x faster than Bar.", "id": "2501.00001"},
    {"title": "Qux", "abstract": "Qux is 20x faster than Foo.", "id": "2501.00002"},
]


def test_load_query_and_forget(
    target: Target,
    driver: neo4j.Driver,
    database: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (("URI", target.uri), ("USERNAME", target.user), ("PASSWORD", target.password)):
        monkeypatch.setenv(f"NEO4J_{name}", value)
    if database:
        monkeypatch.setenv("NEO4J_DATABASE", database)
    source, graph = tmp_path / "papers.jsonl", tmp_path / "graph"
    source.write_text("\n".join(map(json.dumps, PAPERS)))
    assert kg("build", source, "-o", graph).status == 0

    rows = embedded.read(place.current(graph) / place.DATABASE)
    first = kg("load", "neo4j", "-g", graph)
    assert first.status == 0, first.err
    assert first.out.startswith(f"{len(rows.nodes)} nodes and {len(rows.relationships)} relationships sent, 0 and 0 ")
    assert read(driver, database=database) == rows
    again = kg("load", "neo4j", "-g", graph)
    assert again.out.startswith("0 nodes and 0 relationships sent, 0 and 0 removed, ")

    asked = ("query", "--name", "claims_of_method", "-p", "method=Qux", "--format", "json")
    assert kg(*asked, "--neo4j").out == kg(*asked, "-g", graph).out
    refused = kg("query", "MATCH (n) DETACH DELETE n", "--neo4j")
    assert (refused.status, refused.out) == (2, "")
    assert "only reading is allowed" in refused.err

    assert kg("forget", "arxiv:2501.00002", "-g", graph, "--neo4j").status == 0
    assert read(driver, database=database) == embedded.read(place.current(graph) / place.DATABASE)
    assert json.loads(kg(*asked, "--neo4j").out) == []


def test_a_wrong_password_is_told_and_not_shown(
    target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", target.user)
    monkeypatch.setenv("NEO4J_PASSWORD", "not-the-password")
    outcome = kg("query", "RETURN 1", "--neo4j", "--uri", target.uri)
    assert outcome.status == 2
    assert "NEO4J_PASSWORD" in outcome.err
    assert "not-the-password" not in outcome.err
