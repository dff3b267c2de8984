"""What a number states: a speedup, a change of a resource or of quality, a measured value, or nothing of the paper's.

Each number of a line is told by named features of its surroundings and judged by log-linear models; "2.5x faster" is a
speedup (gain), "40 % less memory" a resource (cut, memory), "at 60 FPS" a measurement, "32 GPUs" nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache

from extractors.reading import Reading
from extractors.relate.line import Line, chain, word_set
from extractors.relate.shares import is_left
from extractors.relate.things import kind_of, thing
from extractors.relate.topics import FILLERS, STOPS, WAYS, finer_class, unit_class, way_of, word_class

_BACKGROUND = word_set(
    "existing previous prior typically often usually traditional conventional recent current however although"
)


def number_features(reading: Reading, line: Line, index: int, hints: Mapping[str, float]) -> Iterator[str]:
    """What tells the kind of statement the number at a token belongs to, a tagger's probabilities among it."""
    number = line.tokens[index].number
    assert number is not None
    unit = finer_class(number.unit)
    first, last = chain(line, index)
    yield f"u={number.unit}"
    yield f"c={unit}"
    yield f"kind={number.kind}"
    yield f"bound={number.bound}"
    yield f"c={unit}&bound={number.bound}"
    yield f"size={_size(number.low)}"
    yield f"c={unit}&size={_size(number.low)}"
    yield f"whole={number.low == int(number.low)}&c={unit}"
    if number.low != number.high:
        yield f"range&c={unit}"
    yield from _sides(line, index, unit)
    if first != last:
        yield f"in-chain&c={unit}"
    yield from _topics(line, first, last, unit)
    yield from object_features(line, first, last, unit)
    side, way, words, kind = thing(line, index)
    for word in words[-6:]:
        if len(word) > 2:
            yield f"t:w={word[:7]}&c={unit}"
    pull = way or pulled(line, first)
    yield f"t:kind={kind}&pull={pull}&c={unit}"
    topic = leaning(reading.texts["abstract"])
    yield f"lean={topic}&c={unit}"
    if kind in _VAGUE:
        yield f"lean={topic}&kind={kind}&c={unit}"
        yield f"lean={topic}&vague&pull={pull}&c={unit}"
    yield f"t:pull={pull}&c={unit}"
    yield f"t:kind={kind}&c={unit}"
    yield f"t:kind={kind}&side={side}&c={unit}"
    yield f"t:kind={kind}&way={way}"
    yield f"t:kind={kind}&way={way}&c={unit}"
    yield f"kind={number.kind}&t:kind={kind}&c={unit}"
    yield f"kind={number.kind}&t:kind={kind}&way={way}"
    beside_rival = any(line.text(i) in ("METHOD", "HARDWARE") for i in range(index + 1, index + 9))
    if beside_rival and is_left(number, reading.texts[line.sentence.field]):
        yield "left"
        yield f"left&t:kind={kind}"
    if number.kind == "change":
        stem = reading.texts[line.sentence.field][number.start : number.start + 4].lower()
        verb = stem in ("halv", "doub", "trip", "quad") and line.text(index + 1) in ("the", "its", "both")
        yield f"stem={stem}"
        yield f"stem={stem}&t:kind={kind}"
        yield f"stem={stem}&t:kind={kind}&ours={_is_ours(line)}"
        yield f"verb={verb}&t:kind={kind}&ours={_is_ours(line)}"
    elif hints:  # of words such as "halves" a tagger has seen too few to be heard
        yield from _hint_features(hints, unit, kind)
    yield from _tied(line, index, first, last, unit, kind)
    yield from _modifying(reading, line, first, index, unit)
    yield from _sentence(reading, line, unit)
    if _in_parentheses(line, index):
        yield f"parens&c={unit}"
        opening = next(i for i in range(index, -1, -1) if line.text(i) == "(")
        yield f"parens:l1={line.text(opening - 1)}"
        yield f"parens:class={word_class(line.text(opening - 1))}&c={unit}"


def _sentence(reading: Reading, line: Line, unit: str) -> Iterator[str]:
    """What sort of sentence this is: where it stands, of whom it speaks, and its words."""
    index, count = line.sentence.index, len(reading.sentences)
    where = "title" if line.sentence.field == "title" else "first" if index <= 2 else "later"
    ours = _is_ours(line)
    background = bool(line.words & _BACKGROUND)
    yield f"in={where}"
    yield f"in={where}&c={unit}"
    yield f"last={index >= count - 2}"
    yield f"ours={ours}"
    yield f"background={background}"
    yield f"in={where}&ours={ours}&background={background}"
    yield f"in={where}&ours={ours}&c={unit}"
    yield f"quarter={4 * index // max(1, count)}&ours={ours}"
    for word in line.words:
        yield f"w={word[:7]}"


def _is_ours(line: Line) -> bool:
    present = {line.text(i) for i in line.spots}
    return bool(present & {"MAIN", "OWN"} or line.words & {"we", "our", "ours"})


def _tied(line: Line, index: int, first: int, last: int, unit: str, kind: str) -> Iterator[str]:
    """What ties a number to its clause: the word it depends on, what it counts, and the number after it."""
    at = first - 1
    while first - at < 6 and line.text(at) in _LOOSE:
        at -= 1
    tie = line.text(at)
    yield f"tie={tie}&c={unit}"
    yield f"tie={tie}&r1={line.text(index + 1)}"
    yield f"tie={tie}&kind={kind}&c={unit}"
    counted = next((word for i in range(last + 1, last + 6) if (word := line.text(i)) in _COUNTED), "")
    yield f"counted={counted}&c={unit}"
    yield f"counted={counted}&tie={tie}"


def _modifying(reading: Reading, line: Line, first: int, index: int, unit: str) -> Iterator[str]:
    """Whether a number stands before a noun as its size: "a 7B model", "1-hour windows"."""
    number = line.tokens[index].number
    assert number is not None
    hyphen = reading.texts[line.sentence.field][number.value_end : number.value_end + 1] == "-"
    after = line.text(index + 1)
    noun = "^" if not after.isalpha() or after in _NO_NOUN else kind_of(after) or word_class(after) or "noun"
    at = first - 1
    while line.text(at) in _LOOSE:
        at -= 1
    det = "a" if line.text(at + 1) in ("a", "an", "the", "our", "its") else ""
    yield f"m={det}&{hyphen}&{noun != '^'}&c={unit}"
    yield f"m={det}&{noun}&c={unit}"
    if hyphen:
        yield f"m:hyphen&c={unit}"
        yield f"m:hyphen&{line.text(at)}"


_NO_NOUN = word_set(
    "in on at of for with and or to over than while when compared respectively by from under across using per which "
    "that as is are was were but without versus vs within after before during via through against"
)
_LOOSE = word_set(
    "a an the ~ ∼ ≈ > < ≥ ≤ sim about around roughly nearly approximately only just single our its average as ("
)
_COUNTED = word_set(
    "model models parameters backbone network video videos image images steps tokens gpu gpus context resolution"
)


@lru_cache(maxsize=256)
def leaning(text: str) -> str:
    """Whether an abstract speaks of speed, of quality, or of both."""
    kinds = Counter(map(kind_of, _PLAIN_WORD.findall(text.lower())))
    fast, good = kinds["speed"] + kinds["time"], kinds["quality"]
    if fast >= 2 * good:
        return "speed" if fast else "neither"
    return "quality" if good >= 2 * fast else "both"


_PLAIN_WORD = re.compile(r"[a-z]{3,}(?:-[a-z]+)*")
_VAGUE = frozenset({"", "performance", "efficiency", "rate"})


def pulled(line: Line, first: int) -> str:
    """Which way the verb that takes the number points: "eliminating 75%" down, "raises 4%" up."""
    at = first - 1
    while line.text(at) in FILLERS or line.text(at) in _LOOSE:
        at -= 1
    word = line.text(at)
    return way_of(word) or ("down" if _REMOVED.match(word) else "")


_REMOVED = re.compile(r"(?:remov|prun|skip|avoid|discard|trim|shorten|drop|hid|free|mask|filter|los|bypass)\w*\Z")


def _sides(line: Line, index: int, unit: str) -> Iterator[str]:
    for side, step in (("l", -1), ("r", 1)):
        near = line.text(index + step), line.text(index + 2 * step)
        yield f"{side}1={near[0]}"
        yield f"{side}2={near[1]}"
        yield f"{side}12={near[0]} {near[1]}"
        yield f"{side}1={near[0]}&c={unit}"
        yield f"{side}2={near[1]}&c={unit}"


def _topics(line: Line, left: int, right: int, unit: str) -> Iterator[str]:
    """Which kinds come first on either side, and how far the nearest words for more and for less are."""
    for side, places in (("l", range(left - 1, -1, -1)), ("r", range(right + 1, len(line.tokens)))):
        ways: set[str] = set()
        kinds: list[str] = []
        for distance, at in enumerate(places):
            word = line.text(at)
            if len(kinds) < _FIRST_KINDS and (kind := kind_of(word)) and kind not in kinds:
                kinds.append(kind)
            if (way := way_of(word)) and way not in ways:
                ways.add(way)
                yield f"{side}:{way}:{'near' if distance < 3 else 'mid' if distance < 8 else 'far'}"
            if len(kinds) == _FIRST_KINDS and ways == WAYS:
                break
        yield f"{side}:kind={kinds[0] if kinds else ''}&c={unit}"
        yield f"{side}:kinds={' '.join(kinds)}"


_FIRST_KINDS = 2


def object_features(line: Line, first: int, last: int, unit: str) -> Iterator[str]:
    """What the number is a number of, by the words that tie it: "latency by 30%", "30% lower latency"."""
    before = first
    while line.text(before - 1) in FILLERS:
        before -= 1
    tie, after = line.text(before - 1), line.text(last + 1)
    if tie in ("by", "=", ":", "is", "of", "factor", "reaching", "was", "are") and after not in ("in", "of"):
        side, places = "left", range(before - 2, max(-1, before - 12), -1)
    else:
        side, places = "right", range(last + 1, min(len(line.tokens), last + 9))
    yield f"o:side={side}&c={unit}"
    yield f"o:tie={tie}&after={after}"
    yield f"o:tie={tie}&c={unit}"
    topics: list[str] = []
    for at in places:
        word = line.text(at)
        if word in STOPS or line.tokens[at].kind == "number" or (side == "right" and word in _CLAUSE_ENDS):
            break
        topic = word_class(word)
        if topic in _OBJECTS:
            topics.append(topic)
        elif topic in WAYS and f"o:way={topic}" not in topics:
            yield f"o:way={topic}"
            yield f"o:way={topic}&c={unit}"
        if len(word) > 2 and word.isalpha():
            yield f"o:w={word[:7]}"
    yield f"o:first={topics[0] if topics else ''}"
    yield f"o:first={topics[0] if topics else ''}&c={unit}"
    yield f"o:{side}:first={topics[0] if topics else ''}&c={unit}"
    yield f"o:last={topics[-1] if topics else ''}&c={unit}"
    yield f"o:all={' '.join(sorted(set(topics)))}"


_OBJECTS = word_set("time speed memory storage amount energy cost compute parameters communication capacity quality")
_CLAUSE_ENDS = frozenset(
    {"than", "over", "compared", "while", "and", "with", "without", ",", "but", "whereas", "on", ")"}
)


def resource_features(line: Line, index: int) -> Iterator[str]:
    """What tells which resource a change is about: what the number is a number of, else the nearest telling words."""
    first, last = chain(line, index)
    number = line.tokens[index].number
    unit = unit_class(number.unit) if number else ""
    side, way, words, kind = thing(line, index)
    yield f"t:kind={kind}"
    yield f"t:kind={kind}&c={unit}"
    yield f"t:kind={kind}&side={side}"
    yield f"t:kind={kind}&way={way}"
    yield f"t:kinds={' '.join(sorted({kind_of(word) for word in words}))}"
    for word in words:
        yield f"t:w={word[:7]}"
    for side, places in (("l", range(first - 1, -1, -1)), ("r", range(last + 1, len(line.tokens)))):
        kinds = []
        for distance, at in enumerate(places):
            word = line.text(at)
            if word in STOPS or distance > 14:
                break
            if kind := kind_of(word):
                kinds.append(kind)
            if distance < 6 and word.isalpha():
                yield f"{side}={word[:7]}"
        for rank, kind in enumerate(kinds[:2]):
            yield f"{side}{rank}={kind}"


def _in_parentheses(line: Line, index: int) -> bool:
    for at in range(index - 1, max(-1, index - 40), -1):
        if line.text(at) == ")":
            return False
        if line.text(at) == "(":
            return True
    return False


def _size(value: float) -> str:
    for limit, name in ((0, "0"), (0.9999, "<1"), (1, "1"), (2, "<=2"), (5, "<=5"), (10, "<=10"), (30, "<=30")):
        if value <= limit:
            return name
    return "<=100" if value <= 100 else "<=1000" if value <= 1000 else "large"


def _hint_features(hints: Mapping[str, float], unit: str, kind: str) -> Iterator[str]:
    """What a tagger holds likeliest that the number states, and how sure it is of that."""
    top, sure = hinted_type(hints)
    yield f"hint={top}"
    yield f"hint={top}&c={unit}"
    yield f"hint={top}&kind={kind}"
    yield f"hint={top}&sure={int(4 * sure)}&c={unit}"
    for name, share in _hinted_types(hints).items():
        yield from (f"hint:{name}>={level}" for level in _LEVELS if share >= level)


_LEVELS = (0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97)


def hinted_type(hints: Mapping[str, float]) -> tuple[str, float]:
    """The type of claim, or none, that a tagger's labels of a number make likeliest, and its probability."""
    return max(_hinted_types(hints).items(), key=lambda item: item[1], default=("", 0.0))


def _hinted_types(hints: Mapping[str, float]) -> dict[str, float]:
    types: dict[str, float] = {}
    for label, probability in hints.items():
        name = label.partition("-")[0]
        types[name] = types.get(name, 0.0) + probability
    return types
