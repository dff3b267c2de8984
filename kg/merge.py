"""Records of many papers -> one entity an id, one claim a content id, evidence united and sorted.

The outcome depends on the set of records alone: not on their order, and a record given twice counts once. Things are
the same only where their ids are equal; nothing is compared by likeness. Where papers disagree about a name or an
attribute, the value that most papers give wins, and of equally frequent ones the first in code point order.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from schemas import Claim, EntityType, Evidence, Paper, Record, TextField
from schemas.entity import AttributeValue

_WORDING = ("aspect", "metric", "baseline_text", "name")
"""Fields of claims that the content id folds or leaves out, so that papers may differ in them."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One place where a paper states a claim, with the rule that read it and its confidence there."""

    paper: str
    evidence: Evidence
    slots: dict[str, tuple[int, int]]
    confidence: float
    rule: str

    @property
    def place(self) -> tuple[str, TextField, int, int]:
        """Paper, field, start and end."""
        return self.paper, self.evidence.field, self.evidence.start, self.evidence.end


@dataclass(frozen=True)
class MergedClaim:
    """A fact with every statement of it, sorted by place.

    ``claim`` says what is claimed; its evidence, slots and rule are those of the most confident statement, its
    confidence that of all statements together (see :func:`united_confidence`).
    """

    claim: Claim
    statements: tuple[Statement, ...]

    @cached_property
    def papers(self) -> tuple[str, ...]:
        """Ids of the papers that state it, sorted."""
        return tuple(sorted({statement.paper for statement in self.statements}))


@dataclass(frozen=True)
class MergedEntity:
    """A named thing as all papers together know it; ``mentions`` counts its mentions in each paper, by paper id."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    attributes: dict[str, AttributeValue]
    mentions: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Merged:
    """Papers, entities and claims, each sorted by id and once only."""

    papers: tuple[Paper, ...] = ()
    entities: tuple[MergedEntity, ...] = ()
    claims: tuple[MergedClaim, ...] = ()


class _Named(NamedTuple):
    """An entity as one paper has it, with how often it names it there."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    attributes: dict[str, AttributeValue]
    mentions: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """What merging keeps of a record: no number ledger, no places of mentions."""

    paper: Paper
    entities: tuple[_Named, ...]
    claims: tuple[Claim, ...]

    @classmethod
    def of(cls, record: Record) -> "_Reading":
        return cls(
            paper=record.paper,
            entities=tuple(
                _Named(entity.id, entity.type, entity.name, entity.aliases, entity.attributes, len(entity.mentions))
                for entity in record.entities
            ),
            claims=tuple(claim.with_id(record.paper.id) for claim in record.claims),
        )

    def rank(self) -> tuple[int, int, str]:
        """The greater counts; two of one rank are equal but for their sources."""
        paper = self.paper.model_copy(update={"sources": ()})
        content = (paper.model_dump_json(), self.entities, [claim.model_dump_json() for claim in self.claims])
        return len(paper.title) + len(paper.abstract), len(self.claims), json.dumps(content, sort_keys=True)

    def joined(self, other: "_Reading") -> "_Reading":
        better = max(self, other, key=_Reading.rank)
        sources = tuple(sorted({*self.paper.sources, *other.paper.sources}))
        return replace(better, paper=better.paper.model_copy(update={"sources": sources}))


def merge(records: Iterable[Record]) -> Merged:
    """Unite records; ``records`` may be a stream, of which only what the graph needs is kept.

    Of two records of one paper the one with the longer text counts, then the one with more claims; the sources of both
    are kept.
    """
    readings: dict[str, _Reading] = {}
    for record in records:
        reading = _Reading.of(record)
        known = readings.get(record.paper.id)
        readings[record.paper.id] = reading if known is None else known.joined(reading)

    named: dict[str, list[tuple[str, _Named]]] = defaultdict(list)
    stated: dict[str, list[tuple[str, Claim]]] = defaultdict(list)
    for paper_id, reading in sorted(readings.items()):
        for entity in reading.entities:
            named[entity.id].append((paper_id, entity))
        for claim in reading.claims:
            stated[claim.id].append((paper_id, claim))
    return Merged(
        papers=tuple(reading.paper for _, reading in sorted(readings.items())),
        entities=tuple(_unite_entity(found) for _, found in sorted(named.items())),
        claims=tuple(_unite_claim(found) for _, found in sorted(stated.items())),
    )


def parts(record: Record) -> Iterator[tuple[str, str]]:
    """All that merging keeps of a record: its paper, what it names and what it states, each as its id and as JSON.

    What is merged of an id depends on its parts in all records and on nothing else.
    """
    reading = _Reading.of(record)
    paper = reading.paper
    yield paper.id, paper.model_dump_json()
    for named in reading.entities:
        yield named.id, json.dumps([paper.id, *named], sort_keys=True)
    for claim in reading.claims:
        yield claim.id, f"{paper.id} {claim.model_dump_json()}"


def united_confidence(statements: Iterable[Statement]) -> float:
    """The probability that at least one paper was read rightly.

    Statements of one paper stand or fall together, so the best of them counts; papers are independent of each other.
    """
    best: dict[str, float] = {}
    for statement in statements:
        best[statement.paper] = max(best.get(statement.paper, 0.0), statement.confidence)
    if len(best) == 1:
        return next(iter(best.values()))
    doubt = 1.0
    for confidence in sorted(best.values()):
        doubt *= 1 - confidence
    return round(1 - doubt, 6)


def _unite_entity(found: list[tuple[str, _Named]]) -> MergedEntity:
    first = found[0][1]
    name = most_frequent(entity.name for _, entity in found)
    other_names = {name for _, entity in found for name in (entity.name, *entity.aliases)}
    values: dict[str, list[str]] = defaultdict(list)
    mentions: Counter[str] = Counter()
    for paper_id, entity in found:
        mentions[paper_id] += entity.mentions
        for attribute, value in entity.attributes.items():
            values[attribute].append(json.dumps(value, ensure_ascii=False))
    return MergedEntity(
        id=first.id,
        type=first.type,
        name=name,
        aliases=tuple(sorted(other_names - {name})),
        attributes={attribute: json.loads(most_frequent(values[attribute])) for attribute in sorted(values)},
        mentions=tuple(sorted(mentions.items())),
    )


def _unite_claim(found: list[tuple[str, Claim]]) -> MergedClaim:
    statements = _statements(found)
    if len(found) == 1:
        return MergedClaim(found[0][1], statements)
    best = min(statements, key=_preference)
    wording = {
        field: _most_frequent_or_none(getattr(claim, field) for _, claim in found)
        for field in _WORDING
        if field in type(found[0][1]).model_fields
    }
    claim = min((claim for _, claim in found), key=lambda claim: claim.model_dump_json())
    return MergedClaim(
        claim.model_copy(
            update=wording
            | {
                "evidence": best.evidence,
                "slots": best.slots,
                "rule": best.rule,
                "confidence": united_confidence(statements),
            }
        ),
        statements,
    )


def _statements(found: Iterable[tuple[str, Claim]]) -> tuple[Statement, ...]:
    """The statements of a claim sorted by place; of two at one place the preferred one."""
    by_place: dict[tuple[str, TextField, int, int], Statement] = {}
    for paper_id, claim in found:
        statement = Statement(paper_id, claim.evidence, claim.slots, claim.confidence, claim.rule)
        known = by_place.get(statement.place)
        by_place[statement.place] = statement if known is None else min(known, statement, key=_preference)
    return tuple(statement for _, statement in sorted(by_place.items()))


def _preference(statement: Statement) -> tuple[float, str, str, str]:
    """Sorts the most confident first; the rest makes the choice between equals independent of their order."""
    return (
        -statement.confidence,
        statement.rule,
        json.dumps(statement.place, ensure_ascii=False),
        json.dumps(statement.slots, sort_keys=True),
    )


def most_frequent(values: Iterable[str]) -> str:
    """The value given most often; of equally frequent ones the first in code point order.

    >>> most_frequent(["FastFoo", "Fastfoo", "Fastfoo", "FastFoo"])
    'FastFoo'
    """
    return min(Counter(values).items(), key=lambda item: (-item[1], item[0]))[0]


def _most_frequent_or_none(values: Iterable[str | None]) -> str | None:
    given = [value for value in values if value is not None]
    return most_frequent(given) if given else None
