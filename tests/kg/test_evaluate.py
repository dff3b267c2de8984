"""Scoring against annotated papers; held against the scorer that comes with the annotations."""

import json
import random
import re
import runpy
from collections.abc import Callable
from typing import Any

import pytest

from kg.evaluate import Counts, Evaluation, GoldRow, PaperReading, evaluate, readings
from schemas import Claim, Entity, Record, Sense
from tests import builders
from tests.shared import shared

Row = dict[str, Any]

MOVED = builders.record(builders.paper(), [builders.introduces("Foo")]).to_json().replace("Statement", "Sentence", 1)
"""A record whose text is no longer where it says."""


@pytest.fixture(scope="module")
def gold() -> list[Row]:
    return [json.loads(line) for line in shared("gold/dev.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def scorer(gold: list[Row]) -> Callable[[list[Row], list[Row]], Row]:
    """The figures of the scorer that comes with the annotations, and its number of misses."""
    script = runpy.run_path(str(shared("gold/score.py")))

    def score(wanted: list[Row], predicted: list[Row]) -> Row:
        def by_title(rows: list[Row]) -> dict[str, Row]:
            return {"".join(c for c in (r.get("title") or r["paper"]["title"]).lower() if c.isalnum()): r for r in rows}

        misses: list[str] = []
        counts, fields = script["score"](by_title(wanted), by_title(predicted), misses)
        return {
            "counts": {name: tuple(numbers) for name, numbers in counts.items() if any(numbers)},
            "arguments": {name: tuple(numbers) for name, numbers in fields.items()},
            "misses": len(misses),
        }

    return score


def figures(evaluation: Evaluation) -> Row:
    """Our figures in the shape of the scorer's."""
    rows = {name: counts for name, counts in evaluation.rows().items() if not name.startswith("ALL") and counts}
    return {
        "counts": {name: (counts.right, counts.wrong, counts.missed) for name, counts in rows.items()},
        "arguments": {name: numbers for name, numbers in evaluation.arguments.items() if numbers[1]},
        "misses": len(evaluation.misses),
    }


def ours(wanted: list[Row], predicted: list[Row]) -> Row:
    return figures(evaluate(readings(map(json.dumps, wanted)), readings(map(json.dumps, predicted))))


def changed(name: str, value: Any, names: list[str], rng: random.Random) -> Any:
    """Another value for a field of a claim; the same where nothing is changed about it."""
    words: dict[str, list[Any]] = {
        "unit": ["x", "%", value],
        "bound": ["exact", "up_to"],
        "sense": ["gain", "cut"],
        "subject": [*names, "THIS"],
        "baseline": [*names, None, "prior work"],
        "role": ["evaluated_on", "introduced"],
        "count": [None, 1, 8],
        "relation": ["outperforms", "matches"],
        "resource": ["memory", "energy"],
    }
    if name in words:
        return rng.choice(words[name])
    if name in ("low", "high") and value is not None:
        return value * rng.choice([1.005, 1.009, 1.05])
    return [[], [*value, "ImageNet"]][rng.random() < 0.5] if isinstance(value, list) else value


def perturbed(rows: list[Row], rng: random.Random) -> list[Row]:
    """Annotated rows with some of everything left out, changed, doubled or moved."""

    def some(items: list[Any]) -> list[Any]:
        return [rng.choice(items) if rng.random() < 0.1 else item for item in items if rng.random() < 0.85]

    result = []
    for row in some(rows):
        entities = [dict(entity) for entity in some(row["entities"])]
        for entity in entities:
            if rng.random() < 0.1:
                entity["type"] = rng.choice(["method", "hardware", "dataset"])
            if rng.random() < 0.1:
                entity["required"] = not entity["required"]
            if rng.random() < 0.2:
                entity["text"] = entity["text"].upper() + rng.choice(["", "s", " GPUs", " model", "-2", " 4090"])
        claims = [dict(claim) for claim in some(row["claims"])]
        for claim in claims:
            names = [entity["text"] for entity in row["entities"]]
            claim |= {name: changed(name, value, names, rng) for name, value in claim.items() if rng.random() < 0.15}
        result.append({"title": row["title"], "entities": entities, "claims": claims})
    return result


def as_record(row: Row) -> Record:
    """The record that says what an annotated row says, as far as a record can."""
    gold_row = GoldRow.model_validate(row)
    entities: dict[str, Entity] = {}
    for one in gold_row.entities:
        made = builders.entity(one.type, one.canonical, [one.text])
        known = entities.get(made.id)
        aliases = {*made.aliases, *(known.aliases if known else ())} - {made.name}
        entities[made.id] = made.model_copy(update={"aliases": tuple(sorted(aliases))})
    methods = {entity.name for entity in entities.values() if entity.type == "method"}
    claims: dict[str, Claim] = {}
    for claim in gold_row.claims:
        subject = claim.subject if claim.subject in methods else None
        over = claim.baseline if claim.baseline in methods else None
        low = claim.low or 1
        high = max(low, claim.high or 1)
        sense: Sense = "cut" if claim.sense == "cut" else "gain"
        built: Claim
        if claim.type == "speedup":
            built = builders.speedup(subject, low, over, unit=claim.unit or "x", high=high, sense=sense)
        elif claim.type == "resource":
            built = builders.resource(subject, low, over, unit=claim.unit or "x", sense=sense)
        elif claim.type == "quality":
            built = builders.quality(subject, low, over, unit=claim.unit or "%", sense=sense)
        elif claim.type == "measurement":
            built = builders.measurement(subject, low, claim.unit or "")
        elif claim.type == "comparison":
            built = builders.comparison(subject, claim.baseline or "x")
        elif claim.type == "introduces":
            built = builders.introduces(claim.name or "x")
        elif claim.type == "hardware_use":
            built = builders.hardware_use(subject, str(claim.hardware), claim.count)
        else:
            built = builders.dataset_use(subject, str(claim.dataset))
        claims[built.content_id("x")] = built
    paper = builders.paper(id="arxiv:2501.00001", title=gold_row.title)
    return builders.record(paper, claims.values(), entities.values())


@pytest.mark.parametrize("seed", range(20))
def test_random_readings_get_the_same_figures(
    gold: list[Row], scorer: Callable[[list[Row], list[Row]], Row], seed: int
) -> None:
    rng = random.Random(seed)
    wanted = rng.sample(gold, 25)
    predicted = perturbed(wanted, rng)
    assert ours(wanted, predicted) == scorer(wanted, predicted)


def test_the_annotations_themselves_are_perfect(gold: list[Row], scorer: Callable[[list[Row], list[Row]], Row]) -> None:
    evaluation = evaluate(readings(map(json.dumps, gold)), readings(map(json.dumps, gold)))
    assert evaluation.rows()["ALL claims"].f1 == 1
    assert figures(evaluation) == scorer(gold, gold)


@pytest.mark.parametrize("seed", range(3))
def test_records_get_the_same_figures(
    gold: list[Row], scorer: Callable[[list[Row], list[Row]], Row], seed: int
) -> None:
    rng = random.Random(seed)
    records = [json.loads(as_record(row).to_json()) for row in perturbed(gold, rng)]
    figures = ours(gold, records)
    assert figures == scorer(gold, records)
    assert len(figures["counts"]) == 19


def test_no_reading_is_all_missed(gold: list[Row]) -> None:
    evaluation = evaluate(readings(map(json.dumps, gold)), [])
    total = evaluation.rows()["ALL claims"]
    assert (total.right, total.wrong, total.recall, total.f1) == (0, 0, 0, 0)
    assert total.missed > 300
    assert evaluation.papers == len(evaluation.unread) == len(gold)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"title": x', "no JSON: Expecting value at character 11"),
        ("1" * 5000, "no JSON: Exceeds the limit"),
        ("[]", "neither an annotated row nor a record, which are JSON objects"),
        ("3", "neither an annotated row nor a record, which are JSON objects"),
        ('{"title": "T"}', "no annotated row: entities: Field required (and 1 more)"),
        (
            '{"title": "T", "claims": [], "entities": [{"text": "x", "type": "gpu", "canonical": "x", "required": 1}]}',
            "no annotated row: entities.0.type: Input should be 'method', 'hardware' or 'dataset', not 'gpu'",
        ),
        ('{"paper": {"id": "x", "title": "T"}, "claims": 3}', "no record: claims: Input should be a valid array"),
        (MOVED, "no record: abstract[32:35] is 'oo,', not 'foo'"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_the_field(line: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^line 3 is {re.escape(message)}") as raised:
        list(readings(['{"title": "T", "entities": [], "claims": []}', "", line]))
    assert "http" not in str(raised.value)
    assert "GoldRow" not in str(raised.value)


def test_counts() -> None:
    counts = Counts(3, 1, 2) + Counts(0, 0, 1)
    assert (counts.precision, counts.recall, round(counts.f1, 4)) == (0.75, 0.5, 0.6)
    assert not Counts()


def test_a_paper_joins_by_its_folded_title() -> None:
    gold = PaperReading.of_gold(GoldRow(title="Foo  Net!", entities=[], claims=[]))
    found = PaperReading.of_record(builders.record(builders.paper(title="foo net"), [builders.speedup(None, 2)]))
    assert evaluate([gold], [found]).rows()["speedup"] == Counts(0, 1, 0)


def test_a_miss_shows_its_sentence_and_the_rule() -> None:
    """What the reader got wrong can be looked up in the text and in the code."""
    sentence = "FooNet is 3x faster than BarNet."
    gold = GoldRow.model_validate(
        {
            "title": "T",
            "abstract": f"Speed matters. {sentence}",
            "entities": [{"text": "FooNet", "type": "method", "canonical": "FooNet", "required": True}],
            "claims": [
                {"type": "speedup", "subject": "FooNet", "low": 3, "high": 3, "unit": "x", "evidence": sentence}
            ],
        }
    )
    found = builders.record(builders.paper(title="T"), [builders.speedup(None, 2)])
    (claim,) = found.claims
    assert set(evaluate([PaperReading.of_gold(gold)], [PaperReading.of_record(found)]).misses) == {
        f"T | missed method foonet: Speed matters. {sentence}",
        f"T | missed speedup 3-3x: {sentence}",
        f"T | spurious speedup 2-2x by {claim.rule}: {claim.evidence.text}",
    }
