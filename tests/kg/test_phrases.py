"""What is said of a claim, on the page as in a terminal."""

import io
from typing import Any

import pytest
from rich.console import Console

from exports.html import headline
from exports.view import view
from kg.knowledge import KnowledgeGraph
from kg.merge import merge
from kg.phrases import factor, number, phrase, quantity, rounded
from kg.projection import project
from kg.show import print_claims
from kg.tables import Tables
from schemas import Claim
from tests.builders import (
    comparison,
    dataset_use,
    hardware_use,
    introduces,
    measurement,
    paper,
    quality,
    record,
    resource,
    speedup,
)


def change(type: str, sense: str, low: float, unit: str = "%", **more: Any) -> dict[str, Any]:
    return {"type": type, "sense": sense, "low": low, "high": low, "unit": unit, "bound": "exact", **more}


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (change("speedup", "gain", 2, "x"), "2× faster"),
        (change("speedup", "gain", 2.4, "x", aspect="throughput"), "2.4× faster (throughput)"),
        (change("speedup", "cut", 50), "50% less time"),
        (change("speedup", "cut", 9.4, aspect="time"), "9.4% less time"),
        (change("speedup", "cut", 60, aspect="time to first token"), "60% less time to first token"),
        (change("speedup", "cut", 7.3, "x", aspect="latency", bound="up_to"), "up to 7.3× less latency"),
        (change("speedup", "cut", 89.2, aspect="training"), "89.2% less time (training)"),
        (change("speedup", "cut", 30, aspect="peak throughput", bound="about"), "about 30% less peak throughput"),
        (change("resource", "cut", 68, resource="energy", aspect="energy per frame"), "68% less energy per frame"),
        (change("resource", "cut", 69, resource="parameters"), "69% fewer parameters"),
        (change("resource", "cut", 69, resource="parameters", aspect="Parameters"), "69% fewer Parameters"),
        (change("resource", "cut", 10, "x", resource="storage", aspect="bits"), "10× less storage (bits)"),
        (change("resource", "cut", 50, resource="other", aspect="Gaussian points"), "50% less (Gaussian points)"),
        (change("resource", "gain", 6, "x", resource="energy"), "6× higher energy efficiency"),
        (change("resource", "gain", 6, "x", resource="cost", aspect="cost efficiency"), "6× higher cost efficiency"),
        (change("resource", "gain", 5, "x", resource="parameters"), "5× higher parameter efficiency"),
        (change("resource", "gain", 2, "x", resource="other", aspect="area"), "2× better (area)"),
        (change("resource", "gain", 4, "x", resource="capacity", bound="at_least"), "at least 4× more capacity"),
        (change("quality", "gain", 1.2, "points", metric="FID"), "FID better by 1.2 points"),
        (change("quality", "gain", 0.026, "", metric="LPIPS", bound="up_to"), "LPIPS better by up to 0.026"),
        (change("quality", "gain", 2, "x", metric="accuracy"), "accuracy 2× better"),
        (change("quality", "gain", 1.8, "points"), "quality better by 1.8 points"),
        (change("quality", "cut", 20, metric="error rate"), "error rate lower by 20%"),
        (change("quality", "cut", 2, metric="accuracy", bound="about"), "accuracy lower by about 2%"),
        (change("quality", "cut", 2, "x", metric="error"), "error 2× lower"),
        ({"type": "measurement", "low": 7.0, "high": 7.0, "unit": "min", "metric": "training"}, "7 min training"),
        ({"type": "measurement", "low": 2.0, "high": 4.0, "unit": "s"}, "2–4 s"),
        ({"type": "introduces", "kind": "hardware"}, "is introduced as hardware"),
        ({"type": "introduces"}, "is introduced"),
    ],
)  # fmt: skip
def test_what_was_stated_is_said(claim: dict[str, Any], said: str) -> None:
    assert phrase(claim) == said


@pytest.mark.parametrize("sense", ["gain", "cut"])
@pytest.mark.parametrize("metric", ["FID", "accuracy", "loss in PSNR stays"])
def test_quality_has_no_sign(sense: str, metric: str) -> None:
    said = phrase(change("quality", sense, 0.3, "dB", metric=metric))
    assert not set(said) & set("+-−")
    assert said.startswith(metric)


def test_a_claim_of_no_known_type_has_no_phrase() -> None:
    with pytest.raises(ValueError, match="claim type 'wish' has no phrase"):
        phrase({"type": "wish"})
    assert quantity({"type": "comparison"}) == ""


@pytest.mark.parametrize(
    ("ends", "unit", "said"),
    [
        ({"factor_low": 1.818182, "factor_high": 1.818182}, "%", "1.82×"),
        ({"factor_low": 1.5625, "factor_high": 1.5625}, "%", "1.56×"),
        ({"factor_low": 1428.571429}, "%", "at least 1,429×"),
        ({"factor_low": 1.2, "factor_high": 1.9}, "x", "1.2–1.9×"),
        ({"factor_high": 1191.25}, "x", "up to 1,191.25×"),
        ({"factor_low": 2.0, "factor_high": 2.0}, "x", "2×"),
        ({}, "dB", ""),
    ],
)
def test_only_a_factor_that_was_computed_is_rounded(ends: dict[str, float], unit: str, said: str) -> None:
    assert factor({"type": "speedup", "unit": unit, **ends}) == said


@pytest.mark.parametrize(
    ("value", "all_digits", "few"),
    [
        (0.0, "0", "0"),
        (242000.0, "242,000", "242,000"),
        (1234567.5, "1,234,567.5", "1,234,568"),
        (9.9961, "9.9961", "10"),
        (-0.123456, "-0.123456", "-0.123"),
        (0.0000012345, "1.2345e-06", "1.23e-06"),
        (float("inf"), "inf", "inf"),
        (float("nan"), "nan", "nan"),
    ],
)
def test_numbers(value: float, all_digits: str, few: str) -> None:
    assert (number(value), rounded(value)) == (all_digits, few)


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (speedup("Foo", 60, "Bar", unit="%", sense="cut", aspect="time to first token", on="NVIDIA A100"),
         "foo: 60% less time to first token than bar, on nvidia-a100"),
        (speedup("Foo", 2, baseline_text="prior work", on=("NVIDIA A100", "NVIDIA H100"), data="C4"),
         "foo: 2× faster than prior work, on nvidia-a100, nvidia-h100, c4"),
        (resource("Foo", 68, "Bar", of="energy", unit="%"), "foo: 68% less energy than bar"),
        (quality("Foo", 1.2, "Bar", metric="FID", unit="points"), "foo: FID better by 1.2 points than bar"),
        (measurement("Foo", 7, "min", metric="training time", on="NVIDIA A100"),
         "foo: 7 min training time, on nvidia-a100"),
        (comparison("Foo", "Bar", "matches"), "foo matches bar"),
        (introduces("Foo", "system"), "foo is introduced as a system"),
        (hardware_use("Foo", "NVIDIA A100", 8, "training"), "foo trains on 8 × nvidia-a100"),
        (dataset_use("Foo", "C4", "introduced"), "foo introduces c4"),
        (dataset_use(None, "C4").model_copy(update={"subject": "dataset/c4", "role": "introduced"}),
         "c4 is introduced"),
    ],
)  # fmt: skip
def test_the_page_and_the_terminal_say_the_same(claim: Claim, said: str) -> None:
    stated = record(paper(), [claim])
    shown = view(Tables.of(project(merge([stated]))), 300)
    assert [headline(statement, shown.names) for statement in shown.statements] == [said]
    file = io.StringIO()
    print_claims(KnowledgeGraph.build([stated]).claims(), 1, Console(file=file, width=200))
    assert file.getvalue().splitlines()[0] == f"{claim.type:12} {said}  (90% sure)"
