"""What a graph holds, in a few figures: what a build ends with."""

from collections import Counter
from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict

from kg.lookup import FoundClaim, Names, find_claims
from kg.merge import Merged
from kg.projection import Rows
from schemas import CLAIM_TYPES, Record
from schemas.graph import ENTITY_LABELS

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
    def of(cls, merged: Merged, rows: Rows, numbers: Counter[str]) -> "Summary":
        """The summary of merged records, of their rows and of the tally of their numbers."""
        labels = Counter(node.label for node in rows.nodes)
        claims = Counter(str(node.properties["type"]) for node in rows.nodes if node.label == "Claim")
        reasons = sorted(numbers.keys() - {CLAIMED}, key=lambda reason: (-numbers[reason], reason))
        return cls(
            papers=labels["Paper"],
            entities={kind: labels[label] for kind, label in ENTITY_LABELS.items()},
            claims={kind: claims[kind] for kind in CLAIM_TYPES},
            numbers={name: numbers[name] for name in (CLAIMED, *reasons)},
            speedups=tuple(map(_speedup, find_claims(merged, Names(rows), type="speedup")[:LARGEST])),
        )


CLAIMED = "claimed"
"""Stands among the reasons of `Summary.numbers` for the numbers that a claim states."""


def tallied(records: Iterable[Record], numbers: Counter[str]) -> Iterator[Record]:
    """The records as they are; on the way, what became of their numbers is counted."""
    for record in records:
        numbers.update(note.reason or CLAIMED for note in record.numbers)
        yield record


def _speedup(found: FoundClaim) -> Speedup:
    factor = getattr(found.claim, "factor", None)
    return Speedup(
        factor=factor_text(factor.low, factor.high) if factor else "",
        method=found.subject or "",
        baseline=found.baseline or "",
        hardware=", ".join(found.hardware),
        paper=", ".join(paper.title for paper in found.papers),
    )


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
