"""Readings of annotated papers as the finished reader would make them, by models that have not seen the paper.

What is fitted on top of entities must meet the mistakes that the real entities have; models are therefore fitted on the
other folds and applied to each fold in turn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from extractors import linear
from extractors.reader import BATCH, Predict, Proposed, entities_read, propose
from extractors.reading import Reading
from extractors.relate.context import sentence_words
from extractors.relate.contributions import find_contributions
from extractors.train import entities, roles
from extractors.train.apart import Rows
from extractors.train.gold import Row, fold_of
from schemas import Paper

FOLDS = 4


class Seen(NamedTuple):
    """An annotated paper with what the finders propose in it."""

    proposed: Proposed
    row: Row


_Paper = TypeVar("_Paper", Seen, roles.Example)


def proposals(rows: Sequence[Row], predict: Predict | None = None) -> list[Seen]:
    """The finders' proposals for annotated papers; ``predict`` stands in for the shipped tagger."""
    papers = [Paper(id=row["id"], title=row["title"], abstract=row["abstract"]) for row in rows]
    found = (proposed for at in range(0, len(papers), BATCH) for proposed in propose(papers[at : at + BATCH], predict))
    return [Seen(proposed, row) for proposed, row in zip(found, rows, strict=True)]


def unseen_proposals(rows: Sequence[Row], taggers: Sequence[Predict]) -> list[Seen]:
    """The same with ``taggers[fold]``, which has not seen the fold, for each fold; in the order of ``rows``."""
    by_fold = [proposals([row for row in rows if fold_of(row, FOLDS) == fold], taggers[fold]) for fold in range(FOLDS)]
    found = {seen.row["id"]: seen for part in by_fold for seen in part}
    return [found[row["id"]] for row in rows]


def unseen_readings(
    seen: Sequence[Seen], written: Sequence[Seen], forms: Mapping[str, Rows]
) -> tuple[list[tuple[Reading, Row]], list[tuple[Reading, Row]]]:
    """Readings of annotated and of invented papers, by models fitted on the other folds of both.

    ``forms`` are the examples that ``entities`` makes of all of them.
    """
    read: dict[str, roles.Example] = {}
    for fold in range(FOLDS):
        sorts = ([forms[row["id"]] for _, row in _others(fold, papers)] for papers in (seen, written))
        judge = entities.fit_model(*sorts)
        for proposed, row in (*seen, *written):
            if fold_of(row, FOLDS) == fold:
                read[row["id"]] = roles.example(entities_read(proposed, judge), row)
    annotated, invented = ([read[item.row["id"]] for item in papers] for papers in (seen, written))

    introduced = {e.row["id"]: roles.contributions([e]) for e in invented}
    result: dict[str, tuple[Reading, Row]] = {}
    for fold in range(FOLDS):
        material = [example for e in _others(fold, invented) for example in introduced[e.row["id"]]]
        model = roles.fit_model("contributions", _others(fold, annotated), material)
        for e in (*annotated, *invented):
            if fold_of(e.row, FOLDS) == fold:
                result[e.row["id"]] = (with_contributions(e.reading, model), e.row)
    return [result[e.row["id"]] for e in annotated], [result[e.row["id"]] for e in invented]


def plain_readings(seen: Sequence[Seen], models: linear.Models) -> list[tuple[Reading, Row]]:
    """Readings with entities and contributions decided by these models."""
    decided = [(entities_read(proposed, models["entities"]), row) for proposed, row in seen]
    return [(with_contributions(reading, models["contributions"]), row) for reading, row in decided]


def with_contributions(reading: Reading, model: linear.LinearModel | None = None) -> Reading:
    """The reading with its main contribution and what else it introduces."""
    main, found = find_contributions(reading, sentence_words(reading), model)
    return replace(reading, main=main, introduced=tuple(found))


def _others(fold: int, papers: Sequence[_Paper]) -> list[_Paper]:
    return [paper for paper in papers if fold_of(paper.row, FOLDS) != fold]
