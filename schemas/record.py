"""One paper read: the durable form between reading and the graph, a line of JSON each."""

from collections import Counter
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from schemas.claim import Claim, QualityClaim, ResourceClaim, SpeedupClaim
from schemas.entity import Entity, Place
from schemas.paper import Paper

_CHANGES = (SpeedupClaim, ResourceClaim, QualityClaim)

NumberReason = Literal[
    "background",  # a result or fact that is not this paper's claim
    "citation",
    "count",  # how many of something
    "equation",  # part of a formula, an index or a variable
    "list",  # a list or section marker
    "name",  # part of a name: 3D, GPT-4, ResNet-50, FP16
    "ordinal",
    "resolution",  # 256 x 256, 4K
    "setting",  # a parameter of the work: batch size 32, temperature 0.7
    "size",  # how large the input, the data or the model is
    "url",
    "year",
    "other",
]


class NumberNote(Place):
    """One number of the text: the claim that states it, or the reason why none does."""

    claim: str | None = None
    reason: NumberReason | None = None

    @model_validator(mode="after")
    def _claim_or_reason(self) -> Self:
        if (self.claim is None) == (self.reason is None):
            raise ValueError(f"number {self.text!r} needs either a claim or a reason why it is none")
        return self


class Record(BaseModel):
    """A paper with its entities, claims and number ledger.

    Building one checks it: every offset slices to its text, no entity is listed twice, every claim's entities and every
    number's claim are in the record, and a factor is what its stated change amounts to.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    paper: Paper
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    numbers: tuple[NumberNote, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        texts = {"title": self.paper.title, "abstract": self.paper.abstract}
        known = {entity.id for entity in self.entities}
        if len(known) < len(self.entities):
            twice = [id for id, times in Counter(entity.id for entity in self.entities).items() if times > 1]
            raise ValueError(f"entities {sorted(twice)} are listed more than once")
        places: list[Place] = [mention for entity in self.entities for mention in entity.mentions]
        for place in (*places, *(claim.evidence for claim in self.claims), *self.numbers):
            if texts[place.field][place.start : place.end] != place.text:
                found = texts[place.field][place.start : place.end]
                raise ValueError(f"{place.field}[{place.start}:{place.end}] is {found!r}, not {place.text!r}")
        for claim in self.claims:
            if missing := claim.entity_ids() - known:
                raise ValueError(f"claim {claim.id} names {sorted(missing)}, which the record does not list")
            if isinstance(claim, _CHANGES) and claim.factor != (factor := claim.amount()):
                raise ValueError(f"claim {claim.id} has the factor {claim.factor!r}; what it states is {factor!r}")
            for slot, (start, end) in claim.slots.items():
                if not 0 <= start < end <= len(texts[claim.evidence.field]):
                    raise ValueError(
                        f"slot {slot} of claim {claim.id} [{start}:{end}] is outside the {claim.evidence.field}"
                    )
        claims = {claim.id for claim in self.claims}
        for number in self.numbers:
            if number.claim is not None and number.claim not in claims:
                raise ValueError(f"number {number.text!r} is of claim {number.claim}, which the record does not list")
        return self

    def to_json(self) -> str:
        """The record as one line of JSON, without the line end."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, line: str | bytes) -> Self:
        """The record of one line of JSON.

        Raises:
            pydantic.ValidationError: where the line is no JSON or no consistent record.
        """
        return cls.model_validate_json(line)
