"""Who, over whom, on what: the arguments of a numeric claim as scored candidates.

In "FooNet is 2.5x faster than BarNet on an A100" the candidates are the mentions of the sentence and its neighbours,
the paper's contribution, and nobody; each is told by named features of its place beside the number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.reading import Reading
from extractors.relate.line import Line
from extractors.relate.statements import chain, unit_class, word_class
from schemas import EntityType

NOBODY = ""

_CUES = {
    "than": "than",
    "over": "over",
    "compared": "than",
    "relative": "than",
    "versus": "than",
    "vs": "than",
    "against": "over",
    "outperforms": "beat",
    "outperforming": "beat",
    "outperform": "beat",
    "surpassing": "beat",
    "surpasses": "beat",
    "exceeding": "beat",
    "beating": "beat",
    "on": "on",
    "using": "with",
    "with": "with",
    "for": "for",
    "by": "by",
    "from": "from",
    "to": "to",
    "in": "in",
    "of": "of",
    "across": "on",
    "at": "at",
    "while": "while",
    "whereas": "while",
}
_JOINTS = frozenset({",", "and", "or", "/", "&", "(", ")", "both"})
_DETERMINERS = frozenset(
    {"the", "a", "an", "latest", "recent", "state-of-the-art", "popular", "original", "standard", "existing", "single"}
    | {"commercial", "modern", "previous", "both", "e.g", "[", "]"}
)
_OURS = frozenset({"we", "our", "ours", "it", "its", "this", "these", "they"})


@dataclass(frozen=True, slots=True)
class Decided:
    """What the number before in the line was found to state; lists of numbers share most of it."""

    index: int
    type: str
    subject: frozenset[str]
    baseline: frozenset[str]
    settings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stated:
    """A number found to state something: its line, its token there, the claim's type, and the claim before it."""

    at: int
    index: int
    type: str
    before: Decided | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A paper laid out for its numeric claims."""

    reading: Reading
    lines: Sequence[Line]


def entities_near(scene: Scene, stated: Stated) -> list[str]:
    """Entities that may be an argument by their place: those of the line and of its neighbours, in order."""
    near = (stated.at, stated.at - 1, stated.at + 1, stated.at - 2)
    found: dict[str, None] = {}
    for at in near:
        if 0 <= at < len(scene.lines):
            line = scene.lines[at]
            for index in line.spots:
                spot = line.tokens[index].spot
                if spot:
                    found[spot.entity] = None
    return list(found)


def subject_candidates(scene: Scene, stated: Stated) -> list[str]:
    """Who the claim may be about; ``NOBODY`` is a contribution without a name."""
    own = [scene.reading.main] if scene.reading.main else []
    return list(dict.fromkeys([*own, *scene.reading.introduced, *entities_near(scene, stated), NOBODY]))


def baseline_candidates(scene: Scene, stated: Stated) -> list[str]:
    """Whom the claim may compare with; ``NOBODY`` is a phrase or nothing."""
    return [*(e for e in entities_near(scene, stated) if e != scene.reading.main), NOBODY]


def setting_candidates(scene: Scene, kind: EntityType) -> list[str]:
    """Hardware or datasets of the paper."""
    return [e for e, named in scene.reading.entities.items() if named.type == kind]


def setting_features(scene: Scene, stated: Stated, entity: str) -> Iterator[str]:
    """What tells whether a piece of hardware or a dataset is the setting of the number."""
    reading, line = scene.reading, scene.lines[stated.at]
    named = reading.entities[entity]
    number = line.tokens[stated.index].number
    unit = unit_class(number.unit) if number else ""
    same = {s.entity for s in reading.spots if s.type == named.type}
    specific = {e for e in same if not reading.entities[e].generic}
    generic = f"g={named.generic}"
    yield generic
    yield f"type={stated.type}"
    yield f"type={stated.type}&{generic}"
    yield f"unit={unit}"
    here = [i for i in line.spots if (spot := line.tokens[i].spot) and spot.type == named.type]
    mine = _places(scene.lines, stated.at, entity)
    if stated.before:
        carried = entity in stated.before.settings
        any_carried = any(e in stated.before.settings for e in same)
        between = any(stated.before.index < i < stated.index for i in mine)
        newer = any(stated.before.index < i < stated.index for i in here)
        after = any(i > stated.index for i in mine)
        yield f"carried={carried}&any={any_carried}"
        yield f"carried={carried}&any={any_carried}&here={bool(mine)}&between={between}&newer={newer}&after={after}"
        yield f"carried={carried}&newer={newer}&type={stated.type}&same={stated.type == stated.before.type}"
    yield f"here={bool(mine)}&{generic}&others={min(len(here) - len(mine), 2)}"
    if mine:
        place = min(mine, key=lambda i: (_away(line, stated.index, i), i))
        yield from _beside_setting(line, stated, place, here, generic, unit)
        return
    alone = f"alone={len(specific) == 1 or len(same) == 1}"
    yield f"away&line-has={bool(here)}&{generic}&{alone}"
    yield f"away&line-has={bool(here)}&{generic}&{alone}&type={stated.type}"
    yield f"away&line-has={bool(here)}&{generic}&{alone}&unit={unit}"
    yield f"rivals={min(len(specific), 4)}&line-has={bool(here)}"
    places = [
        (at, i)
        for at, other in enumerate(scene.lines)
        for i in other.spots
        if (spot := other.tokens[i].spot) and spot.entity == entity
    ]
    yield f"mentions={min(len(places), 3)}&{alone}"
    cues = {_cue(scene.lines[at], i) for at, i in places}
    for cue in cues:
        yield f"any-cue={cue}"
        yield f"any-cue={cue}&{alone}&{generic}"
    at, index = min(places, key=lambda p: (abs(p[0] - stated.at), p), default=(0, 0))
    other = scene.lines[at]
    gap = stated.at - at
    reach = f"{'before' if gap > 0 else 'after'}:{min(abs(gap), 3)}"
    cue = _cue(other, index)
    yield f"{reach}&{alone}"
    yield f"{reach}&{alone}&cue={cue}"
    yield f"cue={cue}&title={other.sentence.field == 'title'}&{alone}"
    yield f"{reach}&numbers-there={bool(other.numbers)}&{alone}"
    yield f"compared={compared(other, index) is not None}&{alone}"
    yield f"there:l1={other.text(index - 1)}"
    yield f"there:l2={other.text(index - 2)}"
    for word in other.words & _EXPERIMENT:
        yield f"there:{word}"
        yield f"there:{word}&{alone}"
    latest = max((p for p in places if p <= (stated.at, stated.index)), default=None)
    rivals_after = latest is not None and any(
        spot.type == named.type and not spot.generic and spot.entity != entity
        for between in scene.lines[latest[0] : stated.at]
        for i in between.spots
        if (spot := between.tokens[i].spot) and (between is not scene.lines[latest[0]] or i > latest[1])
    )
    yield f"latest={latest is not None}&rivals-after={rivals_after}&{alone}"
    yield f"latest={latest is not None}&rivals-after={rivals_after}&{reach}&cue={cue}"


_EXPERIMENT = frozenset(
    {"experiments", "evaluated", "evaluation", "evaluate", "implemented", "implementation", "results", "show", "using"}
    | {"train", "trained", "training", "run", "runs", "running", "deployed", "tested", "measured", "existing", "such"}
    | {"like", "dataset", "benchmark", "benchmarks", "conducted", "introduce", "present", "propose", "supports"}
)


def _away(line: Line, index: int, place: int) -> int:
    """How far a mention is from a number, other numbers between them counting more."""
    low, high = sorted((index, place))
    return sum(5 if line.tokens[i].kind == "number" else 1 for i in range(low + 1, high))


def _beside_setting(line: Line, stated: Stated, place: int, here: list[int], generic: str, unit: str) -> Iterator[str]:
    index = stated.index
    side = "before" if place < index else "after"
    low, high = sorted((index, place))
    row = listed(line, place)
    head = row[0] if side == "after" else row[-1]
    cue = _cue(line, row[0])
    numbers = min(sum(_has_unit(line, i) for i in range(low + 1, high)), 2)
    rivals = min(sum(low < i < high and i not in row for i in here), 2)
    beyond = min(sum(i not in row and not low < i < high for i in here), 1)
    parallel = _parallel(line, stated, place)
    breaks = any(line.text(i) in _BREAKS for i in range(low + 1, high))
    opening = max((i for i in range(row[0]) if line.text(i) in ("(", ")")), default=0)
    enclosed = line.text(opening) == "("
    yield f"{side}:enclosed={enclosed}&own={low < opening < high}&numbers={numbers}"
    yield f"{side}:paren-next={line.text(place + 1) == '(' and place + 2 == index}"
    spot = f"{side}:cue={cue}"
    yield f"{spot}"
    yield f"{spot}&{generic}"
    yield f"{spot}&unit={unit}"
    yield f"{spot}&type={stated.type}"
    yield f"{spot}&numbers={numbers}"
    yield f"{spot}&rivals={rivals}"
    yield f"{spot}&numbers={numbers}&rivals={rivals}&beyond={beyond}"
    yield f"{side}&numbers={numbers}&rivals={rivals}&beyond={beyond}&breaks={breaks}"
    yield f"parallel={parallel}"
    yield f"parallel={parallel}&respectively={'respectively' in line.words}"
    yield f"parallel={parallel}&listed={len(row) > 1}"
    yield f"own={compared(line, place) is not None}&{side}"
    yield f"own={compared(line, place) is not None}&cue={cue}&{side}&type={stated.type}"
    yield f"near={_bucket(high - low)}&{side}"
    yield f"near={_bucket(high - low)}&{spot}"
    yield f"l1={line.text(row[0] - 1)}"
    yield f"l1={line.text(row[0] - 1)}&{side}"
    yield f"l2={line.text(row[0] - 2)}"
    yield f"r1={line.text(row[-1] + 1)}&{side}"
    yield f"first={head == line.spots[0]}&cue={cue}"
    yield f"nearest={_closest(line, place) == index}&{side}&numbers={numbers}"
    yield f"nearest={_closest(line, place) == index}&{spot}"


def _has_unit(line: Line, index: int) -> bool:
    number = line.tokens[index].number
    return number is not None and number.unit != ""


def _closest(line: Line, place: int) -> int:
    """The number with a unit that is nearest to a mention."""
    numbers = [i for i in line.numbers if _has_unit(line, i)] or list(line.numbers)
    return min(numbers, key=lambda i: (abs(i - place), i))


def _bucket(distance: int) -> str:
    for limit in (2, 4, 7, 12, 20):
        if distance <= limit:
            return f"<={limit}"
    return "far"


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
    places = {at: _places(scene.lines, at, entity) for at in range(stated.at - 2, stated.at + 2)}
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
                yield f"away:{name}:cue={_cue(other, found[0])}"
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
    compares = any(line.text(i) in _COMPARING for i in between)
    breaks = any(line.text(i) in _BREAKS for i in between)
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


def _places(lines: Sequence[Line], at: int, entity: str) -> list[int]:
    if not 0 <= at < len(lines):
        return []
    line = lines[at]
    return [i for i in line.spots if (spot := line.tokens[i].spot) and spot.entity == entity]


def _cue(line: Line, index: int) -> str:
    for at in range(index - 1, max(-1, index - 8), -1):
        if (cue := _CUES.get(line.text(at))) is not None:
            return cue
        if _has_unit(line, at):
            return "#"
    return "start" if index < 8 else ""


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
    cue = _cue(line, place)
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
    yield f"parallel={_parallel(line, stated, place)}"
    yield f"{side}:parallel={_parallel(line, stated, place)}:respectively={'respectively' in line.words}"
    yield f"{side}:listed={line.text(place - 1) in _JOINTS or line.text(place + 1) in _JOINTS}"


_COMPARING = frozenset(
    {"than", "over", "versus", "vs", "against", "compared", "relative", "outperforms", "outperforming", "outperform"}
    | {"surpassing", "surpasses", "surpass", "exceeding", "exceeds", "beating", "beats", "outperformed", "baseline"}
)
_BREAKS = frozenset({";", ".", ")", "while", "whereas", "but"})


def compared(line: Line, place: int) -> int | None:
    """The index of the word that makes a mention, or the list it heads, a baseline ("than", "over", "compared to")."""
    head = listed(line, place)[0]
    for at in range(head - 1, max(-1, head - 9), -1):
        if line.text(at) in _COMPARING:
            return at
        if line.text(at) in _BREAKS or _has_unit(line, at):
            return None
    return None


def nearest_comparison(line: Line, index: int) -> int | None:
    """The comparing word that a number most likely belongs to: the next one, else the last one before."""
    cues = [i for i, token in enumerate(line.tokens) if token.text in _COMPARING]
    after = [i for i in cues if i > index]
    return after[0] if after else cues[-1] if cues else None


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


def listed(line: Line, place: int) -> list[int]:
    """The mentions of one type that stand in one list with a mention ("A, the latest B, and C")."""
    row = [place]
    for step in (-1, 1):
        at = place
        while (after := _next_in_list(line, at, step)) is not None:
            row.append(after)
            at = after
    return sorted(row)


def _next_in_list(line: Line, place: int, step: int) -> int | None:
    at, joined = place + step, False
    while abs(at - place) < 7 and (line.text(at) in _JOINTS or line.text(at) in _DETERMINERS or _is_count(line, at)):
        joined = joined or line.text(at) in _JOINTS
        at += step
    return at if joined and _same_type(line, place, at) else None


def _is_count(line: Line, at: int) -> bool:
    return 0 <= at < len(line.tokens) and line.tokens[at].kind == "number" and not _has_unit(line, at)


def _same_type(line: Line, one: int, other: int) -> bool:
    if not 0 <= other < len(line.tokens):
        return False
    a, b = line.tokens[one].spot, line.tokens[other].spot
    return a is not None and b is not None and a.type == b.type


def _parallel(line: Line, stated: Stated, place: int) -> str:
    """Whether number and mention have the same rank in lists of equal length: "2x and 3x over A and B"."""
    first, last = chain(line, stated.index)
    numbers = [i for i in line.numbers if first <= i <= last]
    row = listed(line, place)
    if len(numbers) > 1 and len(row) != len(numbers):
        row = [i for i in line.spots if _same_type(line, place, i)]
    if len(numbers) < 2 or len(numbers) != len(row):
        return "none"
    return "same" if numbers.index(stated.index) == row.index(place) else "other"
