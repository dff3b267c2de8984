"""How well records agree with annotated papers: precision, recall and F1 by entity type and by claim type.

An annotated row has ``title``, ``entities`` (text, type, canonical, required) and ``claims``. Papers are joined
by title. An entity is found where a predicted one of its type has a name or mention equal to one of its forms. A claim
is found *by value* where type and numbers (within 1 %) or names agree, and *in full* where its other arguments agree
as well. What is annotated as optional is neither rewarded nor punished.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ValidationError

from schemas import CLAIM_TYPES, ENTITY_TYPES, Claim, ClaimType, EntityType, Paper, Record, fold_name, fold_title

Argument = Literal["subject", "sense", "baseline", "bound", "hardware", "dataset", "resource", "role", "count"]
ARGUMENTS: tuple[Argument, ...] = (
    "subject", "sense", "baseline", "bound", "hardware", "dataset", "resource", "role", "count"
)  # fmt: skip
RELATIVE: frozenset[ClaimType] = frozenset({"speedup", "resource", "quality"})
NUMERIC: frozenset[ClaimType] = RELATIVE | {"measurement"}

AROUND = 70
"""Characters shown on either side of a name that was missed or found wrongly."""

_SHOWN = 60  # characters of what a line has in the place of something else

Forms = frozenset[str]
"""The folded names under which one thing may be known; empty for an unnamed one."""

_NOTHING: Forms = frozenset()


class GoldEntity(BaseModel):
    """One surface form in an annotated paper; rows with one ``canonical`` name are one entity."""

    text: str
    type: EntityType
    canonical: str
    required: bool


class GoldClaim(BaseModel):
    """One annotated claim; which fields it has depends on its type. Entities are named as in the text."""

    type: ClaimType
    evidence: str
    subject: str | None = None
    name: str | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    bound: str | None = None
    sense: str | None = None
    baseline: str | None = None
    hardware: list[str] | str | None = None
    dataset: list[str] | str | None = None
    relation: str | None = None
    role: str | None = None
    resource: str | None = None
    count: int | None = None


class GoldRow(BaseModel):
    """One annotated paper."""

    title: str
    abstract: str = ""
    entities: list[GoldEntity]
    claims: list[GoldClaim]


@dataclass(frozen=True, slots=True)
class Named:
    """An entity as the comparison sees it; ``rules`` found it, and ``place`` shows it in its text."""

    type: EntityType
    forms: Forms
    required: bool
    rules: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim as the comparison sees it: numbers, words, and the forms of every thing it names."""

    type: ClaimType
    evidence: str
    rule: str | None
    low: float | None
    high: float | None
    unit: str | None
    bound: str | None
    sense: str | None
    subject: Forms
    name: Forms
    baseline: Forms
    baseline_is_named: bool
    hardware: tuple[Forms, ...]
    dataset: tuple[Forms, ...]
    relation: str | None
    role: str | None
    resource: str | None
    count: int | None


@dataclass(frozen=True, slots=True)
class PaperReading:
    """A paper as the comparison sees it."""

    title: str
    entities: tuple[Named, ...]
    facts: tuple[Fact, ...]

    @classmethod
    def of_gold(cls, row: GoldRow) -> "PaperReading":
        """The annotated reading."""
        forms: dict[tuple[EntityType, str], set[str]] = defaultdict(set)
        places: dict[tuple[EntityType, str], str] = {}
        required: set[tuple[EntityType, str]] = set()
        for entity in row.entities:
            identity = (entity.type, fold_name(entity.canonical))
            forms[identity] |= {fold_name(entity.text), fold_name(entity.canonical)}
            places.setdefault(identity, _place(row, entity.text))
            if entity.required:
                required.add(identity)
        entities = tuple(
            Named(key[0], frozenset(known), key in required, place=places[key]) for key, known in forms.items()
        )

        def named(text: str | None) -> Forms:
            return _NOTHING if text == "THIS" else _forms_of(text, entities)

        return cls(
            row.title,
            entities,
            tuple(
                Fact(
                    type=claim.type,
                    evidence=claim.evidence,
                    rule=None,
                    low=claim.low,
                    high=claim.high,
                    unit=claim.unit,
                    bound=claim.bound,
                    sense=claim.sense,
                    subject=named(claim.subject),
                    name=named(claim.name or claim.subject),
                    baseline=named(claim.baseline),
                    baseline_is_named=any(
                        fold_name(claim.baseline) in entity.forms for entity in entities if claim.baseline
                    ),
                    hardware=tuple(map(named, _listed(claim.hardware))),
                    dataset=tuple(map(named, _listed(claim.dataset))),
                    relation=claim.relation,
                    role=claim.role,
                    resource=claim.resource,
                    count=claim.count,
                )
                for claim in row.claims
            ),
        )

    @classmethod
    def of_record(cls, record: Record) -> "PaperReading":
        """The predicted reading."""
        by_id = {
            entity.id: frozenset(
                fold_name(form)
                for form in (entity.name, *entity.aliases, *(mention.text for mention in entity.mentions))
            )
            for entity in record.entities
        }
        entities = tuple(
            Named(
                entity.type,
                by_id[entity.id],
                True,
                rules=tuple(sorted({mention.rule for mention in entity.mentions})),
                place=_place(record.paper, entity.mentions[0].text) if entity.mentions else "",
            )
            for entity in record.entities
        )

        def fact(claim: Claim) -> Fact:
            stated = getattr(claim, "stated", None)
            baseline: str | None = getattr(claim, "baseline", None)
            return Fact(
                type=claim.type,
                evidence=claim.evidence.text,
                rule=claim.rule,
                low=getattr(stated, "low", None),
                high=getattr(stated, "high", None),
                unit=getattr(stated, "unit", None),
                bound=getattr(stated, "bound", None),
                sense=getattr(stated, "sense", None),
                subject=by_id.get(claim.subject or "", _NOTHING),
                name=_forms_of(getattr(claim, "name", None), entities),
                baseline=by_id.get(baseline or "", _NOTHING),
                baseline_is_named=baseline is not None,
                hardware=tuple(by_id[one] for one in _listed(getattr(claim, "hardware", None))),
                dataset=tuple(
                    by_id[one] for one in _listed(getattr(claim, "dataset", None) or getattr(claim, "datasets", None))
                ),
                relation=getattr(claim, "relation", None),
                role=getattr(claim, "role", None),
                resource=getattr(claim, "resource", None),
                count=getattr(claim, "count", None),
            )

        return cls(record.paper.title, entities, tuple(map(fact, record.claims)))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were found rightly, found wrongly, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    def __bool__(self) -> bool:
        return bool(self.right or self.wrong or self.missed)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of what there is that was found; 0 where there is nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome: ``by_value`` and ``in_full`` by claim type, ``arguments`` as (right, all value-matched claims).

    ``papers`` counts the annotated ones; ``unread`` are the titles of those without a reading, all of which is missed.
    """

    entities: Mapping[EntityType, Counts]
    by_value: Mapping[ClaimType, Counts]
    in_full: Mapping[ClaimType, Counts]
    arguments: Mapping[Argument, tuple[int, int]]
    misses: tuple[str, ...]
    papers: int
    unread: tuple[str, ...]

    def rows(self) -> dict[str, Counts]:
        """The figures under their names, entities first, totals last; what never occurs is left out."""
        rows: dict[str, Counts] = {kind: self.entities[kind] for kind in ENTITY_TYPES}
        for kind in CLAIM_TYPES:
            rows |= {kind: self.by_value[kind], f"{kind} (full)": self.in_full[kind]}
        return {name: counts for name, counts in rows.items() if counts} | {
            "ALL claims": sum(self.by_value.values(), Counts()),
            "ALL claims (full)": sum(self.in_full.values(), Counts()),
        }


def readings(lines: Iterable[str]) -> Iterator[PaperReading]:
    """Readings of JSON lines, each an annotated row or a record.

    Raises:
        ValueError: naming the first line that is neither, and in it the first field that is not as it should be.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            problem = f"{error.msg} at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else error
            raise ValueError(f"line {number} is no JSON: {problem}") from error
        if not isinstance(row, dict):
            raise ValueError(f"line {number} is neither an annotated row nor a record, which are JSON objects")
        is_record = "paper" in row
        try:
            if is_record:
                yield PaperReading.of_record(Record.from_json(line))
            else:
                yield PaperReading.of_gold(GoldRow.model_validate_json(line))
        except ValidationError as error:
            kind = "record" if is_record else "annotated row"
            raise ValueError(f"line {number} is no {kind}: {_first_problem(error)}") from error


def evaluate(gold: Iterable[PaperReading], predicted: Iterable[PaperReading]) -> Evaluation:
    """Compare predicted readings with annotated ones; a paper that was not read counts as read without finding.

    Of two readings of one title the later counts.
    """
    wanted_by_title = {fold_title(reading.title): reading for reading in gold}
    found = {fold_title(reading.title): reading for reading in predicted}
    entities = dict.fromkeys(ENTITY_TYPES, Counts())
    by_value = dict.fromkeys(CLAIM_TYPES, Counts())
    in_full = dict.fromkeys(CLAIM_TYPES, Counts())
    right: dict[Argument, int] = dict.fromkeys(ARGUMENTS, 0)
    matched = 0
    misses: list[str] = []
    for title, wanted in wanted_by_title.items():
        reading = found.get(title) or PaperReading(wanted.title, (), ())
        start = wanted.title[:50]
        for entity_type in ENTITY_TYPES:
            counts, notes = _compare_entities(entity_type, wanted, reading)
            entities[entity_type] += counts
            misses += (f"{start} | {note}" for note in notes)
        for claim_type in CLAIM_TYPES:
            pairs, missed, spurious = _compare_facts(claim_type, wanted, reading)
            faulty = [(fact, other, faults) for fact, other, faults in pairs if faults]
            by_value[claim_type] += Counts(len(pairs), len(spurious), len(missed))
            in_full[claim_type] += Counts(
                len(pairs) - len(faulty), len(faulty) + len(spurious), len(faulty) + len(missed)
            )
            matched += len(pairs)
            for argument in ARGUMENTS:
                right[argument] += sum(argument not in faults for _, _, faults in pairs)
            misses += (f"{start} | missed {_told(fact)}" for fact in missed)
            misses += (
                f"{start} | {claim_type} wrong in {', '.join(faults)} by {other.rule}: {fact.evidence}"
                for fact, other, faults in faulty
            )
            misses += (f"{start} | spurious {_told(fact)}" for fact in spurious)
    arguments = {argument: (right[argument], matched) for argument in ARGUMENTS}
    unread = tuple(wanted.title for title, wanted in wanted_by_title.items() if title not in found)
    return Evaluation(entities, by_value, in_full, arguments, tuple(misses), len(wanted_by_title), unread)


def _first_problem(error: ValidationError) -> str:
    """The field that is wrong, what is expected of it and what was found, as in ``claims.0.type: Field required``."""
    problems = error.errors(include_url=False)
    first = problems[0]
    field = ".".join(map(str, first["loc"]))
    found = "" if first["type"] in ("missing", "value_error") else f", not {str(first['input'])[:_SHOWN]!r}"
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{field and field + ': '}{first['msg'].removeprefix('Value error, ')}{found}{more}"


def _place(paper: GoldRow | Paper, form: str) -> str:
    """A form with what stands around it where it first occurs, in the abstract rather than the title."""
    for text in (paper.abstract, paper.title):
        start = text.find(form)
        if start >= 0:
            return " ".join(text[max(0, start - AROUND) : start + len(form) + AROUND].split())
    return ""


def _listed(value: Sequence[str] | str | None) -> Sequence[str]:
    return ([value] if value else []) if isinstance(value, str) or value is None else value


def _forms_of(name: str | None, entities: Iterable[Named]) -> Forms:
    """All forms of whatever a name may stand for."""
    if not name:
        return _NOTHING
    folded = fold_name(name)
    return frozenset({folded}).union(*(entity.forms for entity in entities if folded in entity.forms))


def _compare_entities(kind: EntityType, gold: PaperReading, found: PaperReading) -> tuple[Counts, list[str]]:
    annotated = [entity for entity in gold.entities if entity.type == kind]
    wanted = [entity for entity in annotated if entity.required]
    have = [entity for entity in found.entities if entity.type == kind and entity.required]
    known = _NOTHING.union(*(entity.forms for entity in annotated))
    missed = [entity for entity in wanted if not any(entity.forms & other.forms for other in have)]
    spurious = [entity for entity in have if not entity.forms & known]
    notes = [f"missed {kind} {', '.join(sorted(entity.forms))}: {entity.place}" for entity in missed]
    notes += [
        f"spurious {kind} {', '.join(sorted(entity.forms))} by {', '.join(entity.rules)}: {entity.place}"
        for entity in spurious
    ]
    return Counts(len(wanted) - len(missed), len(spurious), len(missed)), notes


_Pairs = list[tuple[Fact, Fact, tuple[Argument, ...]]]


def _compare_facts(kind: ClaimType, gold: PaperReading, found: PaperReading) -> tuple[_Pairs, list[Fact], list[Fact]]:
    """Annotated facts, each with its counterpart and the arguments wrong in that; the missed; the spurious."""
    required = _NOTHING.union(*(entity.forms for entity in gold.entities if entity.required))
    optional = _NOTHING.union(*(entity.forms for entity in gold.entities if not entity.required)) - required
    wanted = [fact for fact in gold.facts if fact.type == kind and not _is_optional_use(fact, optional)]
    left = [fact for fact in found.facts if fact.type == kind and not _is_optional_use(fact, optional)]
    pairs: _Pairs = []
    missed = []
    for fact in wanted:
        options = [(tuple(_faults(fact, other, optional)), other) for other in left if _same_value(fact, other)]
        if not options:
            missed.append(fact)
            continue
        faults, best = min(options, key=lambda option: len(option[0]))
        left.remove(best)
        pairs.append((fact, best, faults))
    return pairs, missed, left


def _is_optional_use(fact: Fact, optional: Forms) -> bool:
    """Whether a fact is the use of an optional entity."""
    if fact.type == "hardware_use":
        return any(forms & optional for forms in fact.hardware)
    return fact.type == "dataset_use" and any(forms & optional for forms in fact.dataset)


def _same_value(gold: Fact, found: Fact) -> bool:
    if gold.type in NUMERIC:
        same_unit = (gold.unit == "%") == (found.unit == "%")
        return same_unit and _near(gold.low, found.low) and _near(gold.high, found.high)
    if gold.type == "introduces":
        return bool(gold.name & found.name)
    if gold.type == "comparison":
        return bool(gold.baseline & found.baseline) and gold.relation == found.relation
    used, used_by_other = (
        (gold.hardware, found.hardware) if gold.type == "hardware_use" else (gold.dataset, found.dataset)
    )
    return any(one & other for one in used for other in used_by_other)


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return False
    return abs(one - other) <= 0.01 * max(abs(one), abs(other), 1e-9)


def _faults(gold: Fact, found: Fact, optional: Forms) -> Iterator[Argument]:
    """The arguments in which a counterpart differs."""
    if gold.subject and not gold.subject & found.subject:
        yield "subject"
    if gold.type in RELATIVE:
        if gold.sense != found.sense:
            yield "sense"
        if gold.baseline_is_named and not gold.baseline & found.baseline:
            yield "baseline"
        if not gold.baseline_is_named and found.baseline_is_named:
            yield "baseline"
    if gold.type in NUMERIC:
        if gold.bound != found.bound:
            yield "bound"
        if not _same_things(gold.hardware, found.hardware, optional):
            yield "hardware"
        if not _same_things(gold.dataset, found.dataset, optional):
            yield "dataset"
    if gold.type == "resource" and gold.resource != found.resource:
        yield "resource"
    if gold.type == "dataset_use" and gold.role != found.role:
        yield "role"
    if gold.type == "hardware_use" and (gold.count or 1) != (found.count or 1):
        yield "count"


def _same_things(gold: Iterable[Forms], found: Iterable[Forms], optional: Forms) -> bool:
    wanted = [forms for forms in gold if not forms & optional]
    have = [forms for forms in found if not forms & optional]
    return len(wanted) == len(have) and all(any(one & other for other in have) for one in wanted)


def _told(fact: Fact) -> str:
    numbers = "" if fact.low is None else f" {fact.low:g}-{fact.high:g}{fact.unit}"
    rule = f" by {fact.rule}" if fact.rule else ""
    return f"{fact.type}{numbers}{rule}: {fact.evidence}"
