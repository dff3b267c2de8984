"""Whose a number is by the structure of its sentence alone: possessive, brackets, "for A", or who acts in its clause.

In "FooNet needs 3 ms, compared to BarNet's 5 ms" 3 ms is held by who acts, 5 ms by whom it is said to belong to.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.relate.compared import comparisons, pair_role
from extractors.relate.line import Line, chain, word_set
from extractors.relate.scene import COMPARING, listed
from extractors.relate.topics import word_class


@dataclass(frozen=True, slots=True)
class Holder:
    """The rule by which a number is held, what holds it ("name", "class", "we", "it", "method" ...), and where.

    ``places`` are tokens of a line: the mentions that hold the number, all of a list unless ranks pick one.
    """

    rule: str
    kind: str
    places: tuple[int, ...] = ()


def holder(line: Line, index: int) -> Holder:
    """Who holds the number at a token."""
    for rule, place in (("owns", _owner(line, index)), ("bracket", _bracketed(line, index)), _named(line, index)):
        if place is not None and _may_hold(line, place):
            return Holder(rule, _kind(line, place), (place,))
    pair = pair_of(line, index)
    if pair in ("vs", "from"):
        return _rival(line, index)
    return _gapped(line, index) or _doer(line, index)


def _rival(line: Line, index: int) -> Holder:
    """The second of two values: of whom the sentence compares with."""
    phrases = [(abs(phrase.cue - index), phrase) for phrase in comparisons(line)]
    for _, phrase in sorted(phrases, key=lambda found: found[0]):
        names = [i for i in line.spots if phrase.cue < i < phrase.end and _may_hold(line, i)]
        if names:
            return Holder("rival", _kind(line, names[0]), (names[0],))
    for at in line.spots:
        if at < index and word_class(line.text(at - 1)) == "up" and line.text(at + 1) == "by" and _may_hold(line, at):
            return Holder("rival", _kind(line, at), (at,))
    return Holder("rival", "none")


def _gapped(line: Line, index: int) -> Holder | None:
    """ "FooNet needs 3 ms, BarNet 5 ms"."""
    at = index - (2 if line.text(index - 1) in ("in", "at", ":") else 1)
    if at > 1 and line.tokens[at].kind == "spot" and _may_hold(line, at) and line.text(at - 1) in (",", "and", "("):
        return Holder("gapped", _kind(line, at), (at,))
    return None


def _may_hold(line: Line, place: int) -> bool:
    """Whether a mention is of a kind that numbers are about: no dataset, and no class of devices."""
    spot = line.tokens[place].spot
    return spot is not None and (spot.type == "method" or (spot.type == "hardware" and not spot.generic))


def _kind(line: Line, place: int) -> str:
    spot = line.tokens[place].spot
    return "class" if spot is not None and spot.generic else "name"


def _owner(line: Line, index: int) -> int | None:
    """ "BarNet's 3 ms", "BarNet's throughput of 3 FPS"."""
    for at in range(index - 1, max(0, index - 7), -1):
        if line.text(at) == "s" and line.text(at - 1) in ("'", "’"):
            return at - 2 if at > 1 else None
        if line.tokens[at].kind != "word" or line.text(at) in _CLAUSES or is_verb(line, at):
            return None
    return None


def _bracketed(line: Line, index: int) -> int | None:
    """ "BarNet (3 ms)", "the BarNet baseline (3 ms, 4 GB)"; not "FooNet beats BarNet (3 ms vs. 5 ms)"."""
    opening = _opening(line, index)
    if opening is None or opening < 1:
        return None
    inside = range(opening + 1, _closing(line, index))
    if any(line.text(i) in _PAIRS or line.tokens[i].kind == "spot" for i in inside):
        return None
    for at in (opening - 1, opening - 2):
        if at >= 0 and line.tokens[at].kind == "spot":
            return at
        if line.text(at) not in _HEADS:
            return None
    return None


def _named(line: Line, index: int) -> tuple[str, int | None]:
    """ "3 ms for BarNet", "3 ms (BarNet)", "(vs. 3 ms BarNet)"."""
    at = index + 1
    while at < len(line.tokens) and at - index < 3 and line.tokens[at].kind == "word" and line.text(at).isalpha():
        if line.text(at) in _OF or line.text(at) in _CLAUSES:
            break
        at += 1
    tie = line.text(at)
    if tie not in _OF and tie != "(":
        at = index
        tie = "beside"
    place = at + 1
    while line.text(place) in _LIGHT:
        place += 1
    if place >= len(line.tokens) or line.tokens[place].kind != "spot" or (at != index and place - at > 3):
        return "", None
    if tie == "(" and line.text(place + 1) != ")":
        return "", None
    return f"of-{tie}", place


def _opening(line: Line, index: int) -> int | None:
    for at in range(index - 1, max(-1, index - 20), -1):
        if line.text(at) == ")":
            return None
        if line.text(at) == "(":
            return at
    return None


def _closing(line: Line, index: int) -> int:
    end = min(index + _REACH, len(line.tokens))
    return next((i for i in range(index + 1, end) if line.text(i) == ")"), end)


def _doer(line: Line, index: int) -> Holder:
    """Who acts in the clause of a number: the subject of the last verb before it, else of the first behind it."""
    at = index - 1
    while at >= max(0, index - _FAR):
        word = line.text(at)
        if word == ")":
            at = _before_bracket(line, at)
            continue
        if word in _CLAUSES and not line.text(at + 1).endswith("ing"):
            return Holder("clause", "none")
        if word in _PRESENTING:
            return _presented(line, at, index)
        if is_verb(line, at) and line.text(at - 1) != "to":
            return _subject(line, index, at)
        if word.endswith("ing") and at and line.tokens[at - 1].kind == "spot" and _may_hold(line, at - 1):
            return Holder("doing", _kind(line, at - 1), (at - 1,))
        at -= 1
    return _later(line, index)


def _presented(line: Line, verb: int, index: int) -> Holder:
    """ "We present FooNet, which needs 3 ms"."""
    for at in range(verb + 1, min(index, verb + 7)):
        if line.tokens[at].kind == "spot" and _may_hold(line, at):
            return Holder("presented", _kind(line, at), (at,))
    return Holder("presented", "none")


def _later(line: Line, index: int) -> Holder:
    """ "FooNet: Inference in 3 ms", "Needing only 3 ms, FooNet is ..."."""
    if line.text(1) == ":" and line.tokens[0].kind == "spot":
        return Holder("heading", _kind(line, 0), (0,))
    end = len(line.tokens)
    comma = next((i for i in range(index + 1, min(index + _REACH, end)) if line.text(i) == ","), end)
    for at in range(comma + 1, min(comma + 12, end)):
        if is_verb(line, at):
            found = _subject(line, index, at, comma)
            return Holder("later", found.kind, found.places)
    return Holder("verbless", "none")


def _before_bracket(line: Line, at: int) -> int:
    return next((i - 1 for i in range(at - 1, max(-1, at - _REACH), -1) if line.text(i) == "("), at - 1)


def _subject(line: Line, index: int, verb: int, behind: int = -1) -> Holder:
    """The subject of a verb, somewhere between a token and the verb."""
    at = verb - 1
    while at > behind and verb - at < _REACH:
        word = line.text(at)
        if word == ")":
            at = _before_bracket(line, at)
            continue
        if word in _PRONOUNS:
            return Holder("acts", _PRONOUNS[word])
        if word in _CLAUSES:
            break
        if word in ("which", "that"):
            antecedent = at - (2 if line.text(at - 1) == "," else 1)
            if antecedent >= 0 and _may_hold(line, antecedent):
                return _acting(line, index, [antecedent])
        if word in _METHODS and (found := _our_method(line, at)):
            return Holder("acts", found)
        if line.tokens[at].kind == "spot":
            row = listed(line, at)
            governed, left = _governed(line, row[0])
            if governed and row[0] < at and line.text(at - 1) == ",":
                row, governed = (at,), ""  # "Compared to A, B needs": no list
            if not governed and _may_hold(line, at):
                return _acting(line, index, row)
            at = left if governed == "apposed" else row[0] - 1
            continue
        at -= 1
    return Holder("acts", "other")


def _our_method(line: Line, at: int) -> str:
    """ "our", "the proposed" or just "the" method, unless a mention names it; "" for neither."""
    owner = {line.text(i) for i in range(max(0, at - 4), at)}
    spots = [i for i in range(max(0, at - 2), at) if line.tokens[i].kind == "spot"]
    if owner & {"our", "proposed"} and not any(_kind(line, i) == "name" for i in spots):
        return "our"
    return "method" if not spots and owner & {"the", "this"} and not _governed(line, at)[0] else ""


def _acting(line: Line, index: int, row: Sequence[int]) -> Holder:
    """Held by the mentions that act: by the one of a number's rank where there are as many numbers in its list."""
    first, last = chain(line, index)
    numbers = [i for i in line.numbers if first <= i <= last]
    kind = _kind(line, row[-1])
    if len(row) == 1 and kind == "class" and "our" in (line.text(row[0] - 1), line.text(row[0] - 2)):
        return Holder("acts", "our")
    after = row[-1] + 1
    while line.text(after).endswith("ly") or line.text(after) in _ADVERBS:
        after += 1
    if kind == "name" and _is_noun(line, after):
        kind = "part"
    if len(row) > 1 and len(row) == len(numbers):
        return Holder("acts-ranked", kind, (row[numbers.index(index)],))
    return Holder("acts", kind, tuple(row))


def _is_noun(line: Line, at: int) -> bool:
    """Whether a word goes on with the name before it: "the FooNet engine needs"."""
    if at >= len(line.tokens) or line.tokens[at].kind != "word":
        return False
    return line.text(at).isalpha() and not is_verb(line, at)


def _governed(line: Line, place: int) -> tuple[str, int]:
    """What keeps a mention from acting: a preposition, comparison or verb before it, or being said in addition.

    In "FooNet, a design with FooNet-based parts, needs" the second is an ``object``, "a FooNet-based design" would be
    ``apposed``. The second value is the last token left of what was read.
    """
    for at in range(place - 1, max(-1, place - 8), -1):
        word = line.text(at)
        if word == "," and line.text(at + 1) in ("a", "an") and at and line.tokens[at - 1].kind == "spot":
            return "apposed", at - 1
        if word in _OPENING:
            return "", at
        if word in _OBLIQUE or word in COMPARING or word.endswith("ing") or line.text(at - 1) in _MODAL:
            return "object", at
        if word in _PRESENTING or is_verb(line, at):
            return "object", at
    return "", place - 1


_ADVERBS = word_set("also can further only still alone itself even then already now just thus")
_REACH = 26
_FAR = 100
_CLAUSES = frozenset({";", ".", "while", "whereas"})
_PAIRS = frozenset(
    {"vs", "versus", "v", "compared", "than", "→", "\\rightarrow", "\\to", "to", "against", "from", "over"}
)
_HEADS = word_set("baseline model models method approach algorithm implementation system variant GPU")
_OF = frozenset({"for", "by", "with", "of", "using", "from", "in"})
_LIGHT = frozenset({"the", "a", "an", "~", "of"})
_OPENING = frozenset({",", "that", "and", ":", ";", "where", "which", "while", "whereas", "but", "."})
_MODAL = frozenset({"we", "to", "can", "could", "may"})
_OBLIQUE = frozenset(
    {"on", "for", "with", "in", "to", "from", "at", "(", "using", "by", "via", "through", "into", "across", "like"}
    | {"as", "under", "including", "within", "of", "per", "between"}
)
_PRONOUNS = {"we": "we", "our": "our", "it": "it", "they": "they", "this": "this", "these": "they", "ours": "our"}
_METHODS = word_set(
    "method methods approach approaches framework system model models algorithm design implementation architecture "
    "solution technique pipeline scheme network engine accelerator library kernel kernels"
)


def is_verb(line: Line, at: int) -> bool:
    """Whether a word of a line is a verb that a subject goes with, as far as its form tells."""
    word = line.text(at)
    if word in _VERBS:
        return True
    if word_class(word) not in _DOING or word in _ADJECTIVES or word.endswith(_NOUNS) or at < 1:
        return False
    before = line.tokens[at - 1]
    return word.endswith("s") or before.text in _BEFORE_VERBS or before.kind == "spot" or before.text.endswith("s")


_ADJECTIVES = word_set("less more better higher superior greater lower of only just merely")
_PRESENTING = word_set("present propose introduce presents proposes introduces develop develops describe describes")
_DOING = frozenset({"up", "down", "attain", "keep"})
_NOUNS = ("ing", "ment", "ments", "tion", "tions", "ings", "ance", "er", "gains", "savings")
_BEFORE_VERBS = word_set("we can to and models variants methods it they which that also only")
_VERBS = word_set(
    "is are was were can could has have had runs takes uses requires needs scores operates performs trains supports "
    "consumes processes renders surpasses outperforms accelerates speeds brings offers generates remains exhibits "
    "exhibit contributes incurs exceeds allows makes lets resolves completes detects explains compresses accounts "
    "halves matches beats drops rises converges sustains serves handles scales turns costs changes saves trained "
    "finishes fits spends stays sees gets gives gains produces occupies maintains keeps stores draws hits tops loses"
)


def pair_of(line: Line, index: int) -> str:
    """Which of two values a number is, as ``pair_role`` tells; "less than 3 ms" is none of two."""
    if [line.text(i) for i in range(index - 4, index)] == ["v", ".", "s", "."]:
        return "vs"
    role = pair_role(line, index)
    if role != "vs":
        return role
    for at in range(index - 1, index - 7, -1):
        if line.text(at) == "than":
            return "" if line.text(at - 1) in _BOUNDS else "vs"
    return "vs"


_BOUNDS = word_set("less more fewer higher lower greater faster better smaller larger")
