"""Fits what a paper does with its entities: contributions, uses of hardware and datasets, comparisons."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from extractors import linear
from extractors.reading import Reading
from extractors.relate.comparisons import options
from extractors.relate.context import Words, sentence_words
from extractors.relate.contributions import contribution_features, kind_features, may_be_ours
from extractors.relate.uses import use_features
from extractors.text import clean
from extractors.train.apart import Rows, fit_apart
from extractors.train.gold import GoldEntity, Row, gold_names, match
from schemas import fold_name


@dataclass(frozen=True, slots=True)
class Example:
    """A reading with the annotated paper it is judged by."""

    reading: Reading
    row: Row
    words: tuple[Words, ...]
    gold: dict[str, GoldEntity | None]


def example(reading: Reading, row: Row) -> Example:
    """A reading made ready for fitting."""
    return Example(reading, row, sentence_words(reading), match(reading, row))


def _canonical(row: Row, name: str) -> str:
    found = gold_names(row).get(fold_name(name))
    return found[0].canonical if found else name


def contributions(examples: Iterable[Example]) -> Rows:
    """Each entity: the main contribution, a part of it, or another's."""
    result: Rows = []
    for e in examples:
        names = [_canonical(e.row, c["name"]) for c in e.row["claims"] if c["type"] == "introduces"]
        for entity, named in e.reading.entities.items():
            if not may_be_ours(named):
                continue
            gold = e.gold[entity]
            label = "other"
            if gold and gold.canonical in names:
                label = "main" if gold.canonical == names[0] else "part"
            result.append((list(contribution_features(e.reading, e.words, entity)), label))
    return result


def kinds(examples: Iterable[Example]) -> Rows:
    """Each contribution: method, dataset, library, system or hardware."""
    result: Rows = []
    for e in examples:
        said = {_canonical(e.row, c["name"]): c["kind"] for c in e.row["claims"] if c["type"] == "introduces"}
        for entity in e.reading.entities:
            gold = e.gold[entity]
            if gold and gold.canonical in said:
                result.append((list(kind_features(e.reading, e.words, entity)), said[gold.canonical]))
    return result


def _is_piece(e: Example, entity: str) -> bool:
    """Whether an entity is a piece of an annotated name, which tells nothing of its use: "iPad" of "iPad Pro M4"."""
    reading = e.reading
    kind = reading.entities[entity].type
    forms = {reading.texts[s.field][s.start : s.end].lower() for s in reading.spots if s.entity == entity}
    names = [annotated["text"].lower() for annotated in e.row["entities"] if annotated["type"] == kind]
    return any(form != name and form in name for form in forms for name in names)


def _uses(examples: Iterable[Example], kind: str, field: str, label: Callable[[Any], str | None]) -> Rows:
    result: Rows = []
    for e in examples:
        said = {_canonical(e.row, c[kind]): c for c in e.row["claims"] if c["type"] == field}
        for entity, named in e.reading.entities.items():
            gold = e.gold[entity]
            if named.type != kind or (gold and not gold.required and gold.canonical not in said):
                continue
            if gold is None and _is_piece(e, entity):
                continue
            value = label(said.get(gold.canonical) if gold else None)
            if value:
                result.append((list(use_features(e.reading, e.words, entity)), value))
    return result


def hardware_use(examples: Iterable[Example]) -> Rows:
    return _uses(examples, "hardware", "hardware_use", lambda claim: "yes" if claim else "no")


def activities(examples: Iterable[Example]) -> Rows:
    return _uses(examples, "hardware", "hardware_use", lambda claim: claim["activity"] if claim else None)


def dataset_roles(examples: Iterable[Example]) -> Rows:
    return _uses(examples, "dataset", "dataset_use", lambda claim: claim["role"] if claim else None)


def comparisons(examples: Iterable[Example]) -> Rows:
    """Each method behind a comparing word: compared in words, or not.

    One that a number compares is not where the number stands; elsewhere it teaches nothing, for no claim is made of it.
    """
    result: Rows = []
    for e in examples:
        said = {
            (_canonical(e.row, c["baseline"]), c["relation"]): clean(c["evidence"])
            for c in e.row["claims"]
            if c["type"] == "comparison"
        }
        counted = {
            _canonical(e.row, c["baseline"]): clean(c["evidence"])
            for c in e.row["claims"]
            if c.get("baseline") and "unit" in c
        }
        settled = {ident for ident, gold in e.gold.items() if gold and gold.canonical in counted}
        for words in e.words:
            text = e.reading.texts[words.sentence.field][words.sentence.start : words.sentence.end]
            for place, features in options(e.reading, words, settled):
                gold = e.gold[words.spots[place.at].entity]
                name = gold.canonical if gold else ""
                evidence = said.get((name, place.phrase.sort.relation))
                if evidence is None and name in counted and counted[name] not in text and text not in counted[name]:
                    continue
                result.append((features, "yes" if evidence is not None else "no"))
    return result


class Recipe(NamedTuple):
    """How a model is fitted: its examples, the inverse regularisation, and whether invented papers are set ``apart``.

    Strengths were chosen by cross-validation on train, and halved for those set apart, where annotated papers count
    twice; whether to set apart, by dev and the blind part.
    """

    examples: Callable[[Iterable[Example]], Rows]
    strength: float
    apart: bool


MODELS = {
    "contributions": Recipe(contributions, 0.05, apart=True),
    "kinds": Recipe(kinds, 0.3, apart=False),
    "hardware_use": Recipe(hardware_use, 0.3, apart=False),
    "activities": Recipe(activities, 0.1, apart=False),
    "dataset_roles": Recipe(dataset_roles, 0.3, apart=True),
    "comparisons": Recipe(comparisons, 0.15, apart=True),
}


def material(examples: Iterable[Example]) -> dict[str, Rows]:
    """The examples of every model, by its name."""
    papers = list(examples)
    return {name: recipe.examples(papers) for name, recipe in MODELS.items()}


def fit_model(name: str, examples: Sequence[Example], invented: Rows) -> linear.LinearModel:
    """One model, from annotated papers and what ``material`` makes of invented ones."""
    recipe = MODELS[name]
    annotated = recipe.examples(examples)
    if recipe.apart:
        return fit_apart(annotated, invented, strength=recipe.strength)
    return linear.fit([*annotated, *invented], strength=recipe.strength)


def fit(examples: Sequence[Example], invented: Mapping[str, Rows], folder: Path) -> None:
    """Fit every model and write it to ``folder/<name>.json``."""
    for name in MODELS:
        (folder / f"{name}.json").write_text(fit_model(name, examples, invented[name]).to_json(), "utf-8")
