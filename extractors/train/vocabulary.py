"""Counts the words of unannotated abstracts and writes how common each is."""

import json
import re
from collections import Counter
from pathlib import Path

from extractors.train.alignment import read_unlabelled
from extractors.vocabulary import LEVELS, VOCABULARY

_ARXIV = "arXiv:"
_SMALL = re.compile(r"(?<![A-Za-z0-9])[a-z]{2,}(?![A-Za-z0-9])")


def write(shared: Path, path: Path = VOCABULARY) -> None:
    """Write the vocabulary of the arXiv abstracts in ``shared/data``: the words of each level, sorted."""
    abstracts = (abstract for ident, _, abstract in read_unlabelled(shared) if ident.startswith(_ARXIV))
    counts = Counter(word for abstract in abstracts for word in _SMALL.findall(abstract))
    by_level: list[list[str]] = [[] for _ in LEVELS]
    for word, count in sorted(counts.items()):
        if reached := sum(count >= level for level in LEVELS):
            by_level[reached - 1].append(word)
    path.write_text(json.dumps([" ".join(words) for words in by_level], indent=1) + "\n", "utf-8")
