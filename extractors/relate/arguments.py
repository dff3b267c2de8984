"""Who, over whom, on what: the arguments of a numeric claim as scored candidates.

In "FooNet is 2.5x faster than BarNet on an A100" the candidates are the mentions of the sentence and its neighbours, the
paper's contribution, and nobody; each is told by named features of its place beside the number.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.reading import Reading
from extractors.relate.line import Line
from extractors.relate.statements import chain, unit_class, word_class

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
_OURS = frozenset("we our ours it its this these they".split())


@dataclass(frozen=True, slots=True)
class Stated:
    """A number found to state something: its line, its token there, and the claim's type and unit."""

    at: int
    index: int
    type: str


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


def setting_candidates(scene: Scene, kind: str) -> list[str]:
    """Hardware or datasets of the paper."""
    return [e for e, named in scene.reading.entities.items() if named.type == kind]


def features(scene: Scene, stated: Stated, entity: str, role: str) -> Iterator[str]:
    """What tells whether an entity fills a role of the claim; all features are seen with the claim's type too."""
    for feature in _features(scene, stated, entity, role):
        yield feature
        yield f"{stated.type}&{feature}"


def _features(scene: Scene, stated: Stated, entity: str, role: str) -> Iterator[str]:
    reading, line = scene.reading, scene.lines[stated.at]
    yield from _line_features(scene, line, stated)
    if entity == NOBODY:
        for feature in _line_features(scene, line, stated):
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
        for feature in _beside(line, stated, best, entity):
            yield f"here:{feature}"
            yield f"here:{kind}:{feature}"
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
    if mentions and role in ("hardware", "datasets"):
        first = mentions[0]
        text = reading.texts[first.field]
        before = text[max(0, first.start - 24) : first.start].lower().split()[-2:]
        yield f"first-at={' '.join(before)}"
        place = 3 * first.start // max(1, len(text))
        yield f"first-third={place}&title={first.field == 'title'}"


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


def _places(lines: Sequence[Line], at: int, entity: str) -> list[int]:
    if not 0 <= at < len(lines):
        return []
    line = lines[at]
    return [i for i in line.spots if (spot := line.tokens[i].spot) and spot.entity == entity]


def _cue(line: Line, index: int) -> str:
    for at in range(index - 1, max(-1, index - 8), -1):
        if (cue := _CUES.get(line.text(at))) is not None:
            return cue
        if line.tokens[at].kind == "number":
            return "#"
    return "start" if index < 8 else ""


def _beside(line: Line, stated: Stated, place: int, entity: str) -> Iterator[str]:
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


def _nearest_number(line: Line, place: int) -> int:
    return min(line.numbers, key=lambda i: (abs(i - place), i))


def listed(line: Line, place: int) -> list[int]:
    """The mentions of one type that stand in one list with a mention ("A, B, and C")."""
    row = [place]
    for step in (-1, 1):
        at = place
        while True:
            after = at + step
            while line.text(after) in _JOINTS and abs(after - at) < 4:
                after += step
            if abs(after - at) < 2 or not _same_type(line, place, after):
                break
            row.append(after)
            at = after
    return sorted(row)


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
    if len(numbers) < 2 or len(numbers) != len(row):
        return "none"
    return "same" if numbers.index(stated.index) == row.index(place) else "other"


def best(scores: Mapping[str, float], among: Iterable[str]) -> tuple[str, float]:
    """The candidate with the highest score, and its share of all scores."""
    names = list(among)
    top = max(names, key=lambda name: scores[name])
    return top, scores[top] / max(1e-9, sum(scores[name] for name in names))
