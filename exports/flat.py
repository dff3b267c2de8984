"""The graph with plain attributes, for the file formats of networkx: they know no lists, and some names have a meaning
of their own to them."""

from itertools import count
from typing import TYPE_CHECKING

from exports.files import printable
from kg.phrases import phrase
from kg.projection import Node, Properties, Rows

if TYPE_CHECKING:
    import networkx as nx

_RESERVED = {"start": "text_start", "end": "text_end", "type": "claim_type"}
"""GEXF takes ``start`` and ``end`` for dates and an edge's ``type`` for its directedness."""

SEPARATOR = " | "
"""Between the items of a list that a format has to write as one text."""


def flat_graph(rows: Rows) -> "nx.MultiDiGraph[str]":
    """A graph whose attributes are texts, numbers and truth values; edges have their number as key.

    A node's ``label`` is what to write on it and ``node_type`` its label in the graph; an edge's ``label`` is its type.
    """
    import networkx as nx  # the names of nodes are wanted where networkx is not

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in rows.nodes:
        graph.add_node(printable(node.id), label=display_name(node), node_type=node.label, **_plain(node.properties))
    numbers = count()
    for edge in rows.relationships:
        graph.add_edge(
            printable(edge.source),
            printable(edge.target),
            next(numbers),
            label=edge.type,
            relationship_key=printable(edge.key),
            **_plain(edge.properties),
        )
    return graph


def display_name(node: Node) -> str:
    """What to write on a node: a name, a title, or a claim in a few words.

    >>> display_name(Node("Method", "method/halyard", {"name": "Halyard"}))
    'Halyard'
    """
    if node.label == "Claim":
        return printable(phrase(node.properties))
    name = node.properties.get("title" if node.label == "Paper" else "name", node.id)
    return " ".join(printable(str(name)).split()) or printable(node.id)


def _plain(properties: Properties) -> dict[str, str | int | float | bool]:
    return {
        _RESERVED.get(name, name): printable(SEPARATOR.join(value))
        if isinstance(value, tuple)
        else printable(value)
        if isinstance(value, str)
        else value
        for name, value in properties.items()
    }
