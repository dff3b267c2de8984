"""Words shaped like names, and what stands around them: evidence for names that no table knows.

``we present TacForge, a simulator`` holds one candidate, ``TacForge``, between ``we present`` and ``, a simulator``;
``on SkyBench, DeepPark and Orvo datasets`` holds three that share what stands before the first and after the last.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

REACH = 64
"""Characters before and after a candidate that a cue may look at."""

_CHARACTER = r"(?:[\w.+*^/&$\\{}-]|(?<=\\)['\"`^])"
_WORD = rf"(?<![\w-])(?:\\[a-z]+\{{|[$\\{{])?(?=[\w.-]{{0,14}}[A-Z])[^\W_]{_CHARACTER}{{0,48}}"
_NAME = re.compile(rf"{_WORD}(?:(?<![.]) (?=[A-Z\d])[^\W_]{_CHARACTER}{{0,48}}){{0,5}}")
_TITLE_CASE_NAME = re.compile(rf"{_WORD}(?: v?\d[\d.]*\b)?")
_TRIM = re.compile(
    r"(?:-(?:accelerated|agnostic|assisted|augmented|aware|based|bit|bound|centric|compatible|conditioned"
    r"|derived|driven"
    r"|enabled|enhanced|focused|free|friendly|generated|guided|inspired|integrated|level|like|native|only|optimized"
    r"|parallelized|powered|representative|resident|scale|specific|style|trained)|--.*|[.'’/&$\\{}*^-]+)$"
)
_SEPARATOR = re.compile(r",? (?:and|or|&) |, |/|; ")
_SLASH = re.compile(r"(?<=[^\W_]{2})/(?=[A-Z])")
_MARKUP = re.compile(r"\\[a-z]+\{|[$\\{]")
_STRONG = re.compile(r"[A-Z]{2}|[a-z\d][A-Z]|[A-Za-z]\d|\d[A-Za-z]|[A-Za-z]-\d")
_ACRONYM = re.compile(r"[A-Z]{2,}s?")
_AMOUNT = re.compile(
    r"\d[\d.,]*[a-zA-Z%]{0,2}\+?(?:(?:--?|[Xx/])\d.*)?|\d[\d.,]*(?:[KMGT]?i?B/?s|[kMGT]?Hz|[TGMP]FLOPS?)"
)
_SENTENCE_END = re.compile(r"[.!?:]['\")]?\s+$|^\s*$")

_URL = re.compile(r"(?:https?://|www\.)[^\s<>)\]]+|\b[\w-]{2,40}\.(?:ai|com|dev|io|net|org)/[^\s<>)\]]+")

_OPENERS = frozenset(
    "a across additionally after all also although an and as at based because beyond both but by "
    "compared despite during "
    "each even existing extensive finally first for from further furthermore given here hence how "
    "however if in instead "
    "into it its like meanwhile moreover most motivated notably on once one or our recent recently "
    "second several since so "
    "specifically such that the their then there therefore these they this those through thus to today "
    "together towards "
    "two under unlike upon using we what when where whereas whether which while with within without yet".title().split()
)
"""Words whose capital only opens a sentence."""


Shape = Literal["acronym", "coined", "compound", "title"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch shaped like a name. ``before`` and ``after`` are what stands around the list it belongs to.

    ``shape`` is "acronym" (SDS), "coined" (TacSL, 3DGS, GPT-4: a capital or digit inside a word), "compound"
    (Flow-Mixing) or "title" (Medusa). ``opens`` says that a sentence starts with it.
    """

    start: int
    end: int
    before: str
    after: str
    shape: Shape
    opens: bool


@lru_cache(maxsize=4)
def candidates(text: str, title: bool) -> tuple[Candidate, ...]:
    """All candidates of ``text`` in reading order; in a title, where all words have capitals, single words only.

    >>> text = "We present TacForge on ORVO and Medusa."
    >>> [(text[c.start:c.end], c.shape) for c in candidates(text, False)]
    [('TacForge', 'coined'), ('ORVO', 'acronym'), ('Medusa', 'title')]
    """
    found = []
    for spans in _lists(text, title):
        before = text[max(0, spans[0][0] - REACH) : spans[0][0]]
        after = text[spans[-1][1] : spans[-1][1] + REACH]
        for start, end in spans:
            opens = _SENTENCE_END.search(text[max(0, start - 4) : start]) is not None
            found.append(Candidate(start, end, before, after, _shape(text[start:end]), opens))
    return tuple(found)


def without_addresses(text: str) -> str:
    """The text with blanks in the place of web addresses, whose parts name nothing; offsets stay.

    >>> without_addresses("see www.foo.org/LLaMA now")
    'see                   now'
    """
    return _URL.sub(lambda match: " " * len(match[0]), text) if "/" in text else text


class Before(NamedTuple):
    """A cue that ends where a candidate begins, and how many characters before it may take."""

    reach: int
    pattern: re.Pattern[str]


def cues(candidate: Candidate, before: Mapping[str, Before], after: Mapping[str, re.Pattern[str]]) -> Iterator[str]:
    """The names of the cues that stand beside a candidate."""
    for name, cue in before.items():
        if cue.pattern.search(candidate.before, max(0, len(candidate.before) - cue.reach)):
            yield name
    for name, pattern in after.items():
        if pattern.match(candidate.after):
            yield name


def _lists(text: str, title: bool) -> Iterator[list[tuple[int, int]]]:
    spans: list[tuple[int, int]] = []
    for start, end in _spans(text, title):
        if spans and not _SEPARATOR.fullmatch(text, spans[-1][1], start):
            yield spans
            spans = []
        spans.append((start, end))
    if spans:
        yield spans


def _spans(text: str, title: bool) -> Iterator[tuple[int, int]]:
    text = without_addresses(text)
    for start, end in _stretches(text, _TITLE_CASE_NAME if title else _NAME):
        if markup := _MARKUP.match(text, start, end):
            start = markup.end()
        while (space := text.find(" ", start, end)) > 0 and text[start:space] in _OPENERS:
            start = space + 1
        if trim := _TRIM.search(text[start:end]):
            end = start + trim.start()
        if end - start > 1 and text[start:end] not in _OPENERS and not _AMOUNT.fullmatch(text, start, end):
            yield start, end


def _stretches(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Where the pattern matches; what a slash joins, "FooNet/BarNet", is two names."""
    for match in pattern.finditer(text):
        start = match.start()
        for slash in _SLASH.finditer(text, start, match.end()):
            yield start, slash.start()
            start = slash.end()
        yield start, match.end()


def _shape(name: str) -> Shape:
    if _ACRONYM.fullmatch(name):
        return "acronym"
    if any(_STRONG.search(part) for part in re.split(r" |-(?!\d)", name)):
        return "coined"
    return "compound" if "-" in name and " " not in name else "title"
