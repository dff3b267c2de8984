"""The words around mentions, as features: other mentions count as one word that says their type.

In "We propose FooNet, a fast net" the mention FooNet has ``b1=propose``, ``b2=we``, ``a1=,`` and ``a2=a``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.reading import Reading, Sentence, Spot

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d[\d.,]*\d|\S")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one sentence in lower case; a mention is one word, its type in capitals."""

    sentence: Sentence
    words: tuple[str, ...]
    starts: tuple[int, ...]
    spots: Mapping[int, Spot]

    def index_at(self, position: int) -> int:
        """The index of the word that covers or precedes a character."""
        return max(0, bisect_right(self.starts, position) - 1)


def sentence_words(reading: Reading) -> tuple[Words, ...]:
    """The words of every sentence of a paper."""
    return tuple(_words(reading, sentence) for sentence in reading.sentences)


def _words(reading: Reading, sentence: Sentence) -> Words:
    text = reading.texts[sentence.field]
    words: list[str] = []
    starts: list[int] = []
    spots: dict[int, Spot] = {}
    position = sentence.start
    for spot in (*reading.spots_in(sentence), None):
        stop = spot.start if spot else sentence.end
        for found in _WORD.finditer(text, position, max(position, stop)):
            words.append(found[0].lower())
            starts.append(found.start())
        if spot:
            spots[len(words)] = spot
            words.append(f"GENERIC-{spot.type}" if spot.generic else spot.type.upper())
            starts.append(spot.start)
            position = spot.end
    return Words(sentence, tuple(words), tuple(starts), spots)


def around(words: Words, index: int, *, reach: int = 6) -> Iterator[str]:
    """Features of the words before (b) and after (a) a mention: single, in pairs and threes, and as bags within reach.

    Other mentions of the same entity count as the word SELF.
    """
    before = [_word(words, i, index) for i in range(index - 1, index - 1 - reach, -1)]
    after = [_word(words, i, index) for i in range(index + 1, index + 1 + reach)]
    for side, near in (("b", before), ("a", after)):
        yield f"{side}1={near[0]}"
        yield f"{side}2={near[1]}"
        yield f"{side}12={near[0]} {near[1]}"
        yield f"{side}123={near[0]} {near[1]} {near[2]}"
        for word in near:
            if word in "^$":
                break
            yield f"{side}={word}"
    yield f"b1a1={before[0]} {after[0]}"


def _word(words: Words, index: int, mention: int) -> str:
    if index < 0:
        return "^"
    if index >= len(words.words):
        return "$"
    spot, own = words.spots.get(index), words.spots.get(mention)
    return "SELF" if spot and own and spot.entity == own.entity else words.words[index]


def places(all_words: Sequence[Words], entity: str) -> Iterator[tuple[Words, int]]:
    """Every place of an entity: the sentence's words and the index of the mention among them."""
    for words in all_words:
        for index, spot in words.spots.items():
            if spot.entity == entity:
                yield words, index
