"""How common a word is in computer-science abstracts: what is in no vocabulary is likelier a name.

The counts come from unannotated abstracts of arXiv, of words written in small letters; ``extractors.train.vocabulary``
makes the file.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

VOCABULARY = Path(__file__).parent / "model" / "vocabulary.json"
LEVELS = (5, 50, 1000)
"""A word is of the highest level whose number of occurrences it reaches; words below the first are unknown."""
_WORD = re.compile(r"[A-Za-z]+")


def commonness(word: str) -> int:
    """How common a word is: 0 where it is unknown, else 1 to ``len(LEVELS)``.

    >>> commonness("throughput") > commonness("cathode") > commonness("Marlspike")
    True
    """
    return _levels().get(word.lower(), 0)


def vocabulary_features(text: str) -> Iterator[str]:
    """Of a name's words: how common the first, the last, the rarest and the commonest are."""
    levels = [commonness(word) for word in _WORD.findall(text)]
    if not levels:
        return
    words = f"words={min(len(text.split()), 3)}"
    yield f"common-first={levels[0]}"
    yield f"common-last={levels[-1]}"
    yield f"rarest={min(levels)}"
    yield f"rarest={min(levels)} {words}"
    yield f"commonest={max(levels)} {words}"


@cache
def _levels() -> dict[str, int]:
    by_level: list[str] = json.loads(VOCABULARY.read_text("utf-8"))
    return {word: level for level, words in enumerate(by_level, start=1) for word in words.split()}
