"""The measurand of a number: what it is a value or a change of.

"2.5x faster rendering" is of rendering, "a PSNR of 31.2 dB" of PSNR, "decodes at 60 tokens/s" of a decoding speed. The
noun phrases around the number are candidates, beside what its unit and the nearest activity tell, and nothing; a
log-linear model chooses.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractors.linear import LinearModel
from extractors.relate.line import Line, chain, word_set
from extractors.relate.scene import BREAKS, COMPARING, has_unit
from extractors.relate.things import thing
from extractors.relate.topics import unit_class, word_class

_REACH = 18
_WORDS = 5
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Measurand:
    """What a number may be of: its words, the tokens they span, if they stand in the line, and how it was found."""

    text: str
    span: tuple[int, int] | None
    found: str


NOTHING = Measurand("", None, "none")


def measurand(line: Line, index: int, kind: str, text: str, model: LinearModel) -> str | None:
    """What the number at a token is of, for a claim of this kind; None where nothing says it.

    A value of which nothing else is said is of what its unit tells, such as "bandwidth".

    Args:
        line: the sentence.
        index: the number's token.
        kind: the type of claim it states.
        text: the field that the line's offsets point into.
        model: chooses among candidates by ``measurand_features``.
    """
    odds = {
        candidate: model.probabilities(seen)["yes"]
        for candidate, seen in measurand_features(line, index, kind, measurands(line, index, kind, text)).items()
    }
    best = max(odds, key=lambda candidate: odds[candidate])
    if best == NOTHING and kind == "measurement":
        best = max((one for one in odds if one.found == "unit"), key=lambda one: odds[one], default=NOTHING)
    return best.text or None


def measurands(line: Line, index: int, kind: str, text: str) -> list[Measurand]:
    """What the number at a token may be of, each wording once, the phrases first and nothing last."""
    found: dict[str, Measurand] = {}
    told = (*_phrases(line, index, kind, text), *_active(line, index, kind), *_by_unit(line, index, kind, text))
    for one in (*told, NOTHING):
        found.setdefault(one.text.lower(), one)
    return list(found.values())


def _phrases(line: Line, index: int, kind: str, text: str) -> Iterator[Measurand]:
    """The ends of noun phrases, also without a last word of change, also with what "of" or the like ties to them."""
    near = [run for run in _runs(line) if run[1] > index - _REACH and run[0] < index + _REACH]
    near = [run for run in near if not run[0] <= index < run[1] and not _is_other(line, index, kind, run)]
    for n, (first, last) in enumerate(near):
        end = last
        while end > first:
            for start in _word_starts(line, first, end):
                if end - start > 1 or line.text(start) not in _CHANGES | _LEADING:
                    yield from _phrase(line, start, end, text, "cut" if end < last else "end")
            end -= 1
            if line.text(end) not in _CHANGES:
                break
        follower = near[n + 1] if n + 1 < len(near) else (last, last)
        tie = [line.text(i) for i in range(last, follower[0]) if line.text(i) != "the"]
        if len(tie) == 1 and tie[0] in _TYING and follower[1] - first <= _LONGEST:
            for start in _word_starts(line, first, last)[:2]:
                if line.text(start) not in _CHANGES:
                    yield from _phrase(line, start, follower[1], text, tie[0])


def _is_other(line: Line, index: int, kind: str, run: tuple[int, int]) -> bool:
    """Whether a phrase is no measurand but a rival ("the best method") or what is counted ("95% of the attacks")."""
    first, last = run
    head = line.text(last - 1)
    if head in _RIVALS or (head == "state" and [line.text(last), line.text(last + 1)] == ["of", "the"]):
        return True
    if head in _COMPARED and any(line.text(i) in COMPARING for i in range(max(0, first - _BEHIND), first)):
        return True
    share = kind in ("measurement", "quality") and line.text(index) == "#%" and line.text(index + 1) == "of"
    return share and _PLURAL.fullmatch(head) is not None and all(line.text(i) in _ALL for i in range(index + 2, first))


def _phrase(line: Line, start: int, end: int, text: str, found: str) -> Iterator[Measurand]:
    words = text[line.tokens[start].start : line.tokens[end - 1].end].strip(" $\\{}()")
    if any(len(word) > 1 and word[0].isalpha() for word in words.split()):
        yield Measurand(words, (start, end), found)


@lru_cache(maxsize=64)
def _runs(line: Line) -> tuple[tuple[int, int], ...]:
    """The noun phrases of a line, as spans of tokens: words and names between verbs, numbers and joints."""
    found: list[tuple[int, int]] = []
    start: int | None = None
    for at in range(len(line.tokens) + 1):
        inside = at < len(line.tokens) and _is_inside(line, at)
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            found.append((start, at))
            start = None
    return tuple(found)


def _is_inside(line: Line, at: int) -> bool:
    token = line.tokens[at]
    if token.kind == "number":
        return not has_unit(line, at) and line.text(at - 1) in ("-", "@")
    if token.text in ("-", "@", "'"):
        return at > 0 and line.tokens[at - 1].end == token.start
    if token.text == "/":  # I/O
        return 0 < at < len(line.tokens) - 1 and all(_is_letter(line, at, step) for step in (-1, 1))
    return token.kind == "spot" or (token.text[0].isalnum() and token.text not in _BARRED)


def _is_letter(line: Line, at: int, step: int) -> bool:
    """Whether one letter alone stands beside a token, without a space."""
    beside, token = line.tokens[at + step], line.tokens[at]
    return len(beside.text) == 1 and beside.text.isalpha() and (beside.end == token.start or token.end == beside.start)


def _word_starts(line: Line, first: int, end: int) -> list[int]:
    """The last places of a phrase at which a word begins, the last of them first."""
    starts = [i for i in range(end - 1, first - 1, -1) if i == first or line.tokens[i - 1].end < line.tokens[i].start]
    return starts[:_WORDS]


def _active(line: Line, index: int, kind: str) -> Iterator[Measurand]:
    """The nearest activity on each side: "rendering", of a value "rendering time" or "rendering speed"."""
    number = line.tokens[index].number
    measured = _MEASURED.get(unit_class(number.unit)) if number else None
    if kind in ("measurement", "quality") and measured is None:
        return
    for side, step in (("left", -1), ("right", 1)):
        for at in range(index + step, index + step * _REACH, step):
            word = line.text(at)
            if word in BREAKS - {")"} or not 0 <= at < len(line.tokens):
                break
            if name := activity(word):
                words = name if kind in ("speedup", "resource") else f"{name} {measured}"
                yield Measurand(words, (at, at + 1), f"activity:{side}")
                break


@lru_cache(maxsize=65536)
def activity(word: str) -> str | None:
    """The activity that a word speaks of.

    >>> activity("proved"), activity("provides")
    ('proving', None)
    """
    return next((name for name, words in ACTIVITIES.items() if words.fullmatch(word)), None)


def _by_unit(line: Line, index: int, kind: str, text: str) -> Iterator[Measurand]:
    """What a unit tells: "dB" of PSNR, "mAP" of mAP; of two numbers in a list the last has the unit of both."""
    listed = (number for i in _listed_on(line, index) if (number := line.tokens[i].number) and number.unit)
    said = next(listed, None)
    unit = said.unit if said else ""
    if "param" in unit:
        yield Measurand("model parameters", None, "unit")
    elif unit_class(unit) == "noun" and unit[:1].isalpha() and not _THROUGHPUT.search(unit):
        yield Measurand(unit, None, "noun")
    elif not unit and kind == "measurement":
        yield Measurand("score", None, "bare")
    if said and _OPERATIONS.fullmatch(text, said.value_end, said.end) and not _is_rate(line, index, unit):
        yield Measurand("compute", None, "unit")
        return
    for words in _OF_UNIT.get(unit, ()):
        yield Measurand(words, None, "unit")
    if _BANDWIDTH.search(unit):
        yield Measurand("bandwidth", None, "unit")
    elif _THROUGHPUT.search(unit):
        yield Measurand("throughput", None, "unit")


def _is_rate(line: Line, index: int, unit: str) -> bool:
    """Whether operations with a small s are so many a second, as written often: "sustains 210 TFLOPs"."""
    around = [line.text(i) for i in range(max(0, index - _NEAR), min(len(line.tokens), index + _NEAR))]
    if any(word in _SPENT for word in around):
        return False
    return unit[:1] in ("T", "P", "E") or any(word in _ATTAINED for word in around)


def _listed_on(line: Line, index: int) -> Iterator[int]:
    """A number and those that follow it in its list: "52.9/54.3/55.1 mAP"."""
    yield index
    for one, other in pairwise(line.numbers[line.numbers.index(index) :]):
        if any(line.text(i) not in _LISTING for i in range(one + 1, other)):
            return
        yield other


def measurand_features(
    line: Line, index: int, kind: str, among: Iterable[Measurand]
) -> Mapping[Measurand, Sequence[str]]:
    """What tells of each candidate whether the number is of it, by names."""
    number = line.tokens[index].number
    unit = unit_class(number.unit) if number else ""
    said = thing(line, index)[2]
    return {one: list(dict.fromkeys(_features(line, index, kind, unit, one, said))) for one in among}


def _features(line: Line, index: int, kind: str, unit: str, candidate: Measurand, said: Sequence[str]) -> Iterator[str]:
    yield f"found={candidate.found}&{kind}"
    yield f"found={candidate.found}&{kind}&{unit}"
    if candidate.span is None:
        yield f"{candidate.text}&{kind}"
        yield f"{candidate.text}&{unit}"
        if candidate == NOTHING:
            yield f"none&r1={line.text(index + 1)}&{kind}"
            yield f"none&l1={line.text(index - 1)}&{kind}"
            yield f"none&thing={bool(said)}&{kind}"
        return
    first, last = candidate.span
    words = [line.text(i) for i in range(first, last)]
    size = f"n={min(len(words), 5)}"
    yield from _own_features(line, candidate.span, words, size, kind, unit)
    side, gap = ("before", range(last, index)) if last <= index else ("after", range(index + 1, first))
    between = [line.text(i) for i in gap]
    reach = next((name for limit, name in _REACHES if len(gap) < limit), "far")
    place = f"{side}:{reach}"
    sort = word_class(words[-1])
    yield place
    yield f"{place}&{kind}"
    yield f"{place}&{kind}&{unit}"
    yield f"{place}&{sort}"
    yield f"{place}&{size}"
    yield f"sort={sort}&{kind}&{side}"
    yield f"{side}:l1={line.text(first - 1)}"
    yield f"{side}:r1={line.text(last)}"
    yield f"{place}&number={line.text(index - 1)}"
    row = chain(line, index)
    beside = range(last, row[0]) if side == "before" else range(row[1] + 1, first)
    if len(beside) < 4:  # of a list of numbers all: "accuracies of 84.1%, 97.2% and 85.5%"
        yield f"{side}:row-gap={' '.join(line.text(i) for i in beside)}"
        yield f"{side}:row-gap={' '.join(line.text(i) for i in beside)}&{kind}&{size}"
    if len(gap) < 4:
        yield f"{side}:gap={' '.join(between)}"
        yield f"{side}:gap={' '.join(between)}&{kind}"
    numbers = min(sum(has_unit(line, i) for i in gap), 3)
    yield f"{side}:numbers={numbers}"
    yield f"{place}:numbers={numbers}"
    yield f"{side}:breaks={any(word in BREAKS for word in between)}&{kind}"
    nearest = min(line.numbers, key=lambda i: (min(abs(i - first), abs(i - last + 1)), i)) == index
    start, end = row
    listed = [i for i in line.numbers if start <= i <= end]
    yield f"nearest={nearest}&{place}"
    yield f"nearest={nearest}&{side}&listed={len(listed) > 1}"
    if len(listed) > 1:
        yield f"listed={min(len(listed), 4)}&rank={listed.index(index)}&{side}"
    yield f"thing={min(sum(word in said for word in words), 3)}of{min(len(said), 4)}&{size}"
    yield f"thing-head={words[-1] in said}&{kind}"
    yield f"thing-last={bool(said) and words[-1] == said[-1]}&known={bool(said)}&{size}"


def singular(word: str) -> str:
    """A word without the ending of a plural, so that "accuracies" is known where "accuracy" is.

    >>> [singular(word) for word in ("accuracies", "scores", "loss")]
    ['accuracy', 'score', 'loss']
    """
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if _PLURAL.fullmatch(word) else word


def _own_features(
    line: Line, span: tuple[int, int], words: Sequence[str], size: str, kind: str, unit: str
) -> Iterator[str]:
    """What a phrase is wherever it stands."""
    head, lead = singular(words[-1]), singular(words[0])
    yield f"head={head}"
    yield f"head={head}&{kind}"
    yield f"head={head}&{unit}"
    yield f"lead={lead}"
    yield f"lead={lead}&{size}"
    yield f"sort={word_class(head)}&{unit}&{kind}"
    yield f"suffix={head[-3:]}"
    yield f"lead-suffix={lead[-3:]}&{size}"
    yield f"leading={lead in _LEADING}&{size}"
    yield f"changes={any(word in _CHANGES for word in words)}&{kind}"
    names = "+".join(spot.type for i in range(*span) if (spot := line.tokens[i].spot))
    yield f"names={names}&{size}"
    yield f"names={names}&last={line.tokens[span[1] - 1].kind == 'spot'}"


_REACHES = ((1, "0"), (2, "1"), (4, "<4"), (8, "<8"), (14, "<14"))
_BARRED = word_set(
    "the a an its their our this that these those which who we it they he she and or but while whereas with without by "
    "to in of on at for from as over than versus vs against compared relative across under between within during "
    "before after when where using via through is are was were be been being has have had can could may will would do "
    "does not no only even also still just up about around approximately roughly nearly almost at least most each "
    "every all both respectively achieves achieve achieving achieved reaches reach reaching reached attains attain "
    "obtaining obtains delivers deliver delivering yields yield yielding provides provide providing offers shows show "
    "showing demonstrates demonstrate demonstrating enables enable enabling improves improve improving improved "
    "reduces reduce reducing reduced increases increase increasing increased decreases decrease decreasing cuts cut "
    "cutting lowers lowering boosts boosting saves saving accelerates accelerating outperforms outperforming surpasses "
    "surpassing exceeds exceeding maintains maintaining retains retaining preserves preserving requires requiring "
    "require needs need takes take taking uses use used runs run running gains if then there here more less fewer "
    "results resulting result such e.g i.e like drops drop falls rises grows leads leading brings bringing keeps keep "
    "keeping consumes sustains matches matching supports down into per below above beyond toward towards among "
    "plus minus terms"
)
_LEADING = word_set(
    "average mean overall higher lower better faster slower fewer larger smaller greater significant substantial "
    "considerable impressive remarkable relative absolute additional further total high low good new same similar "
    "competitive comparable improved reduced maximum minimum max min geometric geomean increased decreased best "
    "significantly substantially consistently first second"
)
_CHANGES = word_set(
    "improvement improvements reduction reductions increase increases gain gains speedup speedups speed-up speed-ups "
    "acceleration accelerations saving savings boost drop decrease faster higher lower fewer less smaller larger "
    "better longer shorter slower overhead"
)
_RIVALS = word_set(
    "method methods result results baseline baselines approach approaches work works technique techniques competitor "
    "competitors counterpart counterparts state-of-the-art sota art best"
)
_COMPARED = word_set(
    "model models system systems algorithm algorithms solution solutions library libraries framework frameworks "
    "implementation implementations kernel kernels solver solvers"
)
_BEHIND = 4
_ALL = word_set("the all its their our these those")
_PLURAL = re.compile(r"[a-z-]{2,40}[^sui]s")
_NEAR = 8
_OPERATIONS = re.compile(r"[ $~}-]*(?:[kKMGTPEB]|[A-Za-z]{4,8})?[ -]?(?:FLOPs?|MACs?|OPs|Ops)\}?\$?")
_SPENT = word_set(
    "requires require requiring needs need needing costs costing cost consumes consuming uses using spends compute "
    "computation computational complexity parameters params only fewer less"
)
_ATTAINED = word_set(
    "achieves achieve achieving reaches sustains sustained attains delivers peak throughput performance"
)
_BANDWIDTH = re.compile(r"[KMGTPk]?i?(?:B|b|bits?|[Bb]ytes?)(?:/s(?:ec(?:ond)?)?| per second)\Z|bps\Z")
_THROUGHPUT = re.compile(r"(?:/s(?:ec(?:ond)?)?| per second)\Z|(?:OPS|TEPS|UPS|[QRT]PS|[KMG]ops)\Z")
_TYING = frozenset({"of", "per", "to", "in", "for", "on"})
_LISTING = frozenset({"/", ",", "and", "&"})
_MEASURED = {"time": "time", "long": "time", "gpu-time": "time", "FPS": "speed", "rate": "speed"}
ACTIVITIES = {
    name: re.compile(words)
    for name, words in {
        "pretraining": r"pre-?train(?:s|ed|ing)?",
        "fine-tuning": r"fine-?tun(?:e[sd]?|ing)",
        "training": r"train(?:s|ed|ing)?",
        "inference": r"infer(?:s|red|ring|ence|encing)?",
        "rendering": r"render(?:s|ed|er|ings?)?",
        "generation": r"generat(?:e[sd]?|ing|ion)",
        "decoding": r"decod(?:e[sd]?|ing)",
        "encoding": r"encod(?:e[sd]?|ing)",
        "simulation": r"simulat(?:e[sd]?|ing|ions?)",
        "processing": r"process(?:e[sd]|ing)?",
        "reconstruction": r"reconstruct(?:s|ed|ing|ions?)?",
        "compilation": r"compil(?:e[sd]?|ing|ation)",
        "search": r"search(?:es|ed|ing)?",
        "sampling": r"sampl(?:ed|ing)",
        "optimization": r"optimi[sz](?:e[sd]?|ing|ation)",
        "prefill": r"prefill(?:s|ed|ing)?",
        "detection": r"detect(?:s|ed|ing|ion)?",
        "convergence": r"converg(?:e[sd]?|ing|ence)",
        "prediction": r"predict(?:s|ed|ing|ions?)?",
        "synthesis": r"synthesi(?:s|[sz]e[sd]?|[sz]ing)",
        "segmentation": r"segment(?:ed|ing|ation)",
        "tracking": r"track(?:s|ed|ing)?",
        "solution": r"solv(?:e[sd]?|ing)",
        "serving": r"serv(?:e[sd]?|ing)",
        "editing": r"edit(?:s|ed|ing)?",
        "indexing": r"index(?:es|ed|ing)",
        "loading": r"load(?:s|ed|ing)",
        "proving": r"prov(?:e[sd]?|ing)",
        "planning": r"plan(?:s|ned|ning)",
        "routing": r"rout(?:e[sd]?|ing)",
        "alignment": r"align(?:s|ed|ing|ment)",
        "sorting": r"sort(?:s|ed|ing)",
        "query": r"quer(?:y|ies|ied|ying)",
        "evaluation": r"evaluat(?:e[sd]?|ing|ion)",
        "calibration": r"calibrat(?:e[sd]?|ing|ion)",
        "recovery": r"recover(?:s|ed|ing|y)",
    }.items()
}
"""Activity -> the words, in small letters, that speak of it."""
_OF_UNIT = {
    "FPS": ("frame rate", "inference speed"),
    "GPU-hours": ("training time",),
    "GPU-days": ("training time",),
    **dict.fromkeys(("TFLOPS", "PFLOPS", "EFLOPS", "GFLOPS", "TOPS", "GOPS"), ("throughput",)),
    **dict.fromkeys(("ns", "μs", "ms", "s", "min", "hours", "days", "weeks", "months"), ("time", "latency")),
    **dict.fromkeys(("GB", "MB", "KB", "TB"), ("memory",)),
    **dict.fromkeys(("W", "mW", "kW"), ("power",)),
    "dB": ("PSNR",),
}
