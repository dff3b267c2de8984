"""What a number is a number of, told by structure alone: its phrase, its side, and the kind of thing it is.

In "cuts memory and traffic by 2x and 3x" 2x is of memory and 3x of traffic.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractors.relate.line import Line, chain, word_set
from extractors.relate.topics import FILLERS, STOPS, unit_class, way_of, word_class


@lru_cache(maxsize=256)
def thing(line: Line, index: int) -> tuple[str, str, tuple[str, ...], str]:
    """What a number from a list is a number of: its side, the change it undergoes, its words and their kind.

    In "cuts memory and traffic by 2x and 3x" 3x is of traffic, on the left; in "3x lower memory traffic" on the right;
    in "cuts memory by 2x on A and 3x on B" 3x is of what the number before is of, in "from 8 s to 2 s (4x)" of seconds.
    """
    for step in range(_LOOKED_BACK):
        first, last = chain(line, index)
        rank, count = _rank(line, index, first, last)
        for side, way, words in _phrases(line, first, last):
            if found := _pick(words, rank, count, side):
                return ("before" if step else side), way, tuple(found[0]), found[1]
        if kind := _measured_before(line, first):
            return "unit", "", (), kind
        earlier = _earlier(line, index, first)
        if earlier is None:
            break
        index = _at_rank(line, earlier, rank, count)
    return "none", "", (), ""


def kinds_alike(line: Line, one: int, other: int) -> str:
    """Whether two numbers are of one kind of thing: "same" or "other: KIND", and which of them tells its kind."""
    kinds = [_SAME_KIND.get(kind := thing(line, index)[3], kind) for index in (one, other)]
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
    while line.text(first - 1) in FILLERS and line.text(first - 1) != "(":
        first -= 1
    return first


def _phrases(line: Line, first: int, last: int) -> Iterator[tuple[str, str, list[str]]]:
    """The phrases a number may be a number of, the likeliest first."""
    before = _unfilled(line, first)
    tie = line.text(before - 1)
    right = _right_of(line, last)
    if opening := _opening(line, first):
        yield ("right", *right)
        if _alike(line, opening - 1, first) and (close := _closing(line, opening)):  # "1.2x (up to 2x) in energy"
            yield ("right", *_right_of(line, close))
        yield ("left", *_left_of(line, opening))
    elif tie in _IS:
        yield ("right", *right)
        yield ("subject", *_left_of(line, before - 1))
    elif tie in _TIES:
        yield ("left", *_left_of(line, before - 1, tied=True))
        after = line.text(last + 1)
        if tie != "by" or after in ("in", "of", "(") or way_of(after) or way_of(line.text(before - 2)):
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
        number = line.tokens[at].number  # a scale is passed: "the memory of the 12B model by 2x"
        if number and line.text(at - 1) != "per" and not (tied and unit_class(number.unit) == "scale"):
            break
        if word_class(word) == "attain" and (words or not tied):
            break
        if tied and not words and way_of(word) and word.endswith("ing"):  # "reducing by 4% the traffic"
            break
        if topic := way_of(word):
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
    way, words, resumed = "", list[str](), 0
    for at in range(last + 1, min(len(line.tokens), last + 14)):
        word = line.text(at)
        if at < resumed:
            continue
        if word == "(" and not words and (close := _closing(line, at)):
            resumed = close + 1
            continue
        if word == "on" and words and way_of(words[-1]):  # "40% improvement on energy"
            word = "in"
        if word in STOPS or line.tokens[at].kind == "number" or word in _THING_ENDS or word_class(word) == "attain":
            break
        if word in _BETWEEN and (not words or _VERB.match(line.text(at + 1))):
            break
        way = way or way_of(word)
        words.append(word)
    return way, words


def _closing(line: Line, opening: int) -> int:
    """Where the parenthesis that opens at a token closes, 0 if not nearby."""
    return next((i for i in range(opening + 1, min(opening + 9, len(line.tokens))) if line.text(i) == ")"), 0)


_IS = frozenset({"is", "was", "are", "were", "be", "being", "becomes", "remains", "remain"})
_APART = word_set(", and or than over vs versus MAIN OWN METHOD we our which that it")
_LEFT_ENDS = STOPS | word_set("( while whereas but although though because since")
_BEATS = re.compile(r"(?:outperform|surpass|exceed|beat|outpac|outstrip)\w*\Z")
_VERB = re.compile(
    r"(?:reduc|improv|increas|decreas|lower|cut|sav|rais|boost|enhanc|accelerat|outperform|surpass|us|requir|run)"
    r"(?:e?s|ing|ting)\Z"
)


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
        if word in _PREPOSITIONS and (telling or (general and word != "of" and not way_of(previous))):
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
