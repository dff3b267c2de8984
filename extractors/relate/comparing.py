"""Comparing words of a sentence, the phrases they open, and the lists of names in them.

In "FooNet is faster than strong baselines such as BarNet and BazNet" the word "faster" opens the phrase that starts
behind "than", and BarNet heads the list of both names.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extractors.relate.context import Words
from schemas import Relation

REACH = 45
"""How many words behind the start of a compared phrase a name may stand."""
_LONGEST_LEAD = 25


class Cue(NamedTuple):
    """A sort of comparing word: what it says of the method behind it, or behind one of its ``leads`` if it has any."""

    name: str
    relation: Relation
    pattern: re.Pattern[str]
    leads: frozenset[str]


_THAN = "than compared relative"
_OVER = "over upon than on compared relative against"
_TABLE: tuple[tuple[str, Relation, str, str], ...] = (
    ("beats", "outperforms", r"(?:outperform|surpass|exceed|outstrip|outclass|dominat|outrun)(?:e?s|e?d|ing)?", ""),
    ("beats", "outperforms", r"overtak(?:es?|ing)|outpac(?:es?|ed|ing)|beats?|beating|pareto-dominates", ""),
    ("better", "outperforms", r"superior|superiority|preferable|ahead|above", "to over than compared relative against"),
    (
        "better",
        "outperforms",
        r"(?:bett|fast|high|low|small|few|great|strong|sharp|short|clean|light|clos|cheap)er",
        _THAN,
    ),
    ("better", "outperforms", r"less|more", _THAN),
    ("better", "outperforms", r"efficient|effective|accurate|robust|state-of-the-art|best|sota", "than compared over"),
    ("better", "outperforms", r"improv(?:es?|ed|ing|ements?)|advantages?|gains?|wins?|savings?|speedups?", _OVER),
    (
        "better",
        "outperforms",
        r"(?:reduc|decreas|lower|increas|boost|advanc|enhanc)(?:e?s?|e?d|ing|tions?|ements?)",
        _OVER,
    ),
    ("matches", "matches", r"match(?:es|ed|ing)?|rivals?|rivaling|equals?|equal(?:ing|ling)", ""),
    (
        "alike",
        "matches",
        r"comparabl[ey]|competitive(?:ly)?|par|similar|similarly|equivalent|identical|equal|close",
        "to with as",
    ),
    ("alike", "matches", r"good|fast|quick|small|strong", "as"),
    ("trails", "underperforms", r"underperforms?|approaching|trails?|trailing", ""),
    ("worse", "underperforms", r"worse|slower|inferior|weaker|lags?|lagging|behind|degrades?", f"to behind {_THAN}"),
)
_CUES = tuple(Cue(name, relation, re.compile(what), frozenset(leads.split())) for name, relation, what, leads in _TABLE)
_ALIKE = frozenset(cue for cue in _CUES if cue.relation == "matches")
_OR = ("or", "/")
_AGAINST = frozenset(("compared", "against", "comparison", "relative", "contrast", "versus"))
_TIED = frozenset(("to", "with", "against"))
_NOT = frozenset(("not", "no", "whether", "if", "neither", "never", "cannot"))
STOPS = frozenset((";", ".", ":", "while", "whereas", "although"))
JOINS = frozenset((",", "and", "or", ")", "(", "/", "both"))
SUCH = frozenset(("such", "like", "including", "g", "namely", "e.g", "i.e", "e"))
"""What leads from a class to its instances."""
BREAK = re.compile(
    r"by|on|in|for|using|while|whereas|although|when|at|from|through|via|that|is|without|which|where|but|across|achiev\w+"
    r"|under|are|can|their|its|has|with|we|it|and|despite|even|than|to|over|[:;]"
)
"""What seldom stands between a comparing word and the method it compares with."""
_FILL = frozenset(("the", "&", "%", "as", "well"))
_ENDING = frozenset(("our", "this", "these", "including", "such", "like"))


class Phrase(NamedTuple):
    """What the comparing word at ``cue`` compares with: the words from ``start`` on.

    ``fronted`` is a phrase that stands before its comparing word, as in "Compared to BarNet, FooNet is faster".
    """

    cue: int
    sort: Cue
    start: int
    fronted: bool


def phrases(words: Sequence[str]) -> list[Phrase]:
    """The comparisons that a sentence asserts, in the order of what is compared with.

    >>> [(p.cue, p.start, p.fronted) for p in phrases("METHOD is faster than METHOD".split())]
    [(2, 4, False)]
    >>> [(p.cue, p.start, p.fronted) for p in phrases("compared to METHOD , METHOD is faster".split())]
    [(6, 2, True)]
    >>> phrases("METHOD does not outperform METHOD".split())
    []
    """
    found: list[Phrase] = []
    for at, word in enumerate(words):
        sort = _sort(word)
        if sort and (_denied(words, at) or (sort.leads == {"as"} and words[at - 1] != "as")):
            continue
        if sort and not sort.leads:
            if not _outdone(words, at):
                found.append(Phrase(at, sort, at + 1, False))
        elif sort and (start := _behind_lead(words, at, sort.leads)):
            found.append(Phrase(at, sort, start, False))
        elif word in _AGAINST:
            start = at + 1 + (at + 1 < len(words) and words[at + 1] in _TIED)
            if not any(phrase.start == start for phrase in found) and (told := _told(words, start)):
                found.append(Phrase(*told, start, True))
    return sorted(found, key=lambda phrase: (phrase.start, phrase.cue))


@lru_cache(maxsize=10_000)
def _sort(word: str) -> Cue | None:
    return next((cue for cue in _CUES if cue.pattern.fullmatch(word)), None)


def _denied(words: Sequence[str], at: int) -> bool:
    """Whether a comparing word is said not to hold, or is only asked about."""
    return any(words[i] in _NOT and words[i + 1] != "only" for i in range(max(0, at - 4), at))


def _behind_lead(words: Sequence[str], at: int, leads: frozenset[str]) -> int | None:
    """The word behind the preposition that leads from a comparing word to what it compares with."""
    for place in range(at + 1, min(len(words), at + 1 + _LONGEST_LEAD)):
        word = words[place]
        near = word not in ("on", "to") or place <= at + (1 if word == "on" else 6) or "as" in leads
        if word in leads and near:
            tied = word in _AGAINST and place + 1 < len(words) and words[place + 1] in _TIED
            return place + 1 + tied
        other = _sort(word)
        if word in STOPS or (place > at + 1 and other and not other.leads):
            return None
    return None


def _told(words: Sequence[str], start: int) -> tuple[int, Cue] | None:
    """The comparing word that says how what stands behind "compared to" is met, later in the sentence."""
    for place in range(start, min(len(words), start + REACH)):
        if sort := _sort(words[place]):
            return place, sort
    return None


def _outdone(words: Sequence[str], at: int) -> bool:
    """Whether a verb that claims more is joined to one: "matches or outperforms", "outperforms/matches" outperform."""
    beside = list(words[at + 2 : at + 5]) if at + 1 < len(words) and words[at + 1] in _OR else []
    if at > 1 and words[at - 1] in _OR and _sort(words[at]) in _ALIKE:
        beside.append(words[at - 2])
    return any((cue := _sort(word)) and cue.name == "beats" for word in beside)


def list_head(words: Words, index: int) -> int:
    """The first mention of the list that a mention stands in: of "A, the old B, and C" the index of A."""
    head = index
    while (mate := _mate(words, head)) is not None:
        head = mate
    return head


def _mate(words: Words, index: int) -> int | None:
    """The mention before in a list, at most three plain words and the joints of the list away."""
    at = index - 1
    while at > max(0, index - 4) and words.words[at] not in JOINS and words.words[at].isalpha():
        word = words.words[at]
        if word in _ENDING or BREAK.fullmatch(word) or _sort(word) or at in words.spots:
            return None
        at -= 1
    joint = at
    while at > 0 and _in_list(words.words[at]):
        at -= 1
    same = at in words.spots and words.spots[at].type == words.spots[index].type
    return at if same and at < joint else None


def list_end(words: Words, index: int) -> int:
    """The word behind the list that a mention stands in."""
    end = at = index + 1
    while at < len(words.words) and _in_list(words.words[at]):
        at += 1
        if at in words.spots and words.spots[at].type == words.spots[index].type:
            end = at = at + 1
    return end


def _in_list(word: str) -> bool:
    return word in JOINS or word in _FILL or word[0].isdigit()
