"""Whether a change is for the better or for the worse: "2x slower", "20% more memory", "loses 2% accuracy"."""

import re

from extractors.relate.line import Line, chain, word_set
from extractors.relate.things import thing
from extractors.relate.topics import FILLERS, way_of

_SLOW = re.compile(r"slow(?:er|s|ed|ing|down|downs|-down|-downs)?\Z")
_COST = re.compile(
    r"latenc(?:y|ies)|delays?|runtimes?|time|times|ttft|tpot|makespan|durations?|overheads?|memory|vram|footprints?|"
    r"energy|power|costs?|prices?|storage|size|compute|computations?|operations|parameters|traffic|"
    r"errors?|perplexity|rmse|mae|mse|wer|cer|fid|fvd|lpips"
)
_BENEFIT = re.compile(
    r"throughputs?|goodput|fps|speed|performance|accurac(?:y|ies)|precision|recall|f1(?:-score)?|map|m?iou|psnr|"
    r"ssim|scores?|quality|success|auc|auroc|auprc|bleu|dice|fidelity|win|robustness|utility"
)
_MORE = re.compile(
    r"increas(?:es?|ed|ing)|higher|more|greater|longer|larger|bigger|rais(?:es?|ed|ing)|ris(?:es?|en|ing)|rose|"
    r"grow(?:s|n|ing)?|grew|add(?:s|ed|ing|itional)?|extra|incur(?:s|red|ring)?"
)
_LESS = re.compile(
    r"reduc\w+|decreas\w+|lower\w*|less|fewer|cut|cuts|cutting|sav\w+|shrink\w*|minimi\w+|small\w*|avoid\w*"
)
_HARM = re.compile(
    r"loss|loses?|losing|lost|drop\w*|degrad\w+|declin\w+|deteriorat\w+|penalt\w+|worse|worsen\w*|hurt\w*"
)
_GOOD = re.compile(
    r"improv\w+|gains?|better|boost\w*|enhanc\w+|faster|speed-?ups?|efficien\w*|effective\w*|utili[sz]\w+"
)


def worsens(line: Line, index: int, kind: str) -> bool:
    """Whether the change that a number states makes things worse, as far as the words that tie it tell.

    More of what is paid for, less of what is wanted, or its loss: "adds 20% latency", "20% lower throughput", "a 2%
    drop in accuracy", "trails BarNet by 2%". Words of improvement, efficiency or of what is avoided leave it for the
    better.

    Args:
        line: the sentence.
        index: the number's token.
        kind: the type of claim it states, of a resource which one: of capacity more is better.
    """
    words = _said(line, index)

    def say(pattern: re.Pattern[str]) -> bool:
        return any(pattern.fullmatch(word) for word in words)

    if _trails(line, index):
        return True
    if say(_GOOD) or kind in ("capacity", "other"):
        return False
    if say(_SLOW):
        return not say(_LESS)
    cost, benefit = say(_COST), say(_BENEFIT)
    if benefit and say(_HARM):
        return not say(_LESS)
    if cost == benefit:
        return False
    return (say(_MORE) and not say(_LESS)) if cost else (say(_LESS) and not say(_MORE))


def _trails(line: Line, index: int) -> bool:
    """Whether the clause before a number says who is behind: "underperforms BarNet by 2 points"."""
    for at in range(chain(line, index)[0] - 1, -1, -1):
        word = line.text(at)
        if _SHORT.fullmatch(word) or (
            _TRAILING.fullmatch(word) and (at + 1 in line.spots or line.text(at + 1) == "behind")
        ):
            return True
        if word in _CLAUSE_ENDS or line.tokens[at].kind == "number":
            return False
    return False


_SHORT = re.compile(r"underperform(?:s|ed|ing)?")
_TRAILING = re.compile(
    r"trail(?:s|ed|ing)?|lag(?:s|ged|ging)?"
)  # as nouns, "input lag", they say nothing of who is behind
_CLAUSE_ENDS = word_set("; . , and while whereas but which that")


def _said(line: Line, index: int) -> set[str]:
    """The words of what a number is a number of, those that lead to it, and the one right behind it."""
    first, last = chain(line, index)
    side, _, words, _ = thing(line, index)
    after = line.text(last + 1)
    if side != "right" and way_of(after) and line.text(last + 2) not in _RIVALS:  # "28% lower TDP"
        return {line.text(i) for i in range(last + 1, last + 4)}
    at = first - 1
    while line.text(at) in FILLERS or line.text(at) == "upto":
        at -= 1
    found = {*words, after, line.text(at)}
    while side == "left" and first - at < _REACH and line.text(at) not in _ENDS and line.tokens[at].kind != "number":
        found.add(line.text(at))
        at -= 1
    return found


_REACH = 12
_RIVALS = word_set("than compared over relative versus vs against")
_ENDS = _RIVALS | word_set("^ , ; . ( ) and while whereas but")
