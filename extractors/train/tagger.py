"""The step that makes ``extractors/model/tagger.npz``: ``python -m extractors.train tagger --shared ../shared``.

It needs the extra ``train`` (torch, transformers and the encoder's weights) and ``score.py`` in ``shared/gold``:

1. A teacher (``extractors.train.teacher``) is fine-tuned on train without its blind part.
2. It says what it thinks of 10,000 unlabelled abstracts (``extractors.train.labelling``), no annotated one among them.
3. A student (``extractors.train.student``), the network that ships, learns that from nothing: the base.
4. From the base, students are finished on annotated and invented papers mixed with some of the labelled ones.
   ``noblind.npz`` gives the honest scores on dev and blind; ``fold0.npz`` and so on have not seen their fold, of
   annotated and of invented papers, for whoever fits on top of the tagger; one is finished on all of them.
5. That was the first round. The log-linear models are fitted on it without the blind part, and the whole reader says
   what it thinks of all 20,000 abstracts (``extractors.train.rereading``). A new base learns from that and from the
   teacher; its students are those that count, and the one finished on all annotated papers ships.

All but the last students is kept in the work folder, the first round in ``first``, and used again; delete it to start
afresh. Two free cores need about 10 minutes for the teacher, 7 for its labels, 5 for the first base, 10 for the second,
7 for each of the eleven students, and 5 to read all abstracts. Scores of two runs with one seed on different machines
differ by about 0.01.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import spacy
import torch
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from extractors.calibration import SCALES
from extractors.linear import Folder
from extractors.tagger import ENTITY_LABELS, MODEL, NUMBER_LABELS, Tagger
from extractors.tokens import build_tokenizer
from extractors.train import claims
from extractors.train.alignment import Example, align
from extractors.train.gold import INVENTED, Row, fold_of, is_blind, rows
from extractors.train.labelling import Labeller, label_pool, labels, pool
from extractors.train.measure import Probabilities, measure, probabilities
from extractors.train.readings import FOLDS
from extractors.train.rereading import reread
from extractors.train.student import Student, Target, train_student
from extractors.train.teacher import Teacher, label, train_teacher

SEED = 0
POOL = 10_000
FINAL = "final"
TEACHER_EPOCHS = 6
FIRST_BASE_EPOCHS, BASE_EPOCHS, BASE_RATE = 5, 8, 2e-3
LAST_EPOCHS, LAST_RATE = 5, 1e-3
GOLD_COPIES, SOFT_SHARE = 5, 2000


def run(shared: Path, work: Path) -> None:
    """Make the shipped weights, and in ``work`` those of students that have not seen a part of train."""
    tokenizer, gold = build_tokenizer(spacy.blank("en").vocab), shared / "gold"
    train, dev, invented = (rows(path) for path in (gold / "train.jsonl", gold / "dev.jsonl", INVENTED))
    blind, seen = ([row for row in train if is_blind(row) == wanted] for wanted in (True, False))
    examples = {row["id"]: align(row, tokenizer) for row in (*train, *dev, *invented)}
    parts = {"dev": dev, "blind": blind}
    compare = _Compare(shared, {name: (part, [examples[r["id"]] for r in part]) for name, part in parts.items()})
    taught, others = pool(shared, POOL)
    papers = [*taught, *others]
    docs = [(tokenizer(title), tokenizer(abstract)) for _, title, abstract in papers]
    first = work / "first"
    first.mkdir(exist_ok=True)

    def teacher() -> Labeller:
        return _teacher_says(_teacher([examples[row["id"]] for row in seen], work, compare), tokenizer)

    def students(
        folder: Path, said: Iterable[Probabilities], epochs: int
    ) -> Iterator[tuple[str, Callable[[], Student]]]:
        soft = [Target(*pair, *one) for pair, one in zip(docs, said, strict=False)]
        base = _base(soft, epochs, folder / "base.pt", compare)
        for name, hidden in _left_out(train, invented).items():
            kept = [examples[row["id"]] for row in (*train * GOLD_COPIES, *invented) if row["id"] not in hidden]
            yield name, partial(_finish, base, kept, soft[: len(taught)])

    label_pool(teacher, taught, work / "labels")
    for name, student in students(first, labels(taught, work / "labels"), FIRST_BASE_EPOCHS):
        if name != FINAL and not (first / f"{name}.npz").exists():
            _write(first / f"{name}.npz", student())
    label_pool(lambda: _reader_says(seen, first, tokenizer), papers, first / "labels")
    both = _mixed(labels(taught, work / "labels"), labels(papers, first / "labels"))
    for name, student in students(work, both, BASE_EPOCHS):
        made = student()
        if name == claims.NOBLIND:
            compare.student(made, LAST_EPOCHS)
        _write(MODEL if name == FINAL else work / f"{name}.npz", made)


def _left_out(train: Sequence[Row], invented: Sequence[Row]) -> dict[str, frozenset[str]]:
    """Student -> the papers that it does not see."""
    hidden = {claims.NOBLIND: [row for row in train if is_blind(row)]}
    for fold in range(FOLDS):
        hidden[f"fold{fold}"] = [row for row in (*train, *invented) if fold_of(row, FOLDS) == fold]
    return {name: frozenset(row["id"] for row in rows) for name, rows in hidden.items()} | {FINAL: frozenset()}


def _teacher_says(teacher: Teacher, tokenizer: Tokenizer) -> Labeller:
    return lambda papers: label(teacher, [(tokenizer(title), tokenizer(abstract)) for _, title, abstract in papers])


def _reader_says(annotated: Sequence[Row], folder: Path, tokenizer: Tokenizer) -> Labeller:
    """Who reads papers with the students of a folder and log-linear models fitted on top of them."""
    if not (folder / SCALES).exists():
        claims.fit(annotated, folder, folder)
    models, predict = Folder(folder), Tagger.load(folder / f"{claims.NOBLIND}.npz").predict
    return lambda papers: reread(papers, models, predict, tokenizer)


def _mixed(teacher: Iterator[Probabilities], reader: Iterable[Probabilities]) -> Iterator[Probabilities]:
    """Of names the mean of both, where there are both; of numbers what the reader says."""
    for names, numbers in reader:
        also = next(teacher, None)
        yield (names if also is None else (also[0].astype(np.float32) + names) / 2), numbers


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


def _base(soft: Sequence[Target], epochs: int, checkpoint: Path, compare: _Compare) -> Student:
    if not checkpoint.exists():
        base = train_student(soft, epochs=epochs, seed=SEED, rate=BASE_RATE, report=compare.student)
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
