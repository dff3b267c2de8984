"""The difference of two graphs, and what comes of applying it."""

from dataclasses import replace

from hypothesis import given

from kg.delta import Delta, difference
from kg.merge import merge
from kg.projection import Rows, project
from tests.kg.corpus import corpus
from tests.neo4j.strategies import graphs


def applied(delta: Delta, rows: Rows) -> Rows:
    """What the difference says, done in the plainest way."""
    nodes = {(node.label, node.id): node for node in rows.nodes}
    edges = {(edge.identity, edge.source_label, edge.target_label): edge for edge in rows.relationships}
    for node in delta.removed_nodes:
        del nodes[node.label, node.id]
    for edge in delta.removed_relationships:
        del edges[edge.identity, edge.source_label, edge.target_label]
    for node in delta.changed_nodes:
        assert nodes[node.label, node.id] != node
    for edge in delta.changed_relationships:
        assert edges[edge.identity, edge.source_label, edge.target_label] != edge
    for node in delta.added_nodes:
        assert (node.label, node.id) not in nodes
    nodes |= {(node.label, node.id): node for node in (*delta.added_nodes, *delta.changed_nodes)}
    edges |= {
        (edge.identity, edge.source_label, edge.target_label): edge
        for edge in (*delta.added_relationships, *delta.changed_relationships)
    }
    return Rows.of(nodes.values(), edges.values())


@given(graphs(), graphs())
def test_the_difference_makes_one_graph_of_the_other(old: Rows, new: Rows) -> None:
    assert applied(difference(old, new), old) == new


@given(graphs())
def test_equal_graphs_do_not_differ(rows: Rows) -> None:
    assert not difference(rows, Rows.of(rows.nodes, rows.relationships))


def test_only_what_changed_is_named() -> None:
    new = project(merge(corpus()))
    old = project(merge(corpus()[:2]))
    delta = difference(old, new)
    assert not delta.removed_nodes
    assert "arxiv:2503.00001" in [node.id for node in delta.added_nodes]
    assert [node.id for node in delta.changed_nodes if node.label == "Dataset"] == ["dataset/imagenet"]
    back = difference(new, old)
    assert len(back) == len(delta)
    assert {node.id for node in back.removed_nodes} == {node.id for node in delta.added_nodes}


def test_a_changed_property_is_a_change() -> None:
    rows = project(merge(corpus()))
    edges = tuple(
        replace(edge, properties={**edge.properties, "count": 99}) if edge.type == "MENTIONS" else edge
        for edge in rows.relationships
    )
    delta = difference(rows, replace(rows, relationships=edges))
    assert len(delta) == len(delta.changed_relationships) == sum(edge.type == "MENTIONS" for edge in edges)
