"""What a number states: a speedup, a change of a resource or of quality, a measured value, or nothing of the paper's.

Each number of a line is told by named features of its surroundings and judged by log-linear models; "2.5x faster" is a
speedup (gain), "40 % less memory" a resource (cut, memory), "at 60 FPS" a measurement, "32 GPUs" nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from extractors.reading import Reading
from extractors.relate.line import Line, word_set

_CLASSES = {
    "time": r"latenc\w*|times?|runtimes?|duration|delay|overheads?|wall-clock|makespan|hours?|ttft|tpot",
    "speed": r"fast(?:er)?|speed\w*|accelerat\w*|quick\w*|throughput\w*|slow\w*|rates?|converge\w*|goodput|performance",
    "memory": r"memory|vram|dram|ram|footprint|cache|kv-cache|activations?",
    "storage": r"storage|sizes?|compress\w*|smaller|compact|disk|bit-?rates?|index",
    "energy": r"energy|power|watts?|carbon|emissions?|electricity|efficien\w*",
    "cost": r"costs?|pric\w*|cheaper|expens\w*|dollars?|money|budget",
    "compute": r"flops?|gflops?|comput\w*|operations?|macs?|gmacs?|fewer|evaluations?|complexity",
    "parameters": r"parameters?|params?|weights?",
    "communication": r"communicat\w*|traffic|bandwidth|transfers?|volume|movement|access(?:es)?|requests|transmission",
    "amount": r"tokens?|area|resources?|luts?|utili[sz]ation|calls?|interactions?|samples?|images?",
    "capacity": r"contexts?|batch|batches|longer|larger|bigger|scal\w*|lengths?|capacity|trainable",
    "quality": r"accurac\w*|precision|recall|f1(?:-score)?|map|m?iou|psnr|ssim|fid|errors?|loss\w*|scores?|quality|"
    r"perplexity|r?auc|auroc|rmse|mae|mse|success|dice|bleu|wer|correct\w*|sensitivity|specificity|fidelity|win|"
    r"correlation|pass",
    "up": r"improv\w*|increas\w*|gain\w*|higher|better|superior|surpass\w*|rises?|growth|boost\w*|enhanc\w*|more|"
    r"greater|rais\w*|outperform\w*|exceed\w*",
    "down": r"reduc\w*|decreas\w*|lower\w*|cut|cuts|cutting|sav\w*|less|drop\w*|shrink\w*|eliminat\w*|"
    r"minimi\w*|declin\w*",
    "keep": r"retain\w*|maintain\w*|preserv\w*|recover\w*|of|only|just|merely|degrad\w*",
    "attain": r"achiev\w*|reach\w*|attain\w*|obtain\w*|deliver\w*|yield\w*|show\w*|demonstrat\w*|provid\w*|enabl\w*|"
    r"run\w*|render\w*",
    "than": r"than|over|compared|versus|vs|relative|against|baselines?|respect|original|previous|prior|sota|"
    r"state-of-the-art",
    "set": r"with|using|trained|train|dataset|on|from|consist\w*|contain\w*|compris\w*|across|includ\w*|cover\w*|"
    r"span\w*",
}
_CLASS = re.compile("|".join(rf"(?P<{name}>(?:{words})\Z)" for name, words in _CLASSES.items()))
_STOPS = frozenset(".;")
_BACKGROUND = word_set(
    "existing previous prior typically often usually traditional conventional recent current however although"
)
_CHAIN = frozenset({",", "and", "or", "/", "&", "-", "to", "respectively"})


@lru_cache(maxsize=65536)
def word_class(word: str) -> str:
    """The topic of a word (time, speed, memory, up, down ...), or ""."""
    found = _CLASS.match(word)
    return found.lastgroup or "" if found else ""


def unit_class(unit: str) -> str:
    """Units that behave alike, under one name."""
    return _UNIT_CLASSES.get(unit) or ("rate" if "/" in unit or " per " in unit else "noun")


@lru_cache(maxsize=4096)
def finer_class(unit: str) -> str:
    """``unit_class``, with what is counted told apart: parameters, tokens, steps, scores of a metric ..."""
    found = "bits" if unit in ("bit", "bits") else unit_class(unit)
    if found != "noun":
        return found
    counted = _COUNTED_UNIT.search(unit)
    return (counted.lastgroup or "") if counted else "noun"


_COUNTED_UNIT = re.compile(
    r"(?P<rate>[a-z]ps\Z)|(?P<params>param)|(?P<tokens>token)|"
    r"(?P<items>frame|image|sample|view|point|video|node|edge|environ|agent)|"
    r"(?P<steps>step|epoch|iteration|cycle)|(?P<metric>mAP|FID|PSNR|BLEU|PPL|perplexity)|(?P<length>\A[cmknμ]?m\b)",
    re.IGNORECASE,
)


_UNIT_CLASSES = {
    "": "none",
    **{name: name for name in ("x", "%", "points", "FPS", "$", "dB")},
    **dict.fromkeys(("ns", "μs", "ms", "s", "min", "hours"), "time"),
    **dict.fromkeys(("days", "weeks", "months", "years"), "long"),
    **dict.fromkeys(("GPU-hours", "GPU-days"), "gpu-time"),
    **dict.fromkeys(("TFLOPS", "PFLOPS", "EFLOPS", "GFLOPS", "TOPS", "GOPS", "TOPS/W"), "flops"),
    **dict.fromkeys(("GB", "MB", "KB", "TB", "kB", "GiB", "MiB", "bit", "bits", "bytes"), "bytes"),
    **dict.fromkeys(("W", "mW", "kW", "J", "mJ", "pJ", "nJ", "kWh"), "power"),
    **dict.fromkeys(("Hz", "kHz", "MHz", "GHz"), "hertz"),
    **dict.fromkeys(("k", "K", "M", "B", "T", "million", "billion", "trillion", "thousand"), "scale"),
}


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
    side, way, words, kind = thing(line, index, first, last)
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
    while line.text(at) in _FILLERS or line.text(at) in _LOOSE:
        at -= 1
    word = line.text(at)
    return _way(word) or ("down" if _REMOVED.match(word) else "")


_REMOVED = re.compile(r"(?:remov|prun|skip|avoid|discard|trim|shorten|drop|hid|free|mask|filter|los|bypass)\w*\Z")


def chain(line: Line, index: int) -> tuple[int, int]:
    """First and last number of the list a number stands in ("1.6x, 1.5x and 2x": one list)."""
    first = last = index
    while (before := _next_in_chain(line, first, -1)) is not None:
        first = before
    while (after := _next_in_chain(line, last, 1)) is not None:
        last = after
    return first, last


def _next_in_chain(line: Line, index: int, step: int) -> int | None:
    at = index + step
    while line.text(at) in _CHAIN and abs(at - index) < 4:
        at += step
    if at == index + step or not 0 <= at < len(line.tokens):
        return None
    other, own = line.tokens[at].number, line.tokens[index].number
    return at if other and own and other.unit == own.unit else None


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
            if (way := _way(word)) and way not in ways:
                ways.add(way)
                yield f"{side}:{way}:{'near' if distance < 3 else 'mid' if distance < 8 else 'far'}"
        yield f"{side}:kind={kinds[0] if kinds else ''}&c={unit}"
        yield f"{side}:kinds={' '.join(kinds)}"


_FIRST_KINDS = 2
_WAYS = frozenset({"up", "down"})


def object_features(line: Line, first: int, last: int, unit: str) -> Iterator[str]:
    """What the number is a number of, by the words that tie it: "latency by 30%", "30% lower latency"."""
    before = first
    while line.text(before - 1) in _FILLERS:
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
        if word in _STOPS or line.tokens[at].kind == "number" or (side == "right" and word in _CLAUSE_ENDS):
            break
        topic = word_class(word)
        if topic in _OBJECTS:
            topics.append(topic)
        elif topic in _WAYS and f"o:way={topic}" not in topics:
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
_FILLERS = word_set(
    "up to over about around approximately roughly nearly almost more less than at least most an a only just average "
    "~ ∼ ≈ > < ≥ ≤ sim + - as much ( additional the total"
)


def resource_features(line: Line, index: int) -> Iterator[str]:
    """What tells which resource a change is about: what the number is a number of, else the nearest telling words."""
    first, last = chain(line, index)
    number = line.tokens[index].number
    unit = unit_class(number.unit) if number else ""
    side, way, words, kind = thing(line, index, first, last)
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
            if word in _STOPS or distance > 14:
                break
            if kind := kind_of(word):
                kinds.append(kind)
            if distance < 6 and word.isalpha():
                yield f"{side}={word[:7]}"
        for rank, kind in enumerate(kinds[:2]):
            yield f"{side}{rank}={kind}"


def thing(line: Line, index: int, first: int, last: int) -> tuple[str, str, list[str], str]:
    """What a number from a list is a number of: its side, the change it undergoes, its words and their kind.

    In "cuts memory and traffic by 2x and 3x" 3x is of traffic, on the left; in "3x lower memory traffic" on the right;
    in "cuts memory by 2x on A and 3x on B" 3x is of what the number before is of, in "from 8 s to 2 s (4x)" of seconds.
    """
    for step in range(_LOOKED_BACK):
        rank, count = _rank(line, index, first, last)
        for side, way, words in _phrases(line, first, last):
            if found := _pick(words, rank, count, side):
                return ("before" if step else side), way, *found
        if kind := _measured_before(line, first):
            return "unit", "", [], kind
        earlier = _earlier(line, index, first)
        if earlier is None:
            break
        index = _at_rank(line, earlier, rank, count)
        first, last = chain(line, index)
    return "none", "", [], ""


def kinds_alike(line: Line, one: int, other: int) -> str:
    """Whether two numbers are of one kind of thing: "same" or "other: KIND", and which of them tells its kind."""
    kinds = [_SAME_KIND.get(kind := thing(line, index, *chain(line, index))[3], kind) for index in (one, other)]
    if not all(kinds):
        return "first" if kinds[0] else "second" if kinds[1] else ""
    return "same" if kinds[0] == kinds[1] else f"other: {kinds[1]}"


_SAME_KIND = {"time": "speed"}
_LOOKED_BACK = 5
_REACH = 24
_MEASURED = {
    "FPS": "speed",
    "rate": "speed",
    "time": "time",
    "long": "time",
    "flops": "speed",
    "bytes": "memory",
    "power": "energy",
    "gpu-time": "cost",
    "$": "cost",
}


def _measured_before(line: Line, first: int) -> str:
    """The kind of the value that a number comments on: "from 8 s to 2 s (4x)", "900 tokens/s, 4x more than"."""
    beside = _opening(line, first) or (first - 1 if line.text(first - 1) == "," else 0)
    measured = line.tokens[beside - 1].number if beside else None
    return _MEASURED.get(unit_class(measured.unit), "") if measured else ""


def _earlier(line: Line, index: int, first: int) -> int | None:
    return max((i for i in line.numbers if first - _REACH < i < first and _alike(line, i, index)), default=None)


def _at_rank(line: Line, index: int, rank: int, count: int) -> int:
    """The number of the same rank in an earlier list of the same length, else the last one of that list."""
    first, last = chain(line, index)
    row = [i for i in line.numbers if first <= i <= last]
    if len(row) == count:
        return row[rank]
    alike = [i for i in line.numbers if i <= index and _alike(line, i, index)]
    return alike[rank - count] if len(row) == 1 and len(alike) >= count else index


def _alike(line: Line, one: int, other: int) -> bool:
    a, b = line.tokens[one].number, line.tokens[other].number
    return a is not None and b is not None and a.unit == b.unit


def _rank(line: Line, index: int, first: int, last: int) -> tuple[int, int]:
    row = [i for i in line.numbers if first <= i <= last]
    return row.index(index), len(row)


def _opening(line: Line, first: int) -> int:
    """The place of the parenthesis that a number stands right behind, 0 if none: "(4x)", "(e.g., up to 4x"."""
    before = _unfilled(line, first)
    if line.text(before - 1) == "," and line.text(before - 2) == ".":
        before = _unfilled(line, before - 5)
    return before - 1 if line.text(before - 1) == "(" else 0


def _unfilled(line: Line, first: int) -> int:
    while line.text(first - 1) in _FILLERS and line.text(first - 1) != "(":
        first -= 1
    return first


def _phrases(line: Line, first: int, last: int) -> Iterator[tuple[str, str, list[str]]]:
    """The phrases a number may be a number of, the likeliest first."""
    before = _unfilled(line, first)
    tie = line.text(before - 1)
    right = _right_of(line, last)
    if opening := _opening(line, first):
        yield ("right", *right)
        yield ("left", *_left_of(line, opening))
    elif tie in _IS:
        yield ("right", *right)
        yield ("subject", *_left_of(line, before - 1))
    elif tie in _TIES:
        yield ("left", *_left_of(line, before - 1, tied=True))
        after = line.text(last + 1)
        if tie != "by" or after in ("in", "of", "(") or _way(after) or _way(line.text(before - 2)):
            yield ("right", *right)
    else:
        yield ("right", *right)
        yield ("left", *_left_of(line, before))


def _left_of(line: Line, before: int, *, tied: bool = False) -> tuple[str, list[str]]:
    way, words = "", list[str]()
    at = before - 1
    while at > max(-1, before - 18):
        word = line.text(at)
        if word == ")":
            at = _closed(line, at)
            continue
        if _BEATS.match(word):  # a rival
            return way, []
        if word in _LEFT_ENDS or (not tied and word in _APART):
            break
        if line.tokens[at].kind == "number" and line.text(at - 1) != "per":
            break
        if word_class(word) == "attain" and (words or not tied):
            break
        if tied and not words and _way(word) and word.endswith("ing"):  # "reducing by 4% the traffic"
            break
        if topic := _way(word):
            way = way or topic
            if any(map(kind_of, words)):
                break
        words.append(word)
        at -= 1
    return way, words[::-1]


def _closed(line: Line, at: int) -> int:
    """The place before the parenthesis that closes at a token."""
    return next((i - 1 for i in range(at, max(-1, at - 12), -1) if line.text(i) == "("), at - 1)


def _right_of(line: Line, last: int) -> tuple[str, list[str]]:
    way, words = "", list[str]()
    for at in range(last + 1, min(len(line.tokens), last + 14)):
        word = line.text(at)
        if word in _STOPS or line.tokens[at].kind == "number" or word in _THING_ENDS or word_class(word) == "attain":
            break
        if word in _BETWEEN and (not words or _VERB.match(line.text(at + 1))):
            break
        way = way or _way(word)
        words.append(word)
    return way, words


_IS = frozenset({"is", "was", "are", "were", "be", "being", "becomes", "remains", "remain"})
_APART = word_set(", and or than over vs versus MAIN OWN METHOD we our which that it")
_LEFT_ENDS = _STOPS | word_set("( while whereas but although though because since")
_BEATS = re.compile(r"(?:outperform|surpass|exceed|beat|outpac|outstrip)\w*\Z")
_VERB = re.compile(
    r"(?:reduc|improv|increas|decreas|lower|cut|sav|rais|boost|enhanc|accelerat|outperform|surpass|us|requir|run)"
    r"(?:e?s|ing|ting)\Z"
)


def _way(word: str) -> str:
    topic = word_class(word)
    return topic if topic in _WAYS else ""


def _pick(words: Sequence[str], rank: int, count: int, side: str) -> tuple[list[str], str] | None:
    """The words and the kind of the thing at a rank of a list of things, or of the nearest one."""
    items: list[list[str]] = [[]]
    for word in words:
        if word in _BETWEEN:
            items.append([])
        else:
            items[-1].append(word)
    named = [(item, kind) for item in items if (kind := _kind(item))]
    if not named:
        return None
    return named[rank] if count > 1 and len(named) == count else named[-1 if side == "left" else 0]


def _kind(words: Sequence[str]) -> str:
    """The kind of a noun phrase: of its last telling word, "memory traffic" is traffic; "memory cost" is memory."""
    telling = general = previous = ""
    for place, word in enumerate(words):
        if word == "per":
            return _PER.get(words[place + 1] if place + 1 < len(words) else "", "") or telling or general
        if word in _PREPOSITIONS and (telling or (general and word != "of" and not _way(previous))):
            break
        kind = kind_of(word)
        if place < 2 and _FAST.match(word):
            return "speed"
        if kind == "capacity" and word in _LARGE_ONLY:
            telling, kind = (kind, "") if previous in _LARGE else (telling, "")
        if kind == "time" and word == "hours" and previous in _DEVICES:
            kind = "cost"
        if kind and word in _GENERAL:
            general = general or kind
        elif kind:
            telling = kind
        previous = word if word != "-" else previous
    return telling or general


_FAST = re.compile(r"(?:faster|quicker|sooner|slower|speed-?ups?|acceleration)\Z")
_LARGE = word_set("larger bigger longer more deeper greater")
_LARGE_ONLY = word_set("model models data dataset datasets scale scales scaling scalable scalability")
_DEVICES = word_set("core gpu hardware HARDWARE node machine cpu")
_PER = {
    **dict.fromkeys(("second", "minute", "hour", "day", "s", "sec", "cycle"), "speed"),
    **dict.fromkeys(("watt", "joule"), "energy"),
    **dict.fromkeys(("dollar", "usd"), "cost"),
}


@lru_cache(maxsize=65536)
def kind_of(word: str) -> str:
    """What a word says a number is a number of (time, memory, energy ...), or ""."""
    found = _KIND.match(word)
    if not found and len(head := word.rpartition("-")[2]) > 3 and head != word:
        return kind_of(head)
    return found.lastgroup or "" if found else ""


_KINDS = {
    "communication": r"communicat\w*|traffic|bandwidths?|transfers?|transferred|movements?|requests?|messages?|"
    r"transmi\w+|uplink|downlink|uploads?|uploaded|network|access(?:es)?|i/o|transactions?|volumes?|cross-\w+|inter-\w+",
    "energy": r"energy[\w-]*|power|power-\w+|watts?|joules?|edp|electricity|battery|perf/w",
    "cost": r"costs?|costing|cheaper|expens\w*|bills?|billed|pric\w*|dollars?|money|budgets?|co2\w*|carbon|emissions?|"
    r"fees?|spending|labou?r|core-hours|gpu-hours",
    "memory": r"memory|vram|drams?|ram|hbm|footprints?|kv-cache|activations?",
    "storage": r"storage|disks?|compress\w*|compact\w*|bit-?rates?|bits|bytes|files?|index|archives?|flash|"
    r"checkpoints?",
    "size": r"sizes?|smaller|larger|bigger|footprint|lightweight",
    "parameters": r"parameters?|params?|weights?|parameter-\w+",
    "compute": r"g?flops?|comput\w*|operations?|bitops|g?macs?|multipl\w+|evaluations?|simulations?|calls?|complexity|"
    r"instructions?|cycles|convolutions?|solves?|iterations?|queries",
    "capacity": r"contexts?|batch\w*|capacity|concurren\w*|sessions?|sequences?|users|models?|datasets?|data|scal\w+",
    "other": r"tokens?|area|resources?|luts?|dsps?|brams?|utili[sz]ation|occupancy|interactions?|code|hits?|misses|"
    r"images?|samples?|gaussians?|primitives?|points|labels?|annotat\w+",
    "time": r"latenc\w*|times?|time-to-[\w-]+|runtimes?|durations?|delays?|wall-clock|makespan|hours?|ttft|tpot|"
    r"seconds|shorter|longer|earlier|slow\w*|stalls?|stragglers?|waiting|turnaround",
    "speed": r"fast(?:er)?|speed[\w-]*|accelerations?|accelerate[sd]?|accelerating|quick\w*|sooner|throughputs?|"
    r"converge\w*|goodput|fps|frequency|[tpe]flops?|bandwidth-bound",
    "performance": r"performance|perform",
    "rate": r"rates?|ratios?|factors?|degrees?|levels?",
    "quality": r"accurac\w*|precision|recall|f1(?:-score)?|m?ap|m?iou|psnr|ssim|fid|lpips|errors?|loss\w*|scores?|"
    r"quality|perplexity|r?auc|auroc|rmse|mae|mse|success|dice|bleu|wer|correct\w*|sensitivity|specificity|fidelity|"
    r"win|correlations?|pass|attainment|violations?|rewards?|stability|instability|robust\w*|coverage|alignment|variability|"
    r"hallucinations?|artifacts?|consistency|similarity|realism|returns?|regret|gaps?|bias|failures?|bugs?|miss-rate|"
    r"lpips|fvd|kid|ndcg\S*|auprc|kappa|mpjpe|[af]de|nds|ate|mota|hota|pesq|cer|em|ap|deviations?|retention|precisely|"
    r"detections?|recognition|classification|segmentation|reasoning|generali[sz]ation",
    "efficiency": r"efficien\w*|overheads?|utility|savings?",
}
_KIND = re.compile("|".join(rf"(?P<{name}>(?:{words})\Z)" for name, words in _KINDS.items()))
_GENERAL = word_set(
    "cost costs costing size sizes smaller larger bigger longer shorter earlier footprint footprints efficiency "
    "efficient overhead overheads saving savings volume rate rates ratio ratios factor factors degree level levels "
    "performance model models data pass detection classification segmentation recognition reasoning"
)
_TIES = frozenset({"by", "=", ":", "is", "of", "factor", "reaching", "was", "are", "to"})
_BETWEEN = frozenset({"and", ",", "/", "or", "&", "with", "while"})
_PREPOSITIONS = word_set("of in for on during from at to when across using via per")
_THING_ENDS = word_set(
    "than over compared while with without but whereas on ) versus by at when within across during under using via vs "
    "against"
)


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
