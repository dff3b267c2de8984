"""Fits what a paper does with its entities: contributions, uses of hardware and datasets, comparisons."""

from collections.abc import Callable, Iterable, Sequence
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
from extractors.train.gold import GoldEntity, Row, gold_names, match
from schemas import fold_name

Examples = list[tuple[list[str], str]]


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


def contributions(examples: Iterable[Example]) -> Examples:
    """Each entity: the main contribution, a part of it, or another's."""
    result: Examples = []
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


def kinds(examples: Iterable[Example]) -> Examples:
    """Each contribution: method, dataset, library, system or hardware."""
    result: Examples = []
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


def _uses(examples: Iterable[Example], kind: str, field: str, label: Callable[[Any], str | None]) -> Examples:
    result: Examples = []
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


def hardware_use(examples: Iterable[Example]) -> Examples:
    return _uses(examples, "hardware", "hardware_use", lambda claim: "yes" if claim else "no")


def activities(examples: Iterable[Example]) -> Examples:
    return _uses(examples, "hardware", "hardware_use", lambda claim: claim["activity"] if claim else None)


def dataset_roles(examples: Iterable[Example]) -> Examples:
    return _uses(examples, "dataset", "dataset_use", lambda claim: claim["role"] if claim else None)


def comparisons(examples: Iterable[Example]) -> Examples:
    """Each method behind a comparing word: compared in words, or not.

    One that a number compares is not where the number stands; elsewhere it teaches nothing, for no claim is made of it.
    """
    result: Examples = []
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
    """How a model is fitted: its examples, the inverse regularisation, and whether invented papers help it.

    Strength and use of invented papers were chosen by cross-validation on train.
    """

    examples: Callable[[Iterable[Example]], Examples]
    strength: float
    invented: bool


MODELS = {
    "contributions": Recipe(contributions, 0.1, invented=False),
    "kinds": Recipe(kinds, 0.3, invented=True),
    "hardware_use": Recipe(hardware_use, 0.3, invented=True),
    "activities": Recipe(activities, 0.1, invented=True),
    "dataset_roles": Recipe(dataset_roles, 0.6, invented=True),
    "comparisons": Recipe(comparisons, 0.3, invented=True),
}


def fit_model(name: str, examples: Sequence[Example], invented: Sequence[Example]) -> linear.LinearModel:
    """One model, from annotated papers and, where it helps, invented ones."""
    recipe = MODELS[name]
    return linear.fit(recipe.examples([*examples, *(invented if recipe.invented else ())]), strength=recipe.strength)


def fit(examples: Sequence[Example], invented: Sequence[Example], folder: Path) -> None:
    """Fit every model and write it to ``folder/<name>.json``."""
    for name in MODELS:
        (folder / f"{name}.json").write_text(fit_model(name, examples, invented).to_json(), "utf-8")
