"""What a picture of the graph shows: papers and things as nodes, and what is claimed between them as lines.

A claim is a node of the graph because it joins up to five things; drawn so, a page is a tangle of dots. Here a claim is
a line from its subject to its baseline, or, where it has none, to the hardware and datasets it was stated on.
One line stands for all claims between the same two nodes, and keeps them all.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from exports.flat import display_name
from kg.phrases import phrase
from kg.projection import Node, Properties, Relationship, Rows
from kg.tables import Tables
from schemas.graph import LABELS, RelationshipType

LineKind = Literal[
    "speedup",
    "resource",
    "quality",
    "measurement",
    "comparison",
    "hardware_use",
    "dataset_use",
    "introduces",
    "variant",
    "mention",
]
LINE_KINDS: tuple[LineKind, ...] = (
    "speedup", "resource", "quality", "measurement", "comparison",
    "hardware_use", "dataset_use", "introduces", "variant", "mention",
)  # fmt: skip
_WORDS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a claim stands: the paper's node id and the sentence."""

    paper: str
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with the ids of the nodes it joins; ``phrase`` is what it says of its subject."""

    id: str
    kind: LineKind
    subject: str
    phrase: str
    baseline: str | None
    baseline_text: str | None
    hardware: tuple[str, ...]
    datasets: tuple[str, ...]
    factor: float | None
    sentences: tuple[Sentence, ...]

    def about(self) -> frozenset[str]:
        """Ids of all nodes the claim names or is stated by."""
        named = {self.subject, *self.hardware, *self.datasets, *(sentence.paper for sentence in self.sentences)}
        return frozenset(named | {self.baseline} if self.baseline else named)


@dataclass(frozen=True, slots=True)
class Line:
    """All that is said between two nodes; ``words`` are the phrases to write on the line."""

    source: str
    target: str
    kind: LineKind
    words: tuple[str, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A drawing's nodes, lines and statements; ``total`` counts the nodes there would be without a limit.

    Statements of the strongest kind and with the largest factor come first. ``names`` are what to call the nodes, and
    whatever else the statements name, by id.
    """

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    statements: tuple[Statement, ...]
    total: int
    names: Mapping[str, str]


def view(tables: Tables, most: int) -> View:
    """The view of a graph: all its nodes but the claims, or the ``most`` best connected ones where there are more."""
    ids = [id for label in LABELS if label != "Claim" for id in tables.ids(label)]
    joined = _joined(tables)
    chosen = set(ids) if len(ids) <= most else _best_connected(ids, joined, most)
    claims = tables.claims_of(chosen)
    rows = tables.within({*chosen, *claims, *tables.around(claims)})
    statements = sorted((found for found in _statements(rows) if found.subject in chosen), key=_weight)
    lines = _lines(rows, statements, joined.keys())
    return View(
        nodes=tuple(node for node in rows.nodes if node.id in chosen),
        lines=tuple(line for line in lines if line.source in chosen and line.target in chosen),
        statements=tuple(statements),
        total=len(ids),
        names={node.id: display_name(node) for node in rows.nodes if node.label != "Claim"},
    )


def _joined(tables: Tables) -> dict[str, set[str]]:
    """All nodes that lines lead to, other than for mentions, each with the nodes at their other ends."""
    subjects: dict[str, list[str]] = defaultdict(list)
    joined: dict[str, set[str]] = defaultdict(set)
    for claim, subject in tables.ends("SUBJECT"):
        subjects[claim].append(subject)
    settings = tables.ends("BASELINE", "ON_HARDWARE", "ON_DATASET")
    of_claims = ((subject, end) for claim, end in settings for subject in subjects[claim])
    for one, other in chain(of_claims, tables.ends("INTRODUCES", "VARIANT_OF")):
        if one != other:
            joined[one].add(other)
            joined[other].add(one)
    return joined


def _best_connected(nodes: Iterable[str], joined: Mapping[str, Set[str]], most: int) -> set[str]:
    """The node with the most lines, then always the one with the most lines among those joined to what is chosen.

    So the chosen hang together, as the plain first ``most`` by lines would not; where a connected part is used up, the
    best of the others begins the next. A mention is no reason to be chosen.
    """
    none: Set[str] = frozenset()
    ranked = sorted(nodes, key=lambda node: (-len(joined.get(node, none)), node))
    rank = {node: place for place, node in enumerate(ranked)}
    chosen: set[str] = set()
    for start in ranked:
        waiting = [rank[start]]
        while waiting and len(chosen) < most:
            node = ranked[heapq.heappop(waiting)]
            if node not in chosen:
                chosen.add(node)
                for other in joined.get(node, none) - chosen:
                    heapq.heappush(waiting, rank[other])
    return chosen


def _statements(rows: Rows) -> Iterator[Statement]:
    ends: dict[tuple[str, RelationshipType], list[Relationship]] = defaultdict(list)
    sentences: dict[str, list[Sentence]] = defaultdict(list)
    for edge in rows.relationships:
        if edge.type == "STATES":
            sentences[edge.target].append(Sentence(edge.source, str(edge.properties["text"])))
        elif edge.source_label == "Claim":
            ends[edge.source, edge.type].append(edge)
    for node in rows.nodes:
        if node.label != "Claim":
            continue
        hardware, datasets = ends[node.id, "ON_HARDWARE"], ends[node.id, "ON_DATASET"]
        uses = [edge.properties for edge in (*hardware, *datasets)]
        baselines = [edge.target for edge in ends[node.id, "BASELINE"]]
        for subject in ends[node.id, "SUBJECT"]:
            yield Statement(
                id=node.id,
                kind=_kind(node.properties),
                subject=subject.target,
                phrase=phrase(node.properties, uses[0] if uses else None),
                baseline=baselines[0] if baselines else None,
                baseline_text=_text(node.properties, "baseline_text"),
                hardware=tuple(edge.target for edge in hardware),
                datasets=tuple(edge.target for edge in datasets),
                factor=_factor(node.properties),
                sentences=tuple(sentences[node.id]),
            )


def _lines(rows: Rows, statements: Iterable[Statement], joined: Set[str]) -> list[Line]:
    """Lines sorted by their ends. A mention is drawn only to a node that would otherwise stand alone.

    ``joined`` are the nodes that other lines lead to, also from what is not shown.
    """
    said: dict[tuple[str, str], list[tuple[LineKind, str, Statement | None]]] = defaultdict(list)
    for statement in statements:
        for source, target, kind, words in _drawn(statement):
            if source != target:
                said[source, target].append((kind, words, statement))
    for edge in rows.relationships:
        if edge.type == "VARIANT_OF":
            said[edge.source, edge.target].append(("variant", "variant of", None))
    for edge in rows.relationships:
        if edge.type == "MENTIONS" and not {edge.source, edge.target} <= joined:
            said[edge.source, edge.target].append(("mention", "mentions", None))
    return [_line(*ends, parts) for ends, parts in sorted(said.items())]


def _drawn(statement: Statement) -> Iterator[tuple[str, str, LineKind, str]]:
    """A claim's lines: source, target, kind and words."""
    if statement.kind == "introduces":
        for sentence in statement.sentences:
            yield sentence.paper, statement.subject, "introduces", "introduces"
    elif statement.baseline:
        yield statement.subject, statement.baseline, statement.kind, statement.phrase
        for device in statement.hardware:
            yield statement.subject, device, "hardware_use", "runs on"
        for dataset in statement.datasets:
            yield statement.subject, dataset, "dataset_use", "evaluated on"
    else:
        for target in (*statement.hardware, *statement.datasets):
            yield statement.subject, target, statement.kind, statement.phrase


def _line(source: str, target: str, parts: list[tuple[LineKind, str, Statement | None]]) -> Line:
    """One line for all that is said between two nodes, named after the strongest kind of it."""
    parts = sorted(parts, key=lambda part: LINE_KINDS.index(part[0]))
    strongest = parts[0][0]
    weak = ("hardware_use", "dataset_use")
    words = list(dict.fromkeys(words for kind, words, _ in parts if strongest in weak or kind not in weak))
    words = [said for said in words if not any(other.startswith(f"{said} ") for other in words)]
    if len(words) > _WORDS_SHOWN:
        words[_WORDS_SHOWN:] = [f"+{len(words) - _WORDS_SHOWN} more"]
    told = dict.fromkeys(statement for _, _, statement in parts if statement)  # whatever is drawn twice
    return Line(source, target, strongest, tuple(words), tuple(told))


def _kind(claim: Properties) -> LineKind:
    return next(kind for kind in LINE_KINDS if kind == claim["type"])


def _factor(claim: Properties) -> float | None:
    """How many times better: of an interval the upper end, of an open one the end that is stated."""
    value = claim.get("factor_high", claim.get("factor_low"))
    return None if value is None else float(str(value))


def _weight(statement: Statement) -> tuple[int, float, str, str]:
    """Sorts the strongest kind first, and of one kind the largest factor."""
    return LINE_KINDS.index(statement.kind), -(statement.factor or 0), statement.id, statement.subject


def _text(properties: Properties, name: str) -> str | None:
    return str(properties[name]) if name in properties else None
