"""Readings of annotated papers as the finished reader would make them, by models that have not seen the paper.

What is fitted on top of entities must meet the mistakes that the real entities have; models are therefore fitted on the
other folds and applied to each fold in turn.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extractors import linear
from extractors.reader import BATCH, Predict, Proposed, entities_read, propose
from extractors.reading import Reading
from extractors.relate.context import sentence_words
from extractors.relate.contributions import find_contributions
from extractors.train import entities, roles
from extractors.train.gold import Row, fold_of
from schemas import Paper

FOLDS = 4


class Seen(NamedTuple):
    """An annotated paper with what the finders propose in it."""

    proposed: Proposed
    row: Row


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


def unseen_readings(seen: Sequence[Seen]) -> list[tuple[Reading, Row]]:
    """Readings with entities and contributions decided by models fitted on the other folds."""
    read = [(_apart(fold, seen), fold) for fold in range(FOLDS)]
    result: dict[str, Reading] = {}
    plain: dict[str, tuple[Reading, Row]] = {}
    for others, fold in read:
        model = linear.fit(entities.examples(others), strength=entities.STRENGTH, at_least=entities.AT_LEAST)
        for proposed, row in seen:
            if fold_of(row, FOLDS) == fold:
                plain[row["id"]] = (entities_read(proposed, model), row)
    for fold in range(FOLDS):
        others_read = [roles.example(*plain[row["id"]]) for _, row in seen if fold_of(row, FOLDS) != fold]
        model = roles.fit_model("contributions", others_read, ())
        for _, row in seen:
            if fold_of(row, FOLDS) == fold:
                result[row["id"]] = with_contributions(plain[row["id"]][0], model)
    return [(result[row["id"]], row) for _, row in seen]


def plain_readings(seen: Sequence[Seen], models: linear.Models) -> list[tuple[Reading, Row]]:
    """Readings with entities and contributions decided by these models."""
    decided = [(entities_read(proposed, models["entities"]), row) for proposed, row in seen]
    return [(with_contributions(reading, models["contributions"]), row) for reading, row in decided]


def with_contributions(reading: Reading, model: linear.LinearModel | None = None) -> Reading:
    """The reading with its main contribution and what else it introduces."""
    main, found = find_contributions(reading, sentence_words(reading), model)
    return replace(reading, main=main, introduced=tuple(found))


def _apart(fold: int, seen: Sequence[Seen]) -> list[Seen]:
    return [item for item in seen if fold_of(item.row, FOLDS) != fold]
