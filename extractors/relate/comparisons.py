"""One named method against another in words alone.

"FooNet outperforms BarNet and matches BazNet" gives two ``comparison`` claims; with a number between the same two, such
as "2x faster than BarNet", the number's own claim says it and no comparison is made.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from extractors.linear import SHIPPED, Models
from extractors.reading import Reading
from extractors.relate.context import Words
from extractors.relate.evidence import evidence_of
from schemas import Claim, ComparisonClaim, Relation

THRESHOLD = 0.4


_CUES: dict[Relation, re.Pattern[str]] = {
    "outperforms": re.compile(
        r"outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|beats?|beating|outstrip(?:s|ping)?|dominat(?:es|ing)"
        r"|superior|superiority|better|best|faster|higher|improv(?:es|ed|ing|ement|ements)|advances|gains?|wins?|efficient"
        r"|lower|smaller|outclass(?:es)?|compared|unlike|leads"
    ),
    "matches": re.compile(
        r"match(?:es|ed|ing)?|rivals?|rivaling|comparable|comparably|competitive|par|similar|similarly|equivalent|close|equals?"
    ),
    "underperforms": re.compile(r"worse|lags?|slower|inferior|degrades?|underperforms?|approach(?:es|ing)|behind"),
}
_LINK = re.compile(
    r"than|over|to|with|as|against|compared|relative|including|such|like|e|g|baselines?|methods|models|prior|existing|recent"
    r"|strong|previous|state-of-the-art|sota|and|or|while|whereas|but|although|when|using|by|for|of|in|on|from|[,;()]"
)


def candidate(reading: Reading, words: Words, index: int) -> tuple[Relation, list[str]] | None:
    """The relation that the nearest comparing word gives a method, and the features that tell whether it is meant."""
    before = words.words[:index]
    cue = max(_cues(before), default=None)
    features = []
    if cue is None:
        cue = min((found for found in _cues(words.words) if found[0] > index), default=None)
        if cue is None or not {"compared", "relative", "unlike", "over", "than"} & set(before[-3:]):
            return None
        features.append("cue-after")
    place, relation = cue
    word = words.words[place]
    between = words.words[min(place, index) + 1 : max(place, index)]
    spots = [words.spots[i].entity for i in range(min(place, index) + 1, max(place, index)) if i in words.spots]
    where = "title" if words.sentence.field == "title" else "text"
    features += [
        f"cue={word}",
        f"relation={relation}",
        f"far={min(len(between) // 3, 6)}",
        where,
        f"{relation} {where}",
    ]
    links = [w for w in between if _LINK.fullmatch(w)]
    features += sorted({f"link={w}" for w in links})
    features += [f"{relation} first={links[0] if links else '-'}", f"last={before[-1] if before else '^'}"]
    features.append(f"{relation} last={before[-1] if before else '^'}")
    features.append(f"after={words.words[index + 1] if index + 1 < len(words.words) else '$'}")
    features.append(f"numbers={any(w[0].isdigit() for w in between)}")
    features.append(f"number-before={any(w[0].isdigit() for w in before[-14:])}")
    features.append(f"names-between={min(len(spots), 3)}")
    features.append(f"main-between={reading.main in spots}")
    subject = before[: min(place, index)]
    ours = any(spot.entity == reading.main for i, spot in words.spots.items() if i < place)
    features.append(
        f"ours={ours or bool({'we', 'our', 'it', 'ours', 'this', 'results', 'experiments'} & set(subject))}"
    )
    features.append(f"introduced={words.spots[index].entity in reading.introduced}")
    features.append(f"generic={words.spots[index].generic}")
    return relation, features


def _cues(words: Sequence[str]) -> Iterator[tuple[int, Relation]]:
    for place, word in enumerate(words):
        for relation, pattern in _CUES.items():
            if pattern.fullmatch(word):
                yield place, relation


def relate_comparisons(
    reading: Reading, all_words: Sequence[Words], numeric: Iterable[Claim], models: Models = SHIPPED
) -> Iterator[ComparisonClaim]:
    """A ``comparison`` for each baseline that is beaten, matched or not reached without a number."""
    settled = {getattr(claim, "baseline", None) for claim in numeric}
    best: dict[str, ComparisonClaim] = {}
    for words in all_words:
        for index, spot in words.spots.items():
            if spot.type != "method" or spot.generic or spot.entity == reading.main or spot.entity in settled:
                continue
            option = candidate(reading, words, index)
            if option is None:
                continue
            relation, features = option
            probability = models["comparisons"].probabilities(features)["yes"]
            known = best.get(spot.entity)
            if probability < THRESHOLD or (known and known.confidence >= probability):
                continue
            best[spot.entity] = ComparisonClaim(
                subject=reading.main,
                relation=relation,
                baseline=spot.entity,
                evidence=evidence_of(reading, words.sentence),
                slots={"baseline": (spot.start, spot.end)},
                confidence=round(probability, 3),
                rule=f"comparison.{relation}",
            )
    yield from best.values()
