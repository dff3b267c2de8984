"""The report: intervals that bracket what they are of, and figures that are the scorer's."""

import json
from collections import Counter
from types import ModuleType

import numpy as np
import pytest

from extractors.train.gold import Row, rows
from extractors.train.measure import score_module
from extractors.train.report import Part, dev_scores, error_kinds, interval, judged
from tests.shared import shared


@pytest.fixture(scope="module")
def score() -> ModuleType:
    return score_module(shared("gold/score.py"))


@pytest.fixture(scope="module")
def gold() -> list[Row]:
    return rows(shared("gold/dev.jsonl"))[:40]


def test_an_interval_brackets_the_figure_and_repeats_itself() -> None:
    counts = np.random.default_rng(1).integers(0, 4, (50, 2, 3)).astype(float)
    low, high = interval(counts)
    right, spurious, missed = counts.sum(0).T
    f1 = 2 * right / (2 * right + spurious + missed)
    assert ((low < f1) & (f1 < high)).all()
    assert np.array_equal(interval(counts)[0], low)


def test_papers_that_are_all_alike_leave_no_doubt() -> None:
    low, high = interval(np.full((30, 1, 3), 2.0))
    assert low == high == pytest.approx(0.5)


def test_the_annotations_themselves_are_perfect(score: ModuleType, gold: list[Row]) -> None:
    part = Part("gold", gold, gold)
    assert set(dev_scores(score, part).values()) <= {0.0, 1.0}
    assert dev_scores(score, part)["ALL claims (full)"] == 1
    assert not list(error_kinds(score, part))


def test_what_is_left_out_or_changed_is_counted_by_kind(score: ModuleType, gold: list[Row]) -> None:
    index = next(i for i, row in enumerate(gold) if {"speedup", "hardware_use"} <= {c["type"] for c in row["claims"]})
    worse: Row = json.loads(json.dumps(gold[index]))
    speedup = next(claim for claim in worse["claims"] if claim["type"] == "speedup")
    speedup["sense"] = "cut" if speedup["sense"] == "gain" else "gain"
    use = next(claim for claim in worse["claims"] if claim["type"] == "hardware_use")
    worse["claims"].remove(use)
    kinds = Counter(error_kinds(score, Part("worse", [gold[index]], [worse])))
    assert kinds["numeric: wrong sense"] == 1
    assert kinds["hardware_use missed"] == 1


def test_each_claim_is_judged_by_itself(score: ModuleType, gold: list[Row]) -> None:
    sure = [{**row, "claims": [{**claim, "confidence": 0.75} for claim in row["claims"]]} for row in gold]
    verdicts = list(judged(score, Part("gold", gold, sure)))
    assert {(confidence, right) for _, confidence, right in verdicts} == {(0.75, True)}
    wrong = [{**row, "claims": [{**claim, "evidence": "", "type": "comparison", "confidence": 0.5, "baseline": "Nobody",
              "relation": "matches"} for claim in row["claims"]]} for row in sure]  # fmt: skip
    assert {right for _, _, right in judged(score, Part("gold", gold, wrong))} == {False}
