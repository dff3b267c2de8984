"""A sentence as a line of tokens in which every mention and every number is one: what the numeric claims are read from.

"FooNet is 2.5x faster than BarNet on an A100" is ``MAIN is #x faster than METHOD on an HARDWARE`` where FooNet is the
paper's own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractors.quantities import Number
from extractors.reading import Reading, Sentence, Spot
from schemas import TextField

_WORD = re.compile(
    r"(?:[Ee]\.g|[Ii]\.e|w\.r\.t|vs|etc|al|cf|resp|approx)\.(?!\w)"  # their dots end no clause
    r"|[^\W\d_]+(?:[-'][^\W\d_]+)*+|\\[A-Za-z]+|[^\s]"
)
_SILENT = frozenset("$\\{}*_~^")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mention; ``text`` is what features call it."""

    text: str
    start: int
    end: int
    kind: Literal["word", "number", "spot"]
    number: Number | None = None
    spot: Spot | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """The tokens of one sentence; ``numbers`` and ``spots`` are indices into them.

    A line equals only itself, so that what is read off it for one candidate is kept for the next (``lru_cache``).
    """

    sentence: Sentence
    tokens: tuple[Token, ...]
    numbers: tuple[int, ...]
    spots: tuple[int, ...]
    words: frozenset[str]

    def text(self, index: int) -> str:
        """The text of a token; ^ and $ beyond the ends."""
        if index < 0:
            return "^"
        return self.tokens[index].text if index < len(self.tokens) else "$"


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for tables of words.

    >>> sorted(word_set("than over versus"))
    ['over', 'than', 'versus']
    """
    return frozenset(text.split())


def lines(reading: Reading, numbers: Mapping[TextField, tuple[Number, ...]]) -> tuple[Line, ...]:
    """Every sentence of a paper as a line. Numbers inside mentions belong to the name and are left out."""
    return tuple(_line(reading, sentence, numbers[sentence.field]) for sentence in reading.sentences)


def _line(reading: Reading, sentence: Sentence, numbers: tuple[Number, ...]) -> Line:
    own = {reading.main, *reading.introduced}
    spots = [
        Token(_spot_text(reading, spot, own), spot.start, spot.end, "spot", spot=spot)
        for spot in reading.spots_in(sentence)
    ]
    inside = [n for n in numbers if sentence.start <= n.start < sentence.end and n.kind != "name"]
    quantities = [
        Token(f"#{n.unit}" if len(n.unit) < 12 else "#noun", n.start, _end(n, spots), "number", number=n)
        for n in inside
        if not any(s.start < n.value_end and n.start < s.end for s in spots)
    ]
    tokens: list[Token] = []
    position = sentence.start
    text = reading.texts[sentence.field]
    for token in (*sorted([*spots, *quantities], key=lambda t: t.start), None):
        stop = token.start if token else sentence.end
        if position < stop:
            tokens.extend(_words(text, position, stop))
        if token:
            tokens.append(token)
            position = token.end
    return Line(
        sentence,
        tuple(tokens),
        tuple(i for i, t in enumerate(tokens) if t.number),
        tuple(i for i, t in enumerate(tokens) if t.spot),
        frozenset(t.text for t in tokens if t.kind == "word"),
    )


def _end(number: Number, spots: Sequence[Token]) -> int:
    """Where a number's token ends: before a mention within its unit ("40 A100 hours")."""
    return next((spot.start for spot in spots if number.start < spot.start < number.end), number.end)


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    for found in _WORD.finditer(text, start, end):
        if found[0] not in _SILENT:
            word = found[0].lower()
            yield Token(word.rstrip(".") or word, found.start(), found.end(), "word")


def _spot_text(reading: Reading, spot: Spot, own: set[str | None]) -> str:
    if spot.entity == reading.main:
        return "MAIN"
    if spot.entity in own:
        return "OWN"
    return spot.type if spot.generic else spot.type.upper()


@lru_cache(maxsize=256)
def chain(line: Line, index: int) -> tuple[int, int]:
    """First and last number of the list a number stands in ("1.6x, 1.5x and 2x": one list)."""
    first = last = index
    while (before := _next_in_chain(line, first, -1)) is not None:
        first = before
    while (after := _next_in_chain(line, last, 1)) is not None:
        last = after
    return first, last


def _next_in_chain(line: Line, index: int, step: int) -> int | None:
    at = index + step
    while line.text(at) in _CHAIN and abs(at - index) < 4:
        at += step
    if at == index + step or not 0 <= at < len(line.tokens):
        return None
    other, own = line.tokens[at].number, line.tokens[index].number
    return at if other and own and other.unit == own.unit else None


_CHAIN = frozenset({",", "and", "or", "/", "&", "-", "to", "respectively"})
