"""The vocabulary of the graph hangs together."""

from typing import get_args

from schemas import ENTITY_TYPES
from schemas.entity import HARDWARE_ATTRIBUTES
from schemas.graph import (
    ENDPOINTS,
    ENTITY_LABELS,
    LABELS,
    NODE_PROPERTIES,
    RELATIONSHIP_PROPERTIES,
    RELATIONSHIP_TYPES,
    PropertyType,
)


def test_every_label_and_type_has_its_properties() -> None:
    assert tuple(NODE_PROPERTIES) == LABELS
    assert tuple(RELATIONSHIP_PROPERTIES) == tuple(ENDPOINTS) == RELATIONSHIP_TYPES
    for properties in (*NODE_PROPERTIES.values(), *RELATIONSHIP_PROPERTIES.values()):
        assert set(properties.values()) <= set(get_args(PropertyType))


def test_nodes_have_an_id_and_relationships_a_key() -> None:
    assert all(next(iter(properties)) == "id" for properties in NODE_PROPERTIES.values())
    assert all(next(iter(properties)) == "key" for properties in RELATIONSHIP_PROPERTIES.values())


def test_relationships_join_labels_that_are_there() -> None:
    for pairs in ENDPOINTS.values():
        assert len(set(pairs)) == len(pairs)
        assert {label for pair in pairs for label in pair} <= set(LABELS)


def test_every_entity_type_has_a_label_and_hardware_its_attributes() -> None:
    assert tuple(ENTITY_LABELS) == ENTITY_TYPES
    assert HARDWARE_ATTRIBUTES.keys() <= NODE_PROPERTIES["Hardware"].keys()
