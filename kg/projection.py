"""The single shape of the graph: rows of nodes and relationships, which every store and export is built from.

The vocabulary (labels, types, properties) is that of :mod:`schemas.graph`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from kg.merge import Merged, MergedClaim, MergedEntity
from kg.naming import entity_keys, paper_keys
from kg.variants import hardware_tree, short_names
from schemas import (
    Claim,
    ComparisonClaim,
    DatasetUse,
    EntityType,
    HardwareUse,
    Introduces,
    Paper,
    QualityClaim,
    ResourceClaim,
    SpeedupClaim,
)
from schemas.entity import HARDWARE_ATTRIBUTES
from schemas.graph import (
    ENDPOINTS,
    ENTITY_LABELS,
    LABELS,
    NODE_PROPERTIES,
    RELATIONSHIP_PROPERTIES,
    RELATIONSHIP_TYPES,
    Label,
    PropertyType,
    RelationshipType,
)

PropertyValue = str | int | float | bool | tuple[str, ...]
Properties = dict[str, PropertyValue]

ABOUT: dict[RelationshipType, Literal["source", "target", "key"]] = {
    "STATES": "target",
    "SUBJECT": "source",
    "BASELINE": "source",
    "ON_HARDWARE": "source",
    "ON_DATASET": "source",
    "INTRODUCES": "key",
    "MENTIONS": "target",
    "VARIANT_OF": "source",
    "FASTER_THAN": "key",
    "OUTPERFORMS": "key",
    "RUNS_ON": "key",
    "EVALUATED_ON": "key",
}
"""Which part of a relationship names the claim or entity that it is projected from.

It depends on the records that name or state this thing and on no others; but pieces of hardware stand or fall together,
for what one is a variant of depends on them all.
"""

_LABEL_ORDER = {label: order for order, label in enumerate(LABELS)}
_TYPE_ORDER = {kind: order for order, kind in enumerate(RELATIONSHIP_TYPES)}
_CLAIM_WORDS = ("metric", "resource", "aspect", "relation", "kind", "baseline_text")


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


def node_order(node: Node) -> tuple[int, str]:
    """Sorts nodes by label, then id."""
    return _LABEL_ORDER[node.label], node.id


def relationship_order(edge: Relationship) -> tuple[int, int, str, int, str, str]:
    """Sorts relationships by type, source, target and key."""
    return (
        _TYPE_ORDER[edge.type],
        _LABEL_ORDER[edge.source_label],
        edge.source,
        _LABEL_ORDER[edge.target_label],
        edge.target,
        edge.key,
    )


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
            tuple(sorted(nodes, key=node_order)),
            tuple(sorted(relationships, key=relationship_order)),
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


_TYPES: dict[PropertyType, type] = {"string": str, "int": int, "float": float, "bool": bool, "strings": tuple}


def check(rows: Rows) -> None:
    """Hold rows against the vocabulary of :mod:`schemas.graph`.

    Raises:
        ValueError: for a label, type, pair of ends or property that is not in it, or a value of another type.
    """
    for node in rows.nodes:
        if node.label not in NODE_PROPERTIES:
            raise ValueError(f"node {node.id!r} has the label {node.label!r}; there are {', '.join(LABELS)}")
        _check_properties(f"{node.label} {node.id!r}", node.properties, NODE_PROPERTIES[node.label], "id")
    for edge in rows.relationships:
        if (edge.source_label, edge.target_label) not in ENDPOINTS.get(edge.type, ()):
            raise ValueError(f"relationship {edge.identity} joins {edge.source_label} to {edge.target_label}")
        _check_properties(str(edge.identity), edge.properties, RELATIONSHIP_PROPERTIES[edge.type], "key")


def _check_properties(owner: str, properties: Properties, known: Mapping[str, PropertyType], key: str) -> None:
    for name, value in properties.items():
        if name == key or name not in known:
            raise ValueError(f"{owner} has a property {name!r}; known are {', '.join(sorted({*known} - {key}))}")
        if type(value) is not _TYPES[known[name]]:
            raise ValueError(f"property {name!r} of {owner} is {value!r}, expected {known[name]}")


def project(merged: Merged) -> Rows:
    """The graph of merged records."""
    unnamed, parents = hardware_tree([entity for entity in merged.entities if entity.type == "hardware"])
    kinds: dict[str, EntityType] = {entity.id: entity.type for entity in merged.entities}
    return Rows.of(
        chain(
            map(_paper_node, merged.papers),
            map(_entity_node, chain(merged.entities, unnamed)),
            map(_claim_node, merged.claims),
        ),
        chain(
            chain.from_iterable(map(_mentions, merged.entities)),
            chain.from_iterable(_claim_relationships(claim, kinds) for claim in merged.claims),
            (
                Relationship("VARIANT_OF", "Hardware", device, "Hardware", parent, kind)
                for device, (kind, parent) in parents.items()
            ),
        ),
    )


def _paper_node(paper: Paper) -> Node:
    return Node(
        "Paper",
        paper.id,
        _present(
            title=paper.title,
            abstract=paper.abstract,
            authors=paper.authors,
            published=paper.published,
            year=_year(paper),
            url=paper.url,
            sources=paper.sources,
            keys=paper_keys(paper.id, paper.title),
        ),
    )


def _year(paper: Paper) -> int | None:
    """The year of publication; where it is not given, that of the arXiv identifier."""
    if paper.published:
        return int(paper.published[:4])
    if found := re.match(r"arxiv:(?:[a-z.-]+/)?(\d\d)\d\d", paper.id, re.IGNORECASE):
        year = int(found[1])
        return year + (1900 if year >= 91 else 2000)
    return None


def _entity_node(entity: MergedEntity) -> Node:
    names = set(entity.aliases)
    known: Properties = {}
    if entity.type == "hardware":
        names.update(short_names(entity.name, str(entity.attributes.get("vendor", ""))))
        known.update((name, value) for name, value in entity.attributes.items() if name in HARDWARE_ATTRIBUTES)
    return Node(
        ENTITY_LABELS[entity.type],
        entity.id,
        {
            "name": entity.name,
            "aliases": tuple(sorted(names - {entity.name})),
            "keys": entity_keys(entity.id, {*names, entity.name}),
            "papers": len(entity.mentions),
            **known,
        },
    )


def _mentions(entity: MergedEntity) -> Iterator[Relationship]:
    label = ENTITY_LABELS[entity.type]
    for paper, count in entity.mentions:
        yield Relationship("MENTIONS", "Paper", paper, label, entity.id, paper, {"count": count})


def _claim_node(merged: MergedClaim) -> Node:
    claim = merged.claim
    numbers: dict[str, PropertyValue | None] = {}
    if not isinstance(claim, Introduces | ComparisonClaim | HardwareUse | DatasetUse):
        stated = claim.stated
        numbers = {"low": stated.low, "high": stated.high, "unit": stated.unit, "bound": stated.bound}
    if isinstance(claim, SpeedupClaim | ResourceClaim | QualityClaim):
        numbers |= {"sense": claim.stated.sense, "direction": claim.direction}
        if claim.factor:
            numbers |= {"factor_low": claim.factor.low, "factor_high": claim.factor.high}
    fields = vars(claim)  # to ask a model for an attribute that it lacks takes ten times as long
    words = {name: fields.get(name) for name in _CLAIM_WORDS}
    return Node(
        "Claim",
        claim.id,
        _present(type=claim.type, **numbers, **words, confidence=claim.confidence, papers=len(merged.papers)),
    )


def _claim_relationships(merged: MergedClaim, kinds: Mapping[str, EntityType]) -> Iterator[Relationship]:
    claim = merged.claim

    def to_entity(kind: RelationshipType, entity: str, **properties: PropertyValue | None) -> Relationship:
        label = ENTITY_LABELS[kinds[entity]]
        return Relationship(kind, "Claim", claim.id, label, entity, claim.id, _present(**properties))

    for statement in merged.statements:
        place = statement.evidence
        yield Relationship(
            "STATES",
            "Paper",
            statement.paper,
            "Claim",
            claim.id,
            f"{place.field}:{place.start}-{place.end}",
            {
                "field": place.field,
                "start": place.start,
                "end": place.end,
                "text": place.text,
                "rule": statement.rule,
                "confidence": statement.confidence,
            },
        )
    if claim.subject is None:
        for paper in merged.papers:
            yield Relationship("SUBJECT", "Claim", claim.id, "Paper", paper, claim.id)
    else:
        yield to_entity("SUBJECT", claim.subject)
    fields = vars(claim)
    if baseline := fields.get("baseline"):
        yield to_entity("BASELINE", baseline)
    if isinstance(claim, HardwareUse):
        yield to_entity("ON_HARDWARE", claim.hardware, count=claim.count, activity=claim.activity)
    elif isinstance(claim, DatasetUse):
        yield to_entity("ON_DATASET", claim.dataset, role=claim.role)
    elif isinstance(claim, Introduces) and claim.subject:
        label = ENTITY_LABELS[kinds[claim.subject]]
        for paper in merged.papers:
            yield Relationship("INTRODUCES", "Paper", paper, label, claim.subject, claim.id, {"kind": claim.kind})
    else:
        yield from (to_entity("ON_HARDWARE", hardware) for hardware in sorted(set(fields.get("hardware", ()))))
        yield from (to_entity("ON_DATASET", dataset) for dataset in sorted(set(fields.get("datasets", ()))))
    yield from _derived(claim, kinds)


def _derived(claim: Claim, kinds: Mapping[str, EntityType]) -> Iterator[Relationship]:
    """Relationships between the entities themselves, which say in one step what the claim says in two."""

    def between(
        kind: RelationshipType, source: str, target: str, **properties: PropertyValue | None
    ) -> Iterator[Relationship]:
        ends = ENTITY_LABELS[kinds[source]], ENTITY_LABELS[kinds[target]]
        if ends in ENDPOINTS[kind] and source != target:
            yield Relationship(kind, ends[0], source, ends[1], target, claim.id, _present(**properties))

    if claim.subject is None:
        return
    if isinstance(claim, SpeedupClaim | QualityClaim) and claim.baseline:
        better = claim.direction == "better"
        one, other = (claim.subject, claim.baseline) if better else (claim.baseline, claim.subject)
        if isinstance(claim, QualityClaim):
            if claim.stated.low > 0:
                yield from between("OUTPERFORMS", one, other)
        elif claim.factor:
            factor = claim.factor if better else claim.factor.inverse()
            if max(filter(None, (factor.low, factor.high)), default=0) > 1:
                yield from between("FASTER_THAN", one, other, factor_low=factor.low, factor_high=factor.high)
    elif isinstance(claim, ComparisonClaim):
        if claim.relation == "outperforms":
            yield from between("OUTPERFORMS", claim.subject, claim.baseline)
        elif claim.relation == "underperforms":
            yield from between("OUTPERFORMS", claim.baseline, claim.subject)

    if isinstance(claim, HardwareUse):
        yield from between("RUNS_ON", claim.subject, claim.hardware)
    elif isinstance(claim, DatasetUse):
        if claim.role == "evaluated_on":
            yield from between("EVALUATED_ON", claim.subject, claim.dataset)
    elif not isinstance(claim, Introduces | ComparisonClaim):
        for hardware in sorted(set(claim.hardware)):
            yield from between("RUNS_ON", claim.subject, hardware)
        for dataset in sorted(set(claim.datasets)):
            yield from between("EVALUATED_ON", claim.subject, dataset)


def _present(**values: PropertyValue | None) -> Properties:
    return {name: value for name, value in values.items() if value is not None}
