"""What has to change to make one graph of another."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from kg.projection import Node, Relationship, Rows

_Row = TypeVar("_Row", Node, Relationship)


@dataclass(frozen=True, slots=True)
class Delta:
    """Rows to add, to change and to remove; changed ones as they shall become. All in the order of :class:`Rows`.

    A node whose label changes is both removed and added.
    """

    added_nodes: tuple[Node, ...] = ()
    changed_nodes: tuple[Node, ...] = ()
    removed_nodes: tuple[Node, ...] = ()
    added_relationships: tuple[Relationship, ...] = ()
    changed_relationships: tuple[Relationship, ...] = ()
    removed_relationships: tuple[Relationship, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, part) for part in self.__dataclass_fields__)

    def __len__(self) -> int:
        return sum(len(getattr(self, part)) for part in self.__dataclass_fields__)


def difference(old: Rows, new: Rows) -> Delta:
    """What turns ``old`` into ``new``."""
    added, changed, removed = _compare(old.nodes, new.nodes, lambda node: (node.label, node.id))
    more, other, less = _compare(
        old.relationships, new.relationships, lambda edge: (*edge.identity, edge.source_label, edge.target_label)
    )
    return Delta(added, changed, removed, more, other, less)


def apply(delta: Delta, rows: Rows) -> Rows:
    """``rows`` after the change: ``apply(difference(old, new), old) == new``.

    Raises:
        ValueError: where ``delta`` was not made for ``rows`` and what comes out is no graph.
    """
    gone_nodes = {(node.label, node.id) for node in (*delta.removed_nodes, *delta.changed_nodes)}
    gone_edges = {edge.identity for edge in (*delta.removed_relationships, *delta.changed_relationships)}
    return Rows.of(
        (
            *(node for node in rows.nodes if (node.label, node.id) not in gone_nodes),
            *delta.added_nodes,
            *delta.changed_nodes,
        ),
        (
            *(edge for edge in rows.relationships if edge.identity not in gone_edges),
            *delta.added_relationships,
            *delta.changed_relationships,
        ),
    )


def _compare(
    old: Iterable[_Row], new: Iterable[_Row], identity: Callable[[_Row], Hashable]
) -> tuple[tuple[_Row, ...], tuple[_Row, ...], tuple[_Row, ...]]:
    known = {identity(row): row for row in old}
    added, changed = [], []
    for row in new:
        before = known.pop(identity(row), None)
        if before is None:
            added.append(row)
        elif before != row:
            changed.append(row)
    return tuple(added), tuple(changed), tuple(known.values())
