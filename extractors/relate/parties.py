"""Who, and over whom: whether an entity, or nobody, is what a claim is about or compares with, by named features."""

from collections.abc import Iterator

from extractors.relate.line import Line
from extractors.relate.scene import (
    BREAKS,
    COMPARING,
    JOINTS,
    NOBODY,
    Scene,
    Stated,
    compared,
    cue_of,
    listed,
    nearest_comparison,
    parallel_to,
    places_of,
)
from extractors.relate.statements import unit_class, word_class

_OURS = frozenset({"we", "our", "ours", "it", "its", "this", "these", "they"})


def party_features(scene: Scene, stated: Stated, entity: str) -> Iterator[str]:
    """What tells whether an entity, or nobody, is whom the claim is about or compares with."""
    reading, line = scene.reading, scene.lines[stated.at]
    yield from _carried(line, stated, entity)
    yield from _line_features(scene, line, stated)
    if entity == NOBODY:
        for feature in (*_line_features(scene, line, stated), *_comparing(line, stated, None)):
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
    for feature in _line_features(scene, line, stated):
        yield f"kind={kind}&{feature}"
    places = {at: places_of(scene.lines, at, entity) for at in range(stated.at - 2, stated.at + 2)}
    if here := places[stated.at]:
        best = min(here, key=lambda i: abs(i - stated.index))
        for feature in (*_beside(line, stated, best), *_comparing(line, stated, best)):
            yield f"here:{feature}"
            yield f"here:{kind}:{feature}"
        for feature in _comparing(line, stated, best):
            yield f"here:{kind}:generic={named.generic}:{feature}"
        acting = agent(line, stated.index)
        yield f"here:{kind}:agent={acting in here if acting is not None else None}"
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
                yield f"away:{name}:cmp={compared(other, found[0]) is not None}"
                break
        else:
            yield "away:far"
            yield f"away:far:{kind}"
    mentions = [s for s in reading.spots if s.entity == entity]
    rivals = {s.entity for s in reading.spots if s.type == named.type and not reading.entities[s.entity].generic}
    yield f"mentions={min(len(mentions), 4)}"
    yield f"rivals={min(len(rivals), 4)}"
    yield f"rivals={min(len(rivals), 4)}&in-line={bool(here)}"
    yield f"title={any(s.field == 'title' for s in mentions)}"


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
    said = f"carried-baseline={entity in before.baseline}&nobody={NOBODY in before.baseline}"
    yield said
    yield f"{said}&compares={compares}&follows={follows}"
    yield f"{said}&compares={compares}&breaks={breaks}&same={before.type == stated.type}"


_VERBS = frozenset(
    {"is", "are", "was", "were", "can", "could", "has", "have", "runs", "takes", "uses", "requires", "needs", "scores"}
    | {"operates", "performs", "trains", "supports", "consumes", "processes", "renders", "surpasses", "outperforms"}
    | {"also", "significantly", "consistently", "accelerates", "speeds", "brings", "offers", "generates", "remains"}
)


def agent(line: Line, index: int) -> int | None:
    """The last mention before a number that a verb follows: who does what the number says, as far as one can see."""
    for place in reversed(line.spots):
        word = line.text(place + 1)
        if place < index and (word in _VERBS or (word_class(word) in _DOING and word.endswith("s"))):
            return place
    return None


_DOING = frozenset({"up", "down", "attain", "keep", "speed"})


def _line_features(scene: Scene, line: Line, stated: Stated) -> Iterator[str]:
    number = line.tokens[stated.index].number
    texts = {line.text(i) for i in line.spots}
    if number:
        yield f"unit={unit_class(number.unit)}"
    yield f"main={scene.reading.main is not None}"
    yield f"main-here={'MAIN' in texts}"
    yield f"ours={bool(line.words & _OURS)}"
    yield f"ours={bool(line.words & _OURS)}&main-here={'MAIN' in texts}"
    yield f"title={line.sentence.field == 'title'}"
    before = line.text(stated.index - 1)
    if before in _ROLES_OF_NUMBERS:
        yield f"number:l1={before}"
    yield f"agent={agent(line, stated.index) is not None}"


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
    for word in words[:10] if side == "after" else words[-10:]:
        if word.isalpha() and len(word) > 1:
            yield f"{side}:between={word[:7]}"
    for topic in sorted({word_class(w) for w in words} - {""}):
        yield f"{side}:topic={topic}"
    yield f"first={place == line.spots[0]}"
    yield f"at-start={place < 3}"
    yield f"nearest-number={_nearest_number(line, place) == index}"
    yield f"{side}:nearest-number={_nearest_number(line, place) == index}:cue={cue}"
    yield f"parallel={parallel_to(line, stated, place)}"
    yield f"{side}:parallel={parallel_to(line, stated, place)}:respectively={'respectively' in line.words}"
    yield f"{side}:listed={line.text(place - 1) in JOINTS or line.text(place + 1) in JOINTS}"


def _comparing(line: Line, stated: Stated, place: int | None) -> Iterator[str]:
    """Features of the comparison a number stands in, for a mention or for nobody."""
    nearest = nearest_comparison(line, stated.index)
    if nearest is None:
        yield "cmp=none"
        return
    low, high = sorted((nearest, stated.index))
    crossed = sum(line.tokens[i].kind == "number" for i in range(low + 1, high))
    where = f"{'after' if nearest > stated.index else 'before'}:{min(crossed, 2)}"
    taken = any(compared(line, i) == nearest for i in line.spots)
    if place is None:
        yield f"cmp:taken={taken}"
        yield f"cmp:taken={taken}:{where}"
        return
    own = compared(line, place)
    kind = "same" if own == nearest else "other" if own is not None else "no"
    yield f"cmp={kind}"
    yield f"cmp={kind}:{where}"
    yield f"cmp={kind}:taken={taken}"
    yield f"cmp={kind}:{line.text(nearest)}"
    first = kind == "same" and listed(line, place)[0] == place
    yield f"cmp={kind}:head={first}:near={place - nearest < 4}"


def _nearest_number(line: Line, place: int) -> int:
    return min(line.numbers, key=lambda i: (abs(i - place), i))
