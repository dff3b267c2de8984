"""The step that fits all log-linear models: entities, contributions, uses, comparisons, numbers, and confidence.

They are fitted twice, without the blind part of train and with it. On that part, which no invented paper is written
after, the first ones show how far numeric claims can be trusted.

``python -m extractors.train claims --shared ../shared`` needs the fold taggers that the step ``tagger`` leaves in its
work folder, and scikit-learn; it takes a few minutes on one core.
"""

import json
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from extractors import linear
from extractors.calibration import SCALES, Scale, Scales, logit, scales
from extractors.linear import Folder
from extractors.reader import Predict
from extractors.relate.comparisons import relate_comparisons
from extractors.relate.contributions import find_contributions, relate_contributions
from extractors.relate.numeric import confidence, models_of
from extractors.relate.uses import relate_datasets, relate_hardware
from extractors.tagger import Tagger
from extractors.train import entities, numbers, roles
from extractors.train.apart import Rows
from extractors.train.gold import INVENTED, PLAIN, GoldEntity, Row, fold_of, gold_names, is_blind, rows
from extractors.train.readings import FOLDS, plain_readings, proposals, unseen_proposals, unseen_readings
from schemas import ComparisonClaim, DatasetUse, HardwareUse, Introduces, fold_name

MODEL = Path(linear.__file__).parent / "model"

NOBLIND = "noblind"

WordClaim = Introduces | HardwareUse | DatasetUse | ComparisonClaim


def run(shared: Path, work: Path) -> None:
    """Fit on all of train and write the shipped models, their numeric claims calibrated on the blind part."""
    annotated = rows(shared / "gold" / "train.jsonl")
    shutil.rmtree(work / NOBLIND, ignore_errors=True)
    fit(annotated, work, MODEL, scales(without_blind(annotated, work))[numbers.NUMERIC[0]])


def without_blind(annotated: Sequence[Row], work: Path) -> Path:
    """The folder ``noblind`` of models fitted without the blind part of train, made where it is missing."""
    folder, part = work / NOBLIND, work / f"{NOBLIND}.part"
    if not folder.is_dir():
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        fit([row for row in annotated if not is_blind(row)], work, part)
        blind = proposals([row for row in annotated if is_blind(row)], _predict(work / f"{NOBLIND}.npz"))
        read = zip(blind, plain_readings(blind, Folder(part)), strict=True)
        examples = [numbers.example(reading, row, item.proposed.hints) for item, (reading, row) in read]
        models = models_of(Folder(part))
        sure = ((confidence(draft, models.confidence), right) for draft, right in numbers.judged(models, examples))
        write_scales(part, scales(part), platt(sure))
        part.rename(folder)
    return folder


def fit(annotated: Sequence[Row], work: Path, folder: Path, numeric: Scale = (1.0, 0.0)) -> None:
    """Fit on annotated and invented papers, with the taggers of ``work``, and write every model into ``folder``.

    Confidence is fitted on annotated papers alone; that of numeric claims is scaled by ``numeric``.
    """
    taggers = [_predict(work / f"fold{fold}.npz") for fold in range(FOLDS)]
    seen = unseen_proposals(annotated, taggers)
    written = unseen_proposals([*rows(INVENTED), *rows(PLAIN)], taggers)
    forms = entities.examples(seen) | entities.examples(written)
    names = entities.fit_model(*([forms[item.row["id"]] for item in papers] for papers in (seen, written)))
    (folder / "entities.json").write_text(names.to_json(), "utf-8")
    read, written_read = unseen_readings(seen, written, forms)

    examples = [roles.example(reading, row) for reading, row in read]
    invented = roles.material(roles.example(reading, row) for reading, row in written_read)
    roles.fit(examples, invented, folder)
    hints = {item.row["id"]: item.proposed.hints for item in (*seen, *written)}
    numbers.fit(
        [numbers.example(reading, row, hints[row["id"]]) for reading, row in read],
        [numbers.example(reading, row, hints[row["id"]]) for reading, row in written_read],
        folder,
    )
    write_scales(folder, fit_scales(examples, invented), numeric)


def write_scales(folder: Path, by_type: Scales, numeric: Scale) -> None:
    """Write the scales of claims, one for all numeric ones."""
    every = {**by_type, **dict.fromkeys(numbers.NUMERIC, numeric)}
    (folder / SCALES).write_text(json.dumps(every, indent=1, sort_keys=True) + "\n", "utf-8")


def _predict(path: Path) -> Predict:
    return Tagger.load(path).predict


def fit_scales(examples: Sequence[roles.Example], invented: Mapping[str, Rows]) -> Scales:
    """Claim type -> slope and offset of Platt scaling, from claims of folds that the models had not seen."""
    found: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for fold in range(FOLDS):
        others = [e for e in examples if fold_of(e.row, FOLDS) != fold]
        models = {name: roles.fit_model(name, others, invented[name]) for name in roles.MODELS}
        for e in examples:
            if fold_of(e.row, FOLDS) == fold:
                for claim in _claims(e, models):
                    found[claim.type].append((claim.confidence, is_right(claim, e)))
    return {kind: platt(pairs) for kind, pairs in sorted(found.items())}


def platt(pairs: Iterable[tuple[float, bool]]) -> Scale:
    """Slope and offset of Platt scaling, from confidences and whether the claims are right."""
    from sklearn.linear_model import LogisticRegression

    said, right = zip(*pairs, strict=True)
    model = LogisticRegression(C=1e3).fit([[logit(share)] for share in said], right)
    return round(float(model.coef_[0][0]), 3), round(float(model.intercept_[0]), 3)


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
