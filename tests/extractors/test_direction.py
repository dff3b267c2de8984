"""Changes for the worse: which words make a number's change one, and what becomes of its factor."""

import pytest

from extractors import extract
from schemas import Paper, QualityClaim, ResourceClaim, SpeedupClaim

WORSE = (
    "FooNet is 1.4x slower than BarNet.",
    "FooNet degrades throughput by 20%.",
    "FooNet increases latency by 20% over BarNet.",
    "FooNet incurs 20% higher communication time than BarNet.",
    "FooNet needs 1.5x more memory than BarNet.",
    "FooNet costs 3x more than BarNet.",
    "FooNet loses 2% accuracy compared to BarNet on ImageNet.",
    "FooNet has a 2% drop in accuracy.",
    "Throughput drops by 40%.",
    "FooNet underperforms BarNet by 0.6 points on ImageNet.",
    "FooNet trails BarNet by 2% in accuracy on ImageNet.",
    "FooNet lags behind BarNet by 2 points on ImageNet.",
)
BETTER = (
    "FooNet is 1.4x faster than BarNet.",
    "FooNet reduces latency by 20%.",
    "FooNet improves latency by 20% over BarNet.",
    "FooNet has 3x higher energy efficiency than BarNet.",
    "FooNet supports 4x larger batches than BarNet.",
    "FooNet is 3x more memory-efficient than BarNet.",
    "FooNet reduces the accuracy loss by 2%.",
    "FooNet cuts the slowdown by 2x.",
    "FooNet reduces input lag by 20%.",
    "FooNet increases throughput by 2x and reduces latency by 30%.",
    "FooNet lowers latency by 30% while increasing throughput by 2x.",
)


def changes(sentence: str) -> list[SpeedupClaim | ResourceClaim | QualityClaim]:
    paper = Paper(id="a", title="FooNet: A Runtime System", abstract=f"We present FooNet, a runtime system. {sentence}")
    record = next(extract([paper]))
    return [claim for claim in record.claims if isinstance(claim, SpeedupClaim | ResourceClaim | QualityClaim)]


@pytest.mark.parametrize("sentence", WORSE)
def test_more_cost_less_benefit_and_loss_are_worse(sentence: str) -> None:
    assert [claim.direction for claim in changes(sentence)] == ["worse"]


@pytest.mark.parametrize("sentence", BETTER)
def test_words_of_improvement_and_of_what_is_avoided_are_not(sentence: str) -> None:
    assert {claim.direction for claim in changes(sentence)} == {"better"}


def test_what_is_slower_has_a_factor_below_one() -> None:
    (claim,) = changes("FooNet is 4x slower than BarNet.")
    assert claim.factor is not None
    assert (claim.factor.low, claim.factor.high) == (0.25, 0.25)
