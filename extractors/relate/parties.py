"""Who, and over whom: whether an entity, or nobody, is what a claim is about or compares with, by named features."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractors.relate.compared import Comparison, actor, comparisons, order_in, own_comparison, pair_role, role_in
from extractors.relate.line import Line
from extractors.relate.scene import (
    BREAKS,
    COMPARING,
    NOBODY,
    Scene,
    Stated,
    compared,
    cue_of,
    nearest_comparison,
    parallel_to,
    places_of,
)
from extractors.relate.topics import unit_class

_OURS = frozenset({"we", "our", "ours", "it", "its", "this", "these", "they"})


def party_features(scene: Scene, stated: Stated, entity: str) -> Iterator[str]:
    """What tells whether an entity, or nobody, is whom the claim is about or compares with."""
    reading, line = scene.reading, scene.lines[stated.at]
    yield from _carried(line, stated, entity)
    if entity == NOBODY:
        for feature in (*_line_features(scene, stated), *_comparing(line, stated, ())):
            yield f"nobody&{feature}"
        for cue in ("than", "over", "compared", "baseline", "baselines", "state-of-the-art", "existing"):
            if cue in line.words:
                yield f"nobody&word={cue}"
        after = [line.text(i) for i in range(stated.index + 1, stated.index + 12)]
        for name in ("METHOD", "HARDWARE", "method", "hardware"):
            if name in after:
                yield f"nobody&after={name}"
        return
    named = reading.entities[entity]
    kind = "MAIN" if entity == reading.main else "OWN" if entity in reading.introduced else named.type.upper()
    yield f"kind={kind}"
    if named.generic:
        yield "generic"
        yield f"generic&kind={kind}"
    for feature in _line_features(scene, stated):
        yield f"kind={kind}&{feature}"
    if reading.main and entity != reading.main and named.name.startswith(reading.entities[reading.main].name):
        yield f"variant&kind={kind}"
        yield f"variant&here={bool(places_of(scene.lines, stated.at, entity))}"
    places = {at: places_of(scene.lines, at, entity) for at in range(stated.at - 2, stated.at + 2)}
    if here := places[stated.at]:
        best = min(here, key=lambda i: abs(i - stated.index))
        compares = list(_comparing(line, stated, here))
        for feature in _beside(line, stated, best):
            yield f"here:{feature}"
            if feature.startswith(_BY_KIND):
                yield f"here:{kind}:{feature}"
        for feature in compares:
            yield f"here:{feature}"
            yield f"here:{kind}:{feature}"
            yield f"here:{kind}:generic={named.generic}:{feature}"
        yield from _possessed(line, stated, best, kind)
        acting = actor(line, stated.index)
        acts = "none" if acting is None else "this" if acting in here else line.text(acting)
        yield f"here:{kind}:actor={acts}"
        if len(here) > 1:
            yield "here:twice"
    else:
        yield f"away:kind={kind}"
        spots = {t.spot.type for i in line.spots if (t := line.tokens[i]).spot and t.spot.entity != reading.main}
        yield f"away:same-type-here={named.type in spots}"
        for offset, name in ((-1, "before"), (1, "after"), (-2, "earlier")):
            if found := places[stated.at + offset]:
                other = scene.lines[stated.at + offset]
                yield f"away:{name}"
                yield f"away:{name}:{kind}"
                yield f"away:{name}:l1={other.text(found[0] - 1)}"
                yield f"away:{name}:first={found[0] == other.spots[0]}"
                yield f"away:{name}:cue={cue_of(other, found[0])}"
                rival = compared(other, found[0]) is not None
                yield f"away:{name}:cmp={rival}"
                if rival:
                    tie = own_comparison(line, stated.index)[0]
                    yield f"away:{name}:rival&{tie}"
                break
        else:
            yield "away:far"
            yield f"away:far:{kind}"
    mentions = [s for s in reading.spots if s.entity == entity]
    rivals = {s.entity for s in reading.spots if s.type == named.type and not reading.entities[s.entity].generic}
    yield f"rivals={min(len(rivals), 4)}"
    yield f"rivals={min(len(rivals), 4)}&in-line={bool(here)}"
    yield f"title={any(s.field == 'title' for s in mentions)}"


def _possessed(line: Line, stated: Stated, place: int, kind: str) -> Iterator[str]:
    """Whether a value is said to be a mention's: "BarNet's 3 ms", "BarNet (3 ms)", "3 ms for BarNet"."""
    low, high = sorted((place, stated.index))
    words = [line.text(i) for i in range(low + 1, high)]
    if place < stated.index and (words[:2] == ["'", "s"] or words == ["("]) and len(words) < 4:
        yield f"owns:{kind}&measured={stated.type == 'measurement'}"
        yield f"owns&measured={stated.type == 'measurement'}"
    elif place > stated.index and words in (["for"], ["by"], ["using"], ["with"], ["of"], ["achieved", "by"], []):
        yield f"of:{kind}&measured={stated.type == 'measurement'}"
        yield f"of:{kind}&{pair_role(line, stated.index)}"


_BY_KIND = ("after:cue", "before:cue", "after:<", "before:<")


def _carried(line: Line, stated: Stated, entity: str) -> Iterator[str]:
    """How a candidate stands to what the number before it was found to be about and compared with."""
    before = stated.before
    if before is None:
        return
    between = range(before.index + 1, stated.index)
    compares = any(line.text(i) in COMPARING for i in between)
    breaks = any(line.text(i) in BREAKS for i in between)
    ahead = nearest_comparison(line, stated.index)
    follows = ahead is not None and ahead > stated.index
    measured = f"{before.type == 'measurement'}{stated.type == 'measurement'}"
    yield f"carried-subject={entity in before.subject}&{measured}"
    yield f"carried-subject={entity in before.subject}&breaks={breaks}&names={any(i in between for i in line.spots)}"
    if not before.baseline:
        return
    tie, own = own_comparison(line, stated.index)
    fresh = tie.startswith("ahead") and own_comparison(line, before.index)[1] != own
    said = f"carried-baseline={entity in before.baseline}&nobody={NOBODY in before.baseline}"
    yield f"{said}&fresh={fresh}"
    yield f"{said}&compares={compares}&follows={follows}"
    yield f"{said}&compares={compares}&breaks={breaks}&same={before.type == stated.type}"


@lru_cache(maxsize=8)
def _line_features(scene: Scene, stated: Stated) -> tuple[str, ...]:
    """What a number and its line show whoever is asked about."""
    line = scene.lines[stated.at]
    number = line.tokens[stated.index].number
    texts = {line.text(i) for i in line.spots}
    ours = bool(line.words & _OURS)
    before = line.text(stated.index - 1)
    acting = actor(line, stated.index)
    return (
        *([f"unit={unit_class(number.unit)}"] if number else ()),
        f"main={scene.reading.main is not None}",
        f"main-here={'MAIN' in texts}",
        f"ours={ours}",
        f"ours={ours}&main-here={'MAIN' in texts}",
        f"title={line.sentence.field == 'title'}",
        *([f"number:l1={before}"] if before in _ROLES_OF_NUMBERS else ()),
        f"actor={line.text(acting) if acting is not None else None}",
        f"pair={pair_role(line, stated.index)}&measured={stated.type == 'measurement'}",
    )


_ROLES_OF_NUMBERS = frozenset({"from", "to", "vs", "versus", "than", "(", "of", "by", "at"})


def _beside(line: Line, stated: Stated, place: int) -> Iterator[str]:
    """How a mention stands to the number."""
    index = stated.index
    side = "before" if place < index else "after"
    low, high = sorted((place, index))
    between = range(low + 1, high)
    words = [line.text(i) for i in between]
    distance = len(words)
    reach = (
        "0" if distance == 0 else "<3" if distance < 3 else "<6" if distance < 6 else "<12" if distance < 12 else "far"
    )
    yield f"{side}"
    yield f"{side}:{reach}"
    cue = cue_of(line, place)
    yield f"cue={cue}"
    yield f"{side}:cue={cue}"
    yield f"{side}:{reach}:cue={cue}"
    yield f"l1={line.text(place - 1)}"
    yield f"l2={line.text(place - 2)}"
    yield f"l12={line.text(place - 2)} {line.text(place - 1)}"
    if distance < 4:
        yield f"{side}:gap={' '.join(words)}"
    yield f"r1={line.text(place + 1)}"
    yield f"r2={line.text(place + 2)}"
    yield f"{side}:l1={line.text(place - 1)}"
    yield f"{side}:r1={line.text(place + 1)}"
    numbers = sum(line.tokens[i].kind == "number" for i in between)
    yield f"{side}:numbers={min(numbers, 3)}"
    yield f"{side}:numbers={min(numbers, 3)}:cue={cue}"
    same = [line.tokens[i].spot for i in between if line.tokens[i].kind == "spot"]
    own = line.tokens[place].spot
    yield f"{side}:spots={min(len(same), 3)}"
    if own:
        yield f"{side}:same-type={min(sum(s is not None and s.type == own.type for s in same), 3)}"
    yield f"{side}:commas={min(words.count(','), 3)}"
    yield f"{side}:break={any(w in ';.' or w in ('while', 'whereas', 'but') for w in words)}"
    near = words[:10] if side == "after" else words[-10:]
    for stem in dict.fromkeys(word[:7] for word in near if word.isalpha() and len(word) > 1):
        yield f"{side}:between={stem}"
    yield f"first={place == line.spots[0]}"
    yield f"at-start={place < 3}"
    yield f"nearest-number={_nearest_number(line, place) == index}"
    yield f"{side}:nearest-number={_nearest_number(line, place) == index}:cue={cue}"
    yield f"parallel={parallel_to(line, stated, place)}"


def _comparing(line: Line, stated: Stated, here: Sequence[int]) -> Iterator[str]:
    """Features of the comparisons around a number, for the mentions of a candidate or, without any, for nobody."""
    tie, own = own_comparison(line, stated.index)
    named = _named(line, own)
    if not here:
        yield f"own={tie}"
        yield f"own={named}"
        yield f"own={tie}:{named}"
        yield f"own={tie}:{named}:{stated.type == 'measurement'}"
        return
    place, role = -1, "out"
    if own:
        place, role = next(((i, r) for i in here if (r := role_in(line, own, i)) != "out"), (-1, "out"))
    if own is None or role == "out":
        elsewhere = next((p for p in comparisons(line) if p != own and any(p.cue < i < p.end for i in here)), None)
        side = "-" if elsewhere is None else "before" if elsewhere.cue < stated.index else "after"
        yield f"own=out:{side}"
        yield f"own=out:{side}:{tie}:{named}"
        return
    order = order_in(line, stated.index, own, place)
    yield f"own={role}:{tie}"
    yield f"own={role}:{order}"
    yield f"own={role}:{tie}:{order}"
    yield f"own={role}:{tie}:{named}"
    yield f"own={role}:{line.text(own.cue)}"
    if not own.parts[0][0] <= place < own.parts[0][1]:
        yield f"own={role}:later:{line.text(place - 1)}"


def _named(line: Line, phrase: Comparison | None) -> str:
    """What a comparison names: something, a class word, or nothing."""
    if phrase is None:
        return "-"
    texts = {line.text(i) for i in line.spots if phrase.cue < i < phrase.end}
    return "name" if texts & {"METHOD", "HARDWARE", "OWN"} else "class" if texts & {"method", "hardware"} else "none"


def _nearest_number(line: Line, place: int) -> int:
    return min(line.numbers, key=lambda i: (abs(i - place), i))
