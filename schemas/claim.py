"""What a paper states: one class a claim type, each with its evidence; ``Claim`` is their union, by ``type``."""

import hashlib
import json
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from schemas.entity import Place
from schemas.quantity import Change, Factor, Quantity

ContributionKind = Literal["method", "dataset", "library", "system", "hardware"]
ResourceKind = Literal[
    "memory", "storage", "energy", "cost", "communication", "parameters", "compute", "capacity", "other"
]
Relation = Literal["outperforms", "matches", "underperforms"]
Activity = Literal["training", "inference", "other"]
DatasetRole = Literal["introduced", "evaluated_on", "trained_on", "mentioned"]
Direction = Literal["better", "worse"]


class Evidence(Place):
    """The sentence that states a claim; the title counts as a sentence."""


class ClaimBase(BaseModel):
    """What all claims have.

    ``subject`` is an entity id, or None for a contribution without a name.
    ``slots`` says where in the evidence's field an argument stands; its keys are ``stated``, ``subject``, ``baseline``
    and, for hardware and datasets, the entity id.
    ``confidence`` is the calibrated probability that the claim is right in every argument.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    identity: ClassVar[tuple[str, ...]] = ()

    id: str = ""
    subject: str | None = None
    evidence: Evidence
    slots: dict[str, tuple[int, int]] = {}
    confidence: float = Field(ge=0, le=1)
    rule: str

    def content_id(self, paper_id: str) -> str:
        """The identity of the fact: type, entity ids, stated numbers and aspect, and neither sentence nor paper.

        A claim about an unnamed contribution is about that paper alone: there the paper's id takes the subject's place.
        """
        content: dict[str, Any] = {"type": getattr(self, "type", None), "subject": self.subject or paper_id}
        for name in self.identity:
            value = getattr(self, name)
            if name == "direction" and value == "better":
                continue  # ids are older than directions: a change for the better keeps the one it had
            if isinstance(value, Quantity):
                value = value.model_dump()
            elif isinstance(value, tuple):
                value = sorted(value)
            elif isinstance(value, str) and name in ("aspect", "metric"):
                value = " ".join(value.casefold().split())
            content[name] = value
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]

    def with_id(self, paper_id: str) -> Self:
        """This claim carrying its content id."""
        return self.model_copy(update={"id": self.content_id(paper_id)})

    def entity_ids(self) -> frozenset[str]:
        """Ids of all entities the claim names."""
        return frozenset(filter(None, [self.subject]))


class Introduces(ClaimBase):
    """The paper contributes ``subject``, which it calls ``name``."""

    identity: ClassVar[tuple[str, ...]] = ("kind",)
    type: Literal["introduces"] = "introduces"
    name: str = Field(min_length=1)
    kind: ContributionKind = "method"


class _Numeric(ClaimBase):
    hardware: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()

    def entity_ids(self) -> frozenset[str]:
        return super().entity_ids() | {*self.hardware, *self.datasets}


class _RelativeChange(_Numeric):
    """A change against a baseline: an entity id, or the phrase as written in ``baseline_text``.

    ``direction`` tells "2x slower" and "loses 2% accuracy" from changes for the better. ``factor`` says how many times
    better the subject is, below 1 where it is worse; it follows from ``stated`` and ``direction`` and is filled in
    where it is left out.
    """

    stated: Change
    direction: Direction = "better"
    factor: Factor | None = None
    aspect: str | None = None
    baseline: str | None = None
    baseline_text: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _fill_factor(cls, data: Any) -> Any:
        if isinstance(data, dict) and data.get("factor") is None and "stated" in data:
            worse = data.get("direction") == "worse"
            return data | {"factor": _factor(Change.model_validate(data["stated"]), worse=worse)}
        return data

    def amount(self) -> Factor | None:
        """What ``factor`` has to be: how many times better what is stated is; None where that is no ratio."""
        return _factor(self.stated, worse=self.direction == "worse")

    def entity_ids(self) -> frozenset[str]:
        return super().entity_ids() | set(filter(None, [self.baseline]))


def _factor(stated: Change, *, worse: bool) -> Factor | None:
    factor = stated.factor()
    return factor.inverse() if factor and worse else factor


class SpeedupClaim(_RelativeChange):
    """Relative speed: time, latency, throughput, frames a second, training time, convergence."""

    identity: ClassVar[tuple[str, ...]] = ("stated", "direction", "aspect", "baseline", "hardware", "datasets")
    type: Literal["speedup"] = "speedup"


class ResourceClaim(_RelativeChange):
    """Relative change in anything else one pays for or can afford."""

    identity: ClassVar[tuple[str, ...]] = (
        "stated",
        "direction",
        "resource",
        "aspect",
        "baseline",
        "hardware",
        "datasets",
    )
    type: Literal["resource"] = "resource"
    resource: ResourceKind


class QualityClaim(_RelativeChange):
    """Relative change in a quality metric."""

    identity: ClassVar[tuple[str, ...]] = (
        "stated",
        "direction",
        "metric",
        "aspect",
        "baseline",
        "hardware",
        "datasets",
    )
    type: Literal["quality"] = "quality"
    metric: str | None = None


class MeasurementClaim(_Numeric):
    """An absolute measured or required value."""

    identity: ClassVar[tuple[str, ...]] = ("stated", "metric", "hardware", "datasets")
    type: Literal["measurement"] = "measurement"
    metric: str | None = None
    stated: Quantity


class ComparisonClaim(ClaimBase):
    """One named method against another, stated in words alone."""

    identity: ClassVar[tuple[str, ...]] = ("relation", "baseline")
    type: Literal["comparison"] = "comparison"
    relation: Relation
    baseline: str

    def entity_ids(self) -> frozenset[str]:
        return super().entity_ids() | {self.baseline}


class HardwareUse(ClaimBase):
    """The paper's own work runs on, is trained on or targets ``hardware``; ``count`` of them where that is stated."""

    identity: ClassVar[tuple[str, ...]] = ("hardware", "count", "activity")
    type: Literal["hardware_use"] = "hardware_use"
    hardware: str
    count: int | None = Field(default=None, ge=1)
    activity: Activity

    def entity_ids(self) -> frozenset[str]:
        return super().entity_ids() | {self.hardware}


class DatasetUse(ClaimBase):
    """What the paper does with ``dataset``."""

    identity: ClassVar[tuple[str, ...]] = ("dataset", "role")
    type: Literal["dataset_use"] = "dataset_use"
    dataset: str
    role: DatasetRole

    def entity_ids(self) -> frozenset[str]:
        return super().entity_ids() | {self.dataset}


Claim = Annotated[
    Introduces
    | SpeedupClaim
    | ResourceClaim
    | QualityClaim
    | MeasurementClaim
    | ComparisonClaim
    | HardwareUse
    | DatasetUse,
    Field(discriminator="type"),
]
ClaimType = Literal[
    "introduces", "speedup", "resource", "quality", "measurement", "comparison", "hardware_use", "dataset_use"
]
CLAIM_TYPES: tuple[ClaimType, ...] = (
    "introduces", "speedup", "resource", "quality", "measurement", "comparison", "hardware_use", "dataset_use"
)  # fmt: skip
CLAIM_ADAPTER: TypeAdapter[Claim] = TypeAdapter(Claim)
