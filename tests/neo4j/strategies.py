"""Hypothesis strategies of whole graphs, anything that the vocabulary allows."""

from typing import Any

from hypothesis import strategies as st

from kg.projection import Node, Properties, Relationship, Rows
from schemas.graph import (
    ENDPOINTS,
    LABELS,
    NODE_PROPERTIES,
    RELATIONSHIP_PROPERTIES,
    Label,
    PropertyType,
    RelationshipType,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_VALUES: dict[PropertyType, st.SearchStrategy[Any]] = {
    "string": TEXT,
    "int": st.integers(-(2**63), 2**63 - 1),
    "float": st.floats(allow_nan=False, allow_infinity=False),
    "bool": st.booleans(),
    "strings": st.lists(TEXT, max_size=3).map(tuple),
}
_TABLES = [(kind, *ends) for kind, pairs in ENDPOINTS.items() for ends in pairs]


def _properties(known: dict[str, PropertyType], key: str) -> st.SearchStrategy[Properties]:
    lists = {name: _VALUES[kind] for name, kind in known.items() if kind == "strings"}
    others = {name: _VALUES[kind] for name, kind in known.items() if kind != "strings" and name != key}
    return st.fixed_dictionaries(lists, optional=others)


@st.composite
def graphs(draw: st.DrawFn) -> Rows:
    """Rows with a few nodes of every label and relationships between them, parallel ones among them."""
    ids = draw(st.lists(TEXT.filter(bool), unique=True, max_size=12))
    labels: dict[str, Label] = {id: draw(st.sampled_from(LABELS)) for id in ids}
    nodes = [Node(label, id, draw(_properties(NODE_PROPERTIES[label], "id"))) for id, label in labels.items()]
    found: dict[tuple[str, ...], Relationship] = {}
    for _ in range(draw(st.integers(0, 20)) if ids else 0):
        kind: RelationshipType
        kind, source_label, target_label = draw(st.sampled_from(_TABLES))
        sources = [id for id in ids if labels[id] == source_label]
        targets = [id for id in ids if labels[id] == target_label]
        if sources and targets:
            relationship = Relationship(
                kind,
                source_label,
                draw(st.sampled_from(sources)),
                target_label,
                draw(st.sampled_from(targets)),
                draw(TEXT),
                draw(_properties(RELATIONSHIP_PROPERTIES[kind], "key")),
            )
            found[relationship.identity] = relationship
    return Rows.of(nodes, found.values())
