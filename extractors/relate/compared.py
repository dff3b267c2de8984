"""Comparisons of a line and who acts in it: the structure that tells whom a number compares, and whose it is."""

from dataclasses import dataclass
from functools import lru_cache

from extractors.relate.line import Line, chain, word_set
from extractors.relate.scene import BREAKS, COMPARING, JOINTS, has_unit
from extractors.relate.topics import word_class


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparing word and the phrase it opens: its parts in order ("over A, the B-based C and D"), as tokens' spans.

    ``end`` is the first token behind the phrase. A part that names something is named by the last mention in it.
    """

    cue: int
    end: int
    parts: tuple[tuple[int, int], ...]


@lru_cache(maxsize=64)
def comparisons(line: Line) -> tuple[Comparison, ...]:
    """Every comparing word of a line with its phrase, in order."""
    found: list[Comparison] = []
    at, size = 0, len(line.tokens)
    while at < size:
        if _compares(line, at) and not _bounds(line, at):
            found.append(_comparison(line, at))
            while (gapped := _gapped(line, found[-1])) is not None:
                found.append(gapped)
            at = max(at, found[-1].end - 1)
        at += 1
    return tuple(found)


def _gapped(line: Line, phrase: Comparison) -> Comparison | None:
    """The comparison that leaves out the word of the one before: "and B by 3x" after "outperforms A by 2x"."""
    met = _met(line, phrase)
    if met is None:
        return None
    for joint in (i for i in range(met + 1, met + 6) if line.text(i) in ("and", ",")):
        end = next((i for i in range(joint + 1, joint + 8) if line.text(i) == "by"), joint)
        after = Comparison(joint, end, ((joint + 1, end),))
        more_of_it = any(_is_value(line, i) for i in range(joint, end))  # "A and B by 2x and 3x on C and by 4x on D"
        if not more_of_it and any(joint < i < end for i in line.spots) and _met(line, after) is not None:
            return after
    return None


def _compares(line: Line, at: int) -> bool:
    word = line.tokens[at].text
    if word == "baseline":
        return line.text(at + 1).isupper()
    if word == "relative":
        return line.text(at + 1) == "to"
    if word == "over" and line.text(at - 1) in ("^", "averaged", "intersection"):
        return False
    if word in COMPARING or word in _MORE_COMPARING:
        return line.text(at + 1) not in _PRONOUNS
    if word in ("respect", "contrast", "comparison", "regard", "relation"):
        return line.text(at + 1) in ("to", "with")
    if word == "as":
        return line.text(at - 1) not in ("well", "such") and any(line.text(i) == "as" for i in range(at - 4, at - 1))
    if word in ("of", "above", "below"):
        named = any(line.text(i).isupper() or line.text(i) == "method" for i in range(at + 1, at + 6))
        return named and _shares(line, at)
    return False


def _shares(line: Line, at: int) -> bool:
    """Whether "of" makes a share or a multiple: "half of A", "2x the rate of A", "0.4 points above that of A"."""
    before = at - 1
    while at - before < 5 and line.tokens[before].kind == "word" and line.text(before) not in _TIES and before > 0:
        before -= 1
    if line.text(before) == "of":  # "30% of the memory of A"
        before -= 1
    number = line.tokens[before].number if before >= 0 else None
    if number is None or number.unit not in ("x", "%", "points"):
        return False
    return before == at - 1 or line.text(before + 1) in ("the", "that", "of") or line.text(at) != "of"


_TIES = word_set("of in on for by to , and ( than")
_PRONOUNS = frozenset({"it", "them", "this", "these", "both", "all"})
_MORE_COMPARING = frozenset({"upon", "opposed", "outpaces", "outpacing", "surpassed", "beat", "exceed"})


def _bounds(line: Line, at: int) -> bool:
    """Whether "over" or "than" bounds a number ("over 3x", "more than half"), no count of things ("than 128 A100s")."""
    if line.text(at) not in ("over", "than"):
        return False
    follows = at + 1
    while line.text(follows) in ("~", "about", "a", "an"):
        follows += 1
    return line.text(follows)[0] == "#" and (has_unit(line, follows) or follows + 1 not in line.spots)


@lru_cache(maxsize=256)
def own_comparison(line: Line, index: int) -> tuple[str, Comparison | None]:
    """The comparison a number belongs to, and how it is tied to it.

    The phrase ahead takes the numbers before it ("2x faster than A"), one that no number stands before takes those
    behind it ("compared to A, ...", "outperforms A by 2x"), and any phrase may be meant again by later numbers.
    """
    phrases = comparisons(line)
    behind = [p for p in phrases if p.cue < index]
    if behind and _met(line, behind[-1]) == index:
        return "by", behind[-1]
    ahead = next((p for p in phrases if p.cue > index), None)
    if ahead and _met(line, ahead) is not None:
        ahead = None
    last = chain(line, index)[1]
    crossed = _crossed(line, last, ahead.cue) if ahead else 9
    if ahead and crossed == 0:
        return "ahead", ahead
    if behind and _leads(line, behind[-1]):
        return f"led{min(_crossed(line, behind[-1].end, index), 2)}", behind[-1]
    if ahead and crossed < 9:
        return "ahead-far", ahead
    if behind:
        return ("again-here" if _crossed(line, behind[-1].end, index) < 9 else "again"), behind[-1]
    return ("broken", ahead) if ahead else ("none", None)


def _met(line: Line, phrase: Comparison) -> int | None:
    """The number that a phrase leads to: "outperforms A by up to 2x"."""
    at = phrase.end
    if line.text(at) != "by":
        return None
    while line.text(at) in _LEADING:
        at += 1
    return at if _is_value(line, at) else None


_LEADING = word_set(
    "by up to a an factor of about around roughly nearly over more than at least ~ + - on average \\textbf"
)


def _is_value(line: Line, at: int) -> bool:
    return 0 <= at < len(line.tokens) and has_unit(line, at)


def _crossed(line: Line, low: int, high: int) -> int:
    """How many numbers with a unit stand between two tokens; 9 where a clause ends between them."""
    between = range(low + 1, high)
    if any(line.text(i) in _CLAUSES and line.text(i - 1) != "vs" for i in between):
        return 9
    return min(sum(has_unit(line, i) for i in between), 3)


_CLAUSES = frozenset({";", ".", "while", "whereas", "but"})


def _leads(line: Line, phrase: Comparison) -> bool:
    """Whether no number stands before a comparing word in its clause."""
    for at in range(phrase.cue - 1, -1, -1):
        if line.text(at) in _CLAUSES:
            return True
        if has_unit(line, at):
            return False
    return True


def _comparison(line: Line, cue: int) -> Comparison:
    parts: list[tuple[int, int]] = []
    first = cue + (2 if line.text(cue + 1) in _TIED.get(line.text(cue), ()) else 1)
    first = at = _owner(line, first) or first + (line.text(first) in ("using", "running"))
    named = False
    while at < len(line.tokens) and at - cue < _LONGEST and not _ends_comparison(line, at, named):
        word = line.tokens[at].text
        named = named or line.tokens[at].kind == "spot"
        if word in _PARTING:
            if at > first:
                parts.append((first, at))
            first = at + 1
        at += 1
    if at > first:
        parts.append((first, at))
    return Comparison(cue, at, tuple(parts))


def _owner(line: Line, at: int) -> int | None:
    """Where the owner of a value begins: "versus 370 s for A", "than the 3 ms limit of B"."""
    while line.text(at) in ("the", "only", "~", "about", "around"):
        at += 1
    if not _is_value(line, at):
        return None
    return next((i + 1 for i in range(at + 1, at + 4) if line.text(i) in ("for", "of", "by", "with", "using")), None)


def _ends_comparison(line: Line, at: int, named: bool) -> bool:
    word = line.tokens[at].text
    if word in BREAKS or word in _BEHIND or has_unit(line, at):
        return word != ")" or line.text(at + 1) not in JOINTS
    if _compares(line, at):
        return named and word != "baseline"
    if word not in (",", "and"):
        return False
    after = [line.text(i) for i in range(at + 1, at + 5)]
    spot = next((i for i in range(at + 1, at + 4) if i in line.spots), at + 4)
    if any(_is_value(line, i) for i in range(at + 1, spot)):
        return True
    if after[0] in _ANEW or word_class(after[0]) in ("up", "down", "attain") or after[0] in ("MAIN", "OWN"):
        return True
    reach = 10 if "well" in after[:3] else 6
    return word == "," and not any(
        line.tokens[i].kind == "spot" for i in range(at + 1, min(len(line.tokens), at + reach))
    )


_LONGEST = 24
_TIED = {
    "compared": ("to", "with", "against", "over"),
    "relative": ("to",),
    "respect": ("to",),
} | dict.fromkeys(("comparison", "opposed"), ("to", "with"))
_PARTING = frozenset({",", "and", "or", "/", "&", "(", ")", "like", "such", "including", "e.g", "i.e", ":"})
_BEHIND = frozenset(
    {
        "before",
        "after",
        "on",
        "for",
        "in",
        "at",
        "under",
        "across",
        "when",
        "during",
        "by",
        "without",
        "with",
        "through",
        "via",
        "that",
    }
    | {"which", "using", "from", "up", "is", "are", "can", "while", "due", "thanks", "depending", "among", "if"}
)
_ANEW = frozenset({"we", "our", "it", "its", "this", "while", "with", "which", "achieving", "respectively", "up", "on"})


def order_in(line: Line, index: int, phrase: Comparison, place: int) -> str:
    """How a list of numbers meets the parts of a phrase: by rank ("2x and 3x over A and B"), all, or not at all."""
    first, last = chain(line, index)
    numbers = [i for i in line.numbers if first <= i <= last]
    listed = listed_parts(line, phrase)
    parts = [part for part in listed if any(i in line.spots for i in range(*part))]
    mine = next((part for part in parts if part[0] <= place < part[1]), None)
    if len(numbers) < 2:
        return "one" if len(parts) < 2 else "all"
    for rows in (parts, listed):
        if len(rows) == len(numbers) and mine in rows:
            return "same" if rows.index(mine) == numbers.index(index) else "other"
    return "each" if len(parts) < 2 else "mixed"


def listed_parts(line: Line, phrase: Comparison) -> list[tuple[int, int]]:
    """The parts of a phrase; one alone in parentheses says again what the part before it does."""
    parts: list[tuple[int, int]] = []
    for first, last in phrase.parts:
        if parts and line.text(first - 1) == "(" and line.text(last) == ")":
            parts[-1] = (parts[-1][0], last)
        else:
            parts.append((first, last))
    return parts


def role_in(line: Line, phrase: Comparison, place: int) -> str:
    """What a mention is in a phrase: what a part names, at its end or not, a word beside that name, or outside."""
    part = next((part for part in phrase.parts if part[0] <= place < part[1]), None)
    if part is None:
        return "out"
    inside = [i for i in line.spots if part[0] <= i < part[1]]
    names = [i for i in inside if line.text(i).isupper()] or inside
    if place != names[-1]:
        return "beside"
    return "ends" if place + 1 == part[1] else "names"


def pair_role(line: Line, index: int) -> str:
    """Which of two values a number is: "from 3 to 5", "3 vs. 5", "3, compared to 5"; "" where it is neither."""
    for at in range(index - 1, index - 7, -1):
        word = line.text(at)
        if word in _PAIRING and (word != "to" or line.text(at - 1) != "up"):
            return "vs" if line.text(at - 1) in _LIKENED else _PAIRING[word]
        if word not in _LIGHT:
            break
    following = line.text(index + 1)
    if following in ("vs", "versus", "v", "compared"):
        return "first"
    return "from" if following in _ARROWS or (following == "to" and line.text(index + 2)[0] == "#") else ""


_LIGHT = frozenset(
    {".", "~", "about", "around", "only", "just", "over", "approximately", "roughly", "nearly", "an", "a", "the", "<"}
    | {">", "average", "of", "up", "less", "more", "to", "s"}
)
_LIKENED = frozenset({"compared", "relative", "comparable", "opposed"})
_ARROWS = frozenset({"\\rightarrow", "\\to", "→"})
_PAIRING = {"from": "from", "to": "to", "vs": "vs", "versus": "vs", "than": "vs", "against": "vs"} | dict.fromkeys(
    _ARROWS, "to"
)


@lru_cache(maxsize=256)
def actor(line: Line, index: int) -> int | None:
    """The mention or pronoun that does what a number before its clause's end says, as far as one can see."""
    for verb in range(index - 1, 0, -1):
        if line.text(verb) in (";", "while", "whereas"):
            return None
        if not _is_verb(line, verb):
            continue
        for at in range(verb - 1, max(-1, verb - 9), -1):
            if line.text(at) in _ACTORS:
                return at
            if line.tokens[at].kind == "spot" and line.text(at - 1) not in _OBLIQUE:
                return at
            if line.text(at) in BREAKS or line.text(at) in ("that", "which"):
                break
    return None


_ACTORS = frozenset({"we", "it", "they", "our", "this", "these"})
_OBLIQUE = frozenset({"on", "for", "with", "in", "to", "of", "over", "than", "from", "at", "(", "using", "by"})


def _is_verb(line: Line, at: int) -> bool:
    word = line.text(at)
    if word in _VERBS:
        return True
    if word_class(word) not in _DOING or word.endswith(("ing", "ment", "ments", "tion", "tions", "ings", "ance", "er")):
        return False
    return word.endswith("s") or line.text(at - 1) in ("we", "can", "to", "and", "models", "variants", "methods")


_DOING = frozenset({"up", "down", "attain", "keep"})
_VERBS = frozenset(
    {"is", "are", "was", "were", "can", "could", "has", "have", "runs", "takes", "uses", "requires", "needs", "scores"}
    | {"operates", "performs", "trains", "supports", "consumes", "processes", "renders", "surpasses", "outperforms"}
    | {"accelerates", "speeds", "brings", "offers", "generates", "remains", "exhibits", "exhibit", "contributes"}
    | {"incurs", "exceeds", "allows", "makes", "lets", "resolves", "completes", "detects", "explains", "compresses"}
)
