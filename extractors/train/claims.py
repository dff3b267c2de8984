"""The step that fits all log-linear models: entities, contributions, uses, comparisons, numbers, and confidence.

``python -m extractors.train claims --shared ../shared`` needs the fold taggers that the step ``tagger`` leaves in its
work folder, and scikit-learn; it takes a few minutes on one core.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from extractors import linear
from extractors.calibration import logit
from extractors.linear import Folder
from extractors.reader import Predict
from extractors.relate.comparisons import relate_comparisons
from extractors.relate.contributions import find_contributions, relate_contributions
from extractors.relate.uses import relate_datasets, relate_hardware
from extractors.tagger import Tagger
from extractors.train import entities, numbers, roles
from extractors.train.gold import INVENTED, GoldEntity, Row, fold_of, gold_names, rows
from extractors.train.readings import FOLDS, plain_readings, unseen_proposals, unseen_readings
from schemas import ComparisonClaim, DatasetUse, HardwareUse, Introduces, fold_name

MODEL = Path(linear.__file__).parent / "model"

WordClaim = Introduces | HardwareUse | DatasetUse | ComparisonClaim


def run(shared: Path, work: Path) -> None:
    """Fit on all of train and write the shipped models."""
    fit(rows(shared / "gold" / "train.jsonl"), work, MODEL)


def fit(annotated: Sequence[Row], work: Path, folder: Path) -> None:
    """Fit on annotated and invented papers, with the taggers of ``work``, and write every model into ``folder``.

    Names are fitted on annotated papers alone, and so is confidence.
    """
    taggers = [_predict(work / f"fold{fold}.npz") for fold in range(FOLDS)]
    seen = unseen_proposals(annotated, taggers)
    read = unseen_readings(seen)
    entities.fit(seen, folder)
    examples = [roles.example(reading, row) for reading, row in read]
    (folder / "contributions.json").write_text(roles.fit_model("contributions", examples, ()).to_json(), "utf-8")

    written = unseen_proposals(rows(INVENTED), taggers)
    written_read = plain_readings(written, Folder(folder))
    invented = [roles.example(reading, row) for reading, row in written_read]
    roles.fit(examples, invented, folder)
    hints = {item.row["id"]: item.proposed.hints for item in (*seen, *written)}
    numbers.fit(
        [numbers.example(reading, row, hints[row["id"]]) for reading, row in read],
        [numbers.example(reading, row, hints[row["id"]]) for reading, row in written_read],
        folder,
    )
    scales = fit_scales(examples, invented)
    (folder / "calibration.json").write_text(json.dumps(scales, indent=1, sort_keys=True) + "\n", "utf-8")


def _predict(path: Path) -> Predict:
    return Tagger.load(path).predict


def fit_scales(examples: Sequence[roles.Example], invented: Sequence[roles.Example]) -> dict[str, tuple[float, float]]:
    """Claim type -> slope and offset of Platt scaling, from claims of folds that the models had not seen."""
    from sklearn.linear_model import LogisticRegression

    found: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for fold in range(FOLDS):
        others = [e for e in examples if fold_of(e.row, FOLDS) != fold]
        models = {name: roles.fit_model(name, others, invented) for name in roles.MODELS}
        for e in examples:
            if fold_of(e.row, FOLDS) == fold:
                for claim in _claims(e, models):
                    found[claim.type].append((claim.confidence, is_right(claim, e)))
    scales = {}
    for kind, pairs in sorted(found.items()):
        model = LogisticRegression(C=1e3).fit([[logit(p)] for p, _ in pairs], [right for _, right in pairs])
        scales[kind] = (round(float(model.coef_[0][0]), 3), round(float(model.intercept_[0]), 3))
    return scales


def _claims(e: roles.Example, models: Mapping[str, linear.LinearModel]) -> Iterator[WordClaim]:
    _, probabilities = find_contributions(e.reading, e.words, models["contributions"])
    yield from relate_contributions(e.reading, e.words, probabilities, models)
    yield from relate_hardware(e.reading, e.words, models)
    yield from relate_datasets(e.reading, e.words, models)
    yield from relate_comparisons(e.reading, e.words, (), models)


def is_right(claim: WordClaim, e: roles.Example) -> bool:
    """Whether the annotators state the same, in every argument that ``score.py`` compares."""
    names = gold_names(e.row)

    def same(ident: str | None, said: str | None) -> bool:
        if ident is None or said in (None, "THIS"):
            return ident is None and said in (None, "THIS")
        gold = e.gold.get(ident)
        return gold is not None and gold.canonical == _canonical(names, said)

    for gold in e.row["claims"]:
        if gold["type"] != claim.type or not same(claim.subject, gold["subject"]):
            continue
        match claim:
            case Introduces():
                return True
            case HardwareUse() if same(claim.hardware, gold["hardware"]):
                return (claim.count or 1) == (gold["count"] or 1)
            case DatasetUse() if same(claim.dataset, gold["dataset"]):
                return bool(claim.role == gold["role"])
            case ComparisonClaim() if same(claim.baseline, gold["baseline"]) and claim.relation == gold["relation"]:
                return True
    return False


def _canonical(names: Mapping[str, Sequence[GoldEntity]], said: str | None) -> str | None:
    options = names.get(fold_name(said or ""))
    return options[0].canonical if options else said
