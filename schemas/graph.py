"""The closed vocabulary of the graph: node labels, relationship types, and their properties with their types.

Everything that builds, stores or exports a graph takes its names from here, so no text of a paper ever becomes one.
One label a node; parallel relationships are kept, told apart by ``key`` (the id of the claim or paper they come from).
"""

from typing import Literal, get_args

from schemas.entity import HARDWARE_ATTRIBUTES, EntityType

PropertyType = Literal["string", "int", "float", "bool", "strings"]
Label = Literal["Paper", "Method", "Hardware", "Dataset", "Claim"]
RelationshipType = Literal[
    "STATES",
    "SUBJECT",
    "BASELINE",
    "ON_HARDWARE",
    "ON_DATASET",
    "INTRODUCES",
    "MENTIONS",
    "VARIANT_OF",
    "FASTER_THAN",
    "OUTPERFORMS",
    "RUNS_ON",
    "EVALUATED_ON",
]

LABELS: tuple[Label, ...] = get_args(Label)
RELATIONSHIP_TYPES: tuple[RelationshipType, ...] = get_args(RelationshipType)
ENTITY_LABELS: dict[EntityType, Label] = {"method": "Method", "hardware": "Hardware", "dataset": "Dataset"}

_TYPE_NAMES: dict[type, PropertyType] = {str: "string", int: "int", float: "float"}
_ENTITY: dict[str, PropertyType] = {
    "id": "string",
    "name": "string",
    "aliases": "strings",
    "keys": "strings",
    "papers": "int",
}

NODE_PROPERTIES: dict[Label, dict[str, PropertyType]] = {
    "Paper": {
        "id": "string",
        "title": "string",
        "abstract": "string",
        "authors": "strings",
        "published": "string",
        "year": "int",
        "url": "string",
        "sources": "strings",
        "keys": "strings",
    },
    "Method": _ENTITY,
    "Hardware": _ENTITY | {name: _TYPE_NAMES[kind] for name, kind in HARDWARE_ATTRIBUTES.items()},
    "Dataset": _ENTITY,
    "Claim": {
        "id": "string",
        "type": "string",
        "low": "float",
        "high": "float",
        "unit": "string",
        "bound": "string",
        "sense": "string",
        "direction": "string",
        "factor_low": "float",
        "factor_high": "float",
        "metric": "string",
        "resource": "string",
        "aspect": "string",
        "relation": "string",
        "kind": "string",
        "baseline_text": "string",
        "confidence": "float",
        "papers": "int",
    },
}
"""Properties of each node label; ``id`` is the key. ``papers`` counts the papers that name or state the thing.

``keys`` are its id and its names folded, by which look-up finds it.
"""

ENDPOINTS: dict[RelationshipType, tuple[tuple[Label, Label], ...]] = {
    "STATES": (("Paper", "Claim"),),
    "SUBJECT": (("Claim", "Paper"), ("Claim", "Method"), ("Claim", "Hardware"), ("Claim", "Dataset")),
    "BASELINE": (("Claim", "Method"), ("Claim", "Hardware"), ("Claim", "Dataset")),
    "ON_HARDWARE": (("Claim", "Hardware"),),
    "ON_DATASET": (("Claim", "Dataset"),),
    "INTRODUCES": (("Paper", "Method"), ("Paper", "Hardware"), ("Paper", "Dataset")),
    "MENTIONS": (("Paper", "Method"), ("Paper", "Hardware"), ("Paper", "Dataset")),
    "VARIANT_OF": (("Hardware", "Hardware"),),
    "FASTER_THAN": (
        ("Method", "Method"),
        ("Method", "Hardware"),
        ("Hardware", "Method"),
        ("Hardware", "Hardware"),
    ),
    "OUTPERFORMS": (("Method", "Method"),),
    "RUNS_ON": (("Method", "Hardware"),),
    "EVALUATED_ON": (("Method", "Dataset"),),
}
"""Which labels a relationship type joins, from and to."""

RELATIONSHIP_PROPERTIES: dict[RelationshipType, dict[str, PropertyType]] = {
    "STATES": {
        "key": "string",
        "field": "string",
        "start": "int",
        "end": "int",
        "text": "string",
        "rule": "string",
        "confidence": "float",
    },
    "SUBJECT": {"key": "string"},
    "BASELINE": {"key": "string"},
    "ON_HARDWARE": {"key": "string", "count": "int", "activity": "string"},
    "ON_DATASET": {"key": "string", "role": "string"},
    "INTRODUCES": {"key": "string", "kind": "string"},
    "MENTIONS": {"key": "string", "count": "int"},
    "VARIANT_OF": {"key": "string"},
    "FASTER_THAN": {"key": "string", "factor_low": "float", "factor_high": "float"},
    "OUTPERFORMS": {"key": "string"},
    "RUNS_ON": {"key": "string"},
    "EVALUATED_ON": {"key": "string"},
}
"""Properties of each relationship type; ``key`` tells parallel ones between two nodes apart."""
