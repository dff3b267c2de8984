"""What words and units are about: the tables by which a number and the words around it are told.

"latency" is of time, "GB" of bytes, "reduces" points down.
"""

import re
from functools import lru_cache

from extractors.relate.line import word_set

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
STOPS = frozenset(".;")
FILLERS = word_set(
    "up to over about around approximately roughly nearly almost more less than at least most an a only just average "
    "~ ∼ ≈ > < ≥ ≤ sim + - as much ( additional the total"
)
WAYS = frozenset({"up", "down"})


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


def way_of(word: str) -> str:
    """Whether a word says "up" or "down", or ""."""
    topic = word_class(word)
    return topic if topic in WAYS else ""
