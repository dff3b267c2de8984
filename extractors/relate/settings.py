"""On what: whether a piece of hardware or a dataset is the setting of a number, by named features of its place."""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache

from extractors.relate.line import Line, chain, word_set
from extractors.relate.scene import (
    BREAKS,
    Scene,
    Stated,
    cue_of,
    has_unit,
    listed,
    owner_of,
    parallel_to,
    places_of,
    ranked,
    rival,
    stations,
)
from extractors.relate.things import thing
from extractors.relate.topics import unit_class, word_class
from schemas import EntityType


def setting_features(scene: Scene, stated: Stated, entity: str) -> Iterator[str]:
    """What tells whether a piece of hardware or a dataset is the setting of the number."""
    reading, line = scene.reading, scene.lines[stated.at]
    named = reading.entities[entity]
    number = line.tokens[stated.index].number
    unit = unit_class(number.unit) if number else ""
    same = {s.entity for s in reading.spots if s.type == named.type}
    generic = f"g={named.generic}"
    yield generic
    yield f"type={stated.type}"
    yield f"type={stated.type}&{generic}"
    yield f"unit={unit}"
    topic = matter(line, stated)
    yield f"matter={topic}&{generic}"
    here = [
        i
        for i in line.spots
        if (spot := line.tokens[i].spot) and spot.type == named.type and (named.generic or not spot.generic)
    ]
    mine = places_of(scene.lines, stated.at, entity)
    first, _ = chain(line, stated.index)
    kind = thing(line, stated.index)[3] or "none"
    yield f"kind={kind}&unit={unit}&{generic}"
    yield f"tie={line.text(first - 1)}&unit={unit}&here={bool(mine)}"
    yield from _carried(line, stated, same, here, mine, entity, topic)
    yield from _referred(scene, stated, entity, bool(mine), bool(here))
    yield f"introduced={entity in reading.introduced}&here={bool(mine)}&any-here={bool(here)}"
    yield f"introduced={entity in reading.introduced}&here={bool(mine)}&matter={topic}"
    if mine:
        place = min(mine, key=lambda i: (_away(line, stated.index, i), i))
        yield from _beside_setting(line, stated, place, here, generic, unit)
        yield from _stationed(line, stated, place, topic, entity)
    else:
        yield from _elsewhere(scene, stated, entity, bool(here), any(not rival(line, i) for i in here))


def _carried(
    line: Line, stated: Stated, same: Set[str], here: Sequence[int], mine: Sequence[int], entity: str, topic: str
) -> Iterator[str]:
    """How a candidate stands to the settings of the number before, and what is named between the two."""
    before = stated.before
    if before is None:
        return
    carried = entity in before.settings
    any_carried = any(e in before.settings for e in same)
    between = any(before.index < i < stated.index for i in mine)
    newer = any(before.index < i < stated.index and not rival(line, i) for i in here)
    after = any(i > stated.index for i in mine)
    yield f"carried={carried}&any={any_carried}"
    yield f"carried={carried}&any={any_carried}&here={bool(mine)}&between={between}&newer={newer}&after={after}"
    yield f"carried={carried}&newer={newer}&type={stated.type}&same={stated.type == before.type}"
    yield f"carried={carried}&any={any_carried}&newer={newer}&matter={topic}"
    breaks = any(line.text(i) in BREAKS for i in range(before.index + 1, stated.index))
    joined = chain(line, stated.index)[0] <= before.index
    yield f"carried={carried}&any={any_carried}&newer={newer}&after={after}&breaks={breaks}&joined={joined}"


def _referred(scene: Scene, stated: Stated, entity: str, mine: bool, here: bool) -> Iterator[str]:
    """Whether words near the number take a candidate up: "on the former", "on both datasets", "on the same card"."""
    line, kind = scene.lines[stated.at], scene.reading.entities[entity].type
    nearest = _nearest_reference(line, stated, kind)
    if nearest is None:
        return
    at, said = nearest
    row = _antecedents(scene, stated.at, kind)
    if entity not in row:
        place = "out"
    elif len(row) == 1:
        place = "alone"
    else:
        place = "first" if entity == row[0] else "last" if entity == row[-1] else "inner"
    side = "before" if at < stated.index else "after"
    yield f"refers={said}&{place}&here={mine}&any={here}"
    yield f"refers={said}&{place}&{side}&refs={min(len(references(line, kind)), 2)}"
    yield f"refers={said}&{place}&{side}&near={abs(at - stated.index) < 8}"


def _nearest_reference(line: Line, stated: Stated, kind: EntityType) -> tuple[int, str] | None:
    return min(references(line, kind), key=lambda found: (abs(found[0] - stated.index), found), default=None)


@lru_cache(maxsize=256)
def references(line: Line, kind: EntityType) -> tuple[tuple[int, str], ...]:
    """Where a sentence takes up what was named before, and how: "former", "latter", "same", "all".

    By words for things of the type, hardware or dataset, or by none: "the former", "both machines", "the same scenes".
    """
    nouns, found = _NOUNS[kind], []
    for at in range(len(line.tokens)):
        word = line.text(at)
        if word in ("former", "latter"):
            after = line.text(at + 1)
            if after in nouns or not after.isalpha() or after in _CLOSING:
                found.append((at, word))
        elif word in nouns:
            said = next((_TAKING[w] for i in range(max(0, at - 3), at) if (w := line.text(i)) in _TAKING), None)
            if said:
                found.append((at, said))
    return tuple(found)


def _antecedents(scene: Scene, at: int, kind: EntityType) -> list[str]:
    """The named things of a type in the nearest line before, in order."""
    for before in range(at - 1, -1, -1):
        line = scene.lines[before]
        row = [
            spot.entity
            for i in line.spots
            if (spot := line.tokens[i].spot) and spot.type == kind and not spot.generic and not rival(line, i)
        ]
        if row:
            return list(dict.fromkeys(row))
    return []


_DEVICES = word_set(
    "card machine device cluster platform chip accelerator phone tablet board node server system testbed processor "
    "core unit architecture hardware gpu cpu"
)
_NOUNS: Mapping[EntityType, frozenset[str]] = {
    "hardware": _DEVICES | {f"{noun}s" for noun in _DEVICES},
    "dataset": word_set(
        "dataset datasets benchmark benchmarks corpus corpora set sets suite suites scene scenes sequences task tasks "
        "collection collections trace traces split splits data graph graphs inputs workload workloads domains "
        "languages settings instances cases test tests"
    ),
}
_TAKING = {
    **dict.fromkeys(("same", "this", "that"), "same"),
    **dict.fromkeys(("both", "all", "these", "those", "two", "three", "four", "five", "six", "each", "either"), "all"),
    **dict.fromkeys(("first", "second", "third", "last", "other"), "one"),
}
_CLOSING = word_set("and while whereas but it is are was were for with in at to by than or we")


def _elsewhere(scene: Scene, stated: Stated, entity: str, named_here: bool, own: bool) -> Iterator[str]:
    """How a candidate is named in other sentences than the number's.

    Whether its type is ``named_here``, in the number's sentence, and as what may be a setting there (``own``).
    """
    reading, line = scene.reading, scene.lines[stated.at]
    named = reading.entities[entity]
    generic = f"g={named.generic}"
    topic = matter(line, stated)
    number = line.tokens[stated.index].number
    unit = unit_class(number.unit) if number else ""
    same = {s.entity for s in reading.spots if s.type == named.type}
    specific = {e for e in same if not reading.entities[e].generic}
    alone = f"alone={len(specific) == 1 or len(same) == 1}"
    yield f"away&line-has={named_here}&{generic}&{alone}"
    yield f"away&line-has={named_here}&{generic}&{alone}&type={stated.type}"
    yield f"away&line-has={named_here}&{generic}&{alone}&unit={unit}"
    yield f"away&line-has={named_here}&{generic}&{alone}&matter={topic}"
    places = [
        (at, i)
        for at, other in enumerate(scene.lines)
        for i in other.spots
        if (spot := other.tokens[i].spot) and spot.entity == entity
    ]
    at, index = min(places, key=lambda p: (abs(p[0] - stated.at), p), default=(0, 0))
    other = scene.lines[at]
    gap = stated.at - at
    reach = f"{'before' if gap > 0 else 'after'}:{min(abs(gap), 3)}"
    cue = cue_of(other, index)
    yield f"{reach}&{alone}"
    ref = nearest[-1] if (nearest := _nearest_reference(line, stated, named.type)) else "none"
    yield f"ref={ref}&{reach}"
    yield f"ref={ref}&{generic}&own={own}"
    results = [i for i in other.numbers if _is_result(other, i)]
    setup = "none" if not results else "before" if index < results[0] else "after"
    yield f"setup={setup}&{reach}&role={standing(other, index)}"
    yield f"setup={setup}&{reach}&matter={topic}"
    yield f"setup={setup}&{alone}&matter={topic}&own={own}"
    yield f"{reach}&{alone}&cue={cue}"
    yield f"{reach}&numbers-there={bool(other.numbers)}&{alone}"
    others = _last_tested(scene, stated, named.type)
    sole = "none" if not others else "mine" if others == {entity} else "shared" if entity in others else "other"
    yield f"tested={sole}&own={own}&{generic}"
    yield f"tested={sole}&own={own}&matter={topic}"
    yield f"tested={sole}&own={own}&{reach}"
    if named.type == "hardware":  # of a dataset neither tells more than its distance does
        yield from (f"there:{word}" for word in other.words & _EXPERIMENT)
        since = _named_since(scene, stated, entity, places)
        yield f"{since}&{alone}"
        yield f"{since}&{reach}&cue={cue}"


def _named_since(scene: Scene, stated: Stated, entity: str, places: Sequence[tuple[int, int]]) -> str:
    """Whether a candidate is named before a number, and whether another of its type is named since, not in its list."""
    latest = max((p for p in places if p <= (stated.at, stated.index)), default=None)
    if latest is None:
        return "latest=False&rivals-after=False"
    at, index = latest
    last, kind = listed(scene.lines[at], index)[-1], scene.reading.entities[entity].type
    rivals = any(
        spot.type == kind and not spot.generic and spot.entity != entity
        for between in range(at, stated.at)
        for i in scene.lines[between].spots
        if (spot := scene.lines[between].tokens[i].spot) and (between != at or i > last)
    )
    return f"latest=True&rivals-after={rivals}"


def _is_result(line: Line, index: int) -> bool:
    number = line.tokens[index].number
    return number is not None and unit_class(number.unit) in _RESULTS


_RESULTS = frozenset({"x", "%", "points", "FPS", "dB", "time", "long", "gpu-time", "flops", "power", "rate"})


_EXPERIMENT = frozenset(
    {"experiments", "evaluated", "evaluation", "evaluate", "implemented", "implementation", "results", "show", "using"}
    | {"train", "trained", "training", "run", "runs", "running", "deployed", "tested", "measured", "existing", "such"}
    | {"like", "dataset", "benchmark", "benchmarks", "conducted", "introduce", "present", "propose", "supports"}
)


_STANDING = re.compile(
    r"(?P<study>(?:evaluat|experiment|implement|test|benchmark|measur|profil|characteri|assess|deploy|prototyp|conduct"
    r"|stud(?:y|ies)|ablation|validat|simulat|compar)\w*|runs?|running)\Z"
    r"|(?P<train>(?:train|pretrain|pre-train|fine-tun|finetun)\w*)\Z"
    r"|(?P<result>(?:show|achiev|demonstrat|reach|result|outperform|obtain)\w*)\Z"
    r"|(?P<exist>such|like|including|existing|e|prior|recent|current)\Z"
    r"|(?P<aim>(?:design|optimi[sz]|tailor|target|custom|support|propos|present|introduc|accelerat)\w*)\Z"
)


@lru_cache(maxsize=16384)
def _role_of(word: str) -> str:
    found = _STANDING.match(word)
    return found.lastgroup or "" if found else ""


def standing(line: Line, place: int) -> str:
    """What a sentence does with a mention, by the nearest telling word before it: studied on, trained on, aimed at."""
    for at in range(place - 1, max(-1, place - 13), -1):
        if role := _role_of(line.text(at)):
            return role
    return "plain"


def _last_tested(scene: Scene, stated: Stated, kind: str) -> set[str]:
    """The entities of a type in the nearest sentence before a number that says something was studied on one."""
    for at in range(stated.at - 1, -1, -1):
        line = scene.lines[at]
        found = {
            (spot.entity, standing(line, i))
            for i in line.spots
            if (spot := line.tokens[i].spot) and spot.type == kind and not spot.generic
        }
        if any(role in ("study", "result", "train") for _, role in found):
            return {entity for entity, _ in found}
    return set()


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
    cue = cue_of(line, row[0])
    numbers = min(sum(has_unit(line, i) for i in range(low + 1, high)), 2)
    rivals = min(sum(low < i < high and i not in row for i in here), 2)
    beyond = min(sum(i not in row and not low < i < high for i in here), 1)
    first, last = chain(line, index)
    parallel = "none" if "to" in (line.text(i) for i in range(first, last)) else parallel_to(line, stated, place)
    breaks = any(line.text(i) in BREAKS for i in range(low + 1, high))
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
    yield f"{spot}&numbers={numbers}&rivals={rivals}&beyond={beyond}"
    yield f"{side}&numbers={numbers}&rivals={rivals}&beyond={beyond}&breaks={breaks}"
    yield f"parallel={parallel}"
    yield f"parallel={parallel}&respectively={'respectively' in line.words}"
    yield f"parallel={parallel}&listed={len(row) > 1}"
    yield f"l1={line.text(row[0] - 1)}"
    yield f"l1={line.text(row[0] - 1)}&{side}"
    yield f"r1={line.text(row[-1] + 1)}&{side}"
    yield f"first={head == line.spots[0]}&cue={cue}"


@lru_cache(maxsize=64)
def matter(line: Line, stated: Stated) -> str:
    """What a number measures, by its unit or the nearest word that names a topic."""
    number = line.tokens[stated.index].number
    if stated.type in ("speedup", "quality") or number is None:
        return stated.type
    unit = unit_class(number.unit)
    if unit in _TELLING:
        return _TELLING[unit]
    if unit == "scale" and line.text(stated.index + 1) in _MODELS:
        return "parameters"
    topic = word_class(re.split(r"[\s-]", number.unit.lower())[-1]) if unit in ("noun", "rate") else ""
    if topic not in _TOPICS:
        topic = _nearest_topic(line, *chain(line, stated.index))
    prefix = "resource:" if stated.type == "resource" else ""
    return prefix + (_TOPICS[topic] if topic else unit)


_MODELS = frozenset({"model", "models", "llm", "llms", "parameter", "parameters"})


def _nearest_topic(line: Line, first: int, last: int) -> str:
    for distance in range(1, 9):
        for at in (last + distance, first - distance):
            if (topic := word_class(line.text(at))) in _TOPICS:
                return topic
    return ""


_TELLING = dict.fromkeys(("FPS", "time", "long", "gpu-time", "flops"), "speed") | {
    "bytes": "memory",
    "power": "energy",
    "dB": "quality",
    "$": "cost",
}
_TOPICS = {
    name: name for name in ("energy", "cost", "parameters", "communication", "capacity", "quality", "compute")
} | {
    "time": "speed",
    "speed": "speed",
    "memory": "memory",
    "storage": "memory",
}


def _stationed(line: Line, stated: Stated, place: int, topic: str, entity: str) -> Iterator[str]:
    """Where a mention stands among all that may be settings of numbers in the line, and how the number lies to them."""
    rows = stations(line, place)
    index = stated.index
    mine = next((row for row in rows if place in row), None)
    rule, row = governed(line, index, rows)
    whose = "none" if row is None else "mine" if row is mine else "other"
    carried = "" if stated.before is None else str(entity in stated.before.settings)
    yield f"governed={whose}&{rule}"
    yield f"governed={whose}&{rule}&matter={topic}"
    yield f"governed={whose}&{rule}&carried={carried}"
    if mine is None:
        yield "station=none"
        return
    first, last = chain(line, index)
    before = [row for row in rows if row[0] < index]
    after = [row for row in rows if row[0] > index]
    if mine in before:
        where = "prev" if mine is before[-1] else "beyond-prev"
        apart = sum(has_unit(line, i) for i in range(mine[-1], first))
        others = bool(after)
    else:
        where = "next" if mine is after[0] else "beyond-next"
        apart = sum(has_unit(line, i) for i in range(last + 1, mine[0]))
        others = bool(before)
    numbers = [i for i in line.numbers if has_unit(line, i)]
    leads = "setting" if not numbers or rows[0][0] < numbers[0] else "number"
    ends = "setting" if not numbers or rows[-1][-1] > numbers[-1] else "number"
    count = min(len(rows), 3)
    cue = cue_of(line, mine[0])
    spot = f"station={where}&of={count}&leads={leads}"
    yield spot
    yield f"{spot}&apart={min(apart, 2)}"
    yield f"{spot}&apart={min(apart, 2)}&ends={ends}&other-side={others}"
    yield f"{spot}&cue={cue}"
    steps = {row[0]: _steps(line, index, row[-1] if row in before else row[0]) for row in rows}
    closer = sum(steps[row[0]] < steps[mine[0]] for row in rows)
    equal = sum(steps[row[0]] == steps[mine[0]] for row in rows) > 1
    yield f"steps={min(steps[mine[0]], 3)}&closer={min(closer, 2)}&equal={equal}"
    yield f"steps={min(steps[mine[0]], 3)}&closer={min(closer, 2)}&equal={equal}&station={where}&leads={leads}"
    near = "closest" if not closer and not equal else "tied" if not closer else "farther"
    yield f"{near}&matter={topic}"
    yield f"station={where}&of={count}&matter={topic}"
    if (rank := ranked(line, index, place)) != "none":
        yield f"rank={rank}"
        yield f"rank={rank}&respectively={'respectively' in line.words}"
        yield f"rank={rank}&of={count}"
        yield f"rank={rank}&carried={stated.before is not None and entity in stated.before.settings}"
    if (owner := owner_of(line, index, rows)) is not None:
        yield f"bracket={owner in mine}&matter={topic}"
        yield f"bracket={owner in mine}&of={count}"
    opens = mine[0] < 8 and leads == "setting" and mine is rows[0]
    closes = mine is rows[-1] and ends == "setting"
    yield f"opens={opens}&closes={closes}&of={count}&cue={cue}"
    yield f"opens={opens}&closes={closes}&of={count}&matter={topic}"


def governed(line: Line, index: int, rows: Sequence[list[int]]) -> tuple[str, list[int] | None]:
    """The list of settings that a number most likely has, by the order in which its line names both, and the rule.

    A line that opens with a setting and ends in a number ("on A it takes 2 s, on B 3 s") names settings first; one
    that opens with a number and ends in a setting ("2 s on A and 3 s on B") names them last.
    """
    first, last = chain(line, index)
    owner = owner_of(line, index, rows)
    if owner is not None:
        return "bracket", next(row for row in rows if owner in row)
    past = next((row for row in reversed(rows) if row[-1] < first), None)
    coming = next((row for row in rows if row[0] > last), None)
    if coming and line.text(last + 1) == "(" and coming[0] - last < _LABELLED:
        return "label", coming
    if past is None or coming is None:
        row = past or coming
        return (f"{'past' if past else 'coming'}:{_reach(line, first, last, row)}", row) if row else ("", None)
    numbers = [i for i in line.numbers if has_unit(line, i)]
    opens = not numbers or rows[0][0] < numbers[0]
    ends = not numbers or rows[-1][-1] > numbers[-1]
    back, ahead = _reach(line, first, last, past), _reach(line, first, last, coming)
    if opens != ends:
        return f"{'opens' if opens else 'ends'}:{back}:{ahead}", past if opens else coming
    forward = ahead == "tight" or (ahead == "near" and back == "far")
    order = "around" if opens else "within"
    return f"{order}:{'coming' if forward else 'past'}:{back}:{ahead}", coming if forward else past


_LABELLED = 4


def _reach(line: Line, first: int, last: int, row: Sequence[int]) -> str:
    """How near a list of settings is to numbers: beyond other numbers, parted by a comma or the like, or not."""
    low, high = (row[-1], first) if row[-1] < first else (last, row[0])
    if any(has_unit(line, i) for i in range(low + 1, high)):
        return "far"
    return "near" if any(line.text(i) in _PARTINGS for i in range(low + 1, high)) else "tight"


def _steps(line: Line, index: int, place: int) -> int:
    """How many commas and joining words part a number from a mention."""
    low, high = sorted((index, place))
    return sum(line.text(i) in _PARTINGS for i in range(low + 1, high))


_PARTINGS = frozenset({",", ";", ".", "and", "while", "but", "whereas"})
