"""Fits what numbers state: their kind, sense and resource, the arguments of their claims, and the claims' confidence.

Annotated claims are laid at the numbers of the sentence that states them, by value; a number that repeats a value
annotated elsewhere in the paper teaches nothing. Confidence is fitted on claims of folds that the
other models have not seen.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.linear import LinearModel
from extractors.quantities import Number
from extractors.reading import Reading
from extractors.relate.measurand import measurand_features, measurands
from extractors.relate.numeric import (
    MODEL_NAMES,
    NONE,
    Draft,
    Hints,
    Models,
    confidence_features,
    draft_claims,
    features_of,
    following,
    lay_out,
    sense_features,
)
from extractors.relate.parties import party_features
from extractors.relate.rivals import rival_features
from extractors.relate.scene import (
    NOBODY,
    Decided,
    Scene,
    Stated,
    baseline_candidates,
    setting_candidates,
    subject_candidates,
)
from extractors.relate.settings import setting_features
from extractors.relate.statements import resource_features
from extractors.relate.subjects import subject_features
from extractors.text import clean
from extractors.train.apart import COPIES, Rows
from extractors.train.gold import GoldEntity, Row, fold_of, gold_names, match
from extractors.train.softmax import fit_choice, fit_classes
from schemas import fold_name

NUMERIC = ("speedup", "resource", "quality", "measurement")
TOLERANCE = 0.01
FOLDS = 3
STRENGTHS = {
    "type": 0.15,
    "sense": 0.2,
    "resource": 0.3,
    "subject": 0.1,
    "baseline": 0.1,
    "hardware": 0.08,
    "datasets": 0.08,
    "measurand": 0.05,
    "confidence": 1.0,
}
"""Inverse regularisation of each model, chosen by cross-validation on train; where it told little, by dev and blind."""
RARE = 4
"""A measurand's feature of fewer candidates is dropped: each of its many candidates has words of its own."""

GoldClaim = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """A reading with the annotated paper it is judged by, and its annotated claims by line and token."""

    reading: Reading
    row: Row
    hints: Hints
    scene: Scene
    gold: Mapping[str, GoldEntity | None]
    claims: Mapping[tuple[int, int], Sequence[GoldClaim]]


def example(reading: Reading, row: Row, hints: Hints | None = None) -> Example:
    """A reading made ready for fitting."""
    scene = lay_out(reading)
    return Example(reading, row, hints or {}, scene, match(reading, row), _at_numbers(scene, row))


def fit(examples: Sequence[Example], invented: Sequence[Example], folder: Path) -> None:
    """Fit every model on annotated and invented papers and write it to ``folder/numbers_<name>.json``."""
    every = [e for e in examples for _ in range(COPIES)] + list(invented)
    models = fit_models(every, fit_confidence(examples), fit_measurand(every))
    for name in MODEL_NAMES:
        model: LinearModel = getattr(models, name)
        (folder / f"numbers_{name}.json").write_text(model.to_json(), "utf-8")


def fit_measurand(examples: Iterable[Example]) -> LinearModel:
    """What numbers are of: the candidate most like the annotated wording, or nothing where none is half like it."""
    return fit_choice(_measurands(examples), strength=STRENGTHS["measurand"], at_least=RARE)


def fit_models(examples: Sequence[Example], confidence: LinearModel, measurand: LinearModel) -> Models:
    """All models but those of confidence and measurands, from all examples."""
    rows: dict[str, Rows] = {
        "type": _type_rows(examples),
        "sense": _sense_rows(examples),
        "resource": _resource_rows(examples),
        "hardware": _setting_rows(examples, "hardware"),
        "datasets": _setting_rows(examples, "datasets"),
    }
    fitted = {name: fit_classes(made, strength=STRENGTHS[name]) for name, made in rows.items()}
    for role in ("subject", "baseline"):
        fitted[role] = fit_choice(_choices(examples, role), strength=STRENGTHS[role])
    return Models(**fitted, confidence=confidence, measurand=measurand)


def fit_confidence(examples: Sequence[Example]) -> LinearModel:
    """How often a claim is right in all arguments, from claims of annotated papers that its models have not seen.

    Invented papers have no part in it: they pose the problems of annotated ones, which would be read too well. The
    models that ship have seen them and are surer of themselves; ``claims.without_blind`` scales for that.
    """
    rows: Rows = []
    for fold in range(FOLDS):
        kept = [e for e in examples if fold_of(e.row, FOLDS) != fold]
        models = fit_models(kept, _UNFITTED, _UNFITTED)
        verdicts = judged(models, (e for e in examples if fold_of(e.row, FOLDS) == fold))
        rows += [(list(confidence_features(draft)), "yes" if right else "no") for draft, right in verdicts]
    return fit_classes(rows, strength=STRENGTHS["confidence"])


_UNFITTED = LinearModel(("no", "yes"), (0.0, 0.0), {})


def judged(models: Models, examples: Iterable[Example]) -> Iterator[tuple[Draft, bool]]:
    """Every claim made, and whether it is right in all arguments."""
    for e in examples:
        for draft in draft_claims(e.reading, e.hints, models):
            claims = (claim for claim in e.row["claims"] if claim["type"] == draft.claim.type)
            yield draft, any(_is_right(e, draft, claim) for claim in claims)


def _is_right(e: Example, draft: Draft, gold: GoldClaim) -> bool:
    claim = draft.claim
    stated = claim.stated
    if not (near(stated.low, gold["low"]) and near(stated.high, gold["high"]) and stated.bound == gold["bound"]):
        return False
    if (stated.unit == "%") != (gold["unit"] == "%"):
        return False
    subject = _entities_called(e, [gold["subject"]])
    if gold["subject"] != "THIS" and claim.subject not in subject:
        return False
    if claim.type != "measurement":
        baseline = _entities_called(e, [gold.get("baseline")])
        if claim.stated.sense != gold["sense"] or (claim.baseline not in baseline if baseline else claim.baseline):
            return False
    if claim.type == "resource" and claim.resource != gold["resource"]:
        return False
    optional = {ident for ident, found in e.gold.items() if found and not found.required}
    return all(
        set(have) - optional == _entities_called(e, gold.get(field) or []) - optional
        for have, field in ((claim.hardware, "hardware"), (claim.datasets, "dataset"))
    )


def near(one: float, other: float) -> bool:
    """Whether two values are one to the scorer."""
    return abs(one - other) <= TOLERANCE * max(abs(one), abs(other), 1e-9)


def _at_numbers(scene: Scene, row: Row) -> dict[tuple[int, int], list[GoldClaim]]:
    """Annotated claims at the line and token that state them; one that no number states is left out."""
    found: dict[tuple[int, int], list[GoldClaim]] = {}
    for claim in row["claims"]:
        if claim["type"] not in NUMERIC:
            continue
        places = [
            ((misfit, len(found.get((at, index), ())), number.bound != claim["bound"], at, index), (at, index))
            for at, index, number in _numbers_in(scene, clean(claim["evidence"]))
            if (misfit := _misfit(number, claim)) is not None
        ]
        if places:
            found.setdefault(min(places)[1], []).append(claim)
    return found


def _numbers_in(scene: Scene, evidence: str) -> Iterator[tuple[int, int, Number]]:
    for at, line in enumerate(scene.lines):
        start = scene.reading.texts[line.sentence.field].find(evidence)
        if start < 0 or start >= line.sentence.end or start + len(evidence) <= line.sentence.start:
            continue
        for index in line.numbers:
            if number := line.tokens[index].number:
                yield at, index, number


def _misfit(number: Number, claim: GoldClaim) -> int | None:
    """0 where the number has the claim's value, 1 where it is the share that a cut leaves, None otherwise."""
    if (number.unit == "%") != (claim["unit"] == "%"):
        return None
    if near(number.low, claim["low"]) and near(number.high, claim["high"]):
        return 0
    cut = number.unit == "%" and claim["type"] in ("speedup", "resource") and claim["sense"] == "cut"
    return 1 if cut and near(100 - number.high, claim["low"]) and near(100 - number.low, claim["high"]) else None


def _type_rows(examples: Iterable[Example]) -> Rows:
    rows: Rows = []
    for e in examples:
        values = [c for c in e.row["claims"] if c["type"] in NUMERIC]
        for at, line in enumerate(e.scene.lines):
            last: tuple[int, str] | None = None
            for index in line.numbers:
                number = line.tokens[index].number
                stated = e.claims.get((at, index))
                if number and not stated and any(_misfit(number, claim) == 0 for claim in values):
                    last = None
                    continue
                label = stated[0]["type"] if stated else NONE
                rows.append(([*features_of(e.reading, line, index, e.hints), *following(line, last, index)], label))
                last = (index, label)
    return rows


def _stated(examples: Iterable[Example]) -> Iterator[tuple[Example, Stated, Sequence[GoldClaim]]]:
    for e in examples:
        before: dict[int, Decided] = {}
        for (at, index), claims in sorted(e.claims.items()):
            yield e, Stated(at, index, claims[0]["type"], before.get(at)), claims
            before[at] = _decided(e, index, claims)


def _decided(e: Example, index: int, claims: Sequence[GoldClaim]) -> Decided:
    kind = claims[0]["type"]
    subject = _entities_called(e, [claims[0]["subject"]]) or {NOBODY}
    baseline = _entities_called(e, [claim.get("baseline") for claim in claims]) or {NOBODY}
    settings = _entities_called(e, [*(claims[0].get("hardware") or ()), *(claims[0].get("dataset") or ())])
    compared = frozenset() if kind == "measurement" else frozenset(baseline)
    return Decided(index, kind, frozenset(subject), compared, frozenset(settings))


def _sense_rows(examples: Iterable[Example]) -> Rows:
    return [
        (
            list(sense_features(features_of(e.reading, e.scene.lines[s.at], s.index, e.hints), s.type)),
            claims[0]["sense"],
        )
        for e, s, claims in _stated(examples)
        if s.type != "measurement"
    ]


def _resource_rows(examples: Iterable[Example]) -> Rows:
    return [
        (list(resource_features(e.scene.lines[s.at], s.index)), claims[0]["resource"])
        for e, s, claims in _stated(examples)
        if s.type == "resource"
    ]


def _choices(examples: Iterable[Example], role: str) -> Iterator[list[tuple[list[str], bool]]]:
    for e, stated, claims in _stated(examples):
        if role == "subject" or stated.type != "measurement":
            right, candidates = _role(e, stated, claims, role)
            own = (subject_features if role == "subject" else rival_features)(e.scene, stated, candidates)
            yield [([*party_features(e.scene, stated, name), *more], name in right) for name, more in own.items()]


def _setting_rows(examples: Iterable[Example], role: str) -> Rows:
    rows: Rows = []
    for e, stated, claims in _stated(examples):
        right, candidates = _role(e, stated, claims, role)
        rows += [
            (list(setting_features(e.scene, stated, name)), "yes" if name in right else "no") for name in candidates
        ]
    return rows


def _measurands(examples: Iterable[Example]) -> Iterator[list[tuple[Sequence[str], bool]]]:
    for e, stated, claims in _stated(examples):
        line = e.scene.lines[stated.at]
        wording = claims[0].get("metric") or claims[0].get("aspect") or ""
        among = measurands(line, stated.index, stated.type, e.reading.texts[line.sentence.field])
        alike = {one: likeness(one.text, wording) for one in among}
        best = max(alike.values())
        seen = measurand_features(line, stated.index, stated.type, among)
        yield [(seen[one], alike[one] == best if best >= ALIKE else not one.text) for one in among]


ALIKE = 0.5
"""How like the annotated wording a measurand has to be to be right."""

_PLAIN = re.compile(r"[a-z0-9@.]+")
_LIGHT = frozenset({"of", "the", "in", "a", "to", "on", "for", "per"})


def likeness(one: str, other: str) -> float:
    """How alike two wordings are: the F1 of their words, singular and plural as one.

    >>> likeness("peak memory use", "Peak Memory")
    0.8
    """
    a, b = (sorted(map(_singular, set(_PLAIN.findall(words.lower())) - _LIGHT)) for words in (one, other))
    return 2 * len({*a} & {*b}) / (len(a) + len(b)) if a and b else 0.0


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _role(e: Example, stated: Stated, claims: Sequence[GoldClaim], role: str) -> tuple[set[str], list[str]]:
    """The right candidates of a role, and all of them."""
    if role == "subject":
        named = claims[0]["subject"] != "THIS"  # whose name was not found is not nobody: no candidate is right
        right = _entities_called(e, [claims[0]["subject"]]) if named else {NOBODY}
        return right, subject_candidates(e.scene, stated)
    if role == "baseline":
        names = [claim.get("baseline") for claim in claims]
        right = _entities_called(e, names) or {NOBODY}
        others = _entities_called(e, [claims[0]["subject"]]) - right
        return right, [name for name in baseline_candidates(e.scene, stated) if name not in others]
    if role == "hardware":
        return _entities_called(e, claims[0].get("hardware") or []), setting_candidates(e.scene, "hardware")
    return _entities_called(e, claims[0].get("dataset") or []), setting_candidates(e.scene, "dataset")


def _entities_called(e: Example, names: Iterable[str | None]) -> set[str]:
    """The reading's entities that the annotators mean by these names."""
    known = gold_names(e.row)
    canonical = {
        entity.canonical for name in names if name and name != "THIS" for entity in known.get(fold_name(name), ())
    }
    return {ident for ident, found in e.gold.items() if found and found.canonical in canonical}
