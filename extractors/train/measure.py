"""Scores of a tagger on its own, without rules: entities by ``shared/gold/score.py``, numbers by token."""

import importlib.util
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.tagger import ENTITY_LABELS, NUMBER_LABELS, Tagged
from extractors.train.alignment import Example
from extractors.train.gold import Row
from schemas import ENTITY_TYPES

Probabilities = tuple[npt.NDArray[np.floating], npt.NDArray[np.floating]]
"""A row a token of title and abstract: the columns are ``ENTITY_LABELS`` and ``NUMBER_LABELS``."""


def probabilities(example: Example, tagged: Tagged) -> Probabilities:
    """What a tagger said of a paper as two matrices over its tokens, like a teacher's."""
    numbers = np.eye(1, len(NUMBER_LABELS), dtype=np.float32).repeat(len(example.numbers), 0)
    numbers[list(tagged.title.number_tokens)] = tagged.title.numbers
    numbers[[len(example.title) + i for i in tagged.abstract.number_tokens]] = tagged.abstract.numbers
    return np.concatenate([tagged.title.entities, tagged.abstract.entities]), numbers


def measure(
    shared: Path, examples: Sequence[Example], rows: Sequence[Row], said: Sequence[Probabilities]
) -> dict[str, float]:
    """F1 of each entity type, and of numbers that state ``any`` thing, with the right ``type``, the right ``label``."""
    score = score_module(shared / "gold" / "score.py")
    predicted = {
        row["title"]: {"paper": {}, "entities": list(_names(example, entities, score)), "claims": []}
        for example, row, (entities, _) in zip(examples, rows, said, strict=True)
    }
    counts, _ = score.score({row["title"]: row for row in rows}, predicted)
    result = {kind: score.prf(*counts[kind])[2] for kind in ENTITY_TYPES}
    return result | _number_scores([e.numbers for e in examples], [numbers for _, numbers in said])


def score_module(path: Path) -> ModuleType:
    """``score.py`` as a module.

    Raises:
        ImportError: where the file is no Python module.
    """
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _names(example: Example, entities: npt.NDArray[np.float32], score: ModuleType) -> Iterator[dict[str, Any]]:
    """One entity a form, its type by vote over the form's places."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    forms: dict[str, str] = {}
    shift = 0
    for doc in (example.title, example.abstract):
        for start, end, kind in _best_spans(entities[shift : shift + len(doc)]):
            form = doc[start:end].text
            votes[score.key(form)][kind] += 1
            forms.setdefault(score.key(form), form)
        shift += len(doc)
    for key, kinds in votes.items():
        kind = max(kinds, key=kinds.__getitem__)
        if kind != "optional":
            yield {"id": f"{kind}/{key}", "type": kind, "name": forms[key]}


def _best_spans(entities: npt.NDArray[np.float32]) -> Iterator[tuple[int, int, str]]:
    labels = [ENTITY_LABELS[i] for i in entities.argmax(1)]
    start = 0
    while start < len(labels):
        end = start + 1
        if labels[start] != "O":
            kind = labels[start][2:]
            while end < len(labels) and labels[end] == f"I-{kind}":
                end += 1
            yield start, end, kind
        start = end


def _number_scores(gold: Sequence[npt.NDArray[np.int64]], said: Sequence[npt.NDArray[np.float32]]) -> dict[str, float]:
    right, total = Counter[str](), 0
    for labels, numbers in zip(gold, said, strict=True):
        for wanted, got in zip(labels, numbers.argmax(1), strict=True):
            if wanted >= 0:
                total += int(wanted > 0) + int(got > 0)
                both = bool(wanted > 0 and got > 0)
                right["any"] += both
                right["type"] += both and NUMBER_LABELS[wanted].split("-")[0] == NUMBER_LABELS[got].split("-")[0]
                right["label"] += both and bool(wanted == got)
    return {name: 2 * right[name] / max(1, total) for name in ("any", "type", "label")}
