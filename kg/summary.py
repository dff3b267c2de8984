"""What a graph holds, in a few figures: what a build ends with."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict

from kg.projection import Node, Rows
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
    def of(cls, rows: Rows, numbers: Counter[str]) -> "Summary":
        """The summary of a graph and of the tally of numbers in its records."""
        labels = Counter(node.label for node in rows.nodes)
        claims = Counter(str(node.properties["type"]) for node in rows.nodes if node.label == "Claim")
        reasons = sorted(numbers.keys() - {CLAIMED}, key=lambda reason: (-numbers[reason], reason))
        return cls(
            papers=labels["Paper"],
            entities={kind: labels[label] for kind, label in ENTITY_LABELS.items()},
            claims={kind: claims[kind] for kind in CLAIM_TYPES},
            numbers={name: numbers[name] for name in (CLAIMED, *reasons)},
            speedups=tuple(largest_speedups(rows, LARGEST)),
        )


CLAIMED = "claimed"
"""Stands among the reasons of `Summary.numbers` for the numbers that a claim states."""


def tallied(records: Iterable[Record], numbers: Counter[str]) -> Iterator[Record]:
    """The records as they are; on the way, what became of their numbers is counted."""
    for record in records:
        numbers.update(note.reason or CLAIMED for note in record.numbers)
        yield record


def largest_speedups(rows: Rows, most: int) -> Iterator[Speedup]:
    """The speedups with the largest factors; of a range or an open one, the end that is stated last."""
    nodes = {node.id: node for node in rows.nodes}
    speedups = [node for node in rows.nodes if node.properties.get("type") == "speedup" and _size(node)]
    largest = sorted(speedups, key=lambda claim: (-_size(claim), claim.id))[:most]
    wanted = {claim.id for claim in largest}
    ends: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for edge in rows.relationships:
        if edge.type == "STATES" and edge.target in wanted:
            ends[edge.target, edge.type].append(nodes[edge.source])
        elif edge.source in wanted:
            ends[edge.source, edge.type].append(nodes[edge.target])

    def names(claim: Node, kind: str) -> str:
        return ", ".join(
            dict.fromkeys(
                str(node.properties.get("name", node.properties.get("title"))) for node in ends[claim.id, kind]
            )
        )

    for claim in largest:
        subject = ends[claim.id, "SUBJECT"]
        yield Speedup(
            factor=factor_text(claim.properties.get("factor_low"), claim.properties.get("factor_high")),
            method="" if any(node.label == "Paper" for node in subject) else names(claim, "SUBJECT"),
            baseline=names(claim, "BASELINE") or str(claim.properties.get("baseline_text", "")),
            hardware=names(claim, "ON_HARDWARE"),
            paper=names(claim, "STATES"),
        )


def factor_text(low: object, high: object) -> str:
    """A factor interval in words.

    >>> factor_text(2.0, 2.0), factor_text(1.5, 2.25), factor_text(None, 5.0), factor_text(30.0, None)
    ('2x', '1.5x to 2.25x', 'up to 5x', 'at least 30x')
    """
    if low == high or (low is not None and high is not None):
        return " to ".join(dict.fromkeys(f"{end:,.4g}x" for end in (low, high) if isinstance(end, float)))
    return f"up to {high:,.4g}x" if isinstance(high, float) else f"at least {low:,.4g}x"


def _size(claim: Node) -> float:
    ends = (claim.properties.get("factor_high"), claim.properties.get("factor_low"))
    return next((end for end in ends if isinstance(end, float)), 0.0)
