"""One named method against another in words alone.

"FooNet outperforms BarNet and matches BazNet" gives two ``comparison`` claims; with a number between the same two, such
as "2x faster than BarNet", the number's own claim says it and no comparison is made.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.linear import SHIPPED, Models
from extractors.reading import Reading
from extractors.relate.context import Words
from extractors.relate.evidence import evidence_of
from schemas import Claim, ComparisonClaim, Relation

THRESHOLD = 0.5
"""Chosen by cross-validation on train."""
REACH = 60
"""How many words away a comparing word is looked for."""


class _Cue(NamedTuple):
    """A sort of comparing word: what it says of the method that follows it."""

    name: str
    relation: Relation
    pattern: re.Pattern[str]


_TABLE: tuple[tuple[str, Relation, str], ...] = (
    ("beats", "outperforms", r"(?:outperform|surpass|exceed|outstrip|outclass|dominat)(?:e?s|e?d|ing)?"),
    ("beats", "outperforms", r"beats?|beating|pareto-dominates"),
    ("better", "outperforms", r"superior|superiority|better|best|faster|higher|lower|smaller|fewer|efficient"),
    ("gains", "outperforms", r"improv(?:es|ed|ing|ements?)|advances|gains?|wins?|advantages?|reduc(?:es|ing|tion)"),
    ("matches", "matches", r"match(?:es|ed|ing)?|rivals?|rivaling|equals?"),
    ("alike", "matches", r"comparable|comparably|competitive|par|similar|similarly|equivalent|close"),
    ("trails", "underperforms", r"worse|lags?|slower|inferior|degrades?|underperforms?|approaching|behind"),
    ("against", "outperforms", r"compared|unlike"),
)
_CUES = tuple(_Cue(name, relation, re.compile(pattern)) for name, relation, pattern in _TABLE)
_LEADS = {
    "better": frozenset(("than", "over", "to", "compared", "relative", "against", "vs")),
    "gains": frozenset(("than", "over", "to", "compared", "relative", "against", "upon")),
    "alike": frozenset(("to", "with", "as")),
}
"""What must stand between a comparing word of these sorts and the method, and is looked for with all."""
_ALL_LEADS = frozenset(word for leads in _LEADS.values() for word in leads)
_BREAK = re.compile(
    r"by|on|in|for|using|while|whereas|although|when|at|from|through|via|that|is|without|which|where|but|across|achieving"
    r"|under|are|its|their|[:;]"
)
"""What seldom stands between a comparing word and the method it compares with."""
_OURS = frozenset(("we", "our", "it", "ours", "this", "results", "experiments", "evaluations"))
_OPENERS = frozenset(("that", ",", "the", "a", "while", "."))
_JOINS = frozenset((",", "and", "or", ")", "(", "/", "both"))


def list_head(words: Words, index: int) -> int:
    """The first mention of the list that a mention stands in: of "A, B, and C" the index of A."""
    head = at = index
    while at > max(0, index - REACH) and (words.words[at - 1] in _JOINS or words.words[at - 1][0].isdigit()):
        at -= 1
        if at - 1 in words.spots and words.spots[at - 1].type == words.spots[index].type:
            head = at = at - 1
    return head


def candidate(reading: Reading, words: Words, index: int) -> tuple[Relation, list[str]] | None:
    """The relation that the nearest comparing word gives a method, and the features that tell whether it is meant."""
    head = list_head(words, index)
    before = words.words[:head]
    found = max(_leading(before), default=None)
    fronted = found is None or found[1].name == "against"
    if fronted:
        if found is None and not {"relative", "over", "than"} & set(before[-3:]):
            return None
        found = next(_cues(words.words, index + 1, index + REACH), found)
    if found is None:
        return None
    place, cue = _stronger(words, *found)
    between = words.words[min(place, index) + 1 : max(place, head)]
    spots = [words.spots[at].entity for at in range(min(place, head) + 1, max(place, head)) if at in words.spots]
    after = words.words[index + 1 : index + 9]
    own = words.spots[index]
    subject = set(before[:place])
    ours = bool(_OURS & subject) or any(at < place and spot.entity == reading.main for at, spot in words.spots.items())
    other = any(
        at < place and spot.type == "method" and spot.entity != reading.main for at, spot in words.spots.items()
    )
    breaks = [word for word in between if _BREAK.fullmatch(word)]
    led = [at for at, word in enumerate(between) if word in _ALL_LEADS]
    lead, gap = (between[led[-1]], len(between) - led[-1]) if led else ("-", len(between))
    name = f"{cue.name} front={fronted}"
    return cue.relation, [
        name,
        f"cue={words.words[place]}",
        f"{name} led={lead}",
        f"{name} gap={min(gap, 6)}",
        f"{cue.name} near={min(len(between), 4)}",
        f"{name} far={min(len(between) // 4, 5)}",
        f"{name} breaks={min(len(breaks), 2)}",
        *(f"break={word}" for word in sorted(set(breaks))),
        f"title={words.sentence.field == 'title'}",
        f"number-between={any(word[0].isdigit() for word in between)}",
        f"{cue.name} number-after={'by' in after and any(word[0].isdigit() for word in after)}",
        f"number-before={any(word[0].isdigit() for word in before[-10:])}",
        f"listed={head != index} next={after[0] if after and after[0] in _JOINS | {'-'} else '_'}",
        f"such-as={bool({'such', 'like', 'including', 'g'} & set(before[-3:]))} {cue.name}",
        f"baselines={bool({'baselines', 'methods', 'models', 'state-of-the-art', 'prior', 'existing'} & set(between))}",
        f"names-between={min(len(spots), 3)}",
        f"main-between={reading.main in spots}",
        f"{cue.name} ours={ours} other={other}",
        f"introduced={own.entity in reading.introduced}",
        f"generic={own.generic}",
    ]


def _cues(words: Sequence[str], start: int, stop: int) -> Iterator[tuple[int, _Cue]]:
    for place in range(max(0, start), min(stop, len(words))):
        if cue := _cue(words[place]):
            yield place, cue


@lru_cache(maxsize=10_000)
def _cue(word: str) -> _Cue | None:
    return next((cue for cue in _CUES if cue.pattern.fullmatch(word)), None)


def _stronger(words: Words, place: int, cue: _Cue) -> tuple[int, _Cue]:
    """Of two joined comparing words the one that claims more: "matches or outperforms" outperforms."""
    for at, other in _cues(words.words, place - 2, place + 3):
        joined = words.words[min(at, place) + 1 : max(at, place)]
        if other.name == "beats" and joined in {("or",), ("/",), ("and",)}:
            return at, other
    return place, cue


def _leading(words: Sequence[str]) -> Iterator[tuple[int, _Cue]]:
    """The comparing words of a start of sentence that can reach what follows it."""
    for place, cue in _cues(words, len(words) - REACH, len(words)):
        if cue.name not in _LEADS or _LEADS[cue.name] & set(words[place + 1 :]):
            yield place, cue


def relate_comparisons(
    reading: Reading, all_words: Sequence[Words], numeric: Iterable[Claim], models: Models = SHIPPED
) -> Iterator[ComparisonClaim]:
    """A ``comparison`` for each baseline that is beaten, matched or not reached without a number."""
    settled = {getattr(claim, "baseline", None) for claim in numeric}
    best: dict[str, ComparisonClaim] = {}
    for words in all_words:
        for index, spot in words.spots.items():
            if not may_be_baseline(reading, words, index) or spot.entity in settled:
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
                subject=_subject(reading, words, index),
                relation=relation,
                baseline=spot.entity,
                evidence=evidence_of(reading, words.sentence),
                slots={"baseline": (spot.start, spot.end)},
                confidence=round(probability, 3),
                rule=f"comparison.{relation}",
            )
    yield from best.values()


def _subject(reading: Reading, words: Words, index: int) -> str | None:
    """Who is compared: the main contribution, or where it is not named, the first method that the sentence opens with.

    In "We find that FooNet-S outperforms BarNet" of a paper on FooNet it is FooNet-S.
    """
    head = list_head(words, index)
    named = [(at, spot) for at, spot in words.spots.items() if at < head and spot.type == "method" and not spot.generic]
    if any(spot.entity == reading.main for _, spot in named):
        return reading.main
    for at, spot in named:
        opens = words.words[at - 1] in _OPENERS if at else True
        if spot.entity in reading.introduced or (opens and not _OURS & set(words.words[:at])):
            return spot.entity
    return reading.main


def may_be_baseline(reading: Reading, words: Words, index: int) -> bool:
    """Whether a mention is a named method other than the paper's own."""
    spot = words.spots[index]
    return spot.type == "method" and not spot.generic and spot.entity != reading.main
