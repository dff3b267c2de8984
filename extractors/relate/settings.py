"""On what: whether a piece of hardware or a dataset is the setting of a number, by named features of its place."""

from collections.abc import Iterator

from extractors.relate.line import Line
from extractors.relate.scene import BREAKS, Scene, Stated, compared, cue_of, has_unit, listed, parallel_to, places_of
from extractors.relate.statements import unit_class


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
    mine = places_of(scene.lines, stated.at, entity)
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
    cues = {cue_of(scene.lines[at], i) for at, i in places}
    for cue in cues:
        yield f"any-cue={cue}"
        yield f"any-cue={cue}&{alone}&{generic}"
    at, index = min(places, key=lambda p: (abs(p[0] - stated.at), p), default=(0, 0))
    other = scene.lines[at]
    gap = stated.at - at
    reach = f"{'before' if gap > 0 else 'after'}:{min(abs(gap), 3)}"
    cue = cue_of(other, index)
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
    cue = cue_of(line, row[0])
    numbers = min(sum(has_unit(line, i) for i in range(low + 1, high)), 2)
    rivals = min(sum(low < i < high and i not in row for i in here), 2)
    beyond = min(sum(i not in row and not low < i < high for i in here), 1)
    parallel = parallel_to(line, stated, place)
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


def _closest(line: Line, place: int) -> int:
    """The number with a unit that is nearest to a mention."""
    numbers = [i for i in line.numbers if has_unit(line, i)] or list(line.numbers)
    return min(numbers, key=lambda i: (abs(i - place), i))


def _bucket(distance: int) -> str:
    for limit in (2, 4, 7, 12, 20):
        if distance <= limit:
            return f"<={limit}"
    return "far"
