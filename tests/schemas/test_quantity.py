"""Changes as factors: how many times better."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas import Bound, Change, Quantity, Sense
from tests.builders import change


@pytest.mark.parametrize(
    ("low", "high", "unit", "bound", "sense", "factor"),
    [
        (2.5, 2.5, "x", "exact", "gain", (2.5, 2.5)),
        (2, 4, "x", "about", "gain", (2, 4)),
        (30, 30, "%", "exact", "gain", (1.3, 1.3)),
        (40, 40, "%", "exact", "cut", (1.666667, 1.666667)),
        (50, 50, "%", "exact", "cut", (2, 2)),
        (20, 50, "%", "exact", "cut", (1.25, 2)),
        (90, 90, "%", "up_to", "cut", (None, 10)),
        (10, 10, "x", "at_least", "gain", (10, None)),
        (2, 2, "x", "exact", "cut", (2, 2)),
        (100, 100, "%", "exact", "cut", None),
        (50, 100, "%", "exact", "cut", None),
        (-100, -100, "%", "exact", "gain", None),
        (0, 0, "x", "exact", "gain", None),
        (3, 3, "dB", "exact", "gain", None),
        (2, 2, "points", "exact", "gain", None),
    ],
)
def test_factors(
    low: float, high: float, unit: str, bound: Bound, sense: Sense, factor: tuple[float | None, float | None] | None
) -> None:
    found = change(low, unit, high, bound, sense).factor()
    assert (None if found is None else (found.low, found.high)) == factor


@given(st.floats(0.01, 99), st.floats(0.01, 99), st.sampled_from(["x", "%"]), st.sampled_from(["gain", "cut"]))
def test_factors_are_ordered_intervals(one: float, other: float, unit: str, sense: Sense) -> None:
    low, high = sorted((one, other))
    factor = change(low, unit, high, sense=sense).factor()
    assert factor
    assert factor.low is not None
    assert factor.high is not None
    assert 0 < factor.low <= factor.high


@pytest.mark.parametrize(
    "fields",
    [
        {"low": 2, "high": 1, "unit": "x"},
        {"low": float("nan"), "high": 1, "unit": "x"},
        {"low": 1, "high": float("inf"), "unit": "x"},
        {"low": 1, "high": 1, "unit": "x", "bound": "roughly"},
        {"low": 1, "high": 1, "unit": "x", "sense": "gain"},
        {"low": 1, "unit": "x"},
    ],
)
def test_quantities_that_are_none(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Quantity.model_validate(fields)


def test_a_change_needs_a_sense() -> None:
    with pytest.raises(ValidationError, match="sense"):
        Change.model_validate({"low": 1, "high": 1, "unit": "x"})
