"""Find where a text pairs a long form with its short form, in either order.

``We adopt Score Distillation Sampling (SDS)`` pairs ``Score Distillation Sampling`` with ``SDS``;
``TileRay (Tiled Ray Marching)`` and ``TRM, a Tiled Ray Marcher`` pair the other way round. ``TacSL (taxel)`` says how a
name is spoken and pairs nothing.

Candidates are those of Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical
text" (PSB 2003): a parenthesis, and at most ``min(n + 5, 2n)`` words before it for a short form of n characters. Their
greedy right-to-left match takes any letter it meets; here the cheapest alignment of letters with words is taken
instead, in which a letter at the start of a word is free, so that the long form starts where a reader would say.
Where no alignment is cheap, the capitalised words right before the parenthesis are taken if they spell the short form.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

_PARENTHESIS = re.compile(r"[(\[]([^()\[\]]{2,120})[)\]]")
_LEAD = re.compile(
    r"(?:i\.e\.,?|namely|or|a\.k\.a\.|aka|abbreviated(?: as)?|denoted(?: as| by)?|termed|called|dubbed) +"
)
_TAIL = re.compile(r"[;,:]| for short\b| hereafter\b| henceforth\b")
_SHORT = re.compile(r"[^\W_](?:[^\W_]|[-+/.&'](?=[^\W_])| (?=[A-Z0-9])){0,14}[+*]?")
_LAST_WORD = re.compile(r"(?<![^\W_])[^\W_](?:[^\W_]|[-+/.&'](?=[^\W_])){0,14}(?= $)")
_APPOSED = re.compile(
    r"(?<![^\W_])((?=[^\W_]{0,12}[A-Z])[^\W_](?:[^\W_]|-(?=[A-Z])){2,13})(?:, (?:an? |the )?|: (?:An? |The )?)(?=[A-Z])"
)
_REPEAT = re.compile(r"([2-5])([a-z])")
_WORD = re.compile(r"-?[^\W_]+(?:['’][^\W_]+)?")
_PART = re.compile(r"\d+|[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|[^\W\d_]")
_STOP = frozenset(
    {"a", "an", "and", "as", "at", "based", "by", "for", "from", "in", "into", "its", "of", "on", "or", "over", "per"}
    | {"that", "the", "through", "to", "under", "using", "via", "with"}
)
_QUOTES = " '\"`*_“”‘’{}\\"
_SPELLED = {"2": ("to", "two"), "3": ("three", "triple"), "4": ("for", "four")}

_CLAUSE_END = re.compile(r"[.;:!?]\s|[()\[\]]")
_MAX_WINDOW = 160
_SKIP, _INSIDE, _ADJACENT = 1.0, 0.6, 0.25
_COST_PER_LETTER = 0.34


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A long and a short form of one name; offsets are characters of the text, ends exclusive."""

    long_start: int
    long_end: int
    short_start: int
    short_end: int


def find_abbreviations(text: str) -> Iterator[Abbreviation]:
    """The pairs of ``text`` in the order of their short forms, at most one a parenthesis.

    >>> text = "Large Language Models (LLMs) meet LoRA (Low-Rank Adaptation) and TacSL (taxel)."
    >>> [(text[a.long_start:a.long_end], text[a.short_start:a.short_end]) for a in find_abbreviations(text)]
    [('Large Language Models', 'LLMs'), ('Low-Rank Adaptation', 'LoRA')]
    """
    return iter(_pairs(text))


@lru_cache(maxsize=4)
def _pairs(text: str) -> tuple[Abbreviation, ...]:
    found = {pair.short_start: pair for pair in (*_appositions(text), *_parentheses(text))}
    return tuple(found[start] for start in sorted(found))


def _appositions(text: str) -> Iterator[Abbreviation]:
    """``SHORT, a Long Form`` and ``SHORT: Long Form``: the words after it that spell it best."""
    for named in _APPOSED.finditer(text):
        short = named[1]
        if sum(c.isupper() for c in short) < 2:
            continue
        letters = _letters(short)
        end = named.end() + _MAX_WINDOW
        if stop := _CLAUSE_END.search(text, named.end(), end + 1):
            end = stop.start()
        words = list(islice(_WORD.finditer(text, named.end(), end), 2 * len(letters)))
        costs: list[tuple[float, int]] = []
        for count in range(2, len(words) + 1):
            first, cost = _best_start(letters, tuple(word[0] for word in words[:count]))
            if first == 0 and _is_capital(words[count - 1][0]):
                costs.append((cost, count))
        if costs:
            last = words[min(costs)[1] - 1]
            yield Abbreviation(words[0].start(), last.end(), named.start(1), named.end(1))


def _is_capital(word: str) -> bool:
    return word.lstrip("-")[:1].isupper()


def _parentheses(text: str) -> Iterator[Abbreviation]:
    for parenthesis in _PARENTHESIS.finditer(text):
        start, end = _content(text, *parenthesis.span(1))
        pair = _long_before(text, parenthesis.start(), start, end) or _short_before(
            text, parenthesis.start(), start, end
        )
        if pair is not None:
            yield pair


def _content(text: str, start: int, end: int) -> tuple[int, int]:
    """What stands in a parenthesis, without "i.e.," before it, quotes around it and remarks after it."""
    if lead := _LEAD.match(text, start, end):
        start = lead.end()
    if (tail := _TAIL.search(text, start, end)) and tail.start() > start:
        end = tail.start()
    while start < end and text[start] in _QUOTES:
        start += 1
    while end > start and text[end - 1] in _QUOTES:
        end -= 1
    return start, end


def _long_before(text: str, opening: int, start: int, end: int) -> Abbreviation | None:
    """``long form (SHORT)``."""
    short = text[start:end]
    if not _SHORT.fullmatch(short) or not _looks_short(short):
        return None
    floor = max(0, opening - _MAX_WINDOW)
    for boundary in _CLAUSE_END.finditer(text, floor, opening):
        floor = boundary.end()
    letters = _letters(short)
    words = list(_WORD.finditer(text, floor, opening))[-min(len(letters) + 5, 2 * len(letters)) :]
    first, _ = _best_start(letters, tuple(word[0] for word in words))
    if first is None:
        first = _spelling_start(short, [word[0] for word in words])
    if first is None:
        return None
    long_start, long_end = words[first].start(), words[-1].end()
    if short in text[long_start:long_end].split() or long_end - long_start <= len(short):
        return None
    return Abbreviation(long_start, long_end, start, end)


def _short_before(text: str, opening: int, start: int, end: int) -> Abbreviation | None:
    """``SHORT (long form)``, where the whole parenthesis is the long form."""
    floor = max(0, opening - 17)
    word = _LAST_WORD.search(text, floor, opening) if text[opening - 1 : opening] == " " else None
    if word is None or not _looks_short(word[0]):
        return None
    words = tuple(found[0] for found in _WORD.finditer(text, start, end))
    letters = _letters(word[0])
    if len(words) < 2 or len(words) > len(letters) + 3 or _best_start(letters, words)[0] != 0:
        return None
    return Abbreviation(start, end, word.start(), word.end())


def _spelling_start(short: str, words: Sequence[str]) -> int | None:
    """The first of the capitalised words at the end, if they spell the short form in order, two by their initials."""
    first = len(words)
    while first and (_is_capital(words[first - 1]) or words[first - 1].startswith("-") or words[first - 1] in _STOP):
        first -= 1
    while first < len(words) and not _is_capital(words[first]):
        first += 1
    run = words[first:]
    initials = "".join(part[0][0].lower() for word in run for part in _PART.finditer(word))
    capitals = "".join(c.lower() for c in short if c.isupper())
    letters = _REPEAT.sub(lambda found: int(found[1]) * found[2], _letters(short))
    spelled = _is_within(letters, "".join(run).lower()) and letters[0] == initials[:1]
    return first if len(run) > 1 and spelled and len(capitals) > 1 and _is_within(capitals[:2], initials) else None


def _is_within(letters: str, text: str) -> bool:
    """Whether the letters stand in the text in this order."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _looks_short(short: str) -> bool:
    capitals = sum(c.isupper() for c in short)
    return capitals >= 1 and len(_letters(short)) >= 2 and not (capitals == 1 and short[0].isupper() and len(short) > 5)


def _letters(short: str) -> str:
    """The letters of a short form that a long form must account for: no plural s, no punctuation, folded."""
    kept = "".join(c for c in short if c.isalnum())
    if len(kept) > 2 and kept[-1] == "s" and (kept[-2].isupper() or kept[-2].isdigit()):
        kept = kept[:-1]
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in kept)


@lru_cache(maxsize=4096)
def _best_start(letters: str, words: tuple[str, ...]) -> tuple[int | None, float]:
    """The word at which the cheapest long form for ``letters`` starts, reaching to the last word, and its cost.

    The word is None if no long form is good.

    ``best[i]`` is the least cost of matching ``letters[i:]`` with the word parts right of the one looked at.
    """
    parts = [(index, part[0].lower()) for index, word in enumerate(words) for part in _PART.finditer(word)]
    best = [math.inf] * len(letters) + [0.0]
    limit, chosen = _COST_PER_LETTER * len(letters), None
    for position in range(len(parts) - 1, -1, -1):
        index, part = parts[position]
        takes = [
            [(taken, cost + best[i + taken]) for taken, cost in _takes(letters, i, part)] for i in range(len(letters))
        ]
        starts_word = (position == 0 or parts[position - 1][0] < index) and not words[index].startswith("-")
        if starts_word and (cheapest := min((total for _, total in takes[0]), default=math.inf)) < limit:
            limit, chosen = cheapest, index
        skip = 0.0 if part in _STOP else _SKIP if starts_word else _SKIP / 2
        best = [min([best[i] + skip, *(total for _, total in takes[i])]) for i in range(len(letters))] + [
            best[-1] + skip
        ]
    return chosen, limit


def _takes(letters: str, i: int, part: str) -> Iterator[tuple[int, float]]:
    """Ways in which ``part`` accounts for the next letters from ``i`` on: how many, at what cost."""
    if letters[i] in _SPELLED and part in _SPELLED[letters[i]]:
        yield 1, 0.0
    if part[0] == letters[i]:
        cost, at = 0.0, 0
    elif letters[i] == "x" and part.startswith("ex"):
        cost, at = 0.0, 1
    else:
        return
    yield 1, cost
    for taken, letter in enumerate(letters[i + 1 :], start=2):
        found = part.find(letter, at + 1)
        if found < 0:
            return
        cost += _ADJACENT if found == at + 1 else _INSIDE
        at = found
        yield taken, cost
