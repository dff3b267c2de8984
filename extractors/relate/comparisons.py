"""One named method against another in words alone.

"FooNet outperforms BarNet and matches BazNet" gives two ``comparison`` claims; with a number between the same two, such
as "2x faster than BarNet", the number's own claim says it and no comparison is made.
"""

from collections.abc import Iterable, Iterator, Sequence

from extractors import linear
from extractors.reading import Reading
from extractors.relate.context import Words, around
from extractors.relate.evidence import evidence_of
from schemas import Claim, ComparisonClaim, Relation

THRESHOLD = 0.4

_RELATIONS: tuple[Relation, ...] = ("outperforms", "matches", "underperforms")


def comparison_features(reading: Reading, words: Words, index: int) -> Iterator[str]:
    """What tells the baseline of a comparison from a method in passing, at one place."""
    where = "t" if words.sentence.field == "title" else "s"
    yield where
    spot = words.spots[index]
    for feature in around(words, index):
        yield f"{where}:{feature}"
    before, after = words.words[:index], words.words[index + 1 :]
    for word in set(before):
        yield f"before={word}"
    for word in set(after):
        yield f"after={word}"
    main_before = [i for i, other in words.spots.items() if i < index and other.entity == reading.main]
    if main_before:
        yield "main-before"
        for word in set(words.words[main_before[-1] + 1 : index]):
            yield f"between={word}"
    elif any(word in {"we", "our", "it", "this"} for word in before):
        yield "ours-before"
    if spot.entity in reading.introduced:
        yield "introduced"
    yield f"number-between={any(word[0].isdigit() for word in before[-12:])}"
    yield f"named={reading.main is not None}"


def relate_comparisons(
    reading: Reading, all_words: Sequence[Words], numeric: Iterable[Claim]
) -> Iterator[ComparisonClaim]:
    """A ``comparison`` for each baseline that is beaten, matched or not reached without a number."""
    model = linear.load("comparisons")
    settled = {getattr(claim, "baseline", None) for claim in numeric}
    best: dict[str, ComparisonClaim] = {}
    for words in all_words:
        for index, spot in words.spots.items():
            if spot.type != "method" or spot.generic or spot.entity == reading.main or spot.entity in settled:
                continue
            found = model.probabilities(comparison_features(reading, words, index))
            relation = max(_RELATIONS, key=lambda name: found.get(name, 0.0))
            known = best.get(spot.entity)
            if found[relation] < THRESHOLD or (known and known.confidence >= found[relation]):
                continue
            best[spot.entity] = ComparisonClaim(
                subject=reading.main,
                relation=relation,
                baseline=spot.entity,
                evidence=evidence_of(reading, words.sentence),
                slots={"baseline": (spot.start, spot.end)},
                confidence=round(found[relation], 3),
                rule=f"comparison.{relation}",
            )
    yield from best.values()
