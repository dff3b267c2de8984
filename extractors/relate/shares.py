"""Shares of what was before: "needs only 68 % of the time" tells what is left, "68 % less time" what is gone."""

import re

from extractors.quantities import Number

_BEFORE = re.compile(
    r"(?<!by )(?:only|just|merely|using|uses?|utiliz\w+|requir\w+|retain\w*|takes?|needs?|needing|consum\w+)"
    r"(?: (?:only|just|merely|about|around|roughly|nearly|approximately|less|fewer|than|up|to|an?|average|of)){0,5}"
    r" ?[~$]?\Z"
)
_LEFT = re.compile(
    r"(?<!up )(?<!close )\bto(?: (?:only|just|merely|about|around|roughly|nearly|approximately))? ?[~$]?\Z"
)
# What stands for the whole where only "of the" behind the share tells: "with 10% of the traffic", "at 10% of its cost".
_WITH = re.compile(
    r"(?<![a-z])(?:with|at|for|is|are|was|were|(?P<inside>in))"
    r"(?: (?:only|just|merely|a mere|about|around|roughly|nearly|approximately|less than|under|up to)){0,3} ?[~$]?\Z"
)
_OF = re.compile(
    r"\$? of (?:the|that|those|its|their|our)\b"
    r"(?P<time>(?: [a-z-]+)? (?:time|latency|runtime|duration|steps|cost|budget)\b)?"
)
# Who cuts, cuts that share: "reduces traffic with 10% of the nodes", "the saving is 10% of the traffic".
_CUTTING = re.compile(
    r"(?<![a-z])(?:reduc|cut|sav|lower(?:s|ed|ing)|decreas|drop|trim|shrink|shrunk|eliminat|remov|avoid|prun|skip|"
    r"discard|mask)(?:(?! while )[^.;,])*\Z"
)
_AFTER = re.compile(r"\s*(?:of|the|as much|as many|that)\b|\s*[.,;)]")


def is_left(number: Number, text: str) -> bool:
    """Whether a number is a share that is left or needed, by the words before it and behind it.

    >>> from extractors.quantities import find_quantities
    >>> texts = "It needs only 68% of the time.", "It takes 68% less time."
    >>> [is_left(number, text) for text in texts for number in find_quantities(text)]
    [True, False]
    """
    if number.unit != "%" or number.high >= 100:
        return False
    before, end = text[max(0, number.start - 60) : number.start].lower(), number.end
    if _BEFORE.search(before):
        return _AFTER.match(text, end) is not None
    if _LEFT.search(before):
        return text.startswith(" of ", end)
    means, whole = _WITH.search(before), _OF.match(text, end)
    if not means or not whole or _CUTTING.search(before):
        return False
    return not means["inside"] or whole["time"] is not None  # "in 10% of the time", not "of the cases"
