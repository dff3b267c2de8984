"""The single shape of the graph: rows of nodes and relationships, which every store and export is built from.

The vocabulary (labels, types, properties) is that of :mod:`schemas.graph`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from schemas.graph import LABELS, RELATIONSHIP_TYPES, Label, RelationshipType

PropertyValue = str | int | float | bool | tuple[str, ...]
Properties = dict[str, PropertyValue]

_LABEL_ORDER = {label: order for order, label in enumerate(LABELS)}
_TYPE_ORDER = {kind: order for order, kind in enumerate(RELATIONSHIP_TYPES)}


@dataclass(frozen=True, slots=True)
class Node:
    """A node; ``id`` is unique in the whole graph.

    ``properties`` holds all but the id. A missing value is an absent key, never None; a list is always there, and a
    tuple.
    """

    label: Label
    id: str
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship from the node ``source`` to the node ``target``; ``key`` tells parallel ones of a type apart.

    ``properties`` holds all but the key, missing values absent.
    """

    type: RelationshipType
    source_label: Label
    source: str
    target_label: Label
    target: str
    key: str
    properties: Properties = field(default_factory=dict)

    @property
    def identity(self) -> tuple[RelationshipType, str, str, str]:
        """Type, source, target and key: at most one relationship has them."""
        return self.type, self.source, self.target, self.key


@dataclass(frozen=True, slots=True)
class Rows:
    """A whole graph: nodes sorted by label and id, relationships by type, source, target and key."""

    nodes: tuple[Node, ...] = ()
    relationships: tuple[Relationship, ...] = ()

    @classmethod
    def of(cls, nodes: Iterable[Node], relationships: Iterable[Relationship]) -> "Rows":
        """Rows in their order, whatever the order given.

        Raises:
            ValueError: where two nodes share an id, two relationships an identity, or an end is missing.
        """
        rows = cls(
            tuple(sorted(nodes, key=lambda node: (_LABEL_ORDER[node.label], node.id))),
            tuple(sorted(relationships, key=lambda edge: (_TYPE_ORDER[edge.type], edge.source, edge.target, edge.key))),
        )
        labels: dict[str, Label] = {}
        for node in rows.nodes:
            if node.id in labels:
                raise ValueError(f"two nodes have the id {node.id!r}: a {labels[node.id]} and a {node.label}")
            labels[node.id] = node.label
        previous = None
        for edge in rows.relationships:
            if edge.identity == previous:
                raise ValueError(f"two relationships are {edge.identity}")
            previous = edge.identity
            for end, label in ((edge.source, edge.source_label), (edge.target, edge.target_label)):
                if labels.get(end) != label:
                    raise ValueError(
                        f"{edge.identity} needs a {label} {end!r}; found {labels.get(end, 'no such node')}"
                    )
        return rows
