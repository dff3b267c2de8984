"""The shipped models read the development papers as well as recorded beside them, compared as ``kg evaluate`` does."""

import json

import pytest

from extractors import extract
from extractors.linear import SHIPPED
from extractors.train.gold import rows
from kg.evaluate import PaperReading, evaluate, readings
from schemas import Paper
from tests.shared import shared

RECORDED: dict[str, float] = json.loads((SHIPPED.path / "scores.json").read_text("utf-8"))
"""Written by ``python -m extractors.train report``."""
TOLERANCE = 0.005


@pytest.fixture(scope="module")
def found() -> dict[str, float]:
    path = shared("gold/dev.jsonl")
    papers = [Paper(id=row["id"], title=row["title"], abstract=row["abstract"]) for row in rows(path)]
    gold = readings(path.read_text("utf-8").splitlines())
    return {
        name: counts.f1 for name, counts in evaluate(gold, map(PaperReading.of_record, extract(papers))).rows().items()
    }


@pytest.mark.parametrize(("score", "recorded"), RECORDED.items())
def test_dev_score_is_the_recorded_one(found: dict[str, float], score: str, recorded: float) -> None:
    assert found[score] >= recorded - TOLERANCE


def test_every_score_is_recorded(found: dict[str, float]) -> None:
    assert set(found) == set(RECORDED)
