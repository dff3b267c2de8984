"""One-line toy values for the tests: papers, entities, claims and records that hold together.

A claim is built with the display names of the entities it is about; ``record`` writes the text, the evidence and the
entities around it, so that every offset is right.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from schemas import (
    Bound,
    Change,
    Claim,
    ComparisonClaim,
    ContributionKind,
    DatasetRole,
    DatasetUse,
    Entity,
    EntityType,
    Evidence,
    HardwareUse,
    Introduces,
    MeasurementClaim,
    Mention,
    Paper,
    QualityClaim,
    Quantity,
    Record,
    Relation,
    ResourceClaim,
    ResourceKind,
    Sense,
    SpeedupClaim,
    entity_id,
)
from schemas.claim import Activity
from schemas.entity import AttributeValue

_PLACEHOLDER = Evidence(field="title", start=0, end=1, text="?")


def paper(id: str = "arxiv:2501.00001", title: str = "A paper", abstract: str = "", **fields: Any) -> Paper:
    return Paper(id=id, title=title, abstract=abstract, **fields)


def entity(kind: EntityType, name: str, aliases: Iterable[str] = (), **attributes: AttributeValue) -> Entity:
    """An entity; ``class_`` stands for the attribute ``class``."""
    if "class_" in attributes:
        attributes["class"] = attributes.pop("class_")
    return Entity(
        id=entity_id(kind, name),
        type=kind,
        name=name,
        aliases=tuple(sorted(aliases)),
        attributes=attributes,
    )


def method(name: str, *aliases: str) -> Entity:
    return entity("method", name, aliases)


def hardware(name: str, *aliases: str, **attributes: AttributeValue) -> Entity:
    return entity("hardware", name, aliases, **attributes)


def dataset(name: str, *aliases: str) -> Entity:
    return entity("dataset", name, aliases)


def _method_id(name: str | None) -> str | None:
    return None if name is None else entity_id("method", name)


def _ids(kind: EntityType, names: str | Sequence[str]) -> tuple[str, ...]:
    return tuple(entity_id(kind, name) for name in ([names] if isinstance(names, str) else names))


def change(
    low: float, unit: str = "x", high: float | None = None, bound: Bound = "exact", sense: Sense = "gain"
) -> Change:
    return Change(low=low, high=low if high is None else high, unit=unit, bound=bound, sense=sense)


def speedup(
    subject: str | None,
    times: float,
    over: str | None = None,
    *,
    on: str | Sequence[str] = (),
    data: str | Sequence[str] = (),
    unit: str = "x",
    high: float | None = None,
    bound: Bound = "exact",
    sense: Sense = "gain",
    aspect: str | None = None,
    baseline_text: str | None = None,
    confidence: float = 0.9,
) -> SpeedupClaim:
    """``speedup("FastFoo", 2.5, "SlowBar", on="NVIDIA A100")``."""
    return SpeedupClaim(
        subject=_method_id(subject),
        stated=change(times, unit, high, bound, sense),
        aspect=aspect,
        baseline=_method_id(over),
        baseline_text=baseline_text,
        hardware=_ids("hardware", on),
        datasets=_ids("dataset", data),
        evidence=_PLACEHOLDER,
        confidence=confidence,
        rule="test",
    )


def resource(
    subject: str | None,
    times: float,
    over: str | None = None,
    *,
    of: ResourceKind = "memory",
    on: str | Sequence[str] = (),
    data: str | Sequence[str] = (),
    unit: str = "x",
    sense: Sense = "cut",
    confidence: float = 0.9,
) -> ResourceClaim:
    return ResourceClaim(
        subject=_method_id(subject),
        resource=of,
        stated=change(times, unit, sense=sense),
        baseline=_method_id(over),
        hardware=_ids("hardware", on),
        datasets=_ids("dataset", data),
        evidence=_PLACEHOLDER,
        confidence=confidence,
        rule="test",
    )


def worse(claim: SpeedupClaim | QualityClaim) -> Claim:
    """The same change for the worse."""
    return type(claim).model_validate(claim.model_dump(exclude={"factor"}) | {"direction": "worse"})


def quality(
    subject: str | None,
    by: float,
    over: str | None = None,
    *,
    metric: str | None = "accuracy",
    data: str | Sequence[str] = (),
    unit: str = "%",
    sense: Sense = "gain",
    confidence: float = 0.9,
) -> QualityClaim:
    return QualityClaim(
        subject=_method_id(subject),
        metric=metric,
        stated=change(by, unit, sense=sense),
        baseline=_method_id(over),
        datasets=_ids("dataset", data),
        evidence=_PLACEHOLDER,
        confidence=confidence,
        rule="test",
    )


def measurement(
    subject: str | None,
    value: float,
    unit: str = "FPS",
    *,
    metric: str | None = "rendering speed",
    on: str | Sequence[str] = (),
    data: str | Sequence[str] = (),
    confidence: float = 0.9,
) -> MeasurementClaim:
    return MeasurementClaim(
        subject=_method_id(subject),
        metric=metric,
        stated=Quantity(low=value, high=value, unit=unit),
        hardware=_ids("hardware", on),
        datasets=_ids("dataset", data),
        evidence=_PLACEHOLDER,
        confidence=confidence,
        rule="test",
    )


def comparison(
    subject: str | None, over: str, relation: Relation = "outperforms", confidence: float = 0.9
) -> ComparisonClaim:
    return ComparisonClaim(
        subject=_method_id(subject),
        relation=relation,
        baseline=entity_id("method", over),
        evidence=_PLACEHOLDER,
        confidence=confidence,
        rule="test",
    )


def introduces(name: str, kind: ContributionKind = "method", confidence: float = 0.9) -> Introduces:
    place: EntityType = "dataset" if kind == "dataset" else "hardware" if kind == "hardware" else "method"
    return Introduces(
        subject=entity_id(place, name), name=name, kind=kind, evidence=_PLACEHOLDER, confidence=confidence, rule="test"
    )


def hardware_use(
    subject: str | None, on: str, count: int | None = None, activity: Activity = "inference", confidence: float = 0.9
) -> HardwareUse:
    return HardwareUse(
        subject=_method_id(subject),
        hardware=entity_id("hardware", on),
        count=count,
        activity=activity,
        evidence=_PLACEHOLDER,
        confidence=confidence,
        rule="test",
    )


def dataset_use(
    subject: str | None, data: str, role: DatasetRole = "evaluated_on", confidence: float = 0.9
) -> DatasetUse:
    return DatasetUse(
        subject=_method_id(subject),
        dataset=entity_id("dataset", data),
        role=role,
        evidence=_PLACEHOLDER,
        confidence=confidence,
        rule="test",
    )


def record(paper: Paper, claims: Iterable[Claim] = (), entities: Iterable[Entity] = ()) -> Record:
    """A record of a paper that states the claims, one sentence each, appended to the abstract as given.

    Entities that claims name and ``entities`` lacks are made from their ids. Each entity is mentioned once, in a last
    sentence.
    """
    listed = {entity.id: entity for entity in entities}
    abstract, stated = paper.abstract, []
    for number, claim in enumerate(claims):
        sentence = f"Statement {number} of type {claim.type}."
        evidence = Evidence(field="abstract", start=len(abstract), end=len(abstract) + len(sentence), text=sentence)
        abstract += sentence + " "
        stated.append(claim.model_copy(update={"evidence": evidence}).with_id(paper.id))
        for missing in claim.entity_ids() - listed.keys():
            kind, _, name = missing.partition("/")
            listed[missing] = Entity.model_validate({"id": missing, "type": kind, "name": name})
    mentioned = []
    for _, entity in sorted(listed.items()):
        mention = Mention(
            field="abstract", start=len(abstract), end=len(abstract) + len(entity.name), text=entity.name, rule="test"
        )
        abstract += entity.name + ", "
        mentioned.append(entity.model_copy(update={"mentions": (mention,)}))
    return Record(
        paper=paper.model_copy(update={"abstract": abstract}), entities=tuple(mentioned), claims=tuple(stated)
    )
