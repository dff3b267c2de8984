"""From names to things, and from things to what is claimed of them.

A name finds what has it as id, display name or alias, as :mod:`kg.naming` folds it.
Hardware stands for its variants: "A100" for the A100 40GB too, "Ampere" for all A100s. Nothing else is matched.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.merge import Merged, MergedClaim, Statement
from kg.naming import AmbiguousNameError, key, paper_keys, unknown
from kg.projection import Node, Rows
from kg.table import Table
from schemas import CLAIM_TYPES, Claim, ClaimType, DatasetUse, EntityType, HardwareUse, Paper
from schemas.entity import HARDWARE_ATTRIBUTES
from schemas.graph import ENTITY_LABELS, Label

if TYPE_CHECKING:
    import pandas as pd

_TYPES: dict[Label, EntityType] = {label: kind for kind, label in ENTITY_LABELS.items()}

VARIANT_STEPS = 8
"""How many steps up a device is still a variant: more than there are, for a query has to say how far it goes."""


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """A named thing as the graph knows it.

    ``papers`` are the ids of those that name it. ``variant_of`` names what it is a variant of, the nearest first, and
    ``variants`` what are its own, at any distance.
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    attributes: dict[str, Any]
    papers: tuple[str, ...]
    variant_of: tuple[str, ...]
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim with the papers that state it, where they do, and display names in the place of ids.

    ``subject`` is None where a paper's contribution has no name; ``baseline`` is a name, or the phrase as written.
    """

    claim: Claim
    statements: tuple[Statement, ...]
    papers: tuple[Paper, ...]
    subject: str | None
    baseline: str | None
    hardware: tuple[str, ...]
    datasets: tuple[str, ...]

    @property
    def id(self) -> str:
        return self.claim.id

    @property
    def type(self) -> ClaimType:
        return self.claim.type

    @property
    def confidence(self) -> float:
        """The probability that the claim is read rightly, all papers that state it taken together."""
        return self.claim.confidence

    @property
    def sentence(self) -> str:
        """The sentence of the most confident statement."""
        return self.claim.evidence.text

    @property
    def factor(self) -> float | None:
        """How many times better: of an interval the upper end, of an open one the end that is stated."""
        return reach(self.claim)


_COLUMNS = (
    "claim", "type", "subject", "low", "high", "unit", "bound", "sense", "factor", "metric", "aspect", "resource",
    "relation", "baseline", "hardware", "datasets", "confidence", "papers", "sentence"
)  # fmt: skip


class FoundClaims(tuple[FoundClaim, ...]):
    """Claims in the order of :func:`find_claims`."""

    __slots__ = ()

    def table(self) -> Table:
        """One row a claim, plain values only; what a claim does not have is None."""
        return Table(_COLUMNS, tuple(tuple(map(_cells(found).get, _COLUMNS)) for found in self))

    def to_frame(self) -> "pd.DataFrame":
        """The table as a pandas data frame.

        Raises:
            ImportError: where pandas is not installed (extra ``claimgraph[pandas]``).
        """
        return self.table().to_frame()


def reach(claim: Claim) -> float | None:
    """How many times better a claim says something is: the upper end of its factor, or the end that is stated."""
    factor = getattr(claim, "factor", None)
    if factor is None:
        return None
    high: float | None = factor.high
    low: float | None = factor.low
    return low if high is None else high


class Names:
    """The names of a graph: of its entities, the families of hardware that no paper names included, and its papers."""

    def __init__(self, rows: Rows) -> None:
        self._nodes: dict[str, Node] = {}
        self._named: dict[str, set[str]] = defaultdict(set)
        self._above: dict[str, str] = {}
        self._below: dict[str, list[str]] = defaultdict(list)
        self._papers: dict[str, list[str]] = defaultdict(list)
        for node in rows.nodes:
            self._nodes[node.id] = node
            if node.label != "Claim":
                for name in _strings(node, "keys"):
                    self._named[name].add(node.id)
        for edge in rows.relationships:
            if edge.type == "VARIANT_OF":
                self._above[edge.source] = edge.target
                self._below[edge.target].append(edge.source)
            elif edge.type == "MENTIONS":
                self._papers[edge.target].append(edge.source)

    def display(self, entity: str) -> str:
        """The display name of an entity id."""
        return str(self._nodes[entity].properties["name"])

    def entities(self, name: str, *kinds: EntityType) -> frozenset[str]:
        """Ids of all entities that have a name, of the given types or of any.

        Raises:
            UnknownNameError: where there is none.
        """
        labels = {ENTITY_LABELS[kind] for kind in kinds or ENTITY_LABELS}
        return self._find(" or ".join(kinds) or "entity", name, labels)

    def with_variants(self, entities: Iterable[str]) -> frozenset[str]:
        """The entities, and all that are variants of them within ``VARIANT_STEPS``."""
        found = set(entities)
        level = found
        for _ in range(VARIANT_STEPS):
            level = {below for entity in level for below in self._below[entity]} - found
            found |= level
        return frozenset(found)

    def entity(self, name: str, *kinds: EntityType) -> FoundEntity:
        """The one entity that has a name.

        Raises:
            UnknownNameError: where there is none.
            AmbiguousNameError: where there are several.
        """
        found = self.entities(name, *kinds)
        if len(found) > 1:
            raise AmbiguousNameError(f"{name!r} is the name of {', '.join(sorted(found))}; give one of these ids")
        node = self._nodes[next(iter(found))]
        return FoundEntity(
            id=node.id,
            type=_TYPES[node.label],
            name=self.display(node.id),
            aliases=_strings(node, "aliases"),
            attributes={key: value for key, value in node.properties.items() if key in HARDWARE_ATTRIBUTES},
            papers=tuple(sorted(self._papers[node.id])),
            variant_of=tuple(map(self.display, self._ancestors(node.id))),
            variants=tuple(sorted(map(self.display, self.with_variants([node.id]) - {node.id}))),
        )

    def papers(self, name: str) -> frozenset[str]:
        """Ids of the papers with an id, arXiv identifier or title.

        Raises:
            UnknownNameError: where there is none.
        """
        return self._find("paper", name, {"Paper"})

    def _ancestors(self, entity: str) -> Iterator[str]:
        while entity in self._above:
            entity = self._above[entity]
            yield entity

    def _find(self, wanted: str, name: str, labels: set[Label]) -> frozenset[str]:
        if found := {id for id in self._named.get(key(name), ()) if self._nodes[id].label in labels}:
            return frozenset(found)
        nodes = (node for node in self._nodes.values() if node.label in labels)
        raise unknown(wanted, name, (shown for node in nodes for shown in _names(node)))


def find_paper(papers: Iterable[Paper], name: str) -> Paper:
    """The one paper with an id, arXiv identifier or title.

    Raises:
        UnknownNameError: where there is none; it offers near names.
        AmbiguousNameError: where there are several, and the name is the id of none.
    """
    known = {paper.id: paper for paper in papers}
    wanted = key(name)
    found = [name] if name in known else [id for id, paper in known.items() if wanted in paper_keys(id, paper.title)]
    if not found:
        raise unknown("paper", name, (shown for paper in known.values() for shown in (paper.id, paper.title)))
    if len(found) > 1:
        raise AmbiguousNameError(f"{name!r} is the name of {', '.join(sorted(found))}; give one of these ids")
    return known[found[0]]


def find_claims(
    merged: Merged,
    names: Names,
    *,
    type: ClaimType | None = None,
    method: str | None = None,
    baseline: str | None = None,
    hardware: str | None = None,
    dataset: str | None = None,
    paper: str | None = None,
    min_factor: float | None = None,
    min_confidence: float = 0.0,
) -> FoundClaims:
    """All claims for which every condition given holds, the largest factor first, then the surest.

    ``method`` is the claim's subject, of whatever type. ``hardware`` is what something was measured on or runs on; its
    variants count as itself. ``min_factor`` is compared with :func:`reach`.

    Raises:
        UnknownNameError: where a name is of nothing in the graph.
        ValueError: where ``type`` is no type of claim.
    """
    if type is not None and type not in CLAIM_TYPES:
        raise ValueError(f"no claim has the type {type!r}; there are {', '.join(CLAIM_TYPES)}")
    subjects = None if method is None else names.entities(method)
    baselines = None if baseline is None else names.entities(baseline)
    devices = None if hardware is None else names.with_variants(names.entities(hardware, "hardware"))
    datasets = None if dataset is None else names.entities(dataset, "dataset")
    papers = None if paper is None else names.papers(paper)

    def holds(merged: MergedClaim) -> bool:
        claim = merged.claim
        return (
            (type is None or claim.type == type)
            and claim.confidence >= min_confidence
            and (min_factor is None or (reach(claim) or 0) >= min_factor)
            and (subjects is None or claim.subject in subjects)
            and (baselines is None or getattr(claim, "baseline", None) in baselines)
            and (devices is None or not devices.isdisjoint(hardware_of(claim)))
            and (datasets is None or not datasets.isdisjoint(datasets_of(claim)))
            and (papers is None or not papers.isdisjoint(merged.papers))
        )

    by_id = {known.id: known for known in merged.papers}
    found = [_found(claim, names, by_id) for claim in merged.claims if holds(claim)]
    return FoundClaims(sorted(found, key=lambda claim: (-(claim.factor or 0), -claim.confidence, claim.type, claim.id)))


def hardware_of(claim: Claim) -> tuple[str, ...]:
    """Ids of the hardware that a claim says something was measured on or runs on, sorted."""
    if isinstance(claim, HardwareUse):
        return (claim.hardware,)
    return tuple(sorted(set(getattr(claim, "hardware", ()))))


def datasets_of(claim: Claim) -> tuple[str, ...]:
    """Ids of the datasets of a claim, sorted."""
    if isinstance(claim, DatasetUse):
        return (claim.dataset,)
    return tuple(sorted(set(getattr(claim, "datasets", ()))))


def _names(node: Node) -> Iterator[str]:
    if node.label == "Paper":
        yield from (node.id, str(node.properties["title"]))
    else:
        yield from (str(node.properties["name"]), *_strings(node, "aliases"))


def _strings(node: Node, name: str) -> tuple[str, ...]:
    values = node.properties[name]
    assert isinstance(values, tuple)
    return values


def _found(merged: MergedClaim, names: Names, papers: Mapping[str, Paper]) -> FoundClaim:
    claim = merged.claim
    baseline = getattr(claim, "baseline", None)
    return FoundClaim(
        claim=claim,
        statements=merged.statements,
        papers=tuple(papers[paper] for paper in merged.papers),
        subject=None if claim.subject is None else names.display(claim.subject),
        baseline=names.display(baseline) if baseline else getattr(claim, "baseline_text", None),
        hardware=tuple(map(names.display, hardware_of(claim))),
        datasets=tuple(map(names.display, datasets_of(claim))),
    )


def _cells(found: FoundClaim) -> dict[str, Any]:
    stated = getattr(found.claim, "stated", None)
    return {
        **{name: getattr(stated, name, None) for name in ("low", "high", "unit", "bound", "sense")},
        **{name: getattr(found.claim, name, None) for name in ("metric", "aspect", "resource", "relation")},
        "claim": found.id,
        "type": found.type,
        "subject": found.subject,
        "factor": found.factor,
        "baseline": found.baseline,
        "hardware": list(found.hardware),
        "datasets": list(found.datasets),
        "confidence": found.confidence,
        "papers": [paper.id for paper in found.papers],
        "sentence": found.sentence,
    }
