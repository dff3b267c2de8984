"""Claims in a few words: what a person reads on a line of the picture.

``Halyard -> Marlspike`` carries "2.4× faster (throughput)", ``Halyard -> HarborBench`` "3,900 tokens/s throughput".
"""

from kg.projection import Properties

_BOUNDS = {"exact": "", "up_to": "up to ", "at_least": "over ", "about": "about "}
_RELATIONS = {"outperforms": "outperforms", "matches": "matches", "underperforms": "falls behind"}
_ACTIVITIES = {"training": "trains on", "inference": "runs on", "other": "runs on"}
_ROLES = {"introduced": "introduces", "evaluated_on": "evaluated on", "trained_on": "trained on"}


def number(value: float) -> str:
    """A number as people write it: no trailing zeros, thousands in groups.

    >>> number(2.0), number(3900.0), number(0.25), number(0.0000025)
    ('2', '3,900', '0.25', '2.5e-06')
    """
    return f"{value:g}" if 0 < abs(value) < 1e-4 else f"{value:,.6f}".rstrip("0").rstrip(".")


def quantity(claim: Properties) -> str:
    """The stated number of a claim node with its bound and unit; empty where the claim has none.

    >>> quantity({"low": 1.2, "high": 1.9, "unit": "x", "bound": "exact"})
    '1.2–1.9×'
    >>> quantity({"low": 55.0, "high": 55.0, "unit": "%", "bound": "up_to"})
    'up to 55%'
    """
    if "low" not in claim or "high" not in claim:
        return ""
    low, high, unit = float(str(claim["low"])), float(str(claim["high"])), str(claim.get("unit", ""))
    shown = number(low) if low == high else f"{number(low)}–{number(high)}"
    shown += {"x": "×", "%": "%", "": ""}.get(unit, f" {unit}")
    return _BOUNDS[str(claim.get("bound", "exact"))] + shown


def phrase(claim: Properties, use: Properties | None = None) -> str:
    """A claim node's properties as a phrase to stand between its subject and what it is about.

    ``use`` holds the properties of the claim's relationship to hardware (count, activity) or to a dataset (role).

    >>> phrase({"type": "speedup", "low": 60.0, "high": 60.0, "unit": "%", "sense": "cut", "aspect": "latency"})
    '60% less time (latency)'
    >>> phrase({"type": "hardware_use"}, {"count": 8, "activity": "training"})
    'trains on 8 ×'
    """
    use = use or {}
    cut = claim.get("sense") == "cut"
    match claim["type"]:
        case "introduces":
            return "introduces"
        case "speedup":
            return f"{quantity(claim)} {'less time' if cut else 'faster'}{_aspect(claim)}"
        case "resource":
            kind = claim.get("resource", "other")
            what = f"less {kind}" if cut else "more capacity" if kind == "capacity" else f"better {kind}"
            return f"{quantity(claim)} {what}{_aspect(claim)}"
        case "quality":
            return f"{'−' if cut else '+'}{quantity(claim)} {claim.get('metric', 'quality')}"
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


def _aspect(claim: Properties) -> str:
    return f" ({claim['aspect']})" if "aspect" in claim else ""
