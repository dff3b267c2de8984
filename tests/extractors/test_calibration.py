"""Scores made probabilities: Platt scaling, and the file that keeps its slopes and offsets."""

import math
from pathlib import Path

import pytest

from extractors.calibration import calibrate, scaled, scales
from extractors.linear import SHIPPED
from extractors.train.claims import platt, write_scales
from extractors.train.numbers import NUMERIC
from schemas import CLAIM_TYPES
from tests.builders import speedup


def test_a_scale_is_found_again() -> None:
    slope, offset = 0.5, -0.4
    pairs = []
    for said in (0.1, 0.3, 0.5, 0.7, 0.9, 0.97):
        share = 1 / (1 + math.exp(-slope * math.log(said / (1 - said)) - offset))
        pairs += [(said, number < round(1000 * share)) for number in range(1000)]
    assert platt(pairs) == pytest.approx((slope, offset), abs=0.02)


def test_scaling_keeps_the_order_and_the_ends() -> None:
    shares = [scaled(said, 0.6, -0.1) for said in (0.0, 0.001, 0.2, 0.5, 0.9, 1.0)]
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] < 1


def test_numeric_claims_share_one_scale(tmp_path: Path) -> None:
    write_scales(tmp_path, {"introduces": (1.0, 0.0), "speedup": (9.0, 9.0)}, (0.5, -0.2))
    assert scales(tmp_path) == {"introduces": (1.0, 0.0)} | dict.fromkeys(NUMERIC, (0.5, -0.2))


def test_every_type_of_claim_has_a_shipped_scale() -> None:
    shipped = scales(SHIPPED.path)
    assert shipped.keys() == set(CLAIM_TYPES)
    claim = speedup("FastFoo", 2).model_copy(update={"confidence": 0.99})
    assert 0.5 < calibrate(claim, shipped).confidence < 0.99
