"""Rows to networkx and back."""

import networkx as nx
import pytest
from hypothesis import given

from kg.graph import from_networkx, to_networkx
from kg.merge import merge
from kg.projection import Rows, project
from tests.kg.corpus import corpus
from tests.neo4j.strategies import graphs


@given(graphs())
def test_there_and_back(rows: Rows) -> None:
    back = from_networkx(to_networkx(rows))
    assert back == rows
    assert [type(value) for node in back.nodes for value in node.properties.values()] == [
        type(value) for node in rows.nodes for value in node.properties.values()
    ]


def test_parallel_edges_are_all_kept() -> None:
    rows = project(merge(corpus()))
    graph = to_networkx(rows)
    assert graph.number_of_edges() == len(rows.relationships)
    between = graph["method/fastfoo"]["method/slowbar"].values()
    assert sorted(edge["type"] for edge in between) == ["FASTER_THAN"] * 2 + ["OUTPERFORMS"] * 2


def test_graphs_outside_the_vocabulary_are_refused() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("x", label="Robot")
    with pytest.raises(ValueError, match="label 'Robot'"):
        from_networkx(graph)
    graph.add_node("x", label="Method", name="X", aliases=(), papers=1)
    graph.add_edge("x", "x")
    with pytest.raises(ValueError, match="the edge 'x' -> 'x' has the key 0"):
        from_networkx(graph)
