"""What a graph holds, in a few figures: what a build ends with."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from heapq import nsmallest
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from kg.phrases import factor
from schemas import CLAIM_TYPES, Record
from schemas.graph import ENTITY_LABELS, RelationshipType

if TYPE_CHECKING:
    from kg.tables import Tables

LARGEST = 10
"""How many speedups a summary lists."""


class Speedup(BaseModel):
    """A speedup for reading: names instead of ids. ``factor`` is such as ``up to 5×``."""

    model_config = ConfigDict(frozen=True)

    factor: str
    method: str
    baseline: str
    hardware: str
    paper: str


class Summary(BaseModel):
    """Counts of a graph: entities by type, claims by type, numbers by what became of them; its largest speedups."""

    model_config = ConfigDict(frozen=True)

    papers: int
    entities: dict[str, int]
    claims: dict[str, int]
    numbers: dict[str, int]
    speedups: tuple[Speedup, ...]

    @classmethod
    def of(cls, tables: "Tables", numbers: Counter[str]) -> "Summary":
        """The summary of a graph and of what became of the numbers of its papers."""
        claims = Counter(tables.nodes["Claim"]["type"].to_pylist())
        reasons = sorted(numbers.keys() - {CLAIMED}, key=lambda reason: (-numbers[reason], reason))
        return cls(
            papers=len(tables.nodes["Paper"]),
            entities={kind: len(tables.nodes[label]) for kind, label in ENTITY_LABELS.items()},
            claims={kind: claims[kind] for kind in CLAIM_TYPES},
            numbers={name: numbers[name] for name in (CLAIMED, *reasons)},
            speedups=tuple(_largest_speedups(tables)),
        )


CLAIMED = "claimed"
"""Stands among the reasons of `Summary.numbers` for the numbers that a claim states."""


def fates(record: Record) -> Iterator[str]:
    """What became of each number of a record: `CLAIMED`, or the reason why it is no claim's."""
    return (note.reason or CLAIMED for note in record.numbers)


def _largest_speedups(tables: "Tables") -> Iterator[Speedup]:
    columns = ("type", "factor_low", "factor_high", "confidence", "id")
    found = (
        (-((low if high is None else high) or 0), -confidence, claim)
        for type, low, high, confidence, claim in zip(
            *(tables.nodes["Claim"][column].to_pylist() for column in columns), strict=True
        )
        if type == "speedup"
    )
    largest = [claim for _, _, claim in nsmallest(LARGEST, found)]
    rows = tables.within({*largest, *tables.around(largest)})
    nodes = {node.id: node.properties for node in rows.nodes}
    ends: dict[tuple[str, RelationshipType], list[str]] = defaultdict(list)
    for edge in rows.relationships:
        claim, end = (edge.target, edge.source) if edge.type == "STATES" else (edge.source, edge.target)
        ends[claim, edge.type].append(end)

    def names(claim: str, kind: RelationshipType, name: str = "name") -> str:
        return ", ".join(str(nodes[end][name]) for end in dict.fromkeys(ends[claim, kind]) if name in nodes[end])

    for claim in largest:
        properties = nodes[claim]
        yield Speedup(
            factor=factor(properties),
            method=names(claim, "SUBJECT"),
            baseline=names(claim, "BASELINE") or str(properties.get("baseline_text", "")),
            hardware=names(claim, "ON_HARDWARE"),
            paper=names(claim, "STATES", "title"),
        )
