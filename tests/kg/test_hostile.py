"""Hostile texts are plain text to networkx, to the embedded engine and to look-up, as content and as parameters."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from kg import KnowledgeGraph, UnknownNameError
from kg.graph import from_networkx
from kg.queries import named_queries
from kg.stores import embedded
from tests.neo4j.test_injection import ATTACKS, hostile_record, hostile_texts


@pytest.fixture(scope="module")
def graph() -> Iterator[KnowledgeGraph]:
    with KnowledgeGraph.build(hostile_record(number, text) for number, text in enumerate(hostile_texts())) as graph:
        yield graph


def test_as_content(graph: KnowledgeGraph, tmp_path: Path) -> None:
    counts = graph.cypher("MATCH (n) RETURN label(n) AS label, count(n) AS nodes ORDER BY label")
    assert counts.rows == (("Claim", 200), ("Dataset", 200), ("Hardware", 200), ("Method", 200), ("Paper", 200))
    embedded.write(graph.rows, tmp_path / "graph")
    assert embedded.read(tmp_path / "graph") == graph.rows
    assert from_networkx(graph.to_networkx()) == graph.rows


def test_as_values_of_parameters(graph: KnowledgeGraph) -> None:
    for number, text in enumerate(hostile_texts()):
        found = graph.cypher("RETURN $text AS text, size($list) AS size", text=text, list=[text, text])
        assert found.rows == ((text, 2),)
        found = graph.cypher("MATCH (p:Paper {title: $title}) RETURN p.id", title=f"{number} {text}")
        assert found.rows == ((f"arxiv:{number}",),)
    assert graph.cypher("MATCH (n) RETURN count(n) AS n").rows == ((1000,),)


@pytest.mark.parametrize("text", ATTACKS[:12])
def test_in_named_queries(graph: KnowledgeGraph, text: str) -> None:
    for query in named_queries().values():
        values: dict[str, Any] = {p.name: text if type(p.example) is str else p.example for p in query.parameters}
        with suppress(UnknownNameError):
            graph.query(query.name, values)
    found = graph.query("claims_of_method", method=f"M{ATTACKS.index(text)} {text}")
    assert [row["baseline"] for row in found.dicts()] == [text]


@pytest.mark.parametrize("text", ATTACKS)
def test_as_names(graph: KnowledgeGraph, text: str) -> None:
    number = ATTACKS.index(text)
    (found,) = graph.claims(method=f"M{number} {text}")
    assert found.claim.id
    assert graph.entity(f"H{number} {text}", "hardware").id.startswith(f"hardware/h{number}")
    assert found in graph.claims(method=text), "it is an alias"


def test_as_names_of_parameters(graph: KnowledgeGraph) -> None:
    parameters: dict[str, Any] = {text: number for number, text in enumerate(ATTACKS)} | {"x": "found"}
    assert graph.cypher("RETURN $x AS x", **parameters).rows == (("found",),)
