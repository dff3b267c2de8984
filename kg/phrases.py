"""Claims in a few words, as a person reads them on the page and in a terminal.

``Halyard -> Marlspike`` carries "2.4× faster (throughput)", ``Halyard -> HarborBench`` "3,900 tokens/s throughput".
A phrase says what was stated, with its bound. It has no sign: of some metrics more is better and of others less.
"""

import math
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from kg.projection import Properties

_BOUNDS = {"exact": "", "up_to": "up to ", "at_least": "at least ", "about": "about "}
_CONTRIBUTIONS = {
    "method": " as a method",
    "dataset": " as a dataset",
    "library": " as a library",
    "system": " as a system",
    "hardware": " as hardware",
}
_CUTS = {"parameters": "fewer parameters", "other": "less"}
_GAINS = {"parameters": "higher parameter efficiency", "capacity": "more capacity", "other": "better"}
_RELATIONS = {"outperforms": "outperforms", "matches": "matches", "underperforms": "falls behind"}
_ACTIVITIES = {"training": "trains on", "inference": "runs on", "other": "runs on"}
_ROLES = {"introduced": "introduces", "evaluated_on": "evaluated on", "trained_on": "trained on"}
_IN_WORDS = ("introduces", "comparison", "hardware_use", "dataset_use")
"""Types of claims whose phrase is a verb; that of the others is what is to be said of the subject."""

_MEASURED = "times?|latency|latencies|runtimes?|overheads?|throughputs?|speeds?|rates?|fps"
"""What there is less of where speed is cut; other aspects, such as "training", are what takes the time."""

_DIGITS = 3

Thing = TypeVar("Thing")


def number(value: float) -> str:
    """A number with all its digits, as people write it: no zeros at the end, thousands in groups.

    >>> number(2.0), number(3900.0), number(0.4563), number(0.0000025)
    ('2', '3,900', '0.4563', '2.5e-06')
    """
    return f"{value:,}".removesuffix(".0")


def rounded(value: float) -> str:
    """A number that was computed, such as the factor of a share: three digits, or all of those before the point.

    >>> rounded(1.818182), rounded(2.5), rounded(1428.571429)
    ('1.82', '2.5', '1,429')
    """
    if not value or not math.isfinite(value):
        return number(value)
    return number(round(value, max(0, _DIGITS - 1 - math.floor(math.log10(abs(value))))))


def quantity(claim: Properties) -> str:
    """The stated number of a claim node with its bound and unit; empty where the claim has none.

    >>> quantity({"low": 1.2, "high": 1.9, "unit": "x", "bound": "exact"})
    '1.2–1.9×'
    >>> quantity({"low": 55.0, "high": 55.0, "unit": "%", "bound": "up_to"})
    'up to 55%'
    """
    if "low" not in claim or "high" not in claim:
        return ""
    low, high = float(str(claim["low"])), float(str(claim["high"]))
    return _amount(low, high, str(claim.get("unit", "")), str(claim.get("bound", "exact")), number)


def factor(claim: Properties) -> str:
    """How many times better a claim node says something is, as stated or else rounded; empty where it does not say.

    >>> factor({"unit": "x", "factor_low": 1191.5})
    'at least 1,191.5×'
    >>> factor({"unit": "%", "factor_low": 1.428571, "factor_high": 2.702703})
    '1.43–2.7×'
    """
    low, high = claim.get("factor_low"), claim.get("factor_high")
    known = [float(str(end)) for end in (low, high) if end is not None]
    if not known:
        return ""
    bound = "up_to" if low is None else "at_least" if high is None else "exact"
    return _amount(known[0], known[-1], "x", bound, number if claim.get("unit") == "x" else rounded)


def phrase(claim: Properties, use: Properties | None = None) -> str:
    """A claim node's properties as a phrase to stand between its subject and what it is about.

    ``use`` holds the properties of the claim's relationship to hardware (count, activity) or to a dataset (role).

    >>> phrase({"type": "speedup", "low": 60.0, "high": 60.0, "unit": "%", "sense": "cut", "aspect": "latency"})
    '60% less latency'
    >>> phrase({"type": "quality", "low": 1.2, "high": 1.2, "unit": "points", "sense": "gain", "metric": "FID"})
    'FID better by 1.2 points'
    >>> phrase({"type": "speedup", "low": 2.0, "high": 2.0, "unit": "x", "sense": "gain", "direction": "worse"})
    '2× slower'
    >>> phrase({"type": "hardware_use"}, {"count": 8, "activity": "training"})
    'trains on 8 ×'

    Raises:
        ValueError: for a type of claim that there is not.
    """
    use = use or {}
    cut, worse = claim.get("sense") == "cut", claim.get("direction") == "worse"
    match claim["type"]:
        case "introduces":
            return "is introduced" + _CONTRIBUTIONS.get(str(claim.get("kind")), "")
        case "speedup" if worse:
            return f"{quantity(claim)} {_of_aspect('slower', claim)}"
        case "resource" if worse:
            kind = str(claim.get("resource", "other"))
            return f"{quantity(claim)} {_of_aspect(f'lower {kind} efficiency' if cut else f'more {kind}', claim)}"
        case "speedup":
            said = _of_aspect("less time", claim, _MEASURED) if cut else _of_aspect("faster", claim)
            return f"{quantity(claim)} {said}"
        case "resource":
            kind = str(claim.get("resource", "other"))
            said = _CUTS.get(kind, f"less {kind}") if cut else _GAINS.get(kind, f"higher {kind} efficiency")
            return f"{quantity(claim)} {_of_aspect(said, claim, kind if cut else None)}"
        case "quality":
            metric, change = claim.get("metric", "quality"), "worse" if worse else "lower" if cut else "better"
            times = claim.get("unit") == "x"
            return f"{metric} {quantity(claim)} {change}" if times else f"{metric} {change} by {quantity(claim)}"
        case "measurement":
            return f"{quantity(claim)} {claim.get('metric', '')}".strip()
        case "comparison":
            return _RELATIONS[str(claim["relation"])]
        case "hardware_use":
            count = f" {use['count']} ×" if "count" in use else ""
            return _ACTIVITIES[str(use.get("activity", "other"))] + count
        case "dataset_use":
            return _ROLES.get(str(use.get("role")), "mentions")
        case other:
            raise ValueError(f"claim type {other!r} has no phrase")


def worded(
    type: str, phrase: str, subject: Thing, baseline: Thing | str | None, settings: Sequence[Thing]
) -> Iterator[Thing | str]:
    """A claim in one line: the things it is about, as given, and the words between them.

    >>> "".join(worded("speedup", "2× faster", "Halyard", "Marlspike", ["NVIDIA A100"]))
    'Halyard: 2× faster than Marlspike, on NVIDIA A100'
    >>> "".join(worded("hardware_use", "trains on 8 ×", "Halyard", None, ["NVIDIA A100"]))
    'Halyard trains on 8 × NVIDIA A100'
    """
    yield subject
    if type == "dataset_use" and phrase == _ROLES["introduced"] and list(settings) == [subject]:
        yield " is introduced"
        return
    in_words = type in _IN_WORDS
    yield f" {phrase}" if in_words else f": {phrase}"
    if baseline:
        yield " " if in_words else " than "
        yield baseline
    for position, setting in enumerate(settings):
        yield ", " if position else " " if in_words else ", on "
        yield setting


def _amount(low: float, high: float, unit: str, bound: str, written: Callable[[float], str]) -> str:
    shown = written(low) if low == high else f"{written(low)}–{written(high)}"
    return _BOUNDS[bound] + shown + {"x": "×", "%": "%", "": ""}.get(unit, f" {unit}")


def _of_aspect(said: str, claim: Properties, measured: str | None = None) -> str:
    """What is said, with the aspect of the claim behind it; or in it, where the aspect names what was ``measured``."""
    aspect = str(claim.get("aspect", ""))
    if measured and re.search(rf"\b({measured})\b", aspect, re.IGNORECASE):
        return f"{said.split()[0]} {aspect}"
    return said if said.casefold().endswith(aspect.casefold()) else f"{said} ({aspect})"
