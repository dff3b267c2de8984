"""What a finder hands on: a stretch of text and the entity it stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas import EntityType
from schemas.entity import AttributeValue


@dataclass(frozen=True, slots=True)
class Found:
    """A mention found in one field (title or abstract).

    ``name`` is the canonical display name, ``schemas.entity_id(type, name)`` the entity. ``score`` is the finder's own
    estimate that the mention is right, 0 to 1. ``generic`` marks class words (GPU, Transformer).
    """

    start: int
    end: int
    type: EntityType
    name: str
    rule: str
    attributes: Mapping[str, AttributeValue] = field(default_factory=dict)
    score: float = 1.0
    generic: bool = False
