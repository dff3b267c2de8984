"""Rows <-> networkx.MultiDiGraph: two functions, each the inverse of the other."""

from typing import Any

import networkx as nx

from kg.projection import Node, Relationship, Rows, check


def to_networkx(rows: Rows) -> "nx.MultiDiGraph[str]":
    """The graph as networkx has it.

    A node is known by its id and carries ``label`` and its properties. An edge carries ``type`` and its properties; its
    key is the pair (type, key), so that parallel relationships are all kept, and ``key`` is the claim's id wherever a
    claim is behind it.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in rows.nodes:
        graph.add_node(node.id, label=node.label, **node.properties)
    for edge in rows.relationships:
        graph.add_edge(edge.source, edge.target, (edge.type, edge.key), type=edge.type, **edge.properties)
    return graph


def from_networkx(graph: "nx.MultiDiGraph[str]") -> Rows:
    """The rows of a graph as :func:`to_networkx` makes it.

    Raises:
        ValueError: where a node or edge is outside the vocabulary of the graph.
    """
    labels: dict[str, Any] = {node: attributes.get("label") for node, attributes in graph.nodes(data=True)}
    edges: list[Relationship] = []
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        if not isinstance(key, tuple) or len(key) != 2:
            raise ValueError(f"the edge {source!r} -> {target!r} has the key {key!r}, expected a type and a key")
        properties = _but(attributes, "type")
        edges.append(Relationship(key[0], labels[source], source, labels[target], target, key[1], properties))
    nodes = [Node(labels[node], node, _but(attributes, "label")) for node, attributes in graph.nodes(data=True)]
    check(Rows(tuple(nodes), tuple(edges)))
    return Rows.of(nodes, edges)


def _but(attributes: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in attributes.items() if key != name}
