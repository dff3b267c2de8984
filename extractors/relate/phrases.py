"""What a number is a number of, in the paper's words: aspect of a change, metric of a value.

"2.5x faster rendering" has the aspect "rendering", "a PSNR of 31.2 dB" the metric "PSNR".
"""

from collections.abc import Sequence

from extractors.relate.line import Line, word_set

_MORE = word_set(
    "faster higher lower less fewer more better slower larger smaller longer shorter greater speedup speedups "
    "speed-up speed-ups improvement improvements reduction reductions reducing increase increases gain gains "
    "acceleration accelerations saving savings boost drop decrease overall average relative absolute further "
    "additional total end"
)
_LINKS = word_set("in of for the a an its their our to at by as with")
_ENDS = word_set(
    "than over compared versus vs against relative and or while whereas but on using when without across from "
    "respectively is are was were which that this we it , ; . : ( ) / – — by with under via through due thanks "
    "per"
)
_VERBS = word_set(
    "reduces reduce reducing reduced improves improve improving improved increases increase increasing increased "
    "cuts cut cutting lowers lowering lower boosts boosting boost accelerates accelerating accelerate speeds "
    "achieves achieve achieving attains reaches reaching reach reached yields yielding delivers delivering shows "
    "showing has have had obtains obtaining enhances enhancing raises raising saves saving decreases decreasing "
    "outperforms outperforming exceeds exceeding demonstrates demonstrating maintains maintaining provides "
    "providing requires requiring enables enabling keeps keeping runs run running takes taking needs needing uses "
    "using generates generating renders decodes decoding trains converges completes finishes sustains gets yield "
    "supports scales processes underperforms underperforming surpasses surpassing matches matching drops falls rises "
    "grows shrinks climbs and while with , . ; ( that"
)
_TURNS = word_set(
    "drops dropped dropping falls fell falling rises rose rising grows grew growing shrinks climbs goes from "
    "range ranges ranged ranging"
)
"""What may stand between a metric and its value: "latency drops from 3 ms to 1 ms"."""
_PRONOUNS = word_set("it they we which who this these there also only still even - – —")
_BOUND_WORDS = word_set(
    "up to over about around approximately roughly nearly almost more less than at least most an a only just of "
    "is by average as high low = : ~ ∼ ≈ > < ≥ ≤ sim + - factor factors"
)
_BY_UNIT = {
    "FPS": "frame rate",
    "GPU-hours": "training time",
    "GPU-days": "training time",
    **dict.fromkeys(("TFLOPS", "PFLOPS", "EFLOPS", "GFLOPS", "TOPS", "GOPS"), "throughput"),
    **dict.fromkeys(("ns", "μs", "ms", "s", "min", "hours", "days", "weeks", "months"), "time"),
    **dict.fromkeys(("GB", "MB", "KB", "TB"), "memory"),
    **dict.fromkeys(("W", "mW", "kW"), "power"),
    "dB": "PSNR",
}


def aspect(line: Line, index: int, text: str) -> str | None:
    """What a change is a change of."""
    return _after(line, index, text, _MORE | _LINKS) or _before(line, index, text)


def metric(line: Line, index: int, text: str) -> str | None:
    """What is measured; the unit tells where the words do not."""
    number = line.tokens[index].number
    return _before(line, index, text) or _named_after(line, index, text) or (_by_unit(number.unit) if number else None)


def _by_unit(unit: str) -> str | None:
    if unit.endswith(("B/s", "b/s", "bps")):
        return "bandwidth"
    return _BY_UNIT.get(unit) or ("throughput" if unit.endswith((" per second", "/s")) else None)


def _named_after(line: Line, index: int, text: str) -> str | None:
    """A metric behind its value, "93% top-1 accuracy": words that begin with neither a name nor a verb."""
    start = index + 1
    while line.text(start) in _LINKS | _MORE:
        start += 1
    if start == len(line.tokens) or not _is_noun_like(line, start) or line.text(start) in _PRONOUNS:
        return None
    return _after(line, index, text, _LINKS | _MORE)


def _goes_on(line: Line, at: int) -> bool:
    return line.text(at) not in _ENDS and line.tokens[at].kind != "number"


def _after(line: Line, index: int, text: str, skip: frozenset[str]) -> str | None:
    start = index + 1
    while line.text(start) in skip:
        start += 1
    end = start
    while (
        end < len(line.tokens) and end - start < 5 and _goes_on(line, end) and line.text(end) not in ("in", "for", "of")
    ):
        end += 1
    return _span(line, start, end, text)


def _before(line: Line, index: int, text: str) -> str | None:
    end = _skip_bounds(line, index)
    return _back(line, end, text) if end < index else None


def _skip_bounds(line: Line, index: int) -> int:
    end = index
    while end > 0 and line.text(end - 1) in _BOUND_WORDS | _TURNS:
        end -= 1
    return end


def _back(line: Line, end: int, text: str) -> str | None:
    start = end
    while start > 0 and end - start < 5 and _is_noun_like(line, start - 1):
        start -= 1
    while start < end and line.text(start) in _LINKS | _PRONOUNS:
        start += 1
    return _span(line, start, end, text)


def _is_noun_like(line: Line, at: int) -> bool:
    return line.tokens[at].kind == "word" and line.text(at) not in _VERBS


def _span(line: Line, start: int, end: int, text: str) -> str | None:
    words: Sequence[str] = [line.text(i) for i in range(start, end)]
    if not any(len(word) > 2 and word[0].isalpha() for word in words):
        return None
    return text[line.tokens[start].start : line.tokens[end - 1].end].strip(" $\\{}()")
