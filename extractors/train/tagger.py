"""The step that makes ``extractors/model/tagger.npz``: ``python -m extractors.train tagger --shared ../shared``.

It needs the extra ``train`` (torch, transformers and the encoder's weights) and ``score.py`` in ``shared/gold``:

1. A teacher (``extractors.train.teacher``) is fine-tuned on train without its blind part.
2. It says what it thinks of 10,000 unlabelled abstracts (``extractors.train.labelling``), no annotated one among them.
3. A student (``extractors.train.student``), the network that ships, learns that from nothing: the base.
4. From the base, students are finished on annotated and invented papers mixed with some of the teacher's.
   ``noblind.npz`` gives the honest scores on dev and blind; ``fold0.npz`` and so on have not seen their fold, of
   annotated and of invented papers, for whoever fits on top of the tagger; the one finished on all of them ships.

The teacher, its labels and the base are kept in the work folder and used again; delete them to start afresh. Two free
cores need about 10 minutes for the teacher, 7 for its labels, 5 for the base and 2 for each student. Scores of two runs
with one seed on different machines differ by about 0.01.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import spacy
import torch
from spacy.tokens import Doc

from extractors.tagger import ENTITY_LABELS, MODEL, NUMBER_LABELS, Tagger
from extractors.tokens import build_tokenizer
from extractors.train.alignment import Example, align
from extractors.train.gold import INVENTED, Row, fold_of, is_blind, rows
from extractors.train.labelling import label_pool, pool, soft_targets
from extractors.train.measure import Probabilities, measure, probabilities
from extractors.train.student import Student, Target, train_student
from extractors.train.teacher import Teacher, label, train_teacher

SEED = 0
POOL = 10_000
FOLDS = 4
TEACHER_EPOCHS = 6
BASE_EPOCHS, BASE_RATE = 5, 2e-3
LAST_EPOCHS, LAST_RATE = 5, 1e-3
GOLD_COPIES, SOFT_SHARE = 2, 1400


def run(shared: Path, work: Path) -> None:
    """Make the shipped weights, and in ``work`` those of students that have not seen a part of train."""
    tokenizer, gold = build_tokenizer(spacy.blank("en").vocab), shared / "gold"
    train, dev, invented = (rows(path) for path in (gold / "train.jsonl", gold / "dev.jsonl", INVENTED))
    blind = [row for row in train if is_blind(row)]
    examples = {row["id"]: align(row, tokenizer) for row in (*train, *dev, *invented)}
    parts = {"dev": dev, "blind": blind}
    compare = _Compare(shared, {name: (part, [examples[r["id"]] for r in part]) for name, part in parts.items()})
    seen = [examples[row["id"]] for row in train if not is_blind(row)]

    papers = pool(shared, POOL)
    label_pool(lambda: _teacher(seen, work, compare), papers, tokenizer, work / "labels")
    soft = list(soft_targets(papers, tokenizer, work / "labels"))
    base = _base(soft, work, compare)

    def finished(left_out: Sequence[Row]) -> Student:
        hidden = {row["id"] for row in left_out}
        kept = (*train * GOLD_COPIES, *invented)
        return _finish(base, [examples[row["id"]] for row in kept if row["id"] not in hidden], soft)

    noblind = finished(blind)
    compare.student(noblind, LAST_EPOCHS)
    _write(work / "noblind.npz", noblind)
    for fold in range(FOLDS):
        unseen = [row for row in (*train, *invented) if fold_of(row, FOLDS) == fold]
        _write(work / f"fold{fold}.npz", finished(unseen))
    _write(MODEL, finished(()))


class _Compare:
    """Prints scores on parts of the annotated papers."""

    def __init__(self, shared: Path, parts: Mapping[str, tuple[Sequence[Row], Sequence[Example]]]) -> None:
        self._shared = shared
        self._parts = parts

    def teacher(self, teacher: Teacher, epoch: int) -> None:
        self._print(f"teacher, epoch {epoch}", lambda part: label(teacher, _docs(part)))

    def student(self, student: Student, epoch: int) -> None:
        tagger = Tagger(student.weights())
        self._print(
            f"student, epoch {epoch}",
            lambda part: [probabilities(*pair) for pair in zip(part, tagger.predict(_docs(part)), strict=True)],
        )

    def _print(self, title: str, say: Callable[[Sequence[Example]], Sequence[Probabilities]]) -> None:
        for name, (gold, examples) in self._parts.items():
            scores = measure(self._shared, examples, gold, say(examples))
            print(f"{title}, {name}:", " ".join(f"{key} {value:.3f}" for key, value in scores.items()), flush=True)


def _docs(examples: Sequence[Example]) -> list[tuple[Doc, Doc]]:
    return [(example.title, example.abstract) for example in examples]


def _teacher(examples: Sequence[Example], work: Path, compare: _Compare) -> Teacher:
    checkpoint = work / "teacher.pt"
    if not checkpoint.exists():
        return train_teacher(examples, checkpoint, epochs=TEACHER_EPOCHS, seed=SEED, report=compare.teacher)
    teacher = Teacher()
    teacher.load_state_dict(torch.load(checkpoint))
    return teacher


def _base(soft: Sequence[Target], work: Path, compare: _Compare) -> Student:
    checkpoint = work / "base.pt"
    if not checkpoint.exists():
        base = train_student(soft, epochs=BASE_EPOCHS, seed=SEED, rate=BASE_RATE, report=compare.student)
        torch.save(base.state_dict(), checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").replace(checkpoint)
        return base
    base = Student()
    base.load_state_dict(torch.load(checkpoint))
    return base


def _finish(base: Student, examples: Sequence[Example], soft: Sequence[Target]) -> Student:
    """The base, finished on papers with annotations and a sample of the teacher's."""
    targets = [*map(_target, examples), *random.Random(SEED).sample(soft, min(SOFT_SHARE, len(soft)))]
    return train_student(targets, epochs=LAST_EPOCHS, seed=SEED, rate=LAST_RATE, start=base)


def _target(example: Example) -> Target:
    entities, numbers = (
        _one_hot(labels, len(names))
        for labels, names in ((example.entities, ENTITY_LABELS), (example.numbers, NUMBER_LABELS))
    )
    return Target(example.title, example.abstract, entities, numbers)


def _one_hot(labels: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.float32]:
    """A row a token; a token to be ignored has a row of zeros."""
    rows: npt.NDArray[np.float32] = (labels[:, None] == np.arange(size)).astype(np.float32)
    return rows


def _write(path: Path, student: Student) -> None:
    weights: dict[str, Any] = {**student.weights()}
    np.savez_compressed(path, **weights)
