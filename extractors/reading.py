"""A paper between finding and relating: cleaned fields, sentences, and mentions that know their entity."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from schemas import EntityType, Paper, TextField
from schemas.entity import AttributeValue


@dataclass(frozen=True, slots=True)
class Spot:
    """A mention with the entity it stands for; ``score`` is the probability that it is one."""

    field: TextField
    start: int
    end: int
    entity: str
    type: EntityType
    rule: str
    score: float = 1.0
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a field; the title is one sentence. ``index`` counts over the paper, the title being 0."""

    field: TextField
    start: int
    end: int
    index: int


@dataclass(frozen=True, slots=True)
class Named:
    """An entity of the paper, before its mentions are put on record."""

    id: str
    type: EntityType
    name: str
    attributes: Mapping[str, AttributeValue]
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the relating rules see of a paper.

    ``texts`` are the fields cleaned (``extractors.text.clean``), as long as the originals. ``spots`` are sorted by
    place and do not overlap. ``main`` is the paper's main named contribution, ``introduced`` all it names as its own.
    """

    paper: Paper
    texts: Mapping[TextField, str]
    sentences: tuple[Sentence, ...]
    spots: tuple[Spot, ...]
    entities: Mapping[str, Named]
    main: str | None = None
    introduced: tuple[str, ...] = ()

    def raw(self, field: TextField) -> str:
        """The field as given."""
        return self.paper.title if field == "title" else self.paper.abstract

    def spots_in(self, sentence: Sentence) -> Iterator[Spot]:
        """The mentions of one sentence, in order."""
        first = bisect_left(self.spots, (sentence.field != "title", sentence.start), key=_place)
        for spot in islice(self.spots, first, None):
            if spot.field != sentence.field or spot.start >= sentence.end:
                break
            yield spot


def _place(spot: Spot) -> tuple[bool, int]:
    return spot.field != "title", spot.start
