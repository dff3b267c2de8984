"""Numbers to claims: speedup, resource, quality and measurement.

"FooNet is 2.5x faster than BarNet on an A100" becomes a speedup of FooNet (2.5 x, gain) over BarNet on the A100. Each
decision (what the number states, which way, who, over whom, on what) is a log-linear model's; the product of their
probabilities, calibrated, is the claim's confidence.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from extractors.linear import SHIPPED, Folder, LinearModel
from extractors.quantities import Number, quantities
from extractors.reading import Reading
from extractors.relate.direction import worsens
from extractors.relate.evidence import evidence_of
from extractors.relate.line import Line, lines
from extractors.relate.measurand import measurand
from extractors.relate.parties import party_features
from extractors.relate.rivals import rival_features, said_again, together, unnamed_rival
from extractors.relate.scene import (
    NOBODY,
    Decided,
    Scene,
    Stated,
    baseline_candidates,
    listed,
    mentions,
    setting_candidates,
    subject_candidates,
)
from extractors.relate.settings import setting_features
from extractors.relate.shares import is_left
from extractors.relate.statements import number_features, resource_features
from extractors.relate.subjects import subject_features
from extractors.relate.things import kinds_alike
from schemas import (
    Bound,
    Change,
    Claim,
    Direction,
    EntityType,
    MeasurementClaim,
    QualityClaim,
    Quantity,
    ResourceClaim,
    Sense,
    SpeedupClaim,
    TextField,
)

Hints = Mapping[TextField, Mapping[int, Mapping[str, float]]]
"""What a tagger says of numbers: field -> character where a number starts -> label -> probability."""

NumericClaim = SpeedupClaim | ResourceClaim | QualityClaim | MeasurementClaim
NONE = "none"
THRESHOLD = 0.5
IN_SETTING = 0.5
ALSO_BASELINE = 0.5
ALSO_IN_LIST = 0.15
IN_ONE_LIST = 0.05

_FLIPPED: dict[Bound, Bound] = {"up_to": "at_least", "at_least": "up_to", "about": "about", "exact": "exact"}


@dataclass(frozen=True, slots=True)
class Models:
    """The fitted models behind the numeric claims."""

    type: LinearModel
    sense: LinearModel
    resource: LinearModel
    subject: LinearModel
    baseline: LinearModel
    hardware: LinearModel
    datasets: LinearModel
    measurand: LinearModel
    confidence: LinearModel


MODEL_NAMES = tuple(Models.__dataclass_fields__)


@cache
def models_of(folder: Folder) -> Models:
    """The models ``numbers_<name>`` of a folder."""
    return Models(**{name: folder[f"numbers_{name}"] for name in MODEL_NAMES})


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim with the probability of each of its parts."""

    claim: NumericClaim
    parts: Mapping[str, float]


def lay_out(reading: Reading) -> Scene:
    """The paper as lines of words, numbers and mentions."""
    numbers = {field: quantities(text) for field, text in reading.texts.items()}
    return Scene(reading, lines(reading, numbers))


def relate_numeric(reading: Reading, hints: Hints | None = None, models: Models | None = None) -> list[Claim]:
    """The numeric claims of a paper; a fact stated twice is one claim, the one with more arguments."""
    models = models or models_of(SHIPPED)
    drafts = [
        replace(draft, claim=draft.claim.model_copy(update={"confidence": confidence(draft, models.confidence)}))
        for draft in draft_claims(reading, hints or {}, models)
    ]
    return [draft.claim for draft in _unique(drafts)]


def draft_claims(reading: Reading, hints: Hints, models: Models) -> Iterator[Draft]:
    """Every number that states something, with its arguments."""
    if not any(map(quantities, reading.texts.values())):
        return  # so do two in five abstracts of arXiv: they need no lines
    scene = lay_out(reading)
    for at, line in enumerate(scene.lines):
        before: Decided | None = None
        for index, seen, types in statements(reading, line, hints, models.type):
            if types[NONE] > THRESHOLD:
                continue
            best = likeliest(types)
            drafts = list(_drafts(scene, Stated(at, index, best, before), seen, types[best], models))
            before = _decided(index, [draft.claim for draft in drafts])
            yield from drafts


def statements(
    reading: Reading, line: Line, hints: Hints, model: LinearModel
) -> Iterator[tuple[int, list[str], dict[str, float]]]:
    """Each number of a line: its token, its features, and the probability of each type of claim and of none."""
    last: tuple[int, str] | None = None
    for index in line.numbers:
        seen = features_of(reading, line, index, hints)
        types = _possible(line, index, model.probabilities([*seen, *following(line, last, index)]))
        yield index, seen, types
        last = (index, NONE if types[NONE] > THRESHOLD else likeliest(types))


def likeliest(types: Mapping[str, float]) -> str:
    """The likeliest type of claim, none left out."""
    return max((name for name in types if name != NONE), key=lambda name: types[name])


def _decided(index: int, claims: Sequence[NumericClaim]) -> Decided:
    first = claims[0]
    baselines = () if first.type == "measurement" else (getattr(claim, "baseline", None) or NOBODY for claim in claims)
    settings = frozenset((*first.hardware, *first.datasets))
    return Decided(index, first.type, frozenset({first.subject or NOBODY}), frozenset(baselines), settings)


def _possible(line: Line, index: int, types: Mapping[str, float]) -> dict[str, float]:
    """The probabilities left when what a number cannot state is left out.

    Only a factor or a share tells how much faster or leaner something is, and "4x H100" counts devices.
    """
    number = line.tokens[index].number
    relative = number is not None and number.unit in ("x", "%")
    counts = number is not None and number.unit == "x" and line.text(index + 1) == "HARDWARE"
    left = {
        name: 0.0 if (counts and name != NONE) or (not relative and name in ("speedup", "resource")) else share
        for name, share in types.items()
    }
    total = sum(left.values())
    return {name: share / total for name, share in left.items()}


def following(line: Line, last: tuple[int, str] | None, index: int) -> Iterator[str]:
    """What the number before in the line, at ``last`` token, states, and how this one follows it."""
    if last is None:
        return
    place, stated = last
    one, other = line.tokens[place].number, line.tokens[index].number
    same = one is not None and other is not None and one.unit == other.unit
    between = [line.text(i) for i in range(place + 1, index)]
    joined = "and" in between or "," in between or "/" in between
    reach = "near" if len(between) < 4 else "mid" if len(between) < 9 else "far"
    yield f"follows={stated}"
    yield f"follows={stated}&same={same}"
    yield f"follows={stated}&same={same}&joined={joined}&{reach}"
    yield f"follows={stated}&same={same}&l1={between[-1] if between else ''}"
    yield f"follows={stated}&same={same}&kinds={kinds_alike(line, place, index)}"


def features_of(reading: Reading, line: Line, index: int, hints: Hints) -> list[str]:
    """The features of the number at a token, with what the tagger says of it."""
    return list(number_features(reading, line, index, _hinted(line, index, hints)))


def _hinted(line: Line, index: int, hints: Hints) -> Mapping[str, float]:
    number = line.tokens[index].number
    said = hints.get(line.sentence.field)
    if not number or not said:
        return {}
    return next((said[start] for start in range(number.start, number.value_end) if start in said), {})


def sense_features(seen: Sequence[str], kind: str) -> Iterator[str]:
    """The features of a number, each also with the type of its claim."""
    yield f"type={kind}"
    for feature in seen:
        yield feature
        yield f"{kind}&{feature}"


def confidence_features(draft: Draft) -> Iterator[str]:
    """The certainty of the whole and of each part, as thermometers."""
    product = 1.0
    for name, value in draft.parts.items():
        product *= value
        yield from (f"{name}>={level}" for level in _LEVELS if value >= level)
    yield f"type={draft.claim.type}"
    yield from (f"all>={level}" for level in _LEVELS if product >= level)


_LEVELS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)


def confidence(draft: Draft, model: LinearModel) -> float:
    """The probability that a claim is right in every argument."""
    return round(model.probabilities(confidence_features(draft))["yes"], 3)


def _drafts(scene: Scene, stated: Stated, seen: Sequence[str], certainty: float, models: Models) -> Iterator[Draft]:
    reading, line = scene.reading, scene.lines[stated.at]
    number = line.tokens[stated.index].number
    assert number is not None
    parts = {"type": certainty}
    subjects = subject_candidates(scene, stated)
    parties = {name: list(party_features(scene, stated, name)) for name in subjects}
    held = subject_features(scene, stated, subjects)
    odds = _odds({name: [*parties[name], *held[name]] for name in subjects}, models.subject)
    subject, parts["subject"] = next(iter(odds.items()))
    hardware, parts["hardware"] = _settings(scene, stated, "hardware", models.hardware)
    datasets, parts["datasets"] = _settings(scene, stated, "dataset", models.datasets)
    common: dict[str, Any] = {
        "subject": subject or None,
        "hardware": hardware,
        "datasets": datasets,
        "evidence": evidence_of(reading, line.sentence),
        "confidence": 0.0,
    }
    text = reading.texts[line.sentence.field]
    what = measurand(line, stated.index, stated.type, text, models.measurand)
    if stated.type == "measurement":
        stated_slots = _slots(line, stated.index, [subject, *hardware, *datasets])
        quantity = Quantity(low=number.low, high=number.high, unit=number.unit, bound=number.bound)
        claim = MeasurementClaim(**common, stated=quantity, metric=what, slots=stated_slots, rule="measurement.value")
        yield Draft(claim, parts)
        return
    senses = models.sense.probabilities(sense_features(seen, stated.type))
    sense: Sense = "gain" if senses["gain"] >= senses["cut"] else "cut"
    parts["sense"] = senses[sense]
    common["aspect"] = what
    common["stated"] = change(number, sense, stated.type, text)
    candidates = [name for name in baseline_candidates(scene, stated) if name == NOBODY or name != subject]
    inside = rival_features(scene, stated, candidates)
    rivals = {name: [*parties[name], *more] for name, more in inside.items()}
    for baseline, share in _baselines(line, stated.index, _odds(rivals, models.baseline)):
        phrase = None if baseline else unnamed_rival(line, stated.index)
        slots = _slots(line, stated.index, [subject, baseline, *hardware, *datasets])
        if phrase:
            slots["baseline"] = phrase
        elif baseline in slots:
            slots["baseline"] = slots.pop(baseline)
        words = reading.raw(line.sentence.field)[slice(*phrase)] if phrase else None
        whole = common | {"baseline": baseline or None, "baseline_text": words, "slots": slots}
        whole["rule"] = f"{stated.type}.{'over' if baseline or phrase else 'plain'}"
        yield Draft(_claim(stated, line, whole, models, parts), parts | {"baseline": share})


def _claim(stated: Stated, line: Line, whole: dict[str, Any], models: Models, parts: dict[str, float]) -> NumericClaim:
    if stated.type != "resource":
        whole["direction"] = _direction(line, stated.index, stated.type)
        return SpeedupClaim(**whole) if stated.type == "speedup" else QualityClaim(**whole, metric=whole["aspect"])
    resources = models.resource.probabilities(resource_features(line, stated.index))
    resource = max(resources, key=lambda name: resources[name])
    parts["resource"] = resources[resource]
    return ResourceClaim(**whole, resource=resource, direction=_direction(line, stated.index, resource))


def _direction(line: Line, index: int, kind: str) -> Direction:
    return "worse" if worsens(line, index, kind) else "better"


def change(number: Number, sense: Sense, kind: str, text: str) -> Change:
    """The change as stated; "only 68 % of the time" and "shrinks to 68 % of" are cuts by 32 %."""
    share = sense == "cut" and kind != "quality" and is_left(number, text)
    half_of = number.kind == "change" and number.unit == "%" and number.bound == "up_to"
    if not share and not half_of:
        return Change(low=number.low, high=number.high, unit=number.unit, bound=number.bound, sense=sense)
    low, high = round(100 - number.high, 6), round(100 - number.low, 6)
    return Change(low=low, high=high, unit="%", bound=_FLIPPED[number.bound], sense=sense)


def _odds(candidates: Mapping[str, Sequence[str]], model: LinearModel) -> dict[str, float]:
    """Candidates with their probabilities to be the one that fills a role, the likeliest first."""
    yes = {name: model.probabilities(seen)["yes"] for name, seen in candidates.items()}
    odds = {name: chance / max(1e-9, 1 - chance) for name, chance in yes.items()}
    total = sum(odds.values())
    return {name: odds[name] / total for name in sorted(odds, key=lambda name: -odds[name])}


def _settings(scene: Scene, stated: Stated, kind: EntityType, model: LinearModel) -> tuple[tuple[str, ...], float]:
    """The hardware or datasets of a claim, and the probability that just these are meant."""
    chosen, certainty = [], 1.0
    for name in setting_candidates(scene, kind):
        yes = model.probabilities(setting_features(scene, stated, name))["yes"]
        certainty *= max(yes, 1 - yes)
        if yes >= IN_SETTING:
            chosen.append(name)
    return tuple(chosen), certainty


def _baselines(line: Line, index: int, shares: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """The likeliest baseline, and those that stand in one list with it ("over A and B")."""
    top, share = next(iter(shares.items()))
    places = mentions(line, top)
    all_over = next((also for place in places if (also := together(line, index, place)) is not None), None)
    again = said_again(line)
    beside = all_over or [i for place in places for i in listed(line, place) if i not in again]
    row = list(dict.fromkeys([top, *(spot.entity for i in beside if (spot := line.tokens[i].spot))]))
    # one number over a whole list leaves each name a small share; "respectively" gives each number one name
    limit = IN_ONE_LIST if all_over else ALSO_BASELINE if "respectively" in line.words else ALSO_IN_LIST
    chosen = [name for name in row if name == top or shares.get(name, 0.0) >= limit * share]
    rest = max(0.0, 1 - sum(shares[name] for name in chosen))
    for name in chosen:
        yield name, shares[name] / (shares[name] + rest)


def _slots(line: Line, index: int, entities: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Where the number and the arguments stand in the sentence; arguments from elsewhere have no slot."""
    token = line.tokens[index]
    slots = {"stated": (token.start, token.end)}
    for position, entity in enumerate(entities):
        if places := mentions(line, entity):
            nearest = line.tokens[min(places, key=lambda i: abs(i - index))]
            slots["subject" if position == 0 else entity] = (nearest.start, nearest.end)
    return slots


def _unique(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """A fact stated again is left out: the same numbers in the title, or with the same arguments anywhere."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.claim.evidence.field == "title", -_fullness(d.claim))):
        if not any(_same_fact(draft.claim, other.claim) for other in kept):
            kept.append(draft)
    chosen = {id(draft) for draft in kept}
    yield from (draft for draft in drafts if id(draft) in chosen)


def _same_fact(one: NumericClaim, other: NumericClaim) -> bool:
    same = (one.type, one.stated.low, one.stated.high, one.stated.unit) == (
        other.type,
        other.stated.low,
        other.stated.high,
        other.stated.unit,
    )
    if not same:
        return False
    if "title" in (one.evidence.field, other.evidence.field):
        return one.evidence.field != other.evidence.field
    return _arguments(one) == _arguments(other) and one.evidence.start != other.evidence.start


def _arguments(claim: NumericClaim) -> tuple[object, ...]:
    return (claim.subject, getattr(claim, "baseline", None), claim.hardware, claim.datasets)


def _fullness(claim: NumericClaim) -> int:
    return sum(map(bool, (claim.subject, getattr(claim, "baseline", None), claim.hardware, claim.datasets)))
