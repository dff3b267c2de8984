"""What a graph holds, in a few figures: what a build ends with."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from heapq import nsmallest
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from kg.projection import Properties
from schemas import CLAIM_TYPES, Record
from schemas.graph import ENTITY_LABELS, RelationshipType

if TYPE_CHECKING:
    from kg.tables import Tables

LARGEST = 10
"""How many speedups a summary lists."""


class Speedup(BaseModel):
    """A speedup for reading: names instead of ids. ``factor`` is such as ``up to 5x``."""

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
        low, high = (_number(properties, name) for name in ("factor_low", "factor_high"))
        yield Speedup(
            factor="" if low is high is None else factor_text(low, high),
            method=names(claim, "SUBJECT"),
            baseline=names(claim, "BASELINE") or str(properties.get("baseline_text", "")),
            hardware=names(claim, "ON_HARDWARE"),
            paper=names(claim, "STATES", "title"),
        )


def _number(properties: Properties, name: str) -> float | None:
    return float(str(properties[name])) if name in properties else None


def factor_text(low: float | None, high: float | None) -> str:
    """A factor interval in words.

    >>> factor_text(2.0, 2.0), factor_text(1.5, 2.25), factor_text(None, 5.0), factor_text(242000.0, None)
    ('2x', '1.5x to 2.25x', 'up to 5x', 'at least 242,000x')
    """
    if low is None and high is None:
        return "any"
    if low is None or high is None:
        return f"up to {_times(high)}" if low is None else f"at least {_times(low)}"
    return _times(low) if low == high else f"{_times(low)} to {_times(high)}"


def _times(factor: float | None) -> str:
    return "" if factor is None else f"{factor:,.0f}x" if factor >= 1000 else f"{factor:.4g}x"
