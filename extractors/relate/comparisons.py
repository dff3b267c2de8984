"""One named method against another in words alone.

"FooNet outperforms BarNet and matches BazNet" gives two ``comparison`` claims; with a number between the same two, such
as "2x faster than BarNet", the number's own claim says it and no comparison is made.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from extractors.linear import SHIPPED, Models
from extractors.reading import Reading
from extractors.relate.comparing import BREAK, JOINS, REACH, STOPS, SUCH, Phrase, list_end, list_head, phrases
from extractors.relate.context import Words
from extractors.relate.evidence import evidence_of
from schemas import Claim, ComparisonClaim, Relation

THRESHOLD = 0.55
"""Chosen by cross-validation on train."""
_OURS = frozenset(("we", "our", "it", "ours", "this", "these", "results", "experiments", "evaluations", "they"))
_OPENERS = frozenset(("that", ",", "the", "a", "while", ".", "and", ";", "whereas", "both"))
_OBLIQUE = frozenset(("on", "for", "with", "in", "to", "of", "over", "than", "from", "at", "(", "using", "by"))


class Place(NamedTuple):
    """A mention with the list it stands in, from ``head`` to before ``end``, and the comparing phrase before it."""

    reading: Reading
    words: Words
    at: int
    head: int
    end: int
    phrase: Phrase


class Option(NamedTuple):
    """A mention that may be compared with, and what tells whether it is."""

    place: Place
    features: list[str]


def options(reading: Reading, words: Words, settled: Collection[str | None]) -> Iterator[Option]:
    """Every method of others behind a comparing word, with the nearest such word.

    ``settled`` are the baselines of the paper's numeric claims.
    """
    others = [i for i, spot in words.spots.items() if spot.type == "method" and spot.entity != reading.main]
    found = phrases(words.words) if others else ()
    for index in others if found else ():
        spot = words.spots[index]
        head, end = list_head(words, index), list_end(words, index)
        before = [phrase for phrase in found if phrase.start <= head < phrase.start + REACH]
        if before and (not spot.generic or _named_beside(words, head, end)):
            place = Place(reading, words, index, head, end, before[-1])
            yield Option(place, list(features(place, settled)))


def _named_beside(words: Words, head: int, end: int) -> bool:
    """Whether a list has a name in it; a class word alone or before its instance ("the LLM, FooNet") is no baseline."""
    named = any(at in words.spots and not words.spots[at].generic for at in range(head, end))
    return named and bool({"and", "or"} & set(words.words[head:end]))


def features(place: Place, settled: Collection[str | None]) -> Iterator[str]:
    """What tells whether a comparing word compares with a mention."""
    reading, words, index, head, end, phrase = place
    text, spot = words.words, words.spots[index]
    sort = f"{phrase.sort.name} front={phrase.fronted}"
    kind = "front" if phrase.fronted else "lead" if phrase.sort.leads else "verb"
    fit, role, number = _fit(text[phrase.start : head]), _role(text, index), _number(text, phrase, end)
    gap = min((phrase.start - phrase.cue) // 3, 4)
    fits = fit in _FITTING and role in ("joined", "ends", "class")
    plain = fits and number in ("none", "clause") and actor(place)[0] != "nobody"
    yield f"plain={plain}"
    yield f"{sort} plain={plain}"
    yield f"{sort} fits={fits} number={number}"
    yield sort
    yield f"cue={text[phrase.cue]}"
    yield f"{kind} fit={fit}"
    yield f"{sort} fit={fit}"
    yield f"fit={fit} role={role}"
    yield f"{kind} gap={gap}"
    yield f"{kind} gap={gap} number={number}"
    yield f"role={role}"
    yield f"next={text[index + 1] if index + 1 < len(text) else '$'}"
    yield f"number={number}"
    yield f"{phrase.sort.name} number={number}"
    yield f"told={bool(_TOLD & set(text[: phrase.cue]))}"
    yield f"title={words.sentence.field == 'title'}"
    yield f"introduced={spot.entity in reading.introduced}"
    yield f"generic={spot.generic}"
    if spot.generic:
        yield f"generic fit={fit} role={role}"
        yield f"generic listed={head != index} head={words.spots[head].generic}"
    yield f"listed={head != index} fit={fit}"
    if {words.spots[at].entity for at in range(head, end) if at in words.spots} & set(settled) - {spot.entity}:
        yield "mate-settled"


def _fit(between: Sequence[str]) -> str:
    """How what stands before a list of names joins it to its comparing word."""
    breaks = [word for word in between if BREAK.fullmatch(word) and word not in ("than", "and", "to")]
    if SUCH & set(between[-4:]) or (between and between[-1] == "(" and between[-2:-1] != ("METHOD",)):
        return "such" if not set(breaks) & _CLAUSE else "such far"
    named = "METHOD" in between
    if breaks:
        return f"{breaks[0]} named={named}"
    if "," in between and (not named or (between[-1] != "," and "and" not in between)):
        return "comma"
    if named:
        return "and" if "and" in between else "item"
    return "at once" if len(between) < 2 else "near" if len(between) < 6 else "far"


_TOLD = frozenset(
    ("recent", "recently", "studies", "have", "has", "existing", "traditional", "conventional", "often", "typically")
)
_FITTING = frozenset(("such", "at once", "near", "and", "item"))
_CLAUSE = frozenset(
    ("while", "whereas", "although", "when", "that", "is", "which", "where", "but", ";", ":", "we", "it")
)
_CLASS = re.compile(
    r"(?:baseline|model|method|approach|implementation|technique|algorithm|framework|system|variant|teacher)(?:s|es)?"
)


def _role(text: Sequence[str], index: int) -> str:
    """What follows a mention: the end of its phrase, another of its list, a class word or another noun."""
    follows = text[index + 1] if index + 1 < len(text) else "."
    if SUCH & set(text[index + 1 : index + 4]):
        return "class of others"
    if follows in JOINS:
        return "joined"
    if follows in STOPS or BREAK.fullmatch(follows):
        return "ends"
    if follows in ("-", "'"):
        return "bound"
    return "class" if _CLASS.fullmatch(follows) else "noun"


_UNIT = re.compile(r"x|×|times|%|percent|points?|db|fold|pp|orders?|seconds|s|ms")
_SIGNS = frozenset("$\\{}~")


def _number(text: Sequence[str], phrase: Phrase, end: int) -> str:
    """Where a number stands that may say by how much: "2x faster", "by 2x" behind the names, or after them."""
    if "by" in text[end : end + 6] and any(word[0].isdigit() for word in text[end : end + 12]):
        return "by"
    behind = _numbers(text, end, min(len(text), end + 10))
    if behind and not STOPS & set(text[end : behind[0]]):
        return "by" if "by" in text[end : behind[0]] else "and" if "and" in text[end : behind[0]] else "behind"
    if phrase.fronted and _numbers(text, phrase.start, min(len(text), phrase.start + 40)):
        return "front"
    if _numbers(text, max(0, phrase.cue - 4), phrase.cue):
        return "ahead"
    if _numbers(text, phrase.cue, phrase.start):
        return "inside"
    return "clause" if _numbers(text, max(0, phrase.cue - 15), phrase.cue) else "none"


def _numbers(text: Sequence[str], start: int, stop: int) -> list[int]:
    """Places of numbers with the unit of a change."""
    found = []
    for at in range(start, stop):
        if text[at][0].isdigit():
            after = [word for word in text[at + 1 : at + 6] if word not in _SIGNS]
            if after and _UNIT.fullmatch(after[0]):
                found.append(at)
    return found


def actor(place: Place) -> tuple[str, str | None]:
    """Who stands nearest before a comparing word, as a sort and an entity: a name, "we", or nobody.

    In "We find that FooNet-S outperforms BarNet" of a paper on FooNet it is FooNet-S.
    """
    reading, words, _, _, end, phrase = place
    for at in range(phrase.cue - 1, end - 1 if phrase.fronted else -1, -1):
        spot = words.spots.get(at)
        if words.words[at] in _OURS:
            return "ours", reading.main
        if spot is None or spot.type != "method" or words.words[at + 1] in ("-", "'"):
            continue
        if spot.entity == reading.main:
            return "main", spot.entity
        before = words.words[at - 1] if at else "."
        if spot.entity in reading.introduced and before not in _OBLIQUE:
            return "part", spot.entity
        if _opens(words.words, at) and not spot.generic and list_head(words, at) == at:
            return "other", spot.entity
    return "nobody", reading.main


def _opens(words: Sequence[str], at: int) -> bool:
    """Whether a name opens a clause, with an article or "the best" before it or not."""
    if at == 0 or words[at - 1] in _OPENERS:
        return True
    return at > 1 and words[at - 2] in ("the", "a", "an") and (at == 2 or words[at - 3] in _OPENERS)


def relate_comparisons(
    reading: Reading, all_words: Sequence[Words], numeric: Iterable[Claim], models: Models = SHIPPED
) -> Iterator[ComparisonClaim]:
    """A ``comparison`` for each baseline that is beaten, matched or not reached without a number."""
    settled = {getattr(claim, "baseline", None) for claim in numeric} - {None}
    best: dict[tuple[str, Relation], ComparisonClaim] = {}
    for words in all_words:
        found = list(options(reading, words, settled))
        each = [models["comparisons"].probabilities(option.features)["yes"] for option in found]
        for place, _ in found:
            mates = [p for p, other in zip(each, found, strict=True) if other.place.head == place.head]
            spot, relation = words.spots[place.at], place.phrase.sort.relation
            probability = sum(mates) / len(mates)
            known = best.get((spot.entity, relation))
            if spot.entity in settled or probability < THRESHOLD or (known and known.confidence >= probability):
                continue
            best[spot.entity, relation] = ComparisonClaim(
                subject=actor(place)[1],
                relation=relation,
                baseline=spot.entity,
                evidence=evidence_of(reading, words.sentence),
                slots={"baseline": (spot.start, spot.end)},
                confidence=round(probability, 3),
                rule=f"comparison.{relation}",
            )
    yield from best.values()
