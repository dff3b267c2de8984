"""What makes two claims one fact, and what a claim must have."""

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from schemas import CLAIM_ADAPTER, CLAIM_TYPES, Claim, ClaimType, SpeedupClaim
from tests.builders import (
    comparison,
    dataset_use,
    hardware_use,
    introduces,
    measurement,
    quality,
    resource,
    speedup,
    worse,
)

PAPER, OTHER = "arxiv:2501.00001", "arxiv:2501.00002"
ONE_OF_EACH: list[Claim] = [
    introduces("FastFoo"),
    speedup("FastFoo", 2, "SlowBar", on="NVIDIA A100"),
    resource("FastFoo", 2),
    quality("FastFoo", 2),
    measurement("FastFoo", 60),
    comparison("FastFoo", "SlowBar"),
    hardware_use("FastFoo", "NVIDIA A100", 8),
    dataset_use("FastFoo", "ImageNet"),
]

PINNED = [
    "76569a38bbee2aeb",
    "e1e6d319414bac0c",
    "c39d4d70c48278f8",
    "d196ffa1c0752569",
    "b620275d3558087b",
    "b938ed0e8c8f8adf",
    "d8fe9f72ff942f15",
    "13e89c9a7b4ed054",
]


def test_there_is_one_class_a_type() -> None:
    assert tuple(claim.type for claim in ONE_OF_EACH) == CLAIM_TYPES == get_args(ClaimType)


@pytest.mark.parametrize("claim", ONE_OF_EACH, ids=CLAIM_TYPES)
def test_json_and_back(claim: Claim) -> None:
    claim = claim.with_id(PAPER)
    assert CLAIM_ADAPTER.validate_json(CLAIM_ADAPTER.dump_json(claim)) == claim
    assert claim.id == claim.content_id(PAPER)


def test_content_ids_are_as_they_were() -> None:
    """Ids are in files and databases: a change of these is a change of the format."""
    assert [claim.content_id(PAPER) for claim in ONE_OF_EACH] == PINNED


BASE: dict[str, Any] = {"subject": "FastFoo", "times": 2, "over": "SlowBar", "on": ["NVIDIA A100", "AMD MI300X"]}


@pytest.mark.parametrize(
    "same",
    [
        {"confidence": 0.1},
        {"baseline_text": "the prior art"},
        {"on": ["AMD MI300X", "NVIDIA A100"]},
        {"times": 2.0},
    ],
)
def test_what_identity_leaves_out(same: dict[str, Any]) -> None:
    assert speedup(**BASE | same).content_id(PAPER) == speedup(**BASE).content_id(OTHER)


def test_case_and_spaces_of_an_aspect_do_not_count() -> None:
    ids = {
        speedup(**BASE, aspect=aspect).content_id(PAPER) for aspect in ("End-to-end  training", "end-to-end Training")
    }
    assert len(ids) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"subject": "FastFoo-2"},
        {"subject": None},
        {"times": 2.1},
        {"high": 3},
        {"unit": "%"},
        {"bound": "up_to"},
        {"sense": "cut"},
        {"over": "SlowBaz"},
        {"over": None},
        {"on": ["NVIDIA A100"]},
        {"data": "ImageNet"},
        {"aspect": "training"},
        {"aspect": "better"},
    ],
)
def test_what_identity_is(other: dict[str, Any]) -> None:
    assert speedup(**BASE | other).content_id(PAPER) != speedup(**BASE).content_id(PAPER)


def test_a_change_for_the_worse_is_another_fact() -> None:
    claim = speedup(**BASE)
    assert worse(claim).content_id(PAPER) != claim.content_id(PAPER)


def test_an_unnamed_contribution_is_that_of_its_paper() -> None:
    assert speedup(None, 2).content_id(PAPER) != speedup(None, 2).content_id(OTHER)


def test_the_factor_follows_from_what_is_stated() -> None:
    claim = speedup("FastFoo", 30, unit="%")
    assert claim.factor
    assert claim.factor.low == claim.factor.high == 1.3


def test_entity_ids_are_all_that_a_claim_names() -> None:
    claim = speedup("FastFoo", 2, "SlowBar", on="NVIDIA A100", data="ImageNet")
    assert claim.entity_ids() == {"method/fastfoo", "method/slowbar", "hardware/nvidia-a100", "dataset/imagenet"}
    assert hardware_use(None, "NVIDIA A100").entity_ids() == {"hardware/nvidia-a100"}


@pytest.mark.parametrize(
    "change",
    [
        {"type": "speed"},
        {"confidence": 1.1},
        {"confidence": None},
        {"evidence": None},
        {"colour": "red"},
        {"stated": {"low": 3, "high": 2, "unit": "x", "sense": "gain"}},
        {"rule": None},
    ],
)
def test_claims_that_are_none(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CLAIM_ADAPTER.validate_python(speedup(**BASE).model_dump() | change)


def test_claims_are_frozen() -> None:
    claim: SpeedupClaim = speedup(**BASE)
    with pytest.raises(ValidationError, match="frozen"):
        claim.confidence = 1.0  # type: ignore[misc]
