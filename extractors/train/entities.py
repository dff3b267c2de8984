"""Fits the judgement of surface forms: name of a method, a piece of hardware, a dataset, a class word, or no name."""

from collections.abc import Iterable
from pathlib import Path

from extractors import linear
from extractors.reader import Proposed
from extractors.resolve import form_features
from extractors.train.gold import Row, gold_names

STRENGTH = 0.3
AT_LEAST = 3
"""Inverse regularisation, chosen by cross-validation on train."""


def examples(read: Iterable[tuple[Proposed, Row]]) -> list[tuple[list[str], str]]:
    """Each form of each paper with what the annotators say of it."""
    rows: list[tuple[list[str], str]] = []
    for proposed, row in read:
        names = gold_names(row)
        for form in proposed.forms:
            options = names.get(form.key, [])
            label = "none" if not options else options[0].type if options[0].required else "optional"
            rows.append((list(form_features(form, proposed.texts, proposed.forms)), label))
    return rows


def fit(read: Iterable[tuple[Proposed, Row]], folder: Path) -> None:
    """Fit the model and write it to ``folder/entities.json``."""
    model = linear.fit(examples(read), strength=STRENGTH, at_least=AT_LEAST)
    (folder / "entities.json").write_text(model.to_json(), "utf-8")
