"""Which named things the paper itself contributes, and which of them it is about.

"FooNet: Fast Nets" with "We present FooNet, a library for nets" gives an ``introduces`` claim of kind library, and
FooNet becomes the subject of whatever the paper says of "our method".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from extractors.linear import SHIPPED, LinearModel, Models
from extractors.reading import Named, Reading, Spot
from extractors.relate.comparing import list_head
from extractors.relate.context import Words, around, places
from extractors.relate.evidence import evidence_of
from extractors.resolve import CATALOGUES
from schemas import ContributionKind, Introduces

CLASSES = ("main", "part", "other")
THRESHOLD = 0.42
"""Chosen by dev, the blind part and invented papers left out."""

_WORK = r"(?:we|(?:this|the|our) (?:paper|work|article|study|report|thesis))"
_VERB = (
    r"(?:propos|present|introduc|develop|design|describ|creat|buil[dt]|releas|offer|construct|implement|call|nam|term"
    r"|publish|open-sourc|contribut|curat|collect)[a-z]*"
)
_OURS = re.compile(rf"\b(?:{_WORK}|our|here)\b[^.;]{{0,80}}?\b{_VERB}", re.IGNORECASE)
_CUE = re.compile(
    r"(?:propos|present|introduc|develop|design|describ|creat|buil[dt]|releas|offer|construct|implement|contribut|combin"
    r"|compris|consist|includ|featur|integrat|extend|call|nam|term|dub)[a-z]{0,4}"
)
_PARTS = re.compile(
    r"(?:component|innovation|technique|stage|module|design|pillar|mechanism|strateg|contribution|idea|part|phase|step"
    r"|optimization|feature|model|method|algorithm|variant|benchmark|dataset)(?:s|y|ies)?"
)


_REACH = 200
_BEFORE = {
    name: re.compile(rf"(?:{pattern})[\"'$\\{{(]*\Z", re.IGNORECASE)
    for name, pattern in (
        ("we-verb", rf"\b{_WORK} (?:\w+ )?{_VERB} (?:(?:the|an?|our|novel|new|first|unified|efficient|fast) )*"),
        ("we-verb-phrase", rf"\b{_WORK} (?:\w+ )?{_VERB} [^.;:]{{1,90}}[ (]"),
        (
            "joined",
            rf"\b{_WORK} (?:\w+ )?{_VERB} [^.;]{{1,160}}\b(?:and|together with|along with|as well as) (?:\w+ ){{0,5}}?"
            r"(?:\w+, |(?:called|named) )?",
        ),
        ("verb-phrase", rf"\b{_VERB}(?: [^.;:,]{{1,60}})? "),
        ("called", r"(?:\b(?:called|named|termed|dubbed|coined|name|call|namely|nicknamed|as|denoted)|[,:]) "),
        ("our", r"\b(?:our|proposed|presented)(?: (?:proposed|novel|new|method|approach|model|framework|system),?)* "),
        ("opens", r"\A(?:(?:finally|first|second|moreover|furthermore|additionally|specifically|notably|the),? )*"),
        ("subject", r"(?:\A|[,;:] |\b(?:that|and|while|show|how) )"),
        (
            "means",
            r"\b(?:through|via|using|with|by|and|of|(?:includ|introduc|combin|integrat)\w+) (?:an? )?",
        ),
        (
            "others",
            r"\b(?:such as|like|e\.g\.,?|existing|previous|prior|than|over|against|on|from|of) (?:the )?",
        ),
    )
}
_AFTER = {
    name: re.compile(rf"[\"')}}$]*(?: \([^)]{{1,20}}\))?{pattern}", re.IGNORECASE)
    for name, pattern in (
        ("is-a", r",? (?:which is |is )?(?:an?|the(?: first)?|our) "),
        (
            "does",
            r" (?:\w+ly |also |can |further )?(?:is|has|can|(?!(?:this|across|[gc]pus)\b)[a-z]{3,}s)\b",
        ),
        ("which", r", (?:which|where|that|whose|designed|built|consisting|comprising|based) "),
        ("colon", r": "),
        ("stops", r"[.;:]"),
        ("noun", r" (?:method|model|framework|system|algorithm|dataset|benchmark|library|module|mechanism|engine)s?\b"),
        ("listed", r"(?:,| and| or)"),
    )
}
_BRACKET = re.compile(r" \(")


def cue_classes(text: str, words: Words, spot: Spot) -> Iterator[str]:
    """The kinds of words right before and after a mention.

    In "We present FooNet, a library" FooNet has ``we-verb``, ``is-a`` and the two together.
    """
    before = text[max(words.sentence.start, spot.start - _REACH) : spot.start]
    cues = [name for name, pattern in _BEFORE.items() if pattern.search(before)]
    follows = [name for name, pattern in _AFTER.items() if pattern.match(text, spot.end, words.sentence.end)]
    if _BRACKET.match(text, spot.end):
        follows.append("bracket")
    yield from cues
    yield from follows
    yield from (f"{cue} {then}" for cue in cues for then in follows)


def contribution_features(reading: Reading, all_words: Sequence[Words], entity: str) -> Iterator[str]:
    """What tells a contribution from a thing in passing, over all places of the entity."""
    named = reading.entities[entity]
    found = list(places(all_words, entity))
    yield f"type={named.type}"
    yield f"shape={shape(named.name)}"
    count = len(found)
    yield f"count={min(count, 6)}"
    counts: dict[str, int] = {}
    for spot in reading.spots:
        if spot.type == "method" and not spot.generic:
            counts[spot.entity] = counts.get(spot.entity, 0) + 1
    if count == max(counts.values(), default=0):
        yield "most"
        if list(counts.values()).count(count) == 1:
            yield "most-alone"
    forms = {reading.texts[w.sentence.field][w.spots[i].start : w.spots[i].end].lower() for w, i in found}
    yield f"forms={min(len(forms), 3)}"
    lead = _lead(reading)
    rules = {words.spots[index].rule for words, index in found}
    yield from (f"rule={rule}" for rule in sorted(rules))
    last = reading.sentences[-1].index
    if found:
        first = found[0][0].sentence.index
        yield f"first={min(first, 6)}"
        yield f"first-part={4 * first // (last + 1)}"
    in_title = ours = False
    cues: set[str] = set()
    yield from _relatives(reading, entity)
    for words, index in found[:8]:
        where = "t" if words.sentence.field == "title" else "s"
        for feature in around(words, index):
            yield f"{where}:{feature}"
        yield from _cue_features(words, index)
        yield from _list_features(reading, words, index, lead)
        text = reading.texts[words.sentence.field]
        spot = words.spots[index]
        here = list(cue_classes(text, words, spot))
        cues.update(here)
        yield from (f"{where}:cue:{cue}" for cue in here)
        if where == "t":
            in_title = True
            yield from _title_features(text, spot)
        elif _OURS.search(text, words.sentence.start, spot.start):
            ours = True
        if first_of_kind(words, index):
            yield f"{where}:first-method"
    yield from (f"cue:{cue} title={in_title}" for cue in sorted(cues))
    yield f"generic={named.generic}"
    yield f"score={int(10 * max((words.spots[index].score for words, index in found), default=0))}"
    known = any(rule.startswith(CATALOGUES) for rule in rules)
    yield f"title={in_title} ours={ours} count={min(count, 3)}"
    yield f"title={in_title} ours={ours} known={known}"
    if known:
        yield f"known count={min(count, 5)}"
        yield f"known first={min(found[0][0].sentence.index, 6) if found else None}"
    yield f"title={in_title} ours={ours}"
    if not in_title and not ours:
        yield f"nowhere shape={shape(named.name)}"


def _cue_features(words: Words, index: int) -> Iterator[str]:
    """The nearest verb of contributing before the mention, what lies between, and the list it may be part of."""
    before = words.words[:index]
    cues = [i for i, word in enumerate(before) if _CUE.fullmatch(word)]
    if cues:
        distance = index - cues[-1]
        verb = before[cues[-1]][:6]
        yield f"cue={verb}"
        yield f"cue={verb} near={distance < 4} we={'we' in before}"
        yield f"cue-far={min(distance // 4, 5)}"
        for word in set(before[cues[-1] + 1 :]):
            yield f"cue..{word}"
    heads = [i for i, word in enumerate(before) if _PARTS.fullmatch(word)]
    if heads and ":" in before[heads[-1] :]:
        yield f"list={before[heads[-1]][:6]}"
        yield "listed"
    if len(before) > 2 and before[-1] == ")" and before[-3] == "(":
        yield "enumerated"


def _lead(reading: Reading) -> str | None:
    """The thing that the title names first, or else the first that "we" present."""
    for spot in reading.spots:
        if spot.field != "title":
            break
        if spot.type != "hardware" and not spot.generic and not spot.rule.startswith(CATALOGUES):
            return spot.entity
    text = reading.texts["abstract"]
    for spot in reading.spots:
        presented = spot.field == "abstract" and _OURS.search(text, max(0, spot.start - _REACH), spot.start)
        if presented and spot.type != "hardware":
            return spot.entity
    return None


def _list_features(reading: Reading, words: Words, index: int, lead: str | None) -> Iterator[str]:
    """What the thing the paper is about does with a mention behind it, and how the list begins that it stands in.

    In "FooNet has two parts: BarMod and BazMod" FooNet stands before both, and BarMod heads the list of BazMod.
    """
    spot = words.spots[index]
    if spot.entity == lead:
        yield "lead"
        return
    known = f"known={spot.rule.startswith(CATALOGUES)}"
    coined = f"{known} {shape(reading.entities[spot.entity].name)}"
    at = max((i for i, other in words.spots.items() if i < index and other.entity == lead), default=None)
    if at is not None:
        verbs = [word[:6] for word in words.words[at:index] if _CUE.fullmatch(word)]
        yield f"lead-before {known}"
        yield f"lead-before {coined}"
        yield f"lead-before verb={verbs[-1] if verbs else None}"
        yield f"lead-before {words.words[index - 1]}"
    head = list_head(words, index)
    if head != index:
        first = words.spots[head]
        yield f"in-list known={first.rule.startswith(CATALOGUES)} {coined}"
        text = reading.texts[words.sentence.field]
        yield from (f"in-list {cue}" for cue in cue_classes(text, words, first))
    yield f"{coined} before={words.words[index - 1] if index else '^'}"


def _relatives(reading: Reading, entity: str) -> Iterator[str]:
    """Names that begin alike belong to one family: FooNet and FooNet-Lite."""
    name = reading.entities[entity].name.lower()
    head = reading.texts["title"].lower()[:4]
    if len(name) > 4 and name[:4] == head:
        yield "like-title-head"
    for other, named in reading.entities.items():
        if other != entity and named.type != "hardware" and len(name) > 4 and named.name.lower()[:4] == name[:4]:
            yield f"relative longer={len(name) > len(named.name)}"


def _title_features(text: str, spot: Spot) -> Iterator[str]:
    head, colon, _ = text.partition(":")
    if colon and spot.end <= len(head):
        yield "title:before-colon"
        if spot.start == 0 and spot.end >= len(head.rstrip()):
            yield "title:is-head"
    elif colon:
        yield "title:after-colon"
    elif spot.start == 0:
        yield "title:starts"
    if spot.end == len(text.rstrip(" .")):
        yield "title:ends"


def first_of_kind(words: Words, index: int) -> bool:
    """Whether no method, named or generic, stands before the mention in its sentence."""
    return not any(i < index and spot.type == "method" and not spot.generic for i, spot in words.spots.items())


def shape(name: str) -> str:
    """A rough look of a name.

    >>> shape("FooNet"), shape("ABC"), shape("foo bar"), shape("Foo Bar"), shape("Foo-2")
    ('camel', 'caps', 'lower words', 'title words', 'digit')
    """
    if " " in name:
        return "lower words" if name.islower() else "title words"
    if any(c.isdigit() for c in name):
        return "digit"
    if name.isupper():
        return "caps"
    if name.islower():
        return "lower"
    return "title" if name[0].isupper() and name[1:].islower() else "camel"


def may_be_ours(named: Named) -> bool:
    """Whether a thing is worth asking about: any name, and what looks like a class word if it is no device."""
    return named.type != "hardware" or not named.generic


def find_contributions(
    reading: Reading, all_words: Sequence[Words], model: LinearModel | None = None
) -> tuple[str | None, dict[str, float]]:
    """The main contribution's entity id or None, and the probability of each contribution, the main one first.

    ``model`` stands in for the shipped one while it is fitted.
    """
    model = model or SHIPPED["contributions"]
    scored: dict[str, tuple[float, float]] = {}
    for entity, named in reading.entities.items():
        if not may_be_ours(named):
            continue
        found = model.probabilities(contribution_features(reading, all_words, entity))
        scored[entity] = (1 - found["other"], found["main"])
    kept = {entity: both for entity, both in scored.items() if both[0] >= THRESHOLD}
    for alias in _aliases(reading, kept):
        del kept[alias]
    order = sorted(kept, key=lambda entity: (-scored[entity][1], entity))
    return (order[0] if order else None), {entity: kept[entity][0] for entity in order}


def _aliases(reading: Reading, kept: Mapping[str, tuple[float, float]]) -> set[str]:
    """Of each two contributions that are one, the second in brackets as in "Foo Network (FNet)", the less sure."""
    found: set[str] = set()
    for one, other in pairwise(reading.spots):
        text = reading.texts[one.field]
        bracket = (text[one.end : other.start], text[other.end : other.end + 1]) == (" (", ")")
        if (
            bracket
            and one.field == other.field
            and one.entity != other.entity
            and {one.entity, other.entity} <= set(kept)
        ):
            found.add(min(one.entity, other.entity, key=lambda entity: kept[entity][::-1]))
    return found


def relate_contributions(
    reading: Reading, all_words: Sequence[Words], probabilities: dict[str, float], models: Models = SHIPPED
) -> Iterator[Introduces]:
    """An ``introduces`` claim for each contribution, with the sentence that says it best as evidence."""
    for entity, probability in probabilities.items():
        named = reading.entities[entity]
        words, index = min(places(all_words, entity), key=lambda place: _evidence_rank(reading, *place))
        spot = words.spots[index]
        yield Introduces(
            subject=entity,
            name=named.name,
            kind=contribution_kind(reading, all_words, entity, models),
            evidence=evidence_of(reading, words.sentence),
            slots={"subject": (spot.start, spot.end)},
            confidence=round(probability, 3),
            rule="introduces.contribution",
        )


def _evidence_rank(reading: Reading, words: Words, index: int) -> tuple[bool, int]:
    text = reading.texts[words.sentence.field]
    said = bool(_OURS.search(text, words.sentence.start, words.spots[index].start)) and words.sentence.field != "title"
    return not said, words.sentence.index or 99


def kind_features(reading: Reading, all_words: Sequence[Words], entity: str) -> Iterator[str]:
    """What tells a method from a library, system, dataset or piece of hardware."""
    yield f"type={reading.entities[entity].type}"
    for words, index in list(places(all_words, entity))[:4]:
        for feature in around(words, index, reach=8):
            if feature.startswith(("a=", "b=", "a1=", "b1=")):
                yield feature


def contribution_kind(
    reading: Reading, all_words: Sequence[Words], entity: str, models: Models = SHIPPED
) -> ContributionKind:
    """What sort of thing a contribution is."""
    found = models["kinds"].probabilities(kind_features(reading, all_words, entity))
    best = max(found, key=lambda kind: (found[kind], kind))
    kinds: tuple[ContributionKind, ...] = ("method", "dataset", "library", "system", "hardware")
    return next(kind for kind in kinds if kind == best)
