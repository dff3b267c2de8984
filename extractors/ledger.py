"""The account of every number of a paper: the claim that states it, or why none does.

In "FooNet runs on 8 A100 GPUs and is 2.5x faster" 8 is a count, 100 part of a name, and 2.5x belongs to the speedup.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from extractors.quantities import Number, quantities
from extractors.reading import Reading
from schemas import Claim, NumberNote, NumberReason, TextField

_URL = re.compile(
    r"(?:https?://|www\.|doi\.org/|doi:|github\.com/|arxiv[:.]|huggingface\.co/)[^\s)>\]]*", re.IGNORECASE
)
_BEFORE_RULES: tuple[tuple[NumberReason, str], ...] = (
    ("resolution", r"\d(?:px?)?[ ]?\$?(?:[x×X*]|\\times|times|by)\$?[ ]?"),
    ("citation", r"\[(?:\d{1,3}, ?)*"),
    ("setting", r"(?:batch size|rank|temperature|threshold|learning rate|group size|factor|top|seed|window|depth|"
     r"radius|degree|order|level|stage|layer|budget|length|sizes?)s?(?: of| =|=| is)? ?\$?"),
    ("equation", r"[=<>≤≥^_\\{|]\s?|\$|\\[A-Za-z]+ ?"),
)  # fmt: skip
_AFTER_RULES: tuple[tuple[NumberReason, str], ...] = (
    ("resolution", r"(?:px?)?[ ]?\$?(?:[x×X*]|\\times|times|by)\$?[ ]?\d|(?:p|[ ]?px|[ -]?pixels?)\b|"
     r"K\b(?= (?:res|video|image))"),
    ("list", r"\)(?= [a-zA-Z])"),
    ("ordinal", r"(?:st|nd|rd|th)\b"),
    ("setting", r"-?bits?\b"),
    ("name", r"-?D\b"),
    ("equation", r"\s?[=<>^_}|]|\$"),
)  # fmt: skip
_BEFORE = [(reason, re.compile(rf"(?:{pattern})\Z", re.IGNORECASE)) for reason, pattern in _BEFORE_RULES]
_AFTER = [(reason, re.compile(pattern)) for reason, pattern in _AFTER_RULES]
_LIST_BEFORE = re.compile(r"(?:[\s:;,.]|\A)\(\Z|(?:[.:;,]|\band|\A)\s\Z")
_SIZE_UNIT = re.compile(
    r"(?:[kKMBT]|thousand|million|billion|trillion)\b.*|.*(?:parameter|param|token|sample|image|pixel|frame|view|byte|bit)s?|"
    r"[KMGTP]i?B|[cmknμu]?m"
)
_COUNTED = re.compile(r"[ -](?:[A-Z]*[a-z-]{3,}|[A-Z][\w-]+)")
_WINDOW = 24
_YEARS = (1950, 2050)
Span = tuple[int, int]


def ledger(reading: Reading, claims: Iterable[Claim]) -> Iterator[NumberNote]:
    """One note for each number, in the order of the text; every digit of a field lies in exactly one note.

    A number of the title that repeats a claim's belongs to that claim.
    """
    at_place, by_value = _stated(claims)
    for field, text in reading.texts.items():
        urls = [found.span() for found in _URL.finditer(text)]
        names = [(spot.start, spot.end) for spot in reading.spots if spot.field == field]
        for number in quantities(text):
            claim = at_place.get((field, number.start))
            if field == "title":
                claim = claim or by_value.get((number.low, number.high, number.unit))
            yield NumberNote(
                field=field,
                start=number.start,
                end=number.end,
                text=reading.raw(field)[number.start : number.end],
                claim=claim,
                reason=None if claim else _reason(text, number, urls, names),
            )


Value = tuple[float, float, str]


def _stated(claims: Iterable[Claim]) -> tuple[dict[tuple[TextField, int], str], dict[Value, str]]:
    at_place: dict[tuple[TextField, int], str] = {}
    by_value: dict[Value, str] = {}
    for claim in claims:
        stated = getattr(claim, "stated", None)
        if stated and "stated" in claim.slots:
            at_place.setdefault((claim.evidence.field, claim.slots["stated"][0]), claim.id)
            by_value.setdefault((stated.low, stated.high, stated.unit), claim.id)
    return at_place, by_value


def _reason(text: str, number: Number, urls: Sequence[Span], names: Sequence[Span]) -> NumberReason:
    if _inside(number, urls):
        return "url"
    after = text[number.value_end : number.value_end + _WINDOW]
    before = text[max(0, number.start - _WINDOW) : number.start]
    if not _inside(number, names):
        for reason, pattern in _AFTER:
            if pattern.match(after) and (reason != "list" or _LIST_BEFORE.search(before)):
                return reason
        if number.kind != "name":
            return _plain_reason(number, before, after)
    return "name"


def _plain_reason(number: Number, before: str, after: str) -> NumberReason:
    for reason, pattern in _BEFORE:
        if pattern.search(before):
            return reason
    whole = number.low == int(number.low)
    if not number.unit and whole and _YEARS[0] <= number.low and number.high <= _YEARS[1]:
        return "year"
    if _SIZE_UNIT.fullmatch(number.unit):
        return "size"
    if number.unit in ("", "x") and whole and _COUNTED.match(after if not number.unit else after.lstrip("x× ")):
        return "count"
    return "background" if number.unit else "other"


def _inside(number: Number, spans: Sequence[Span]) -> bool:
    return any(start < number.end and number.start < end for start, end in spans)
