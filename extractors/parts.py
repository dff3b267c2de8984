"""Long texts in parts: whatever the text, reading takes time linear in its length.

An abstract is one part. A text of more than ``LONGEST`` characters, which no abstract has, is cut between sentences,
each part is read as a paper of its own beside the title, and the records become one.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from extractors.text import clean, sentences
from schemas import Claim, Entity, Mention, Paper, Record, TextField
from schemas.entity import Place

PlaceType = TypeVar("PlaceType", bound=Place)

LONGEST = 4000
"""Characters of a field that are read together; arXiv cuts abstracts at 1,920."""


@dataclass(frozen=True, slots=True)
class Part:
    """A paper cut to a stretch of each field; ``starts`` says where in the whole the stretches begin.

    ``repeats_title`` says that the title is there only for the part's context: another part accounts for it.
    """

    whole: Paper
    paper: Paper
    starts: dict[TextField, int]
    repeats_title: bool
    is_last: bool


def divide(paper: Paper) -> Iterator[Part]:
    """The parts of a paper, in order.

    >>> [part.starts["abstract"] for part in divide(Paper(id="a", title="Long", abstract="Some words. " * 800))]
    [0, 3995, 7991]
    """
    titles, abstracts = list(_pieces(paper.title)), list(_pieces(paper.abstract))
    count = max(len(titles), len(abstracts))
    for index in range(count):
        repeats_title = index >= len(titles)
        title = titles[0 if repeats_title else index]
        abstract = abstracts[index] if index < len(abstracts) else (0, 0)
        cut = {"title": paper.title[slice(*title)], "abstract": paper.abstract[slice(*abstract)]}
        part = paper.model_copy(update=cut) if count > 1 else paper
        yield Part(paper, part, {"title": title[0], "abstract": abstract[0]}, repeats_title, index == count - 1)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    if len(text) > LONGEST:
        ends = [end for _, end in sentences(clean(text))]
        while len(text) - start > LONGEST:
            limit = start + LONGEST
            last = bisect_right(ends, limit)
            end = ends[last - 1] if last else 0
            if end <= start:
                end = text.rfind(" ", start, limit) + 1
            if end <= start:
                end = limit
            yield start, end
            start = end
    yield start, len(text)


def join(read: Sequence[tuple[Part, Record]]) -> Record:
    """The record of a paper from those of its parts."""
    if len(read) == 1:
        return read[0][1]
    claims = unique_claims(
        _moved_claim(claim, part) for part, record in read for claim in record.claims if _counts(claim.evidence, part)
    )
    notes = [_moved(note, part) for part, record in read for note in record.numbers if _counts(note, part)]
    return Record(
        paper=read[0][0].whole,
        entities=tuple(_entities(read, {ident for claim in claims for ident in claim.entity_ids()})),
        claims=tuple(claims),
        numbers=tuple(sorted(notes, key=_position)),
    )


def unique_claims(claims: Iterable[Claim]) -> list[Claim]:
    """One claim an id, the surest, in the order of the text."""
    best: dict[str, Claim] = {}
    for claim in claims:
        if claim.id not in best or best[claim.id].confidence < claim.confidence:
            best[claim.id] = claim
    return sorted(best.values(), key=lambda c: (*_position(c.evidence), c.slots.get("stated", (0, 0)), c.type, c.id))


def _entities(read: Iterable[tuple[Part, Record]], needed: set[str]) -> Iterator[Entity]:
    first: dict[str, Entity] = {}
    forms: dict[str, set[str]] = defaultdict(set)
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for part, record in read:
        for entity in record.entities:
            known = first.setdefault(entity.id, entity)
            forms[entity.id].update({entity.name, *entity.aliases} - {known.name})
            mentions[entity.id].extend(_moved(mention, part) for mention in entity.mentions if _counts(mention, part))
    for ident in sorted(first):
        if mentions[ident] or ident in needed:
            places = tuple(sorted(mentions[ident], key=_position))
            yield first[ident].model_copy(update={"aliases": tuple(sorted(forms[ident])), "mentions": places})


def _counts(place: Place, part: Part) -> bool:
    return not (part.repeats_title and place.field == "title")


def _position(place: Place) -> tuple[bool, int]:
    return place.field != "title", place.start


def _moved(place: PlaceType, part: Part) -> PlaceType:
    by = part.starts[place.field]
    return place.model_copy(update={"start": place.start + by, "end": place.end + by})


def _moved_claim(claim: Claim, part: Part) -> Claim:
    by = part.starts[claim.evidence.field]
    slots = {name: (start + by, end + by) for name, (start, end) in claim.slots.items()}
    return claim.model_copy(update={"evidence": _moved(claim.evidence, part), "slots": slots})
