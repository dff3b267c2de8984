"""A paper laid out around one number, and the structure between numbers and mentions that tells its arguments.

In "FooNet is 2.5x faster than BarNet on an A100" the candidates are the mentions of the sentence and its neighbours,
the paper's contribution, and nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.reading import Reading
from extractors.relate.line import Line, chain
from extractors.resolve import CATALOGUES
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
JOINTS = frozenset({",", "and", "or", "/", "&", "(", ")", "both"})
_DETERMINERS = frozenset(
    {"the", "a", "an", "latest", "recent", "state-of-the-art", "popular", "original", "standard", "existing", "single"}
    | {"commercial", "modern", "previous", "both", "e.g", "[", "]"}
)
COMPARING = frozenset(
    {"than", "over", "versus", "vs", "against", "compared", "relative", "outperforms", "outperforming", "outperform"}
    | {"surpassing", "surpasses", "surpass", "exceeding", "exceeds", "beating", "beats", "outperformed", "baseline"}
)
BREAKS = frozenset({";", ".", ")", "while", "whereas", "but"})


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


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A paper laid out for its numeric claims; like a line it equals only itself."""

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
    own = scene.reading.main or topic_of(scene)[0]
    return list(dict.fromkeys([*filter(None, [own]), *scene.reading.introduced, *entities_near(scene, stated), NOBODY]))


@lru_cache(maxsize=4)
def topic_of(scene: Scene) -> tuple[str | None, int]:
    """What a paper without a main contribution is most likely about, with how much speaks for it; None for nothing.

    "Our tool, FooNet, ...", "a chip called FooNet", "FooNet keeps its weights in ..." at the start of a sentence.
    """
    scores: dict[str, int] = {}
    for at, line in enumerate(scene.lines):
        for place in line.spots:
            spot = line.tokens[place].spot
            if spot is None or spot.generic or spot.type == "dataset" or spot.rule.startswith(CATALOGUES):
                continue
            said = 1 if spot.entity in scores else _presented(line, place)
            scores[spot.entity] = scores.get(spot.entity, 0) + said + (at == 0)
    best = max(scores, key=lambda entity: scores[entity], default=None)
    return (best, scores[best]) if best is not None and scores[best] >= _TOPICAL else (None, 0)


def _presented(line: Line, place: int) -> int:
    """How much the first mention of a thing looks like its introduction."""
    before = [line.text(i) for i in range(max(0, place - 4), place) if line.text(i) not in _MARKUP]
    after = line.text(place + 1)
    if not before or before in (["the"], ["this"]):
        return 3 if after in _APPOSED or after.endswith("s") else 1
    if (before[-1] in _NAMING and before[-2:] != ["such", "as"]) or "our" in before or "we" in before:
        return 3
    if before[-1] == "," and after == ",":
        return 2
    return -1 if before[-1] in _CUES or before[-1] in _IN_PASSING else 0


_TOPICAL = 3
_MARKUP = frozenset({"\\emph", "\\textbf", "\\textit", "\\textsc", "\\texttt", "(", "[", '"', "'"})
_APPOSED = frozenset({",", "(", "is", ":", "can", "'"})
_NAMING = frozenset({"called", "named", "dubbed", "termed", "coined", "namely", "as"})
_IN_PASSING = frozenset({"like", "as", "and", "or", "e.g", "including", "via", "through"})


def baseline_candidates(scene: Scene, stated: Stated) -> list[str]:
    """Whom the claim may compare with; ``NOBODY`` is a phrase or nothing."""
    return [*entities_near(scene, stated), NOBODY]


def setting_candidates(scene: Scene, kind: EntityType) -> list[str]:
    """Hardware or datasets of the paper."""
    return [e for e, named in scene.reading.entities.items() if named.type == kind]


def places_of(lines: Sequence[Line], at: int, entity: str) -> list[int]:
    """Tokens of a line, empty beyond the ends of the paper, at which an entity is named."""
    return mentions(lines[at], entity) if 0 <= at < len(lines) else []


def mentions(line: Line, entity: str) -> list[int]:
    """Tokens of a line at which an entity is named."""
    return [i for i in line.spots if (spot := line.tokens[i].spot) and spot.entity == entity]


def cue_of(line: Line, index: int) -> str:
    """What introduces a mention: the class of the last telling word before it, "#" for a number with a unit."""
    for at in range(index - 1, max(-1, index - 8), -1):
        if (cue := _CUES.get(line.text(at))) is not None:
            return cue
        if has_unit(line, at):
            return "#"
    return "start" if index < 8 else ""


def has_unit(line: Line, index: int) -> bool:
    """Whether a token is a number with a unit."""
    number = line.tokens[index].number
    return number is not None and number.unit != ""


def compared(line: Line, place: int) -> int | None:
    """The index of the word that makes a mention, or the list it heads, a baseline ("than", "over", "compared to")."""
    head = listed(line, place)[0]
    for at in range(head - 1, max(-1, head - 9), -1):
        if line.text(at) in COMPARING:
            return at
        if line.text(at) in BREAKS or has_unit(line, at):
            return None
    return None


def nearest_comparison(line: Line, index: int) -> int | None:
    """The comparing word that a number most likely belongs to: the next one, else the last one before."""
    cues = [i for i, token in enumerate(line.tokens) if token.text in COMPARING]
    after = [i for i in cues if i > index]
    return after[0] if after else cues[-1] if cues else None


@lru_cache(maxsize=256)
def listed(line: Line, place: int) -> tuple[int, ...]:
    """The mentions of one type that stand in one list with a mention ("A, the latest B, and C")."""
    row = [place]
    for step in (-1, 1):
        at = place
        while (after := _next_in_list(line, at, step)) is not None:
            row.append(after)
            at = after
    return tuple(sorted(row))


def _next_in_list(line: Line, place: int, step: int) -> int | None:
    at, joined = place + step, False
    while abs(at - place) < 7 and (line.text(at) in JOINTS or line.text(at) in _DETERMINERS or _is_count(line, at)):
        joined = joined or line.text(at) in JOINTS
        at += step
    return at if joined and _same_type(line, place, at) else None


def _is_count(line: Line, at: int) -> bool:
    return 0 <= at < len(line.tokens) and line.tokens[at].kind == "number" and not has_unit(line, at)


def _same_type(line: Line, one: int, other: int) -> bool:
    if not 0 <= other < len(line.tokens):
        return False
    a, b = line.tokens[one].spot, line.tokens[other].spot
    return a is not None and b is not None and a.type == b.type


def parallel_to(line: Line, stated: Stated, place: int) -> str:
    """Whether number and mention have the same rank in lists of equal length: "2x and 3x over A and B"."""
    first, last = chain(line, stated.index)
    numbers = [i for i in line.numbers if first <= i <= last]
    row: Sequence[int] = listed(line, place)
    if len(numbers) > 1 and len(row) != len(numbers):
        row = [i for i in line.spots if _same_type(line, place, i)]
    if len(numbers) < 2 or len(numbers) != len(row):
        return "none"
    return "same" if numbers.index(stated.index) == row.index(place) else "other"


def stations(line: Line, place: int) -> list[list[int]]:
    """The lists of mentions of one type that may be settings: all of a line but those that are compared with.

    Class words ("GPU") are none beside a name.
    """
    named = [i for i in line.spots if _same_type(line, place, i) and (_generic(line, place) or not _generic(line, i))]
    rows: list[list[int]] = []
    for at in named:
        if not (rows and at <= rows[-1][-1]) and not rival(line, at):
            rows.append([i for i in listed(line, at) if i in named])
    return rows


def _generic(line: Line, place: int) -> bool:
    spot = line.tokens[place].spot
    return spot is not None and spot.generic


def rival(line: Line, place: int) -> bool:
    """Whether a mention is compared with: "than an A100", "compared to the A100", not "than BarNet on an A100"."""
    word = compared(line, place)
    if word is None:
        return False
    ties = [i for i in range(word + 1, listed(line, place)[0]) if line.text(i) in _TIES]
    return not ties or (ties[0] - word < 3 and not any(word < i < ties[0] for i in line.spots))


_TIES = frozenset({"on", "in", "using", "with", "at", "for", "across"})


def ranked(line: Line, index: int, place: int) -> str:
    """Whether number and mention have one rank, among as many numbers as settings or where some settings are unknown.

    In "2x/3x and 4x/5x on A and B" each pair is one list.
    """
    first, last = chain(line, index)
    numbers = [i for i in line.numbers if first <= i <= last]
    if any(line.text(i) == "to" for i in range(first, last)):
        return "none"
    pair = _slashed(line, numbers, index)
    row = listed(line, place)
    for group in (pair, numbers) if len(pair) > 1 else (numbers,):
        for known in (row, _distinct(line, index, place)):
            if len(known) == len(group) > 1:
                return "same" if group.index(index) == known.index(place) else "other"
    if len(numbers) <= len(row) or len(row) < 2:
        return "none"
    if line.text(row[-1] + 1) in (",", "and"):
        return "part-same" if numbers.index(index) == row.index(place) else "part-other"
    return "part-same" if _last_rank(numbers, index) == _last_rank(row, place) else "part-other"


def _last_rank(row: Sequence[int], item: int) -> int:
    """How many of a row come after an item."""
    return len(row) - 1 - row.index(item)


def _slashed(line: Line, numbers: Sequence[int], index: int) -> list[int]:
    """The numbers that slashes tie to a number."""
    at = numbers.index(index)
    low = high = at
    while low and line.text(numbers[low] - 1) == "/":
        low -= 1
    while high + 1 < len(numbers) and line.text(numbers[high + 1] - 1) == "/":
        high += 1
    return list(numbers[low : high + 1])


def _distinct(line: Line, index: int, place: int) -> list[int]:
    """The mentions of one type that may be settings, each entity once, where it is nearest to the number.

    Empty where the mention given is none of them, or where numbers stand among them and no "respectively" ties them to
    a later list.
    """
    found: dict[str, int] = {}
    for at in sorted((at for row in stations(line, place) for at in row), key=lambda at: abs(at - index)):
        if spot := line.tokens[at].spot:
            found.setdefault(spot.entity, at)
    if place not in found.values():
        return []
    row = sorted(found.values())
    mixed = any(has_unit(line, i) for i in range(row[0], row[-1]))
    tied = "respectively" in line.words and not row[0] < index < row[-1]
    return row if tied or not mixed else []


def owner_of(line: Line, index: int, rows: Sequence[Sequence[int]]) -> int | None:
    """The mention that the brackets around a number follow: "on A (from 2 s to 1 s)"."""
    for at in range(index - 1, max(-1, index - 30), -1):
        if line.text(at) == ")":
            return None
        if line.text(at) == "(":
            return next((row[-1] for row in rows if 0 < at - row[-1] < 3), None)
    return None
