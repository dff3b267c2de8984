"""The graph as tables: one for each node label and one for each relationship type, whatever the graph holds.

The columns are those of :mod:`schemas.graph`; a relationship has ``source`` and ``target``, the ids of its ends, first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.projection import PropertyValue, Rows
from schemas.graph import LABELS, NODE_PROPERTIES, RELATIONSHIP_PROPERTIES, RELATIONSHIP_TYPES, PropertyType

Row = tuple[PropertyValue | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's file name without its ending, its columns with their types, and its rows; None is a missing value."""

    name: str
    columns: dict[str, PropertyType]
    rows: Iterable[Row]


def tables(rows: Rows) -> Iterator[Table]:
    """All tables of a graph, nodes first."""
    for label in LABELS:
        columns = NODE_PROPERTIES[label]
        yield Table(
            f"nodes_{label.lower()}",
            columns,
            [_row(columns, {"id": node.id, **node.properties}) for node in rows.nodes if node.label == label],
        )
    for kind in RELATIONSHIP_TYPES:
        columns = {"source": "string", "target": "string", **RELATIONSHIP_PROPERTIES[kind]}
        yield Table(
            f"relationships_{kind.lower()}",
            columns,
            [
                _row(columns, {"source": edge.source, "target": edge.target, "key": edge.key, **edge.properties})
                for edge in rows.relationships
                if edge.type == kind
            ],
        )


def _row(columns: Iterable[str], values: dict[str, PropertyValue]) -> Row:
    return tuple(values.get(column) for column in columns)
