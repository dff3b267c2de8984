"""What has to change to make one graph of another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.projection import Node, Relationship, Rows, node_order, relationship_order

_Row = TypeVar("_Row", Node, Relationship)


@dataclass(frozen=True, slots=True)
class Delta:
    """Rows to add, to change and to remove; changed ones as they shall become. All in the order of :class:`Rows`.

    What changes the label of a node, or of an end, is a removal and an addition.
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
    added, changed, removed = _compare(old.nodes, new.nodes, node_order)
    more, other, less = _compare(old.relationships, new.relationships, relationship_order)
    return Delta(added, changed, removed, more, other, less)


def _compare(
    old: Sequence[_Row], new: Sequence[_Row], order: Callable[[_Row], tuple[int | str, ...]]
) -> tuple[tuple[_Row, ...], tuple[_Row, ...], tuple[_Row, ...]]:
    """Added, changed and removed rows of two sequences sorted by ``order``, which is asked only where they differ."""
    added: list[_Row] = []
    changed: list[_Row] = []
    removed: list[_Row] = []
    left, right = 0, 0
    while left < len(old) and right < len(new):
        before, after = old[left], new[right]
        if before is after or before == after:
            left, right = left + 1, right + 1
        elif order(before) < order(after):
            removed.append(before)
            left += 1
        elif order(before) > order(after):
            added.append(after)
            right += 1
        else:
            changed.append(after)
            left, right = left + 1, right + 1
    added += new[right:]
    removed += old[left:]
    return tuple(added), tuple(changed), tuple(removed)
