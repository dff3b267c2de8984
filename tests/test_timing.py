"""The tests of linear time can fail."""

import pytest

from tests import timing


@pytest.mark.parametrize(("exponent", "is_linear"), [(1.0, True), (2.0, False)])
def test_quadratic_work_is_told_from_linear_work(
    monkeypatch: pytest.MonkeyPatch, exponent: float, is_linear: bool
) -> None:
    now = 0.0

    def work(text: str) -> None:
        nonlocal now
        now += 0.1 * (len(text) / 10_000) ** exponent

    monkeypatch.setattr("time.process_time", lambda: now)
    if is_linear:
        timing.assert_linear(work, "a", 10_000, 160_000)
    else:
        with pytest.raises(AssertionError, match="160000 characters of 'a'"):
            timing.assert_linear(work, "a", 10_000, 160_000)
